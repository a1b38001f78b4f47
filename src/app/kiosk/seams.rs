//! The few places where the kiosk leans on the plan reader and the working-day calendar.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::ReplyBy;
use crate::domain::plan::{Plan, PlanFaults};

/// Reads a plan's TOML text.
pub(super) fn read_plan(text: &str) -> Result<Plan, PlanFaults> {
    Plan::parse(text)
}

/// The last day for a reply to what reaches the office on `received`; that day is not counted.
pub(super) fn reply_by(received: NaiveDate, working_days: u32, _calendar: Option<&str>) -> ReplyBy {
    let mut date = received;
    let mut left = working_days;
    while left > 0 {
        let Some(next) = date.checked_add_days(Days::new(1)) else {
            break;
        };
        date = next;
        if !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
            left -= 1;
        }
    }
    ReplyBy {
        date,
        tentative: true,
    }
}

//! Texts and days of the made-up office.

use chrono::{Days, NaiveDate};

use crate::domain::plan::Text;

/// A text in both languages.
pub(super) fn both(zh: &str, en: &str) -> Text {
    Text {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

/// The day of the pictures.
pub(super) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 27).unwrap_or_default()
}

/// So many days after it, or before.
pub(super) fn in_days(days: i64) -> NaiveDate {
    let count = Days::new(days.unsigned_abs());
    let moved = if days < 0 {
        today().checked_sub_days(count)
    } else {
        today().checked_add_days(count)
    };
    moved.unwrap_or_default()
}

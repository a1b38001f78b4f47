//! Working days of mainland China: weekends, public holidays and the weekends worked in exchange.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::words::{Sentence, sentence};

/// Which days are worked. Travels in packs as text ([`CalendarTable::to_text`]); the office's newest
/// table replaces the one the kiosk was built with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarTable {
    /// The day the table was last checked against the State Council's notices.
    pub dated: NaiveDate,
    /// The years whose arrangement is known.
    pub years: BTreeSet<i32>,
    /// Mondays to Fridays that are off.
    pub off: BTreeSet<NaiveDate>,
    /// Saturdays and Sundays that are worked.
    pub working: BTreeSet<NaiveDate>,
}

/// The last day of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DueDate {
    /// The last day, itself included.
    pub date: NaiveDate,
    /// 暂定: days of a year were counted whose arrangement is not known yet.
    pub provisional: bool,
}

impl DueDate {
    /// Whether the promise is or was broken: no answer by the end of the last day, or one after it.
    #[must_use]
    pub fn is_missed(self, answered_on: Option<NaiveDate>, today: NaiveDate) -> bool {
        answered_on.unwrap_or(today) > self.date
    }
}

/// What a receipt says of the answer: the same whether anything was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// Answered by a day, where words were written.
    By(DueDate),
    /// Taken in by a clock that cannot be right: so many working days from the office's receipt, and no day.
    Within {
        /// As the plan says.
        working_days: u32,
    },
}

impl Promise {
    /// The day, where there is one.
    #[must_use]
    pub fn due(self) -> Option<DueDate> {
        match self {
            Self::By(due) => Some(due),
            Self::Within { .. } => None,
        }
    }
}

/// A table that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// Not the text of a table.
    #[error("not a calendar table: {0}")]
    Unreadable(String),
    /// A day of a year the table does not claim to know, a weekday worked or a weekend off.
    #[error("{0} does not belong in the calendar table")]
    Misplaced(NaiveDate),
}

impl CalendarError {
    /// What to tell a person.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::Unreadable(_) => sentence!("domain-calendar-unreadable"),
            Self::Misplaced(date) => sentence!("domain-calendar-misplaced", date = date),
        }
    }
}

/// Year, month, days off from Monday to Friday. Source: the State Council's yearly notices (国务院办公厅
/// 关于部分节假日安排的通知) for 2025 and 2026.
const OFF: &[(i32, u32, &[u32])] = &[
    (2025, 1, &[1, 28, 29, 30, 31]),
    (2025, 2, &[3, 4]),
    (2025, 4, &[4]),
    (2025, 5, &[1, 2, 5]),
    (2025, 6, &[2]),
    (2025, 10, &[1, 2, 3, 6, 7, 8]),
    (2026, 1, &[1, 2]),
    (2026, 2, &[16, 17, 18, 19, 20, 23]),
    (2026, 4, &[6]),
    (2026, 5, &[1, 4, 5]),
    (2026, 6, &[19]),
    (2026, 9, &[25]),
    (2026, 10, &[1, 2, 5, 6, 7]),
];

/// Year, month, Saturdays and Sundays worked.
const WORKING: &[(i32, u32, &[u32])] = &[
    (2025, 1, &[26]),
    (2025, 2, &[8]),
    (2025, 4, &[27]),
    (2025, 9, &[28]),
    (2025, 10, &[11]),
    (2026, 1, &[4]),
    (2026, 2, &[14, 28]),
    (2026, 5, &[9]),
    (2026, 9, &[20]),
    (2026, 10, &[10]),
];

fn days(table: &[(i32, u32, &[u32])]) -> BTreeSet<NaiveDate> {
    table
        .iter()
        .flat_map(|&(year, month, days)| {
            days.iter()
                .filter_map(move |&day| NaiveDate::from_ymd_opt(year, month, day))
        })
        .collect()
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

impl CalendarTable {
    /// The table this house was built with: 2025 and 2026.
    #[must_use]
    pub fn built_in() -> Self {
        Self {
            dated: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default(),
            years: BTreeSet::from([2025, 2026]),
            off: days(OFF),
            working: days(WORKING),
        }
    }

    /// The table as it travels in a pack: JSON on one line.
    #[must_use]
    pub fn to_text(&self) -> String {
        // Sets of dates and numbers always serialise.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads [`Self::to_text`] back and checks every day in it.
    pub fn from_text(text: &str) -> Result<Self, CalendarError> {
        let table: Self = serde_json::from_str(text)
            .map_err(|error| CalendarError::Unreadable(error.to_string()))?;
        let misplaced = table
            .off
            .iter()
            .map(|day| (day, false))
            .chain(table.working.iter().map(|day| (day, true)))
            .find(|(day, weekend)| {
                is_weekend(**day) != *weekend || !table.years.contains(&day.year())
            });
        match misplaced {
            Some((day, _)) => Err(CalendarError::Misplaced(*day)),
            None => Ok(table),
        }
    }

    /// This table, or the built-in one where that was checked later.
    #[must_use]
    pub fn or_newer_built_in(self) -> Self {
        let built_in = Self::built_in();
        if built_in.dated > self.dated {
            built_in
        } else {
            self
        }
    }

    /// Whether `date` is worked. In a year not known: Monday to Friday but for 1 January.
    #[must_use]
    pub fn is_working(&self, date: NaiveDate) -> bool {
        if self.years.contains(&date.year()) {
            self.working.contains(&date) || (!is_weekend(date) && !self.off.contains(&date))
        } else {
            !is_weekend(date) && date.ordinal() != 1
        }
    }

    /// The last of `working_days` working days after the day of receipt, which is not counted. With 0
    /// that is the day of receipt.
    #[must_use]
    pub fn due(&self, received: NaiveDate, working_days: u32) -> DueDate {
        let mut due = DueDate {
            date: received,
            provisional: false,
        };
        let mut left = working_days;
        while left > 0 {
            // The end of chrono's time is the end of every promise.
            let Some(next) = due.date.succ_opt() else {
                break;
            };
            due.date = next;
            due.provisional |= !self.years.contains(&next.year());
            left -= u32::from(self.is_working(next));
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn due(received: &str, working_days: u32) -> (String, bool) {
        let due = CalendarTable::built_in().due(day(received), working_days);
        (due.date.to_string(), due.provisional)
    }

    #[test]
    fn every_day_of_the_table_is_where_it_belongs() {
        let table = CalendarTable::built_in();
        assert_eq!(CalendarTable::from_text(&table.to_text()).unwrap(), table);
        let worked = |year: i32| {
            day(&format!("{year}-01-01"))
                .iter_days()
                .take_while(|day| day.year() == year)
                .filter(|day| table.is_working(*day))
                .count()
        };
        // 261 weekdays each, less those off, plus the weekends worked.
        assert_eq!((worked(2025), worked(2026)), (261 - 18 + 5, 261 - 19 + 6));
    }

    #[test]
    fn holidays_are_skipped_and_exchanged_weekends_counted() {
        assert_eq!(due("2026-11-02", 15), ("2026-11-23".to_owned(), false));
        // The day of receipt is not counted, even when it is no working day.
        assert_eq!(due("2026-10-01", 1), ("2026-10-08".to_owned(), false));
        assert_eq!(due("2026-10-08", 2), ("2026-10-10".to_owned(), false));
        // Spring Festival 2026: Saturday 14 and 28 February are worked, 15–23 are off.
        assert_eq!(due("2026-02-13", 2), ("2026-02-24".to_owned(), false));
        assert_eq!(due("2026-02-10", 15), ("2026-03-09".to_owned(), false));
        assert_eq!(due("2026-05-05", 0), ("2026-05-05".to_owned(), false));
    }

    #[test]
    fn beyond_the_table_it_is_provisional() {
        assert_eq!(due("2026-12-10", 15), ("2026-12-31".to_owned(), false));
        // Friday 1 January 2027 is off, then Monday the 4th.
        assert_eq!(due("2026-12-11", 15), ("2027-01-04".to_owned(), true));
        assert_eq!(due("2024-12-31", 1), ("2025-01-02".to_owned(), false));
        assert_eq!(due("2030-01-01", 5), ("2030-01-08".to_owned(), true));
    }

    #[test]
    fn the_due_day_itself_is_in_time() {
        let due = DueDate {
            date: day("2026-11-23"),
            provisional: false,
        };
        assert!(!due.is_missed(None, day("2026-11-23")));
        assert!(due.is_missed(None, day("2026-11-24")));
        assert!(!due.is_missed(Some(day("2026-11-23")), day("2026-11-30")));
        assert!(due.is_missed(Some(day("2026-11-24")), day("2026-11-24")));
    }

    #[test]
    fn a_table_with_a_day_out_of_place_is_refused() {
        let mut table = CalendarTable::built_in();
        table.working.insert(day("2026-03-02"));
        assert_eq!(
            CalendarTable::from_text(&table.to_text()),
            Err(CalendarError::Misplaced(day("2026-03-02")))
        );
        table.working.remove(&day("2026-03-02"));
        table.off.insert(day("2027-01-01"));
        assert!(CalendarTable::from_text(&table.to_text()).is_err());
        assert!(CalendarTable::from_text("{}").is_err());
    }

    #[test]
    fn the_table_checked_later_is_the_one_used() {
        let (built_in, mut other) = (CalendarTable::built_in(), CalendarTable::built_in());
        other.years.insert(2027);
        for (days, newer) in [(1, true), (0, true), (-1, false)] {
            other.dated = built_in.dated + chrono::Duration::days(days);
            let wanted = if newer { &other } else { &built_in };
            assert_eq!(other.clone().or_newer_built_in(), *wanted, "{days}");
        }
    }

    #[test]
    fn a_promise_ends_where_time_does() {
        let table = CalendarTable::built_in();
        let due = table.due(NaiveDate::MAX, 15);
        assert_eq!((due.date, due.provisional), (NaiveDate::MAX, false));
    }

    #[test]
    fn what_is_wrong_with_a_table_is_said() {
        let date = day("2027-01-01");
        for lang in crate::words::Lang::ALL {
            let said = CalendarError::Misplaced(date).sentence().say(lang);
            assert!(said.contains("2027-01-01"), "{said}");
            let unreadable = CalendarError::Unreadable("…".to_owned()).sentence();
            assert_ne!(unreadable.say(lang), said);
        }
    }
}

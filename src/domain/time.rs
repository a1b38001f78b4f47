//! Time, passed in: the house's clock, and the week that is the only date a batch carries.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// Where the time comes from. Local wall time: residents and staff live by it.
pub trait Clock: Send + Sync {
    /// The local date and time.
    fn now(&self) -> NaiveDateTime;

    /// The local date.
    fn today(&self) -> NaiveDate {
        self.now().date()
    }
}

/// A clock that stands still until told; for tests and for `demo`.
#[derive(Debug)]
pub struct FixedClock(std::sync::Mutex<NaiveDateTime>);

impl FixedClock {
    /// A clock that shows `now`.
    #[must_use]
    pub fn new(now: NaiveDateTime) -> Self {
        Self(std::sync::Mutex::new(now))
    }

    /// Moves the hands, forwards or backwards.
    pub fn set(&self, now: NaiveDateTime) {
        *self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = now;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> NaiveDateTime {
        *self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// A day as people type it: `20261129`, `2026-11-29`, `2026年11月29日`, with digits of either width.
#[must_use]
pub fn typed_day(text: &str) -> Option<NaiveDate> {
    let narrow = |letter: char| match letter {
        '０'..='９' => char::from_u32(u32::from(letter) - u32::from('０') + u32::from('0')),
        _ => Some(letter),
    };
    let text: String = text.trim().chars().filter_map(narrow).collect();
    let whole = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    if whole {
        return NaiveDate::parse_from_str(&text, "%Y%m%d").ok();
    }
    let parts = text
        .trim_end_matches('日')
        .split(['-', '/', '.', '－', '年', '月']);
    let parts: Vec<&str> = parts.map(str::trim).collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    let year = year.parse().ok().filter(|_| year.len() == 4)?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

/// An ISO 8601 week, written `2026-W48`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Week {
    year: i32,
    week: u32,
}

impl Week {
    /// The week a date falls in.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        let week = date.iso_week();
        Self {
            year: week.year(),
            week: week.week(),
        }
    }

    /// The Monday of the week.
    #[must_use]
    pub fn monday(self) -> NaiveDate {
        NaiveDate::from_isoywd_opt(self.year, self.week, chrono::Weekday::Mon).unwrap_or_default()
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-W{:02}", self.year, self.week)
    }
}

impl FromStr for Week {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || format!("`{text}` is not a week such as 2026-W48");
        let (year, week) = text.split_once("-W").ok_or_else(bad)?;
        let week = match (year.parse(), week.parse()) {
            (Ok(year), Ok(week)) => Self { year, week },
            _ => return Err(bad()),
        };
        NaiveDate::from_isoywd_opt(week.year, week.week, chrono::Weekday::Mon).ok_or_else(bad)?;
        // `+202-W48` and the like: one week has one spelling.
        if week.to_string() == text {
            Ok(week)
        } else {
            Err(bad())
        }
    }
}

impl TryFrom<String> for Week {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Week> for String {
    fn from(week: Week) -> Self {
        week.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_typed_in_many_ways() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 1);
        for good in [
            "20260301",
            " 2026-03-01 ",
            "2026/3/1",
            "２０２６年３月1日",
            "2026.3.1",
        ] {
            assert_eq!(typed_day(good), day, "{good}");
        }
        for bad in [
            "",
            "2026",
            "260301",
            "2026-13-01",
            "20260230",
            "2026-3",
            "今天",
            "1-3-2026",
        ] {
            assert_eq!(typed_day(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_week_has_one_spelling() {
        for good in ["2026-W48", "2026-W01", "2026-W53", "0999-W10"] {
            assert_eq!(good.parse::<Week>().unwrap().to_string(), good);
        }
        for bad in [
            "",
            "2026",
            "2026W48",
            "2026-W4",
            "2026-W048",
            "2026-W00",
            "2025-W53",
            "2026-W54",
            "26-W48",
            "+202-W48",
            "2026-W+4",
            "2026-W4x",
            "x026-W48",
            " 2026-W48",
            "2026-W48 ",
        ] {
            let said = bad.parse::<Week>().unwrap_err();
            assert!(said.contains(&format!("`{bad}`")), "{said}");
        }
        let monday = "2026-W01".parse::<Week>().unwrap().monday();
        assert_eq!(monday.to_string(), "2025-12-29");
        assert_eq!(Week::of(monday).to_string(), "2026-W01");
    }
}

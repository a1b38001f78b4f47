//! Working days of mainland China: weekends, public holidays and the weekends worked in exchange.

mod fault;
mod json;
mod notice;
#[cfg(test)]
mod notice_tests;
mod scan;
mod year;

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use fault::NoticeFault;
pub use notice::{NoticeRead, read_notice};
pub use year::{Holiday, HolidaySum, YearHolidays, built_in_years};

use crate::words::{Sentence, sentence};

/// From this month on the State Council's notice of the next year is looked for.
const NOTICE_MONTH: u32 = 10;

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

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

impl CalendarTable {
    /// The table this house was built with: 2025 and 2026.
    #[must_use]
    pub fn built_in() -> Self {
        let dated = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default();
        Self::of_years(dated, &built_in_years())
    }

    /// The table of these years. A notice may move days at the end of the year before, which count where that year is known.
    #[must_use]
    pub fn of_years(dated: NaiveDate, all: &[YearHolidays]) -> Self {
        let years: BTreeSet<i32> = all.iter().map(|one| one.year).collect();
        let (mut off, mut working) = (BTreeSet::new(), BTreeSet::new());
        for one in all {
            let (days, worked) = one.days();
            off.extend(days);
            working.extend(worked);
        }
        off.retain(|day| !is_weekend(*day) && years.contains(&day.year()));
        working.retain(|day| is_weekend(*day) && years.contains(&day.year()));
        Self {
            dated,
            years,
            off,
            working,
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

    /// This table and the built-in one: every year that either knows, and of both the one that was checked later.
    #[must_use]
    pub fn with_built_in(self) -> Self {
        let built_in = Self::built_in();
        let (mut table, other) = if built_in.dated > self.dated {
            (built_in, self)
        } else {
            (self, built_in)
        };
        let more: BTreeSet<i32> = other.years.difference(&table.years).copied().collect();
        let is_more = |day: &&NaiveDate| more.contains(&day.year());
        table.off.extend(other.off.iter().filter(is_more));
        table.working.extend(other.working.iter().filter(is_more));
        table.years.extend(more);
        table
    }

    /// The year whose notice is missing: this one, or from October on the next.
    #[must_use]
    pub fn missing_year(&self, today: NaiveDate) -> Option<i32> {
        let next = (today.month() >= NOTICE_MONTH).then(|| today.year() + 1);
        let wanted = [Some(today.year()), next].into_iter().flatten();
        wanted.into_iter().find(|year| !self.years.contains(year))
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

    /// Working days after `today`, up to `last` and with it; none of a day that is over.
    #[must_use]
    pub fn working_days_left(&self, today: NaiveDate, last: NaiveDate) -> usize {
        let days = today.iter_days().skip(1).take_while(|day| *day <= last);
        days.filter(|day| self.is_working(*day)).count()
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

    /// A last day that was provisional, by what is known now: as many working days after the day of receipt as were counted then,
    /// when of its year nothing was known.
    #[must_use]
    pub fn settled(&self, received: NaiveDate, noted: DueDate) -> DueDate {
        if !noted.provisional {
            return noted;
        }
        let mut then = self.clone();
        then.years.retain(|year| *year < noted.date.year());
        self.as_many(&then, received, noted)
    }

    /// A last day as it is by this table, where it was noted by the table `before` and is another now. A firm day moves to a later one
    /// alone: what was promised is not taken back.
    #[must_use]
    pub fn settled_again(
        &self,
        before: &Self,
        received: NaiveDate,
        noted: DueDate,
    ) -> Option<DueDate> {
        if noted.provisional {
            return Some(self.settled(received, noted)).filter(|due| *due != noted);
        }
        let due = self.as_many(before, received, noted);
        Some(due).filter(|due| due.date > noted.date)
    }

    /// A last day that was counted by another table: as many working days after the day of receipt by this one.
    fn as_many(&self, then: &Self, received: NaiveDate, noted: DueDate) -> DueDate {
        // One that was over when it came stays so.
        if noted.date <= received {
            return DueDate {
                provisional: noted.provisional && !self.years.contains(&noted.date.year()),
                ..noted
            };
        }
        let days = received.iter_days().skip(1);
        let days = days.take_while(|day| *day <= noted.date);
        let counted = days.filter(|day| then.is_working(*day)).count();
        self.due(received, u32::try_from(counted).unwrap_or(u32::MAX))
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
    fn every_year_that_either_table_knows_is_known_by_the_one_checked_later() {
        let built_in = CalendarTable::built_in();
        for (days, newer) in [(1, true), (0, true), (-1, false)] {
            // It knows 2027, and of 2026 something else; nothing of 2025.
            let mut other = built_in.clone();
            other.dated = built_in.dated + chrono::Duration::days(days);
            other.years = BTreeSet::from([2026, 2027]);
            other.off.retain(|day| day.year() == 2026);
            other.working.retain(|day| day.year() == 2026);
            other.off.insert(day("2026-12-31"));
            other.off.insert(day("2027-01-01"));
            let both = other.with_built_in();
            assert_eq!(both.years, BTreeSet::from([2025, 2026, 2027]), "{days}");
            assert_eq!(both.is_working(day("2026-12-31")), !newer, "{days}");
            assert!(!both.is_working(day("2027-01-01")));
            assert!(!both.is_working(day("2025-05-05")));
            assert!(both.is_working(day("2025-04-27")));
            assert_eq!(CalendarTable::from_text(&both.to_text()), Ok(both));
        }
    }

    #[test]
    fn the_next_years_notice_is_missed_from_october_on() {
        let table = CalendarTable::built_in();
        let missing = |today: &str| table.missing_year(day(today));
        assert_eq!(missing("2026-09-30"), None);
        assert_eq!(missing("2026-10-01"), Some(2027));
        assert_eq!(missing("2025-12-31"), None);
        assert_eq!(missing("2027-03-01"), Some(2027));
        assert_eq!(missing("2028-11-01"), Some(2028));
    }

    #[test]
    fn a_provisional_day_is_settled_by_as_many_working_days() {
        let before = CalendarTable::built_in();
        // A made-up year: 1 January, a Friday, and the Monday after it are off, Saturday the 9th is worked.
        let mut after = before.clone();
        after.years.insert(2027);
        after.off.extend([day("2027-01-01"), day("2027-01-04")]);
        after.working.insert(day("2027-01-09"));
        for (received, days, was, is) in [
            ("2026-12-11", 15, "2027-01-04", "2027-01-05"),
            ("2026-12-18", 15, "2027-01-11", "2027-01-11"),
            ("2026-12-29", 1, "2026-12-30", "2026-12-30"),
        ] {
            let (received, noted) = (day(received), before.due(day(received), days));
            assert_eq!(noted.date, day(was));
            let settled = after.settled(received, noted);
            assert_eq!((settled.date, settled.provisional), (day(is), false));
            assert_eq!(settled, after.due(received, days));
        }
        // A firm one stays; one that was over when it came is over.
        let firm = before.due(day("2026-12-01"), 5);
        assert_eq!(after.settled(day("2026-12-01"), firm), firm);
        let over = DueDate {
            date: day("2027-01-04"),
            provisional: true,
        };
        let settled = after.settled(day("2027-01-08"), over);
        assert_eq!((settled.date, settled.provisional), (over.date, false));
        // By the same table nothing changes.
        let noted = before.due(day("2026-12-11"), 15);
        assert_eq!(before.settled(day("2026-12-11"), noted), noted);
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

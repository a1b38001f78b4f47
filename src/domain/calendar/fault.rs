//! What is wrong with a notice, by its sentence.

use chrono::NaiveDate;
use thiserror::Error;

use crate::words::{Sentence, sentence};

/// So much of a sentence is repeated.
const SAID_CHARS: usize = 60;

/// Why a notice of holidays is not understood.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoticeFault {
    /// Longer than any notice.
    #[error("the text is too long for a notice")]
    TooLong,
    /// No sentence arranges a day.
    #[error("no day is arranged in the text")]
    NoDays,
    /// No year is named.
    #[error("the text names no year")]
    NoYear,
    /// JSON that is not one of holiday-cn's.
    #[error("not a table of holidays: {0}")]
    NotJson(String),
    /// A sentence about days that has another form than every one known.
    #[error("not understood: {said}")]
    NotUnderstood {
        /// The sentence.
        said: String,
    },
    /// A day has another weekday than the notice says.
    #[error("{date} has another weekday: {said}")]
    Weekday {
        /// Which day.
        date: NaiveDate,
        /// The sentence.
        said: String,
    },
    /// 共几天 is another number than that of the days named.
    #[error("{counted} days are named: {said}")]
    Count {
        /// How many there are.
        counted: u64,
        /// The sentence.
        said: String,
    },
    /// 与周末连休, and no weekend is beside it.
    #[error("{date} is not beside a weekend: {said}")]
    NotBesideWeekend {
        /// Which day.
        date: NaiveDate,
        /// The sentence.
        said: String,
    },
    /// A range that ends before it begins.
    #[error("it ends before it begins: {said}")]
    Backwards {
        /// The sentence.
        said: String,
    },
    /// A Monday to Friday is worked in exchange.
    #[error("{date} is no weekend and worked in exchange")]
    WorkedWeekday {
        /// Which day.
        date: NaiveDate,
    },
    /// A day is off and worked.
    #[error("{date} is off and worked")]
    OffAndWorked {
        /// Which day.
        date: NaiveDate,
    },
    /// A day of another year.
    #[error("{date} is not of {year}")]
    OtherYear {
        /// Which day.
        date: NaiveDate,
        /// The notice's year.
        year: i32,
    },
    /// A holiday has no day.
    #[error("{name} has no day")]
    NoDay {
        /// Which holiday.
        name: String,
    },
    /// A year that is not known lacks holidays.
    #[error("the notice of {year} lacks {names}")]
    Lacking {
        /// Which year.
        year: i32,
        /// Which holidays, one after the other.
        names: String,
    },
}

impl NoticeFault {
    /// What to tell a person.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::TooLong => sentence!("domain-notice-too-long"),
            Self::NoDays => sentence!("domain-notice-no-days"),
            Self::NoYear => sentence!("domain-notice-no-year"),
            Self::NotJson(reason) => sentence!("domain-notice-not-json", reason = reason),
            Self::NotUnderstood { said } => {
                sentence!("domain-notice-not-understood", said = said)
            }
            Self::Weekday { date, said } => {
                sentence!("domain-notice-weekday", date = date, said = said)
            }
            Self::Count { counted, said } => {
                sentence!("domain-notice-count", count = *counted, said = said)
            }
            Self::NotBesideWeekend { date, said } => {
                sentence!("domain-notice-beside", date = date, said = said)
            }
            Self::Backwards { said } => sentence!("domain-notice-backwards", said = said),
            Self::WorkedWeekday { date } => sentence!("domain-notice-worked", date = date),
            Self::OffAndWorked { date } => sentence!("domain-notice-both", date = date),
            Self::OtherYear { date, year } => {
                sentence!("domain-notice-other-year", date = date, year = year)
            }
            Self::NoDay { name } => sentence!("domain-notice-no-day", name = name),
            Self::Lacking { year, names } => {
                sentence!("domain-notice-lacking", year = year, names = names)
            }
        }
    }
}

/// A sentence as it is repeated: its beginning where it is long.
pub(super) fn said(sentence: &str) -> String {
    let mut said: String = sentence.chars().take(SAID_CHARS).collect();
    if sentence.chars().nth(SAID_CHARS).is_some() {
        said.push('…');
    }
    said
}

//! What is refused of a year's notice.

use thiserror::Error;

use crate::domain::calendar::{HolidaySum, NoticeFault};
use crate::fault::Kind;
use crate::words::{Sentence, sentence};

/// What is refused of a year's notice.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CalendarRefused {
    /// It is not understood.
    #[error(transparent)]
    Notice(NoticeFault),
    /// The year is known as it says.
    #[error("{year} is known as the notice arranges it")]
    Known {
        /// Which year.
        year: i32,
    },
    /// Its days do not add up, and nobody said that they saw it.
    #[error("the days of {year} do not add up: {sum:?}")]
    Sum {
        /// Which year.
        year: i32,
        /// What they come to.
        sum: HolidaySum,
    },
}

impl CalendarRefused {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Notice(_) | Self::Sum { .. } => Kind::Input,
            Self::Known { .. } => Kind::NotNow,
        }
    }

    pub(super) fn sentence(&self) -> Sentence {
        match self {
            Self::Notice(fault) => fault.sentence(),
            Self::Known { year } => sentence!("app-office-calendar-known", year = year),
            Self::Sum { year, sum } => sentence!(
                "app-office-calendar-sum",
                year = year,
                off = sum.weekdays_off,
                worked = sum.weekends_worked,
                law = sum.by_law
            ),
        }
    }
}

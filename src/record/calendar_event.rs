//! What the ledger tells of the working days, and what that changes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Record, RecordError};
use crate::domain::calendar::{DueDate, Holiday, YearHolidays};
use crate::domain::ids::CaseNumber;

/// What happened to the working days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum CalendarEvent {
    /// A year's holidays were taken in as the State Council's notice arranges them, in place of what was known of that year.
    CalendarAccepted {
        /// Which year.
        year: i32,
        /// All its holidays.
        holidays: Vec<Holiday>,
        /// The last days of open cases that are others by it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        settled: Vec<(CaseNumber, DueDate)>,
    },
}

impl CalendarEvent {
    /// The year as it is from then on.
    #[must_use]
    pub fn year(&self) -> YearHolidays {
        let Self::CalendarAccepted { year, holidays, .. } = self;
        YearHolidays {
            year: *year,
            holidays: holidays.clone(),
        }
    }

    /// The last days that are others from then on.
    #[must_use]
    pub fn settled(&self) -> &[(CaseNumber, DueDate)] {
        let Self::CalendarAccepted { settled, .. } = self;
        settled
    }
}

impl Record {
    pub(super) fn apply_calendar(
        &self,
        told: &CalendarEvent,
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        let year = told.year();
        if year.check().is_err() {
            return Err(RecordError::OtherThanNamed);
        }
        for (number, due) in told.settled() {
            if !self.case(*number)?.status.is_open() {
                return Err(RecordError::OtherThanNamed);
            }
            self.settle_due(*number, *due)?;
        }
        self.keep_calendar_year(&year, on)
    }
}

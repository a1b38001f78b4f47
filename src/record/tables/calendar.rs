//! The years whose working days the office took in.

use chrono::NaiveDate;

use crate::domain::calendar::YearHolidays;
use crate::record::sql::{Row, Rows, Table, int, text};
use crate::record::{Record, RecordError};

/// A year as the office took it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarYearEntry {
    /// Its holidays.
    pub year: YearHolidays,
    /// The day they were accepted.
    pub accepted_on: NaiveDate,
}

pub(in crate::record) const TABLE: Table = Table {
    name: "calendar_year",
    columns: "year, accepted_on, holidays",
    keys: 1,
};

/// Holidays as they stand in the table.
fn holidays_text(year: &YearHolidays) -> String {
    // Names and days always serialise.
    serde_json::to_string(&year.holidays).unwrap_or_default()
}

fn entry(row: &mut Row) -> Result<CalendarYearEntry, RecordError> {
    let (year, accepted_on, holidays) = (row.number()?, row.read()?, row.text()?);
    let damaged = || RecordError::damaged("holidays of a year");
    let year = YearHolidays {
        year: i32::try_from(year).map_err(|_| damaged())?,
        holidays: serde_json::from_str(&holidays).map_err(|_| damaged())?,
    };
    if holidays_text(&year) != holidays || year.check().is_err() {
        return Err(damaged());
    }
    Ok(CalendarYearEntry { year, accepted_on })
}

impl Record {
    /// Every year that was taken in, and by name the rows that do not read.
    pub fn calendar_rows(&self) -> Result<Rows<CalendarYearEntry>, RecordError> {
        TABLE.rows(self.sql(), "ORDER BY year", &[], entry)
    }

    /// Keeps a year in the place of what was known of it.
    pub(in crate::record) fn keep_calendar_year(
        &self,
        year: &YearHolidays,
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        self.sql().execute(
            "INSERT INTO calendar_year (year, accepted_on, holidays) VALUES ($1, $2, $3) \
             ON CONFLICT (year) DO UPDATE SET accepted_on = $2, holidays = $3",
            &[int(year.year), text(on), text(holidays_text(year))],
        )?;
        Ok(())
    }
}

//! 放假安排: the State Council's notice of a year is pasted, read and accepted; last days that were provisional become firm, and the next
//! pack tells the kiosks. What is known is what the ledger tells, over what the program was built with.

use chrono::NaiveDate;
use serde::Serialize;

use super::{CalendarRefused, Office, OfficeError};
use crate::app::AppError;
use crate::domain::calendar::{
    CalendarTable, DueDate, HolidaySum, YearHolidays, built_in_years, read_notice,
};
use crate::domain::ids::CaseNumber;
use crate::record::{Body, CalendarEvent, CalendarYearEntry, Content, Record};

/// A notice as it was pasted, and whether somebody has seen that its days do not add up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarText {
    /// The notice's words, or a table of holiday-cn.
    pub text: String,
    /// Somebody has seen that as many days are not off, less those worked, as the law grants, and the notice says so all the same.
    pub sum_seen: bool,
}

/// A year whose working days are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CalendarRow {
    /// Its holidays.
    #[serde(flatten)]
    pub year: YearHolidays,
    /// What its days come to.
    pub sum: HolidaySum,
    /// The day the office took it in; none where the program was built with it.
    pub accepted_on: Option<NaiveDate>,
}

/// Every year whose working days are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CalendarPage {
    /// By year.
    pub years: Vec<CalendarRow>,
    /// The year whose notice is missing.
    pub missing: Option<i32>,
}

impl CalendarPage {
    /// The years alone, to read a notice beside.
    #[must_use]
    pub fn known(&self) -> Vec<YearHolidays> {
        self.years.iter().map(|row| row.year.clone()).collect()
    }
}

/// Every year that is known: those of the ledger in the place of those that the program was built with. What does not read is named by
/// a recount, and nothing is known by it.
fn rows(record: &Record) -> Vec<CalendarRow> {
    let built_in = built_in_years().into_iter().map(|year| (year, None));
    let told = record.calendar_rows().map(|rows| rows.sound);
    let told = told.unwrap_or_default().into_iter();
    let told = told.map(|CalendarYearEntry { year, accepted_on }| (year, Some(accepted_on)));
    let mut rows: Vec<CalendarRow> = Vec::new();
    for (year, accepted_on) in built_in.chain(told) {
        rows.retain(|row| row.year.year != year.year);
        rows.push(CalendarRow {
            sum: year.sum(),
            year,
            accepted_on,
        });
    }
    rows.sort_by_key(|row| row.year.year);
    rows
}

/// The working days by what the ledger has told.
pub(super) fn known_calendar(record: &Record) -> CalendarTable {
    table(&rows(record))
}

fn table(rows: &[CalendarRow]) -> CalendarTable {
    let accepted = rows.iter().filter_map(|row| row.accepted_on).max();
    let dated = accepted.max(Some(CalendarTable::built_in().dated));
    let years: Vec<YearHolidays> = rows.iter().map(|row| row.year.clone()).collect();
    CalendarTable::of_years(dated.unwrap_or_default(), &years)
}

/// The last days of open cases that are others once `year` is known.
pub(super) fn settled_by(
    record: &Record,
    before: &CalendarTable,
    year: &YearHolidays,
) -> Result<Vec<(CaseNumber, DueDate)>, AppError> {
    let mut rows = rows(record);
    rows.retain(|row| row.year.year != year.year);
    rows.push(CalendarRow {
        sum: year.sum(),
        year: year.clone(),
        accepted_on: None,
    });
    let after = table(&rows);
    let open = record.cases()?.into_iter();
    let open = open.filter(|case| case.status.is_open());
    let others = open.filter_map(|case| {
        let due = after.settled_again(before, case.received_on, case.due)?;
        Some((case.number, due))
    });
    Ok(others.collect())
}

impl Office {
    /// Every year whose working days are known.
    #[must_use]
    pub fn calendar_page(&self) -> CalendarPage {
        CalendarPage {
            years: rows(&self.record),
            missing: self.calendar.missing_year(self.clock.today()),
        }
    }

    /// The last of `days` working days after `received`.
    #[must_use]
    pub fn due_after(&self, received: NaiveDate, days: u32) -> DueDate {
        self.calendar.due(received, days)
    }

    /// Takes a year's notice in; the year, and how many last days are others by it. [`CalendarRefused::Notice`] names the sentence that
    /// is not understood.
    pub fn accept_calendar(
        &mut self,
        given: &CalendarText,
    ) -> Result<(CalendarRow, usize), AppError> {
        let on = self.believable_today()?;
        let known = self.calendar_page().known();
        let refused = |refused| AppError::from(OfficeError::from(refused));
        let read = read_notice(&given.text, &known);
        let read = read.map_err(|fault| refused(CalendarRefused::Notice(fault)))?;
        let (sum, year) = (read.year.sum(), read.year);
        if known.contains(&year) {
            return Err(refused(CalendarRefused::Known { year: year.year }));
        }
        if !read.amends && !sum.adds_up() && !given.sum_seen {
            return Err(refused(CalendarRefused::Sum {
                year: year.year,
                sum,
            }));
        }
        let settled = self.record.within(|record| {
            let settled = settled_by(record, &self.calendar, &year)?;
            let told = Body::Calendar(CalendarEvent::CalendarAccepted {
                year: year.year,
                holidays: year.holidays.clone(),
                settled: settled.clone(),
            });
            record.note(on, told, &Content::Nothing, &self.hand)?;
            Ok::<_, AppError>(settled)
        })?;
        self.calendar = known_calendar(&self.record);
        let row = CalendarRow {
            year,
            sum,
            accepted_on: Some(on),
        };
        Ok((row, settled.len()))
    }
}

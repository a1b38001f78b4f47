//! The tables of holiday-cn (`{"year":2026,"days":[{"name":"元旦","date":"2026-01-01","isOffDay":true},…]}`).

use chrono::NaiveDate;
use serde::Deserialize;

use super::fault::NoticeFault;
use super::is_weekend;
use super::year::{Holiday, YearHolidays};

#[derive(Deserialize)]
struct Table {
    year: i32,
    days: Vec<Day>,
}

#[derive(Deserialize)]
struct Day {
    name: String,
    date: NaiveDate,
    #[serde(rename = "isOffDay")]
    off: bool,
}

/// Reads a table. Its papers and whatever else it says are passed over.
pub(super) fn read(text: &str) -> Result<YearHolidays, NoticeFault> {
    let text = text.trim_start_matches('\u{FEFF}');
    let table: Table =
        serde_json::from_str(text).map_err(|error| NoticeFault::NotJson(error.to_string()))?;
    let mut holidays: Vec<Holiday> = Vec::new();
    for day in &table.days {
        // The first day after a holiday may stand there as worked; it is so anyway.
        let is_after = |before| {
            table
                .days
                .iter()
                .any(|one| one.off && Some(one.date) == before)
        };
        if !day.off && !is_weekend(day.date) && is_after(day.date.pred_opt()) {
            continue;
        }
        if holidays.iter().all(|one| one.name != day.name) {
            holidays.push(Holiday {
                name: day.name.clone(),
                off: [].into(),
                worked: [].into(),
            });
        }
        for holiday in holidays.iter_mut().filter(|one| one.name == day.name) {
            if day.off {
                holiday.off.insert(day.date);
            } else {
                holiday.worked.insert(day.date);
            }
        }
    }
    if holidays.is_empty() {
        return Err(NoticeFault::NoDays);
    }
    Ok(YearHolidays {
        year: table.year,
        holidays,
    })
}

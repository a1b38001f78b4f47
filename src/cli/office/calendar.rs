//! `office calendar`: the State Council's notice of a year is read and taken in; which days are worked; when a term ends.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Subcommand;

use super::{DateArgument, Desk};
use crate::app::office::{CalendarRow, CalendarText, Command};
use crate::cli::CliError;
use crate::words::{sentence, text};

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Takes in a year's notice: its words as they were published, or a table of holiday-cn. 采用放假通知
    Import {
        /// A file; `-` reads standard input to its end.
        file: PathBuf,
        /// Take it in although its days do not add up: somebody has seen that the notice says so.
        #[arg(long)]
        sum_seen: bool,
        #[command(flatten)]
        date: DateArgument,
    },
    /// Every year that is known, and the one whose notice is missing. 已有的放假安排
    Show,
    /// The last of so many working days after a day, which is not counted. 最后一天
    Due {
        /// The day of receipt.
        #[arg(value_name = "YYYY-MM-DD", value_parser = super::day)]
        received: NaiveDate,
        /// So many working days.
        days: u32,
    },
}

impl Action {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        match self {
            Self::Import {
                file,
                sum_seen,
                date,
            } => import(desk, &file, sum_seen, &date),
            Self::Show => show(desk),
            Self::Due { received, days } => due(desk, received, days),
        }
    }
}

fn import(
    desk: &mut Desk,
    file: &std::path::Path,
    sum_seen: bool,
    date: &DateArgument,
) -> Result<(), CliError> {
    let file = (file.as_os_str() != "-").then_some(file);
    let text = super::file_or_input(file)?.to_string();
    let command = Command::AcceptCalendar(CalendarText { text, sum_seen });
    let outcome = desk.run_on(date, command)?;
    if desk.out.json {
        return desk.out.json(&outcome.changed);
    }
    desk.say_done(&outcome)
}

fn show(desk: &mut Desk) -> Result<(), CliError> {
    let page = desk.unlock()?.calendar_page();
    if desk.out.json {
        return desk.out.json(&page);
    }
    for row in &page.years {
        year(desk, row)?;
    }
    if let Some(year) = page.missing {
        desk.out
            .say(&sentence!("office-calendar-missing", year = year))?;
    }
    Ok(())
}

fn year(desk: &mut Desk, row: &CalendarRow) -> Result<(), CliError> {
    let lang = desk.out.lang;
    let heading = text!(lang, "office-calendar-year", year = row.year.year);
    desk.out.line(&heading)?;
    for holiday in &row.year.holidays {
        let days = |days: &std::collections::BTreeSet<NaiveDate>| {
            let days: Vec<String> = days.iter().map(ToString::to_string).collect();
            days.join(" ")
        };
        let mut said = format!("  {} {}", holiday.name, days(&holiday.off));
        if !holiday.worked.is_empty() {
            let worked = text!(lang, "office-calendar-worked", days = days(&holiday.worked));
            said = format!("{said}  {worked}");
        }
        desk.out.line(&said)?;
    }
    Ok(())
}

fn due(desk: &mut Desk, received: NaiveDate, days: u32) -> Result<(), CliError> {
    let due = desk.unlock()?.due_after(received, days);
    if desk.out.json {
        return desk.out.json(&due);
    }
    let lang = desk.out.lang;
    let mut said = due.date.to_string();
    if due.provisional {
        said = format!("{said} {}", text!(lang, "office-cases-provisional"));
    }
    desk.out.line(&said)
}

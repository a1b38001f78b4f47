//! `office inspect NUMBER`: what somebody found of the measures of a case. Its words are never an argument.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use super::{DateArgument, Desk, cases};
use crate::app::office::{CaseCommand, Command, InspectionGiven};
use crate::cli::CliError;
use crate::domain::ids::CaseNumber;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The case's number.
    number: u32,
    /// They were done; without it, they were not. 已完成
    #[arg(long)]
    done: bool,
    /// The day somebody looked, today without it. 督查日期
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day)]
    on: Option<NaiveDate>,
    /// A file with the conclusion; without it, standard input is read to its end. 督查结论
    #[arg(long)]
    file: Option<PathBuf>,
    #[command(flatten)]
    date: DateArgument,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let mut office = desk.unlock()?;
        self.date.confirm(desk, &mut office)?;
        let words = super::file_or_input(self.file.as_deref())?.into();
        let case = CaseNumber(self.number);
        let given = InspectionGiven {
            on: self.on,
            done: self.done,
            words,
        };
        let command = Command::Case(CaseCommand::Inspect { case, given });
        let outcome = desk.run(&mut office, command)?;
        cases::print_outcome(&outcome, desk)
    }
}

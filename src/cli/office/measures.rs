//! `office measures NUMBER`: what is set right after an answer. Its words are never an argument.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use super::{DateArgument, Desk, cases};
use crate::app::office::{CaseCommand, Command, MeasuresGiven};
use crate::cli::CliError;
use crate::domain::ids::CaseNumber;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The case's number.
    number: u32,
    /// Who answers for them. 责任人
    #[arg(long, default_value_t)]
    responsible: String,
    /// Who looks whether they were done. 督查人
    #[arg(long, default_value_t)]
    inspector: String,
    /// The day by which they are done. 完成期限
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day)]
    due: NaiveDate,
    /// A file that says what is done; without it, standard input is read to its end. 措施
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
        let given = MeasuresGiven {
            responsible: self.responsible,
            inspector: self.inspector,
            due_on: self.due,
            words,
        };
        let command = Command::Case(CaseCommand::SetMeasures { case, given });
        let outcome = desk.run(&mut office, command)?;
        cases::print_outcome(&outcome, desk)
    }
}

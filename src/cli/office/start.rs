//! `office start NUMBER`: begins work on a case; the next pack says so.

use clap::Args;

use super::{DateArgument, Desk, cases};
use crate::app::office::Command;
use crate::cli::CliError;
use crate::domain::ids::CaseNumber;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The case's number.
    number: u32,
    /// Who answers for it. 责任人
    #[arg(long)]
    responsible: Option<String>,
    #[command(flatten)]
    date: DateArgument,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let case = CaseNumber(self.number);
        let responsible = self.responsible;
        let command = Command::StartCase { case, responsible };
        let outcome = desk.run_on(&self.date, command)?;
        cases::print_outcome(&outcome, desk)
    }
}

//! `office start NUMBER…`: begins work on a case, or on many for which one person answers; the next pack says so.

use clap::Args;

use super::{DateArgument, Desk, cases};
use crate::app::office::Command;
use crate::cli::CliError;
use crate::domain::ids::CaseNumber;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The case's number, or several.
    #[arg(required = true)]
    numbers: Vec<u32>,
    /// Who answers for it. 责任人
    #[arg(long)]
    responsible: Option<String>,
    #[command(flatten)]
    date: DateArgument,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let responsible = self.responsible;
        let command = match self.numbers.as_slice() {
            [number] => Command::StartCase {
                case: CaseNumber(*number),
                responsible,
            },
            many => Command::Assign {
                cases: many.iter().copied().map(CaseNumber).collect(),
                responsible: responsible.unwrap_or_default(),
            },
        };
        let outcome = desk.run_on(&self.date, command)?;
        cases::print_outcome(&outcome, desk)
    }
}

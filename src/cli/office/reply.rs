//! `office reply NUMBER`: answers a case, once.

use clap::Args;

use super::{DateArgument, Desk, cases};
use crate::app::office::Command;
use crate::cli::CliError;
use crate::domain::ids::CaseNumber;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The case's number.
    number: u32,
    /// The answer; without it, standard input is read to its end.
    #[arg(long)]
    text: Option<String>,
    #[command(flatten)]
    date: DateArgument,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let mut office = desk.unlock()?;
        self.date.confirm(desk, &mut office)?;
        let (case, text) = (CaseNumber(self.number), super::text_or_input(self.text)?);
        let text = text.into();
        let outcome = desk.run(&mut office, Command::Answer { case, text })?;
        cases::print_outcome(&outcome, desk)
    }
}

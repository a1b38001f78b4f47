//! `office extend NUMBER`: a case's term is extended, once and before its last day. The reason is never an argument.

use std::path::PathBuf;

use clap::Args;

use super::{DateArgument, Desk, cases};
use crate::app::office::{CaseCommand, Command};
use crate::cli::CliError;
use crate::domain::ids::CaseNumber;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The case's number.
    number: u32,
    /// By so many working days. 延期工作日
    #[arg(long)]
    days: u32,
    /// A file with the reason; without it, standard input is read to its end. 原因
    #[arg(long)]
    file: Option<PathBuf>,
    #[command(flatten)]
    date: DateArgument,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let mut office = desk.unlock()?;
        self.date.confirm(desk, &mut office)?;
        let reason = super::file_or_input(self.file.as_deref())?.into();
        let (case, days) = (CaseNumber(self.number), self.days);
        let command = Command::Case(CaseCommand::Extend { case, days, reason });
        let outcome = desk.run(&mut office, command)?;
        cases::print_outcome(&outcome, desk)
    }
}

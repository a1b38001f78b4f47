//! `office revisit NUMBER`: what staff heard of an answer, by telephone or on a visit. Its words are never an argument.

use std::path::PathBuf;

use clap::Args;

use super::{DateArgument, Desk, cases};
use crate::app::office::{CaseCommand, Command, RevisitGiven};
use crate::cli::CliError;
use crate::domain::channel::Channel;
use crate::domain::follow_up::Satisfaction;
use crate::domain::ids::CaseNumber;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The case's number.
    number: u32,
    /// `satisfied`, `fairly` or `dissatisfied`. 满意、基本满意、不满意
    #[arg(long)]
    grade: Satisfaction,
    /// How it was heard: `telephone`, `visit`, `meeting`, `paper` or `mailbox`. 回访方式
    #[arg(long, default_value = "telephone")]
    by: Channel,
    /// A file with what was said besides; without it nothing is noted. 回访记录
    #[arg(long)]
    file: Option<PathBuf>,
    #[command(flatten)]
    date: DateArgument,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let mut office = desk.unlock()?;
        self.date.confirm(desk, &mut office)?;
        let words = match self.file.as_deref() {
            Some(file) => super::file_or_input(Some(file))?,
            None => zeroize::Zeroizing::default(),
        };
        let given = RevisitGiven {
            grade: self.grade,
            channel: self.by,
            words: words.into(),
        };
        let case = CaseNumber(self.number);
        let command = Command::Case(CaseCommand::Revisit { case, given });
        let outcome = desk.run(&mut office, command)?;
        cases::print_outcome(&outcome, desk)
    }
}

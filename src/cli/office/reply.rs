//! `office reply NUMBER`: answers a case; until a pack is made the answer is changed and taken back here, and after it added to.

use clap::Args;

use super::{DateArgument, Desk, cases};
use crate::app::office::{CaseCommand, Command};
use crate::cli::CliError;
use crate::domain::ids::CaseNumber;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The case's number.
    number: u32,
    /// The answer; without it, standard input is read to its end.
    #[arg(long)]
    text: Option<String>,
    /// Writes the answer anew that no pack has carried yet. 修改答复
    #[arg(long, conflicts_with_all = ["take_back", "further"])]
    change: bool,
    /// Takes the answer back that no pack has carried yet. 撤回答复
    #[arg(long, conflicts_with_all = ["text", "further"])]
    take_back: bool,
    /// Says more after a pack carried the answer. 补充答复
    #[arg(long)]
    further: bool,
    #[command(flatten)]
    date: DateArgument,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let mut office = desk.unlock()?;
        self.date.confirm(desk, &mut office)?;
        let case = CaseNumber(self.number);
        let command = if self.take_back {
            Command::Case(CaseCommand::WithdrawAnswer { case })
        } else {
            let text = super::text_or_input(self.text)?.into();
            if self.change {
                Command::Case(CaseCommand::ChangeAnswer { case, text })
            } else if self.further {
                Command::Case(CaseCommand::ReplyFurther { case, text })
            } else {
                Command::Answer { case, text }
            }
        };
        let outcome = desk.run(&mut office, command)?;
        cases::print_outcome(&outcome, desk)
    }
}

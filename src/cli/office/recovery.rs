//! `office recovery`: makes a new recovery sheet, or proves that the newest is on paper.

use clap::Args;
use serde_json::json;

use super::{Desk, text_or_input};
use crate::app::office::{Command, Confidential, PeopleCommand};
use crate::cli::CliError;

#[derive(Debug, Args)]
pub struct Arguments {
    /// Prove that the newest sheet is on paper: its ten groups are read from standard input, and its file is removed. 核对恢复单
    #[arg(long)]
    prove: bool,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let mut office = desk.unlock()?;
        let command = if self.prove {
            let typed = Confidential::from(text_or_input(None)?);
            Command::People(PeopleCommand::ProveRecoverySheet { typed })
        } else {
            Command::People(PeopleCommand::RenewRecoverySheet)
        };
        let outcome = desk.run(&mut office, command)?;
        if desk.out.json {
            return desk.out.json(&json!({
                "path": office.recovery_sheet(),
                "standing": office.recovery_standing()?,
            }));
        }
        desk.say_done(&outcome)
    }
}

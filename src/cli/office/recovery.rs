//! `office recovery`: writes the printable recovery sheet once more.

use clap::Args;
use serde_json::json;

use super::Desk;
use crate::app::office::Command;
use crate::cli::CliError;

#[derive(Debug, Args)]
pub struct Arguments {}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let mut office = desk.unlock()?;
        let outcome = desk.run(&mut office, Command::WriteRecoverySheet)?;
        if desk.out.json {
            return desk.out.json(&json!({ "path": office.recovery_sheet() }));
        }
        desk.say_done(&outcome)
    }
}

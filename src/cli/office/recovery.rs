//! `office recovery`: writes the printable recovery sheet once more.

use clap::Args;
use serde_json::json;

use super::Desk;
use crate::app::office::Command;
use crate::cli::CliError;

#[derive(Debug, Args)]
pub struct Arguments {}

impl Arguments {
    #[expect(clippy::unused_self, reason = "every subcommand is run the same way")]
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let mut office = desk.unlock()?;
        let outcome = desk.run(&mut office, Command::WriteRecoverySheet)?;
        if desk.out.json {
            return desk.out.json(&json!({ "path": office.recovery_sheet() }));
        }
        desk.say_done(&outcome)
    }
}

//! `office verify`: recounts every figure from the original batches and names any difference.

use clap::Args;

use super::Desk;
use crate::app::office::{Changed, Command};
use crate::cli::CliError;
use crate::words::sentence;

/// Where people begin to sign in an office of today: right after its founding.
const SIGNED_FROM_NEW: u64 = 2;

#[derive(Debug, Args)]
pub struct Arguments {}

impl Arguments {
    #[expect(clippy::unused_self, reason = "every subcommand is run the same way")]
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let mut office = desk.unlock()?;
        let outcome = desk.run(&mut office, Command::Verify)?;
        let out = &mut *desk.out;
        if out.json {
            out.json(&outcome.changed)?;
        }
        let Changed::Verified(report) = outcome.changed else {
            return Ok(());
        };
        if !out.json {
            for difference in &report.differences {
                out.say(&difference.sentence())?;
            }
            for left_out in &report.not_told {
                out.say(&left_out.sentence())?;
            }
            if report.signed_from > SIGNED_FROM_NEW {
                let entry = report.signed_from;
                out.say(&sentence!("cli-verify-signed-from", entry = entry))?;
            }
            out.say(&sentence!(
                "cli-verify-done",
                batches = report.batches,
                ratings = report.ratings,
                opinions = report.opinions,
                cells = report.cells,
                head = report.ledger_head
            ))?;
        }
        match report.differences.len() {
            0 => Ok(()),
            count => Err(CliError::Differences { count }),
        }
    }
}

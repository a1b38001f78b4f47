//! `office verify`: recounts every figure from the original batches and names any difference.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::Desk;
use crate::app::SystemClock;
use crate::app::office::{Changed, Command, Office, VerifyReport};
use crate::cli::CliError;
use crate::cli::output::{Bar, Output};
use crate::words::sentence;

/// Where people begin to sign in an office of today: right after its founding.
const SIGNED_FROM_NEW: u64 = 2;

#[derive(Debug, Args)]
pub struct Arguments {
    /// Check this backup instead of the office: in a copy beside the office's folder, which goes afterwards. 核对备份
    #[arg(long, value_name = "DIR")]
    backup: Option<PathBuf>,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let report = if let Some(backup) = &self.backup {
            verify_backup(desk, backup)?
        } else {
            let mut office = desk.unlock()?;
            match desk.run(&mut office, Command::Verify)?.changed {
                Changed::Verified(report) => report,
                Changed::Other
                | Changed::Loaded(_)
                | Changed::Device(_)
                | Changed::Case(_)
                | Changed::Cases(_)
                | Changed::Registered(_)
                | Changed::Plan(_)
                | Changed::Round(_)
                | Changed::Notice(_)
                | Changed::NoticeDown(_)
                | Changed::Calendar(_)
                | Changed::Packed(_)
                | Changed::PinCode(_)
                | Changed::Destroyed(_)
                | Changed::BackedUp(_) => return Ok(()),
            }
        };
        let out = &mut *desk.out;
        if out.json {
            out.json(&report)?;
        } else {
            say(out, &report)?;
        }
        judged(&report)
    }
}

fn verify_backup(desk: &mut Desk, backup: &Path) -> Result<VerifyReport, CliError> {
    let bar = Bar::new(desk.out.lang);
    let mut show = |progress| bar.show(&progress);
    let trial = Office::is_trial_backup(backup)?;
    let (report, _) = desk.open_with(trial, |passphrases| {
        let clock = Arc::new(SystemClock);
        let rng = &mut rand::rng();
        Office::verify_backup(backup, &desk.dir, passphrases, clock, rng, &mut show)
    })?;
    Ok(report)
}

/// What a recount came to, in words.
pub(super) fn say(out: &mut Output, report: &VerifyReport) -> Result<(), CliError> {
    for difference in &report.differences {
        out.say(&difference.sentence())?;
    }
    for left_out in &report.not_told {
        out.say(&left_out.sentence())?;
    }
    if report.destroyed > 0 {
        out.say(&sentence!("cli-verify-destroyed", count = report.destroyed))?;
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
    ))
}

/// Differences are an error of their own kind.
pub(super) fn judged(report: &VerifyReport) -> Result<(), CliError> {
    match report.differences.len() {
        0 => Ok(()),
        count => Err(CliError::Differences { count }),
    }
}

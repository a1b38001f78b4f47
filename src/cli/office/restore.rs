//! `office restore`: puts an office back from a backup, where there is none.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::{Desk, verify};
use crate::app::SystemClock;
use crate::app::office::Office;
use crate::cli::CliError;
use crate::cli::output::Bar;
use crate::words::sentence;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The backup's folder. 备份文件夹
    backup: PathBuf,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let trial = Office::is_trial_backup(&self.backup)?;
        let bar = Bar::new(desk.out.lang);
        let (report, _) = desk.open_with(trial, |passphrases| {
            Office::restore(
                &self.backup,
                &desk.dir,
                passphrases,
                Arc::new(SystemClock),
                &mut rand::rng(),
                &mut |progress| bar.show(&progress),
            )
        })?;
        drop(bar);
        let out = &mut *desk.out;
        if out.json {
            out.json(&report)?;
            return verify::judged(&report.verified);
        }
        verify::say(out, &report.verified)?;
        out.say(&sentence!(
            "cli-restored",
            path = report.path.display(),
            day = report.made_on,
            files = report.files,
            people = report.people.join(" · ")
        ))?;
        verify::judged(&report.verified)
    }
}

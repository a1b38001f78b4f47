//! `office pack STICK`: makes the pack and writes it to a stick.

use std::path::PathBuf;

use clap::Args;

use super::{DateArgument, Desk};
use crate::app::office::{Changed, Command};
use crate::cli::CliError;
use crate::words::sentence;

#[derive(Debug, Args)]
pub struct Arguments {
    /// Where the stick is mounted.
    stick: PathBuf,
    #[command(flatten)]
    date: DateArgument,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let stick = self.stick;
        let outcome = desk.run_on(&self.date, Command::MakePack { stick })?;
        if desk.out.json {
            return desk.out.json(&outcome.changed);
        }
        let Changed::Packed(report) = outcome.changed else {
            return Ok(());
        };
        desk.out.say(&sentence!(
            "cli-pack-made",
            number = report.number,
            plans = report.plans,
            acks = report.acks,
            statuses = report.statuses,
            replies = report.replies,
            notices = report.notices
        ))?;
        desk.out.say(&report.delivered.sentence())
    }
}

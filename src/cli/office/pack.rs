//! `office pack STICK`: makes the pack and writes it to a stick.

use std::path::PathBuf;

use clap::Args;

use super::{DateArgument, Desk};
use crate::app::office::{Changed, Command};
use crate::cli::CliError;
use crate::words::Sentence;

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
        desk.out.say(
            &Sentence::new("cli-pack-made")
                .with("number", report.number)
                .with("plans", report.plans)
                .with("acks", report.acks)
                .with("statuses", report.statuses)
                .with("replies", report.replies)
                .with("notices", report.notices),
        )?;
        desk.out.say(&report.delivered.sentence())
    }
}

//! `office backup`: one folder that holds all of the office.

use std::path::PathBuf;

use clap::Args;

use super::{DateArgument, Desk};
use crate::app::office::Command;
use crate::cli::CliError;

#[derive(Debug, Args)]
pub struct Arguments {
    /// Where the backup's folder is made: a disk that is kept apart. 存放备份的地方
    place: PathBuf,
    #[command(flatten)]
    date: DateArgument,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let place = self.place;
        let outcome = desk.run_on(&self.date, Command::BackUp { place })?;
        if desk.out.json {
            return desk.out.json(&outcome.changed);
        }
        desk.say_done(&outcome)
    }
}

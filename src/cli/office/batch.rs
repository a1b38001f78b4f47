//! `office batch`: what was loaded, when, and from which device.

use clap::Subcommand;

use super::Desk;
use crate::cli::CliError;
use crate::words::key;

/// What to do with batches.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Every batch loaded, by device and number: counts only. 已装入的批次
    List,
}

impl Action {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let Self::List = self;
        let batches = desk.unlock()?.batches()?;
        let out = &mut *desk.out;
        if out.json {
            return out.json(&batches);
        }
        let rows: Vec<_> = batches
            .iter()
            .map(|batch| {
                vec![
                    batch.device.to_string(),
                    batch.number.to_string(),
                    batch.week.to_string(),
                    batch
                        .loaded_on
                        .map_or_else(String::new, |day| day.to_string()),
                    batch.ratings.to_string(),
                    batch.opinions.to_string(),
                    batch.set_aside.to_string(),
                ]
            })
            .collect();
        let heads = [
            key!("cli-head-device"),
            key!("cli-head-batch"),
            key!("cli-head-week"),
            key!("cli-head-loaded"),
            key!("cli-head-ratings"),
            key!("cli-head-opinions"),
            key!("cli-head-aside"),
        ]
        .map(|key| out.text(key));
        out.table(&heads, &rows)
    }
}

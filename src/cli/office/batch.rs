//! `office batch`: what was loaded, when, and from which device.

use clap::Subcommand;

use super::Desk;
use crate::cli::CliError;
use crate::domain::ids::DeviceId;
use crate::words::key;

/// What to do with batches.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Every batch loaded, by device and number: counts only. 已装入的批次
    List,
    /// Rounds whose ratings the next stick may bring. 还会带来的评分
    Expected,
}

impl Action {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        match self {
            Self::List => list(desk),
            Self::Expected => expected(desk),
        }
    }
}

fn list(desk: &mut Desk) -> Result<(), CliError> {
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
                batch
                    .destroyed_on
                    .map_or_else(String::new, |day| day.to_string()),
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
        key!("cli-head-destroyed"),
    ]
    .map(|key| out.text(key));
    out.table(&heads, &rows)
}

fn expected(desk: &mut Desk) -> Result<(), CliError> {
    let rounds = desk.unlock()?.expected_rounds()?;
    let out = &mut *desk.out;
    if out.json {
        return out.json(&rounds);
    }
    let names = |devices: &[DeviceId]| {
        let names: Vec<_> = devices.iter().map(ToString::to_string).collect();
        names.join(" ")
    };
    let rows: Vec<_> = rounds
        .iter()
        .map(|row| {
            vec![
                row.plan.to_string(),
                row.round.to_string(),
                row.leaves_from
                    .map_or_else(String::new, |day| day.to_string()),
                names(&row.missing),
                names(&row.came),
            ]
        })
        .collect();
    let heads = [
        key!("cli-head-plan"),
        key!("cli-head-round"),
        key!("cli-head-leaves-from"),
        key!("cli-head-missing"),
        key!("cli-head-came"),
    ]
    .map(|key| out.text(key));
    out.table(&heads, &rows)
}

//! `office destroy`: what a round came from goes when the years it was put away for are over; the list stays in the ledger.

use clap::Args;

use super::{DateArgument, Desk};
use crate::app::office::{Changed, Command};
use crate::cli::CliError;
use crate::domain::ids::PlanId;
use crate::domain::round::RoundId;
use crate::words::key;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The plan.
    plan: PlanId,
    /// The round, e.g. 2026-H1. 轮次
    #[arg(long)]
    round: RoundId,
    /// Who sees it done: two persons or more. 监销人
    #[arg(long = "overseer", value_name = "NAME", required = true)]
    overseers: Vec<String>,
    #[command(flatten)]
    date: DateArgument,
}

impl Arguments {
    pub(super) fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let command = Command::Destroy {
            plan: self.plan,
            round: self.round,
            overseers: self.overseers,
        };
        let outcome = desk.run_on(&self.date, command)?;
        if desk.out.json {
            return desk.out.json(&outcome.changed);
        }
        if let Changed::Destroyed(list) = &outcome.changed {
            let rows: Vec<_> = list
                .originals
                .iter()
                .map(|one| {
                    let (device, number) = (one.device.to_string(), one.number.to_string());
                    vec![device, number, one.root.to_string()]
                })
                .collect();
            let heads = [
                key!("cli-head-device"),
                key!("cli-head-batch"),
                key!("cli-head-root"),
            ]
            .map(|key| desk.out.text(key));
            desk.out.table(&heads, &rows)?;
        }
        desk.say_done(&outcome)
    }
}

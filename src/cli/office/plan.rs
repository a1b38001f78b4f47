//! `office plan …`: the plans on file, and which of them packs carry.

use std::path::PathBuf;

use clap::Subcommand;

use super::{DateArgument, Desk};
use crate::app::AppError;
use crate::app::office::{Changed, Command, OfficeError, Outcome, PlanRow};
use crate::cli::output::Output;
use crate::cli::{CliError, plan};
use crate::domain::ids::PlanId;
use crate::words::key;

/// What to do with the plans on file.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// The newest revision of every plan. 列出方案
    List,
    /// Puts a plan, or a newer revision of one, on file. 加入方案
    Add {
        /// The plan's TOML file.
        file: PathBuf,
        #[command(flatten)]
        date: DateArgument,
    },
    /// Lets packs carry a plan. 启用方案
    Enable {
        /// The plan.
        plan: PlanId,
        #[command(flatten)]
        date: DateArgument,
    },
    /// Lets packs carry a plan no longer; cards of it that were filled are counted all the same. 停用方案
    Disable {
        /// The plan.
        plan: PlanId,
        #[command(flatten)]
        date: DateArgument,
    },
}

impl Action {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let outcome = match self {
            Self::List => {
                let plans = desk.unlock()?.plans()?;
                return if desk.out.json {
                    desk.out.json(&plans)
                } else {
                    print(&plans, desk.out)
                };
            }
            Self::Add { file, date } => add(file, &date, desk)?,
            Self::Enable { plan, date } => {
                let enabled = true;
                desk.run_on(&date, Command::EnablePlan { plan, enabled })?
            }
            Self::Disable { plan, date } => {
                let enabled = false;
                desk.run_on(&date, Command::EnablePlan { plan, enabled })?
            }
        };
        if desk.out.json {
            return desk.out.json(&outcome.changed);
        }
        if let Changed::Plan(row) = &outcome.changed {
            print(std::slice::from_ref(row), desk.out)?;
        }
        desk.say_done(&outcome)
    }
}

/// Every fault of a plan that is not taken is told with its line, as `pingyi plan check` does.
fn add(file: PathBuf, date: &DateArgument, desk: &mut Desk) -> Result<Outcome, CliError> {
    match desk.run_on(date, Command::AddPlan { file: file.clone() }) {
        Err(CliError::App(AppError::Office(OfficeError::PlanFaults(faults)))) => {
            Err(plan::refuse(&file, &faults.0, desk.out)?)
        }
        outcome => outcome,
    }
}

fn print(plans: &[PlanRow], out: &mut Output) -> Result<(), CliError> {
    let rows: Vec<_> = plans
        .iter()
        .map(|row| {
            let carried = if row.enabled {
                key!("cli-plan-carried")
            } else {
                key!("cli-plan-left-out")
            };
            vec![
                row.id.to_string(),
                row.revision.to_string(),
                out.text(carried),
                row.title.get(out.lang).to_owned(),
            ]
        })
        .collect();
    let heads = [
        key!("cli-head-plan"),
        key!("cli-head-revision"),
        key!("cli-head-state"),
        key!("cli-head-title"),
    ]
    .map(|key| out.text(key));
    out.table(&heads, &rows)
}

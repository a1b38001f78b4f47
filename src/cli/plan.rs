//! `plan check FILE`: explains a plan, or every fault in it with its line and remedy.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::CliError;
use super::output::Output;
use crate::domain::plan::{self, Plan, PlanFault};
use crate::words::sentence;

/// What to do with a plan.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Explains a plan, or every fault in it. 检查并解释方案
    Check {
        /// The plan's TOML file.
        file: PathBuf,
    },
}

pub(super) fn run(action: &Action, out: &mut Output) -> Result<(), CliError> {
    let Action::Check { file } = action;
    let bytes = std::fs::read(file).map_err(|source| CliError::File {
        file: file.clone(),
        source,
    })?;
    let reading = match plan::decode(&bytes).and_then(Plan::read) {
        Ok(reading) => reading,
        Err(faults) => return Err(refuse(file, &faults.0, out)?),
    };
    for line in plan::explain(&reading.plan, out.lang) {
        out.line(line)?;
    }
    // A plan may be sound and still ask for more than this version enforces.
    let mut refusals = reading.refusals();
    refusals.extend(reading.unbearable);
    refusals.sort_by_key(|fault| fault.line);
    if refusals.is_empty() {
        out.say(&sentence!("cli-plan-sound", file = file.display()))
    } else {
        Err(refuse(file, &refusals, out)?)
    }
}

/// Tells every fault with its line; the error that counts them.
pub(super) fn refuse(
    file: &Path,
    faults: &[PlanFault],
    out: &mut Output,
) -> Result<CliError, CliError> {
    for fault in faults {
        out.say(&sentence!(
            "cli-plan-fault",
            file = file.display(),
            line = fault.line,
            fault = fault.sentence.clone()
        ))?;
    }
    Ok(CliError::PlanFaults {
        file: file.to_owned(),
        count: faults.len(),
    })
}

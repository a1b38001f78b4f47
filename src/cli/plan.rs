//! `plan check FILE`: explains a plan, or every fault in it with its line and remedy.

use std::path::PathBuf;

use clap::Subcommand;

use super::CliError;
use super::output::Output;
use crate::domain::plan::{self, Plan};
use crate::words::Sentence;

/// What to do with a plan.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Explains a plan, or every fault in it. 检查并解释方案
    Check {
        /// The plan's TOML file.
        file: PathBuf,
    },
}

pub fn run(action: &Action, out: &mut Output) -> Result<(), CliError> {
    let Action::Check { file } = action;
    let text = std::fs::read_to_string(file).map_err(|source| CliError::File {
        file: file.clone(),
        source,
    })?;
    match Plan::parse(&text) {
        Ok(plan) => {
            for line in plan::explain(&plan, out.lang) {
                out.line(line)?;
            }
            out.say(&Sentence::new("cli-plan-sound").with("file", file.display()))
        }
        Err(faults) => {
            for fault in &faults.0 {
                out.say(
                    &Sentence::new("cli-plan-fault")
                        .with("file", file.display())
                        .with("line", fault.line)
                        .with("fault", fault.sentence.say(out.lang)),
                )?;
            }
            Err(CliError::PlanFaults {
                file: file.clone(),
                count: faults.0.len(),
            })
        }
    }
}

//! `pen …`: the input engines, for scripts that want to measure them.

mod recognise;

use clap::Subcommand;

use super::CliError;
use super::output::Output;

/// Which engine.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Handwriting: JSON lines of strokes in, JSON arrays of candidates out. 手写识别
    Recognise {
        /// How many candidates at most.
        #[arg(long, default_value_t = 10)]
        limit: usize,
    },
}

pub fn run(action: &Action, out: &mut Output) -> Result<(), CliError> {
    let Action::Recognise { limit } = action;
    recognise::run(*limit, out)
}

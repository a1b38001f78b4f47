//! `pen …`: the input engines, for scripts that want to measure them.

mod recognise;
#[cfg(feature = "pen-train")]
mod train;

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
    /// Makes the handwriting model anew. 重新训练手写模型
    #[cfg(feature = "pen-train")]
    Train(train::TrainArguments),
}

pub fn run(action: &Action, out: &mut Output) -> Result<(), CliError> {
    match action {
        Action::Recognise { limit } => recognise::run(*limit, out),
        #[cfg(feature = "pen-train")]
        Action::Train(arguments) => train::run(arguments, out),
    }
}

//! What a command can fail with, beyond the use cases' own errors.

use std::path::PathBuf;

use thiserror::Error;

use crate::app::AppError;
use crate::domain::ids::PlanId;
use crate::fault::{Fault, Kind};
use crate::pen::hand::ModelError;
use crate::pen::pinyin::PinyinError;
use crate::words::{Sentence, sentence};

/// Why a command ended early.
#[derive(Debug, Error)]
pub enum CliError {
    /// A use case.
    #[error(transparent)]
    App(#[from] AppError),
    /// Standard input, standard output or a named file.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// JSON given that cannot be used.
    #[error("not the JSON expected: {0}")]
    Json(#[from] serde_json::Error),
    /// A plan with faults; they were printed.
    #[error("{file} has {count} fault(s)")]
    PlanFaults {
        /// The plan's file.
        file: PathBuf,
        /// How many.
        count: usize,
    },
    /// No plan of this name comes with the program.
    #[error("no plan {plan} comes with the program")]
    NoSuchTemplate {
        /// The name given.
        plan: PlanId,
    },
    /// A file that was named cannot be read or written.
    #[error("{file}: {source}")]
    File {
        /// Which one.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// `demo` into a folder that holds something.
    #[error("{dir} is not empty")]
    DirNotEmpty {
        /// Which folder.
        dir: PathBuf,
    },
    /// `kiosk submit` outside the trial mode.
    #[error("cards are submitted from a script in trial mode only")]
    TrialOnly,
    /// `office verify` found that the record and the batches differ; they were printed.
    #[error("{count} difference(s)")]
    Differences {
        /// How many.
        count: usize,
    },
    /// Some batches were refused; why was printed, and the rest is loaded.
    #[error("{count} batch(es) refused")]
    BatchesRefused {
        /// How many.
        count: usize,
    },
    /// The handwriting model.
    #[error(transparent)]
    Hand(#[from] ModelError),
    /// The pinyin data.
    #[error(transparent)]
    Pinyin(#[from] PinyinError),
    /// Lines of ink or letters that could not be read; which was printed.
    #[error("{count} bad line(s)")]
    PenLines {
        /// How many.
        count: usize,
    },
    /// No passphrase was given and there is no terminal to ask at.
    #[error("no passphrase given")]
    NoPassphrase,
    /// The passphrase was typed differently the second time.
    #[error("the two passphrases differ")]
    PassphrasesDiffer,
    /// No PIN was given and there is no terminal to ask at.
    #[error("no PIN given")]
    NoPin,
    /// The PIN was typed differently the second time.
    #[error("the two PINs differ")]
    PinsDiffer,
}

impl Fault for CliError {
    fn kind(&self) -> Kind {
        match self {
            Self::App(error) => error.kind(),
            Self::Io(_) | Self::File { .. } | Self::Hand(_) | Self::Pinyin(_) => Kind::Disk,
            Self::Json(_)
            | Self::PlanFaults { .. }
            | Self::PenLines { .. }
            | Self::DirNotEmpty { .. } => Kind::Input,
            Self::TrialOnly => Kind::NotNow,
            Self::NoSuchTemplate { .. } => Kind::NotFound,
            Self::Differences { .. } => Kind::Differs,
            Self::BatchesRefused { .. } => Kind::Refused,
            Self::NoPassphrase | Self::PassphrasesDiffer | Self::NoPin | Self::PinsDiffer => {
                Kind::Secret
            }
        }
    }

    fn sentence(&self) -> Sentence {
        match self {
            Self::App(error) => error.sentence(),
            Self::Io(error) => sentence!("cli-io", reason = error),
            Self::Json(error) => sentence!("cli-json", reason = error),
            Self::PlanFaults { file, count } => {
                sentence!("cli-plan-faults", file = file.display(), count = count)
            }
            Self::File { file, source } => {
                sentence!("cli-file", file = file.display(), reason = source)
            }
            Self::DirNotEmpty { dir } => {
                sentence!("cli-dir-not-empty", dir = dir.display())
            }
            Self::TrialOnly => sentence!("cli-trial-only"),
            Self::NoSuchTemplate { plan } => {
                sentence!("cli-plan-no-template", plan = plan)
            }
            Self::Differences { count } => sentence!("cli-differences", count = count),
            Self::BatchesRefused { count } => {
                sentence!("cli-batches-refused", count = count)
            }
            Self::Hand(error) => sentence!("cli-pen-model", reason = error),
            Self::Pinyin(error) => sentence!("cli-pen-pinyin", reason = error),
            Self::PenLines { count } => sentence!("cli-pen-lines", count = count),
            Self::NoPassphrase => sentence!("cli-no-passphrase"),
            Self::PassphrasesDiffer => sentence!("cli-passphrases-differ"),
            Self::NoPin => sentence!("cli-no-pin"),
            Self::PinsDiffer => sentence!("cli-pins-differ"),
        }
    }

    fn sentences(&self) -> Vec<Sentence> {
        if let Self::App(error) = self {
            error.sentences()
        } else {
            vec![self.sentence()]
        }
    }
}

//! What is wrong with the files that an office consists of.

use std::path::PathBuf;

use thiserror::Error;

use crate::words::{Sentence, sentence};

/// What is wrong with the files that an office consists of, and where they come back from.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FolderFault {
    /// A file beside the record is missing or not what was written.
    #[error("{path} is missing, or not what was written")]
    FileDamaged {
        /// The file.
        path: PathBuf,
    },
    /// The record is missing, or another office's.
    #[error("{path} is missing, or the record of another office")]
    RecordLost {
        /// Where it should be.
        path: PathBuf,
    },
    /// `office.toml` is not as the office's key signed it.
    #[error("{path} is not as the office signed it")]
    ProfileChanged {
        /// The file.
        path: PathBuf,
    },
    /// The keys in the folder `people` are older than those that the ledger names.
    #[error("the keys in {path} are older than those that the ledger names")]
    KeysOlder {
        /// The folder.
        path: PathBuf,
    },
    /// The original of a batch is gone, from which figures were counted that are to be signed.
    #[error("the original of batch {place} is gone, or another: its figures are not signed")]
    OriginalGone {
        /// The batch: device and number.
        place: String,
    },
}

impl FolderFault {
    pub(super) fn sentence(&self) -> Sentence {
        match self {
            Self::FileDamaged { path } => {
                sentence!("app-office-file-damaged", path = path.display())
            }
            Self::RecordLost { path } => {
                sentence!("app-office-record-lost", path = path.display())
            }
            Self::ProfileChanged { path } => {
                sentence!("app-office-profile-changed", path = path.display())
            }
            Self::KeysOlder { path } => {
                sentence!("app-office-keys-older", path = path.display())
            }
            Self::OriginalGone { place } => sentence!("app-office-original-gone", place = place),
        }
    }
}

//! What can go wrong with the card box.

use std::path::PathBuf;

use thiserror::Error;

use crate::domain::ids::{BatchNumber, PackNumber};
use crate::fault::{Fault, Kind};
use crate::words::{Sentence, sentence};

/// Why the card box did not do what was asked. After any of these the box holds what it held before, but for a disk
/// that failed for good in the last step of a commit: then it may hold all that was asked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CardBoxError {
    /// The disk has no room for the transaction; nothing of it was kept.
    #[error("the disk is full")]
    DiskFull,
    /// The disk does not read or write.
    #[error("the disk failed: {0}")]
    DiskFailed(String),
    /// Made by a newer program.
    #[error("the card box has version {found}, this program knows {known}")]
    Newer {
        /// The box's version.
        found: u32,
        /// The newest this program knows.
        known: u32,
    },
    /// Not a card box, or a damaged one.
    #[error("{path} is not a sound card box: {reason}")]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// Another program has it open.
    #[error("the card box is in use by another program")]
    Busy,
    /// A pack not newer than the last one.
    #[error("pack {given} is not newer than pack {held}")]
    PackNotNewer {
        /// The pack given.
        given: PackNumber,
        /// The pack imported last.
        held: PackNumber,
    },
    /// A batch that is not in the box.
    #[error("batch {0} is not in the card box")]
    NoSuchBatch(BatchNumber),
    /// A batch whose rows do not give its root any more.
    #[error("batch {0} does not give its root any more")]
    BatchChanged(BatchNumber),
    /// No number is left for another batch.
    #[error("no number is left for a batch")]
    NumbersUsedUp,
    /// A voting slip that was used here before.
    #[error("this voting slip has been used")]
    SlipUsed,
    /// A sheet of a size no page holds without overflow.
    #[error("a sealed sheet of {0} bytes does not fit")]
    SheetSize(usize),
    /// SQLite refused a statement; a fault of the program.
    #[error("the card box refused a statement: {0}")]
    Statement(String),
}

impl CardBoxError {
    /// Puts the file's path into an error that names one.
    pub(super) fn in_file(self, file: &std::path::Path) -> Self {
        if let Self::Damaged { reason, .. } = self {
            Self::Damaged {
                path: file.to_owned(),
                reason,
            }
        } else {
            self
        }
    }
}

impl Fault for CardBoxError {
    fn kind(&self) -> Kind {
        match self {
            Self::DiskFull | Self::DiskFailed(_) => Kind::Disk,
            Self::PackNotNewer { .. } | Self::SlipUsed | Self::NumbersUsedUp => Kind::Refused,
            Self::Newer { .. }
            | Self::Damaged { .. }
            | Self::Busy
            | Self::NoSuchBatch(_)
            | Self::BatchChanged(_)
            | Self::SheetSize(_)
            | Self::Statement(_) => Kind::Store,
        }
    }

    fn sentence(&self) -> Sentence {
        match self {
            Self::DiskFull => sentence!("cardbox-disk-full"),
            Self::DiskFailed(reason) => sentence!("cardbox-disk-failed", reason = reason),
            Self::Newer { found, known } => {
                sentence!("cardbox-newer", found = found, known = known)
            }
            Self::Damaged { path, reason } => {
                sentence!("cardbox-damaged", path = path.display(), reason = reason)
            }
            Self::Busy => sentence!("cardbox-busy"),
            Self::PackNotNewer { given, held } => {
                sentence!("cardbox-pack-not-newer", given = given, held = held)
            }
            Self::NoSuchBatch(number) => {
                sentence!("cardbox-no-such-batch", number = number)
            }
            Self::BatchChanged(number) => {
                sentence!("cardbox-batch-changed", number = number)
            }
            Self::NumbersUsedUp => sentence!("cardbox-numbers-used-up"),
            Self::SlipUsed => sentence!("cardbox-slip-used"),
            Self::SheetSize(bytes) => sentence!("cardbox-sheet-size", bytes = bytes),
            Self::Statement(reason) => sentence!("cardbox-statement", reason = reason),
        }
    }
}

impl From<rusqlite::Error> for CardBoxError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::ReadOnly) => {
                Self::DiskFailed(error.to_string())
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged {
                path: PathBuf::from("box.db"),
                reason: error.to_string(),
            },
            // `ErrorCode` grows with SQLite.
            _ => Self::Statement(error.to_string()),
        }
    }
}

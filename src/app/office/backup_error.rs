//! Why a backup is not made, or not put back, and what to do.

use std::path::PathBuf;

use thiserror::Error;

use crate::fault::{Fault, Kind};
use crate::words::{Sentence, sentence};

/// Why a backup is not made, or not put back.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BackupError {
    /// The record lives in a server, which has its own way to be copied.
    #[error("the record lives in a PostgreSQL server")]
    OnServer,
    /// A backup inside the folder it is of would hold itself, and go with it.
    #[error("{path} lies inside the office's folder")]
    Inside {
        /// The place named.
        path: PathBuf,
    },
    /// No backup, or one that was interrupted: without its list or the signature.
    #[error("{path} is no whole backup")]
    Absent {
        /// The folder named.
        path: PathBuf,
    },
    /// A file that the list names is not there.
    #[error("{path} is missing from the backup")]
    Missing {
        /// Which one.
        path: PathBuf,
    },
    /// A file of a backup is not what was listed.
    #[error("{path} was changed after the backup was made")]
    Changed {
        /// Which one.
        path: PathBuf,
    },
    /// The list is not signed by the office whose backup it is.
    #[error("{path} is not the signature of this office over the list")]
    Unsigned {
        /// The signature.
        path: PathBuf,
    },
    /// The window puts back real offices only.
    #[error("{path} is the backup of a trial")]
    OfTrial {
        /// The folder named.
        path: PathBuf,
    },
    /// Where an office should be put back there is something.
    #[error("{path} is not empty")]
    Over {
        /// The folder.
        path: PathBuf,
    },
}

impl Fault for BackupError {
    fn kind(&self) -> Kind {
        match self {
            Self::OnServer => Kind::Settings,
            Self::Over { .. } => Kind::NotNow,
            Self::Absent { .. } => Kind::NotFound,
            Self::Inside { .. } => Kind::Input,
            Self::Missing { .. } | Self::Changed { .. } => Kind::Store,
            Self::Unsigned { .. } | Self::OfTrial { .. } => Kind::Refused,
        }
    }

    fn sentence(&self) -> Sentence {
        match self {
            Self::OnServer => sentence!("app-office-backup-on-server"),
            Self::Inside { path } => {
                sentence!("app-office-backup-inside", path = path.display())
            }
            Self::Absent { path } => sentence!("app-office-no-backup", path = path.display()),
            Self::Missing { path } => {
                sentence!("app-office-backup-missing", path = path.display())
            }
            Self::Changed { path } => {
                sentence!("app-office-backup-changed", path = path.display())
            }
            Self::Unsigned { path } => {
                sentence!("app-office-backup-unsigned", path = path.display())
            }
            Self::OfTrial { path } => {
                sentence!("app-office-backup-trial", path = path.display())
            }
            Self::Over { path } => {
                sentence!("app-office-restore-over", path = path.display())
            }
        }
    }
}

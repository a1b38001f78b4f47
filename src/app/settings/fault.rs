//! What can be wrong with a settings file.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::fault::{Fault, Kind};
use crate::words::{Sentence, sentence};

/// One fault in a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingFault {
    /// From 1.
    pub line: usize,
    /// What is wrong.
    pub kind: SettingFaultKind,
}

/// What is wrong on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingFaultKind {
    /// Not TOML.
    Syntax {
        /// What the reader said.
        reason: String,
    },
    /// No such setting.
    UnknownKey {
        /// As written.
        key: String,
        /// The setting spelt most like it.
        nearest: &'static str,
    },
    /// A value the setting does not take.
    BadValue {
        /// The setting.
        key: String,
        /// As written.
        given: String,
        /// What it takes, in TOML.
        allowed: String,
    },
}

/// Why a settings file cannot be used.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// It cannot be read at all.
    #[error("{path}: {source}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It has faults, at least one.
    #[error("{path}: {} fault(s): {faults:?}", faults.len())]
    Faults {
        /// Which file.
        path: PathBuf,
        /// In the order of the file.
        faults: Vec<SettingFault>,
    },
}

impl Fault for SettingsError {
    fn kind(&self) -> Kind {
        Kind::Settings
    }

    /// The first thing to put right.
    fn sentence(&self) -> Sentence {
        let (Self::Unreadable { path, .. } | Self::Faults { path, .. }) = self;
        self.sentences().into_iter().next().unwrap_or_else(|| {
            sentence!(
                "app-settings-unreadable",
                file = path.display(),
                reason = self
            )
        })
    }

    /// One sentence a fault: line, reason, remedy.
    fn sentences(&self) -> Vec<Sentence> {
        match self {
            Self::Unreadable { path, source } => vec![sentence!(
                "app-settings-unreadable",
                file = path.display(),
                reason = source
            )],
            Self::Faults { path, faults } => {
                faults.iter().map(|fault| fault.sentence(path)).collect()
            }
        }
    }
}

impl SettingFault {
    fn sentence(&self, path: &Path) -> Sentence {
        let (file, line) = (path.display(), self.line);
        match &self.kind {
            SettingFaultKind::Syntax { reason } => {
                sentence!(
                    "app-settings-syntax",
                    file = file,
                    line = line,
                    reason = reason
                )
            }
            SettingFaultKind::UnknownKey { key, nearest } => sentence!(
                "app-settings-unknown-key",
                file = file,
                line = line,
                key = key,
                nearest = nearest
            ),
            SettingFaultKind::BadValue {
                key,
                given,
                allowed,
            } => sentence!(
                "app-settings-bad-value",
                file = file,
                line = line,
                key = key,
                given = given,
                allowed = allowed
            ),
        }
    }
}

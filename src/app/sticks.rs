//! The sticks a clerk or the staff can choose from.

use std::path::PathBuf;

/// A place that files are carried on: a mounted drive, or a folder standing for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stick {
    /// As shown: the volume's name, or the folder's.
    pub name: String,
    /// Where it is mounted; `PINGYI/` lies directly below it.
    pub root: PathBuf,
    /// Free space in bytes, where the system tells.
    pub free_bytes: Option<u64>,
    /// Mounted read-only.
    pub read_only: bool,
    /// A folder standing for a stick (trial mode, `stick_folders`, `demo`).
    pub folder: bool,
}

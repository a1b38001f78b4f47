//! The sticks a clerk or the staff can choose from.

use std::path::PathBuf;

use crate::fault::Fault as _;
use crate::words::Sentence;

/// A place that files are carried on: a mounted drive, or a folder standing for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stick {
    /// As shown: the volume's name, or the folder's.
    pub name: String,
    /// Where it is mounted; `PINGYI/` lies directly below it.
    pub root: PathBuf,
    /// Free space in bytes, where the system tells.
    pub free_bytes: Option<u64>,
    /// Why nothing can be written to it, where nothing can.
    pub unwritable: Option<Sentence>,
    /// A folder standing for a stick (trial mode, `stick_folders`, `demo`).
    pub folder: bool,
}

impl Stick {
    /// A folder named on the command line, whatever it is.
    #[must_use]
    pub fn at_folder(root: &std::path::Path) -> Self {
        let name = root.file_name().unwrap_or(root.as_os_str());
        Self {
            name: name.to_string_lossy().into_owned(),
            root: root.to_owned(),
            free_bytes: None,
            unwritable: None,
            folder: true,
        }
    }
}

/// The sticks that are present: mounted drives, and those of `folders` that exist.
#[must_use]
pub fn present(folders: &[PathBuf]) -> Vec<Stick> {
    let drives = crate::courier::drive::drives(&[], folders).unwrap_or_default();
    let sticks = drives.into_iter().map(|drive| Stick {
        name: drive.label,
        root: drive.root,
        free_bytes: Some(drive.free_bytes),
        unwritable: drive.access.fault().map(|fault| fault.sentence()),
        folder: drive.is_folder,
    });
    sticks.collect()
}

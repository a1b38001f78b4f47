//! The sticks a clerk or the staff can choose from, and a pack kept off one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{AppError, at, private};
use crate::courier::files::RealFiles;
use crate::courier::keys::write_secret_file;
use crate::courier::pack::MAX_PACK_BYTES;
use crate::courier::stick::StickStore;
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
    pub fn at_folder(root: &Path) -> Self {
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

/// Copies a pack that was verified off a stick: to `to`, with the endings of a pack and of its signature, unless it lies there.
/// The signature comes last, so that what an interrupted copy left has none beside it, and is replaced.
pub(crate) fn keep_pack(
    stick: &StickStore<RealFiles>,
    from: &Path,
    signature: &str,
    to: &Path,
) -> Result<(), AppError> {
    if let Some(folder) = to.parent() {
        private::own_folder(folder)?;
    }
    let (path, beside) = (to.with_extension("JSL"), to.with_extension("SIG"));
    if beside.exists() {
        return Ok(());
    }
    let mut from = stick.open(from, MAX_PACK_BYTES)?;
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(&path)(error)),
        Ok(()) | Err(_) => {}
    }
    let mut file = private::create_new(&path).map_err(at(&path))?;
    io::copy(&mut from, &mut file)
        .and_then(|_| file.sync_all())
        .map_err(at(&path))?;
    Ok(write_secret_file(&beside, signature)?)
}

//! What lies in an office's folder and beside it, and how it is put there.

use std::fs;
use std::path::Path;

use crate::app::{AppError, at};
use crate::courier::keys::write_secret_file;
use crate::courier::vault::Vault;
use crate::domain::community::Community;
use crate::record::Record;

pub(super) const RECORD: &str = "office.db";
/// Where packs lie in the office's folder.
pub(super) const PACKS: &str = "packs";

pub(super) fn open_record(
    dir: &Path,
    community: &Community,
    address: Option<&str>,
    vault: &Vault,
) -> Result<Record, AppError> {
    let sealer = |place: &str, words: &str| vault.seal(place, words);
    Ok(match address {
        None => Record::open(&dir.join(RECORD), &sealer)?,
        Some(address) => Record::connect(address, &community.id, &sealer)?,
    })
}

/// Removes a file, or a folder with everything in it.
pub(super) fn remove(path: &Path) -> Result<(), AppError> {
    let is_folder = fs::symlink_metadata(path).map_err(at(path))?.is_dir();
    if is_folder {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    }
    .map_err(at(path))
}

/// Removes a file, where there is one.
pub(super) fn remove_if_there(path: &Path) -> Result<(), AppError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(at(path)),
    }
}

/// How the name of a file ends that is not in its place yet.
const PART: &str = ".new";

/// Takes away what a program that was killed had written and not put in its place.
pub(super) fn clear_parts(folder: &Path) -> Result<(), AppError> {
    let entries = match fs::read_dir(folder) {
        // An office of before there were people has none.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(at(folder))?,
    };
    for entry in entries {
        let path = entry.map_err(at(folder))?.path();
        if path.to_string_lossy().ends_with(PART) {
            remove_if_there(&path)?;
        }
    }
    Ok(())
}

/// Writes a file that only its owner reads in place of the one that is there: whole or not at all, durable before it returns.
pub(super) fn replace_secret_file(path: &Path, text: &str) -> Result<(), AppError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(PART);
    let part = path.with_file_name(name);
    remove_if_there(&part)?;
    write_secret_file(&part, text)?;
    fs::rename(&part, path).map_err(at(path))?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Puts a folder's entries on the disk.
pub(super) fn sync_folder(folder: &Path) -> Result<(), AppError> {
    fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(at(folder))
}

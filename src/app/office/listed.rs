//! A folder of files with `SHA256SUMS`, which `sha256sum -c` checks, and `SHA256SUMS.SIG`, a minisign signature by the office's
//! key over it: a backup, an archive.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::app::{AppError, at, private};
use crate::courier::keys::{SigningKey, write_secret_file};
use crate::courier::sign::{Prehash, Purpose, Statement, sign};
use crate::domain::ids::{CommunityId, RootHash};

/// The list of files, in the form of `sha256sum`.
pub(super) const LIST: &str = "SHA256SUMS";
/// The office's signature over the list.
pub(super) const LIST_SIGNATURE: &str = "SHA256SUMS.SIG";
/// The version of the format, as the signature states it.
pub(super) const VERSION: u32 = 1;
/// Files are read in pieces of this size.
const PIECE_BYTES: usize = 64 * 1024;

/// A file of the list.
pub(super) struct Listed {
    /// Where it lies below the folder, with `/` between names.
    pub path: String,
    pub digest: [u8; 32],
    pub bytes: u64,
}

/// Writes the list and, last, the office's signature over it.
pub(super) fn sign_list(
    folder: &Path,
    list: &str,
    key: &SigningKey,
    community: &CommunityId,
    purpose: Purpose,
) -> Result<(), AppError> {
    write_secret_file(&folder.join(LIST), list)?;
    let mut hash = Prehash::default();
    hash.update(list.as_bytes());
    let statement = Statement {
        version: VERSION,
        community: community.clone(),
        purpose,
    };
    let signature = sign(key, &hash.finish(), &statement);
    write_secret_file(&folder.join(LIST_SIGNATURE), &signature)?;
    Ok(())
}

/// Writes a file that is not there, for its owner alone, durably.
pub(super) fn written(to: &Path, path: &str, said: &str) -> Result<Listed, AppError> {
    if let Some(folder) = to.parent() {
        private::make_folder(folder)?;
    }
    write_secret_file(to, said)?;
    hashed(to, path)
}

/// Copies a file into one that is not there, for its owner alone, durably; what was read of it.
pub(super) fn copied(from: &Path, to: &Path, path: &str) -> Result<Listed, AppError> {
    if let Some(folder) = to.parent() {
        private::make_folder(folder)?;
    }
    let mut copy = private::create_new(to).map_err(at(to))?;
    let listed = read_through(from, path, &mut |piece| {
        copy.write_all(piece).map_err(at(to))
    })?;
    copy.sync_all().map_err(at(to))?;
    Ok(listed)
}

/// A file that lies where it belongs.
pub(super) fn hashed(file: &Path, path: &str) -> Result<Listed, AppError> {
    read_through(file, path, &mut |_| Ok(()))
}

fn read_through(
    file: &Path,
    path: &str,
    each: &mut dyn FnMut(&[u8]) -> Result<(), AppError>,
) -> Result<Listed, AppError> {
    let mut from = File::open(file).map_err(at(file))?;
    let mut hash = Sha256::new();
    let mut bytes = 0;
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let count = match from.read(&mut piece) {
            Ok(0) => break,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            count => count.map_err(at(file))?,
        };
        let read = piece.get(..count).unwrap_or_default();
        hash.update(read);
        each(read)?;
        bytes += count as u64;
    }
    Ok(Listed {
        path: path.to_owned(),
        digest: hash.finalize().into(),
        bytes,
    })
}

/// The list, in the form of `sha256sum`.
pub(super) fn list_text(files: &[Listed]) -> String {
    let lines = files
        .iter()
        .map(|file| format!("{}  {}\n", RootHash(file.digest), file.path));
    lines.collect()
}

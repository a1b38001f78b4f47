//! The recovery sheet's two files: the office's keys sealed to its secret, in the folder, and the printable sheet, beside it.
//!
//! Neither may be the only one of its kind when power goes: the ledger names one sheet, and that one must open the office. So
//! both are written beside those of the sheet before, the ledger is told, and whichever the ledger names then takes the
//! other's place ([`settle`]), at once or when the office is opened next.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rand::CryptoRng;
use zeroize::Zeroizing;

use super::folder::{remove_if_there, replace_secret_file, sync_folder};
use super::people::{self, OfficeKeys};
use super::{Confidential, RecoverySheet};
use crate::app::{AppError, at};
use crate::courier::recovery::RecoverySecret;
use crate::domain::community::Community;
use crate::domain::ids::{CommunityId, SealingKey};
use crate::paper::{RecoveryFacts, recovery_html};

/// What the name of the printable sheet ends with. It lies beside the office's folder, for it opens the office, and is removed
/// as soon as somebody has typed two groups of it back.
const PRINTABLE: &str = "-recovery.html";
/// What the name of one ends with that the ledger does not name yet.
const NEXT: &str = ".next";

/// Whose sheet it is.
pub(super) struct SheetFacts<'a> {
    pub community: &'a Community,
    pub made_on: NaiveDate,
    /// The office's folder.
    pub dir: &'a Path,
}

/// Where the printable recovery sheet of the office in `dir` lies, while it does.
pub(super) fn printable_path(dir: &Path) -> PathBuf {
    let mut name = dir.file_name().unwrap_or_default().to_owned();
    name.push(PRINTABLE);
    dir.with_file_name(name)
}

fn next_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(NEXT);
    path.with_file_name(name)
}

/// Writes both files of a sheet that the ledger is told of next; `keys_dir` is where the keys lie, which is not yet the office's
/// folder while it is founded.
pub(super) fn write_next(
    keys_dir: &Path,
    keys: &OfficeKeys,
    secret: &RecoverySecret,
    facts: &SheetFacts<'_>,
    rng: &mut impl CryptoRng,
) -> Result<(), AppError> {
    let community = &facts.community.id;
    let to = secret.opening_key(community).sealing_key();
    let sealed = people::sealed_for_recovery(keys, &to, community, rng)?;
    replace_secret_file(&next_of(&people::recovery_path(keys_dir)), &sealed)?;
    let html = printable(keys, secret, facts)?;
    replace_secret_file(&next_of(&printable_path(facts.dir)), &html)
}

/// Seals the office's keys again to the sheet that holds.
pub(super) fn seal_again(
    dir: &Path,
    keys: &OfficeKeys,
    to: &SealingKey,
    community: &CommunityId,
    rng: &mut impl CryptoRng,
) -> Result<(), AppError> {
    let sealed = people::sealed_for_recovery(keys, to, community, rng)?;
    replace_secret_file(&people::recovery_path(dir), &sealed)
}

/// What a sheet says that has its place.
pub(super) fn told(keys: &OfficeKeys, secret: &RecoverySecret, dir: &Path) -> RecoverySheet {
    RecoverySheet {
        fingerprint: keys.signing.public().fingerprint().to_string(),
        path: printable_path(dir),
        groups: secret
            .groups()
            .into_iter()
            .map(Confidential::from)
            .collect(),
    }
}

fn printable(
    keys: &OfficeKeys,
    secret: &RecoverySecret,
    facts: &SheetFacts<'_>,
) -> Result<Zeroizing<String>, AppError> {
    let SheetFacts {
        community,
        made_on,
        dir,
    } = facts;
    let folder = std::path::absolute(dir).map_err(at(dir))?;
    let mut html = Zeroizing::new(recovery_html(&RecoveryFacts {
        community: &community.name,
        fingerprint: &keys.signing.public().fingerprint().to_string(),
        folder: &folder,
        groups: &secret.groups(),
        made_on: *made_on,
        trial: community.id.is_trial(),
    }));
    // By this [`settle`] knows which sheet it is.
    let key = secret.opening_key(&community.id).sealing_key();
    html.extend(["<!-- ", &key.to_string(), " -->\n"]);
    Ok(html)
}

/// Puts the files of the sheet that the ledger names in their places, and takes those away that were written for one that it
/// was never told of.
pub(super) fn settle(dir: &Path, named: &SealingKey) -> Result<(), AppError> {
    for path in [people::recovery_path(dir), printable_path(dir)] {
        let next = next_of(&path);
        let text = match fs::read_to_string(&next) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            text => Zeroizing::new(text.map_err(at(&next))?),
        };
        if text.contains(&named.to_string()) {
            fs::rename(&next, &path).map_err(at(&path))?;
            path.parent().map_or(Ok(()), sync_folder)?;
        } else {
            remove_if_there(&next)?;
        }
    }
    Ok(())
}

/// Somebody has the sheet on paper: its printable file goes.
pub(super) fn remove_printable(dir: &Path) -> Result<(), AppError> {
    let path = printable_path(dir);
    remove_if_there(&next_of(&path))?;
    remove_if_there(&path)
}

/// The office's keys, opened with the recovery secret, whichever of the two sealed files it opens: the ledger says whether it is
/// the newest sheet's. [`KeyError::WrongRecovery`](crate::courier::error::KeyError::WrongRecovery) when it opens neither.
pub(super) fn open_keys(
    dir: &Path,
    secret: &RecoverySecret,
    community: &Community,
) -> Result<OfficeKeys, AppError> {
    let path = people::recovery_path(dir);
    let next = next_of(&path);
    if next.exists()
        && let Ok(keys) = people::open_for_recovery(&next, secret, &community.id)
    {
        return Ok(keys);
    }
    people::open_for_recovery(&path, secret, &community.id)
}

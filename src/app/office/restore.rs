//! 恢复: an office put back from a backup, and a backup checked by doing everything but the last step of that.
//!
//! Every file is copied beside the office's folder and held against the list, the list against the office's signature; then
//! what was copied is opened and verified like any office, and only then does it move to its place.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use rand::CryptoRng;
use serde::Serialize;

use super::backup::remember;
use super::folder::{RECORD, remove, sync_folder};
use super::init::part_folder;
use super::listed::{LIST, LIST_SIGNATURE, Listed, VERSION, copied};
use super::profile::PROFILE;
use super::{BackupError, Office, Passphrases, VerifyReport};
use crate::app::{AppError, Progress, at, owner};
use crate::courier::sign::{MAX_SIGNATURE_BYTES, Prehash, Purpose, SignatureFile, Statement};
use crate::domain::ids::RootHash;
use crate::domain::time::Clock;
use crate::record::Body;
use crate::words::sentence;

/// No list of a backup is longer.
const MOST_LIST_BYTES: u64 = 64 * 1024 * 1024;
/// What an office is called while it is put back, and while a backup is only checked.
const RESTORED: &str = ".new";
const CHECKED: &str = ".check";

/// An office that was put back.
#[derive(Debug, Clone, Serialize)]
pub struct RestoreReport {
    /// Its folder.
    pub path: PathBuf,
    /// The day its backup was made.
    pub made_on: NaiveDate,
    /// How many files were put back.
    pub files: u64,
    /// Who works here by the backup: whoever was removed since opens the office again.
    pub people: Vec<String>,
    /// What the recount of the backup found before it was put back.
    pub verified: VerifyReport,
    /// The hash of the newest ledger entry, which tells of this; lower-case hex.
    pub ledger_head: String,
}

/// A backup copied beside the place where an office lies, whole and as it was signed.
struct Staged {
    office: Office,
    part: PathBuf,
    made_on: NaiveDate,
    files: u64,
}

impl Staged {
    /// Slow. Whatever was wrong, the copy is gone afterwards.
    fn new(
        backup: &Path,
        part: &Path,
        passphrases: Passphrases<'_>,
        clock: Arc<dyn Clock>,
        rng: &mut impl CryptoRng,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, AppError> {
        let (list, signature) = texts(backup)?;
        let files = parse(&list).ok_or_else(|| BackupError::Changed {
            path: backup.join(LIST),
        })?;
        for (done, file) in (1..).zip(&files) {
            let from = backup.join(&file.path);
            if !is_plain_file(&from) {
                return Err(BackupError::Missing { path: from }.into());
            }
            let copy = copied(&from, &part.join(&file.path), &file.path)?;
            if copy.digest != file.digest {
                return Err(BackupError::Changed { path: from }.into());
            }
            progress(Progress {
                done,
                total: files.len() as u64,
                step: sentence!("app-office-step-restore"),
            });
        }
        for needed in [PROFILE, RECORD] {
            if !files.iter().any(|file| file.path == needed) {
                let path = backup.join(needed);
                return Err(BackupError::Missing { path }.into());
            }
        }
        let office = Office::unlock(part, passphrases, clock, rng)?;
        let made_on =
            signed_day(&office, &list, &signature).ok_or_else(|| BackupError::Unsigned {
                path: backup.join(LIST_SIGNATURE),
            })?;
        Ok(Self {
            office,
            part: part.to_owned(),
            made_on,
            files: files.len() as u64,
        })
    }
}

impl Office {
    /// Whether the backup in `backup` is a trial's, whose passphrase nobody needs to be asked. A folder that is no backup is refused.
    pub fn is_trial_backup(backup: &Path) -> Result<bool, AppError> {
        texts(backup)?;
        if !is_plain_file(&backup.join(PROFILE)) {
            let path = backup.join(PROFILE);
            return Err(BackupError::Missing { path }.into());
        }
        Self::is_trial_dir(backup)
    }

    /// Checks the backup in `backup` as a restore would, in a copy beside `dir`, which goes afterwards. Slow.
    pub fn verify_backup<'a>(
        backup: &Path,
        dir: &Path,
        passphrases: impl Into<Passphrases<'a>>,
        clock: Arc<dyn Clock>,
        rng: &mut impl CryptoRng,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<VerifyReport, AppError> {
        let dir = std::path::absolute(dir).map_err(at(dir))?;
        let (part, owner) = part_folder(&dir, CHECKED, || Ok(()))?;
        // Whoever opens it takes it for himself.
        drop(owner);
        let staged = Staged::new(backup, &part, passphrases.into(), clock, rng, progress);
        let report = staged.and_then(|staged| staged.office.verify(progress));
        remove(&part)?;
        report
    }

    /// Puts the office in `backup` back into `dir`, where there must be nothing. Slow. An office whose backup was made before
    /// somebody falsified it is put back all the same: the report names what a recount finds.
    pub fn restore<'a>(
        backup: &Path,
        dir: &Path,
        passphrases: impl Into<Passphrases<'a>>,
        clock: Arc<dyn Clock>,
        rng: &mut impl CryptoRng,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<RestoreReport, AppError> {
        let dir = std::path::absolute(dir).map_err(at(dir))?;
        check_empty(&dir)?;
        let (part, owner) = part_folder(&dir, RESTORED, || check_empty(&dir))?;
        drop(owner);
        let staged = Staged::new(backup, &part, passphrases.into(), clock, rng, progress);
        let restored = staged.and_then(|staged| staged.put_back(&dir, progress));
        if restored.is_err() {
            // What is half put back is no office; the next try would clear it too.
            let _gone = remove(&part);
        }
        restored
    }
}

impl Staged {
    fn put_back(
        self,
        dir: &Path,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<RestoreReport, AppError> {
        let Self {
            office,
            part,
            made_on,
            files,
        } = self;
        let verified = office.verify(progress)?;
        let people = office.people()?.into_iter();
        let people = people.filter(|person| person.removed_on.is_none());
        let people = people.map(|person| person.name).collect();
        let entries = office.record.ledger_length()?;
        remember(&part, made_on, entries)?;
        let head = office.record.ledger_head()?;
        // Nothing hangs on the day, and a clock that runs behind must not keep an office shut.
        let today = office.today();
        let on = office.record.last_told()?.max(Some(today)).unwrap_or(today);
        office.note(on, Body::Restored { entries, head })?;
        let ledger_head = office.ledger_head()?;
        // SQLite remembers where its file lay; the lock stays until the folder has moved.
        let Office {
            _owner: owner,
            record,
            ..
        } = office;
        drop(record);
        check_empty(dir)?;
        fs::rename(&part, dir).map_err(at(dir))?;
        dir.parent().map_or(Ok(()), sync_folder)?;
        drop(owner);
        Ok(RestoreReport {
            path: dir.to_owned(),
            made_on,
            files,
            people,
            verified,
            ledger_head,
        })
    }
}

/// Refuses a folder that holds anything but a lock.
fn check_empty(dir: &Path) -> Result<(), AppError> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(at(dir))?,
    };
    for entry in entries {
        let entry = entry.map_err(at(dir))?;
        if !owner::is_lock(&entry.file_name()) {
            let path = dir.to_owned();
            return Err(BackupError::Over { path }.into());
        }
    }
    Ok(())
}

/// The list and its signature; a folder without both is no backup, or one that was interrupted.
fn texts(backup: &Path) -> Result<(String, String), AppError> {
    let read = |name: &str, most: u64| {
        let path = backup.join(name);
        let long = fs::metadata(&path).is_ok_and(|found| found.len() > most);
        let text = if long {
            None
        } else {
            fs::read_to_string(&path).ok()
        };
        text.ok_or_else(|| BackupError::Absent {
            path: backup.to_owned(),
        })
    };
    Ok((
        read(LIST, MOST_LIST_BYTES)?,
        read(LIST_SIGNATURE, MAX_SIGNATURE_BYTES)?,
    ))
}

/// The files of a list in the form of `sha256sum`; none when a line is none, or leads out of the folder.
fn parse(list: &str) -> Option<Vec<Listed>> {
    let lines = list.strip_suffix('\n')?.split('\n');
    let files: Option<Vec<Listed>> = lines
        .map(|line| {
            let (digest, path) = line.split_once("  ")?;
            let digest = RootHash::try_from(digest.to_owned()).ok()?;
            let inside = Path::new(path)
                .components()
                .all(|part| matches!(part, Component::Normal(_)));
            let ours = inside && !path.is_empty() && ![LIST, LIST_SIGNATURE].contains(&path);
            (ours && !owner::is_lock(path.as_ref())).then(|| Listed {
                path: path.to_owned(),
                digest: digest.0,
                bytes: 0,
            })
        })
        .collect();
    files.filter(|files| files.is_sorted_by(|a, b| a.path < b.path))
}

fn is_plain_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_file())
}

/// The day that the office's own signature over the list states.
fn signed_day(office: &Office, list: &str, signature: &str) -> Option<NaiveDate> {
    let signature = SignatureFile::parse(signature).ok()?;
    let key = office.signing.public();
    let own = Some(&office.community.id);
    let statement = signature.verify_claim(&key, own).ok()?;
    let mut hash = Prehash::default();
    hash.update(list.as_bytes());
    signature.verify_file(&key, &hash.finish()).ok()?;
    match statement {
        Statement {
            version: VERSION,
            purpose: Purpose::Backup { made_on },
            ..
        } => Some(made_on),
        Statement { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(path: &str) -> String {
        format!("{}  {path}\n", RootHash([7; 32]))
    }

    #[test]
    fn a_list_that_leads_out_of_its_folder_is_none() {
        assert_eq!(parse(&(line("a/b") + &line("c"))).unwrap().len(), 2);
        for path in ["/etc/passwd", "../a", "a/../b", "", "LOCK", LIST, "./a"] {
            assert!(parse(&line(path)).is_none(), "{path}");
        }
        assert!(parse("").is_none() && parse("x\n").is_none());
        assert!(parse(&(line("b") + &line("a"))).is_none(), "one order");
        assert!(parse(&(line("a") + &line("a"))).is_none(), "and once");
        assert!(parse(line("a").trim_end()).is_none(), "cut short");
    }
}

//! 备份: one folder that holds all of an office, made while it is open. What is sealed in the office is sealed there.
//!
//! The folder is the office's own, file by file, with a signed [list](super::listed). It is put together under another name, the list last, and appears whole or not at
//! all. [`restore`](super::restore) reads it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::Serialize;

use super::folder::{RECORD, remove, replace_secret_file, sync_folder};
use super::listed::{Listed, copied, hashed, list_text, sign_list};
use super::profile::Profile;
use super::{BackupError, Office};
use crate::app::{AppError, Progress, at, owner, private};
use crate::courier::sign::Purpose;
use crate::words::sentence;

/// What the name of every backup begins with; the day follows, and a number where there is one of that day.
const NAME: &str = "PINGYI-BACKUP-";
/// What the name of one ends with that is not whole yet.
const PART: &str = ".part";
/// Says in the office's folder when the last backup was made. Nobody vouches for it: it only wakes a reminder.
const LAST: &str = "backup.day";

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackupReport {
    /// Its folder.
    pub path: PathBuf,
    /// How many files it holds, without the list and its signature.
    pub files: u64,
    /// Their bytes altogether.
    pub bytes: u64,
    /// The day it bears.
    pub made_on: NaiveDate,
    /// The hash of the last entry of its ledger, lower-case hex.
    pub ledger_head: String,
}

/// When the last backup was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct BackupStanding {
    /// The day of the last one that this office knows of.
    pub last: Option<NaiveDate>,
    /// How many days have passed since, or since the founding.
    pub quiet_days: i64,
    /// The opening key was renewed since: what is sealed to the new one opens for nobody who has that backup alone.
    pub lacks_key: bool,
}

impl Office {
    /// Makes a backup in a new folder inside `place`. Slow. Nothing in `place` is overwritten; what an interrupted backup has
    /// left there goes.
    pub fn back_up(
        &self,
        place: &Path,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<BackupReport, AppError> {
        let profile = Profile::read(&self.dir)?;
        if profile.record.is_some() {
            return Err(BackupError::OnServer.into());
        }
        let made_on = self.believable_today()?;
        private::make_folder(place)?;
        let place = fs::canonicalize(place).map_err(at(place))?;
        let own = fs::canonicalize(&self.dir).map_err(at(&self.dir))?;
        if place.starts_with(&own) {
            return Err(BackupError::Inside { path: place }.into());
        }
        let whole = free_name(&place, made_on)?;
        let mut name = whole.file_name().unwrap_or_default().to_owned();
        name.push(PART);
        let part = place.join(name);
        let made = self.fill(&own, &part, made_on, progress);
        let files = match made {
            Ok(files) => files,
            Err(error) => {
                // A full disk is not left full.
                let _gone = remove(&part);
                return Err(error);
            }
        };
        fs::rename(&part, &whole).map_err(at(&whole))?;
        sync_folder(&place)?;
        // The backup is whole; without this only the reminder comes too early.
        let entries = self.record.ledger_length()?;
        let _reminded = remember(&self.dir, made_on, entries);
        Ok(BackupReport {
            path: whole,
            files: files.len() as u64,
            bytes: files.iter().map(|file| file.bytes).sum(),
            made_on,
            ledger_head: self.ledger_head()?,
        })
    }

    fn fill(
        &self,
        own: &Path,
        part: &Path,
        made_on: NaiveDate,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Vec<Listed>, AppError> {
        private::own_folder(part)?;
        let record = part.join(RECORD);
        private::make_file(&record)?;
        self.record.copy_to(&record)?;
        let mut files = vec![hashed(&record, RECORD)?];
        File::open(&record)
            .and_then(|file| file.sync_all())
            .map_err(at(&record))?;
        let all = originals(own)?;
        for (done, path) in (1..).zip(&all) {
            files.push(copied(&own.join(path), &part.join(path), path)?);
            progress(Progress {
                done,
                total: all.len() as u64,
                step: sentence!("app-office-step-backup"),
            });
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        for folder in folders(&all) {
            sync_folder(&part.join(folder))?;
        }
        let list = list_text(&files);
        let purpose = Purpose::Backup { made_on };
        sign_list(part, &list, &self.signing, &self.community.id, purpose)?;
        sync_folder(part)?;
        Ok(files)
    }

    /// When the last backup was made.
    pub fn backup_standing(&self) -> Result<BackupStanding, AppError> {
        let last = last(&self.dir);
        let day = last.map(|last| last.day);
        let since = day.unwrap_or(Profile::read(&self.dir)?.made_on);
        let renewed = self.record.ledger_of_kind("opening-renewed")?.pop();
        let lacks_key = match (last.and_then(|last| last.entries), renewed) {
            (_, None) => false,
            (Some(entries), Some(renewed)) => renewed.number > entries,
            // Which of the two of one day came first nobody wrote down.
            (None, Some(_)) => day <= self.record.sealing_key_day()?,
        };
        Ok(BackupStanding {
            last: day,
            quiet_days: (self.today() - since).num_days(),
            lacks_key: lacks_key && last.is_some(),
        })
    }
}

/// Notes the day of the office's last backup, and how many entries its ledger had.
pub(super) fn remember(dir: &Path, day: NaiveDate, entries: u64) -> Result<(), AppError> {
    replace_secret_file(&dir.join(LAST), &format!("{day} {entries}\n"))
}

/// The last backup.
#[derive(Clone, Copy)]
struct LastBackup {
    day: NaiveDate,
    /// How many entries the ledger had; earlier programs did not note it.
    entries: Option<u64>,
}

fn last(dir: &Path) -> Option<LastBackup> {
    let text = fs::read_to_string(dir.join(LAST)).ok()?;
    let mut parts = text.split_whitespace();
    Some(LastBackup {
        day: parts.next()?.parse().ok()?,
        entries: parts.next().and_then(|part| part.parse().ok()),
    })
}

/// A name in `place` that no backup has. Whatever an interrupted one has left there goes.
fn free_name(place: &Path, day: NaiveDate) -> Result<PathBuf, AppError> {
    for entry in fs::read_dir(place).map_err(at(place))? {
        let entry = entry.map_err(at(place))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(NAME) && name.ends_with(PART) {
            remove(&entry.path())?;
        }
    }
    let day = day.format("%Y%m%d");
    let names = std::iter::once(String::new()).chain((2_u32..).map(|number| format!("-{number}")));
    names
        .map(|number| place.join(format!("{NAME}{day}{number}")))
        .find(|path| fs::symlink_metadata(path).is_err())
        .ok_or(AppError::Machine { what: "a name" })
}

/// Everything in an office's folder but the record, which is copied by its engine, the lock, and what is not finished.
fn originals(own: &Path) -> Result<Vec<String>, AppError> {
    let mut files = Vec::new();
    let mut waiting = vec![String::new()];
    while let Some(folder) = waiting.pop() {
        let path = own.join(&folder);
        for entry in fs::read_dir(&path).map_err(at(&path))? {
            let entry = entry.map_err(at(&path))?;
            let damaged = || AppError::Damaged { path: entry.path() };
            let name = entry.file_name().into_string().map_err(|_| damaged())?;
            let at_top = folder.is_empty();
            let stays = name.starts_with(RECORD) || name == LAST || owner::is_lock(name.as_ref());
            // Half written, or waiting for the ledger to name them.
            let ending = Path::new(&name).extension();
            let is_passing = ending.is_some_and(|ending| ending == "new" || ending == "next");
            if (at_top && stays) || is_passing {
                continue;
            }
            let below = if at_top {
                name
            } else {
                format!("{folder}/{name}")
            };
            let kind = entry.file_type().map_err(at(&path))?;
            if kind.is_dir() {
                waiting.push(below);
            } else if kind.is_file() {
                files.push(below);
            } else {
                // A link may lead anywhere: what it leads to would not be in the backup.
                return Err(damaged());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The folders that these files lie in, the deepest first.
fn folders(files: &[String]) -> Vec<&str> {
    let mut folders: Vec<&str> = files
        .iter()
        .flat_map(|path| {
            path.match_indices('/')
                .filter_map(|(end, _)| path.get(..end))
        })
        .collect();
    folders.sort_unstable();
    folders.dedup();
    folders.reverse();
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_told_once_and_the_deepest_first() {
        let files = ["a/b/c", "a/b/d", "a/e", "f"].map(ToOwned::to_owned);
        assert_eq!(folders(&files), ["a/b", "a"]);
    }
}

//! One owner of a store's folder at a time: a program that comes second waits a little, then is told who has it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use rustix::fs::OFlags;

use super::{AppError, SystemClock, at};
use crate::domain::time::Clock as _;

/// The file that is locked. What is in it only tells who has it; the lock itself is the system's, and ends with
/// its program however that ends.
const LOCK: &str = "LOCK";
/// A script's next command may start while the one before it ends.
const WAIT: Duration = Duration::from_secs(5);
const STEP: Duration = Duration::from_millis(50);
/// The longest note about an owner that is read.
const NOTE_BYTES: u64 = 256;

static PROGRAM: OnceLock<String> = OnceLock::new();

/// What this program calls itself where another one finds a folder taken. Said once, by `main`.
pub fn call_program(name: String) {
    // A second name would be no better than the first.
    let _second = PROGRAM.set(name);
}

/// Who has a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Which program, as it is called on a command line.
    pub program: String,
    /// Its process.
    pub process: String,
    /// Since when.
    pub since: String,
}

/// The right to a folder, for as long as this lives.
#[derive(Debug)]
pub(crate) struct Owner(File);

impl Owner {
    /// Takes the folder, which must be there; waits up to five seconds for another program to let go of it.
    pub(crate) fn of(folder: &Path) -> Result<Self, AppError> {
        Self::within(folder, WAIT)
    }

    fn within(folder: &Path, wait: Duration) -> Result<Self, AppError> {
        let path = folder.join(LOCK);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
            .open(&path)
            .map_err(at(&path))?;
        let from = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if from.elapsed() < wait => std::thread::sleep(STEP),
                Err(TryLockError::WouldBlock) => {
                    return Err(AppError::InUse {
                        path: folder.to_owned(),
                        holder: read(&mut file),
                    });
                }
                Err(TryLockError::Error(error)) => return Err(at(&path)(error)),
            }
        }
        // Best effort: on a full disk the folder is taken all the same, and only who has it stays untold.
        let _untold = write(&mut file);
        Ok(Self(file))
    }

    /// Whether the folder is still the one that was taken: not where another has come in its place.
    pub(crate) fn still_has(&self, folder: &Path) -> bool {
        let inode = |found: std::fs::Metadata| (found.dev(), found.ino());
        let taken = self.0.metadata().map(inode);
        let there = folder.join(LOCK).symlink_metadata().map(inode);
        matches!((taken, there), (Ok(taken), Ok(there)) if taken == there)
    }
}

/// Whether this is the name of what belongs to the lock and not to the store.
pub(crate) fn is_lock(name: &std::ffi::OsStr) -> bool {
    name == LOCK
}

fn write(file: &mut File) -> std::io::Result<()> {
    let program = PROGRAM.get().map_or("pingyi", String::as_str);
    let since = SystemClock.now().format("%Y-%m-%d %H:%M:%S");
    let note = format!("{program}\n{}\n{since}\n", std::process::id());
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(note.as_bytes())
}

fn read(file: &mut File) -> Holder {
    let mut note = String::new();
    // Whatever is wrong with the note, the folder is taken.
    let _unread = file
        .rewind()
        .and_then(|()| file.take(NOTE_BYTES).read_to_string(&mut note));
    let mut lines = note.lines();
    let mut line = || {
        let line = lines.next().unwrap_or_default();
        let printable = !line.is_empty() && line.chars().all(|c| c.is_ascii_graphic() || c == ' ');
        if printable { line } else { "?" }.to_owned()
    };
    Holder {
        program: line(),
        process: line(),
        since: line(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::{Fault, Kind};

    #[test]
    fn one_owner_at_a_time_and_the_second_is_told_who() {
        let folder = tempfile::tempdir().unwrap();
        let first = Owner::of(folder.path()).unwrap();
        let refused = Owner::within(folder.path(), Duration::from_millis(60)).unwrap_err();
        let AppError::InUse { holder, .. } = &refused else {
            panic!("{refused:?}");
        };
        assert_eq!(holder.process, std::process::id().to_string());
        assert_eq!(holder.since.len(), "2026-11-29 03:54:49".len());
        assert_eq!(Fault::kind(&refused), Kind::NotNow);
        assert!(first.still_has(folder.path()));
        drop(first);
        Owner::within(folder.path(), Duration::ZERO).unwrap();
    }

    #[test]
    fn who_comes_while_the_first_ends_waits_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let first = Owner::of(folder.path()).unwrap();
        let ending = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(200));
            drop(first);
        });
        Owner::of(folder.path()).unwrap();
        ending.join().unwrap();
    }

    #[test]
    fn a_note_that_is_none_of_ours_is_not_said() {
        let folder = tempfile::tempdir().unwrap();
        let _first = Owner::of(folder.path()).unwrap();
        std::fs::write(folder.path().join(LOCK), "\u{1b}[2J\n").unwrap();
        let refused = Owner::within(folder.path(), Duration::ZERO).unwrap_err();
        let AppError::InUse { holder, .. } = &refused else {
            panic!("{refused:?}");
        };
        let said = [&holder.program, &holder.process, &holder.since];
        assert!(said.iter().all(|said| *said == "?"), "{said:?}");
    }

    #[test]
    fn a_link_in_place_of_the_lock_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = folder.path().join("elsewhere");
        std::fs::write(&elsewhere, "kept").unwrap();
        std::os::unix::fs::symlink(&elsewhere, folder.path().join(LOCK)).unwrap();
        assert!(Owner::of(folder.path()).is_err());
        assert_eq!(std::fs::read_to_string(&elsewhere).unwrap(), "kept");
    }
}

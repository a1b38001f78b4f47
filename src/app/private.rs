//! Stores are for the account that runs the program alone: folders 0700, files 0600, whatever the umask says.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::path::Path;

use rustix::fs::{FileType, Mode, OFlags, fchmod, fstat};

use super::{AppError, at};

/// The rights of the group and of everybody else.
const OTHERS: Mode = Mode::RWXG.union(Mode::RWXO);

/// From here on, whatever this program makes is for its own account alone; for the beginning of `main`.
pub fn set_umask() {
    rustix::process::umask(Mode::from_raw_mode(0o077));
}

/// From here on no other program of this account reads this one's memory (`ptrace`, `/proc/PID/mem`, `/proc/PID/environ`), and a
/// crash leaves no core file. Where the system knows neither, the program works all the same.
pub fn keep_memory() {
    use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _unlimited = setrlimit(Resource::Core, none);
    let _readable = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

/// Makes a folder, and those above it that are missing, for its owner alone. One that is there stays as it is.
pub(crate) fn make_folder(path: &Path) -> Result<(), AppError> {
    let mut builder = DirBuilder::new();
    builder
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(at(path))
}

/// The same, and one that is there becomes its owner's alone.
pub(crate) fn own_folder(path: &Path) -> Result<(), AppError> {
    make_folder(path)?;
    let path = fs::canonicalize(path).map_err(at(path))?;
    tighten_one(&path)
}

/// Makes an empty file for its owner alone, unless there is one: what SQLite opens, whose journals take its mode.
pub(crate) fn make_file(path: &Path) -> Result<(), AppError> {
    match create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop).map_err(at(path)),
    }
}

/// A new file for its owner alone.
pub(crate) fn create_new(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

/// Takes the group's and the others' rights from a folder and everything in it, as far as there are any. What an
/// earlier version made, a copy put back or another program left is private from then on. Links lead elsewhere
/// and are not followed.
pub(crate) fn tighten(folder: &Path) -> Result<(), AppError> {
    // The folder named may itself be a link: to the disk that holds the store.
    let folder = fs::canonicalize(folder).map_err(at(folder))?;
    let disk = fs::metadata(&folder).map_err(at(&folder))?.dev();
    let mut waiting = vec![folder];
    while let Some(path) = waiting.pop() {
        let kind = match fs::symlink_metadata(&path) {
            // A stick mounted in the folder is none of it.
            Ok(found) if found.dev() != disk => continue,
            Ok(found) => found.file_type(),
            // A journal that its program has just put away.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(not_private(&path, error)),
        };
        // The folder before what is in it: from then on nobody else puts another thing in its place.
        if kind.is_dir() || kind.is_file() {
            tighten_one(&path)?;
        }
        if kind.is_dir() {
            let entries = fs::read_dir(&path).map_err(at(&path))?;
            for entry in entries {
                waiting.push(entry.map_err(at(&path))?.path());
            }
        }
    }
    Ok(())
}

fn tighten_one(path: &Path) -> Result<(), AppError> {
    match close_to_others(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done.map_err(|error| not_private(path, error)),
    }
}

fn close_to_others(path: &Path) -> io::Result<()> {
    let mode = fs::symlink_metadata(path)?.permissions().mode();
    if !Mode::from_raw_mode(mode).intersects(OTHERS) {
        return Ok(());
    }
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let opened = rustix::fs::open(path, flags, Mode::empty())?;
    let mode = fstat(&opened)?.st_mode;
    match FileType::from_raw_mode(mode) {
        FileType::Directory | FileType::RegularFile => Ok(fchmod(
            &opened,
            Mode::from_raw_mode(mode).difference(OTHERS),
        )?),
        FileType::Symlink
        | FileType::Fifo
        | FileType::Socket
        | FileType::CharacterDevice
        | FileType::BlockDevice
        | FileType::Unknown => Ok(()),
    }
}

fn not_private(path: &Path, source: io::Error) -> AppError {
    AppError::NotPrivate {
        path: path.to_owned(),
        source,
    }
}

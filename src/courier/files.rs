//! The few file operations a stick sees, behind a trait so that tests can make each of them fail.

use std::io::{self, Read, Seek, Write};
use std::path::{Component, Path, PathBuf};

use rustix::fs::{
    Advice, AtFlags, FileType, Mode, OFlags, RenameFlags, StatVfsMountFlags, fadvise, fchmod,
    fstat, fstatvfs, mkdirat, openat, renameat, renameat_with, statat,
};
use rustix::io::Errno;

use super::access::Access;

const FOLDER: OFlags = OFlags::RDONLY
    .union(OFlags::DIRECTORY)
    .union(OFlags::CLOEXEC);
/// The longest name there is on a stick: 8.3.
pub(super) const LONGEST_NAME: usize = 12;

/// An open file on a stick.
pub trait StickFile: Read + Write + Seek {
    /// Puts everything on the medium (`fsync`).
    fn sync(&mut self) -> io::Result<()>;
    /// Forgets what the system remembers of it, so that reading asks the medium.
    fn drop_cache(&mut self) -> io::Result<()>;
    /// How long it is, in bytes.
    fn byte_count(&self) -> io::Result<u64>;
}

/// How a stick is, asked when something failed: error numbers alone do not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// It is no longer there.
    Gone,
    /// There.
    Present {
        /// Whether it can be written, and why not.
        access: Access,
        /// What is left.
        free_bytes: u64,
    },
}

/// The operations. Every path is relative to the stick's root; no link is followed on the way.
pub trait Files {
    /// Makes a folder unless it is there.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Creates a file that must not exist.
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn StickFile>>;
    /// Opens a regular file for reading.
    fn open(&self, path: &Path) -> io::Result<Box<dyn StickFile>>;
    /// Renames; fails when `to` exists.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Puts a folder's entries on the medium (`fsync`).
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
    /// Removes a file this program has made.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// The names in a folder.
    fn list(&self, path: &Path) -> io::Result<Vec<String>>;
    /// How the stick is.
    fn condition(&self) -> Condition;
}

/// A real folder: a mounted stick, or one standing for it.
#[derive(Debug, Clone)]
pub struct RealFiles {
    root: PathBuf,
    /// The file system found there at first: an empty mount point must not be taken for the stick.
    file_system: Option<u64>,
    /// Where sysfs shows the stick while it is plugged in; a mount can outlive its stick.
    plugged: Option<PathBuf>,
}

impl RealFiles {
    /// The stick mounted at `root` now. Make a new one after a remount: another file system there counts as gone.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        let file_system = rustix::fs::stat(root).ok().map(|status| status.st_dev);
        let plugged = file_system.map(|number| {
            let (major, minor) = (rustix::fs::major(number), rustix::fs::minor(number));
            PathBuf::from(format!("/sys/dev/block/{major}:{minor}"))
        });
        Self {
            root: root.to_owned(),
            file_system,
            plugged: plugged.filter(|path| path.exists()),
        }
    }

    fn folder(&self, path: &Path) -> io::Result<rustix::fd::OwnedFd> {
        let mut folder = rustix::fs::open(&self.root, FOLDER, Mode::empty())?;
        let same = Some(fstat(&folder)?.st_dev) == self.file_system;
        if !same || self.plugged.as_ref().is_some_and(|path| !path.exists()) {
            return Err(Errno::NODEV.into());
        }
        for part in path.components() {
            let Component::Normal(name) = part else {
                return Err(io::ErrorKind::InvalidInput.into());
            };
            folder = openat(&folder, name, FOLDER | OFlags::NOFOLLOW, Mode::empty())?;
        }
        Ok(folder)
    }

    fn parent<'a>(&self, path: &'a Path) -> io::Result<(rustix::fd::OwnedFd, &'a std::ffi::OsStr)> {
        let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        Ok((self.folder(folder)?, name))
    }
}

/// A stick is carried to another computer and another account, who must be able to read it: on a stick that keeps
/// modes at all, the program's umask, which closes its own stores, does not count. What a stick does not keep it
/// refuses or forgets, and no harm is done.
fn open_to_all(new: &rustix::fd::OwnedFd, mode: u32) {
    let all = Mode::from_raw_mode(mode);
    if fstat(new).is_ok_and(|found| !Mode::from_raw_mode(found.st_mode).contains(all)) {
        let _refused = fchmod(new, all);
    }
}

/// What became of a rename that does not replace. Some file systems know no such thing: there, `look` for the new name,
/// and `rename` only when there is none.
fn or_by_looking(
    renamed: rustix::io::Result<()>,
    look: impl FnOnce() -> rustix::io::Result<()>,
    rename: impl FnOnce() -> rustix::io::Result<()>,
) -> io::Result<()> {
    match renamed {
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => match look() {
            Err(Errno::NOENT) => Ok(rename()?),
            Ok(()) => Err(io::ErrorKind::AlreadyExists.into()),
            Err(error) => Err(error.into()),
        },
        result => Ok(result?),
    }
}

impl StickFile for std::fs::File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
    fn drop_cache(&mut self) -> io::Result<()> {
        Ok(fadvise(&*self, 0, None, Advice::DontNeed)?)
    }
    fn byte_count(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }
}

impl Files for RealFiles {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let (folder, name) = self.parent(path)?;
        match mkdirat(&folder, name, Mode::from_raw_mode(0o777)) {
            Ok(()) => {
                let made = openat(&folder, name, FOLDER | OFlags::NOFOLLOW, Mode::empty())?;
                open_to_all(&made, 0o755);
                Ok(())
            }
            Err(Errno::EXIST) => self.folder(path).map(drop),
            Err(error) => Err(error.into()),
        }
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn StickFile>> {
        let (folder, name) = self.parent(path)?;
        let flags =
            OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = openat(&folder, name, flags, Mode::from_raw_mode(0o644))?;
        open_to_all(&file, 0o644);
        Ok(Box::new(std::fs::File::from(file)))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn StickFile>> {
        let (folder, name) = self.parent(path)?;
        // Not blocking, so that a planted pipe cannot hold the program up before it is refused.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = openat(&folder, name, flags, Mode::empty())?;
        if FileType::from_raw_mode(fstat(&file)?.st_mode) != FileType::RegularFile {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "not a regular file",
            ));
        }
        Ok(Box::new(std::fs::File::from(file)))
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (from_folder, from_name) = self.parent(from)?;
        let (to_folder, to_name) = self.parent(to)?;
        let flags = RenameFlags::NOREPLACE;
        or_by_looking(
            renameat_with(&from_folder, from_name, &to_folder, to_name, flags),
            || statat(&to_folder, to_name, AtFlags::SYMLINK_NOFOLLOW).map(drop),
            || renameat(&from_folder, from_name, &to_folder, to_name),
        )
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        Ok(rustix::fs::fsync(self.folder(path)?)?)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let (folder, name) = self.parent(path)?;
        Ok(rustix::fs::unlinkat(&folder, name, AtFlags::empty())?)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in rustix::fs::Dir::read_from(self.folder(path)?)? {
            // A name that is not text, or longer than 8.3, is none of ours.
            if let Ok(name) = entry?.file_name().to_str()
                && name.len() <= LONGEST_NAME
                && !matches!(name, "." | "..")
            {
                names.push(name.to_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    fn condition(&self) -> Condition {
        let present = |root: rustix::fd::OwnedFd| -> io::Result<Condition> {
            let status = fstatvfs(&root)?;
            let flagged = || {
                if status.f_flag.contains(StatVfsMountFlags::RDONLY) {
                    Access::MountedReadOnly
                } else {
                    Access::Writable
                }
            };
            Ok(Condition::Present {
                access: Access::of(&root, self.plugged.as_deref()).unwrap_or_else(flagged),
                free_bytes: status.f_bavail.saturating_mul(status.f_frsize),
            })
        };
        let root = self.folder(Path::new(""));
        root.and_then(present).unwrap_or(Condition::Gone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_rename_may_replace_it_is_looked_for_first() {
        let exists = Some(io::ErrorKind::AlreadyExists);
        let code = |errno: Errno| Some(io::Error::from(errno).kind());
        // What the rename that does not replace answers, what is found at the new name, whether the other rename is
        // asked for then, and what comes of it.
        for (renamed, found, again, error) in [
            (Ok(()), Err(Errno::NOENT), false, None),
            (Err(Errno::EXIST), Err(Errno::NOENT), false, exists),
            (Err(Errno::IO), Err(Errno::NOENT), false, code(Errno::IO)),
            (Err(Errno::INVAL), Err(Errno::NOENT), true, None),
            (Err(Errno::NOSYS), Err(Errno::NOENT), true, None),
            (Err(Errno::NOTSUP), Err(Errno::NOENT), true, None),
            (Err(Errno::INVAL), Ok(()), false, exists),
            (Err(Errno::INVAL), Err(Errno::IO), false, code(Errno::IO)),
        ] {
            let mut asked = false;
            let rename = || {
                asked = true;
                Ok(())
            };
            let done = or_by_looking(renamed, || found, rename);
            let given = done.err().map(|error| error.kind());
            assert_eq!((asked, given), (again, error), "{renamed:?} {found:?}");
        }
    }

    #[test]
    fn a_stick_is_there_while_it_is_plugged_in_and_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let real = RealFiles::new(folder.path());
        let (here, away) = (folder.path().to_owned(), folder.path().join("absent"));
        let other = real.file_system.map(|number| number + 1);
        for (file_system, plugged, present) in [
            (real.file_system, None, true),
            (real.file_system, Some(&here), true),
            // Pulled, while its mount stays.
            (real.file_system, Some(&away), false),
            // Another file system lies there now, or none did at first.
            (other, None, false),
            (other, Some(&here), false),
            (None, None, false),
        ] {
            let files = RealFiles {
                root: here.clone(),
                file_system,
                plugged: plugged.cloned(),
            };
            let told = files.condition() != Condition::Gone;
            assert_eq!(told, present, "{file_system:?} {plugged:?}");
            assert_eq!(files.list(Path::new("")).is_ok(), present);
        }
    }

    /// A pipe has no medium to be put on, and the system says so when it is asked.
    #[test]
    fn the_system_is_asked_to_sync_and_to_forget() {
        let (reader, _writer) = io::pipe().unwrap();
        let mut file = std::fs::File::from(std::os::fd::OwnedFd::from(reader));
        let errno = |done: io::Result<()>| done.unwrap_err().raw_os_error();
        assert_eq!(errno(file.sync()), Some(Errno::INVAL.raw_os_error()));
        assert_eq!(errno(file.drop_cache()), Some(Errno::SPIPE.raw_os_error()));
    }
}

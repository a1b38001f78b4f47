//! Reading and writing a stick so that a stick pulled at any byte holds a whole file or nothing that loads.

use std::io::{self, BufWriter, Read as _, Seek as _, Write};
use std::path::{Path, PathBuf};

use rustix::io::Errno;
use sha2::{Digest as _, Sha256};

use super::error::CourierError;
use super::files::{Condition, Files, LONGEST_NAME, StickFile};
use super::sign::MAX_SIGNATURE_BYTES;
use crate::courier::error::{FormatError, StickError};
use crate::domain::ids::{BatchNumber, DeviceId, PackNumber};

/// Where packs lie.
pub const TO: &str = "PINGYI/TO";
/// Where each device has its folder.
pub const FROM: &str = "PINGYI/FROM";

/// The folder of a device.
#[must_use]
pub fn device_folder(device: &DeviceId) -> PathBuf {
    Path::new(FROM).join(device.as_str())
}

/// A batch's name without its ending, e.g. `B0000042`.
#[must_use]
pub fn batch_stem(number: BatchNumber) -> String {
    format!("B{:07}", number.0)
}

/// A pack's name without its ending, e.g. `P0000017`.
#[must_use]
pub fn pack_stem(number: PackNumber) -> String {
    format!("P{:07}", number.0)
}

/// What became of a file that was to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// Written, synced, read back.
    Written {
        /// SHA-256 of the file.
        digest: [u8; 32],
    },
    /// The same bytes were there already.
    AlreadyThere {
        /// SHA-256 of the file.
        digest: [u8; 32],
    },
}

/// What writes a file's bytes. Called once, or twice when the name is taken.
pub type Produce<'a> = &'a mut dyn FnMut(&mut dyn Write) -> Result<(), CourierError>;

/// A stick, seen through its file operations.
#[derive(Debug)]
pub struct StickStore<F> {
    files: F,
}

impl<F: Files> StickStore<F> {
    /// A stick.
    pub fn new(files: F) -> Self {
        Self { files }
    }

    /// Writes a file safely: a new temporary name, `fsync`, rename to a name that is free, `fsync` of the
    /// same file again (vfat leaves it empty otherwise), `fsync` of the folder, read back from the medium.
    ///
    /// Never overwrites. The name taken by the same bytes is success, by the beginning of them (an interrupted
    /// export) is moved aside, by anything else is [`StickError::NameTaken`].
    pub fn put(
        &self,
        folder: &Path,
        name: &str,
        produce: Produce<'_>,
    ) -> Result<Put, CourierError> {
        check_length(name)?;
        self.make_folders(folder)?;
        let path = folder.join(name);
        match self.files.open(&path) {
            Ok(file) => {
                if let Some(digest) = self.compare(file, folder, name, produce)? {
                    return Ok(Put::AlreadyThere { digest });
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            // A folder, a link, a pipe or a socket, which no export of ours made.
            Err(error) if is_no_file(&error) => {
                let name = name.to_owned();
                return Err(CourierError::Stick(StickError::NameTaken { name }));
            }
            Err(error) => return Err(self.explain(&error)),
        }
        self.write(folder, &path, None, produce)
    }

    /// [`Self::put`] of a few bytes that take the place of whatever file bears the name: of a device's statement only the newest
    /// counts. A stick pulled meanwhile has the one, or the other, or none.
    pub fn replace(&self, folder: &Path, name: &str, bytes: &[u8]) -> Result<Put, CourierError> {
        check_length(name)?;
        self.make_folders(folder)?;
        let path = folder.join(name);
        let before = match self.files.open(&path) {
            Ok(mut file) => {
                let explain = |error: io::Error| self.explain(&error);
                if file.byte_count().map_err(explain)? == bytes.len() as u64 {
                    let digest: [u8; 32] = Sha256::digest(bytes).into();
                    if hash_of(&mut *file).map_err(explain)? == digest {
                        file.rewind().and_then(|()| file.sync()).map_err(explain)?;
                        return Ok(Put::AlreadyThere { digest });
                    }
                }
                Some(path.as_path())
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            // A folder, a link, a pipe or a socket, which no export of ours made.
            Err(error) if is_no_file(&error) => {
                let name = name.to_owned();
                return Err(CourierError::Stick(StickError::NameTaken { name }));
            }
            Err(error) => return Err(self.explain(&error)),
        };
        self.write(folder, &path, before, &mut |out| {
            out.write_all(bytes).map_err(CourierError::stream)
        })
    }

    /// Writes a file under a name that is free, or that `before` gives up once the new one is on the medium.
    fn write(
        &self,
        folder: &Path,
        path: &Path,
        before: Option<&Path>,
        produce: Produce<'_>,
    ) -> Result<Put, CourierError> {
        let (mut file, temporary) = self.temporary(folder)?;
        let digest = match self.fill(&mut *file, produce) {
            Ok(digest) => digest,
            Err(error) => {
                // Best effort: a leftover with a temporary name loads nowhere.
                let _left = self.files.remove(&temporary);
                return Err(error);
            }
        };
        let explain = |error: io::Error| self.explain(&error);
        if let Some(before) = before {
            self.files.remove(before).map_err(explain)?;
        }
        self.files.rename_new(&temporary, path).map_err(explain)?;
        file.sync().map_err(explain)?;
        self.files.sync_folder(folder).map_err(explain)?;
        // Best effort: where the cache cannot be dropped, a remount (see `drive`) does it.
        let _cached = file.drop_cache();
        drop(file);
        self.verify(path, &digest)?;
        Ok(Put::Written { digest })
    }

    /// Reads a file back and compares it with what was written; also after unmounting and mounting again.
    pub fn verify(&self, path: &Path, digest: &[u8; 32]) -> Result<(), CourierError> {
        let mut file = self
            .files
            .open(path)
            .map_err(|error| self.interrupted(&error))?;
        let hash = hash_of(&mut *file).map_err(|error| self.interrupted(&error))?;
        if hash == *digest {
            Ok(())
        } else {
            Err(self.interrupted(&io::Error::other("read back other bytes than were written")))
        }
    }

    /// Opens a regular file of at most `limit_bytes`.
    pub fn open(&self, path: &Path, limit_bytes: u64) -> Result<Box<dyn StickFile>, CourierError> {
        let file = self
            .files
            .open(path)
            .map_err(|error| self.not_there(path, &error))?;
        let bytes = file
            .byte_count()
            .map_err(|error| self.interrupted(&error))?;
        if bytes > limit_bytes {
            return Err(CourierError::Format(FormatError::TooLarge { limit_bytes }));
        }
        Ok(file)
    }

    /// Reads a small text file whole.
    pub fn read_text(&self, path: &Path, limit_bytes: u64) -> Result<String, CourierError> {
        let file = self.open(path, limit_bytes)?;
        let mut text = String::new();
        match file.take(limit_bytes).read_to_string(&mut text) {
            Ok(_) => Ok(text),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                Err(CourierError::Format(FormatError::NotPingyi))
            }
            Err(error) => Err(self.interrupted(&error)),
        }
    }

    /// The text of a `.SIG` file; [`FormatError::SignatureMissing`] when there is none.
    pub fn read_signature(&self, folder: &Path, stem: &str) -> Result<String, CourierError> {
        let path = folder.join(format!("{stem}.SIG"));
        match self.read_text(&path, MAX_SIGNATURE_BYTES) {
            Err(CourierError::Stick(StickError::NotThere { .. })) => {
                Err(CourierError::Format(FormatError::SignatureMissing))
            }
            Err(CourierError::Format(FormatError::TooLarge { .. } | FormatError::NotPingyi)) => {
                Err(CourierError::Format(FormatError::SignatureInvalid))
            }
            result => result,
        }
    }

    /// The devices that have a folder. Names that are no device's are passed over.
    pub fn devices(&self) -> Result<Vec<DeviceId>, CourierError> {
        let names = self.list(Path::new(FROM))?.into_iter();
        let mut devices: Vec<DeviceId> = names
            .filter_map(|name| DeviceId::new(name.to_ascii_uppercase()).ok())
            .collect();
        devices.sort();
        devices.dedup();
        Ok(devices)
    }

    /// The numbers of the batches in a device's folder, ascending: claims, until a reader has verified them.
    pub fn batches(&self, device: &DeviceId) -> Result<Vec<BatchNumber>, CourierError> {
        let names = self.list(&device_folder(device))?;
        Ok(numbers(&names, 'B').into_iter().map(BatchNumber).collect())
    }

    /// The numbers of the packs, newest first: claims, until a reader has verified them.
    pub fn packs(&self) -> Result<Vec<PackNumber>, CourierError> {
        self.packs_in(Path::new(TO))
    }

    /// The numbers of the packs that lie in a folder, newest first: a kiosk gives one back in its own.
    pub fn packs_in(&self, folder: &Path) -> Result<Vec<PackNumber>, CourierError> {
        let names = self.list(folder)?;
        let numbers = numbers(&names, 'P').into_iter().rev();
        Ok(numbers.map(PackNumber).collect())
    }

    /// How the stick is.
    pub fn condition(&self) -> Condition {
        self.files.condition()
    }

    /// The names in a folder, sorted; none when there is no such folder. A pulled stick can list as empty
    /// without an error: the stick is asked for afterwards.
    fn list(&self, folder: &Path) -> Result<Vec<String>, CourierError> {
        let names = match self.files.list(folder) {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(self.interrupted(&error)),
        };
        if names.is_empty() && self.files.condition() == Condition::Gone {
            return Err(CourierError::Stick(StickError::Vanished));
        }
        Ok(names)
    }

    fn make_folders(&self, folder: &Path) -> Result<(), CourierError> {
        let mut path = PathBuf::new();
        for part in folder.components() {
            let above = path.clone();
            path.push(part);
            if let Err(error) = self.files.make_folder(&path) {
                // What the kernel says of a link too, as none is followed.
                return Err(if error.kind() == io::ErrorKind::NotADirectory {
                    CourierError::Stick(StickError::Foreign {
                        detail: format!("{} is not a folder", path.display()),
                    })
                } else {
                    self.explain(&error)
                });
            }
            self.files
                .sync_folder(&above)
                .map_err(|error| self.explain(&error))?;
        }
        Ok(())
    }

    fn temporary(&self, folder: &Path) -> Result<(Box<dyn StickFile>, PathBuf), CourierError> {
        for number in 0..10_000 {
            let path = folder.join(format!("T{number:07}.TMP"));
            match self.files.create_new(&path) {
                Ok(file) => return Ok((file, path)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(self.explain(&error)),
            }
        }
        Err(CourierError::Stick(StickError::NameTaken {
            name: "T0009999.TMP".to_owned(),
        }))
    }

    fn fill(
        &self,
        file: &mut dyn StickFile,
        produce: Produce<'_>,
    ) -> Result<[u8; 32], CourierError> {
        let mut out = Tee {
            out: BufWriter::with_capacity(128 * 1024, file),
            hash: Hashing::default(),
        };
        // A fault of the stick surfaces from `produce` as a nameless one: say what the stick says.
        produce(&mut out).map_err(|error| self.rename_fault(error))?;
        out.out.flush().map_err(|error| self.explain(&error))?;
        let Tee { out, hash } = out;
        let file = out
            .into_inner()
            .map_err(|error| self.explain(error.error()))?;
        file.sync().map_err(|error| self.explain(&error))?;
        Ok(hash.finish())
    }

    /// Compares a file that bears the name already. None: it was an interrupted export, now moved aside.
    fn compare(
        &self,
        mut file: Box<dyn StickFile>,
        folder: &Path,
        name: &str,
        produce: Produce<'_>,
    ) -> Result<Option<[u8; 32]>, CourierError> {
        let there = file.byte_count().map_err(|error| self.explain(&error))?;
        let mut wanted = Prefix {
            left: there,
            beginning: Hashing::default(),
            whole: Hashing::default(),
        };
        produce(&mut wanted)?;
        let taken = || {
            CourierError::Stick(StickError::NameTaken {
                name: name.to_owned(),
            })
        };
        // Told by its length alone, because a planted file can be as long as it likes and take hours to read.
        if wanted.left > 0 {
            return Err(taken());
        }
        let found = hash_of(&mut *file).map_err(|error| self.explain(&error))?;
        let (beginning, whole) = (wanted.beginning.finish(), wanted.whole.finish());
        if found == whole {
            // Another program may have put it there a moment ago: on the medium it has to be.
            file.rewind().map_err(|error| self.explain(&error))?;
            file.sync().map_err(|error| self.explain(&error))?;
            return Ok(Some(whole));
        }
        if found != beginning {
            return Err(taken());
        }
        let stem = name.split('.').next().unwrap_or(name);
        for number in 0..100 {
            let aside = folder.join(format!("{stem}.X{number:02}"));
            match self.files.rename_new(&folder.join(name), &aside) {
                Ok(()) => return Ok(None),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(self.explain(&error)),
            }
        }
        Err(taken())
    }

    fn rename_fault(&self, error: CourierError) -> CourierError {
        if let CourierError::Local { path, source } = &error
            && path.is_empty()
        {
            self.explain(source)
        } else {
            error
        }
    }

    fn not_there(&self, path: &Path, error: &io::Error) -> CourierError {
        if error.kind() == io::ErrorKind::NotFound && self.files.condition() != Condition::Gone {
            CourierError::Stick(StickError::NotThere {
                name: path.display().to_string(),
            })
        } else {
            self.interrupted(error)
        }
    }

    /// A fault in reading, of which being full or closed to writing is no reason.
    fn interrupted(&self, error: &io::Error) -> CourierError {
        match self.files.condition() {
            Condition::Gone => CourierError::Stick(StickError::Vanished),
            Condition::Present { .. } => CourierError::Stick(StickError::Interrupted {
                detail: error.to_string(),
            }),
        }
    }

    /// What a fault in writing means, by asking how the stick is rather than by its number alone.
    fn explain(&self, error: &io::Error) -> CourierError {
        let full = matches!(
            error.kind(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
        );
        match self.files.condition() {
            Condition::Gone => CourierError::Stick(StickError::Vanished),
            Condition::Present { access, free_bytes } => access.fault().unwrap_or_else(|| {
                if error.kind() == io::ErrorKind::ReadOnlyFilesystem {
                    // From 6.12 to 6.14 Linux says in no other way that it stopped writing to a damaged ext4.
                    CourierError::Stick(StickError::Damaged)
                } else if full || free_bytes == 0 {
                    CourierError::Stick(StickError::Full { free_bytes })
                } else {
                    self.interrupted(error)
                }
            }),
        }
    }
}

/// A longer name would never be listed: what bears it would be written, and read by nobody.
fn check_length(name: &str) -> Result<(), CourierError> {
    if name.len() <= LONGEST_NAME {
        return Ok(());
    }
    let name = name.to_owned();
    Err(CourierError::Stick(StickError::NameTooLong { name }))
}

/// Whether a name could not be opened because what bears it is no file.
fn is_no_file(error: &io::Error) -> bool {
    let code = Errno::from_io_error(error);
    error.kind() == io::ErrorKind::InvalidData
        || matches!(code, Some(Errno::LOOP | Errno::NXIO | Errno::ISDIR))
}

/// `B0000042.JSL` → 42, ascending; only the exact spelling counts, in capitals or, as a stick that folds case may
/// list what another system copied, in small letters. Where the stick does not fold case, opening such a name
/// fails and is told.
fn numbers(names: &[String], mark: char) -> Vec<u32> {
    let number = |name: &String| {
        let name = name.to_ascii_uppercase();
        let digits = name.strip_prefix(mark)?.strip_suffix(".JSL")?;
        let number = digits.parse().ok()?;
        (format!("{number:07}") == digits).then_some(number)
    };
    let mut numbers: Vec<u32> = names.iter().filter_map(number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// SHA-256 of the rest of a file, read in pieces large enough that a stick is the bottleneck and not the calls.
fn hash_of(file: &mut dyn StickFile) -> io::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; 256 * 1024];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(hash.finalize().into()),
            Ok(count) => hash.update(piece.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[derive(Default)]
struct Hashing(Sha256);

impl Hashing {
    fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Tee<W> {
    out: W,
    hash: Hashing,
}

impl<W: Write> Write for Tee<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.hash
            .write_all(bytes.get(..count).unwrap_or_default())?;
        Ok(count)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Hashes a file's first bytes apart from the whole.
struct Prefix {
    left: u64,
    beginning: Hashing,
    whole: Hashing,
}

impl Write for Prefix {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = usize::try_from(self.left)
            .unwrap_or(usize::MAX)
            .min(bytes.len());
        self.beginning
            .write_all(bytes.get(..count).unwrap_or_default())?;
        self.left -= count as u64;
        self.whole.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

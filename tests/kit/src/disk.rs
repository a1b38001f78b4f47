//! Disks in memory below the real store: they write down what SQLite does to its files, fail when told to, and
//! hold no more than they are told to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use pingyi_vfs::{
    Code, Files, Pragma, SQLITE_CANTOPEN, SQLITE_FULL, SQLITE_IOERR_ACCESS, SQLITE_IOERR_DELETE,
    SQLITE_IOERR_DELETE_NOENT, SQLITE_IOERR_FSTAT, SQLITE_IOERR_FSYNC, SQLITE_IOERR_READ,
    SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE,
};

/// One thing done to a disk. Files are named by a number that is never used again, as an inode is.
#[derive(Debug, Clone)]
pub enum Op {
    Create {
        name: String,
        file: u32,
    },
    Write {
        file: u32,
        at: u64,
        bytes: Arc<[u8]>,
    },
    Truncate {
        file: u32,
        len: u64,
    },
    Sync {
        file: u32,
    },
    Delete {
        name: String,
    },
    SyncFolder,
}

/// Which failure comes, from which call on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// The first call that fails, counted from 0; of a full disk, the first write.
    pub at: u64,
    /// Whether every later call fails too.
    pub lasts: bool,
    pub kind: FaultKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// EIO, at whatever call it is; a write may have written half.
    Failing,
    /// ENOSPC, at writes; half may have been written.
    Full,
}

/// A build that is broken on purpose: the program's pragmas are changed on their way to SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// The product as it is.
    Real,
    /// `synchronous = OFF`.
    SynchronousOff,
    /// `journal_mode = DELETE`, `synchronous = FULL`.
    DeleteFull,
    /// `journal_mode = DELETE`, `synchronous = EXTRA`: sound too, so the judge must not complain.
    DeleteExtra,
}

/// The files of a disk by name.
pub type Contents = BTreeMap<String, Vec<u8>>;

#[derive(Default)]
struct Inner {
    names: BTreeMap<String, u32>,
    files: BTreeMap<u32, Vec<u8>>,
    next: u32,
    /// Journals whose folder has not been synced since they were made: as SQLite on Linux does it.
    folder_waits: BTreeSet<u32>,
    ops: Option<Vec<Op>>,
    calls: u64,
    writes: u64,
    fault: Option<Fault>,
    hits: u64,
    capacity: Option<u64>,
}

/// A disk with one folder.
pub struct Disk {
    number: u32,
    folder: PathBuf,
    build: Build,
    inner: Mutex<Inner>,
}

struct Disks(RwLock<BTreeMap<u32, Arc<Disk>>>);

fn disks() -> &'static Disks {
    static ALL: OnceLock<Disks> = OnceLock::new();
    ALL.get_or_init(|| Disks(RwLock::default()))
}

impl Disk {
    /// A new, empty disk, which is the folder `/pingyi-disk/<number>`.
    pub fn new(build: Build) -> Arc<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let folder = format!("/pingyi-disk/{}", NEXT.fetch_add(1, Ordering::SeqCst));
        Self::at(Path::new(&folder), build)
    }

    /// A new, empty disk that SQLite finds at `folder`.
    pub fn at(folder: &Path, build: Build) -> Arc<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        pingyi_vfs::install(Door);
        let number = u32::try_from(NEXT.fetch_add(1, Ordering::SeqCst)).unwrap();
        let disk = Arc::new(Self {
            number,
            folder: folder.to_owned(),
            build,
            inner: Mutex::default(),
        });
        let mut all = disks().0.write().unwrap_or_else(PoisonError::into_inner);
        all.insert(number, Arc::clone(&disk));
        disk
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Replaces everything by `contents`; forgets faults, limits and recordings.
    pub fn load(&self, contents: Contents) {
        let mut inner = self.inner();
        *inner = Inner::default();
        for (name, bytes) in contents {
            let file = inner.make(&name);
            inner.files.insert(file, bytes);
        }
    }

    pub fn contents(&self) -> Contents {
        let inner = self.inner();
        let held = |file| inner.files.get(file).cloned().unwrap_or_default();
        inner
            .names
            .iter()
            .map(|(name, file)| (name.clone(), held(file)))
            .collect()
    }

    pub fn record(&self) {
        self.inner().ops = Some(Vec::new());
    }

    /// How many operations have been written down.
    pub fn recorded(&self) -> usize {
        self.inner().ops.as_ref().map_or(0, Vec::len)
    }

    pub fn take_ops(&self) -> Vec<Op> {
        self.inner().ops.take().unwrap_or_default()
    }

    /// Calls and writes since the disk was loaded.
    pub fn calls(&self) -> (u64, u64) {
        let inner = self.inner();
        (inner.calls, inner.writes)
    }

    pub fn fail(&self, fault: Option<Fault>) {
        self.inner().fault = fault;
    }

    /// How many calls failed because they were told to.
    pub fn hits(&self) -> u64 {
        self.inner().hits
    }

    /// The most bytes all files together may have.
    pub fn limit(&self, bytes: Option<u64>) {
        self.inner().capacity = bytes;
    }

    pub fn bytes(&self) -> u64 {
        self.inner().bytes()
    }
}

/// Takes a disk away again, so that thousands of them do not add up.
pub fn unplug(disk: &Disk) {
    let mut all = disks().0.write().unwrap_or_else(PoisonError::into_inner);
    all.remove(&disk.number);
}

impl Inner {
    fn make(&mut self, name: &str) -> u32 {
        let file = self.next;
        self.next += 1;
        self.names.insert(name.to_owned(), file);
        self.files.insert(file, Vec::new());
        file
    }

    fn note(&mut self, op: impl FnOnce() -> Op) {
        if let Some(ops) = &mut self.ops {
            ops.push(op());
        }
    }

    /// Counts a call, and fails it when its turn has come.
    fn call(&mut self, code: Code) -> Result<(), Code> {
        let now = self.calls;
        self.calls += 1;
        match self.fault {
            Some(Fault {
                at,
                lasts,
                kind: FaultKind::Failing,
            }) if now == at || (lasts && now > at) => {
                self.hits += 1;
                Err(code)
            }
            _ => Ok(()),
        }
    }

    fn bytes(&self) -> u64 {
        self.files.values().map(|bytes| bytes.len() as u64).sum()
    }

    fn put(&mut self, file: u32, at: u64, bytes: &[u8]) {
        self.note(|| Op::Write {
            file,
            at,
            bytes: bytes.into(),
        });
        overwrite(self.files.entry(file).or_default(), at, bytes);
    }

    fn write(&mut self, file: u32, at: u64, bytes: &[u8]) -> Result<(), Code> {
        let half = &bytes[..bytes.len() / 2];
        let now = self.writes;
        self.writes += 1;
        if let Err(code) = self.call(SQLITE_IOERR_WRITE) {
            self.put(file, at, half);
            return Err(code);
        }
        let full = matches!(self.fault, Some(Fault { at, lasts, kind: FaultKind::Full })
            if now == at || (lasts && now > at));
        let held = self.files.get(&file).map_or(0, |held| held.len() as u64);
        let grows = (at + bytes.len() as u64).saturating_sub(held);
        let no_room = grows > 0
            && self
                .capacity
                .is_some_and(|most| self.bytes() + grows > most);
        if full || no_room {
            self.hits += 1;
            if full {
                self.put(file, at, half);
            }
            return Err(SQLITE_FULL);
        }
        self.put(file, at, bytes);
        Ok(())
    }
}

/// Writes into a file's bytes, with zeros between its end and what lies beyond.
pub fn overwrite(held: &mut Vec<u8>, at: u64, bytes: &[u8]) {
    let at = usize::try_from(at).unwrap();
    let end = at + bytes.len();
    if held.len() < end {
        held.resize(end, 0);
    }
    held[at..end].copy_from_slice(bytes);
}

/// Where SQLite comes in.
struct Door;

impl Door {
    fn find(path: &str) -> Option<(Arc<Disk>, String)> {
        let path = Path::new(path);
        let all = disks().0.read().unwrap_or_else(PoisonError::into_inner);
        // The newest of several disks at one folder is the one that is plugged in.
        let disk = all
            .values()
            .rev()
            .find(|disk| path.parent() == Some(&disk.folder))?;
        Some((Arc::clone(disk), path.file_name()?.to_str()?.to_owned()))
    }

    fn with<T>(file: u64, work: impl FnOnce(&mut Inner, u32) -> T) -> T {
        let (number, file) = split(file);
        let disk = {
            let all = disks().0.read().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(&all[&number])
        };
        let mut inner = disk.inner();
        work(&mut inner, file)
    }
}

#[allow(clippy::cast_possible_truncation, reason = "the halves of a number")]
fn split(file: u64) -> (u32, u32) {
    ((file >> 32) as u32, file as u32)
}

impl Files for Door {
    fn keeps(&self, path: &str) -> bool {
        Self::find(path).is_some()
    }

    fn open(&self, path: &str, create: bool) -> Result<u64, Code> {
        let (disk, name) = Self::find(path).ok_or(SQLITE_CANTOPEN)?;
        let mut inner = disk.inner();
        inner.call(SQLITE_CANTOPEN)?;
        let file = match inner.names.get(&name) {
            Some(file) => *file,
            None if create => {
                let file = inner.make(&name);
                if name.ends_with("-journal") {
                    inner.folder_waits.insert(file);
                }
                inner.note(|| Op::Create { name, file });
                file
            }
            None => return Err(SQLITE_CANTOPEN),
        };
        Ok(u64::from(disk.number) << 32 | u64::from(file))
    }

    fn read(&self, file: u64, at: u64, into: &mut [u8]) -> Result<usize, Code> {
        Self::with(file, |inner, file| {
            inner.call(SQLITE_IOERR_READ)?;
            let at = usize::try_from(at).unwrap();
            let held = inner.files.get(&file).map_or(&[][..], Vec::as_slice);
            let there = held.get(at..).unwrap_or_default();
            let there = &there[..there.len().min(into.len())];
            into[..there.len()].copy_from_slice(there);
            Ok(there.len())
        })
    }

    fn write(&self, file: u64, at: u64, bytes: &[u8]) -> Result<(), Code> {
        Self::with(file, |inner, file| inner.write(file, at, bytes))
    }

    fn truncate(&self, file: u64, len: u64) -> Result<(), Code> {
        Self::with(file, |inner, file| {
            inner.call(SQLITE_IOERR_TRUNCATE)?;
            inner.note(|| Op::Truncate { file, len });
            let len = usize::try_from(len).unwrap();
            inner.files.entry(file).or_default().resize(len, 0);
            Ok(())
        })
    }

    fn sync(&self, file: u64) -> Result<(), Code> {
        Self::with(file, |inner, file| {
            inner.call(SQLITE_IOERR_FSYNC)?;
            inner.note(|| Op::Sync { file });
            if inner.folder_waits.remove(&file) {
                inner.call(SQLITE_IOERR_FSYNC)?;
                inner.note(|| Op::SyncFolder);
            }
            Ok(())
        })
    }

    fn len(&self, file: u64) -> Result<u64, Code> {
        Self::with(file, |inner, file| {
            inner.call(SQLITE_IOERR_FSTAT)?;
            Ok(inner.files.get(&file).map_or(0, |held| held.len() as u64))
        })
    }

    fn delete(&self, path: &str, sync_folder: bool) -> Result<(), Code> {
        let (disk, name) = Self::find(path).ok_or(SQLITE_IOERR_DELETE)?;
        let mut inner = disk.inner();
        inner.call(SQLITE_IOERR_DELETE)?;
        let file = inner.names.remove(&name).ok_or(SQLITE_IOERR_DELETE_NOENT)?;
        inner.files.remove(&file);
        inner.note(|| Op::Delete { name });
        if sync_folder {
            inner.call(SQLITE_IOERR_FSYNC)?;
            inner.note(|| Op::SyncFolder);
        }
        Ok(())
    }

    fn exists(&self, path: &str) -> Result<bool, Code> {
        let (disk, name) = Self::find(path).ok_or(SQLITE_IOERR_ACCESS)?;
        let mut inner = disk.inner();
        inner.call(SQLITE_IOERR_ACCESS)?;
        // On Linux SQLite takes an empty file for none.
        let file = inner
            .names
            .get(&name)
            .and_then(|file| inner.files.get(file));
        Ok(file.is_some_and(|bytes| !bytes.is_empty()))
    }

    fn pragma(&self, file: u64, name: &str, value: Option<&str>) -> Pragma {
        let (number, _) = split(file);
        let all = disks().0.read().unwrap_or_else(PoisonError::into_inner);
        match (all[&number].build, name, value) {
            (Build::SynchronousOff, "synchronous", Some("EXTRA")) => Pragma::Replace("OFF"),
            (Build::DeleteFull, "synchronous", Some("EXTRA")) => Pragma::Replace("FULL"),
            // The program holds SQLite to its answer; DELETE is what SQLite does when nobody asks.
            (Build::DeleteFull | Build::DeleteExtra, "journal_mode", Some("TRUNCATE")) => {
                Pragma::Swallow("truncate")
            }
            _ => Pragma::Pass,
        }
    }
}

//! SQLite's file system as a safe trait: the door through which the breakers under `tests/` stand below the real
//! store without a word in the product.
//!
//! `install` puts a VFS in front of the system's own and makes it SQLite's default. Files that the given [`Files`]
//! keeps go to it; every other file goes to the system's VFS untouched. sqlite-plugin, sqlite-vfs and `sqlite3_ext`
//! were looked at first: none tells whether a deletion must reach the folder, and the first needs libclang.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;
use std::sync::{Once, OnceLock};

use rusqlite::ffi;

pub use rusqlite::ffi::{
    SQLITE_CANTOPEN, SQLITE_FULL, SQLITE_IOERR_ACCESS, SQLITE_IOERR_DELETE,
    SQLITE_IOERR_DELETE_NOENT, SQLITE_IOERR_FSTAT, SQLITE_IOERR_FSYNC, SQLITE_IOERR_READ,
    SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE,
};

/// An SQLite result code other than `SQLITE_OK`.
pub type Code = c_int;

/// What becomes of a pragma on its way to SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pragma {
    /// SQLite carries it out.
    Pass,
    /// SQLite never sees it; the program gets this answer.
    Swallow(&'static str),
    /// SQLite carries it out with another value, no longer than the one given.
    Replace(&'static str),
}

/// Where files are kept. Calls come from whatever thread uses the connection.
pub trait Files: Send + Sync + 'static {
    /// Whether this path is kept here.
    fn keeps(&self, path: &str) -> bool;
    /// Opens a file and names it by a number; makes it when `create` and absent.
    fn open(&self, path: &str, create: bool) -> Result<u64, Code>;
    /// Fills the front of `into`; returns how many bytes there were.
    fn read(&self, file: u64, at: u64, into: &mut [u8]) -> Result<usize, Code>;
    /// Writes all of `bytes`.
    fn write(&self, file: u64, at: u64, bytes: &[u8]) -> Result<(), Code>;
    /// Cuts or extends.
    fn truncate(&self, file: u64, len: u64) -> Result<(), Code>;
    /// Makes the file's bytes durable.
    fn sync(&self, file: u64) -> Result<(), Code>;
    /// The file's length.
    fn len(&self, file: u64) -> Result<u64, Code>;
    /// Removes a name; durably when `sync_folder`.
    fn delete(&self, path: &str, sync_folder: bool) -> Result<(), Code>;
    /// Whether there is such a file.
    fn exists(&self, path: &str) -> Result<bool, Code>;
    /// What becomes of a pragma.
    fn pragma(&self, file: u64, name: &str, value: Option<&str>) -> Pragma;
}

/// SQLite's file object, lengthened by ours; SQLite allocates `szOsFile` bytes for it.
#[repr(C)]
struct OpenFile {
    base: ffi::sqlite3_file,
    number: u64,
}

static FILES: OnceLock<Box<dyn Files>> = OnceLock::new();
static SYSTEM: OnceLock<System> = OnceLock::new();
static INSTALLED: Once = Once::new();

/// The VFS that was the default before ours.
struct System(*mut ffi::sqlite3_vfs);

// SAFETY: SQLite's own VFS objects are static, are never changed after registration and are made to be called from
// any thread.
unsafe impl Send for System {}
// SAFETY: as above.
unsafe impl Sync for System {}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 1,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(lock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: None,
    xShmLock: None,
    xShmBarrier: None,
    xShmUnmap: None,
    xFetch: None,
    xUnfetch: None,
};

/// Makes `files` part of SQLite's default file system for the rest of the process; later calls change nothing, and
/// none returns before it is.
///
/// # Panics
/// When SQLite has no file system of its own or does not take ours.
pub fn install(files: impl Files) {
    INSTALLED.call_once(|| register(Box::new(files)));
}

fn register(files: Box<dyn Files>) {
    assert!(FILES.set(files).is_ok(), "installed once");
    // SAFETY: sqlite3_initialize may be called at any time, and a null name asks for the default.
    let system = unsafe {
        ffi::sqlite3_initialize();
        ffi::sqlite3_vfs_find(ptr::null())
    };
    assert!(!system.is_null(), "SQLite has no file system");
    // SAFETY: not null, so it points at the registered, static default VFS.
    let mut ours = unsafe { *system };
    ours.szOsFile = ours
        .szOsFile
        .max(c_int::try_from(size_of::<OpenFile>()).expect("a few bytes"));
    ours.pNext = ptr::null_mut();
    ours.zName = c"pingyi-vfs".as_ptr();
    ours.xOpen = Some(open);
    ours.xDelete = Some(delete);
    ours.xAccess = Some(access);
    ours.xFullPathname = Some(full_pathname);
    assert!(SYSTEM.set(System(system)).is_ok(), "installed once");
    // SAFETY: the object is leaked, so it lives as long as SQLite may use it; its other methods are the system's,
    // which use their VFS argument for nothing but what `*system` held too.
    let code = unsafe { ffi::sqlite3_vfs_register(Box::into_raw(Box::new(ours)), 1) };
    assert_eq!(code, ffi::SQLITE_OK, "SQLite did not take the file system");
}

fn files() -> &'static dyn Files {
    FILES
        .get()
        .expect("our methods are reachable only after install")
        .as_ref()
}

fn system() -> *mut ffi::sqlite3_vfs {
    SYSTEM
        .get()
        .expect("our methods are reachable only after install")
        .0
}

fn code(result: Result<(), Code>) -> c_int {
    result.err().unwrap_or(ffi::SQLITE_OK)
}

/// The path, when it is one of ours.
///
/// # Safety
/// `name` is null or a NUL-terminated text.
unsafe fn kept<'a>(name: *const c_char) -> Option<&'a str> {
    if name.is_null() {
        return None;
    }
    // SAFETY: not null, and NUL-terminated by this function's contract.
    let name = unsafe { CStr::from_ptr(name) }.to_str().ok()?;
    files().keeps(name).then_some(name)
}

/// # Safety
/// `file` was opened by `open` below.
unsafe fn number(file: *mut ffi::sqlite3_file) -> u64 {
    // SAFETY: SQLite passes back what `open` filled in, and allocated `szOsFile` bytes for it.
    unsafe { (*file.cast::<OpenFile>()).number }
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    flags_out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite passes null or a NUL-terminated name.
    let Some(path) = (unsafe { kept(name) }) else {
        // SAFETY: the system's own method with its own object; `file` has room for its file type, see `install`.
        return unsafe {
            (*system()).xOpen.map_or(ffi::SQLITE_CANTOPEN, |open| {
                open(system(), name, file, flags, flags_out)
            })
        };
    };
    // SAFETY: SQLite gives `szOsFile` bytes, and wants pMethods null until the file is open.
    unsafe { (*file).pMethods = ptr::null() };
    match files().open(path, flags & ffi::SQLITE_OPEN_CREATE != 0) {
        Ok(number) => {
            let base = ffi::sqlite3_file {
                pMethods: &raw const METHODS,
            };
            // SAFETY: as above; nothing was there that would need dropping.
            unsafe { ptr::write(file.cast::<OpenFile>(), OpenFile { base, number }) };
            if !flags_out.is_null() {
                // SAFETY: not null, so it points at SQLite's integer.
                unsafe { *flags_out = flags };
            }
            ffi::SQLITE_OK
        }
        Err(code) => code,
    }
}

unsafe extern "C" fn delete(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    sync_folder: c_int,
) -> c_int {
    // SAFETY: SQLite passes a NUL-terminated name.
    match unsafe { kept(name) } {
        Some(path) => code(files().delete(path, sync_folder != 0)),
        // SAFETY: the system's own method with its own object and SQLite's own arguments.
        None => unsafe {
            (*system())
                .xDelete
                .map_or(ffi::SQLITE_IOERR_DELETE, |delete| {
                    delete(system(), name, sync_folder)
                })
        },
    }
}

unsafe extern "C" fn access(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite passes a NUL-terminated name.
    match unsafe { kept(name) } {
        Some(path) => match files().exists(path) {
            Ok(there) => {
                // SAFETY: SQLite passes an integer to fill.
                unsafe { *out = c_int::from(there) };
                ffi::SQLITE_OK
            }
            Err(code) => code,
        },
        // SAFETY: the system's own method with its own object and SQLite's own arguments.
        None => unsafe {
            (*system())
                .xAccess
                .map_or(ffi::SQLITE_IOERR_ACCESS, |access| {
                    access(system(), name, flags, out)
                })
        },
    }
}

unsafe extern "C" fn full_pathname(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    room: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: SQLite passes a NUL-terminated name.
    let Some(path) = (unsafe { kept(name) }) else {
        // SAFETY: the system's own method with its own object and SQLite's own arguments.
        return unsafe {
            (*system())
                .xFullPathname
                .map_or(ffi::SQLITE_CANTOPEN, |full| full(system(), name, room, out))
        };
    };
    if usize::try_from(room).is_ok_and(|room| path.len() < room) {
        // SAFETY: `name` is `path.len()` bytes and a NUL, and `out` has room for more than that.
        unsafe { ptr::copy_nonoverlapping(name, out, path.len() + 1) };
        ffi::SQLITE_OK
    } else {
        ffi::SQLITE_CANTOPEN
    }
}

unsafe extern "C" fn close(_: *mut ffi::sqlite3_file) -> c_int {
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    into: *mut c_void,
    amount: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    let (Ok(amount), Ok(at)) = (usize::try_from(amount), u64::try_from(at)) else {
        return ffi::SQLITE_IOERR_READ;
    };
    // SAFETY: SQLite passes `amount` bytes that it has initialised or lets us overwrite, and nobody else holds them.
    let into = unsafe {
        ptr::write_bytes(into.cast::<u8>(), 0, amount);
        std::slice::from_raw_parts_mut(into.cast::<u8>(), amount)
    };
    // SAFETY: a file of ours.
    match files().read(unsafe { number(file) }, at, into) {
        Ok(there) if there == amount => ffi::SQLITE_OK,
        // The rest is zero already, as SQLite asks.
        Ok(_) => ffi::SQLITE_IOERR_SHORT_READ,
        Err(code) => code,
    }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    bytes: *const c_void,
    amount: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    let (Ok(amount), Ok(at)) = (usize::try_from(amount), u64::try_from(at)) else {
        return ffi::SQLITE_IOERR_WRITE;
    };
    // SAFETY: SQLite passes `amount` readable bytes that do not change during the call.
    let bytes = unsafe { std::slice::from_raw_parts(bytes.cast::<u8>(), amount) };
    // SAFETY: a file of ours.
    code(files().write(unsafe { number(file) }, at, bytes))
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, len: ffi::sqlite3_int64) -> c_int {
    let Ok(len) = u64::try_from(len) else {
        return ffi::SQLITE_IOERR_TRUNCATE;
    };
    // SAFETY: a file of ours.
    code(files().truncate(unsafe { number(file) }, len))
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: a file of ours.
    code(files().sync(unsafe { number(file) }))
}

unsafe extern "C" fn file_size(
    file: *mut ffi::sqlite3_file,
    out: *mut ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: a file of ours.
    match files().len(unsafe { number(file) }) {
        Ok(len) => {
            // SAFETY: SQLite passes an integer to fill.
            unsafe { *out = ffi::sqlite3_int64::try_from(len).unwrap_or(ffi::sqlite3_int64::MAX) };
            ffi::SQLITE_OK
        }
        Err(code) => code,
    }
}

/// One connection a file: every lock is free.
unsafe extern "C" fn lock(_: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved_lock(_: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    // SAFETY: SQLite passes an integer to fill.
    unsafe { *out = 0 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_control(
    file: *mut ffi::sqlite3_file,
    op: c_int,
    argument: *mut c_void,
) -> c_int {
    if op != ffi::SQLITE_FCNTL_PRAGMA {
        return ffi::SQLITE_NOTFOUND;
    }
    let texts = argument.cast::<*mut c_char>();
    // SAFETY: for this operation SQLite passes an array of answer, name and value; the name is NUL-terminated, the
    // value null or NUL-terminated.
    let (name, value) = unsafe {
        let value = *texts.add(2);
        let name = CStr::from_ptr(*texts.add(1)).to_str().unwrap_or_default();
        (
            name,
            (!value.is_null()).then(|| CStr::from_ptr(value).to_str().unwrap_or_default()),
        )
    };
    // SAFETY: a file of ours.
    match files().pragma(unsafe { number(file) }, name, value) {
        Pragma::Pass => ffi::SQLITE_NOTFOUND,
        Pragma::Swallow(answer) => {
            // SAFETY: sqlite3_malloc64 gives so many bytes or null; SQLite frees the answer itself.
            unsafe {
                let copy = ffi::sqlite3_malloc64(answer.len() as u64 + 1).cast::<u8>();
                if copy.is_null() {
                    return ffi::SQLITE_NOMEM;
                }
                ptr::copy_nonoverlapping(answer.as_ptr(), copy, answer.len());
                *copy.add(answer.len()) = 0;
                *texts = copy.cast();
            }
            ffi::SQLITE_OK
        }
        Pragma::Replace(other) => {
            let held = value.map_or(0, str::len);
            assert!(
                other.len() <= held,
                "{other} is longer than what it replaces"
            );
            // SAFETY: the value is a text SQLite allocated for this statement alone and reads after this call; the
            // replacement is not longer, and its NUL falls inside. `value` is not used afterwards.
            unsafe {
                let text = (*texts.add(2)).cast::<u8>();
                ptr::copy_nonoverlapping(other.as_ptr(), text, other.len());
                *text.add(other.len()) = 0;
            }
            ffi::SQLITE_NOTFOUND
        }
    }
}

/// What SQLite's own file system says on Linux.
unsafe extern "C" fn sector_size(_: *mut ffi::sqlite3_file) -> c_int {
    4096
}

/// What SQLite's own file system says on Linux: nothing is promised but that bytes beside a write stay as they are.
unsafe extern "C" fn device_characteristics(_: *mut ffi::sqlite3_file) -> c_int {
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

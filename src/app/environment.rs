//! The passphrase that a script put in the environment. Every process of the account can read another's environment as it was
//! when the program began, and children inherit it: the program begins again without it, and gets it through a pipe.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::AsRawFd as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use rustix::io::{FdFlags, fcntl_setfd};
use zeroize::Zeroizing;

/// Where scripts put it.
pub const PASSPHRASE: &str = "PINGYI_PASSPHRASE";
/// Which open file holds it when the program has begun again.
const HANDED: &str = "PINGYI_PASSPHRASE_FD";
/// A pipe takes this much without waiting for a reader, everywhere.
const MOST_BYTES: usize = 4096;

/// The passphrase that was in the environment, which holds it no more; for the beginning of `main`, before any thread.
#[must_use]
pub fn take() -> Option<Zeroizing<String>> {
    if let Some(secret) = std::env::var_os(PASSPHRASE) {
        // Comes back only where the system has no `/proc` or no pipe: then it stays where the script put it.
        let _stayed = begin_again(&secret);
        return secret.into_string().ok().map(Zeroizing::new);
    }
    let handed: u32 = std::env::var(HANDED).ok()?.parse().ok()?;
    let mut text = Zeroizing::new(String::new());
    let pipe = File::open(format!("/proc/self/fd/{handed}")).ok()?;
    pipe.take(MOST_BYTES as u64)
        .read_to_string(&mut text)
        .ok()?;
    Some(text)
}

fn begin_again(secret: &OsStr) -> std::io::Result<()> {
    let bytes = secret.as_bytes();
    if bytes.len() > MOST_BYTES {
        return Ok(());
    }
    let (reader, mut writer) = std::io::pipe()?;
    writer.write_all(bytes)?;
    drop(writer);
    fcntl_setfd(&reader, FdFlags::empty())?;
    let mut arguments = std::env::args_os();
    let name = arguments.next().unwrap_or_default();
    let error = Command::new(std::env::current_exe()?)
        .arg0(name)
        .args(arguments)
        .env_remove(PASSPHRASE)
        .env(HANDED, reader.as_raw_fd().to_string())
        .exec();
    Err(error)
}

//! Removable drives: which are there, and how to see them afresh.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use zbus::zvariant::Value;

use super::access::Access;
use super::error::CourierError;
use super::files::{Condition, Files as _, RealFiles};
use crate::courier::error::StickError;

/// Where desktops and people mount sticks.
const ROOTS: [&str; 3] = ["/media", "/run/media", "/mnt"];
/// The file systems a stick may have; `fuseblk` is how ntfs-3g and older exFAT drivers show.
const KINDS: [&str; 6] = ["vfat", "exfat", "ext4", "ntfs", "ntfs3", "fuseblk"];
/// How long the system bus may take to greet, and udisks2 for each answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// A drive that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drive {
    /// Where it is mounted.
    pub root: PathBuf,
    /// As people know it: the last part of `root`.
    pub label: String,
    /// What is left on it, in bytes.
    pub free_bytes: u64,
    /// Whether it can be written, and why not.
    pub access: Access,
    /// A configured folder that stands for a stick (体验模式, `demo`).
    pub is_folder: bool,
    /// The block device, e.g. `/dev/sdb1`; none for a folder.
    pub device: Option<PathBuf>,
}

/// The drives there are: mounted sticks under `/media`, `/run/media`, `/mnt` and `extra_roots`, and those of
/// `folders` that exist.
pub fn drives(extra_roots: &[PathBuf], folders: &[PathBuf]) -> Result<Vec<Drive>, CourierError> {
    let path = Path::new("/proc/self/mountinfo");
    let table = std::fs::read_to_string(path).map_err(|error| CourierError::local(path, error))?;
    let mounted = mounts(&table, extra_roots)
        .into_iter()
        .filter_map(|(root, device)| drive(root, Some(device)));
    let standing = folders.iter().filter_map(|root| drive(root.clone(), None));
    Ok(mounted.chain(standing).collect())
}

/// Makes the next read ask the medium: unmounts and mounts again through udisks2. Returns where the drive is now;
/// none when udisks2 does not answer or may not, and then the drive is where it was.
/// [`StickError::Vanished`] when it does not come back.
pub fn remount(drive: &Drive) -> Result<Option<PathBuf>, CourierError> {
    let Some(files) = drive.device.as_deref().and_then(filesystem) else {
        return Ok(None);
    };
    let options: HashMap<&str, Value<'_>> = HashMap::new();
    if files.call_method("Unmount", &(&options,)).is_err() {
        return Ok(None);
    }
    // A mount just taken away has to come back: ask more than once.
    for _ in 0..3 {
        if let Ok(reply) = files.call_method("Mount", &(&options,)) {
            let place: Result<String, _> = reply.body().deserialize();
            return place
                .map(|place| Some(PathBuf::from(place)))
                .map_err(|_| CourierError::Stick(StickError::Vanished));
        }
        std::thread::sleep(Duration::from_millis(300));
    }
    Err(CourierError::Stick(StickError::Vanished))
}

/// Puts everything on the medium before the screen says 可以拔出 (`syncfs`), and unmounts through udisks2 where it
/// answers.
pub fn release(drive: &Drive) -> Result<(), CourierError> {
    let root =
        std::fs::File::open(&drive.root).map_err(|_| CourierError::Stick(StickError::Vanished))?;
    rustix::fs::syncfs(&root).map_err(|error| {
        CourierError::Stick(StickError::Interrupted {
            detail: error.to_string(),
        })
    })?;
    drop(root);
    if let Some(files) = drive.device.as_deref().and_then(filesystem) {
        let options: HashMap<&str, Value<'_>> = HashMap::new();
        // Synced already: where unmounting is not allowed, pulling it out is safe all the same.
        let _still_mounted = files.call_method("Unmount", &(&options,));
    }
    Ok(())
}

/// The udisks2 object of a block device, if udisks2 is there and knows it.
fn filesystem(device: &Path) -> Option<zbus::blocking::Proxy<'static>> {
    let name = device.strip_prefix("/dev").ok()?.to_str()?;
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    zbus::blocking::Proxy::new_owned(
        system_bus()?,
        "org.freedesktop.UDisks2",
        format!("/org/freedesktop/UDisks2/block_devices/{name}"),
        "org.freedesktop.UDisks2.Filesystem",
    )
    .ok()
}

/// The system bus, if it greets in time. zbus waits for the greeting without a limit: a thread waits in its place, so
/// that a bus that hangs does not hold 同步 up for ever.
fn system_bus() -> Option<zbus::blocking::Connection> {
    let (to, from) = std::sync::mpsc::channel();
    let connect = move || {
        let bus = zbus::blocking::connection::Builder::system()
            .and_then(|builder| builder.method_timeout(PATIENCE).build());
        // Nobody listens any more when it came too late.
        let _unheard = to.send(bus.ok());
    };
    let named = std::thread::Builder::new().name("system-bus".to_owned());
    named.spawn(connect).ok()?;
    from.recv_timeout(PATIENCE).ok()?
}

fn drive(root: PathBuf, device: Option<PathBuf>) -> Option<Drive> {
    let Condition::Present { access, free_bytes } = RealFiles::new(&root).condition() else {
        return None;
    };
    let label = root
        .file_name()
        .unwrap_or(root.as_os_str())
        .to_string_lossy()
        .into_owned();
    Some(Drive {
        label,
        free_bytes,
        access,
        is_folder: device.is_none(),
        device,
        root,
    })
}

/// Takes `/proc/self/mountinfo` apart (proc(5)): mount points that can be sticks, and their devices.
fn mounts(table: &str, extra_roots: &[PathBuf]) -> Vec<(PathBuf, PathBuf)> {
    table
        .lines()
        .filter_map(|line| {
            let (left, right) = line.split_once(" - ")?;
            let place = PathBuf::from(unescape(left.split(' ').nth(4)?));
            let mut right = right.split(' ');
            let kind = right.next()?;
            let device = PathBuf::from(unescape(right.next()?));
            let known = ROOTS
                .iter()
                .any(|root| place.starts_with(root) && place != Path::new(root))
                || place == Path::new("/mnt")
                || extra_roots.iter().any(|root| place.starts_with(root));
            (known && KINDS.contains(&kind) && device.starts_with("/dev"))
                .then_some((place, device))
        })
        .collect()
}

/// The kernel writes space, tab, line feed and backslash as `\040` and the like.
fn unescape(text: &str) -> std::ffi::OsString {
    use std::os::unix::ffi::OsStringExt as _;
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if let (
            b'\\',
            [
                a @ b'0'..=b'3',
                b @ b'0'..=b'7',
                c @ b'0'..=b'7',
                after @ ..,
            ],
        ) = (*first, tail)
        {
            bytes.push((a - b'0') * 64 + (b - b'0') * 8 + (c - b'0'));
            rest = after;
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    std::ffi::OsString::from_vec(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sticks_are_told_from_other_mounts() {
        let table = "\
22 1 8:1 / / rw - ext4 /dev/sda1 rw
30 22 8:17 / /media/wang/MY\\040STICK rw,nosuid shared:1 - vfat /dev/sdb1 rw
31 22 0:40 / /media/share rw - nfs4 server:/x rw
32 22 8:33 / /srv/stick rw - ext4 /dev/loop0 rw
";
        let found = mounts(table, &[PathBuf::from("/srv/stick")]);
        let pair = |place: &str, device: &str| (PathBuf::from(place), PathBuf::from(device));
        assert_eq!(
            found,
            [
                pair("/media/wang/MY STICK", "/dev/sdb1"),
                pair("/srv/stick", "/dev/loop0")
            ]
        );
    }

    #[test]
    fn each_rule_of_what_may_be_a_stick_counts() {
        let line = |place: &str, kind: &str, device: &str| {
            format!("30 22 8:17 / {place} rw,nosuid shared:1 master:2 - {kind} {device} rw\n")
        };
        let extra = [PathBuf::from("/srv")];
        for (place, kind, device, is_stick) in [
            ("/media/STICK", "vfat", "/dev/sdb1", true),
            ("/run/media/wang/STICK", "exfat", "/dev/sdb1", true),
            ("/mnt/STICK", "ntfs3", "/dev/sdb1", true),
            // People mount there; nobody mounts a stick over all that /media holds.
            ("/mnt", "ext4", "/dev/sdb1", true),
            ("/media", "ext4", "/dev/sdb1", false),
            ("/run/media", "ext4", "/dev/sdb1", false),
            ("/mediastore", "ext4", "/dev/sdb1", false),
            ("/srv", "fuseblk", "/dev/sdb1", true),
            ("/srv/STICK", "ntfs", "/dev/sdb1", true),
            ("/home", "ext4", "/dev/sdb1", false),
            ("/media/STICK", "nfs4", "/dev/sdb1", false),
            ("/media/STICK", "ext4", "server:/x", false),
        ] {
            let found = mounts(&line(place, kind, device), &extra);
            assert_eq!(
                found.len(),
                usize::from(is_stick),
                "{place} {kind} {device}"
            );
        }
        for torn in [
            "30 22 8:17 / /mnt rw",
            "30 22 - vfat /dev/sdb1",
            "a b c / /mnt - vfat",
        ] {
            assert_eq!(mounts(torn, &extra), [], "{torn}");
        }
    }

    #[test]
    fn what_the_kernel_writes_in_octal_is_read() {
        for (written, meant) in [
            (r"plain", "plain"),
            (r"a\040b\011c\012d\134e", "a b\tc\nd\\e"),
            (r"\344\270\255", "中"),
            // None of these is an octal number of one byte.
            (r"\400", r"\400"),
            (r"\04", r"\04"),
            (r"\048", r"\048"),
            (r"\084", r"\084"),
            ("end\\", "end\\"),
        ] {
            assert_eq!(unescape(written), meant, "{written}");
        }
    }
}

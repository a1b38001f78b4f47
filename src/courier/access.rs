//! Whether a stick can be written and, where it cannot, why: what there is to do differs.

use std::os::fd::{AsFd, AsRawFd as _};
use std::path::Path;

use super::error::CourierError;
use crate::courier::error::StickError;

/// Whether a stick can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It can.
    Writable,
    /// The device takes nothing: its switch is on, or it is worn out and has locked itself.
    Protected,
    /// Its file system went wrong while it was in use, and the kernel writes to it no more.
    Damaged,
    /// It was mounted so, by a person or by a system that found it damaged: nothing tells which.
    MountedReadOnly,
}

impl Access {
    /// What to say of a stick that cannot be written.
    #[must_use]
    pub fn fault(self) -> Option<CourierError> {
        match self {
            Self::Writable => None,
            Self::Protected => Some(CourierError::Stick(StickError::ReadOnly)),
            Self::Damaged => Some(CourierError::Stick(StickError::Damaged)),
            Self::MountedReadOnly => Some(CourierError::Stick(StickError::MountedReadOnly)),
        }
    }

    /// Of the stick that `root` is open on, which sysfs shows at `plugged`; none where the kernel does not tell.
    pub(super) fn of(root: impl AsFd, plugged: Option<&Path>) -> Option<Self> {
        let number = root.as_fd().as_raw_fd();
        let open = std::fs::read_to_string(format!("/proc/self/fdinfo/{number}")).ok()?;
        let table = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
        // `1` for a partition of a protected device too.
        let device = plugged.and_then(|path| std::fs::read_to_string(path.join("ro")).ok());
        judge(&open, &table, device.as_deref().unwrap_or_default())
    }
}

/// Takes the kernel's texts apart (proc(5)): `fdinfo` names the mount, `mountinfo` has a line for it, `device` is the
/// device's own flag. By the mount and not by its place: another may lie on top of it.
fn judge(fdinfo: &str, mountinfo: &str, device: &str) -> Option<Access> {
    let mount = fdinfo.lines().find_map(|line| line.strip_prefix("mnt_id:"));
    let (mount, has) = (mount?.trim(), |options: &str, wanted| {
        options.split(',').any(|option| option == wanted)
    });
    let line = mountinfo
        .lines()
        .find(|line| line.split(' ').next() == Some(mount))?;
    let (left, right) = line.split_once(" - ")?;
    // A mount's own options, and those of the file system, which all its mounts share.
    let (own, shared) = (left.split(' ').nth(5)?, right.split(' ').nth(2)?);
    Some(if device.trim() == "1" {
        Access::Protected
    } else if has(shared, "emergency_ro") || has(shared, "shutdown") {
        // How ext4 says that it has stopped, since Linux 6.15.
        Access::Damaged
    } else if has(own, "ro") {
        // Who mounts read-only sets both flags, or the mount's own alone.
        Access::MountedReadOnly
    } else if has(shared, "ro") {
        // The kernel alone sets this one and not the mount's: vfat and exFAT after an error, ext4 before Linux 6.12.
        Access::Damaged
    } else {
        Access::Writable
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FDINFO: &str = "pos:\t0\nflags:\t02200000\nmnt_id:\t63\nino:\t2\n";

    fn line(mount: u32, own: &str, shared: &str) -> String {
        format!(
            "{mount} 60 8:17 / /media/wang/MY\\040STICK {own},relatime shared:1 - ext4 /dev/sdb1 {shared},errors=remount-ro\n"
        )
    }

    /// What Linux 6.18 was seen to write, and what older kernels do.
    #[test]
    fn each_reason_is_told_from_the_kernels_own_words() {
        use Access::{Damaged, MountedReadOnly, Protected, Writable};
        for (own, shared, device, access) in [
            ("rw", "rw", "0\n", Writable),
            ("rw", "rw", "", Writable),
            // mount -o ro, and the same for one mount of several.
            ("ro", "ro", "0\n", MountedReadOnly),
            ("ro", "ro", "", MountedReadOnly),
            ("ro", "rw", "0\n", MountedReadOnly),
            // errors=remount-ro.
            ("rw", "ro", "0\n", Damaged),
            ("rw", "rw,emergency_ro", "0\n", Damaged),
            ("ro", "ro,emergency_ro", "0\n", Damaged),
            ("rw", "rw,shutdown", "0\n", Damaged),
            // Its switch is on: before it was plugged in, or since.
            ("ro", "ro", "1\n", Protected),
            ("rw", "rw", "1\n", Protected),
            ("rw", "ro", "1\n", Protected),
            ("rw", "rw,emergency_ro", "1\n", Protected),
            // Options that only look like it.
            ("rw,rox", "rw,roots,errors=ro", "0\n", Writable),
        ] {
            let judged = judge(FDINFO, &line(63, own, shared), device);
            assert_eq!(judged, Some(access), "{own} {shared} {device:?}");
        }
    }

    #[test]
    fn the_kernel_is_asked() {
        let folder = tempfile::tempdir().unwrap();
        let root = std::fs::File::open(folder.path()).unwrap();
        assert_eq!(Access::of(&root, None), Some(Access::Writable));
        // The device's own flag counts before all.
        std::fs::write(folder.path().join("ro"), "1\n").unwrap();
        let protected = Access::of(&root, Some(folder.path()));
        assert_eq!(protected, Some(Access::Protected));
    }

    #[test]
    fn the_mount_counts_and_not_its_place() {
        let (below, above) = (line(6, "ro", "ro"), line(63, "rw", "rw"));
        for table in [format!("{below}{above}"), format!("{above}{below}")] {
            assert_eq!(judge(FDINFO, &table, "0"), Some(Access::Writable));
            assert_eq!(
                judge("mnt_id:\t6\n", &table, "0"),
                Some(Access::MountedReadOnly)
            );
            assert_eq!(judge("mnt_id:\t7\n", &table, "0"), None);
        }
        assert_eq!(judge("pos:\t0\n", &above, "0"), None);
        for torn in [
            "63",
            "63 60 8:17 / /media rw",
            "63 60 8:17 - ext4 x rw",
            "63 60 8:17 / /media rw - ext4 x",
        ] {
            assert_eq!(judge(FDINFO, torn, "0"), None, "{torn}");
        }
    }
}

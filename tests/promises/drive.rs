//! What a drive is asked through udisks2, and what is made of each answer. udisks2 is played (`kit::udisks`); in
//! the tests that need root it has hands, and a kiosk and an office meet an ext4 stick that comes back elsewhere.

use std::path::{Path, PathBuf};
use std::process::Command;

use pingyi::app::AppError;
use pingyi::app::office::BatchOutcome;
use pingyi::app::sticks::Stick;
use pingyi::courier::CourierError;
use pingyi::courier::access::Access;
use pingyi::courier::drive::{Drive, drives, release, remount};
use pingyi::courier::error::StickError;
use pingyi::fault::Fault as _;
use pingyi_kit::town;
use pingyi_kit::udisks;

use pingyi_kit::town::{Town, opinion, rating};
use pingyi_kit::udisks::Fault::{HangsUp, Never, NoUdisks, Number, Refused, Silent};
use pingyi_kit::udisks::Method::{Hello, Mount, Unmount};
use pingyi_kit::udisks::{Bus, Fault, Method, alone};

/// A drive whose root is a folder: nothing is mounted, udisks2 only says so.
fn drive(root: &Path, device: Option<&str>) -> Drive {
    Drive {
        root: root.to_owned(),
        label: "STICK".to_owned(),
        free_bytes: 1 << 20,
        access: Access::Writable,
        is_folder: false,
        device: device.map(PathBuf::from),
    }
}

fn faulty(bus: &Bus, fault: Fault) {
    let mut udisks = bus.udisks();
    let (old, next) = ("/media/wang/STICK", "/media/wang/STICK1");
    (udisks.mounted, udisks.next) = (Some(old.into()), next.into());
    udisks.fault = fault;
    udisks.calls.clear();
}

#[test]
fn a_drive_is_unmounted_and_comes_back_where_udisks_says() {
    alone(&[], |bus| {
        let folder = tempfile::tempdir().unwrap();
        let stick = drive(folder.path(), Some("/dev/sdb1"));
        let back = Path::new("/media/wang/STICK1");
        assert_eq!(remount(&stick).unwrap().as_deref(), Some(back));
        assert_eq!(bus.udisks().mounted.as_deref(), Some(back));
        assert_eq!(bus.udisks().calls, [Unmount, Mount]);
        release(&stick).unwrap();
        assert_eq!(bus.udisks().mounted, None);
        assert_eq!(bus.udisks().calls, [Unmount, Mount, Unmount]);
    });
}

#[test]
fn what_udisks_refuses_leaves_the_drive_where_it_was() {
    alone(&[], |bus| {
        let folder = tempfile::tempdir().unwrap();
        let stick = drive(folder.path(), Some("/dev/sdb1"));
        for (fault, calls) in [
            (Refused(Unmount, 9), &[Unmount][..]),
            (HangsUp(Unmount), &[Unmount]),
            (Refused(Hello, 9), &[]),
            (HangsUp(Hello), &[]),
            (NoUdisks, &[]),
        ] {
            faulty(bus, fault);
            assert_eq!(remount(&stick).unwrap(), None, "{fault:?}");
            assert_eq!(bus.udisks().calls, calls, "{fault:?}");
            // Synced all the same, so it may be pulled out.
            release(&stick).unwrap();
            assert!(bus.udisks().mounted.is_some(), "{fault:?}");
            assert_eq!(bus.udisks().calls, calls.repeat(2), "{fault:?}");
        }
    });
}

#[test]
fn a_drive_that_comes_back_late_is_asked_for_again() {
    alone(&[], |bus| {
        let folder = tempfile::tempdir().unwrap();
        let stick = drive(folder.path(), Some("/dev/sdb1"));
        for times in [1, 2] {
            faulty(bus, Refused(Mount, times));
            let back = remount(&stick).unwrap().unwrap();
            assert_eq!(back, Path::new("/media/wang/STICK1"));
            assert_eq!(bus.udisks().calls.len(), 2 + times as usize);
        }
    });
}

#[test]
fn a_drive_that_does_not_come_back_has_vanished() {
    alone(&[], |bus| {
        let folder = tempfile::tempdir().unwrap();
        let stick = drive(folder.path(), Some("/dev/sdb1"));
        for (fault, mounts) in [(Refused(Mount, 9), 3), (HangsUp(Mount), 1), (Number, 1)] {
            faulty(bus, fault);
            let vanished = remount(&stick);
            assert!(
                matches!(vanished, Err(CourierError::Stick(StickError::Vanished))),
                "{fault:?}: {vanished:?}"
            );
            // A bus that is gone hears no more.
            let calls = bus.udisks().calls.clone();
            assert_eq!(calls, [&[Unmount][..], &[Mount].repeat(mounts)].concat());
        }
    });
}

#[test]
fn only_what_may_be_a_stick_is_asked_for() {
    alone(&[], |bus| {
        let folder = tempfile::tempdir().unwrap();
        // udisks2 would answer for each of them.
        bus.udisks().names = ["sdb1", "mapper/x", "dev/sdb1", "mmcblk0p1"]
            .map(str::to_owned)
            .into();
        for device in [
            None,
            Some("/dev/mapper/x"),
            Some("/dev/a b"),
            Some("/dev/sdb-1"),
            Some("sdb1"),
            Some("/sys/dev/sdb1"),
            Some("/dev/sdc1"),
        ] {
            let other = drive(folder.path(), device);
            assert_eq!(remount(&other).unwrap(), None, "{device:?}");
            release(&other).unwrap();
            assert_eq!(bus.udisks().calls, [], "{device:?}");
        }
        let card = drive(folder.path(), Some("/dev/mmcblk0p1"));
        assert!(remount(&card).unwrap().is_some());
    });
}

#[test]
fn nobody_lets_go_of_a_drive_that_is_not_there() {
    alone(&[], |bus| {
        let gone = drive(Path::new("/nonexistent/STICK"), Some("/dev/sdb1"));
        assert!(matches!(
            release(&gone),
            Err(CourierError::Stick(StickError::Vanished))
        ));
        assert_eq!(bus.udisks().calls, []);
    });
}

/// Nothing that udisks2 or the bus leaves undone holds 同步 up for ever.
fn ends(bus: &Bus, silent: Method) -> Result<bool, CourierError> {
    let folder = tempfile::tempdir().unwrap();
    let stick = drive(folder.path(), Some("/dev/sdb1"));
    faulty(bus, Silent(silent));
    let back = remount(&stick);
    Ok(back?.is_some())
}

#[test]
#[ignore = "waits for 20 s"]
fn a_bus_that_does_not_greet_is_given_up() {
    alone(&[], |bus| assert!(!ends(bus, Hello).unwrap()));
}

#[test]
#[ignore = "waits for 20 s"]
fn an_unmount_that_is_not_answered_is_given_up() {
    alone(&[], |bus| assert!(!ends(bus, Unmount).unwrap()));
}

#[test]
#[ignore = "waits for 61 s"]
fn a_mount_that_is_not_answered_is_given_up() {
    alone(&[], |bus| {
        let vanished = ends(bus, Mount);
        assert!(matches!(
            vanished,
            Err(CourierError::Stick(StickError::Vanished))
        ));
    });
}

// ── with hands: an ext4 stick on a loop device ──────────────────────────────────────────────────

/// In a namespace of its own, so that no mount outlives the test.
const APART: [&str; 4] = ["unshare", "--mount", "--propagation", "private"];

fn run(words: &[&str]) -> Result<String, String> {
    let done = Command::new(words[0]).args(&words[1..]).output().unwrap();
    let (out, fault) = (done.stdout, done.stderr);
    if done.status.success() {
        Ok(String::from_utf8(out).unwrap().trim().to_owned())
    } else {
        Err(String::from_utf8(fault).unwrap())
    }
}

/// An ext4 stick with two places to be mounted at.
struct Medium {
    device: String,
    folder: tempfile::TempDir,
}

impl Medium {
    fn new() -> Self {
        let folder = town::folder();
        let image = folder.path().join("image");
        let file = std::fs::File::create_new(&image).unwrap();
        file.set_len(16 << 20).unwrap();
        let image = image.to_str().unwrap();
        run(&["mkfs.ext4", "-q", image]).unwrap();
        let device = run(&["losetup", "--find", "--show", image]).unwrap();
        for place in ["one/STICK", "two/STICK"] {
            std::fs::create_dir_all(folder.path().join(place)).unwrap();
        }
        Self { device, folder }
    }

    fn place(&self, place: &str) -> PathBuf {
        self.folder.path().join(place).join("STICK")
    }

    /// Plugged in: mounted at the first place.
    fn plug(&self, bus: &Bus, fault: Fault) -> Stick {
        let root = self.place("one");
        run(&["mount", &self.device, root.to_str().unwrap()]).unwrap();
        let mut udisks = bus.udisks();
        udisks.names = vec![self.device.strip_prefix("/dev/").unwrap().to_owned()];
        udisks.mounted = Some(root.clone());
        udisks.next = self.place("two");
        udisks.fault = fault;
        udisks.calls.clear();
        let device = self.device.clone();
        udisks.hands = Some(hands(device));
        Stick::at_folder(&root)
    }

    fn is_mounted(&self) -> bool {
        let table = std::fs::read_to_string("/proc/self/mountinfo").unwrap();
        table.contains(&format!(" {} ", self.device))
    }
}

impl Drop for Medium {
    fn drop(&mut self) {
        for place in ["one", "two"] {
            let _ = run(&["umount", "-l", self.place(place).to_str().unwrap()]);
        }
        // The next loop device of this name begins as others do.
        let _ = run(&["blockdev", "--setrw", &self.device]);
        let _ = run(&["losetup", "--detach", &self.device]);
    }
}

/// What udisks2 does with `device`.
fn hands(device: String) -> udisks::Hands {
    Box::new(move |method, place| {
        let place = place.to_str().unwrap();
        let words = match method {
            Unmount => vec!["umount", place],
            Hello | Mount => vec!["mount", &device, place],
        };
        run(&words).map(drop)
    })
}

const ROUND: [Method; 3] = [Unmount, Mount, Unmount];

#[test]
#[ignore = "needs root and loop devices"]
fn a_week_on_a_stick_that_comes_back_elsewhere() {
    alone(&APART, |bus| {
        let mut town = Town::real();
        let kiosk = town.paired();
        kiosk.submit(&opinion("灯坏了"), true).unwrap();
        for _ in 0..5 {
            kiosk.submit(&rating(), false).unwrap();
        }
        let medium = Medium::new();

        let stick = medium.plug(bus, Never);
        let known = drives(&[medium.folder.path().to_owned()], &[]).unwrap();
        let known = known.iter().find(|drive| drive.root == stick.root).unwrap();
        assert_eq!(known.device.as_deref(), Some(Path::new(&medium.device)));
        assert_eq!((known.label.as_str(), known.is_folder), ("STICK", false));
        let report = kiosk.sync(&stick, true, &mut |_| {}).unwrap();
        assert_eq!(report.written.len(), 2);
        assert_eq!(bus.udisks().calls, ROUND);
        assert!(!medium.is_mounted());

        let stick = medium.plug(bus, Never);
        let loaded = town.office.load(&stick.root, &mut |_| {}).unwrap();
        let outcome = &loaded.devices[0].batches[0].outcome;
        assert!(matches!(outcome, BatchOutcome::New { .. }), "{outcome:?}");
        let mut rng = rand::rng();
        let root = stick.root.clone();
        town.office.make_pack(&root, &mut rng, &mut |_| {}).unwrap();
        assert_eq!(bus.udisks().calls, ROUND);
        assert!(!medium.is_mounted());

        let stick = medium.plug(bus, Never);
        kiosk.sync(&stick, true, &mut |_| {}).unwrap();
        assert_eq!(kiosk.status().unwrap().batches_unacknowledged, 0);
        assert!(!medium.is_mounted());
    });
}

#[test]
#[ignore = "needs root and loop devices"]
fn a_stick_that_somebody_holds_is_read_back_where_it_is() {
    alone(&APART, |bus| {
        let mut town = Town::real();
        let kiosk = town.paired();
        kiosk.submit(&opinion("灯坏了"), true).unwrap();
        let medium = Medium::new();
        let stick = medium.plug(bus, Never);
        let held = std::fs::File::create_new(stick.root.join("held")).unwrap();
        // There is a report only of what may be pulled.
        kiosk.sync(&stick, true, &mut |_| {}).unwrap();
        assert_eq!(bus.udisks().calls, [Unmount, Unmount]);
        let root = stick.root.clone();
        let mut rng = rand::rng();
        town.office.make_pack(&root, &mut rng, &mut |_| {}).unwrap();
        assert_eq!(bus.udisks().calls, [Unmount; 4]);
        assert!(medium.is_mounted());
        drop(held);
        let loaded = town.office.load(&root, &mut |_| {}).unwrap();
        assert_eq!(loaded.devices[0].batches.len(), 1);
    });
}

/// The read-back must ask the stick that came back, and no folder that is left where it was.
#[test]
#[ignore = "needs root and loop devices"]
fn a_stick_that_comes_back_as_another_or_not_at_all_is_not_done() {
    alone(&APART, |bus| {
        let mut town = Town::real();
        let kiosk = town.paired();
        kiosk.submit(&opinion("灯坏了"), true).unwrap();
        let (medium, other) = (Medium::new(), Medium::new());
        for (fault, key) in [
            (Never, "courier-stick-interrupted"),
            (Refused(Mount, 9), "courier-stick-vanished"),
        ] {
            for office in [false, true] {
                let stick = medium.plug(bus, fault);
                // What a reader would find who looked where the stick was before.
                let left = medium.place("two");
                std::fs::create_dir_all(left.join("PINGYI")).unwrap();
                let mut first = hands(medium.device.clone());
                let mut second = hands(other.device.clone());
                bus.udisks().hands = Some(Box::new(move |method, place| match method {
                    Mount => second(method, place),
                    Hello | Unmount => first(method, place),
                }));
                let done: Result<(), AppError> = if office {
                    let mut rng = rand::rng();
                    let pack = town.office.make_pack(&stick.root, &mut rng, &mut |_| {});
                    pack.map(drop)
                } else {
                    kiosk.sync(&stick, true, &mut |_| {}).map(drop)
                };
                let sentence = done.unwrap_err().sentence();
                assert_eq!(sentence.key(), key, "{office}");
                assert!(!medium.is_mounted());
                let _ = run(&["umount", left.to_str().unwrap()]);
                assert_eq!(kiosk.status().unwrap().batches_unacknowledged, 1);
            }
        }
        // Nothing was lost: the stick itself has it all.
        let stick = medium.plug(bus, Never);
        let loaded = town.office.load(&stick.root, &mut |_| {}).unwrap();
        let outcome = &loaded.devices[0].batches[0].outcome;
        assert!(matches!(outcome, BatchOutcome::New { .. }), "{outcome:?}");
    });
}

/// A way to make a stick that cannot be written, on its device and its place, and what is said of it.
type Closed = (
    &'static str,
    &'static [&'static [&'static str]],
    &'static str,
);

/// On a real ext4, by what the kernel really says (`access.rs`). DEVICE, NAME and PLACE are filled in. A device that
/// locks itself in use is not among them: a loop device told so goes on writing.
const CLOSED: [Closed; 5] = [
    (
        "the switch is on",
        &[
            &["blockdev", "--setro", "DEVICE"],
            &["mount", "DEVICE", "PLACE"],
        ],
        "courier-stick-read-only",
    ),
    (
        "mounted so",
        &[&["mount", "-o", "ro", "DEVICE", "PLACE"]],
        "courier-stick-mounted-read-only",
    ),
    (
        "this mount of it alone",
        &[
            &["mount", "DEVICE", "PLACE"],
            &["mount", "-o", "remount,bind,ro", "PLACE"],
        ],
        "courier-stick-mounted-read-only",
    ),
    (
        "as vfat, exFAT and older ext4 stop after an error: the file system, and not its mount",
        &[
            &["mount", "-o", "ro", "DEVICE", "PLACE"],
            &["mount", "-o", "remount,bind,rw", "PLACE"],
        ],
        "courier-stick-damaged",
    ),
    (
        "an error in use",
        &[
            &["mount", "-o", "errors=remount-ro", "DEVICE", "PLACE"],
            &[
                "sh",
                "-c",
                "echo damaged >/sys/fs/ext4/NAME/trigger_fs_error",
            ],
        ],
        "courier-stick-damaged",
    ),
];

#[test]
#[ignore = "needs root and loop devices"]
fn a_stick_that_cannot_be_written_says_why() {
    alone(&APART, |_| {
        let mut town = Town::real();
        let kiosk = town.paired();
        kiosk.submit(&opinion("灯坏了"), true).unwrap();
        for (what, steps, key) in CLOSED {
            let medium = Medium::new();
            let root = medium.place("one");
            let filled = |word: &str| {
                word.replace("DEVICE", &medium.device)
                    .replace("NAME", medium.device.strip_prefix("/dev/").unwrap())
                    .replace("PLACE", root.to_str().unwrap())
            };
            for step in steps {
                let words: Vec<String> = step.iter().map(|word| filled(word)).collect();
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                run(&words).unwrap();
            }
            let known = drives(&[medium.folder.path().to_owned()], &[]).unwrap();
            let access = known
                .iter()
                .find(|drive| drive.root == root)
                .unwrap()
                .access;
            let fault = access
                .fault()
                .map(|fault| fault.sentence().key().to_owned());
            assert_eq!(fault.as_deref(), Some(key), "{what}");
            let synced = kiosk.sync(&Stick::at_folder(&root), true, &mut |_| {});
            assert_eq!(synced.unwrap_err().sentence().key(), key, "{what}");
            let mut rng = rand::rng();
            let packed = town.office.make_pack(&root, &mut rng, &mut |_| {});
            assert_eq!(packed.unwrap_err().sentence().key(), key, "{what}");
            println!("{what}: {key}");
        }
        // Nothing was lost on the way.
        assert_eq!(kiosk.status().unwrap().batches_unacknowledged, 1);
    });
}

//! Sticks that are full or write-protected, and that no two faults of part 6 share a sentence.

use std::io;
use std::path::Path;

use pingyi::app::office::BatchOutcome;
use pingyi::courier::CourierError;
use pingyi::courier::access::Access::{Damaged, MountedReadOnly, Protected, Writable};
use pingyi::courier::error::StickError;
use pingyi::courier::files::{Condition, RealFiles};
use pingyi::courier::stick::StickStore;
use pingyi::fault::Fault as _;
use pingyi_kit::alone::alone;
use pingyi_kit::stick::guarded::{Call, Guard, Guarded};
use pingyi_kit::town;

/// Says of the stick what it is told to, and that no file can be made.
#[derive(Clone)]
struct Says(Condition, io::ErrorKind);

impl Guard for Says {
    fn pass(&self, call: Call) -> io::Result<()> {
        match call {
            Call::Create(_) => Err(self.1.into()),
            _ => Ok(()),
        }
    }
    fn condition(&self, _: Condition) -> Condition {
        self.0
    }
}

#[test]
fn a_full_a_protected_and_a_vanished_stick_say_so() {
    let present = |access, free_bytes| Condition::Present { access, free_bytes };
    for (says, error, key) in [
        (
            present(Writable, 0),
            io::ErrorKind::StorageFull,
            "courier-stick-full",
        ),
        (
            present(Writable, 9_000),
            io::ErrorKind::StorageFull,
            "courier-stick-full",
        ),
        (
            present(Protected, 1 << 30),
            io::ErrorKind::ReadOnlyFilesystem,
            "courier-stick-read-only",
        ),
        (
            present(Damaged, 0),
            io::ErrorKind::StorageFull,
            "courier-stick-damaged",
        ),
        (
            present(MountedReadOnly, 1 << 30),
            io::ErrorKind::ReadOnlyFilesystem,
            "courier-stick-mounted-read-only",
        ),
        // A damaged one that only says so when it is written.
        (
            present(Writable, 0),
            io::ErrorKind::ReadOnlyFilesystem,
            "courier-stick-damaged",
        ),
        (
            Condition::Gone,
            io::ErrorKind::NotFound,
            "courier-stick-vanished",
        ),
        (
            present(Writable, 1 << 30),
            io::ErrorKind::Other,
            "courier-stick-interrupted",
        ),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let store = StickStore::new(Guarded::new(dir.path(), Says(says, error)));
        let folder = Path::new("PINGYI/FROM/LOBBY1");
        let put = store.put(folder, "B0000001.JSL", &mut |out| {
            out.write_all(b"x").map_err(CourierError::stream)
        });
        assert_eq!(put.unwrap_err().sentence().key(), key, "{says:?}");
        assert_eq!(
            std::fs::read_dir(dir.path().join(folder)).unwrap().count(),
            0
        );
    }
}

/// A stick that gives other bytes for a device's key: the office's own key files are not at fault.
#[test]
fn a_damaged_device_key_on_a_stick_is_not_taken_for_the_offices_own() {
    let mut town = town::Town::real();
    let _kiosk = town.paired();
    let path = town.path("a").join("PINGYI/FROM/LOBBY1/DEVICE.PUB");
    let mut text = std::fs::read(&path).unwrap();
    let last = text.len() - 5;
    text[last] = b'?';
    std::fs::write(&path, text).unwrap();
    let report = town.load("a");
    let BatchOutcome::Refused { reason } = &report.devices[0].batches[0].outcome else {
        panic!("{report:?}");
    };
    assert_eq!(reason.key(), "courier-signature-invalid");
}

#[test]
fn a_planted_file_of_a_hundred_gigabytes_is_told_by_its_length() {
    // The processor time is the whole process's.
    alone(|| {
        let folder = town::folder();
        let there = folder.path().join("B0000001.JSL");
        let planted = std::fs::File::create(&there).unwrap();
        // Sparse: it takes no room, and a minute and more to read.
        planted.set_len(100 << 30).unwrap();
        let stick = StickStore::new(RealFiles::new(folder.path()));
        let before = town::cpu_ms();
        let put = stick.put(Path::new(""), "B0000001.JSL", &mut |out| {
            out.write_all(b"a batch\n").map_err(CourierError::stream)
        });
        assert!(
            matches!(put, Err(CourierError::Stick(StickError::NameTaken { .. }))),
            "{put:?}"
        );
        assert!(town::cpu_ms() - before < 2_000);
        assert_eq!(
            planted.metadata().unwrap().len(),
            100 << 30,
            "left as it is"
        );
    });
}

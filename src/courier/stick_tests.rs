//! Sticks that are not what they were, names that are none of ours, and no udisks2.

use std::path::{Path, PathBuf};

use super::access::Access;
use super::drive::{Drive, release, remount};
use super::error::CourierError;
use super::files::{Condition, Files as _, RealFiles};
use super::stick::{Put, StickStore};
use crate::courier::error::{FormatError, KeyError, StickError};

fn stick() -> (tempfile::TempDir, StickStore<RealFiles>) {
    let folder = tempfile::tempdir().unwrap();
    let store = StickStore::new(RealFiles::new(folder.path()));
    (folder, store)
}

fn put(store: &StickStore<RealFiles>, bytes: &[u8]) -> Result<Put, CourierError> {
    store.put(Path::new("PINGYI/TO"), "P0000001.JSL", &mut |out| {
        out.write_all(bytes).map_err(CourierError::stream)?;
        out.flush().map_err(CourierError::stream)
    })
}

#[test]
fn an_interrupted_export_is_moved_aside_and_nothing_else_is() {
    let (folder, store) = stick();
    let at = |name: &str| folder.path().join("PINGYI/TO").join(name);
    assert!(matches!(put(&store, b"whole"), Ok(Put::Written { .. })));
    assert!(matches!(
        put(&store, b"whole"),
        Ok(Put::AlreadyThere { .. })
    ));
    for (there, taken) in [
        ("other", true),
        ("whole and more", true),
        ("who", false),
        ("", false),
    ] {
        std::fs::write(at("P0000001.JSL"), there).unwrap();
        let done = put(&store, b"whole");
        assert_eq!(
            matches!(done, Err(CourierError::Stick(StickError::NameTaken { .. }))),
            taken,
            "{there}"
        );
        let now = std::fs::read_to_string(at("P0000001.JSL")).unwrap();
        assert_eq!(now, if taken { there } else { "whole" });
    }
    assert_eq!(std::fs::read_to_string(at("P0000001.X00")).unwrap(), "who");
    assert_eq!(std::fs::read_to_string(at("P0000001.X01")).unwrap(), "");
    for number in 2..100 {
        std::fs::write(at(&format!("P0000001.X{number:02}")), "").unwrap();
    }
    std::fs::write(at("P0000001.JSL"), "who").unwrap();
    assert!(matches!(
        put(&store, b"whole"),
        Err(CourierError::Stick(StickError::NameTaken { .. }))
    ));
    assert_eq!(std::fs::read_to_string(at("P0000001.JSL")).unwrap(), "who");
}

/// Nobody would ever list it: a batch under such a name would be taken for delivered and never come.
#[test]
fn nothing_is_written_under_a_name_that_nobody_reads() {
    let (folder, store) = stick();
    let to = Path::new("PINGYI/TO");
    for name in ["P10000000.JSL", "P10000000.SIG"] {
        let put = store.put(to, name, &mut |_| panic!("begun"));
        let replaced = store.replace(to, name, b"whole");
        for done in [put, replaced] {
            assert!(
                matches!(
                    done,
                    Err(CourierError::Stick(StickError::NameTooLong { .. }))
                ),
                "{done:?}"
            );
        }
    }
    assert!(!folder.path().join(to).exists());
}

#[test]
fn a_fault_of_what_is_written_is_told_as_it_is_and_leaves_no_leftover() {
    let (folder, store) = stick();
    let to = Path::new("PINGYI/TO");
    let failing = |error: fn() -> CourierError| {
        let done = store.put(to, "P0000001.JSL", &mut |_| Err(error()));
        assert_eq!(
            std::fs::read_dir(folder.path().join(to)).unwrap().count(),
            0
        );
        done.unwrap_err()
    };
    assert!(matches!(
        failing(|| CourierError::Key(KeyError::BadKey)),
        CourierError::Key(KeyError::BadKey)
    ));
    let named = failing(|| CourierError::local(Path::new("/data/x"), std::io::Error::other("EIO")));
    assert!(matches!(named, CourierError::Local { path, .. } if path == "/data/x"));
    // Nameless: the stick's own.
    let nameless = failing(|| CourierError::stream(std::io::Error::other("EIO")));
    assert!(matches!(
        nameless,
        CourierError::Stick(StickError::Interrupted { .. })
    ));
    // The same for what is there already.
    std::fs::write(folder.path().join(to).join("P0000001.JSL"), "x").unwrap();
    let done = store.put(to, "P0000001.JSL", &mut |_| {
        Err(CourierError::Key(KeyError::BadKey))
    });
    assert!(matches!(done, Err(CourierError::Key(KeyError::BadKey))));
}

#[test]
fn small_texts_are_bounded_and_in_utf_8() {
    let (folder, store) = stick();
    let file = folder.path().join("B0000001.SIG");
    let (root, name) = (Path::new(""), Path::new("B0000001.SIG"));
    assert!(matches!(
        store.read_signature(root, "B0000001"),
        Err(CourierError::Format(FormatError::SignatureMissing))
    ));
    std::fs::write(&file, [0xff; 10]).unwrap();
    assert!(matches!(
        store.read_text(name, 10),
        Err(CourierError::Format(FormatError::NotPingyi))
    ));
    assert!(matches!(
        store.read_text(name, 9),
        Err(CourierError::Format(FormatError::TooLarge {
            limit_bytes: 9
        }))
    ));
    assert!(matches!(
        store.read_signature(root, "B0000001"),
        Err(CourierError::Format(FormatError::SignatureInvalid))
    ));
    std::fs::write(&file, "x".repeat(1025)).unwrap();
    assert!(matches!(
        store.read_signature(root, "B0000001"),
        Err(CourierError::Format(FormatError::SignatureInvalid))
    ));
    std::fs::write(&file, "x".repeat(1024)).unwrap();
    assert_eq!(store.read_signature(root, "B0000001").unwrap().len(), 1024);
    let other = store.verify(name, &[0; 32]);
    assert!(matches!(
        other,
        Err(CourierError::Stick(StickError::Interrupted { .. }))
    ));
    assert!(
        matches!(store.condition(), Condition::Present { access: Access::Writable, free_bytes } if free_bytes > 0)
    );
}

#[test]
fn only_plain_names_below_the_root_are_touched() {
    let folder = tempfile::tempdir().unwrap();
    let files = RealFiles::new(folder.path());
    std::fs::write(folder.path().join("file"), "x").unwrap();
    std::os::unix::fs::symlink("/etc", folder.path().join("link")).unwrap();
    for bad in [
        "..",
        "../x",
        "/",
        "/etc/passwd",
        "file/x",
        "link/passwd",
        "absent/x",
    ] {
        let (path, plain) = (Path::new(bad), Path::new("file"));
        assert!(files.open(path).is_err(), "{bad}");
        assert!(files.create_new(path).is_err(), "{bad}");
        assert!(files.make_folder(path).is_err(), "{bad}");
        assert!(files.remove(path).is_err(), "{bad}");
        assert!(files.list(path).is_err(), "{bad}");
        assert!(files.sync_folder(path).is_err(), "{bad}");
        assert!(files.rename_new(path, Path::new("new")).is_err(), "{bad}");
        assert!(files.rename_new(plain, path).is_err(), "{bad}");
    }
    assert!(files.make_folder(Path::new("file")).is_err());
    assert!(
        files
            .rename_new(Path::new("file"), Path::new("link"))
            .is_err()
    );
    files
        .rename_new(Path::new("file"), Path::new("moved"))
        .unwrap();
    assert_eq!(files.list(Path::new("")).unwrap(), ["link", "moved"]);
    let gone = RealFiles::new(&folder.path().join("absent"));
    assert_eq!(gone.condition(), Condition::Gone);
}

#[test]
fn a_stick_without_udisks_stays_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut drive = Drive {
        root: folder.path().to_owned(),
        label: String::new(),
        free_bytes: 0,
        access: Access::Writable,
        is_folder: true,
        device: None,
    };
    for device in [
        None,
        Some("/dev/mapper/x"),
        Some("/dev/a b"),
        Some("sdb1"),
        Some("/dev/nosuchdisk9"),
    ] {
        drive.device = device.map(PathBuf::from);
        assert_eq!(remount(&drive).unwrap(), None, "{device:?}");
        release(&drive).unwrap();
    }
    drive.root = folder.path().join("absent");
    assert!(matches!(
        release(&drive),
        Err(CourierError::Stick(StickError::Vanished))
    ));
    let absent = [drive.root.clone()];
    let found = super::drive::drives(&[], &absent).unwrap();
    assert!(found.iter().all(|drive| !drive.is_folder));
    let there = [folder.path().to_owned()];
    let found = super::drive::drives(&[], &there).unwrap();
    let own = found.iter().find(|drive| drive.is_folder).unwrap();
    assert_eq!(
        (&own.root, own.access, own.device.clone()),
        (&there[0], Access::Writable, None)
    );
    assert_eq!(
        *own.label,
        *folder.path().file_name().unwrap().to_string_lossy()
    );
}

#[test]
fn only_folders_named_like_devices_are_devices() {
    let (folder, store) = stick();
    assert_eq!(store.devices().unwrap(), []);
    for name in ["TAB2", "LOBBY1", "tab2", "readme.txt", "TOOLONGNAME"] {
        std::fs::create_dir_all(folder.path().join("PINGYI/FROM").join(name)).unwrap();
    }
    let names: Vec<String> = store
        .devices()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(names, ["LOBBY1", "TAB2"]);
}

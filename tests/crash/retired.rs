//! A kiosk that is killed at every write while it is retired: while it closes what may leave, and while it wipes itself after the
//! acknowledgement of its last batch. Whatever kills it, the next sync goes on, and every opinion is at the office once.
//!
//! strace kills this very program, as in `offices.rs`; hence `--ignored`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pingyi::app::kiosk::{Kiosk, Service, Tunables};
use pingyi::app::office::Office;
use pingyi::app::settings::Settings;
use pingyi::app::sticks::Stick;
use pingyi::domain::time::FixedClock;
use pingyi_kit::town::{self, PASSPHRASE, Town, copy};

use crate::offices::{FOLDER, ROLE, WRITES, killed_at_in};

const TODAY: &str = "2026-09-18T10:00:00";

fn clock() -> Arc<FixedClock> {
    Arc::new(FixedClock::new(town::time(TODAY)))
}

fn kiosk(folder: &Path) -> Kiosk {
    let settings = Settings {
        data_dir: folder.join("data"),
        ..Settings::default()
    };
    let parts = Tunables {
        receipts_ahead: 0,
        ..Tunables::default()
    };
    Kiosk::open_with(&settings, clock(), parts).unwrap()
}

fn stick(folder: &Path) -> Stick {
    Stick::at_folder(&folder.join("a"))
}

/// What is killed: a retired kiosk meets its stick.
#[test]
#[ignore = "the breaker below runs it"]
fn driver() {
    let (Ok(role), Ok(folder)) = (std::env::var(ROLE), std::env::var(FOLDER)) else {
        return;
    };
    if role == "meets" {
        let folder = PathBuf::from(folder);
        let kiosk = kiosk(&folder);
        kiosk.sync(&stick(&folder), false, &mut |_| {}).unwrap();
    }
}

fn office(folder: &Path) -> Office {
    let dir = folder.join("data/office");
    Office::unlock(&dir, PASSPHRASE, clock(), &mut rand::rng()).unwrap()
}

/// The office loads the stick and makes a pack; how many cases it has.
fn answered(folder: &Path) -> usize {
    let mut office = office(folder);
    office.confirm_day(office.today()).unwrap();
    let root = stick(folder).root;
    office.load(&root, &mut |_| {}).unwrap();
    office
        .make_pack(&root, &mut rand::rng(), &mut |_| {})
        .unwrap();
    let report = office.verify(&mut |_| {}).unwrap();
    assert!(report.differences.is_empty(), "{:?}", report.differences);
    office.cases().unwrap().len()
}

/// It goes its way to the end: syncs, is acknowledged, and wipes itself; two opinions are at the office.
fn ends_well(folder: &Path, place: &str) {
    for _ in 0..2 {
        let kiosk = kiosk(folder);
        if kiosk.service() == Service::Withdrawn {
            break;
        }
        kiosk.sync(&stick(folder), false, &mut |_| {}).unwrap();
        drop(kiosk);
        answered(folder);
    }
    let kiosk = kiosk(folder);
    if kiosk.service() != Service::Withdrawn {
        kiosk.sync(&stick(folder), false, &mut |_| {}).unwrap();
    }
    assert_eq!(kiosk.service(), Service::Withdrawn, "{place}");
    drop(kiosk);
    let own = folder.join("data/kiosk");
    for gone in ["device.key", "device.key.next", "DEVICE.PUB", "packs"] {
        assert!(!own.join(gone).exists(), "{place}: {gone}");
    }
    assert_eq!(answered(folder), 2, "{place}");
    let store = rusqlite::Connection::open(own.join("box.db")).unwrap();
    let left: i64 = store
        .query_row(
            "SELECT (SELECT count(*) FROM opinion) + (SELECT count(*) FROM batch)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(left, 0, "{place}");
}

fn killed_everywhere(what: &str, start: &Path) {
    let (mut places, mut undone) = (0, 0);
    for write in WRITES {
        for nth in 1.. {
            let folder = town::folder();
            copy(start, folder.path());
            let unhurt = killed_at_in("retired::driver", write, nth, "meets", folder.path());
            let place = format!("{what}, {write} {nth}");
            // Right after the kill it opens: in service until it has read the pack, retired, or wiped.
            let service = kiosk(folder.path()).service();
            undone += usize::from(service != Service::Withdrawn);
            ends_well(folder.path(), &place);
            if unhurt {
                break;
            }
            places += 1;
        }
    }
    eprintln!("{what}: killed at {places} writes, {undone} times not yet wiped");
    assert!(places > 30, "{places}");
}

#[test]
#[ignore = "strace; some minutes: nightly"]
fn a_device_that_is_retired_loses_nothing_and_keeps_nothing_whatever_kills_it() {
    let mut town = Town::real();
    town.clock.set(town::time(TODAY));
    let device = town.paired();
    town.confirm();
    for words in ["灯坏了", "电梯停了"] {
        device.submit(&town::opinion(words), true).unwrap();
    }
    town.weekly_sync(&device, "a");
    drop(device);
    let own = town.settings.device.clone();
    town.load("a");
    town.office.retire_device(&own).unwrap();
    town.pack("a").unwrap();
    town.office.let_go();
    let start = town::folder();
    copy(&town.settings.data_dir, &start.path().join("data"));
    copy(&town.path("a"), &start.path().join("a"));
    killed_everywhere("closing its last batch", start.path());
    let closed = kiosk(start.path());
    closed
        .sync(&stick(start.path()), false, &mut |_| {})
        .unwrap();
    drop(closed);
    answered(start.path());
    let kept = fs::metadata(start.path().join("data/kiosk/device.key"));
    assert!(kept.is_ok(), "not before it is acknowledged");
    killed_everywhere("wiping itself", start.path());
}

//! Numbers of packs and batches are not used up by whoever can name a file or has a key (faults B4).

use std::fs;

use pingyi::app::kiosk::PackStep;
use pingyi::courier::keys::SigningKey;
use pingyi::domain::ids::{PackNumber, RootHash};
use pingyi_kit::device::{Device, Sheets};
use pingyi_kit::town::Town;

/// An empty file with the name of a pack takes that name and no other.
#[test]
fn a_name_in_the_folder_of_packs_uses_no_numbers_up() {
    let mut town = Town::real();
    let kiosk = town.paired();
    let first = town.pack("a").unwrap().number;
    let packs = town.at_office("packs");
    for name in [
        "P9999999.JSL",
        "P4294967295.JSL",
        "P4294967294.SIG",
        "P0000500.JSL",
    ] {
        fs::write(packs.join(name), "").unwrap();
    }
    let second = town.pack("a").unwrap().number;
    assert_eq!(second, PackNumber(first.0 + 1));
    let synced = town.weekly_sync(&kiosk, "a");
    assert!(
        matches!(synced.pack, PackStep::Imported { .. }),
        "{synced:?}"
    );
    // Where the next one should lie: it is left as it is, and the one after it is made.
    fs::write(packs.join(format!("P{:07}.JSL", second.0 + 1)), "junk").unwrap();
    assert_eq!(town.pack("a").unwrap().number, PackNumber(second.0 + 2));
    let synced = town.weekly_sync(&kiosk, "a");
    assert!(
        matches!(synced.pack, PackStep::Imported { .. }),
        "{synced:?}"
    );
    assert!(
        town.office
            .verify(&mut |_| {})
            .unwrap()
            .differences
            .is_empty()
    );
}

/// Whoever has a device's key and climbs in steps that each are allowed gets one step a load.
#[test]
fn one_stick_does_not_climb_to_the_last_number() {
    let mut town = Town::real();
    drop(town.paired());
    let key = fs::read_to_string(town.settings.kiosk_dir().join("device.key")).unwrap();
    let mut thief = Device::new("LOBBY1", 66, town.office.community());
    thief.key = SigningKey::from_minisign_text(&key).unwrap();
    let stick = town.stick("thief").root;
    for step in 1..=4 {
        thief.number = step * 1_000 - 1;
        thief.root = Some(RootHash([9; 32]));
        thief.batch(&stick, "2026-W38", Sheets::default());
    }
    let report = town.load("thief");
    assert_eq!(
        (report.new_batches(), report.refused()),
        (1, 3),
        "{report:?}"
    );
    // The control: a gap that an honest device may have is none.
    thief.number = 1_899;
    thief.batch(&town.stick("next").root, "2026-W38", Sheets::default());
    assert_eq!(town.load("next").new_batches(), 1);
}

//! The disk fills at the moment of submission: the resident is told, keeps the draft, and sees no receipt.

use pingyi::domain::card::Card;
use pingyi::fault::{Fault as _, Kind};
use pingyi::ui::kiosk::Screen;
use pingyi::words::key;
use pingyi_kit::stand::Stand;

fn card() -> Card {
    let card = serde_json::json!({ "plan": "s10", "revision": 1, "opinion": { "text": "灯" } });
    serde_json::from_value(card).unwrap()
}

/// What the box holds of what was submitted.
fn cards(stand: &Stand) -> u64 {
    let path = stand.settings.trial_kiosk_dir().join("box.db");
    let store = rusqlite::Connection::open(path).unwrap();
    let count = "SELECT sum(submitted) FROM round";
    let cards: i64 = store.query_row(count, [], |row| row.get(0)).unwrap();
    u64::try_from(cards).unwrap()
}

#[test]
fn a_full_disk_loses_nothing_and_shows_no_receipt() {
    let mut stand = Stand::with_full_disk();
    // Pages that are there already may still hold a few.
    let refused = (0..200).find_map(|_| stand.kiosk.submit(&card(), false).err());
    let refused = refused.expect("the disk never filled");
    assert_eq!(refused.kind(), Kind::Disk);
    let kept = cards(&stand);
    assert!(stand.kiosk.submit(&card(), true).is_err());

    stand.begin_s10();
    stand.tap(key!("kiosk-subjects-only-words"));
    stand.type_text("楼道的灯坏了");
    stand.tap(key!("kiosk-to-review"));
    stand.tap(key!("kiosk-review-next"));
    assert_eq!(stand.screen(), Screen::NotSaved);
    assert!(stand.says(key!("kiosk-not-saved-title")) && stand.says(key!("kiosk-not-saved-kept")));
    assert!(stand.says(key!("cardbox-disk-full")), "the reason is said");
    assert!(stand.harness.state().session().issued.is_none());
    stand.tap(key!("kiosk-not-saved-again"));
    assert_eq!(stand.screen(), Screen::NotSaved, "and it is still full");
    stand.tap(key!("kiosk-not-saved-back"));
    assert!(stand.shows("楼道的灯坏了"), "the draft is kept");
    assert_eq!(cards(&stand), kept, "what was kept before stays as it is");
}

//! `faults` A1: somebody with every file and no passphrase, who knows how everything is made.

use pingyi_kit::attacker::forger::{self, Forger};
use pingyi_kit::attacker::office::FullOffice;

#[test]
fn whatever_is_added_to_the_ledger_without_a_passphrase_is_named() {
    let house = FullOffice::new();
    let him = Forger::new(99);
    let key = him.public();
    let sealing = "11".repeat(32);
    let digest = "22".repeat(32);
    let community = &house.town.office.community().id;
    for by in ["office", "p1", "p2", "recovery"] {
        for (kind, body) in [
            ("day-confirmed", "{}".to_owned()),
            ("case-started", r#"{"number":1}"#.to_owned()),
            (
                "device-accepted",
                format!(r#"{{"device":"LOBBY9","signing_key":"{key}"}}"#),
            ),
            (
                "recovery-set",
                format!(r#"{{"signing_key":"{key}","sealing_key":"{sealing}"}}"#),
            ),
            (
                "person-admitted",
                format!(
                    r#"{{"person":"p2","name":"张三","signing_key":"{key}","sealing_key":"{sealing}"}}"#
                ),
            ),
            ("profile-signed", format!(r#"{{"digest":"{digest}"}}"#)),
        ] {
            for signed in [false, true] {
                let number = if signed {
                    him.append(&house.db, community, by, kind, &body)
                } else {
                    let entry = |number| forger::entry(number, by, kind, &body);
                    forger::append(&house.db, entry, |_, _| None)
                };
                let place = format!("ledger {number} signature");
                let found = house.found();
                assert!(found.contains(&place), "{by} {kind} {signed}: {found:?}");
                house.restore();
            }
        }
    }
}

/// A recovery sheet of his own admits him, and he signs what he likes: the profile names where people begin to sign.
#[test]
fn a_ledger_told_anew_from_the_beginning_is_named() {
    let house = FullOffice::new();
    let forger = Forger::new(98);
    let entries = house.count("ledger");
    forger.tell_anew(&house.db, &house.town.office.community().id);
    assert_eq!(house.count("ledger"), entries);
    let found = house.found();
    assert!(found.contains(&"ledger 2 hash".to_owned()), "{found:?}");
}

/// The control: what somebody who works here does is signed, and nothing is named.
#[test]
fn what_somebody_does_who_works_here_is_not_named() {
    let mut house = FullOffice::new();
    house.town.office.post_notice("通知", "周三停电。").unwrap();
    assert_eq!(house.found(), Vec::<String>::new());
    // One bit of its signature is another.
    house
        .db
        .execute_batch(
            "UPDATE ledger SET signature = 'A' || substr(signature, 2)
             WHERE number = (SELECT max(number) FROM ledger)",
        )
        .unwrap();
    assert_eq!(house.found().len(), 1);
}

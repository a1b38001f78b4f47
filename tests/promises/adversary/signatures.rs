//! `faults` A1: somebody with every file and no passphrase, who knows how everything is made.

use pingyi::courier::keys::SigningKey;
use pingyi::record::notice_digest;
use pingyi_kit::attacker::forger::{self, Forger};
use pingyi_kit::attacker::office::FullOffice;
use pingyi_kit::town::PASSPHRASE;

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

/// Rewords the last notice in the record and in the ledger: everything but signatures fits.
fn reword(house: &FullOffice, key: &SigningKey) {
    let (number, title, body): (i64, String, String) = house
        .db
        .query_row(
            "SELECT number, title, body FROM notice ORDER BY number DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .unwrap();
    let reworded = body.replacen('：', "：（更正）", 1);
    assert_ne!(reworded, body, "{body}");
    let change = "UPDATE notice SET body = ?1 WHERE number = ?2";
    assert_eq!(house.db.execute(change, (&reworded, number)).unwrap(), 1);
    retold(
        house,
        key,
        &notice_digest(&title, &body),
        &notice_digest(&title, &reworded),
    );
}

/// Tells the last two entries, a notice and its figures, with another digest.
fn retold(house: &FullOffice, key: &SigningKey, old: &str, new: &str) {
    let from = house.count("ledger") - 1;
    let community = &house.town.office.community().id;
    forger::retell_from(&house.db, community, key, from, |event| {
        event.replace(old, new)
    });
}

/// The key of whoever founded the office, with the passphrase.
fn own_key(house: &FullOffice) -> SigningKey {
    let pem = std::fs::read_to_string(house.folder.join("people/p1-sign.pem")).unwrap();
    SigningKey::from_pem(&pem, PASSPHRASE).unwrap()
}

/// What a results notice says follows from the batches: also where everything is signed by somebody who works here.
#[test]
fn a_results_notice_that_does_not_follow_from_the_batches_is_named() {
    let house = FullOffice::new();
    let plan = "s1".parse().unwrap();
    let notice = house.town.office.post_results(&plan, None).unwrap();
    assert_eq!(house.found(), Vec::<String>::new());
    house.keep();
    let text = format!("notice {} text", notice.number);
    // The control: told once more, by the same person, as it was.
    let own = own_key(&house);
    retold(&house, &own, "nothing", "nothing");
    assert_eq!(house.found(), Vec::<String>::new());
    // By somebody at the desk with a program of his own.
    reword(&house, &own);
    assert_eq!(house.found(), [text.as_str()]);
    house.restore();
    // By somebody with every file and no passphrase.
    reword(&house, &SigningKey::from_seed(&[97; 32]));
    let found = house.found();
    assert!(found.contains(&text), "{found:?}");
    let unsigned = found.iter().filter(|place| place.ends_with("signature"));
    assert_eq!(unsigned.count(), 2, "{found:?}");
    house.restore();
    // In the table alone.
    let change = "UPDATE notice SET body = replace(body, '不满意', '满意') WHERE number = ?1";
    assert_eq!(house.db.execute(change, [notice.number]).unwrap(), 1);
    assert_eq!(house.found(), [text.as_str()]);
}

/// Offices that earlier programs left have results on their boards: these follow too.
#[test]
fn results_that_earlier_programs_posted_follow_from_their_batches() {
    for step in 1..=6 {
        let house = FullOffice::of_step(step);
        assert_eq!(house.found(), Vec::<String>::new(), "step {step}");
        let results = "SELECT count(*) FROM notice WHERE title LIKE '%评议结果%'";
        eprintln!("step {step}: {:?} results", house.value(results));
    }
}

//! What bad input gets (issue 2, part 6): the sentence a person reads, in both languages, and nothing lost.

use std::fs;
use std::path::PathBuf;

use pingyi::app::AppError;
use pingyi::app::kiosk::{ClockCheck, Kiosk, Lookup, PackStep};
use pingyi::app::office::BatchOutcome;
use pingyi::courier::keys::{SigningKey, read_secret_file};
use pingyi::courier::sign::{Prehash, Purpose, Statement, sign};
use pingyi::domain::ids::{BatchNumber, CommunityId, PackNumber};
use pingyi::fault::{Fault as _, Kind};
use pingyi::words::{Lang, Sentence};
use pingyi_kit::town::{START, Town, copy, opinion, rating, time};

/// Said whole in both languages, and not the same in both.
fn said(sentence: &Sentence) {
    let [zh, en] = Lang::ALL.map(|lang| sentence.say(lang));
    for text in [&zh, &en] {
        assert!(!text.contains('⟦') && !text.contains('{'), "{text}");
        assert!(text.chars().count() > 10, "{text}");
    }
    assert_ne!(zh, en);
}

/// A file of the format and its signature, to be spoilt.
struct Pair {
    stem: PathBuf,
}

impl Pair {
    fn text(&self) -> String {
        fs::read_to_string(self.stem.with_extension("JSL")).unwrap()
    }

    fn write(&self, bytes: &[u8]) {
        fs::write(self.stem.with_extension("JSL"), bytes).unwrap();
    }

    fn cut(&self) {
        let bytes = fs::read(self.stem.with_extension("JSL")).unwrap();
        self.write(&bytes[..bytes.len() / 2]);
    }

    fn flip(&self) {
        let mut bytes = fs::read(self.stem.with_extension("JSL")).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        self.write(&bytes);
    }

    fn unsign(&self) {
        fs::remove_file(self.stem.with_extension("SIG")).unwrap();
    }

    /// Writes `text`, rightly signed by `key` as what `statement` says.
    fn forge(&self, text: &str, key: &SigningKey, statement: &Statement) {
        let mut prehash = Prehash::default();
        prehash.update(text.as_bytes());
        self.write(text.as_bytes());
        let signature = sign(key, &prehash.finish(), statement);
        fs::write(self.stem.with_extension("SIG"), signature).unwrap();
    }
}

fn device_key(town: &Town) -> SigningKey {
    let text = read_secret_file(&town.path("data/kiosk/device.key")).unwrap();
    SigningKey::from_minisign_text(&text).unwrap()
}

fn batch_statement(town: &Town, community: &CommunityId, number: u32) -> Statement {
    Statement {
        version: 2,
        community: community.clone(),
        purpose: Purpose::Batch {
            device: town.settings.device.clone(),
            number: BatchNumber(number),
        },
    }
}

type Spoil = fn(&Town, &Pair);

fn elsewhere(trial: bool) -> CommunityId {
    CommunityId::from_random([9; 8], trial)
}

const BATCHES: &[(&str, &str, Spoil)] = &[
    ("cut in half", "courier-truncated", |_, pair| pair.cut()),
    ("empty", "courier-truncated", |_, pair| pair.write(b"")),
    ("a bit flipped", "courier-signature-invalid", |_, pair| {
        pair.flip();
    }),
    ("not signed", "courier-signature-missing", |_, pair| {
        pair.unsign();
    }),
    (
        "signed by another",
        "courier-signed-by-another",
        |town, pair| {
            let statement = batch_statement(town, &town.office.community().id, 1);
            pair.forge(&pair.text(), &SigningKey::from_seed(&[3; 32]), &statement);
        },
    ),
    (
        "of another community",
        "courier-other-community",
        |town, pair| {
            let own = town.office.community().id.to_string();
            let other = elsewhere(false);
            let text = pair.text().replace(&own, other.as_str());
            pair.forge(&text, &device_key(town), &batch_statement(town, &other, 1));
        },
    ),
    ("of a trial", "courier-trial-into-real", |town, pair| {
        let own = town.office.community().id.to_string();
        let other = elsewhere(true);
        let text = pair.text().replace(&own, other.as_str());
        pair.forge(&text, &device_key(town), &batch_statement(town, &other, 1));
    }),
    (
        "of a later version",
        "courier-unknown-version",
        |town, pair| {
            let mut statement = batch_statement(town, &town.office.community().id, 1);
            statement.version = 3;
            pair.forge(&pair.text(), &device_key(town), &statement);
        },
    ),
    (
        "a pack in its place",
        "courier-wrong-purpose",
        |town, pair| {
            let to = pair.stem.parent().unwrap().join("../../TO/P0000001");
            let pack = Pair { stem: to };
            fs::copy(
                pack.stem.with_extension("SIG"),
                pair.stem.with_extension("SIG"),
            )
            .unwrap();
            pair.write(pack.text().as_bytes());
            assert!(!town.office.is_trial());
        },
    ),
    (
        "under another number",
        "courier-number-mismatch",
        |town, pair| {
            let statement = batch_statement(town, &town.office.community().id, 7);
            pair.forge(&pair.text(), &device_key(town), &statement);
        },
    ),
    (
        "a signature that is none",
        "courier-signature-invalid",
        |_, pair| {
            fs::write(pair.stem.with_extension("SIG"), "hello\n").unwrap();
        },
    ),
];

#[test]
fn every_spoilt_batch_has_its_sentence_and_the_whole_one_still_loads() {
    let mut town = Town::real();
    let kiosk = town.paired();
    for _ in 0..6 {
        kiosk.submit(&rating(), false).unwrap();
    }
    town.sync(&kiosk, "a", false);
    // A true statement of what the device has seen is told of in the ledger, whatever lies beside it.
    for name in ["SEEN.JSL", "SEEN.SIG"] {
        fs::remove_file(town.path("a/PINGYI/FROM/LOBBY1").join(name)).unwrap();
    }
    let head = town.office.ledger_head().unwrap();
    let mut wrong = Vec::new();
    for (place, (what, wanted, spoil)) in BATCHES.iter().enumerate() {
        let stick = format!("bad-{place}");
        copy(&town.path("a"), &town.path(&stick));
        let stem = town.path(&stick).join("PINGYI/FROM/LOBBY1/B0000001");
        spoil(&town, &Pair { stem });
        let report = town.load(&stick);
        let batch = report.devices[0].batches.last().unwrap();
        match &batch.outcome {
            BatchOutcome::Refused { reason } => {
                said(reason);
                if reason.key() != *wanted {
                    wrong.push(format!("{what}: {} instead of {wanted}", reason.key()));
                }
            }
            other @ (BatchOutcome::New { .. }
            | BatchOutcome::AlreadyPresent
            | BatchOutcome::Repaired) => {
                wrong.push(format!("{what}: {other:?}"));
            }
        }
        assert_eq!(town.office.summary().unwrap().ratings, 0, "{what}");
        assert_eq!(town.office.ledger_head().unwrap(), head, "{what}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // The kiosk still holds the cards, and the whole batch loads from the stick it wrote.
    assert_eq!(kiosk.status().unwrap().batches_unacknowledged, 1);
    assert_eq!(town.load("a").totals().ratings_new, 6);
    // Repeated: counted once, and no refusal.
    let again = town.load("a");
    assert!(matches!(
        again.devices[0].batches.last().unwrap().outcome,
        BatchOutcome::AlreadyPresent
    ));
    assert_eq!(town.office.summary().unwrap().ratings, 6);
}

#[test]
fn batches_out_of_sequence_are_taken_in_and_the_gap_is_named_a_broken_chain_is_not() {
    let mut town = Town::real();
    let kiosk = town.paired();
    for (stick, cards) in [("one", 6), ("two", 5), ("three", 7)] {
        for _ in 0..cards {
            kiosk.submit(&rating(), false).unwrap();
        }
        town.sync(&kiosk, stick, false);
    }
    let folder = "PINGYI/FROM/LOBBY1";
    // The second batch got lost on the way.
    for extension in ["JSL", "SIG"] {
        fs::remove_file(
            town.path("three")
                .join(folder)
                .join("B0000002")
                .with_extension(extension),
        )
        .unwrap();
    }
    let report = town.load("three");
    assert_eq!(report.totals().ratings_new, 13);
    assert_eq!(report.devices[0].missing, [BatchNumber(2)]);
    // A second batch with another past is no second batch of this device.
    copy(&town.path("two"), &town.path("chain"));
    let pair = Pair {
        stem: town.path("chain").join(folder).join("B0000002"),
    };
    let text = pair.text();
    let previous = text.split("\"previous_root\":\"").nth(1).unwrap();
    let previous = previous.split('"').next().unwrap();
    let header = text.lines().next().unwrap();
    let forged = header.replace(previous, &"0".repeat(previous.len()));
    let kept = text.lines().skip(1);
    let kept = kept.filter(|line| !line.starts_with("{\"root\""));
    let lines: Vec<&str> = std::iter::once(forged.as_str()).chain(kept).collect();
    let body = lines.join("\n") + "\n";
    let root = {
        use sha2::Digest as _;
        hex::encode(sha2::Sha256::digest(body.as_bytes()))
    };
    let whole = format!("{body}{{\"root\":\"{root}\"}}\n");
    let statement = batch_statement(&town, &town.office.community().id, 2);
    pair.forge(&whole, &device_key(&town), &statement);
    let report = town.load("chain");
    let BatchOutcome::Refused { reason } = &report.devices[0].batches.last().unwrap().outcome
    else {
        panic!("{report:?}")
    };
    said(reason);
    assert_eq!(reason.key(), "record-broken-chain");
    // The true one closes the gap: nothing was lost.
    let report = town.load("two");
    assert_eq!(report.totals().ratings_new, 5);
    assert!(report.devices[0].missing.is_empty());
}

fn pack_statement(community: &CommunityId, number: u32) -> Statement {
    Statement {
        version: 1,
        community: community.clone(),
        purpose: Purpose::Pack {
            number: PackNumber(number),
        },
    }
}

const PACKS: &[(&str, &str, Spoil)] = &[
    ("cut in half", "courier-truncated", |_, pair| pair.cut()),
    ("a bit flipped", "courier-signature-invalid", |_, pair| {
        pair.flip();
    }),
    ("not signed", "courier-signature-missing", |_, pair| {
        pair.unsign();
    }),
    (
        "signed by another",
        "courier-signed-by-another",
        |town, pair| {
            let statement = pack_statement(&town.office.community().id, 2);
            pair.forge(&pair.text(), &SigningKey::from_seed(&[3; 32]), &statement);
        },
    ),
];

#[test]
fn every_spoilt_pack_has_its_sentence_and_the_cards_leave_all_the_same() {
    let mut town = Town::real();
    let kiosk = town.paired();
    for _ in 0..6 {
        kiosk.submit(&rating(), false).unwrap();
    }
    copy(&town.path("a"), &town.path("old"));
    town.pack("a").unwrap();
    let mut wrong = Vec::new();
    for (place, (what, wanted, spoil)) in PACKS.iter().enumerate() {
        let stick = format!("bad-{place}");
        let to = town.path(&stick).join("PINGYI/TO");
        copy(&town.path("a/PINGYI/TO"), &to);
        for extension in ["JSL", "SIG"] {
            fs::remove_file(to.join("P0000001").with_extension(extension)).unwrap();
        }
        spoil(
            &town,
            &Pair {
                stem: to.join("P0000002"),
            },
        );
        let report = town.sync(&kiosk, &stick, false);
        assert_eq!(report.written.len(), 1, "{what}");
        let PackStep::Refused(reason) = &report.pack else {
            panic!("{what}: {:?}", report.pack)
        };
        said(reason);
        if reason.key() != *wanted {
            wrong.push(format!("{what}: {} instead of {wanted}", reason.key()));
        }
        assert_eq!(kiosk.status().unwrap().last_pack, Some(PackNumber(1)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let newest = town.sync(&kiosk, "a", false);
    assert!(matches!(newest.pack, PackStep::Imported { .. }));
    let older = town.sync(&kiosk, "old", false);
    let PackStep::Refused(reason) = &older.pack else {
        panic!("{:?}", older.pack)
    };
    said(reason);
    assert_eq!(reason.key(), "courier-pack-older");
}

fn refused(kiosk: &Kiosk, town: &Town, stick: &str) -> AppError {
    let root = town.path(stick);
    let stick = pingyi::app::sticks::Stick::at_folder(&root);
    let error = kiosk.sync(&stick, false, &mut |_| {}).unwrap_err();
    said(&error.sentence());
    error
}

#[test]
fn a_stick_that_is_foreign_or_gone_keeps_every_card_for_the_next_one() {
    let mut town = Town::real();
    let kiosk = town.paired();
    for _ in 0..6 {
        kiosk.submit(&rating(), false).unwrap();
    }
    fs::create_dir_all(town.path("file")).unwrap();
    fs::write(town.path("file/PINGYI"), "a file of somebody else's").unwrap();
    fs::create_dir_all(town.path("link")).unwrap();
    std::os::unix::fs::symlink(town.path("a"), town.path("link/PINGYI")).unwrap();
    for (stick, key) in [
        ("gone", "courier-stick-vanished"),
        ("file", "courier-stick-foreign"),
        ("link", "courier-stick-foreign"),
    ] {
        let error = refused(&kiosk, &town, stick);
        assert_eq!(error.sentence().key(), key, "{stick}");
        assert_eq!(error.kind(), Kind::Stick, "{stick}");
    }
    assert_eq!(
        fs::read_to_string(town.path("file/PINGYI")).unwrap(),
        "a file of somebody else's"
    );
    let report = town.sync(&kiosk, "good", false);
    assert_eq!(report.written.len(), 1);
    copy(&town.path("a/PINGYI/TO"), &town.path("good/PINGYI/TO"));
    assert_eq!(town.load("good").totals().ratings_new, 6);
}

#[test]
fn receipts_have_their_sentences_and_the_clock_too() {
    use pingyi::domain::receipt::ReceiptNumber;
    let mut town = Town::real();
    let kiosk = town.paired();
    let issued = kiosk.submit(&opinion("灯坏了"), true).unwrap().unwrap();
    town.sync(&kiosk, "a", false);
    town.load("a");
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    let digits = issued.number.grouped().replace(' ', "");
    let mut wrong: Vec<u8> = digits.bytes().collect();
    wrong[13] = b'0' + (wrong[13] - b'0' + 4) % 10;
    let wrong = String::from_utf8(wrong).unwrap();
    for (typed, wanted_group, key) in [
        (wrong.as_str(), Some(4), "app-lookup-group"),
        (&digits[..18], Some(5), "domain-receipt-group"),
        (&format!("{digits}7"), None, "domain-receipt-too-long"),
    ] {
        let Lookup::Mistyped { group, sentence } = kiosk.lookup(typed).unwrap() else {
            panic!("{typed}")
        };
        said(&sentence);
        assert_eq!((group, sentence.key()), (wanted_group, key), "{typed}");
    }
    // Unknown: of another office, whose receipts are derived with another salt.
    let mut other = Town::elsewhere();
    let there = other.paired();
    let foreign: ReceiptNumber = {
        let issued = there.submit(&opinion("灯坏了"), true).unwrap().unwrap();
        issued.number.clone()
    };
    let asked = kiosk.lookup(&foreign.grouped()).unwrap();
    // Both towns draw from one seed; a number that happens to be ours too says nothing.
    if foreign.grouped() != issued.number.grouped() {
        assert!(matches!(asked, Lookup::Unknown));
    }
    town.clock.set(time("2026-09-01T08:00:00"));
    assert_eq!(
        kiosk.status().unwrap().clock,
        ClockCheck::BehindOffice {
            office: time(START)
        }
    );
}

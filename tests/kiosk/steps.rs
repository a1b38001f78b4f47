//! The kiosk step by step: what is in the box, plans apart, the plug pulled between any two steps, a wrong root.

use std::fs::{self, File};

use pingyi::app::kiosk::{Kiosk, Lookup, PackStep};
use pingyi::courier::pack::{self, ExpectedPack, PackContents, PackReader};
use pingyi::domain::ids::{BatchNumber, PackNumber, RootHash};
use pingyi::fault::Fault as _;
use pingyi_kit::town::{Town, opinion, rating};

#[test]
fn nothing_a_resident_wrote_and_no_number_lies_in_the_kiosks_files() {
    let mut town = Town::real();
    let kiosk = town.paired();
    let words = "三号楼二单元的路灯坏了很久";
    let issued = kiosk.submit(&opinion(words), true).unwrap().unwrap();
    let number = issued.number.grouped().replace(' ', "");
    kiosk.submit(&rating(), false).unwrap();
    drop(kiosk);
    for path in pingyi_kit::town::files(&town.path("data/kiosk")) {
        let bytes = fs::read(&path).unwrap();
        for secret in [words, &number, "satisfied"] {
            let there = bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            // The plans themselves name their choices; a sheet may not.
            let plans = secret == "satisfied"
                && (path.ends_with("box.db") || path.extension().is_some_and(|it| it == "JSL"));
            assert!(!there || plans, "{secret} in {}", path.display());
        }
    }
    let store = rusqlite::Connection::open(town.path("data/kiosk/box.db")).unwrap();
    for (table, bytes) in [("rating", 1_024), ("opinion", 4_000)] {
        let sizes: i64 = store
            .query_row(&format!("SELECT length(sealed) FROM {table}"), [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(sizes, bytes, "{table}");
    }
    // A receipt's tag is sealed with its words, and lies nowhere else.
    let receipts: i64 = store
        .query_row("SELECT count(*) FROM receipt", [], |row| row.get(0))
        .unwrap();
    assert_eq!(receipts, 0);
}

#[test]
fn ratings_of_each_plan_wait_for_their_own_crowd_and_words_for_none() {
    let mut town = Town::real();
    let kiosk = town.paired();
    for _ in 0..5 {
        kiosk.submit(&rating(), false).unwrap();
    }
    let waiting = kiosk.submit(&opinion("灯坏了"), true).unwrap().unwrap();
    let report = town.sync(&kiosk, "a", false);
    assert_eq!(report.words.map(|number| number.0), Some(1));
    assert_eq!((report.closed.len(), report.closed[0].number.0), (1, 2));
    assert!(report.waiting.is_empty());
    let loaded = town.load("a").totals();
    assert_eq!((loaded.ratings_new, loaded.opinions_new), (5, 1));
    // Words never make a crowd for ratings.
    for _ in 0..4 {
        kiosk.submit(&opinion("谢谢"), false).unwrap();
        kiosk.submit(&rating(), false).unwrap();
    }
    let report = town.sync(&kiosk, "a", false);
    assert_eq!(report.words.map(|number| number.0), Some(3));
    assert!(report.closed.is_empty());
    assert_eq!(report.waiting.len(), 1);
    assert_eq!(report.waiting[0].plan.as_str(), "s1");
    assert!(report.waiting[0].is_handful);
    assert_eq!(town.load("a").totals().opinions_new, 4);
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    let found = kiosk.lookup(&waiting.number.grouped()).unwrap();
    assert!(matches!(found, Lookup::Received { .. }));
}

#[test]
fn the_plug_may_be_pulled_between_any_two_steps() {
    let mut town = Town::real();
    drop(town.paired());
    let again = |town: &Town| town.open().unwrap();
    let kiosk = again(&town);
    let issued = kiosk.submit(&opinion("灯坏了"), true).unwrap().unwrap();
    let number = issued.number.grouped();
    for _ in 0..4 {
        kiosk.submit(&opinion("谢谢"), false).unwrap();
    }
    drop(kiosk);
    let kiosk = again(&town);
    assert!(matches!(kiosk.lookup(&number).unwrap(), Lookup::Unknown));
    assert!(
        kiosk.status().unwrap().waiting.is_empty(),
        "words form no crowd"
    );
    assert_eq!(town.sync(&kiosk, "a", false).written.len(), 1);
    drop(kiosk);
    let kiosk = again(&town);
    let status = kiosk.status().unwrap();
    assert_eq!(
        (status.batches_unacknowledged, status.waiting.len()),
        (1, 0)
    );
    town.load("a");
    town.pack("a").unwrap();
    drop(kiosk);
    let kiosk = again(&town);
    assert!(matches!(
        town.sync(&kiosk, "a", false).pack,
        PackStep::Imported {
            acknowledged: 1,
            ..
        }
    ));
    drop(kiosk);
    let kiosk = again(&town);
    assert_eq!(kiosk.status().unwrap().batches_unacknowledged, 0);
    assert!(matches!(
        kiosk.lookup(&number).unwrap(),
        Lookup::Received { .. }
    ));
    let case = town.office.cases().unwrap();
    let case = case.iter().find(|case| case.has_receipt).unwrap().number;
    town.office.reply(case, "已换新灯。").unwrap();
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    drop(kiosk);
    let found = again(&town).lookup(&number).unwrap();
    assert!(matches!(found, Lookup::Answered { text, .. } if *text == "已换新灯。"));
}

#[test]
fn an_acknowledgement_with_another_root_deletes_nothing() {
    let mut town = Town::real();
    let kiosk = town.paired();
    for _ in 0..6 {
        kiosk.submit(&rating(), false).unwrap();
    }
    town.sync(&kiosk, "a", false);
    let batch = "PINGYI/FROM/LOBBY1/B0000001.JSL";
    let bytes = fs::read(town.path("a").join(batch)).unwrap();
    town.load("a");
    town.pack("a").unwrap();
    // A record that was tampered with.
    forge(&town, |contents| {
        assert_eq!(contents.acks.len(), 1);
        contents.acks[0].root = RootHash([7; 32]);
    });
    let report = town.sync(&kiosk, "a", false);
    let PackStep::Imported {
        acknowledged,
        mismatched,
        ..
    } = report.pack
    else {
        panic!("{:?}", report.pack)
    };
    assert_eq!((acknowledged, mismatched), (0, vec![BatchNumber(1)]));
    assert_eq!(kiosk.status().unwrap().batches_unacknowledged, 1);
    // The cards are all still here, byte for byte.
    town.sync(&kiosk, "b", false);
    assert_eq!(fs::read(town.path("b").join(batch)).unwrap(), bytes);
}

/// Beside pack 2 on the stick `a`, a pack 3 that says something else and is signed with the office's own key.
fn forge(town: &Town, change: impl FnOnce(&mut PackContents)) {
    let office = town.path("data/office");
    let (key, _) = pingyi_kit::server::office_keys(&office, "kabo demi tufa zulo rino pega");
    let to = town.path("a/PINGYI/TO");
    let expected = ExpectedPack {
        key: &key.public(),
        community: None,
        number: Some(PackNumber(2)),
        last: None,
    };
    let signature = fs::read_to_string(to.join("P0000002.SIG")).unwrap();
    let file = File::open(to.join("P0000002.JSL")).unwrap();
    let reader = PackReader::open(file, &signature, &expected).unwrap();
    let (mut contents, _) = reader.contents().unwrap();
    contents.header.number = PackNumber(3);
    change(&mut contents);
    let written = pack::write(File::create(to.join("P0000003.JSL")).unwrap(), &contents).unwrap();
    fs::write(to.join("P0000003.SIG"), written.signature(&key)).unwrap();
}

/// Whoever exchanges two words of a plan exchanges what residents meant: under the revision that a kiosk knows it keeps the text
/// that it has. The same words under another revision are taken: that is what a revision is for.
/// Counted together with what was asked before, and turned round: neither the office's form nor its pack brings it to a resident.
#[test]
fn a_revision_that_exchanges_two_names_is_not_taken() {
    let mut town = Town::real();
    let kiosk = town.paired();
    town.pack("a").unwrap();
    let turned = |text: &str| {
        let text = text.replace("revision = 1", "revision = 2");
        let text = text
            .replace("\"满意\"", "\"☐\"")
            .replace("\"不满意\"", "\"满意\"");
        text.replace("\"☐\"", "\"不满意\"")
    };
    let shipped = pingyi::domain::plan::shipped();
    let s1 = shipped.iter().find(|plan| plan.name == "s1").unwrap().text;
    let refused = town.office.add_plan(&turned(s1)).unwrap_err();
    assert_eq!(refused.sentence().key(), "app-office-name-exchanged");
    forge(&town, |contents| {
        for text in &mut contents.plans {
            if text.contains("id = \"s1\"") {
                *text = turned(text);
            }
        }
    });
    let report = town.sync(&kiosk, "a", false);
    let PackStep::Imported { left_out, .. } = report.pack else {
        panic!("{:?}", report.pack)
    };
    assert_eq!(left_out.len(), 1, "{left_out:?}");
    assert_eq!(left_out[0].key(), "app-kiosk-plan-names");
    // The control: a name that is mended stands where it stood.
    let mended = s1
        .replace("revision = 1", "revision = 2")
        .replace("\"满意\"", "\"很满意\"");
    town.office.add_plan(&mended).unwrap();
}

#[test]
fn another_text_of_a_known_revision_is_not_taken() {
    for (revision, is_kept) in [("revision = 1", true), ("revision = 2", false)] {
        let mut town = Town::real();
        let kiosk = town.paired();
        town.pack("a").unwrap();
        let words = |kiosk: &Kiosk| {
            let plan = kiosk
                .plans()
                .into_iter()
                .find(|plan| plan.id.as_str() == "s1");
            plan.unwrap().criteria[0].name.zh.clone()
        };
        let before = words(&kiosk);
        forge(&town, |contents| {
            for text in &mut contents.plans {
                if text.contains("id = \"s1\"") {
                    let other = text.replace(&before, "☐").replace("revision = 1", revision);
                    assert_ne!(other, *text);
                    *text = other;
                }
            }
        });
        let report = town.sync(&kiosk, "a", false);
        let PackStep::Imported { left_out, .. } = report.pack else {
            panic!("{:?}", report.pack)
        };
        assert_eq!(words(&kiosk) == before, is_kept);
        assert_eq!(left_out.len(), usize::from(is_kept));
        assert!(!is_kept || left_out[0].key() == "app-kiosk-plan-differs");
    }
}

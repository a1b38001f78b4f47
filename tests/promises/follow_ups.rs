//! 回访 on the disk and on the stick: a thief of the box, who knows every byte of it and of every batch, against opinions and
//! follow-ups in it. He knows how many of either there are. Seeds are fixed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pingyi::app::kiosk::{IssuedReceipt, Kiosk, Speaks, Voice};
use pingyi::domain::card::Card;
use pingyi::domain::follow_up::{Said, Satisfaction};
use pingyi_kit::attacker::sqlite::{Cell, Disk};
use pingyi_kit::attacker::stats::most_by_chance;
use pingyi_kit::town::Town;
use rand::seq::SliceRandom as _;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use rusqlite::Connection;

const S10: &str = include_str!("../../assets/plans/s10.toml");
/// Opinions, and as many follow-ups.
const EACH: usize = 40;

fn card(text: &str) -> Card {
    let card = serde_json::json!({ "plan": "s10", "revision": 2, "opinion": { "text": text } });
    serde_json::from_value(card).unwrap()
}

fn box_path(town: &Town) -> PathBuf {
    town.settings.data_dir.join("kiosk/box.db")
}

/// A kiosk that tidies when the test says, and receipts whose answers may be rated.
fn paired() -> (Town, Kiosk, Vec<IssuedReceipt>) {
    let mut town = Town::real();
    drop(town.paired());
    let mut parts = town.parts();
    parts.receipts_ahead = 0;
    parts.vacuum_after = std::time::Duration::from_millis(1);
    let kiosk = Kiosk::open_with(&town.settings, town.clock.clone(), parts).unwrap();
    let plan = S10.replacen("revision = 1", "revision = 2", 1).replacen(
        "reply_within_working_days = 15",
        "reply_within_working_days = 15\nrevisit = true",
        1,
    );
    town.office.add_plan(&plan).unwrap();
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");
    let receipts: Vec<_> = (0..EACH)
        .map(|number| {
            let card = card(&format!("第{number}盏灯坏了"));
            kiosk.submit(&card, true).unwrap().unwrap()
        })
        .collect();
    town.weekly_sync(&kiosk, "a");
    town.load("a");
    for case in town.office.cases().unwrap() {
        town.office.reply(case.number, "已修好。").unwrap();
    }
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");
    (town, kiosk, receipts)
}

fn voice(kiosk: &Kiosk, receipt: &IssuedReceipt) -> Arc<Voice> {
    let found = kiosk.look_up(&receipt.number.grouped()).unwrap();
    let Speaks::Holder(voice) = found.speaks else {
        panic!("a holder");
    };
    voice
}

/// The sheets of words that wait, by id.
fn waiting(town: &Town) -> BTreeMap<Vec<u8>, Vec<u8>> {
    let db = Connection::open(box_path(town)).unwrap();
    let mut query = db
        .prepare("SELECT id, sealed FROM opinion WHERE batch = 0")
        .unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.unwrap().map(Result::unwrap).collect()
}

/// Opinions and follow-ups in any order; which sheets are follow-ups.
fn mixed(town: &Town, kiosk: &Kiosk, receipts: &[IssuedReceipt]) -> BTreeMap<Vec<u8>, bool> {
    let mut rng = StdRng::seed_from_u64(3);
    let mut kinds: Vec<bool> = (0..EACH * 2).map(|at| at % 2 == 0).collect();
    kinds.shuffle(&mut rng);
    let mut truth = BTreeMap::new();
    let mut holders = receipts.iter();
    for is_follow_up in kinds {
        if is_follow_up {
            let voice = voice(kiosk, holders.next().unwrap());
            let said = Said {
                grade: Some(Satisfaction::ALL[rng.random_range(0..3)]),
                text: "还可以。".to_owned(),
            };
            kiosk.follow_up(&voice, &said, false).unwrap();
        } else {
            kiosk.submit(&card("另一盏灯坏了"), true).unwrap();
        }
        for id in waiting(town).into_keys() {
            truth.entry(id).or_insert(is_follow_up);
        }
    }
    truth
}

/// How many he gets right who says “follow-up” of the half that is highest by `quantity`.
fn hits(truth: &BTreeMap<Vec<u8>, bool>, quantity: impl Fn(&[u8]) -> f64) -> u64 {
    let mut by: Vec<(f64, bool)> = truth.iter().map(|(id, is)| (quantity(id), *is)).collect();
    by.sort_by(|one, other| one.0.total_cmp(&other.0));
    let half = by.len() / 2;
    let right = |(at, (_, is)): (usize, &(f64, bool))| *is == (at >= half);
    by.iter()
        .enumerate()
        .map(right)
        .filter(|right| *right)
        .count() as u64
}

/// He is no better than a coin, whichever end of the list he takes.
fn tells_nothing(what: &str, right: u64, of: u64) {
    // Some dozen quantities are looked at; each alone stays inside what chance reaches in 99.9 % of trials.
    let most = most_by_chance(of, 0.5, 0.001);
    assert!(
        right <= most && of - right <= most,
        "{what}: {right} of {of}, and chance reaches {most}"
    );
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

fn mean(bytes: &[u8]) -> f64 {
    bytes.iter().map(|byte| f64::from(*byte)).sum::<f64>() / number(bytes.len())
}

/// Every position-like and every byte-like quantity that the file has of a row.
fn look_at(town: &Town, truth: &BTreeMap<Vec<u8>, bool>, state: &str) -> u64 {
    let (sheets, of) = (waiting(town), truth.len() as u64);
    let disk = Disk::read(&box_path(town));
    let cells = disk.cells("opinion");
    let place: BTreeMap<Vec<u8>, Cell> = cells
        .into_iter()
        .filter(|cell| truth.contains_key(&cell.id))
        .map(|cell| (cell.id.clone(), cell))
        .collect();
    assert_eq!(place.len(), truth.len(), "{state}");
    let mut looks = 0;
    let mut look = |what: &str, quantity: &dyn Fn(&[u8]) -> f64| {
        looks += 1;
        tells_nothing(&format!("{state}: {what}"), hits(truth, quantity), of);
    };
    look("page", &|id| f64::from(place[id].page));
    look("place in its page", &|id| number(place[id].offset));
    look("place among the pointers", &|id| number(place[id].pointer));
    look("first byte of the id", &|id| f64::from(id[0]));
    look("mean of the id", &mean);
    look("first byte", &|id| f64::from(sheets[id][0]));
    look("byte 31 of the encapsulated key", &|id| {
        f64::from(sheets[id][31])
    });
    look("mean of the ciphertext", &|id| mean(&sheets[id][32..]));
    look("ones among its bits", &|id| {
        f64::from(sheets[id].iter().map(|byte| byte.count_ones()).sum::<u32>())
    });
    let lengths: Vec<usize> = sheets.values().map(Vec::len).collect();
    assert!(lengths.iter().all(|length| *length == 4000), "{state}");
    looks
}

/// What else stands in the row: the plan that it was written under, and whether it left.
fn columns(town: &Town) -> Vec<(String, usize)> {
    let db = Connection::open(box_path(town)).unwrap();
    let mut query = db
        .prepare("SELECT hex(plan_key) || ' ' || batch, COUNT(*) FROM opinion WHERE batch = 0 GROUP BY 1")
        .unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)));
    rows.unwrap()
        .map(Result::unwrap)
        .map(|(text, count)| (text, usize::try_from(count).unwrap()))
        .collect()
}

#[test]
fn a_thief_of_the_box_cannot_tell_a_follow_up_from_an_opinion() {
    let (town, kiosk, receipts) = paired();
    let truth = mixed(&town, &kiosk, &receipts);
    assert_eq!(truth.len(), EACH * 2);
    std::thread::sleep(std::time::Duration::from_millis(50));
    assert_eq!(look_at(&town, &truth, "waiting"), 9);
    let tables: Vec<String> = columns(&town).into_iter().map(|(text, _)| text).collect();
    // One plan's key for each plan that takes words, and of no other kind of row.
    let opinions = kiosk
        .plans()
        .iter()
        .filter(|plan| plan.opinion.is_some())
        .count();
    assert!(tables.len() <= opinions, "{tables:?}");

    // After a sync some follow-ups stay. Who has the disk then, and new opinions in it, sees the same.
    let before = waiting(&town);
    town.weekly_sync(&kiosk, "a");
    let left: Vec<bool> = before
        .keys()
        .filter(|id| !waiting(&town).contains_key(*id))
        .map(|id| truth[id])
        .collect();
    assert_eq!(
        left.iter().filter(|is| !**is).count(),
        EACH,
        "words go at once"
    );
    let stay = waiting(&town);
    let staying = stay.len();
    // Three of four, by the draw.
    assert!((EACH / 2..EACH).contains(&staying), "{staying}");
    for _ in 0..staying {
        kiosk.submit(&card("第三盏灯坏了"), false).unwrap();
    }
    let mut later: BTreeMap<Vec<u8>, bool> = BTreeMap::new();
    for id in waiting(&town).into_keys() {
        later.insert(id.clone(), stay.contains_key(&id));
    }
    drop(kiosk);
    look_at(&town, &later, "after a sync, switched off");
}

/// The control: a box that notes in the row how long it stays, as an obvious program would, and the same thief reads it there.
#[test]
fn a_box_that_notes_what_stays_gives_it_away() {
    let (town, kiosk, receipts) = paired();
    let truth = mixed(&town, &kiosk, &receipts);
    drop(kiosk);
    let db = Connection::open(box_path(&town)).unwrap();
    db.execute_batch("ALTER TABLE opinion ADD COLUMN stays INTEGER NOT NULL DEFAULT 0")
        .unwrap();
    let mut rng = StdRng::seed_from_u64(5);
    for (id, is_follow_up) in &truth {
        let stays: u32 = if *is_follow_up {
            rng.random_range(0..4)
        } else {
            0
        };
        db.execute(
            "UPDATE opinion SET stays = ?1 WHERE id = ?2",
            rusqlite::params![stays, id],
        )
        .unwrap();
    }
    let stays = |id: &[u8]| -> f64 {
        let of = "SELECT stays FROM opinion WHERE id = ?1";
        db.query_row(of, [id], |row| row.get(0)).unwrap()
    };
    let most = most_by_chance(truth.len() as u64, 0.5, 0.001);
    let right = hits(&truth, stays);
    assert!(
        right > most,
        "{right} of {}, chance reaches {most}",
        truth.len()
    );
}

fn batches(town: &Town, kiosk: &Kiosk) -> Vec<PathBuf> {
    let name = kiosk.status().unwrap().device;
    let folder = town.path("a").join("PINGYI/FROM").join(name.as_str());
    let entries = std::fs::read_dir(folder).unwrap();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "JSL"))
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with('B'))
        .collect();
    found.sort();
    found
}

fn shapes(batch: &Path) -> Vec<(String, usize)> {
    let text = std::fs::read_to_string(batch).unwrap();
    let shape = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let (kind, value) = line.as_object().unwrap().iter().next().unwrap();
        (kind.clone(), value.to_string().len())
    };
    let mut shapes: Vec<_> = text.lines().map(shape).collect();
    shapes.retain(|(kind, _)| kind == "opinion");
    shapes.dedup();
    shapes
}

#[test]
fn each_leaves_with_a_sync_drawn_among_four_and_no_line_says_which_it_is() {
    let (town, kiosk, receipts) = paired();
    for receipt in &receipts {
        let voice = voice(&kiosk, receipt);
        let said = Said {
            grade: Some(Satisfaction::Fairly),
            text: String::new(),
        };
        kiosk.follow_up(&voice, &said, false).unwrap();
    }
    let mut left = Vec::new();
    for _ in 0..4 {
        let before = waiting(&town).len();
        kiosk.submit(&card("第四盏灯坏了"), false).unwrap();
        town.weekly_sync(&kiosk, "a");
        left.push(before - waiting(&town).len());
        let newest = batches(&town, &kiosk).pop().unwrap();
        assert_eq!(shapes(&newest).len(), 1, "one kind of line, one length");
    }
    assert!(waiting(&town).is_empty(), "within four syncs: {left:?}");
    // Ten each on average; fewer than two or more than twenty would be no draw among four.
    assert!(
        left.iter().all(|count| (2..=20).contains(count)),
        "{left:?}"
    );

    // At once is at once.
    let said = Said {
        grade: None,
        text: "请快一点".to_owned(),
    };
    for receipt in &receipts {
        let voice = voice(&kiosk, receipt);
        kiosk.follow_up(&voice, &said, true).unwrap();
    }
    town.weekly_sync(&kiosk, "a");
    assert!(waiting(&town).is_empty());

    // What stays is in the box all the same: after a restart it leaves with the next sync.
    for receipt in &receipts {
        let voice = voice(&kiosk, receipt);
        kiosk.follow_up(&voice, &said, false).unwrap();
    }
    drop(kiosk);
    let kiosk = town.reopened(77, None);
    assert_eq!(waiting(&town).len(), EACH);
    town.weekly_sync(&kiosk, "a");
    assert!(waiting(&town).is_empty());
}

/// Looking up leaves nothing on the disk, whatever is looked up.
#[test]
fn looking_up_leaves_nothing() {
    let (town, kiosk, receipts) = paired();
    std::thread::sleep(std::time::Duration::from_millis(50));
    let before = std::fs::read(box_path(&town)).unwrap();
    for receipt in &receipts {
        drop(voice(&kiosk, receipt));
    }
    assert!(std::fs::read(box_path(&town)).unwrap() == before);
}

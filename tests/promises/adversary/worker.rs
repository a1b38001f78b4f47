//! The adversaries of the threat model, each with everything he would have, against the real program. Each fails to do better than
//! guessing (hits within what chance reaches in 99 % of such trials; seeds fixed), or sees the very same bytes whatever the secret
//! is. Beside each stands a leaking variant on which the same adversary wins.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use pingyi::app::kiosk::{Kiosk, Lookup};
use pingyi::courier::keys::OpeningKey;
use pingyi::courier::receipt::{ReceiptCost, derive};
use pingyi::courier::seal::{open_opinion, open_rating};
use pingyi::domain::ids::{CaseNumber, SheetId};
use pingyi::fault::{Fault as _, Kind};
use pingyi_kit::attacker::links::Truth;
use pingyi_kit::attacker::sqlite::Disk;
use pingyi_kit::attacker::stats::{bound, kendall, most_by_chance};

use pingyi::record::Record;
use pingyi_kit::town::{Town, answered};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use rusqlite::Connection;

/// A kiosk whose random numbers are all drawn by one thread, and which tidies when the test says: the same run every time.
fn steady(town: &Town) -> Kiosk {
    let mut parts = town.parts();
    parts.receipts_ahead = 0;
    parts.vacuum_after = std::time::Duration::from_secs(1_000_000);
    Kiosk::open_with(&town.settings, town.clock.clone(), parts).unwrap()
}

fn paired() -> (Town, Kiosk) {
    let mut town = Town::real();
    drop(town.paired());
    let kiosk = steady(&town);
    (town, kiosk)
}

fn box_path(town: &Town) -> PathBuf {
    town.settings.data_dir.join("kiosk/box.db")
}

/// Notes which rows are new: those of card number `index`.
fn note(truth: &mut Truth, path: &Path, index: usize) {
    let db = Connection::open(path).unwrap();
    for (table, key) in [("rating", "id"), ("opinion", "id"), ("receipt", "tag")] {
        let mut query = db.prepare(&format!("SELECT {key} FROM {table}")).unwrap();
        let ids = query.query_map([], |row| row.get(0)).unwrap();
        for id in ids.map(Result::unwrap) {
            truth.entry(id).or_insert(index);
        }
    }
}

/// One kind of lines of a batch file, as bytes.
fn lines(batch: &Path, kind: &str) -> Vec<Vec<u8>> {
    let text = std::fs::read_to_string(batch).unwrap();
    let standard = base64::engine::general_purpose::STANDARD;
    let lines = text.lines().filter_map(|line| {
        let item: serde_json::Value = serde_json::from_str(line).unwrap();
        let value = item.get(kind)?.as_str()?.to_owned();
        Some(if kind == "receipt" {
            hex::decode(&value).unwrap()
        } else {
            standard.decode(value).unwrap()
        })
    });
    lines.collect()
}

fn ids(sheets: &[Vec<u8>]) -> Vec<Vec<u8>> {
    sheets
        .iter()
        .map(|sheet| SheetId::of(sheet).0.to_vec())
        .collect()
}

/// Guesses for each of `from` the one of `to` that stands at the same place of its list.
fn by_place(from: &[Vec<u8>], to: &[Vec<u8>], truth: &Truth) -> u64 {
    (0..from.len())
        .filter(|place| truth[&from[*place]] == truth[&to[place * to.len() / from.len()]])
        .count() as u64
}

/// Guesses for each of `from` the one of `to` whose identifier is nearest.
fn by_identifier(from: &[Vec<u8>], to: &[Vec<u8>], truth: &Truth) -> u64 {
    let head = |id: &[u8]| u64::from_be_bytes(id[..8].try_into().unwrap());
    let nearest = |id: &[u8]| {
        to.iter()
            .min_by_key(|other| head(other).abs_diff(head(id)))
            .unwrap()
    };
    from.iter()
        .filter(|id| truth[*id] == truth[nearest(id)])
        .count() as u64
}

fn office_key(town: &Town) -> OpeningKey {
    let office = town.settings.data_dir.join("office");
    pingyi_kit::server::office_keys(&office, "kabo demi tufa zulo rino pega").1
}

const WEEKS: usize = 4;
const CARDS: usize = 250;

/// (a) A clerk with the office's keys, its record and the original batches of one device: which ratings came with which words, with
/// which receipt, and who came first?
#[test]
fn a_clerk_links_no_ratings_to_words_and_sees_no_order() {
    let (mut town, kiosk) = paired();
    let mut truth = Truth::new();
    let mut hits: BTreeMap<&str, u64> = BTreeMap::new();
    let mut orders: Vec<(String, Vec<(i64, i64)>)> = Vec::new();
    let mut leaky = 0;
    let mut trials = 0;
    for week in 0..WEEKS {
        for index in 0..CARDS {
            let number = week * CARDS + index;
            let words = format!("第{number}张：路灯不亮。");
            kiosk.submit(&answered(number, Some(&words)), true).unwrap();
            note(&mut truth, &box_path(&town), number);
        }
        town.sync(&kiosk, "a", false);
        town.load("a");
        let folder = town.settings.data_dir.join("office/batches/LOBBY1");
        // Words first, then ratings; each batch knows nothing of the other's.
        let [words, rated] = [1, 2].map(|of| folder.join(format!("B{:07}.JSL", 2 * week + of)));
        let sealed = lines(&words, "opinion");
        assert!(lines(&words, "rating").is_empty() && lines(&rated, "opinion").is_empty());
        assert!(lines(&rated, "receipt").is_empty() && lines(&words, "receipt").is_empty());
        // He does open every sheet; what he reads in them is words and answers, and no link.
        let key = office_key(&town);
        let community = town.office.community().id.clone();
        assert!(
            sealed
                .iter()
                .all(|sheet| open_opinion(sheet, &key, &community).is_ok())
        );
        let (opinions, ratings) = (ids(&sealed), ids(&lines(&rated, "rating")));
        assert_eq!((opinions.len(), ratings.len()), (CARDS, CARDS));
        trials += CARDS as u64;
        for (name, guessed) in [
            (
                "words to ratings, by place",
                by_place(&opinions, &ratings, &truth),
            ),
            (
                "words to ratings, by identifier",
                by_identifier(&opinions, &ratings, &truth),
            ),
        ] {
            *hits.entry(name).or_default() += guessed;
        }
        for (name, list) in [("ratings", &ratings), ("words", &opinions)] {
            let pairs = (0..)
                .zip(list)
                .map(|(place, id)| (i64::try_from(truth[id]).unwrap(), place));
            orders.push((format!("week {week}: {name}"), pairs.collect()));
        }
        // The leaking variant: a batch that keeps its sheets in the order in which they came.
        let mut came = [opinions, ratings];
        for list in &mut came {
            list.sort_by_key(|id| truth[id]);
        }
        leaky += by_place(&came[0], &came[1], &truth);
    }
    // The record's own file, read as an attacker reads it.
    let disk = Disk::read(&town.settings.data_dir.join("office/office.db"));
    let seen = disk.cells("sheet_seen");
    let places = seen.iter().map(|cell| {
        let place = i64::from(cell.page) * 65_536 + i64::try_from(cell.offset).unwrap();
        (truth[&cell.id], place)
    });
    for week in 0..WEEKS {
        let of_week = places.clone().filter(|(card, _)| card / CARDS == week);
        let pairs = of_week.map(|(card, place)| (i64::try_from(card).unwrap(), place));
        orders.push((
            format!("week {week}: places in the record's file"),
            pairs.collect(),
        ));
    }
    orders.extend(case_orders(&town));
    let widest = bound(0.05, orders.len());
    for (name, pairs) in &orders {
        let tau = kendall(pairs).unwrap();
        assert!(tau.z.abs() <= widest, "{name}: {tau:?}");
    }
    #[allow(clippy::cast_precision_loss, reason = "small counts")]
    let most = most_by_chance(trials, 1.0 / CARDS as f64, 0.01 / 4.0);
    eprintln!(
        "{trials} guesses a way, chance gives at most {most}: {hits:?}; in a batch in order of arrival {leaky}"
    );
    assert!(
        hits.values().all(|hits| *hits <= most),
        "{hits:?} above {most}"
    );
    assert_eq!(leaky, trials, "the same adversary wins where order is kept");
}

/// Case numbers against the order of arrival, within each week.
fn case_orders(town: &Town) -> Vec<(String, Vec<(i64, i64)>)> {
    let mut orders = vec![Vec::new(); WEEKS];
    for row in town.office.cases().unwrap() {
        let text = town.office.case(row.number).unwrap().text;
        let card: usize = text
            .chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
            .parse()
            .unwrap();
        orders[card / CARDS].push((i64::try_from(card).unwrap(), i64::from(row.number.0)));
    }
    let named = orders.into_iter().enumerate();
    named
        .map(|(week, pairs)| (format!("week {week}: case numbers"), pairs))
        .collect()
}

/// (b) A week in which one to four people came: nothing leaves; and if a kiosk let it leave, what is shown is the same
/// bytes whatever they voted.
#[test]
fn a_crowd_too_small_waits_and_is_shown_nowhere() {
    for few in 1..5_usize {
        let mut shown = Vec::new();
        let mut held = Vec::new();
        for vote in 0..3 {
            let (mut town, kiosk) = paired();
            for _ in 0..few {
                kiosk.submit(&answered(vote, None), false).unwrap();
            }
            let report = town.sync(&kiosk, "a", false);
            assert!(report.closed.is_empty() && report.written.is_empty());
            let batch = town.path("a").join("PINGYI/FROM/LOBBY1/B0000001.JSL");
            assert!(!batch.exists());
            assert_eq!(town.load("a").new_batches(), 0);
            town.sync(&kiosk, "a", true);
            assert!(batch.exists());
            assert_eq!(town.load("a").totals().ratings_new, few as u64);
            let tallies = serde_json::to_string(&town.office.tallies().unwrap()).unwrap();
            let error = town
                .office
                .post_results(&"s1".parse().unwrap(), None)
                .unwrap_err();
            assert_eq!(error.kind(), Kind::NotNow);
            shown.push(tallies);
            // Without suppression it would all be there.
            let record = Record::open(
                &town.settings.data_dir.join("office/office.db"),
                &pingyi_kit::server::sealer,
            )
            .unwrap();
            held.push(format!("{:?}", record.counts().unwrap()));
        }
        assert!(
            shown.windows(2).all(|pair| pair[0] == pair[1]),
            "{few}: {shown:#?}"
        );
        assert!(held.windows(2).all(|pair| pair[0] != pair[1]));
    }
}

/// What a coercer sees who has the receipt, the kiosk's screens and the stick, in one of two worlds; and what the office could
/// add. The secret of the world is what the resident voted and wrote.
fn coerced(vote: usize, words: &str) -> (Vec<String>, String) {
    let (mut town, kiosk) = paired();
    let receipt = kiosk
        .submit(&answered(vote, Some(words)), true)
        .unwrap()
        .unwrap();
    for other in 0..6 {
        kiosk
            .submit(&answered(other, Some("别人写的")), true)
            .unwrap();
    }
    let digits = receipt.number.digits().to_string();
    let mut view = vec![
        receipt.qr_text.to_string(),
        said(kiosk.lookup(&digits).unwrap()),
    ];
    let salt = kiosk.community().receipt_salt;
    let secrets = derive(&receipt.number, &salt, ReceiptCost::TEST).unwrap();
    // The key of the receipt opens none of the sheets, its own included.
    let community = town.office.community().id.clone();
    let path = box_path(&town);
    town.sync(&kiosk, "a", false);
    for (table, opens) in [("rating", false), ("opinion", false)] {
        let db = Connection::open(&path).unwrap();
        let mut query = db.prepare(&format!("SELECT sealed FROM {table}")).unwrap();
        let sheets: Vec<Vec<u8>> = query
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert_eq!(sheets.len(), 7);
        for sheet in sheets {
            let opened = open_rating(&sheet, &secrets.opening_key, &community).is_ok()
                || open_opinion(&sheet, &secrets.opening_key, &community).is_ok();
            assert_eq!(opened, opens);
        }
    }
    town.load("a");
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    view.push(said(kiosk.lookup(&digits).unwrap()));
    let rows = town.office.cases().unwrap();
    let own = rows.iter().map(|row| town.office.case(row.number).unwrap());
    let own = own.filter(|case| &*case.text == words).collect::<Vec<_>>();
    let number = own[0].row.number;
    town.office.reply(number, "已经处理。").unwrap();
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    view.push(said(kiosk.lookup(&digits).unwrap()));
    // The office, if it helps, finds the case by the tag: the words, and still no rating.
    let db = Connection::open(town.settings.data_dir.join("office/office.db")).unwrap();
    let tag = secrets.tag.0.to_vec();
    let case = db.query_row(
        "SELECT number FROM opinion_case WHERE tag = ?1",
        [tag],
        |row| row.get(0),
    );
    let case = town.office.case(CaseNumber(case.unwrap())).unwrap();
    (view, case.text.to_string())
}

fn said(lookup: Lookup) -> String {
    match lookup {
        Lookup::Answered { text, on } => format!("answered on {on}: {}", *text),
        Lookup::Received { due } => format!("received, {due:?}"),
        other => format!("{other:?}"),
    }
}

/// (d) Whoever demands the receipt sees the same whatever was voted and written; only with the office's help does he get the words.
#[test]
fn a_receipt_proves_no_vote() {
    let (yes, words_of_yes) = coerced(0, "很好。");
    let (no, words_of_no) = coerced(2, "不好。");
    assert_eq!(yes, no);
    assert!(
        yes[2].starts_with("received") && yes[3].starts_with("answered"),
        "{yes:?}"
    );
    assert_ne!(words_of_yes, words_of_no);
}

/// Every 32 bytes in a row of every file, and of what they are in base64 and hex.
fn keys_on(folder: &Path) -> Vec<[u8; 32]> {
    let mut keys = Vec::new();
    let standard = base64::engine::general_purpose::STANDARD;
    for path in pingyi_kit::town::files(folder) {
        let bytes = std::fs::read(&path).unwrap();
        // The box: its facts, one page; its sheets are the sealed bytes themselves.
        let bytes = &bytes[..bytes.len().min(3 * 16_384)];
        let mut parts = vec![bytes.to_vec()];
        for word in String::from_utf8_lossy(bytes)
            .split(|sign: char| sign.is_whitespace() || "\"{},:".contains(sign))
        {
            parts.extend(standard.decode(word).ok());
            parts.extend(hex::decode(word).ok());
        }
        for part in parts {
            keys.extend(
                part.windows(32)
                    .filter(|window| window.iter().any(|byte| *byte != 0))
                    .map(|window| <[u8; 32]>::try_from(window).unwrap()),
            );
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// (e) The whole folder of a kiosk, its device key included: nothing on it opens a sheet or a reply.
#[test]
fn a_kiosks_disk_opens_no_sheet() {
    let (mut town, kiosk) = paired();
    for index in 0..6 {
        kiosk
            .submit(&answered(index, Some("一句话")), true)
            .unwrap();
    }
    let db = Connection::open(box_path(&town)).unwrap();
    let sheet = |table: &str| -> Vec<u8> {
        let sql = format!("SELECT sealed FROM {table} LIMIT 1");
        db.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    let (rating, opinion) = (sheet("rating"), sheet("opinion"));
    town.sync(&kiosk, "a", false);
    town.load("a");
    let number = town.office.cases().unwrap()[0].number;
    town.office.reply(number, "已经处理。").unwrap();
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    let reply = sheet("reply");
    let community = town.office.community().id.clone();
    let opens = |key: &OpeningKey| {
        open_rating(&rating, key, &community).is_ok()
            || open_opinion(&opinion, key, &community).is_ok()
            || pingyi::courier::seal::open_reply(&reply, key, &community).is_ok()
    };
    let mut keys = keys_on(&town.settings.data_dir.join("kiosk"));
    let all = keys.len();
    // Every one that might be a key by its looks, and a sample of the rest: two curve operations each.
    let mut rng = StdRng::seed_from_u64(3);
    keys.retain(|_| rng.random_range(0..all) < 4_000);
    eprintln!("{} of {all} strings of 32 bytes tried as keys", keys.len());
    assert!(keys.iter().all(|key| !opens(&OpeningKey::from_bytes(key))));
    assert!(opens(&office_key(&town)), "the right key does open them");
}

/// (f) An older copy of the record beside the newest: the difference is one batch, which is a crowd or was let go on purpose.
#[test]
fn two_copies_of_the_record_differ_by_a_crowd() {
    let (mut town, kiosk) = paired();
    let office = town.settings.data_dir.join("office/office.db");
    let raters = |path: &Path| -> u64 {
        let record = Record::open(path, &pingyi_kit::server::sealer).unwrap();
        record
            .counts()
            .unwrap()
            .values()
            .map(|counts| counts.raters)
            .sum()
    };
    let mut before = raters(&office);
    let mut waiting = 0;
    for (week, people) in [7, 3, 1, 5, 4, 2, 9].into_iter().enumerate() {
        for index in 0..people {
            kiosk.submit(&answered(index, None), false).unwrap();
        }
        waiting += people as u64;
        let report = town.sync(&kiosk, "a", false);
        town.load("a");
        let copy = town.path(&format!("copy{week}.db"));
        std::fs::copy(&office, &copy).unwrap();
        let now = raters(&copy);
        let learned = now - before;
        assert!(
            learned == 0 || learned >= 5,
            "{learned} people between two copies"
        );
        assert_eq!(learned == 0, report.closed.is_empty());
        if learned > 0 {
            assert_eq!(learned, waiting);
            waiting = 0;
        }
        before = now;
    }
    // The leaking variant: a kiosk that let a small crowd go.
    kiosk.submit(&answered(0, None), false).unwrap();
    town.sync(&kiosk, "a", true);
    town.load("a");
    assert_eq!(raters(&office) - before - waiting, 1);
}

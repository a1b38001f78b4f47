//! The office can be checked: somebody with the record's file, SQL and the folder of originals changes something, and a recount
//! names it. Every column of every table that a figure, a reply, a promise or a notice rests on, the originals, the ledger with
//! and without its hashes made anew, and clever changes that keep every sum right.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::format_push_string,
    clippy::wildcard_enum_match_arm,
    dead_code,
    reason = "tests, and each uses its own part of what is shared"
)]

#[path = "support/town.rs"]
mod town;

use std::path::PathBuf;

use pingyi::domain::card::Card;
use pingyi::domain::plan::Plan;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use rusqlite::Connection;
use rusqlite::types::Value;
use sha2::{Digest as _, Sha256};
use town::{Town, time};

/// Tables, their keys, and the columns that are changed. Not among them: `meta` (the keys of devices that only asked),
/// `schema_step`, `posted` (what may be published next, not what was), `plan.source` and `opinion_case.provisional` (words beside
/// a name and a date).
const TABLES: [(&str, &str, &[&str]); 10] = [
    ("device", "id", &["signing_key", "state", "since"]),
    (
        "batch",
        "device, number",
        &[
            "root",
            "previous",
            "signing_key",
            "week",
            "issued",
            "submitted",
            "abandoned",
            "slips",
            "ratings",
            "opinions",
            "set_aside",
            "crowd_override",
            "number",
        ],
    ),
    ("sheet_seen", "id", &["id"]),
    (
        "tally",
        "plan, revision, period, subject, voter_group, criterion, answer",
        &[
            "count",
            "count",
            "count",
            "subject",
            "criterion",
            "answer",
            "period",
            "revision",
        ],
    ),
    (
        "rater",
        "plan, revision, period, subject, voter_group",
        &["count", "count", "subject", "period", "revision"],
    ),
    (
        "opinion_case",
        "number",
        &[
            "number",
            "plan",
            "category",
            "body",
            "tag",
            "reply_key",
            "received_on",
            "due_on",
            "status",
            "reply",
            "answered_on",
        ],
    ),
    ("receipt", "tag", &["tag"]),
    ("pack", "number", &["number", "root", "made_at"]),
    (
        "notice",
        "number",
        &["number", "title", "body", "posted_on", "ledger_head"],
    ),
    ("plan", "id, revision", &["body", "revision"]),
];

struct House {
    town: Town,
    db: Connection,
    db_path: PathBuf,
    folder: PathBuf,
}

/// A card of S1: its only rating answered by choice number `choice`, with or without words.
fn card(choice: usize, words: Option<&str>) -> Card {
    let plan = Plan::parse(include_str!("../assets/plans/s1.toml")).unwrap();
    let subject = &plan.subjects[0];
    let mut json = serde_json::to_value(town::rating()).unwrap();
    let answers = json["ratings"][subject.id.as_str()]
        .as_object_mut()
        .unwrap();
    for (criterion, answer) in answers {
        let criterion = plan
            .criteria_of(subject)
            .find(|known| known.id.as_str() == criterion)
            .unwrap();
        let pingyi::domain::plan::ScaleKind::Named(choices) =
            &plan.scale(&criterion.scale).unwrap().kind
        else {
            panic!("choices");
        };
        *answer = choices[choice % choices.len()].id.as_str().into();
    }
    let mut card: Card = serde_json::from_value(json).unwrap();
    if let Some(words) = words {
        card.opinion.clone_from(&town::opinion(words).opinion);
    }
    card
}

impl House {
    /// Two weeks of one lobby: two batches, five opinions, one answered and one begun, two notices, packs.
    fn new() -> Self {
        let mut town = Town::real();
        let kiosk = town.paired();
        for week in 0..2_u32 {
            for index in 0..8_usize {
                let words = format!("第{week}周第{index}张：电梯停了。");
                let words = (index < 3).then_some(words.as_str());
                kiosk
                    .submit(&card(index, words), index.is_multiple_of(2))
                    .unwrap();
            }
            town.sync(&kiosk, "a", false);
            let report = town.load("a");
            assert_eq!((report.new_batches(), report.refused()), (1, 0));
            let number = town.office.cases().unwrap().last().unwrap().number;
            town.office.start_case(number).unwrap();
            if week == 0 {
                town.office.reply(number, "已修好。").unwrap();
                town.office
                    .enable_plan(&"s9".parse().unwrap(), false)
                    .unwrap();
            }
            town.pack("a").unwrap();
            town.clock.set(time("2026-09-24T10:00:00"));
        }
        drop(kiosk);
        town.office.post_notice("通知", "周六停水。").unwrap();
        let plan = "s1".parse().unwrap();
        town.office.post_results(&plan, None).unwrap();
        let folder = town.settings.data_dir.join("office");
        let db_path = folder.join("office.db");
        let db = Connection::open(&db_path).unwrap();
        db.pragma_update(None, "synchronous", "OFF").unwrap();
        let kept = town.path("kept.db");
        db.execute("VACUUM INTO ?1", [kept.to_str().unwrap()])
            .unwrap();
        db.execute("ATTACH ?1 AS kept", [kept.to_str().unwrap()])
            .unwrap();
        town::copy(&folder.join("batches"), &town.path("kept-batches"));
        let house = Self {
            town,
            db,
            db_path,
            folder,
        };
        assert_eq!(house.found(), Ok(Vec::new()));
        house
    }

    /// The places a recount names; or what it stopped at.
    fn found(&self) -> Result<Vec<String>, String> {
        match self.town.office.verify(&mut |_| {}) {
            Ok(report) => Ok(report
                .differences
                .into_iter()
                .map(|found| found.place)
                .collect()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn restore(&self) {
        let mut all: Vec<&str> = TABLES.iter().map(|(table, ..)| *table).collect();
        all.push("ledger");
        let mut sql = String::from("BEGIN;");
        for table in all {
            sql += &format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept.{table};");
        }
        self.db.execute_batch(&(sql + "COMMIT")).unwrap();
    }

    fn restore_files(&self) {
        std::fs::remove_dir_all(self.folder.join("batches")).unwrap();
        town::copy(
            &self.town.path("kept-batches"),
            &self.folder.join("batches"),
        );
    }

    fn value(&self, sql: &str) -> Value {
        self.db.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    fn count(&self, table: &str) -> i64 {
        match self.value(&format!("SELECT count(*) FROM {table}")) {
            Value::Integer(count) => count,
            other => panic!("{other:?}"),
        }
    }
}

/// Another value of the same kind: a number a little off, a text with one sign changed, a bit flipped, a value of another row.
fn other(rng: &mut StdRng, house: &House, table: &str, column: &str, old: &Value) -> Value {
    if rng.random_range(0..3) == 0 {
        let at = rng.random_range(0..house.count(table));
        return house.value(&format!("SELECT {column} FROM {table} LIMIT 1 OFFSET {at}"));
    }
    match old {
        Value::Integer(number) => Value::Integer((number + rng.random_range(-2..=2)).max(0)),
        Value::Text(text) if text.is_empty() => Value::Text("x".to_owned()),
        Value::Text(text) => {
            let mut signs: Vec<char> = text.chars().collect();
            let at = rng.random_range(0..signs.len());
            signs[at] = *['0', '1', '7', 'a', 'b', '。'].choose(rng).unwrap();
            Value::Text(signs.into_iter().collect())
        }
        Value::Blob(bytes) => {
            let mut bytes = bytes.clone();
            let at = rng.random_range(0..bytes.len());
            bytes[at] ^= 1 << rng.random_range(0..8);
            Value::Blob(bytes)
        }
        Value::Null => Value::Text("2026-09-18".to_owned()),
        Value::Real(number) => Value::Real(number + 1.0),
    }
}

/// What a recount must name after a change: any of these.
type Names = Vec<String>;

fn spell(value: &Value) -> String {
    match value {
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => hex::encode(bytes),
        Value::Null | Value::Real(_) => String::new(),
    }
}

/// One random change of one row; `None` when it changed nothing or the file does not take it.
fn tamper(rng: &mut StdRng, house: &House) -> Option<(String, Names)> {
    let (table, key, columns) = *TABLES.choose(rng).unwrap();
    let at = rng.random_range(0..house.count(table));
    let keys: Vec<&str> = key.split(", ").collect();
    let row: Vec<Value> = house
        .db
        .query_row(
            &format!("SELECT {key} FROM {table} ORDER BY {key} LIMIT 1 OFFSET {at}"),
            [],
            |row| (0..keys.len()).map(|column| row.get(column)).collect(),
        )
        .unwrap();
    let matching: Vec<String> = keys
        .iter()
        .enumerate()
        .map(|(at, key)| format!("{key} IS ?{}", at + 1))
        .collect();
    let matching = matching.join(" AND ");
    let bound = |extra: Option<Value>| rusqlite::params_from_iter(row.iter().cloned().chain(extra));
    let mut names: Names = row
        .iter()
        .map(spell)
        .filter(|name| !name.is_empty())
        .collect();
    let what;
    if rng.random_range(0..8) == 0 {
        what = format!("{table}: row {at} dropped");
        if table == "tally"
            && house
                .db
                .query_row(
                    &format!("SELECT count FROM tally WHERE {matching}"),
                    bound(None),
                    |row| row.get::<_, i64>(0),
                )
                .unwrap()
                == 0
        {
            return None;
        }
        house
            .db
            .execute(
                &format!("DELETE FROM {table} WHERE {matching}"),
                bound(None),
            )
            .unwrap();
    } else {
        let column = *columns.choose(rng).unwrap();
        let old: Value = house
            .db
            .query_row(
                &format!("SELECT {column} FROM {table} WHERE {matching}"),
                bound(None),
                |row| row.get(0),
            )
            .unwrap();
        let new = other(rng, house, table, column, &old);
        if new == old {
            return None;
        }
        if column == "made_at" && spell(&new).get(..10) == spell(&old).get(..10) {
            // The ledger has a pack's day; its hour stands in the signed pack alone.
            return None;
        }
        what = format!("{table}: {column} of row {at}, {old:?} → {new:?}");
        names.push(spell(&new));
        let number = keys.len() + 1;
        let sql = format!("UPDATE {table} SET {column} = ?{number} WHERE {matching}");
        if !matches!(house.db.execute(&sql, bound(Some(new))), Ok(1)) {
            return None;
        }
    }
    if table == "batch" {
        let (Value::Text(device), Value::Integer(number)) = (&row[0], &row[1]) else {
            panic!("{row:?}")
        };
        names = vec![format!("{device} B{number:07}")];
    }
    if table == "opinion_case" {
        // A case that was dropped or lost its number is named by its plan.
        names.push("s1".to_owned());
        names.push("s10".to_owned());
    }
    Some((what, names))
}

fn names_it(found: &Result<Vec<String>, String>, names: &Names) -> bool {
    match found {
        Ok(places) => places.iter().any(|place| {
            let words: Vec<&str> = place.split([' ', '/']).collect();
            names.iter().any(|name| {
                place == name
                    || words.contains(&&**name)
                    || (name.len() > 8 && place.contains(&**name))
            })
        }),
        // What cannot be read at all stops the recount with a sentence about the record.
        Err(error) => error.contains("damaged") || error.contains("expected"),
    }
}

fn random_changes(seed: u64, wanted: usize) {
    let house = House::new();
    let mut rng = StdRng::seed_from_u64(seed);
    let (mut done, mut stopped) = (0, 0);
    let mut escaped = Vec::new();
    while done < wanted {
        let Some((what, names)) = tamper(&mut rng, &house) else {
            house.restore();
            continue;
        };
        let found = house.found();
        stopped += usize::from(found.is_err());
        if !names_it(&found, &names) {
            escaped.push(format!("{what}: {found:?} names none of {names:?}"));
        }
        house.restore();
        done += 1;
    }
    assert_eq!(house.found(), Ok(Vec::new()), "put back, nothing differs");
    eprintln!(
        "{done} random changes of the record: {} escaped, {stopped} stopped the recount",
        escaped.len()
    );
    assert!(
        escaped.is_empty(),
        "{} escaped: {escaped:#?}",
        escaped.len()
    );
}

#[test]
fn a_hundred_random_changes_are_named() {
    random_changes(1, 100);
}

#[test]
#[ignore = "many: nightly"]
fn two_thousand_random_changes_are_named() {
    random_changes(2, 2_000);
}

/// The record compared with itself: whether every answer adds up to the number of raters. What a lazy check would do.
fn adds_up(house: &House) -> bool {
    let off = "SELECT count(*) FROM rater r WHERE EXISTS (SELECT 1 FROM tally t WHERE t.plan = r.plan AND t.revision = r.revision
        AND t.period = r.period AND t.subject = r.subject AND t.voter_group = r.voter_group
        GROUP BY criterion HAVING sum(t.count) <> r.count)";
    house.value(off) == Value::Integer(0)
}

#[test]
fn clever_changes_keep_every_sum_and_are_named_all_the_same() {
    let house = House::new();
    assert!(adds_up(&house));
    let one = "plan = 's1' AND criterion = (SELECT min(criterion) FROM tally WHERE plan = 's1')";
    let best = format!("(SELECT answer FROM tally WHERE {one} ORDER BY answer LIMIT 1)");
    let next = format!("(SELECT answer FROM tally WHERE {one} ORDER BY answer LIMIT 1 OFFSET 1)");
    let other = "(SELECT 'made-up')";
    let one_sheet = "SELECT id FROM sheet_seen ORDER BY id LIMIT 1";
    let changes: [(&str, String); 5] = [
        (
            "a vote changed",
            format!(
                "UPDATE tally SET count = count - 1 WHERE {one} AND answer = {next};
                 UPDATE tally SET count = count + 1 WHERE {one} AND answer = {best};"
            ),
        ),
        (
            "a sheet dropped with everything it said",
            format!(
                "DELETE FROM sheet_seen WHERE id = ({one_sheet}); UPDATE rater SET count = count - 1;
                 UPDATE tally SET count = count - 1 WHERE (criterion, answer) IN
                 (SELECT criterion, min(answer) FROM tally GROUP BY criterion);"
            ),
        ),
        (
            "a sheet added with everything it says",
            "INSERT INTO sheet_seen VALUES (zeroblob(32)); UPDATE rater SET count = count + 1;
             UPDATE tally SET count = count + 1 WHERE (criterion, answer) IN
             (SELECT criterion, min(answer) FROM tally GROUP BY criterion);"
                .to_owned(),
        ),
        (
            "every sheet moved to another subject",
            format!("UPDATE rater SET subject = {other}; UPDATE tally SET subject = {other};"),
        ),
        (
            "the good and the bad exchanged",
            format!(
                "UPDATE tally SET answer = 'x' WHERE {one} AND answer = {best};
                 UPDATE tally SET answer = (SELECT min(answer) FROM kept.tally WHERE {one})
                 WHERE {one} AND answer = (SELECT min(answer) FROM tally WHERE {one} AND answer <> 'x');"
            ),
        ),
    ];
    for (what, sql) in changes {
        house.db.execute_batch(&sql).unwrap();
        let found = house.found().unwrap();
        assert!(!found.is_empty(), "{what}");
        if what != "the good and the bad exchanged" {
            assert!(adds_up(&house), "{what}: the lazy check finds nothing");
        }
        house.restore();
    }
    assert_eq!(house.found(), Ok(Vec::new()));
}

#[test]
fn what_changes_nothing_is_not_reported() {
    let house = House::new();
    for sql in [
        "UPDATE tally SET count = count + 0",
        "UPDATE opinion_case SET body = body || ''",
        "UPDATE ledger SET hash = hash",
        "VACUUM main",
    ] {
        house.db.execute_batch(sql).unwrap();
        assert_eq!(house.found(), Ok(Vec::new()), "{sql}");
    }
}

/// Hashes the whole chain anew, as somebody would who knows how it is made.
fn chain_anew(db: &Connection) {
    let mut query = db
        .prepare("SELECT number, event FROM ledger ORDER BY number")
        .unwrap();
    let rows = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    let events: Vec<(i64, String)> = rows.map(Result::unwrap).collect();
    let mut last = [0_u8; 32];
    for (number, event) in events {
        let mut hash = Sha256::new();
        hash.update(last);
        hash.update(event.as_bytes());
        last = hash.finalize().into();
        db.execute(
            "UPDATE ledger SET hash = ?1 WHERE number = ?2",
            (last.as_slice(), number),
        )
        .unwrap();
    }
}

#[test]
fn a_ledger_that_was_edited_cut_or_chained_anew_is_named() {
    let house = House::new();
    let entries = house.count("ledger");
    let mut escaped = Vec::new();
    let mut tried = 0;
    for number in 1..=entries {
        let changes = [
            (
                "day",
                format!(
                    "UPDATE ledger SET event = replace(event, '2026-09', '2026-08') WHERE number = {number}"
                ),
            ),
            (
                "dropped",
                format!("DELETE FROM ledger WHERE number = {number}"),
            ),
            (
                "and all after",
                format!("DELETE FROM ledger WHERE number >= {number}"),
            ),
        ];
        for (what, sql) in changes {
            for anew in [false, true] {
                house.db.execute_batch(&sql).unwrap();
                if anew {
                    // The gap closed, too.
                    let close = "UPDATE ledger SET number = -number;
                        UPDATE ledger SET number = (SELECT count(*) FROM ledger l WHERE l.number >= ledger.number) WHERE number < 0";
                    let _ = close;
                    if what == "dropped" {
                        for later in number + 1..=entries {
                            house
                                .db
                                .execute(
                                    "UPDATE ledger SET number = ?1 WHERE number = ?2",
                                    (later - 1, later),
                                )
                                .unwrap();
                        }
                    }
                    chain_anew(&house.db);
                }
                tried += 1;
                if house.found().is_ok_and(|found| found.is_empty()) {
                    escaped.push(format!("{number} {what}, chained anew: {anew}"));
                }
                house.restore();
            }
        }
    }
    eprintln!("{tried} changes of the ledger, {} escaped", escaped.len());
    assert!(escaped.is_empty(), "{escaped:#?}");
}

#[test]
fn originals_that_were_changed_cut_swapped_or_planted_are_named() {
    let house = House::new();
    let folder = house.folder.join("batches/LOBBY1");
    let mut rng = StdRng::seed_from_u64(5);
    let named = |what: &str, batch: &str| {
        let found = house.found().unwrap();
        assert!(
            found.iter().any(|place| place.contains(batch)),
            "{what}: {found:?}"
        );
        house.restore_files();
    };
    for round in 0..60 {
        let stem = if round % 2 == 0 {
            "B0000001"
        } else {
            "B0000002"
        };
        let ending = if round % 5 == 0 { "SIG" } else { "JSL" };
        let path = folder.join(format!("{stem}.{ending}"));
        let mut bytes = std::fs::read(&path).unwrap();
        // minisign does not sign a signature file's first line, which says nothing.
        let from = if ending == "SIG" {
            bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1
        } else {
            0
        };
        let at = rng.random_range(from..bytes.len() - 1);
        if round % 3 == 2 {
            bytes.truncate(at);
        } else {
            bytes[at] ^= 1 << rng.random_range(0..7);
        }
        std::fs::write(&path, bytes).unwrap();
        named(&format!("{stem}.{ending} changed at {at}"), stem);
    }
    for ending in ["JSL", "SIG"] {
        std::fs::remove_file(folder.join(format!("B0000002.{ending}"))).unwrap();
        named("removed", "B0000002");
        std::fs::copy(
            folder.join(format!("B0000001.{ending}")),
            folder.join(format!("B0000002.{ending}")),
        )
        .unwrap();
        named("one over the other", "B0000002");
    }
    for ending in ["JSL", "SIG"] {
        let [one, two] = [1, 2].map(|number| folder.join(format!("B000000{number}.{ending}")));
        let spare = folder.join("SPARE");
        std::fs::rename(&one, &spare).unwrap();
        std::fs::rename(&two, &one).unwrap();
        std::fs::rename(&spare, &two).unwrap();
        if ending == "SIG" {
            named("swapped", "B0000001");
        }
    }
    std::fs::copy(folder.join("B0000001.JSL"), folder.join("B0000009.JSL")).unwrap();
    named("planted", "B0000009");
    assert_eq!(house.found(), Ok(Vec::new()));
}

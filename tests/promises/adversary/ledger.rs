//! The office can be checked, by cleverness: changes that keep every sum right, a ledger edited with its hashes made anew,
//! originals and packs changed, figures altered just while a notice is posted, rows that do not read at all, and a record
//! of a program that told less. Random changes of every column are in `record.rs`.

use pingyi::app::office::DifferencePart;
use pingyi::words::Lang;
use pingyi_kit::attacker::office::FullOffice;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

fn nothing() -> Vec<String> {
    Vec::new()
}

#[test]
fn clever_changes_keep_every_sum_and_are_named_all_the_same() {
    let house = FullOffice::new();
    assert!(house.adds_up());
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
        let found = house.found();
        assert!(!found.is_empty(), "{what}");
        if what != "the good and the bad exchanged" {
            assert!(house.adds_up(), "{what}: the lazy check finds nothing");
        }
        house.restore();
    }
    assert_eq!(house.found(), nothing());
}

#[test]
fn what_changes_nothing_is_not_reported() {
    let house = FullOffice::new();
    for sql in [
        "UPDATE tally SET count = count + 0",
        "UPDATE opinion_case SET body = body || ''",
        "UPDATE ledger SET hash = hash",
        "VACUUM main",
    ] {
        house.db.execute_batch(sql).unwrap();
        assert_eq!(house.found(), nothing(), "{sql}");
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
    let house = FullOffice::new();
    let entries = house.count("ledger");
    let mut escaped = Vec::new();
    let mut tried = 0;
    for number in 1..=entries {
        let changes = [
            (
                "day",
                format!(
                    r#"UPDATE ledger SET event = replace(event, '"on":"2026', '"on":"2025') WHERE number = {number}"#
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
                if house.found().is_empty() {
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
    let house = FullOffice::new();
    let folder = house.folder.join("batches/LOBBY1");
    let mut rng = StdRng::seed_from_u64(5);
    let named = |what: &str, batch: &str| {
        let found = house.found();
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
    assert_eq!(house.found(), nothing());
}

#[test]
fn packs_that_were_changed_or_removed_are_named() {
    let house = FullOffice::new();
    let folder = house.folder.join("packs");
    let mut rng = StdRng::seed_from_u64(6);
    for round in 0..20 {
        let path = folder.join(["P0000002.JSL", "P0000003.SIG"][round % 2]);
        let mut bytes = std::fs::read(&path).unwrap();
        // minisign does not sign a signature file's first line, which says nothing.
        let from = if round % 2 == 1 {
            bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1
        } else {
            0
        };
        let at = rng.random_range(from..bytes.len() - 1);
        bytes[at] ^= 1 << rng.random_range(0..7);
        std::fs::write(&path, bytes).unwrap();
        let number = round % 2 + 2;
        assert_eq!(
            house.found(),
            [format!("pack {number} file")],
            "changed at {at}"
        );
        house.restore_files();
    }
    std::fs::remove_file(folder.join("P0000001.JSL")).unwrap();
    assert_eq!(house.found(), ["pack 1 file"]);
    // The hour of a pack stands in the signed pack alone.
    house.restore_files();
    let later = "UPDATE pack SET made_at = replace(made_at, 'T10:', 'T11:') WHERE number = 2";
    assert_eq!(house.db.execute(later, []).unwrap(), 1);
    assert_eq!(house.found(), ["pack 2 file"]);
}

#[test]
fn rows_that_do_not_read_are_named_in_words_and_the_rest_is_compared() {
    let house = FullOffice::new();
    house
        .db
        .execute_batch(
            "UPDATE opinion_case SET received_on = 'yesterday' WHERE number = 3;
             UPDATE batch SET week = 0.5 WHERE number = 2;
             UPDATE plan SET body = 'no plan' WHERE id = 's10';
             UPDATE notice SET title = 'x' || title WHERE number = 1;",
        )
        .unwrap();
    let differences = house.differences();
    let unread: Vec<_> = differences
        .iter()
        .filter(|found| found.part == DifferencePart::Unreadable)
        .collect();
    let places: Vec<&str> = unread.iter().map(|found| found.place.as_str()).collect();
    assert_eq!(places, ["batch LOBBY1 2", "opinion_case 3"]);
    for (found, zh, en) in [
        (unread[0], "批次", "batches"),
        (unread[1], "意见件", "cases"),
    ] {
        for (lang, table) in [(Lang::Zh, zh), (Lang::En, en)] {
            let said = found.sentence().say(lang);
            let row = found.place.split_once(' ').unwrap().1;
            assert!(said.contains(table) && said.contains(row), "{said}");
        }
    }
    // What comes after the first row that does not read is compared all the same.
    for place in ["notice 1", "plan s10 r1"] {
        assert!(
            differences.iter().any(|found| found.place == place),
            "{differences:#?}"
        );
    }
    house.restore();
    // A table that is gone altogether, and a ledger nobody can read.
    house
        .db
        .execute_batch(
            "ALTER TABLE receipt RENAME TO gone; UPDATE ledger SET event = x'00' WHERE number = 1",
        )
        .unwrap();
    let found = house.found();
    for place in ["receipt *", "ledger 1"] {
        assert!(found.iter().any(|named| named == place), "{found:?}");
    }
}

/// The clerk changes the counts, posts the results, and puts the counts back.
#[test]
fn figures_that_were_false_only_while_a_notice_was_posted_are_named() {
    let mut house = FullOffice::new();
    let plan = "s1".parse().unwrap();
    let one = "plan = 's1' AND criterion = (SELECT min(criterion) FROM tally WHERE plan = 's1')";
    let pick = |at: usize| {
        format!("(SELECT answer FROM tally WHERE {one} ORDER BY answer LIMIT 1 OFFSET {at})")
    };
    let moved = |from: &str, to: &str| {
        format!(
            "UPDATE tally SET count = count - 1 WHERE {one} AND answer = {from};
             UPDATE tally SET count = count + 1 WHERE {one} AND answer = {to};"
        )
    };
    house.db.execute_batch(&moved(&pick(0), &pick(1))).unwrap();
    let notice = house.town.office.post_results(&plan, None).unwrap();
    house.db.execute_batch(&moved(&pick(1), &pick(0))).unwrap();
    assert!(house.adds_up());
    let figures = format!("notice {} figures", notice.number);
    assert_eq!(house.found(), [figures.as_str()]);
    // He who has no passphrase cannot put the right digest there either: it is signed.
    let db = &house.db;
    let (number, event): (i64, String) = db
        .query_row(
            "SELECT number, event FROM ledger ORDER BY number DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    let mut event: serde_json::Value = serde_json::from_str(&event).unwrap();
    assert_eq!(event["event"], "figures-posted");
    event["on"] = "2026-12-22".into();
    db.execute(
        "UPDATE ledger SET event = ?1 WHERE number = ?2",
        (event.to_string(), number),
    )
    .unwrap();
    chain_anew(db);
    let found = house.found();
    let signature = format!("notice {} signature", notice.number);
    assert!(found.contains(&signature), "{found:?}");
}

/// Between two printed heads of the ledger there must be something that a reader cannot guess: else he could try which small
/// counts lie behind a notice.
#[test]
fn the_heads_printed_on_two_notices_tell_nothing_of_the_counts_between() {
    let mut house = FullOffice::new();
    let results = house
        .town
        .office
        .post_results(&"s1".parse().unwrap(), None)
        .unwrap();
    let next = house.town.office.post_notice("通知", "周日来水。").unwrap();
    let events = |house: &FullOffice| -> Vec<String> {
        let mut query = house
            .db
            .prepare("SELECT event FROM ledger ORDER BY number DESC LIMIT 3")
            .unwrap();
        let rows = query.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let [_, figures, posted]: [String; 3] = events(&house).try_into().unwrap();
    let head = |figures: &str| {
        let mut head = <[u8; 32]>::try_from(hex::decode(&results.ledger_head).unwrap()).unwrap();
        for event in [posted.as_str(), figures] {
            head = Sha256::new()
                .chain_update(head)
                .chain_update(event)
                .finalize()
                .into();
        }
        hex::encode(head)
    };
    // He who knows all of it, signature and all, finds the printed head; this is what he tries to match.
    assert_eq!(head(&figures), next.ledger_head);
    // The reader of the boards has every count right and still no signature.
    let at = figures.find("\"signature\":\"").unwrap() + 13;
    let signature = &figures[at..at + 86];
    let public = house.town.office.notices().unwrap();
    let boards = |text: &str| {
        let mut notices = public.iter();
        notices.any(|notice| notice.title.contains(text) || notice.body.contains(text))
    };
    assert!(!boards(signature));
    assert_ne!(head(&figures.replace(signature, "")), next.ledger_head);
}

/// Rewrites a record to what the program of step 2 would have left: entries of its kinds and fields only, and the heads on
/// its notices made with them.
fn as_of_step_two(db: &Connection) {
    let mut query = db
        .prepare("SELECT event FROM ledger ORDER BY number")
        .unwrap();
    let rows = query.query_map([], |row| row.get(0)).unwrap();
    let events: Vec<String> = rows.map(Result::unwrap).collect();
    drop(query);
    db.execute_batch("DELETE FROM ledger; DELETE FROM schema_step WHERE number > 2")
        .unwrap();
    let (mut head, mut number) = ([0_u8; 32], 0);
    for event in events {
        let told_later = ["device-asked", "figures-posted"];
        if told_later
            .iter()
            .any(|kind| event.starts_with(&format!(r#"{{"event":"{kind}""#)))
        {
            continue;
        }
        // What stands after the day came later.
        let day = event.find(r#""on":""#).unwrap() + 17;
        let mut event = format!("{}}}", &event[..day]);
        let parsed: serde_json::Value = serde_json::from_str(&event).unwrap();
        if parsed["event"] == "notice-posted" {
            let notice = parsed["number"].as_i64().unwrap();
            let (title, body, old): (String, String, Vec<u8>) = db
                .query_row(
                    "SELECT title, body, ledger_head FROM notice WHERE number = ?1",
                    [notice],
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
                )
                .unwrap();
            let body = body.replace(&hex::encode(old), &hex::encode(head));
            let digest = hex::encode(Sha256::digest(format!("{title}\n{body}")));
            event = event.replace(parsed["digest"].as_str().unwrap(), &digest);
            db.execute(
                "UPDATE notice SET body = ?1, ledger_head = ?2 WHERE number = ?3",
                (body, head.as_slice(), notice),
            )
            .unwrap();
        }
        number += 1;
        head = Sha256::new()
            .chain_update(head)
            .chain_update(&event)
            .finalize()
            .into();
        db.execute(
            "INSERT INTO ledger VALUES (?1, ?2, ?3)",
            (number, event, head.as_slice()),
        )
        .unwrap();
    }
}

#[test]
fn a_record_of_a_program_that_told_less_is_checked_by_what_it_told() {
    let mut house = FullOffice::new();
    as_of_step_two(&house.db);
    // Before it is opened anew, the step that is missing is named, and nothing else.
    assert_eq!(house.found(), ["schema_step 3"]);
    house.unlock();
    assert_eq!(house.found(), nothing());
    house.keep();
    for (change, place) in [
        (
            "UPDATE posted SET count = count + 1 WHERE criterion = ''",
            "posted s1 r1 2026 ",
        ),
        ("UPDATE posted SET notice = 1", "posted s1 r1 2026 "),
        ("UPDATE posted SET notice = 9", "posted s1 r1 2026 "),
        (
            "UPDATE opinion_case SET due_on = '2026-10-30' WHERE number = 1",
            "1 due",
        ),
        (
            "UPDATE device SET state = 'revoked' WHERE id = 'TABLET7'",
            "device TABLET7",
        ),
    ] {
        house.db.execute_batch(change).unwrap();
        let found = house.found();
        assert!(
            found.iter().any(|named| named.starts_with(place)),
            "{change}: {found:?}"
        );
        house.restore();
    }
    // From now on it tells everything.
    let plan = "s1".parse().unwrap();
    house.town.office.post_results(&plan, None).unwrap();
    assert_eq!(house.found(), nothing());
}

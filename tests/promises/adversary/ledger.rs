//! The office can be checked, by cleverness: changes that keep every sum right, a ledger edited with its hashes made anew,
//! originals and packs changed, figures altered just while a notice is posted, rows that do not read at all, and a record
//! of a program that told less. Random changes of every column are in `record.rs`.

use pingyi::domain::ids::CaseNumber;
use pingyi::words::Lang;
use pingyi_kit::attacker::forger;
use pingyi_kit::attacker::office::FullOffice;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use sha2::{Digest as _, Sha256};

fn nothing() -> Vec<String> {
    Vec::new()
}

#[test]
fn clever_changes_keep_every_sum_and_are_named_all_the_same() {
    let house = FullOffice::new();
    assert!(house.adds_up());
    let one = "plan = 's1' AND criterion = (SELECT min(criterion) FROM tally WHERE plan = 's1')
               AND period = (SELECT max(period) FROM tally)";
    let best = format!("(SELECT answer FROM tally WHERE {one} ORDER BY answer LIMIT 1)");
    let next = format!("(SELECT answer FROM tally WHERE {one} ORDER BY answer LIMIT 1 OFFSET 1)");
    let other = "(SELECT 'made-up')";
    let last = "period = (SELECT max(period) FROM tally)";
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
                "DELETE FROM sheet_seen WHERE id = ({one_sheet}); UPDATE rater SET count = count - 1 WHERE {last};
                 UPDATE tally SET count = count - 1 WHERE {last} AND (criterion, answer) IN
                 (SELECT criterion, min(answer) FROM tally WHERE {last} GROUP BY criterion);"
            ),
        ),
        (
            "a sheet added with everything it says",
            format!(
                "INSERT INTO sheet_seen VALUES (zeroblob(32)); UPDATE rater SET count = count + 1 WHERE {last};
                 UPDATE tally SET count = count + 1 WHERE {last} AND (criterion, answer) IN
                 (SELECT criterion, min(answer) FROM tally WHERE {last} GROUP BY criterion);"
            ),
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
        "UPDATE opinion_case SET reply = reply",
        "UPDATE ledger SET hash = hash",
        "VACUUM main",
    ] {
        house.db.execute_batch(sql).unwrap();
        assert_eq!(house.found(), nothing(), "{sql}");
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
                    r#"UPDATE ledger SET event = replace(event, '"day":"2026', '"day":"2025') WHERE number = {number}"#
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
                    forger::chain_anew(&house.db);
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
fn an_entry_that_cannot_follow_those_before_it_is_named() {
    let house = FullOffice::new();
    let digest = |text: &str| hex::encode(Sha256::digest(text));
    let (second, root) = (digest("又"), digest("x"));
    // A second reply stands in the record as well.
    let reply = "UPDATE opinion_case SET reply = '又' WHERE number = 3";
    for (kind, body, change) in [
        (
            "case-answered",
            format!(r#"{{"number":3,"digest":"{second}"}}"#),
            reply,
        ),
        ("case-started", r#"{"number":3}"#.to_owned(), ""),
        ("case-started", r#"{"number":99}"#.to_owned(), ""),
        (
            "batch-loaded",
            format!(
                r#"{{"device":"LOBBY1","number":1,"root":"{root}","ratings":0,"cases":0,"set_aside":0}}"#
            ),
            "",
        ),
        (
            "plan-added",
            format!(r#"{{"plan":"s1","revision":1,"digest":"{root}","source":"added"}}"#),
            "",
        ),
        (
            "notice-posted",
            format!(r#"{{"number":1,"digest":"{root}"}}"#),
            "",
        ),
        (
            "device-accepted",
            r#"{"device":"LOBBY1","signing_key":"another"}"#.to_owned(),
            "",
        ),
        (
            "plan-enabled",
            r#"{"plan":"nothing","enabled":true}"#.to_owned(),
            "",
        ),
        ("burnt", "{}".to_owned(), ""),
    ] {
        house.db.execute_batch(change).unwrap();
        let event = |number| forger::entry(number, "office", kind, &body);
        let number = forger::append(&house.db, event, |_, _| None);
        let found = house.found();
        let names = [
            format!("ledger {number} event"),
            "batch LOBBY1 1 original".to_owned(),
        ];
        assert!(
            found.iter().any(|place| names.contains(place)),
            "{kind} {body}: {found:?}"
        );
        house.restore();
    }
    // The control: what may follow, signed by somebody who works here, is a difference only where the tables do not follow it.
    let mut house = house;
    house.town.office.start_case(CaseNumber(1), None).unwrap();
    assert_eq!(house.found(), nothing());
    let back = "UPDATE opinion_case SET status = 'received' WHERE number = 1";
    assert_eq!(house.db.execute(back, []).unwrap(), 1);
    assert_eq!(house.found(), ["opinion_case 1 status"]);
    house.restore();
    // Nobody can choose the form that needs no signature.
    let early = r#"{"event":"day-confirmed","on":"2026-12-21"}"#;
    let number = forger::append(&house.db, |_| early.to_owned(), |_, _| None);
    let event = format!("ledger {number} event");
    assert!(house.found().contains(&event));
    house.restore();
    let signed = "UPDATE ledger SET signature = 'RWQ' WHERE number = 2";
    assert_eq!(house.db.execute(signed, []).unwrap(), 1);
    assert_eq!(house.found(), ["ledger 2 signature"]);
}

#[test]
fn originals_that_were_changed_cut_swapped_or_planted_are_named() {
    let house = FullOffice::new();
    let folder = house.folder.join("batches/LOBBY1");
    let mut rng = StdRng::seed_from_u64(5);
    let named = |what: &str, batch: &str| {
        let found = house.found();
        // A planted file has a name, a batch of the list a number.
        let number = batch.trim_start_matches(['B', '0']);
        let names = [
            format!("batch LOBBY1 {batch} original"),
            format!("batch LOBBY1 {number} original"),
        ];
        assert!(
            found.iter().any(|place| names.contains(place)),
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
    assert_eq!(house.found(), ["pack 2 made_at"]);
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
    for (place, zh, en) in [
        ("batch LOBBY1 2 week", "批次", "batches"),
        ("opinion_case 3 received_on", "意见件", "cases"),
        // What comes after the first row that does not read is compared all the same.
        ("notice 1 text", "公示", "notices"),
        ("plan s10 1 body", "评议方案", "plans"),
    ] {
        let found = differences.iter().find(|found| found.place() == place);
        let found = found.unwrap_or_else(|| panic!("{place}: {differences:#?}"));
        for (lang, table) in [(Lang::Zh, zh), (Lang::En, en)] {
            let said = found.sentence().say(lang);
            assert!(said.contains(table) && said.contains(&found.key), "{said}");
        }
    }
    assert_eq!(differences.len(), 4);
    house.restore();
    // A table that is gone altogether, and a ledger nobody can read.
    house
        .db
        .execute_batch(
            "ALTER TABLE receipt RENAME TO gone; UPDATE ledger SET event = x'00' WHERE number = 1",
        )
        .unwrap();
    let found = house.found();
    for place in ["receipt *", "ledger 1 event"] {
        assert!(found.iter().any(|named| named == place), "{found:?}");
    }
}

#[test]
fn texts_that_are_gone_are_named() {
    let house = FullOffice::new();
    for (change, place) in [
        (
            "UPDATE plan SET body = '' WHERE id = 's10'",
            "plan s10 1 body",
        ),
        (
            "UPDATE opinion_case SET reply = NULL WHERE number = 3",
            "opinion_case 3 reply",
        ),
        (
            "UPDATE notice SET title = '', body = '' WHERE number = 1",
            "notice 1 text",
        ),
    ] {
        assert_eq!(house.db.execute(change, []).unwrap(), 1);
        assert_eq!(house.found(), [place]);
        house.restore();
    }
    let moved = "UPDATE opinion_case SET number = 30 WHERE number = 3";
    assert_eq!(house.db.execute(moved, []).unwrap(), 1);
    assert_eq!(house.found(), ["opinion_case 30", "opinion_case 3"]);
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

#[test]
fn a_record_of_a_program_that_told_less_is_checked_by_what_it_told() {
    // Kept by the program of step 2, and brought up to date when it is opened.
    let house = FullOffice::of_step(2);
    assert_eq!(house.found(), nothing());
    for (change, place) in [
        (
            "UPDATE posted SET count = count + 1 WHERE criterion = ''",
            "posted s1 1 2026 ",
        ),
        ("UPDATE posted SET notice = 1", "posted s1 1 2026 "),
        ("UPDATE posted SET notice = 9", "posted s1 1 2026 "),
        (
            "UPDATE opinion_case SET due_on = '2026-10-30' WHERE number = 1",
            "opinion_case 1 due_on",
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

//! Ledgers that are out there, and offices of every step that was shipped: their bytes and hashes stay, they are read, and
//! what they tell makes the tables it always made.
//!
//! `PINGYI_WRITE_VECTORS=1` writes the files anew: only for a kind of event that is new.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pingyi::app::office::{Difference, Office};
use pingyi::domain::batch::{BatchCounts, BatchFacts, MixedFacts};
use pingyi::domain::calendar::DueDate;
use pingyi::domain::card::{Answer, RatingSheet};
use pingyi::domain::ids::{
    BatchNumber, BlobId, CaseNumber, PackNumber, PlanRevision, ReplyKey, RootHash, SealingKey,
    SheetId, SlipTag, Tag,
};
use pingyi::domain::slip::commitment;
use pingyi::domain::time::FixedClock;
use pingyi::record::{
    BatchContent, BatchEntry, Body, Content, Counts, Digested, Event, Figures, IssuedSlips,
    LedgerEntry, NewCase, Opinion, PeopleEvent, Record, Shown, SlipEvent, Unsigned, counts_digest,
    genesis, notice_digest, text_digest,
};
use pingyi_kit::attacker::office::{FullOffice, kept_office, kept_passphrase, kept_record};
use pingyi_kit::server::{By, sealer};
use pingyi_kit::town::copy;
use rusqlite::Connection;

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}

/// Holds a text against a file of vectors.
pub fn assert_is(name: &str, text: &str) {
    let path = vectors().join(name);
    if std::env::var_os("PINGYI_WRITE_VECTORS").is_some() {
        fs::write(&path, text).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap() == text,
        "{name}:\n{text}"
    );
}

/// The entries of a file: a hash and a line of JSON each.
fn entries(name: &str) -> Vec<LedgerEntry> {
    let text = fs::read_to_string(vectors().join(name)).unwrap();
    let lines = text.lines().map(|line| line.split_once(' ').unwrap());
    let numbered = (1..).zip(lines);
    let entry = |(number, (hash, event)): (u64, (&str, &str))| LedgerEntry {
        number,
        event: event.to_owned(),
        hash: RootHash(hex::decode(hash).unwrap().try_into().unwrap()),
        signature: None,
    };
    numbered.map(entry).collect()
}

fn assert_chained(entries: &[LedgerEntry]) {
    let mut head = genesis();
    for entry in entries {
        assert_eq!(entry.hash_after(&head), entry.hash, "{}", entry.number);
        head = entry.hash;
    }
}

/// What an office of 0.1.1 wrote.
#[test]
fn entries_of_earlier_programs_keep_their_hashes_and_read_as_the_same_events() {
    let entries = entries("ledger-early.txt");
    assert_eq!(entries.len(), 31);
    assert_chained(&entries);
    let mut read = String::new();
    for entry in &entries {
        let event = entry.parsed().unwrap();
        assert_eq!(entry.day(), Some(event.day));
        let line = event.line(entry.number).unwrap();
        writeln!(read, "{line}").unwrap();
        assert_eq!(Event::read(entry.number, &line), Some(event));
    }
    assert_is("ledger-early-read.txt", &read);
}

#[test]
fn an_entry_is_written_in_one_way_only() {
    let line = r#"{"n":5,"day":"2026-11-23","by":"office","kind":"case-started","version":1,"body":{"number":3}}"#;
    let event = Event::read(5, line).unwrap();
    assert_eq!(event.line(5).unwrap(), line);
    for (from, to) in [
        (r#""n":5"#, r#""n":6"#),
        (r#""n":5,"#, r#""n":5, "#),
        (r#""n":5,"day":"2026-11-23""#, r#""day":"2026-11-23","n":5"#),
        ("2026-11-23", "2026-11-3"),
        ("office", "clerk"),
        ("case-started", "case-stopped"),
        (r#""version":1"#, r#""version":2"#),
        (r#"{"number":3}"#, r#"{"number":3,"on":"2026-11-23"}"#),
        (r#"{"number":3}"#, r#"{"number":3,"number":3}"#),
        (r#"{"number":3}"#, "{}"),
    ] {
        let other = line.replacen(from, to, 1);
        assert_ne!(other, line);
        assert_eq!(Event::read(5, &other), None, "{other}");
    }
}

/// A fortnight in which everything happens that a ledger can tell.
#[expect(clippy::too_many_lines, reason = "a table: an entry a line or two")]
fn fortnight() -> Vec<(&'static str, Body, Content)> {
    let device = || "LOBBY1".parse().unwrap();
    let plan = || "s1".parse().unwrap();
    let (revision, number) = (PlanRevision(1), CaseNumber(1));
    let key = |name: &str| name.to_owned();
    let text = |text: &str| Content::Text(text.to_owned().into());
    let reply = |text: &str| Content::Sealed(sealer("reply", text));
    let due = |date: &str, provisional| DueDate {
        date: date.parse().unwrap(),
        provisional,
    };
    let batch = content();
    let loaded = Body::BatchLoaded {
        device: device(),
        number: batch.entry.number,
        root: batch.entry.root,
        ratings: 2,
        cases: 2,
        set_aside: 1,
        due: BTreeMap::from([(plan(), due("2026-12-14", true))]),
        own_due: BTreeMap::new(),
        follow_ups: 0,
        again: Vec::new(),
    };
    let figures = figures(&batch.counts);
    let (monday, later) = ("2026-11-23", "2026-12-01");
    let nothing = || Content::Nothing;
    vec![
        (
            monday,
            Body::Founded {
                community: "7219a10000000000".parse().unwrap(),
            },
            nothing(),
        ),
        (
            monday,
            Body::PlanAdded {
                plan: plan(),
                revision,
                digest: text_digest("甲"),
                source: Some("shipped".into()),
            },
            text("甲"),
        ),
        (
            monday,
            Body::PlanEnabled {
                plan: plan(),
                enabled: false,
            },
            nothing(),
        ),
        (
            monday,
            Body::PlanAdded {
                plan: plan(),
                revision: PlanRevision(2),
                digest: text_digest("乙"),
                source: Some("added".into()),
            },
            text("乙"),
        ),
        (
            monday,
            Body::DeviceAsked {
                device: device(),
                signing_key: key("first"),
                replaces: None,
                facts: None,
            },
            nothing(),
        ),
        (
            monday,
            Body::DeviceAccepted {
                device: device(),
                signing_key: key("first"),
                replaces: None,
                facts: None,
            },
            nothing(),
        ),
        (
            monday,
            Body::DeviceAsked {
                device: device(),
                signing_key: key("another"),
                replaces: None,
                facts: None,
            },
            nothing(),
        ),
        (
            monday,
            Body::DeviceAsked {
                device: "TABLET7".parse().unwrap(),
                signing_key: key("third"),
                replaces: None,
                facts: None,
            },
            nothing(),
        ),
        (
            monday,
            Body::WeekConfirmed {
                week: "2026-W52".parse().unwrap(),
            },
            nothing(),
        ),
        (monday, loaded, Content::Batch(Box::new(batch))),
        (
            monday,
            Body::CaseStarted {
                number,
                responsible: None,
            },
            nothing(),
        ),
        (
            monday,
            Body::CaseStarted {
                number: CaseNumber(2),
                responsible: None,
            },
            nothing(),
        ),
        (later, Body::DayConfirmed {}, nothing()),
        (
            later,
            Body::CaseAnswered {
                number,
                digest: text_digest("已修好。"),
                names: Digested::Plain,
                due: Some(due("2026-12-15", false)),
                waits: false,
            },
            reply("已修好。"),
        ),
        (
            later,
            Body::NoticePosted {
                number: 1,
                digest: notice_digest("公示", "甲\n乙"),
                own: false,
            },
            Content::Notice {
                title: "公示".into(),
                body: "甲\n乙".into(),
            },
        ),
        (later, Body::FiguresPosted(figures), nothing()),
        (
            later,
            Body::PackMade {
                number: PackNumber(1),
                root: RootHash([7; 32]),
            },
            Content::Pack {
                made_at: "2026-12-01T09:30:00".parse().unwrap(),
            },
        ),
        (later, Body::DeviceRevoked { device: device() }, nothing()),
        (
            later,
            Body::CaseAnswered {
                number: CaseNumber(2),
                digest: BlobId::of(&sealer("reply", "谢谢您。")).to_string(),
                names: Digested::Sealed,
                due: None,
                waits: false,
            },
            reply("谢谢您。"),
        ),
    ]
}

fn content() -> BatchContent {
    let mut counts = BTreeMap::new();
    for (answer, score) in [("good", 7), ("poor", 9)] {
        let sheet = RatingSheet {
            plan: "s1".parse().unwrap(),
            revision: PlanRevision(1),
            subject: "hall".parse().unwrap(),
            group: "owners".parse().ok(),
            answers: BTreeMap::from([
                (
                    "c1".parse().unwrap(),
                    Answer::Choice(answer.parse().unwrap()),
                ),
                ("c2".parse().unwrap(), Answer::Score(score)),
            ]),
        };
        Counts::add(&mut counts, sheet, "2026");
    }
    let opinion = |text: &str, receipt: Option<u8>| {
        let sealed = sealer("opinion", text);
        let opinion = Opinion {
            plan: "s1".parse().unwrap(),
            subject: receipt.and("hall".parse().ok()),
            category: receipt.and("service".parse().ok()),
            words: BlobId::of(&sealed),
            tag: receipt.map(|byte| Tag([byte; 16])),
            reply_key: receipt.map(|byte| ReplyKey([byte; 32])),
            voice: None,
        };
        NewCase { opinion, sealed }
    };
    BatchContent {
        entry: BatchEntry {
            device: "LOBBY1".parse().unwrap(),
            number: BatchNumber(1),
            root: RootHash([1; 32]),
            previous: None,
            signing_key: "first".into(),
            facts: BatchFacts::Mixed(MixedFacts {
                week: "2026-W47".parse().unwrap(),
                counts: BatchCounts {
                    issued: 9,
                    submitted: 8,
                    abandoned: 1,
                    slips: 2,
                },
                crowd_override: true,
            }),
            ratings: 3,
            opinions: 2,
            set_aside: 1,
        },
        sheets: [1, 2, 3, 4].map(|byte| SheetId([byte; 32])).to_vec(),
        cases: vec![
            (CaseNumber(1), opinion("灯坏了", Some(4))),
            (CaseNumber(2), opinion("谢谢", None)),
        ],
        follow_ups: Vec::new(),
        receipts: vec![Tag([4; 16]), Tag([5; 16])],
        counts,
    }
}

fn figures(counts: &BTreeMap<pingyi::record::RaterKey, Counts>) -> Figures {
    let plan = "s1".parse().unwrap();
    Figures {
        wording: None,
        number: 1,
        counts: counts_digest(counts, &plan, PlanRevision(1), "2026"),
        plan,
        revision: PlanRevision(1),
        period: "2026".into(),
        shown: vec![Shown {
            subject: "hall".parse().unwrap(),
            group: "owners".parse().ok(),
            raters: 2,
            criteria: BTreeMap::from([("c1".parse().unwrap(), 2), ("c2".parse().unwrap(), 2)]),
        }],
        on: "2026-12-01".parse().unwrap(),
        signature: "signed".into(),
    }
}

/// Every row of every table, a line each, by the tables' names.
pub fn tables(path: &Path) -> String {
    let db = Connection::open(path).unwrap();
    let names: Vec<String> = db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut all = String::new();
    for name in names {
        let mut query = db.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns: Vec<String> = query.column_names().map(str::to_owned).collect();
        let mut rows = query.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            all.push_str(&name);
            for (at, column) in columns.iter().enumerate() {
                let value: rusqlite::types::Value = row.get(at).unwrap();
                write!(all, " | {column}: {}", spell(&value)).unwrap();
            }
            all.push('\n');
        }
    }
    all
}

fn spell(value: &rusqlite::types::Value) -> String {
    use rusqlite::types::Value;
    match value {
        Value::Null => "–".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => format!("{text:?}"),
        Value::Blob(bytes) => hex::encode(bytes),
        Value::Real(_) => panic!("no table holds fractions"),
    }
}

/// The guard on `apply` itself: this ledger makes these tables.
#[test]
fn a_ledger_of_every_kind_of_event_makes_the_tables_it_always_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    let record = Record::open(&path, &sealer).unwrap();
    for (day, body, content) in fortnight() {
        let day = day.parse().unwrap();
        record
            .within(|record| record.note(day, body, &content, &Unsigned))
            .unwrap();
    }
    let written = record.ledger().unwrap();
    let lines = written
        .iter()
        .map(|entry| format!("{} {}\n", entry.hash, entry.event));
    assert_is("ledger-1.txt", &lines.collect::<String>());
    assert_is("ledger-1-tables.txt", &tables(&path));

    // Read back from the file and applied to another record, it makes the same tables.
    let golden = entries("ledger-1.txt");
    assert_chained(&golden);
    let again = Record::in_memory().unwrap();
    let mut head = genesis();
    for (entry, (_, _, content)) in golden.iter().zip(fortnight()) {
        let event = entry.parsed().unwrap();
        again.apply(&event, &head, &content).unwrap();
        head = entry.hash;
    }
    let mut differences = Vec::new();
    record
        .compare(&again, &mut |found| differences.push(found))
        .unwrap();
    assert_eq!(differences, []);

    // The control: a ledger that tells one thing less makes other tables.
    let less = Record::in_memory().unwrap();
    let mut head = genesis();
    for (entry, (_, _, content)) in golden.iter().zip(fortnight()) {
        let event = entry.parsed().unwrap();
        if !matches!(event.body, Body::FiguresPosted(_)) {
            less.apply(&event, &head, &content).unwrap();
        }
        head = entry.hash;
    }
    record
        .compare(&less, &mut |found| differences.push(found))
        .unwrap();
    assert_eq!(differences.len(), 3);
    assert!(differences.iter().all(|found| found.table == "posted"));
}

/// From the first recovery sheet on people sign.
#[test]
fn entries_of_people_are_written_and_make_tables_as_they_always_did() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    let record = Record::open(&path, &sealer).unwrap();
    let key = SealingKey([6; 32]);
    let set = |name: &str| PeopleEvent::RecoverySet {
        signing_key: name.to_owned(),
        sealing_key: key,
    };
    let admitted = |person: &str, name: &str| PeopleEvent::PersonAdmitted {
        person: person.parse().unwrap(),
        name: name.to_owned(),
        signing_key: format!("key of {person}"),
        sealing_key: key,
    };
    let removed = PeopleEvent::PersonRemoved {
        person: "p1".parse().unwrap(),
    };
    let digest = text_digest("office.toml");
    for (by, body) in [
        ("recovery", set("first")),
        ("recovery", admitted("p1", "王秀兰")),
        ("p1", PeopleEvent::ProfileSigned { digest }),
        ("p1", PeopleEvent::RecoveryProved {}),
        ("p1", admitted("p2", "李明")),
        ("p2", removed),
        ("p2", set("second")),
        (
            "p2",
            PeopleEvent::OpeningRenewed {
                sealing_key: SealingKey([7; 32]),
                two_persons: true,
            },
        ),
    ] {
        let day = "2026-12-01".parse().unwrap();
        let by = By(by.parse().unwrap());
        record
            .within(|record| record.note(day, Body::People(body), &Content::Nothing, &by))
            .unwrap();
    }
    let written = record.ledger().unwrap();
    let lines = written
        .iter()
        .map(|entry| format!("{} {}\n", entry.hash, entry.event));
    assert_is("ledger-2.txt", &lines.collect::<String>());
    assert_is("ledger-2-tables.txt", &tables(&path));
    for entry in &written {
        let event = entry.parsed().unwrap();
        assert_eq!(event.line(entry.number).unwrap(), entry.event);
    }
}

/// Slips by their tags, and never who got which.
#[test]
fn entries_of_slips_are_written_and_make_tables_as_they_always_did() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    let record = Record::open(&path, &sealer).unwrap();
    let tags: Vec<SlipTag> = (1..=5).map(|byte| SlipTag([byte; 16])).collect();
    let issued = |group: Option<&str>, tags: &[SlipTag]| IssuedSlips {
        group: group.map(|group| group.parse().unwrap()),
        tags: tags.to_vec(),
        number: tags.len() as u64,
        commitment: commitment(tags),
    };
    let told = |groups: Vec<IssuedSlips>| SlipEvent::SlipsIssued {
        plan: "s12".parse().unwrap(),
        round: "2026-H2".parse().unwrap(),
        device: "LOBBY1".parse().unwrap(),
        pack: PackNumber(3),
        groups,
    };
    let voided = |tags: &[SlipTag]| SlipEvent::SlipsVoided {
        pack: PackNumber(4),
        tags: tags.to_vec(),
        reason: "印坏了".to_owned(),
    };
    let note = |told: SlipEvent| {
        let day = "2026-12-01".parse().unwrap();
        record.within(|record| record.note(day, Body::Slips(told), &Content::Nothing, &Unsigned))
    };
    note(told(vec![
        issued(None, &tags[..3]),
        issued(Some("party"), &tags[3..]),
    ]))
    .unwrap();
    note(voided(&tags[1..2])).unwrap();
    // Twice void, twice printed, another number than there are: none of it can follow.
    assert!(note(voided(&tags[1..2])).is_err());
    assert!(note(told(vec![issued(None, &tags[..1])])).is_err());
    let mut more = issued(None, &[SlipTag([9; 16])]);
    assert!(note(told(vec![more.clone()])).is_err());
    let all = [&tags[..3], &[SlipTag([9; 16])]].concat();
    (more.number, more.commitment) = (4, commitment(&all));
    note(told(vec![more])).unwrap();
    let written = record.ledger().unwrap();
    let lines = written
        .iter()
        .map(|entry| format!("{} {}\n", entry.hash, entry.event));
    assert_is("ledger-4.txt", &lines.collect::<String>());
    assert_is("ledger-4-tables.txt", &tables(&path));
    for entry in &written {
        let event = entry.parsed().unwrap();
        assert_eq!(event.line(entry.number).unwrap(), entry.event);
    }
}

/// The newest step of today's record.
fn newest_step() -> u32 {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.db");
    drop(Record::open(&path, &sealer).unwrap());
    let db = Connection::open(path).unwrap();
    let newest = "SELECT max(number) FROM schema_step";
    db.query_row(newest, [], |row| row.get(0)).unwrap()
}

/// Kept by the first program that has it, so that later ones are tried on what it wrote. (`step4.db` is `step3.db` brought up to
/// date and continued by SQL, as the program of that step wrote: it was never kept.)
#[test]
fn an_office_of_the_newest_step_is_kept() {
    let kept = kept_record(newest_step());
    if std::env::var_os("PINGYI_WRITE_VECTORS").is_some() && !kept.exists() {
        let mut house = FullOffice::new();
        house.town.office.let_go();
        let to = kept.parent().unwrap();
        copy(&house.folder, to);
        fs::remove_file(to.join("LOCK")).unwrap();
    }
    assert!(kept.exists(), "{kept:?}");
}

#[test]
fn an_office_of_every_step_that_was_shipped_opens_verifies_and_goes_on() {
    for step in 1..=newest_step() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("office");
        kept_office(step, &dir);
        let ledger = |path: &Path| {
            let db = Connection::open(path).unwrap();
            let mut query = db
                .prepare("SELECT number, event, hash FROM ledger ORDER BY number")
                .unwrap();
            let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
            let rows: Vec<(i64, String, Vec<u8>)> = rows.unwrap().map(Result::unwrap).collect();
            rows
        };
        let before = ledger(&dir.join("office.db"));
        let now = "2026-12-21T12:00:00".parse().unwrap();
        let clock = Arc::new(FixedClock::new(now));
        let mut office =
            Office::unlock(&dir, kept_passphrase(step), clock, &mut rand::rng()).unwrap();
        let report = office.verify(&mut |_| {}).unwrap();
        assert_eq!(report.differences, [], "step {step}");
        let counts = (report.batches, report.cases, report.ratings);
        let kept = if step < 6 { (6, 9, 24) } else { (7, 9, 30) };
        assert_eq!(counts, kept, "step {step}");
        let not_told: Vec<_> = report
            .not_told
            .iter()
            .map(|it| (it.table, it.column, it.rows))
            .collect();
        let early = [
            ("device", None, 1),
            ("meta", None, 1),
            ("opinion_case", Some("due_on"), 9),
            ("opinion_case", Some("provisional"), 9),
            ("plan", Some("source"), 4),
            ("posted", None, 7),
        ];
        match step {
            1 => assert_eq!(not_told, early[..5]),
            2 => assert_eq!(not_told, early),
            _ => assert_eq!(not_told, []),
        }
        // From now on it tells everything, and what was told stays byte for byte.
        office.post_notice("通知", "周日来水。").unwrap();
        office.post_results(&"s1".parse().unwrap(), None).unwrap();
        assert_eq!(office.verify(&mut |_| {}).unwrap().differences, []);
        // What its ledger names is signed, however early it was written down.
        let stick = folder.path().join("stick");
        std::fs::create_dir(&stick).unwrap();
        office
            .make_pack(&stick, &mut rand::rng(), &mut |_| {})
            .unwrap();
        let db = Connection::open(dir.join("office.db")).unwrap();
        let after = ledger(&dir.join("office.db"));
        assert_eq!(after[..before.len()], before);
        assert!(after[before.len()].1.starts_with(r#"{"n":"#));
        // The control.
        db.execute("UPDATE rater SET count = count + 1", [])
            .unwrap();
        let found = office.verify(&mut |_| {}).unwrap().differences;
        let places: Vec<String> = found.iter().map(Difference::place).collect();
        let mut wanted = vec!["rater s1 1 2026 staff count"];
        // From step 6 on a round a month, beside a batch of version 1.
        if step > 5 {
            wanted.push("rater s1 1 2026-09 staff count");
        }
        // Whoever kept it believed the kiosk's clock three months on.
        if step == 6 {
            wanted.push("rater s1 1 2026-12 staff count");
        }
        // From step 15 on some voted on paper.
        if step > 14 {
            wanted.push("rater s6 1 2026 s1 count");
        }
        assert_eq!(places, wanted, "step {step}");
    }
}

/// The tables of an older store are those of a new one, to the last word.
#[test]
fn every_step_ends_at_the_same_tables() {
    let folder = tempfile::tempdir().unwrap();
    let schema = |path: &Path| {
        drop(Record::open(path, &sealer).unwrap());
        let db = Connection::open(path).unwrap();
        let mut query = db
            .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            .unwrap();
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        let rows: Vec<(String, String)> = rows.unwrap().map(Result::unwrap).collect();
        rows
    };
    let new = schema(&folder.path().join("new.db"));
    assert_eq!(new.len(), 24);
    for step in 1..=newest_step() {
        let path = folder.path().join(format!("{step}.db"));
        fs::copy(kept_record(step), &path).unwrap();
        assert_eq!(schema(&path), new, "step {step}");
    }
}

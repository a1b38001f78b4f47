//! The record on an engine that fails at every call in turn, and with values in it that nobody wrote.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rusqlite::Connection;

use super::failing::Failing;
use super::sqlite::Sqlite;
use super::*;
use crate::domain::batch::{BatchCounts, BatchFacts, MixedFacts};
use crate::domain::calendar::{DueDate, built_in_years};
use crate::domain::card::{Answer, RatingSheet};
use crate::domain::follow_up::FollowUpFate;
use crate::domain::ids::{
    BatchNumber, BlobId, CaseNumber, DeviceId, PackNumber, PersonId, PlanRevision, ReplyKey,
    RootHash, SealingKey, SheetId, Tag, VoiceKey,
};
use crate::domain::person::Actor;

/// A folder in memory where there is one: these tests write much, and what a disk does is tried elsewhere.
fn memory_folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

fn sealer(place: &str, words: &str) -> Vec<u8> {
    format!("{place}|{words}").into_bytes()
}

fn sheet() -> RatingSheet {
    let answer = |id: &str, answer| (id.parse().unwrap(), answer);
    RatingSheet {
        plan: "s1".parse().unwrap(),
        revision: PlanRevision(1),
        subject: "hall".parse().unwrap(),
        group: "residents".parse().ok(),
        answers: BTreeMap::from([
            answer("c1", Answer::Choice("good".parse().unwrap())),
            answer("c2", Answer::Score(7)),
        ]),
    }
}

/// The second of a device whose first has not come.
fn batch() -> BatchEntry {
    BatchEntry {
        device: "LOBBY1".parse().unwrap(),
        number: BatchNumber(2),
        root: RootHash([1; 32]),
        previous: Some(RootHash([9; 32])),
        signing_key: "key".into(),
        facts: BatchFacts::Mixed(MixedFacts {
            week: "2026-W48".parse().unwrap(),
            counts: BatchCounts {
                issued: 9,
                submitted: 8,
                abandoned: 1,
                slips: 0,
            },
            crowd_override: false,
        }),
        ratings: 16,
        opinions: 2,
        set_aside: 0,
    }
}

fn accepted(device: &DeviceId) -> Body {
    Body::DeviceAccepted {
        device: device.clone(),
        signing_key: "key".to_owned(),
        replaces: None,
        facts: None,
    }
}

fn years() -> impl Iterator<Item = Body> {
    built_in_years().into_iter().map(|year| {
        Body::Calendar(CalendarEvent::CalendarAccepted {
            year: year.year,
            holidays: year.holidays,
            settled: Vec::new(),
        })
    })
}

/// A week of the office: every kind of thing that is written.
fn week(record: &Record) -> Result<(), RecordError> {
    let note = |day: &str, body: Body, content: &Content| {
        record
            .note(day.parse().unwrap(), body, content, &Unsigned)
            .map(drop)
    };
    let (monday, later) = ("2026-11-23", "2026-11-30");
    let BatchEntry {
        device,
        number,
        root,
        ..
    } = batch();
    let (plan, revision) = (sheet().plan, PlanRevision(1));
    let community = "7219a10000000000".parse().unwrap();
    note(monday, Body::Founded { community }, &Content::Nothing)?;
    note(monday, accepted(&device), &Content::Nothing)?;
    for told in super::tables::slip::sample(&plan, &device) {
        note(monday, Body::Slips(told), &Content::Nothing)?;
    }
    let added = Body::PlanAdded {
        plan: plan.clone(),
        revision,
        digest: text_digest("a"),
        source: Some("shipped".into()),
    };
    note(monday, added, &Content::Text("a".to_owned().into()))?;
    for told in years() {
        note(monday, told, &Content::Nothing)?;
    }
    let enabled = Body::PlanEnabled {
        plan: plan.clone(),
        enabled: false,
    };
    note(monday, enabled, &Content::Nothing)?;
    let due = |date: &str, provisional| DueDate {
        date: date.parse().unwrap(),
        provisional,
    };
    let loaded = Body::BatchLoaded {
        device,
        number,
        root,
        ratings: 1,
        cases: 1,
        set_aside: 0,
        due: BTreeMap::from([(plan.clone(), due("2026-12-14", true))]),
        own_due: BTreeMap::new(),
        follow_ups: 1,
        again: Vec::new(),
    };
    let batch = content();
    let figures = figures(&batch.counts);
    note(monday, loaded, &Content::Batch(Box::new(batch)))?;
    let case = CaseNumber(1);
    case_tests::start(record)?;
    let reply = sealer("reply 1", "已修好");
    let answered = Body::CaseAnswered {
        number: case,
        digest: BlobId::of(&reply).to_string(),
        names: Digested::Sealed,
        due: Some(due("2026-12-15", false)),
        waits: false,
    };
    note(later, answered, &Content::Sealed(reply))?;
    let (title, body) = ("公示".to_owned(), "…".to_owned());
    let posted = held_tests::posted(1, &title, &body);
    note(later, posted, &Content::Notice { title, body })?;
    note(later, Body::FiguresPosted(figures), &Content::Nothing)?;
    let made = Body::PackMade {
        number: PackNumber(17),
        root: RootHash([7; 32]),
    };
    let made_at = "2026-11-30T09:00:00".parse().unwrap();
    note(later, made, &Content::Pack { made_at })?;
    held_tests::hold(record)?;
    case_tests::work(record)?;
    people(record)
}

/// Signs as whoever it is told, and with nothing.
struct By(Actor);

impl Signer for By {
    fn actor(&self) -> Actor {
        self.0.clone()
    }
    fn sign(&self, _: u64, _: &RootHash) -> Option<String> {
        Some("signed".to_owned())
    }
}

/// From here on people sign: one comes, another goes.
fn people(record: &Record) -> Result<(), RecordError> {
    let day = "2026-11-30".parse().unwrap();
    let note = |told, by| {
        let noted = record.note(day, Body::People(told), &Content::Nothing, &By(by));
        noted.map(drop)
    };
    let key = SealingKey([6; 32]);
    let set = PeopleEvent::RecoverySet {
        signing_key: "key".into(),
        sealing_key: key,
    };
    note(set, Actor::Recovery)?;
    let [first, second] = [1, 2].map(|number| PersonId::of(number).unwrap());
    for person in [&first, &second] {
        let admitted = PeopleEvent::PersonAdmitted {
            person: person.clone(),
            name: "王".into(),
            signing_key: "key".into(),
            sealing_key: key,
        };
        note(admitted, Actor::Recovery)?;
    }
    let by = Actor::Person(first);
    note(PeopleEvent::PersonRemoved { person: second }, by.clone())?;
    note(PeopleEvent::RecoveryProved {}, by.clone())?;
    note(held_tests::renewed(key), by.clone())?;
    let digest = "d".into();
    note(PeopleEvent::ProfileSigned { digest }, by)
}

#[test]
fn nobody_does_what_they_may_not() {
    let record = Record::in_memory().unwrap();
    record.within(week).unwrap();
    let day = "2026-12-01".parse().unwrap();
    let refused = |body: Body, by: &str| {
        let by = By(by.parse().unwrap());
        let noted = record.within(|record| record.note(day, body, &Content::Nothing, &by));
        noted.unwrap_err()
    };
    // Not the office as a whole any more, nobody who never came or has gone, and who recovers only admits and removes.
    for by in ["office", "p2", "p3", "recovery"] {
        let error = refused(Body::DayConfirmed {}, by);
        assert!(matches!(error, RecordError::NotEntitled { .. }), "{by}");
    }
    let own = PeopleEvent::PersonRemoved {
        person: PersonId::of(1).unwrap(),
    };
    let error = refused(Body::People(own), "p1");
    assert!(matches!(error, RecordError::UnknownPerson { .. }));
    let before = Record::in_memory().unwrap();
    let by = By(Actor::Recovery);
    let signed = PeopleEvent::ProfileSigned { digest: "d".into() };
    let early =
        before.within(|record| record.note(day, Body::People(signed), &Content::Nothing, &by));
    assert!(matches!(early, Err(RecordError::NotEntitled { .. })));
}

/// What [`batch`] came to: one rating and one opinion.
fn content() -> BatchContent {
    let mut counts = BTreeMap::new();
    Counts::add(&mut counts, sheet(), "2026");
    let sealed = sealer("opinion 1", "灯坏了");
    let opinion = NewCase {
        opinion: Opinion {
            plan: sheet().plan,
            subject: Some(sheet().subject),
            category: "service".parse().ok(),
            words: BlobId::of(&sealed),
            tag: Some(Tag([4; 16])),
            reply_key: Some(ReplyKey([5; 32])),
            voice: Some(VoiceKey([8; 32])),
        },
        sealed,
    };
    BatchContent {
        entry: batch(),
        sheets: vec![SheetId([3; 32]), SheetId([4; 32])],
        cases: vec![(CaseNumber(1), opinion)],
        follow_ups: vec![follow_up()],
        receipts: vec![Tag([4; 16])],
        counts,
    }
}

/// What the holder of its receipt added.
fn follow_up() -> NewFollowUp {
    let id = SheetId([5; 32]);
    let sealed = sealer(&follow_up_place(&id), "还没修好");
    NewFollowUp {
        entry: FollowUpEntry {
            id,
            voice: Some(VoiceKey([8; 32])),
            number: None,
            reply: 0,
            grade: None,
            words: Some(BlobId::of(&sealed)),
            channel: None,
            heard_on: "2026-11-23".parse().unwrap(),
            fate: FollowUpFate::Waiting,
        },
        sealed: Some(sealed),
    }
}

/// A notice shows all of them.
fn figures(counts: &BTreeMap<RaterKey, Counts>) -> Figures {
    let shown = counts.iter().map(|(key, counts)| Shown {
        subject: key.subject.clone(),
        group: key.group.clone(),
        raters: counts.raters,
        criteria: counts
            .cells
            .keys()
            .map(|cell| (cell.criterion.clone(), 1))
            .collect(),
    });
    Figures {
        wording: None,
        number: 1,
        plan: sheet().plan,
        revision: PlanRevision(1),
        period: "2026".into(),
        counts: counts_digest(counts, &sheet().plan, PlanRevision(1), "2026"),
        shown: shown.collect(),
        on: "2026-11-30".parse().unwrap(),
        signature: String::new(),
    }
}

/// All there is to read.
fn everything(record: &Record) -> Result<String, RecordError> {
    let mut all = format!("{:?}", record.community()?);
    let mut add = |one: &dyn std::fmt::Debug| writeln!(all, "\n{one:?}").unwrap();
    let BatchEntry { device, number, .. } = batch();
    add(&record.people()?);
    add(&(record.recovery_keys()?, record.is_recovery_proved()?));
    add(&record.devices()?);
    add(&record.device(&device)?);
    add(&record.waiting_key(&device)?);
    add(&record.plans()?);
    add(&record.batches()?);
    add(&record.batch(&device, number)?);
    add(&record.missing_batches(&device)?);
    add(&record.sheets_seen()?);
    add(&(record.receipts()?, record.measures()?));
    for slip in record.slips()? {
        add(&(&slip, record.slip(&slip.tag)?.is_some()));
    }
    add(&record.counts()?);
    add(&record.posted()?);
    for case in record.cases()? {
        add(&(
            &case.opinion.plan,
            &case.opinion.subject,
            &case.opinion.category,
        ));
        add(&(case.due.date, case.status, &case.reply, case.answered_on));
        let words = record.blob(&case.opinion.words)?;
        add(&words.ok_or(RecordError::damaged("words"))?);
    }
    add(&case_tests::read(record)?);
    match record.case(CaseNumber(1)) {
        Err(RecordError::UnknownCase { .. }) => {}
        found => add(&found?.number),
    }
    add(&record.ledger()?);
    add(&record.ledger_head()?);
    add(&record.notices()?);
    add(&record.calendar_rows()?.whole()?);
    add(&record.packs()?);
    add(&record.last_pack()?);
    add(&held_tests::held(record)?);
    Ok(all)
}

#[test]
fn a_failure_at_any_call_is_told_and_leaves_nothing_half_done() {
    let left = Arc::new(AtomicU32::new(u32::MAX));
    let fresh = || {
        left.store(u32::MAX, Ordering::Relaxed);
        let engine = Sqlite::in_memory().unwrap();
        let left = Arc::clone(&left);
        Record::with(Box::new(Failing { engine, left }), &sealer).unwrap()
    };
    let empty = everything(&fresh()).unwrap();
    let mut calls = 0;
    let full = loop {
        let record = fresh();
        left.store(calls, Ordering::Relaxed);
        let done = record.within(week);
        left.store(u32::MAX, Ordering::Relaxed);
        if done.is_ok() {
            break record;
        }
        assert!(matches!(done, Err(RecordError::Full)), "call {calls}");
        assert_eq!(everything(&record).unwrap(), empty, "call {calls}");
        calls += 1;
    };
    assert!(calls > 25, "{calls}");
    let (mut calls, all) = (0, everything(&full).unwrap());
    assert!(all.contains("2026-12-15") && all.contains("Answered") && !all.contains("灯坏了"));
    loop {
        left.store(calls, Ordering::Relaxed);
        match everything(&full) {
            Ok(read) => break assert_eq!(read, all),
            Err(error) => assert!(matches!(error, RecordError::Full), "call {calls}: {error}"),
        }
        calls += 1;
    }
    assert!(calls > 15, "{calls}");
}

#[test]
fn a_record_that_fails_while_it_is_made_is_made_the_next_time() {
    let mut calls = 0;
    loop {
        let folder = memory_folder();
        let path = folder.path().join("record.db");
        let failing = Failing {
            engine: Sqlite::open(&path).unwrap(),
            left: Arc::new(AtomicU32::new(calls)),
        };
        let made = Record::with(Box::new(failing), &sealer);
        let again = Record::open(&path, &sealer).unwrap();
        again.within(week).unwrap();
        if made.is_ok() {
            break;
        }
        calls += 1;
    }
    assert!(calls > 15, "{calls}");
}

/// A record of a week, in a file.
fn filled(folder: &Path) -> PathBuf {
    let path = folder.join("record.db");
    Record::open(&path, &sealer).unwrap().within(week).unwrap();
    path
}

#[test]
fn a_value_that_nobody_wrote_is_called_damage_in_whatever_column() {
    let folder = memory_folder();
    let (path, spoiled) = (filled(folder.path()), folder.path().join("spoiled.db"));
    let columns: Vec<(String, String)> = Connection::open(&path)
        .unwrap()
        .prepare(
            "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
             WHERE t.type = 'table' AND t.name <> 'schema_step'",
        )
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(columns.len() > 50);
    let mut unnoticed = Vec::new();
    for (table, column) in columns {
        let mut noticed = false;
        for value in ["X'00'", "CAST(X'FF' AS TEXT)", "0.5", "'x'", "-1"] {
            std::fs::copy(&path, &spoiled).unwrap();
            let changed = Connection::open(&spoiled)
                .unwrap()
                .execute(
                    &format!("UPDATE OR IGNORE {table} SET {column} = {value}"),
                    [],
                )
                .unwrap();
            assert!(changed > 0, "{table}.{column} = {value}");
            if let Err(error) = everything(&Record::open(&spoiled, &sealer).unwrap()) {
                let told = matches!(
                    error,
                    RecordError::Damaged { .. } | RecordError::DamagedRow(_)
                );
                assert!(told, "{table}.{column} = {value}: {error}");
                noticed = true;
            }
        }
        if !noticed {
            unnoticed.push(format!("{table}.{column}"));
        }
    }
    // Looked up by it, so that another value is another entry.
    let of_round = ["round_subject", "objection"]
        .map(|table| [format!("{table}.plan"), format!("{table}.round")]);
    assert_eq!(unnoticed[0], "meta.key");
    let looked_up = [&of_round.concat()[..], &["follow_up.number".to_owned()]];
    assert_eq!(unnoticed[1..], looked_up.concat());
}

#[test]
fn an_engine_that_cannot_do_what_it_is_asked_says_so() {
    let folder = memory_folder();
    let (path, broken) = (filled(folder.path()), folder.path().join("broken.db"));
    let empty = folder.path().join("empty.db");
    drop(Record::open(&empty, &sealer).unwrap());
    for table in [
        "meta",
        "device",
        "batch",
        "sheet_seen",
        "tally",
        "rater",
        "opinion_case",
        "receipt",
        "pack",
        "notice",
        "plan",
        "ledger",
        "posted",
    ] {
        let told = |error: &RecordError| matches!(error, RecordError::Engine(_));
        let without = |store: &Path| {
            std::fs::copy(store, &broken).unwrap();
            let record = Record::open(&broken, &sealer).unwrap();
            let drop = format!("DROP TABLE {table}");
            let engine = Connection::open(&broken).unwrap();
            engine.execute_batch(&drop).unwrap();
            record
        };
        let read = everything(&without(&path));
        assert!(read.is_err_and(|it| told(&it)), "{table}");
        let written = without(&empty).within(week);
        assert!(written.is_err_and(|it| told(&it)), "{table}");
    }
}

#[test]
fn what_the_engine_says_becomes_what_the_clerk_is_told() {
    use rusqlite::ffi;
    let from = |code| {
        let failure = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
        RecordError::from(failure)
    };
    assert!(matches!(from(ffi::SQLITE_NOTADB), RecordError::NotARecord));
    assert!(matches!(from(ffi::SQLITE_BUSY), RecordError::Busy));
    assert!(matches!(from(ffi::SQLITE_LOCKED), RecordError::Busy));
    assert!(matches!(from(ffi::SQLITE_FULL), RecordError::Full));
    assert!(matches!(from(ffi::SQLITE_READONLY), RecordError::ReadOnly));
    assert!(matches!(
        from(ffi::SQLITE_CORRUPT),
        RecordError::Damaged { .. }
    ));
    assert!(matches!(from(ffi::SQLITE_IOERR), RecordError::Engine(_)));
}

#[test]
fn a_panic_message_shows_nothing_of_the_record() {
    let record = Record::in_memory().unwrap();
    assert_eq!(format!("{record:?}"), "Record(…)");
    record.within(week).unwrap();
    let cases = record.cases().unwrap();
    assert_eq!(format!("{:?}", cases[0].opinion), "Opinion(…)");
    assert_eq!(format!("{:?}", cases[0]), "CaseEntry(1, …)");
}

#[test]
fn a_sheet_and_a_receipt_are_new_once() {
    let record = Record::in_memory().unwrap();
    let [one, other, third] = [3, 4, 5].map(|byte| SheetId([byte; 32]));
    assert_eq!(record.note_sheets(&[one]).unwrap(), 1);
    assert_eq!(record.note_sheets(&[one, other, other]).unwrap(), 1);
    let among = record.sheets_among(&[third, other, one]).unwrap();
    assert!(among.into_iter().eq([one, other]));
    assert_eq!(record.note_receipts(&[Tag([3; 16])]).unwrap(), 1);
    assert_eq!(record.note_receipts(&[Tag([3; 16])]).unwrap(), 0);
    assert_eq!(record.sheets_seen().unwrap().len(), 2);
    assert_eq!(record.receipts().unwrap(), [Tag([3; 16])]);
}

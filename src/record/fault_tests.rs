//! The record on an engine that fails at every call in turn, and with values in it that nobody wrote.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rusqlite::Connection;

use super::sqlite::Sqlite;
use super::*;
use crate::domain::calendar::DueDate;
use crate::domain::card::{Answer, RatingSheet};
use crate::domain::ids::{
    BatchNumber, CaseNumber, PackNumber, PlanRevision, ReplyKey, RootHash, SheetId, Tag,
};
use crate::fault::{Fault as _, Kind};
use crate::words::Lang;

/// A folder in memory where there is one: these tests write much, and what a disk does is tried elsewhere.
fn memory_folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

/// Passes so many calls on, fails one, and passes on again.
struct Failing {
    engine: Sqlite,
    left: Arc<AtomicU32>,
}

impl Failing {
    fn spend(&self) -> Result<(), RecordError> {
        match self.left.fetch_sub(1, Ordering::Relaxed) {
            0 => Err(RecordError::Full),
            _ => Ok(()),
        }
    }
}

impl Sql for Failing {
    fn run(&self, statement: &str) -> Result<(), RecordError> {
        self.spend()?;
        self.engine.run(statement)
    }
    fn execute(&self, statement: &str, values: &[Value]) -> Result<u64, RecordError> {
        self.spend()?;
        self.engine.execute(statement, values)
    }
    fn query(
        &self,
        statement: &str,
        values: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), RecordError>,
    ) -> Result<(), RecordError> {
        self.spend()?;
        self.engine.query(statement, values, each)
    }
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
        week: "2026-W48".parse().unwrap(),
        issued: 9,
        submitted: 8,
        abandoned: 1,
        slips: 0,
        ratings: 16,
        opinions: 2,
        set_aside: 0,
        crowd_override: false,
    }
}

/// A week of the office: every kind of thing that is written.
fn week(record: &Record) -> Result<(), RecordError> {
    let day = |text: &str| text.parse().unwrap();
    record.keep_fact("community", "7219a10000000000")?;
    record.keep_device(&DeviceEntry {
        id: batch().device,
        signing_key: "key".into(),
        standing: DeviceStanding::Accepted,
        since: day("2026-11-23"),
    })?;
    record.add_plan(&PlanEntry {
        id: sheet().plan,
        revision: PlanRevision(1),
        toml: "a".into(),
        source: "shipped".into(),
        enabled: true,
    })?;
    record.enable_plan(&sheet().plan, false)?;
    let BatchEntry {
        device,
        number,
        root,
        previous,
        ..
    } = batch();
    record.check_batch(&device, number, &root, previous.as_ref())?;
    record.note_batch(&batch())?;
    record.note_sheet(&SheetId([3; 32]))?;
    record.note_receipt(&Tag([4; 16]))?;
    let mut counts = BTreeMap::new();
    Counts::add(&mut counts, sheet(), "2026");
    record.add_counts(&counts)?;
    let opinion = NewCase {
        plan: sheet().plan,
        subject: Some(sheet().subject),
        category: "service".parse().ok(),
        text: "灯坏了".into(),
        tag: Some(Tag([4; 16])),
        reply_key: Some(ReplyKey([5; 32])),
    };
    let case = record.open_case(
        &opinion,
        day("2026-11-23"),
        DueDate {
            date: day("2026-12-14"),
            provisional: true,
        },
    )?;
    record.settle_due(
        case,
        DueDate {
            date: day("2026-12-15"),
            provisional: false,
        },
    )?;
    record.start_case(case)?;
    record.answer_case(case, "已修好", day("2026-11-30"))?;
    record.note_event(&Event::CaseStarted {
        number: case,
        on: day("2026-11-23"),
    })?;
    record.post_notice("公示", "…", day("2026-11-30"))?;
    for (key, counts) in counts {
        let asked = counts.cells.into_keys().map(|cell| (cell.criterion, 1));
        let posted = Posted {
            notice: 1,
            raters: 1,
            criteria: asked.collect(),
        };
        record.keep_posted(&key, &posted)?;
    }
    record.note_pack(&PackEntry {
        number: PackNumber(17),
        root: RootHash([7; 32]),
        made_at: day("2026-11-30").and_hms_opt(9, 0, 0).unwrap(),
    })
}

/// All there is to read.
fn everything(record: &Record) -> Result<String, RecordError> {
    let mut all = format!("{:?}", record.fact("community")?);
    let mut add = |one: &dyn std::fmt::Debug| writeln!(all, "\n{one:?}").unwrap();
    let BatchEntry { device, number, .. } = batch();
    add(&record.devices()?);
    add(&record.device(&device)?);
    add(&record.plans()?);
    add(&record.batches()?);
    add(&record.batch(&device, number)?);
    add(&record.missing_batches(&device)?);
    add(&record.sheets_seen()?);
    add(&record.receipts()?);
    add(&record.counts()?);
    add(&record.posted()?);
    for case in record.cases()? {
        add(&(
            &case.opinion.plan,
            &case.opinion.subject,
            &case.opinion.category,
        ));
        add(&(case.due.date, case.status, &case.reply, case.answered_on));
    }
    match record.case(CaseNumber(1)) {
        Err(RecordError::UnknownCase { .. }) => {}
        found => add(&found?.number),
    }
    add(&record.ledger()?);
    add(&record.ledger_head()?);
    add(&record.notices()?);
    add(&record.packs()?);
    add(&record.last_pack()?);
    Ok(all)
}

#[test]
fn a_failure_at_any_call_is_told_and_leaves_nothing_half_done() {
    let left = Arc::new(AtomicU32::new(u32::MAX));
    let fresh = || {
        left.store(u32::MAX, Ordering::Relaxed);
        let engine = Sqlite::in_memory().unwrap();
        let left = Arc::clone(&left);
        Record::with(Box::new(Failing { engine, left })).unwrap()
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
        let made = Record::with(Box::new(failing));
        let again = Record::open(&path).unwrap();
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
    Record::open(&path).unwrap().within(week).unwrap();
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
            if let Err(error) = everything(&Record::open(&spoiled).unwrap()) {
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
    assert_eq!(unnoticed, ["meta.key"]);
}

#[test]
fn an_engine_that_cannot_do_what_it_is_asked_says_so() {
    let folder = memory_folder();
    let (path, broken) = (filled(folder.path()), folder.path().join("broken.db"));
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
        std::fs::copy(&path, &broken).unwrap();
        let record = Record::open(&broken).unwrap();
        let drop = format!("DROP TABLE {table}");
        Connection::open(&broken)
            .unwrap()
            .execute_batch(&drop)
            .unwrap();
        let told = |error: &RecordError| matches!(error, RecordError::Engine(_));
        assert!(everything(&record).is_err_and(|it| told(&it)), "{table}");
        assert!(record.within(week).is_err_and(|it| told(&it)), "{table}");
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
fn every_fault_has_its_own_sentence_and_its_own_kind() {
    let device = || batch().device;
    let number = BatchNumber(41);
    let case = CaseNumber(42);
    let plan = || sheet().plan;
    // The fault, what its sentence has to name, and whether it is the disk, a refusal, an absence or damage.
    #[rustfmt::skip] // one row, one line
    let table = [
        (RecordError::Newer { found: 43, known: 2 }, "43", Kind::Store),
        (RecordError::NotARecord, "", Kind::Store),
        (RecordError::Busy, "", Kind::NotNow),
        (RecordError::Full, "", Kind::Disk),
        (RecordError::ReadOnly, "", Kind::Disk),
        (RecordError::damaged("a week"), "a week", Kind::Store),
        (RecordError::Engine(rusqlite::Error::InvalidQuery), "", Kind::Store),
        (RecordError::OtherContent { device: device(), number }, "41", Kind::Refused),
        (RecordError::BrokenChain { device: device(), number }, "LOBBY1", Kind::Refused),
        (RecordError::UnknownDevice { device: device() }, "LOBBY1", Kind::NotFound),
        (RecordError::NameTaken { device: device() }, "LOBBY1", Kind::Refused),
        (RecordError::UnknownCase { number: case }, "42", Kind::NotFound),
        (RecordError::AlreadyAnswered { number: case }, "42", Kind::NotNow),
        (RecordError::UnknownPlan { plan: plan() }, "s1", Kind::NotFound),
        (RecordError::OldRevision { plan: plan(), revision: 44 }, "44", Kind::Refused),
    ];
    for lang in Lang::ALL {
        let mut said: Vec<String> = Vec::new();
        for (fault, named, kind) in &table {
            let sentence = fault.sentence().say(lang);
            assert!(
                sentence.contains(named) && !sentence.contains('⟦'),
                "{sentence}"
            );
            assert_eq!(fault.kind(), *kind, "{fault}");
            let damaged = matches!(fault, RecordError::Damaged { .. } | RecordError::Engine(_));
            assert_eq!(fault.is_damage(), damaged, "{fault}");
            said.push(sentence);
        }
        said.sort();
        said.dedup();
        assert_eq!(said.len(), table.len());
    }
}

#[test]
fn a_panic_message_shows_nothing_of_the_record() {
    let record = Record::in_memory().unwrap();
    assert_eq!(format!("{record:?}"), "Record(…)");
    week(&record).unwrap();
    let cases = record.cases().unwrap();
    assert_eq!(format!("{:?}", cases[0].opinion), "NewCase(…)");
    assert_eq!(format!("{:?}", cases[0]), "CaseEntry(1, …)");
}

#[test]
fn a_sheet_and_a_receipt_are_new_once() {
    let record = Record::in_memory().unwrap();
    assert!(record.note_sheet(&SheetId([3; 32])).unwrap());
    assert!(!record.note_sheet(&SheetId([3; 32])).unwrap());
    assert!(record.note_sheet(&SheetId([4; 32])).unwrap());
    assert!(record.note_receipt(&Tag([3; 16])).unwrap());
    assert!(!record.note_receipt(&Tag([3; 16])).unwrap());
    assert_eq!(record.sheets_seen().unwrap().len(), 2);
    assert_eq!(record.receipts().unwrap(), [Tag([3; 16])]);
}

//! The card box with a table or a column gone, or with values in it that nobody wrote.

use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};
use rusqlite::Connection;

use super::*;
use crate::domain::batch::{RoundKey, SEALED_OPINION_BYTES, SEALED_RATING_BYTES};
use crate::domain::calendar::DueDate;
use crate::domain::case::{CaseStatus, ReceiptStatus};
use crate::domain::channel::Channel;
use crate::domain::departure::Departure;
use crate::domain::ids::{
    BatchNumber, DeviceId, PackNumber, PlanId, RootHash, Shape, SlipHash, SlipTag, Tag,
};
use crate::domain::slip::{SlipKey, SlipList};
use crate::domain::witness::LedgerPoint;
use crate::fault::{Fault as _, Kind};
use crate::words::Lang;

/// A folder in memory where there is one: these tests write much, and what a disk does is tried elsewhere.
fn memory_folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

fn plan() -> PlanId {
    PlanId::new("s1").unwrap()
}

fn round() -> RoundLabel {
    RoundLabel {
        key: RoundKey {
            plan: plan(),
            shape: Shape([7; 32]),
            round: "2026-10".parse().unwrap(),
            group: Some("members".parse().unwrap()),
        },
        first: NaiveDate::from_ymd_opt(2026, 10, 1),
        last: NaiveDate::from_ymd_opt(2026, 10, 31).unwrap(),
    }
}

fn hand_in(cardbox: &mut CardBox, byte: u8) -> Result<(), CardBoxError> {
    let (rating, opinion) = (
        vec![byte; SEALED_RATING_BYTES],
        vec![byte; SEALED_OPINION_BYTES],
    );
    cardbox.submit(&Submission {
        round: &round(),
        ratings: &[("p1".parse().unwrap(), rating)],
        opinion: Some(&opinion),
        slip: None,
        issued: 1,
        abandoned: 0,
    })
}

/// The `number`th round of slips.
fn ballot(number: u8) -> RoundLabel {
    let mut label = round();
    label.key.plan = PlanId::new(format!("z{number}")).unwrap();
    label
}

fn slip_list(number: u8) -> SlipImport {
    let RoundLabel { key, .. } = ballot(number);
    let key = SlipKey {
        plan: key.plan,
        round: key.round,
        device: DeviceId::new("LOBBY2").unwrap(),
        group: key.group,
    };
    let tags = [number, 100 + number]
        .map(|byte| SlipTag([byte; 16]))
        .to_vec();
    let voided = vec![SlipTag([100 + number; 16])];
    SlipImport {
        list: SlipList::new(key, tags, voided),
        last: NaiveDate::MAX,
        has_begun: false,
        is_own: true,
    }
}

fn vote(cardbox: &mut CardBox, number: u8) -> Result<(), CardBoxError> {
    cardbox.submit(&Submission {
        round: &ballot(number),
        ratings: &[(
            "p1".parse().unwrap(),
            vec![200 + number; SEALED_RATING_BYTES],
        )],
        opinion: None,
        slip: Some(SlipTag([number; 16])),
        issued: 1,
        abandoned: 0,
    })
}

/// Closes a round of slips, of which nothing else is left.
fn close_ballot(cardbox: &mut CardBox, number: u8) -> Result<(), CardBoxError> {
    let (day, key) = (round().last, ballot(number).key);
    cardbox.end_round(&key.plan, key.round)?;
    let mut rounds = cardbox.waiting_rounds()?;
    rounds.retain(|round| round.label.key == key);
    for round in rounds {
        assert_eq!(round.ended, Some(true));
        let joins = vec![Departure::JoinsWhole; round.queues.len()];
        cardbox.join_rounds(&round, &joins)?;
        cardbox.hold_words(day)?;
        cardbox.forget_round(&round.label.key)?;
    }
    let whole = RoundKey { group: None, ..key };
    cardbox.forget_round(&whole)?;
    let step = cardbox.connection.unchecked_transaction()?;
    super::slips::tell(&step, &whole)?;
    step.commit()?;
    Ok(())
}

fn close(cardbox: &mut CardBox) -> Result<Option<BatchEntry>, CardBoxError> {
    let on = ClosingDay {
        day: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
        seen: None,
        health: None,
    };
    let seal = |_: &Closing, _: BatchRows<'_>| {
        Ok(Sealing {
            signature: "signed".to_owned(),
            root: RootHash([1; 32]),
            bytes: 1,
        })
    };
    cardbox.close_words(on, seal)?;
    let round = cardbox.waiting_rounds()?.remove(0);
    let leave = vec![Departure::Leaves; round.queues.len()];
    cardbox.close_round(&round, &leave, Channel::Kiosk, on, seal)
}

fn import(number: u32) -> PackImport {
    let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    let mut import = PackImport::new(
        PackNumber(number),
        RootHash([3; 32]),
        // Four weeks lie between two packs.
        day.and_hms_opt(12, 0, 0).unwrap() + Days::new(28 * u64::from(number)),
    );
    import.ledger = Some(LedgerPoint {
        length: 7,
        head: RootHash([4; 32]),
    });
    import.community = "{}".to_owned();
    import.calendar = Some("2026".to_owned());
    import.plans = vec![PlanText {
        id: plan(),
        revision: 1,
        text: "…".to_owned(),
        since: None,
    }];
    import.statuses = vec![(
        Tag([1; 16]),
        ReceiptStatus::Case {
            status: CaseStatus::Answered,
            due: Some(DueDate {
                date: day,
                provisional: true,
            }),
            extended: true,
            talk: crate::domain::case::ReceiptTalk::default(),
        },
    )];
    import.replies = vec![(Tag([1; 16]), b"sealed".to_vec())];
    import.notices = vec![("n1".to_owned(), "{}".to_owned())];
    import.revoked = vec![SlipHash([9; 32])];
    import.slips = (1..=9).map(slip_list).collect();
    // Each sync closes two: words, then ratings.
    import.acknowledged = (1..=2 * number)
        .map(|number| (BatchNumber(number), RootHash([1; 32])))
        .collect();
    import
}

type Write = Box<dyn Fn(&mut CardBox) -> Result<(), CardBoxError>>;
type Read = Box<dyn Fn(&CardBox) -> Result<(), CardBoxError>>;

/// Every kind of thing that is written, each on its own, with pack `number`.
fn writes(number: u32) -> Vec<Write> {
    let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    vec![
        Box::new(|it| it.pair(&DeviceId::new("LOBBY2").unwrap(), "key")),
        Box::new(|it| it.set_pin_hash("$argon2id$…")),
        Box::new(|it| it.set_pin_failures(2)),
        Box::new(move |it| it.set_last_sync(day)),
        Box::new(move |it| hand_in(it, u8::try_from(6 + number).unwrap())),
        Box::new(|it| {
            let more = Counts {
                issued: 1,
                submitted: 0,
                abandoned: 1,
            };
            it.count(&round(), &more)
        }),
        Box::new(|it| it.adopt_ratings(&round())),
        Box::new(|it| it.set_contradicted(PackNumber(9))),
        Box::new(move |it| vote(it, u8::try_from(number).unwrap())),
        Box::new(move |it| it.count_refused(SlipTag([u8::try_from(number).unwrap(); 16]))),
        Box::new(move |it| close_ballot(it, u8::try_from(number).unwrap())),
        Box::new(|it| close(it).map(drop)),
        Box::new(move |it| it.import(&import(number)).map(drop)),
    ]
}

/// All there is to read, each on its own.
fn reads() -> Vec<Read> {
    fn words(it: &CardBox) -> BatchRows<'_> {
        it.rows(BatchNumber(5))
    }
    fn rows(it: &CardBox) -> BatchRows<'_> {
        it.rows(BatchNumber(6))
    }
    vec![
        Box::new(|it| it.device().map(drop)),
        Box::new(|it| it.office_key().map(drop)),
        Box::new(|it| it.last_sync().map(drop)),
        Box::new(|it| it.pin_hash().map(drop)),
        Box::new(|it| it.pin_failures().map(drop)),
        Box::new(|it| it.waiting_rounds().map(drop)),
        Box::new(|it| it.closed_until(&plan()).map(drop)),
        Box::new(|it| it.has_ratings_to_adopt().map(drop)),
        Box::new(|it| it.seen().map(drop)),
        Box::new(|it| it.last_pack().map(drop)),
        Box::new(|it| it.office_time().map(drop)),
        Box::new(|it| it.community().map(drop)),
        Box::new(|it| it.calendar().map(drop)),
        Box::new(|it| it.plans().map(drop)),
        Box::new(|it| it.notices().map(drop)),
        Box::new(|it| it.status(Tag([1; 16])).map(drop)),
        Box::new(|it| it.reply(Tag([1; 16])).map(drop)),
        Box::new(|it| it.unacknowledged().map(drop)),
        Box::new(|it| it.kept().map(drop)),
        Box::new(|it| it.adopted().map(drop)),
        Box::new(|it| it.contradicted().map(drop)),
        Box::new(|it| it.is_retirement_doubted().map(drop)),
        Box::new(|it| it.is_numbered_out().map(drop)),
        Box::new(|it| rows(it).ratings(|_| Ok(()))),
        Box::new(|it| it.has_waiting_words().map(drop)),
        Box::new(|it| words(it).opinions(|_| Ok(()))),
        Box::new(|it| words(it).receipts(|_| Ok(()))),
        Box::new(|it| rows(it).slips(|_| Ok(()))),
        Box::new(|it| it.slip(SlipTag([1; 16])).map(drop)),
        Box::new(|it| it.held_slips().map(drop)),
        Box::new(|it| it.rounds_with_slips(&ballot(1).key.plan).map(drop)),
        Box::new(|it| it.words_held().map(drop)),
        Box::new(|it| {
            let subject = "p1".parse().unwrap();
            it.key_of_rating(&round().key, &subject, 5).map(drop)
        }),
        Box::new(|it| it.key_of_words().map(drop)),
        Box::new(|it| {
            let key = ballot(1).key;
            it.is_sitting_opened(&key.plan, key.round).map(drop)
        }),
    ]
}

/// A box in which every table holds something: two syncs acknowledged, one closed, a card that waits.
fn filled(folder: &Path) -> PathBuf {
    let path = folder.join("box.db");
    let mut cardbox = CardBox::open(&path).unwrap();
    for write in writes(2) {
        if cardbox.last_pack().unwrap().is_none() {
            hand_in(&mut cardbox, 1).unwrap();
            close(&mut cardbox).unwrap().unwrap();
            cardbox.import(&import(1)).unwrap();
        }
        write(&mut cardbox).unwrap();
    }
    hand_in(&mut cardbox, 2).unwrap();
    close(&mut cardbox).unwrap().unwrap();
    hand_in(&mut cardbox, 3).unwrap();
    assert!(cardbox.status(Tag([1; 16])).unwrap().is_some());
    path
}

/// Does everything, one thing after the other, on a copy changed by `sql`; how many things failed.
fn failures(path: &Path, sql: &str) -> usize {
    let changed = path.with_file_name("changed.db");
    std::fs::copy(path, &changed).unwrap();
    Connection::open(&changed)
        .unwrap()
        .execute_batch(sql)
        .unwrap();
    let mut cardbox = CardBox::open(&changed).unwrap();
    let mut failed: Vec<CardBoxError> = reads()
        .into_iter()
        .filter_map(|read| read(&cardbox).err())
        .collect();
    for write in writes(3) {
        failed.extend(write(&mut cardbox).err());
    }
    // What failed left no transaction open, and the box usable.
    assert!(cardbox.vacuum().is_ok() && cardbox.check().is_ok(), "{sql}");
    for error in &failed {
        let told = matches!(
            error,
            CardBoxError::Statement(_)
                | CardBoxError::Damaged { .. }
                | CardBoxError::BatchChanged(_)
                // A slip whose list is another opens nothing.
                | CardBoxError::SlipUsed
        );
        assert!(told, "{sql}: {error}");
    }
    failed.len()
}

#[test]
fn a_box_with_a_piece_gone_says_so_and_does_nothing_by_halves() {
    let folder = memory_folder();
    let path = filled(folder.path());
    assert_eq!(failures(&path, "SELECT 1"), 0);
    let pieces: Vec<(String, String)> = Connection::open(&path)
        .unwrap()
        .prepare(
            "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
             WHERE t.type = 'table'",
        )
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(pieces.len() > 35);
    let columns_of = |table: &str, but: &str, value: &str| -> String {
        let own = pieces.iter().filter(|(name, _)| name == table);
        let columns: Vec<String> = own
            .map(|(_, column)| {
                if column == but {
                    format!("{value} AS {column}")
                } else {
                    column.clone()
                }
            })
            .collect();
        columns.join(", ")
    };
    for (table, column) in &pieces {
        let is_key = ["tag", "hash", "batch"].contains(&column.as_str());
        if (table == "receipt" || table == "slip") && !is_key {
            // Kept for batches of version 1, which are written by tag alone.
            continue;
        }
        let renamed = format!("ALTER TABLE {table} RENAME COLUMN {column} TO gone");
        assert!(failures(&path, &renamed) > 0, "{renamed}");
        // What is read there is of no kind that was ever written there.
        let spoiled = format!(
            "ALTER TABLE {table} RENAME TO own; CREATE VIEW {table} AS SELECT {} FROM own",
            columns_of(table, column, "0.5")
        );
        assert!(failures(&path, &spoiled) > 0, "{spoiled}");
    }
}

#[test]
fn a_file_cut_short_or_overwritten_is_damaged_or_refused() {
    let folder = memory_folder();
    let path = filled(folder.path());
    let whole = std::fs::read(&path).unwrap();
    let page = 16_384;
    for at in (page..whole.len()).step_by(page) {
        let mut bytes = whole.clone();
        bytes[at..at + page].fill(0x5a);
        let bad = folder.path().join("bad.db");
        std::fs::write(&bad, &bytes).unwrap();
        let checked = CardBox::open(&bad).and_then(|cardbox| cardbox.check());
        let Err(CardBoxError::Damaged {
            path: named,
            reason,
        }) = checked
        else {
            panic!("page at {at}: {checked:?}")
        };
        // SQLite's own word for it comes without a path when it is met in the middle of something.
        assert!(named == bad || named == Path::new("box.db"), "{named:?}");
        assert!(!reason.is_empty());
    }
}

#[test]
fn what_sqlite_says_becomes_what_staff_are_told() {
    use rusqlite::ffi;
    let from = |code| {
        let failure = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
        CardBoxError::from(failure)
    };
    assert!(matches!(from(ffi::SQLITE_FULL), CardBoxError::DiskFull));
    for code in [
        ffi::SQLITE_IOERR,
        ffi::SQLITE_CANTOPEN,
        ffi::SQLITE_READONLY,
    ] {
        assert!(matches!(from(code), CardBoxError::DiskFailed(_)));
    }
    for code in [ffi::SQLITE_BUSY, ffi::SQLITE_LOCKED] {
        assert!(matches!(from(code), CardBoxError::Busy));
    }
    for code in [ffi::SQLITE_CORRUPT, ffi::SQLITE_NOTADB] {
        assert!(matches!(from(code), CardBoxError::Damaged { .. }));
    }
    assert!(matches!(
        from(ffi::SQLITE_ERROR),
        CardBoxError::Statement(_)
    ));
}

#[test]
fn every_fault_has_its_own_sentence_and_its_own_kind() {
    let (given, held) = (PackNumber(41), PackNumber(42));
    let damaged = CardBoxError::Damaged {
        path: PathBuf::new(),
        reason: "page 3".to_owned(),
    };
    let newer = CardBoxError::Newer {
        found: 43,
        known: 4,
    };
    // The fault, what its sentence has to name, and its kind.
    #[rustfmt::skip] // one row, one line
    let table = [
        (CardBoxError::DiskFull, "", Kind::Disk),
        (CardBoxError::DiskFailed("EIO".to_owned()), "EIO", Kind::Disk),
        (newer, "43", Kind::Store),
        (damaged.in_file(Path::new("/data/box.db")), "/data/box.db", Kind::Store),
        (CardBoxError::Busy.in_file(Path::new("/data")), "", Kind::Store),
        (CardBoxError::PackNotNewer { given, held }, "41", Kind::Refused),
        (CardBoxError::NoSuchBatch(BatchNumber(44)), "44", Kind::Store),
        (CardBoxError::BatchChanged(BatchNumber(45)), "45", Kind::Store),
        (CardBoxError::SlipUsed, "", Kind::Refused),
        (CardBoxError::NumbersUsedUp, "", Kind::Refused),
        (CardBoxError::SheetSize(46), "46", Kind::Store),
        (CardBoxError::Statement("syntax".to_owned()), "syntax", Kind::Store),
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
            said.push(sentence);
        }
        said.sort();
        said.dedup();
        assert_eq!(said.len(), table.len());
    }
    // A fault that is new is a row here.
    let written = include_str!("error.rs").matches("    #[error(").count();
    assert_eq!(table.len(), written);
}

#[test]
fn what_was_written_is_what_is_read() {
    let folder = memory_folder();
    let mut cardbox = CardBox::open(&filled(folder.path())).unwrap();
    assert_eq!(cardbox.device().unwrap().unwrap().as_str(), "LOBBY2");
    assert_eq!(cardbox.office_key().unwrap().as_deref(), Some("key"));
    assert_eq!(cardbox.pin_hash().unwrap().as_deref(), Some("$argon2id$…"));
    assert_eq!(cardbox.pin_failures().unwrap(), 2);
    cardbox.set_pin_hash("$argon2id$other").unwrap();
    assert_eq!(cardbox.pin_failures().unwrap(), 0);
    assert_eq!(cardbox.notices().unwrap(), ["{}"]);
    assert_eq!(cardbox.reply(Tag([1; 16])).unwrap().unwrap(), b"sealed");
    // The third sync's batches are one card: an opinion and a rating sheet.
    let [words, rows] = [5, 6].map(|number| cardbox.rows(BatchNumber(number)));
    let mut sizes = Vec::new();
    let mut take = |bytes: &[u8]| -> Result<(), CardBoxError> {
        sizes.push(bytes.len());
        Ok(())
    };
    rows.ratings(&mut take).unwrap();
    words.opinions(&mut take).unwrap();
    assert_eq!(sizes, [SEALED_RATING_BYTES, SEALED_OPINION_BYTES]);
    assert_eq!(cardbox.unacknowledged().unwrap().len(), 2);
    let waiting = cardbox.waiting_rounds().unwrap();
    assert_eq!((waiting.len(), waiting[0].counts.submitted), (1, 1));
    assert_eq!(waiting[0].label, round());
}

#[test]
fn the_box_is_set_up_before_it_is_used() {
    let folder = memory_folder();
    let path = filled(folder.path());
    let cardbox = CardBox::open(&path).unwrap();
    let pages = std::fs::metadata(&path).unwrap().len() / 16_384;
    assert_eq!(u64::from(cardbox.pages().unwrap()), pages);
    let says = |name: &str| -> String {
        let ask = |row: &rusqlite::Row<'_>| row.get::<_, rusqlite::types::Value>(0);
        let value = cardbox.connection.pragma_query_value(None, name, ask);
        format!("{:?}", value.unwrap())
    };
    assert_eq!(says("journal_mode"), "Text(\"truncate\")");
    assert_eq!(says("secure_delete"), "Integer(1)");
    assert_eq!(says("synchronous"), "Integer(3)");
    assert_eq!(says("temp_store"), "Integer(2)");
    assert_eq!(says("trusted_schema"), "Integer(0)");
}

#[test]
fn a_commit_that_failed_and_landed_all_the_same_is_made_durable_first() {
    let folder = memory_folder();
    let cardbox = CardBox::open(&folder.path().join("box.db")).unwrap();
    let came_to = |landed: Result<bool, CardBoxError>| {
        let failed: Result<(), CardBoxError> = Err(CardBoxError::DiskFailed("late".to_owned()));
        cardbox.confirm_commit(failed, |_| landed).is_ok()
    };
    assert!(came_to(Ok(true)));
    assert!(!came_to(Ok(false)));
    assert!(!came_to(Err(CardBoxError::Busy)));
    // What is there and cannot be made durable is not there yet.
    let connection = &cardbox.connection;
    connection.pragma_update(None, "query_only", "ON").unwrap();
    assert!(!came_to(Ok(true)));
}

#[test]
fn a_panic_message_names_the_file_and_nothing_in_it() {
    let folder = memory_folder();
    let path = folder.path().join("box.db");
    let cardbox = CardBox::open(&path).unwrap();
    cardbox.set_pin_failures(4).unwrap();
    let shown = format!("{cardbox:?}");
    assert_eq!(shown, format!("CardBox {{ path: {path:?}, .. }}"));
}

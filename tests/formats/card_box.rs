//! The card box from outside: nothing lost, nothing half written, no order left behind.

use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate, NaiveDateTime};
use pingyi::cardbox::{
    BatchEntry, CardBox, CardBoxError, Closing, Counts, PackImport, PlanText, RoundLabel, Sealing,
    SlipStanding,
};
use pingyi::domain::batch::{BatchFacts, RoundFacts, SEALED_OPINION_BYTES, SEALED_RATING_BYTES};
use pingyi::domain::calendar::DueDate;
use pingyi::domain::case::{CaseStatus, ReceiptStatus};
use pingyi::domain::channel::Channel;
use pingyi::domain::departure::{Departure, NextRound};
use pingyi::domain::ids::{BatchNumber, PackNumber, PlanId, RootHash, SheetId, SlipTag, Tag};
use pingyi_kit::life::{SealedCard, close_round, closing_day, round, subject_id, tell_slips};
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use rusqlite::Connection;
use sha2::{Digest, Sha256};

fn cards(seed: u64, count: usize) -> Vec<SealedCard> {
    let mut rng = StdRng::seed_from_u64(seed);
    (0..count)
        .map(|index| {
            let plan = if index % 3 == 0 { "s1" } else { "s6" };
            let mut card = SealedCard::random(&mut rng, plan, 2, |_| true);
            if rng.random_range(0..4) == 0 {
                card.opinion = None;
            }
            card
        })
        .collect()
}

fn new_box() -> (tempfile::TempDir, PathBuf, CardBox) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("box.db");
    let cardbox = CardBox::open(&path).unwrap();
    (dir, path, cardbox)
}

fn noon(day: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, day)
        .unwrap()
        .and_hms_opt(12, 0, 0)
        .unwrap()
}

/// Stands for the courier: bytes that depend on every row in its order.
fn bytes_of(rows: pingyi::cardbox::BatchRows<'_>) -> Result<Vec<u8>, CardBoxError> {
    let mut bytes = Vec::new();
    let mut last: Option<[u8; 32]> = None;
    rows.ratings::<CardBoxError>(|sealed| {
        let id = SheetId::of(sealed).0;
        assert!(last.is_none_or(|last| last < id), "sheets ascend by id");
        last = Some(id);
        bytes.extend_from_slice(sealed);
        Ok(())
    })?;
    rows.opinions::<CardBoxError>(|sealed| {
        bytes.extend_from_slice(sealed);
        Ok(())
    })?;
    rows.slips::<CardBoxError>(|slip| {
        bytes.extend_from_slice(slip);
        Ok(())
    })?;
    Ok(bytes)
}

fn seal(bytes: &[u8]) -> Sealing {
    Sealing {
        signature: "signed".to_owned(),
        root: RootHash(Sha256::digest(bytes).into()),
        bytes: bytes.len() as u64,
    }
}

fn close(cardbox: &mut CardBox, plan: &str) -> Option<BatchEntry> {
    close_round(cardbox, plan, |_, rows| Ok(seal(&bytes_of(rows)?))).unwrap()
}

/// What a batch of ratings says of its round.
fn told(closing: &Closing) -> &RoundFacts {
    match &closing.facts {
        BatchFacts::Ratings(_, round) => round,
        BatchFacts::Mixed(_)
        | BatchFacts::Words(_)
        | BatchFacts::Chain(..)
        | BatchFacts::Last(..) => {
            panic!("{closing:?}")
        }
    }
}

fn rows_in(path: &Path, table: &str) -> u32 {
    Connection::open(path)
        .unwrap()
        .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
            row.get(0)
        })
        .unwrap()
}

#[test]
fn every_order_of_arrival_gives_the_same_file() {
    let mut rng = StdRng::seed_from_u64(1);
    let cards = cards(2, 60);
    let mut order: Vec<usize> = (0..cards.len()).collect();
    let mut first: Option<Vec<u8>> = None;
    for round in 0..6 {
        let (_dir, path, mut cardbox) = new_box();
        for index in &order {
            cardbox.submit(&cards[*index].submission()).unwrap();
        }
        cardbox.vacuum().unwrap();
        cardbox.check().unwrap();
        drop(cardbox);
        let bytes = std::fs::read(&path).unwrap();
        match &first {
            None => first = Some(bytes),
            Some(first) => assert!(*first == bytes, "round {round} differs"),
        }
        let journal = path.with_extension("db-journal");
        assert_eq!(std::fs::metadata(journal).map_or(0, |meta| meta.len()), 0);
        order.shuffle(&mut rng);
    }
}

#[test]
fn tidying_in_between_changes_nothing_but_sqlites_own_counters() {
    let cards = cards(3, 30);
    let mut files = Vec::new();
    for every in [1, 7, 30] {
        let (_dir, path, mut cardbox) = new_box();
        for (index, card) in cards.iter().enumerate() {
            cardbox.submit(&card.submission()).unwrap();
            if index % every == 0 {
                cardbox.vacuum().unwrap();
            }
        }
        cardbox.vacuum().unwrap();
        drop(cardbox);
        // The first 100 bytes count transactions and schema changes, of any kind.
        files.push(std::fs::read(&path).unwrap()[100..].to_vec());
    }
    assert!(files[0] == files[1] && files[1] == files[2]);
}

#[test]
fn closing_in_any_order_of_arrival_gives_the_same_file_and_batch() {
    let mut rng = StdRng::seed_from_u64(4);
    let cards = cards(5, 40);
    let mut order: Vec<usize> = (0..cards.len()).collect();
    let mut files: Vec<(Vec<u8>, RootHash)> = Vec::new();
    for _ in 0..3 {
        let (_dir, path, mut cardbox) = new_box();
        for index in &order {
            cardbox.submit(&cards[*index].submission()).unwrap();
        }
        close(&mut cardbox, "s1").unwrap();
        let batch = close(&mut cardbox, "s6").unwrap();
        cardbox.vacuum().unwrap();
        drop(cardbox);
        files.push((std::fs::read(&path).unwrap(), batch.sealing.root));
        order.shuffle(&mut rng);
    }
    assert!(files[0] == files[1] && files[1] == files[2]);
}

#[test]
fn no_sheet_spills_onto_an_overflow_page() {
    let (_dir, path, mut cardbox) = new_box();
    for card in cards(6, 50) {
        cardbox.submit(&card.submission()).unwrap();
    }
    close(&mut cardbox, "s6").unwrap();
    drop(cardbox);
    let overflow: u32 = Connection::open(&path)
        .unwrap()
        .query_row(
            "SELECT count(*) FROM dbstat WHERE pagetype = 'overflow'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(overflow, 0);
}

#[test]
fn the_file_is_set_up_as_the_design_says() {
    let (_dir, path, cardbox) = new_box();
    drop(cardbox);
    let connection = Connection::open(&path).unwrap();
    let page: u32 = connection
        .pragma_query_value(None, "page_size", |row| row.get(0))
        .unwrap();
    assert_eq!(page, 16_384);
    let rowids: u32 = connection
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table'
             AND sql NOT LIKE '%WITHOUT ROWID, STRICT'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(rowids, 0);
    let version = std::fs::read(&path).unwrap();
    // Bytes 18 and 19 are 1 for a rollback journal and 2 for WAL.
    assert_eq!(&version[18..20], &[1, 1]);
}

#[test]
fn a_full_disk_takes_nothing_in_and_says_so() {
    let (_dir, path, mut cardbox) = new_box();
    let many = cards(7, 200);
    for card in &many[..5] {
        cardbox.submit(&card.submission()).unwrap();
    }
    cardbox.limit_pages(cardbox.pages().unwrap() + 3).unwrap();
    let mut taken = 5;
    let error = loop {
        match cardbox.submit(&many[taken].submission()) {
            Ok(()) => taken += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, CardBoxError::DiskFull), "{error:?}");
    let refused = &many[taken];
    let waiting = cardbox.waiting_rounds().unwrap();
    let counted: u64 = waiting.iter().map(|round| round.counts.submitted).sum();
    assert_eq!(counted, taken as u64);
    cardbox.check().unwrap();
    assert_eq!(rows_in(&path, "rating"), u32::try_from(taken * 2).unwrap());
    // Room again: the same card goes in.
    cardbox.limit_pages(10_000).unwrap();
    cardbox.submit(&refused.submission()).unwrap();
    assert_eq!(
        rows_in(&path, "rating"),
        u32::try_from(taken * 2 + 2).unwrap()
    );
}

#[test]
fn a_sheet_of_another_size_is_refused_whole() {
    let (_dir, path, mut cardbox) = new_box();
    let mut card = cards(8, 1).remove(0);
    card.ratings[1].1.push(0);
    assert!(matches!(
        cardbox.submit(&card.submission()),
        Err(CardBoxError::SheetSize(1_025))
    ));
    assert_eq!(rows_in(&path, "rating"), 0);
}

#[test]
fn a_used_slip_is_taken_once() {
    let (_dir, path, mut cardbox) = new_box();
    let mut two = cards(9, 2);
    let tags = [1, 2, 3].map(|byte| SlipTag([byte; 16]));
    let told: Vec<_> = tags
        .iter()
        .map(|tag| (two[0].round.clone(), *tag))
        .collect();
    tell_slips(&mut cardbox, &told);
    let refused = |cardbox: &mut CardBox, card: &SealedCard| {
        assert!(matches!(
            cardbox.submit(&card.submission()),
            Err(CardBoxError::SlipUsed)
        ));
    };
    two[0].slip = Some(tags[0]);
    cardbox.submit(&two[0].submission()).unwrap();
    // The same once more, one that no pack told of, and one of another round.
    two[1].round = two[0].round.clone();
    for other in [tags[0], SlipTag([9; 16])] {
        two[1].slip = Some(other);
        refused(&mut cardbox, &two[1]);
    }
    two[1].slip = Some(tags[1]);
    two[1].round = round("s9");
    refused(&mut cardbox, &two[1]);
    assert_eq!(rows_in(&path, "rating"), 2);
    // Of a round that was ended none is taken.
    let key = two[0].round.key.clone();
    cardbox.end_round(&key.plan, key.round).unwrap();
    two[1].round = two[0].round.clone();
    refused(&mut cardbox, &two[1]);
    let state = cardbox.slip(tags[0]).unwrap().unwrap();
    assert!(state.standing == SlipStanding::Used && state.is_ended && state.is_own);
    let other = cardbox.slip(tags[2]).unwrap().unwrap();
    assert_eq!(other.standing, SlipStanding::Valid);
}

#[test]
fn a_batch_closes_whole_regenerates_and_goes_only_with_its_root() {
    let (_dir, path, mut cardbox) = new_box();
    for card in cards(10, 30) {
        cardbox.submit(&card.submission()).unwrap();
    }
    let more = Counts {
        issued: 3,
        submitted: 0,
        abandoned: 6,
    };
    cardbox.count(&round("s6"), &more).unwrap();
    let first = close(&mut cardbox, "s6").unwrap();
    assert_eq!(first.closing.number, BatchNumber(1));
    assert_eq!(first.closing.previous, None);
    let facts = told(&first.closing);
    assert_eq!((facts.submitted, facts.slips_used), (20, 0));
    // 23 and 6, in fives.
    assert_eq!((facts.issued, facts.abandoned), (20, 5));
    assert!(close(&mut cardbox, "s6").is_none(), "nothing waits for s6");
    assert_eq!(cardbox.waiting_rounds().unwrap().len(), 1);
    let second = close(&mut cardbox, "s1").unwrap();
    assert_eq!(second.closing.number, BatchNumber(2));
    assert_eq!(second.closing.previous, Some(first.sealing.root));

    drop(cardbox);
    let mut cardbox = CardBox::open(&path).unwrap();
    assert_eq!(
        cardbox.unacknowledged().unwrap(),
        [first.clone(), second.clone()]
    );
    for entry in [&first, &second] {
        let bytes = bytes_of(cardbox.rows(entry.closing.number)).unwrap();
        assert_eq!(seal(&bytes), entry.sealing);
    }

    let before = rows_in(&path, "rating");
    let mut news = PackImport::new(PackNumber(1), RootHash([3; 32]), noon(20));
    news.acknowledged = vec![
        (BatchNumber(1), RootHash([9; 32])),
        // Closed before this box was set back to an older copy: only the office remembers it.
        (BatchNumber(7), RootHash([8; 32])),
    ];
    let outcome = cardbox.import(&news).unwrap();
    assert_eq!(outcome.mismatched, [BatchNumber(1)]);
    assert!(outcome.acknowledged.is_empty());
    assert_eq!(rows_in(&path, "rating"), before);

    let mut news = PackImport::new(PackNumber(2), RootHash([3; 32]), noon(21));
    news.acknowledged = vec![(BatchNumber(1), first.sealing.root)];
    let opinions_before = rows_in(&path, "opinion");
    let outcome = cardbox.import(&news).unwrap();
    assert_eq!(outcome.acknowledged, [BatchNumber(1)]);
    assert_eq!(rows_in(&path, "rating"), before, "kept for four weeks");
    assert_eq!(cardbox.kept().unwrap(), std::slice::from_ref(&first));
    let again = |number: u32, days: u64| {
        let time = noon(21) + Days::new(days);
        let mut news = PackImport::new(PackNumber(number), RootHash([3; 32]), time);
        news.acknowledged = vec![(BatchNumber(1), first.sealing.root)];
        news
    };
    let early = cardbox.import(&again(3, 27)).unwrap();
    assert_eq!((early.sheets_deleted, early.acknowledged), (0, vec![]));
    let outcome = cardbox.import(&again(4, 28)).unwrap();
    assert!(cardbox.kept().unwrap().is_empty());
    assert_eq!(rows_in(&path, "rating"), 20);
    assert_eq!(
        rows_in(&path, "opinion"),
        opinions_before,
        "words wait for a batch of their own"
    );
    assert_eq!(
        outcome.sheets_deleted,
        u64::from(before - 20),
        "sheets, and neither receipts nor slips"
    );
    assert_eq!(
        cardbox.unacknowledged().unwrap(),
        std::slice::from_ref(&second)
    );
    assert_eq!(
        seal(&bytes_of(cardbox.rows(BatchNumber(2))).unwrap()),
        second.sealing
    );

    for card in cards(11, 6) {
        cardbox.submit(&card.submission()).unwrap();
    }
    let third = close(&mut cardbox, "s1").unwrap();
    assert_eq!(third.closing.number, BatchNumber(8));
    assert_eq!(third.closing.previous, Some(RootHash([8; 32])));
}

#[test]
fn cards_begun_and_cards_left_are_each_counted() {
    let (_dir, _path, cardbox) = new_box();
    let count = |plan, issued, abandoned| {
        let more = Counts {
            issued,
            submitted: 0,
            abandoned,
        };
        cardbox.count(&round(plan), &more).unwrap();
    };
    for (issued, abandoned) in [(3, 0), (0, 2), (1, 1), (0, 0)] {
        count("s6", issued, abandoned);
    }
    // Nothing happened there, so nothing is written.
    count("s1", 0, 0);
    let waiting = cardbox.waiting_rounds().unwrap();
    let [only] = waiting.as_slice() else {
        panic!("one plan: {waiting:?}");
    };
    assert_eq!(only.label, round("s6"));
    let counts = Counts {
        issued: 4,
        submitted: 0,
        abandoned: 3,
    };
    assert_eq!(only.counts, counts);
}

#[test]
fn a_box_knows_whether_an_order_of_arrival_may_show() {
    let (_dir, path, mut cardbox) = new_box();
    assert!(cardbox.is_untidy(), "the program may have been cut off");
    cardbox.vacuum().unwrap();
    assert!(!cardbox.is_untidy());
    cardbox.submit(&cards(3, 1)[0].submission()).unwrap();
    assert!(cardbox.is_untidy());
    cardbox.vacuum().unwrap();
    assert!(!cardbox.is_untidy());
    drop(cardbox);
    assert!(CardBox::open(&path).unwrap().is_untidy());
}

#[test]
fn a_sealing_that_fails_closes_nothing() {
    let (_dir, path, mut cardbox) = new_box();
    for card in cards(12, 6) {
        cardbox.submit(&card.submission()).unwrap();
    }
    let before = cardbox.waiting_rounds().unwrap();
    let refused = close_round(&mut cardbox, "s6", |_, _| Err(CardBoxError::SheetSize(1)));
    assert!(refused.is_err());
    drop(cardbox);
    let cardbox = CardBox::open(&path).unwrap();
    assert_eq!(cardbox.waiting_rounds().unwrap(), before);
    assert!(cardbox.unacknowledged().unwrap().is_empty());
}

fn case(status: CaseStatus) -> ReceiptStatus {
    ReceiptStatus::Case {
        status,
        due: Some(DueDate {
            date: noon(30).date(),
            provisional: true,
        }),
        extended: status == CaseStatus::InProgress,
        talk: pingyi::domain::case::ReceiptTalk::default(),
    }
}

#[test]
fn packs_never_go_backwards() {
    let (_dir, path, mut cardbox) = new_box();
    let tag = Tag([1; 16]);
    let mut news = PackImport::new(PackNumber(3), RootHash([3; 32]), noon(20));
    news.community = "{}".to_owned();
    news.calendar = Some("2026".to_owned());
    news.plans = vec![PlanText {
        id: PlanId::new("s1").unwrap(),
        revision: 1,
        text: "x".repeat(40_000),
        since: None,
    }];
    news.statuses = vec![(tag, case(CaseStatus::Received))];
    news.notices = vec![("n1".to_owned(), "{}".to_owned())];
    cardbox.import(&news).unwrap();
    for number in [1, 3] {
        let mut older = PackImport::new(PackNumber(number), RootHash([3; 32]), noon(22));
        older.statuses = vec![(tag, case(CaseStatus::Answered))];
        assert!(matches!(
            cardbox.import(&older),
            Err(CardBoxError::PackNotNewer { .. })
        ));
    }
    drop(cardbox);
    let mut cardbox = CardBox::open(&path).unwrap();
    assert_eq!(cardbox.last_pack().unwrap(), Some(PackNumber(3)));
    assert_eq!(cardbox.office_time().unwrap(), Some(noon(20)));
    assert_eq!(cardbox.status(tag).unwrap(), Some(news.statuses[0].1));
    assert_eq!(cardbox.plans().unwrap(), news.plans);
    assert_eq!(cardbox.calendar().unwrap(), news.calendar);

    let mut newer = PackImport::new(PackNumber(4), RootHash([3; 32]), noon(27));
    newer.statuses = vec![(tag, case(CaseStatus::Answered))];
    newer.replies = vec![(tag, b"sealed".to_vec())];
    cardbox.import(&newer).unwrap();
    assert_eq!(cardbox.status(tag).unwrap(), Some(newer.statuses[0].1));
    assert_eq!(cardbox.reply(tag).unwrap().unwrap(), b"sealed");
    assert!(cardbox.plans().unwrap().is_empty(), "plans follow the pack");
    assert!(cardbox.notices().unwrap().is_empty());
}

#[test]
fn a_newer_or_foreign_file_is_refused_and_left_alone() {
    let (_dir, path, cardbox) = new_box();
    drop(cardbox);
    Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(matches!(
        CardBox::open(&path),
        Err(CardBoxError::Newer { found: 99, .. })
    ));
    assert!(std::fs::read(&path).unwrap() == before);

    let dir = tempfile::tempdir().unwrap();
    let other = dir.path().join("other.db");
    // Each of the marks of another program's file is enough.
    for mark in [
        "CREATE TABLE t (x)",
        "PRAGMA user_version = 1",
        "PRAGMA application_id = 7",
    ] {
        let _gone = std::fs::remove_file(&other);
        let connection = Connection::open(&other).unwrap();
        connection.execute_batch(mark).unwrap();
        drop(connection);
        let before = std::fs::read(&other).unwrap();
        assert!(
            matches!(CardBox::open(&other), Err(CardBoxError::Damaged { .. })),
            "{mark}"
        );
        assert!(std::fs::read(&other).unwrap() == before, "{mark}");
    }

    let text = dir.path().join("text.db");
    std::fs::write(
        &text,
        "not a database, and longer than a header would be".repeat(20),
    )
    .unwrap();
    assert!(matches!(
        CardBox::open(&text),
        Err(CardBoxError::Damaged { .. })
    ));
}

#[test]
fn deleted_sheets_leave_no_bytes_behind() {
    let (_dir, path, mut cardbox) = new_box();
    let cards = cards(13, 8);
    for card in &cards {
        cardbox.submit(&card.submission()).unwrap();
    }
    let both = ["s1", "s6"].map(|plan| close(&mut cardbox, plan).unwrap());
    let mut news = PackImport::new(PackNumber(1), RootHash([3; 32]), noon(20));
    let closed = both.iter();
    news.acknowledged = closed
        .map(|batch| (batch.closing.number, batch.sealing.root))
        .collect();
    cardbox.import(&news).unwrap();
    news.number = PackNumber(2);
    news.time = news.time + Days::new(28);
    cardbox.import(&news).unwrap();
    let file = std::fs::read(&path).unwrap();
    for card in &cards {
        let piece = &card.ratings[0].1[100..140];
        assert!(!file.windows(40).any(|window| window == piece));
    }
}

/// B3: an office that was set back to an older copy no longer names batches that it had; they are written again, the same.
#[test]
fn a_batch_that_the_office_forgot_waits_again() {
    let (_dir, path, mut cardbox) = new_box();
    for card in &cards(13, 8) {
        cardbox.submit(&card.submission()).unwrap();
    }
    let first = close(&mut cardbox, "s1").unwrap();
    let second = close(&mut cardbox, "s6").unwrap();
    let name = |entry: &BatchEntry| (entry.closing.number, entry.sealing.root);
    let pack = |number: u32, days: u64, named: Vec<(BatchNumber, RootHash)>| {
        let time = noon(20) + Days::new(days);
        let mut news = PackImport::new(PackNumber(number), RootHash([3; 32]), time);
        news.acknowledged = named;
        news
    };
    let both = || vec![name(&first), name(&second)];
    cardbox.import(&pack(1, 0, both())).unwrap();
    assert!(cardbox.unacknowledged().unwrap().is_empty());
    let before = rows_in(&path, "rating");
    // The copy knows the first.
    let back = cardbox.import(&pack(5, 14, vec![name(&first)])).unwrap();
    assert_eq!(back.forgotten, [second.closing.number]);
    assert_eq!(
        cardbox.unacknowledged().unwrap(),
        std::slice::from_ref(&second)
    );
    let bytes = bytes_of(cardbox.rows(second.closing.number)).unwrap();
    assert_eq!(seal(&bytes), second.sealing);
    // Loaded once more, its four weeks begin anew; those of the other go on.
    let again = cardbox.import(&pack(6, 28, both())).unwrap();
    assert_eq!(again.acknowledged, [second.closing.number]);
    assert_eq!(cardbox.kept().unwrap(), std::slice::from_ref(&second));
    assert!(rows_in(&path, "rating") < before);
    cardbox.import(&pack(7, 56, both())).unwrap();
    assert_eq!(rows_in(&path, "rating"), 0);
    // What is let go of is not asked for again: there is nothing left to write.
    let late = cardbox.import(&pack(8, 57, vec![])).unwrap();
    assert!(late.forgotten.is_empty());
}

/// What a resident has been shown is not taken back by an office that begins a case anew.
#[test]
fn a_status_never_goes_back_and_a_reply_stays() {
    let (_dir, _path, mut cardbox) = new_box();
    let tag = Tag([7; 16]);
    let mut number = 0;
    let mut told = |cardbox: &mut CardBox, status: CaseStatus, reply: Option<&[u8]>| {
        number += 1;
        let mut news = PackImport::new(PackNumber(number), RootHash([3; 32]), noon(20));
        news.statuses = vec![(
            tag,
            ReceiptStatus::Case {
                status,
                due: None,
                extended: false,
                talk: pingyi::domain::case::ReceiptTalk::default(),
            },
        )];
        news.replies = reply
            .map(|sealed| (tag, sealed.to_vec()))
            .into_iter()
            .collect();
        cardbox.import(&news).unwrap();
        match cardbox.status(tag).unwrap() {
            Some(ReceiptStatus::Case { status, .. }) => status,
            other => panic!("{other:?}"),
        }
    };
    for (given, shown) in [
        (CaseStatus::Received, CaseStatus::Received),
        (CaseStatus::InProgress, CaseStatus::InProgress),
        (CaseStatus::Received, CaseStatus::InProgress),
        (CaseStatus::Transferred, CaseStatus::Transferred),
        (CaseStatus::InProgress, CaseStatus::InProgress),
        (CaseStatus::Answered, CaseStatus::Answered),
        (CaseStatus::Received, CaseStatus::Answered),
        (CaseStatus::Closed, CaseStatus::Closed),
        (CaseStatus::Answered, CaseStatus::Closed),
    ] {
        let reply = (given == CaseStatus::Answered).then_some(&b"sealed"[..]);
        assert_eq!(told(&mut cardbox, given, reply), shown, "{given:?}");
    }
    assert_eq!(cardbox.reply(tag).unwrap().as_deref(), Some(&b"sealed"[..]));
}

#[test]
fn the_pin_and_the_sync_day_outlive_the_program() {
    let (_dir, path, mut cardbox) = new_box();
    assert_eq!(cardbox.pin_hash().unwrap(), None);
    cardbox.set_pin_failures(4).unwrap();
    cardbox.set_last_sync(noon(20).date()).unwrap();
    drop(cardbox);
    cardbox = CardBox::open(&path).unwrap();
    assert_eq!(cardbox.pin_failures().unwrap(), 4);
    assert_eq!(cardbox.last_sync().unwrap(), Some(noon(20).date()));
    cardbox.set_pin_hash("$argon2id$…").unwrap();
    assert_eq!(cardbox.pin_failures().unwrap(), 0);
}

#[test]
fn words_leave_alone_and_count_for_no_crowd() {
    let (_dir, path, mut cardbox) = new_box();
    let mut all = cards(4, 5);
    for (card, plan) in all.iter_mut().zip(["s1", "s1", "s10", "s1", "s1"]) {
        card.round = round(plan);
        card.opinion = Some(vec![1; SEALED_OPINION_BYTES]);
    }
    // Three of words alone, one that rates as well, one that only rates.
    for (number, card) in all.iter_mut().enumerate() {
        if let Some(sheet) = &mut card.opinion {
            sheet[0] = u8::try_from(number).unwrap();
        }
        if number < 3 {
            card.ratings.clear();
        }
    }
    all[4].opinion = None;
    for card in &all {
        cardbox.submit(&card.submission()).unwrap();
    }
    let before = cardbox.waiting_rounds().unwrap();
    let queued = |plan: &str| -> Vec<u64> {
        let round = before
            .iter()
            .find(|round| round.label.key.plan.as_str() == plan);
        round
            .unwrap()
            .queues
            .iter()
            .map(|(_, sheets)| *sheets)
            .collect()
    };
    assert_eq!((queued("s1"), queued("s10")), (vec![2, 2], vec![]));
    assert!(cardbox.has_waiting_words().unwrap());
    let mut seen = 0;
    let first = cardbox
        .close_words(closing_day(), |closing, rows| {
            assert!(matches!(closing.facts, BatchFacts::Words(_)));
            rows.ratings(|_| Err(CardBoxError::SheetSize(0)))?;
            rows.slips(|_| Err(CardBoxError::SheetSize(0)))?;
            rows.opinions::<CardBoxError>(|_| {
                seen += 1;
                Ok(())
            })?;
            Ok::<_, CardBoxError>(seal(&bytes_of(rows)?))
        })
        .unwrap()
        .unwrap();
    assert_eq!(seen, 4);
    assert_eq!(
        cardbox.waiting_rounds().unwrap(),
        before,
        "no counter is touched"
    );
    assert!(!cardbox.has_waiting_words().unwrap());
    let none = cardbox.close_words(closing_day(), |_, _| Err(CardBoxError::SheetSize(0)));
    assert!(none.unwrap().is_none(), "nothing is sealed for nobody");
    // Of s10 only words came: there is nothing to leave.
    assert!(close(&mut cardbox, "s10").is_none());
    let second = close(&mut cardbox, "s1").unwrap();
    assert_eq!(second.closing.number, BatchNumber(2));
    assert_eq!(second.closing.previous, Some(first.sealing.root));
    assert_eq!(rows_in(&path, "opinion"), 4);
    assert_eq!(told(&second.closing).submitted, 0, "four are not told");
}

/// A plan that was away for a while has stood for the days before and after; one that goes on, for all of them.
#[test]
fn a_round_counts_the_days_on_which_its_plan_was_there() {
    let (_dir, _, mut cardbox) = new_box();
    let day = |day| NaiveDate::from_ymd_opt(2026, 10, day).unwrap();
    let mut number = 0;
    let mut pack = |cardbox: &mut CardBox, since: Option<u32>, today: u32| {
        number += 1;
        let mut news = PackImport::new(PackNumber(number), RootHash([3; 32]), noon(today));
        news.taken_on = Some(day(today));
        news.plans = since.map_or_else(Vec::new, |since| {
            vec![PlanText {
                id: PlanId::new("s1").unwrap(),
                revision: 1,
                text: "…".to_owned(),
                since: Some(day(since)),
            }]
        });
        cardbox.import(&news).unwrap();
    };
    let mut submitted = 0_u64;
    let mut submit = |cardbox: &mut CardBox, first: u32| {
        let mut card = cards(30, 31).swap_remove(usize::try_from(submitted).unwrap());
        submitted += 1;
        card.round = RoundLabel {
            first: Some(day(first)),
            ..round("s1")
        };
        card.slip = None;
        cardbox.submit(&card.submission()).unwrap();
    };
    let days = |cardbox: &CardBox| cardbox.waiting_rounds().unwrap()[0].queue(1).days();
    pack(&mut cardbox, Some(1), 1);
    submit(&mut cardbox, 1);
    assert_eq!(days(&cardbox), Some(31));
    // Another pack with the same plan changes nothing.
    pack(&mut cardbox, Some(1), 2);
    assert_eq!(days(&cardbox), Some(31));
    pack(&mut cardbox, None, 3);
    assert_eq!(days(&cardbox), Some(3), "it is over");
    pack(&mut cardbox, Some(29), 29);
    submit(&mut cardbox, 29);
    submit(&mut cardbox, 29);
    assert_eq!(days(&cardbox), Some(6), "three before, three after");
    // Asked otherwise.
    pack(&mut cardbox, Some(30), 30);
    assert_eq!(days(&cardbox), Some(5));
}

/// What is too few joins the next round, or is withheld: neither leaves with what does.
#[test]
fn each_queue_of_a_round_goes_its_own_way() {
    let (_dir, path, mut cardbox) = new_box();
    for mut card in cards(20, 6) {
        card.round = round("s1");
        card.opinion = None;
        card.ratings
            .push((subject_id(2), card.ratings[0].1.clone()));
        card.ratings[2].1[0] ^= 1;
        cardbox.submit(&card.submission()).unwrap();
    }
    let waiting = cardbox.waiting_rounds().unwrap().remove(0);
    assert_eq!(waiting.queues.len(), 3);
    let next = NextRound {
        id: "2026-11".parse().unwrap(),
        first: NaiveDate::from_ymd_opt(2026, 11, 1),
        last: NaiveDate::from_ymd_opt(2026, 11, 30).unwrap(),
    };
    let departures = [
        Departure::Leaves,
        Departure::Joins(next),
        Departure::Withheld,
    ];
    let seal = |_: &Closing, rows: pingyi::cardbox::BatchRows<'_>| {
        Ok::<_, CardBoxError>(seal(&bytes_of(rows)?))
    };
    let batch = cardbox
        .close_round(&waiting, &departures, Channel::Tablet, closing_day(), seal)
        .unwrap()
        .unwrap();
    let facts = told(&batch.closing);
    assert!(facts.withheld && !facts.carried_over);
    assert_eq!((facts.channel, facts.submitted), (Channel::Tablet, 6));
    let [left] = cardbox.waiting_rounds().unwrap().try_into().unwrap();
    assert!(left.has_carried_over);
    assert_eq!(
        (left.label.key.round, left.label.last),
        (next.id, next.last)
    );
    // The days of October count for it.
    assert_eq!(left.queue(0).days(), Some(61));
    assert_eq!(left.queues, [(Some(subject_id(1)), 6)]);
    assert_eq!(
        left.counts,
        Counts::default(),
        "they are counted where they leave"
    );
    // What is withheld is no part of the batch, and goes when that is acknowledged.
    let sealed = bytes_of(cardbox.rows(BatchNumber(1))).unwrap();
    assert_eq!(sealed.len(), 6 * SEALED_RATING_BYTES);
    assert_eq!(rows_in(&path, "rating"), 18);
    let mut news = PackImport::new(PackNumber(1), RootHash([3; 32]), noon(20));
    news.acknowledged = vec![(BatchNumber(1), batch.sealing.root)];
    let outcome = cardbox.import(&news).unwrap();
    assert_eq!((outcome.sheets_deleted, rows_in(&path, "rating")), (6, 12));
    news.number = PackNumber(2);
    news.time = news.time + Days::new(28);
    let outcome = cardbox.import(&news).unwrap();
    assert_eq!((outcome.sheets_deleted, rows_in(&path, "rating")), (6, 6));
    assert_eq!(
        cardbox.closed_until(&left.label.key.plan).unwrap(),
        Some(round("s1").last)
    );
}

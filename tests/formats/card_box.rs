//! The card box from outside: nothing lost, nothing half written, no order left behind.

use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveDateTime};
use pingyi::cardbox::{
    BatchEntry, CardBox, CardBoxError, PackImport, PlanKey, PlanText, Sealing, Submission,
};
use pingyi::domain::batch::BatchCounts;
use pingyi::domain::batch::{SEALED_OPINION_BYTES, SEALED_RATING_BYTES};
use pingyi::domain::calendar::DueDate;
use pingyi::domain::case::{CaseStatus, ReceiptStatus};
use pingyi::domain::ids::SheetId;
use pingyi::domain::ids::{BatchNumber, PackNumber, PlanId, RootHash, SlipHash, Tag};
use pingyi::domain::time::Week;
use rand::seq::SliceRandom;
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};
use rusqlite::Connection;
use sha2::{Digest, Sha256};

struct SealedCard {
    plan: PlanId,
    ratings: Vec<Vec<u8>>,
    opinion: Option<Vec<u8>>,
    tag: Option<Tag>,
    slip: Option<SlipHash>,
}

impl SealedCard {
    fn random(rng: &mut StdRng, plan: &str) -> Self {
        let mut bytes = |len: usize| {
            let mut sheet = vec![0u8; len];
            rng.fill_bytes(&mut sheet);
            sheet
        };
        Self {
            plan: PlanId::new(plan).unwrap(),
            ratings: vec![bytes(SEALED_RATING_BYTES), bytes(SEALED_RATING_BYTES)],
            opinion: Some(bytes(SEALED_OPINION_BYTES)),
            tag: Some(Tag(bytes(16).try_into().unwrap())),
            slip: Some(SlipHash(bytes(32).try_into().unwrap())),
        }
    }

    fn submission(&self) -> Submission<'_> {
        Submission {
            plan: &self.plan,
            ratings: &self.ratings,
            opinion: self.opinion.as_deref(),
            tag: self.tag,
            slip: self.slip,
            issued: 1,
            abandoned: 0,
        }
    }
}

fn cards(seed: u64, count: usize) -> Vec<SealedCard> {
    let mut rng = StdRng::seed_from_u64(seed);
    (0..count)
        .map(|index| {
            let plan = if index % 3 == 0 { "s1" } else { "s6" };
            let mut card = SealedCard::random(&mut rng, plan);
            if rng.random_range(0..4) == 0 {
                card.opinion = None;
                card.tag = None;
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

fn week() -> Week {
    "2026-W48".parse().unwrap()
}

fn noon(day: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, day)
        .unwrap()
        .and_hms_opt(12, 0, 0)
        .unwrap()
}

fn keys(plans: &[&str]) -> Vec<PlanKey> {
    plans
        .iter()
        .map(|plan| PlanKey::of(&PlanId::new(*plan).unwrap()))
        .collect()
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
    rows.receipts::<CardBoxError>(|tag| {
        bytes.extend_from_slice(tag);
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

fn close(cardbox: &mut CardBox, plans: &[&str]) -> Option<BatchEntry> {
    cardbox
        .close_ratings(&keys(plans), week(), false, |_, rows| {
            Ok::<_, CardBoxError>(seal(&bytes_of(rows)?))
        })
        .unwrap()
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
        let batch = close(&mut cardbox, &["s1", "s6"]).unwrap();
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
    close(&mut cardbox, &["s1", "s6"]).unwrap();
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
    let counted: u64 = cardbox.waiting().unwrap().iter().map(|w| w.submitted).sum();
    assert_eq!(counted, taken as u64);
    if let Some(tag) = refused.tag {
        assert!(!cardbox.has_receipt(tag).unwrap());
    }
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
    card.ratings[1].push(0);
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
    two[1].slip = two[0].slip;
    cardbox.submit(&two[0].submission()).unwrap();
    assert!(matches!(
        cardbox.submit(&two[1].submission()),
        Err(CardBoxError::SlipUsed)
    ));
    assert_eq!(rows_in(&path, "rating"), 2);
}

#[test]
fn a_batch_closes_whole_regenerates_and_goes_only_with_its_root() {
    let (_dir, path, mut cardbox) = new_box();
    for card in cards(10, 30) {
        cardbox.submit(&card.submission()).unwrap();
    }
    let s6 = PlanId::new("s6").unwrap();
    cardbox.count(&s6, 3, 2).unwrap();
    let first = close(&mut cardbox, &["s6"]).unwrap();
    assert_eq!(first.closing.number, BatchNumber(1));
    assert_eq!(first.closing.previous, None);
    assert_eq!(first.closing.counts.submitted, 20);
    assert_eq!(first.closing.counts.issued, 23);
    assert_eq!(first.closing.counts.abandoned, 2);
    assert_eq!(first.closing.counts.slips, 20);
    assert!(
        close(&mut cardbox, &["s6"]).is_none(),
        "nothing waits for s6"
    );
    assert_eq!(cardbox.waiting().unwrap().len(), 1);
    let second = close(&mut cardbox, &["s1", "s6"]).unwrap();
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
    let mut news = PackImport::new(PackNumber(1), noon(20));
    news.acknowledged = vec![
        (BatchNumber(1), RootHash([9; 32])),
        // Closed before this box was set back to an older copy: only the office remembers it.
        (BatchNumber(7), RootHash([8; 32])),
    ];
    let outcome = cardbox.import(&news).unwrap();
    assert_eq!(outcome.mismatched, [BatchNumber(1)]);
    assert!(outcome.acknowledged.is_empty());
    assert_eq!(rows_in(&path, "rating"), before);

    let mut news = PackImport::new(PackNumber(2), noon(21));
    news.acknowledged = vec![(BatchNumber(1), first.sealing.root)];
    let opinions_before = rows_in(&path, "opinion");
    let outcome = cardbox.import(&news).unwrap();
    assert_eq!(outcome.acknowledged, [BatchNumber(1)]);
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
    let third = close(&mut cardbox, &["s1", "s6"]).unwrap();
    assert_eq!(third.closing.number, BatchNumber(8));
    assert_eq!(third.closing.previous, Some(RootHash([8; 32])));
}

#[test]
fn cards_begun_and_cards_left_are_each_counted() {
    let (_dir, _path, cardbox) = new_box();
    let (s1, s6) = (PlanId::new("s1").unwrap(), PlanId::new("s6").unwrap());
    for (issued, abandoned) in [(3, 0), (0, 2), (1, 1), (0, 0)] {
        cardbox.count(&s6, issued, abandoned).unwrap();
    }
    // Nothing happened there, so nothing is written.
    cardbox.count(&s1, 0, 0).unwrap();
    let waiting = cardbox.waiting().unwrap();
    let [only] = waiting.as_slice() else {
        panic!("one plan: {waiting:?}");
    };
    assert_eq!(only.plan, PlanKey::of(&s6));
    assert_eq!((only.issued, only.submitted, only.abandoned), (4, 0, 3));
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
    let before = cardbox.waiting().unwrap();
    let refused = cardbox.close_ratings(&keys(&["s1", "s6"]), week(), true, |_, _| {
        Err(CardBoxError::SheetSize(1))
    });
    assert!(refused.is_err());
    drop(cardbox);
    let cardbox = CardBox::open(&path).unwrap();
    assert_eq!(cardbox.waiting().unwrap(), before);
    assert!(cardbox.unacknowledged().unwrap().is_empty());
}

fn case(status: CaseStatus) -> ReceiptStatus {
    ReceiptStatus::Case {
        status,
        due: Some(DueDate {
            date: noon(30).date(),
            provisional: true,
        }),
    }
}

#[test]
fn packs_never_go_backwards() {
    let (_dir, path, mut cardbox) = new_box();
    let tag = Tag([1; 16]);
    let mut news = PackImport::new(PackNumber(3), noon(20));
    news.community = "{}".to_owned();
    news.calendar = Some("2026".to_owned());
    news.plans = vec![PlanText {
        id: PlanId::new("s1").unwrap(),
        revision: 1,
        text: "x".repeat(40_000),
    }];
    news.statuses = vec![(tag, case(CaseStatus::Received))];
    news.notices = vec![("n1".to_owned(), "{}".to_owned())];
    cardbox.import(&news).unwrap();
    for number in [1, 3] {
        let mut older = PackImport::new(PackNumber(number), noon(22));
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

    let mut newer = PackImport::new(PackNumber(4), noon(27));
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
    let batch = close(&mut cardbox, &["s1", "s6"]).unwrap();
    let mut news = PackImport::new(PackNumber(1), noon(20));
    news.acknowledged = vec![(BatchNumber(1), batch.sealing.root)];
    cardbox.import(&news).unwrap();
    let file = std::fs::read(&path).unwrap();
    for card in &cards {
        let piece = &card.ratings[0][100..140];
        assert!(!file.windows(40).any(|window| window == piece));
    }
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

/// A card of words alone, of a plan.
fn words(seed: u64, plan: &str) -> (PlanId, Vec<u8>, Tag) {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut sheet = vec![0; SEALED_OPINION_BYTES];
    rng.fill_bytes(&mut sheet);
    (PlanId::new(plan).unwrap(), sheet, Tag(rng.random()))
}

#[test]
fn words_leave_alone_and_count_for_no_crowd() {
    let (_dir, path, mut cardbox) = new_box();
    for (seed, plan) in [(1, "s1"), (2, "s1"), (3, "s10")] {
        let (plan, sheet, tag) = words(seed, plan);
        let card = Submission {
            plan: &plan,
            ratings: &[],
            opinion: Some(&sheet),
            tag: Some(tag),
            slip: None,
            issued: 1,
            abandoned: 0,
        };
        cardbox.submit(&card).unwrap();
    }
    // One card that rates as well, and one that only rates: their receipts part ways.
    let mut both = cards(4, 2);
    for card in &mut both {
        card.plan = PlanId::new("s1").unwrap();
    }
    both[0].tag = Some(Tag([7; 16]));
    both[0].opinion = Some(vec![1; SEALED_OPINION_BYTES]);
    both[1].tag = Some(Tag([8; 16]));
    both[1].opinion = None;
    for card in &both {
        cardbox.submit(&card.submission()).unwrap();
    }
    let rated: Vec<u64> = cardbox.waiting().unwrap().iter().map(|w| w.rated).collect();
    assert_eq!(rated.iter().sum::<u64>(), 2, "cards that rate: {rated:?}");
    assert!(cardbox.has_waiting_words().unwrap());
    let before = cardbox.waiting().unwrap();
    let mut seen = (0, Vec::new());
    let first = cardbox
        .close_words(week(), |closing, rows| {
            assert_eq!(closing.counts, BatchCounts::default());
            rows.ratings(|_| Err(CardBoxError::SheetSize(0)))?;
            rows.slips(|_| Err(CardBoxError::SheetSize(0)))?;
            rows.opinions::<CardBoxError>(|_| {
                seen.0 += 1;
                Ok(())
            })?;
            rows.receipts::<CardBoxError>(|tag| {
                seen.1.push(tag.to_vec());
                Ok(())
            })?;
            Ok::<_, CardBoxError>(seal(&bytes_of(rows)?))
        })
        .unwrap()
        .unwrap();
    assert_eq!((seen.0, seen.1.len()), (4, 4));
    assert!(seen.1.contains(&vec![7; 16]) && !seen.1.contains(&vec![8; 16]));
    assert_eq!(cardbox.waiting().unwrap(), before, "no counter is touched");
    assert!(!cardbox.has_waiting_words().unwrap());
    let none = cardbox.close_words(week(), |_, _| Err(CardBoxError::SheetSize(0)));
    assert!(none.unwrap().is_none(), "nothing is sealed for nobody");
    // Of s10 only words came: there is no crowd to leave, whatever staff say.
    assert!(close(&mut cardbox, &["s10"]).is_none());
    let second = close(&mut cardbox, &["s1"]).unwrap();
    assert_eq!(second.closing.number, BatchNumber(2));
    assert_eq!(second.closing.previous, Some(first.sealing.root));
    assert_eq!(
        (second.closing.counts.submitted, rows_in(&path, "opinion")),
        (4, 4)
    );
}

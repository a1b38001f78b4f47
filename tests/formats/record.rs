//! The office's store, through its public interface.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use pingyi::domain::calendar::DueDate;
use pingyi::domain::card::{Answer, RatingSheet};
use pingyi::domain::case::CaseStatus;
use pingyi::domain::device::DeviceStanding;
use pingyi::domain::ids::{
    BatchNumber, BlobId, CaseNumber, DeviceId, PackNumber, PlanRevision, RootHash, SheetId,
};
use pingyi::record::{
    BatchContent, BatchEntry, Body, Content, Counts, DamagedRow, Digested, Figures, NewCase,
    Opinion, PackEntry, RaterKey, Record, RecordError, Shown, Unsigned, counts_digest, genesis,
    notice_digest, text_digest,
};
use pingyi_kit::device::mixed;
use pingyi_kit::server::sealer;
use proptest::prelude::*;

mod many;
mod pages;
mod server;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn device() -> DeviceId {
    "LOBBY1".parse().unwrap()
}

fn root(byte: u8) -> RootHash {
    RootHash([byte; 32])
}

fn batch(number: u32, own: u8, previous: Option<u8>) -> BatchEntry {
    BatchEntry {
        device: device(),
        number: BatchNumber(number),
        root: root(own),
        previous: previous.map(root),
        signing_key: "key".into(),
        facts: mixed("2026-W48", [9, 8, 1]),
        ratings: 16,
        opinions: 2,
        set_aside: 0,
    }
}

fn check(record: &Record, batch: &BatchEntry) -> Result<bool, RecordError> {
    record.check_batch(
        &batch.device,
        batch.number,
        &batch.root,
        batch.previous.as_ref(),
    )
}

fn sheet(subject: &str, answer: &str) -> RatingSheet {
    RatingSheet {
        plan: "s1".parse().unwrap(),
        revision: PlanRevision(1),
        subject: subject.parse().unwrap(),
        group: None,
        answers: BTreeMap::from([(
            "c1".parse().unwrap(),
            Answer::Choice(answer.parse().unwrap()),
        )]),
    }
}

fn opinion(text: &str) -> NewCase {
    let sealed = sealer("opinion", text);
    NewCase {
        opinion: Opinion {
            plan: "s1".parse().unwrap(),
            subject: None,
            category: Some("service".parse().unwrap()),
            words: BlobId::of(&sealed),
            tag: None,
            reply_key: None,
            voice: None,
        },
        sealed,
    }
}

/// Notes what the office did on a Monday.
fn note(record: &Record, body: Body, content: &Content) -> Result<(), RecordError> {
    record.within(|record| {
        record
            .note(day("2026-11-23"), body, content, &Unsigned)
            .map(drop)
    })
}

fn accept(record: &Record, signing_key: &str) -> Result<(), RecordError> {
    let accepted = Body::DeviceAccepted {
        device: device(),
        signing_key: signing_key.to_owned(),
        replaces: None,
        facts: None,
    };
    note(record, accepted, &Content::Nothing)
}

/// Takes in a batch with these sheets.
fn load_with(
    record: &Record,
    entry: BatchEntry,
    sheets: Vec<SheetId>,
    opinions: &[NewCase],
    counts: BTreeMap<RaterKey, Counts>,
) -> Result<(), RecordError> {
    let first = record.next_case()?.0;
    let due = DueDate {
        date: day("2026-12-14"),
        provisional: false,
    };
    let plans = opinions.iter().map(|case| (case.opinion.plan.clone(), due));
    let loaded = Body::BatchLoaded {
        device: entry.device.clone(),
        number: entry.number,
        root: entry.root,
        ratings: (sheets.len() - opinions.len()) as u64,
        cases: opinions.len() as u64,
        set_aside: 0,
        due: plans.collect(),
        own_due: BTreeMap::new(),
        follow_ups: 0,
        again: Vec::new(),
    };
    let cases = (first..).map(CaseNumber).zip(opinions.iter().cloned());
    let content = BatchContent {
        entry,
        sheets,
        cases: cases.collect(),
        follow_ups: Vec::new(),
        receipts: Vec::new(),
        counts,
    };
    note(record, loaded, &Content::Batch(Box::new(content)))
}

fn load(record: &Record, entry: BatchEntry) -> Result<(), RecordError> {
    load_with(record, entry, Vec::new(), &[], BTreeMap::new())
}

fn text(text: &str) -> Content {
    Content::Text(text.to_owned().into())
}

#[test]
fn a_newer_record_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    drop(Record::open(&path, &sealer).unwrap());
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .execute("INSERT INTO schema_step VALUES (900, 'later')", [])
        .unwrap();
    drop(connection);
    let before = std::fs::read(&path).unwrap();
    assert!(matches!(
        Record::open(&path, &sealer),
        Err(RecordError::Newer { found: 900, .. })
    ));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    std::fs::write(
        &path,
        "just a text, long enough to be looked at ".repeat(40),
    )
    .unwrap();
    assert!(matches!(
        Record::open(&path, &sealer),
        Err(RecordError::NotARecord)
    ));
}

#[test]
fn batches_are_known_again_and_must_join_their_neighbours() {
    let record = pingyi_kit::server::record();
    accept(&record, "key").unwrap();
    let (first, second, third) = (
        batch(1, 1, None),
        batch(2, 2, Some(1)),
        batch(3, 3, Some(2)),
    );
    assert!(!check(&record, &first).unwrap());
    load(&record, first.clone()).unwrap();
    assert!(check(&record, &first).unwrap());
    // The same number with another root.
    assert!(matches!(
        check(&record, &batch(1, 9, None)),
        Err(RecordError::OtherContent { .. })
    ));
    // The same root, said to follow another batch.
    assert!(matches!(
        check(&record, &batch(1, 1, Some(9))),
        Err(RecordError::OtherContent { .. })
    ));
    // A gap is taken in and reported.
    assert!(!check(&record, &third).unwrap());
    load(&record, third.clone()).unwrap();
    assert_eq!(
        record.missing_batches(&device()).unwrap(),
        vec![BatchNumber(2)]
    );
    // What comes into the gap must join on both sides.
    for wrong in [
        batch(2, 8, Some(1)),
        batch(2, 2, Some(7)),
        batch(2, 2, None),
    ] {
        assert!(matches!(
            check(&record, &wrong),
            Err(RecordError::BrokenChain { .. })
        ));
    }
    assert!(!check(&record, &second).unwrap());
    load(&record, second.clone()).unwrap();
    assert!(record.missing_batches(&device()).unwrap().is_empty());
}

#[test]
fn a_chain_begins_with_the_first_batch_and_nowhere_else() {
    let record = pingyi_kit::server::record();
    for broken in [
        batch(0, 1, None),
        batch(0, 1, Some(2)),
        batch(1, 1, Some(2)),
        batch(5, 1, None),
    ] {
        assert!(
            matches!(
                check(&record, &broken),
                Err(RecordError::BrokenChain { .. })
            ),
            "{broken:?}"
        );
    }
    assert!(!check(&record, &batch(5, 1, Some(2))).unwrap());
}

#[test]
fn a_name_under_which_another_key_brought_batches_stays_taken() {
    let record = pingyi_kit::server::record();
    accept(&record, "key").unwrap();
    load(&record, batch(1, 1, None)).unwrap();
    assert!(matches!(
        accept(&record, "another"),
        Err(RecordError::NameTaken { .. })
    ));
    assert_eq!(record.devices().unwrap()[0].signing_key, "key");
}

#[test]
fn a_batch_is_taken_in_from_an_accepted_device_and_once() {
    let record = pingyi_kit::server::record();
    let refused = load(&record, batch(1, 1, None));
    assert!(matches!(refused, Err(RecordError::UnknownDevice { .. })));
    accept(&record, "key").unwrap();
    load(&record, batch(1, 1, None)).unwrap();
    let again = load(&record, batch(1, 1, None));
    assert!(matches!(again, Err(RecordError::OtherContent { .. })));
    // A sheet that was counted is not counted again, whatever batch it comes in.
    let sheets = || vec![SheetId([1; 32])];
    load_with(
        &record,
        batch(2, 2, Some(1)),
        sheets(),
        &[],
        BTreeMap::new(),
    )
    .unwrap();
    let doubled = load_with(
        &record,
        batch(3, 3, Some(2)),
        sheets(),
        &[],
        BTreeMap::new(),
    );
    assert!(matches!(doubled, Err(RecordError::OtherThanNamed)));
    assert_eq!(record.batches().unwrap().len(), 2);
}

#[test]
fn what_is_not_what_the_event_names_is_refused_and_nothing_is_told() {
    let record = pingyi_kit::server::record();
    accept(&record, "key").unwrap();
    let head = record.ledger_head().unwrap();
    let added = || Body::PlanAdded {
        plan: "s1".parse().unwrap(),
        revision: PlanRevision(1),
        digest: text_digest("a"),
        source: None,
    };
    let posted = |number| Body::NoticePosted {
        number,
        digest: notice_digest("t", "b"),
        own: false,
    };
    let made = || Body::PackMade {
        number: PackNumber(1),
        root: root(1),
    };
    let notice = |body: &str| Content::Notice {
        title: "t".into(),
        body: body.into(),
    };
    let made_at = "2026-11-24T09:00:00".parse().unwrap();
    for (body, content) in [
        (added(), text("b")),
        (added(), Content::Nothing),
        (posted(1), notice("c")),
        (posted(2), notice("b")),
        // A pack of another day.
        (made(), Content::Pack { made_at }),
        (made(), Content::Nothing),
    ] {
        let refused = note(&record, body, &content);
        assert!(matches!(refused, Err(RecordError::OtherThanNamed)));
    }
    assert_eq!(record.ledger_head().unwrap(), head);
    note(&record, added(), &text("a")).unwrap();
    note(&record, posted(1), &notice("b")).unwrap();
    assert_eq!(record.notices().unwrap()[0].ledger_head.0.len(), 32);
    assert_ne!(record.notices().unwrap()[0].ledger_head, head);
}

#[test]
fn a_transaction_lands_whole_or_not_at_all() {
    let record = pingyi_kit::server::record();
    accept(&record, "key").unwrap();
    let enabled = Body::PlanEnabled {
        plan: "s1".parse().unwrap(),
        enabled: true,
    };
    let failed: Result<(), RecordError> = record.within(|record| {
        let revoked = Body::DeviceRevoked { device: device() };
        for body in [revoked, enabled] {
            record.note(day("2026-11-23"), body, &Content::Nothing, &Unsigned)?;
        }
        Ok(())
    });
    assert!(matches!(failed, Err(RecordError::UnknownPlan { .. })));
    let known = record.device(&device()).unwrap().unwrap();
    assert_eq!(known.standing, DeviceStanding::Accepted);
    assert_eq!(record.ledger().unwrap().len(), 1);
}

#[test]
fn a_transaction_inside_another_is_a_part_of_it() {
    let record = pingyi_kit::server::record();
    let outer: Result<(), RecordError> = record.within(|record| {
        record.within(|record| accept(record, "key"))?;
        assert_eq!(record.devices()?.len(), 1, "seen from within");
        Err(RecordError::OtherThanNamed)
    });
    assert!(outer.is_err());
    assert!(record.devices().unwrap().is_empty());
    // The next one is a transaction of its own again.
    record
        .within(|record| record.within(|record| accept(record, "key")))
        .unwrap();
    assert_eq!(record.devices().unwrap().len(), 1);
}

#[test]
fn a_case_is_started_answered_and_then_closed() {
    let record = pingyi_kit::server::record();
    accept(&record, "key").unwrap();
    let (sheets, opinions) = (vec![SheetId([1; 32])], [opinion("灯坏了")]);
    load_with(
        &record,
        batch(1, 1, None),
        sheets,
        &opinions,
        BTreeMap::new(),
    )
    .unwrap();
    let number = CaseNumber(1);
    let started = || Body::CaseStarted {
        number,
        responsible: None,
    };
    let sealed = |reply: &str| sealer("reply 1", reply);
    let answered = |reply: &str| Body::CaseAnswered {
        number,
        digest: BlobId::of(&sealed(reply)).to_string(),
        names: Digested::Sealed,
        due: None,
        waits: false,
    };
    let words = |reply: &str| Content::Sealed(sealed(reply));
    note(&record, started(), &Content::Nothing).unwrap();
    let other = note(&record, answered("已修好"), &words("没修好"));
    assert!(matches!(other, Err(RecordError::OtherThanNamed)));
    note(&record, answered("已修好"), &words("已修好")).unwrap();
    let case = record.case(number).unwrap();
    assert_eq!(case.status, CaseStatus::Answered);
    let kept = |id: &BlobId| record.blob(id).unwrap().unwrap();
    assert_eq!(kept(&case.reply.unwrap()), sealed("已修好"));
    assert_eq!(kept(&case.opinion.words), opinions[0].sealed);
    for (body, content) in [(answered("又"), words("又")), (started(), Content::Nothing)] {
        let refused = note(&record, body, &content);
        assert!(matches!(refused, Err(RecordError::AlreadyAnswered { .. })));
    }
    assert!(matches!(
        record.case(CaseNumber(2)),
        Err(RecordError::UnknownCase { .. })
    ));
    assert!(!format!("{case:?}").contains("灯"));
}

#[test]
fn every_ledger_entry_hangs_on_the_one_before() {
    let record = pingyi_kit::server::record();
    assert_eq!(record.ledger_head().unwrap(), genesis());
    for _ in 1..=3 {
        note(&record, Body::DayConfirmed {}, &Content::Nothing).unwrap();
    }
    let mut previous = genesis();
    for entry in record.ledger().unwrap() {
        assert_eq!(entry.hash_after(&previous), entry.hash);
        assert!(entry.parsed().is_some());
        previous = entry.hash;
    }
    assert_eq!(record.ledger_head().unwrap(), previous);
}

#[test]
fn plans_only_grow_newer() {
    let record = pingyi_kit::server::record();
    let add = |revision, toml: &str| {
        let added = Body::PlanAdded {
            plan: "s1".parse().unwrap(),
            revision: PlanRevision(revision),
            digest: text_digest(toml),
            source: Some("shipped".into()),
        };
        note(&record, added, &text(toml))
    };
    add(1, "a").unwrap();
    assert!(matches!(add(1, "b"), Err(RecordError::OldRevision { .. })));
    let disabled = Body::PlanEnabled {
        plan: "s1".parse().unwrap(),
        enabled: false,
    };
    note(&record, disabled, &Content::Nothing).unwrap();
    add(2, "b").unwrap();
    // A new revision may say the same; it goes into packs when the one before it did.
    add(3, "b").unwrap();
    let plans = record.plans().unwrap();
    assert_eq!(plans.len(), 3);
    assert!(plans.iter().all(|plan| !plan.enabled));
}

#[test]
fn the_newest_pack_is_the_one_with_the_highest_number() {
    let record = pingyi_kit::server::record();
    assert_eq!(record.last_pack().unwrap(), None);
    let pack = |number: u8| PackEntry {
        number: PackNumber(number.into()),
        root: root(number),
        made_at: day("2026-11-20").and_hms_opt(17, 0, 0).unwrap(),
    };
    for number in [2, 10, 9] {
        let PackEntry {
            number,
            root,
            made_at,
        } = pack(number);
        let made = Body::PackMade { number, root };
        let content = Content::Pack { made_at };
        let noted = record.note(made_at.date(), made, &content, &Unsigned);
        noted.unwrap();
    }
    assert_eq!(record.last_pack().unwrap(), Some(pack(10)));
    assert_eq!(record.packs().unwrap(), [pack(2), pack(9), pack(10)]);
}

#[test]
fn a_row_that_does_not_read_is_named_by_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    let record = Record::open(&path, &sealer).unwrap();
    let mut counts = BTreeMap::new();
    Counts::add(&mut counts, sheet("hall", "good"), "2026");
    accept(&record, "key").unwrap();
    let sheets = vec![SheetId([0xab; 32])];
    load_with(&record, batch(7, 1, Some(2)), sheets, &[], counts).unwrap();
    let connection = rusqlite::Connection::open(&path).unwrap();
    // The voter group, which nobody has here, is left out of the name.
    for (table, column, row) in [
        ("tally", "count", "s1 1 2026 hall c1 good"),
        ("rater", "count", "s1 1 2026 hall"),
        ("batch", "issued", "LOBBY1 7"),
    ] {
        let spoil = format!("UPDATE {table} SET {column} = -1 - {column}");
        connection.execute_batch(&spoil).unwrap();
        let said = match table {
            "batch" => record.batches().map(drop),
            _ => record.counts().map(drop),
        };
        assert!(
            matches!(&said, Err(RecordError::DamagedRow(DamagedRow { table: named, row: key, .. }))
                if (*named, key.as_str()) == (table, row)),
            "{said:?}"
        );
        connection.execute_batch(&spoil).unwrap();
    }
}

/// Signed and written into records that are out there: a program that named figures in another way would find all of
/// them changed.
#[test]
fn figures_are_named_as_they_always_were() {
    let mut counts = BTreeMap::new();
    let none = counts_digest(&counts, &"s1".parse().unwrap(), PlanRevision(1), "2026");
    // SHA-256 of nothing.
    assert!(none.starts_with("e3b0c44298fc1c14"));
    Counts::add(&mut counts, sheet("hall", "good"), "2026");
    Counts::add(&mut counts, sheet("hall", "poor"), "2026");
    let mut scored = sheet("gate", "good");
    scored.group = Some("tenants".parse().unwrap());
    scored
        .answers
        .values_mut()
        .for_each(|it| *it = Answer::Score(7));
    Counts::add(&mut counts, scored, "2026");
    let named = |counts: &BTreeMap<_, _>| {
        counts_digest(counts, &"s1".parse().unwrap(), PlanRevision(1), "2026")
    };
    let digest = named(&counts);
    let lines = "gate/tenants 1\ngate/tenants c1 =7 1\nhall/ 2\nhall/ c1 good 1\nhall/ c1 poor 1\n";
    assert_eq!(digest, text_digest(lines));
    // Of this plan, this revision, this period.
    let mut other = sheet("hall", "good");
    other.revision = PlanRevision(2);
    Counts::add(&mut counts, other, "2026");
    Counts::add(&mut counts, sheet("hall", "good"), "2027");
    assert_eq!(named(&counts), digest);

    let figures = Figures {
        wording: None,
        number: 3,
        plan: "s1".parse().unwrap(),
        revision: PlanRevision(1),
        period: "2026".into(),
        counts: "c0ffee".into(),
        shown: vec![Shown {
            subject: "hall".parse().unwrap(),
            group: None,
            raters: 12,
            criteria: BTreeMap::from([("c1".parse().unwrap(), 11)]),
        }],
        on: day("2026-11-27"),
        signature: "signed".into(),
    };
    let line = r#"{"number":3,"plan":"s1","revision":1,"period":"2026","counts":"c0ffee","shown":[{"subject":"hall","raters":12,"criteria":{"c1":11}}],"on":"2026-11-27","signature":""}"#;
    assert_eq!(figures.digest(), text_digest(line));
    let unsigned = Figures {
        signature: String::new(),
        ..figures.clone()
    };
    assert_eq!(unsigned.digest(), figures.digest());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// However the sheets are spread over batches, the counts are the same.
    #[test]
    fn counts_add_up(
        answers in prop::collection::vec((0_usize..3, 0_usize..3, 0_usize..3), 1..60),
        cut in 0_usize..60,
    ) {
        let sheets: Vec<RatingSheet> = answers
            .iter()
            .map(|(subject, group, answer)| RatingSheet {
                group: [None, "owners".parse().ok(), "tenants".parse().ok()][*group].clone(),
                ..sheet(["a", "b", "c"][*subject], ["good", "fair", "poor"][*answer])
            })
            .collect();
        let mut whole = BTreeMap::new();
        for sheet in sheets.clone() {
            Counts::add(&mut whole, sheet, "2026");
        }
        let record = pingyi_kit::server::record();
        accept(&record, "key").unwrap();
        let (left, right) = sheets.split_at(cut.min(sheets.len()));
        for (entry, part) in [(batch(1, 1, None), left), (batch(2, 2, Some(1)), right)] {
            let mut counts = BTreeMap::new();
            for sheet in part {
                Counts::add(&mut counts, sheet.clone(), "2026");
            }
            load_with(&record, entry, Vec::new(), &[], counts).unwrap();
        }
        prop_assert_eq!(record.counts().unwrap(), whole);
    }
}

//! Batches of more rows than one statement takes.

use pingyi::domain::ids::{ReplyKey, Tag};

use super::*;

/// More than two statements' worth, and no round number.
const SHEETS: u16 = 1_501;

fn sheets(numbers: std::ops::Range<u16>) -> Vec<SheetId> {
    numbers
        .map(|number| {
            let mut id = [7; 32];
            id[..2].copy_from_slice(&number.to_be_bytes());
            SheetId(id)
        })
        .collect()
}

/// Each subject has one cell and one rater more than the one before.
fn counts(subjects: u16) -> BTreeMap<RaterKey, Counts> {
    let mut all = BTreeMap::new();
    for subject in 0..subjects {
        for answer in 0..=subject % 9 {
            let sheet = sheet(&format!("subject-{subject}"), &format!("answer-{answer}"));
            Counts::add(&mut all, sheet, "2026");
        }
    }
    all
}

fn doubled(mut all: BTreeMap<RaterKey, Counts>) -> BTreeMap<RaterKey, Counts> {
    for counts in all.values_mut() {
        counts.raters *= 2;
        counts.cells.values_mut().for_each(|count| *count *= 2);
    }
    all
}

#[test]
fn a_large_batch_is_noted_whole() {
    let record = pingyi_kit::server::record();
    accept(&record, "key").unwrap();
    let opinions: Vec<NewCase> = (0..150_u8)
        .map(|number| {
            let mut case = opinion(&format!("灯 {number}"));
            let of = &mut case.opinion;
            of.subject = (number % 2 == 0).then(|| "hall".parse().unwrap());
            of.category = None;
            of.tag = (number % 3 == 0).then_some(Tag([number; 16]));
            of.reply_key = (number % 3 == 0).then_some(ReplyKey([number; 32]));
            case
        })
        .collect();
    let all = sheets(0..SHEETS);
    load_with(
        &record,
        batch(1, 1, None),
        all.clone(),
        &opinions,
        counts(300),
    )
    .unwrap();
    assert_eq!(record.sheets_seen().unwrap(), all);
    assert_eq!(record.counts().unwrap(), counts(300));
    let cases = record.cases().unwrap();
    let written = opinions.iter().map(|case| &case.opinion);
    assert!(cases.iter().map(|case| &case.opinion).eq(written));
    assert!(cases.iter().all(|case| {
        let due = (case.due.date, case.due.provisional);
        (case.received_on, due) == (day("2026-11-23"), (day("2026-12-14"), false))
            && (case.status, &case.reply, case.answered_on) == (CaseStatus::Received, &None, None)
    }));

    // What comes next is added to it.
    let next = sheets(SHEETS..2 * SHEETS);
    load_with(&record, batch(2, 2, Some(1)), next, &[], counts(300)).unwrap();
    assert_eq!(record.counts().unwrap(), doubled(counts(300)));
    assert_eq!(record.sheets_seen().unwrap(), sheets(0..2 * SHEETS));
}

#[test]
fn one_known_sheet_among_many_is_noticed_in_whatever_statement_it_is() {
    let record = pingyi_kit::server::record();
    accept(&record, "key").unwrap();
    let (known, empty) = (sheets(5_000..5_001), BTreeMap::new);
    load_with(&record, batch(1, 1, None), known.clone(), &[], empty()).unwrap();
    let among = |place: usize| {
        let mut all = sheets(0..SHEETS);
        all.insert(place, known[0]);
        all
    };
    for place in [0, 511, 512, 1_300, usize::from(SHEETS)] {
        let all = among(place);
        assert!(record.sheets_among(&all).unwrap().iter().eq(&known));
        let refused = load_with(&record, batch(2, 2, Some(1)), all, &[], counts(100));
        assert!(
            matches!(refused, Err(RecordError::OtherThanNamed)),
            "{place}"
        );
        assert_eq!(record.sheets_seen().unwrap(), known);
        assert_eq!(record.counts().unwrap(), empty());
    }
    // The control: without it.
    assert!(record.sheets_among(&sheets(0..SHEETS)).unwrap().is_empty());
    load_with(
        &record,
        batch(2, 2, Some(1)),
        sheets(0..SHEETS),
        &[],
        empty(),
    )
    .unwrap();
}

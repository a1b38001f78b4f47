//! The work on cases beyond the answer, for tests of the store.

use std::fmt::Write as _;

use super::*;
use crate::domain::calendar::DueDate;
use crate::domain::channel::Channel;
use crate::domain::ids::{BlobId, CaseNumber};

fn note(record: &Record, body: Body, content: &Content) -> Result<(), RecordError> {
    let day = "2026-11-30".parse().unwrap();
    record.note(day, body, content, &Unsigned).map(drop)
}

/// Work on the first case begins.
pub(super) fn start(record: &Record) -> Result<(), RecordError> {
    let body = Body::CaseStarted {
        number: CaseNumber(1),
        responsible: Some("王".to_owned()),
    };
    note(record, body, &Content::Nothing)
}

/// What is known of cases beyond their rows.
pub(super) fn read(record: &Record) -> Result<String, RecordError> {
    let mut all = format!("{:?}", record.follow_ups_of(CaseNumber(1))?);
    let mut add = |one: &dyn std::fmt::Debug| writeln!(all, "\n{one:?}").unwrap();
    add(&record.waiting_follow_ups()?.whole()?);
    add(&record.satisfaction()?.len());
    add(&record.outbox()?);
    add(&record.waiting_answer(CaseNumber(1))?);
    add(&record.ledger_since_pack()?);
    for case in record.cases()? {
        add(&case.replied_on);
    }
    Ok(all)
}

/// More is said to the first case, and one notice is taken down: both wait for a pack.
fn wait(record: &Record) -> Result<(), RecordError> {
    let sealed = b"reply 1|more".to_vec();
    let told = CaseHappened::CaseFurtherReply {
        number: CaseNumber(1),
        digest: BlobId::of(&sealed).to_string(),
    };
    note(record, Body::Case(told), &Content::Sealed(sealed))?;
    let number = record.next_notice()?;
    let (title, body) = ("停水".to_owned(), "周六".to_owned());
    let posted = Body::NoticePosted {
        number,
        digest: notice_digest(&title, &body),
        own: true,
    };
    note(record, posted, &Content::Notice { title, body })?;
    note(record, Body::NoticeWithdrawn { number }, &Content::Nothing)
}

/// A second case is registered and extended; the first, answered, is put right.
pub(super) fn work(record: &Record) -> Result<(), RecordError> {
    let due = |date: &str| DueDate {
        date: date.parse().unwrap(),
        provisional: false,
    };
    let day = |text: &str| text.parse().unwrap();
    let (first, second) = (CaseNumber(1), CaseNumber(2));
    let told = |place: &str, with: &dyn Fn(String) -> CaseHappened| {
        let sealed = format!("{place}|x").into_bytes();
        let body = Body::Case(with(BlobId::of(&sealed).to_string()));
        note(record, body, &Content::Sealed(sealed))
    };
    told(&opinion_place(second), &|digest| {
        CaseHappened::CaseRegistered {
            number: second,
            plan: "s1".parse().unwrap(),
            subject: None,
            category: None,
            channel: Channel::Mailbox,
            received_on: day("2026-11-23"),
            due: due("2026-12-14"),
            digest,
        }
    })?;
    told(&extension_place(second), &|digest| {
        CaseHappened::CaseExtended {
            number: second,
            from: due("2026-12-14"),
            days: 5,
            due: due("2026-12-21"),
            digest,
        }
    })?;
    told(&measures_place(first), &|digest| {
        CaseHappened::MeasuresSet {
            number: first,
            responsible: "王".to_owned(),
            inspector: "李".to_owned(),
            due_on: day("2026-12-21"),
            digest,
        }
    })?;
    told(&conclusion_place(first), &|digest| {
        CaseHappened::MeasuresInspected {
            number: first,
            on: day("2026-11-30"),
            done: false,
            digest,
        }
    })?;
    wait(record)
}

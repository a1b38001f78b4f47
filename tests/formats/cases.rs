//! What the ledger tells of cases beyond their beginning and their answer: its bytes and hashes stay, and make the tables they always made.

use pingyi::domain::calendar::DueDate;
use pingyi::domain::channel::Channel;
use pingyi::domain::follow_up::Satisfaction;
use pingyi::domain::ids::{BlobId, CaseNumber};
use pingyi::record::{Body, CaseHappened, Content, Digested, Record, RecordError, Unsigned};
use pingyi_kit::server::sealer;

use super::ledger::{assert_is, tables};

fn note(record: &Record, told: CaseHappened, content: &Content) -> Result<(), RecordError> {
    let (day, told) = ("2026-12-01".parse().unwrap(), Body::Case(told));
    let noted = record.within(|record| record.note(day, told, content, &Unsigned));
    noted.map(drop)
}

fn registered(number: u32, received_on: &str, words: &[u8]) -> CaseHappened {
    let about = number.is_multiple_of(2);
    CaseHappened::CaseRegistered {
        number: CaseNumber(number),
        plan: "s1".parse().unwrap(),
        subject: about.then(|| "hall".parse().unwrap()),
        category: about.then(|| "service".parse().unwrap()),
        channel: if about {
            Channel::Meeting
        } else {
            Channel::Mailbox
        },
        received_on: received_on.parse().unwrap(),
        due: DueDate {
            date: "2026-12-15".parse().unwrap(),
            provisional: about,
        },
        digest: BlobId::of(words).to_string(),
    }
}

#[test]
fn entries_of_cases_are_written_and_make_tables_as_they_always_did() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    let record = Record::open(&path, &sealer).unwrap();
    let words = sealer("opinion", "台阶松动");
    let sealed = || Content::Sealed(words.clone());
    for (number, received_on) in [(1, "2026-11-24"), (2, "2026-12-01")] {
        note(&record, registered(number, received_on, &words), &sealed()).unwrap();
    }
    let other = Content::Sealed(sealer("opinion", "别的话"));
    for (told, content, why) in [
        (
            registered(2, "2026-12-01", &words),
            sealed(),
            "a number twice",
        ),
        (
            registered(3, "2026-12-02", &words),
            sealed(),
            "a day to come",
        ),
        (registered(3, "2026-12-01", &words), other, "other words"),
        (
            registered(3, "2026-12-01", &words),
            Content::Nothing,
            "no words",
        ),
    ] {
        let refused = note(&record, told, &content).unwrap_err();
        assert!(
            matches!(refused, RecordError::OtherThanNamed),
            "{why}: {refused:?}"
        );
    }
    work(&record);
    hear(&record);
    let written = record.ledger().unwrap();
    let lines = written
        .iter()
        .map(|entry| format!("{} {}\n", entry.hash, entry.event));
    assert_is("ledger-8.txt", &lines.collect::<String>());
    assert_is("ledger-8-tables.txt", &tables(&path));
    for entry in &written {
        let event = entry.parsed().unwrap();
        assert_eq!(event.line(entry.number).unwrap(), entry.event);
    }
}

/// A term is extended; a case is answered, put right, found not done and put right again.
fn work(record: &Record) {
    let due = |date: &str| DueDate {
        date: date.parse().unwrap(),
        provisional: false,
    };
    let (first, second) = (CaseNumber(1), CaseNumber(2));
    let started = |number| Body::CaseStarted {
        number,
        responsible: Some("赵敏".to_owned()),
    };
    let day = |text: &str| text.parse().unwrap();
    let body = |told: Body, content: Content| {
        let noted =
            record.within(|record| record.note(day("2026-12-01"), told, &content, &Unsigned));
        noted.map(drop)
    };
    body(started(second), Content::Nothing).unwrap();
    let told = |words: &str, with: &dyn Fn(String) -> CaseHappened| {
        let sealed = sealer("of a case", words);
        let told = with(BlobId::of(&sealed).to_string());
        note(record, told, &Content::Sealed(sealed))
    };
    let extended = |from: &'static str, until: &'static str, days| {
        move |digest| CaseHappened::CaseExtended {
            number: first,
            from: due(from),
            days,
            due: due(until),
            digest,
        }
    };
    assert!(
        told("等", &extended("2026-12-14", "2026-12-22", 5)).is_err(),
        "from another day"
    );
    assert!(
        told("等", &extended("2026-12-15", "2026-12-15", 5)).is_err(),
        "to no later day"
    );
    assert!(
        told("等", &extended("2026-12-15", "2026-12-22", 0)).is_err(),
        "by no day"
    );
    told("等配件", &extended("2026-12-15", "2026-12-22", 5)).unwrap();
    assert!(
        told("等", &extended("2026-12-22", "2026-12-29", 5)).is_err(),
        "twice"
    );
    let set = |due_on: &'static str| {
        move |digest| CaseHappened::MeasuresSet {
            number: first,
            responsible: "赵敏".to_owned(),
            inspector: String::new(),
            due_on: day(due_on),
            digest,
        }
    };
    let found = |on: &'static str, done| {
        move |digest| CaseHappened::MeasuresInspected {
            number: first,
            on: day(on),
            done,
            digest,
        }
    };
    assert!(told("换灯", &set("2026-12-08")).is_err(), "not answered");
    let sealed = sealer("reply", "已修好。");
    let answered = Body::CaseAnswered {
        number: first,
        digest: BlobId::of(&sealed).to_string(),
        names: Digested::Sealed,
        due: None,
        waits: false,
    };
    body(answered, Content::Sealed(sealed)).unwrap();
    assert!(
        told("等", &extended("2026-12-22", "2026-12-29", 5)).is_err(),
        "answered"
    );
    assert!(
        told("看过", &found("2026-12-01", true)).is_err(),
        "nothing was set"
    );
    assert!(
        told("换灯", &set("2026-11-30")).is_err(),
        "done by yesterday"
    );
    told("换灯", &set("2026-12-08")).unwrap();
    assert!(
        told("看过", &found("2026-12-02", true)).is_err(),
        "seen tomorrow"
    );
    assert!(
        told("看过", &found("2026-11-30", true)).is_err(),
        "seen before"
    );
    told("没换", &found("2026-12-01", false)).unwrap();
    told("再换", &set("2026-12-09")).unwrap();
    told("换了", &found("2026-12-01", true)).unwrap();
    assert!(told("再来", &set("2026-12-09")).is_err(), "done");
    assert!(told("再看", &found("2026-12-01", false)).is_err(), "done");
}

/// Staff hear that somebody is not content; the case is taken up again, answered, and nobody rates it.
fn hear(record: &Record) {
    let first = CaseNumber(1);
    let heard = |digest: Option<String>| CaseHappened::CaseRevisited {
        number: first,
        grade: Satisfaction::Dissatisfied,
        channel: Channel::Telephone,
        due: Some(DueDate {
            date: "2026-12-22".parse().unwrap(),
            provisional: false,
        }),
        digest,
    };
    let sealed = sealer("of a case", "灯还是不亮");
    let digest = BlobId::of(&sealed).to_string();
    note(record, heard(Some(digest)), &Content::Sealed(sealed)).unwrap();
    // It is taken up again, and there is no answer to be heard of, nor to wait for a rating of.
    assert!(note(record, heard(None), &Content::Nothing).is_err());
    let lapsed = CaseHappened::CaseLapsed { number: first };
    assert!(note(record, lapsed.clone(), &Content::Nothing).is_err());
    let sealed = sealer("reply", "再修好。");
    let answered = Body::CaseAnswered {
        number: first,
        digest: BlobId::of(&sealed).to_string(),
        names: Digested::Sealed,
        due: None,
        waits: false,
    };
    let on = "2026-12-01".parse().unwrap();
    let noted =
        record.within(|record| record.note(on, answered, &Content::Sealed(sealed), &Unsigned));
    noted.unwrap();
    note(record, lapsed.clone(), &Content::Nothing).unwrap();
    assert!(note(record, lapsed, &Content::Nothing).is_err(), "closed");
}

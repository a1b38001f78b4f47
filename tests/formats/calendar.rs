//! What the ledger tells of the working days: its bytes and hashes stay, and make the tables they always made.

use chrono::NaiveDate;
use pingyi::domain::calendar::{DueDate, YearHolidays, read_notice};
use pingyi::domain::channel::Channel;
use pingyi::domain::ids::{BlobId, CaseNumber};
use pingyi::record::{Body, CalendarEvent, CaseHappened, Content, Record, RecordError, Unsigned};
use pingyi_kit::server::sealer;

use super::ledger::{assert_is, tables};

const OF_2026: &str = include_str!("../vectors/calendars/2026.txt");

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn due(date: &str, provisional: bool) -> DueDate {
    DueDate {
        date: day(date),
        provisional,
    }
}

fn note(record: &Record, body: Body, content: &Content) -> Result<(), RecordError> {
    let noted = record.within(|record| record.note(day("2025-12-15"), body, content, &Unsigned));
    noted.map(drop)
}

fn accepted(year: &YearHolidays, settled: &[(u32, DueDate)]) -> Body {
    let settled = settled.iter();
    Body::Calendar(CalendarEvent::CalendarAccepted {
        year: year.year,
        holidays: year.holidays.clone(),
        settled: settled
            .map(|(number, due)| (CaseNumber(*number), *due))
            .collect(),
    })
}

fn opened(record: &Record, number: u32) {
    let sealed = sealer("opinion", &number.to_string());
    let registered = Body::Case(CaseHappened::CaseRegistered {
        number: CaseNumber(number),
        plan: "s1".parse().unwrap(),
        subject: None,
        category: None,
        channel: Channel::Visit,
        received_on: day("2025-12-12"),
        due: due("2026-01-05", true),
        digest: BlobId::of(&sealed).to_string(),
    });
    note(record, registered, &Content::Sealed(sealed)).unwrap();
}

#[test]
fn entries_of_the_calendar_are_written_and_make_tables_as_they_always_did() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    let record = Record::open(&path, &sealer).unwrap();
    for number in 1..=2 {
        opened(&record, number);
    }
    let year = read_notice(OF_2026, &[]).unwrap().year;
    let settled = [(1, due("2026-01-06", false)), (2, due("2026-01-06", false))];
    note(&record, accepted(&year, &settled), &Content::Nothing).unwrap();
    let of = |number| record.case(CaseNumber(number)).unwrap().due;
    assert_eq!((of(1), of(2)), (settled[0].1, settled[1].1));
    // A later notice of the same year stands in its place.
    let mut other = year.clone();
    other.holidays.truncate(1);
    note(&record, accepted(&other, &[]), &Content::Nothing).unwrap();
    let kept = record.calendar_rows().unwrap().whole().unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(
        (&kept[0].year, kept[0].accepted_on),
        (&other, day("2025-12-15"))
    );
    // What cannot follow: a day that is out of its place, a case that nobody knows or that is done with.
    let mut wrong = year.clone();
    wrong.holidays[0].worked.insert(day("2026-03-02"));
    let nothing = &Content::Nothing;
    assert!(note(&record, accepted(&wrong, &[]), nothing).is_err());
    assert!(note(&record, accepted(&year, &[(9, settled[0].1)]), nothing).is_err());
    let answered = Body::CaseAnswered {
        number: CaseNumber(1),
        digest: BlobId::of(&sealer("reply", "1")).to_string(),
        names: pingyi::record::Digested::Sealed,
        due: None,
        waits: false,
    };
    note(&record, answered, &Content::Sealed(sealer("reply", "1"))).unwrap();
    assert!(note(&record, accepted(&year, &settled), nothing).is_err());
    assert_eq!(record.calendar_rows().unwrap().whole().unwrap(), kept);

    let written = record.ledger().unwrap();
    let lines = written
        .iter()
        .map(|entry| format!("{} {}\n", entry.hash, entry.event));
    assert_is("ledger-calendar.txt", &lines.collect::<String>());
    assert_is("ledger-calendar-tables.txt", &tables(&path));
    for entry in &written {
        let event = entry.parsed().unwrap();
        assert_eq!(event.line(entry.number).unwrap(), entry.event);
    }
}

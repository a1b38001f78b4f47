//! What the ledger tells of devices in service: its bytes and hashes stay, and make the tables they always made.

use pingyi::domain::device::{DeviceFacts, DeviceRole, DeviceStanding};
use pingyi::domain::ids::PinCodeDigest;
use pingyi::record::{Body, Content, DeviceEvent, Record, RecordError, Unsigned};
use pingyi_kit::server::sealer;

use super::courier::device;
use super::ledger::{assert_is, tables};

const KEY: &str = "RWQBAQEBAQEBAYqI49dD4ayxqR0JqCWPRhaP4v4C7zmFkWkSZFJ4qVYz";

fn note(record: &Record, body: Body) -> Result<(), RecordError> {
    let day = "2026-12-01".parse().unwrap();
    let noted = record.within(|record| record.note(day, body, &Content::Nothing, &Unsigned));
    noted.map(drop)
}

fn seen(statement: &str) -> Body {
    Body::Device(DeviceEvent::DeviceSeen {
        device: device(),
        statement: statement.to_owned(),
        signature: "untrusted comment: pingyi seen\n".to_owned(),
    })
}

#[test]
fn entries_of_devices_are_written_and_make_tables_as_they_always_did() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    let record = Record::open(&path, &sealer).unwrap();
    assert!(note(&record, seen("{}\n")).is_err(), "nobody knows it");
    let asked = Body::DeviceAsked {
        device: device(),
        signing_key: KEY.to_owned(),
        replaces: None,
        facts: None,
    };
    note(&record, asked).unwrap();
    assert!(note(&record, seen("{}\n")).is_err(), "nobody accepted it");
    let accepted = Body::DeviceAccepted {
        device: device(),
        signing_key: KEY.to_owned(),
        replaces: None,
        facts: None,
    };
    note(&record, accepted).unwrap();
    for statement in ["{}\n", "{\"seen\":{}}\n"] {
        note(&record, seen(statement)).unwrap();
        let kept = record.seen_by(&device()).unwrap().unwrap();
        assert_eq!(kept.0, statement);
    }
    let told = |event: DeviceEvent| note(&record, Body::Device(event));
    for byte in [1, 2] {
        let digest = PinCodeDigest([byte; 32]);
        let device = device();
        told(DeviceEvent::PinCodeMade { device, digest }).unwrap();
    }
    assert_eq!(
        record.pin_code(&device()).unwrap(),
        Some(PinCodeDigest([2; 32]))
    );
    let retired = || DeviceEvent::DeviceRetired { device: device() };
    told(retired()).unwrap();
    let standing = record.device(&device()).unwrap().unwrap().standing;
    assert_eq!(standing, DeviceStanding::Retired);
    assert!(told(retired()).is_err(), "once is enough");
    let digest = PinCodeDigest([3; 32]);
    let device_of = device();
    let late = DeviceEvent::PinCodeMade {
        device: device_of,
        digest,
    };
    assert!(told(late).is_err(), "nobody works there any more");
    let written = record.ledger().unwrap();
    let lines = written
        .iter()
        .map(|entry| format!("{} {}\n", entry.hash, entry.event));
    assert_is("ledger-5.txt", &lines.collect::<String>());
    assert_is("ledger-5-tables.txt", &tables(&path));
    for entry in &written {
        let event = entry.parsed().unwrap();
        assert_eq!(event.line(entry.number).unwrap(), entry.event);
    }
}

#[test]
fn what_a_device_says_of_itself_is_told_with_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    let record = Record::open(&path, &sealer).unwrap();
    let facts = |role| DeviceFacts {
        role,
        program: "0.2.0".to_owned().try_into().unwrap(),
    };
    let (lobby, tablet) = (facts(DeviceRole::Lobby), facts(DeviceRole::Tablet));
    let asked = |signing_key: &str, facts| Body::DeviceAsked {
        device: device(),
        signing_key: signing_key.to_owned(),
        replaces: None,
        facts: Some(facts),
    };
    let accepted = |signing_key: &str, facts| Body::DeviceAccepted {
        device: device(),
        signing_key: signing_key.to_owned(),
        replaces: None,
        facts: Some(facts),
    };
    note(&record, asked(KEY, lobby)).unwrap();
    note(&record, accepted(KEY, lobby)).unwrap();
    // Whoever prepares a stick changes nothing of a device in service.
    note(&record, asked("another", tablet)).unwrap();
    let of_device = || record.device(&device()).unwrap().unwrap().facts;
    assert_eq!(of_device(), Some(lobby));
    assert_eq!(record.waiting_facts(&device()).unwrap(), Some(tablet));
    note(&record, accepted("another", tablet)).unwrap();
    assert_eq!(of_device(), Some(tablet));
    assert_eq!(record.waiting_facts(&device()).unwrap(), None);
    let written = record.ledger().unwrap();
    let lines = written
        .iter()
        .map(|entry| format!("{} {}\n", entry.hash, entry.event));
    assert_is("ledger-10.txt", &lines.collect::<String>());
    assert_is("ledger-10-tables.txt", &tables(&path));
}

//! Breaker "hostile sticks", at the readers: every truncation and every flipped bit of a batch and a pack, their
//! signatures too, and attacks by somebody who knows the format. What is on a real stick: `hostile_stick.rs`.
//!
//! A run prints what was tried. The negative control is a reader that does not check signatures: the same judge
//! has to find that it accepts.

use std::cell::Cell;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

use pingyi::courier::CourierError;
use pingyi::courier::batch::MAX_BATCH_BYTES;
use pingyi::courier::enrol;
use pingyi::courier::error::FormatError;
use pingyi::courier::keys::SigningKey;
use pingyi::courier::pack::MAX_PACK_BYTES;
use pingyi::courier::sign::{Purpose, Statement};
use pingyi::domain::ids::{BatchNumber, CommunityId, DeviceId, PackNumber};
use pingyi_kit::readers::{
    Batches, Counting, Genuine, Judge, Packs, Reader, Unchecked, batch, batch_statement, community,
    device, device_key, office_key, pack, pack_statement, read_batch, read_pack, rooted, signed,
    signed_batch, signed_pack, stranger,
};

#[test]
fn every_truncation_and_every_flipped_bit_of_a_batch_and_a_pack_is_refused() {
    let mut tried = 0;
    let readers: [(&str, &dyn Reader, Genuine, u64); 2] =
        [("batch", &Batches, batch(), 5), ("pack", &Packs, pack(), 7)];
    for (name, reader, genuine, items) in readers {
        let unharmed = reader.read(&genuine.bytes, &genuine.signature, &Cell::new(0));
        assert_eq!(unharmed.unwrap(), items, "{name}");
        let mut judge = Judge::default();
        judge.hears_all_of(reader, name, &genuine);
        judge.report(name);
        assert!(
            judge.is_content(),
            "{:?} {:?}",
            judge.accepted,
            judge.panicked
        );
        // Once to verify, once to read: no more, whatever was changed.
        assert!(judge.most_read <= genuine.bytes.len() as u64 * 2 + 2);
        tried += judge.tried;
    }
    assert!(tried >= 37_000, "{tried}");
}

#[test]
fn the_judge_catches_a_reader_that_does_not_check_signatures() {
    let mut judge = Judge::default();
    let unchecked = Unchecked(Batches, signed_batch);
    judge.hears_rooted(&unchecked, "batch", &batch());
    judge.report("batch, unchecked (negative control)");
    // Most bytes of a sheet, a tag or a slip make another that reads as well.
    assert!(judge.accepted.len() > 50, "{}", judge.accepted.len());
    assert!(judge.panicked.is_empty(), "{:?}", judge.panicked);
    let mut judge = Judge::default();
    let unchecked = Unchecked(Packs, signed_pack);
    judge.hears_rooted(&unchecked, "pack", &pack());
    judge.report("pack, unchecked (negative control)");
    assert!(judge.accepted.len() > 50, "{}", judge.accepted.len());
    assert!(judge.panicked.is_empty(), "{:?}", judge.panicked);
}

/// Signatures of others, for others, for other purposes; and each genuine one on the other's file.
fn foreign_signatures(bytes: &[u8], own: &Statement, key: &SigningKey) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut add = |what: &str, text: String| found.push((what.to_owned(), text));
    add("another key", signed(bytes, &stranger(), own));
    let crossed = if key.public() == device_key().public() {
        office_key()
    } else {
        device_key()
    };
    add("the key of the other end", signed(bytes, &crossed, own));
    let purposes = [
        Purpose::Batch {
            device: device(),
            number: BatchNumber(41),
        },
        Purpose::Batch {
            device: DeviceId::new("LOBBY2").unwrap(),
            number: BatchNumber(42),
        },
        Purpose::Batch {
            device: device(),
            number: BatchNumber(42),
        },
        Purpose::Pack {
            number: PackNumber(16),
        },
        Purpose::Pack {
            number: PackNumber(17),
        },
        Purpose::Pack {
            number: PackNumber(u32::MAX),
        },
        Purpose::Enrol { device: device() },
    ];
    for community in [
        community(false),
        community(true),
        CommunityId::from_random([4; 8], false),
        CommunityId::from_random([4; 8], true),
    ] {
        for version in [0, 1, 2, u32::MAX] {
            for purpose in &purposes {
                let statement = Statement {
                    version,
                    community: community.clone(),
                    purpose: purpose.clone(),
                };
                if statement != *own {
                    let what = format!("stated as {}", statement.to_text());
                    add(&what, signed(bytes, key, &statement));
                }
            }
        }
    }
    found
}

#[test]
fn no_signature_made_for_anything_else_passes() {
    let mut judge = Judge::default();
    let ends: [(&str, &dyn Reader, Genuine, Genuine, Statement, SigningKey); 2] = [
        (
            "batch",
            &Batches,
            batch(),
            pack(),
            batch_statement(),
            device_key(),
        ),
        (
            "pack",
            &Packs,
            pack(),
            batch(),
            pack_statement(),
            office_key(),
        ),
    ];
    for (name, reader, own, other, statement, key) in &ends {
        for (what, signature) in foreign_signatures(&own.bytes, statement, key) {
            let what = format!("{name}, {what}");
            judge.hears(*reader, &what, &own.bytes, &signature);
        }
        judge.hears(
            *reader,
            "the other's signature",
            &own.bytes,
            &other.signature,
        );
        judge.hears(*reader, "the other's file", &other.bytes, &own.signature);
        judge.hears(*reader, "the other's pair", &other.bytes, &other.signature);
        // The two halves of a signature file, each genuine, do not combine: the comment of one, the body of another.
        let lines: Vec<&str> = own.signature.lines().collect();
        let others: Vec<&str> = other.signature.lines().collect();
        for mixed in 1..8 {
            let pick = |place: usize| {
                if mixed >> place & 1 == 1 {
                    others[place + 1]
                } else {
                    lines[place + 1]
                }
            };
            let text = format!("{}\n{}\n{}\n{}\n", lines[0], pick(0), pick(1), pick(2));
            judge.hears(
                *reader,
                &format!("{name}, mixed {mixed:b}"),
                &own.bytes,
                &text,
            );
        }
        // Well signed, and the name on the file, its header and its signature do not agree.
        let text = String::from_utf8(own.bytes.clone()).unwrap();
        for (from, to) in [
            (community(false).to_string(), community(true).to_string()),
            ("\"version\":1".to_owned(), "\"version\":2".to_owned()),
            ("\"number\":42".to_owned(), "\"number\":41".to_owned()),
            ("\"number\":17".to_owned(), "\"number\":18".to_owned()),
            ("LOBBY1".to_owned(), "LOBBY2".to_owned()),
            (
                office_key().public().to_string(),
                stranger().public().to_string(),
            ),
            ("pingyi-batch".to_owned(), "pingyi-pack".to_owned()),
            ("pingyi-pack".to_owned(), "pingyi-batch".to_owned()),
        ] {
            if *name == "pack" && from == "LOBBY1" || !text.contains(&from) {
                continue; // A device named in a pack is data.
            }
            let changed = rooted(text.replace(&from, &to).as_bytes());
            let signature = signed(&changed, key, statement);
            judge.hears(
                *reader,
                &format!("{name}, {from} to {to}"),
                &changed,
                &signature,
            );
        }
    }
    // An older pack, replayed: rightly signed, and never taken back.
    assert!(matches!(
        read_pack(Cursor::new(pack().bytes), &pack().signature, 18),
        Err(CourierError::Format(FormatError::PackOlder { .. }))
    ));
    judge.report("foreign signatures");
    assert!(
        judge.is_content(),
        "{:?} {:?}",
        judge.accepted,
        judge.panicked
    );
    assert!(judge.tried > 230, "{}", judge.tried);
}

/// Rightly signed by a device or an office that has gone bad: lines without end, deep JSON, counts that promise the
/// world. The reader refuses them, or takes what fits the format, and reads no more than twice the file.
#[test]
fn a_rightly_signed_file_cannot_make_a_reader_run_away() {
    let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    let objects = |depth: usize| "{\"a\":".repeat(depth) + "1" + &"}".repeat(depth);
    let mut judge = Judge::default();
    let text = String::from_utf8(batch().bytes).unwrap();
    let header = text.lines().next().unwrap().to_owned();
    let mut bodies = Vec::new();
    for depth in [64, 127, 128, 1_000, 2_000] {
        for inner in [deep(depth), objects(depth)] {
            bodies.push(text.replacen("\"counts\":{", &format!("\"x\":{inner},\"counts\":{{"), 1));
            bodies.push(text.replacen("{\"receipt\":", &format!("{inner}\n{{\"receipt\":"), 1));
        }
    }
    for long in [8_193, 100_000, 5_000_000] {
        bodies.push(text.replacen(
            "{\"rating\"",
            &format!("{}{{\"rating\"", " ".repeat(long)),
            1,
        ));
        bodies.push(format!(
            "{header}\n{{\"rating\":\"{}\"}}\n",
            "A".repeat(long)
        ));
    }
    // Slips that are promised and not there; numbers that are none.
    for count in [
        "18446744073709551615",
        "1e300",
        "-1",
        "18446744073709551616",
        "null",
        "{}",
    ] {
        bodies.push(text.replacen("\"slips\":1", &format!("\"slips\":{count}"), 1));
    }
    for week in [
        "2026-W54",
        "9999999999-W01",
        "0000-W00",
        "-262144-W01",
        "2026-W48-1",
        "",
    ] {
        bodies.push(text.replacen("2026-W48", week, 1));
    }
    for (place, body) in bodies.iter().enumerate() {
        assert_ne!(*body, text, "{place}");
        let bytes = rooted(body.as_bytes());
        judge.hears(
            &Batches,
            &format!("batch {place}"),
            &bytes,
            &signed_batch(&bytes),
        );
    }
    let text = String::from_utf8(pack().bytes).unwrap();
    let mut bodies = Vec::new();
    for depth in [64, 127, 128, 1_000, 100_000] {
        for inner in [deep(depth), objects(depth)] {
            bodies.push(text.replacen("\"devices\":[", &format!("\"devices\":[{inner},"), 1));
            bodies.push(text.replacen("{\"calendar\":", &format!("{inner}\n{{\"calendar\":"), 1));
        }
    }
    let long = "x".repeat(1024 * 1024 + 1);
    bodies.push(text.replacen("{\"calendar\":\"", &format!("{{\"calendar\":\"{long}"), 1));
    for time in [
        "2026-13-01T00:00",
        "+262144-01-01T00:00",
        "",
        "2026-11-24T09:30:00",
    ] {
        bodies.push(text.replacen("2026-11-24T09:30", time, 1));
    }
    for (place, body) in bodies.iter().enumerate() {
        assert_ne!(*body, text, "{place}");
        let bytes = rooted(body.as_bytes());
        judge.hears(
            &Packs,
            &format!("pack {place}"),
            &bytes,
            &signed_pack(&bytes),
        );
    }
    judge.report("rightly signed");
    assert!(
        judge.is_content(),
        "{:?} {:?}",
        judge.accepted,
        judge.panicked
    );
}

/// A file without end, as a device node or a lying file system would give it.
struct Endless(u64);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        buffer.fill(b'{');
        self.0 += buffer.len() as u64;
        Ok(buffer.len())
    }
}

impl Seek for Endless {
    fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
        Ok(0)
    }
}

#[test]
fn a_file_without_end_is_left_at_the_bound() {
    let read = Cell::new(0);
    let inner = Endless(0);
    let error = read_batch(Counting { inner, read: &read }, &batch().signature).unwrap_err();
    assert!(
        matches!(error, CourierError::Format(FormatError::TooLarge { .. })),
        "{error}"
    );
    assert!(read.get() <= MAX_BATCH_BYTES + 64 * 1024, "{}", read.get());
    println!("a batch without end: {} bytes read", read.get());
    let read = Cell::new(0);
    let inner = Endless(0);
    let error = read_pack(Counting { inner, read: &read }, &pack().signature, 0).unwrap_err();
    assert!(
        matches!(error, CourierError::Format(FormatError::TooLarge { .. })),
        "{error}"
    );
    assert!(read.get() <= MAX_PACK_BYTES + 64 * 1024, "{}", read.get());
    println!("a pack without end: {} bytes read", read.get());
    // A genuine signature for another file is refused before the file is read at all.
    let read = Cell::new(0);
    let inner = Endless(0);
    let mut statement = batch_statement();
    statement.purpose = Purpose::Batch {
        device: device(),
        number: BatchNumber(7),
    };
    let signature = signed(b"", &device_key(), &statement);
    let error = read_batch(Counting { inner, read: &read }, &signature).unwrap_err();
    assert!(
        matches!(
            error,
            CourierError::Format(FormatError::NumberMismatch { .. })
        ),
        "{error}"
    );
    assert_eq!(read.get(), 0);
    let read = Cell::new(0);
    let inner = Endless(0);
    let mut statement = pack_statement();
    statement.purpose = Purpose::Pack {
        number: PackNumber(7),
    };
    let signature = signed(b"", &office_key(), &statement);
    let error = read_pack(Counting { inner, read: &read }, &signature, 0).unwrap_err();
    assert!(
        matches!(
            error,
            CourierError::Format(FormatError::NumberMismatch { .. })
        ),
        "{error}"
    );
    assert_eq!(read.get(), 0);
}

#[test]
fn every_change_of_an_enrolment_is_refused() {
    let key = device_key();
    let (bytes, signature) = enrol::write(
        &device(),
        &community(false),
        &key,
        None,
        pingyi::domain::device::DeviceFacts::own(pingyi::domain::device::DeviceRole::Lobby),
    )
    .unwrap();
    let read = |bytes: &[u8], signature: &str, own: &CommunityId| {
        enrol::read(bytes, signature, &key.public(), own)
    };
    assert!(read(&bytes, &signature, &community(false)).is_ok());
    assert!(read(&bytes, &signature, &community(true)).is_err());
    let mut tried = 0;
    for length in 0..bytes.len() {
        assert!(read(&bytes[..length], &signature, &community(false)).is_err());
        tried += 1;
    }
    let trusted = signature.find('\n').unwrap() + 1;
    for bit in trusted * 8..signature.len() * 8 {
        let mut flipped = signature.clone().into_bytes();
        flipped[bit / 8] ^= 1 << (bit % 8);
        if let Ok(text) = String::from_utf8(flipped) {
            assert!(read(&bytes, &text, &community(false)).is_err(), "{bit}");
            tried += 1;
        }
    }
    // Signed by its own key, for another purpose: no enrolment.
    for statement in [batch_statement(), pack_statement()] {
        assert!(read(&bytes, &signed(&bytes, &key, &statement), &community(false)).is_err());
        tried += 1;
    }
    println!("enrolment: {tried} tried, 0 accepted");
}

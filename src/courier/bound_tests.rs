//! Batches, packs and signatures at their bounds: just within, just beyond, and one entry twice.

use std::io::{Cursor, Read, Seek, SeekFrom};

use super::batch::{BatchReader, BatchWriter, ExpectedBatch};
use super::error::CourierError;
use super::fault_tests::{batch_header, community, device, key};
use super::keys::OpeningKey;
use super::lines::{Bounds, HashedLines, SignedLines};
use super::pack::{self, Ack, ExpectedPack, PackContents, PackHeader, PackReader, SealedReply};
use super::sign::{MAX_SIGNATURE_BYTES, Purpose, SignatureFile};
use crate::courier::error::FormatError;
use crate::domain::batch::{SEALED_OPINION_BYTES, SEALED_RATING_BYTES, SEALED_REPLY_BYTES};
use crate::domain::case::{CaseStatus, ReceiptStatus};
use crate::domain::community::Community;
use crate::domain::document::Document;
use crate::domain::ids::{BatchNumber, PackNumber, ReceiptSalt, RootHash, SlipHash, Tag};
use crate::domain::notice::Notice;
use crate::domain::zone::Zone;
use crate::fault::Fault as _;

const NUMBER: PackNumber = PackNumber(17);

fn signed(bytes: &[u8], purpose: Purpose) -> String {
    super::fault_tests::signed(bytes, 1, purpose)
}

/// Ends `lines` with the footer that is theirs.
fn footed(lines: &[&str]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut hashed = HashedLines::new(&mut file);
    for line in lines {
        hashed.line(&[line.as_bytes()]).unwrap();
    }
    hashed.finish().unwrap();
    file
}

fn batch_purpose() -> Purpose {
    Purpose::Batch {
        device: device("LOBBY1"),
        number: BatchNumber(41),
    }
}

/// A batch with one entry of each kind, and how long its writer says it is.
fn a_batch() -> (Vec<u8>, u64) {
    let mut file = Vec::new();
    let mut writer = BatchWriter::new(&mut file, &batch_header(1)).unwrap();
    writer.rating(&[1; SEALED_RATING_BYTES]).unwrap();
    writer.opinion(&[2; SEALED_OPINION_BYTES]).unwrap();
    writer.receipt(&Tag([3; 16])).unwrap();
    writer.slip(&SlipHash([4; 32])).unwrap();
    let byte_count = writer.finish().unwrap().byte_count();
    (file, byte_count)
}

fn open_batch<R: Read + Seek>(
    source: R,
    signature: &str,
    name: Option<&str>,
    number: Option<u32>,
) -> Result<BatchReader<R>, CourierError> {
    let name = name.map(device);
    let expected = ExpectedBatch {
        community: &community(),
        device: name.as_ref(),
        number: number.map(BatchNumber),
    };
    BatchReader::open(source, signature, &expected, |_| Some(key().public()))
}

#[test]
fn a_batch_says_how_long_it_is_and_whose() {
    let (file, byte_count) = a_batch();
    let signature = signed(&file, batch_purpose());
    let reader = open_batch(Cursor::new(&file), &signature, None, None).unwrap();
    assert_eq!(byte_count, file.len() as u64);
    assert_eq!(reader.total_bytes(), file.len() as u64);
    let shown = format!("{reader:?}");
    assert!(shown.starts_with("BatchReader(BatchHeader {") && shown.contains("LOBBY1"));
}

/// Tells when it is read.
struct Unread;

impl Read for Unread {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        panic!("read")
    }
}

impl Seek for Unread {
    fn seek(&mut self, _: SeekFrom) -> std::io::Result<u64> {
        panic!("sought")
    }
}

#[test]
fn a_batch_of_another_device_or_number_is_refused_unread() {
    let (file, _) = a_batch();
    let signature = signed(&file, batch_purpose());
    for (name, number, told) in [
        (None, None, None),
        (Some("LOBBY1"), Some(41), None),
        (Some("LOBBY2"), Some(41), Some("LOBBY1 LOBBY2")),
        (Some("LOBBY2"), None, Some("LOBBY1 LOBBY2")),
        (Some("LOBBY1"), Some(42), Some("41 42")),
        (None, Some(40), Some("41 40")),
    ] {
        let Some(told) = told else {
            open_batch(Cursor::new(&file), &signature, name, number).unwrap();
            continue;
        };
        let error = open_batch(Unread, &signature, name, number).unwrap_err();
        let said = if let CourierError::Format(FormatError::DeviceMismatch { signed, found }) =
            &error
        {
            format!("{signed} {found}")
        } else if let CourierError::Format(FormatError::NumberMismatch { signed, found }) = &error {
            format!("{signed} {found}")
        } else {
            panic!("{error}")
        };
        assert_eq!(said, told);
    }
}

#[test]
fn the_line_at_fault_is_named() {
    let (file, _) = a_batch();
    let text = String::from_utf8(file).unwrap();
    let whole: Vec<&str> = text.lines().collect();
    for line in 1..whole.len() {
        let mut lines = whole[..whole.len() - 1].to_vec();
        lines[line - 1] = "{}";
        let file = footed(&lines);
        let signature = signed(&file, batch_purpose());
        let read = open_batch(Cursor::new(file), &signature, None, None)
            .and_then(|reader| reader.read_items(|_| Ok::<(), CourierError>(())));
        let error = read.unwrap_err();
        assert!(
            matches!(error, CourierError::Format(FormatError::BadLine { line: told, .. }) if told == line as u64),
            "{line} {error}"
        );
    }
}

fn a_pack() -> PackContents {
    PackContents {
        header: PackHeader {
            number: NUMBER,
            time: "2026-11-24T09:30:00".parse().unwrap(),
            community: Community {
                id: community(),
                name: "幸福里社区".to_owned(),
                office_place: "一楼".to_owned(),
                telephone: "010-0000".to_owned(),
                protection: None,
                receipt_salt: ReceiptSalt([6; 16]),
                sealing_key: OpeningKey::from_bytes(&[7; 32]).sealing_key(),
            },
            older_keys: Vec::new(),
            signing_key: key().public(),
            devices: Vec::new(),
            zone: Zone::default(),
        },
        ledger: None,
        plans: vec!["id = \"s6\"".to_owned()],
        calendar: Some("# 2026".to_owned()),
        acks: vec![Ack {
            device: device("LOBBY1"),
            batch: BatchNumber(41),
            root: RootHash([8; 32]),
        }],
        statuses: vec![(
            Tag([9; 16]),
            ReceiptStatus::Case {
                status: CaseStatus::Received,
                due: None,
                extended: false,
                talk: crate::domain::case::ReceiptTalk::default(),
            },
        )],
        replies: vec![SealedReply {
            tag: Tag([9; 16]),
            sealed: vec![1; SEALED_REPLY_BYTES],
        }],
        notices: vec![Notice {
            number: 1,
            posted: "2026-11-20".parse().unwrap(),
            document: Document::from_plain("公示", "一\n二"),
            ledger_head: String::new(),
        }],
        revoked: vec![SlipHash([5; 32])],
        slips: Vec::new(),
        seen: Vec::new(),
        pin_codes: Vec::new(),
    }
}

fn open_pack(file: Vec<u8>) -> Result<PackReader<Cursor<Vec<u8>>>, CourierError> {
    let signature = signed(&file, Purpose::Pack { number: NUMBER });
    let expected = ExpectedPack {
        key: &key().public(),
        community: Some(&community()),
        number: Some(NUMBER),
        last: Some(NUMBER),
    };
    PackReader::open(Cursor::new(file), &signature, &expected)
}

#[test]
fn an_entry_given_twice_is_neither_written_nor_read() {
    let mut file = Vec::new();
    pack::write(&mut file, &a_pack()).unwrap();
    let shown = format!("{:?}", open_pack(file.clone()).unwrap());
    assert!(shown.starts_with("PackReader(PackHeader {") && shown.contains("幸福里社区"));
    assert_eq!(
        open_pack(file.clone()).unwrap().contents().unwrap().0,
        a_pack()
    );
    let text = String::from_utf8(file).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    // The header, seven entries, the footer: each entry once more, right behind itself.
    assert_eq!(lines.len(), 9);
    for entry in 1..8 {
        let again = [&lines[..=entry], &lines[entry..8]].concat();
        let error = open_pack(footed(&again)).unwrap().contents().unwrap_err();
        let line = entry as u64 + 2;
        assert!(
            matches!(error, CourierError::Format(FormatError::OutOfOrder { line: told }) if told == line),
            "{entry} {error}"
        );
    }
    let doubled = |double: fn(&mut PackContents)| {
        let mut contents = a_pack();
        double(&mut contents);
        pack::write(std::io::sink(), &contents).unwrap_err()
    };
    for (line, error) in [
        (3, doubled(|pack| pack.plans.extend_from_within(..))),
        (5, doubled(|pack| pack.acks.extend_from_within(..))),
        (6, doubled(|pack| pack.statuses.extend_from_within(..))),
        (7, doubled(|pack| pack.replies.extend_from_within(..))),
        (8, doubled(|pack| pack.notices.extend_from_within(..))),
        (9, doubled(|pack| pack.revoked.extend_from_within(..))),
    ] {
        assert!(
            matches!(error, CourierError::Format(FormatError::OutOfOrder { line: told }) if told == line),
            "{line} {error}"
        );
    }
    let short = doubled(|pack| pack.replies[0].sealed.truncate(1));
    assert!(
        matches!(
            short,
            CourierError::Format(FormatError::BadLine { line: 6, .. })
        ),
        "{short}"
    );
}

#[test]
fn what_is_written_at_its_longest_is_read() {
    let line_bytes: usize = 1 << 20;
    // `{"plan":"…"}`
    let longest = line_bytes - 11;
    let with_plan = |bytes| {
        let mut contents = a_pack();
        contents.plans = vec!["x".repeat(bytes)];
        let mut file = Vec::new();
        let written = pack::write(&mut file, &contents).map(drop);
        written.map(|()| (file, contents))
    };
    let (file, contents) = with_plan(longest).unwrap();
    assert_eq!(open_pack(file).unwrap().contents().unwrap().0, contents);
    let error = with_plan(longest + 1).unwrap_err();
    let CourierError::Format(FormatError::LineTooLong { line, limit_bytes }) = error else {
        panic!("{error}")
    };
    assert_eq!((line, limit_bytes), (2, line_bytes));
}

#[test]
fn a_signature_file_may_be_1024_bytes_long() {
    let text = signed(b"x", batch_purpose());
    let of = |bytes: u64| {
        let more = usize::try_from(bytes).unwrap() - text.len();
        text.replacen("comment: ", &format!("comment: {}", "x".repeat(more)), 1)
    };
    let longest = of(MAX_SIGNATURE_BYTES);
    assert_eq!(longest.len(), 1024);
    assert!(SignatureFile::parse(&longest).is_ok());
    let longer = SignatureFile::parse(&of(MAX_SIGNATURE_BYTES + 1));
    assert!(matches!(
        longer,
        Err(CourierError::Format(FormatError::SignatureInvalid))
    ));
}

/// Counts how often it is read.
struct Counted {
    source: Cursor<Vec<u8>>,
    reads: usize,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.reads += 1;
        self.source.read(buffer)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.source.seek(to)
    }
}

#[test]
fn a_signed_file_is_read_in_large_pieces() {
    let bounds = Bounds {
        file_bytes: 1 << 20,
        line_bytes: 80,
        lines: 1 << 20,
    };
    let file = footed(&vec!["a line of which there are many"; 16_000]);
    let signature = SignatureFile::parse(&signed(&file, batch_purpose())).unwrap();
    let pieces = file.len().div_ceil(64 * 1024);
    let mut counted = Counted {
        source: Cursor::new(file),
        reads: 0,
    };
    let mut lines =
        SignedLines::verify(&mut counted, &signature, &key().public(), bounds, "a").unwrap();
    loop {
        lines.advance().unwrap();
        if let Some(root) = lines.footer() {
            lines.finish(root).unwrap();
            break;
        }
        lines.keep();
    }
    // Once for the signature, once for the lines, each time to the end.
    assert_eq!(counted.reads, 2 * (pieces + 1));
}

#[test]
fn a_file_cut_off_is_told_from_a_file_changed() {
    let bounds = Bounds {
        file_bytes: 1000,
        line_bytes: 80,
        lines: 9,
    };
    let whole = String::from_utf8(footed(&["{\"a\":\"1\"}", "{\"a\":\"2\"}"])).unwrap();
    let signature = SignatureFile::parse(&signed(whole.as_bytes(), batch_purpose())).unwrap();
    let read = |text: &str| {
        let source = Cursor::new(text.as_bytes().to_vec());
        SignedLines::verify(source, &signature, &key().public(), bounds, "{\"a\"").map(drop)
    };
    assert!(read(&whole).is_ok());
    let (truncated, invalid, foreign) = (
        "courier-truncated",
        "courier-signature-invalid",
        "courier-not-pingyi",
    );
    let entry = "{\"a\":\"1\"}\n";
    for (text, told) in [
        // Changed, and a footer ends it.
        (whole.replace('2', "3"), invalid),
        (format!("{entry}{whole}"), invalid),
        // Cut at a line's end, within the footer, just before its last bytes; or lengthened by what is no line.
        (entry.repeat(20), truncated),
        (whole[..whole.len() - 30].to_owned(), truncated),
        (whole[..whole.len() - 1].to_owned(), truncated),
        (whole.trim_end().to_owned() + "x", truncated),
        (entry[..3].to_owned(), truncated),
        (String::new(), truncated),
        (format!("x{whole}"), foreign),
    ] {
        let key = read(&text).unwrap_err().sentence().key();
        assert_eq!(key, told, "{text}");
    }
}

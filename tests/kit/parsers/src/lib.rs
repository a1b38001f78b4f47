//! What must hold of every parser for any bytes at all. A panic is a fault found: `tests/fuzz` looks for one with
//! libFuzzer, and `tests/formats/corpus.rs` shows each all inputs that were ever worth keeping.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a check stops at the first surprise"
)]

mod signed;

use std::io::Cursor;
use std::sync::LazyLock;

use pingyi::app::settings;
use pingyi::courier::CourierError;
use pingyi::courier::batch::{BatchReader, ExpectedBatch};
use pingyi::courier::keys::{PublicKey, SigningKey};
use pingyi::courier::pack::{ExpectedPack, PackContents, PackReader};
use pingyi::courier::sign::{Purpose, SignatureFile};
use pingyi::domain::calendar::CalendarTable;
use pingyi::domain::card::{Card, OpinionSheet, RatingSheet, ReplyTo, opinion_bytes};
use pingyi::domain::ids::{BatchNumber, DeviceId, PackNumber, ReplyKey, Tag, VoiceKey};
use pingyi::domain::plan::{Plan, explain};
use pingyi::domain::receipt::ReceiptNumber;
use pingyi::fault::Fault as _;
use pingyi::paper::receipt::parse_scanned;
use pingyi::words::Lang;
use serde::Serialize;
use serde::de::DeserializeOwned;

static DEVICE: LazyLock<(SigningKey, PublicKey)> = LazyLock::new(|| signed::keys(1));
static OFFICE: LazyLock<(SigningKey, PublicKey)> = LazyLock::new(|| signed::keys(2));

/// A parser and the bytes it is to be shown.
pub type Parser = fn(&[u8]);

/// Every parser by the name of its folder in `tests/fuzz/corpus`.
pub const PARSERS: [(&str, Parser); 6] = [
    ("batch", batch),
    ("card", card),
    ("pack", pack),
    ("plan", plan),
    ("receipt", receipt),
    ("settings", settings),
];

/// A batch, rightly signed by the device of the vectors.
///
/// # Errors
/// What is wrong with it.
pub fn read_batch(data: &[u8]) -> Result<(), CourierError> {
    let purpose = || Purpose::Batch {
        device: DeviceId::new("LOBBY1").unwrap(),
        number: BatchNumber(42),
    };
    signed::read_both(data, |bytes| {
        open_batch(bytes, &signed::signed(bytes, &DEVICE.0, purpose()))
    })
}

fn open_batch(bytes: &[u8], signature: &str) -> Result<(), CourierError> {
    let community = signed::community();
    let expected = ExpectedBatch {
        community: &community,
        device: None,
        number: None,
    };
    BatchReader::open(Cursor::new(bytes), signature, &expected, |_| Some(DEVICE.1))?
        .read_items(|_| Ok::<(), CourierError>(()))
        .map(drop)
}

/// A batch: as it stands its signature refuses it; rightly signed, and with its root mended, it is read to the end.
pub fn batch(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(file) = SignatureFile::parse(text)
    {
        let _stated = file.claim();
        assert!(open_batch(b"{\"batch\":{}}\n", text).is_err());
    }
    if let Err(error) = read_batch(data) {
        assert!(!error.sentence().say(Lang::Zh).is_empty());
    }
}

/// A pack, rightly signed by the office of the vectors.
///
/// # Errors
/// What is wrong with it.
pub fn read_pack(data: &[u8]) -> Result<PackContents, CourierError> {
    let expected = ExpectedPack {
        key: &OFFICE.1,
        community: None,
        number: None,
        last: None,
    };
    let purpose = || Purpose::Pack {
        number: PackNumber(17),
    };
    signed::read_both(data, |bytes| {
        let signature = signed::signed(bytes, &OFFICE.0, purpose());
        let reader = PackReader::open(Cursor::new(bytes), &signature, &expected)?;
        Ok(reader.contents()?.0)
    })
}

/// A pack: read to the end, and its plans and its calendar as a kiosk reads them.
pub fn pack(data: &[u8]) {
    match read_pack(data) {
        Ok(contents) => {
            let calendar = contents
                .calendar
                .and_then(|it| CalendarTable::from_text(&it).ok());
            if let Some(calendar) = calendar.map(CalendarTable::with_built_in) {
                let _due = calendar.due(contents.header.time.date(), 15);
            }
            for text in &contents.plans {
                let _plan = Plan::parse(text);
            }
        }
        Err(error) => assert!(!error.sentence().say(Lang::En).is_empty()),
    }
}

/// A plan's TOML: read whole, explained in both languages, or every fault said.
pub fn plan(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let _calendar = CalendarTable::from_text(text);
    match Plan::parse(text) {
        Ok(plan) => {
            for lang in Lang::ALL {
                assert!(!explain(&plan, lang).is_empty());
            }
            for subject in &plan.subjects {
                for criterion in plan.criteria_of(subject) {
                    assert!(plan.scale(&criterion.scale).is_some());
                }
            }
        }
        Err(faults) => assert!(!faults.sentence().say(Lang::Zh).is_empty()),
    }
    let _reading = Plan::read(text);
}

/// A receipt's number as it is typed, and the text of its QR code as a scanner types it.
pub fn receipt(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let scanned = parse_scanned(text);
    for typed in [Some(text), scanned.as_ref().map(|number| number.as_str())] {
        let Some(typed) = typed else { continue };
        match ReceiptNumber::parse(typed) {
            Ok(number) => {
                assert_eq!(number.digits().len(), 20);
                let again = ReceiptNumber::parse(&number.grouped()).unwrap();
                assert_eq!(*again.digits(), *number.digits());
            }
            Err(error) => assert!(!error.sentence().say(Lang::Zh).is_empty()),
        }
        for (_, near) in ReceiptNumber::neighbours_of(typed) {
            assert!(ReceiptNumber::parse(&near.digits()).is_ok());
        }
    }
}

/// `kiosk.toml`: read, or every fault of it said.
pub fn settings(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Err(faults) = settings::parse(text) {
        assert!(!faults.is_empty());
    }
}

/// A card's JSON, as a script submits it, and the two kinds of sheets, as they lie in what is sealed.
pub fn card(data: &[u8]) {
    if let Ok(sheet) = serde_json::from_slice::<RatingSheet>(data) {
        again(&sheet);
    }
    if let Ok(sheet) = serde_json::from_slice::<OpinionSheet>(data) {
        // What the screen counts while somebody writes is never less than what is sealed.
        assert!(again(&sheet).len() <= opinion_bytes(&sheet.plan, &sheet.opinion));
    }
    let Ok(card) = serde_json::from_slice::<Card>(data) else {
        return;
    };
    again(&card);
    let rated = card
        .ratings
        .values()
        .filter(|answers| !answers.is_empty())
        .count();
    let written = card
        .opinion
        .as_ref()
        .is_some_and(|it| !it.text.trim().is_empty());
    let reply_to = ReplyTo {
        tag: Tag([4; 16]),
        key: ReplyKey([6; 32]),
        voice: Some(VoiceKey([8; 32])),
    };
    let (ratings, opinion) = card.into_sheets(Some(reply_to));
    assert_eq!((ratings.len(), opinion.is_some()), (rated, written));
    for sheet in &ratings {
        again(sheet);
    }
    if let Some(sheet) = opinion {
        let bytes = again(&sheet).len();
        assert_eq!(bytes, opinion_bytes(&sheet.plan, &sheet.opinion));
    }
}

/// One value, one spelling: what is written of what was read reads back, and is written the same again.
fn again<T: Serialize + DeserializeOwned>(value: &T) -> String {
    let text = serde_json::to_string(value).unwrap();
    let back: T = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&back).unwrap(), text);
    text
}

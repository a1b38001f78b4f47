//! Batch format, version 1. Frozen: never change what it writes or reads; add `v2.rs` beside it.
//!
//! ```text
//! {"batch":{"format":"pingyi-batch","version":1,"community":…,"device":…,"number":…,"previous":…,"week":…,"counts":{…},"crowd_override":…}}
//! {"rating":"<base64 of 1,024 bytes>"}   … ascending by SHA-256 of the sealed bytes
//! {"opinion":"<base64 of 4,000 bytes>"}  … likewise
//! {"receipt":"<hex of 16 bytes>"}        … ascending
//! {"slip":"<hex of 32 bytes>"}           … ascending
//! {"root":"<hex: SHA-256 of every byte above>"}
//! ```

use std::io::{Read, Seek, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use super::{BatchCounts, BatchHeader, BatchItem, BatchReader};
use crate::courier::error::CourierError;
use crate::courier::error::FormatError;
use crate::courier::keys::SigningKey;
use crate::courier::lines::{Bounds, HashedEnd, HashedLines, SignedLines};
use crate::courier::sign::{Purpose, Statement, sign};
use crate::domain::batch::{SEALED_OPINION_BYTES, SEALED_RATING_BYTES};
use crate::domain::ids::{BatchNumber, CommunityId, DeviceId, RootHash, SheetId, SlipHash, Tag};
use crate::domain::time::Week;

const FORMAT: &str = "pingyi-batch";
pub(super) const OPENING: &str = "{\"batch\":{";
pub(super) const BOUNDS: Bounds = Bounds {
    file_bytes: super::MAX_BATCH_BYTES,
    line_bytes: 8 * 1024,
    lines: 1_000_000,
};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderLine {
    batch: WireHeader,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireHeader {
    format: String,
    version: u32,
    community: CommunityId,
    device: DeviceId,
    number: BatchNumber,
    previous: Option<RootHash>,
    week: Week,
    #[serde(with = "WireCounts")]
    counts: BatchCounts,
    crowd_override: bool,
}

/// [`BatchCounts`] as version 1 spells them.
#[derive(Serialize, Deserialize)]
#[serde(remote = "BatchCounts", deny_unknown_fields)]
struct WireCounts {
    issued: u64,
    submitted: u64,
    abandoned: u64,
    slips: u64,
}

/// The lists of a batch, in their order in the file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    Rating,
    Opinion,
    Receipt,
    Slip,
}

/// Where a list stands: entries ascend within a list, and lists follow one another.
#[derive(Default)]
struct Order {
    last: Option<(List, [u8; 32])>,
}

impl Order {
    fn accept(&mut self, list: List, key: [u8; 32]) -> bool {
        let next = (list, key);
        let ascends = self.last.is_none_or(|last| last < next);
        self.last = Some(next);
        ascends
    }
}

/// Writes a batch, entry by entry, never holding more than one. Sheets come ascending by their id
/// (SHA-256 of the sealed bytes), tags and slips ascending by their bytes: ratings, opinions, receipts, slips.
pub struct BatchWriter<W> {
    lines: HashedLines<W>,
    statement: Statement,
    number: BatchNumber,
    slips_left: u64,
    order: Order,
    encoded: String,
}

/// A batch that has been written whole.
#[derive(Debug, Clone)]
pub struct WrittenBatch {
    end: HashedEnd,
    statement: Statement,
}

impl WrittenBatch {
    /// What the pack will acknowledge.
    #[must_use]
    pub fn root(&self) -> RootHash {
        self.end.root
    }

    /// How long the file is.
    #[must_use]
    pub fn byte_count(&self) -> u64 {
        self.end.byte_count
    }

    /// The text of its `.SIG` file, by the device's key.
    #[must_use]
    pub fn signature(&self, key: &SigningKey) -> String {
        sign(key, &self.end.digest, &self.statement)
    }
}

impl<W: Write> BatchWriter<W> {
    /// Writes the header to `out`; give it a buffered writer. `std::io::sink()` serves to learn root and
    /// signature alone.
    pub fn new(out: W, header: &BatchHeader) -> Result<Self, CourierError> {
        let mut lines = HashedLines::new(out);
        let line = HeaderLine {
            batch: WireHeader {
                format: FORMAT.to_owned(),
                version: 1,
                community: header.community.clone(),
                device: header.device.clone(),
                number: header.number,
                previous: header.previous,
                week: header.week,
                counts: header.counts,
                crowd_override: header.crowd_override,
            },
        };
        let text = serde_json::to_vec(&line).map_err(|_| {
            CourierError::Format(FormatError::BadBatch {
                number: header.number,
                reason: "header",
            })
        })?;
        lines.line(&[&text])?;
        Ok(Self {
            lines,
            statement: Statement {
                version: 1,
                community: header.community.clone(),
                purpose: Purpose::Batch {
                    device: header.device.clone(),
                    number: header.number,
                },
            },
            number: header.number,
            slips_left: header.counts.slips,
            order: Order::default(),
            encoded: String::new(),
        })
    }

    /// A sealed rating sheet.
    pub fn rating(&mut self, sealed: &[u8]) -> Result<(), CourierError> {
        self.sheet(List::Rating, sealed, SEALED_RATING_BYTES, b"{\"rating\":\"")
    }

    /// A sealed opinion sheet.
    pub fn opinion(&mut self, sealed: &[u8]) -> Result<(), CourierError> {
        self.sheet(
            List::Opinion,
            sealed,
            SEALED_OPINION_BYTES,
            b"{\"opinion\":\"",
        )
    }

    /// The tag of a receipt that was handed out.
    pub fn receipt(&mut self, tag: &Tag) -> Result<(), CourierError> {
        self.ordered(List::Receipt, tag_key(tag))?;
        let hex = tag.to_string();
        self.lines
            .line(&[b"{\"receipt\":\"", hex.as_bytes(), b"\"}"])
    }

    /// The hash of a used slip.
    pub fn slip(&mut self, slip: &SlipHash) -> Result<(), CourierError> {
        self.ordered(List::Slip, slip.0)?;
        self.slips_left = self
            .slips_left
            .checked_sub(1)
            .ok_or_else(|| self.refuse("more slips than counted"))?;
        let hex = slip.to_string();
        self.lines.line(&[b"{\"slip\":\"", hex.as_bytes(), b"\"}"])
    }

    /// Writes the footer and flushes.
    pub fn finish(self) -> Result<WrittenBatch, CourierError> {
        if self.slips_left != 0 {
            return Err(self.refuse("fewer slips than counted"));
        }
        Ok(WrittenBatch {
            end: self.lines.finish()?,
            statement: self.statement,
        })
    }

    fn sheet(
        &mut self,
        list: List,
        sealed: &[u8],
        size: usize,
        head: &[u8],
    ) -> Result<(), CourierError> {
        if sealed.len() != size {
            return Err(self.refuse("a sheet of the wrong size"));
        }
        self.ordered(list, SheetId::of(sealed).0)?;
        self.encoded.clear();
        BASE64.encode_string(sealed, &mut self.encoded);
        self.lines.line(&[head, self.encoded.as_bytes(), b"\"}"])
    }

    fn ordered(&mut self, list: List, key: [u8; 32]) -> Result<(), CourierError> {
        if self.order.accept(list, key) {
            Ok(())
        } else {
            Err(self.refuse("entries out of order"))
        }
    }

    fn refuse(&self, reason: &'static str) -> CourierError {
        CourierError::Format(FormatError::BadBatch {
            number: self.number,
            reason,
        })
    }
}

impl<W> std::fmt::Debug for BatchWriter<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BatchWriter({})", self.number)
    }
}

/// Tags are shorter than ids; zeros behind keep their order.
fn tag_key(tag: &Tag) -> [u8; 32] {
    let mut key = [0; 32];
    for (to, from) in key.iter_mut().zip(tag.0) {
        *to = from;
    }
    key
}

/// Reads the header of verified lines.
pub(super) fn open<R: Read + Seek>(
    mut lines: SignedLines<R>,
    statement: &Statement,
) -> Result<BatchReader<R>, CourierError> {
    lines.advance()?;
    let HeaderLine { batch } = serde_json::from_slice(lines.line())
        .map_err(|error| CourierError::bad_line(lines.number(), error))?;
    if batch.format != FORMAT {
        return Err(CourierError::Format(FormatError::NotPingyi));
    }
    if batch.version != 1 {
        return Err(CourierError::Format(FormatError::UnknownVersion {
            version: batch.version,
        }));
    }
    let Purpose::Batch { device, number } = &statement.purpose else {
        return Err(CourierError::Format(FormatError::NotPingyi));
    };
    if batch.community != statement.community {
        return Err(CourierError::Format(FormatError::OtherCommunity {
            given: batch.community,
        }));
    }
    if batch.device != *device {
        return Err(CourierError::Format(FormatError::DeviceMismatch {
            signed: device.to_string(),
            found: batch.device.to_string(),
        }));
    }
    if batch.number != *number {
        return Err(CourierError::Format(FormatError::NumberMismatch {
            signed: number.0,
            found: batch.number.0,
        }));
    }
    lines.keep();
    let header = BatchHeader {
        device: batch.device,
        number: batch.number,
        community: batch.community,
        previous: batch.previous,
        week: batch.week,
        counts: batch.counts,
        crowd_override: batch.crowd_override,
    };
    Ok(BatchReader { header, lines })
}

/// Reads everything behind the header.
pub(super) fn read_items<R: Read + Seek, E: From<CourierError>>(
    slips: u64,
    mut lines: SignedLines<R>,
    mut on: impl FnMut(BatchItem<'_>) -> Result<(), E>,
) -> Result<RootHash, E> {
    let mut order = Order::default();
    let mut slips_seen = 0;
    let mut sheet = Vec::new();
    loop {
        lines.advance()?;
        let number = lines.number();
        if let Some(root) = lines.footer() {
            if slips_seen != slips {
                return Err(CourierError::bad_line(number, "slips do not match").into());
            }
            return Ok(lines.finish(root)?);
        }
        let (list, text) = split(lines.line())
            .ok_or_else(|| CourierError::bad_line(number, "not a line of a batch"))?;
        let bad = || CourierError::bad_line(number, "not the bytes its list wants");
        let (key, item) = match list {
            List::Rating => {
                let id = decode(text, SEALED_RATING_BYTES, &mut sheet).ok_or_else(bad)?;
                (id.0, BatchItem::Rating { id, sealed: &sheet })
            }
            List::Opinion => {
                let id = decode(text, SEALED_OPINION_BYTES, &mut sheet).ok_or_else(bad)?;
                (id.0, BatchItem::Opinion { id, sealed: &sheet })
            }
            List::Receipt => {
                let tag = Tag::try_from(text.to_owned()).map_err(|_| bad())?;
                (tag_key(&tag), BatchItem::Receipt(tag))
            }
            List::Slip => {
                slips_seen += 1;
                let slip = SlipHash::try_from(text.to_owned()).map_err(|_| bad())?;
                (slip.0, BatchItem::Slip(slip))
            }
        };
        if !order.accept(list, key) {
            return Err(CourierError::Format(FormatError::OutOfOrder { line: number }).into());
        }
        on(item)?;
        lines.keep();
    }
}

/// Takes a line apart. There is one spelling, so no JSON parser is asked.
fn split(line: &[u8]) -> Option<(List, &str)> {
    let line = std::str::from_utf8(line).ok()?;
    let (name, text) = line
        .strip_prefix("{\"")?
        .strip_suffix("\"}")?
        .split_once("\":\"")?;
    let list = match name {
        "rating" => List::Rating,
        "opinion" => List::Opinion,
        "receipt" => List::Receipt,
        "slip" => List::Slip,
        _ => return None,
    };
    Some((list, text))
}

fn decode(text: &str, size: usize, sheet: &mut Vec<u8>) -> Option<SheetId> {
    sheet.clear();
    BASE64.decode_vec(text, sheet).ok()?;
    (sheet.len() == size).then(|| SheetId::of(sheet))
}

//! The lists of a batch, written and read: the same in every version, which says what lists it has.

use std::io::{Read, Seek, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::{BatchHeader, BatchItem, header_line};
use crate::courier::error::CourierError;
use crate::courier::error::FormatError;
use crate::courier::keys::SigningKey;
use crate::courier::lines::{HashedEnd, HashedLines, SignedLines};
use crate::courier::sign::{Purpose, Statement, sign};
use crate::domain::batch::{BatchFacts, Content, SEALED_OPINION_BYTES, SEALED_RATING_BYTES};
use crate::domain::ids::{BatchNumber, ContentHash, RootHash, SheetId, SlipHash, Tag};

/// The lists of a batch, in their order in the file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    Rating,
    Opinion,
    Receipt,
    Slip,
    Own,
}

/// What the entries of a batch must come to, by its header.
struct Rules {
    lists: &'static [List],
    slips_left: u64,
    content: Option<(Content, ContentHash)>,
}

impl Rules {
    fn of(facts: &BatchFacts) -> Self {
        let content = facts
            .closed()
            .map(|closed| (Content::default(), closed.content));
        let (lists, slips_left): (&[List], _) = match facts {
            BatchFacts::Mixed(facts) => (
                &[List::Rating, List::Opinion, List::Receipt, List::Slip],
                facts.counts.slips,
            ),
            BatchFacts::Words(_) => (&[List::Opinion], 0),
            BatchFacts::Ratings(..) => (&[List::Rating], 0),
            BatchFacts::Chain(..) => (&[List::Own], 0),
            BatchFacts::Last(..) => (&[], 0),
        };
        Self {
            lists,
            slips_left,
            content,
        }
    }

    /// Takes an entry in; what is wrong with it.
    fn take(&mut self, list: List, key: &[u8; 32]) -> Result<(), &'static str> {
        if !self.lists.contains(&list) {
            return Err("an entry that its kind does not carry");
        }
        if list == List::Slip {
            self.slips_left = self
                .slips_left
                .checked_sub(1)
                .ok_or("more slips than counted")?;
        }
        if let Some((content, _)) = &mut self.content {
            content.add(&SheetId(*key));
        }
        Ok(())
    }

    /// What is wrong with all of them.
    fn end(&mut self) -> Result<(), &'static str> {
        if self.slips_left != 0 {
            return Err("fewer slips than counted");
        }
        let is_other = self
            .content
            .take()
            .is_some_and(|(content, told)| content.finish() != told);
        if is_other {
            return Err("other sheets than its header tells");
        }
        Ok(())
    }
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
    rules: Rules,
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
        let text = header_line(header).ok_or(CourierError::Format(FormatError::BadBatch {
            number: header.number,
            reason: "header",
        }))?;
        lines.line(&[&text])?;
        Ok(Self {
            lines,
            statement: Statement {
                version: header.facts.version(),
                community: header.community.clone(),
                purpose: Purpose::Batch {
                    device: header.device.clone(),
                    number: header.number,
                },
            },
            number: header.number,
            rules: Rules::of(&header.facts),
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
        let hex = slip.to_string();
        self.lines.line(&[b"{\"slip\":\"", hex.as_bytes(), b"\"}"])
    }

    /// The root of a batch that the device closed under its former name.
    pub fn own(&mut self, root: &RootHash) -> Result<(), CourierError> {
        self.ordered(List::Own, root.0)?;
        let hex = root.to_string();
        self.lines.line(&[b"{\"own\":\"", hex.as_bytes(), b"\"}"])
    }

    /// Writes the footer and flushes.
    pub fn finish(mut self) -> Result<WrittenBatch, CourierError> {
        self.rules.end().map_err(|reason| self.refuse(reason))?;
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
        if !self.order.accept(list, key) {
            return Err(self.refuse("entries out of order"));
        }
        self.rules
            .take(list, &key)
            .map_err(|reason| self.refuse(reason))
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

/// Reads everything behind the header.
pub(super) fn read_items<R: Read + Seek, E: From<CourierError>>(
    facts: &BatchFacts,
    mut lines: SignedLines<R>,
    mut on: impl FnMut(BatchItem<'_>) -> Result<(), E>,
) -> Result<RootHash, E> {
    let mut order = Order::default();
    let mut rules = Rules::of(facts);
    let mut sheet = Vec::new();
    loop {
        lines.advance()?;
        let number = lines.number();
        if let Some(root) = lines.footer() {
            rules
                .end()
                .map_err(|reason| CourierError::bad_line(number, reason))?;
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
                let slip = SlipHash::try_from(text.to_owned()).map_err(|_| bad())?;
                (slip.0, BatchItem::Slip(slip))
            }
            List::Own => {
                let root = RootHash::try_from(text.to_owned()).map_err(|_| bad())?;
                (root.0, BatchItem::Own(root))
            }
        };
        if !order.accept(list, key) {
            return Err(CourierError::Format(FormatError::OutOfOrder { line: number }).into());
        }
        rules
            .take(list, &key)
            .map_err(|reason| CourierError::bad_line(number, reason))?;
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
        "own" => List::Own,
        _ => return None,
    };
    Some((list, text))
}

fn decode(text: &str, size: usize, sheet: &mut Vec<u8>) -> Option<SheetId> {
    sheet.clear();
    BASE64.decode_vec(text, sheet).ok()?;
    (sheet.len() == size).then(|| SheetId::of(sheet))
}

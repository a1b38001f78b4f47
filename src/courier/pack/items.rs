//! The lists of a pack: what every version says alike, in which order, and once each. Frozen with version 1.

use std::io::{Read, Seek, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Ack, PackContents, PackItem, PackReader, SealedReply};
use crate::courier::error::CourierError;
use crate::courier::error::FormatError;
use crate::courier::lines::{Bounds, HashedEnd, HashedLines};
use crate::domain::batch::SEALED_REPLY_BYTES;
use crate::domain::document::Document;
use crate::domain::ids::{DeviceId, RootHash, SlipHash, Tag};
use crate::domain::notice::Notice;
use crate::domain::slip::SlipKey;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireReply {
    tag: Tag,
    sealed: String,
}

impl WireReply {
    pub(super) fn of(reply: &SealedReply, line: u64) -> Result<Self, CourierError> {
        if reply.sealed.len() != SEALED_REPLY_BYTES {
            return Err(CourierError::bad_line(line, "size of a reply"));
        }
        Ok(Self {
            tag: reply.tag,
            sealed: BASE64.encode(&reply.sealed),
        })
    }

    pub(super) fn reply(&self, line: u64) -> Result<SealedReply, CourierError> {
        Ok(SealedReply {
            tag: self.tag,
            sealed: BASE64
                .decode(&self.sealed)
                .ok()
                .filter(|sealed| sealed.len() == SEALED_REPLY_BYTES)
                .ok_or_else(|| CourierError::bad_line(line, "size of a reply"))?,
        })
    }
}

/// A notice as versions 1 and 2 say it: plain text, one paragraph a line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireNotice {
    number: u32,
    posted: NaiveDate,
    title: String,
    body: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    ledger_head: String,
}

impl WireNotice {
    pub(super) fn of(notice: &Notice) -> Self {
        Self {
            number: notice.number,
            posted: notice.posted,
            title: notice.document.title.clone(),
            body: notice.document.plain(),
            ledger_head: notice.ledger_head.clone(),
        }
    }

    pub(super) fn notice(self) -> Notice {
        Notice {
            number: self.number,
            posted: self.posted,
            document: Document::from_plain(self.title, &self.body),
            ledger_head: self.ledger_head,
        }
    }
}

/// A notice as a kiosk keeps it: the line that brought it.
pub fn notice_text(notice: &Notice) -> Result<String, CourierError> {
    serde_json::to_string(&WireNotice::of(notice)).map_err(|error| CourierError::bad_line(0, error))
}

/// Reads [`notice_text`] back.
pub fn read_notice(text: &str) -> Result<Notice, CourierError> {
    let wire: WireNotice =
        serde_json::from_str(text).map_err(|error| CourierError::bad_line(0, error))?;
    Ok(wire.notice())
}

/// What orders the lines: the list's place, then the entry's own order. No two lines are alike in it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Plan(String),
    Calendar,
    Ack(String, u32),
    Status(Tag),
    Reply(Tag),
    Notice(u32),
    Revoked(SlipHash),
    Slips(SlipKey),
    Seen(DeviceId),
    PinCode(DeviceId),
}

fn place(item: &PackItem) -> Place {
    match item {
        PackItem::Plan(text) => Place::Plan(text.clone()),
        PackItem::Calendar(_) => Place::Calendar,
        PackItem::Ack(ack) => Place::Ack(ack.device.to_string(), ack.batch.0),
        PackItem::Status(tag, _) => Place::Status(*tag),
        PackItem::Reply(reply) => Place::Reply(reply.tag),
        PackItem::Notice(notice) => Place::Notice(notice.number),
        PackItem::Revoked(slip) => Place::Revoked(*slip),
        PackItem::Slips(list) => Place::Slips(list.key.clone()),
        PackItem::Seen(seen) => Place::Seen(seen.device.clone()),
        PackItem::PinCode(code) => Place::PinCode(code.device.clone()),
    }
}

/// Gives every entry of a pack to `put`, list by list, each list in its order.
pub(super) fn each(
    contents: &PackContents,
    put: &mut dyn FnMut(PackItem) -> Result<(), CourierError>,
) -> Result<(), CourierError> {
    let mut plans: Vec<&String> = contents.plans.iter().collect();
    plans.sort();
    for text in plans {
        put(PackItem::Plan(text.clone()))?;
    }
    if let Some(text) = &contents.calendar {
        put(PackItem::Calendar(text.clone()))?;
    }
    let mut acks: Vec<&Ack> = contents.acks.iter().collect();
    acks.sort();
    for ack in acks {
        put(PackItem::Ack(ack.clone()))?;
    }
    let mut statuses = contents.statuses.clone();
    statuses.sort_by_key(|(tag, _)| *tag);
    for (tag, status) in statuses {
        put(PackItem::Status(tag, status))?;
    }
    let mut replies: Vec<&SealedReply> = contents.replies.iter().collect();
    replies.sort_by_key(|reply| reply.tag);
    for reply in replies {
        put(PackItem::Reply(reply.clone()))?;
    }
    let mut notices: Vec<&Notice> = contents.notices.iter().collect();
    notices.sort_by_key(|notice| notice.number);
    for notice in notices {
        put(PackItem::Notice(notice.clone()))?;
    }
    let mut revoked = contents.revoked.clone();
    revoked.sort();
    for slip in revoked {
        put(PackItem::Revoked(slip))?;
    }
    let mut slips: Vec<_> = contents.slips.iter().collect();
    slips.sort_by(|one, other| one.key.cmp(&other.key));
    for list in slips {
        put(PackItem::Slips(list.clone()))?;
    }
    let mut seen: Vec<_> = contents.seen.iter().collect();
    seen.sort();
    for seen in seen {
        put(PackItem::Seen(seen.clone()))?;
    }
    let mut codes: Vec<_> = contents.pin_codes.iter().collect();
    codes.sort();
    for code in codes {
        put(PackItem::PinCode(code.clone()))?;
    }
    Ok(())
}

/// Writes a pack line by line.
pub(super) struct ItemWriter<W> {
    lines: HashedLines<W>,
    bounds: Bounds,
    number: u64,
    last: Option<Place>,
}

impl<W: Write> ItemWriter<W> {
    pub(super) fn new(out: W, bounds: Bounds) -> Self {
        Self {
            lines: HashedLines::new(out),
            bounds,
            number: 0,
            last: None,
        }
    }

    /// Writes an entry; `wire` says it in a version's words, given the number of its line.
    pub(super) fn item<L: Serialize>(
        &mut self,
        item: &PackItem,
        wire: impl FnOnce(&PackItem, u64) -> Result<L, CourierError>,
    ) -> Result<(), CourierError> {
        let next = place(item);
        let line = self.number + 1;
        if self.last.as_ref().is_some_and(|last| *last >= next) {
            // Sorted above, hence an entry given twice.
            return Err(CourierError::Format(FormatError::OutOfOrder { line }));
        }
        self.last = Some(next);
        self.line(&wire(item, line)?)
    }

    pub(super) fn line(&mut self, line: &impl Serialize) -> Result<(), CourierError> {
        self.number += 1;
        let text =
            serde_json::to_vec(line).map_err(|error| CourierError::bad_line(self.number, error))?;
        if text.len() > self.bounds.line_bytes {
            return Err(CourierError::Format(FormatError::LineTooLong {
                line: self.number,
                limit_bytes: self.bounds.line_bytes,
            }));
        }
        self.lines.line(&[&text])
    }

    pub(super) fn finish(self) -> Result<HashedEnd, CourierError> {
        self.lines.finish()
    }
}

/// Gives every entry to `on`, from the reader's current line to the footer.
pub(super) fn read<R: Read + Seek, E: From<CourierError>>(
    reader: PackReader<R>,
    mut on: impl FnMut(PackItem) -> Result<(), E>,
) -> Result<RootHash, E> {
    let PackReader {
        mut lines, parse, ..
    } = reader;
    let mut last: Option<Place> = None;
    loop {
        if let Some(root) = lines.footer() {
            return Ok(lines.finish(root)?);
        }
        let number = lines.number();
        let item = parse(lines.line(), number)?;
        let next = place(&item);
        if last.as_ref().is_some_and(|last| *last >= next) {
            return Err(CourierError::Format(FormatError::OutOfOrder { line: number }).into());
        }
        last = Some(next);
        on(item)?;
        lines.keep();
        lines.advance()?;
    }
}

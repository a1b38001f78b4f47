//! Pack format, version 1. Frozen: never change what it writes or reads; add `v2.rs` beside it.
//!
//! ```text
//! {"pack":{"format":"pingyi-pack","version":1,"number":…,"time":"2026-11-24T09:30","community":{…},"signing_key":…,"devices":[…]}}
//! {"plan":"<TOML>"}                                       … ascending
//! {"calendar":"<text>"}                                   none or one
//! {"ack":{"device":…,"batch":…,"root":…}}                 … ascending by device and number
//! {"status":{"tag":…,"state":…,"due":…,"tentative":…}}    … ascending by tag
//! {"reply":{"tag":…,"sealed":"<base64 of 4,000 bytes>"}}  … ascending by tag
//! {"notice":{"number":…,"posted":…,"title":…,"body":…}}   … ascending by number
//! {"revoked":"<hex of 32 bytes>"}                         … ascending
//! {"root":"<hex: SHA-256 of every byte above>"}
//! ```

use std::io::{Read, Seek, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::{Ack, PackContents, PackDevice, PackHeader, PackItem, PackReader, SealedReply};
use crate::courier::error::CourierError;
use crate::courier::error::FormatError;
use crate::courier::keys::PublicKey;
use crate::courier::lines::{Bounds, HashedEnd, HashedLines, SignedLines};
use crate::domain::batch::SEALED_REPLY_BYTES;
use crate::domain::calendar::DueDate;
use crate::domain::case::{CaseStatus, ReceiptStatus};
use crate::domain::community::Community;
use crate::domain::document::Document;
use crate::domain::ids::{PackNumber, RootHash, SlipHash, Tag};
use crate::domain::notice::Notice;

const FORMAT: &str = "pingyi-pack";
const TIME: &str = "%Y-%m-%dT%H:%M";
pub(super) const OPENING: &str = "{\"pack\":{";
pub(super) const BOUNDS: Bounds = Bounds {
    file_bytes: super::MAX_PACK_BYTES,
    line_bytes: 1024 * 1024,
    lines: 1_000_000,
};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum Line {
    Pack(Box<WireHeader>),
    Plan(String),
    Calendar(String),
    Ack(Ack),
    Status(WireStatus),
    Reply(WireReply),
    Notice(WireNotice),
    Revoked(SlipHash),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireHeader {
    format: String,
    version: u32,
    number: PackNumber,
    time: String,
    community: Community,
    signing_key: PublicKey,
    devices: Vec<PackDevice>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireReply {
    tag: Tag,
    sealed: String,
}

/// A notice as version 1 says it: plain text, one paragraph a line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireNotice {
    number: u32,
    posted: NaiveDate,
    title: String,
    body: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    ledger_head: String,
}

impl WireNotice {
    fn of(notice: &Notice) -> Self {
        Self {
            number: notice.number,
            posted: notice.posted,
            title: notice.document.title.clone(),
            body: notice.document.plain(),
            ledger_head: notice.ledger_head.clone(),
        }
    }

    fn notice(self) -> Notice {
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

/// How far a receipt is, as version 1 says it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireStatus {
    tag: Tag,
    state: WireState,
    due: Option<NaiveDate>,
    /// [`DueDate::provisional`], by its old name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    tentative: bool,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WireState {
    Received,
    InProgress,
    Answered,
    Counted,
}

impl WireStatus {
    /// Version 1 knows three steps of a case: what another body or another case has is in progress, and what is closed is
    /// answered: by the reply, or by the reason for which it was declined.
    fn of(tag: Tag, status: ReceiptStatus) -> Self {
        let (state, due) = match status {
            ReceiptStatus::Counted => (WireState::Counted, None),
            ReceiptStatus::Case { status, due } => {
                let state = match status {
                    CaseStatus::Received => WireState::Received,
                    CaseStatus::InProgress | CaseStatus::Transferred | CaseStatus::Joined => {
                        WireState::InProgress
                    }
                    CaseStatus::Answered | CaseStatus::Closed => WireState::Answered,
                };
                (state, due)
            }
        };
        Self {
            tag,
            state,
            due: due.map(|due| due.date),
            tentative: due.is_some_and(|due| due.provisional),
        }
    }

    fn status(&self) -> ReceiptStatus {
        let due = self.due.map(|date| DueDate {
            date,
            provisional: self.tentative,
        });
        let case = |status| ReceiptStatus::Case { status, due };
        match self.state {
            WireState::Received => case(CaseStatus::Received),
            WireState::InProgress => case(CaseStatus::InProgress),
            WireState::Answered => case(CaseStatus::Answered),
            WireState::Counted => ReceiptStatus::Counted,
        }
    }
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
    }
}

pub(super) fn write(out: impl Write, contents: &PackContents) -> Result<HashedEnd, CourierError> {
    let mut lines = Writer {
        lines: HashedLines::new(out),
        number: 0,
        last: None,
    };
    let header = &contents.header;
    lines.line(&Line::Pack(Box::new(WireHeader {
        format: FORMAT.to_owned(),
        version: 1,
        number: header.number,
        time: header.time.format(TIME).to_string(),
        community: header.community.clone(),
        signing_key: header.signing_key,
        devices: header.devices.clone(),
    })))?;
    let mut plans: Vec<&String> = contents.plans.iter().collect();
    plans.sort();
    for text in plans {
        lines.item(PackItem::Plan(text.clone()))?;
    }
    if let Some(text) = &contents.calendar {
        lines.item(PackItem::Calendar(text.clone()))?;
    }
    let mut acks: Vec<&Ack> = contents.acks.iter().collect();
    acks.sort();
    for ack in acks {
        lines.item(PackItem::Ack(ack.clone()))?;
    }
    let mut statuses = contents.statuses.clone();
    statuses.sort_by_key(|(tag, _)| *tag);
    for (tag, status) in statuses {
        lines.item(PackItem::Status(tag, status))?;
    }
    let mut replies: Vec<&SealedReply> = contents.replies.iter().collect();
    replies.sort_by_key(|reply| reply.tag);
    for reply in replies {
        lines.item(PackItem::Reply(reply.clone()))?;
    }
    let mut notices: Vec<&Notice> = contents.notices.iter().collect();
    notices.sort_by_key(|notice| notice.number);
    for notice in notices {
        lines.item(PackItem::Notice(notice.clone()))?;
    }
    let mut revoked = contents.revoked.clone();
    revoked.sort();
    for slip in revoked {
        lines.item(PackItem::Revoked(slip))?;
    }
    lines.lines.finish()
}

struct Writer<W> {
    lines: HashedLines<W>,
    number: u64,
    last: Option<Place>,
}

impl<W: Write> Writer<W> {
    fn item(&mut self, item: PackItem) -> Result<(), CourierError> {
        let next = place(&item);
        if self.last.as_ref().is_some_and(|last| *last >= next) {
            // Sorted above, hence an entry given twice.
            return Err(CourierError::Format(FormatError::OutOfOrder {
                line: self.number + 1,
            }));
        }
        self.last = Some(next);
        let line = match item {
            PackItem::Plan(text) => Line::Plan(text),
            PackItem::Calendar(text) => Line::Calendar(text),
            PackItem::Ack(ack) => Line::Ack(ack),
            PackItem::Status(tag, status) => Line::Status(WireStatus::of(tag, status)),
            PackItem::Reply(reply) => {
                if reply.sealed.len() != SEALED_REPLY_BYTES {
                    return Err(CourierError::bad_line(self.number + 1, "size of a reply"));
                }
                Line::Reply(WireReply {
                    tag: reply.tag,
                    sealed: BASE64.encode(&reply.sealed),
                })
            }
            PackItem::Notice(notice) => Line::Notice(WireNotice::of(&notice)),
            PackItem::Revoked(slip) => Line::Revoked(slip),
        };
        self.line(&line)
    }

    fn line(&mut self, line: &Line) -> Result<(), CourierError> {
        self.number += 1;
        let text =
            serde_json::to_vec(line).map_err(|error| CourierError::bad_line(self.number, error))?;
        if text.len() > BOUNDS.line_bytes {
            return Err(CourierError::Format(FormatError::LineTooLong {
                line: self.number,
                limit_bytes: BOUNDS.line_bytes,
            }));
        }
        self.lines.line(&[&text])
    }
}

fn parse(line: &[u8], number: u64) -> Result<Line, CourierError> {
    serde_json::from_slice(line).map_err(|error| CourierError::bad_line(number, error))
}

pub(super) fn open<R: Read + Seek>(
    mut lines: SignedLines<R>,
) -> Result<PackReader<R>, CourierError> {
    lines.advance()?;
    let Line::Pack(header) = parse(lines.line(), lines.number())? else {
        return Err(CourierError::Format(FormatError::NotPingyi));
    };
    if header.format != FORMAT {
        return Err(CourierError::Format(FormatError::NotPingyi));
    }
    if header.version != 1 {
        return Err(CourierError::Format(FormatError::UnknownVersion {
            version: header.version,
        }));
    }
    let time = NaiveDateTime::parse_from_str(&header.time, TIME)
        .map_err(|error| CourierError::bad_line(lines.number(), error))?;
    lines.keep();
    let header = PackHeader {
        number: header.number,
        time,
        community: header.community,
        signing_key: header.signing_key,
        devices: header.devices,
    };
    Ok(PackReader { header, lines })
}

pub(super) fn read_items<R: Read + Seek, E: From<CourierError>>(
    mut lines: SignedLines<R>,
    mut on: impl FnMut(PackItem) -> Result<(), E>,
) -> Result<RootHash, E> {
    let mut last: Option<Place> = None;
    loop {
        lines.advance()?;
        let number = lines.number();
        if let Some(root) = lines.footer() {
            return Ok(lines.finish(root)?);
        }
        let item = match parse(lines.line(), number)? {
            Line::Pack(_) => {
                return Err(CourierError::bad_line(number, "a second header").into());
            }
            Line::Plan(text) => PackItem::Plan(text),
            Line::Calendar(text) => PackItem::Calendar(text),
            Line::Ack(ack) => PackItem::Ack(ack),
            Line::Status(wire) => PackItem::Status(wire.tag, wire.status()),
            Line::Reply(reply) => PackItem::Reply(SealedReply {
                tag: reply.tag,
                sealed: BASE64
                    .decode(&reply.sealed)
                    .ok()
                    .filter(|sealed| sealed.len() == SEALED_REPLY_BYTES)
                    .ok_or_else(|| CourierError::bad_line(number, "size of a reply"))?,
            }),
            Line::Notice(wire) => PackItem::Notice(wire.notice()),
            Line::Revoked(slip) => PackItem::Revoked(slip),
        };
        let next = place(&item);
        if last.as_ref().is_some_and(|last| *last >= next) {
            return Err(CourierError::Format(FormatError::OutOfOrder { line: number }).into());
        }
        last = Some(next);
        on(item)?;
        lines.keep();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_version_1_cannot_say_is_said_as_near_as_it_can() {
        let due = Some(DueDate {
            date: NaiveDate::from_ymd_opt(2027, 1, 4).unwrap(),
            provisional: true,
        });
        let tag = Tag([1; 16]);
        for status in CaseStatus::ALL {
            let said = match status {
                CaseStatus::Received | CaseStatus::InProgress | CaseStatus::Answered => *status,
                CaseStatus::Transferred | CaseStatus::Joined => CaseStatus::InProgress,
                CaseStatus::Closed => CaseStatus::Answered,
            };
            let wire = WireStatus::of(
                tag,
                ReceiptStatus::Case {
                    status: *status,
                    due,
                },
            );
            assert_eq!(wire.status(), ReceiptStatus::Case { status: said, due });
        }
        let counted = WireStatus::of(tag, ReceiptStatus::Counted);
        assert_eq!(counted.status(), ReceiptStatus::Counted);
    }
}

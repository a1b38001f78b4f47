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

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::items::{self, ItemWriter, WireNotice, WireReply};
use super::{
    Ack, BOUNDS, FORMAT, PackContents, PackDevice, PackHeader, PackItem, PackReader, TIME,
};
use crate::courier::error::CourierError;
use crate::courier::error::FormatError;
use crate::courier::keys::PublicKey;
use crate::courier::lines::{HashedEnd, SignedLines};
use crate::domain::calendar::DueDate;
use crate::domain::case::ReceiptTalk;
use crate::domain::case::{CaseStatus, ReceiptStatus};
use crate::domain::community::Community;
use crate::domain::ids::{PackNumber, SlipHash, Tag};
use crate::domain::zone::Zone;

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
            // Version 1 has no word for an extension: the day is the new one.
            ReceiptStatus::Case { status, due, .. } => {
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
        let case = |status| ReceiptStatus::Case {
            status,
            due,
            extended: false,
            talk: ReceiptTalk::default(),
        };
        match self.state {
            WireState::Received => case(CaseStatus::Received),
            WireState::InProgress => case(CaseStatus::InProgress),
            WireState::Answered => case(CaseStatus::Answered),
            WireState::Counted => ReceiptStatus::Counted,
        }
    }
}

pub(super) fn write(out: impl Write, contents: &PackContents) -> Result<HashedEnd, CourierError> {
    let mut lines = ItemWriter::new(out, BOUNDS);
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
    items::each(contents, &mut |item| {
        lines.item(&item, |item, number| {
            Ok(match item {
                PackItem::Plan(text) => Line::Plan(text.clone()),
                PackItem::Calendar(text) => Line::Calendar(text.clone()),
                PackItem::Ack(ack) => Line::Ack(ack.clone()),
                PackItem::Status(tag, status) => Line::Status(WireStatus::of(*tag, *status)),
                PackItem::Reply(reply) => Line::Reply(WireReply::of(reply, number)?),
                PackItem::Notice(notice) => Line::Notice(WireNotice::of(notice)),
                PackItem::Revoked(slip) => Line::Revoked(*slip),
                PackItem::Slips(_) | PackItem::Seen(_) | PackItem::PinCode(_) => {
                    return Err(CourierError::bad_line(
                        number,
                        "a list of slips in version 1",
                    ));
                }
            })
        })
    })?;
    lines.finish()
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
        older_keys: Vec::new(),
        signing_key: header.signing_key,
        devices: header.devices,
        zone: Zone::default(),
    };
    lines.advance()?;
    Ok(PackReader {
        header,
        ledger: None,
        lines,
        parse: parse_item,
    })
}

fn parse_item(line: &[u8], number: u64) -> Result<PackItem, CourierError> {
    Ok(match parse(line, number)? {
        Line::Pack(_) => return Err(CourierError::bad_line(number, "a second header")),
        Line::Plan(text) => PackItem::Plan(text),
        Line::Calendar(text) => PackItem::Calendar(text),
        Line::Ack(ack) => PackItem::Ack(ack),
        Line::Status(wire) => PackItem::Status(wire.tag, wire.status()),
        Line::Reply(wire) => PackItem::Reply(wire.reply(number)?),
        Line::Notice(wire) => PackItem::Notice(wire.notice()),
        Line::Revoked(slip) => PackItem::Revoked(slip),
    })
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
                    extended: true,
                    talk: ReceiptTalk::default(),
                },
            );
            let read = ReceiptStatus::Case {
                status: said,
                due,
                extended: false,
                talk: ReceiptTalk::default(),
            };
            assert_eq!(wire.status(), read);
        }
        let counted = WireStatus::of(tag, ReceiptStatus::Counted);
        assert_eq!(counted.status(), ReceiptStatus::Counted);
    }
}

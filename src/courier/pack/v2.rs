//! Pack format, version 2: tells how far the office's ledger has come. Not frozen before the program's version is 0.2.0.
//!
//! ```text
//! {"pack":{"format":"pingyi-pack","version":2,"suite":1,"realm":"real","community":…,"number":…,"time":"2026-11-29T09:30"}}
//! {"profile":{"name":…,"office_place":…,"telephone":…,"receipt_salt":…}}    one; with "zone":"Asia/Urumqi" where it is not Shanghai's,
//!                                                         "protection":"…" where the office says where to turn
//! {"office_key":{"signing_key":…,"sealing_key":…}}        one; where it was renewed, "older_keys":[…] beside it, newest first
//! {"device":{"device":…,"key":…}}                         … ascending: those accepted; with "standing":"retired" or
//!                                                         "revoked" those that are
//! {"ledger":{"length":…,"head":…,"first":…}}              one
//! {"restored":{"lost":{"length":…,"head":…},"kept":{…}}}  … oldest first
//! {"entry":"<hex: hash of a ledger entry>"}               … from entry `first` to the newest
//! {"plan":…} {"calendar":…} {"ack":…} {"status":…} {"reply":…} {"notice":…}   as in version 1, but a status has every
//!                                                         state: {"tag":…,"state":…,"due":…,"provisional":…}; with
//!                                                         "extended":true its term was extended to that day, and a
//!                                                         `reply` of an open case says why; "answers":2, "rates":true
//!                                                         and "news":"rated", "reopened" or "words-received" are 回访
//! {"slip":{"device":…,"plan":…,"round":…,"group":null,"number":…,"commitment":"<hex: SHA-256 of the tags' bytes>",
//!   "tags":["<hex of 16 bytes>",…],"voided":[…]}}          … ascending by plan, round, device and group; tags ascending
//! {"seen":{"device":…,"statement":"<SEEN.JSL>","signature":"<SEEN.SIG>"}}  … ascending by device
//! {"pin_code":{"device":…,"digest":"<hex of 32 bytes>"}}  … ascending by device
//! {"root":"<hex: SHA-256 of every byte above>"}
//! ```

use std::io::{Read, Seek, Write};

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::items::{self, ItemWriter, WireNotice, WireReply};
use super::{
    Ack, BOUNDS, FORMAT, PackContents, PackDevice, PackHeader, PackItem, PackPinCode, PackReader,
    TIME,
};
use crate::courier::error::{CourierError, FormatError};
use crate::courier::keys::PublicKey;
use crate::courier::lines::{HashedEnd, SignedLines};
use crate::courier::seen::SignedSeen;
use crate::courier::sign::realm_word;
use crate::courier::suite::{self, SUITE};
use crate::domain::calendar::DueDate;
use crate::domain::case::ReceiptStatus;
use crate::domain::case::{CaseNews, ReceiptTalk};
use crate::domain::community::Community;
use crate::domain::ids::{
    CommunityId, DeviceId, GroupId, PackNumber, PlanId, ReceiptSalt, RootHash, SealingKey,
    SlipCommitment, SlipTag, Tag,
};
use crate::domain::round::RoundId;
use crate::domain::slip::{SlipKey, SlipList};
use crate::domain::witness::{Excerpt, LedgerPoint, Restoration};
use crate::domain::zone::Zone;

/// What stands for the state of ratings alone, which only version 0.1 gave receipts to.
const COUNTED: &str = "counted";

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Line {
    Pack(WireHeader),
    Profile(WireProfile),
    OfficeKey(WireKey),
    Device(PackDevice),
    Ledger(WireLedger),
    Restored(Restoration),
    Entry(RootHash),
    Plan(String),
    Calendar(String),
    Ack(Ack),
    Status(WireStatus),
    Reply(WireReply),
    Notice(WireNotice),
    Slip(WireSlips),
    Seen(SignedSeen),
    PinCode(PackPinCode),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireHeader {
    format: String,
    version: u32,
    suite: u32,
    realm: String,
    community: CommunityId,
    number: PackNumber,
    time: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireProfile {
    name: String,
    office_place: String,
    telephone: String,
    /// Where to turn against retaliation, where the office says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    protection: Option<String>,
    receipt_salt: ReceiptSalt,
    /// Told where it is another than all of China's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<Zone>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireKey {
    signing_key: PublicKey,
    sealing_key: SealingKey,
    /// What was sealed to before, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    older_keys: Vec<SealingKey>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireLedger {
    length: u64,
    head: RootHash,
    first: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireStatus {
    tag: Tag,
    state: String,
    due: Option<NaiveDate>,
    provisional: bool,
    #[serde(default, skip_serializing_if = "is_not")]
    extended: bool,
    /// How many answers were given; none told where there is none.
    #[serde(default, skip_serializing_if = "is_none")]
    answers: u32,
    /// The last of them is asked about.
    #[serde(default, skip_serializing_if = "is_not")]
    rates: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    news: Option<CaseNews>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_none(number: &u32) -> bool {
    *number == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_not(flag: &bool) -> bool {
    !flag
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireSlips {
    device: DeviceId,
    plan: PlanId,
    round: RoundId,
    group: Option<GroupId>,
    number: u64,
    commitment: SlipCommitment,
    tags: Vec<SlipTag>,
    voided: Vec<SlipTag>,
}

impl WireSlips {
    fn of(list: &SlipList) -> Self {
        let SlipKey {
            plan,
            round,
            device,
            group,
        } = list.key.clone();
        Self {
            device,
            plan,
            round,
            group,
            number: list.number,
            commitment: list.commitment,
            tags: list.tags.clone(),
            voided: list.voided.clone(),
        }
    }

    /// What the line says. Whether that is a whole list the device judges, for one that is not must not cost it the others.
    fn list(self) -> SlipList {
        SlipList {
            key: SlipKey {
                plan: self.plan,
                round: self.round,
                device: self.device,
                group: self.group,
            },
            tags: self.tags,
            number: self.number,
            commitment: self.commitment,
            voided: self.voided,
        }
    }
}

impl WireStatus {
    fn of(tag: Tag, status: ReceiptStatus) -> Self {
        let (state, due, extended, talk) = match status {
            ReceiptStatus::Counted => (COUNTED, None, false, ReceiptTalk::default()),
            ReceiptStatus::Case {
                status,
                due,
                extended,
                talk,
            } => (status.name(), due, extended, talk),
        };
        Self {
            tag,
            state: state.to_owned(),
            due: due.map(|due| due.date),
            provisional: due.is_some_and(|due| due.provisional),
            extended,
            answers: talk.answers,
            rates: talk.rates,
            news: talk.news,
        }
    }

    fn status(&self, line: u64) -> Result<ReceiptStatus, CourierError> {
        if self.state == COUNTED {
            return Ok(ReceiptStatus::Counted);
        }
        let status = self.state.parse();
        Ok(ReceiptStatus::Case {
            status: status.map_err(|_| CourierError::bad_line(line, "the state of a case"))?,
            due: self.due.map(|date| DueDate {
                date,
                provisional: self.provisional,
            }),
            extended: self.extended,
            talk: ReceiptTalk {
                answers: self.answers,
                rates: self.rates,
                news: self.news,
            },
        })
    }
}

pub(super) fn write(
    out: impl Write,
    contents: &PackContents,
    ledger: &Excerpt,
) -> Result<HashedEnd, CourierError> {
    let mut lines = ItemWriter::new(out, BOUNDS);
    let header = &contents.header;
    let community = &header.community;
    lines.line(&Line::Pack(WireHeader {
        format: FORMAT.to_owned(),
        version: 2,
        suite: SUITE,
        realm: realm_word(&community.id).to_owned(),
        community: community.id.clone(),
        number: header.number,
        time: header.time.format(TIME).to_string(),
    }))?;
    lines.line(&Line::Profile(WireProfile {
        name: community.name.clone(),
        office_place: community.office_place.clone(),
        telephone: community.telephone.clone(),
        protection: community.protection.clone(),
        receipt_salt: community.receipt_salt,
        zone: Some(header.zone).filter(|zone| *zone != Zone::default()),
    }))?;
    lines.line(&Line::OfficeKey(WireKey {
        signing_key: header.signing_key,
        sealing_key: community.sealing_key,
        older_keys: header.older_keys.clone(),
    }))?;
    let mut devices = header.devices.clone();
    devices.sort_by(|one, other| one.device.cmp(&other.device));
    for device in devices {
        lines.line(&Line::Device(device))?;
    }
    if !ledger.is_whole() {
        return Err(CourierError::bad_line(0, "hashes of the ledger"));
    }
    lines.line(&Line::Ledger(WireLedger {
        length: ledger.now.length,
        head: ledger.now.head,
        first: ledger.first,
    }))?;
    for restored in &ledger.restored {
        lines.line(&Line::Restored(*restored))?;
    }
    for hash in &ledger.hashes {
        lines.line(&Line::Entry(*hash))?;
    }
    items::each(contents, &mut |item| {
        lines.item(&item, |item, number| {
            Ok(match item {
                PackItem::Plan(text) => Line::Plan(text.clone()),
                PackItem::Calendar(text) => Line::Calendar(text.clone()),
                PackItem::Ack(ack) => Line::Ack(ack.clone()),
                PackItem::Status(tag, status) => Line::Status(WireStatus::of(*tag, *status)),
                PackItem::Reply(reply) => Line::Reply(WireReply::of(reply, number)?),
                PackItem::Notice(notice) => Line::Notice(WireNotice::of(notice)),
                PackItem::Revoked(_) => {
                    return Err(CourierError::bad_line(number, "a slip of version 1"));
                }
                PackItem::Slips(list) => Line::Slip(WireSlips::of(list)),
                PackItem::Seen(seen) => Line::Seen(seen.clone()),
                PackItem::PinCode(code) => Line::PinCode(code.clone()),
            })
        })
    })?;
    lines.finish()
}

/// What stands before the lists.
#[derive(Default)]
struct Prelude {
    profile: Option<WireProfile>,
    key: Option<WireKey>,
    devices: Vec<PackDevice>,
    ledger: Option<WireLedger>,
    restored: Vec<Restoration>,
    hashes: Vec<RootHash>,
}

impl Prelude {
    /// Takes a line; gives back one that belongs to the lists. Each has its place, and one kind is there once.
    fn take(&mut self, line: Line, number: u64) -> Result<Option<Line>, CourierError> {
        let out_of_order = || CourierError::Format(FormatError::OutOfOrder { line: number });
        match line {
            Line::Profile(profile) if self.profile.is_none() && self.ledger.is_none() => {
                self.profile = Some(profile);
            }
            Line::OfficeKey(key) if self.profile.is_some() && self.key.is_none() => {
                self.key = Some(key);
            }
            Line::Device(device) if self.key.is_some() && self.ledger.is_none() => {
                let last = self.devices.last();
                if last.is_some_and(|last| last.device >= device.device) {
                    return Err(out_of_order());
                }
                self.devices.push(device);
            }
            Line::Ledger(ledger) if self.key.is_some() && self.ledger.is_none() => {
                self.ledger = Some(ledger);
            }
            Line::Restored(restored) if self.ledger.is_some() && self.hashes.is_empty() => {
                self.restored.push(restored);
            }
            Line::Entry(hash) if self.ledger.is_some() => self.hashes.push(hash),
            Line::Pack(_)
            | Line::Profile(_)
            | Line::OfficeKey(_)
            | Line::Device(_)
            | Line::Ledger(_)
            | Line::Restored(_)
            | Line::Entry(_) => return Err(out_of_order()),
            Line::Plan(_)
            | Line::Calendar(_)
            | Line::Ack(_)
            | Line::Status(_)
            | Line::Reply(_)
            | Line::Notice(_)
            | Line::Slip(_)
            | Line::Seen(_)
            | Line::PinCode(_) => return Ok(Some(line)),
        }
        Ok(None)
    }

    fn excerpt(&mut self) -> Option<Excerpt> {
        let told = self.ledger.take()?;
        let excerpt = Excerpt {
            now: LedgerPoint {
                length: told.length,
                head: told.head,
            },
            first: told.first,
            hashes: std::mem::take(&mut self.hashes),
            restored: std::mem::take(&mut self.restored),
        };
        excerpt.is_whole().then_some(excerpt)
    }
}

fn parse(line: &[u8], number: u64) -> Result<Line, CourierError> {
    serde_json::from_slice(line).map_err(|error| CourierError::bad_line(number, error))
}

pub(super) fn open<R: Read + Seek>(
    mut lines: SignedLines<R>,
) -> Result<PackReader<R>, CourierError> {
    lines.advance()?;
    suite::check(lines.line())?;
    let Line::Pack(header) = parse(lines.line(), lines.number())? else {
        return Err(CourierError::Format(FormatError::NotPingyi));
    };
    check_header(&header)?;
    let time = NaiveDateTime::parse_from_str(&header.time, TIME)
        .map_err(|error| CourierError::bad_line(lines.number(), error))?;
    lines.keep();
    let mut prelude = Prelude::default();
    loop {
        lines.advance()?;
        if lines.footer().is_some() {
            break;
        }
        let line = parse(lines.line(), lines.number())?;
        if prelude.take(line, lines.number())?.is_some() {
            break;
        }
        lines.keep();
    }
    let missing = || CourierError::bad_line(lines.number(), "what stands before the lists");
    let ledger = prelude.excerpt().ok_or_else(missing)?;
    let (Some(profile), Some(key)) = (prelude.profile, prelude.key) else {
        return Err(missing());
    };
    let header = PackHeader {
        number: header.number,
        time,
        community: Community {
            id: header.community,
            name: profile.name,
            office_place: profile.office_place,
            telephone: profile.telephone,
            protection: profile.protection,
            receipt_salt: profile.receipt_salt,
            sealing_key: key.sealing_key,
        },
        older_keys: key.older_keys,
        signing_key: key.signing_key,
        devices: prelude.devices,
        zone: profile.zone.unwrap_or_default(),
    };
    Ok(PackReader {
        header,
        ledger: Some(ledger),
        lines,
        parse: parse_item,
    })
}

fn check_header(header: &WireHeader) -> Result<(), CourierError> {
    if header.format != FORMAT {
        return Err(CourierError::Format(FormatError::NotPingyi));
    }
    if header.version != 2 {
        return Err(CourierError::Format(FormatError::UnknownVersion {
            version: header.version,
        }));
    }
    if header.realm != realm_word(&header.community) {
        return Err(CourierError::bad_line(
            1,
            "another realm than its community's",
        ));
    }
    Ok(())
}

fn parse_item(line: &[u8], number: u64) -> Result<PackItem, CourierError> {
    Ok(match parse(line, number)? {
        Line::Plan(text) => PackItem::Plan(text),
        Line::Calendar(text) => PackItem::Calendar(text),
        Line::Ack(ack) => PackItem::Ack(ack),
        Line::Status(wire) => PackItem::Status(wire.tag, wire.status(number)?),
        Line::Reply(wire) => PackItem::Reply(wire.reply(number)?),
        Line::Notice(wire) => PackItem::Notice(wire.notice()),
        Line::Slip(wire) => PackItem::Slips(wire.list()),
        Line::Seen(seen) => PackItem::Seen(seen),
        Line::PinCode(code) => PackItem::PinCode(code),
        Line::Pack(_)
        | Line::Profile(_)
        | Line::OfficeKey(_)
        | Line::Device(_)
        | Line::Ledger(_)
        | Line::Restored(_)
        | Line::Entry(_) => {
            return Err(CourierError::Format(FormatError::OutOfOrder {
                line: number,
            }));
        }
    })
}

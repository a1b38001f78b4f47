//! 回程包: what the office sends back. Dispatch over format versions.

mod items;
pub mod v1;
pub mod v2;

pub use items::{notice_text, read_notice};

use std::io::{Read, Seek, Write};

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::error::CourierError;
use super::keys::{PublicKey, SigningKey};
use super::lines::{Bounds, HashedEnd, SignedLines};
use super::seen::SignedSeen;
use super::sign::{Purpose, SignatureFile, Statement, sign};
use crate::courier::error::FormatError;
use crate::domain::case::ReceiptStatus;
use crate::domain::community::Community;
use crate::domain::device::DeviceStanding;
use crate::domain::ids::{
    BatchNumber, CommunityId, DeviceId, PackNumber, PinCodeDigest, RootHash, SealingKey, SlipHash,
    Tag,
};
use crate::domain::notice::Notice;
use crate::domain::slip::SlipList;
use crate::domain::witness::Excerpt;
use crate::domain::zone::Zone;

/// No pack file is longer.
pub const MAX_PACK_BYTES: u64 = 512 * 1024 * 1024;

const FORMAT: &str = "pingyi-pack";
const TIME: &str = "%Y-%m-%dT%H:%M";
const OPENING: &str = "{\"pack\":{";
const BOUNDS: Bounds = Bounds {
    file_bytes: MAX_PACK_BYTES,
    line_bytes: 1024 * 1024,
    lines: 1_000_000,
};

/// Everything a pack carries. Lists are sorted on writing; an entry given twice is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackContents {
    /// Who sends it, and when.
    pub header: PackHeader,
    /// How far the office's ledger has come, for devices to hold against what they have seen. Version 1 does not tell.
    pub ledger: Option<Excerpt>,
    /// The plans, each the text of its TOML file.
    pub plans: Vec<String>,
    /// The table of working days, as its text; none keeps the one the kiosk has.
    pub calendar: Option<String>,
    /// Batches the office holds.
    pub acks: Vec<Ack>,
    /// How far each receipt is.
    pub statuses: Vec<(Tag, ReceiptStatus)>,
    /// Replies, sealed to the receipts' keys.
    pub replies: Vec<SealedReply>,
    /// What is on the notice board: all of it, so that a notice left out is taken down.
    pub notices: Vec<Notice>,
    /// Slips that may not be used, as version 1 has room for them; no program ever wrote one.
    pub revoked: Vec<SlipHash>,
    /// Voting slips: a list a device, plan, round and group. Version 1 does not tell.
    pub slips: Vec<SlipList>,
    /// What devices have signed that they have seen, word for word. Version 1 does not tell.
    pub seen: Vec<SignedSeen>,
    /// The newest code of each device that has one. Version 1 does not tell.
    pub pin_codes: Vec<PackPinCode>,
}

/// What a pack says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackHeader {
    /// From 1, never backwards.
    pub number: PackNumber,
    /// The office's local time when it was made, to the minute.
    pub time: NaiveDateTime,
    /// The office's profile, with the key that is sealed to from now on.
    pub community: Community,
    /// What was sealed to before, the newest of them first. Version 1 does not tell.
    pub older_keys: Vec<SealingKey>,
    /// The key packs are signed with; a kiosk pairs with it.
    pub signing_key: PublicKey,
    /// The devices accepted, and those retired or revoked.
    pub devices: Vec<PackDevice>,
    /// The zone that the community lives by. Version 1 does not tell.
    pub zone: Zone,
}

/// A device in service, retired or revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackDevice {
    /// Its name.
    pub device: DeviceId,
    /// Its key.
    pub key: PublicKey,
    /// Where it stands; one that only asked is not listed.
    #[serde(default = "accepted", skip_serializing_if = "is_accepted")]
    pub standing: DeviceStanding,
}

fn accepted() -> DeviceStanding {
    DeviceStanding::Accepted
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_accepted(standing: &DeviceStanding) -> bool {
    *standing == DeviceStanding::Accepted
}

/// What lets a device's staff set a new PIN, once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackPinCode {
    /// Whose staff.
    pub device: DeviceId,
    /// What it is known by.
    pub digest: PinCodeDigest,
}

/// A batch the office holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ack {
    /// Whose.
    pub device: DeviceId,
    /// Which.
    pub batch: BatchNumber,
    /// Its root: a kiosk deletes only what has the same.
    pub root: RootHash,
}

/// A reply, openable with the receipt only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedReply {
    /// Whose.
    pub tag: Tag,
    /// Exactly [`crate::domain::batch::SEALED_REPLY_BYTES`].
    pub sealed: Vec<u8>,
}

/// One entry of a pack, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackItem {
    /// A plan's TOML text.
    Plan(String),
    /// The table of working days.
    Calendar(String),
    /// A batch the office holds.
    Ack(Ack),
    /// How far a receipt is.
    Status(Tag, ReceiptStatus),
    /// A sealed reply.
    Reply(SealedReply),
    /// A notice.
    Notice(Notice),
    /// A slip that may not be used, in version 1.
    Revoked(SlipHash),
    /// The slips of one device, plan, round and group.
    Slips(SlipList),
    /// What a device has signed that it has seen.
    Seen(SignedSeen),
    /// What lets a device's staff set a new PIN.
    PinCode(PackPinCode),
}

/// A pack that has been written whole.
#[derive(Debug, Clone)]
pub struct WrittenPack {
    end: HashedEnd,
    statement: Statement,
}

impl WrittenPack {
    /// SHA-256 of every byte before the footer.
    #[must_use]
    pub fn root(&self) -> RootHash {
        self.end.root
    }

    /// The text of its `.SIG` file, by the office's key.
    #[must_use]
    pub fn signature(&self, key: &SigningKey) -> String {
        sign(key, &self.end.digest, &self.statement)
    }
}

/// Writes a pack to `out`; give it a buffered writer.
///
/// One that tells of the ledger is of version 2.
pub fn write(out: impl Write, contents: &PackContents) -> Result<WrittenPack, CourierError> {
    let (version, end) = match &contents.ledger {
        None => (1, v1::write(out, contents)?),
        Some(ledger) => (2, v2::write(out, contents, ledger)?),
    };
    let header = &contents.header;
    Ok(WrittenPack {
        end,
        statement: Statement {
            version,
            community: header.community.id.clone(),
            purpose: Purpose::Pack {
                number: header.number,
            },
        },
    })
}

/// What a pack is expected to be, by the kiosk that reads it.
#[derive(Debug, Clone, Copy)]
pub struct ExpectedPack<'a> {
    /// The office's key: the one paired with, or that of `OFFICE.PUB` on the stick when pairing.
    pub key: &'a PublicKey,
    /// The community paired with; none when pairing.
    pub community: Option<&'a CommunityId>,
    /// The number in its name, where it has one.
    pub number: Option<PackNumber>,
    /// The newest pack read before: an older one is refused, the same one is not.
    pub last: Option<PackNumber>,
}

/// A pack whose signature has been verified.
pub struct PackReader<R> {
    header: PackHeader,
    ledger: Option<Excerpt>,
    /// At the first line after what the header is made of.
    lines: SignedLines<R>,
    parse: fn(&[u8], u64) -> Result<PackItem, CourierError>,
}

impl<R: Read + Seek> PackReader<R> {
    /// Verifies `source` against `signature` (the text of its `.SIG`) and reads the header. Nothing is
    /// parsed before the signature has been verified over all of the file.
    pub fn open(
        source: R,
        signature: &str,
        expected: &ExpectedPack<'_>,
    ) -> Result<Self, CourierError> {
        let signature = SignatureFile::parse(signature)?;
        let statement = signature.verify_claim(expected.key, expected.community)?;
        let Purpose::Pack { number } = statement.purpose else {
            return Err(CourierError::Format(FormatError::WrongPurpose {
                given: statement.purpose.word(),
                wanted: "pack",
            }));
        };
        if let Some(found) = expected.number
            && found != number
        {
            return Err(CourierError::Format(FormatError::NumberMismatch {
                signed: number.0,
                found: found.0,
            }));
        }
        if let Some(last) = expected.last
            && number < last
        {
            return Err(CourierError::Format(FormatError::PackOlder {
                given: number,
                last,
            }));
        }
        // Only now: a file beside a signature for something else is not read, however long it is.
        let lines = SignedLines::verify(source, &signature, expected.key, BOUNDS, OPENING)?;
        let reader = match statement.version {
            1 => v1::open(lines)?,
            2 => v2::open(lines)?,
            version => {
                return Err(CourierError::Format(FormatError::UnknownVersion {
                    version,
                }));
            }
        };
        let header = &reader.header;
        if header.number != number {
            return Err(CourierError::Format(FormatError::NumberMismatch {
                signed: number.0,
                found: header.number.0,
            }));
        }
        if header.community.id != statement.community {
            return Err(CourierError::Format(FormatError::OtherCommunity {
                given: header.community.id.clone(),
            }));
        }
        // A pack that names another key than the one it is signed with would pair a kiosk wrongly.
        if header.signing_key != *expected.key {
            return Err(CourierError::Format(FormatError::SignedByAnother {
                key_id: header.signing_key.key_id_text(),
            }));
        }
        Ok(reader)
    }

    /// What the pack says about itself.
    pub fn header(&self) -> &PackHeader {
        &self.header
    }

    /// How far the office's ledger had come.
    pub fn ledger(&self) -> Option<&Excerpt> {
        self.ledger.as_ref()
    }

    /// Gives every entry to `on`, in order, and returns the root. Only the final `Ok` says that the
    /// pack is whole: what `on` did before an error has to be undone.
    pub fn read_items<E: From<CourierError>>(
        self,
        on: impl FnMut(PackItem) -> Result<(), E>,
    ) -> Result<RootHash, E> {
        items::read(self, on)
    }

    /// Reads all of it into memory.
    pub fn contents(self) -> Result<(PackContents, RootHash), CourierError> {
        let mut contents = PackContents {
            header: self.header.clone(),
            ledger: self.ledger.clone(),
            plans: Vec::new(),
            calendar: None,
            acks: Vec::new(),
            statuses: Vec::new(),
            replies: Vec::new(),
            notices: Vec::new(),
            revoked: Vec::new(),
            slips: Vec::new(),
            seen: Vec::new(),
            pin_codes: Vec::new(),
        };
        let root = self.read_items(|item| {
            match item {
                PackItem::Plan(text) => contents.plans.push(text),
                PackItem::Calendar(text) => contents.calendar = Some(text),
                PackItem::Ack(ack) => contents.acks.push(ack),
                PackItem::Status(tag, status) => contents.statuses.push((tag, status)),
                PackItem::Reply(reply) => contents.replies.push(reply),
                PackItem::Notice(notice) => contents.notices.push(notice),
                PackItem::Revoked(slip) => contents.revoked.push(slip),
                PackItem::Slips(list) => contents.slips.push(list),
                PackItem::Seen(seen) => contents.seen.push(seen),
                PackItem::PinCode(code) => contents.pin_codes.push(code),
            }
            Ok::<(), CourierError>(())
        })?;
        Ok((contents, root))
    }
}

impl<R> std::fmt::Debug for PackReader<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PackReader({:?})", self.header)
    }
}

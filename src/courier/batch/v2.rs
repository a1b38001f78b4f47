//! Batch format, version 2: words and ratings in batches of their own. Not frozen before the program's version is 0.2.0.
//!
//! ```text
//! {"batch":{"format":"pingyi-batch","version":2,"suite":1,"realm":"real","community":…,"kind":"words","device":…,"number":…,
//!   "previous_root":…,"content":…,"seen":{"pack":…,"root":…,"length":…,"head":…},"closed_on":"2026-11-29",
//!   "health":{"disk_low":false,"clock_doubted":false,"restarts":"few","version":"0.2.0"}}}
//! {"opinion":"<base64 of 4,000 bytes>"}  … ascending by SHA-256 of the sealed bytes
//! {"root":"<hex: SHA-256 of every byte above>"}
//!
//! {"batch":{…,"kind":"ratings",…,"closed_on":…,"of":{"plan":…,"shape":…,"round":"2026-08","group":null,"channel":"kiosk",
//!   "carried_over":false,"withheld":false,"submitted":…,"issued":…,"abandoned":…,"slips_used":0,"slips_refused":0}}}
//! {"rating":"<base64 of 1,024 bytes>"}   … ascending likewise
//! {"root":…}
//!
//! {"batch":{…,"kind":"chain",…,"closed_on":…,"replaces":"LOBBY1"}}
//! {"own":"<hex: root of a batch that it closed as LOBBY1>"}  … ascending; `content` is taken of these
//! {"root":…}
//!
//! {"batch":{…,"kind":"last",…,"closed_on":…,"withheld":false}}   the last one of a device that was retired: no list
//! {"root":…}
//! ```
//!
//! `content` is the SHA-256 of the sheets' ids (32 bytes each), ascending: it names what the batch holds, whoever signs it.
//! A sheet of version 1 may lie in a batch of version 2: it waited when the program was brought up to date.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{BatchHeader, Reading};
use crate::courier::sign::realm_word;
use crate::courier::suite::SUITE;
use crate::domain::batch::{BatchFacts, ClosedFacts, LastFacts, RoundFacts, RoundKey, Seen};
use crate::domain::channel::Channel;
use crate::domain::health::Health;
use crate::domain::ids::{
    BatchNumber, CommunityId, ContentHash, DeviceId, GroupId, PackNumber, PlanId, RootHash, Shape,
};
use crate::domain::round::RoundId;
use crate::domain::witness::LedgerPoint;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderLine {
    batch: WireHeader,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WireKind {
    Words,
    Ratings,
    Chain,
    Last,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireHeader {
    format: String,
    version: u32,
    suite: u32,
    realm: String,
    community: CommunityId,
    kind: WireKind,
    device: DeviceId,
    number: BatchNumber,
    previous_root: Option<RootHash>,
    content: ContentHash,
    seen: Option<WireSeen>,
    closed_on: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    health: Option<Health>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<WireRound>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replaces: Option<DeviceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    withheld: Option<bool>,
}

/// What a device vouches for having read, here and in its statement.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::courier) struct WireSeen {
    pack: PackNumber,
    root: RootHash,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    length: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    head: Option<RootHash>,
}

impl WireSeen {
    pub(crate) fn of(seen: Seen) -> Self {
        Self {
            pack: seen.pack,
            root: seen.root,
            length: seen.ledger.map(|ledger| ledger.length),
            head: seen.ledger.map(|ledger| ledger.head),
        }
    }

    pub(crate) fn seen(&self) -> Result<Seen, &'static str> {
        let ledger = match (self.length, self.head) {
            (Some(length), Some(head)) => Some(LedgerPoint { length, head }),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => return Err("a ledger's length or head alone"),
        };
        Ok(Seen {
            pack: self.pack,
            root: self.root,
            ledger,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireRound {
    plan: PlanId,
    shape: Shape,
    round: RoundId,
    group: Option<GroupId>,
    channel: Channel,
    carried_over: bool,
    withheld: bool,
    submitted: u64,
    issued: u64,
    abandoned: u64,
    slips_used: u64,
    slips_refused: u64,
}

impl WireRound {
    fn of(facts: &RoundFacts) -> Self {
        let key = facts.key.clone();
        Self {
            plan: key.plan,
            shape: key.shape,
            round: key.round,
            group: key.group,
            channel: facts.channel,
            carried_over: facts.carried_over,
            withheld: facts.withheld,
            submitted: facts.submitted,
            issued: facts.issued,
            abandoned: facts.abandoned,
            slips_used: facts.slips_used,
            slips_refused: facts.slips_refused,
        }
    }

    fn facts(self) -> RoundFacts {
        RoundFacts {
            key: RoundKey {
                plan: self.plan,
                shape: self.shape,
                round: self.round,
                group: self.group,
            },
            channel: self.channel,
            carried_over: self.carried_over,
            withheld: self.withheld,
            submitted: self.submitted,
            issued: self.issued,
            abandoned: self.abandoned,
            slips_used: self.slips_used,
            slips_refused: self.slips_refused,
        }
    }
}

/// The header's line; none for a batch that version 2 cannot tell of.
pub(super) fn header_line(format: &str, header: &BatchHeader) -> Option<Vec<u8>> {
    let (kind, closed) = match &header.facts {
        BatchFacts::Mixed(_) => return None,
        BatchFacts::Words(closed) => (WireKind::Words, closed),
        BatchFacts::Ratings(closed, _) => (WireKind::Ratings, closed),
        BatchFacts::Chain(closed, _) => (WireKind::Chain, closed),
        BatchFacts::Last(closed, _) => (WireKind::Last, closed),
    };
    let replaces = match &header.facts {
        BatchFacts::Chain(_, device) => Some(device.clone()),
        BatchFacts::Mixed(_)
        | BatchFacts::Words(_)
        | BatchFacts::Ratings(..)
        | BatchFacts::Last(..) => None,
    };
    let batch = WireHeader {
        format: format.to_owned(),
        version: 2,
        suite: SUITE,
        realm: realm_word(&header.community).to_owned(),
        community: header.community.clone(),
        kind,
        device: header.device.clone(),
        number: header.number,
        previous_root: header.previous,
        content: closed.content,
        seen: closed.seen.map(WireSeen::of),
        closed_on: closed.closed_on,
        health: closed.health,
        of: header.facts.round().map(WireRound::of),
        replaces,
        withheld: header.facts.last().map(|last| last.withheld),
    };
    serde_json::to_vec(&HeaderLine { batch }).ok()
}

/// Reads the header's line.
pub(super) fn read_header(line: &[u8]) -> Result<Reading, serde_json::Error> {
    use serde::de::Error as _;
    let HeaderLine { batch } = serde_json::from_slice(line)?;
    if batch.realm != realm_word(&batch.community) {
        return Err(serde_json::Error::custom(
            "another realm than its community's",
        ));
    }
    let seen = batch.seen.as_ref().map(WireSeen::seen).transpose();
    let closed = ClosedFacts {
        closed_on: batch.closed_on,
        health: batch.health,
        content: batch.content,
        seen: seen.map_err(serde_json::Error::custom)?,
    };
    let facts = match (batch.kind, batch.of, batch.replaces, batch.withheld) {
        (WireKind::Words, None, None, None) => BatchFacts::Words(closed),
        (WireKind::Ratings, Some(round), None, None) => BatchFacts::Ratings(closed, round.facts()),
        (WireKind::Chain, None, Some(device), None) if device != batch.device => {
            BatchFacts::Chain(closed, device)
        }
        (WireKind::Last, None, None, Some(withheld)) => {
            BatchFacts::Last(closed, LastFacts { withheld })
        }
        (WireKind::Words | WireKind::Ratings | WireKind::Chain | WireKind::Last, ..) => {
            return Err(serde_json::Error::custom(
                "a kind and what it tells of do not belong together",
            ));
        }
    };
    Ok(Reading {
        format: batch.format,
        version: batch.version,
        header: BatchHeader {
            device: batch.device,
            number: batch.number,
            community: batch.community,
            previous: batch.previous_root,
            facts,
        },
    })
}

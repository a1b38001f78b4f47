//! Batches and sealed sheets: what the card box, the courier and the office all need to know of them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::channel::Channel;
use super::health::Health;
use super::ids::{
    ContentHash, DeviceId, GroupId, PackNumber, PlanId, RootHash, Shape, SheetId, SubjectId,
};
use super::round::RoundId;
use super::time::Week;
use super::witness::{Excerpt, LedgerPoint};

/// What HPKE adds to a sheet: the encapsulated key (32 bytes) and the authentication tag (16).
pub const SEAL_OVERHEAD_BYTES: usize = 48;
/// Every sealed rating sheet is this long.
pub const SEALED_RATING_BYTES: usize = 1024;
/// Every sealed opinion sheet is this long.
pub const SEALED_OPINION_BYTES: usize = 4000;
/// Every sealed reply is this long.
pub const SEALED_REPLY_BYTES: usize = 4000;
/// What a rating sheet may take before sealing.
pub const RATING_PLAIN_BYTES: usize = SEALED_RATING_BYTES - SEAL_OVERHEAD_BYTES;
/// What an opinion sheet may take before sealing.
pub const OPINION_PLAIN_BYTES: usize = SEALED_OPINION_BYTES - SEAL_OVERHEAD_BYTES;
/// What a reply may take before sealing.
pub const REPLY_PLAIN_BYTES: usize = SEALED_REPLY_BYTES - SEAL_OVERHEAD_BYTES;

/// Counts of a batch of version 1; they name no one. A batch of words counts nothing, for it would tell how many wrote nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchCounts {
    /// Cards begun.
    pub issued: u64,
    /// Cards submitted.
    pub submitted: u64,
    /// Cards begun and given up.
    pub abandoned: u64,
    /// Voting slips used.
    pub slips: u64,
}

/// What a batch says of what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum BatchFacts {
    /// Version 1: words, or ratings of any plans, or both.
    Mixed(MixedFacts),
    /// Version 2: opinions of all plans, and nothing that counts anything.
    Words(ClosedFacts),
    /// Version 2: the ratings of one round of one plan, when it has ended.
    Ratings(ClosedFacts, RoundFacts),
    /// Version 2: the first batch of a device that got another key and another name, with the roots of those that it closed
    /// under this former one. What was loaded under it and is not among them was not its own.
    Chain(ClosedFacts, DeviceId),
    /// Version 2: the last batch of a device that was retired. It holds nothing, and nothing comes after it.
    Last(ClosedFacts, LastFacts),
}

/// What a batch of version 1 says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MixedFacts {
    /// The week it was closed in: the only date it carries.
    pub week: Week,
    /// What was counted meanwhile.
    pub counts: BatchCounts,
    /// Whether staff let a crowd too small leave.
    pub crowd_override: bool,
}

/// What every batch of version 2 says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosedFacts {
    /// The day it was closed.
    pub closed_on: NaiveDate,
    /// Its sheets, whatever the batch is called and whoever signs it.
    pub content: ContentHash,
    /// The newest pack that the device has read.
    pub seen: Option<Seen>,
    /// How the device was; none of before version 0.2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health: Option<Health>,
}

/// What the last batch of a device says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastFacts {
    /// Some ratings were too few for good when it was retired, and are destroyed. Not how many.
    pub withheld: bool,
}

/// A pack that a device vouches for having read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// Its number.
    pub pack: PackNumber,
    /// Its root.
    pub root: RootHash,
    /// How far it says that the office's ledger had come; none for a pack of version 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<LedgerPoint>,
}

impl Seen {
    /// Whether this, seen by another device, and what a device has seen itself cannot both be of one office: another pack under one
    /// number, or another ledger at one length. `own` is every pack that the device took, `told` what the newest of them told of the
    /// ledger.
    #[must_use]
    pub fn contradicts(&self, own: &[Self], told: Option<&Excerpt>) -> bool {
        let here = self.ledger.zip(told);
        if let Some((point, told)) = here {
            // What was lost when the office was set back another device may have seen: the ledger says so.
            let is_lost = told.restored.iter().any(|it| it.covers(point.length));
            match told.at(point.length) {
                Some(head) if head == point.head => return false,
                Some(_) if !is_lost => return true,
                Some(_) | None if is_lost => return false,
                Some(_) | None => {}
            }
        }
        own.iter().any(|own| {
            let is_other_ledger = own
                .ledger
                .zip(self.ledger)
                .is_some_and(|(own, other)| own.length == other.length && own.head != other.head);
            (own.pack == self.pack && own.root != self.root) || is_other_ledger
        })
    }
}

/// Which run of which plan, as it was asked, by which group. Rating sheets wait and leave by it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundKey {
    /// The plan.
    pub plan: PlanId,
    /// What it asked: a mended name makes no other round of it.
    pub shape: Shape,
    /// The round.
    pub round: RoundId,
    /// The voter group, where the plan has groups.
    pub group: Option<GroupId>,
}

/// What a batch of ratings says of its round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundFacts {
    /// Which round.
    pub key: RoundKey,
    /// How the cards were given.
    pub channel: Channel,
    /// 含此前不足数顺延的评议: some sheets were given in an earlier round, in which they were too few. Neither how many nor which.
    pub carried_over: bool,
    /// 另有不足数未统计: some were too few for good and are destroyed. Not how many.
    pub withheld: bool,
    /// Cards submitted; 0 where they are fewer than [`COARSE_STEP`].
    pub submitted: u64,
    /// Cards begun, rounded down to a multiple of [`COARSE_STEP`].
    pub issued: u64,
    /// Cards begun and given up, rounded down likewise.
    pub abandoned: u64,
    /// Voting slips used.
    pub slips_used: u64,
    /// Slips that were refused, for they had been used.
    pub slips_refused: u64,
}

impl RoundKey {
    /// The name under which a card box keeps the sheets about `subject`, or the round itself: 16 bytes, one width for every
    /// label, so that the size of a row says nothing.
    #[must_use]
    pub fn queue(&self, subject: Option<&SubjectId>) -> [u8; 16] {
        let mut digest = Sha256::new();
        let group = self.group.as_ref().map_or("", GroupId::as_str);
        let subject = subject.map_or("", SubjectId::as_str);
        // No part holds a line break.
        let (plan, round) = (self.plan.as_str(), self.round.to_string());
        for part in [plan, &round, group, subject] {
            digest.update(part);
            digest.update("\n");
        }
        digest.update(self.shape.0);
        let digest: [u8; 32] = digest.finalize().into();
        let mut key = [0; 16];
        for (to, from) in key.iter_mut().zip(digest) {
            *to = from;
        }
        key
    }
}

/// Names a set of sheets: [`ClosedFacts::content`]. They come ascending.
#[derive(Clone, Default)]
pub struct Content(Sha256);

impl Content {
    /// Takes the next sheet.
    pub fn add(&mut self, sheet: &SheetId) {
        self.0.update(sheet.0);
    }

    /// The name.
    #[must_use]
    pub fn finish(self) -> ContentHash {
        ContentHash(self.0.finalize().into())
    }
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Content(…)")
    }
}

/// What is counted coarsely is counted in steps of so many.
pub const COARSE_STEP: u64 = 5;

/// `count`, rounded down to a multiple of [`COARSE_STEP`].
#[must_use]
pub fn coarse(count: u64) -> u64 {
    count / COARSE_STEP * COARSE_STEP
}

impl BatchFacts {
    /// The week it was closed in.
    #[must_use]
    pub fn week(&self) -> Week {
        match self {
            Self::Mixed(facts) => facts.week,
            Self::Words(closed)
            | Self::Ratings(closed, _)
            | Self::Chain(closed, _)
            | Self::Last(closed, _) => Week::of(closed.closed_on),
        }
    }

    /// The version of the format that says it.
    #[must_use]
    pub fn version(&self) -> u32 {
        match self {
            Self::Mixed(_) => 1,
            Self::Words(_) | Self::Ratings(..) | Self::Chain(..) | Self::Last(..) => 2,
        }
    }

    /// What every batch of version 2 says.
    #[must_use]
    pub fn closed(&self) -> Option<&ClosedFacts> {
        match self {
            Self::Mixed(_) => None,
            Self::Words(closed)
            | Self::Ratings(closed, _)
            | Self::Chain(closed, _)
            | Self::Last(closed, _) => Some(closed),
        }
    }

    /// What it says where it is a device's last.
    #[must_use]
    pub fn last(&self) -> Option<LastFacts> {
        match self {
            Self::Mixed(_) | Self::Words(_) | Self::Ratings(..) | Self::Chain(..) => None,
            Self::Last(_, last) => Some(*last),
        }
    }

    /// Whether it holds ratings of this round.
    #[must_use]
    pub fn is_of_round(&self, plan: &PlanId, round: RoundId) -> bool {
        self.round()
            .is_some_and(|facts| (&facts.key.plan, facts.key.round) == (plan, round))
    }

    /// The round whose ratings it holds.
    #[must_use]
    pub fn round(&self) -> Option<&RoundFacts> {
        match self {
            Self::Mixed(_) | Self::Words(_) | Self::Chain(..) | Self::Last(..) => None,
            Self::Ratings(_, round) => Some(round),
        }
    }
}

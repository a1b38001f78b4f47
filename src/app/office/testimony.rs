//! What devices testify of the ledger, for the window and for `--json`.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::batch::Seen;
use crate::domain::ids::{DeviceId, PackNumber};
use crate::domain::witness::LedgerPoint;
use crate::words::{Sentence, sentence};

/// What a device has seen of the ledger, held against the one here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Testimony {
    /// It is what stands here.
    Agrees,
    /// It saw what was lost when the office was set back, as the ledger says.
    Lost {
        /// The newest pack it has read.
        pack: PackNumber,
    },
    /// It has read a pack that this office does not know.
    Ahead {
        /// Which.
        pack: PackNumber,
    },
    /// What it saw is other than what stands here.
    Differs {
        /// How many entries the ledger had then.
        length: u64,
    },
}

impl Testimony {
    /// What to say of it; nothing where all is well.
    #[must_use]
    pub fn sentence(self, device: &DeviceId) -> Option<Sentence> {
        match self {
            Self::Agrees | Self::Lost { .. } => None,
            Self::Ahead { pack } => Some(sentence!(
                "app-office-witness-ahead",
                device = device.clone(),
                pack = pack
            )),
            Self::Differs { length } => Some(sentence!(
                "app-office-witness-differs",
                device = device.clone(),
                length = length
            )),
        }
    }
}

/// A device in service as a witness of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WitnessRow {
    /// Which.
    pub device: DeviceId,
    /// What it has seen by its newest batch; none before its first, or where its program is older.
    pub seen: Option<Seen>,
    /// The day of that batch.
    pub on: Option<NaiveDate>,
    /// That, held against the ledger here.
    pub testimony: Option<Testimony>,
    /// It has testified to nothing for longer than two intervals between syncs.
    pub is_late: bool,
}

/// What a pack told of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackPoint {
    /// Which pack.
    pub pack: PackNumber,
    /// The day it was made.
    pub made_on: NaiveDate,
    /// How far the ledger had come.
    #[serde(flatten)]
    pub point: LedgerPoint,
}

/// 账本
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LedgerPage {
    /// How far the ledger has come.
    #[serde(flatten)]
    pub now: LedgerPoint,
    /// The newest packs, newest first, at most 52.
    pub packs: Vec<PackPoint>,
    /// The devices in service.
    pub witnesses: Vec<WitnessRow>,
}

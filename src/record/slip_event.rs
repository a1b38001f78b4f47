//! What the ledger tells of voting slips.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{DeviceId, GroupId, PackNumber, PlanId, SlipCommitment, SlipTag};
use crate::domain::round::RoundId;

/// What happened to voting slips. No entry says who got which, nor holds what is printed on one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum SlipEvent {
    /// Slips were printed for a device: what the device may take is committed to before its round opens.
    SlipsIssued {
        /// The plan they vote on.
        plan: PlanId,
        /// The round they vote in.
        round: RoundId,
        /// The device that takes them.
        device: DeviceId,
        /// The first pack that can carry them.
        pack: PackNumber,
        /// Group by group.
        groups: Vec<IssuedSlips>,
    },
    /// Slips are void.
    SlipsVoided {
        /// The first pack that can say so.
        pack: PackNumber,
        /// Which.
        tags: Vec<SlipTag>,
        /// Why, in the clerk's words.
        reason: String,
    },
}

/// The slips of one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuedSlips {
    /// The voter group, where the plan has groups.
    pub group: Option<GroupId>,
    /// The new ones, ascending.
    pub tags: Vec<SlipTag>,
    /// How many the group has on the device by now.
    pub number: u64,
    /// SHA-256 of all their tags, ascending.
    pub commitment: SlipCommitment,
}

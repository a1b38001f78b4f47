//! 评议票: a one-use voting slip for plans that are not open to all.

use super::ids::{DeviceId, GroupId, PlanId, SlipHash};
use super::round::RoundId;

/// A slip as the office made it. It names a device and a group, never a person, and is used at most once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// What its code is filed under; the code itself is on paper only.
    pub hash: SlipHash,
    /// The plan it votes on.
    pub plan: PlanId,
    /// The round it votes in.
    pub round: RoundId,
    /// The only device that takes it.
    pub device: DeviceId,
    /// The voter group, where the plan has groups.
    pub group: Option<GroupId>,
    /// Whether it was used. A used slip is refused.
    pub used: bool,
}

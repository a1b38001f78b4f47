//! What is refused of voting slips.

use std::path::PathBuf;

use thiserror::Error;

use crate::domain::ids::PlanId;
use crate::domain::round::RoundId;
use crate::fault::Kind;
use crate::words::{Sentence, sentence};

/// What is refused of voting slips.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SlipsRefused {
    /// The plan is open to anyone.
    #[error("plan {plan} takes no slips")]
    PlanOpen {
        /// Which one.
        plan: PlanId,
    },
    /// The plan runs no such round, or it is over.
    #[error("plan {plan} has no round {round} to come")]
    NoRound {
        /// Which plan.
        plan: PlanId,
        /// Which round.
        round: RoundId,
    },
    /// The round is open: slips are never added to it.
    #[error("round {round} of plan {plan} is open")]
    RoundOpen {
        /// Which plan.
        plan: PlanId,
        /// Which round.
        round: RoundId,
    },
    /// Not the groups of the plan, each once.
    #[error("plan {plan} has other groups")]
    Groups {
        /// Which one.
        plan: PlanId,
    },
    /// Too few for a device, or too many.
    #[error("a device takes {fewest} to {most} slips of a group")]
    Number {
        /// Fewest of a group.
        fewest: u64,
        /// Most of a group.
        most: u64,
    },
    /// A file of that name is there.
    #[error("{path} is there already")]
    FileThere {
        /// Which one.
        path: PathBuf,
    },
    /// What was typed is the code of no slip, or of none of that round.
    #[error("slip number {place} of those typed is none of that round")]
    Unknown {
        /// The how-manieth that was typed, from 1.
        place: usize,
    },
    /// Without a reason no slip becomes void.
    #[error("no reason was given")]
    NoReason,
}

impl SlipsRefused {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::RoundOpen { .. } | Self::NoRound { .. } | Self::FileThere { .. } => Kind::NotNow,
            Self::Unknown { .. } => Kind::NotFound,
            Self::PlanOpen { .. } | Self::Groups { .. } | Self::Number { .. } | Self::NoReason => {
                Kind::Input
            }
        }
    }

    pub(super) fn sentence(&self) -> Sentence {
        match self {
            Self::PlanOpen { plan } => sentence!("app-slips-plan-open", plan = plan),
            Self::NoRound { plan, round } => {
                sentence!("app-slips-no-round", plan = plan, round = round)
            }
            Self::RoundOpen { plan, round } => {
                sentence!("app-slips-round-open", plan = plan, round = round)
            }
            Self::Groups { plan } => sentence!("app-slips-groups", plan = plan),
            Self::Number { fewest, most } => {
                sentence!("app-slips-number", fewest = fewest, most = most)
            }
            Self::FileThere { path } => sentence!("app-slips-file-there", path = path.display()),
            Self::Unknown { place } => sentence!("app-slips-unknown", place = place),
            Self::NoReason => sentence!("app-slips-no-reason"),
        }
    }
}

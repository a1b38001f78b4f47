//! What is refused of batches, whoever signed them.

use chrono::NaiveDate;
use thiserror::Error;

use crate::domain::ids::{BatchNumber, DeviceId};
use crate::domain::round::RoundId;
use crate::words::{Sentence, sentence};

/// What is refused of batches.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BatchesRefused {
    /// The first batch of a chain names a device that nobody accepted it in place of.
    #[error("{device} was not accepted in place of {former}")]
    ChainOfAnother {
        /// Whose batch.
        device: DeviceId,
        /// Whom it says it was.
        former: DeviceId,
    },
    /// A batch whose number is far from the one before: somebody else may have made it with the device's key.
    #[error("batch {number} of {device} comes after {newest}")]
    NumberFar {
        /// Whose.
        device: DeviceId,
        /// Its number.
        number: BatchNumber,
        /// The newest that is known.
        newest: u32,
    },
    /// A batch that was closed before the round began whose ratings it holds.
    #[error("ratings of {round} in a batch of {closed_on}")]
    RoundToCome {
        /// The round.
        round: RoundId,
        /// The day it was closed.
        closed_on: NaiveDate,
    },
}

impl BatchesRefused {
    pub(super) fn sentence(&self) -> Sentence {
        match self {
            Self::ChainOfAnother { device, former } => sentence!(
                "app-office-chain-of-another",
                device = device,
                former = former
            ),
            Self::NumberFar {
                device,
                number,
                newest,
            } => sentence!(
                "app-office-number-far",
                device = device,
                number = number,
                newest = newest
            ),
            Self::RoundToCome { round, closed_on } => {
                sentence!("app-office-round-to-come", round = round, date = closed_on)
            }
        }
    }
}

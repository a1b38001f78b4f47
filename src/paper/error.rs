//! What can go wrong with paper.

use thiserror::Error;

use crate::fault::{Fault, Kind};
use crate::words::{Sentence, sentence};

/// Why nothing was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PaperError {
    /// More text than the largest QR code holds at its error correction level.
    #[error("a QR code does not hold {given} bytes")]
    TooLong {
        /// Bytes of UTF-8 given.
        given: usize,
    },
    /// The code or its picture could not be made; a fault of the program or no memory.
    #[error("the QR code could not be drawn: {0}")]
    Drawing(String),
}

impl Fault for PaperError {
    fn kind(&self) -> Kind {
        Kind::Input
    }

    fn sentence(&self) -> Sentence {
        match self {
            Self::TooLong { given } => sentence!("paper-too-long", given = given),
            Self::Drawing(_) => sentence!("paper-drawing"),
        }
    }
}

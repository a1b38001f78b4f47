//! What can go wrong when something is exchanged with other programs.

use thiserror::Error;

use crate::fault::{Fault, Kind};
use crate::words::{Sentence, sentence};

/// Why nothing was exchanged.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExchangeError {
    /// This program was built without it.
    #[error("built without the feature xlsform")]
    NotBuiltIn,
    /// Not a workbook, or a damaged one.
    #[error("not an xlsx workbook: {0}")]
    NotWorkbook(String),
    /// A longer file than any form of questions.
    #[error("longer than {kib} KiB")]
    TooLarge {
        /// How much is read.
        kib: usize,
    },
    /// More cells, or cells further away, than any form of questions has.
    #[error("more than {limit} cells, or far apart")]
    TooManyCells {
        /// How many are read.
        limit: usize,
    },
    /// A sheet that a form has is not there.
    #[error("no sheet {sheet}")]
    NoSheet {
        /// Which one.
        sheet: &'static str,
    },
    /// A column that a sheet has is not there.
    #[error("sheet {sheet} has no column {column}")]
    NoColumn {
        /// Of which sheet.
        sheet: &'static str,
        /// Which one.
        column: &'static str,
    },
    /// No question in it that a card can ask.
    #[error("nothing in it that a card can ask")]
    NoQuestion,
    /// The workbook could not be made.
    #[error("the workbook could not be made: {0}")]
    Making(String),
}

impl Fault for ExchangeError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotBuiltIn => Kind::NotNow,
            Self::NotWorkbook(_)
            | Self::TooLarge { .. }
            | Self::TooManyCells { .. }
            | Self::NoSheet { .. }
            | Self::NoColumn { .. }
            | Self::NoQuestion
            | Self::Making(_) => Kind::Input,
        }
    }

    fn sentence(&self) -> Sentence {
        match self {
            Self::NotBuiltIn => sentence!("exchange-not-built-in"),
            Self::NotWorkbook(_) => sentence!("exchange-not-workbook"),
            Self::TooLarge { kib } => sentence!("exchange-too-large", limit = kib),
            Self::TooManyCells { limit } => sentence!("exchange-too-many-cells", limit = limit),
            Self::NoSheet { sheet } => sentence!("exchange-no-sheet", sheet = sheet),
            Self::NoColumn { sheet, column } => {
                sentence!("exchange-no-column", sheet = sheet, column = column)
            }
            Self::NoQuestion => sentence!("exchange-no-question"),
            Self::Making(reason) => sentence!("exchange-making", reason = reason),
        }
    }
}

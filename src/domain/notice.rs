//! 公示: what is published on the boards.

use chrono::NaiveDate;

use super::document::Document;

/// A notice as the office posted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The office's number, from 1.
    pub number: u32,
    /// The day it was posted.
    pub posted: NaiveDate,
    /// What it says.
    pub document: Document,
    /// The ledger's head when it was posted, lower-case hex; may be empty.
    pub ledger_head: String,
}

//! What the office answers.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A reply as it is sealed to a receipt's key. It is the resident's: what it says reaches no log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// The day it was given.
    pub on: NaiveDate,
    /// The answer.
    pub text: String,
}

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reply(…)")
    }
}

//! Who did something at the office.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::ids::{IdError, PersonId};

/// Who stands behind an entry of the ledger: `office`, `recovery`, or a person's identifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Actor {
    /// The office as a whole: entries from before people had keys of their own.
    Office,
    /// Whoever held the recovery secret.
    Recovery,
    /// A person.
    Person(PersonId),
}

const OFFICE: &str = "office";
const RECOVERY: &str = "recovery";

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Office => f.write_str(OFFICE),
            Self::Recovery => f.write_str(RECOVERY),
            Self::Person(person) => person.fmt(f),
        }
    }
}

impl FromStr for Actor {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        match text {
            OFFICE => Ok(Self::Office),
            RECOVERY => Ok(Self::Recovery),
            text => PersonId::new(text).map(Self::Person),
        }
    }
}

impl TryFrom<String> for Actor {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<Actor> for String {
    fn from(actor: Actor) -> Self {
        actor.to_string()
    }
}

//! Who did something at the office.

use std::fmt;

/// Who stands behind an entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// The office as a whole: entries from before persons had keys of their own.
    Office,
    /// A person, by the fingerprint of their key.
    Person(Person),
    /// Whoever held the recovery secret.
    Recovery,
}

/// A person of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// As colleagues call them.
    pub name: String,
    /// The fingerprint of their key, as it is compared by eye.
    pub fingerprint: String,
}

impl fmt::Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.fingerprint)
    }
}

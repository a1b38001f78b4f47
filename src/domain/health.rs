//! How a device is, as every batch says it: whether it needs a visit, and nothing that tells of cards.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::named::named;

named!(
    /// How often the program was started in the week of a batch.
    Restarts {
        /// Once a day or less.
        Few = "few",
        /// More often than that.
        Many = "many",
    }
);

/// So many starts in a week are a machine that is switched off every night, and one more.
const FEW: u32 = 8;

impl Restarts {
    /// Of so many starts in a week.
    #[must_use]
    pub fn of(starts: u32) -> Self {
        if starts > FEW { Self::Many } else { Self::Few }
    }
}

/// A program's version, `0.2.0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProgramVersion([u16; 3]);

impl ProgramVersion {
    /// This program's.
    #[must_use]
    pub fn own() -> Self {
        let own = env!("CARGO_PKG_VERSION").to_owned();
        Self::try_from(own).unwrap_or(Self([0; 3]))
    }
}

impl TryFrom<String> for ProgramVersion {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        // What follows a hyphen is a candidate for that version.
        let plain = text.split('-').next().unwrap_or_default();
        let parts: Vec<u16> = plain.split('.').map_while(|it| it.parse().ok()).collect();
        let parts = parts.try_into().map_err(|_| "a version of a program")?;
        let version = Self(parts);
        if version.to_string() == plain {
            Ok(version)
        } else {
            Err("a version of a program")
        }
    }
}

impl From<ProgramVersion> for String {
    fn from(version: ProgramVersion) -> Self {
        version.to_string()
    }
}

impl fmt::Display for ProgramVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.0;
        write!(f, "{major}.{minor}.{patch}")
    }
}

/// How a device was when it closed a batch. Coarse: nothing in it may tell how many cards came, or when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Health {
    /// Little room is left on its disk.
    pub disk_low: bool,
    /// Its clock cannot be right, or it was without a pack for long.
    pub clock_doubted: bool,
    /// How often the program was started that week.
    pub restarts: Restarts,
    /// The program's version.
    pub version: ProgramVersion,
}

impl Health {
    /// Whether somebody should go and look.
    #[must_use]
    pub fn needs_visit(&self) -> bool {
        self.disk_low || self.clock_doubted || self.restarts == Restarts::Many
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_has_one_spelling() {
        let read = |text: &str| ProgramVersion::try_from(text.to_owned());
        assert_eq!(read("0.2.0").map(String::from), Ok("0.2.0".to_owned()));
        assert_eq!(read("0.2.0-rc.1").map(String::from), Ok("0.2.0".to_owned()));
        for bad in ["", "0.2", "0.2.0.1", "0.02.0", "a.b.c", "0.2.70000"] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert_eq!(ProgramVersion::own().to_string(), env!("CARGO_PKG_VERSION"));
    }

    #[test]
    fn a_machine_that_starts_every_morning_needs_no_visit() {
        let health = |starts| Health {
            disk_low: false,
            clock_doubted: false,
            restarts: Restarts::of(starts),
            version: ProgramVersion::own(),
        };
        assert!(!health(8).needs_visit());
        assert!(health(9).needs_visit());
    }
}

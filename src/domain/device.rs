//! Devices: who may bring batches, and how two people know a key.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

use super::channel::Channel;
use super::health::ProgramVersion;
use super::named::named;

named!(
    /// Where a device stands with its office.
    DeviceStanding {
        /// It asked; nobody compared fingerprints yet.
        Waiting = "waiting",
        /// Its batches are taken in.
        Accepted = "accepted",
        /// Its batches are refused.
        Revoked = "revoked",
        /// It takes no more cards. What it still holds it brings, up to its last batch.
        Retired = "retired",
    }
);

named!(
    /// What a device is for.
    DeviceRole {
        /// A touchscreen on a wall.
        Lobby = "lobby",
        /// Handed over at the door: portrait, with a hand-back screen.
        Tablet = "tablet",
    }
);

impl DeviceRole {
    /// By which way cards come there.
    #[must_use]
    pub fn channel(self) -> Channel {
        match self {
            Self::Lobby => Channel::Kiosk,
            Self::Tablet => Channel::Tablet,
        }
    }
}

/// What a device says of itself when it asks to be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceFacts {
    /// What it is for.
    pub role: DeviceRole,
    /// The version of its program.
    pub program: ProgramVersion,
}

impl DeviceFacts {
    /// Of a device for `role` on which this program runs.
    #[must_use]
    pub fn own(role: DeviceRole) -> Self {
        Self {
            role,
            program: ProgramVersion::own(),
        }
    }
}

/// How many digits there are.
const DIGITS: usize = 24;
/// How many of them are typed: the last ones.
const TYPED: usize = 8;
const GROUP: usize = 4;

/// What a key is known by: six groups of four digits (79 bits). Whoever accepts a device types the last two groups from its screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Of the SHA-256 of an Ed25519 key: its first 16 bytes as one number, whose last 24 digits count.
    #[must_use]
    pub fn of(digest: &[u8; 32]) -> Self {
        let mut number = [0; 16];
        number.copy_from_slice(digest.split_at(16).0);
        Self(format!(
            "{:024}",
            u128::from_be_bytes(number) % 10_u128.pow(24)
        ))
    }

    /// The groups to be compared by eye.
    #[must_use]
    pub fn compared(&self) -> String {
        grouped(self.0.get(..DIGITS - TYPED).unwrap_or_default())
    }

    /// The groups to be typed.
    #[must_use]
    pub fn typed(&self) -> String {
        grouped(self.0.get(DIGITS - TYPED..).unwrap_or_default())
    }

    /// Where it is to be typed: nobody can do it who has not looked at the device.
    #[must_use]
    pub fn covered(&self) -> String {
        format!("{} ____ ____", self.compared())
    }

    /// Whether these are its last eight digits, or all of them; whatever is no digit is passed over.
    #[must_use]
    pub fn is_typed(&self, text: &str) -> bool {
        let typed = typed_digits(text);
        [TYPED, DIGITS].contains(&typed.len()) && self.0.ends_with(&typed)
    }

    /// Whether so much was typed that it can be one.
    #[must_use]
    pub fn is_enough(text: &str) -> bool {
        typed_digits(text).len() >= TYPED
    }
}

fn grouped(digits: &str) -> String {
    let groups = digits.as_bytes().chunks(GROUP);
    let groups: Vec<_> = groups.map(String::from_utf8_lossy).collect();
    groups.join(" ")
}

/// The digits typed, wide ones among them: an input method may be on.
fn typed_digits(text: &str) -> String {
    let narrow = |letter| match letter {
        '\u{ff10}'..='\u{ff19}' => char::from_u32(u32::from(letter) - 0xff10 + 0x30),
        '0'..='9' => Some(letter),
        _ => None,
    };
    text.chars().filter_map(narrow).collect()
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&grouped(&self.0))
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_eight_digits_or_all_of_them_are_typed() {
        let print = Fingerprint("012345678901234567890123".to_owned());
        assert_eq!(print.to_string(), "0123 4567 8901 2345 6789 0123");
        assert_eq!(print.compared(), "0123 4567 8901 2345");
        assert_eq!(print.typed(), "6789 0123");
        assert_eq!(print.covered(), "0123 4567 8901 2345 ____ ____");
        for typed in [
            "67890123",
            " 6789-0123",
            "６７８９ ０１２３",
            "0123 4567 8901 2345 6789 0123",
        ] {
            assert!(
                print.is_typed(typed) && Fingerprint::is_enough(typed),
                "{typed}"
            );
        }
        for other in [
            "",
            "0123",
            "7890123",
            "567890123",
            "01234567",
            "67890124",
            "1123 4567 8901 2345 6789 0123",
        ] {
            assert!(!print.is_typed(other), "{other}");
        }
    }
}

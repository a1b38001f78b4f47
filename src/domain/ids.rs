//! Names and numbers that identify things, each its own type so that none passes for another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use zeroize::Zeroize;

use crate::words::{Sentence, sentence};

/// An identifier that does not have the shape its kind requires.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{kind} `{given}` is not valid: use {rule}")]
pub struct IdError {
    pub(super) kind: &'static str,
    pub(super) given: String,
    pub(super) rule: &'static str,
}

impl IdError {
    /// What to tell a person.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        sentence!("domain-id-bad", given = self.given, rule = self.rule)
    }
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $rule:literal, $valid:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Zeroize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks the shape.
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                let valid: fn(&str) -> bool = $valid;
                if valid(&text) {
                    Ok(Self(text))
                } else {
                    Err(IdError { kind: $kind, given: text, rule: $rule })
                }
            }

            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

fn is_slug(text: &str) -> bool {
    (1..=24).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

macro_rules! slug_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        text_id!($(#[$doc])* $name, $kind, "1–24 of a-z 0-9 -", is_slug);
    };
}

slug_id!(/** A plan's identifier. */ PlanId, "plan id");
slug_id!(/** A subject within a plan. */ SubjectId, "subject id");
slug_id!(/** A criterion within a plan. */ CriterionId, "criterion id");
slug_id!(/** A scale within a plan. */ ScaleId, "scale id");
slug_id!(/** One choice of a scale. */ ChoiceId, "choice id");
slug_id!(/** A grade a subject can earn. */ GradeId, "grade id");
slug_id!(/** A voter group of a plan (居民, 党员, …). */ GroupId, "group id");
slug_id!(/** A category of opinions. */ CategoryId, "category id");
slug_id!(/** Who holds an office and is evaluated: one person in every plan and every year. */ HolderId, "person");

text_id!(
    /// A kiosk or tablet: also its folder name on a stick, hence 8.3-safe.
    DeviceId,
    "device id",
    "1–8 of A-Z 0-9",
    |text| (1..=8).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
);

text_id!(
    /// A community: 16 lower-case hex digits, made once by `office init`. A trial community's id starts
    /// with `7219a1`, so that trial data is recognised before any signature is looked at.
    CommunityId,
    "community id",
    "16 of 0-9 a-f",
    |text| text.len() == 16 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
);

text_id!(
    /// A person who works at the office: `p1`, `p2`, … in the order they were admitted; never used again.
    PersonId,
    "person",
    "p and a number from 1 to 999",
    |text| text.strip_prefix('p').is_some_and(|number| {
        !number.starts_with('0')
            && (1..=3).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_digit())
    })
);

impl PersonId {
    /// The person admitted as the `number`th; none beyond 999.
    #[must_use]
    pub fn of(number: u32) -> Option<Self> {
        Self::new(format!("p{number}")).ok()
    }

    /// As the how-manieth they were admitted: the order of people.
    #[must_use]
    pub fn number(&self) -> u32 {
        // The shape was checked: `p` and at most three digits.
        self.0.trim_start_matches('p').parse().unwrap_or_default()
    }
}

/// What every trial community's identifier starts with.
pub const TRIAL_PREFIX: &str = "7219a1";

impl CommunityId {
    /// Makes an identifier from eight random bytes, marked when it is a trial's.
    #[must_use]
    pub fn from_random(random: [u8; 8], trial: bool) -> Self {
        let text = hex::encode(random);
        if trial {
            let rest: String = text.chars().skip(TRIAL_PREFIX.len()).collect();
            return Self(format!("{TRIAL_PREFIX}{rest}"));
        }
        // One chance in 2^24 that a real office draws the mark; a different first digit undoes it.
        if text.starts_with(TRIAL_PREFIX) {
            Self(text.replacen('7', "8", 1))
        } else {
            Self(text)
        }
    }

    /// Whether this is a trial (体验模式) community.
    #[must_use]
    pub fn is_trial(&self) -> bool {
        self.0.starts_with(TRIAL_PREFIX)
    }
}

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number_id!(/** A plan's revision, from 1. */ PlanRevision);
number_id!(/** A device's batch, from 1 without gaps. */ BatchNumber);

impl BatchNumber {
    /// The highest there is: one more has a name that no stick is read for (8.3). A device that came so far goes on under another.
    pub const LAST: Self = Self(9_999_999);
}

number_id!(/** An office's pack, from 1, never backwards. */ PackNumber);
number_id!(/** A case in the office record, from 1. */ CaseNumber);

macro_rules! bytes_id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub [u8; $len]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                hex::encode(id.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                let mut bytes = [0u8; $len];
                // Canonical: lower case only, so that one value has one spelling in signed text.
                let lower = !text.bytes().any(|b| b.is_ascii_uppercase());
                if lower && hex::decode_to_slice(&text, &mut bytes).is_ok() {
                    Ok(Self(bytes))
                } else {
                    Err(IdError {
                        kind: stringify!($name),
                        given: text,
                        rule: concat!(stringify!($len), " bytes as lower-case hex"),
                    })
                }
            }
        }
    };
}

macro_rules! named_by_digest {
    ($name:ident) => {
        impl $name {
            /// The name of these sealed bytes.
            #[must_use]
            pub fn of(sealed: &[u8]) -> Self {
                Self(Sha256::digest(sealed).into())
            }
        }
    };
}

bytes_id!(/** A sealed sheet: the SHA-256 of its sealed bytes, hence random and orderless. */ SheetId, 32);
named_by_digest!(SheetId);
bytes_id!(/** Words at rest in the office: the SHA-256 of their sealed bytes. */ BlobId, 32);
named_by_digest!(BlobId);

bytes_id!(/** A batch's or a pack's root: SHA-256 of every byte before its footer line. */ RootHash, 32);
bytes_id!(/** What a plan asks: see [`Plan::shape`](super::plan::Plan::shape). */ Shape, 32);
bytes_id!(/** What a batch of version 2 holds: SHA-256 of its sheets' ids, ascending, one after the other. */ ContentHash, 32);
bytes_id!(/** What the office files a receipt under; derived from the number, never the reverse. */ Tag, 16);
bytes_id!(/** X25519 public key to which a receipt's reply is sealed. */ ReplyKey, 32);
bytes_id!(/** A receipt's voice: the Ed25519 public key that its holder's follow-ups are signed for. */ VoiceKey, 32);
bytes_id!(/** What a voice signed with: an Ed25519 signature. */ VoiceSignature, 64);

impl VoiceKey {
    /// What a receipt with this voice is filed under: nobody files anything there without it.
    #[must_use]
    pub fn tag(&self) -> Tag {
        let digest = Sha256::new()
            .chain_update("pingyi receipt tag v2")
            .chain_update(self.0)
            .finalize();
        let mut tag = [0; 16];
        tag.copy_from_slice(digest.split_at(16).0);
        Tag(tag)
    }
}

bytes_id!(/** X25519 public key to which sheets are sealed. */ SealingKey, 32);
bytes_id!(/** A community's salt for deriving receipts. */ ReceiptSalt, 16);
bytes_id!(/** SHA-256 of a used voting slip, as version 1 has room for it; no program ever wrote one. */ SlipHash, 32);
bytes_id!(/** What a voting slip is filed under; derived from its code, never the reverse. */ SlipTag, 16);
bytes_id!(/** Names a list of slips: SHA-256 of their tags, ascending, one after the other. */ SlipCommitment, 32);
bytes_id!(/** What a pack carries of a code that lets staff set a new PIN; derived from it, never the reverse. */ PinCodeDigest, 32);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trial_communities_are_marked_and_real_ones_never() {
        assert!(CommunityId::from_random([0; 8], true).is_trial());
        let unlucky = [0x72, 0x19, 0xa1, 0, 0, 0, 0, 0];
        assert!(!CommunityId::from_random(unlucky, false).is_trial());
        assert!(CommunityId::new(CommunityId::from_random([9; 8], true).to_string()).is_ok());
    }

    #[test]
    fn hex_has_one_spelling() {
        assert!(Tag::try_from("00".repeat(16)).is_ok());
        assert!(Tag::try_from("AB".repeat(16)).is_err());
        assert!(Tag::try_from("0".repeat(31)).is_err());
    }

    #[test]
    fn ids_of_a_plan_are_short_slugs() {
        let longest = "a".repeat(24);
        for good in ["a", "9", "-", "s6", "half-year", &longest] {
            assert_eq!(PlanId::new(good).map(String::from), Ok(good.to_owned()));
        }
        let too_long = "a".repeat(25);
        for bad in ["", &too_long, "S6", "s 6", "s_6", "s6\n", "满意"] {
            assert!(PlanId::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn device_ids_are_8_3_safe() {
        assert!(DeviceId::new("LOBBY1").is_ok());
        for bad in ["", "lobby", "TOOLONGNAME", "A/B", "..", "大堂"] {
            assert!(DeviceId::new(bad).is_err(), "{bad}");
        }
    }
}

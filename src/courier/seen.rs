//! `SEEN.JSL` and `SEEN.SIG`: a device's signed statement of what it has seen of the office's ledger. Packs relay it word for word, so
//! that every device can hold it against what it has seen itself. Not frozen before the program's version is 0.2.0.
//!
//! ```text
//! {"seen":{"format":"pingyi-seen","version":2,"suite":1,"realm":"real","community":…,"device":…,
//!   "seen":{"pack":…,"root":…,"length":…,"head":…},"day":"2026-11-29"}}
//! ```

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::Digest as _;

use super::batch::v2::WireSeen;
use super::error::CourierError;
use super::files::Files;
use super::keys::{PublicKey, SigningKey};
use super::sign::{
    MAX_SIGNATURE_BYTES, Prehash, Purpose, SignatureFile, Statement, realm_word, sign,
};
use super::stick::{StickStore, device_folder};
use super::suite::{self, SUITE};
use crate::courier::error::FormatError;
use crate::domain::batch::Seen;
use crate::domain::ids::{CommunityId, DeviceId};

const FORMAT: &str = "pingyi-seen";
const VERSION: u32 = 2;
/// The names on a stick, without their endings.
pub const SEEN_STEM: &str = "SEEN";
/// No statement is longer.
pub const MAX_SEEN_BYTES: u64 = 1024;

/// What a device says that it has seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenStatement {
    /// Which device.
    pub device: DeviceId,
    /// The newest pack that it has taken.
    pub seen: Seen,
    /// The day on which it said so.
    pub day: NaiveDate,
}

/// A statement as it was signed, word for word.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedSeen {
    /// Whose folder it lay in; the signature decides whether that is true.
    pub device: DeviceId,
    /// The text of `SEEN.JSL`.
    pub statement: String,
    /// The text of `SEEN.SIG`.
    pub signature: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    seen: Wire,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    format: String,
    version: u32,
    suite: u32,
    realm: String,
    community: CommunityId,
    device: DeviceId,
    seen: WireSeen,
    day: NaiveDate,
}

impl SignedSeen {
    /// Eight letters that name these very words.
    #[must_use]
    pub fn short_name(&self) -> String {
        let digest = sha2::Sha256::digest(self.statement.as_bytes());
        hex::encode(digest).chars().take(8).collect()
    }

    /// The statement in a device's folder on a stick. Nothing of it is read yet.
    pub fn lying_in<F: Files>(
        stick: &StickStore<F>,
        device: &DeviceId,
    ) -> Result<Self, CourierError> {
        let folder = device_folder(device);
        let path = folder.join(format!("{SEEN_STEM}.JSL"));
        Ok(Self {
            device: device.clone(),
            statement: stick.read_text(&path, MAX_SEEN_BYTES)?,
            signature: stick.read_signature(&folder, SEEN_STEM)?,
        })
    }

    /// Signs a statement.
    pub fn sign(
        said: &SeenStatement,
        community: &CommunityId,
        key: &SigningKey,
    ) -> Result<Self, CourierError> {
        let line = Line {
            seen: Wire {
                format: FORMAT.to_owned(),
                version: VERSION,
                suite: SUITE,
                realm: realm_word(community).to_owned(),
                community: community.clone(),
                device: said.device.clone(),
                seen: WireSeen::of(said.seen),
                day: said.day,
            },
        };
        let mut text =
            serde_json::to_string(&line).map_err(|error| CourierError::bad_line(1, error))?;
        text.push('\n');
        let mut prehash = Prehash::default();
        prehash.update(text.as_bytes());
        let claim = Statement {
            version: VERSION,
            community: community.clone(),
            purpose: Purpose::Seen {
                device: said.device.clone(),
            },
        };
        let signature = sign(key, &prehash.finish(), &claim);
        Ok(Self {
            device: said.device.clone(),
            statement: text,
            signature,
        })
    }

    /// What it says, once it is found to be signed by `key` for the community `own`.
    pub fn read(&self, key: &PublicKey, own: &CommunityId) -> Result<SeenStatement, CourierError> {
        if self.statement.len() as u64 > MAX_SEEN_BYTES
            || self.signature.len() as u64 > MAX_SIGNATURE_BYTES
        {
            return Err(CourierError::Format(FormatError::TooLarge {
                limit_bytes: MAX_SEEN_BYTES,
            }));
        }
        let signature = SignatureFile::parse(&self.signature)?;
        let claim = signature.verify_claim(key, Some(own))?;
        let Purpose::Seen { device } = &claim.purpose else {
            return Err(CourierError::Format(FormatError::WrongPurpose {
                given: claim.purpose.word(),
                wanted: "seen",
            }));
        };
        let (digest, _) = Prehash::of(&mut self.statement.as_bytes(), MAX_SEEN_BYTES)?;
        signature.verify_file(key, &digest)?;
        let mismatch = |found: &DeviceId| {
            CourierError::Format(FormatError::DeviceMismatch {
                signed: device.to_string(),
                found: found.to_string(),
            })
        };
        if *device != self.device {
            return Err(mismatch(&self.device));
        }
        suite::check(self.statement.as_bytes())?;
        let Line { seen: wire } = serde_json::from_str(&self.statement)
            .map_err(|error| CourierError::bad_line(1, error))?;
        if wire.format != FORMAT {
            return Err(CourierError::Format(FormatError::NotPingyi));
        }
        if (claim.version, wire.version) != (VERSION, VERSION) {
            return Err(CourierError::Format(FormatError::UnknownVersion {
                version: wire.version,
            }));
        }
        if wire.community != *own || wire.realm != realm_word(own) {
            return Err(CourierError::Format(FormatError::OtherCommunity {
                given: wire.community,
            }));
        }
        if wire.device != *device {
            return Err(mismatch(&wire.device));
        }
        let seen = wire.seen.seen();
        Ok(SeenStatement {
            device: wire.device,
            seen: seen.map_err(|error| CourierError::bad_line(1, error))?,
            day: wire.day,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::domain::ids::{PackNumber, RootHash};
    use crate::domain::witness::LedgerPoint;

    fn said(device: &str) -> SeenStatement {
        SeenStatement {
            device: device.parse().unwrap(),
            seen: Seen {
                pack: PackNumber(16),
                root: RootHash([6; 32]),
                ledger: Some(LedgerPoint {
                    length: 12,
                    head: RootHash([12; 32]),
                }),
            },
            day: "2026-11-29".parse().unwrap(),
        }
    }

    #[test]
    fn a_statement_reads_as_it_was_signed_and_nothing_else_does() {
        let (own, other) = (
            CommunityId::from_random([3; 8], false),
            CommunityId::from_random([4; 8], false),
        );
        let key = SigningKey::from_seed(&[1; 32]);
        let public = key.public();
        let signed = SignedSeen::sign(&said("LOBBY1"), &own, &key).unwrap();
        assert_eq!(signed.read(&public, &own).unwrap(), said("LOBBY1"));
        let another = SigningKey::from_seed(&[2; 32]).public();
        assert!(signed.read(&another, &own).is_err());
        assert!(signed.read(&public, &other).is_err());
        let trial = CommunityId::from_random([3; 8], true);
        assert!(signed.read(&public, &trial).is_err());
        // In the folder of another device, or said in its name.
        let moved = SignedSeen {
            device: "LOBBY2".parse().unwrap(),
            ..signed.clone()
        };
        assert!(moved.read(&public, &own).is_err());
        for place in 0..signed.statement.len() {
            for bit in 0..7 {
                let mut bytes = signed.statement.clone().into_bytes();
                bytes[place] ^= 1 << bit;
                let changed = SignedSeen {
                    statement: String::from_utf8(bytes).unwrap(),
                    ..signed.clone()
                };
                assert!(changed.read(&public, &own).is_err());
            }
        }
        let long = SignedSeen {
            statement: format!("{}{}", signed.statement, " ".repeat(1024)),
            ..signed.clone()
        };
        let error = long.read(&public, &own).unwrap_err();
        assert!(
            matches!(error, CourierError::Format(FormatError::TooLarge { .. })),
            "{error:?}"
        );
        // An enrolment's signature is none of a statement.
        let (_, enrolment) = crate::courier::enrol::write(
            &said("LOBBY1").device,
            &own,
            &key,
            None,
            crate::domain::device::DeviceFacts::own(crate::domain::device::DeviceRole::Lobby),
        )
        .unwrap();
        let other_purpose = SignedSeen {
            signature: enrolment,
            ..signed
        };
        let error = other_purpose.read(&public, &own).unwrap_err();
        assert!(
            matches!(
                error,
                CourierError::Format(FormatError::WrongPurpose { .. })
            ),
            "{error:?}"
        );
    }
}

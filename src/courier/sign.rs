//! Signatures: minisign files whose trusted comment says what was signed, for whom and by which device.
//!
//! Written in the format of minisign 0.11 (prehashed: Ed25519 over BLAKE2b-512), so that stock
//! `minisign -V -x FILE.SIG -p KEY.PUB -m FILE` checks them. Legacy (not prehashed) signatures are refused.

use std::io::{Read, Write};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD as BASE64, URL_SAFE_NO_PAD as BASE64_SHORT};
use blake2::{Blake2b512, Digest as _};
use chrono::NaiveDate;

use super::error::CourierError;
use super::keys::{PublicKey, SigningKey};
use crate::courier::error::FormatError;
use crate::domain::ids::{BatchNumber, CommunityId, DeviceId, PackNumber, PlanId};
use crate::domain::round::RoundId;

/// No signature file is longer.
pub const MAX_SIGNATURE_BYTES: u64 = 1024;
/// minisign's mark of a prehashed Ed25519 signature.
const ALGORITHM: [u8; 2] = *b"ED";

/// What a signature is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// A batch that leaves a device.
    Batch {
        /// Whose batch.
        device: DeviceId,
        /// Which one.
        number: BatchNumber,
    },
    /// A pack that leaves the office.
    Pack {
        /// Which one.
        number: PackNumber,
    },
    /// A device that asks to be accepted.
    Enrol {
        /// Its name.
        device: DeviceId,
    },
    /// What a device has seen of the office's ledger.
    Seen {
        /// Whose statement.
        device: DeviceId,
    },
    /// The list of what a backup of an office holds. Never on its way anywhere.
    Backup {
        /// The day it was made.
        made_on: NaiveDate,
    },
    /// The list of what an archive of a round holds.
    Archive {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
    },
}

impl Purpose {
    /// The word in the trusted comment.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Batch { .. } => "batch",
            Self::Pack { .. } => "pack",
            Self::Enrol { .. } => "enrol",
            Self::Seen { .. } => "seen",
            Self::Backup { .. } => "backup",
            Self::Archive { .. } => "archive",
        }
    }
}

/// What a signature states: a trusted comment, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The format version of the signed file.
    pub version: u32,
    /// Whose it is.
    pub community: CommunityId,
    /// What it is.
    pub purpose: Purpose,
}

impl Statement {
    /// As it stands in the trusted comment, e.g. `pingyi batch v1 real 0011223344556677 LOBBY1 42`.
    #[must_use]
    pub fn to_text(&self) -> String {
        let Self {
            version,
            community,
            purpose,
        } = self;
        let head = format!(
            "pingyi {} v{version} {} {community}",
            purpose.word(),
            realm_word(community)
        );
        match purpose {
            Purpose::Batch { device, number } => format!("{head} {device} {number}"),
            Purpose::Pack { number } => format!("{head} {number}"),
            Purpose::Enrol { device } | Purpose::Seen { device } => format!("{head} {device}"),
            Purpose::Backup { made_on } => format!("{head} {made_on}"),
            Purpose::Archive { plan, round } => format!("{head} {plan} {round}"),
        }
    }

    /// Takes a trusted comment apart; exactly one spelling is accepted.
    pub fn parse(text: &str) -> Result<Self, CourierError> {
        let words: Vec<&str> = text.split(' ').collect();
        let [mark, purpose, version, _, community, rest @ ..] = words.as_slice() else {
            return Err(CourierError::Format(FormatError::NotPingyi));
        };
        if *mark != "pingyi" {
            return Err(CourierError::Format(FormatError::NotPingyi));
        }
        let number = |text: &str| {
            text.parse::<u32>()
                .map_err(|_| CourierError::Format(FormatError::NotPingyi))
        };
        let version = number(
            version
                .strip_prefix('v')
                .ok_or(CourierError::Format(FormatError::NotPingyi))?,
        )?;
        let device = |text: &str| {
            DeviceId::new(text).map_err(|_| CourierError::Format(FormatError::NotPingyi))
        };
        let purpose = match (*purpose, rest) {
            ("batch", [name, count]) => Purpose::Batch {
                device: device(name)?,
                number: BatchNumber(number(count)?),
            },
            ("pack", [count]) => Purpose::Pack {
                number: PackNumber(number(count)?),
            },
            ("enrol", [name]) => Purpose::Enrol {
                device: device(name)?,
            },
            ("seen", [name]) => Purpose::Seen {
                device: device(name)?,
            },
            ("backup", [day]) => Purpose::Backup {
                made_on: day
                    .parse()
                    .map_err(|_| CourierError::Format(FormatError::NotPingyi))?,
            },
            ("archive", [plan, round]) => Purpose::Archive {
                plan: plan
                    .parse()
                    .map_err(|_| CourierError::Format(FormatError::NotPingyi))?,
                round: round
                    .parse()
                    .map_err(|_| CourierError::Format(FormatError::NotPingyi))?,
            },
            // A later version may state more.
            ("batch" | "pack" | "enrol" | "seen" | "backup" | "archive", _) if version > 1 => {
                return Err(CourierError::Format(FormatError::UnknownVersion {
                    version,
                }));
            }
            _ => return Err(CourierError::Format(FormatError::NotPingyi)),
        };
        let statement = Self {
            version,
            community: CommunityId::new(*community)
                .map_err(|_| CourierError::Format(FormatError::NotPingyi))?,
            purpose,
        };
        // Realm word, leading zeros and the like: what does not write back the same is not ours.
        if statement.to_text() == text {
            Ok(statement)
        } else {
            Err(CourierError::Format(FormatError::NotPingyi))
        }
    }

    /// Refuses what belongs to another community; `own` is the community here.
    pub fn check_community(&self, own: &CommunityId) -> Result<(), CourierError> {
        match (self.community.is_trial(), own.is_trial()) {
            (true, false) => Err(CourierError::Format(FormatError::TrialIntoReal)),
            (false, true) => Err(CourierError::Format(FormatError::RealIntoTrial)),
            _ if self.community != *own => Err(CourierError::Format(FormatError::OtherCommunity {
                given: self.community.clone(),
            })),
            _ => Ok(()),
        }
    }
}

/// `trial` or `real`, as it stands in trusted comments and in the sealing's `info`.
#[must_use]
pub fn realm_word(community: &CommunityId) -> &'static str {
    if community.is_trial() {
        "trial"
    } else {
        "real"
    }
}

/// BLAKE2b-512 of a file as it streams by: what minisign signs.
#[derive(Clone, Default)]
pub struct Prehash(Blake2b512);

impl std::fmt::Debug for Prehash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Prehash(…)")
    }
}

/// A finished [`Prehash`].
pub type PrehashDigest = [u8; 64];

impl Prehash {
    /// Takes in more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest.
    #[must_use]
    pub fn finish(self) -> PrehashDigest {
        self.0.finalize().into()
    }

    /// The digest of everything `reader` gives, at most `limit_bytes`; and how many bytes there were.
    pub fn of(
        reader: &mut impl Read,
        limit_bytes: u64,
    ) -> Result<(PrehashDigest, u64), CourierError> {
        let mut hash = Self::default();
        let mut buffer = vec![0; 64 * 1024];
        let mut total: u64 = 0;
        loop {
            let count = match reader.read(&mut buffer) {
                Ok(count) => count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(CourierError::stream(error)),
            };
            if count == 0 {
                return Ok((hash.finish(), total));
            }
            total += count as u64;
            if total > limit_bytes {
                return Err(CourierError::Format(FormatError::TooLarge { limit_bytes }));
            }
            hash.update(buffer.get(..count).unwrap_or_default());
        }
    }
}

impl Write for Prehash {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.update(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Signs a file by its prehash: the text of its `.SIG` file.
#[must_use]
pub fn sign(key: &SigningKey, digest: &PrehashDigest, statement: &Statement) -> String {
    let comment = statement.to_text();
    let signature = key.sign_raw(digest);
    let global = key.sign_raw(&[&signature[..], comment.as_bytes()].concat());
    let body = [&ALGORITHM[..], &key.public().key_id(), &signature].concat();
    format!(
        "untrusted comment: pingyi {}\n{}\ntrusted comment: {comment}\n{}\n",
        statement.purpose.word(),
        BASE64.encode(body),
        BASE64.encode(global),
    )
}

/// A `.SIG` file taken apart. What it claims is believed by no one until [`Self::verify_claim`] and
/// [`Self::verify_file`] have passed.
#[derive(Debug, Clone)]
pub struct SignatureFile {
    key_id: [u8; 8],
    signature: [u8; 64],
    comment: String,
    global: [u8; 64],
}

impl SignatureFile {
    /// Takes the text of a `.SIG` file apart.
    pub fn parse(text: &str) -> Result<Self, CourierError> {
        if text.trim().is_empty() {
            return Err(CourierError::Format(FormatError::SignatureMissing));
        }
        if text.len() as u64 > MAX_SIGNATURE_BYTES {
            return Err(CourierError::Format(FormatError::SignatureInvalid));
        }
        if !text.ends_with('\n') {
            return Err(CourierError::Format(FormatError::Truncated));
        }
        let lines: Vec<&str> = text.split('\n').collect();
        let [untrusted, body, trusted, global, ""] = lines.as_slice() else {
            return Err(CourierError::Format(FormatError::SignatureInvalid));
        };
        let invalid = || CourierError::Format(FormatError::SignatureInvalid);
        let comment = trusted
            .strip_prefix("trusted comment: ")
            .filter(|_| untrusted.starts_with("untrusted comment: "))
            .ok_or_else(invalid)?;
        let body: [u8; 74] = BASE64
            .decode(body)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(invalid)?;
        let global: [u8; 64] = BASE64
            .decode(global)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(invalid)?;
        let (head, signature) = body.split_at(10);
        let (algorithm, key_id) = head.split_at(2);
        if algorithm != ALGORITHM {
            return Err(invalid());
        }
        Ok(Self {
            key_id: key_id.try_into().map_err(|_| invalid())?,
            signature: signature.try_into().map_err(|_| invalid())?,
            comment: comment.to_owned(),
            global,
        })
    }

    /// What the file claims to be. Not verified: good only for choosing a key and the words of a refusal.
    pub fn claim(&self) -> Result<Statement, CourierError> {
        Statement::parse(&self.comment)
    }

    /// Verifies that `key` made the claim, for the community `own` if one is given.
    ///
    /// When the key is another, the claim chooses which refusal is told: trial or other community first.
    pub fn verify_claim(
        &self,
        key: &PublicKey,
        own: Option<&CommunityId>,
    ) -> Result<Statement, CourierError> {
        let check_own = |statement: &Statement| match own {
            Some(own) => statement.check_community(own),
            None => Ok(()),
        };
        if self.key_id != key.key_id() {
            if let Ok(claim) = self.claim() {
                check_own(&claim)?;
            }
            return Err(CourierError::Format(FormatError::SignedByAnother {
                key_id: format!("{:016X}", u64::from_le_bytes(self.key_id)),
            }));
        }
        let message = [&self.signature[..], self.comment.as_bytes()].concat();
        if !key.accepts(&message, &self.global) {
            return Err(CourierError::Format(FormatError::SignatureInvalid));
        }
        let statement = self.claim()?;
        check_own(&statement)?;
        Ok(statement)
    }

    /// Verifies that `key` signed the file with this digest.
    pub fn verify_file(&self, key: &PublicKey, digest: &PrehashDigest) -> Result<(), CourierError> {
        if key.accepts(digest, &self.signature) {
            Ok(())
        } else {
            Err(CourierError::Format(FormatError::SignatureInvalid))
        }
    }
}

/// What a signature without a file of its own is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said<'a> {
    /// What stood behind the figures of a notice: their digest. By the office's key.
    Figures(&'a str),
    /// An entry of the ledger: its number and its hash, lower-case hex. By a person's key, or the recovery secret's.
    Entry(u64, &'a str),
    /// What `office.toml` says: its digest. By the office's key.
    Profile(&'a str),
    /// That this is the office's key. By a person's key, so that nobody can slip that person another office.
    OfficeKey(&'a PublicKey),
}

/// A short signature: 86 characters of A–Z a–z 0–9 - _.
#[must_use]
pub fn sign_said(key: &SigningKey, community: &CommunityId, said: Said<'_>) -> String {
    BASE64_SHORT.encode(key.sign_raw(said_message(community, said).as_bytes()))
}

/// Whether `text` is what [`sign_said`] gave for this.
#[must_use]
pub fn verify_said(key: &PublicKey, community: &CommunityId, said: Said<'_>, text: &str) -> bool {
    let signature = BASE64_SHORT.decode(text).ok();
    let signature = signature.and_then(|bytes| <[u8; 64]>::try_from(bytes).ok());
    signature.is_some_and(|it| key.accepts(said_message(community, said).as_bytes(), &it))
}

fn said_message(community: &CommunityId, said: Said<'_>) -> String {
    let (word, what) = match said {
        Said::Figures(digest) => ("figures", digest.to_owned()),
        Said::Entry(number, hash) => ("ledger", format!("{number} {hash}")),
        Said::Profile(digest) => ("profile", digest.to_owned()),
        Said::OfficeKey(key) => ("office-key", key.to_string()),
    };
    let realm = realm_word(community);
    format!("pingyi {word} v1 {realm} {community} {what}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn statement() -> Statement {
        Statement {
            version: 1,
            community: CommunityId::from_random([3; 8], false),
            purpose: Purpose::Batch {
                device: DeviceId::new("LOBBY1").unwrap(),
                number: BatchNumber(42),
            },
        }
    }

    fn signed() -> (SigningKey, String) {
        let key = SigningKey::from_seed(&[7; 32]);
        let (digest, _) = Prehash::of(&mut &b"hello"[..], 100).unwrap();
        let text = sign(&key, &digest, &statement());
        (key, text)
    }

    #[test]
    fn the_minisign_crate_agrees() {
        let (key, text) = signed();
        let public = minisign::PublicKey::from_base64(&key.public().to_string()).unwrap();
        let signature = minisign::SignatureBox::from_string(&text).unwrap();
        assert_eq!(signature.trusted_comment().unwrap(), statement().to_text());
        let data = std::io::Cursor::new(b"hello");
        minisign::verify(&public, &signature, data, true, false, false).unwrap();
    }

    #[test]
    fn what_the_minisign_crate_signs_verifies() {
        let (key, _) = signed();
        let secret = minisign::SecretKeyBox::from_string(&key.to_minisign_text())
            .unwrap()
            .into_unencrypted_secret_key()
            .unwrap();
        let comment = statement().to_text();
        let text = minisign::sign(None, &secret, &b"hello"[..], Some(&comment), None)
            .unwrap()
            .into_string();
        let file = SignatureFile::parse(&text).unwrap();
        let (digest, _) = Prehash::of(&mut &b"hello"[..], 100).unwrap();
        file.verify_file(&key.public(), &digest).unwrap();
        assert_eq!(file.verify_claim(&key.public(), None).unwrap(), statement());
    }

    /// Gives what it holds, from the back, one at a time, and then nothing more.
    struct Halting(Vec<Result<&'static [u8], std::io::ErrorKind>>);

    impl Read for Halting {
        fn read(&mut self, mut buffer: &mut [u8]) -> std::io::Result<usize> {
            match self.0.pop() {
                Some(given) => buffer.write(given.map_err(std::io::Error::from)?),
                None => Ok(0),
            }
        }
    }

    #[test]
    fn an_interrupted_read_goes_on_and_a_failing_one_is_told() {
        use std::io::ErrorKind::{Interrupted, TimedOut};
        let whole = Prehash::of(&mut &b"hello"[..], 100).unwrap();
        let mut halting = Halting(vec![Ok(b"lo"), Err(Interrupted), Ok(b"hel")]);
        assert_eq!(Prehash::of(&mut halting, 100).unwrap(), whole);
        let mut failing = Halting(vec![Ok(b"lo"), Err(TimedOut), Ok(b"hel")]);
        assert!(Prehash::of(&mut failing, 100).is_err());
    }

    #[test]
    fn refusals_are_told_apart() {
        let (key, text) = signed();
        let file = SignatureFile::parse(&text).unwrap();
        let other = SigningKey::from_seed(&[8; 32]).public();
        let own = statement().community;
        let trial = CommunityId::from_random([3; 8], true);
        let elsewhere = CommunityId::from_random([4; 8], false);
        assert!(file.verify_claim(&key.public(), Some(&own)).is_ok());
        let refusal = |key: &PublicKey, own| file.verify_claim(key, Some(own)).unwrap_err();
        assert!(matches!(
            refusal(&other, &own),
            CourierError::Format(FormatError::SignedByAnother { .. })
        ));
        for key in [key.public(), other] {
            assert!(matches!(
                refusal(&key, &trial),
                CourierError::Format(FormatError::RealIntoTrial)
            ));
            assert!(matches!(
                refusal(&key, &elsewhere),
                CourierError::Format(FormatError::OtherCommunity { .. })
            ));
        }
    }

    #[test]
    fn a_statement_has_one_spelling() {
        let text = statement().to_text();
        assert_eq!(Statement::parse(&text).unwrap(), statement());
        for bad in [
            text.replace("real", "trial"),
            text.replace("42", "042"),
            text.replace("42", "+42"),
            text.replace("v1", "v01"),
            format!("{text} "),
            text.replace("pingyi", "pingyj"),
            String::new(),
        ] {
            assert!(
                matches!(
                    Statement::parse(&bad),
                    Err(CourierError::Format(FormatError::NotPingyi))
                ),
                "{bad}"
            );
        }
        assert!(matches!(
            Statement::parse("pingyi batch v7 real x y z more"),
            Err(CourierError::Format(FormatError::UnknownVersion {
                version: 7
            }))
        ));
    }
}

//! `office.toml`: whose office it is. From version 2 on it is signed by the office's key, so that nobody who holds the files
//! alone changes the salt or the telephone, and it says where in the ledger people begin to sign.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::folder::{RECORD, replace_secret_file};
use super::people::PEOPLE;
use super::{FolderFault, OfficeError};
use crate::app::{AppError, at};
use crate::courier::keys::{PublicKey, SigningKey};
use crate::courier::sign::{Said, sign_said, verify_said};
use crate::domain::community::Community;
use crate::domain::ids::RootHash;
use crate::domain::zone::Zone;
use crate::record::text_digest;

/// The public profile.
pub(super) const PROFILE: &str = "office.toml";
const FORMAT: &str = "pingyi-office";
const UNSIGNED: u32 = 1;
const SIGNED: u32 = 2;

/// What `office.toml` says. Nothing in it is secret but a password in `record`, where the server wants one.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Profile {
    format: String,
    version: u32,
    pub made_on: NaiveDate,
    pub signing_key: PublicKey,
    /// The address of the PostgreSQL server that holds the record; without it the record is a file beside this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The zone it lives by; without it `Asia/Shanghai`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
    /// The entry of the ledger from which on people sign; none in version 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signed_from: Option<u64>,
    /// Its hash, which covers every entry before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signed_from_hash: Option<RootHash>,
    /// By the office's key, over everything else here but the address of the record: a server may move, and what it holds is
    /// signed by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signature: Option<String>,
    pub community: Community,
}

/// Where people begin to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Anchor {
    pub entry: u64,
    pub hash: RootHash,
}

impl Profile {
    /// What a new office says.
    pub(super) fn new(
        made_on: NaiveDate,
        signing_key: PublicKey,
        record: Option<String>,
        community: Community,
    ) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: UNSIGNED,
            made_on,
            signing_key,
            record,
            zone: None,
            signed_from: None,
            signed_from_hash: None,
            signature: None,
            community,
        }
    }

    /// Reads it; whether its signature is good is for [`Self::check`].
    pub(super) fn read(dir: &Path) -> Result<Self, AppError> {
        let path = dir.join(PROFILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(missing(dir, path).into());
            }
            Err(error) => return Err(at(&path)(error)),
        };
        let profile: Option<Self> = toml::from_str(&text).ok();
        profile
            .filter(|profile| {
                let known = [UNSIGNED, SIGNED].contains(&profile.version);
                let is_signed = profile.version == SIGNED;
                let whole = is_signed == profile.anchor().is_some();
                profile.format == FORMAT && known && whole
            })
            .ok_or_else(|| FolderFault::FileDamaged { path }.into())
    }

    /// Where people begin to sign; none in an office of an earlier program.
    pub(super) fn anchor(&self) -> Option<Anchor> {
        let (entry, hash) = (self.signed_from?, self.signed_from_hash?);
        Some(Anchor { entry, hash })
    }

    /// Signs it.
    pub(super) fn sign(&mut self, anchor: Anchor, key: &SigningKey) {
        self.version = SIGNED;
        self.signed_from = Some(anchor.entry);
        self.signed_from_hash = Some(anchor.hash);
        let signature = sign_said(key, &self.community.id, Said::Profile(&self.digest()));
        self.signature = Some(signature);
    }

    /// SHA-256 of what is signed, as canonical JSON; lower-case hex.
    pub(super) fn digest(&self) -> String {
        let unsigned = Self {
            record: None,
            signature: None,
            ..self.clone()
        };
        // Names, keys and dates always serialise.
        text_digest(&serde_json::to_string(&unsigned).unwrap_or_default())
    }

    /// Refuses a profile that `key`, the office's, did not sign.
    pub(super) fn check(&self, dir: &Path, key: &SigningKey) -> Result<(), AppError> {
        let signature = self.signature.as_deref().unwrap_or_default();
        let said = Said::Profile(&self.digest());
        let is_signed = verify_said(&key.public(), &self.community.id, said, signature);
        if is_signed && key.public() == self.signing_key {
            Ok(())
        } else {
            let path = dir.join(PROFILE);
            Err(FolderFault::ProfileChanged { path }.into())
        }
    }

    /// Writes it in place of the one that is there.
    pub(super) fn write(&self, dir: &Path) -> Result<(), AppError> {
        let text = toml::to_string(self).map_err(|_| AppError::Machine {
            what: "office.toml",
        })?;
        replace_secret_file(&dir.join(PROFILE), &text)
    }
}

/// Whether what an office consists of lies in `dir`, all of it or a part.
pub(super) fn has_office(dir: &Path) -> bool {
    [PROFILE, RECORD, PEOPLE]
        .iter()
        .any(|name| dir.join(name).exists())
}

/// Where the rest of an office lies, to make a new one there would be the wrong advice.
fn missing(dir: &Path, path: PathBuf) -> OfficeError {
    if has_office(dir) {
        return FolderFault::FileDamaged { path }.into();
    }
    OfficeError::NoOffice {
        path: dir.to_owned(),
    }
}

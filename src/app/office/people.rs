//! Those who work here: each with a passphrase and a signing key of their own, and with the office's keys sealed to them.
//!
//! In the folder `people` a person `p1` has three files: `p1-sign.pem` and `p1-open.pem`, encrypted PKCS#8 under the passphrase,
//! and `p1.toml`, which says which office that is, signed by the first: nobody who only holds the files can slip a person another
//! office's keys. It holds the office's keys sealed to the second (HPKE), or [`slots`](super::slots) holds them for each pair of persons.
//! `recovery.toml` holds them sealed to the recovery secret.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use rand::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::FolderFault;
use super::folder::{remove_if_there, replace_secret_file, sync_folder};
use super::passphrase::spellings;
use crate::app::{AppError, at, private};
use crate::courier::CourierError;
use crate::courier::error::KeyError;
use crate::courier::keyring::OpeningKeys;
use crate::courier::keys::{OpeningKey, PassphraseCost, PublicKey, SigningKey, read_secret_file};
use crate::courier::recovery::RecoverySecret;
use crate::courier::seal::{open_office_keys, seal_office_keys};
use crate::courier::sign::{Said, sign_said, verify_said};
use crate::domain::ids::{CommunityId, PersonId, RootHash, SealingKey};
use crate::domain::person::Actor;
use crate::record::{Body, LedgerEntry, PeopleEvent, Record, RecordError, Signer};

/// The folder of everybody's keys, in the office's.
pub(super) const PEOPLE: &str = "people";
const RECOVERY: &str = "recovery.toml";

/// The office's keys.
pub(super) struct OfficeKeys {
    pub signing: SigningKey,
    pub opening: OpeningKeys,
}

/// Whoever signs entries: the person at the desk, or who holds the recovery secret.
pub(super) struct Hand {
    pub by: Actor,
    key: SigningKey,
    community: CommunityId,
}

impl Hand {
    /// Whoever holds the recovery secret.
    pub(super) fn of_recovery(secret: &RecoverySecret, community: &CommunityId) -> Self {
        Self {
            by: Actor::Recovery,
            key: secret.signing_key(community),
            community: community.clone(),
        }
    }

    /// A person's.
    pub(super) fn of_person(person: &PersonId, key: SigningKey, community: &CommunityId) -> Self {
        Self {
            by: Actor::Person(person.clone()),
            key,
            community: community.clone(),
        }
    }

    /// Whether an entry is signed by this hand.
    pub(super) fn has_signed(&self, entry: &LedgerEntry) -> bool {
        is_signed(entry, &self.key.public(), &self.community)
    }

    /// The person whose hand it is, as long as the record says that they work here.
    pub(super) fn person(&self, record: &Record) -> Result<PersonId, RecordError> {
        if let Actor::Person(person) = &self.by
            && let Some(known) = record.person(person)?
            && known.removed_on.is_none()
            && known.signing_key == self.key.public().to_string()
        {
            return Ok(known.id);
        }
        let by = self.by.clone();
        Err(RecordError::NotEntitled { by })
    }
}

impl Signer for Hand {
    fn actor(&self) -> Actor {
        self.by.clone()
    }

    fn sign(&self, number: u64, hash: &RootHash) -> Option<String> {
        let said = Said::Entry(number, &hash.to_string());
        Some(sign_said(&self.key, &self.community, said))
    }
}

/// Whether `key` signed this entry.
pub(super) fn is_signed(entry: &LedgerEntry, key: &PublicKey, community: &CommunityId) -> bool {
    let hash = entry.hash.to_string();
    let signature = entry.signature.as_deref().unwrap_or_default();
    verify_said(key, community, Said::Entry(entry.number, &hash), signature)
}

/// What a recovery sheet that was just made tells the ledger.
pub(super) fn recovery_set(secret: &RecoverySecret, community: &CommunityId) -> Body {
    Body::People(PeopleEvent::RecoverySet {
        signing_key: secret.signing_key(community).public().to_string(),
        sealing_key: secret.opening_key(community).sealing_key(),
    })
}

/// Where the office's keys lie, sealed to the recovery secret.
pub(super) fn recovery_path(dir: &Path) -> PathBuf {
    dir.join(PEOPLE).join(RECOVERY)
}

/// The office's keys sealed to the key of a recovery secret, as a file.
pub(super) fn sealed_for_recovery(
    keys: &OfficeKeys,
    to: &SealingKey,
    community: &CommunityId,
    rng: &mut impl CryptoRng,
) -> Result<Zeroizing<String>, AppError> {
    toml_of(&Sealed {
        sealed: sealed(keys, to, community, rng)?,
        sealed_to: Some(*to),
    })
}

/// The office's keys, opened with the recovery secret. [`KeyError::WrongRecovery`] when it is another's, or of an older sheet.
pub(super) fn open_for_recovery(
    path: &Path,
    secret: &RecoverySecret,
    community: &CommunityId,
) -> Result<OfficeKeys, AppError> {
    let kept: Sealed = read_toml(path)?;
    let key = secret.opening_key(community);
    opened(&kept.sealed, &key, community)
        .ok_or_else(|| CourierError::Key(KeyError::WrongRecovery).into())
}

/// `p1.toml`
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonFile {
    /// The office's public key.
    pub office_key: PublicKey,
    /// The person's signature over it.
    signature: String,
    /// The office's keys, sealed to the person; base64. None where it takes two persons to open the office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<String>,
    /// Which of them is the newest to open with. Nobody vouches for it: it tells only what is to be written anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest: Option<SealingKey>,
}

impl PersonFile {
    pub(super) fn read(dir: &Path, person: &PersonId) -> Result<Self, AppError> {
        read_toml(&toml_path(dir, person))
    }

    /// Whether it is of the office that the person with this key signed; [`FolderFault::FileDamaged`] where it is not.
    pub(super) fn check(
        &self,
        dir: &Path,
        (person, key): (&PersonId, &SigningKey),
        community: &CommunityId,
    ) -> Result<(), AppError> {
        let said = Said::OfficeKey(&self.office_key);
        if verify_said(&key.public(), community, said, &self.signature) {
            Ok(())
        } else {
            Err(damaged(dir, person))
        }
    }

    pub(super) fn write(&self, dir: &Path, person: &PersonId) -> Result<(), AppError> {
        replace_secret_file(&toml_path(dir, person), &toml_of(self)?)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    /// The office's keys, sealed to the recovery secret; base64.
    sealed: String,
    /// To which of its keys; not told in the first days of this file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed_to: Option<SealingKey>,
}

/// A person with fresh keys.
pub(super) struct NewPerson {
    pub id: PersonId,
    signing: SigningKey,
    opening: OpeningKey,
}

impl NewPerson {
    pub(super) fn new(id: PersonId, rng: &mut impl CryptoRng) -> Self {
        Self {
            id,
            signing: SigningKey::random(rng),
            opening: OpeningKey::random(rng),
        }
    }

    /// What the ledger is told.
    pub(super) fn admitted(&self, name: &str) -> Body {
        Body::People(PeopleEvent::PersonAdmitted {
            person: self.id.clone(),
            name: name.trim().to_owned(),
            signing_key: self.signing.public().to_string(),
            sealing_key: self.opening.sealing_key(),
        })
    }

    /// What the office's keys are sealed to for this person.
    pub(super) fn sealing_key(&self) -> SealingKey {
        self.opening.sealing_key()
    }

    /// Writes the person's files, which open the office alone; what an admission that was interrupted left there is written over.
    pub(super) fn keep(
        &self,
        dir: &Path,
        keys: &OfficeKeys,
        community: &CommunityId,
        passphrase: &str,
        cost: PassphraseCost,
        rng: &mut impl CryptoRng,
    ) -> Result<(), AppError> {
        let mut file = self.keep_pems(dir, keys, community, passphrase, cost, rng)?;
        file.sealed = Some(sealed(keys, &self.sealing_key(), community, rng)?);
        file.newest = Some(keys.opening.sealing_key());
        file.write(dir, &self.id)
    }

    /// The same, but with nothing that opens the office.
    pub(super) fn keep_closed(
        &self,
        dir: &Path,
        keys: &OfficeKeys,
        community: &CommunityId,
        passphrase: &str,
        cost: PassphraseCost,
        rng: &mut impl CryptoRng,
    ) -> Result<(), AppError> {
        let file = self.keep_pems(dir, keys, community, passphrase, cost, rng)?;
        file.write(dir, &self.id)
    }

    fn keep_pems(
        &self,
        dir: &Path,
        keys: &OfficeKeys,
        community: &CommunityId,
        passphrase: &str,
        cost: PassphraseCost,
        rng: &mut impl CryptoRng,
    ) -> Result<PersonFile, AppError> {
        private::own_folder(&dir.join(PEOPLE))?;
        write_pems(
            dir,
            &self.id,
            &self.signing,
            &self.opening,
            passphrase,
            cost,
            rng,
        )?;
        let office_key = keys.signing.public();
        Ok(PersonFile {
            office_key,
            signature: sign_said(&self.signing, community, Said::OfficeKey(&office_key)),
            sealed: None,
            newest: None,
        })
    }

    /// The person at the desk.
    pub(super) fn hand(&self, community: &CommunityId) -> Hand {
        Hand::of_person(&self.id, self.signing.clone(), community)
    }
}

/// Encrypts a person's keys anew, under another passphrase.
pub(super) fn change_passphrase(
    dir: &Path,
    person: &PersonId,
    (old, new): (&str, &str),
    cost: PassphraseCost,
    rng: &mut impl CryptoRng,
) -> Result<(), AppError> {
    let (signing, opening) = spelled(old, |old| open_pems(dir, person, old))?;
    write_pems(dir, person, &signing, &opening, new, cost, rng)
}

/// What one of the ways to spell a passphrase opens; they are tried one after the other as long as each is wrong.
pub(super) fn spelled<T>(
    passphrase: &str,
    mut open: impl FnMut(&str) -> Result<T, AppError>,
) -> Result<T, AppError> {
    for spelling in spellings(passphrase) {
        match open(&spelling) {
            Err(AppError::Courier(CourierError::Key(KeyError::WrongPassphrase))) => {}
            tried => return tried,
        }
    }
    Err(CourierError::Key(KeyError::WrongPassphrase).into())
}

/// A person's own two keys.
pub(super) fn open_pems(
    dir: &Path,
    person: &PersonId,
    passphrase: &str,
) -> Result<(SigningKey, OpeningKey), AppError> {
    Ok((
        SigningKey::from_pem(&read_secret_file(&sign_path(dir, person))?, passphrase)?,
        OpeningKey::from_pem(&read_secret_file(&open_path(dir, person))?, passphrase)?,
    ))
}

/// Takes a person's files away; the one by which they are found goes last, so that what is left by a kill goes with the next try.
pub(super) fn forget(dir: &Path, person: &PersonId) -> Result<(), AppError> {
    for path in [
        open_path(dir, person),
        sign_path(dir, person),
        toml_path(dir, person),
    ] {
        remove_if_there(&path)?;
    }
    sync_folder(&dir.join(PEOPLE))
}

/// Who has files, in the order they were admitted.
pub(super) fn listed(dir: &Path) -> Result<Vec<PersonId>, AppError> {
    with_ending(dir, ".toml")
}

/// Who has keys and no file that says of which office.
pub(super) fn without_file(dir: &Path) -> Result<Vec<PersonId>, AppError> {
    let mut people = with_ending(dir, "-open.pem")?;
    people.retain(|person| !toml_path(dir, person).exists());
    Ok(people)
}

fn with_ending(dir: &Path, ending: &str) -> Result<Vec<PersonId>, AppError> {
    let folder = dir.join(PEOPLE);
    let mut people = Vec::new();
    for entry in fs::read_dir(&folder).map_err(at(&folder))? {
        let name = entry.map_err(at(&folder))?.file_name();
        let id = name.to_str().and_then(|name| name.strip_suffix(ending));
        people.extend(id.and_then(|id| PersonId::new(id).ok()));
    }
    people.sort_by_key(PersonId::number);
    Ok(people)
}

/// The office's keys, sealed to a person; base64.
pub(super) fn sealed(
    keys: &OfficeKeys,
    to: &SealingKey,
    community: &CommunityId,
    rng: &mut impl CryptoRng,
) -> Result<String, AppError> {
    let sealed = seal_office_keys(&keys.signing, &keys.opening, to, community, rng)?;
    Ok(BASE64.encode(sealed))
}

/// Opens what [`sealed`] sealed.
pub(super) fn opened(
    sealed: &str,
    key: &OpeningKey,
    community: &CommunityId,
) -> Option<OfficeKeys> {
    let sealed = BASE64.decode(sealed).ok()?;
    let (signing, opening) = open_office_keys(&sealed, key, community).ok()?;
    Some(OfficeKeys { signing, opening })
}

fn write_pems(
    dir: &Path,
    person: &PersonId,
    signing: &SigningKey,
    opening: &OpeningKey,
    passphrase: &str,
    cost: PassphraseCost,
    rng: &mut impl CryptoRng,
) -> Result<(), AppError> {
    let sign = signing.to_pem(passphrase, cost, rng)?;
    let open = opening.to_pem(passphrase, cost, rng)?;
    replace_secret_file(&open_path(dir, person), &open)?;
    replace_secret_file(&sign_path(dir, person), &sign)
}

/// A person's file is not what it was.
pub(super) fn damaged(dir: &Path, person: &PersonId) -> AppError {
    let path = toml_path(dir, person);
    FolderFault::FileDamaged { path }.into()
}

fn toml_path(dir: &Path, person: &PersonId) -> PathBuf {
    dir.join(PEOPLE).join(format!("{person}.toml"))
}

fn sign_path(dir: &Path, person: &PersonId) -> PathBuf {
    dir.join(PEOPLE).join(format!("{person}-sign.pem"))
}

fn open_path(dir: &Path, person: &PersonId) -> PathBuf {
    dir.join(PEOPLE).join(format!("{person}-open.pem"))
}

pub(super) fn toml_of(value: &impl Serialize) -> Result<Zeroizing<String>, AppError> {
    let text = toml::to_string(value).map_err(|_| AppError::Machine { what: PEOPLE })?;
    Ok(Zeroizing::new(text))
}

pub(super) fn read_toml<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, AppError> {
    let text = read_secret_file(path)?;
    let damaged = |_| FolderFault::FileDamaged {
        path: path.to_owned(),
    };
    Ok(toml::from_str(&text).map_err(damaged)?)
}

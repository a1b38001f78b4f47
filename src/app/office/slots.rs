//! Who opens the office: each person alone (`p1.toml`), or any two together (`p1-p2.toml`, a slot for each pair).
//!
//! A slot of a pair is sealed to the one person's key, and what comes of that to the other's: no key of the office is split, and a
//! slot is made from public keys alone, so that nobody needs to be there when somebody comes, goes or changes a passphrase.
//!
//! Every slot is written before the ledger is told of a new key, with the keys of before behind it: killed at any write, each
//! slot opens what the ledger names. [`settle`] then makes the files what the ledger says they are.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use rand::CryptoRng;
use serde::{Deserialize, Serialize};

use super::FolderFault;
use super::folder::{remove_if_there, replace_secret_file};
use super::people::{self, OfficeKeys, PEOPLE, PersonFile};
use super::signatures::Holders;
use crate::app::{AppError, at};
use crate::courier::keys::OpeningKey;
use crate::courier::seal::{open_office_keys_of_pair, seal_office_keys_to_pair};
use crate::domain::ids::{CommunityId, PersonId, SealingKey};

/// Between the names of two persons.
const BETWEEN: char = '-';

/// `p1-p2.toml`
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PairFile {
    /// The office's keys, sealed to the first and then to the second; base64.
    sealed: String,
    /// Which of them is the newest to open with. Nobody vouches for it.
    newest: SealingKey,
}

/// Those to whom the office's keys are sealed.
type People = BTreeMap<PersonId, SealingKey>;

/// Writes every slot: each person's, or each pair's.
pub(super) fn write(
    dir: &Path,
    keys: &OfficeKeys,
    community: &CommunityId,
    (people, two_persons): (&People, bool),
    rng: &mut impl CryptoRng,
) -> Result<(), AppError> {
    if two_persons {
        for pair in pairs(people) {
            write_pair(dir, keys, community, pair, rng)?;
        }
        return Ok(());
    }
    for (person, to) in people {
        write_own(dir, keys, community, (person, to), rng)?;
    }
    Ok(())
}

/// Makes the files what `holders` says, where they are not: who left has none, and there are slots of one kind only.
pub(super) fn settle(
    dir: &Path,
    keys: &OfficeKeys,
    community: &CommunityId,
    holders: &Holders,
    rng: &mut impl CryptoRng,
) -> Result<(), AppError> {
    let newest = keys.opening.sealing_key();
    let (people, two_persons) = (&holders.people, holders.two_persons);
    for pair in pairs(people).filter(|_| two_persons) {
        let path = pair_path(dir, pair.map(|(person, _)| person));
        let kept: Result<PairFile, AppError> = people::read_toml(&path);
        if kept.is_ok_and(|kept| kept.newest == newest) {
            continue;
        }
        write_pair(dir, keys, community, pair, rng)?;
    }
    for (person, to) in people {
        let Ok(mut file) = PersonFile::read(dir, person) else {
            continue;
        };
        if two_persons && file.sealed.is_some() {
            (file.sealed, file.newest) = (None, None);
            file.write(dir, person)?;
        } else if !two_persons && (file.sealed.is_none() || file.newest != Some(newest)) {
            write_own(dir, keys, community, (person, to), rng)?;
        }
    }
    for path in listed(dir)? {
        let stays = two_persons
            && pairs(people).any(|pair| pair_path(dir, pair.map(|(person, _)| person)) == path);
        if !stays {
            remove_if_there(&path)?;
        }
    }
    for person in people::listed(dir)? {
        if holders.gone.contains(&person) {
            people::forget(dir, &person)?;
        }
    }
    Ok(())
}

/// The office's keys, opened with those of two persons; none where no slot is theirs.
pub(super) fn open(
    dir: &Path,
    mut pair: [(&PersonId, &OpeningKey); 2],
    community: &CommunityId,
) -> Result<Option<OfficeKeys>, AppError> {
    pair.sort_by_key(|(person, _)| person.number());
    let path = pair_path(dir, pair.map(|(person, _)| person));
    if !path.exists() {
        return Ok(None);
    }
    let file: PairFile = people::read_toml(&path)?;
    let sealed = BASE64.decode(&file.sealed).unwrap_or_default();
    let keys = pair.map(|(_, key)| key);
    let (signing, opening) = open_office_keys_of_pair(&sealed, keys, community)
        .map_err(|_| FolderFault::FileDamaged { path })?;
    Ok(Some(OfficeKeys { signing, opening }))
}

/// Whether slots of pairs lie there.
pub(super) fn are_there(dir: &Path) -> bool {
    listed(dir).is_ok_and(|pairs| !pairs.is_empty())
}

/// A person's own slot. Files that do not read are that person's trouble: nobody else is kept from anything by them.
fn write_own(
    dir: &Path,
    keys: &OfficeKeys,
    community: &CommunityId,
    (person, to): (&PersonId, &SealingKey),
    rng: &mut impl CryptoRng,
) -> Result<(), AppError> {
    let Ok(mut file) = PersonFile::read(dir, person) else {
        return Ok(());
    };
    file.sealed = Some(people::sealed(keys, to, community, rng)?);
    file.newest = Some(keys.opening.sealing_key());
    file.write(dir, person)
}

fn write_pair(
    dir: &Path,
    keys: &OfficeKeys,
    community: &CommunityId,
    pair: [(&PersonId, &SealingKey); 2],
    rng: &mut impl CryptoRng,
) -> Result<(), AppError> {
    let to = pair.map(|(_, key)| key);
    let sealed = seal_office_keys_to_pair(&keys.signing, &keys.opening, to, community, rng)?;
    let file = PairFile {
        sealed: BASE64.encode(sealed),
        newest: keys.opening.sealing_key(),
    };
    let path = pair_path(dir, pair.map(|(person, _)| person));
    replace_secret_file(&path, &people::toml_of(&file)?)
}

/// Any two of them, who was admitted first before the other.
fn pairs(people: &People) -> impl Iterator<Item = [(&PersonId, &SealingKey); 2]> {
    people.iter().flat_map(move |one| {
        let later = |other: &(&PersonId, &SealingKey)| other.0.number() > one.0.number();
        people.iter().filter(later).map(move |other| [one, other])
    })
}

fn pair_path(dir: &Path, [one, other]: [&PersonId; 2]) -> PathBuf {
    let name = format!("{one}{BETWEEN}{other}.toml");
    dir.join(PEOPLE).join(name)
}

/// The files of pairs there are.
fn listed(dir: &Path) -> Result<Vec<PathBuf>, AppError> {
    let folder = dir.join(PEOPLE);
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).map_err(at(&folder))? {
        let entry = entry.map_err(at(&folder))?;
        let name = entry.file_name();
        let pair = name.to_str().and_then(|name| name.strip_suffix(".toml"));
        let pair = pair.and_then(|pair| pair.split_once(BETWEEN));
        let is_pair = pair
            .is_some_and(|(one, other)| PersonId::new(one).is_ok() && PersonId::new(other).is_ok());
        if is_pair {
            files.push(entry.path());
        }
    }
    Ok(files)
}

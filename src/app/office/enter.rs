//! Who types a passphrase, and what it opens: the office, or half of it.

use std::path::Path;

use super::passphrase::Passphrases;
use super::people::{self, Hand, OfficeKeys, PersonFile, spelled};
use super::{OfficeError, slots};
use crate::app::AppError;
use crate::courier::CourierError;
use crate::courier::error::KeyError;
use crate::courier::keys::OpeningKey;
use crate::domain::ids::{CommunityId, PersonId};

/// Who sits at the desk, and the office's keys.
pub(super) struct Entered {
    pub hand: Hand,
    pub keys: OfficeKeys,
    /// Two persons have typed their passphrases.
    pub by_two: bool,
}

/// Whoever these passphrases belong to, and the office's keys. [`OfficeError::SecondWanted`] where one alone opens nothing.
pub(super) fn open(
    dir: &Path,
    community: &CommunityId,
    passphrases: Passphrases<'_>,
) -> Result<Entered, AppError> {
    let one = known(dir, community, passphrases.first)?;
    let mut found = None;
    if let Some(second) = passphrases.second {
        let other = known(dir, community, second)?;
        if other.person == one.person {
            return Err(OfficeError::SecondWanted.into());
        }
        let pair = [(&one.person, &one.opening), (&other.person, &other.opening)];
        found = slots::open(dir, pair, community)?;
    }
    let by_two = found.is_some();
    let keys = if by_two {
        found
    } else {
        let sealed = one.file.sealed.as_ref().ok_or(OfficeError::SecondWanted)?;
        people::opened(sealed, &one.opening, community)
    };
    let keys = keys.filter(|keys| keys.signing.public() == one.file.office_key);
    let keys = keys.ok_or_else(|| people::damaged(dir, &one.person))?;
    let hand = one.hand;
    Ok(Entered { hand, keys, by_two })
}

/// A person who has typed their passphrase.
struct Known {
    person: PersonId,
    hand: Hand,
    opening: OpeningKey,
    file: PersonFile,
}

/// Whoever this passphrase belongs to. [`KeyError::WrongPassphrase`] when it is nobody's; where somebody's files are damaged and it
/// is nobody else's, that is told.
fn known(dir: &Path, community: &CommunityId, passphrase: &str) -> Result<Known, AppError> {
    let people = people::listed(dir)?;
    let mut damage = None;
    let opened = spelled(passphrase, |passphrase| {
        for person in &people {
            match known_as(dir, person, community, passphrase) {
                Ok(opened) => return Ok(opened),
                Err(AppError::Courier(CourierError::Key(KeyError::WrongPassphrase))) => {}
                Err(error) => {
                    damage.get_or_insert(error);
                }
            }
        }
        Err(CourierError::Key(KeyError::WrongPassphrase).into())
    });
    if opened.is_err() && damage.is_none() {
        for person in people::without_file(dir)? {
            let keys = spelled(passphrase, |passphrase| {
                people::open_pems(dir, &person, passphrase)
            });
            if keys.is_ok() {
                return Err(people::damaged(dir, &person));
            }
        }
    }
    opened.map_err(|wrong| damage.unwrap_or(wrong))
}

fn known_as(
    dir: &Path,
    person: &PersonId,
    community: &CommunityId,
    passphrase: &str,
) -> Result<Known, AppError> {
    let (key, opening) = people::open_pems(dir, person, passphrase)?;
    let file = PersonFile::read(dir, person)?;
    file.check(dir, (person, &key), community)?;
    Ok(Known {
        person: person.clone(),
        hand: Hand::of_person(person, key, community),
        opening,
        file,
    })
}

//! A new key and a new name for a device whose key was stolen or whose disk was copied: at the computer itself, for whoever may
//! read its key may change it. The office stops counting what was not the device's own (protocol §6.1).

use std::fs;
use std::sync::PoisonError;

use super::open::{NEXT_KEY_FILE, take_key};
use super::{Identity, Kiosk, Service, locked};
use crate::app::{AppError, at};
use crate::cardbox::{Adopted, CardBoxError, ClosingDay, NewChain};
use crate::courier::keys::{SigningKey, write_secret_file};
use crate::domain::device::Fingerprint;
use crate::domain::ids::DeviceId;
use crate::fault::Fault as _;
use crate::words::{Sentence, sentence};

/// Letters and digits of a device's name.
const DEVICE_CHARS: usize = 8;
/// So many of them stand behind a new name.
const MOST_LETTERS_BEHIND: usize = 3;

/// What a new chain came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal {
    /// The name it has now.
    pub device: DeviceId,
    /// What the office is to be told.
    pub fingerprint: Fingerprint,
    /// So many batches are written again.
    pub batches: u32,
}

impl Kiosk {
    /// A name for [`Self::renew`] that no device has by the newest pack: with a letter behind, for a keypad has none.
    #[must_use]
    pub fn next_name(&self) -> DeviceId {
        let (own, taken) = (self.device(), self.known_devices());
        let name = own.as_str();
        // LOBBY1B is LOBBY1 after one renewal, and becomes LOBBY1C.
        let trimmed = name.strip_suffix(|last: char| ('B'..='Z').contains(&last));
        let base = trimmed
            .filter(|rest| rest.ends_with(|last: char| last.is_ascii_digit()))
            .unwrap_or(name);
        let names = (1..=MOST_LETTERS_BEHIND).flat_map(|behind| {
            let kept: String = base.chars().take(DEVICE_CHARS - behind).collect();
            ('B'..='Z').map(move |letter| format!("{kept}{}", letter.to_string().repeat(behind)))
        });
        let mut names = names.filter_map(|name| DeviceId::new(name).ok());
        let free = names.find(|name| *name != own && !taken.contains(name));
        free.unwrap_or(own)
    }

    /// Why it needs another key before its cards leave again.
    pub(super) fn needed(&self) -> Result<Vec<Sentence>, AppError> {
        let mut needed = Vec::new();
        if self.is_retirement_doubted() {
            needed.push(sentence!("kiosk-retired-doubted"));
        }
        if locked(&self.cardbox).is_numbered_out()? {
            needed.push(CardBoxError::NumbersUsedUp.sentence());
        }
        Ok(needed)
    }

    /// Goes on as `name` with a key of its own. The office hears of it by the next stick. Where the office has batches under the
    /// former name that this device's box does not know, staff say whose they are.
    pub fn renew(&self, name: &DeviceId, adopted: Option<Adopted>) -> Result<Renewal, AppError> {
        let former = self.identity();
        if *name == former.device {
            return Err(AppError::SameName {
                device: name.clone(),
            });
        }
        if self.known_devices().contains(name) {
            return Err(AppError::NameTaken {
                device: name.clone(),
            });
        }
        if self.service() == Service::Withdrawn {
            return Err(AppError::Retired);
        }
        let unknown = locked(&self.cardbox).adopted()?;
        if adopted.is_none() && !unknown.is_empty() {
            return Err(AppError::BatchesUnknown { numbers: unknown });
        }
        self.flush_counts()?;
        let key = SigningKey::random(&mut self.rng());
        let next = self.dir.join(NEXT_KEY_FILE);
        if next.exists() {
            // It was interrupted before the card box knew of this one.
            fs::remove_file(&next).map_err(at(&next))?;
        }
        write_secret_file(&next, &key.to_minisign_text())?;
        let public = key.public();
        let mut cardbox = locked(&self.cardbox);
        let on = ClosingDay {
            day: self.believed_day(cardbox.office_time()?),
            seen: cardbox.seen()?,
            health: Some(self.health(&cardbox)?),
        };
        let chain = NewChain {
            device: name,
            key: &public.to_string(),
            former: &former.device,
            is_accepted: self.is_accepted(),
            adopted: adopted.unwrap_or(Adopted::Forged),
        };
        // Its batches are signed by whom they are from now on.
        self.become_one(Identity {
            device: name.clone(),
            key,
        });
        let renewed = cardbox.renew(&chain, on, |closing, rows| self.seal_batch(closing, rows));
        if cardbox.device_key()?.as_deref() != Some(chain.key) {
            self.become_one(former);
        }
        let batches = renewed?;
        take_key(&self.dir, &cardbox)?;
        drop(cardbox);
        self.reread()?;
        // A full disk cannot be vacuumed; the next quiet moment tries again.
        let _later = locked(&self.cardbox).vacuum();
        Ok(Renewal {
            device: name.clone(),
            fingerprint: public.fingerprint(),
            batches,
        })
    }

    fn become_one(&self, identity: Identity) {
        *self
            .identity
            .write()
            .unwrap_or_else(PoisonError::into_inner) = identity;
    }
}

//! A new opening key: what leaves the devices from the next pack on, and what is written here from now on, opens with it alone.
//!
//! Whoever leaves may have copied the folder and knows a passphrase that opens the copy. What is sealed to the keys in it stays
//! open to them; what comes after does not. The older keys are kept behind the new one: originals are counted again from their
//! sealed bytes, and a device seals to the key it knows until it hears of the next. Words that are at rest stay as they are, for
//! the ledger names them by their sealed bytes, and who left has read them.
//!
//! The order: every slot gets the new key in front of the old ones, the ledger is told, the files become what it says
//! ([`slots`]). Killed anywhere, whatever opens the office knows the key that the ledger names.

use chrono::NaiveDate;
use rand::CryptoRng;

use super::people::OfficeKeys;
use super::profile::Profile;
use super::signatures::Holders;
use super::{FolderFault, Office, OfficeError, OpeningStanding, sheet, slots};
use crate::app::AppError;
use crate::courier::vault::Vault;
use crate::domain::ids::PersonId;
use crate::domain::person::Actor;
use crate::record::{Body, Content, PeopleEvent, RecordError};

/// What goes with a new key.
#[derive(Default)]
pub(super) struct Renewal<'a> {
    /// Who leaves.
    pub leaving: Option<&'a PersonId>,
    /// Whether it takes two persons from now on; as before where it is not said.
    pub two_persons: Option<bool>,
}

impl Office {
    /// Makes a new opening key. The next pack tells the devices.
    pub fn renew_opening_key(&mut self, rng: &mut impl CryptoRng) -> Result<(), AppError> {
        let on = self.believable_today()?;
        self.renew(on, &Renewal::default(), rng)
    }

    /// 双人开启: from now on it takes two persons to open the office, or again one. With it the opening key is renewed, for an
    /// older copy of the folder opens as it did.
    pub fn take_two_persons(
        &mut self,
        two_persons: bool,
        rng: &mut impl CryptoRng,
    ) -> Result<(), AppError> {
        if self.is_trial() {
            return Err(OfficeError::TrialPassphrase.into());
        }
        let on = self.believable_today()?;
        let renewal = Renewal {
            two_persons: Some(two_persons),
            ..Renewal::default()
        };
        self.renew(on, &renewal, rng)
    }

    /// Who opens the office, and since when its key holds.
    pub fn opening_standing(&self) -> Result<OpeningStanding, AppError> {
        Ok(OpeningStanding {
            two_persons: self.record.takes_two_persons()?,
            renewed_on: self.record.sealing_key_day()?,
        })
    }

    pub(super) fn renew(
        &mut self,
        on: NaiveDate,
        renewal: &Renewal<'_>,
        rng: &mut impl CryptoRng,
    ) -> Result<(), AppError> {
        let mut profile = Profile::read(&self.dir)?;
        profile.check(&self.dir, &self.signing)?;
        let changed = || FolderFault::ProfileChanged {
            path: self.dir.clone(),
        };
        let anchor = profile.anchor().ok_or_else(changed)?;
        let mut holders = Holders::of(&self.record.ledger()?, anchor, &self.community.id);
        if let Some(person) = renewal.leaving {
            let own = self.hand.by == Actor::Person(person.clone());
            if own || holders.people.remove(person).is_none() {
                let person = person.clone();
                return Err(RecordError::UnknownPerson { person }.into());
            }
            holders.gone.insert(person.clone());
        }
        let before = holders.two_persons;
        holders.two_persons = renewal.two_persons.unwrap_or(before);
        if holders.two_persons && holders.people.len() < 2 {
            return Err(OfficeError::TwoPersonsMissing.into());
        }
        let community = self.community.id.clone();
        let keys = OfficeKeys {
            signing: self.signing.clone(),
            opening: self.opening.renewed(rng),
        };
        let sealing_key = keys.opening.sealing_key();
        let slots = (&holders.people, before || holders.two_persons);
        slots::write(&self.dir, &keys, &community, slots, rng)?;
        if let Some(recovery) = &holders.recovery {
            // What an interrupted renewal of the sheet left would take the place of what is written now.
            sheet::settle(&self.dir, recovery)?;
            sheet::seal_again(&self.dir, &keys, recovery, &community, rng)?;
        }
        profile.community.sealing_key = sealing_key;
        profile.sign(anchor, &self.signing);
        let mut told = Vec::new();
        if let Some(person) = renewal.leaving {
            let person = person.clone();
            told.push(PeopleEvent::PersonRemoved { person });
        }
        told.push(PeopleEvent::OpeningRenewed {
            sealing_key,
            two_persons: holders.two_persons,
        });
        let digest = profile.digest();
        told.push(PeopleEvent::ProfileSigned { digest });
        self.record.within(|record| {
            for told in told {
                record.note(on, Body::People(told), &Content::Nothing, &self.hand)?;
            }
            // Before the commit, as with every change of the profile; whoever opens the office holds it against the ledger.
            profile.write(&self.dir)
        })?;
        self.vault = Vault::new(&keys.opening, &community);
        self.community = profile.community;
        let settled = slots::settle(&self.dir, &keys, &community, &holders, rng);
        self.opening = keys.opening;
        settled
    }

    /// To whom the office's keys may be sealed.
    pub(super) fn holders(&self) -> Result<Holders, AppError> {
        let anchor = Profile::read(&self.dir)?.anchor();
        let changed = || FolderFault::ProfileChanged {
            path: self.dir.clone(),
        };
        let anchor = anchor.ok_or_else(changed)?;
        let ledger = self.record.ledger()?;
        Ok(Holders::of(&ledger, anchor, &self.community.id))
    }
}

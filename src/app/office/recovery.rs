//! Those who work here, as a use case; the recovery sheet; and what `office.toml` says.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use rand::CryptoRng;
use zeroize::Zeroizing;

use super::passphrase::{check_new, cost_of};
use super::people::{self, Hand, NewPerson, OfficeKeys};
use super::profile::Profile;
use super::renew::Renewal;
use super::sheet::{self, SheetFacts, printable_path};
use super::unlock::Opened;
use super::{
    Confidential, FolderFault, Office, OfficeError, PersonRow, RecoverySheet, RecoveryStanding,
    slots,
};
use crate::app::AppError;
use crate::courier::recovery::{Mistyped, RecoverySecret};
use crate::domain::community::Community;
use crate::domain::ids::PersonId;
use crate::domain::person::Actor;
use crate::domain::time::Clock;
use crate::domain::zone::Zone;
use crate::record::{Body, Content, PeopleEvent, RecordError};

/// The groups of the sheet that are typed back, from 1.
pub const PROVED_GROUPS: [usize; 2] = [3, 8];

/// What of the profile is to be another. What is none stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileChange {
    /// As residents call the community.
    pub name: Option<String>,
    /// Where to ask in person.
    pub office_place: Option<String>,
    /// Whom to call.
    pub telephone: Option<String>,
    /// To whom one turns who suffers for what was said; empty for nobody.
    pub protection: Option<String>,
    /// The zone it lives by, from the next opening on.
    pub zone: Option<Zone>,
}

impl Office {
    /// Everybody who works or worked here, in the order they were admitted.
    pub fn people(&self) -> Result<Vec<PersonRow>, AppError> {
        let people = self.record.people()?.into_iter();
        let rows = people.map(|person| PersonRow {
            own: Actor::Person(person.id.clone()) == self.hand.by,
            person: person.id,
            name: person.name,
            since: person.since,
            removed_on: person.removed_on,
        });
        Ok(rows.collect())
    }

    /// Admits a person, who has typed a passphrase of their own.
    pub fn admit_person(
        &mut self,
        name: &str,
        passphrase: &str,
        rng: &mut impl CryptoRng,
    ) -> Result<PersonRow, AppError> {
        if name.trim().is_empty() {
            return Err(OfficeError::PersonNameMissing.into());
        }
        check_new(passphrase, self.is_trial())?;
        let on = self.believable_today()?;
        let (community, cost) = (self.community.id.clone(), cost_of(self.is_trial()));
        let keys = self.keys();
        let mut holders = self.holders()?;
        let person = self.record.within(|record| {
            let new = NewPerson::new(record.next_person()?, rng);
            // Before the commit: a person without files cannot work, files without a person open nothing.
            if holders.two_persons {
                new.keep_closed(&self.dir, &keys, &community, passphrase, cost, rng)?;
                holders.people.insert(new.id.clone(), new.sealing_key());
                let slots = (&holders.people, true);
                slots::write(&self.dir, &keys, &community, slots, rng)?;
            } else {
                new.keep(&self.dir, &keys, &community, passphrase, cost, rng)?;
            }
            record.note(on, new.admitted(name), &Content::Nothing, &self.hand)?;
            Ok::<_, AppError>(new.id)
        })?;
        self.person(&person)
    }

    /// Removes a person: what they sign from now on is refused, their passphrase opens nothing, and the opening key is renewed.
    pub fn remove_person(
        &mut self,
        person: &PersonId,
        rng: &mut impl CryptoRng,
    ) -> Result<PersonRow, AppError> {
        let on = self.believable_today()?;
        let renewal = Renewal {
            leaving: Some(person),
            ..Renewal::default()
        };
        self.renew(on, &renewal, rng)?;
        self.person(person)
    }

    fn person(&self, id: &PersonId) -> Result<PersonRow, AppError> {
        let person = id.clone();
        let known = self.people()?.into_iter().find(|row| row.person == *id);
        known.ok_or_else(|| RecordError::UnknownPerson { person }.into())
    }

    /// Changes the passphrase of whoever is at the desk. Slow: derives keys from both.
    pub fn change_passphrase(
        &mut self,
        old: &str,
        new: &str,
        rng: &mut impl CryptoRng,
    ) -> Result<(), AppError> {
        if self.is_trial() {
            return Err(OfficeError::TrialPassphrase.into());
        }
        check_new(new, self.is_trial())?;
        let person = self.hand.person(&self.record)?;
        let cost = cost_of(self.is_trial());
        people::change_passphrase(&self.dir, &person, (old, new), cost, rng)
    }

    pub(super) fn keys(&self) -> OfficeKeys {
        OfficeKeys {
            signing: self.signing.clone(),
            opening: self.opening.clone(),
        }
    }

    /// Whether the recovery sheet that holds now is known to be on paper.
    pub fn recovery_standing(&self) -> Result<RecoveryStanding, AppError> {
        Ok(if self.record.is_recovery_proved()? {
            RecoveryStanding::Proved
        } else if self.unproved.is_some() {
            RecoveryStanding::Waiting
        } else {
            RecoveryStanding::Unproved
        })
    }

    /// Where the printable recovery sheet lies, while it does.
    #[must_use]
    pub fn recovery_sheet(&self) -> Option<PathBuf> {
        Some(printable_path(&self.dir)).filter(|path| path.exists())
    }

    /// The ten groups of a sheet that waits to be printed; none of one that was proved.
    #[must_use]
    pub fn recovery_groups(&self) -> Vec<Confidential> {
        let groups = self.unproved.iter().flat_map(RecoverySecret::groups);
        groups.map(Confidential::from).collect()
    }

    /// Makes a new recovery sheet and writes it beside the office's folder; the one before opens nothing more.
    pub fn renew_recovery_sheet(
        &mut self,
        rng: &mut impl CryptoRng,
    ) -> Result<RecoverySheet, AppError> {
        let on = self.believable_today()?;
        self.next_recovery_sheet(on, rng)
    }

    fn next_recovery_sheet(
        &mut self,
        on: NaiveDate,
        rng: &mut impl CryptoRng,
    ) -> Result<RecoverySheet, AppError> {
        let secret = RecoverySecret::random(rng);
        let (keys, community) = (self.keys(), &self.community.id);
        sheet::write_next(&self.dir, &keys, &secret, &self.sheet_facts()?, rng)?;
        let set = people::recovery_set(&secret, community);
        let named = secret.opening_key(community).sealing_key();
        self.note(on, set)?;
        sheet::settle(&self.dir, &named)?;
        let told = sheet::told(&keys, &secret, &self.dir);
        self.unproved = Some(secret);
        Ok(told)
    }

    fn sheet_facts(&self) -> Result<SheetFacts<'_>, AppError> {
        Ok(SheetFacts {
            community: &self.community,
            made_on: Profile::read(&self.dir)?.made_on,
            dir: &self.dir,
        })
    }

    /// Somebody typed [`PROVED_GROUPS`] of the sheet back, or all of it: it is on paper, and its file is removed.
    pub fn prove_recovery_sheet(&mut self, typed: &str) -> Result<(), AppError> {
        let on = self.believable_today()?;
        if !self.is_sheet(typed)? {
            return Err(OfficeError::RecoveryDiffers.into());
        }
        self.note(on, Body::People(PeopleEvent::RecoveryProved {}))?;
        self.unproved = None;
        sheet::remove_printable(&self.dir)
    }

    fn is_sheet(&self, typed: &str) -> Result<bool, AppError> {
        if let Some(secret) = &self.unproved {
            let groups = secret.groups();
            let asked = PROVED_GROUPS
                .iter()
                .filter_map(|group| groups.get(group - 1));
            let asked = Zeroizing::new(asked.map(|group| group.as_str()).collect::<String>());
            let digits = |letter: &char| letter.is_ascii_digit();
            if typed.chars().filter(digits).eq(asked.chars()) {
                return Ok(true);
            }
        }
        let Ok(secret) = RecoverySecret::parse(typed) else {
            return Ok(false);
        };
        let key = secret.signing_key(&self.community.id).public().to_string();
        let known = self.record.recovery_keys()?;
        Ok(known.is_some_and(|(signing, _)| signing == key))
    }

    /// Every passphrase is lost: whoever holds the recovery sheet becomes a person who works here, and makes a new sheet.
    /// Slow: derives keys.
    pub fn recover(
        dir: &Path,
        digits: &str,
        (name, passphrase): (&str, &str),
        clock: Arc<dyn Clock>,
        rng: &mut impl CryptoRng,
    ) -> Result<(Self, RecoverySheet), AppError> {
        if name.trim().is_empty() {
            return Err(OfficeError::PersonNameMissing.into());
        }
        check_new(passphrase, Self::is_trial_dir(dir)?)?;
        let secret = RecoverySecret::parse(digits).map_err(|slip| match slip {
            Mistyped::Length => OfficeError::RecoveryLength,
            Mistyped::Group(group) => OfficeError::RecoveryGroup { group },
        })?;
        let (opened, community) = Opened::with_recovery(dir, &secret, clock, rng)?;
        let by = Hand::of_recovery(&secret, &community.id);
        let cost = cost_of(community.id.is_trial());
        let today = opened.clock.today();
        let on = opened.record.last_told()?.max(Some(today)).unwrap_or(today);
        let new = opened.record.within(|record| {
            let new = NewPerson::new(record.next_person()?, rng);
            new.keep(dir, &opened.keys, &community.id, passphrase, cost, rng)?;
            record.note(on, new.admitted(name), &Content::Nothing, &by)?;
            Ok::<_, AppError>(new)
        })?;
        let hand = new.hand(&community.id);
        let mut office = opened.office(community, hand, None);
        if office.record.takes_two_persons()? {
            // Whoever recovers is alone.
            let renewal = Renewal {
                two_persons: Some(false),
                ..Renewal::default()
            };
            office.renew(on, &renewal, rng)?;
        }
        let sheet = office.next_recovery_sheet(on, rng)?;
        Ok((office, sheet))
    }

    /// Changes what the profile says of the office; the next pack carries it.
    pub fn change_profile(&mut self, change: &ProfileChange) -> Result<Community, AppError> {
        let on = self.believable_today()?;
        let mut profile = Profile::read(&self.dir)?;
        profile.check(&self.dir, &self.signing)?;
        let anchor = profile
            .anchor()
            .ok_or_else(|| FolderFault::ProfileChanged {
                path: self.dir.clone(),
            })?;
        let put = |place: &mut String, given: &Option<String>| {
            if let Some(given) = given {
                given.trim().clone_into(place);
            }
        };
        profile.zone = change.zone.or(profile.zone);
        let community = &mut profile.community;
        put(&mut community.name, &change.name);
        put(&mut community.office_place, &change.office_place);
        put(&mut community.telephone, &change.telephone);
        if let Some(given) = &change.protection {
            let given = given.trim();
            community.protection = (!given.is_empty()).then(|| given.to_owned());
        }
        if community.name.is_empty() {
            return Err(OfficeError::NameMissing.into());
        }
        profile.sign(anchor, &self.signing);
        let digest = profile.digest();
        self.record.within(|record| {
            let told = Body::People(PeopleEvent::ProfileSigned { digest });
            record.note(on, told, &Content::Nothing, &self.hand)?;
            // Before the commit: what is told must lie there. The other way round a recount names it.
            profile.write(&self.dir)
        })?;
        self.community = profile.community;
        Ok(self.community.clone())
    }
}

//! Who signed the ledger: every entry from the anchor of the profile on, by somebody who worked here then.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::{Findings, NONE};
use super::people::is_signed;
use super::profile::Anchor;
use crate::courier::keys::PublicKey;
use crate::domain::ids::{CommunityId, DeviceId, PersonId, SealingKey};
use crate::domain::person::Actor;
use crate::record::{Body, Event, LedgerEntry, PeopleEvent, genesis, short};

/// Whose keys count at an entry.
struct Keys<'a> {
    community: &'a CommunityId,
    anchor: Anchor,
    recovery: Option<PublicKey>,
    people: BTreeMap<PersonId, PublicKey>,
    /// The anchor stands where the profile says.
    is_anchored: bool,
}

/// To whom the office's keys may be sealed, by what people signed. Whoever has the files can write any row of the record, and
/// shall not have the keys sealed to a key of his own.
#[derive(Default)]
pub(super) struct Holders {
    /// Those who work here.
    pub people: BTreeMap<PersonId, SealingKey>,
    /// Those who worked here.
    pub gone: BTreeSet<PersonId>,
    /// The newest recovery sheet.
    pub recovery: Option<SealingKey>,
    /// The newest opening key, once it was renewed.
    pub opening: Option<SealingKey>,
    /// Whether it takes two persons to open the office.
    pub two_persons: bool,
}

impl Holders {
    /// What the signed ledger tells. Only what concerns people is looked at, for an office has many entries.
    pub(super) fn of(ledger: &[LedgerEntry], anchor: Anchor, community: &CommunityId) -> Self {
        let mut keys = Keys::new(anchor, community);
        let mut holders = Self::default();
        let mut unheard = Findings::default();
        let mut previous = genesis();
        for entry in ledger {
            let is_chained = entry.hash_after(&previous) == entry.hash;
            previous = entry.hash;
            if !is_chained {
                continue;
            }
            if let Some(event) = entry.parsed()
                && let Body::People(told) = &event.body
                && keys.take(entry, &event, &mut unheard)
            {
                holders.follow(told);
            }
        }
        holders
    }

    fn follow(&mut self, told: &PeopleEvent) {
        match told {
            PeopleEvent::RecoverySet { sealing_key, .. } => self.recovery = Some(*sealing_key),
            PeopleEvent::PersonAdmitted {
                person,
                sealing_key,
                ..
            } => {
                if !self.gone.contains(person) {
                    self.people.entry(person.clone()).or_insert(*sealing_key);
                }
            }
            PeopleEvent::PersonRemoved { person } => {
                self.people.remove(person);
                self.gone.insert(person.clone());
            }
            PeopleEvent::OpeningRenewed {
                sealing_key,
                two_persons,
            } => {
                self.opening = Some(*sealing_key);
                self.two_persons = *two_persons;
            }
            PeopleEvent::RecoveryProved {} | PeopleEvent::ProfileSigned { .. } => {}
        }
    }
}

/// The key under which each device was accepted last, by what people signed, or by what the profile vouches for.
pub(super) fn accepted_keys(
    ledger: &[LedgerEntry],
    anchor: Anchor,
    community: &CommunityId,
) -> BTreeMap<DeviceId, String> {
    let mut keys = Keys::new(anchor, community);
    let (mut accepted, mut early) = (BTreeMap::new(), BTreeMap::new());
    let mut unheard = Findings::default();
    let mut previous = genesis();
    let mut is_whole = true;
    for entry in ledger {
        is_whole &= entry.hash_after(&previous) == entry.hash;
        previous = entry.hash;
        let Some(event) = entry.parsed().filter(|_| is_whole) else {
            continue;
        };
        let is_heard = matches!(event.body, Body::People(_) | Body::DeviceAccepted { .. });
        let is_signed = is_heard && keys.take(entry, &event, &mut unheard);
        if let Body::DeviceAccepted {
            device,
            signing_key,
            ..
        } = event.body
        {
            if is_signed {
                accepted.insert(device, signing_key);
            } else if entry.number < anchor.entry {
                early.insert(device, signing_key);
            }
        }
    }
    if keys.is_anchored {
        for (device, key) in early {
            accepted.entry(device).or_insert(key);
        }
    }
    accepted
}

/// Names every entry that nobody signed who could.
///
/// What stands before the anchor is vouched for by the anchor's hash, which the profile names and the office's key signed.
pub(super) fn check(
    ledger: &[LedgerEntry],
    anchor: Anchor,
    community: &CommunityId,
    found: &mut Findings,
) {
    let mut keys = Keys::new(anchor, community);
    for entry in ledger {
        // What does not read is named as such.
        if let Some(event) = entry.parsed() {
            keys.take(entry, &event, found);
        }
    }
    if !keys.is_anchored {
        let (number, hash) = (anchor.entry.to_string(), anchor.hash);
        found.note("ledger", number, Some("hash"), hash, NONE);
    }
}

impl<'a> Keys<'a> {
    fn new(anchor: Anchor, community: &'a CommunityId) -> Self {
        Self {
            community,
            anchor,
            recovery: None,
            people: BTreeMap::new(),
            is_anchored: false,
        }
    }

    /// Whether somebody signed it who could.
    fn take(&mut self, entry: &LedgerEntry, event: &Event, found: &mut Findings) -> bool {
        if entry.number < self.anchor.entry {
            if entry.signature.is_some() {
                Self::refuse(entry, &Actor::Office, found);
            }
            return false;
        }
        if entry.number == self.anchor.entry {
            self.is_anchored = entry.hash == self.anchor.hash;
            // The first recovery sheet vouches for itself; the profile vouches for it.
            if self.is_anchored
                && let Body::People(PeopleEvent::RecoverySet { signing_key, .. }) = &event.body
            {
                self.recovery = signing_key.parse().ok();
            }
        }
        if !self.has_signed(entry, &event.by) {
            Self::refuse(entry, &event.by, found);
            return false;
        }
        if let Body::People(told) = &event.body {
            self.follow(told);
        }
        true
    }

    /// Whose keys count after it.
    fn follow(&mut self, told: &PeopleEvent) {
        match told {
            PeopleEvent::RecoverySet { signing_key, .. } => {
                self.recovery = signing_key.parse().ok();
            }
            PeopleEvent::PersonAdmitted {
                person,
                signing_key,
                ..
            } => {
                if let Ok(key) = signing_key.parse() {
                    // A name is never used again; `apply` names one that is.
                    self.people.entry(person.clone()).or_insert(key);
                }
            }
            PeopleEvent::PersonRemoved { person } => {
                self.people.remove(person);
            }
            PeopleEvent::RecoveryProved {}
            | PeopleEvent::OpeningRenewed { .. }
            | PeopleEvent::ProfileSigned { .. } => {}
        }
    }

    fn has_signed(&self, entry: &LedgerEntry, by: &Actor) -> bool {
        let key = match by {
            Actor::Office => None,
            Actor::Recovery => self.recovery.as_ref(),
            Actor::Person(person) => self.people.get(person),
        };
        key.is_some_and(|key| is_signed(entry, key, self.community))
    }

    fn refuse(entry: &LedgerEntry, by: &Actor, found: &mut Findings) {
        let held = entry.signature.as_deref().map_or(NONE.to_owned(), short);
        let number = entry.number.to_string();
        found.note("ledger", number, Some("signature"), by, held);
    }
}

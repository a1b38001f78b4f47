//! Who signed the ledger: every entry from the anchor of the profile on, by somebody who worked here then.

use std::collections::BTreeMap;

use super::findings::{Findings, NONE};
use super::people::is_signed;
use super::profile::Anchor;
use crate::courier::keys::PublicKey;
use crate::domain::ids::{CommunityId, PersonId};
use crate::domain::person::Actor;
use crate::record::{Body, Event, LedgerEntry, PeopleEvent, short};

/// Whose keys count at an entry.
struct Keys<'a> {
    community: &'a CommunityId,
    anchor: Anchor,
    recovery: Option<PublicKey>,
    people: BTreeMap<PersonId, PublicKey>,
    /// The anchor stands where the profile says.
    is_anchored: bool,
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
    let mut keys = Keys {
        community,
        anchor,
        recovery: None,
        people: BTreeMap::new(),
        is_anchored: false,
    };
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

impl Keys<'_> {
    fn take(&mut self, entry: &LedgerEntry, event: &Event, found: &mut Findings) {
        if entry.number < self.anchor.entry {
            if entry.signature.is_some() {
                Self::refuse(entry, &Actor::Office, found);
            }
            return;
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
            return;
        }
        if let Body::People(told) = &event.body {
            self.follow(told);
        }
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
            PeopleEvent::RecoveryProved {} | PeopleEvent::ProfileSigned { .. } => {}
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

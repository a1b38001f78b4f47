//! People who work at the office, and the recovery sheet that stands in for all of them.

use chrono::NaiveDate;

use crate::domain::ids::{PersonId, SealingKey};
use crate::domain::person::Actor;
use crate::record::event::{Body, Event};
use crate::record::sql::{Row, Rows, Table, Value, bytes, first, text};
use crate::record::{Record, RecordError};

/// Under which `meta` keeps the public key of the newest recovery sheet.
const RECOVERY_KEY: &str = "recovery-key";
/// Under which `meta` keeps what the office's keys are sealed to for it.
const RECOVERY_SEALING_KEY: &str = "recovery-sealing-key";
/// Under which `meta` keeps whether it was typed back: `yes` or nothing.
const RECOVERY_PROVED: &str = "recovery-proved";
/// Under which `meta` keeps the opening key's public half, once it was renewed.
const SEALING_KEY: &str = "sealing-key";
/// Under which `meta` keeps the day of that.
const SEALING_KEY_DAY: &str = "sealing-key-day";
/// Under which `meta` keeps whether it takes two persons to open the office: `yes` or nothing.
const TWO_PERSONS: &str = "two-persons";
/// Under which `meta` keeps the digest of the profile that was signed last.
const PROFILE: &str = "profile";

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonEntry {
    /// Never used for another.
    pub id: PersonId,
    /// As colleagues call them.
    pub name: String,
    /// The key that signs what they do, minisign base64.
    pub signing_key: String,
    /// What the office's keys are sealed to.
    pub sealing_key: SealingKey,
    /// The day they were admitted.
    pub since: NaiveDate,
    /// The day they were removed.
    pub removed_on: Option<NaiveDate>,
}

pub(in crate::record) const TABLE: Table = Table {
    name: "person",
    columns: "id, name, signing_key, sealing_key, since, removed_on",
    keys: 1,
};

fn entry(row: &mut Row) -> Result<PersonEntry, RecordError> {
    Ok(PersonEntry {
        id: row.read()?,
        name: row.text()?,
        signing_key: row.text()?,
        sealing_key: SealingKey(row.bytes()?),
        since: row.read()?,
        removed_on: row.read_option()?,
    })
}

impl Record {
    /// Everybody who ever worked here, in the order they were admitted.
    pub fn people(&self) -> Result<Vec<PersonEntry>, RecordError> {
        let mut people = self.person_rows()?.whole()?;
        people.sort_by_key(|person| person.id.number());
        Ok(people)
    }

    /// [`Self::people`], and by name the rows that do not read.
    pub fn person_rows(&self) -> Result<Rows<PersonEntry>, RecordError> {
        TABLE.rows(self.sql(), "ORDER BY id", &[], entry)
    }

    /// One person.
    pub fn person(&self, id: &PersonId) -> Result<Option<PersonEntry>, RecordError> {
        TABLE.first(self.sql(), "WHERE id = $1", &[text(id)], entry)
    }

    /// Who is admitted next.
    pub fn next_person(&self) -> Result<PersonId, RecordError> {
        let known = first(self.sql(), "SELECT COUNT(*) FROM person", &[], Row::number)?;
        PersonId::of(known.unwrap_or(0) + 1).ok_or_else(|| RecordError::damaged("fewer people"))
    }

    /// The public keys of the newest recovery sheet: minisign base64, and what is sealed to it. None before people sign.
    pub fn recovery_keys(&self) -> Result<Option<(String, SealingKey)>, RecordError> {
        let Some(signing) = self.meta(RECOVERY_KEY)? else {
            return Ok(None);
        };
        let sealing = self.meta(RECOVERY_SEALING_KEY)?;
        let sealing = sealing.and_then(|text| SealingKey::try_from(text).ok());
        let sealing = sealing.ok_or_else(|| RecordError::damaged("a recovery key"))?;
        Ok(Some((signing, sealing)))
    }

    /// Whether the newest recovery sheet was typed back.
    pub fn is_recovery_proved(&self) -> Result<bool, RecordError> {
        Ok(self.meta(RECOVERY_PROVED)?.as_deref() == Some("yes"))
    }

    /// What is sealed to, once it was renewed. Who may be believed about it, the signed ledger says.
    pub fn sealing_key(&self) -> Result<Option<SealingKey>, RecordError> {
        let key = self.meta(SEALING_KEY)?;
        key.map(SealingKey::try_from)
            .transpose()
            .map_err(|_| RecordError::damaged("a sealing key"))
    }

    /// The day on which the opening key was renewed last.
    pub fn sealing_key_day(&self) -> Result<Option<NaiveDate>, RecordError> {
        let day = self.meta(SEALING_KEY_DAY)?;
        Ok(day.and_then(|day| day.parse().ok()))
    }

    /// Whether it takes two persons to open the office.
    pub fn takes_two_persons(&self) -> Result<bool, RecordError> {
        Ok(self.meta(TWO_PERSONS)?.as_deref() == Some("yes"))
    }

    pub(in crate::record) fn keep_opening(
        &self,
        key: SealingKey,
        two_persons: bool,
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        self.keep_meta(SEALING_KEY, &key.to_string())?;
        self.keep_meta(SEALING_KEY_DAY, &on.to_string())?;
        self.keep_meta(TWO_PERSONS, if two_persons { "yes" } else { "" })
    }

    /// The digest of the profile that was signed last.
    pub fn profile_digest(&self) -> Result<Option<String>, RecordError> {
        self.meta(PROFILE)
    }

    /// Refuses an event of somebody who may not do what it tells. Whether they did it only a signature says.
    pub(in crate::record) fn check_actor(&self, event: &Event) -> Result<(), RecordError> {
        let people_sign = self.meta(RECOVERY_KEY)?.is_some();
        let may = match &event.by {
            Actor::Office => !people_sign,
            Actor::Recovery => {
                matches!(&event.body, Body::People(told) if told.is_for_recovery(people_sign))
            }
            Actor::Person(id) => {
                let person = self.person(id)?;
                people_sign && person.is_some_and(|person| person.removed_on.is_none())
            }
        };
        if may {
            Ok(())
        } else {
            let by = event.by.clone();
            Err(RecordError::NotEntitled { by })
        }
    }

    pub(in crate::record) fn set_recovery(
        &self,
        signing_key: &str,
        sealing_key: SealingKey,
    ) -> Result<(), RecordError> {
        self.keep_meta(RECOVERY_KEY, signing_key)?;
        self.keep_meta(RECOVERY_SEALING_KEY, &sealing_key.to_string())?;
        self.keep_meta(RECOVERY_PROVED, "")
    }

    pub(in crate::record) fn prove_recovery(&self) -> Result<(), RecordError> {
        self.keep_meta(RECOVERY_PROVED, "yes")
    }

    pub(in crate::record) fn keep_profile(&self, digest: &str) -> Result<(), RecordError> {
        self.keep_meta(PROFILE, digest)
    }

    pub(in crate::record) fn admit(&self, person: &PersonEntry) -> Result<(), RecordError> {
        if person.id != self.next_person()? {
            return Err(RecordError::OtherThanNamed);
        }
        self.sql().execute(
            "INSERT INTO person (id, name, signing_key, sealing_key, since, removed_on)
             VALUES ($1, $2, $3, $4, $5, $6)",
            &[
                text(&person.id),
                text(&person.name),
                text(&person.signing_key),
                bytes(&person.sealing_key.0),
                text(person.since),
                person.removed_on.map_or(Value::Null, text),
            ],
        )?;
        Ok(())
    }

    /// Removes a person; never by their own hand, so that one is always left.
    pub(in crate::record) fn remove_person(
        &self,
        id: &PersonId,
        by: &Actor,
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        let own = matches!(by, Actor::Person(person) if person == id);
        let changed = self.sql().execute(
            "UPDATE person SET removed_on = $2 WHERE id = $1 AND removed_on IS NULL",
            &[text(id), text(on)],
        )?;
        if own || changed != 1 {
            return Err(RecordError::UnknownPerson { person: id.clone() });
        }
        Ok(())
    }
}

//! Single values: whose record it is, and which keys wait for a name that is taken.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::device::DeviceFacts;
use crate::domain::ids::{BatchNumber, BlobId, DeviceId, PinCodeDigest, PlanId, RootHash};
use crate::domain::round::RoundId;
use crate::record::sql::{Row, Table, collect, first, text};
use crate::record::{Record, RecordError};

pub(in crate::record) const TABLE: Table = Table {
    name: "meta",
    columns: "key, value",
    keys: 1,
};

pub(in crate::record) const STEPS: Table = Table {
    name: "schema_step",
    columns: "number, name",
    keys: 1,
};

/// Whose record it is.
pub(in crate::record) const COMMUNITY: &str = "community";

/// Under which a key waits that wants a name already held by another key.
#[must_use]
pub fn waiting_key(device: &DeviceId) -> String {
    format!("{WAITING_KEY} {device}")
}

/// Under which stands what the device with that key says of itself.
fn waiting_facts(device: &DeviceId) -> String {
    format!("{WAITING_KEY}-facts {device}")
}

/// What [`waiting_key`] begins with.
pub const WAITING_KEY: &str = "waiting-key";

fn replaced_key(device: &DeviceId) -> String {
    format!("replaces {device}")
}

fn uncounted_key(device: &DeviceId, number: BatchNumber) -> String {
    format!("uncounted {device} {number}")
}

fn destroyed_key(device: &DeviceId, number: BatchNumber) -> String {
    format!("{DESTROYED} {device} {number}")
}

/// What [`destroyed_key`] begins with.
const DESTROYED: &str = "destroyed";

fn destroyed_round_key(plan: &PlanId, round: RoundId) -> String {
    format!("destroyed-round {plan} {round}")
}

/// What the key begins with of figures of which some count no more.
const DOUBTED: &str = "doubted-figures ";

fn pin_code_key(device: &DeviceId) -> String {
    format!("pin-code {device}")
}

fn seen_key(device: &DeviceId) -> String {
    format!("seen {device}")
}

impl Record {
    /// What the newest code is known by with which a device's staff set a new PIN.
    pub fn pin_code(&self, device: &DeviceId) -> Result<Option<PinCodeDigest>, RecordError> {
        let kept = self.meta(&pin_code_key(device))?;
        Ok(kept.and_then(|kept| PinCodeDigest::try_from(kept).ok()))
    }

    pub(in crate::record) fn keep_pin_code(
        &self,
        device: &DeviceId,
        digest: PinCodeDigest,
    ) -> Result<(), RecordError> {
        self.keep_meta(&pin_code_key(device), &digest.to_string())
    }

    /// A device's newest statement of what it has seen of the ledger, and its signature, word for word.
    pub fn seen_by(&self, device: &DeviceId) -> Result<Option<(String, String)>, RecordError> {
        let kept = self.meta(&seen_key(device))?;
        let read = |kept: String| {
            serde_json::from_str(&kept).map_err(|_| RecordError::damaged("a device's statement"))
        };
        kept.map(read).transpose()
    }

    pub(in crate::record) fn keep_seen(
        &self,
        device: &DeviceId,
        statement: &str,
        signature: &str,
    ) -> Result<(), RecordError> {
        let kept = serde_json::to_string(&(statement, signature));
        let kept = kept.map_err(|_| RecordError::damaged("a device's statement"))?;
        self.keep_meta(&seen_key(device), &kept)
    }

    /// The name that a device had before it got its key.
    pub fn replaced(&self, device: &DeviceId) -> Result<Option<DeviceId>, RecordError> {
        let name = self.meta(&replaced_key(device))?;
        Ok(name.and_then(|name| DeviceId::new(name).ok()))
    }

    pub(in crate::record) fn keep_replaced(
        &self,
        device: &DeviceId,
        former: Option<&DeviceId>,
    ) -> Result<(), RecordError> {
        let former = former.map_or("", DeviceId::as_str);
        self.keep_meta(&replaced_key(device), former)
    }

    /// Whether what a batch brought is counted no more.
    pub fn is_uncounted(
        &self,
        device: &DeviceId,
        number: BatchNumber,
    ) -> Result<bool, RecordError> {
        Ok(self.meta(&uncounted_key(device, number))?.is_some())
    }

    pub(in crate::record) fn note_uncounted(
        &self,
        device: &DeviceId,
        number: BatchNumber,
        root: &RootHash,
    ) -> Result<(), RecordError> {
        self.keep_meta(&uncounted_key(device, number), &root.to_string())
    }

    /// The day on which a round's papers were destroyed.
    pub fn destroyed_on(
        &self,
        plan: &PlanId,
        round: RoundId,
    ) -> Result<Option<NaiveDate>, RecordError> {
        let day = self.meta(&destroyed_round_key(plan, round))?;
        let read = |day: String| day.parse().map_err(|_| RecordError::damaged("a day"));
        day.map(read).transpose()
    }

    pub(in crate::record) fn note_round_destroyed(
        &self,
        plan: &PlanId,
        round: RoundId,
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        self.keep_meta(&destroyed_round_key(plan, round), &on.to_string())
    }

    /// What is kept of a batch whose original was destroyed; none where it was not.
    pub fn account_of(
        &self,
        device: &DeviceId,
        number: BatchNumber,
    ) -> Result<Option<BlobId>, RecordError> {
        let account = self.meta(&destroyed_key(device, number))?;
        let read = |id: String| {
            BlobId::try_from(id).map_err(|_| RecordError::damaged("an account's name"))
        };
        account.map(read).transpose()
    }

    /// Every batch whose original was destroyed.
    pub fn destroyed_originals(&self) -> Result<Vec<(DeviceId, BatchNumber)>, RecordError> {
        let keys = collect(
            self.sql(),
            "SELECT key FROM meta WHERE key LIKE $1 ORDER BY key",
            &[text(format!("{DESTROYED} %"))],
            Row::text,
        )?;
        let read = |key: &String| {
            let (device, number) = key.strip_prefix(DESTROYED)?.trim().split_once(' ')?;
            let number = number.parse().ok().map(BatchNumber)?;
            Some((DeviceId::new(device).ok()?, number))
        };
        Ok(keys.iter().filter_map(read).collect())
    }

    pub(in crate::record) fn note_destroyed(
        &self,
        device: &DeviceId,
        number: BatchNumber,
        account: BlobId,
    ) -> Result<(), RecordError> {
        self.keep_meta(&destroyed_key(device, number), &account.to_string())
    }

    /// The notices of which some figures count no more, by the subjects.
    pub(in crate::record) fn doubted_figures(
        &self,
    ) -> Result<BTreeMap<String, String>, RecordError> {
        let rows = collect(
            self.sql(),
            &format!("SELECT key, value FROM meta WHERE key LIKE '{DOUBTED}%'"),
            &[],
            |row: &mut Row| Ok((row.text()?, row.text()?)),
        )?;
        let subjects = rows
            .into_iter()
            .filter_map(|(key, notice): (String, String)| {
                let subject = key.strip_prefix(DOUBTED)?;
                Some((subject.to_owned(), notice))
            });
        Ok(subjects.collect())
    }

    pub(in crate::record) fn doubt_figures(
        &self,
        subject: &str,
        notice: u32,
    ) -> Result<(), RecordError> {
        self.keep_meta(&format!("{DOUBTED}{subject}"), &notice.to_string())
    }

    /// The community whose record it is.
    pub fn community(&self) -> Result<Option<String>, RecordError> {
        self.meta(COMMUNITY)
    }

    /// The key that waits for the name of a device that has another.
    pub fn waiting_key(&self, device: &DeviceId) -> Result<Option<String>, RecordError> {
        self.meta(&waiting_key(device))
    }

    /// What the device says of itself whose key waits for a name that another holds.
    pub fn waiting_facts(&self, device: &DeviceId) -> Result<Option<DeviceFacts>, RecordError> {
        let told = self.meta(&waiting_facts(device))?.unwrap_or_default();
        Ok(serde_json::from_str(&told).ok())
    }

    pub(in crate::record) fn keep_waiting_facts(
        &self,
        device: &DeviceId,
        facts: Option<DeviceFacts>,
    ) -> Result<(), RecordError> {
        if facts.is_none() && self.meta(&waiting_facts(device))?.is_none() {
            return Ok(());
        }
        let told = facts.map_or(Ok(String::new()), |facts| serde_json::to_string(&facts));
        let told = told.map_err(|_| RecordError::damaged("what a device says of itself"))?;
        self.keep_meta(&waiting_facts(device), &told)
    }

    /// A value by its key.
    pub(in crate::record) fn meta(&self, key: &str) -> Result<Option<String>, RecordError> {
        first(
            self.sql(),
            "SELECT value FROM meta WHERE key = $1",
            &[text(key)],
            Row::text,
        )
    }

    /// Keeps a value.
    pub(in crate::record) fn keep_meta(&self, key: &str, value: &str) -> Result<(), RecordError> {
        self.sql().execute(
            "INSERT INTO meta (key, value) VALUES ($1, $2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            &[text(key), text(value)],
        )?;
        Ok(())
    }
}

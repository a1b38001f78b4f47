//! The hash-chained ledger of what the office did.
//!
//! Hash of an entry = SHA-256(hash of the entry before ‖ canonical JSON of the event). Its head stands on every
//! notice, so that what was published cannot be rewritten quietly.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::ids::{
    BatchNumber, CaseNumber, CommunityId, DeviceId, PackNumber, PlanId, PlanRevision, RootHash,
};
use crate::record::sql::{Row, bytes, collect, first, int, text};
use crate::record::{Record, RecordError};

/// Something the office did. Canonical JSON: this order of fields, no white space. Never what a resident wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    /// The office was made.
    Founded {
        /// Its community.
        community: CommunityId,
        /// When.
        on: NaiveDate,
    },
    /// A device was accepted.
    DeviceAccepted {
        /// Which.
        device: DeviceId,
        /// Its key, minisign base64.
        signing_key: String,
        /// When.
        on: NaiveDate,
    },
    /// A device is no longer accepted.
    DeviceRevoked {
        /// Which.
        device: DeviceId,
        /// When.
        on: NaiveDate,
    },
    /// A batch was taken in.
    BatchLoaded {
        /// Whose.
        device: DeviceId,
        /// Which.
        number: BatchNumber,
        /// Its root.
        root: RootHash,
        /// Rating sheets counted by it.
        ratings: u64,
        /// Cases opened by it.
        cases: u64,
        /// Sheets set aside.
        set_aside: u64,
        /// When.
        on: NaiveDate,
    },
    /// A plan was added.
    PlanAdded {
        /// Which.
        plan: PlanId,
        /// Its revision.
        revision: PlanRevision,
        /// SHA-256 of its text, lower-case hex.
        digest: String,
        /// When.
        on: NaiveDate,
    },
    /// A plan goes into packs, or no longer.
    PlanEnabled {
        /// Which.
        plan: PlanId,
        /// Whether it does.
        enabled: bool,
        /// When.
        on: NaiveDate,
    },
    /// Work on a case began.
    CaseStarted {
        /// Which.
        number: CaseNumber,
        /// When.
        on: NaiveDate,
    },
    /// A case was answered.
    CaseAnswered {
        /// Which.
        number: CaseNumber,
        /// SHA-256 of the reply, lower-case hex.
        digest: String,
        /// When.
        on: NaiveDate,
    },
    /// A pack was made.
    PackMade {
        /// Which.
        number: PackNumber,
        /// Its root.
        root: RootHash,
        /// When.
        on: NaiveDate,
    },
    /// A notice was posted.
    NoticePosted {
        /// Which.
        number: u32,
        /// SHA-256 of title, line feed, body; lower-case hex.
        digest: String,
        /// When.
        on: NaiveDate,
    },
}

/// SHA-256 of a text, lower-case hex: how the ledger names a text without holding it.
#[must_use]
pub fn text_digest(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

/// What stands before the first entry.
#[must_use]
pub fn genesis() -> RootHash {
    RootHash([0; 32])
}

/// An entry as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// From 1.
    pub number: u64,
    /// Canonical JSON of the event.
    pub event: String,
    /// The hash stored with it.
    pub hash: RootHash,
}

impl LedgerEntry {
    /// What its hash must be after `previous`.
    #[must_use]
    pub fn hash_after(&self, previous: &RootHash) -> RootHash {
        chain(previous, &self.event)
    }

    /// The event, if it reads as one.
    #[must_use]
    pub fn parsed(&self) -> Option<Event> {
        serde_json::from_str(&self.event).ok()
    }
}

fn chain(previous: &RootHash, event: &str) -> RootHash {
    let mut hash = Sha256::new();
    hash.update(previous.0);
    hash.update(event.as_bytes());
    RootHash(hash.finalize().into())
}

fn entry(row: &mut Row) -> Result<LedgerEntry, RecordError> {
    Ok(LedgerEntry {
        number: row.count()?,
        event: row.text()?,
        hash: RootHash(row.bytes()?),
    })
}

impl Record {
    /// Adds an event to the ledger; its new head.
    pub fn note_event(&self, event: &Event) -> Result<RootHash, RecordError> {
        let newest = first(
            self.sql(),
            "SELECT number, event, hash FROM ledger ORDER BY number DESC LIMIT 1",
            &[],
            entry,
        )?;
        let (number, previous) =
            newest.map_or((1, genesis()), |newest| (newest.number + 1, newest.hash));
        let event =
            serde_json::to_string(event).map_err(|_| RecordError::damaged("a plain event"))?;
        let hash = chain(&previous, &event);
        self.sql().execute(
            "INSERT INTO ledger (number, event, hash) VALUES ($1, $2, $3)",
            &[int(number), text(event), bytes(&hash.0)],
        )?;
        Ok(hash)
    }

    /// The hash of the newest entry.
    pub fn ledger_head(&self) -> Result<RootHash, RecordError> {
        let newest = first(
            self.sql(),
            "SELECT hash FROM ledger ORDER BY number DESC LIMIT 1",
            &[],
            |row| row.bytes().map(RootHash),
        )?;
        Ok(newest.unwrap_or_else(genesis))
    }

    /// Every entry, oldest first.
    pub fn ledger(&self) -> Result<Vec<LedgerEntry>, RecordError> {
        collect(
            self.sql(),
            "SELECT number, event, hash FROM ledger ORDER BY number",
            &[],
            entry,
        )
    }
}

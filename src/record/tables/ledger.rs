//! The hash-chained ledger of what the office did.
//!
//! Hash of an entry = SHA-256(hash of the entry before ‖ canonical JSON of the event). Its head stands on every
//! notice, so that what was published cannot be rewritten quietly.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::calendar::DueDate;
use crate::domain::ids::{
    BatchNumber, CaseNumber, CommunityId, CriterionId, DeviceId, GroupId, PackNumber, PlanId,
    PlanRevision, RootHash, SubjectId,
};
use crate::domain::time::Week;
use crate::record::sql::{Row, Rows, Table, bytes, first, int, text};
use crate::record::{Record, RecordError};

/// Something the office did. Canonical JSON: this order of fields, no white space. Never what a resident wrote.
///
/// Fields after `on` came with step 3 of the store; entries from before are without them, and read and hash as they did.
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
    /// A key asks to be accepted under a device's name. Anybody can ask.
    DeviceAsked {
        /// Which name.
        device: DeviceId,
        /// The key, minisign base64.
        signing_key: String,
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
        /// The last day to reply to its cases, by their plans.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        due: BTreeMap<PlanId, DueDate>,
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
        /// Where it came from: `shipped` or `added`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<String>,
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
        /// The last day to reply, where it was provisional and is settled with the reply.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<DueDate>,
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
    /// Somebody typed the computer's date, which lay before what the record knew, or far after it.
    DayConfirmed {
        /// The day typed.
        on: NaiveDate,
    },
    /// Somebody typed the week of batches, which had not come yet.
    WeekConfirmed {
        /// The week typed.
        week: Week,
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
    /// What stood behind the figures of a notice; follows its [`Event::NoticePosted`].
    FiguresPosted(Figures),
}

/// What stood behind the figures of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// Which notice.
    pub number: u32,
    /// The plan.
    pub plan: PlanId,
    /// Its revision.
    pub revision: PlanRevision,
    /// The period.
    pub period: String,
    /// [`super::tally::digest`] of every count of the plan in that period.
    pub counts: String,
    /// The subjects whose figures the notice shows. What is said of any other lies in an earlier notice.
    pub shown: Vec<Shown>,
    /// When.
    pub on: NaiveDate,
    /// The office's signature over [`Self::digest`], which nobody else can make.
    pub signature: String,
}

impl Figures {
    /// SHA-256 of everything but the signature, lower-case hex.
    #[must_use]
    pub fn digest(&self) -> String {
        let unsigned = Self {
            signature: String::new(),
            ..self.clone()
        };
        // Names and numbers always serialise.
        text_digest(&serde_json::to_string(&unsigned).unwrap_or_default())
    }
}

/// How many people stand behind the figures of a subject in a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// Whom they are about.
    pub subject: SubjectId,
    /// The voter group, where the plan has groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// How many rated it.
    pub raters: u64,
    /// How many answered each criterion.
    pub criteria: BTreeMap<CriterionId, u64>,
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

    /// The day it bears, whatever it tells.
    #[must_use]
    pub fn on(&self) -> Option<NaiveDate> {
        let event: serde_json::Value = serde_json::from_str(&self.event).ok()?;
        event.get("on")?.as_str()?.parse().ok()
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

const TABLE: Table = Table {
    name: "ledger",
    columns: "number, event, hash",
    keys: 1,
};

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
        let newest = TABLE.first(self.sql(), "ORDER BY number DESC LIMIT 1", &[], entry)?;
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

    /// The day of the newest entry, if it reads.
    pub fn last_told(&self) -> Result<Option<NaiveDate>, RecordError> {
        let newest = TABLE.first(self.sql(), "ORDER BY number DESC LIMIT 1", &[], entry)?;
        Ok(newest.and_then(|newest| newest.on()))
    }

    /// Every entry, oldest first.
    pub fn ledger(&self) -> Result<Vec<LedgerEntry>, RecordError> {
        self.ledger_rows()?.whole()
    }

    /// [`Self::ledger`], and by name the rows that do not read.
    pub fn ledger_rows(&self) -> Result<Rows<LedgerEntry>, RecordError> {
        TABLE.rows(self.sql(), "ORDER BY number", &[], entry)
    }
}

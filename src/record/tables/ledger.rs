//! The hash-chained ledger of what the office did.
//!
//! Hash of an entry = SHA-256(hash of the entry before ‖ canonical JSON of the entry). Its head stands on every
//! notice, so that what was published cannot be rewritten quietly.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::domain::ids::RootHash;
use crate::domain::person::Actor;
use crate::record::event::{Event, day_of, is_early};
use crate::record::sql::{Row, Rows, Table, bytes, collect, first, int, text, text_option};
use crate::record::{Record, RecordError};

/// What stands before the first entry.
#[must_use]
pub fn genesis() -> RootHash {
    RootHash([0; 32])
}

/// Who makes an entry, and how it is signed.
pub trait Signer {
    /// Who it is.
    fn actor(&self) -> Actor;

    /// The signature of entry `number`, whose hash is this.
    fn sign(&self, number: u64, hash: &RootHash) -> Option<String>;
}

/// The office before people sign: its founding, and ledgers of programs up to 0.1.1.
#[derive(Debug, Clone, Copy)]
pub struct Unsigned;

impl Signer for Unsigned {
    fn actor(&self) -> Actor {
        Actor::Office
    }

    fn sign(&self, _: u64, _: &RootHash) -> Option<String> {
        None
    }
}

/// An entry as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// From 1.
    pub number: u64,
    /// Canonical JSON: the event with its number, day and actor.
    pub event: String,
    /// The hash stored with it.
    pub hash: RootHash,
    /// The Ed25519 signature of the person who did it, base64; none before people sign.
    pub signature: Option<String>,
}

impl LedgerEntry {
    /// What its hash must be after `previous`.
    #[must_use]
    pub fn hash_after(&self, previous: &RootHash) -> RootHash {
        chain(previous, &self.event)
    }

    /// The day it bears, whatever it tells.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        day_of(&self.event)
    }

    /// Whether it is written as programs up to 0.1.1 wrote.
    #[must_use]
    pub fn is_early(&self) -> bool {
        is_early(&self.event)
    }

    /// The event, if it reads as one.
    #[must_use]
    pub fn parsed(&self) -> Option<Event> {
        Event::read(self.number, &self.event)
    }
}

fn chain(previous: &RootHash, event: &str) -> RootHash {
    let mut hash = Sha256::new();
    hash.update(previous.0);
    hash.update(event.as_bytes());
    RootHash(hash.finalize().into())
}

pub(in crate::record) const TABLE: Table = Table {
    name: "ledger",
    columns: "number, event, hash, signature",
    keys: 1,
};

fn entry(row: &mut Row) -> Result<LedgerEntry, RecordError> {
    Ok(LedgerEntry {
        number: row.count()?,
        event: row.text()?,
        hash: RootHash(row.bytes()?),
        signature: row.read_option()?,
    })
}

impl Record {
    /// Adds an event to the ledger; its new head.
    pub(in crate::record) fn append(
        &self,
        event: &Event,
        signer: &dyn Signer,
    ) -> Result<RootHash, RecordError> {
        let newest = TABLE.first(self.sql(), "ORDER BY number DESC LIMIT 1", &[], entry)?;
        let (number, previous) =
            newest.map_or((1, genesis()), |newest| (newest.number + 1, newest.hash));
        let event = event.line(number)?;
        let hash = chain(&previous, &event);
        let signature = signer.sign(number, &hash);
        self.sql().execute(
            "INSERT INTO ledger (number, event, hash, signature) VALUES ($1, $2, $3, $4)",
            &[
                int(number),
                text(event),
                bytes(&hash.0),
                text_option(signature.as_ref()),
            ],
        )?;
        Ok(hash)
    }

    /// How many entries there are.
    pub fn ledger_length(&self) -> Result<u64, RecordError> {
        let newest = TABLE.first(self.sql(), "ORDER BY number DESC LIMIT 1", &[], entry)?;
        Ok(newest.map_or(0, |newest| newest.number))
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

    /// The hash of one entry.
    pub fn ledger_hash(&self, number: u64) -> Result<Option<RootHash>, RecordError> {
        first(
            self.sql(),
            "SELECT hash FROM ledger WHERE number = $1",
            &[int(number)],
            |row| row.bytes().map(RootHash),
        )
    }

    /// The hashes of the entries from `first` on.
    pub fn ledger_hashes(&self, first: u64) -> Result<Vec<RootHash>, RecordError> {
        collect(
            self.sql(),
            "SELECT hash FROM ledger WHERE number >= $1 ORDER BY number",
            &[int(first)],
            |row| row.bytes().map(RootHash),
        )
    }

    /// The entries of one kind, oldest first; a kind of few entries, for it reads the whole table.
    pub fn ledger_of_kind(&self, kind: &str) -> Result<Vec<LedgerEntry>, RecordError> {
        let pattern = format!("%\"kind\":\"{kind}\"%");
        let tail = "WHERE event LIKE $1 ORDER BY number";
        TABLE
            .rows(self.sql(), tail, &[text(pattern)], entry)?
            .whole()
    }

    /// The entries since a pack was made, oldest first; all where none was.
    pub fn ledger_since_pack(&self) -> Result<Vec<LedgerEntry>, RecordError> {
        let tail = "WHERE number > (SELECT COALESCE(MAX(number), 0) FROM ledger WHERE event LIKE $1) \
             ORDER BY number";
        let made = [text("%\"kind\":\"pack-made\"%")];
        TABLE.rows(self.sql(), tail, &made, entry)?.whole()
    }

    /// The day of the newest entry, if it reads.
    pub fn last_told(&self) -> Result<Option<NaiveDate>, RecordError> {
        let newest = TABLE.first(self.sql(), "ORDER BY number DESC LIMIT 1", &[], entry)?;
        Ok(newest.and_then(|newest| newest.day()))
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

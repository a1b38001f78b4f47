//! The history of packs: numbers and office time never go backwards.

use chrono::NaiveDateTime;

use crate::domain::ids::{PackNumber, RootHash};
use crate::record::sql::{Row, Rows, Table, bytes, int, text};
use crate::record::{Record, RecordError};

/// A pack that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackEntry {
    /// From 1.
    pub number: PackNumber,
    /// SHA-256 of every byte before its footer.
    pub root: RootHash,
    /// The office time it carries.
    pub made_at: NaiveDateTime,
}

pub(in crate::record) const TABLE: Table = Table {
    name: "pack",
    columns: "number, root, made_at",
    keys: 1,
};
const TIME: &str = "%Y-%m-%dT%H:%M:%S";

fn entry(row: &mut Row) -> Result<PackEntry, RecordError> {
    Ok(PackEntry {
        number: PackNumber(row.number()?),
        root: RootHash(row.bytes()?),
        made_at: time(&row.text()?)?,
    })
}

fn time(text: &str) -> Result<NaiveDateTime, RecordError> {
    NaiveDateTime::parse_from_str(text, TIME)
        .ok()
        .filter(|time| time.format(TIME).to_string() == text)
        .ok_or_else(|| RecordError::damaged("a date and time"))
}

impl Record {
    /// The newest pack.
    pub fn last_pack(&self) -> Result<Option<PackEntry>, RecordError> {
        TABLE.first(self.sql(), "ORDER BY number DESC LIMIT 1", &[], entry)
    }

    /// One pack.
    pub fn pack(&self, number: PackNumber) -> Result<Option<PackEntry>, RecordError> {
        TABLE.first(self.sql(), "WHERE number = $1", &[int(number.0)], entry)
    }

    /// Every pack, oldest first.
    pub fn packs(&self) -> Result<Vec<PackEntry>, RecordError> {
        self.pack_rows()?.whole()
    }

    /// [`Self::packs`], and by name the rows that do not read.
    pub fn pack_rows(&self) -> Result<Rows<PackEntry>, RecordError> {
        TABLE.rows(self.sql(), "ORDER BY number", &[], entry)
    }

    /// Notes a pack.
    pub(in crate::record) fn note_pack(&self, pack: &PackEntry) -> Result<(), RecordError> {
        self.sql().execute(
            "INSERT INTO pack (number, root, made_at) VALUES ($1, $2, $3)",
            &[
                int(pack.number.0),
                bytes(&pack.root.0),
                text(pack.made_at.format(TIME)),
            ],
        )?;
        Ok(())
    }
}

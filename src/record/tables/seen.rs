//! Which sheets were counted and which receipts were brought: identifiers only, no link to anything.

use std::collections::BTreeSet;

use crate::domain::ids::{SheetId, Tag};
use crate::record::sql::{Rows, Table, Value, bytes, parts, places};
use crate::record::{Record, RecordError};

pub(in crate::record) const SHEETS: Table = Table {
    name: "sheet_seen",
    columns: "id",
    keys: 1,
};
pub(in crate::record) const RECEIPTS: Table = Table {
    name: "receipt",
    columns: "tag",
    keys: 1,
};

impl Record {
    /// Notes sheets; how many of them were new.
    pub(in crate::record) fn note_sheets(&self, ids: &[SheetId]) -> Result<u64, RecordError> {
        SHEETS.insert(
            self.sql(),
            ids,
            |id| vec![bytes(&id.0)],
            "ON CONFLICT DO NOTHING",
        )
    }

    /// Forgets sheets; how many of them were noted.
    pub(in crate::record) fn forget_sheets(&self, ids: &[SheetId]) -> Result<u64, RecordError> {
        let mut forgotten = 0;
        for part in parts(ids, 1) {
            let statement = format!(
                "DELETE FROM sheet_seen WHERE id IN {}",
                places(1, part.len())
            );
            let values: Vec<Value> = part.iter().map(|id| bytes(&id.0)).collect();
            forgotten += self.sql().execute(&statement, &values)?;
        }
        Ok(forgotten)
    }

    /// Those of `ids` that were noted before.
    pub fn sheets_among(&self, ids: &[SheetId]) -> Result<BTreeSet<SheetId>, RecordError> {
        let mut noted = BTreeSet::new();
        for part in parts(ids, 1) {
            let tail = format!("WHERE id IN {}", places(1, part.len()));
            let values: Vec<Value> = part.iter().map(|id| bytes(&id.0)).collect();
            let rows = SHEETS.rows(self.sql(), &tail, &values, |row| row.bytes().map(SheetId))?;
            noted.extend(rows.whole()?);
        }
        Ok(noted)
    }

    /// Every sheet noted, by identifier.
    pub fn sheets_seen(&self) -> Result<Vec<SheetId>, RecordError> {
        self.sheet_rows()?.whole()
    }

    /// [`Self::sheets_seen`], and by name the rows that do not read.
    pub fn sheet_rows(&self) -> Result<Rows<SheetId>, RecordError> {
        SHEETS.rows(self.sql(), "ORDER BY id", &[], |row| {
            row.bytes().map(SheetId)
        })
    }

    /// Notes receipt tags; how many of them were new.
    pub(in crate::record) fn note_receipts(&self, tags: &[Tag]) -> Result<u64, RecordError> {
        RECEIPTS.insert(
            self.sql(),
            tags,
            |tag| vec![bytes(&tag.0)],
            "ON CONFLICT DO NOTHING",
        )
    }

    /// Every receipt tag brought, by tag.
    pub fn receipts(&self) -> Result<Vec<Tag>, RecordError> {
        self.receipt_rows()?.whole()
    }

    /// [`Self::receipts`], and by name the rows that do not read.
    pub fn receipt_rows(&self) -> Result<Rows<Tag>, RecordError> {
        RECEIPTS.rows(self.sql(), "ORDER BY tag", &[], |row| row.bytes().map(Tag))
    }
}

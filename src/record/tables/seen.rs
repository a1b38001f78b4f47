//! Which sheets were counted and which receipts were brought: identifiers only, no link to anything.

use crate::domain::ids::{SheetId, Tag};
use crate::record::sql::{Rows, Table, bytes};
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
    /// Notes a sheet; whether it was new.
    pub(in crate::record) fn note_sheet(&self, id: &SheetId) -> Result<bool, RecordError> {
        let changed = self.sql().execute(
            "INSERT INTO sheet_seen (id) VALUES ($1) ON CONFLICT DO NOTHING",
            &[bytes(&id.0)],
        )?;
        Ok(changed == 1)
    }

    /// Whether a sheet was noted.
    pub fn is_sheet_seen(&self, id: &SheetId) -> Result<bool, RecordError> {
        let row = SHEETS.first(self.sql(), "WHERE id = $1", &[bytes(&id.0)], |_| Ok(()))?;
        Ok(row.is_some())
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

    /// Notes a receipt tag; whether it was new.
    pub(in crate::record) fn note_receipt(&self, tag: &Tag) -> Result<bool, RecordError> {
        let changed = self.sql().execute(
            "INSERT INTO receipt (tag) VALUES ($1) ON CONFLICT DO NOTHING",
            &[bytes(&tag.0)],
        )?;
        Ok(changed == 1)
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

//! Which sheets were counted and which receipts were brought: identifiers only, no link to anything.

use crate::domain::ids::{SheetId, Tag};
use crate::record::sql::{bytes, collect};
use crate::record::{Record, RecordError};

impl Record {
    /// Notes a sheet; whether it was new.
    pub fn note_sheet(&self, id: &SheetId) -> Result<bool, RecordError> {
        let changed = self.sql().execute(
            "INSERT INTO sheet_seen (id) VALUES ($1) ON CONFLICT DO NOTHING",
            &[bytes(&id.0)],
        )?;
        Ok(changed == 1)
    }

    /// Every sheet noted, by identifier.
    pub fn sheets_seen(&self) -> Result<Vec<SheetId>, RecordError> {
        collect(
            self.sql(),
            "SELECT id FROM sheet_seen ORDER BY id",
            &[],
            |row| row.bytes().map(SheetId),
        )
    }

    /// Notes a receipt tag; whether it was new.
    pub fn note_receipt(&self, tag: &Tag) -> Result<bool, RecordError> {
        let changed = self.sql().execute(
            "INSERT INTO receipt (tag) VALUES ($1) ON CONFLICT DO NOTHING",
            &[bytes(&tag.0)],
        )?;
        Ok(changed == 1)
    }

    /// Every receipt tag brought, by tag.
    pub fn receipts(&self) -> Result<Vec<Tag>, RecordError> {
        collect(
            self.sql(),
            "SELECT tag FROM receipt ORDER BY tag",
            &[],
            |row| row.bytes().map(Tag),
        )
    }
}

//! Facts about the record itself.

use crate::record::sql::{Row, first, text};
use crate::record::{Record, RecordError};

impl Record {
    /// A fact by name.
    pub fn fact(&self, key: &str) -> Result<Option<String>, RecordError> {
        first(
            self.sql(),
            "SELECT value FROM meta WHERE key = $1",
            &[text(key)],
            Row::text,
        )
    }

    /// Keeps a fact.
    pub fn keep_fact(&self, key: &str, value: &str) -> Result<(), RecordError> {
        self.sql().execute(
            "INSERT INTO meta (key, value) VALUES ($1, $2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            &[text(key), text(value)],
        )?;
        Ok(())
    }
}

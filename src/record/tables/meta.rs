//! Facts about the record itself.

use crate::record::sql::{Row, Rows, Table, first, text};
use crate::record::{Record, RecordError};

const TABLE: Table = Table {
    name: "meta",
    columns: "key, value",
    keys: 1,
};

const STEP_TABLE: Table = Table {
    name: "schema_step",
    columns: "number, name",
    keys: 1,
};

impl Record {
    /// Every fact, by name.
    pub fn fact_rows(&self) -> Result<Rows<(String, String)>, RecordError> {
        TABLE.rows(self.sql(), "ORDER BY key", &[], |row| {
            Ok((row.text()?, row.text()?))
        })
    }

    /// The steps this store has taken, with their names.
    pub fn step_rows(&self) -> Result<Rows<(u32, String)>, RecordError> {
        STEP_TABLE.rows(self.sql(), "ORDER BY number", &[], |row| {
            Ok((row.number()?, row.text()?))
        })
    }

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

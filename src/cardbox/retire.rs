//! A device that wipes itself, once its office has everything.

use chrono::NaiveDate;
use rusqlite::TransactionBehavior;

use super::device::{DEVICE, OFFICE_KEY, WITHDRAWN};
use super::error::CardBoxError;
use super::office::COMMUNITY;
use super::store::{CardBox, meta, set_meta};

impl CardBox {
    /// Takes every row of every table away, in one transaction, but for the device's name and those of its office: for the screen
    /// that says where to go.
    pub fn withdraw(&mut self, day: NaiveDate) -> Result<(), CardBoxError> {
        self.untidy = true;
        let step = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let tables = {
            let mut query = step.prepare(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                 AND name <> 'meta'",
            )?;
            let names = query.query_map([], |row| row.get(0))?;
            names.collect::<Result<Vec<String>, _>>()?
        };
        for table in tables {
            step.execute(&format!("DELETE FROM {table}"), [])?;
        }
        step.execute(
            "DELETE FROM meta WHERE key NOT IN (?1, ?2, ?3)",
            [DEVICE, OFFICE_KEY, COMMUNITY],
        )?;
        let day = day.to_string();
        set_meta(&step, WITHDRAWN, &day)?;
        let committed = step.commit();
        self.confirm_commit(committed, |connection| {
            Ok(meta(connection, WITHDRAWN)? == Some(day))
        })
    }
}

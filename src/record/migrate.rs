//! Numbered steps from an empty store to today's; one file each in `migrations/`, never edited once shipped.

use super::sql::{first, int, text};
use super::{Record, RecordError};

/// Number, name and statements of each step, in order.
const STEPS: [(u32, &str, &str); 3] = [
    (1, "ground", include_str!("migrations/0001_ground.sql")),
    (2, "posted", include_str!("migrations/0002_posted.sql")),
    (3, "told", include_str!("migrations/0003_told.sql")),
];

/// Numbers and names of the steps a store of this program has taken.
#[must_use]
pub fn steps() -> Vec<(u32, String)> {
    STEPS
        .iter()
        .map(|(number, name, _)| (*number, (*name).to_owned()))
        .collect()
}

/// Brings the store up to date, each step in a transaction of its own.
pub(crate) fn up(record: &Record) -> Result<(), RecordError> {
    let known = STEPS.iter().map(|(number, ..)| *number).max().unwrap_or(0);
    let found = version(record)?;
    if found > known {
        return Err(RecordError::Newer { found, known });
    }
    for (number, name, statements) in STEPS {
        if number <= found {
            continue;
        }
        record.within(|record| {
            // Another program may have taken this step while we waited for the transaction.
            if version(record)? >= number {
                return Ok(());
            }
            for statement in statements.split(';') {
                if !statement.trim().is_empty() {
                    record.sql().run(statement.trim())?;
                }
            }
            record.sql().execute(
                "INSERT INTO schema_step (number, name) VALUES ($1, $2)",
                &[int(number), text(name)],
            )?;
            Ok::<_, RecordError>(())
        })?;
    }
    Ok(())
}

fn version(record: &Record) -> Result<u32, RecordError> {
    record.sql().run(
        "CREATE TABLE IF NOT EXISTS schema_step (number BIGINT PRIMARY KEY, name TEXT NOT NULL)",
    )?;
    let newest = first(
        record.sql(),
        "SELECT COALESCE(MAX(number), 0) FROM schema_step",
        &[],
        super::sql::Row::number,
    )?;
    Ok(newest.unwrap_or(0))
}

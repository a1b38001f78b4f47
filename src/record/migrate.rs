//! Numbered steps from an empty store to today's; one file each in `migrations/`, never edited once shipped.
//!
//! A step is a script that the engine runs whole: nothing here reads SQL.

use super::sql::{Migrations, first, int, text};
use super::{Record, RecordError};

/// Brings the store up to date, each step in a transaction of its own.
pub(crate) fn up(record: &Record) -> Result<(), RecordError> {
    let Migrations { table, steps } = record.sql().migrations();
    let known = steps.iter().map(|(number, ..)| *number).max().unwrap_or(0);
    record.sql().run(table)?;
    let found = version(record)?;
    if found > known {
        return Err(RecordError::Newer { found, known });
    }
    for (number, name, script) in steps {
        if *number <= found {
            continue;
        }
        record.within(|record| {
            // Another program may have taken this step while we waited for the transaction.
            if version(record)? >= *number {
                return Ok(());
            }
            record.sql().run(script)?;
            record.sql().execute(
                "INSERT INTO schema_step (number, name) VALUES ($1, $2)",
                &[int(*number), text(name)],
            )?;
            Ok::<_, RecordError>(())
        })?;
    }
    Ok(())
}

fn version(record: &Record) -> Result<u32, RecordError> {
    let newest = first(
        record.sql(),
        "SELECT COALESCE(MAX(number), 0) FROM schema_step",
        &[],
        super::sql::Row::number,
    )?;
    Ok(newest.unwrap_or(0))
}

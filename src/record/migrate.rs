//! Numbered steps from an empty store to today's; one file each in `migrations/`, never edited once shipped.
//!
//! A step is a script that the engine runs whole: nothing here reads SQL. One step does what no script can: it seals words.

use super::sql::{Migrations, Row, Value, bytes, collect, first, int, text};
use super::tables::blob::{blob_option, opinion_place, reply_place};
use super::{Record, RecordError, Sealer};
use crate::domain::ids::CaseNumber;

/// From this step on words lie in the record sealed.
const SEALED: u32 = 5;

/// Brings the store up to date, each step in a transaction of its own.
pub(crate) fn up(record: &Record, sealer: Sealer<'_>) -> Result<(), RecordError> {
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
            if *number == SEALED {
                seal_words(record, sealer)?;
            }
            record.sql().execute(
                "INSERT INTO schema_step (number, name) VALUES ($1, $2)",
                &[int(*number), text(name)],
            )?;
            Ok::<_, RecordError>(())
        })?;
    }
    Ok(())
}

/// Moves every case out of the table of before, its words sealed.
fn seal_words(record: &Record, sealer: Sealer<'_>) -> Result<(), RecordError> {
    const COLUMNS: &str = "plan, subject, category, tag, reply_key, received_on, due_on, \
                           provisional, status, answered_on";
    let cases = collect(
        record.sql(),
        &format!("SELECT number, body, reply, {COLUMNS} FROM opinion_case_plain"),
        &[],
        |row| {
            let (number, body, reply) = (row.number()?, row.value(), row.value());
            let rest: Vec<Value> = COLUMNS.split(", ").map(|_| row.value()).collect();
            Ok((CaseNumber(number), body, reply, rest))
        },
    )?;
    for (number, body, reply, rest) in cases {
        // Words that somebody made into something else are none, and a recount names them.
        let words = match &body {
            Value::Text(text) => text.as_str(),
            Value::Null | Value::Int(_) | Value::Bytes(_) | Value::Foreign => "",
        };
        let words = record.keep_blob(&sealer(&opinion_place(number), words))?;
        let reply = match &reply {
            Value::Text(text) => Some(record.keep_blob(&sealer(&reply_place(number), text))?),
            Value::Null | Value::Int(_) | Value::Bytes(_) | Value::Foreign => None,
        };
        let mut values = vec![int(number.0), bytes(&words.0), blob_option(reply)];
        values.extend(rest);
        record.sql().execute(
            &format!(
                "INSERT INTO opinion_case (number, words, reply, {COLUMNS})
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
            ),
            &values,
        )?;
    }
    record.sql().run("DROP TABLE opinion_case_plain")
}

fn version(record: &Record) -> Result<u32, RecordError> {
    let newest = first(
        record.sql(),
        "SELECT COALESCE(MAX(number), 0) FROM schema_step",
        &[],
        Row::number,
    )?;
    Ok(newest.unwrap_or(0))
}

//! Two records compared, table by table, column by column.

use std::collections::BTreeMap;

use super::digest::text_digest;
use super::sql::{Table, spell};
use super::tables::{
    batch, blob, calendar, case, device, follow_up, measures, meta, notice, outbox, pack, person,
    plan, posted, round, seen, slip, tally,
};
use super::{Record, RecordError, Value};

/// Every table but the ledger, which tells what stands in the others.
const TABLES: [&Table; 23] = [
    &batch::TABLE,
    &blob::TABLE,
    &calendar::TABLE,
    &device::TABLE,
    &follow_up::TABLE,
    &measures::TABLE,
    &meta::TABLE,
    &notice::TABLE,
    &round::OBJECTIONS,
    &case::TABLE,
    &outbox::TABLE,
    &pack::TABLE,
    &person::TABLE,
    &plan::TABLE,
    &posted::TABLE,
    &tally::RATERS,
    &seen::RECEIPTS,
    &round::ROUNDS,
    &round::SUBJECTS,
    &meta::STEPS,
    &seen::SHEETS,
    &slip::TABLE,
    &tally::CELLS,
];

/// Columns that hold words, which are shown by their SHA-256.
const WORDS: [(&str, &str); 3] = [("notice", "title"), ("notice", "body"), ("plan", "body")];

/// Of a digest, a key and a long word this much is shown.
const SHORT_CHARS: usize = 16;

/// A place where two records differ. Values are as they are shown to a person: words by the start of their SHA-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowDifference {
    /// The table.
    pub table: &'static str,
    /// The primary key in words, separated by spaces; `*` when the table cannot be read.
    pub key: String,
    /// The column; none when the whole row is on one side only.
    pub column: Option<&'static str>,
    /// What the ledger tells; none when it tells of no such row.
    pub expected: Option<String>,
    /// What the record holds; none when there is no such row.
    pub found: Option<String>,
}

impl Record {
    /// Holds every table but the ledger against the same table of `told`, hands each difference to `each`, and gives the
    /// number of rows of each table on either side.
    pub fn compare(
        &self,
        told: &Self,
        each: &mut dyn FnMut(RowDifference),
    ) -> Result<BTreeMap<&'static str, u64>, RecordError> {
        let mut rows = BTreeMap::new();
        for table in TABLES {
            rows.insert(table.name, self.compare_table(told, table, each)?);
        }
        Ok(rows)
    }

    fn compare_table(
        &self,
        told: &Self,
        table: &Table,
        each: &mut dyn FnMut(RowDifference),
    ) -> Result<u64, RecordError> {
        let statement = format!("SELECT {} FROM {}", table.columns, table.name);
        let mut expected: BTreeMap<Vec<Value>, Vec<Value>> = BTreeMap::new();
        told.sql().query(&statement, &[], &mut |row| {
            let (key, rest) = table.split(row);
            expected.insert(key, rest);
            Ok(())
        })?;
        let mut count = 0;
        // Only one side is held in memory: a year of sheets is long.
        let read = self.sql().query(&statement, &[], &mut |row| {
            count += 1;
            let (key, found) = table.split(row);
            let expected = expected.remove(&key);
            compare_row(table, &key, expected.as_deref(), Some(&found), each);
            Ok(())
        });
        match read {
            Err(error) if error.is_damage() => {
                each(RowDifference {
                    table: table.name,
                    key: "*".to_owned(),
                    column: None,
                    expected: Some(error.to_string()),
                    found: None,
                });
                return Ok(count);
            }
            read => read?,
        }
        for (key, expected) in expected {
            count += 1;
            compare_row(table, &key, Some(&expected), None, each);
        }
        Ok(count)
    }
}

fn compare_row(
    table: &Table,
    key: &[Value],
    expected: Option<&[Value]>,
    found: Option<&[Value]>,
    each: &mut dyn FnMut(RowDifference),
) {
    let key = table.key_words(key);
    let columns = || table.columns.split(", ").skip(table.keys);
    let shown = |column: &str, value: &Value| {
        let is_words = WORDS.contains(&(table.name, column));
        match value {
            Value::Text(text) if is_words => short(&text_digest(text)),
            Value::Null => "–".to_owned(),
            Value::Text(_) | Value::Int(_) | Value::Bytes(_) | Value::Foreign => {
                short(&spell(value))
            }
        }
    };
    let whole = |row: &[Value]| {
        let shown: Vec<String> = columns()
            .zip(row)
            .map(|(name, it)| shown(name, it))
            .collect();
        shown.join(" ")
    };
    let (Some(expected), Some(found)) = (expected, found) else {
        each(RowDifference {
            table: table.name,
            key,
            column: None,
            expected: expected.map(whole),
            found: found.map(whole),
        });
        return;
    };
    for (column, (expected, found)) in columns().zip(expected.iter().zip(found)) {
        if expected != found {
            each(RowDifference {
                table: table.name,
                key: key.clone(),
                column: Some(column),
                expected: Some(shown(column, expected)),
                found: Some(shown(column, found)),
            });
        }
    }
}

/// The beginning of a digest, a key or a long word.
#[must_use]
pub fn short(text: &str) -> String {
    text.chars().take(SHORT_CHARS).collect()
}

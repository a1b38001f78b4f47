//! The record on SQLite.

use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, Value as SqliteValue, ValueRef};

use super::{RecordError, Row, Sql, Value};

/// How long to wait for another program that writes to the record.
const BUSY_WAIT: Duration = Duration::from_secs(5);
const STATEMENTS_KEPT: usize = 64;

pub(crate) struct Sqlite(Connection);

impl Sqlite {
    pub(crate) fn open(path: &Path) -> Result<Self, RecordError> {
        Self::prepare(Connection::open(path)?)
    }

    pub(crate) fn in_memory() -> Result<Self, RecordError> {
        Self::prepare(Connection::open_in_memory()?)
    }

    fn prepare(connection: Connection) -> Result<Self, RecordError> {
        connection.busy_timeout(BUSY_WAIT)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        // The same durability as the card box; freed pages keep nothing of an opinion.
        connection.execute_batch(
            "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = EXTRA; PRAGMA secure_delete = ON;
             PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;",
        )?;
        Ok(Self(connection))
    }
}

/// SQLite counts its parameters `?1`, PostgreSQL `$1`. Tables have no hidden row number, because that
/// would keep the order in which rows arrived.
fn in_sqlite(statement: &str) -> Cow<'_, str> {
    if statement.trim_start().starts_with("CREATE TABLE") {
        Cow::Owned(format!("{} WITHOUT ROWID", statement.trim_end()))
    } else if statement.contains('$') {
        Cow::Owned(statement.replace('$', "?"))
    } else {
        Cow::Borrowed(statement)
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null | Self::Foreign => ToSqlOutput::Owned(SqliteValue::Null),
            Self::Int(number) => ToSqlOutput::Owned(SqliteValue::Integer(*number)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

fn value(from: ValueRef<'_>) -> Value {
    match from {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(text) => {
            std::str::from_utf8(text).map_or(Value::Foreign, |text| Value::Text(text.to_owned()))
        }
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        ValueRef::Real(_) => Value::Foreign,
    }
}

impl Sql for Sqlite {
    fn run(&self, statement: &str) -> Result<(), RecordError> {
        // A plain BEGIN would find out only at the first write that another program is writing.
        let statement = if statement == "BEGIN" {
            Cow::Borrowed("BEGIN IMMEDIATE")
        } else {
            in_sqlite(statement)
        };
        Ok(self.0.execute_batch(&statement)?)
    }

    fn execute(&self, statement: &str, values: &[Value]) -> Result<u64, RecordError> {
        let mut prepared = self.0.prepare_cached(&in_sqlite(statement))?;
        let changed = prepared.execute(rusqlite::params_from_iter(values))?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    fn query(
        &self,
        statement: &str,
        values: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), RecordError>,
    ) -> Result<(), RecordError> {
        let mut prepared = self.0.prepare_cached(&in_sqlite(statement))?;
        let columns = prepared.column_count();
        let mut rows = prepared.query(rusqlite::params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let mut taken = Vec::with_capacity(columns);
            for column in 0..columns {
                taken.push(value(row.get_ref(column)?));
            }
            each(Row::new(taken))?;
        }
        Ok(())
    }
}

//! The record on SQLite.

use std::path::Path;
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, Value as SqliteValue, ValueRef};
use rusqlite::{Connection, Statement};

use super::{Migrations, RecordError, Row, Sql, Value};

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

/// No table has a hidden row number, because that would keep the order in which rows arrived: `WITHOUT ROWID`.
const MIGRATIONS: Migrations = Migrations {
    table: include_str!("migrations/0000_steps.sql"),
    steps: &[
        (1, "ground", include_str!("migrations/0001_ground.sql")),
        (2, "posted", include_str!("migrations/0002_posted.sql")),
        (3, "told", include_str!("migrations/0003_told.sql")),
        (
            4,
            "signature",
            include_str!("migrations/0004_signature.sql"),
        ),
        (5, "sealed", include_str!("migrations/0005_sealed.sql")),
        (6, "rounds", include_str!("migrations/0006_rounds.sql")),
        (7, "held", include_str!("migrations/0007_held.sql")),
        (8, "slips", include_str!("migrations/0008_slips.sql")),
        (9, "stages", include_str!("migrations/0009_stages.sql")),
        (10, "cases", include_str!("migrations/0010_cases.sql")),
        (
            11,
            "proposals",
            include_str!("migrations/0011_proposals.sql"),
        ),
        (12, "listed", include_str!("migrations/0012_listed.sql")),
        (
            13,
            "follow_up",
            include_str!("migrations/0013_follow_up.sql"),
        ),
        (14, "calendar", include_str!("migrations/0014_calendar.sql")),
        (15, "ballots", include_str!("migrations/0015_ballots.sql")),
        (16, "outbox", include_str!("migrations/0016_outbox.sql")),
    ],
};

/// Binds `$1`, `$2`, … by their names: SQLite numbers what begins with `$` by first appearance.
fn bind(prepared: &mut Statement<'_>, values: &[Value]) -> Result<(), RecordError> {
    let (given, wanted) = (values.len(), prepared.parameter_count());
    let differs = || rusqlite::Error::InvalidParameterCount(given, wanted);
    if given != wanted {
        return Err(differs().into());
    }
    for (number, value) in (1..).zip(values) {
        let place = prepared.parameter_index(&format!("${number}"))?;
        prepared.raw_bind_parameter(place.ok_or_else(differs)?, value)?;
    }
    Ok(())
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
    fn has_planted(&self) -> Result<bool, RecordError> {
        let planted: i64 = self.0.query_row(
            "SELECT COUNT(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')",
            [],
            |row| row.get(0),
        )?;
        Ok(planted > 0)
    }

    fn begin(&self) -> Result<(), RecordError> {
        // A plain BEGIN would find out only at the first write that another program is writing.
        self.run("BEGIN IMMEDIATE")
    }

    fn run(&self, script: &str) -> Result<(), RecordError> {
        Ok(self.0.execute_batch(script)?)
    }

    fn migrations(&self) -> Migrations {
        MIGRATIONS
    }

    fn execute(&self, statement: &str, values: &[Value]) -> Result<u64, RecordError> {
        let mut prepared = self.0.prepare_cached(statement)?;
        bind(&mut prepared, values)?;
        let changed = prepared.raw_execute()?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    fn query(
        &self,
        statement: &str,
        values: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), RecordError>,
    ) -> Result<(), RecordError> {
        let mut prepared = self.0.prepare_cached(statement)?;
        bind(&mut prepared, values)?;
        let columns = prepared.column_count();
        let mut rows = prepared.raw_query();
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

//! An engine that fails at a call, for tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::sqlite::Sqlite;
use super::{Migrations, RecordError, Row, Sql, Value};

/// Passes so many calls on, fails one, and passes on again.
pub(super) struct Failing {
    pub engine: Sqlite,
    pub left: Arc<AtomicU32>,
}

impl Failing {
    fn spend(&self) -> Result<(), RecordError> {
        match self.left.fetch_sub(1, Ordering::Relaxed) {
            0 => Err(RecordError::Full),
            _ => Ok(()),
        }
    }
}

impl Sql for Failing {
    fn run(&self, statement: &str) -> Result<(), RecordError> {
        self.spend()?;
        self.engine.run(statement)
    }
    fn begin(&self) -> Result<(), RecordError> {
        self.spend()?;
        self.engine.begin()
    }
    fn has_planted(&self) -> Result<bool, RecordError> {
        self.spend()?;
        self.engine.has_planted()
    }
    fn migrations(&self) -> Migrations {
        self.engine.migrations()
    }
    fn execute(&self, statement: &str, values: &[Value]) -> Result<u64, RecordError> {
        self.spend()?;
        self.engine.execute(statement, values)
    }
    fn query(
        &self,
        statement: &str,
        values: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), RecordError>,
    ) -> Result<(), RecordError> {
        self.spend()?;
        self.engine.query(statement, values, each)
    }
}

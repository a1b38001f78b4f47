//! The thin adapter: what the record asks of an SQL engine, and nothing more.
//!
//! Statements are written once, in the SQL that SQLite and PostgreSQL share, with `$1`, `$2`, … for values.
//! Every table has a primary key, whole numbers are `BIGINT`, bytes are `BYTEA`, dates are `TEXT`.

use std::str::FromStr;

use super::RecordError;

/// A value on its way in or out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// No value.
    Null,
    /// `BIGINT`
    Int(i64),
    /// `TEXT`
    Text(String),
    /// `BYTEA`
    Bytes(Vec<u8>),
}

/// An SQL engine. Methods take `&self`: an engine whose client wants `&mut` keeps it in a cell.
pub trait Sql: Send {
    /// Runs one statement that takes and returns nothing (`BEGIN`, DDL).
    fn run(&self, statement: &str) -> Result<(), RecordError>;

    /// Runs one statement; how many rows it changed.
    fn execute(&self, statement: &str, values: &[Value]) -> Result<u64, RecordError>;

    /// Hands every row to `each`.
    fn query(
        &self,
        statement: &str,
        values: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), RecordError>,
    ) -> Result<(), RecordError>;
}

/// One row of an answer; columns are taken from the left.
#[derive(Debug)]
pub struct Row(std::vec::IntoIter<Value>);

impl Row {
    /// A row of these columns.
    #[must_use]
    pub fn new(columns: Vec<Value>) -> Self {
        Self(columns.into_iter())
    }

    /// The next column, a whole number.
    pub fn int(&mut self) -> Result<i64, RecordError> {
        match self.0.next() {
            Some(Value::Int(number)) => Ok(number),
            _ => Err(RecordError::damaged("a number")),
        }
    }

    /// The next column, a count.
    pub fn count(&mut self) -> Result<u64, RecordError> {
        u64::try_from(self.int()?).map_err(|_| RecordError::damaged("a count"))
    }

    /// The next column, a small number.
    pub fn number(&mut self) -> Result<u32, RecordError> {
        u32::try_from(self.int()?).map_err(|_| RecordError::damaged("a small number"))
    }

    /// The next column, yes or no.
    pub fn flag(&mut self) -> Result<bool, RecordError> {
        Ok(self.int()? != 0)
    }

    /// The next column, a text.
    pub fn text(&mut self) -> Result<String, RecordError> {
        match self.0.next() {
            Some(Value::Text(text)) => Ok(text),
            _ => Err(RecordError::damaged("a text")),
        }
    }

    /// The next column, a text that reads as a `T`.
    pub fn read<T: FromStr>(&mut self) -> Result<T, RecordError> {
        let text = self.text()?;
        text.parse()
            .map_err(|_| RecordError::damaged(std::any::type_name::<T>()))
    }

    /// The next column, a text that reads as a `T`, or nothing.
    pub fn read_option<T: FromStr>(&mut self) -> Result<Option<T>, RecordError> {
        match self.0.next() {
            Some(Value::Null) => Ok(None),
            Some(Value::Text(text)) => text
                .parse()
                .map(Some)
                .map_err(|_| RecordError::damaged(std::any::type_name::<T>())),
            _ => Err(RecordError::damaged("a text or nothing")),
        }
    }

    /// The next column, bytes of one fixed length.
    pub fn bytes<const N: usize>(&mut self) -> Result<[u8; N], RecordError> {
        match self.0.next() {
            Some(Value::Bytes(bytes)) => bytes
                .try_into()
                .map_err(|_| RecordError::damaged("bytes of a fixed length")),
            _ => Err(RecordError::damaged("bytes")),
        }
    }

    /// The next column, bytes of one fixed length, or nothing.
    pub fn bytes_option<const N: usize>(&mut self) -> Result<Option<[u8; N]>, RecordError> {
        match self.0.next() {
            Some(Value::Null) => Ok(None),
            Some(Value::Bytes(bytes)) => bytes
                .try_into()
                .map(Some)
                .map_err(|_| RecordError::damaged("bytes of a fixed length")),
            _ => Err(RecordError::damaged("bytes or nothing")),
        }
    }
}

/// What can stand for a `$n`.
pub(crate) fn int(number: impl TryInto<i64>) -> Value {
    // Counts of people: none comes near 2^63.
    Value::Int(number.try_into().unwrap_or(i64::MAX))
}

pub(crate) fn text(value: impl ToString) -> Value {
    Value::Text(value.to_string())
}

pub(crate) fn text_option<T: ToString>(value: Option<&T>) -> Value {
    value.map_or(Value::Null, |value| Value::Text(value.to_string()))
}

pub(crate) fn bytes(value: &[u8]) -> Value {
    Value::Bytes(value.to_vec())
}

/// All rows, each read by `read`.
pub(crate) fn collect<T>(
    sql: &dyn Sql,
    statement: &str,
    values: &[Value],
    mut read: impl FnMut(&mut Row) -> Result<T, RecordError>,
) -> Result<Vec<T>, RecordError> {
    let mut found = Vec::new();
    sql.query(statement, values, &mut |mut row| {
        found.push(read(&mut row)?);
        Ok(())
    })?;
    Ok(found)
}

/// The first row, if there is one.
pub(crate) fn first<T>(
    sql: &dyn Sql,
    statement: &str,
    values: &[Value],
    read: impl FnMut(&mut Row) -> Result<T, RecordError>,
) -> Result<Option<T>, RecordError> {
    Ok(collect(sql, statement, values, read)?.into_iter().next())
}

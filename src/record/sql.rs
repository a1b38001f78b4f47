//! The thin adapter: what the record asks of an SQL engine, and nothing more.
//!
//! Statements are written once, in the SQL that SQLite and PostgreSQL share, with `$1`, `$2`, … for values.
//! Every table has a primary key, whole numbers are `BIGINT`, bytes are `BYTEA`, dates are `TEXT`.

use std::fmt::Display;
use std::str::FromStr;

use super::{DamagedRow, RecordError};

/// A value on its way in or out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// No value.
    Null,
    /// `BIGINT`
    Int(i64),
    /// `TEXT`
    Text(String),
    /// `BYTEA`
    Bytes(Vec<u8>),
    /// What the record never writes: a fraction, a text that is not UTF-8.
    Foreign,
}

/// The steps of one engine, in its own SQL.
pub struct Migrations {
    /// Makes the table of the steps taken, where it is missing.
    pub table: &'static str,
    /// Number, name and script of each step, in order.
    pub steps: &'static [(u32, &'static str, &'static str)],
}

/// An SQL engine. Methods take `&self`: an engine whose client wants `&mut` keeps it in a cell.
pub trait Sql: Send {
    /// Begins a transaction that may write.
    fn begin(&self) -> Result<(), RecordError> {
        self.run("BEGIN")
    }

    /// Runs statements that take and return nothing (`COMMIT`, a migration), in this order.
    fn run(&self, script: &str) -> Result<(), RecordError>;

    /// Whether anything but tables and indexes lies there: no step makes any, and whoever can write to the store could have rows
    /// changed by it while they are signed, and put back.
    fn has_planted(&self) -> Result<bool, RecordError>;

    /// The steps to today's tables, in this engine's SQL.
    fn migrations(&self) -> Migrations;

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

    /// The columns not taken yet.
    fn left(&self) -> &[Value] {
        self.0.as_slice()
    }

    /// The columns not taken yet, whatever they are.
    fn into_values(self) -> Vec<Value> {
        self.0.collect()
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
        match self.int()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(RecordError::damaged("yes or no")),
        }
    }

    /// The next column, a text.
    pub fn text(&mut self) -> Result<String, RecordError> {
        match self.0.next() {
            Some(Value::Text(text)) => Ok(text),
            _ => Err(RecordError::damaged("a text")),
        }
    }

    /// The next column, a text that reads as a `T` and is written as one: `2026-9-1` is a date, but not of ours.
    pub fn read<T: FromStr + Display>(&mut self) -> Result<T, RecordError> {
        read(&self.text()?)
    }

    /// The next column, a text that reads as a `T` and is written as one, or nothing.
    pub fn read_option<T: FromStr + Display>(&mut self) -> Result<Option<T>, RecordError> {
        match self.0.next() {
            Some(Value::Null) => Ok(None),
            Some(Value::Text(text)) => read(&text).map(Some),
            _ => Err(RecordError::damaged("a text or nothing")),
        }
    }

    /// The next column, a small number or nothing.
    pub fn number_option(&mut self) -> Result<Option<u32>, RecordError> {
        match self.left().first() {
            Some(Value::Null) => {
                self.value();
                Ok(None)
            }
            Some(_) | None => self.number().map(Some),
        }
    }

    /// The next column, a text that reads as a `T`; an empty one is nothing, for a primary key has no place for `NULL`.
    pub fn filled<T: FromStr + Display>(&mut self) -> Result<Option<T>, RecordError> {
        let text = self.text()?;
        if text.is_empty() {
            Ok(None)
        } else {
            read(&text).map(Some)
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

    /// The next column, bytes of any length.
    pub fn any_bytes(&mut self) -> Result<Vec<u8>, RecordError> {
        match self.0.next() {
            Some(Value::Bytes(bytes)) => Ok(bytes),
            _ => Err(RecordError::damaged("bytes")),
        }
    }

    /// The next column as it is.
    pub fn value(&mut self) -> Value {
        self.0.next().unwrap_or(Value::Null)
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

fn read<T: FromStr + Display>(text: &str) -> Result<T, RecordError> {
    let value = text.parse::<T>().ok();
    value
        .filter(|value| value.to_string() == text)
        .ok_or_else(|| RecordError::damaged(std::any::type_name::<T>()))
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

/// The rows of a table that read, and by name those that do not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows<T> {
    /// Those that read.
    pub sound: Vec<T>,
    /// Those that somebody else wrote.
    pub damaged: Vec<DamagedRow>,
}

impl<T> Rows<T> {
    /// Every row; the first that does not read is the error.
    pub fn whole(self) -> Result<Vec<T>, RecordError> {
        match self.damaged.into_iter().next() {
            Some(row) => Err(row.into()),
            None => Ok(self.sound),
        }
    }
}

/// Most values in one statement. SQLite takes 32,766 and PostgreSQL 65,535, but SQLite looks each `$n` up among the names of
/// all the others, so that a long statement costs more than several short ones.
const MOST_VALUES: usize = 512;

/// `all` in parts that one statement takes, where each has `width` values: of few lengths (powers of two), so that few
/// statements have to be prepared.
pub(crate) fn parts<T>(mut all: &[T], width: usize) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let most = all.len().min((MOST_VALUES / width).max(1));
        let (part, rest) = all.split_at(1 << most.checked_ilog2()?);
        all = rest;
        Some(part)
    })
}

/// `($1, $2), ($3, $4)`: places for the values of so many rows.
pub(crate) fn places(rows: usize, width: usize) -> String {
    let row = |row: usize| {
        let places = (row * width + 1..).take(width);
        let places: Vec<String> = places.map(|number| format!("${number}")).collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// A table as it is read.
pub(crate) struct Table {
    pub name: &'static str,
    /// Those of the primary key come first.
    pub columns: &'static str,
    /// How many columns make the primary key.
    pub keys: usize,
}

impl Table {
    /// A primary key in words; an empty text is left out.
    pub(super) fn key_words(&self, row: &[Value]) -> String {
        let key = row.iter().take(self.keys).map(spell);
        let key: Vec<String> = key.filter(|word| !word.is_empty()).collect();
        key.join(" ")
    }

    /// The primary key of a whole row, and the other columns, whatever they are.
    pub(super) fn split(&self, row: Row) -> (Vec<Value>, Vec<Value>) {
        let mut key = row.into_values();
        let rest = key.split_off(self.keys.min(key.len()));
        (key, rest)
    }

    /// The rows that `tail` (`WHERE`, `ORDER BY`) chooses, each read by `read`.
    pub(super) fn rows<T>(
        &self,
        sql: &dyn Sql,
        tail: &str,
        values: &[Value],
        mut read: impl FnMut(&mut Row) -> Result<T, RecordError>,
    ) -> Result<Rows<T>, RecordError> {
        let statement = format!("SELECT {} FROM {} {tail}", self.columns, self.name);
        let (mut sound, mut damaged) = (Vec::new(), Vec::new());
        sql.query(&statement, values, &mut |mut row| {
            let key = self.key_words(row.left());
            match read(&mut row) {
                Ok(value) => sound.push(value),
                Err(RecordError::Damaged { expected }) => damaged.push(DamagedRow {
                    table: self.name,
                    row: key,
                    expected,
                }),
                Err(error) => return Err(error),
            }
            Ok(())
        })?;
        Ok(Rows { sound, damaged })
    }

    /// Adds a row for each of `all`, many in one statement; `conflict` (`ON CONFLICT …`) says what becomes of a row whose
    /// key is there. How many rows were added or changed.
    pub(super) fn insert<T>(
        &self,
        sql: &dyn Sql,
        all: &[T],
        row: impl Fn(&T) -> Vec<Value>,
        conflict: &str,
    ) -> Result<u64, RecordError> {
        let width = self.columns.split(", ").count();
        let mut changed = 0;
        for part in parts(all, width) {
            let places = places(part.len(), width);
            let statement = format!(
                "INSERT INTO {} ({}) VALUES {places} {conflict}",
                self.name, self.columns
            );
            let values: Vec<Value> = part.iter().flat_map(&row).collect();
            changed += sql.execute(&statement, &values)?;
        }
        Ok(changed)
    }

    /// Puts a row in place of the one with its key.
    pub(super) fn put<T>(
        &self,
        sql: &dyn Sql,
        row: &T,
        values: impl Fn(&T) -> Vec<Value>,
    ) -> Result<(), RecordError> {
        let mut columns: Vec<&str> = self.columns.split(", ").collect();
        let rest = columns.split_off(self.keys.min(columns.len()));
        let set: Vec<String> = rest
            .iter()
            .map(|column| format!("{column} = excluded.{column}"))
            .collect();
        let conflict = format!(
            "ON CONFLICT ({}) DO UPDATE SET {}",
            columns.join(", "),
            set.join(", ")
        );
        self.insert(sql, std::slice::from_ref(row), values, &conflict)?;
        Ok(())
    }

    /// [`Self::insert`], where the last column is a count that is added to the one that is there.
    pub(super) fn add<T>(
        &self,
        sql: &dyn Sql,
        all: &[T],
        row: impl Fn(&T) -> Vec<Value>,
    ) -> Result<(), RecordError> {
        let keys: Vec<&str> = self.columns.split(", ").take(self.keys).collect();
        let conflict = format!(
            "ON CONFLICT ({}) DO UPDATE SET count = {}.count + excluded.count",
            keys.join(", "),
            self.name
        );
        self.insert(sql, all, row, &conflict)?;
        Ok(())
    }

    /// The first row that `tail` chooses, if there is one.
    pub(super) fn first<T>(
        &self,
        sql: &dyn Sql,
        tail: &str,
        values: &[Value],
        read: impl FnMut(&mut Row) -> Result<T, RecordError>,
    ) -> Result<Option<T>, RecordError> {
        let rows = self.rows(sql, tail, values, read)?;
        Ok(rows.whole()?.into_iter().next())
    }
}

/// A value as a row is named by it.
pub(crate) fn spell(value: &Value) -> String {
    match value {
        Value::Null | Value::Foreign => "?".to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Bytes(bytes) => hex::encode(bytes),
    }
}

/// The rows of a statement that is no plain look into one table, each read by `read`.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_in_one_part_and_no_statement_is_too_long() {
        for (count, width) in [(0, 1), (1, 1), (511, 1), (1_537, 1), (1_000, 8), (3, 600)] {
            let all: Vec<usize> = (0..count).collect();
            let cut: Vec<&[usize]> = parts(&all, width).collect();
            assert_eq!(cut.concat(), all);
            for part in &cut {
                assert!(part.len().is_power_of_two());
                assert!(part.len() == 1 || part.len() * width <= MOST_VALUES);
            }
            // Whole ones first, then one of each shorter length at most.
            assert!(cut.len() <= count / (MOST_VALUES / width / 2 + 1) + 10);
        }
        assert_eq!(places(2, 3), "($1, $2, $3), ($4, $5, $6)");
    }
}

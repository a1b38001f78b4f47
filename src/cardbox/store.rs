//! Opening the card box, and keeping its file free of any trace of order.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::Type;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row};

use super::error::CardBoxError;
use super::migrations;
use crate::domain::ids::{PlanId, SheetId};
use crate::domain::round::RoundId;

/// Holds an opinion sheet of 4,000 bytes without an overflow page: the limit is 4,086.
const PAGE_SIZE: u32 = 16_384;
/// `PYBX`: `file` and our own program recognise a card box by it.
const APPLICATION_ID: u32 = 0x5059_4258;
/// How long to wait for another program that reads the box.
const BUSY: Duration = Duration::from_secs(5);

/// 评议箱: sealed sheets, closed batches, and what packs brought. One connection, one writer.
pub struct CardBox {
    pub(super) connection: Connection,
    path: PathBuf,
    /// Whether pages may show an order of arrival until the next `tidy`.
    pub(super) untidy: bool,
    /// Sheets of words that stay for so many syncs more. In memory alone: in the file nothing tells them from the others.
    pub(super) held: BTreeMap<SheetId, u32>,
}

impl std::fmt::Debug for CardBox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CardBox")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl CardBox {
    /// Opens the box at `path`, or makes an empty one; brings an older one up to date. A newer one, a
    /// damaged one and a file that is no card box are refused and left as they are.
    pub fn open(path: &Path) -> Result<Self, CardBoxError> {
        let mut connection = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE
                | OpenFlags::SQLITE_OPEN_CREATE
                | OpenFlags::SQLITE_OPEN_NO_MUTEX
                | OpenFlags::SQLITE_OPEN_NOFOLLOW,
        )?;
        connection.busy_timeout(BUSY)?;
        prepare(&mut connection).map_err(|error| error.in_file(path))?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            // The program may have been cut off between a submission and its tidying.
            untidy: true,
            held: BTreeMap::new(),
        })
    }

    /// Where the box lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether `tidy` has anything to do.
    #[must_use]
    pub fn is_untidy(&self) -> bool {
        self.untidy
    }

    /// Rewrites the file so that it is the same, byte for byte, for every order of arrival. Takes time in
    /// proportion to the file: for idle moments, and before anything leaves the device.
    pub fn vacuum(&mut self) -> Result<(), CardBoxError> {
        self.connection.execute_batch("VACUUM")?;
        self.untidy = false;
        Ok(())
    }

    /// Has SQLite examine the whole file.
    pub fn check(&self) -> Result<(), CardBoxError> {
        let said: String = self
            .connection
            .pragma_query_value(None, "integrity_check", |row| row.get(0))?;
        if said == "ok" {
            Ok(())
        } else {
            Err(CardBoxError::Damaged {
                path: self.path.clone(),
                reason: said,
            })
        }
    }

    /// Keeps the file from growing beyond `pages` pages of 16 KiB: how tests fill a disk.
    pub fn limit_pages(&self, pages: u32) -> Result<(), CardBoxError> {
        self.connection
            .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
        Ok(())
    }

    /// Pages the file has now, of 16 KiB each.
    pub fn pages(&self) -> Result<u32, CardBoxError> {
        Ok(self
            .connection
            .pragma_query_value(None, "page_count", |row| row.get(0))?)
    }

    pub(super) fn meta(&self, key: &str) -> Result<Option<String>, CardBoxError> {
        meta(&self.connection, key)
    }

    pub(super) fn set_meta(&self, key: &str, value: &str) -> Result<(), CardBoxError> {
        let committed = set_meta(&self.connection, key, value);
        self.confirm_commit(committed, |connection| {
            Ok(meta(connection, key)?.as_deref() == Some(value))
        })
    }

    /// What a commit came to. The last thing SQLite does is to make the end of its journal durable; where only
    /// that fails it says no although the transaction is in the box, and a resident who is told so hands the
    /// card in twice. So the box is asked: what `landed` finds there is made durable by another commit, and
    /// then the answer is yes. On a disk that goes on failing the answer stays no.
    pub(super) fn confirm_commit<E: Into<CardBoxError>>(
        &self,
        committed: Result<(), E>,
        landed: impl FnOnce(&Connection) -> Result<bool, CardBoxError>,
    ) -> Result<(), CardBoxError> {
        let Err(error) = committed else {
            return Ok(());
        };
        if landed(&self.connection).unwrap_or(false) && migrations::mark(&self.connection).is_ok() {
            return Ok(());
        }
        Err(error.into())
    }
}

pub(super) fn meta(connection: &Connection, key: &str) -> Result<Option<String>, CardBoxError> {
    Ok(connection
        .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?)
}

pub(super) fn delete_meta(connection: &Connection, key: &str) -> Result<(), CardBoxError> {
    connection
        .prepare_cached("DELETE FROM meta WHERE key = ?1")?
        .execute([key])?;
    Ok(())
}

pub(super) fn set_meta(
    connection: &Connection,
    key: &str,
    value: &str,
) -> Result<(), CardBoxError> {
    connection
        .prepare_cached(
            "INSERT INTO meta (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )?
        .execute([key, value])?;
    Ok(())
}

/// Where the last day of a plan's newest closed round is kept.
pub(super) fn closed_key(plan: &PlanId) -> String {
    format!("closed-until {plan}")
}

/// Under which it stands that staff opened the sitting of a round.
pub(super) fn opened_key(plan: &PlanId, round: RoundId) -> String {
    format!("sitting-opened {plan} {round}")
}

/// SQLite's integers are signed; no count here comes near the difference.
pub(super) fn to_row(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(super) fn from_row(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    let count: i64 = row.get(column)?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// A text that was written from a `T`.
pub(super) fn parsed<T: std::str::FromStr>(row: &Row<'_>, column: &str) -> rusqlite::Result<T>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let text: String = row.get(column)?;
    text.parse()
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error)))
}

fn prepare(connection: &mut Connection) -> Result<(), CardBoxError> {
    // Before the first page is written, or it has no effect.
    connection.pragma_update(None, "page_size", PAGE_SIZE)?;
    set_and_expect(connection, "journal_mode", "TRUNCATE", "truncate")?;
    connection.pragma_update(None, "synchronous", "EXTRA")?;
    set_and_expect(connection, "secure_delete", "ON", "1")?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    connection.pragma_update(None, "cell_size_check", "ON")?;
    let found: u32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version = migrations::version(connection)?;
    let tables: u32 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if found != APPLICATION_ID {
        if version != 0 || tables != 0 || found != 0 {
            return Err(CardBoxError::Damaged {
                path: PathBuf::new(),
                reason: "application_id".to_owned(),
            });
        }
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    migrations::run(connection)
}

/// Sets a pragma that answers with what it is now, and holds it to the answer.
fn set_and_expect(
    connection: &Connection,
    name: &str,
    value: &str,
    expected: &str,
) -> Result<(), CardBoxError> {
    let now: String = connection.pragma_update_and_check(None, name, value, |row| {
        let now: rusqlite::types::Value = row.get(0)?;
        Ok(match now {
            rusqlite::types::Value::Text(text) => text,
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Null
            | rusqlite::types::Value::Real(_)
            | rusqlite::types::Value::Blob(_) => String::new(),
        })
    })?;
    if now == expected {
        Ok(())
    } else {
        Err(CardBoxError::Statement(format!(
            "PRAGMA {name} = {value}: {now}"
        )))
    }
}

//! 公示: what the office published.

use chrono::NaiveDate;

use crate::domain::ids::RootHash;
use crate::record::sql::{Row, Rows, Table, bytes, first, int, text};
use crate::record::{Record, RecordError};

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeEntry {
    /// From 1.
    pub number: u32,
    /// The heading.
    pub title: String,
    /// Plain text, one paragraph a line.
    pub body: String,
    /// The day it was posted.
    pub posted_on: NaiveDate,
    /// The ledger's head when it was written.
    pub ledger_head: RootHash,
    /// In the office's own words.
    pub own: bool,
    /// The day it was taken down.
    pub withdrawn_on: Option<NaiveDate>,
}

pub(in crate::record) const TABLE: Table = Table {
    name: "notice",
    columns: "number, title, body, posted_on, ledger_head, own, withdrawn_on",
    keys: 1,
};

fn entry(row: &mut Row) -> Result<NoticeEntry, RecordError> {
    Ok(NoticeEntry {
        number: row.number()?,
        title: row.text()?,
        body: row.text()?,
        posted_on: row.read()?,
        ledger_head: RootHash(row.bytes()?),
        own: row.flag()?,
        withdrawn_on: row.read_option()?,
    })
}

impl Record {
    /// Every notice, oldest first.
    pub fn notices(&self) -> Result<Vec<NoticeEntry>, RecordError> {
        self.notice_rows()?.whole()
    }

    /// [`Self::notices`], and by name the rows that do not read.
    pub fn notice_rows(&self) -> Result<Rows<NoticeEntry>, RecordError> {
        TABLE.rows(self.sql(), "ORDER BY number", &[], entry)
    }

    /// The number of the next notice.
    pub fn next_notice(&self) -> Result<u32, RecordError> {
        let newest = first(
            self.sql(),
            "SELECT COALESCE(MAX(number), 0) FROM notice",
            &[],
            Row::number,
        )?;
        Ok(newest.unwrap_or(0) + 1)
    }

    /// Heading and text of a notice, whatever stands beside them.
    pub(in crate::record) fn notice_text(
        &self,
        number: u32,
    ) -> Result<Option<(String, String)>, RecordError> {
        first(
            self.sql(),
            "SELECT title, body FROM notice WHERE number = $1",
            &[int(number)],
            |row| Ok((row.text()?, row.text()?)),
        )
    }

    /// Takes a notice of the office's own words down. Figures are withdrawn by their round: others are compared with them.
    pub(in crate::record) fn take_notice_down(
        &self,
        number: u32,
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        let notice = TABLE.first(self.sql(), "WHERE number = $1", &[int(number)], entry)?;
        if !notice.is_some_and(|notice| notice.own && notice.withdrawn_on.is_none()) {
            return Err(RecordError::OtherThanNamed);
        }
        let statement = "UPDATE notice SET withdrawn_on = $2 WHERE number = $1";
        self.sql().execute(statement, &[int(number), text(on)])?;
        Ok(())
    }

    /// Keeps a notice.
    pub(in crate::record) fn keep_notice(&self, notice: &NoticeEntry) -> Result<(), RecordError> {
        self.sql().execute(
            "INSERT INTO notice (number, title, body, posted_on, ledger_head, own)
             VALUES ($1, $2, $3, $4, $5, $6)",
            &[
                int(notice.number),
                text(&notice.title),
                text(&notice.body),
                text(notice.posted_on),
                bytes(&notice.ledger_head.0),
                int(u8::from(notice.own)),
            ],
        )?;
        Ok(())
    }
}

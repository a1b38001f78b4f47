//! Answers that no pack has carried yet, and what stood before each: what comes back when it is taken back.

use chrono::NaiveDate;

use super::blob::{blob_option, blobs_of, blobs_text};
use super::case::CaseEntry;
use crate::domain::case::CaseNews;
use crate::domain::ids::{BlobId, CaseNumber};
use crate::record::sql::{Row, Rows, Table, Value, int, text, text_option};
use crate::record::{Record, RecordError};

/// An answer that waits for the next pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEntry {
    /// To which case.
    pub number: CaseNumber,
    /// 补充答复: an answer was carried before.
    pub is_further: bool,
    /// The reply before it.
    pub reply: Option<BlobId>,
    /// Those before that.
    pub earlier: Vec<BlobId>,
    /// The day of that reply, where it was a further one.
    pub replied_on: Option<NaiveDate>,
    /// The day the case was answered before.
    pub answered_on: Option<NaiveDate>,
    /// What its holder read before.
    pub news: Option<CaseNews>,
}

impl OutboxEntry {
    /// An answer to this case, as it stands before it.
    pub(in crate::record) fn before(case: &CaseEntry, is_further: bool) -> Self {
        Self {
            number: case.number,
            is_further,
            reply: case.reply,
            earlier: case.earlier.clone(),
            replied_on: case.replied_on,
            answered_on: case.answered_on,
            news: case.talk.news,
        }
    }
}

pub(in crate::record) const TABLE: Table = Table {
    name: "outbox",
    columns: "number, further, reply, earlier, replied_on, answered_on, news",
    keys: 1,
};

fn entry(row: &mut Row) -> Result<OutboxEntry, RecordError> {
    Ok(OutboxEntry {
        number: CaseNumber(row.number()?),
        is_further: row.flag()?,
        reply: row.bytes_option()?.map(BlobId),
        earlier: blobs_of(&row.text()?)?,
        replied_on: row.read_option()?,
        answered_on: row.read_option()?,
        news: row.read_option()?,
    })
}

fn values(entry: &OutboxEntry) -> Vec<Value> {
    vec![
        int(entry.number.0),
        int(u8::from(entry.is_further)),
        blob_option(entry.reply),
        text(blobs_text(&entry.earlier)),
        text_option(entry.replied_on.as_ref()),
        text_option(entry.answered_on.as_ref()),
        text_option(entry.news.as_ref()),
    ]
}

impl Record {
    /// Answers that no pack has carried yet, by case.
    pub fn outbox(&self) -> Result<Vec<OutboxEntry>, RecordError> {
        self.outbox_rows()?.whole()
    }

    /// [`Self::outbox`], and by name the rows that do not read.
    pub fn outbox_rows(&self) -> Result<Rows<OutboxEntry>, RecordError> {
        TABLE.rows(self.sql(), "ORDER BY number", &[], entry)
    }

    /// The answer to this case, where no pack has carried it yet.
    pub fn waiting_answer(&self, number: CaseNumber) -> Result<Option<OutboxEntry>, RecordError> {
        TABLE.first(self.sql(), "WHERE number = $1", &[int(number.0)], entry)
    }

    /// An answer waits.
    pub(in crate::record) fn keep_waiting(&self, entry: &OutboxEntry) -> Result<(), RecordError> {
        TABLE.put(self.sql(), entry, values)
    }

    /// It waits no more.
    pub(in crate::record) fn leave_outbox(&self, number: CaseNumber) -> Result<(), RecordError> {
        let statement = "DELETE FROM outbox WHERE number = $1";
        self.sql().execute(statement, &[int(number.0)])?;
        Ok(())
    }

    /// A pack was made: nothing waits.
    pub(in crate::record) fn empty_outbox(&self) -> Result<(), RecordError> {
        self.sql().execute("DELETE FROM outbox", &[])?;
        Ok(())
    }
}

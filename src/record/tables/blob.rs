//! Words at rest, sealed, under the SHA-256 of their sealed bytes. Nothing here can open them.

use crate::domain::ids::{BlobId, CaseNumber};
use crate::record::sql::{Row, Table, Value, bytes, first};
use crate::record::{Record, RecordError};

pub(in crate::record) const TABLE: Table = Table {
    name: "blob",
    columns: "id, bytes",
    keys: 1,
};

/// The place that the words of an opinion are sealed to.
#[must_use]
pub fn opinion_place(case: CaseNumber) -> String {
    format!("opinion {case}")
}

/// The place that the reply to a case is sealed to.
#[must_use]
pub fn reply_place(case: CaseNumber) -> String {
    format!("reply {case}")
}

/// The place that the reason for an extension is sealed to.
#[must_use]
pub fn extension_place(case: CaseNumber) -> String {
    format!("extension {case}")
}

impl Record {
    /// Keeps sealed words; what they are named by.
    pub(in crate::record) fn keep_blob(&self, sealed: &[u8]) -> Result<BlobId, RecordError> {
        self.keep_blobs(&[sealed])?;
        Ok(BlobId::of(sealed))
    }

    /// Keeps many.
    pub(in crate::record) fn keep_blobs(&self, all: &[&[u8]]) -> Result<(), RecordError> {
        let row = |sealed: &&[u8]| vec![bytes(&BlobId::of(sealed).0), bytes(sealed)];
        TABLE.insert(self.sql(), all, row, "ON CONFLICT DO NOTHING")?;
        Ok(())
    }

    /// Lets sealed words go.
    pub(in crate::record) fn forget_blob(&self, id: &BlobId) -> Result<(), RecordError> {
        self.sql()
            .execute("DELETE FROM blob WHERE id = $1", &[bytes(&id.0)])?;
        Ok(())
    }

    /// Sealed words; none when they are gone or others.
    pub fn blob(&self, id: &BlobId) -> Result<Option<Vec<u8>>, RecordError> {
        let sealed = first(
            self.sql(),
            "SELECT bytes FROM blob WHERE id = $1",
            &[bytes(&id.0)],
            Row::any_bytes,
        )?;
        Ok(sealed.filter(|sealed| BlobId::of(sealed) == *id))
    }
}

/// A name in a column that may be empty.
pub(in crate::record) fn blob_option(id: Option<BlobId>) -> Value {
    id.map_or(Value::Null, |id| bytes(&id.0))
}

/// Names of blobs, in one column.
pub(in crate::record) fn blobs_text(blobs: &[BlobId]) -> String {
    let names: Vec<String> = blobs.iter().map(ToString::to_string).collect();
    names.join(" ")
}

/// Reads what [`blobs_text`] wrote.
pub(in crate::record) fn blobs_of(text: &str) -> Result<Vec<BlobId>, RecordError> {
    let names = text.split(' ').filter(|name| !name.is_empty());
    let read = |name: &str| {
        let blob = BlobId::try_from(name.to_owned());
        blob.map_err(|_| RecordError::damaged("names of words"))
    };
    names.map(read).collect()
}

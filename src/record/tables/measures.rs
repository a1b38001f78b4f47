//! 整改: what is set right after an answer, by whom and until when, and what somebody else found.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::ids::{BlobId, CaseNumber};
use crate::record::sql::{Row, Rows, Table, Value, int, text, text_option};
use crate::record::tables::blob::blob_option;
use crate::record::{Record, RecordError};

/// The measures of a case, the newest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasuresEntry {
    /// Which case.
    pub number: CaseNumber,
    /// The day they were set.
    pub set_on: NaiveDate,
    /// 责任人; may be empty.
    pub responsible: String,
    /// 督查人; may be empty.
    pub inspector: String,
    /// 完成期限
    pub due_on: NaiveDate,
    /// What is done, sealed to [`measures_place`]; none where it is lost.
    pub words: Option<BlobId>,
    /// What somebody found since, the newest.
    pub inspected: Option<InspectionEntry>,
}

/// What somebody found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InspectionEntry {
    /// The day.
    pub on: NaiveDate,
    /// Whether it was done.
    pub done: bool,
    /// 结论, sealed to [`conclusion_place`]; none where it is lost.
    pub conclusion: Option<BlobId>,
}

/// The place that the measures of a case are sealed to.
#[must_use]
pub fn measures_place(case: CaseNumber) -> String {
    format!("measures {case}")
}

/// The place that the conclusion of an inspection is sealed to.
#[must_use]
pub fn conclusion_place(case: CaseNumber) -> String {
    format!("conclusion {case}")
}

pub(in crate::record) const TABLE: Table = Table {
    name: "measures",
    columns: "number, set_on, responsible, inspector, due_on, words, inspected_on, done, conclusion",
    keys: 1,
};

fn entry(row: &mut Row) -> Result<MeasuresEntry, RecordError> {
    Ok(MeasuresEntry {
        number: CaseNumber(row.number()?),
        set_on: row.read()?,
        responsible: row.text()?,
        inspector: row.text()?,
        due_on: row.read()?,
        words: row.bytes_option()?.map(BlobId),
        inspected: {
            let on: Option<NaiveDate> = row.read_option()?;
            let (done, conclusion) = (row.flag()?, row.bytes_option()?.map(BlobId));
            on.map(|on| InspectionEntry {
                on,
                done,
                conclusion,
            })
        },
    })
}

fn values(entry: &MeasuresEntry) -> Vec<Value> {
    let inspected = entry.inspected.as_ref();
    vec![
        int(entry.number.0),
        text(entry.set_on),
        text(&entry.responsible),
        text(&entry.inspector),
        text(entry.due_on),
        blob_option(entry.words),
        text_option(inspected.map(|one| one.on).as_ref()),
        int(u8::from(inspected.is_some_and(|one| one.done))),
        blob_option(inspected.and_then(|one| one.conclusion)),
    ]
}

impl Record {
    /// The measures of every case that has some.
    pub fn measures(&self) -> Result<BTreeMap<CaseNumber, MeasuresEntry>, RecordError> {
        let all = self.measures_rows()?.whole()?.into_iter();
        Ok(all.map(|entry| (entry.number, entry)).collect())
    }

    /// [`Self::measures`], and by name the rows that do not read.
    pub fn measures_rows(&self) -> Result<Rows<MeasuresEntry>, RecordError> {
        TABLE.rows(self.sql(), "ORDER BY number", &[], entry)
    }

    /// The measures of one case.
    pub fn measures_of(&self, number: CaseNumber) -> Result<Option<MeasuresEntry>, RecordError> {
        TABLE.first(self.sql(), "WHERE number = $1", &[int(number.0)], entry)
    }

    /// Keeps measures in place of those that were there.
    pub(in crate::record) fn keep_measures(
        &self,
        entry: &MeasuresEntry,
    ) -> Result<(), RecordError> {
        TABLE.put(self.sql(), entry, values)
    }
}

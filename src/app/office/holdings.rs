//! Everything the record holds, as a recount reads it: a row that does not read is named, and the rest goes on.

use std::collections::{BTreeMap, BTreeSet};

use super::DifferencePart;
use super::findings::{Findings, NONE};
use crate::domain::ids::{SheetId, Tag};
use crate::record::{
    BatchEntry, CaseEntry, CellKey, DeviceEntry, LedgerEntry, NoticeEntry, PackEntry, PlanEntry,
    PostedFigure, RaterKey, Record, RecordError, Rows,
};

/// The rows of every table that read.
pub(super) struct Holdings {
    pub batches: Vec<BatchEntry>,
    pub ledger: Vec<LedgerEntry>,
    pub cases: Vec<CaseEntry>,
    pub sheets: BTreeSet<SheetId>,
    pub receipts: BTreeSet<Tag>,
    pub raters: BTreeMap<RaterKey, u64>,
    pub cells: BTreeMap<(RaterKey, CellKey), u64>,
    pub devices: Vec<DeviceEntry>,
    pub plans: Vec<PlanEntry>,
    pub packs: Vec<PackEntry>,
    pub notices: Vec<NoticeEntry>,
    pub posted: Vec<PostedFigure>,
    pub facts: BTreeMap<String, String>,
    pub steps: Vec<(u32, String)>,
    /// Tables and rows that did not read: nothing more is said of what is missing there.
    unread: BTreeSet<(String, String)>,
}

impl Holdings {
    /// Reads every table.
    pub fn read(record: &Record, found: &mut Findings) -> Result<Self, RecordError> {
        let mut unread = BTreeSet::new();
        let mut reader = Reader {
            found,
            unread: &mut unread,
        };
        Ok(Self {
            batches: reader.sound("batch", record.batch_rows())?,
            ledger: reader.sound("ledger", record.ledger_rows())?,
            cases: reader.sound("opinion_case", record.case_rows())?,
            sheets: reader
                .sound("sheet_seen", record.sheet_rows())?
                .into_iter()
                .collect(),
            receipts: reader
                .sound("receipt", record.receipt_rows())?
                .into_iter()
                .collect(),
            raters: reader
                .sound("rater", record.rater_rows())?
                .into_iter()
                .collect(),
            cells: reader
                .sound("tally", record.cell_rows())?
                .into_iter()
                .map(|(key, cell, count)| ((key, cell), count))
                .collect(),
            devices: reader.sound("device", record.device_rows())?,
            plans: reader.sound("plan", record.plan_rows())?,
            packs: reader.sound("pack", record.pack_rows())?,
            notices: reader.sound("notice", record.notice_rows())?,
            posted: reader.sound("posted", record.posted_rows())?,
            facts: reader
                .sound("meta", record.fact_rows())?
                .into_iter()
                .collect(),
            steps: reader.sound("schema_step", record.step_rows())?,
            unread,
        })
    }

    /// Whether this row was named as one that does not read.
    pub fn is_unread(&self, table: &str, row: impl ToString) -> bool {
        let unread = |row: String| self.unread.contains(&(table.to_owned(), row));
        unread(row.to_string()) || unread(EVERY_ROW.to_owned())
    }
}

/// Stands for the rows of a table that cannot be read at all.
const EVERY_ROW: &str = "*";

struct Reader<'a> {
    found: &'a mut Findings,
    unread: &'a mut BTreeSet<(String, String)>,
}

impl Reader<'_> {
    fn sound<T>(
        &mut self,
        table: &'static str,
        rows: Result<Rows<T>, RecordError>,
    ) -> Result<Vec<T>, RecordError> {
        let rows = match rows {
            Err(error) if error.is_damage() => {
                self.name(table, EVERY_ROW.to_owned(), error.to_string());
                return Ok(Vec::new());
            }
            rows => rows?,
        };
        for row in rows.damaged {
            self.name(table, row.row, row.expected);
        }
        Ok(rows.sound)
    }

    fn name(&mut self, table: &str, row: String, expected: impl ToString) {
        let place = format!("{table} {row}");
        self.found
            .note(DifferencePart::Unreadable, place, expected, NONE);
        self.unread.insert((table.to_owned(), row));
    }
}

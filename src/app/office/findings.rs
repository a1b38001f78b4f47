//! What a verification found.

use std::collections::BTreeMap;

use super::{Difference, NotTold};
use crate::record::RowDifference;

/// What stands where one side has nothing.
pub(super) const NONE: &str = "–";

/// Of rows that are only a key, so many are listed: a whole batch that is gone is not listed sheet by sheet.
const BARE_ROWS_LISTED: u64 = 20;

/// The tables whose rows are only a key.
pub(super) const BARE_TABLES: [&str; 2] = ["receipt", "sheet_seen"];

/// What was found so far.
#[derive(Default)]
pub(super) struct Findings {
    differences: Vec<Difference>,
    bare_rows: BTreeMap<&'static str, u64>,
    not_told: BTreeMap<(&'static str, Option<&'static str>), u64>,
}

impl Findings {
    pub(super) fn note(
        &mut self,
        table: &'static str,
        key: impl Into<String>,
        column: Option<&'static str>,
        expected: impl ToString,
        found: impl ToString,
    ) {
        self.differences.push(Difference {
            table,
            key: key.into(),
            column,
            expected: expected.to_string(),
            found: found.to_string(),
        });
    }

    /// A row or a column that differs.
    pub(super) fn note_row(&mut self, row: RowDifference) {
        if row.column.is_none() && BARE_TABLES.contains(&row.table) {
            let listed = self.bare_rows.entry(row.table).or_default();
            *listed += 1;
            if *listed > BARE_ROWS_LISTED {
                return;
            }
        }
        let text = |side: Option<String>| match side {
            Some(text) if text.is_empty() => "+".to_owned(),
            Some(text) => text,
            None => NONE.to_owned(),
        };
        let (expected, found) = (text(row.expected), text(row.found));
        self.note(row.table, row.key, row.column, expected, found);
    }

    /// Something an old ledger did not tell, which is therefore not compared.
    pub(super) fn leave_out(&mut self, table: &'static str, column: Option<&'static str>) {
        *self.not_told.entry((table, column)).or_default() += 1;
    }

    /// Every difference, and what was not compared.
    pub(super) fn finish(mut self) -> (Vec<Difference>, Vec<NotTold>) {
        for (table, rows) in std::mem::take(&mut self.bare_rows) {
            if rows > BARE_ROWS_LISTED {
                self.note(table, "*", None, NONE, rows);
            }
        }
        let not_told = self.not_told.into_iter();
        let not_told = not_told.map(|((table, column), rows)| NotTold {
            table,
            column,
            rows,
        });
        (self.differences, not_told.collect())
    }
}

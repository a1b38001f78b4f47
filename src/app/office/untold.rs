//! What ledgers of before step 3 of the store did not tell, so that it is not compared, or is held against something else.

use std::collections::{BTreeMap, BTreeSet};

use super::recount::Recount;
use crate::domain::device::DeviceStanding;
use crate::domain::ids::{CaseNumber, DeviceId};
use crate::record::{
    Body, Content, Posted, PostedFigure, RaterKey, RowDifference, WAITING_KEY, waiting_key,
};

/// A column of a row, by its table and its key in words.
type Cell = (&'static str, String, &'static str);

/// What an early ledger did not tell; nothing of one that was begun later.
pub(super) struct Untold {
    /// The ledger was begun before step 3, by a program that told less.
    is_early: bool,
    /// What it did not tell of rows that it did tell of.
    pub cells: BTreeSet<Cell>,
    /// Keys of `meta` that are told of.
    asked: BTreeSet<String>,
    notices: BTreeSet<u32>,
    /// What the record keeps of figures that were published.
    posted: Vec<PostedFigure>,
    /// Figures of it that no batch loaded before their notice explains.
    unexplained: Vec<RowDifference>,
}

impl Untold {
    /// Before the first entry; beside what the record keeps of figures that were published.
    pub(super) fn beside(posted: Vec<PostedFigure>) -> Self {
        Self {
            is_early: false,
            cells: BTreeSet::new(),
            asked: BTreeSet::new(),
            notices: BTreeSet::new(),
            posted,
            unexplained: Vec::new(),
        }
    }

    /// What a program that did not tell it published before notice `before`, as far as the record still has it: a figure that
    /// was replaced since held nothing back.
    pub(super) fn add_posted(&self, before: u32, posted: &mut BTreeMap<RaterKey, Posted>) {
        if !self.is_early {
            return;
        }
        let told: BTreeSet<RaterKey> = posted.keys().cloned().collect();
        let untold = self
            .posted
            .iter()
            .filter(|figure| figure.notice < before && !told.contains(&figure.key));
        for figure in untold {
            let entry = posted.entry(figure.key.clone()).or_default();
            entry.notice = figure.notice;
            match &figure.criterion {
                None => entry.raters = figure.count,
                Some(criterion) => {
                    entry.criteria.insert(criterion.clone(), figure.count);
                }
            }
        }
    }

    /// What this entry does not tell because it is from before step 3, or what it makes up for.
    pub(super) fn note(
        &mut self,
        body: &Body,
        content: &Content,
        known: Option<DeviceStanding>,
        recount: &Recount,
    ) {
        if let Body::BatchLoaded { due, .. } = body
            && let Content::Batch(batch) = content
        {
            let cases = batch.cases.iter();
            for (number, _) in cases.filter(|(_, case)| !due.contains_key(&case.opinion.plan)) {
                self.cells.extend(due_cells(*number));
            }
        }
        if let Body::CaseAnswered { number, due, .. } = body
            && due.is_some()
        {
            for cell in due_cells(*number) {
                self.cells.remove(&cell);
            }
        }
        if let Body::PlanAdded {
            plan,
            revision,
            source,
            ..
        } = body
            && source.is_none()
        {
            self.is_early = true;
            let key = format!("{plan} {revision}");
            self.cells.insert(("plan", key, "source"));
        }
        self.note_key(body, known);
        if let Body::NoticePosted { number, .. } = body {
            self.note_posted(*number, recount);
        }
    }

    /// [`Self::note`], of a device that stood as `known`.
    fn note_key(&mut self, body: &Body, known: Option<DeviceStanding>) {
        if let Body::DeviceAsked { device, .. } = body {
            match known {
                Some(
                    DeviceStanding::Accepted | DeviceStanding::Revoked | DeviceStanding::Retired,
                ) => {
                    self.asked.insert(waiting_key(device));
                }
                Some(DeviceStanding::Waiting) | None => self.tell_key(device),
            }
        }
        if let Body::DeviceAccepted { device, .. } = body {
            self.tell_key(device);
        }
        if let Body::DeviceRevoked { device } = body
            && self.is_early
            && known.is_none()
        {
            let cell = ("device", device.to_string(), "signing_key");
            self.cells.insert(cell);
        }
    }

    fn tell_key(&mut self, device: &DeviceId) {
        let cell = ("device", device.to_string(), "signing_key");
        self.cells.remove(&cell);
    }

    /// In an early ledger nothing tells what stood behind a notice: the figures that the record keeps for it are held against
    /// the batches loaded so far.
    fn note_posted(&mut self, notice: u32, recount: &Recount) {
        self.notices.insert(notice);
        for figure in self.posted.iter().filter(|figure| figure.notice == notice) {
            let counted = recount.behind(&figure.key, figure.criterion.as_ref());
            if counted != figure.count {
                self.unexplained.push(RowDifference {
                    table: "posted",
                    key: figure.row_key(),
                    column: Some("count"),
                    expected: Some(counted.to_string()),
                    found: Some(figure.count.to_string()),
                });
            }
        }
    }

    /// Rows that an early ledger says nothing of: devices that only asked, keys that wait, what stood behind a notice.
    pub(super) fn leaves_out(&self, row: &RowDifference) -> bool {
        if !self.is_early {
            return false;
        }
        match (row.table, row.column, &row.expected, &row.found) {
            ("meta", ..) => row.key.starts_with(WAITING_KEY) && !self.asked.contains(&row.key),
            ("device", None, None, Some(found)) => {
                let waiting = DeviceStanding::Waiting.to_string();
                found.split(' ').any(|word| word == waiting)
            }
            ("posted", None, None, Some(_)) => self
                .posted
                .iter()
                .any(|figure| figure.row_key() == row.key && self.notices.contains(&figure.notice)),
            _ => false,
        }
    }

    /// Figures that neither an early ledger nor the batches loaded before their notice explain; `told` are those told of.
    pub(super) fn unexplained(&mut self, told: &BTreeSet<String>) -> Vec<RowDifference> {
        let mut unexplained = std::mem::take(&mut self.unexplained);
        unexplained.retain(|figure| self.is_early && !told.contains(&figure.key));
        unexplained
    }
}

fn due_cells(number: CaseNumber) -> [Cell; 2] {
    ["due_on", "provisional"].map(|column| ("opinion_case", number.to_string(), column))
}

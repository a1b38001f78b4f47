//! What is kept of an original batch that was destroyed: which sheets it brought and what they came to, and nothing of what any
//! of them said alone.
//!
//! It lies beside where the original lay and is named in the ledger by its bytes, so that a replay counts as it always did.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::folder::replace_secret_file;
use super::{FolderFault, SheetCounts, originals};
use crate::app::{AppError, at};
use crate::domain::batch::BatchFacts;
use crate::domain::card::Answer;
use crate::domain::ids::{
    BatchNumber, BlobId, CriterionId, DeviceId, GroupId, PlanId, PlanRevision, RootHash, SheetId,
    SubjectId,
};
use crate::record::{BatchContent, BatchEntry, CellKey, Counts, RaterKey};

/// How the name of the file ends.
const ENDING: &str = "SUM";

/// What an original batch of ratings came to.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Account {
    device: DeviceId,
    number: BatchNumber,
    root: RootHash,
    previous: Option<RootHash>,
    signing_key: String,
    facts: BatchFacts,
    ratings: u64,
    opinions: u64,
    set_aside: u64,
    /// Sheets that counted by it.
    sheets: Vec<SheetId>,
    /// Rating sheets in it that counted by another batch, or not at all.
    others: Vec<SheetId>,
    counts: Vec<Count>,
}

/// What was answered about one subject.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Count {
    plan: PlanId,
    revision: PlanRevision,
    period: String,
    subject: SubjectId,
    group: Option<GroupId>,
    raters: u64,
    cells: Vec<Cell>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cell {
    criterion: CriterionId,
    answer: Answer,
    count: u64,
}

impl Account {
    /// What `content` came to; `all` are the rating sheets in its file.
    pub(super) fn of(content: &BatchContent, all: &[SheetId]) -> Self {
        let BatchContent {
            entry,
            sheets,
            counts,
            ..
        } = content;
        let counted: BTreeSet<_> = sheets.iter().collect();
        let other = |id: &&SheetId| !counted.contains(id);
        let count = |(key, counts): (&RaterKey, &Counts)| Count {
            plan: key.plan.clone(),
            revision: key.revision,
            period: key.period.clone(),
            subject: key.subject.clone(),
            group: key.group.clone(),
            raters: counts.raters,
            cells: counts.cells.iter().map(Cell::of).collect(),
        };
        Self {
            device: entry.device.clone(),
            number: entry.number,
            root: entry.root,
            previous: entry.previous,
            signing_key: entry.signing_key.clone(),
            facts: entry.facts.clone(),
            ratings: entry.ratings,
            opinions: entry.opinions,
            set_aside: entry.set_aside,
            others: all.iter().filter(other).copied().collect(),
            sheets: sheets.clone(),
            counts: counts.iter().map(count).collect(),
        }
    }

    /// Writes it where the original lies; what it is named by.
    pub(super) fn keep(&self, office: &Path) -> Result<BlobId, AppError> {
        let mut text = serde_json::to_string(self).map_err(|_| AppError::Machine {
            what: "an account of a batch",
        })?;
        text.push('\n');
        replace_secret_file(&path(office, &self.device, self.number), &text)?;
        Ok(BlobId::of(text.as_bytes()))
    }

    /// The one that the ledger names; an error where it is gone or another.
    pub(super) fn read(
        office: &Path,
        device: &DeviceId,
        number: BatchNumber,
        named: &BlobId,
    ) -> Result<Self, AppError> {
        let path = path(office, device, number);
        let bytes = fs::read(&path).map_err(at(&path))?;
        let read = serde_json::from_slice::<Self>(&bytes).ok();
        let is_named = BlobId::of(&bytes) == *named;
        read.filter(|read| is_named && (&read.device, read.number) == (device, number))
            .ok_or_else(|| FolderFault::FileDamaged { path }.into())
    }

    /// Every rating sheet that lay in the original.
    pub(super) fn rating_ids(&self) -> impl Iterator<Item = SheetId> {
        self.sheets.iter().chain(&self.others).copied()
    }

    /// The content of the batch, as its original gave it.
    pub(super) fn counted(self) -> (BatchContent, SheetCounts) {
        let sheets = SheetCounts {
            ratings_new: self.sheets.len() as u64,
            set_aside: self.set_aside,
            ..SheetCounts::default()
        };
        let mut counts: BTreeMap<RaterKey, Counts> = BTreeMap::new();
        for one in self.counts {
            let cell = |cell: Cell| {
                let Cell {
                    criterion,
                    answer,
                    count,
                } = cell;
                (CellKey { criterion, answer }, count)
            };
            let key = RaterKey {
                plan: one.plan,
                revision: one.revision,
                period: one.period,
                subject: one.subject,
                group: one.group,
            };
            let raters = one.raters;
            let cells = one.cells.into_iter().map(cell).collect();
            counts.insert(key, Counts { raters, cells });
        }
        let content = BatchContent {
            entry: BatchEntry {
                device: self.device,
                number: self.number,
                root: self.root,
                previous: self.previous,
                signing_key: self.signing_key,
                facts: self.facts,
                ratings: self.ratings,
                opinions: self.opinions,
                set_aside: self.set_aside,
            },
            sheets: self.sheets,
            cases: Vec::new(),
            follow_ups: Vec::new(),
            receipts: Vec::new(),
            counts,
        };
        (content, sheets)
    }
}

impl Cell {
    fn of((key, count): (&CellKey, &u64)) -> Self {
        Self {
            criterion: key.criterion.clone(),
            answer: key.answer.clone(),
            count: *count,
        }
    }
}

fn path(office: &Path, device: &DeviceId, number: BatchNumber) -> PathBuf {
    let (original, _) = originals::paths(office, device, number);
    original.with_extension(ENDING)
}

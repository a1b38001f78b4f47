//! What was loaded under the former key of a device and was not its own is counted no more (protocol §6.1). Words stay: whoever
//! wrote them is owed an answer, and a case of somebody else's making is closed like any without substance.

use std::collections::BTreeSet;
use std::fs::File;

use chrono::NaiveDate;

use super::account::Account;
use super::batches_refused::BatchesRefused;
use super::originals::{self, Contents};
use super::plans::PlanBook;
use super::{Office, OfficeError};
use crate::app::AppError;
use crate::courier::batch::{BatchItem, BatchReader};
use crate::domain::batch::BatchFacts;
use crate::domain::device::DeviceStanding;
use crate::domain::ids::{BatchNumber, CaseNumber, DeviceId, RootHash, SheetId};
use crate::record::{BatchContent, BatchEntry, Body, Content, Record};

/// The first batch of a chain, as it was read.
pub(super) struct Chain<'a> {
    /// Whose.
    pub device: &'a DeviceId,
    /// A former name.
    pub former: &'a DeviceId,
    /// The roots of its own batches under all its names.
    pub own: &'a BTreeSet<RootHash>,
}

impl Office {
    /// Takes off what was loaded under a device's former names and was not its own. To be called in a transaction.
    pub(super) fn uncount_others(
        &self,
        record: &Record,
        chain: &Chain<'_>,
        book: &PlanBook,
        on: NaiveDate,
    ) -> Result<Vec<BatchNumber>, AppError> {
        let names = former_names(record, chain)?;
        // What a clerk accepted, by the fingerprint that the device itself showed.
        if !names.all.contains(chain.former) {
            return Err(OfficeError::from(BatchesRefused::ChainOfAnother {
                device: chain.device.clone(),
                former: chain.former.clone(),
            })
            .into());
        }
        let mut uncounted = Vec::new();
        for batch in record.batches()? {
            let is_others = names.open.contains(&batch.device) && !chain.own.contains(&batch.root);
            if !is_others || record.is_uncounted(&batch.device, batch.number)? {
                continue;
            }
            if record.account_of(&batch.device, batch.number)?.is_some() {
                // Its years are over, and what it said alone nobody can tell any more.
                continue;
            }
            let content = self.counted_by(record, book, &batch)?;
            let told = Body::BatchUncounted {
                device: batch.device,
                number: batch.number,
                root: batch.root,
                ratings: content.sheets.len() as u64,
            };
            record.note(on, told, &Content::Batch(Box::new(content)), &self.hand)?;
            uncounted.push(batch.number);
        }
        Ok(uncounted)
    }

    /// The rating sheets that `record` counted by a batch, and by no other of its device that still counts.
    pub(super) fn counted_by(
        &self,
        record: &Record,
        book: &PlanBook,
        batch: &BatchEntry,
    ) -> Result<BatchContent, AppError> {
        let mut others: BTreeSet<SheetId> = BTreeSet::new();
        for other in record.batches()? {
            let is_other = other.device == batch.device && other.number != batch.number;
            if is_other && !record.is_uncounted(&other.device, other.number)? {
                others.extend(rating_ids(self, &self.record, &other)?);
            }
        }
        self.original(batch)?.read_items(|item| {
            if let BatchItem::Opinion { id, .. } = item {
                others.insert(id);
            }
            Ok::<_, AppError>(())
        })?;
        let contents = Contents {
            book,
            opening: &self.opening,
            vault: &self.vault,
            signing_key: batch.signing_key.clone(),
            first_case: CaseNumber(1),
        };
        let elsewhere = &mut |ids: &[SheetId]| {
            let noted = record.sheets_among(ids)?;
            let stays = |id: &&SheetId| others.contains(id) || !noted.contains(id);
            Ok(ids.iter().filter(stays).copied().collect())
        };
        let counted = contents.read(self.original(batch)?, elsewhere, &mut |_, _| {})?;
        Ok(counted.content)
    }

    fn original(&self, batch: &BatchEntry) -> Result<BatchReader<File>, AppError> {
        let (device, key) = (&batch.device, &batch.signing_key);
        originals::open(&self.dir, device, batch.number, key, &self.community.id)
    }
}

/// The names that a device had, newest first.
struct FormerNames {
    /// All of them.
    all: Vec<DeviceId>,
    /// Those of which what was not its own has not been taken off yet.
    open: Vec<DeviceId>,
}

/// A chain that was begun under a former name, and loaded, has taken off what was not the device's own before. Where the device says
/// that it was not its own, or it never came, this one does it.
fn former_names(record: &Record, chain: &Chain<'_>) -> Result<FormerNames, AppError> {
    let (mut all, mut open) = (Vec::new(), Vec::new());
    let mut is_open = true;
    let mut next = record.replaced(chain.device)?;
    while let Some(name) = next.filter(|name| name != chain.device && !all.contains(name)) {
        let known = record.device(&name)?;
        // Under a name that another machine got since, nothing is taken off.
        if is_open && known.is_some_and(|known| known.standing == DeviceStanding::Revoked) {
            open.push(name.clone());
        }
        let first = record.batch(&name, BatchNumber(1))?;
        is_open &= !first.is_some_and(|first| {
            matches!(first.facts, BatchFacts::Chain(..)) && chain.own.contains(&first.root)
        });
        next = record.replaced(&name)?;
        all.push(name);
    }
    Ok(FormerNames { all, open })
}

/// Every rating sheet that lies in a batch, or lay there before it was destroyed, by what the office's record says of that.
pub(super) fn rating_ids(
    office: &Office,
    record: &Record,
    batch: &BatchEntry,
) -> Result<Vec<SheetId>, AppError> {
    if let Some(account) = record.account_of(&batch.device, batch.number)? {
        let account = Account::read(&office.dir, &batch.device, batch.number, &account)?;
        return Ok(account.rating_ids().collect());
    }
    let mut ids = Vec::new();
    office.original(batch)?.read_items(|item| {
        ids.extend(rating(&item));
        Ok::<_, AppError>(())
    })?;
    Ok(ids)
}

/// What a batch that counts no more had counted, by the ledger so far; lost where its original is, which is named already.
pub(super) fn told(
    office: &Office,
    told: &Record,
    book: &PlanBook,
    event: &Body,
) -> Result<Content, AppError> {
    let Body::BatchUncounted { device, number, .. } = event else {
        return Ok(Content::Lost);
    };
    let batch = told.batch(device, *number)?;
    let counted = batch.and_then(|batch| office.counted_by(told, book, &batch).ok());
    Ok(counted.map_or(Content::Lost, |batch| Content::Batch(Box::new(batch))))
}

fn rating(item: &BatchItem<'_>) -> Option<SheetId> {
    match item {
        BatchItem::Rating { id, .. } => Some(*id),
        BatchItem::Opinion { .. }
        | BatchItem::Receipt(_)
        | BatchItem::Slip(_)
        | BatchItem::Own(_) => None,
    }
}

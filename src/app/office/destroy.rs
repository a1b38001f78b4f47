//! 销毁: what a round's figures came from goes when its years are over, by a list that stays in the ledger for ever.
//!
//! First the office is verified, for what is gone can be held against nothing; then an account of each original is written, the
//! ledger is told, and the originals go, at once or when the office is opened next. The figures stay, and so does every entry.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;
use serde::Serialize;

use super::account::Account;
use super::folder::{remove_if_there, sync_folder};
use super::uncount::rating_ids;
use super::{Office, OfficeError, originals};
use crate::app::{AppError, Progress};
use crate::domain::ids::{BatchNumber, DeviceId, PlanId, RootHash};
use crate::domain::round::RoundId;
use crate::domain::round_status::{RoundEvent, RoundStatus};
use crate::domain::transition::Machine as _;
use crate::record::{
    BatchContent, BatchEntry, Body, DestroyedOriginal, Record, RecordError, RoundHappened,
};

/// So many see to it that everything on the list is destroyed, and nothing else.
const OVERSEERS: usize = 2;

/// The list of what was destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DestructionList {
    /// The plan.
    pub plan: PlanId,
    /// The round.
    pub round: RoundId,
    /// Who saw it done.
    pub overseers: Vec<String>,
    /// The originals that are gone.
    pub originals: Vec<DestroyedBatch>,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DestroyedBatch {
    /// Whose.
    pub device: DeviceId,
    /// Its number there.
    pub number: BatchNumber,
    /// Its root, lower-case hex.
    pub root: RootHash,
}

impl Office {
    /// Destroys what a round came from, when the years it was put away for are over. Slow. Refused while a verification finds a
    /// difference: what is destroyed cannot be looked at again.
    pub(super) fn destroy(
        &self,
        plan: &PlanId,
        round: RoundId,
        overseers: &[String],
        progress: &mut dyn FnMut(Progress),
    ) -> Result<DestructionList, AppError> {
        let named = overseers.iter().map(|name| name.trim());
        let named: BTreeSet<_> = named.filter(|name| !name.is_empty()).collect();
        if named.len() < OVERSEERS {
            return Err(OfficeError::OverseersMissing.into());
        }
        let overseers: Vec<String> = named.into_iter().map(ToOwned::to_owned).collect();
        let on = self.believable_today()?;
        self.may_go(plan, round, on)?;
        let mut originals = Vec::new();
        for content in self.contents_of(plan, round, progress)? {
            let BatchEntry {
                device,
                number,
                root,
                ..
            } = content.entry.clone();
            let all = rating_ids(self, &self.record, &content.entry)?;
            originals.push(DestroyedOriginal {
                account: Account::of(&content, &all).keep(&self.dir)?,
                device,
                number,
                root,
            });
        }
        let told = Body::Round(RoundHappened::RoundDestroyed {
            plan: plan.clone(),
            round,
            overseers: overseers.clone(),
            originals: originals.clone(),
        });
        self.note(on, told)?;
        clear_destroyed(&self.dir, &self.record)?;
        let line = |one: DestroyedOriginal| DestroyedBatch {
            device: one.device,
            number: one.number,
            root: one.root,
        };
        Ok(DestructionList {
            plan: plan.clone(),
            round,
            overseers,
            originals: originals.into_iter().map(line).collect(),
        })
    }

    /// What the entry will be held to, before anything is written for it.
    fn may_go(&self, plan: &PlanId, round: RoundId, on: NaiveDate) -> Result<(), RecordError> {
        let entry = self.record.round(plan, round)?;
        let status = entry.as_ref().map(|entry| entry.status);
        let is_gone = self.record.destroyed_on(plan, round)?.is_some();
        let event = RoundEvent::Destroyed;
        let stays = RoundStatus::step(status, event, |never| match never {}).is_err();
        if stays || is_gone {
            return Err(RecordError::RoundStands { status, event });
        }
        let until = entry.and_then(|entry| entry.kept_until());
        if until.is_none_or(|until| on <= until) {
            return Err(RecordError::StillKept { until });
        }
        Ok(())
    }

    /// What each original of a round came to when it was loaded, by a replay that finds no difference.
    fn contents_of(
        &self,
        plan: &PlanId,
        round: RoundId,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Vec<BatchContent>, AppError> {
        let batches = self.record.batches_of_round(plan, round)?;
        let names = batches.into_iter().map(|it| (it.device, it.number));
        let (report, mut contents) = self.verify_and_keep(names.collect(), progress)?;
        let count = report.differences.len();
        if count > 0 {
            return Err(OfficeError::Differs { count }.into());
        }
        contents.sort_by(|a, b| {
            let key = |it: &BatchContent| (it.entry.device.clone(), it.entry.number);
            key(a).cmp(&key(b))
        });
        Ok(contents)
    }
}

/// Takes away the originals that the ledger tells were destroyed: at once, and whatever a kill or an old stick left.
pub(super) fn clear_destroyed(dir: &Path, record: &Record) -> Result<(), AppError> {
    for (device, number) in record.destroyed_originals()? {
        let (original, signature) = originals::paths(dir, &device, number);
        let is_there = original.exists() || signature.exists();
        if is_there {
            remove_if_there(&original)?;
            remove_if_there(&signature)?;
            original.parent().map_or(Ok(()), sync_folder)?;
        }
    }
    Ok(())
}

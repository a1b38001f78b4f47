//! What was loaded, when, and from which device: counts only.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::Office;
use crate::app::AppError;
use crate::domain::ids::{BatchNumber, DeviceId};
use crate::domain::time::Week;
use crate::record::{Body, RoundHappened};

/// A batch that was loaded.
#[derive(Debug, Clone, Serialize)]
pub struct BatchRow {
    /// The device that closed it.
    pub device: DeviceId,
    /// Its number there.
    pub number: BatchNumber,
    /// The week in which it was closed.
    pub week: Week,
    /// The day it was loaded, by the ledger.
    pub loaded_on: Option<NaiveDate>,
    /// Rating sheets in it.
    pub ratings: u64,
    /// Opinion sheets in it.
    pub opinions: u64,
    /// Of both, sheets that could not be opened or do not fit their plan.
    pub set_aside: u64,
    /// The day its original was destroyed by list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destroyed_on: Option<NaiveDate>,
}

impl Office {
    /// Every batch loaded, by device and number.
    pub fn batches(&self) -> Result<Vec<BatchRow>, AppError> {
        let (mut days, mut gone) = (BTreeMap::new(), BTreeMap::new());
        for event in self
            .record
            .ledger()?
            .iter()
            .filter_map(crate::record::LedgerEntry::parsed)
        {
            if let Body::Round(RoundHappened::RoundDestroyed { originals, .. }) = &event.body {
                let named = originals.iter();
                gone.extend(named.map(|one| ((one.device.clone(), one.number), event.day)));
            }
            if let Body::BatchLoaded { device, number, .. } = event.body {
                days.insert((device, number), event.day);
            }
        }
        let batches = self.record.batches()?.into_iter();
        Ok(batches
            .map(|batch| BatchRow {
                loaded_on: days.remove(&(batch.device.clone(), batch.number)),
                destroyed_on: gone.remove(&(batch.device.clone(), batch.number)),
                device: batch.device,
                number: batch.number,
                week: batch.facts.week(),
                ratings: batch.ratings,
                opinions: batch.opinions,
                set_aside: batch.set_aside,
            })
            .collect())
    }
}

//! A device, as the office's window and `--json` show it.

use serde::Serialize;

use crate::domain::device::{DeviceFacts, DeviceStanding};
use crate::domain::health::{Health, Restarts};
use crate::domain::ids::{BatchNumber, DeviceId};
use crate::domain::time::Week;
use crate::words::{Sentence, sentence};

/// A device the office knows.
#[derive(Debug, Clone, Serialize)]
pub struct DeviceRow {
    /// Its name.
    pub device: DeviceId,
    /// The fingerprint of its key; its end is covered as long as it waits.
    pub fingerprint: String,
    /// Waiting, accepted, revoked or retired.
    pub state: DeviceStanding,
    /// What it said of itself when it asked; none where its program is older.
    pub facts: Option<DeviceFacts>,
    /// The name it had before it got its key.
    pub former: Option<DeviceId>,
    /// Its newest batch.
    pub last_batch: Option<BatchNumber>,
    /// The week of its newest batch.
    pub last_week: Option<Week>,
    /// Days since the end of that week (or since it was accepted); none while it waits.
    pub quiet_days: Option<i64>,
    /// No batch for longer than the interval.
    pub overdue: bool,
    /// Numbers below the newest that never arrived.
    pub missing: Vec<BatchNumber>,
    /// It was retired and its newest batch is its last: whether ratings were too few for good. None while more may come.
    pub withheld: Option<bool>,
    /// How it was when it closed its newest batch; none where its program is older.
    pub health: Option<Health>,
    /// Somebody should go and look.
    pub needs_visit: bool,
}

impl DeviceRow {
    /// Why somebody should go and look.
    #[must_use]
    pub fn troubles(&self) -> Vec<Sentence> {
        let Some(health) = self.health.filter(|_| self.needs_visit) else {
            return Vec::new();
        };
        let troubles = [
            (health.disk_low, sentence!("app-office-disk-low")),
            (health.clock_doubted, sentence!("app-office-clock-doubted")),
            (
                health.restarts == Restarts::Many,
                sentence!("app-office-restarts"),
            ),
        ];
        let troubles = troubles.into_iter().filter(|(is_so, _)| *is_so);
        troubles.map(|(_, said)| said).collect()
    }
}

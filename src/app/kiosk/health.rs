//! How this device is, for the office: coarsely, so that nothing in it tells of cards.

use super::{ClockCheck, Kiosk, locked};
use crate::app::AppError;
use crate::cardbox::CardBox;
use crate::courier::files::{Condition, Files as _, RealFiles};
use crate::domain::health::{Health, ProgramVersion, Restarts};
use crate::domain::time::Week;

/// Less than this on the disk is low: weeks of cards fit into it, and an update.
const LOW_BYTES: u64 = 512 * 1024 * 1024;

impl Kiosk {
    /// Counts in this week that the window was started; a script that looks a receipt up restarts nothing. A disk that cannot be
    /// written says so elsewhere.
    pub fn note_start(&self) {
        let _counted = locked(&self.cardbox).note_start(Week::of(self.clock.today()));
    }

    pub(super) fn health(&self, cardbox: &CardBox) -> Result<Health, AppError> {
        let starts = cardbox.starts(Week::of(self.clock.today()))?;
        Ok(Health {
            disk_low: self.free_bytes().is_some_and(|free| free < LOW_BYTES),
            clock_doubted: self.check_clock(self.clock.unset(), cardbox.office_time()?)
                != ClockCheck::Plausible,
            restarts: Restarts::of(starts),
            version: ProgramVersion::own(),
        })
    }

    /// Free space where the card box lies.
    pub(super) fn free_bytes(&self) -> Option<u64> {
        match RealFiles::new(&self.dir).condition() {
            Condition::Present { free_bytes, .. } => Some(free_bytes),
            Condition::Gone => None,
        }
    }
}

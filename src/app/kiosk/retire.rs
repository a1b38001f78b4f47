//! The end of a device's service (protocol §2.2): it takes no more cards, sends what may leave, says what it withheld, and with the
//! acknowledgement of its last batch wipes itself. Whatever stops it in between, the next sync or the next start goes on.

use super::open::erase;
use super::sync::Closed;
use super::{Kiosk, Service, locked};
use crate::app::AppError;
use crate::cardbox::{BatchEntry, BatchRows, CardBox, Closing, ClosingDay};
use crate::domain::ids::DeviceId;

impl Kiosk {
    /// Whether it takes cards.
    #[must_use]
    pub fn service(&self) -> Service {
        self.known(|known| known.service)
    }

    /// Whether it is retired by a pack that it cannot trust: it takes no cards, and ends nothing before its own staff say so, for
    /// whoever has its key can have brought the office its last batch.
    pub(super) fn is_retirement_doubted(&self) -> bool {
        self.known(|known| known.service == Service::Retired && known.is_doubted)
    }

    /// Whether what it holds leaves for the last time.
    pub(super) fn is_ending(&self) -> bool {
        self.known(|known| known.service == Service::Retired && !known.is_doubted)
    }

    /// Retires this device, as its own staff do who type its name: the office hears of it by the last batch.
    pub fn retire(&self, name: &DeviceId) -> Result<(), AppError> {
        let device = self.device();
        if *name != device {
            return Err(AppError::OtherName { device });
        }
        if self.service() == Service::Open || self.is_retirement_doubted() {
            locked(&self.cardbox).set_retired(self.clock.today())?;
            self.reread()?;
        }
        Ok(())
    }

    /// Closes the last batch, once nothing waits any more: words may wait for another day, when a round of slips left on this one.
    pub(super) fn close_last(
        &self,
        cardbox: &mut CardBox,
        on: ClosingDay,
        closed: &Closed,
    ) -> Result<Option<BatchEntry>, AppError> {
        if closed.rounds.iter().any(|round| round.withheld) {
            cardbox.note_withheld()?;
        }
        let rounds = cardbox.waiting_rounds()?;
        let is_waited_for = rounds.iter().any(|round| !round.queues.is_empty());
        if is_waited_for || cardbox.has_waiting_words()? {
            return Ok(None);
        }
        let seal = |closing: &Closing, rows: BatchRows<'_>| self.seal_batch(closing, rows);
        cardbox.close_last(on, seal)
    }

    /// Wipes the device where the office has acknowledged all that it brought, its last batch among it.
    pub(super) fn withdraw_if_done(&self) -> Result<bool, AppError> {
        let mut cardbox = locked(&self.cardbox);
        if cardbox.last_batch()?.is_none() || !cardbox.unacknowledged()?.is_empty() {
            return Ok(false);
        }
        cardbox.withdraw(self.clock.today())?;
        erase(&self.dir, &mut cardbox)?;
        drop(cardbox);
        self.reread()?;
        Ok(true)
    }
}

//! The kiosk's clock: the computer's, in the community's zone, and set forward by staff where its battery is dead and the system's own
//! needs rights that the program lacks.

use std::sync::{Arc, Mutex};

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};

use super::{BELIEVED_DAYS, Kiosk, locked};
use crate::app::AppError;
use crate::cardbox::CardBox;
use crate::domain::time::Clock;
use crate::domain::zone::Zone;

/// What is added to the computer's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ahead {
    zone: Zone,
    set: TimeDelta,
}

/// The computer's clock as it is read here.
pub(super) struct KioskClock {
    system: Arc<dyn Clock>,
    ahead: Mutex<Ahead>,
}

impl KioskClock {
    /// The date and time here.
    pub(super) fn now(&self) -> NaiveDateTime {
        let Ahead { zone, set } = *locked(&self.ahead);
        self.system.now() + zone.before_greenwich() - Zone::default().before_greenwich() + set
    }

    /// The same without what staff set: by it alone rounds end, for whoever is in the staff area must not end one on the day after he
    /// handed in cards of his own.
    pub(super) fn unset(&self) -> NaiveDateTime {
        self.now() - locked(&self.ahead).set
    }

    /// The date here.
    pub(super) fn today(&self) -> NaiveDate {
        self.now().date()
    }

    /// As the card box remembers it. What staff set is dropped where the computer's own clock can be right again: somebody has set
    /// that one.
    pub(super) fn new(system: Arc<dyn Clock>, cardbox: &CardBox) -> Result<Self, AppError> {
        let zone = cardbox.zone()?.unwrap_or_default();
        let kept = cardbox.clock_set()?.and_then(TimeDelta::try_seconds);
        let mut ahead = Ahead {
            zone,
            set: kept.unwrap_or_default(),
        };
        let own = system.now();
        let may_be =
            |office: NaiveDateTime| own >= office && (own - office).num_days() <= BELIEVED_DAYS;
        if cardbox.office_time()?.is_none_or(may_be) {
            ahead.set = TimeDelta::zero();
        }
        Ok(Self {
            system,
            ahead: Mutex::new(ahead),
        })
    }

    /// The zone that a pack told.
    pub(super) fn live_by(&self, zone: Zone) {
        locked(&self.ahead).zone = zone;
    }
}

impl Kiosk {
    /// Staff have typed the day and the hour, for what residents are told and for when plans open. Not before the office's time nor
    /// long after it.
    pub fn set_clock(&self, typed: NaiveDateTime) -> Result<(), AppError> {
        let cardbox = locked(&self.cardbox);
        if let Some(office) = cardbox.office_time()? {
            let most = office.checked_add_days(Days::new(BELIEVED_DAYS.unsigned_abs()));
            if typed < office || most.is_some_and(|most| typed > most) {
                return Err(AppError::ClockRefused { office });
            }
        }
        let own = self.clock.system.now();
        let zone = locked(&self.clock.ahead).zone;
        let set = typed - own - zone.before_greenwich() + Zone::default().before_greenwich();
        cardbox.set_clock(set.num_seconds())?;
        locked(&self.clock.ahead).set = set;
        Ok(())
    }

    /// The day by which plans are open. A clock that was never set must not close them: what the office signed has been.
    pub(super) fn plan_day(&self) -> NaiveDate {
        let office = locked(&self.cardbox).office_time().ok().flatten();
        let today = self.clock.today();
        office.map_or(today, |office| office.date().max(today))
    }
}

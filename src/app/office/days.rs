//! 日期: which day an office may take for today. A clock set wrong once must neither be believed nor last.
//!
//! Known to have been is the newest signed day: that of the newest pack (in the record, in the office's folder, on the
//! stick) and of the ledger's last entry. A day before it, and where a stick is written or read one far after it, is
//! believed only when somebody has typed it; the ledger keeps that for the rest of that day. No day is ever raised to
//! what was known, so that an office whose past lies in the future finds its way back.

use chrono::{NaiveDate, NaiveDateTime};

use super::{Office, OfficeError};
use crate::app::AppError;
use crate::courier::files::RealFiles;
use crate::courier::pack::PackHeader;
use crate::courier::stick::StickStore;
use crate::domain::time::Week;
use crate::record::{Body, Content, Event, LedgerEntry};

/// Most days by which the clock may be ahead of what is known: an interval between syncs, and a week.
const AHEAD_DAYS: i64 = 14;

/// The newest pack that is known.
pub(super) struct NewestPack {
    pub(super) number: u32,
    pub(super) time: NaiveDateTime,
}

impl Office {
    /// The clock's date, unless it lies before the newest signed day and nobody has typed it.
    pub(super) fn believable_today(&self) -> Result<NaiveDate, OfficeError> {
        self.believable(None, None)
    }

    /// [`Self::believable_today`] where a stick is written or read: nor may the date lie far ahead. The first pack
    /// of an office is free of that.
    pub(super) fn believable_at_stick(
        &self,
        on_stick: Option<&PackHeader>,
    ) -> Result<NaiveDate, AppError> {
        let pack = self.newest_pack(on_stick)?;
        Ok(self.believable(pack.map(|pack| pack.time.date()), Some(AHEAD_DAYS))?)
    }

    fn believable(
        &self,
        pack: Option<NaiveDate>,
        ahead_days: Option<i64>,
    ) -> Result<NaiveDate, OfficeError> {
        let today = self.clock.today();
        // What of the record does not read is named by a recount; no day is known from it.
        let packed = pack.or_else(|| Some(self.record.last_pack().ok()??.made_at.date()));
        let newest = packed.max(self.record.last_told().ok().flatten());
        let behind = newest.filter(|newest| today < *newest);
        // An answer may be dated far ahead: it must not vouch for a pack.
        let ahead = ahead_days.and_then(|most| {
            let known = packed?.max(self.last_at_stick().unwrap_or(NaiveDate::MIN));
            Some(known).filter(|known| (today - *known).num_days() > most)
        });
        match behind.or(ahead) {
            Some(newest) if !self.day_confirmed(today) => {
                Err(OfficeError::DayDoubtful { today, newest })
            }
            Some(_) | None => Ok(today),
        }
    }

    /// The newest pack by number: in the record, in the folder, or `on_stick`. A record restored from a copy may
    /// know fewer packs than have left.
    pub(super) fn newest_pack(
        &self,
        on_stick: Option<&PackHeader>,
    ) -> Result<Option<NewestPack>, AppError> {
        let mut newest = self.record.last_pack()?.map(|pack| NewestPack {
            number: pack.number.0,
            time: pack.made_at,
        });
        let mut hear = |number: u32, time: NaiveDateTime| {
            let known = newest.as_ref().map(|pack| (pack.number, pack.time));
            if known < Some((number, time)) {
                newest = Some(NewestPack { number, time });
            }
        };
        if let Some((number, time)) = self.newest_kept() {
            hear(number, time);
        }
        if let Some(header) = on_stick {
            hear(header.number.0, header.time);
        }
        Ok(newest)
    }

    /// Somebody has read the computer's date, found it right and typed it. The ledger tells so, and for the rest of
    /// that day it is believed.
    pub fn confirm_day(&mut self, typed: NaiveDate) -> Result<(), AppError> {
        let today = self.clock.today();
        if typed != today {
            return Err(OfficeError::DayDiffers { typed, today }.into());
        }
        if !self.day_confirmed(today) {
            self.note(today, Body::DayConfirmed {})?;
        }
        Ok(())
    }

    /// Somebody has read the week of a batch and typed it: batches of that week are taken in for the rest of the day,
    /// although it has not come yet.
    pub fn confirm_week(&mut self, week: Week) -> Result<(), AppError> {
        let on = self.believable_today()?;
        if self.believable_week(week).is_err() {
            self.note(on, Body::WeekConfirmed { week })?;
        }
        Ok(())
    }

    /// Refuses the week of a batch that lies far ahead of today: a kiosk's clock is wrong, or this computer's.
    pub(super) fn believable_week(&self, week: Week) -> Result<(), OfficeError> {
        let today = self.clock.today();
        let this = Body::WeekConfirmed { week };
        let told = |event: Event| (event.day == today && event.body == this).then_some(());
        if (week.monday() - today).num_days() > AHEAD_DAYS && self.newest_told(told).is_none() {
            return Err(OfficeError::WeekDoubtful { week, today });
        }
        Ok(())
    }

    /// Notes an event that tells everything.
    pub(super) fn note(&self, day: NaiveDate, body: Body) -> Result<(), AppError> {
        self.record.within(|record| {
            record.note(day, body, &Content::Nothing, &self.hand)?;
            Ok(())
        })
    }

    /// The day a stick was last read or written, or a day was typed.
    fn last_at_stick(&self) -> Option<NaiveDate> {
        self.newest_told(|event| {
            let at_stick = matches!(
                event.body,
                Body::BatchLoaded { .. } | Body::PackMade { .. } | Body::DayConfirmed {}
            );
            at_stick.then_some(event.day)
        })
    }

    fn day_confirmed(&self, day: NaiveDate) -> bool {
        let this = Body::DayConfirmed {};
        let told = |event: Event| (event.day == day && event.body == this).then_some(());
        self.newest_told(told).is_some()
    }

    /// What the newest entry of the ledger of which `told` makes something tells.
    fn newest_told<T>(&self, told: impl FnMut(Event) -> Option<T>) -> Option<T> {
        let ledger = self.record.ledger().unwrap_or_default();
        let mut events = ledger.iter().rev().filter_map(LedgerEntry::parsed);
        events.find_map(told)
    }
}

/// The newest pack on the stick, where it matters only if it reads.
pub(super) fn on_stick(office: &Office, stick: &StickStore<RealFiles>) -> Option<PackHeader> {
    office.newest_on(stick).ok().flatten()
}

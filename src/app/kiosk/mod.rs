//! The kiosk's use cases: submit, look up, sync, pair, the staff PIN.

mod lookup;
mod open;
mod pairing;
mod pin;
mod prepared;
mod qr;
mod submit;
mod sync;
mod tunables;
mod types;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use chrono::NaiveDateTime;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

pub use pairing::pair_in;
pub use tunables::{PinCost, Tunables};
pub use types::{
    BatchWritten, ClockCheck, IssuedReceipt, KioskStatus, Lookup, Mode, PackStep, PairingOffer,
    PinOutcome, PinState, PlanWaiting, SyncReport,
};

use super::AppError;
use super::owner::Owner;
use super::settings::Settings;
use super::sticks::{self, Stick};
use crate::cardbox::{CardBox, PlanKey};
use crate::courier::files::{Condition, Files as _, RealFiles};
use crate::courier::keys::{PublicKey, SigningKey};
use crate::domain::calendar::CalendarTable;
use crate::domain::community::Community;
use crate::domain::ids::{DeviceId, PlanId};
use crate::domain::notice::Notice;
use crate::domain::plan::Plan;
use crate::domain::time::Clock;
use prepared::Prepared;

/// A crowd this small waits, for a plan this kiosk no longer knows.
const SMALLEST_CROWD: u32 = 5;

/// How long after its sync interval a kiosk may go without a pack before its clock is doubted.
const WEEK_DAYS: i64 = 7;

/// A kiosk or tablet at work. Shared between the window and named threads: every method takes
/// `&self`; `submit`, `lookup`, `sync`, `pair` and the PIN calls are slow and belong on a thread.
pub struct Kiosk {
    dir: PathBuf,
    /// Where a real kiosk's store lies or will lie; a trial kiosk pairs into it.
    real_dir: PathBuf,
    settings: Settings,
    clock: Arc<dyn Clock>,
    tunables: Tunables,
    randomness: Mutex<Option<StdRng>>,
    device: DeviceId,
    device_key: SigningKey,
    office_key: PublicKey,
    cardbox: Arc<Mutex<CardBox>>,
    known: RwLock<FromPacks>,
    /// Cards begun and left since the last transaction; in memory, so that beginning leaves no trace.
    pending: Mutex<BTreeMap<PlanId, Pending>>,
    pin_not_before: Mutex<Duration>,
    prepared: Prepared,
    /// The last to be let go of, after the card box.
    _owner: Owner,
}

/// What the packs told, parsed.
struct FromPacks {
    community: Community,
    plans: Vec<Plan>,
    notices: Vec<Notice>,
    calendar: CalendarTable,
}

#[derive(Debug, Clone, Copy, Default)]
struct Pending {
    issued: u64,
    abandoned: u64,
}

impl std::fmt::Debug for Kiosk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kiosk")
            .field("dir", &self.dir)
            .field("device", &self.device)
            .finish_non_exhaustive()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A thread that panicked left nothing half done: what matters is in transactions.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Kiosk {
    /// Trial or real.
    #[must_use]
    pub fn is_trial(&self) -> bool {
        self.community().id.is_trial()
    }

    /// The community whose cards these are.
    #[must_use]
    pub fn community(&self) -> Community {
        self.known(|known| known.community.clone())
    }

    /// The plans that take cards today.
    #[must_use]
    pub fn plans(&self) -> Vec<Plan> {
        let today = self.clock.today();
        self.known(|known| {
            let open = known.plans.iter().filter(|plan| plan.is_open_on(today));
            open.cloned().collect()
        })
    }

    /// The notice board, newest first.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        self.known(|known| known.notices.clone())
    }

    /// A resident began a card: counted, nothing else.
    pub fn begin(&self, plan: &PlanId) {
        locked(&self.pending)
            .entry(plan.clone())
            .or_default()
            .issued += 1;
    }

    /// A resident left a card: counted, nothing else.
    pub fn abandon(&self, plan: &PlanId) {
        locked(&self.pending)
            .entry(plan.clone())
            .or_default()
            .abandoned += 1;
    }

    /// For the staff area: counts only.
    pub fn status(&self) -> Result<KioskStatus, AppError> {
        let waiting = self.waiting()?.into_iter().map(|(_, plan)| plan).collect();
        let today = self.clock.today();
        let cardbox = locked(&self.cardbox);
        let last_sync = cardbox.last_sync()?;
        let days_since_sync =
            last_sync.map(|day| u32::try_from((today - day).num_days().max(0)).unwrap_or(u32::MAX));
        let clock = self.check_clock(cardbox.office_time()?);
        let batches = cardbox.unacknowledged()?.len();
        let last_pack = cardbox.last_pack()?;
        drop(cardbox);
        let free_bytes = match RealFiles::new(&self.dir).condition() {
            Condition::Present { free_bytes, .. } => Some(free_bytes),
            Condition::Gone => None,
        };
        Ok(KioskStatus {
            mode: if self.is_trial() {
                Mode::Trial
            } else {
                Mode::Real
            },
            device: self.device.clone(),
            device_fingerprint: self.device_key.public().fingerprint(),
            office_fingerprint: self.office_key.fingerprint().to_string(),
            waiting,
            batches_unacknowledged: u32::try_from(batches).unwrap_or(u32::MAX),
            last_pack,
            last_sync,
            days_since_sync,
            sync_is_late: days_since_sync
                .is_some_and(|days| days > self.settings.sync_interval_days),
            clock,
            free_bytes,
            version: env!("CARGO_PKG_VERSION"),
        })
    }

    /// Whether the clock can be right, beside the time of the newest pack.
    fn check_clock(&self, office: Option<NaiveDateTime>) -> ClockCheck {
        let Some(office) = office else {
            return ClockCheck::Plausible;
        };
        let now = self.clock.now();
        let interval = i64::from(self.settings.sync_interval_days);
        if now < office {
            ClockCheck::BehindOffice { office }
        } else if (now.date() - office.date()).num_days() > interval + WEEK_DAYS {
            ClockCheck::FarAheadOfOffice { office }
        } else {
            ClockCheck::Plausible
        }
    }

    /// Sticks that are present now; in trial mode also the folder that stands for one.
    #[must_use]
    pub fn sticks(&self) -> Vec<Stick> {
        let mut folders = self.settings.stick_folders.clone();
        if self.is_trial() {
            folders.push(self.settings.trial_stick_dir());
        }
        sticks::present(&folders)
    }

    /// Removes every trace of the order of arrival from the card box. A thread of the kiosk does this by
    /// itself when nobody has submitted for a while; call it before closing the program.
    pub fn vacuum(&self) -> Result<(), AppError> {
        Ok(locked(&self.cardbox).vacuum()?)
    }

    fn known<T>(&self, read: impl FnOnce(&FromPacks) -> T) -> T {
        read(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn plan(&self, id: &PlanId) -> Option<Plan> {
        self.known(|known| known.plans.iter().find(|plan| plan.id == *id).cloned())
    }

    /// The ratings that wait, by plan.
    fn waiting(&self) -> Result<Vec<(PlanKey, PlanWaiting)>, AppError> {
        let counters = locked(&self.cardbox).waiting()?;
        Ok(self.known(|known| {
            counters
                .iter()
                .filter(|counter| counter.rated > 0)
                .map(|counter| {
                    let plan = known
                        .plans
                        .iter()
                        .find(|plan| PlanKey::of(&plan.id) == counter.plan);
                    let waiting = PlanWaiting {
                        plan: plan.map(|plan| plan.id.clone()),
                        title: plan.map(|plan| plan.title.zh.clone()).unwrap_or_default(),
                        cards: counter.rated,
                        smallest_crowd: plan.map_or(SMALLEST_CROWD, |plan| plan.smallest_crowd),
                    };
                    (counter.plan, waiting)
                })
                .collect()
        }))
    }

    /// Writes down the counts of cards begun and left that wait in memory.
    fn flush_counts(&self) -> Result<(), AppError> {
        let cardbox = locked(&self.cardbox);
        let mut pending = locked(&self.pending);
        while let Some((plan, counts)) = pending.pop_first() {
            if let Err(error) = cardbox.count(&plan, counts.issued, counts.abandoned) {
                pending.insert(plan, counts);
                return Err(error.into());
            }
        }
        Ok(())
    }

    /// A generator for one operation: fresh from the system, or drawn from the seed of a test.
    fn rng(&self) -> StdRng {
        match locked(&self.randomness).as_mut() {
            Some(seeded) => StdRng::from_rng(seeded),
            None => rand::make_rng(),
        }
    }
}

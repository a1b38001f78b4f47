//! The kiosk's use cases: submit, look up, sync, pair, the staff PIN.

mod clock;
mod follow_up;
mod health;
mod lookup;
mod open;
mod pace;
mod packs;
mod pairing;
mod pin;
mod prepared;
mod qr;
mod renew;
mod retire;
mod slips;
mod submit;
mod sync;
mod tunables;
mod types;
mod witness;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use chrono::{NaiveDate, NaiveDateTime};
use rand::SeedableRng as _;
use rand::rngs::StdRng;

pub use crate::cardbox::Adopted;
pub use pairing::pair_in;
pub use renew::Renewal;
pub use slips::{Admission, BallotHere, SlipPass, SlipRefusal, SlipsHere};
pub use tunables::{PinCost, Tunables};
pub use types::{
    BatchWritten, ClockCheck, Dispute, IssuedReceipt, KioskStatus, LookedUp, Lookup, Mode,
    PackStep, PairingOffer, PinOutcome, PinState, PlanDeferred, RoundClosed, RoundWaiting, Service,
    Speaks, SyncReport, Voice,
};

use super::AppError;
use super::owner::Owner;
use super::settings::Settings;
use super::sticks::{self, Stick};
use crate::cardbox::{CardBox, Counts};
use crate::courier::keys::{PublicKey, SigningKey};
use crate::domain::batch::coarse;
use crate::domain::calendar::CalendarTable;
use crate::domain::channel::Channel;
use crate::domain::community::Community;
use crate::domain::ids::{DeviceId, PlanId};
use crate::domain::in_force::InForce;
use crate::domain::notice::Notice;
use crate::domain::plan::Plan;
use clock::KioskClock;
use pace::Pace;
use prepared::Prepared;

/// A kiosk may go without a pack for so long before its clock decides no round any more.
const BELIEVED_DAYS: i64 = 92;

/// How long after its sync interval a kiosk may go without a pack before its clock is doubted.
const WEEK_DAYS: i64 = 7;

/// A kiosk or tablet at work. Shared between the window and named threads: every method takes
/// `&self`; `submit`, `lookup`, `sync`, `pair` and the PIN calls are slow and belong on a thread.
pub struct Kiosk {
    dir: PathBuf,
    /// Where a real kiosk's store lies or will lie; a trial kiosk pairs into it.
    real_dir: PathBuf,
    settings: Settings,
    clock: KioskClock,
    tunables: Tunables,
    randomness: Mutex<Option<StdRng>>,
    /// Another one after a renewal.
    identity: RwLock<Identity>,
    office_key: PublicKey,
    cardbox: Arc<Mutex<CardBox>>,
    known: RwLock<FromPacks>,
    /// Cards begun and left since the last transaction; in memory, so that beginning leaves no trace.
    pending: Mutex<BTreeMap<PlanId, Pending>>,
    pin_not_before: Mutex<Duration>,
    pace: Mutex<Pace>,
    prepared: Prepared,
    /// The last to be let go of, after the card box.
    _owner: Owner,
}

/// Who this device is.
#[derive(Clone)]
struct Identity {
    device: DeviceId,
    key: SigningKey,
}

/// What the packs told, parsed.
struct FromPacks {
    community: Community,
    plans: Vec<InForce>,
    notices: Vec<Notice>,
    calendar: CalendarTable,
    service: Service,
    /// It is retired, and cannot tell that its office or its staff did it.
    is_doubted: bool,
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
            .field("device", &self.device())
            .finish_non_exhaustive()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A thread that panicked left nothing half done: what matters is in transactions.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The plan as residents meet it on `today`: whole, or for words alone; none where it takes nothing.
fn met_on(plan: &Plan, today: NaiveDate) -> Option<Plan> {
    if plan.is_entitled() || plan.is_open_on(today) {
        Some(plan.clone())
    } else if plan.takes_words_on(today) {
        Some(plan.for_words_alone())
    } else {
        None
    }
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

    /// By which way cards come here.
    fn channel(&self) -> Channel {
        self.settings.role.channel()
    }

    /// The plans that take cards today, this way; of those that want a slip the ones that this device takes slips for.
    #[must_use]
    pub fn plans(&self) -> Vec<Plan> {
        if self.service() != Service::Open {
            return Vec::new();
        }
        let today = self.plan_day();
        let mut plans: Vec<Plan> = self.known(|known| {
            let plans = known.plans.iter().map(|held| &held.plan);
            let here = plans.filter(|plan| plan.takes_by(self.channel()));
            here.filter_map(|plan| met_on(plan, today)).collect()
        });
        plans.retain(|plan| !plan.is_entitled() || self.has_ballot(plan));
        plans
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
        let identity = self.identity();
        let waiting = self.waiting()?;
        let disputes = self.disputes()?;
        let ballots = self.ballots()?;
        let today = self.clock.today();
        let cardbox = locked(&self.cardbox);
        let last_sync = cardbox.last_sync()?;
        let days_since_sync =
            last_sync.map(|day| u32::try_from((today - day).num_days().max(0)).unwrap_or(u32::MAX));
        let clock = self.check_clock(self.clock.now(), cardbox.office_time()?);
        let count = |batches: usize| u32::try_from(batches).unwrap_or(u32::MAX);
        let batches_unacknowledged = count(cardbox.unacknowledged()?.len());
        let batches_kept = count(cardbox.kept()?.len());
        let adopted = cardbox.adopted()?;
        let last_pack = cardbox.last_pack()?;
        let contradicted = cardbox.contradicted()?;
        let is_numbered_out = cardbox.is_numbered_out()?;
        drop(cardbox);
        Ok(KioskStatus {
            mode: if self.is_trial() {
                Mode::Trial
            } else {
                Mode::Real
            },
            device_fingerprint: identity.key.public().fingerprint(),
            device: identity.device,
            office_fingerprint: self.office_key.fingerprint().to_string(),
            waiting,
            ballots,
            batches_unacknowledged,
            batches_kept,
            adopted,
            last_pack,
            contradicted,
            disputes,
            service: self.service(),
            is_retirement_doubted: self.is_retirement_doubted(),
            is_numbered_out,
            last_sync,
            days_since_sync,
            sync_is_late: days_since_sync
                .is_some_and(|days| days > self.settings.sync_interval_days),
            clock,
            free_bytes: self.free_bytes(),
            cards_an_hour: locked(&self.pace).cards_an_hour((self.tunables.uptime)()),
            version: env!("CARGO_PKG_VERSION"),
        })
    }

    /// Whether a clock that shows `now` can be right, beside the time of the newest pack.
    fn check_clock(&self, now: NaiveDateTime, office: Option<NaiveDateTime>) -> ClockCheck {
        let Some(office) = office else {
            return ClockCheck::Plausible;
        };
        let interval = i64::from(self.settings.sync_interval_days);
        if now < office {
            ClockCheck::BehindOffice { office }
        } else if (now.date() - office.date()).num_days() > interval + WEEK_DAYS {
            ClockCheck::FarAheadOfOffice { office }
        } else {
            ClockCheck::Plausible
        }
    }

    /// The day it is, as far as the clock can be believed: where it stands before the newest signed office time, or more than
    /// a quarter after it, that time is the better guess. A clock of 2099 must not put cards into a round that ends then.
    fn believed_day(&self, office: Option<NaiveDateTime>) -> NaiveDate {
        let now = self.clock.unset();
        match office {
            Some(office)
                if now < office || (now.date() - office.date()).num_days() > BELIEVED_DAYS =>
            {
                office.date()
            }
            Some(_) | None => now.date(),
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

    fn identity(&self) -> Identity {
        let identity = self.identity.read();
        identity.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Its name.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.identity().device
    }

    /// Its name and its key.
    fn known_by(&self) -> (DeviceId, PublicKey) {
        let identity = self.identity();
        (identity.device, identity.key.public())
    }

    fn known<T>(&self, read: impl FnOnce(&FromPacks) -> T) -> T {
        read(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn plan(&self, id: &PlanId) -> Option<InForce> {
        self.known(|known| known.plans.iter().find(|held| held.plan.id == *id).cloned())
    }

    /// The title of a plan, empty when it is no longer known.
    fn title(&self, plan: &PlanId) -> String {
        let held = self.plan(plan);
        held.map(|held| held.plan.title.zh).unwrap_or_default()
    }

    /// The rounds of which ratings wait.
    fn waiting(&self) -> Result<Vec<RoundWaiting>, AppError> {
        let cardbox = locked(&self.cardbox);
        let today = self.believed_day(cardbox.office_time()?);
        let rounds = cardbox.waiting_rounds()?;
        drop(cardbox);
        let waiting = rounds.into_iter().filter(|round| !round.queues.is_empty());
        Ok(waiting
            .map(|round| RoundWaiting {
                title: self.title(&round.label.key.plan),
                is_due: round.ended == Some(true) || round.label.last < today,
                is_short: round.queue(0).is_short(),
                plan: round.label.key.plan,
                round: round.label.key.round,
                last: round.label.last,
                is_handful: coarse(round.counts.submitted) == 0,
            })
            .collect())
    }

    /// Writes down the counts of cards begun and left that wait in memory. Those of a plan that takes no cards any more
    /// belong to no round.
    fn flush_counts(&self) -> Result<(), AppError> {
        loop {
            // Let go of before the box is locked: whoever submits locks the box first.
            let next = locked(&self.pending).pop_first();
            let Some((id, counts)) = next else {
                return Ok(());
            };
            let Some(held) = self.plan(&id) else { continue };
            let more = Counts {
                issued: counts.issued,
                submitted: 0,
                abandoned: counts.abandoned,
            };
            let counted = match self.round_label(&held) {
                Ok(round) => locked(&self.cardbox)
                    .count(&round, &more)
                    .map_err(AppError::from),
                Err(AppError::PlanNotOpen { .. }) => Ok(()),
                Err(error) => Err(error),
            };
            if let Err(error) = counted {
                self.put_back(&id, counts);
                return Err(error);
            }
        }
    }

    /// Counts that could not be written down wait on, with those that came meanwhile.
    fn put_back(&self, plan: &PlanId, counts: Pending) {
        let mut pending = locked(&self.pending);
        let waiting = pending.entry(plan.clone()).or_default();
        waiting.issued += counts.issued;
        waiting.abandoned += counts.abandoned;
    }

    /// A generator for one operation: fresh from the system, or drawn from the seed of a test.
    fn rng(&self) -> StdRng {
        match locked(&self.randomness).as_mut() {
            Some(seeded) => StdRng::from_rng(seeded),
            None => rand::make_rng(),
        }
    }
}

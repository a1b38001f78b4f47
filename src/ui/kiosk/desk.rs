//! What the screens ask of the house: the use cases of `app::kiosk`, behind a trait so that a test or
//! the gallery can stand in for them.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::NaiveDateTime;

use crate::app::kiosk::{
    Admission, Adopted, IssuedReceipt, Kiosk, KioskStatus, LookedUp, Lookup, PairingOffer,
    PinOutcome, PinState, Renewal, Service, SlipRefusal, SyncReport, Voice,
};
use crate::app::settings::Settings;
use crate::app::sticks::Stick;
use crate::app::{AppError, Progress};
use crate::domain::card::Card;
use crate::domain::community::Community;
use crate::domain::follow_up::Said;
use crate::domain::ids::{CommunityId, DeviceId, PlanId, ReceiptSalt, SealingKey};
use crate::domain::notice::Notice;
use crate::domain::plan::Plan;
use crate::domain::round::RoundId;
use crate::domain::time::Clock;
use crate::words::Lang;

/// Everything a screen can ask for. Each method is the one of the same name in `app::kiosk::Kiosk`;
/// those marked slow are called from a named thread.
#[expect(
    missing_docs,
    reason = "documented where they are implemented: app::kiosk::Kiosk"
)]
pub trait Desk: Send + Sync {
    fn is_trial(&self) -> bool;
    fn service(&self) -> Service;
    fn retire(&self, name: &DeviceId) -> Result<(), AppError>;
    fn set_clock(&self, typed: NaiveDateTime) -> Result<(), AppError>;
    /// The name that `renew` gives.
    fn next_name(&self) -> DeviceId;
    /// Slow.
    fn renew(&self, adopted: Adopted) -> Result<Renewal, AppError>;
    fn community(&self) -> Community;
    fn plans(&self) -> Vec<Plan>;
    fn notices(&self) -> Vec<Notice>;
    fn begin(&self, plan: &PlanId);
    fn abandon(&self, plan: &PlanId);
    /// Slow. `app::kiosk::Kiosk::submit_in`: the receipt speaks `lang`.
    fn submit(&self, card: &Card, lang: Lang) -> Result<IssuedReceipt, AppError>;
    /// Slow.
    fn look_up(&self, typed: &str) -> Result<LookedUp, AppError>;
    /// Slow.
    fn follow_up(&self, voice: &Voice, said: &Said, at_once: bool) -> Result<(), AppError>;
    /// Slow.
    fn admit(&self, plan: &PlanId, typed: &str) -> Result<Admission, AppError>;
    fn open_sitting(&self, plan: &PlanId, round: RoundId) -> Result<(), AppError>;
    fn end_round(&self, plan: &PlanId, round: RoundId) -> Result<(), AppError>;
    fn status(&self) -> Result<KioskStatus, AppError>;
    fn sticks(&self) -> Vec<Stick>;
    /// Slow.
    fn sync(
        &self,
        stick: &Stick,
        ends_rounds: bool,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<SyncReport, AppError>;
    /// Slow.
    fn pairing_offer(&self, stick: &Stick) -> Result<Option<PairingOffer>, AppError>;
    /// Slow. Afterwards the desk is the paired one.
    fn pair(&self, offer: &PairingOffer) -> Result<(), AppError>;
    fn pin_state(&self) -> Result<PinState, AppError>;
    /// Slow.
    fn set_pin(&self, pin: &str) -> Result<(), AppError>;
    /// Slow.
    fn reset_pin(&self, code: &str, pin: &str) -> Result<PinOutcome, AppError>;
    /// Slow.
    fn try_pin(&self, pin: &str) -> Result<PinOutcome, AppError>;
}

/// The real desk: a kiosk that is opened anew after pairing.
pub struct LiveDesk {
    kiosk: RwLock<Arc<Kiosk>>,
    settings: Settings,
    clock: Arc<dyn Clock>,
}

impl LiveDesk {
    /// A desk for `kiosk`, which was opened with the same settings and clock.
    #[must_use]
    pub fn new(kiosk: Arc<Kiosk>, settings: Settings, clock: Arc<dyn Clock>) -> Self {
        Self {
            kiosk: RwLock::new(kiosk),
            settings,
            clock,
        }
    }

    fn kiosk(&self) -> Arc<Kiosk> {
        Arc::clone(&self.kiosk.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Desk for LiveDesk {
    fn is_trial(&self) -> bool {
        self.kiosk().is_trial()
    }

    fn service(&self) -> Service {
        self.kiosk().service()
    }

    fn retire(&self, name: &DeviceId) -> Result<(), AppError> {
        self.kiosk().retire(name)
    }

    fn set_clock(&self, typed: NaiveDateTime) -> Result<(), AppError> {
        self.kiosk().set_clock(typed)
    }

    fn next_name(&self) -> DeviceId {
        self.kiosk().next_name()
    }

    fn renew(&self, adopted: Adopted) -> Result<Renewal, AppError> {
        let kiosk = self.kiosk();
        kiosk.renew(&kiosk.next_name(), Some(adopted))
    }

    fn community(&self) -> Community {
        self.kiosk().community()
    }

    fn plans(&self) -> Vec<Plan> {
        self.kiosk().plans()
    }

    fn notices(&self) -> Vec<Notice> {
        self.kiosk().notices()
    }

    fn begin(&self, plan: &PlanId) {
        self.kiosk().begin(plan);
    }

    fn abandon(&self, plan: &PlanId) {
        self.kiosk().abandon(plan);
    }

    fn submit(&self, card: &Card, lang: Lang) -> Result<IssuedReceipt, AppError> {
        self.kiosk().submit_in(card, lang)
    }

    fn look_up(&self, typed: &str) -> Result<LookedUp, AppError> {
        self.kiosk().look_up(typed)
    }

    fn follow_up(&self, voice: &Voice, said: &Said, at_once: bool) -> Result<(), AppError> {
        self.kiosk().follow_up(voice, said, at_once)
    }

    fn admit(&self, plan: &PlanId, typed: &str) -> Result<Admission, AppError> {
        self.kiosk().admit(plan, typed)
    }

    fn open_sitting(&self, plan: &PlanId, round: RoundId) -> Result<(), AppError> {
        self.kiosk().open_sitting(plan, round)
    }

    fn end_round(&self, plan: &PlanId, round: RoundId) -> Result<(), AppError> {
        self.kiosk().end_round(plan, round)
    }

    fn status(&self) -> Result<KioskStatus, AppError> {
        self.kiosk().status()
    }

    fn sticks(&self) -> Vec<Stick> {
        self.kiosk().sticks()
    }

    fn sync(
        &self,
        stick: &Stick,
        ends_rounds: bool,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<SyncReport, AppError> {
        self.kiosk().sync(stick, ends_rounds, progress)
    }

    fn pairing_offer(&self, stick: &Stick) -> Result<Option<PairingOffer>, AppError> {
        self.kiosk().pairing_offer(stick)
    }

    fn pair(&self, offer: &PairingOffer) -> Result<(), AppError> {
        self.kiosk().pair(offer, &self.settings.device)?;
        let paired = Kiosk::open(&self.settings, Arc::clone(&self.clock))?;
        *self.kiosk.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(paired);
        Ok(())
    }

    fn pin_state(&self) -> Result<PinState, AppError> {
        self.kiosk().pin_state()
    }

    fn set_pin(&self, pin: &str) -> Result<(), AppError> {
        self.kiosk().set_pin(pin)
    }

    fn reset_pin(&self, code: &str, pin: &str) -> Result<PinOutcome, AppError> {
        self.kiosk().reset_pin(code, pin)
    }

    fn try_pin(&self, pin: &str) -> Result<PinOutcome, AppError> {
        self.kiosk().try_pin(pin)
    }
}

/// A desk on which nothing moves: behind the screen that says why the kiosk could not start, and, with something on it, behind
/// pictures.
#[derive(Debug, Clone, Copy)]
pub struct StillDesk {
    /// Whose desk it is.
    pub community: fn() -> Community,
    /// What is evaluated.
    pub plans: fn() -> Vec<Plan>,
    /// The notice board.
    pub notices: fn() -> Vec<Notice>,
    /// What a card gets.
    pub receipt: fn() -> Option<IssuedReceipt>,
    /// How the kiosk is; none: not paired, and every use case says so.
    pub status: fn() -> Option<KioskStatus>,
    /// The sticks plugged in.
    pub sticks: fn() -> Vec<Stick>,
    /// What a sync comes to.
    pub report: fn() -> Option<SyncReport>,
    /// What pairing offers.
    pub offer: fn() -> Option<PairingOffer>,
}

impl Default for StillDesk {
    /// With nothing on it.
    fn default() -> Self {
        Self {
            community: || Community {
                id: CommunityId::from_random([0; 8], false),
                name: String::new(),
                office_place: String::new(),
                telephone: String::new(),
                protection: None,
                receipt_salt: ReceiptSalt([0; 16]),
                sealing_key: SealingKey([0; 32]),
            },
            plans: Vec::new,
            notices: Vec::new,
            receipt: || None,
            status: || None,
            sticks: Vec::new,
            report: || None,
            offer: || None,
        }
    }
}

impl StillDesk {
    /// `found`, where there is a kiosk.
    fn paired<T>(&self, found: T) -> Result<T, AppError> {
        (self.status)().map(|_| found).ok_or(AppError::NotPaired)
    }
}

impl Desk for StillDesk {
    fn is_trial(&self) -> bool {
        self.community().id.is_trial()
    }

    fn service(&self) -> Service {
        (self.status)().map_or(Service::Open, |status| status.service)
    }

    fn retire(&self, _name: &DeviceId) -> Result<(), AppError> {
        self.paired(())
    }

    fn set_clock(&self, _typed: NaiveDateTime) -> Result<(), AppError> {
        self.paired(())
    }

    fn next_name(&self) -> DeviceId {
        Settings::default().device
    }

    fn renew(&self, _adopted: Adopted) -> Result<Renewal, AppError> {
        Err(AppError::NotPaired)
    }

    fn community(&self) -> Community {
        (self.community)()
    }

    fn plans(&self) -> Vec<Plan> {
        (self.plans)()
    }

    fn notices(&self) -> Vec<Notice> {
        (self.notices)()
    }

    fn begin(&self, _plan: &PlanId) {}

    fn abandon(&self, _plan: &PlanId) {}

    fn submit(&self, _card: &Card, _lang: Lang) -> Result<IssuedReceipt, AppError> {
        (self.receipt)().ok_or(AppError::NotPaired)
    }

    fn look_up(&self, _typed: &str) -> Result<LookedUp, AppError> {
        self.paired(LookedUp::mute(Lookup::Unknown))
    }

    fn follow_up(&self, _voice: &Voice, _said: &Said, _at_once: bool) -> Result<(), AppError> {
        self.paired(())
    }

    fn admit(&self, _plan: &PlanId, _typed: &str) -> Result<Admission, AppError> {
        self.paired(Admission::Refused(SlipRefusal::Unknown))
    }

    fn open_sitting(&self, _plan: &PlanId, _round: RoundId) -> Result<(), AppError> {
        self.paired(())
    }

    fn end_round(&self, _plan: &PlanId, _round: RoundId) -> Result<(), AppError> {
        self.paired(())
    }

    fn status(&self) -> Result<KioskStatus, AppError> {
        (self.status)().ok_or(AppError::NotPaired)
    }

    fn sticks(&self) -> Vec<Stick> {
        (self.sticks)()
    }

    fn sync(
        &self,
        _stick: &Stick,
        _ends_rounds: bool,
        _progress: &mut dyn FnMut(Progress),
    ) -> Result<SyncReport, AppError> {
        (self.report)().ok_or(AppError::NotPaired)
    }

    fn pairing_offer(&self, _stick: &Stick) -> Result<Option<PairingOffer>, AppError> {
        self.paired((self.offer)())
    }

    fn pair(&self, _offer: &PairingOffer) -> Result<(), AppError> {
        self.paired(())
    }

    fn pin_state(&self) -> Result<PinState, AppError> {
        self.paired(PinState::Ready)
    }

    fn set_pin(&self, _pin: &str) -> Result<(), AppError> {
        self.paired(())
    }

    fn reset_pin(&self, _code: &str, _pin: &str) -> Result<PinOutcome, AppError> {
        self.paired(PinOutcome::Right)
    }

    fn try_pin(&self, _pin: &str) -> Result<PinOutcome, AppError> {
        self.paired(PinOutcome::Right)
    }
}

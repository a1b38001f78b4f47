//! What the screens ask of the house: the use cases of `app::kiosk`, behind a trait so that a test or
//! the gallery can stand in for them.

use std::sync::{Arc, PoisonError, RwLock};

use crate::app::kiosk::{
    IssuedReceipt, Kiosk, KioskStatus, Lookup, PairingOffer, PinOutcome, PinState, SyncReport,
};
use crate::app::settings::Settings;
use crate::app::sticks::Stick;
use crate::app::{AppError, Progress};
use crate::domain::card::Card;
use crate::domain::community::Community;
use crate::domain::ids::{CommunityId, PlanId, ReceiptSalt, SealingKey};
use crate::domain::notice::Notice;
use crate::domain::plan::Plan;
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
    fn community(&self) -> Community;
    fn plans(&self) -> Vec<Plan>;
    fn notices(&self) -> Vec<Notice>;
    fn begin(&self, plan: &PlanId);
    fn abandon(&self, plan: &PlanId);
    /// Slow. `app::kiosk::Kiosk::submit_in`: the receipt speaks `lang`.
    fn submit(
        &self,
        card: &Card,
        want_receipt: bool,
        lang: Lang,
    ) -> Result<Option<IssuedReceipt>, AppError>;
    /// Slow.
    fn lookup(&self, typed: &str) -> Result<Lookup, AppError>;
    fn status(&self) -> Result<KioskStatus, AppError>;
    fn sticks(&self) -> Vec<Stick>;
    /// Slow.
    fn sync(
        &self,
        stick: &Stick,
        allow_small_crowd: bool,
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

    fn submit(
        &self,
        card: &Card,
        want_receipt: bool,
        lang: Lang,
    ) -> Result<Option<IssuedReceipt>, AppError> {
        self.kiosk().submit_in(card, want_receipt, lang)
    }

    fn lookup(&self, typed: &str) -> Result<Lookup, AppError> {
        self.kiosk().lookup(typed)
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
        allow_small_crowd: bool,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<SyncReport, AppError> {
        self.kiosk().sync(stick, allow_small_crowd, progress)
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

    fn try_pin(&self, pin: &str) -> Result<PinOutcome, AppError> {
        self.kiosk().try_pin(pin)
    }
}

/// No desk at all: behind the screen that says why the kiosk could not start.
#[derive(Debug, Clone, Copy)]
pub(super) struct NoDesk;

impl Desk for NoDesk {
    fn is_trial(&self) -> bool {
        false
    }

    fn community(&self) -> Community {
        Community {
            id: CommunityId::from_random([0; 8], true),
            name: String::new(),
            office_place: String::new(),
            telephone: String::new(),
            receipt_salt: ReceiptSalt([0; 16]),
            sealing_key: SealingKey([0; 32]),
        }
    }

    fn plans(&self) -> Vec<Plan> {
        Vec::new()
    }

    fn notices(&self) -> Vec<Notice> {
        Vec::new()
    }

    fn begin(&self, _plan: &PlanId) {}

    fn abandon(&self, _plan: &PlanId) {}

    fn submit(
        &self,
        _card: &Card,
        _receipt: bool,
        _lang: Lang,
    ) -> Result<Option<IssuedReceipt>, AppError> {
        Err(AppError::NotPaired)
    }

    fn lookup(&self, _typed: &str) -> Result<Lookup, AppError> {
        Err(AppError::NotPaired)
    }

    fn status(&self) -> Result<KioskStatus, AppError> {
        Err(AppError::NotPaired)
    }

    fn sticks(&self) -> Vec<Stick> {
        Vec::new()
    }

    fn sync(
        &self,
        _stick: &Stick,
        _allow_small_crowd: bool,
        _progress: &mut dyn FnMut(Progress),
    ) -> Result<SyncReport, AppError> {
        Err(AppError::NotPaired)
    }

    fn pairing_offer(&self, _stick: &Stick) -> Result<Option<PairingOffer>, AppError> {
        Err(AppError::NotPaired)
    }

    fn pair(&self, _offer: &PairingOffer) -> Result<(), AppError> {
        Err(AppError::NotPaired)
    }

    fn pin_state(&self) -> Result<PinState, AppError> {
        Err(AppError::NotPaired)
    }

    fn set_pin(&self, _pin: &str) -> Result<(), AppError> {
        Err(AppError::NotPaired)
    }

    fn try_pin(&self, _pin: &str) -> Result<PinOutcome, AppError> {
        Err(AppError::NotPaired)
    }
}

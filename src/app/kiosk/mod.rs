//! The kiosk's use cases: submit, look up, sync, pair, the staff PIN.

mod types;

use std::path::Path;
use std::sync::Arc;

pub use types::{
    BatchWritten, ClockCheck, IssuedReceipt, KioskStatus, Lookup, Mode, Notice, PackStep,
    PairingOffer, PinOutcome, PinState, PlanWaiting, ReplyBy, SyncReport,
};

use super::settings::Settings;
use super::sticks::Stick;
use super::{AppError, Progress};
use crate::domain::card::Card;
use crate::domain::community::Community;
use crate::domain::ids::{DeviceId, PlanId};
use crate::domain::plan::Plan;
use crate::domain::time::Clock;

/// A kiosk or tablet at work. Shared between the window and named threads: every method takes
/// `&self`; `submit`, `lookup`, `sync`, `pair` and the PIN calls are slow and belong on a thread.
pub struct Kiosk {
    _private: (),
}

impl Kiosk {
    /// Opens the paired kiosk under `settings.data_dir`, or, with no office paired yet, a trial
    /// (体验模式) kiosk with a trial office beside it.
    pub fn open(_settings: &Settings, _clock: Arc<dyn Clock>) -> Result<Self, AppError> {
        Err(AppError::NotPaired)
    }

    /// Opens the paired kiosk whose store lies in `dir`; for `demo`, which runs several.
    pub fn open_in(
        _dir: &Path,
        _settings: &Settings,
        _clock: Arc<dyn Clock>,
    ) -> Result<Self, AppError> {
        Err(AppError::NotPaired)
    }

    /// Trial or real.
    #[must_use]
    pub fn is_trial(&self) -> bool {
        true
    }

    /// The community whose cards these are.
    #[must_use]
    pub fn community(&self) -> Community {
        todo!()
    }

    /// The plans that take cards today.
    #[must_use]
    pub fn plans(&self) -> Vec<Plan> {
        Vec::new()
    }

    /// The notice board, newest first.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        Vec::new()
    }

    /// A resident began a card: counted, nothing else.
    pub fn begin(&self, _plan: &PlanId) {}

    /// A resident left a card: counted, nothing else.
    pub fn abandon(&self, _plan: &PlanId) {}

    /// Seals the card and commits it; durable before it returns. `None` when no receipt was wanted.
    pub fn submit(
        &self,
        _card: &Card,
        _want_receipt: bool,
    ) -> Result<Option<IssuedReceipt>, AppError> {
        Err(AppError::NotPaired)
    }

    /// Looks a typed or scanned receipt up. Takes a quarter of a second and more.
    pub fn lookup(&self, _typed: &str) -> Result<Lookup, AppError> {
        Err(AppError::NotPaired)
    }

    /// For the staff area: counts only.
    pub fn status(&self) -> Result<KioskStatus, AppError> {
        Err(AppError::NotPaired)
    }

    /// Sticks that are present now.
    #[must_use]
    pub fn sticks(&self) -> Vec<Stick> {
        Vec::new()
    }

    /// 同步: reads the newest pack, closes what may leave, writes every unacknowledged batch, verifies.
    pub fn sync(
        &self,
        _stick: &Stick,
        _allow_small_crowd: bool,
        _progress: &mut dyn FnMut(Progress),
    ) -> Result<SyncReport, AppError> {
        Err(AppError::NotPaired)
    }

    /// The office a stick offers to pair with; `None` when it carries no pack of a real office.
    pub fn pairing_offer(&self, _stick: &Stick) -> Result<Option<PairingOffer>, AppError> {
        Err(AppError::NotPaired)
    }

    /// Pairs with an office whose fingerprint the staff compared, and writes the enrolment to the
    /// stick. Afterwards open the kiosk again: it is a real one then.
    pub fn pair(&self, _offer: &PairingOffer, _device: &DeviceId) -> Result<(), AppError> {
        Err(AppError::NotPaired)
    }

    /// Whether a PIN is set, and whether it may be tried now.
    pub fn pin_state(&self) -> Result<PinState, AppError> {
        Err(AppError::NotPaired)
    }

    /// Sets the staff PIN: 4 to 12 digits.
    pub fn set_pin(&self, _pin: &str) -> Result<(), AppError> {
        Err(AppError::NotPaired)
    }

    /// Tries the staff PIN. The failure counter is durable before the PIN is compared.
    pub fn try_pin(&self, _pin: &str) -> Result<PinOutcome, AppError> {
        Err(AppError::NotPaired)
    }
}

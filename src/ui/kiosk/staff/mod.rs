//! The staff area: the PIN, counts, sync, pairing.

pub mod adopted;
pub mod area;
pub mod pairing;
pub mod pin;
pub mod sync;

use chrono::NaiveDateTime;
use zeroize::{Zeroize, Zeroizing};

use crate::app::kiosk::{Adopted, KioskStatus, PairingOffer, SyncReport};
use crate::app::sticks::Stick;
use crate::domain::device::Fingerprint;
use crate::domain::ids::DeviceId;
use crate::domain::receipt::DIGITS;
use crate::words::{Sentence, sentence};

/// Digits a PIN has at least.
pub const PIN_LEAST: usize = 4;
/// Digits a PIN has at most.
pub const PIN_MOST: usize = 12;

/// What the keypad is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PinPurpose {
    /// Open the staff area.
    #[default]
    Enter,
    /// First use: choose a PIN.
    Choose,
    /// First use: type it once more.
    Repeat,
    /// Before what cannot be taken back: the end of the device's fingerprint, which stands on the screen.
    Confirm(Deed),
    /// Then the PIN.
    Sure(Deed),
    /// The PIN is forgotten: the code from the office.
    Code,
    /// The day and the hour, where the clock is wrong.
    Clock,
}

/// What cannot be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// 退役本机
    Retire,
    /// 换密钥: another key and another name, and whose the batches are that the device does not know.
    Renew(Adopted),
}

/// Digits of year, month, day, hour and minute.
pub const CLOCK_DIGITS: usize = 12;

impl PinPurpose {
    /// How many digits it takes at least, and at most.
    #[must_use]
    pub fn digits(self) -> (usize, usize) {
        match self {
            Self::Enter | Self::Choose | Self::Repeat | Self::Confirm(_) | Self::Sure(_) => {
                (PIN_LEAST, PIN_MOST)
            }
            Self::Code => (DIGITS, DIGITS),
            Self::Clock => (CLOCK_DIGITS, CLOCK_DIGITS),
        }
    }
}

/// The keypad.
#[derive(Debug, Default)]
pub struct PinForm {
    /// Digits so far.
    pub typed: Zeroizing<String>,
    /// What it is for.
    pub purpose: PinPurpose,
    /// What to say above it.
    pub message: Option<Sentence>,
    /// The fingerprint that is to be typed.
    pub expected: Option<Fingerprint>,
    /// Not before this, in seconds of the window's time.
    pub wait_until: Option<f64>,
    first: Zeroizing<String>,
    code: Zeroizing<String>,
}

/// What follows from a PIN typed in full.
#[derive(Debug)]
pub enum PinStep {
    /// The keypad is up again, with another purpose or a message.
    Again,
    /// Compare it.
    Try(Zeroizing<String>),
    /// Keep it.
    Set(Zeroizing<String>),
    /// Keep it, in place of the one that is forgotten: the code, and the new one.
    Reset(Zeroizing<String>, Zeroizing<String>),
    /// Set the clock.
    SetClock(NaiveDateTime),
}

impl PinForm {
    /// For the code from the office.
    #[must_use]
    pub fn for_code(wait_until: Option<f64>) -> Self {
        Self {
            purpose: PinPurpose::Code,
            wait_until,
            ..Self::default()
        }
    }

    /// For the end of this fingerprint, and then the PIN, before the device is retired.
    #[must_use]
    pub fn for_retiring(expected: Fingerprint) -> Self {
        let said = sentence!("kiosk-retire-confirm", typed = expected.typed());
        Self::confirming(Deed::Retire, expected, said)
    }

    /// The same before it gets another key, and this name.
    #[must_use]
    pub fn for_renewing(expected: Fingerprint, name: &DeviceId, adopted: Adopted) -> Self {
        let typed = expected.typed();
        let said = sentence!("kiosk-renew-confirm", name = name.clone(), typed = typed);
        Self::confirming(Deed::Renew(adopted), expected, said)
    }

    fn confirming(deed: Deed, expected: Fingerprint, said: Sentence) -> Self {
        Self {
            purpose: PinPurpose::Confirm(deed),
            message: Some(said),
            expected: Some(expected),
            ..Self::default()
        }
    }

    /// For the day and the hour.
    #[must_use]
    pub fn for_clock() -> Self {
        Self {
            purpose: PinPurpose::Clock,
            ..Self::default()
        }
    }

    /// Whether a code was typed before.
    #[must_use]
    pub fn is_after_code(&self) -> bool {
        !self.code.is_empty()
    }

    /// Takes a PIN typed in full.
    pub fn take(&mut self, typed: Zeroizing<String>) -> PinStep {
        self.message = None;
        if typed.len() < self.purpose.digits().0 {
            return PinStep::Again;
        }
        match self.purpose {
            PinPurpose::Enter | PinPurpose::Sure(_) => PinStep::Try(typed),
            PinPurpose::Clock => {
                let read = NaiveDateTime::parse_from_str(&typed, "%Y%m%d%H%M");
                if read.is_err() {
                    self.message = Some(sentence!("kiosk-clock-shape"));
                }
                read.map_or(PinStep::Again, PinStep::SetClock)
            }
            PinPurpose::Confirm(deed) => {
                if self.expected.as_ref().is_some_and(|it| it.is_typed(&typed)) {
                    self.purpose = PinPurpose::Sure(deed);
                } else {
                    self.message = Some(sentence!("kiosk-retire-differs"));
                }
                PinStep::Again
            }
            PinPurpose::Code => {
                self.code = typed;
                self.purpose = PinPurpose::Choose;
                PinStep::Again
            }
            PinPurpose::Choose => {
                self.first = typed;
                self.purpose = PinPurpose::Repeat;
                PinStep::Again
            }
            PinPurpose::Repeat if *self.first == *typed => {
                self.first.zeroize();
                if self.is_after_code() {
                    PinStep::Reset(self.code.clone(), typed)
                } else {
                    PinStep::Set(typed)
                }
            }
            PinPurpose::Repeat => {
                self.first.zeroize();
                self.purpose = PinPurpose::Choose;
                self.message = Some(sentence!("kiosk-pin-differ"));
                PinStep::Again
            }
        }
    }
}

/// Where a sync stands.
#[derive(Debug, Default)]
pub enum SyncState {
    /// None yet, or under way.
    #[default]
    None,
    /// Done and verified.
    Done(Box<SyncReport>),
    /// Stopped, with what happened and what to do.
    Failed(Sentence),
}

/// Everything of the staff area.
#[derive(Debug, Default)]
pub struct StaffForm {
    /// The keypad.
    pub pin: PinForm,
    /// Counts and facts.
    pub status: Option<KioskStatus>,
    /// Sticks present.
    pub sticks: Vec<Stick>,
    /// When the sticks were last looked for, in seconds of the window's time.
    pub sticks_seen_at: f64,
    /// The next sync ends the rounds of a trial.
    pub ends_rounds: bool,
    /// Whether this round of slips is to end is being asked.
    pub ending: Option<usize>,
    /// The last sync.
    pub sync: SyncState,
    /// An office's offer.
    pub offer: Option<PairingOffer>,
    /// The pairing is done: the device's own fingerprint is to be compared at the office.
    pub paired: bool,
    /// What went wrong, and what to do.
    pub trouble: Option<Sentence>,
}

impl StaffForm {
    /// Back to nothing, the PIN wiped.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}

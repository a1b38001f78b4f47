//! The staff area: the PIN, counts, sync, pairing.

pub mod area;
pub mod pairing;
pub mod pin;
pub mod sync;

use zeroize::{Zeroize, Zeroizing};

use crate::app::kiosk::{KioskStatus, PairingOffer, SyncReport};
use crate::app::sticks::Stick;
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
    /// Not before this, in seconds of the window's time.
    pub wait_until: Option<f64>,
    first: Zeroizing<String>,
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
}

impl PinForm {
    /// Takes a PIN typed in full.
    pub fn take(&mut self, typed: Zeroizing<String>) -> PinStep {
        self.message = None;
        if typed.len() < PIN_LEAST {
            return PinStep::Again;
        }
        match self.purpose {
            PinPurpose::Enter => PinStep::Try(typed),
            PinPurpose::Choose => {
                self.first = typed;
                self.purpose = PinPurpose::Repeat;
                PinStep::Again
            }
            PinPurpose::Repeat if *self.first == *typed => {
                self.first.zeroize();
                PinStep::Set(typed)
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

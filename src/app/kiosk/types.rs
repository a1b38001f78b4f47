//! What the kiosk hands to its screens.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{NaiveDate, NaiveDateTime};
use zeroize::Zeroizing;

use super::slips::BallotHere;
use crate::app::Delivered;
use crate::courier::CourierError;
use crate::courier::error::StickError;
use crate::courier::receipt::ReceiptSecrets;
use crate::domain::calendar::{DueDate, Promise};
use crate::domain::case::CaseNews;
use crate::domain::community::Community;
use crate::domain::device::Fingerprint;
use crate::domain::ids::{BatchNumber, DeviceId, PackNumber, PlanId};
use crate::domain::receipt::ReceiptNumber;
use crate::domain::round::RoundId;
use crate::words::{Sentence, sentence};

/// Trial (体验模式) or real; the two never mix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// 体验模式
    Trial,
    /// Paired with an office.
    Real,
}

/// Whether a device takes cards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Service {
    /// It does.
    #[default]
    Open,
    /// It is retired: what it holds it still brings, and receipts can be looked up.
    Retired,
    /// The office takes nothing in under its key: it takes no cards before it has another, or is accepted again.
    Revoked,
    /// It has wiped itself.
    Withdrawn,
}

/// What a resident takes home. Wiped from memory when dropped; shown once, kept nowhere.
pub struct IssuedReceipt {
    /// The twenty digits.
    pub number: ReceiptNumber,
    /// The text of the QR code.
    pub qr_text: Zeroizing<String>,
    /// What it says of the answer.
    pub promise: Promise,
}

impl std::fmt::Debug for IssuedReceipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IssuedReceipt(…)")
    }
}

/// What a receipt opens.
#[derive(Clone, PartialEq, Eq)]
pub enum Lookup {
    /// At the office.
    Received {
        /// When a reply is due, where the office said.
        due: Option<DueDate>,
    },
    /// Being worked on.
    InProgress {
        /// When a reply is due, where the office said.
        due: Option<DueDate>,
    },
    /// It waits longer than was promised (延期).
    Extended {
        /// When a reply is due now.
        due: Option<DueDate>,
        /// Why; none where what the pack brought does not open with this receipt.
        reason: Option<Zeroizing<String>>,
    },
    /// Answered; the reply opened with the key derived from the receipt.
    Answered {
        /// The reply.
        text: Zeroizing<String>,
        /// The day it was given.
        on: NaiveDate,
    },
    /// Answered, but what the pack brought does not open with this receipt.
    AnsweredUnreadable,
    /// Ratings only: counted, no reply is due.
    Counted,
    /// No pack told of it: it waits here or on a stick, or nothing was written with it, or it is nobody's. The same answer
    /// to all, so that nobody learns from a number whether anything was written.
    Unknown,
    /// Not a valid number.
    Mistyped {
        /// Which group (1 to 5) differs, where exactly one candidate is known.
        group: Option<usize>,
        /// What to tell the resident.
        sentence: Sentence,
    },
}

/// What a look-up came to, and who may say something of it.
#[derive(Debug)]
pub struct LookedUp {
    /// What the receipt opened.
    pub lookup: Lookup,
    /// What its holder reads of what they said last.
    pub news: Option<CaseNews>,
    /// Who may say something now.
    pub speaks: Speaks,
}

impl LookedUp {
    /// Nobody has anything to say of it here.
    pub(crate) fn mute(lookup: Lookup) -> Self {
        Self {
            lookup,
            news: None,
            speaks: Speaks::Nobody,
        }
    }
}

/// Who may say something of what was looked up.
#[derive(Debug)]
pub enum Speaks {
    /// Nobody.
    Nobody,
    /// The receipt is one of version 0.1, which has no voice: the holder goes to the office.
    EarlyReceipt,
    /// Its holder.
    Holder(Arc<Voice>),
}

/// The voice of a receipt, as long as its holder is there.
pub struct Voice {
    pub(super) secrets: ReceiptSecrets,
    /// How many answers were given.
    pub(super) answers: u32,
    /// The last answer may be rated.
    pub rates: bool,
}

impl std::fmt::Debug for Voice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Voice(…)")
    }
}

impl std::fmt::Debug for Lookup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A reply is the resident's: it must not reach a log.
        f.write_str(match self {
            Self::Received { .. } => "Received",
            Self::InProgress { .. } => "InProgress",
            Self::Extended { .. } => "Extended",
            Self::Answered { .. } => "Answered",
            Self::AnsweredUnreadable => "AnsweredUnreadable",
            Self::Counted => "Counted",
            Self::Unknown => "Unknown",
            Self::Mistyped { .. } => "Mistyped",
        })
    }
}

/// Whether the kiosk's clock can be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockCheck {
    /// Neither before the last signed office time nor long after it.
    Plausible,
    /// Before the last signed office time: it must be wrong.
    BehindOffice {
        /// The office's time when it made the newest pack.
        office: NaiveDateTime,
    },
    /// More than a sync interval and a week after it: it is wrong, or nobody has synced for long.
    FarAheadOfOffice {
        /// The office's time when it made the newest pack.
        office: NaiveDateTime,
    },
}

/// The ratings that wait for one round. Opinions wait for the next sync only, and are not counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundWaiting {
    /// The plan.
    pub plan: PlanId,
    /// Its title in Chinese, empty when the plan is no longer known.
    pub title: String,
    /// The round.
    pub round: RoundId,
    /// Its last day: what has come together by then leaves with the next sync after it.
    pub last: NaiveDate,
    /// Staff have ended it, or its last day is over: it leaves with the next sync.
    pub is_due: bool,
    /// It runs too short here to leave by itself, and joins the next.
    pub is_short: bool,
    /// How many cards: fewer than five, or more. A staff member who saw each one come would know whose it is.
    pub is_handful: bool,
}

/// A round whose ratings left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundClosed {
    /// The batch.
    pub number: BatchNumber,
    /// The plan.
    pub plan: PlanId,
    /// Its title in Chinese, empty when the plan is no longer known.
    pub title: String,
    /// The round.
    pub round: RoundId,
    /// Some were too few for good.
    pub withheld: bool,
}

/// The staff area's facts: counts only, nothing about any card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskStatus {
    /// Trial or real.
    pub mode: Mode,
    /// This device's name.
    pub device: DeviceId,
    /// The fingerprint of the device's key, whose end is typed at the office.
    pub device_fingerprint: Fingerprint,
    /// The fingerprint of the office's key, for comparing by eye.
    pub office_fingerprint: String,
    /// Rounds whose ratings have not left yet.
    pub waiting: Vec<RoundWaiting>,
    /// Rounds that this device takes slips for.
    pub ballots: Vec<BallotHere>,
    /// Batches closed and not acknowledged yet.
    pub batches_unacknowledged: u32,
    /// Batches acknowledged and kept until that is said once more, four weeks later.
    pub batches_kept: u32,
    /// Batches that the office has under this device's name and its card box does not know.
    pub adopted: Vec<BatchNumber>,
    /// The newest pack imported.
    pub last_pack: Option<PackNumber>,
    /// A pack that was not taken, for its ledger is another than this device has seen: 账本对不上.
    pub contradicted: Option<PackNumber>,
    /// Devices that have signed to have seen another ledger: 账本对不上.
    pub disputes: Vec<Dispute>,
    /// Whether it takes cards.
    pub service: Service,
    /// It is retired, and cannot tell that it is its office or its own staff who did it: nothing is ended before they say.
    pub is_retirement_doubted: bool,
    /// No number is left for a batch: it needs another key.
    pub is_numbered_out: bool,
    /// The day of the last sync.
    pub last_sync: Option<NaiveDate>,
    /// Days since then.
    pub days_since_sync: Option<u32>,
    /// More days than `sync_interval_days`.
    pub sync_is_late: bool,
    /// The clock against the last office time.
    pub clock: ClockCheck,
    /// At least so many cards of open plans came within an hour, in steps of twenty; 0 where they are fewer.
    pub cards_an_hour: u32,
    /// Free space where the card box lies, in bytes.
    pub free_bytes: Option<u64>,
    /// The program's version.
    pub version: &'static str,
}

/// What became of the pack on the stick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackStep {
    /// The stick carries none.
    None,
    /// The newest one is the one already imported.
    Known(PackNumber),
    /// Imported.
    Imported {
        /// Its number.
        number: PackNumber,
        /// Plans now known.
        plans: u32,
        /// Statuses now known.
        statuses: u32,
        /// Sealed replies now known.
        replies: u32,
        /// Notices now on the board.
        notices: u32,
        /// Batches acknowledged with the matching root, for the first time.
        acknowledged: u32,
        /// Batches that were acknowledged before and are not any more: written once more.
        forgotten: Vec<BatchNumber>,
        /// Acknowledgements whose root differs from ours: nothing deleted for these.
        mismatched: Vec<BatchNumber>,
        /// The office says that it was set back to an older copy of itself.
        restored: bool,
        /// Plans that ask otherwise from a later day on.
        deferred: Vec<PlanDeferred>,
        /// Lists of voting slips that were not taken, and why.
        left_out: Vec<Sentence>,
    },
    /// Refused; the batches were written all the same.
    Refused(Sentence),
}

/// A plan that asks otherwise now, and whose round has not stood long enough here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanDeferred {
    /// Which.
    pub plan: PlanId,
    /// Its title in Chinese, as it is still asked.
    pub title: String,
    /// The first day on which a sync takes the new questions.
    pub from: NaiveDate,
}

impl PlanDeferred {
    /// What staff are told of it.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        sentence!(
            "app-kiosk-plan-deferred",
            plan = self.title,
            date = self.from
        )
    }
}

/// Another device that has signed to have seen another ledger than this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// Which.
    pub device: DeviceId,
}

impl Dispute {
    /// What staff are told of it.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        sentence!("app-kiosk-disputed", device = self.device.clone())
    }
}

/// One batch on the stick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchWritten {
    /// Its number.
    pub number: BatchNumber,
    /// Its size in bytes.
    pub bytes: u64,
    /// It was there already, byte for byte.
    pub already_there: bool,
}

/// What a sync did. It exists only when every batch was read back and compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncReport {
    /// The pack.
    pub pack: PackStep,
    /// The batch of opinions closed by this sync: every one that waited, of all plans. How many is said nowhere.
    pub words: Option<BatchNumber>,
    /// Why a newer pack on the stick was not read.
    pub passed_over: Option<Sentence>,
    /// Words wait for a sync on a later day: the ratings of a round of slips left on this one.
    pub words_held: bool,
    /// The rounds whose ratings left with this sync, each in a batch of its own.
    pub closed: Vec<RoundClosed>,
    /// The rounds whose ratings wait, for they have not ended.
    pub waiting: Vec<RoundWaiting>,
    /// Every unacknowledged batch that is on the stick now: all but those below.
    pub written: Vec<BatchWritten>,
    /// Files that are not, for something else bears their names there.
    pub blocked: Vec<String>,
    /// Devices that have signed to have seen another ledger.
    pub disputes: Vec<Dispute>,
    /// What staff have to see to, before cards leave again: it may have been retired by somebody else, or no number is left.
    pub needed: Vec<Sentence>,
    /// The last batch of all, closed by this sync: the device is retired.
    pub last: Option<BatchNumber>,
    /// The office has acknowledged everything, and the device has wiped itself.
    pub withdrawn: bool,
    /// That all of it is on the stick.
    pub delivered: Delivered,
}

impl SyncReport {
    /// Why not all of it is on the stick; none where it is.
    #[must_use]
    pub fn fault(&self) -> Option<CourierError> {
        let name = self.blocked.first()?.clone();
        Some(CourierError::Stick(StickError::NameTaken { name }))
    }
}

/// An office that a stick offers to pair with; nothing is trusted until staff compared the fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairingOffer {
    /// The community.
    pub community: Community,
    /// The fingerprint of the office's key, to be compared with the office's screen.
    pub office_fingerprint: String,
    /// The pack that brought it.
    pub pack: PackNumber,
    /// When the office made it.
    pub office_time: NaiveDateTime,
    /// The stick's root.
    pub(crate) stick_root: PathBuf,
    /// The office's public key, minisign base64.
    pub(crate) office_key: String,
}

/// Whether the staff PIN may be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinState {
    /// None set yet, in trial only: the first one to open the staff area sets it, and pairing carries it over.
    Unset,
    /// It may be tried now.
    Ready,
    /// Too many wrong tries: it may be tried again in so long.
    Wait(Duration),
}

/// What trying a PIN came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinOutcome {
    /// Right: the counter is back at zero.
    Right,
    /// Wrong; the next try may come in so long (zero for the first few).
    Wrong(Duration),
    /// Not compared: the wait is not over.
    TooSoon(Duration),
}

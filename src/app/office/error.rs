//! What the office's rules refuse.

use std::path::PathBuf;

use chrono::NaiveDate;
use thiserror::Error;

use super::batches_refused::BatchesRefused;
use super::calendar_refused::CalendarRefused;
use super::cases_refused::CasesRefused;
use super::folder_fault::FolderFault;
use super::slips_refused::SlipsRefused;
use crate::app::AppError;
use crate::domain::ids::{BatchNumber, DeviceId, PlanId, PlanRevision};
use crate::domain::plan::PlanFaults;
use crate::domain::time::Week;
use crate::fault::{Fault, Kind};
use crate::words::{Sentence, sentence};

/// What is said of a batch of a week that has not come yet.
pub(super) const WEEK_DOUBTFUL: &str = "app-office-week-doubtful";

/// What the office's rules refuse, and what to tell the clerk.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OfficeError {
    /// An office lives in the folder already; its keys are never written over.
    #[error("{path} holds an office already")]
    AlreadyThere {
        /// The folder.
        path: PathBuf,
    },
    /// No office lives in the folder.
    #[error("{path} holds no office")]
    NoOffice {
        /// The folder.
        path: PathBuf,
    },
    /// The next number of a pack would not fit a stick's names.
    #[error("no number is left for a pack")]
    PackNumbersUsedUp,
    /// It takes the passphrases of two persons to open the office.
    #[error("it takes the passphrases of two persons to open the office")]
    SecondWanted,
    /// Fewer than two persons see to a destruction.
    #[error("two persons see to it that what is on the list is destroyed")]
    OverseersMissing,
    /// A verification found differences, and what comes next could not be looked at again.
    #[error("a verification finds {count} differences")]
    Differs {
        /// How many.
        count: usize,
    },
    /// Fewer than two persons would be left to open the office together.
    #[error("fewer than two persons would be left to open the office together")]
    TwoPersonsMissing,
    /// A trial's passphrase is known to everybody.
    #[error("a trial's passphrase stays as it is")]
    TrialPassphrase,
    /// A person without a name.
    #[error("the person has no name")]
    PersonNameMissing,
    /// What was typed is not on the recovery sheet.
    #[error("what was typed is not on the recovery sheet")]
    RecoveryDiffers,
    /// A recovery secret has 50 digits.
    #[error("a recovery sheet has ten groups of five digits")]
    RecoveryLength,
    /// A group does not fit its check digit.
    #[error("group {group} was mistyped")]
    RecoveryGroup {
        /// Which one, from 1.
        group: usize,
    },
    /// The name of the community is missing.
    #[error("the community has no name")]
    NameMissing,
    /// A passphrase that is soon guessed.
    #[error("the passphrase is soon guessed")]
    PassphraseWeak,
    /// A passphrase with letters that an input method writes, each in its own way.
    #[error("a new passphrase has ASCII letters, digits, signs and spaces only")]
    PassphraseLetters,
    /// The device did not ask, or its request is not on record.
    #[error("device {device} has not asked to be accepted")]
    NotEnrolled {
        /// Which one.
        device: DeviceId,
    },
    /// The fingerprint compared is not that of the device's key.
    #[error("the fingerprint is not that of device {device}")]
    FingerprintDiffers {
        /// Which one.
        device: DeviceId,
    },
    /// So many devices wait to be accepted that no other is noted.
    #[error("{most} devices wait to be accepted already")]
    TooManyWaiting {
        /// Most of them.
        most: usize,
    },
    /// The batches of a device whose key is not accepted.
    #[error("device {device} is not accepted")]
    NotAccepted {
        /// Which one.
        device: DeviceId,
    },
    /// The device was retired, and has brought its last batch.
    #[error("device {device} is retired; batch {last} was its last")]
    AfterLast {
        /// Which one.
        device: DeviceId,
        /// Its last batch.
        last: BatchNumber,
    },
    /// What stands in the record is not what the ledger tells, and would be signed.
    #[error("{place} is not what the ledger tells")]
    RecordDiffers {
        /// Where.
        place: String,
    },
    /// The device was revoked.
    #[error("device {device} is revoked")]
    Revoked {
        /// Which one.
        device: DeviceId,
    },
    /// A plan's text cannot be used: every fault, with its line.
    #[error(transparent)]
    PlanFaults(#[from] PlanFaults),
    /// An open round of a plan would be over too soon.
    #[error(
        "an open round would last less than two weeks; the plan may close on {earliest} or later"
    )]
    RoundShort {
        /// The earliest day on which the plan may close.
        earliest: NaiveDate,
    },
    /// A file named as a plan that is far too long to be one.
    #[error("{path} is too long for a plan")]
    PlanFileLong {
        /// Which one.
        path: PathBuf,
    },
    /// In a new revision a name stands for another answer, question or subject than in one that it is counted together with.
    #[error("{name} stood for something else in revision {revision}")]
    NameExchanged {
        /// The name.
        name: String,
        /// In which revision it did.
        revision: PlanRevision,
    },
    /// Nothing was counted under the plan, or too little to be shown.
    #[error("plan {plan} has no results to post")]
    NothingToPost {
        /// Which one.
        plan: PlanId,
    },
    /// The plan says that its results are not published.
    #[error("plan {plan} keeps its results to itself")]
    ResultsNotPublic {
        /// Which one.
        plan: PlanId,
    },
    /// The original of a batch does not read back, where it was kept, as what was counted.
    #[error("{path} is not the batch that was counted")]
    OriginalDiffers {
        /// The original.
        path: PathBuf,
    },
    /// The clock's date lies before the newest signed day, or so far after it that it may be wrong.
    #[error("the clock says {today}, the newest signed day is {newest}")]
    DayDoubtful {
        /// The clock's date.
        today: NaiveDate,
        /// The newest day that is known to have been.
        newest: NaiveDate,
    },
    /// The day typed is not the clock's.
    #[error("{typed} was typed, the clock says {today}")]
    DayDiffers {
        /// What was typed.
        typed: NaiveDate,
        /// The clock's date.
        today: NaiveDate,
    },
    /// A batch of a week that has not come yet.
    #[error("a batch of {week} on {today}")]
    WeekDoubtful {
        /// The week it bears.
        week: Week,
        /// The clock's date.
        today: NaiveDate,
    },
    /// A batch answers a plan, or a revision of one, that this office does not have.
    #[error("the plan {plan} of a batch is missing")]
    PlanMissing {
        /// Which one.
        plan: PlanId,
    },
    /// A batch is sealed to a key that was lost when the office was set back to an older copy.
    #[error("no key of this office opens the batch")]
    KeyLost,
    /// What concerns batches.
    #[error(transparent)]
    Batches(#[from] BatchesRefused),
    /// What concerns voting slips.
    #[error(transparent)]
    Slips(#[from] SlipsRefused),
    /// What concerns cases.
    #[error(transparent)]
    Cases(#[from] CasesRefused),
    /// A year's notice of holidays.
    #[error(transparent)]
    Calendar(#[from] CalendarRefused),
    /// The files that it consists of.
    #[error(transparent)]
    Folder(#[from] FolderFault),
    /// A reply or a notice without words.
    #[error("the text is empty")]
    TextEmpty,
    /// No notice bears the number.
    #[error("no notice {number}")]
    NoNotice {
        /// Which one.
        number: u32,
    },
}

/// A refusal concerns one batch, and the rest goes on; a full disk or a damaged record concerns all.
pub(super) fn concerns_one_batch(error: &AppError) -> bool {
    matches!(error.kind(), Kind::Refused | Kind::Stick | Kind::NotFound)
}

impl Fault for OfficeError {
    fn kind(&self) -> Kind {
        match self {
            Self::Slips(refused) => refused.kind(),
            Self::Cases(refused) => refused.kind(),
            Self::Calendar(refused) => refused.kind(),
            Self::AlreadyThere { .. }
            | Self::NothingToPost { .. }
            | Self::TrialPassphrase
            | Self::TwoPersonsMissing
            | Self::Differs { .. }
            | Self::DayDoubtful { .. } => Kind::NotNow,
            Self::NoOffice { .. } | Self::NotEnrolled { .. } | Self::NoNotice { .. } => {
                Kind::NotFound
            }
            Self::SecondWanted => Kind::Secret,
            Self::NameMissing
            | Self::PassphraseWeak
            | Self::PassphraseLetters
            | Self::PlanFaults(_)
            | Self::PlanFileLong { .. }
            | Self::NameExchanged { .. }
            | Self::RoundShort { .. }
            | Self::DayDiffers { .. }
            | Self::PersonNameMissing
            | Self::OverseersMissing
            | Self::RecoveryDiffers
            | Self::RecoveryLength
            | Self::RecoveryGroup { .. }
            | Self::TextEmpty => Kind::Input,
            // Something else writes there: no batch more before that has ended.
            Self::RecordDiffers { .. } => Kind::Differs,
            Self::OriginalDiffers { .. } | Self::Folder(_) | Self::PackNumbersUsedUp => Kind::Store,
            Self::FingerprintDiffers { .. }
            | Self::TooManyWaiting { .. }
            | Self::NotAccepted { .. }
            | Self::Revoked { .. }
            | Self::Batches(_)
            | Self::AfterLast { .. }
            | Self::WeekDoubtful { .. }
            | Self::PlanMissing { .. }
            | Self::KeyLost
            | Self::ResultsNotPublic { .. } => Kind::Refused,
        }
    }

    fn sentence(&self) -> Sentence {
        match self {
            Self::AlreadyThere { path } => {
                sentence!("app-office-already-there", path = path.display())
            }
            Self::NoOffice { path } => sentence!("app-office-none", path = path.display()),
            Self::PackNumbersUsedUp => sentence!("app-office-pack-numbers"),
            Self::SecondWanted => sentence!("app-office-second-wanted"),
            Self::TwoPersonsMissing => sentence!("app-office-two-persons-missing"),
            Self::OverseersMissing => sentence!("app-office-overseers-missing"),
            Self::Differs { count } => sentence!("app-office-unverified", count = count),
            Self::TrialPassphrase => sentence!("app-office-trial-passphrase"),
            Self::PersonNameMissing => sentence!("app-office-person-name-missing"),
            Self::RecoveryDiffers => sentence!("app-office-recovery-differs"),
            Self::RecoveryLength => sentence!("app-office-recovery-length"),
            Self::RecoveryGroup { group } => sentence!("app-office-recovery-group", group = group),
            Self::NameMissing => sentence!("app-office-name-missing"),
            Self::PassphraseWeak => sentence!("app-office-passphrase-weak"),
            Self::PassphraseLetters => sentence!("app-office-passphrase-letters"),
            Self::NotEnrolled { device } => {
                sentence!("app-office-not-enrolled", device = device)
            }
            Self::FingerprintDiffers { device } => {
                sentence!("app-office-fingerprint-differs", device = device)
            }
            Self::NotAccepted { device } => {
                sentence!("app-office-not-accepted", device = device)
            }
            Self::TooManyWaiting { most } => {
                sentence!("app-office-too-many-waiting", most = most)
            }
            Self::AfterLast { device, last } => {
                sentence!("app-office-after-last", device = device, last = last)
            }
            Self::RecordDiffers { place } => {
                sentence!("app-office-record-differs", place = place)
            }
            Self::Revoked { device } => sentence!("app-office-revoked", device = device),
            Self::PlanFaults(faults) => faults.sentence(),
            Self::RoundShort { earliest } => {
                sentence!("app-office-round-short", date = earliest)
            }
            Self::PlanFileLong { path } => {
                sentence!("app-office-plan-file-long", path = path.display())
            }
            Self::NameExchanged { name, revision } => {
                sentence!(
                    "app-office-name-exchanged",
                    name = name,
                    revision = revision
                )
            }
            Self::NothingToPost { plan } => sentence!("app-office-nothing-to-post", plan = plan),
            Self::ResultsNotPublic { plan } => {
                sentence!("app-office-results-not-public", plan = plan)
            }
            Self::OriginalDiffers { path } => {
                sentence!("app-office-original-differs", path = path.display())
            }
            Self::DayDoubtful { today, newest } => {
                sentence!("app-office-day-doubtful", today = today, newest = newest)
            }
            Self::DayDiffers { typed, today } => {
                sentence!("app-office-day-differs", typed = typed, today = today)
            }
            Self::WeekDoubtful { week, today } => {
                sentence!("app-office-week-doubtful", week = week, today = today)
            }
            Self::PlanMissing { plan } => sentence!("app-office-plan-missing", plan = plan),
            Self::KeyLost => sentence!("app-office-key-lost"),
            Self::Batches(refused) => refused.sentence(),
            Self::Slips(refused) => refused.sentence(),
            Self::Cases(refused) => refused.sentence(),
            Self::Calendar(refused) => refused.sentence(),
            Self::Folder(fault) => fault.sentence(),
            Self::TextEmpty => sentence!("app-office-text-empty"),
            Self::NoNotice { number } => sentence!("app-office-no-notice", number = number),
        }
    }
}

impl From<FolderFault> for crate::app::AppError {
    fn from(fault: FolderFault) -> Self {
        OfficeError::from(fault).into()
    }
}

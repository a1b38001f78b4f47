//! Use cases that join the rooms below.

pub mod aloud;
pub mod environment;
pub mod kiosk;
pub mod office;
pub mod owner;
pub mod private;
pub mod settings;
pub mod sticks;
mod trial;

#[cfg(test)]
mod fault_tests;

use std::path::PathBuf;

use thiserror::Error;

use crate::cardbox::CardBoxError;
use crate::courier::CourierError;
pub use crate::courier::delivery::Delivered;
use crate::domain::calendar::CalendarTable;
use crate::domain::ids::{BatchNumber, DeviceId};
use crate::domain::plan::Misfit;
use crate::domain::time::Clock;
use crate::domain::zone::Zone;
use crate::fault::{Fault, Kind};
use crate::record::RecordError;
use crate::words::{Sentence, sentence};

/// How far a long piece of work has come. `total` 0 means: not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Units done in this step; rows, bytes or files, whatever the step counts.
    pub done: u64,
    /// Units this step has.
    pub total: u64,
    /// What is being done, to be shown beside the bar.
    pub step: Sentence,
}

/// The computer's own clock, by the time of `Asia/Shanghai`: a zone that is misspelt in `TZ` is taken for Greenwich by every
/// program, and from midnight to eight it would be yesterday.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> chrono::NaiveDateTime {
        chrono::Utc::now().naive_utc() + Zone::default().before_greenwich()
    }
}

/// The working days that this program knows of: what an office counts by, and a kiosk that no pack brought newer ones.
pub(crate) fn calendar() -> CalendarTable {
    CalendarTable::built_in()
}

/// Whatever a use case can fail with.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AppError {
    /// The card box.
    #[error(transparent)]
    CardBox(#[from] CardBoxError),
    /// What travels: keys, sheets, sticks.
    #[error(transparent)]
    Courier(#[from] CourierError),
    /// The office's record.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The office's rules.
    #[error(transparent)]
    Office(#[from] office::OfficeError),
    /// What keeps a round from its next step.
    #[error(transparent)]
    Round(#[from] office::RoundError),
    /// Backups.
    #[error(transparent)]
    Backup(#[from] office::BackupError),
    /// A QR code or a picture of one.
    #[error(transparent)]
    Paper(#[from] crate::paper::PaperError),
    /// What is exchanged with other programs.
    #[error(transparent)]
    Exchange(#[from] crate::exchange::ExchangeError),
    /// `kiosk.toml`.
    #[error(transparent)]
    Settings(#[from] settings::SettingsError),
    /// A folder or file of ours cannot be made, read or written.
    #[error("{path}: {source}")]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file of ours does not hold what it should.
    #[error("{path} does not hold what it should")]
    Damaged {
        /// Which one.
        path: PathBuf,
    },
    /// A store of ours can be read by other accounts, and that cannot be changed.
    #[error("{path} cannot be closed to other accounts: {source}")]
    NotPrivate {
        /// Which folder or file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another program has the folder.
    #[error("{path} is in use by {} (process {}) since {}", holder.program, holder.process, holder.since)]
    InUse {
        /// Which folder.
        path: PathBuf,
        /// Who has it.
        holder: owner::Holder,
    },
    /// The kiosk has not been paired with an office.
    #[error("this kiosk is not paired with an office")]
    NotPaired,
    /// The kiosk is paired already; pairing again would strand its cards.
    #[error("this kiosk is paired with an office already")]
    AlreadyPaired,
    /// Another device has that name at the office: whoever asks for it again is never accepted in place of this one.
    #[error("another device is called {device}")]
    NameTaken {
        /// The name.
        device: DeviceId,
    },
    /// A device that gets another key gets another name too: the office knows its batches by it.
    #[error("this device is called {device} already")]
    SameName {
        /// The name.
        device: DeviceId,
    },
    /// The office has batches under this device's name that its card box does not know.
    #[error("the office has batches of this device that it does not know")]
    BatchesUnknown {
        /// Their numbers.
        numbers: Vec<BatchNumber>,
    },
    /// Somebody typed another name than this device has.
    #[error("this device is called {device}")]
    OtherName {
        /// The name.
        device: DeviceId,
    },
    /// The plan is not known or takes no cards today.
    #[error("plan {plan} takes no cards today")]
    PlanNotOpen {
        /// Its identifier.
        plan: String,
    },
    /// The plan names the ways by which its cards come, and this device is none of them.
    #[error("plan {plan} takes no cards on this device")]
    OtherChannel {
        /// Its identifier.
        plan: String,
    },
    /// The card does not answer its plan.
    #[error("the card does not fit its plan: {reason}")]
    CardNotFit {
        /// The first thing that does not fit.
        reason: String,
    },
    /// The voting slip opens nothing.
    #[error("the slip is refused: {}", .0.word())]
    Slip(kiosk::SlipRefusal),
    /// A card without a single answer or word.
    #[error("the card is empty")]
    CardEmpty,
    /// Everything is marked alike, and by the plan such a card is void.
    #[error("the card marks everything alike")]
    CardAllAlike,
    /// A PIN must be 4 to 12 digits.
    #[error("a PIN is 4 to 12 digits")]
    PinShape,
    /// The day typed for the clock lies before the office's time, or long after it.
    #[error("the clock cannot be set so; the office's time was {office}")]
    ClockRefused {
        /// That time.
        office: chrono::NaiveDateTime,
    },
    /// A kiosk cannot be paired or taken into service without a PIN: the next passer-by would set it.
    #[error("this kiosk has no staff PIN")]
    PinMissing,
    /// The device is retired: it takes no cards, and once it has wiped itself, nothing.
    #[error("this device is retired")]
    Retired,
    /// A PIN is set already: the first one is not set twice.
    #[error("a staff PIN is set already")]
    PinSet,
    /// Data of the pen that `kiosk.toml` names cannot be used.
    #[error("{setting} {path}: {source}")]
    PenData {
        /// Under which setting: `pinyin_data` or `strokes_data`.
        setting: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why.
        source: crate::pen::PenError,
    },
    /// A computation that never fails on a sound machine failed.
    #[error("{what} failed")]
    Machine {
        /// Which one.
        what: &'static str,
    },
}

impl Fault for AppError {
    fn kind(&self) -> Kind {
        match self {
            Self::CardBox(error) => error.kind(),
            Self::Courier(error) => error.kind(),
            Self::Record(error) => error.kind(),
            Self::Office(error) => error.kind(),
            Self::Round(error) => error.kind(),
            Self::Backup(error) => error.kind(),
            Self::Paper(error) => error.kind(),
            Self::Exchange(error) => error.kind(),
            Self::Settings(error) => error.kind(),
            Self::Slip(_) => Kind::Refused,
            Self::Damaged { .. } => Kind::Store,
            Self::PenData { .. } => Kind::Settings,
            Self::File { .. } | Self::NotPrivate { .. } | Self::Machine { .. } => Kind::Disk,
            Self::InUse { .. }
            | Self::NotPaired
            | Self::AlreadyPaired
            | Self::PlanNotOpen { .. }
            | Self::OtherChannel { .. }
            | Self::PinMissing
            | Self::Retired
            | Self::PinSet => Kind::NotNow,
            Self::CardNotFit { .. }
            | Self::CardEmpty
            | Self::CardAllAlike
            | Self::PinShape
            | Self::ClockRefused { .. }
            | Self::SameName { .. }
            | Self::NameTaken { .. }
            | Self::BatchesUnknown { .. }
            | Self::OtherName { .. } => Kind::Input,
        }
    }

    fn sentence(&self) -> Sentence {
        match self {
            Self::CardBox(error) => error.sentence(),
            Self::Courier(error) => error.sentence(),
            Self::Record(error) => error.sentence(),
            Self::Office(error) => error.sentence(),
            Self::Round(error) => error.sentence(),
            Self::Backup(error) => error.sentence(),
            Self::Paper(error) => error.sentence(),
            Self::Exchange(error) => error.sentence(),
            Self::Settings(error) => error.sentence(),
            Self::Slip(refusal) => refusal.sentence(),
            Self::File { path, source } => {
                sentence!("app-file", path = path.display(), reason = source)
            }
            Self::Damaged { path } => sentence!("app-damaged", path = path.display()),
            Self::NotPrivate { path, source } => {
                sentence!("app-not-private", path = path.display(), reason = source)
            }
            Self::InUse { path, holder } => sentence!(
                "app-in-use",
                path = path.display(),
                program = holder.program,
                process = holder.process,
                since = holder.since
            ),
            Self::NotPaired => sentence!("app-not-paired"),
            Self::AlreadyPaired => sentence!("app-already-paired"),
            Self::SameName { device } => sentence!("app-same-name", device = device),
            Self::NameTaken { device } => sentence!("app-name-taken", device = device),
            Self::BatchesUnknown { numbers } => {
                sentence!("app-batches-unknown", numbers = listed_numbers(numbers))
            }
            Self::OtherName { device } => sentence!("app-other-name", device = device),
            Self::PlanNotOpen { plan } => sentence!("app-plan-not-open", plan = plan),
            Self::OtherChannel { plan } => sentence!("app-other-channel", plan = plan),
            Self::CardNotFit { reason } => sentence!("app-card-not-fit", reason = reason),
            Self::CardEmpty => sentence!("app-card-empty"),
            Self::CardAllAlike => sentence!("app-card-all-alike"),
            Self::PinShape => sentence!("app-pin-shape"),
            Self::ClockRefused { office } => sentence!(
                "app-clock-refused",
                office = office.format("%Y-%m-%d %H:%M")
            ),
            Self::PinMissing => sentence!("app-pin-missing"),
            Self::PinSet => sentence!("app-pin-set"),
            Self::Retired => sentence!("app-retired"),
            Self::PenData {
                setting,
                path,
                source,
            } => sentence!(
                "app-pen-data",
                setting = setting,
                path = path.display(),
                reason = source
            ),
            Self::Machine { what } => sentence!("app-machine", what = what),
        }
    }

    fn sentences(&self) -> Vec<Sentence> {
        if let Self::Settings(error) = self {
            error.sentences()
        } else {
            vec![self.sentence()]
        }
    }
}

/// Numbers as they stand in a sentence.
#[must_use]
pub fn listed_numbers(numbers: &[BatchNumber]) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    numbers.join(", ")
}

impl From<Misfit> for AppError {
    fn from(misfit: Misfit) -> Self {
        match misfit {
            Misfit::Empty => Self::CardEmpty,
            Misfit::AllAlike => Self::CardAllAlike,
            Misfit::OtherPlan
            | Misfit::Group
            | Misfit::Slip
            | Misfit::UnknownSubject(_)
            | Misfit::Answer { .. }
            | Misfit::Unanswered { .. }
            | Misfit::NoOpinionPage
            | Misfit::UnknownCategory(_)
            | Misfit::OpinionTooLong => Self::CardNotFit {
                reason: misfit.to_string(),
            },
        }
    }
}

/// Ties an I/O error to the path it happened on.
pub(crate) fn at(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> AppError + '_ {
    move |source| AppError::File {
        path: path.to_owned(),
        source,
    }
}

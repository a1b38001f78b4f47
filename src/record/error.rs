//! What can go wrong with the record.

use chrono::NaiveDate;
use thiserror::Error;

use super::server::ServerError;
use crate::domain::ids::{BatchNumber, CaseNumber, DeviceId, PersonId, PlanId};
use crate::domain::person::Actor;
use crate::domain::round_status::{RoundEvent, RoundStatus};
use crate::fault::{Fault, Kind};
use crate::words::{Sentence, sentence};

/// A row that the program did not write, or that somebody changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedRow {
    /// Its table.
    pub table: &'static str,
    /// Its primary key in words, separated by spaces.
    pub row: String,
    /// What should have been there.
    pub expected: &'static str,
}

impl DamagedRow {
    /// Which row, in the clerk's words.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        Self::sentence_of(self.table, &self.row)
    }

    /// The sentence for a row of `table` that its key `row` names.
    #[must_use]
    pub fn sentence_of(table: &str, row: &str) -> Sentence {
        sentence!("record-damaged-row", table = table, row = row)
    }
}

impl From<DamagedRow> for RecordError {
    fn from(row: DamagedRow) -> Self {
        Self::DamagedRow(row)
    }
}

/// What can go wrong with the record, and what to tell the clerk.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RecordError {
    /// A later program has worked on it.
    #[error("the record is at step {found}, this program knows steps up to {known}")]
    Newer {
        /// The step the record is at.
        found: u32,
        /// The newest step this program knows.
        known: u32,
    },
    /// The file is no database.
    #[error("the file is not a record")]
    NotARecord,
    /// Another program holds it.
    #[error("another program is writing to the record")]
    Busy,
    /// No room on the disk.
    #[error("the disk is full")]
    Full,
    /// It cannot be written.
    #[error("the record is read-only")]
    ReadOnly,
    /// Something in it is not what the program wrote.
    #[error("the record is damaged: expected {expected}")]
    Damaged {
        /// What should have been there.
        expected: &'static str,
    },
    /// A row of it is not what the program wrote.
    #[error("the record is damaged: row {} of {}, expected {}", .0.row, .0.table, .0.expected)]
    DamagedRow(DamagedRow),
    /// The engine failed in a way that has no sentence of its own.
    #[error("the record could not be read or written")]
    Engine(#[source] rusqlite::Error),
    /// What came with an event of the ledger is not what the event names.
    #[error("the content is not what the entry of the ledger names")]
    OtherThanNamed,
    /// The server that holds it is the trouble.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// The number is taken by a batch with other content.
    #[error("batch {number} of {device} was loaded before with other content")]
    OtherContent {
        /// Whose batch.
        device: DeviceId,
        /// Which one.
        number: BatchNumber,
    },
    /// It does not follow the batch before it, or the one after it does not follow it.
    #[error("batch {number} of {device} does not follow its neighbour")]
    BrokenChain {
        /// Whose batch.
        device: DeviceId,
        /// Which one.
        number: BatchNumber,
    },
    /// No such device.
    #[error("device {device} is not known")]
    UnknownDevice {
        /// Which one.
        device: DeviceId,
    },
    /// Another key already brought batches under this name.
    #[error("the name {device} belongs to another device's batches")]
    NameTaken {
        /// Which name.
        device: DeviceId,
    },
    /// No such case.
    #[error("case {number} is not known")]
    UnknownCase {
        /// Which one.
        number: CaseNumber,
    },
    /// The case has its reply.
    #[error("case {number} is answered already")]
    AlreadyAnswered {
        /// Which one.
        number: CaseNumber,
    },
    /// No such person works here, or it is the one who asks.
    #[error("person {person} does not work here")]
    UnknownPerson {
        /// Who.
        person: PersonId,
    },
    /// Who did it may not.
    #[error("{by} may not do this")]
    NotEntitled {
        /// Who did it.
        by: Actor,
    },
    /// The table of states has no such step from where the round stands.
    #[error("a round that is {} cannot be {event}", status.map_or("unknown", RoundStatus::name))]
    RoundStands {
        /// Where it stands; none where it was never announced.
        status: Option<RoundStatus>,
        /// What was to happen.
        event: RoundEvent,
    },
    /// Its years are not over, or it is kept for ever.
    #[error("its papers are kept {}", until.map_or_else(|| "for ever".to_owned(), |day| format!("until {day}")))]
    StillKept {
        /// The last day on which they have to be there; none is for ever.
        until: Option<NaiveDate>,
    },
    /// No such plan.
    #[error("plan {plan} is not known")]
    UnknownPlan {
        /// Which one.
        plan: PlanId,
    },
    /// The revision is there with another text, or a later one is there.
    #[error("plan {plan} revision {revision} is not newer than the one known")]
    OldRevision {
        /// Which plan.
        plan: PlanId,
        /// The revision given.
        revision: u32,
    },
}

impl RecordError {
    pub(crate) fn damaged(expected: &'static str) -> Self {
        Self::Damaged { expected }
    }

    /// What is in the file is the trouble, not the disk and not another program.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(
            self,
            Self::Damaged { .. } | Self::DamagedRow(_) | Self::Engine(_)
        )
    }
}

impl Fault for RecordError {
    fn kind(&self) -> Kind {
        match self {
            Self::Full | Self::ReadOnly => Kind::Disk,
            Self::OtherContent { .. }
            | Self::BrokenChain { .. }
            | Self::NameTaken { .. }
            | Self::OldRevision { .. }
            | Self::NotEntitled { .. }
            | Self::OtherThanNamed => Kind::Refused,
            Self::UnknownDevice { .. }
            | Self::UnknownCase { .. }
            | Self::UnknownPerson { .. }
            | Self::UnknownPlan { .. } => Kind::NotFound,
            Self::Busy
            | Self::AlreadyAnswered { .. }
            | Self::RoundStands { .. }
            | Self::StillKept { .. } => Kind::NotNow,
            Self::Server(error) => error.kind(),
            Self::Newer { .. }
            | Self::NotARecord
            | Self::Damaged { .. }
            | Self::DamagedRow(_)
            | Self::Engine(_) => Kind::Store,
        }
    }

    fn sentence(&self) -> Sentence {
        match self {
            Self::Newer { found, known } => sentence!("record-newer", found = found, known = known),
            Self::NotARecord => sentence!("record-not-a-record"),
            Self::Busy => sentence!("record-busy"),
            Self::Full => sentence!("record-full"),
            Self::ReadOnly => sentence!("record-read-only"),
            Self::Damaged { expected } => {
                sentence!("record-damaged", expected = expected)
            }
            Self::DamagedRow(row) => row.sentence(),
            Self::Engine(source) => sentence!("record-engine", reason = source),
            Self::OtherThanNamed => sentence!("record-other-than-named"),
            Self::Server(error) => error.sentence(),
            Self::OtherContent { device, number } => {
                sentence!("record-other-content", device = device, number = number)
            }
            Self::BrokenChain { device, number } => {
                sentence!("record-broken-chain", device = device, number = number)
            }
            Self::UnknownDevice { device } => {
                sentence!("record-unknown-device", device = device)
            }
            Self::NameTaken { device } => sentence!("record-name-taken", device = device),
            Self::UnknownCase { number } => {
                sentence!("record-unknown-case", number = number)
            }
            Self::AlreadyAnswered { number } => {
                sentence!("record-already-answered", number = number)
            }
            Self::RoundStands {
                status: Some(status),
                event,
            } => sentence!(
                "record-round-stands",
                status = status.sentence(),
                when = event.when()
            ),
            Self::RoundStands {
                status: None,
                event,
            } => sentence!("record-round-unknown", when = event.when()),
            Self::StillKept { until: Some(until) } => {
                sentence!("record-still-kept", until = until)
            }
            Self::StillKept { until: None } => sentence!("record-kept-for-ever"),
            Self::UnknownPlan { plan } => sentence!("record-unknown-plan", plan = plan),
            Self::OldRevision { plan, revision } => {
                sentence!("record-old-revision", plan = plan, revision = revision)
            }
            Self::UnknownPerson { person } => sentence!("record-unknown-person", person = person),
            Self::NotEntitled { by } => sentence!("record-not-entitled", by = by),
        }
    }
}

impl From<rusqlite::Error> for RecordError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotARecord,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt) => Self::damaged("a sound file"),
            _ => Self::Engine(error),
        }
    }
}

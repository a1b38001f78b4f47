//! The office: load, count, answer, send back.

mod cases;
mod command;
mod days;
mod devices;
mod error;
mod findings;
mod incoming;
mod init;
mod load;
mod notices;
mod originals;
mod pack;
mod plans;
mod recount;
mod replay;
mod tallies;
mod types;
mod verify;

pub use command::{Changed, Command, Confidential, Outcome};
pub use error::OfficeError;
pub use tallies::{AnswerTally, CriterionTally, FullCount, PlanTally, SubjectTally};
pub use types::{
    BatchLoad, BatchOutcome, CaseDetail, CaseRow, DeviceLoad, DeviceRow, Difference, Enrolment,
    InitForm, LoadReport, NotTold, NoticeRow, OfficeSummary, PackReport, PlanRow, RecoverySheet,
    SheetCounts, TRIAL_PASSPHRASE, VerifyReport,
};

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::owner::Owner;
use crate::courier::keys::{OpeningKey, SigningKey};
use crate::domain::calendar::CalendarTable;
use crate::domain::community::Community;
use crate::domain::time::Clock;
use crate::record::Record;

/// An office that has been unlocked: its folder, its record and its keys. Owned by one thread.
pub struct Office {
    /// The office's folder.
    dir: PathBuf,
    record: Record,
    community: Community,
    /// Signs packs.
    signing: SigningKey,
    /// Opens sheets.
    opening: OpeningKey,
    clock: Arc<dyn Clock>,
    plans_read: plans::PlansRead,
    /// By which days are counted.
    calendar: CalendarTable,
    /// The last to be let go of, after the record.
    _owner: Owner,
}

impl std::fmt::Debug for Office {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Office({})", self.community.id)
    }
}

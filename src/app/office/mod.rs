//! The office: load, count, answer, send back.

mod account;
mod attended;
mod backup;
mod backup_error;
mod batches;
mod batches_refused;
mod calendar;
mod calendar_refused;
mod case_command;
mod cases;
mod cases_refused;
mod channels;
mod command;
mod confidential;
mod days;
mod destroy;
mod device_row;
mod devices;
mod enter;
mod error;
mod expected;
mod extend;
mod findings;
mod folder;
mod folder_fault;
mod follow_up;
mod follow_up_row;
mod incoming;
mod init;
mod listed;
mod load;
mod measures;
mod measures_row;
mod notice_lines;
mod notices;
mod originals;
mod outbox;
mod pack;
mod passphrase;
mod people;
mod person_row;
mod plan_form;
mod plans;
mod profile;
mod recount;
mod recovery;
mod register;
mod renew;
mod replay;
mod restore;
mod round;
mod sheet;
mod sheet_counts;
mod signatures;
mod slip_plans;
mod slips;
mod slips_refused;
mod slots;
mod tallies;
mod testimony;
mod told_due;
mod types;
mod uncount;
mod unlock;
mod untold;
mod verify;
mod witness;
mod word_index;

#[cfg(test)]
mod fault_tests;

pub use crate::record::CaseCounts;
pub use crate::record::{BallotEntry, DecidingBody, GradeGiven, RoundArchive, RoundPosting};
pub use backup::{BackupReport, BackupStanding};
pub use backup_error::BackupError;
pub use batches::BatchRow;
pub use calendar::{CalendarPage, CalendarRow, CalendarText};
pub use calendar_refused::CalendarRefused;
pub use case_command::CaseCommand;
pub use cases::{CasePage, CaseQuery};
pub use cases_refused::CasesRefused;
pub use channels::ChannelTotal;
pub use command::{Changed, Command, DeviceCommand, Outcome, PeopleCommand};
pub use confidential::{Confidential, PinCodeSheet};
pub use destroy::{DestroyedBatch, DestructionList};
pub use device_row::DeviceRow;
pub use error::OfficeError;
pub use expected::ExpectedRound;
pub use folder_fault::FolderFault;
pub use follow_up::RevisitGiven;
pub use follow_up_row::{FollowUpRow, SatisfactionRow, Satisfactions};
pub use measures::{InspectionGiven, MeasuresGiven};
pub use measures_row::{MeasuresRow, MeasuresRule, MeasuresWords};
pub use outbox::{OutboxPage, WaitingAnswer};
pub use passphrase::{Passphrases, judge_passphrase, propose_passphrase};
pub use person_row::PersonRow;
pub use plan_form::{FormDraft, FormReport, draft_from_form};
pub use plans::PlanSource;
pub use recovery::{PROVED_GROUPS, ProfileChange};
pub use register::{OpinionByHand, RegisterPlan};
pub use restore::RestoreReport;
pub use round::{
    BodyDecision, ConsequenceRow, GradeRow, ObjectionRow, Proof, ProposalRow, ReportRow,
    RoundCommand, RoundDetail, RoundError, RoundRow, RoundStep, RoundSubjectRow, StageRow,
    ballot_line, channels_line, proposal_line,
};
pub use sheet_counts::SheetCounts;
pub use slip_plans::SlipPlan;
pub use slips::{SlipAccount, SlipRound, SlipRow, SlipsCommand, VoidWhich};
pub use slips_refused::SlipsRefused;
pub use tallies::{AnswerTally, CriterionTally, FullCount, PlanTally, Remainder, SubjectTally};
pub use testimony::{LedgerPage, PackPoint, Testimony, WitnessRow};
pub use types::{
    BatchLoad, BatchOutcome, CaseDetail, CaseRow, DeviceLoad, Difference, Enrolment, InitForm,
    LoadReport, NotTold, NoticeRow, OfficeSummary, OpeningStanding, PackReport, PlanRow,
    RecoverySheet, RecoveryStanding, TRIAL_PASSPHRASE, VerifyReport,
};

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::owner::Owner;
use crate::courier::keyring::OpeningKeys;
use crate::courier::keys::SigningKey;
use crate::courier::recovery::RecoverySecret;
use crate::courier::vault::Vault;
use crate::domain::calendar::CalendarTable;
use crate::domain::community::Community;
use crate::domain::time::Clock;
use crate::record::Record;
use word_index::WordIndex;

/// An office that has been unlocked: its folder, its record and its keys. Owned by one thread.
pub struct Office {
    /// The office's folder.
    dir: PathBuf,
    record: Record,
    community: Community,
    /// Signs packs.
    signing: SigningKey,
    /// Open sheets.
    opening: OpeningKeys,
    /// Seals and opens the words in the record.
    vault: Vault,
    /// Who is at the desk.
    hand: people::Hand,
    /// The secret of the recovery sheet that was made last, until somebody typed some of it back.
    unproved: Option<RecoverySecret>,
    clock: Arc<dyn Clock>,
    plans_read: plans::PlansRead,
    /// By which days are counted.
    calendar: CalendarTable,
    /// Words that were searched.
    index: RefCell<WordIndex>,
    /// The last to be let go of, after the record.
    _owner: Owner,
}

impl std::fmt::Debug for Office {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Office({})", self.community.id)
    }
}

//! The office's store (评议档案): devices, batches, counts, cases, plans, notices and a ledger.
//!
//! The ledger is the truth, and the tables are what it tells, projected by [`Record::apply`] and by nothing else.
//! A sheet leaves counts and its identifier here, never a link to the batch it came in.

mod apply;
mod apply_case;
mod apply_follow_up;
mod apply_outbox;
mod apply_round;
mod calendar_event;
mod case_event;
#[cfg(test)]
mod case_tests;
mod copy;
mod device_event;
mod digest;
mod error;
#[cfg(test)]
mod error_tests;
mod event;
#[cfg(test)]
mod failing;
#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod held_tests;
mod migrate;
#[cfg(feature = "postgres")]
mod postgres;
mod round_event;
mod rows;
mod server;
mod slip_event;
mod sql;
mod sqlite;
mod tables;

pub use apply::{BatchContent, Content};
pub use calendar_event::CalendarEvent;
pub use case_event::CaseHappened;
pub use device_event::DeviceEvent;
pub use digest::{notice_digest, text_digest};
pub use error::{DamagedRow, RecordError};
pub use event::{Body, Digested, Event, Figures, Named, OwnDue, PeopleEvent, SetBack, Shown};
pub use round_event::{
    BallotEntry, DecidingBody, DestroyedOriginal, GradeGiven, ProposalEntry, RoundArchive,
    RoundCount, RoundHappened, RoundPosting, RoundReport, StageEntry, Vote, ballot_digest,
};
pub use rows::{RowDifference, short};
pub use server::ServerError;
pub use slip_event::{IssuedSlips, SlipEvent};
pub use sql::{Migrations, Row, Rows, Sql, Value};
pub use tables::batch::BatchEntry;
pub use tables::blob::{extension_place, opinion_place, reply_place};
pub use tables::calendar::CalendarYearEntry;
pub use tables::case::{CaseEntry, ExtensionEntry, NewCase, Opinion};
pub use tables::case_list::{CaseCounts, CaseDays, CaseSpan, CaseWords, ProvisionalDay};
pub use tables::device::DeviceEntry;
pub use tables::follow_up::{
    FollowUpEntry, NewFollowUp, SatisfactionCount, follow_up_place, staff_id,
};
pub use tables::ledger::{LedgerEntry, Signer, Unsigned, genesis};
pub use tables::measures::{InspectionEntry, MeasuresEntry, conclusion_place, measures_place};
pub use tables::meta::{WAITING_KEY, waiting_key};
pub use tables::notice::NoticeEntry;
pub use tables::outbox::OutboxEntry;
pub use tables::pack::PackEntry;
pub use tables::person::PersonEntry;
pub use tables::plan::PlanEntry;
pub use tables::posted::{Posted, PostedFigure};
pub use tables::round::{
    ObjectionEntry, RoundEntry, RoundSubject, objection_answer_place, objection_place,
    statement_place,
};
pub use tables::slip::{SlipEntry, VoidedSlip};
pub use tables::tally::{CellKey, Counts, RaterKey, digest as counts_digest};

use std::cell::Cell;
use std::path::Path;

use crate::domain::ids::CommunityId;

/// Seals words to a place ([`opinion_place`], [`reply_place`]); the same words at the same place are the same bytes.
pub type Sealer<'a> = &'a dyn Fn(&str, &str) -> Vec<u8>;

/// The office's store. One transaction at a time; see [`Record::within`].
pub struct Record {
    sql: Box<dyn Sql>,
    /// A transaction is open.
    is_within: Cell<bool>,
}

impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Record(…)")
    }
}

impl Record {
    /// Opens the record in `path`, making it when absent and bringing an older one up to date.
    /// A newer one is refused and left as it is. Words that an older one holds in the clear are sealed by `sealer`.
    pub fn open(path: &Path, sealer: Sealer<'_>) -> Result<Self, RecordError> {
        Self::with(Box::new(sqlite::Sqlite::open(path)?), sealer)
    }

    /// A record that lives in memory; for tests and benches.
    pub fn in_memory() -> Result<Self, RecordError> {
        Self::with(Box::new(sqlite::Sqlite::in_memory()?), &|_, _| Vec::new())
    }

    /// The record of `community` in the PostgreSQL server at `address`, on this computer; made when absent. Nobody else
    /// has it open meanwhile.
    #[cfg(feature = "postgres")]
    pub fn connect(
        address: &str,
        community: &CommunityId,
        sealer: Sealer<'_>,
    ) -> Result<Self, RecordError> {
        Self::with(
            Box::new(postgres::Postgres::open(address, community)?),
            sealer,
        )
    }

    /// This program was built without PostgreSQL: always refused.
    #[cfg(not(feature = "postgres"))]
    pub fn connect(_: &str, _: &CommunityId, _: Sealer<'_>) -> Result<Self, RecordError> {
        Err(ServerError::NotBuiltIn.into())
    }

    /// A record on any engine that runs the house's SQL.
    pub fn with(sql: Box<dyn Sql>, sealer: Sealer<'_>) -> Result<Self, RecordError> {
        let record = Self {
            sql,
            is_within: Cell::new(false),
        };
        record.check_tables()?;
        migrate::up(&record, sealer)?;
        Ok(record)
    }

    /// Runs `work` as one transaction: all of it lands, or on an error none of it. Inside another it is a part of that one, which
    /// has to pass its error on.
    pub fn within<T, E: From<RecordError>>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.is_within.get() {
            return work(self);
        }
        self.sql.begin()?;
        self.is_within.set(true);
        let done = work(self);
        self.is_within.set(false);
        let done = done.and_then(|done| {
            self.sql.run("COMMIT")?;
            Ok(done)
        });
        if done.is_err() {
            // A commit that failed (disk full) may leave the transaction open.
            let _closed = self.sql.run("ROLLBACK");
        }
        done
    }

    /// Refuses what changes rows while they are read or written, and puts them back: triggers, views and the like, of which no step
    /// makes any.
    pub fn check_tables(&self) -> Result<(), RecordError> {
        if self.sql.has_planted()? {
            return Err(RecordError::damaged("tables without triggers and views"));
        }
        Ok(())
    }

    pub(crate) fn sql(&self) -> &dyn Sql {
        self.sql.as_ref()
    }
}

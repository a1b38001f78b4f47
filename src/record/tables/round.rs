//! 评议轮次: each round of each plan, what came of each subject in it, and objections to its result.

use std::fmt::Display;

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::blob::blob_option;
use crate::domain::attendance::Attendance;
use crate::domain::ids::{BlobId, GradeId, PlanId, PlanRevision, SubjectId};
use crate::domain::round::RoundId;
use crate::domain::round_status::RoundStatus;
use crate::record::round_event::{
    BallotEntry, DecidingBody, ProposalEntry, RoundArchive, RoundPosting, RoundReport, StageEntry,
};
use crate::record::sql::{Row, Rows, Table, Value, first, int, text, text_option};
use crate::record::{Record, RecordError};

/// A round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundEntry {
    /// The plan.
    pub plan: PlanId,
    /// Which of its rounds.
    pub round: RoundId,
    /// The revision whose rules it is held by.
    pub revision: PlanRevision,
    /// Where it stands.
    pub status: RoundStatus,
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day; none is open-ended.
    pub last: Option<NaiveDate>,
    /// Every notice about it, oldest first; the first one announced it.
    pub notices: Vec<u32>,
    /// Stages of the plan's procedure that are done, in the order they were noted.
    pub stages: Vec<StageEntry>,
    /// What was noted of the proposals that it votes on, in that order.
    pub proposals: Vec<ProposalEntry>,
    /// What was voted by hands or on paper, in the order it was entered.
    pub ballots: Vec<BallotEntry>,
    /// Who came, and what became of the slips.
    pub attendance: Attendance,
    /// [`crate::record::counts_digest`] of what was counted.
    pub counts: Option<String>,
    /// The body that decided; none is by the vote, or not yet.
    pub body: Option<DecidingBody>,
    /// The day it was decided.
    pub decided_on: Option<NaiveDate>,
    /// Where its result hangs.
    pub posting: Option<RoundPosting>,
    /// The report that went upward last, and the day.
    pub report: Option<(NaiveDate, RoundReport)>,
    /// Where its papers are.
    pub archive: Option<RoundArchive>,
    /// Why it was cancelled, or withdrawn and posted again; may be empty.
    pub reason: String,
}

impl RoundEntry {
    /// The last day on which its papers have to be there: its years are counted from the first of January after it was decided.
    /// None where they are kept for ever, or not put away.
    #[must_use]
    pub fn kept_until(&self) -> Option<NaiveDate> {
        let years = i32::try_from(self.archive.as_ref()?.years?).ok()?;
        let last = self.decided_on?.year().checked_add(years)?;
        NaiveDate::from_ymd_opt(last, 12, 31)
    }
}

/// What came of one subject in a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundSubject {
    /// The plan.
    pub plan: PlanId,
    /// The round.
    pub round: RoundId,
    /// Whom it is about.
    pub subject: SubjectId,
    /// How many rated it.
    pub raters: u64,
    /// The grade of the vote.
    pub vote: Option<GradeId>,
    /// The grade that was decided.
    pub grade: Option<GradeId>,
    /// The body's reason; may be empty.
    pub reason: String,
    /// The day the person was told.
    pub told_on: Option<NaiveDate>,
    /// What the person answers, sealed to [`statement_place`].
    pub statement: Option<BlobId>,
}

/// An objection to a posted result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectionEntry {
    /// The plan.
    pub plan: PlanId,
    /// The round.
    pub round: RoundId,
    /// From 1.
    pub number: u32,
    /// The day it was received.
    pub received_on: NaiveDate,
    /// What it says, sealed to [`objection_place`]; none where it is lost.
    pub words: Option<BlobId>,
    /// The day it was answered.
    pub answered_on: Option<NaiveDate>,
    /// The answer, sealed to [`objection_answer_place`].
    pub answer: Option<BlobId>,
}

/// The place that what a person answers is sealed to.
#[must_use]
pub fn statement_place(plan: &PlanId, round: RoundId, subject: &SubjectId) -> String {
    format!("statement {plan} {round} {subject}")
}

/// The place that an objection is sealed to.
#[must_use]
pub fn objection_place(plan: &PlanId, round: RoundId, number: u32) -> String {
    format!("objection {plan} {round} {number}")
}

/// The place that the answer to an objection is sealed to.
#[must_use]
pub fn objection_answer_place(plan: &PlanId, round: RoundId, number: u32) -> String {
    format!("objection-answer {plan} {round} {number}")
}

pub(in crate::record) const ROUNDS: Table = Table {
    name: "round",
    columns: "plan, round, revision, status, first_day, last_day, notices, attendance, counts, body, \
              decided_on, posting, reported_on, report, archive, reason, stages, proposals, ballots",
    keys: 2,
};

pub(in crate::record) const SUBJECTS: Table = Table {
    name: "round_subject",
    columns: "plan, round, subject, raters, vote, grade, reason, told_on, statement",
    keys: 3,
};

pub(in crate::record) const OBJECTIONS: Table = Table {
    name: "objection",
    columns: "plan, round, number, received_on, words, answered_on, answer",
    keys: 3,
};

/// What stands in a column as JSON, where an empty text is nothing.
fn json<T: Serialize>(value: Option<&T>) -> Value {
    // Names, days and numbers always serialise.
    text(value.map_or_else(String::new, |value| {
        serde_json::to_string(value).unwrap_or_default()
    }))
}

/// [`json`] read, and written as it is read.
fn of_json<T: Serialize + DeserializeOwned>(row: &mut Row) -> Result<Option<T>, RecordError> {
    let said = row.text()?;
    if said.is_empty() {
        return Ok(None);
    }
    let value = serde_json::from_str::<T>(&said).ok();
    let value = value.filter(|value| serde_json::to_string(value).is_ok_and(|text| text == said));
    value
        .map(Some)
        .ok_or_else(|| RecordError::damaged("facts of a round"))
}

fn round(row: &mut Row) -> Result<RoundEntry, RecordError> {
    Ok(RoundEntry {
        plan: row.read()?,
        round: row.read()?,
        revision: PlanRevision(row.number()?),
        status: row.read()?,
        first: row.read()?,
        last: row.read_option()?,
        notices: of_json(row)?.unwrap_or_default(),
        attendance: of_json(row)?.unwrap_or_default(),
        counts: row.filled()?,
        body: of_json(row)?,
        decided_on: row.read_option()?,
        posting: of_json(row)?,
        report: {
            let on: Option<NaiveDate> = row.read_option()?;
            on.zip(of_json(row)?)
        },
        archive: of_json(row)?,
        reason: row.text()?,
        stages: of_json(row)?.unwrap_or_default(),
        proposals: of_json(row)?.unwrap_or_default(),
        ballots: of_json(row)?.unwrap_or_default(),
    })
}

fn round_values(entry: &RoundEntry) -> Vec<Value> {
    let (on, report) = entry
        .report
        .as_ref()
        .map(|(on, report)| (on, report))
        .unzip();
    vec![
        text(&entry.plan),
        text(entry.round),
        int(entry.revision.0),
        text(entry.status),
        text(entry.first),
        text_option(entry.last.as_ref()),
        json(Some(&entry.notices)),
        json(Some(&entry.attendance)),
        text(entry.counts.as_deref().unwrap_or_default()),
        json(entry.body.as_ref()),
        text_option(entry.decided_on.as_ref()),
        json(entry.posting.as_ref()),
        text_option(on),
        json(report),
        json(entry.archive.as_ref()),
        text(&entry.reason),
        json((!entry.stages.is_empty()).then_some(&entry.stages)),
        json((!entry.proposals.is_empty()).then_some(&entry.proposals)),
        json((!entry.ballots.is_empty()).then_some(&entry.ballots)),
    ]
}

fn subject(row: &mut Row) -> Result<RoundSubject, RecordError> {
    Ok(RoundSubject {
        plan: row.read()?,
        round: row.read()?,
        subject: row.read()?,
        raters: row.count()?,
        vote: row.read_option()?,
        grade: row.read_option()?,
        reason: row.text()?,
        told_on: row.read_option()?,
        statement: row.bytes_option()?.map(BlobId),
    })
}

fn subject_values(entry: &RoundSubject) -> Vec<Value> {
    vec![
        text(&entry.plan),
        text(entry.round),
        text(&entry.subject),
        int(entry.raters),
        text_option(entry.vote.as_ref()),
        text_option(entry.grade.as_ref()),
        text(&entry.reason),
        text_option(entry.told_on.as_ref()),
        blob_option(entry.statement),
    ]
}

fn objection(row: &mut Row) -> Result<ObjectionEntry, RecordError> {
    Ok(ObjectionEntry {
        plan: row.read()?,
        round: row.read()?,
        number: row.number()?,
        received_on: row.read()?,
        words: row.bytes_option()?.map(BlobId),
        answered_on: row.read_option()?,
        answer: row.bytes_option()?.map(BlobId),
    })
}

fn objection_values(entry: &ObjectionEntry) -> Vec<Value> {
    vec![
        text(&entry.plan),
        text(entry.round),
        int(entry.number),
        text(entry.received_on),
        blob_option(entry.words),
        text_option(entry.answered_on.as_ref()),
        blob_option(entry.answer),
    ]
}

const OF_ROUND: &str = "WHERE plan = $1 AND round = $2";

fn key(plan: &PlanId, round: impl Display) -> [Value; 2] {
    [text(plan), text(round.to_string())]
}

impl Record {
    /// Every round, by plan and name.
    pub fn rounds(&self) -> Result<Vec<RoundEntry>, RecordError> {
        self.round_rows()?.whole()
    }

    /// [`Self::rounds`], and by name the rows that do not read.
    pub fn round_rows(&self) -> Result<Rows<RoundEntry>, RecordError> {
        ROUNDS.rows(self.sql(), "ORDER BY plan, round", &[], round)
    }

    /// One round.
    pub fn round(&self, plan: &PlanId, id: RoundId) -> Result<Option<RoundEntry>, RecordError> {
        ROUNDS.first(self.sql(), OF_ROUND, &key(plan, id), round)
    }

    /// What came of each subject in a round, by subject.
    pub fn round_subjects(
        &self,
        plan: &PlanId,
        round: RoundId,
    ) -> Result<Vec<RoundSubject>, RecordError> {
        let tail = format!("{OF_ROUND} ORDER BY subject");
        let rows = SUBJECTS.rows(self.sql(), &tail, &key(plan, round), subject)?;
        rows.whole()
    }

    /// The objections to a round's result, oldest first.
    pub fn objections(
        &self,
        plan: &PlanId,
        round: RoundId,
    ) -> Result<Vec<ObjectionEntry>, RecordError> {
        let tail = format!("{OF_ROUND} ORDER BY number");
        let rows = OBJECTIONS.rows(self.sql(), &tail, &key(plan, round), objection)?;
        rows.whole()
    }

    /// The number of the next objection to a round's result.
    pub fn next_objection(&self, plan: &PlanId, round: RoundId) -> Result<u32, RecordError> {
        let newest = first(
            self.sql(),
            "SELECT COALESCE(MAX(number), 0) FROM objection WHERE plan = $1 AND round = $2",
            &key(plan, round),
            Row::number,
        )?;
        Ok(newest.unwrap_or(0) + 1)
    }

    /// Keeps a round, in place of what is known of it.
    pub(in crate::record) fn keep_round(&self, entry: &RoundEntry) -> Result<(), RecordError> {
        ROUNDS.put(self.sql(), entry, round_values)
    }

    /// Keeps what came of a subject, in place of what is known of it.
    pub(in crate::record) fn keep_round_subject(
        &self,
        entry: &RoundSubject,
    ) -> Result<(), RecordError> {
        SUBJECTS.put(self.sql(), entry, subject_values)
    }

    /// Keeps an objection, in place of what is known of it.
    pub(in crate::record) fn keep_objection(
        &self,
        entry: &ObjectionEntry,
    ) -> Result<(), RecordError> {
        OBJECTIONS.put(self.sql(), entry, objection_values)
    }
}

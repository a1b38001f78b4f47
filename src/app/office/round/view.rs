//! A round as the clerk sees it, and what its next step is.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use crate::app::office::Confidential;
use crate::app::office::channels::ChannelTotal;
use crate::app::office::types::{text, text_option};
use crate::domain::attendance::Attendance;
use crate::domain::calendar::DueDate;
use crate::domain::ids::{GradeId, PlanId, PlanRevision, SubjectId};
use crate::domain::plan::{Plan, Stage, SubjectKind, Text};
use crate::domain::round::RoundId;
use crate::domain::round_status::{RoundEvent, RoundStatus};
use crate::record::{
    BallotEntry, DecidingBody, ProposalEntry, RoundArchive, RoundPosting, RoundReport, StageEntry,
};

/// A line of the list of rounds.
#[derive(Debug, Clone, Serialize)]
pub struct RoundRow {
    /// The plan.
    pub plan: PlanId,
    /// Its title.
    #[serde(serialize_with = "text")]
    pub title: Text,
    /// Which of its rounds.
    pub round: RoundId,
    /// Where it stands.
    pub status: RoundStatus,
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day; none is open-ended.
    pub last: Option<NaiveDate>,
    /// The one thing to do next; none where there is nothing more to do, or the calendar does it.
    pub next: Option<RoundEvent>,
    /// The first day on which that can be done, where it has not come.
    pub not_before: Option<NaiveDate>,
}

/// A round with its figures.
#[derive(Debug, Clone, Serialize)]
pub struct RoundDetail {
    /// The line of the list.
    #[serde(flatten)]
    pub row: RoundRow,
    /// The revision whose rules it is held by.
    pub revision: PlanRevision,
    /// Who came, and what became of the slips.
    pub attendance: Attendance,
    /// Whether the result stands: the sum behind it; none where the plan asks for no quorum, or before it was counted.
    #[serde(serialize_with = "text_option")]
    pub stand: Option<Text>,
    /// Each subject, in the plan's order; before the count without figures.
    pub subjects: Vec<RoundSubjectRow>,
    /// Whether the plan has a body settle the grades beside the vote.
    pub body_decides: bool,
    /// The grades that the plan knows.
    pub grades: Vec<GradeRow>,
    /// The body that did.
    pub body: Option<DecidingBody>,
    /// The day it was decided.
    pub decided_on: Option<NaiveDate>,
    /// The last day to tell those evaluated, where the plan sets one.
    pub tell_by: Option<DueDate>,
    /// Every notice about it, oldest first.
    pub notices: Vec<u32>,
    /// Where its result hangs.
    pub posting: Option<RoundPosting>,
    /// Objections to it, oldest first.
    pub objections: Vec<ObjectionRow>,
    /// The day it was reported, and to whom.
    pub report: Option<ReportRow>,
    /// Headings that the plan's report has, for the clerk to fill.
    #[serde(skip)]
    pub report_headings: Vec<Text>,
    /// What follows from grades over the years.
    pub consequences: Vec<ConsequenceRow>,
    /// Its papers.
    pub archive: Option<RoundArchive>,
    /// Why it was cancelled, or posted again; may be empty.
    pub reason: String,
    /// Held in a sitting, which has minutes.
    pub has_sitting: bool,
    /// The stages of the plan's procedure.
    pub stages: Vec<StageRow>,
    /// The proposals that it votes on, where its plan has any.
    pub proposals: Vec<ProposalRow>,
    /// Whether those ask for money.
    pub proposals_have_amounts: bool,
    /// What was voted by hands or on paper, in the order it was entered.
    pub ballots: Vec<BallotEntry>,
    /// How many voted by which way.
    pub channels: Vec<ChannelTotal>,
    /// The plan by whose rules it is held.
    #[serde(skip)]
    pub plan: Arc<Plan>,
}

/// A proposal, with what is noted of it.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalRow {
    /// Which subject of the plan.
    pub subject: SubjectId,
    /// Its name.
    #[serde(serialize_with = "text")]
    pub name: Text,
    /// What was noted, oldest first.
    pub noted: Vec<ProposalEntry>,
}

/// A stage of the procedure.
#[derive(Debug, Clone, Serialize)]
pub struct StageRow {
    /// From 1.
    pub number: u32,
    /// Its name.
    #[serde(serialize_with = "text")]
    pub name: Text,
    /// Who answers for it.
    #[serde(serialize_with = "text_option")]
    pub by: Option<Text>,
    /// Its last day.
    pub due: Option<NaiveDate>,
    /// The paper it brings.
    #[serde(serialize_with = "text_option")]
    pub document: Option<Text>,
    /// The day it was noted as done.
    pub done_on: Option<NaiveDate>,
    /// What was done, or where its paper lies; may be empty.
    pub note: String,
    /// Done after its last day, or not done when that is over.
    pub is_late: bool,
}

/// A grade of the plan.
#[derive(Debug, Clone, Serialize)]
pub struct GradeRow {
    /// Its identifier.
    pub grade: GradeId,
    /// Its name.
    #[serde(serialize_with = "text")]
    pub name: Text,
}

/// What came of one subject.
#[derive(Debug, Clone, Serialize)]
pub struct RoundSubjectRow {
    /// The subject.
    pub subject: SubjectId,
    /// Its name.
    #[serde(serialize_with = "text")]
    pub name: Text,
    /// Which of the four kinds.
    pub kind: SubjectKind,
    /// How many rated it; none before the count.
    pub raters: Option<u64>,
    /// The grade of the vote.
    pub vote: Option<GradeId>,
    /// Its name.
    #[serde(serialize_with = "text_option")]
    pub vote_name: Option<Text>,
    /// The sum behind it, all cards counted.
    #[serde(serialize_with = "text_option")]
    pub explained: Option<Text>,
    /// The grade that was decided.
    pub grade: Option<GradeId>,
    /// Its name.
    #[serde(serialize_with = "text_option")]
    pub grade_name: Option<Text>,
    /// The body's reason; may be empty.
    pub reason: String,
    /// The day the person was told.
    pub told_on: Option<NaiveDate>,
    /// What the person answers.
    pub statement: Option<Confidential>,
}

/// An objection.
#[derive(Debug, Clone, Serialize)]
pub struct ObjectionRow {
    /// From 1.
    pub number: u32,
    /// The day it was received.
    pub received_on: NaiveDate,
    /// What it says.
    pub text: Option<Confidential>,
    /// The day it was answered.
    pub answered_on: Option<NaiveDate>,
    /// The answer.
    pub answer: Option<Confidential>,
}

/// A report that went upward.
#[derive(Debug, Clone, Serialize)]
pub struct ReportRow {
    /// The day.
    pub on: NaiveDate,
    /// The last day for it, where the plan sets one.
    pub due: Option<DueDate>,
    /// To whom, and what.
    #[serde(flatten)]
    pub report: RoundReport,
}

/// What follows from grades, with the rounds that prove it.
#[derive(Debug, Clone, Serialize)]
pub struct ConsequenceRow {
    /// Whom it concerns.
    pub subject: SubjectId,
    /// Its name.
    #[serde(serialize_with = "text")]
    pub name: Text,
    /// What follows, as the plan says it.
    #[serde(serialize_with = "text")]
    pub text: Text,
    /// The rounds with that grade, newest first.
    pub proof: Vec<Proof>,
}

/// A round in which somebody had a grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// The plan.
    pub plan: PlanId,
    /// The round.
    pub round: RoundId,
    /// The grade's name.
    #[serde(serialize_with = "text")]
    pub grade: Text,
}

impl StageRow {
    /// A stage of a plan, by number, with what was noted of it.
    pub(super) fn new(
        (number, stage): (u32, &Stage),
        done: Option<&StageEntry>,
        today: NaiveDate,
    ) -> Self {
        let by = done.map_or(today, |done| done.on);
        Self {
            number,
            name: stage.name.clone(),
            by: stage.by.clone(),
            due: stage.due,
            document: stage.document.clone(),
            done_on: done.map(|done| done.on),
            note: done.map(|done| done.note.clone()).unwrap_or_default(),
            is_late: stage.due.is_some_and(|due| due < by),
        }
    }
}

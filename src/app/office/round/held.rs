//! A round with all that is known of it, and how the clerk sees it.

use std::sync::Arc;

use chrono::{Days, NaiveDate};

use super::consequence;
use super::error::RoundError;
use super::papers;
use super::proposals;
use super::view::{
    GradeRow, ObjectionRow, ReportRow, RoundDetail, RoundRow, RoundSubjectRow, StageRow,
};
use crate::app::AppError;
use crate::app::office::attended::attended;
use crate::app::office::channels::{self, ChannelTotal};
use crate::app::office::plans::PlanBook;
use crate::app::office::slips::{self, SlipAccount};
use crate::app::office::tallies::{TallyOf, plan_tally};
use crate::app::office::{Confidential, Office};
use crate::domain::attendance::AttendanceFigure;
use crate::domain::ids::{BlobId, GradeId, PlanId, PlanRevision, SubjectId};
use crate::domain::plan::{Plan, Stage, Subject, SubjectKind, Voters};
use crate::domain::round::RoundId;
use crate::domain::round_status::{RoundEvent, RoundStatus};
use crate::record::{
    ObjectionEntry, Record, RecordError, RoundEntry, RoundSubject, StageEntry,
    objection_answer_place, objection_place, statement_place,
};
use crate::words::Lang;

/// A round with all that is known of it.
pub(in crate::app::office) struct Held {
    pub entry: RoundEntry,
    /// The revision by whose rules it is held.
    pub plan: Arc<Plan>,
    /// The revision under which its cards are counted: the first that asks the same.
    pub counted_as: PlanRevision,
    /// What came of each subject, once it was counted.
    pub subjects: Vec<RoundSubject>,
    pub objections: Vec<ObjectionEntry>,
    /// What became of its slips, where it has any.
    pub slips: Option<SlipAccount>,
    /// How many voted by which way; looked up only where some did without a device.
    pub channels: Vec<ChannelTotal>,
    period: String,
}

impl Held {
    /// All that `record` knows of a round.
    pub(crate) fn of(
        record: &Record,
        book: &PlanBook,
        mut entry: RoundEntry,
    ) -> Result<Self, AppError> {
        let plan = book.get(&entry.plan, entry.revision);
        let unknown = || RecordError::UnknownPlan {
            plan: entry.plan.clone(),
        };
        let plan = Arc::new(plan.ok_or_else(unknown)?.clone());
        let counted_as = book.asking(&plan.id, &plan.shape());
        let accounts = slips::accounts(record, book)?;
        let account = accounts.get(&(plan.id.clone(), entry.round.to_string()));
        let account = account.copied();
        entry.attendance = attended(entry.attendance, &plan, account, &entry.ballots);
        let channels = if entry.ballots.is_empty() {
            Vec::new()
        } else {
            channels::of_round(record, &plan, entry.round, &entry.ballots)?
        };
        Ok(Self {
            slips: account,
            channels,
            counted_as: counted_as.map_or(plan.revision, |first| first.revision),
            subjects: record.round_subjects(&entry.plan, entry.round)?,
            objections: record.objections(&entry.plan, entry.round)?,
            period: entry.round.to_string(),
            plan,
            entry,
        })
    }

    pub(crate) fn key(&self) -> (PlanId, RoundId) {
        (self.entry.plan.clone(), self.entry.round)
    }

    /// What is counted together.
    pub(crate) fn tally_of(&self) -> TallyOf<'_> {
        TallyOf {
            plan: &self.plan,
            counted_as: self.counted_as,
            period: &self.period,
            attendance: self.entry.attendance,
            slips: self.slips,
        }
    }

    pub(crate) fn subject(&self, id: &SubjectId) -> Result<&Subject, RoundError> {
        let unknown = || RoundError::NoSubject {
            subject: id.clone(),
        };
        self.plan.subject(id).ok_or_else(unknown)
    }

    /// Those evaluated who are to be told, or to write, before the result is posted.
    fn persons(&self) -> impl Iterator<Item = (&Subject, Option<&RoundSubject>)> {
        let subjects = self.plan.subjects.iter();
        let persons = subjects.filter(|subject| match subject.kind {
            SubjectKind::Person | SubjectKind::Body => true,
            SubjectKind::Facility | SubjectKind::Activity => false,
        });
        persons.map(|subject| {
            let came = self.subjects.iter().find(|one| one.subject == subject.id);
            (subject, came)
        })
    }

    /// Those who have still to be told before the result is posted, by name.
    pub(crate) fn untold(&self) -> Vec<&str> {
        let rules = &self.plan.rules;
        if rules.tell_within_days.is_none() && !rules.right_of_reply && !rules.self_review {
            return Vec::new();
        }
        let untold = self
            .persons()
            .filter(|(_, came)| came.is_none_or(|came| came.told_on.is_none()));
        untold
            .map(|(subject, _)| subject.name.get(Lang::Zh))
            .collect()
    }

    /// Those who have still to write about the result before it is posted, by name.
    pub(crate) fn unwritten(&self) -> Vec<&str> {
        if !self.plan.rules.self_review {
            return Vec::new();
        }
        let silent = self
            .persons()
            .filter(|(_, came)| came.is_none_or(|came| came.statement.is_none()));
        silent
            .map(|(subject, _)| subject.name.get(Lang::Zh))
            .collect()
    }

    /// The last day that its result hangs and may be objected to.
    pub(crate) fn posted_until(&self) -> Option<NaiveDate> {
        self.entry.posting.as_ref()?.last()
    }

    /// The first objection without an answer.
    pub(crate) fn open_objection(&self) -> Option<u32> {
        let mut open = self.objections.iter();
        open.find(|one| one.answered_on.is_none())
            .map(|one| one.number)
    }

    /// To whom the plan wants it reported.
    pub(crate) fn report_to(&self) -> Option<String> {
        let rules = &self.plan.rules;
        let to = rules.report.as_ref().map(|report| &report.to);
        let to = to.or(rules.report_to.as_ref());
        to.map(|to| to.get(Lang::Zh).to_owned())
    }

    /// The stages of the plan's procedure, from 1.
    pub(crate) fn stages(&self) -> impl Iterator<Item = (u32, &Stage)> {
        (1..).zip(&self.plan.rules.stages)
    }

    /// What was noted of a stage that is done.
    pub(crate) fn done(&self, stage: u32) -> Option<&StageEntry> {
        self.entry.stages.iter().find(|done| done.stage == stage)
    }

    /// The first stage that is not done.
    pub(crate) fn open_stage(&self) -> Option<String> {
        let mut open = self
            .stages()
            .filter(|(number, _)| self.done(*number).is_none());
        open.next()
            .map(|(_, stage)| stage.name.get(Lang::Zh).to_owned())
    }

    /// Every stage with what became of it.
    pub(crate) fn stage_rows(&self, today: NaiveDate) -> Vec<StageRow> {
        let stages = self.stages();
        let row = |stage: (u32, &Stage)| StageRow::new(stage, self.done(stage.0), today);
        stages.map(row).collect()
    }

    /// The one thing to do next, and the first day on which it can be done.
    fn next(&self, today: NaiveDate) -> (Option<RoundEvent>, Option<NaiveDate>) {
        let after = |day: Option<NaiveDate>| {
            let day = day.filter(|day| today <= *day)?;
            day.checked_add_days(Days::new(1))
        };
        let now = |event| (Some(event), None);
        match self.entry.status {
            RoundStatus::Announced => (None, Some(self.entry.first)),
            RoundStatus::Open if is_attended(&self.plan) => now(RoundEvent::Closed),
            RoundStatus::Open => (
                self.entry.last.is_none().then_some(RoundEvent::Closed),
                after(self.entry.last),
            ),
            RoundStatus::Closed => now(RoundEvent::Counted),
            RoundStatus::Counted => now(RoundEvent::Decided),
            RoundStatus::Decided if !self.untold().is_empty() => now(RoundEvent::Told),
            RoundStatus::Decided if !self.unwritten().is_empty() => now(RoundEvent::StatementTaken),
            RoundStatus::Decided => now(RoundEvent::Posted),
            RoundStatus::Posted if self.open_objection().is_some() => {
                now(RoundEvent::ObjectionAnswered)
            }
            RoundStatus::Posted if self.report_to().is_some() && self.entry.report.is_none() => {
                now(RoundEvent::Reported)
            }
            RoundStatus::Posted => (Some(RoundEvent::Settled), after(self.posted_until())),
            RoundStatus::Settled => now(RoundEvent::Archived),
            RoundStatus::Cancelled
            | RoundStatus::Void
            | RoundStatus::NoQuorum
            | RoundStatus::Archived => (None, None),
        }
    }

    fn row(&self, today: NaiveDate) -> RoundRow {
        let (next, not_before) = self.next(today);
        RoundRow {
            plan: self.entry.plan.clone(),
            title: self.plan.title.clone(),
            round: self.entry.round,
            status: self.entry.status,
            first: self.entry.first,
            last: self.entry.last,
            next,
            not_before,
        }
    }
}

/// Whether somebody writes down who came before a round of the plan is closed: it has a roll, and does not end by the calendar.
pub(super) fn is_attended(plan: &Plan) -> bool {
    let has_roll = match plan.voters {
        Voters::Open => false,
        Voters::BySlip | Voters::Groups(_) => true,
    };
    has_roll || plan.rules.meeting.is_some() || !AttendanceFigure::needed_by(plan).is_empty()
}

fn grades(plan: &Plan) -> Vec<GradeRow> {
    let grades = plan.grading.grades().into_iter();
    let row = |one: &crate::domain::plan::NamedGrade| GradeRow {
        grade: one.id.clone(),
        name: one.name.clone(),
    };
    grades.map(row).collect()
}

impl Office {
    /// Every round, the newest first. What the calendar has done meanwhile is entered before.
    pub fn rounds(&self) -> Result<Vec<RoundRow>, AppError> {
        self.follow_calendar()?;
        let (book, today) = (self.book()?, self.today());
        let mut rows = Vec::new();
        for entry in self.record.rounds()? {
            rows.push(Held::of(&self.record, &book, entry)?.row(today));
        }
        rows.sort_by(|a, b| (b.first, &a.plan).cmp(&(a.first, &b.plan)));
        Ok(rows)
    }

    /// A round with its figures; the newest of the plan where none is named. What the calendar has done meanwhile is entered
    /// before.
    pub fn round(&self, plan: &PlanId, round: Option<RoundId>) -> Result<RoundDetail, AppError> {
        self.follow_calendar()?;
        let held = self.held(plan, round)?;
        let entry = &held.entry;
        let rules = &held.plan.rules;
        let due =
            |from: Option<NaiveDate>, days: Option<u32>| Some(self.calendar.due(from?, days?));
        let report_days = rules.report.as_ref().and_then(|report| report.within_days);
        Ok(RoundDetail {
            row: held.row(self.today()),
            revision: entry.revision,
            attendance: entry.attendance,
            stand: match entry.counts {
                Some(_) => papers::standing(&held.plan, &entry.attendance, &held.subjects),
                None => None,
            },
            subjects: self.subject_rows(&held)?,
            body_decides: rules.assessment_group.is_some(),
            grades: grades(&held.plan),
            body: entry.body.clone(),
            decided_on: entry.decided_on,
            tell_by: due(entry.decided_on, rules.tell_within_days),
            notices: entry.notices.clone(),
            posting: entry.posting.clone(),
            objections: self.objection_rows(&held)?,
            report: entry.report.clone().map(|(on, report)| ReportRow {
                on,
                due: due(entry.decided_on, report_days),
                report,
            }),
            report_headings: rules
                .report
                .as_ref()
                .map(|report| report.sections.clone())
                .unwrap_or_default(),
            consequences: consequence::found(&self.record, &self.book()?, &held.plan, entry)?,
            archive: entry.archive.clone(),
            reason: entry.reason.clone(),
            has_sitting: rules.meeting.is_some(),
            stages: held.stage_rows(self.today()),
            proposals: proposals::rows(&held.plan, entry),
            ballots: entry.ballots.clone(),
            channels: channels::of_round(&self.record, &held.plan, entry.round, &entry.ballots)?,
            plan: Arc::clone(&held.plan),
            proposals_have_amounts: rules.proposals.is_some_and(|one| one.amounts),
        })
    }

    /// All that is known of a round; the newest of the plan where none is named.
    pub(super) fn held(&self, plan: &PlanId, round: Option<RoundId>) -> Result<Held, AppError> {
        let rounds = self.record.rounds()?.into_iter();
        let own = rounds.filter(|entry| entry.plan == *plan);
        let entry = match round {
            Some(id) => own.into_iter().find(|entry| entry.round == id),
            None => own.max_by_key(|entry| (entry.first, entry.round)),
        };
        let none = || RoundError::NoRound {
            plan: plan.clone(),
            round: round.map_or_else(String::new, |round| round.to_string()),
        };
        Held::of(&self.record, &self.book()?, entry.ok_or_else(none)?)
    }

    fn subject_rows(&self, held: &Held) -> Result<Vec<RoundSubjectRow>, AppError> {
        let (plan, round) = held.key();
        let tally = plan_tally(&held.tally_of(), &self.record.counts()?);
        let name = |grade: Option<&GradeId>| {
            grade.and_then(|grade| papers::grade_name(&held.plan, grade).cloned())
        };
        let mut rows = Vec::new();
        for subject in &held.plan.subjects {
            let came = held.subjects.iter().find(|one| one.subject == subject.id);
            let shown = tally.subjects.iter();
            let mut shown = shown.filter(|row| row.subject == subject.id && row.group.is_none());
            let statement = came.and_then(|came| came.statement);
            let place = statement_place(&plan, round, &subject.id);
            rows.push(RoundSubjectRow {
                subject: subject.id.clone(),
                name: subject.name.clone(),
                kind: subject.kind,
                raters: came.map(|came| came.raters),
                vote: came.and_then(|came| came.vote.clone()),
                vote_name: name(came.and_then(|came| came.vote.as_ref())),
                explained: came
                    .and_then(|_| shown.next())
                    .and_then(|row| row.full.explained.clone()),
                grade: came.and_then(|came| came.grade.clone()),
                grade_name: name(came.and_then(|came| came.grade.as_ref())),
                reason: came.map(|came| came.reason.clone()).unwrap_or_default(),
                told_on: came.and_then(|came| came.told_on),
                statement: self.opened(&place, statement)?,
            });
        }
        Ok(rows)
    }

    fn objection_rows(&self, held: &Held) -> Result<Vec<ObjectionRow>, AppError> {
        let (plan, round) = held.key();
        let row = |one: &ObjectionEntry| {
            let (asked, answered) = (
                objection_place(&plan, round, one.number),
                objection_answer_place(&plan, round, one.number),
            );
            Ok(ObjectionRow {
                number: one.number,
                received_on: one.received_on,
                text: self.opened(&asked, one.words)?,
                answered_on: one.answered_on,
                answer: self.opened(&answered, one.answer)?,
            })
        };
        held.objections.iter().map(row).collect()
    }

    /// Words of a round, opened, where there are any.
    pub(super) fn opened(
        &self,
        place: &str,
        words: Option<BlobId>,
    ) -> Result<Option<Confidential>, AppError> {
        words.map(|id| self.words(place, &id)).transpose()
    }
}

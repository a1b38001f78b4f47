//! From the announcement of a round to its decision, and its end.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::command::BodyDecision;
use super::error::RoundError;
use super::held::{Held, is_attended};
use super::papers;
use super::proposals;
use crate::app::AppError;
use crate::app::office::attended::attended;
use crate::app::office::tallies::plan_tally;
use crate::app::office::{Office, OfficeError};
use crate::domain::attendance::{Attendance, AttendanceFigure};
use crate::domain::ballot::fits_room;
use crate::domain::device::DeviceStanding;
use crate::domain::grade::{Stand, stand};
use crate::domain::ids::{DeviceId, PlanId, SubjectId};
use crate::domain::plan::{AssessmentGroup, Plan, Subject};
use crate::domain::proposal::ProposalNote;
use crate::domain::round::{Round, RoundId};
use crate::domain::round_status::{RoundEvent, RoundStatus};
use crate::domain::transition::Machine as _;
use crate::record::{
    BatchEntry, Body, Content, DecidingBody, DeviceEntry, GradeGiven, RecordError, RoundCount,
    RoundHappened, Vote, counts_digest, statement_place,
};
use crate::words::{Lang, text};

impl Office {
    /// Announces a round, or the next one of the plan that was not announced; which it is.
    pub(super) fn announce(
        &self,
        plan: &PlanId,
        named: Option<RoundId>,
    ) -> Result<RoundId, AppError> {
        let on = self.believable_today()?;
        let plan = self.plan_to_hold(plan)?;
        let round = self.to_announce(&plan, named, on)?;
        self.announce_round(&plan, round, on)
    }

    /// Calls a round besides and announces it; which it is.
    pub(super) fn call(&self, plan: &PlanId, day: Option<NaiveDate>) -> Result<RoundId, AppError> {
        let on = self.believable_today()?;
        let plan = self.plan_to_hold(plan)?;
        let round = self.to_call(&plan, day, on)?;
        self.announce_round(&plan, round, on)
    }

    fn plan_to_hold(&self, plan: &PlanId) -> Result<Arc<Plan>, AppError> {
        let book = self.book()?;
        let unknown = || RecordError::UnknownPlan { plan: plan.clone() };
        Ok(Arc::clone(&book.newest(plan).ok_or_else(unknown)?.plan))
    }

    fn announce_round(
        &self,
        plan: &Plan,
        round: Round,
        on: NaiveDate,
    ) -> Result<RoundId, AppError> {
        if let Some(held) = self.record.round(&plan.id, round.id)? {
            check(Some(held.status), RoundEvent::Announced)?;
        }
        // An open-ended round has no first day of its own.
        let first = if round.first == NaiveDate::MIN {
            on
        } else {
            round.first
        };
        if plan.rules.posting.before && first <= on {
            return Err(RoundError::BegunBefore { first }.into());
        }
        let told = RoundHappened::RoundAnnounced {
            plan: plan.id.clone(),
            round: round.id,
            revision: plan.revision,
            first,
            last: round.last,
            notice: self.record.next_notice()?,
        };
        let issuer = self.issuer(plan);
        let id = round.id;
        let notice = papers::announcement(plan, &Round { first, ..round }, &issuer, on);
        self.post(&notice.title, Some(Body::Round(told)), |_, _| {
            Ok((notice.plain(), None))
        })?;
        Ok(id)
    }

    fn to_announce(
        &self,
        plan: &Plan,
        named: Option<RoundId>,
        on: NaiveDate,
    ) -> Result<Round, AppError> {
        let none = |round: Option<RoundId>| RoundError::NoRound {
            plan: plan.id.clone(),
            round: round.map_or_else(String::new, |round| round.to_string()),
        };
        if let Some(id) = named {
            if id.is_called() {
                self.check_callable(plan)?;
            }
            let round = plan.round_named(id);
            let is_ahead = |round: &Round| round.last.is_none_or(|last| on <= last);
            return Ok(round.filter(is_ahead).ok_or_else(|| none(named))?);
        }
        let mut day = on;
        loop {
            let round = plan.round_from(day).ok_or_else(|| none(None))?;
            if self.record.round(&plan.id, round.id)?.is_none() {
                return Ok(round);
            }
            let next = round.last.and_then(|last| last.succ_opt());
            day = next.ok_or_else(|| none(None))?;
        }
    }

    pub(super) fn cancel(&self, held: &Held, reason: &str) -> Result<(), AppError> {
        let reason = filled(reason)?;
        let (plan, round) = held.key();
        self.note_round(RoundHappened::RoundCancelled {
            plan,
            round,
            reason,
        })
    }

    /// Notes that a stage of the procedure is done. One that brings a paper says where it lies.
    pub(super) fn note_stage(&self, held: &Held, number: u32, note: &str) -> Result<(), AppError> {
        check(Some(held.entry.status), RoundEvent::StageDone)?;
        let stage = held.stages().find(|(known, _)| *known == number);
        let (_, stage) = stage.ok_or(RoundError::NoStage { number })?;
        let name = stage.name.get(Lang::Zh).to_owned();
        if held.done(number).is_some() {
            return Err(RoundError::StageIsDone { name }.into());
        }
        let note = note.trim().to_owned();
        if let Some(document) = &stage.document
            && note.is_empty()
        {
            let document = document.get(Lang::Zh).to_owned();
            return Err(RoundError::DocumentMissing { name, document }.into());
        }
        let (plan, round) = held.key();
        self.note_round(RoundHappened::StageDone {
            plan,
            round,
            stage: number,
            note,
        })
    }

    /// Notes one thing of a proposal.
    pub(super) fn note_proposal(
        &self,
        held: &Held,
        subject: &SubjectId,
        note: ProposalNote,
    ) -> Result<(), AppError> {
        check(Some(held.entry.status), RoundEvent::ProposalNoted)?;
        proposals::check_note(&held.plan, held.entry.status, &note).map_err(RoundError::from)?;
        let known = proposals::proposals(&held.plan).find(|known| known.id == *subject);
        let unknown = || RoundError::NoSubject {
            subject: subject.clone(),
        };
        let subject = known.ok_or_else(unknown)?.id.clone();
        filled(note.text())?;
        let (plan, round) = held.key();
        self.note_round(RoundHappened::ProposalNoted {
            plan,
            round,
            subject,
            note,
        })
    }

    pub(super) fn close(&self, held: &Held, attendance: Attendance) -> Result<(), AppError> {
        check(Some(held.entry.status), RoundEvent::Closed)?;
        let today = self.believable_today()?;
        if let Some(last) = held.entry.last
            && today <= last
            && !is_attended(&held.plan)
        {
            return Err(RoundError::StillRuns { last }.into());
        }
        // What is known of the slips need not be written down.
        let ballots = &held.entry.ballots;
        let known = attended(attendance, &held.plan, held.slips, ballots);
        check_figures(&held.plan, &known)?;
        let counted = ballots.iter().filter(|one| one.is_counted());
        fits_room(counted.map(|one| &one.ballot), &known).map_err(RoundError::from)?;
        let (plan, round) = held.key();
        self.note_round(RoundHappened::RoundClosed {
            plan,
            round,
            attendance,
        })
    }

    /// Counts a round; where it stands then.
    pub(super) fn count(
        &self,
        held: &Held,
        without_waiting: bool,
    ) -> Result<RoundStatus, AppError> {
        check(Some(held.entry.status), RoundEvent::Counted)?;
        check_figures(&held.plan, &held.entry.attendance)?;
        proposals::check_put(&held.plan, &held.entry).map_err(RoundError::from)?;
        let waiting = self.waiting(held)?;
        if !waiting.is_empty() && !without_waiting {
            return Err(RoundError::BatchesMissing { devices: waiting }.into());
        }
        let counts = self.record.counts()?;
        let votes = votes(held, &plan_tally(&held.tally_of(), &counts));
        let raters = votes.iter().map(|vote| vote.raters).max().unwrap_or(0);
        let (plan, round) = held.key();
        let mut count = RoundCount {
            plan: plan.clone(),
            round,
            counts: counts_digest(&counts, &plan, held.counted_as, &round.to_string()),
            without: waiting,
            votes,
            signature: String::new(),
        };
        count.signature = self.sign_figures(&count.digest());
        let (after, status) = match stand(&held.plan, &held.entry.attendance.turnout(raters)) {
            Stand::Stands(_) => (None, RoundStatus::Counted),
            Stand::NoQuorum(_) => {
                let missed = RoundHappened::RoundQuorumMissed { plan, round };
                (Some(missed), RoundStatus::NoQuorum)
            }
            Stand::Void(_) => {
                let voided = RoundHappened::RoundVoided { plan, round };
                (Some(voided), RoundStatus::Void)
            }
            Stand::Open(_) => {
                let missing = AttendanceFigure::needed_by(&held.plan);
                return Err(RoundError::FiguresMissing { missing }.into());
            }
        };
        let on = self.believable_today()?;
        self.record.within(|record| {
            let told = std::iter::once(RoundHappened::RoundCounted(count)).chain(after);
            for told in told {
                record.note(on, Body::Round(told), &Content::Nothing, &self.hand)?;
            }
            Ok::<(), AppError>(())
        })?;
        Ok(status)
    }

    /// Devices from which batches of the round may still come: none of theirs is of it, and none was closed after it. Where only slips
    /// open a card, a device that takes none of them brings nothing; nor does any where the vote was by hand and no slip was printed.
    /// A device that got a new key brings under its new name what was voted under the former; one that was revoked with its slips
    /// brings nothing more, and its papers are missing all the same.
    fn waiting(&self, held: &Held) -> Result<Vec<DeviceId>, AppError> {
        let batches = self.record.counting_batches()?;
        let (plan, round) = held.key();
        let slips = self.record.slips()?.into_iter();
        let of_round = slips.filter(|slip| (&slip.key.plan, slip.key.round) == (&plan, round));
        let takes_slips: BTreeSet<DeviceId> = of_round.map(|slip| slip.key.device).collect();
        let by_hand = takes_slips.is_empty() && !held.entry.ballots.is_empty();
        let by_any = takes_slips.is_empty() && !by_hand;
        let tells = |batch: &BatchEntry| {
            let is_later = batch
                .facts
                .closed()
                .is_some_and(|closed| held.entry.last.is_some_and(|last| closed.closed_on > last));
            // Nothing comes after a device's last.
            let is_last = batch.facts.last().is_some();
            is_later || is_last || batch.facts.is_of_round(&plan, round)
        };
        // Where a plan's cards do not come its way, a device has none of it; of one that asked before 0.2 nobody knows the way.
        let takes = |device: &DeviceEntry| {
            let facts = device.facts;
            facts.is_none_or(|facts| held.plan.takes_by(facts.role.channel()))
        };
        let devices = self.record.devices()?;
        let known_as = self.device_names(&devices)?;
        let mut waiting = Vec::new();
        for device in &devices {
            let names = known_as.get(&device.id).map_or(&[][..], Vec::as_slice);
            let has_slips = names.iter().any(|name| takes_slips.contains(name));
            let may_bring = match device.standing {
                DeviceStanding::Accepted | DeviceStanding::Retired => {
                    (!held.plan.is_entitled() || by_any || has_slips) && takes(device)
                }
                DeviceStanding::Revoked => has_slips && names.last() == Some(&device.id),
                DeviceStanding::Waiting => false,
            };
            let mut own = batches.iter().filter(|batch| names.contains(&batch.device));
            if may_bring && !own.any(tells) {
                waiting.push(device.id.clone());
            }
        }
        Ok(waiting)
    }

    pub(super) fn decide(&self, held: &Held, body: Option<BodyDecision>) -> Result<(), AppError> {
        check(Some(held.entry.status), RoundEvent::Decided)?;
        let group = held.plan.rules.assessment_group.as_ref();
        let (body, grades) = match (group, body) {
            (None, None) => (None, Vec::new()),
            (Some(_), None) => return Err(RoundError::BodyDecides.into()),
            (None, Some(_)) => return Err(RoundError::VoteDecides.into()),
            (Some(group), Some(decision)) => {
                let (body, grades) = settled(held, group, decision)?;
                (Some(body), grades)
            }
        };
        let (plan, round) = held.key();
        self.note_round(RoundHappened::RoundDecided {
            plan,
            round,
            body,
            grades,
        })
    }

    pub(super) fn tell(&self, held: &Held, subject: &SubjectId) -> Result<(), AppError> {
        let (plan, round) = held.key();
        let subject = held.subject(subject)?.id.clone();
        self.note_round(RoundHappened::PersonTold {
            plan,
            round,
            subject,
        })
    }

    pub(super) fn take_statement(
        &self,
        held: &Held,
        subject: &SubjectId,
        words: &str,
    ) -> Result<(), AppError> {
        check(Some(held.entry.status), RoundEvent::StatementTaken)?;
        let rules = &held.plan.rules;
        if !rules.right_of_reply && !rules.self_review {
            return Err(RoundError::NoStatements.into());
        }
        let asked = held.subject(subject)?;
        let came = held.subjects.iter().find(|one| one.subject == *subject);
        if came.is_none_or(|came| came.told_on.is_none() || came.statement.is_some()) {
            let name = asked.name.get(Lang::Zh).to_owned();
            return Err(RoundError::NothingToAnswer { name }.into());
        }
        let (plan, round) = held.key();
        let place = statement_place(&plan, round, subject);
        self.note_words(&place, words, |digest| RoundHappened::StatementTaken {
            plan,
            round,
            subject: subject.clone(),
            digest,
        })
    }

    pub(super) fn settle(&self, held: &Held) -> Result<(), AppError> {
        check(Some(held.entry.status), RoundEvent::Settled)?;
        let today = self.believable_today()?;
        if let Some(until) = held.posted_until()
            && today <= until
        {
            return Err(RoundError::StillPosted { until }.into());
        }
        proposals::check_handed(&held.plan, &held.entry, &held.subjects)
            .map_err(RoundError::from)?;
        if let Some(name) = held.open_stage() {
            return Err(RoundError::StageOpen { name }.into());
        }
        if let Some(number) = held.open_objection() {
            return Err(RoundError::ObjectionOpen { number }.into());
        }
        if let Some(to) = held.report_to()
            && held.entry.report.is_none()
        {
            return Err(RoundError::NotReported { to }.into());
        }
        let (plan, round) = held.key();
        self.note_round(RoundHappened::RoundSettled { plan, round })
    }

    /// Enters what the calendar has done: rounds that have opened, and those closed that nobody has to write anything down for.
    /// Where the clock cannot be believed it waits.
    pub(in crate::app::office) fn follow_calendar(&self) -> Result<(), AppError> {
        let rounds = self.record.rounds()?;
        let runs = [RoundStatus::Announced, RoundStatus::Open];
        if !rounds.iter().any(|round| runs.contains(&round.status)) {
            return Ok(());
        }
        let today = match self.believable_today() {
            Err(OfficeError::DayDoubtful { .. }) => return Ok(()),
            today => today?,
        };
        for round in rounds {
            let (plan, id) = (round.plan.clone(), round.round);
            let mut status = round.status;
            if status == RoundStatus::Announced && round.first <= today {
                let plan = plan.clone();
                self.note_round(RoundHappened::RoundOpened { plan, round: id })?;
                status = RoundStatus::Open;
            }
            let is_over = round.last.is_some_and(|last| last < today);
            if status == RoundStatus::Open
                && is_over
                && !is_attended(&self.held(&plan, Some(id))?.plan)
            {
                self.note_round(RoundHappened::RoundClosed {
                    plan,
                    round: id,
                    attendance: Attendance::default(),
                })?;
            }
        }
        Ok(())
    }

    /// Who gives a notice about the plan.
    pub(super) fn issuer(&self, plan: &Plan) -> String {
        let organiser = plan.rules.organiser.as_ref();
        organiser.map_or_else(
            || self.community.name.clone(),
            |organiser| organiser.body.get(Lang::Zh).to_owned(),
        )
    }

    /// Notes what happened to a round today.
    pub(super) fn note_round(&self, told: RoundHappened) -> Result<(), AppError> {
        self.note(self.believable_today()?, Body::Round(told))
    }

    /// Notes words of a round, sealed to their place.
    pub(super) fn note_words(
        &self,
        place: &str,
        words: &str,
        told: impl FnOnce(String) -> RoundHappened,
    ) -> Result<(), AppError> {
        let words = words.trim();
        if words.is_empty() {
            return Err(OfficeError::TextEmpty.into());
        }
        let on = self.believable_today()?;
        let sealed = self.vault.seal(place, words);
        let told = told(crate::domain::ids::BlobId::of(&sealed).to_string());
        self.record.within(|record| {
            record.note(on, Body::Round(told), &Content::Sealed(sealed), &self.hand)?;
            Ok(())
        })
    }
}

/// Whether the table of states has this step, before anything else is asked.
pub(super) fn check(from: Option<RoundStatus>, event: RoundEvent) -> Result<(), RecordError> {
    let step = RoundStatus::step(from, event, |never| match never {});
    let refused = |_| RecordError::RoundStands {
        status: from,
        event,
    };
    step.map(drop).map_err(refused)
}

/// A text without the white space around it, which must say something.
pub(super) fn filled(text: &str) -> Result<String, RoundError> {
    let text = text.trim();
    if text.is_empty() {
        Err(RoundError::ReasonEmpty)
    } else {
        Ok(text.to_owned())
    }
}

fn check_figures(plan: &Plan, attendance: &Attendance) -> Result<(), RoundError> {
    let mut missing = AttendanceFigure::needed_by(plan);
    missing.retain(|figure| attendance.figure(*figure).is_none());
    if !missing.is_empty() {
        return Err(RoundError::FiguresMissing { missing });
    }
    match attendance.contradiction() {
        Some((part, whole)) => Err(RoundError::FiguresDiffer { part, whole }),
        None => Ok(()),
    }
}

/// The vote on each subject, all cards counted.
pub(in crate::app::office) fn votes(
    held: &Held,
    tally: &crate::app::office::PlanTally,
) -> Vec<Vote> {
    let whole = |subject: &Subject| {
        let mut rows = tally.subjects.iter();
        rows.find(|row| row.subject == subject.id && row.group.is_none())
    };
    let vote = |subject: &Subject| Vote {
        subject: subject.id.clone(),
        raters: whole(subject).map_or(0, |row| row.full.raters),
        grade: whole(subject).and_then(|row| row.full.grade.clone()),
    };
    held.plan.subjects.iter().map(vote).collect()
}

/// What a body decided, checked against the plan and the vote.
fn settled(
    held: &Held,
    group: &AssessmentGroup,
    decision: BodyDecision,
) -> Result<(DecidingBody, Vec<GradeGiven>), RoundError> {
    let BodyDecision {
        mut members,
        grades,
    } = decision;
    members.retain(|name| !name.trim().is_empty());
    if members.is_empty() {
        let named = group.members.iter();
        members = named.map(|name| name.get(Lang::Zh).to_owned()).collect();
    }
    if members.is_empty() {
        return Err(RoundError::MembersMissing);
    }
    for given in &grades {
        held.subject(&given.subject)?;
        if papers::grade_name(&held.plan, &given.grade).is_none() {
            let grade = given.grade.clone();
            return Err(RoundError::NoGrade { grade });
        }
    }
    for subject in &held.plan.subjects {
        let name = || subject.name.get(Lang::Zh).to_owned();
        let mut own = grades.iter().filter(|one| one.subject == subject.id);
        let (Some(given), None) = (own.next(), own.next()) else {
            return Err(RoundError::GradeMissing { name: name() });
        };
        let came = held.subjects.iter().find(|one| one.subject == subject.id);
        let vote = came.and_then(|came| came.vote.as_ref());
        if vote.is_some_and(|vote| *vote != given.grade) && given.reason.trim().is_empty() {
            return Err(RoundError::ReasonMissing { name: name() });
        }
    }
    let name = match group.name.get(Lang::Zh) {
        "" => text!(Lang::Zh, "app-round-paper-body"),
        name => name.to_owned(),
    };
    Ok((DecidingBody { name, members }, grades))
}

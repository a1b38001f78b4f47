//! What an event of a round changes. Where a round may go from where it stands, its table of states alone says.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::apply::Content;
use super::event::Digested;
use super::round_event::{
    BallotEntry, DestroyedOriginal, ProposalEntry, RoundCount, RoundHappened, StageEntry,
};
use super::tables::round::{ObjectionEntry, RoundEntry, RoundSubject};
use super::tables::tally::Counts;
use super::{Record, RecordError};
use crate::domain::attendance::Attendance;
use crate::domain::ids::{BlobId, SubjectId};
use crate::domain::round_status::{RoundEvent, RoundStatus};
use crate::domain::transition::Machine as _;

impl Record {
    pub(super) fn apply_round(
        &self,
        told: &RoundHappened,
        on: NaiveDate,
        content: &Content,
    ) -> Result<(), RecordError> {
        let (plan, round, event) = told.of();
        let held = self.round(plan, round)?;
        let from = held.as_ref().map(|held| held.status);
        if self.destroyed_on(plan, round)?.is_some() {
            return Err(RecordError::RoundStands {
                status: from,
                event,
            });
        }
        let status = stepped(from, event)?;
        let Some(mut entry) = held.or_else(|| announced(told)) else {
            return Err(RecordError::OtherThanNamed);
        };
        entry.status = status;
        self.change_round(&mut entry, told, on)?;
        self.change_in_round(&entry, told, on, content)?;
        self.keep_round(&entry)
    }

    /// What it changes of the round itself.
    fn change_round(
        &self,
        entry: &mut RoundEntry,
        told: &RoundHappened,
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        match told {
            RoundHappened::RoundAnnounced { notice, .. }
            | RoundHappened::RoundCorrected { notice, .. } => {
                self.follow_with(entry, *notice)?;
            }
            RoundHappened::RoundPosted { posting, .. } => {
                self.follow_with(entry, posting.notice)?;
                entry.posting = Some(posting.clone());
            }
            RoundHappened::RoundPostedAgain {
                posting, reason, ..
            } => {
                self.follow_with(entry, posting.notice)?;
                entry.posting = Some(posting.clone());
                entry.reason.clone_from(reason);
            }
            RoundHappened::RoundCancelled { reason, .. } => entry.reason.clone_from(reason),
            RoundHappened::StageDone { stage, note, .. } => {
                if entry.stages.iter().any(|done| done.stage == *stage) {
                    return Err(RecordError::OtherThanNamed);
                }
                let (stage, note) = (*stage, note.clone());
                entry.stages.push(StageEntry { stage, on, note });
            }
            RoundHappened::ProposalNoted { subject, note, .. } => {
                let (subject, note) = (subject.clone(), note.clone());
                entry.proposals.push(ProposalEntry { subject, on, note });
            }
            RoundHappened::BallotHeld {
                number,
                ballot,
                revision,
                ..
            } => {
                let next = u32::try_from(entry.ballots.len()).map_or(0, |known| known + 1);
                if *number != next || !ballot.is_countable() {
                    return Err(RecordError::OtherThanNamed);
                }
                let (number, revision) = (*number, *revision);
                let held = BallotEntry {
                    number,
                    on,
                    revision,
                    ballot: ballot.clone(),
                    taken_back: None,
                };
                self.add_counts(&Counts::of_ballot(&entry.plan, entry.round, &held))?;
                entry.ballots.push(held);
            }
            RoundHappened::BallotTakenBack { number, reason, .. } => {
                let mut held = entry.ballots.iter_mut();
                let held = held.find(|one| one.number == *number && one.is_counted());
                let held = held.ok_or(RecordError::OtherThanNamed)?;
                self.subtract_counts(&Counts::of_ballot(&entry.plan, entry.round, held))?;
                held.taken_back = Some(reason.clone());
            }
            RoundHappened::RoundClosed { attendance, .. } => entry.attendance = *attendance,
            RoundHappened::RoundCounted(count) => entry.counts = Some(count.counts.clone()),
            RoundHappened::RoundDecided { body, .. } => {
                entry.body.clone_from(body);
                entry.decided_on = Some(on);
            }
            RoundHappened::RoundReported { report, .. } => {
                entry.report = Some((on, report.clone()));
            }
            RoundHappened::RoundArchived { archive, .. } => entry.archive = Some(archive.clone()),
            RoundHappened::RoundOpened { .. }
            | RoundHappened::RoundVoided { .. }
            | RoundHappened::RoundQuorumMissed { .. }
            | RoundHappened::PersonTold { .. }
            | RoundHappened::StatementTaken { .. }
            | RoundHappened::RoundObjected { .. }
            | RoundHappened::ObjectionAnswered { .. }
            | RoundHappened::RoundSettled { .. }
            | RoundHappened::RoundDestroyed { .. } => {}
        }
        Ok(())
    }

    /// What it changes of those evaluated, and of objections.
    fn change_in_round(
        &self,
        entry: &RoundEntry,
        told: &RoundHappened,
        on: NaiveDate,
        content: &Content,
    ) -> Result<(), RecordError> {
        let (plan, round) = (&entry.plan, entry.round);
        match told {
            RoundHappened::RoundCounted(count) => self.keep_votes(count),
            RoundHappened::RoundDecided { body, grades, .. } => {
                for mut subject in self.round_subjects(plan, round)? {
                    subject.grade.clone_from(&subject.vote);
                    if body.is_some() {
                        let given = grades.iter().find(|one| one.subject == subject.subject);
                        let given = given.ok_or(RecordError::OtherThanNamed)?;
                        subject.grade = Some(given.grade.clone());
                        subject.reason.clone_from(&given.reason);
                    }
                    self.keep_round_subject(&subject)?;
                }
                Ok(())
            }
            RoundHappened::PersonTold { subject, .. } => {
                let mut subject = self.subject_of(entry, subject)?;
                subject.told_on = Some(on);
                self.keep_round_subject(&subject)
            }
            RoundHappened::StatementTaken {
                subject, digest, ..
            } => {
                let mut subject = self.subject_of(entry, subject)?;
                subject.statement = self.keep_words(content, digest)?;
                self.keep_round_subject(&subject)
            }
            RoundHappened::RoundObjected { number, digest, .. } => {
                if *number != self.next_objection(plan, round)? {
                    return Err(RecordError::OtherThanNamed);
                }
                let words = self.keep_words(content, digest)?;
                self.keep_objection(&ObjectionEntry {
                    plan: plan.clone(),
                    round,
                    number: *number,
                    received_on: on,
                    words,
                    answered_on: None,
                    answer: None,
                })
            }
            RoundHappened::ObjectionAnswered { number, digest, .. } => {
                let mut open = self.objections(plan, round)?.into_iter();
                let open = open.find(|one| one.number == *number && one.answered_on.is_none());
                let mut objection = open.ok_or(RecordError::OtherThanNamed)?;
                objection.answer = self.keep_words(content, digest)?;
                objection.answered_on = Some(on);
                self.keep_objection(&objection)
            }
            RoundHappened::RoundDestroyed { originals, .. } => {
                self.destroy_papers(entry, originals, on)
            }
            RoundHappened::RoundAnnounced { .. }
            | RoundHappened::RoundCancelled { .. }
            | RoundHappened::RoundOpened { .. }
            | RoundHappened::StageDone { .. }
            | RoundHappened::ProposalNoted { .. }
            | RoundHappened::BallotHeld { .. }
            | RoundHappened::BallotTakenBack { .. }
            | RoundHappened::RoundClosed { .. }
            | RoundHappened::RoundVoided { .. }
            | RoundHappened::RoundQuorumMissed { .. }
            | RoundHappened::RoundPosted { .. }
            | RoundHappened::RoundCorrected { .. }
            | RoundHappened::RoundPostedAgain { .. }
            | RoundHappened::RoundReported { .. }
            | RoundHappened::RoundSettled { .. }
            | RoundHappened::RoundArchived { .. } => Ok(()),
        }
    }

    /// A notice about the round comes next.
    fn follow_with(&self, entry: &mut RoundEntry, notice: u32) -> Result<(), RecordError> {
        if notice != self.next_notice()? {
            return Err(RecordError::OtherThanNamed);
        }
        entry.notices.push(notice);
        Ok(())
    }

    fn keep_votes(&self, count: &RoundCount) -> Result<(), RecordError> {
        for vote in &count.votes {
            self.keep_round_subject(&RoundSubject {
                plan: count.plan.clone(),
                round: count.round,
                subject: vote.subject.clone(),
                raters: vote.raters,
                vote: vote.grade.clone(),
                grade: None,
                reason: String::new(),
                told_on: None,
                statement: None,
            })?;
        }
        Ok(())
    }

    fn subject_of(
        &self,
        entry: &RoundEntry,
        subject: &SubjectId,
    ) -> Result<RoundSubject, RecordError> {
        let known = self.round_subjects(&entry.plan, entry.round)?.into_iter();
        let mut known = known.filter(|one| one.subject == *subject);
        known.next().ok_or(RecordError::OtherThanNamed)
    }

    /// The words of a round go, and its originals are listed as gone; they lie outside. Rows and figures stay, so that a replay that
    /// never sees the words makes the same tables.
    fn destroy_papers(
        &self,
        entry: &RoundEntry,
        originals: &[DestroyedOriginal],
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        let until = entry.kept_until();
        if until.is_none_or(|until| on <= until) {
            return Err(RecordError::StillKept { until });
        }
        let (plan, round) = (&entry.plan, entry.round);
        let held = self.batches_of_round(plan, round)?;
        let held = held.into_iter().map(|it| (it.device, it.number, it.root));
        let held: BTreeSet<_> = held.collect();
        let named = originals.iter();
        let named = named.map(|it| (it.device.clone(), it.number, it.root));
        // All of them, each once.
        if held.len() != originals.len() || held != named.collect() {
            return Err(RecordError::OtherThanNamed);
        }
        for gone in originals {
            self.note_destroyed(&gone.device, gone.number, gone.account)?;
        }
        let mut words = Vec::new();
        for mut subject in self.round_subjects(plan, round)? {
            words.extend(subject.statement.take());
            self.keep_round_subject(&subject)?;
        }
        for mut objection in self.objections(plan, round)? {
            words.extend(
                [objection.words.take(), objection.answer.take()]
                    .into_iter()
                    .flatten(),
            );
            self.keep_objection(&objection)?;
        }
        for id in words {
            self.forget_blob(&id)?;
        }
        self.note_round_destroyed(plan, round, on)
    }

    /// The sealed words that `digest` names, kept; none where they are lost.
    fn keep_words(&self, content: &Content, digest: &str) -> Result<Option<BlobId>, RecordError> {
        let sealed = content.sealed_of(digest, Digested::Sealed)?;
        sealed.map(|sealed| self.keep_blob(sealed)).transpose()
    }
}

fn stepped(from: Option<RoundStatus>, event: RoundEvent) -> Result<RoundStatus, RecordError> {
    let refused = RecordError::RoundStands {
        status: from,
        event,
    };
    match RoundStatus::step(from, event, |never| match never {}) {
        // What is gone are its papers: its row tells what it came to.
        Ok(step) => step.to.or(from).ok_or(refused),
        Err(_) => Err(refused),
    }
}

/// A round as it begins.
fn announced(told: &RoundHappened) -> Option<RoundEntry> {
    let RoundHappened::RoundAnnounced {
        plan,
        round,
        revision,
        first,
        last,
        ..
    } = told
    else {
        return None;
    };
    Some(RoundEntry {
        plan: plan.clone(),
        round: *round,
        revision: *revision,
        status: RoundStatus::Announced,
        first: *first,
        last: *last,
        notices: Vec::new(),
        stages: Vec::new(),
        proposals: Vec::new(),
        ballots: Vec::new(),
        attendance: Attendance::default(),
        counts: None,
        body: None,
        decided_on: None,
        posting: None,
        report: None,
        archive: None,
        reason: String::new(),
    })
}

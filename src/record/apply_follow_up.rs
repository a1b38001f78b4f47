//! What follow-ups change (回访). What each does to its case, `domain::follow_up` says.

use chrono::NaiveDate;

use super::case_event::CaseHappened;
use super::tables::follow_up::{Again, NewFollowUp, staff_id};
use super::{CaseEntry, Content, FollowUpEntry, Record, RecordError};
use crate::domain::calendar::DueDate;
use crate::domain::case::{CaseEvent, CaseStatus};
use crate::domain::follow_up::{Asked, FollowUpFate, Heard, hear, hear_staff};
use crate::domain::ids::{BlobId, CaseNumber, VoiceKey};
use crate::domain::transition::Machine as _;

fn due_of(again: &Again, number: CaseNumber) -> Option<DueDate> {
    let mut found = again.iter().filter(|(case, _)| *case == number);
    found.next().map(|(_, due)| *due)
}

impl Record {
    /// What a batch brought, each to its case or to wait for it; and to the cases that it opened what waited for them.
    pub(super) fn apply_follow_ups(
        &self,
        brought: &[NewFollowUp],
        opened: &[CaseEntry],
        (again, on): (&Again, NaiveDate),
    ) -> Result<(), RecordError> {
        for new in brought {
            let kept = new.sealed.as_ref().map(|sealed| BlobId::of(sealed));
            let is_of_voice = new.entry.voice.is_some() && new.entry.channel.is_none();
            if kept != new.entry.words || !is_of_voice {
                return Err(RecordError::OtherThanNamed);
            }
            if let Some(sealed) = &new.sealed {
                self.keep_blob(sealed)?;
            }
            let entry = FollowUpEntry {
                number: None,
                heard_on: on,
                fate: FollowUpFate::Waiting,
                ..new.entry.clone()
            };
            self.hear_follow_up(entry, again)?;
        }
        let voices: Vec<VoiceKey> = opened
            .iter()
            .filter_map(|case| case.opinion.voice)
            .collect();
        if voices.is_empty() {
            return Ok(());
        }
        for entry in self.waiting_follow_ups()?.whole()? {
            if entry.voice.is_some_and(|voice| voices.contains(&voice)) {
                self.hear_follow_up(entry, again)?;
            }
        }
        Ok(())
    }

    fn hear_follow_up(&self, entry: FollowUpEntry, again: &Again) -> Result<(), RecordError> {
        let found = entry.voice.map(|voice| self.case_of_voice(&voice));
        let Some(case) = found.transpose()?.flatten() else {
            return self.keep_follow_up(&entry);
        };
        let asked = Asked {
            reply: entry.reply,
            grade: entry.grade,
            has_words: entry.words.is_some(),
            is_rated: self.is_rated(case.number, entry.reply)?,
        };
        let heard = hear(case.status, case.talk, asked);
        self.keep_follow_up(&FollowUpEntry {
            number: Some(case.number),
            fate: heard.fate,
            ..entry
        })?;
        self.take_up(&case, heard, due_of(again, case.number))
    }

    /// The case goes where it was heard to go, with a new term where it is taken up again.
    fn take_up(
        &self,
        case: &CaseEntry,
        heard: Heard,
        due: Option<DueDate>,
    ) -> Result<(), RecordError> {
        self.keep_talk(case.number, heard.status, heard.talk)?;
        if heard.status != case.status {
            // Somebody spoke of the answer: it is known outside.
            self.leave_outbox(case.number)?;
        }
        match due.filter(|_| heard.is_again(case.status)) {
            Some(due) => self.settle_due(case.number, due),
            None => Ok(()),
        }
    }

    /// What staff heard, and cases whose holders said nothing in time.
    pub(super) fn apply_revisit(
        &self,
        told: &CaseHappened,
        on: NaiveDate,
        content: &Content,
    ) -> Result<(), RecordError> {
        match told {
            CaseHappened::CaseRevisited {
                number,
                grade,
                channel,
                due,
                digest,
            } => {
                let case = self.case(*number)?;
                if !matches!(case.status, CaseStatus::Answered | CaseStatus::Closed) {
                    return Err(RecordError::OtherThanNamed);
                }
                let heard = hear_staff(case.status, case.talk, *grade);
                let words = match digest {
                    Some(digest) => self.keep_told(digest, content)?,
                    None => None,
                };
                self.keep_follow_up(&FollowUpEntry {
                    id: staff_id(*number, self.follow_ups_of(*number)?.len()),
                    voice: None,
                    number: Some(*number),
                    reply: case.talk.answers,
                    grade: Some(*grade),
                    words,
                    channel: Some(*channel),
                    heard_on: on,
                    fate: heard.fate,
                })?;
                self.take_up(&case, heard, *due)
            }
            CaseHappened::CaseLapsed { number } => {
                let case = self.case(*number)?;
                let step = CaseStatus::step(Some(case.status), CaseEvent::RatingLapsed, |_| false);
                let to = step.ok().and_then(|step| step.to);
                let to = to.ok_or(RecordError::OtherThanNamed)?;
                self.leave_outbox(*number)?;
                self.keep_talk(*number, to, case.talk)
            }
            CaseHappened::CaseRegistered { .. }
            | CaseHappened::CaseExtended { .. }
            | CaseHappened::CaseAnswerChanged { .. }
            | CaseHappened::CaseAnswerWithdrawn { .. }
            | CaseHappened::CaseFurtherReply { .. }
            | CaseHappened::MeasuresSet { .. }
            | CaseHappened::MeasuresInspected { .. } => Ok(()),
        }
    }
}

//! What an event of a case changes. Where a case may go from where it stands, its table of states alone says.

use chrono::NaiveDate;

use super::apply::Content;
use super::case_event::CaseHappened;
use super::event::Digested;
use super::{
    CaseEntry, ExtensionEntry, InspectionEntry, MeasuresEntry, Opinion, Record, RecordError,
};
use crate::domain::calendar::DueDate;
use crate::domain::case::{CaseCondition, CaseEvent, CaseStatus};
use crate::domain::follow_up::Talk;
use crate::domain::ids::{BlobId, CaseNumber};
use crate::domain::transition::Machine as _;

impl Record {
    pub(super) fn apply_case(
        &self,
        told: &CaseHappened,
        on: NaiveDate,
        content: &Content,
    ) -> Result<(), RecordError> {
        match told {
            CaseHappened::CaseRegistered {
                number,
                plan,
                subject,
                category,
                channel,
                received_on,
                due,
                digest,
            } => {
                let case = CaseEntry {
                    number: *number,
                    opinion: Opinion {
                        plan: plan.clone(),
                        subject: subject.clone(),
                        category: category.clone(),
                        words: digest
                            .clone()
                            .try_into()
                            .map_err(|_| RecordError::OtherThanNamed)?,
                        tag: None,
                        reply_key: None,
                        voice: None,
                    },
                    received_on: *received_on,
                    due: *due,
                    status: CaseStatus::Received,
                    reply: None,
                    earlier: Vec::new(),
                    replied_on: None,
                    answered_on: None,
                    channel: Some(*channel),
                    responsible: None,
                    extension: None,
                    talk: Talk::default(),
                };
                self.register(case, (digest, content), on)
            }
            CaseHappened::CaseExtended {
                number,
                from,
                days,
                due,
                digest,
            } => {
                let extension = ExtensionEntry {
                    days: *days,
                    on,
                    reason: None,
                };
                self.extend(*number, extension, (*from, *due), (digest, content))
            }
            CaseHappened::CaseAnswerChanged { number, digest } => {
                let reply = self.keep_told(digest, content)?;
                self.change_answer(*number, reply, on)
            }
            CaseHappened::CaseAnswerWithdrawn { number } => self.withdraw_answer(*number),
            CaseHappened::CaseFurtherReply { number, digest } => {
                let reply = self.keep_told(digest, content)?;
                self.reply_further(*number, reply, on)
            }
            CaseHappened::MeasuresSet { .. } | CaseHappened::MeasuresInspected { .. } => {
                self.apply_measures(told, on, content)
            }
            CaseHappened::CaseRevisited { .. } | CaseHappened::CaseLapsed { .. } => {
                self.apply_revisit(told, on, content)
            }
        }
    }

    /// 整改: what is set, and what somebody found.
    fn apply_measures(
        &self,
        told: &CaseHappened,
        on: NaiveDate,
        content: &Content,
    ) -> Result<(), RecordError> {
        match told {
            CaseHappened::MeasuresSet {
                number,
                responsible,
                inspector,
                due_on,
                digest,
            } => {
                let set = MeasuresEntry {
                    number: *number,
                    set_on: on,
                    responsible: responsible.clone(),
                    inspector: inspector.clone(),
                    due_on: *due_on,
                    words: None,
                    inspected: None,
                };
                self.set_measures(set, (digest, content))
            }
            CaseHappened::MeasuresInspected {
                number,
                on: day,
                done,
                digest,
            } => {
                let found = InspectionEntry {
                    on: *day,
                    done: *done,
                    conclusion: None,
                };
                self.inspect_measures(*number, found, (digest, content), on)
            }
            CaseHappened::CaseRegistered { .. }
            | CaseHappened::CaseExtended { .. }
            | CaseHappened::CaseAnswerChanged { .. }
            | CaseHappened::CaseAnswerWithdrawn { .. }
            | CaseHappened::CaseFurtherReply { .. }
            | CaseHappened::CaseRevisited { .. }
            | CaseHappened::CaseLapsed { .. } => Ok(()),
        }
    }

    fn register(
        &self,
        case: CaseEntry,
        (digest, content): (&str, &Content),
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        // Numbers of a batch that is lost may be missing in a replay; none is ever given twice.
        if case.number < self.next_case()? || case.received_on > on {
            return Err(RecordError::OtherThanNamed);
        }
        self.keep_told(digest, content)?;
        self.open_cases(&[case])
    }

    fn extend(
        &self,
        number: CaseNumber,
        extension: ExtensionEntry,
        (from, due): (DueDate, DueDate),
        (digest, content): (&str, &Content),
    ) -> Result<(), RecordError> {
        let case = self.case(number)?;
        let in_time = |asked| asked == CaseCondition::BeforeLastDay && extension.on <= from.date;
        let step = CaseStatus::step(Some(case.status), CaseEvent::Extended, in_time);
        // A day that was provisional may have been settled meanwhile.
        let is_from = case.due.provisional || case.due == from;
        let is_once = case.extension.is_none() && extension.days > 0;
        if step.is_err() || !is_from || !is_once || due.date <= from.date {
            return Err(RecordError::OtherThanNamed);
        }
        let extension = ExtensionEntry {
            reason: self.keep_told(digest, content)?,
            ..extension
        };
        self.extend_case(number, &extension, due)
    }

    fn set_measures(
        &self,
        set: MeasuresEntry,
        (digest, content): (&str, &Content),
    ) -> Result<(), RecordError> {
        self.check_step(set.number, CaseEvent::MeasuresSet)?;
        let before = self.measures_of(set.number)?.and_then(|set| set.inspected);
        if set.due_on < set.set_on || before.is_some_and(|found| found.done) {
            return Err(RecordError::OtherThanNamed);
        }
        self.keep_measures(&MeasuresEntry {
            words: self.keep_told(digest, content)?,
            ..set
        })
    }

    fn inspect_measures(
        &self,
        number: CaseNumber,
        found: InspectionEntry,
        (digest, content): (&str, &Content),
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        self.check_step(number, CaseEvent::Inspected)?;
        let set = self.measures_of(number)?;
        let is_open = |set: &MeasuresEntry| {
            let is_done = set.inspected.as_ref().is_some_and(|found| found.done);
            !is_done && set.set_on <= found.on && found.on <= on
        };
        let set = set.filter(is_open).ok_or(RecordError::OtherThanNamed)?;
        self.keep_measures(&MeasuresEntry {
            inspected: Some(InspectionEntry {
                conclusion: self.keep_told(digest, content)?,
                ..found
            }),
            ..set
        })
    }

    /// Whether the table of states allows it where the case stands.
    fn check_step(&self, number: CaseNumber, event: CaseEvent) -> Result<(), RecordError> {
        let status = self.case(number)?.status;
        let step = CaseStatus::step(Some(status), event, |_| false);
        step.map(drop).map_err(|_| RecordError::OtherThanNamed)
    }

    /// Keeps the sealed words that an event names; what names them, none where they are lost.
    pub(super) fn keep_told(
        &self,
        digest: &str,
        content: &Content,
    ) -> Result<Option<BlobId>, RecordError> {
        let sealed = content.sealed_of(digest, Digested::Sealed)?;
        sealed.map(|sealed| self.keep_blob(sealed)).transpose()
    }
}

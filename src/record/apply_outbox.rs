//! Answers on their way: until a pack is made they may be changed and taken back; after it only a further reply is left.

use chrono::NaiveDate;

use super::tables::case::after as case_after;
use super::tables::outbox::OutboxEntry;
use super::{CaseEntry, Record, RecordError};
use crate::domain::case::{CaseCondition, CaseEvent, CaseStatus};
use crate::domain::ids::{BlobId, CaseNumber};
use crate::domain::transition::Machine as _;

/// Where a case goes by the table, where a pack has, or has not, carried its answer.
fn after(case: &CaseEntry, event: CaseEvent, waits: bool) -> Result<CaseStatus, RecordError> {
    let holds = |asked| match asked {
        CaseCondition::NotPacked => waits,
        CaseCondition::Packed => !waits,
        CaseCondition::BeforeLastDay | CaseCondition::FirstTime | CaseCondition::RetentionOver => {
            false
        }
    };
    let step = CaseStatus::step(Some(case.status), event, holds);
    let to = step.ok().and_then(|step| step.to);
    to.ok_or(RecordError::OtherThanNamed)
}

impl Record {
    /// Answers a case; without words where they are lost. Where it `waits` it may be changed until a pack carries it.
    pub(super) fn answer_case(
        &self,
        number: CaseNumber,
        reply: Option<BlobId>,
        waits: bool,
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        let mut case = self.case(number)?;
        let status = case_after(number, case.status, CaseEvent::Answered)?;
        if waits {
            self.keep_waiting(&OutboxEntry::before(&case, false))?;
        }
        case.talk.answers += 1;
        case.talk.news = None;
        self.keep_answer(&CaseEntry {
            status,
            reply,
            earlier: Vec::new(),
            replied_on: None,
            answered_on: Some(on),
            ..case
        })
    }

    /// The answer is another, of another day: what the resident reads is dated as it was last written.
    pub(super) fn change_answer(
        &self,
        number: CaseNumber,
        reply: Option<BlobId>,
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        let case = self.case(number)?;
        let waiting = self.waiting_answer(number)?;
        after(&case, CaseEvent::AnswerChanged, waiting.is_some())?;
        let is_further = waiting.is_some_and(|waiting| waiting.is_further);
        self.keep_answer(&CaseEntry {
            reply,
            replied_on: is_further.then_some(on),
            answered_on: if is_further {
                case.answered_on
            } else {
                Some(on)
            },
            ..case
        })
    }

    /// The answer goes, and what stood before it is there again.
    pub(super) fn withdraw_answer(&self, number: CaseNumber) -> Result<(), RecordError> {
        let mut case = self.case(number)?;
        let waiting = self.waiting_answer(number)?;
        let waiting = waiting.ok_or(RecordError::OtherThanNamed)?;
        let event = if waiting.is_further {
            CaseEvent::FurtherReplyWithdrawn
        } else {
            CaseEvent::AnswerWithdrawn
        };
        case.status = after(&case, event, true)?;
        case.talk.answers = case.talk.answers.saturating_sub(1);
        // What the holder said meanwhile stays.
        case.talk.news = case.talk.news.or(waiting.news);
        self.keep_answer(&CaseEntry {
            reply: waiting.reply,
            earlier: waiting.earlier,
            replied_on: waiting.replied_on,
            answered_on: waiting.answered_on,
            ..case
        })?;
        self.leave_outbox(number)
    }

    /// 补充答复
    pub(super) fn reply_further(
        &self,
        number: CaseNumber,
        reply: Option<BlobId>,
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        let mut case = self.case(number)?;
        let waits = self.waiting_answer(number)?.is_some();
        case.status = after(&case, CaseEvent::FurtherReply, waits)?;
        self.keep_waiting(&OutboxEntry::before(&case, true))?;
        case.talk.answers += 1;
        case.earlier.extend(case.reply);
        self.keep_answer(&CaseEntry {
            reply,
            replied_on: Some(on),
            ..case
        })
    }
}

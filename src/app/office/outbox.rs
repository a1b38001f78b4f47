//! 待发: what waits for the next pack. Until it is made an answer may be changed and taken back, and a notice of the office's own words
//! be taken down; after it an answer is known outside, and only a further one is left.

use chrono::NaiveDate;
use serde::Serialize;
use zeroize::Zeroizing;

use super::cases::fits_reply;
use super::cases_refused::CasesRefused;
use super::{CaseDetail, CaseRow, Confidential, NoticeRow, Office, OfficeError};
use crate::app::AppError;
use crate::domain::case::CaseStatus;
use crate::domain::ids::{BlobId, CaseNumber};
use crate::record::{Body, CaseEntry, CaseHappened, reply_place};
use crate::words::{Lang, text};

/// An answer that no pack has carried yet.
#[derive(Debug, Clone, Serialize)]
pub struct WaitingAnswer {
    /// The case.
    #[serde(flatten)]
    pub row: CaseRow,
    /// Which answer to it, from 1.
    pub reply: u32,
    /// The day that it bears.
    pub on: NaiveDate,
    /// As it will be read.
    pub text: Confidential,
}

/// What the next pack carries for the first time.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OutboxPage {
    /// Answers, by case.
    pub answers: Vec<WaitingAnswer>,
    /// Notices, oldest first.
    pub notices: Vec<NoticeRow>,
    /// Batches that are acknowledged.
    pub acks: usize,
}

impl Office {
    /// What waits for the next pack.
    pub fn outbox(&self) -> Result<OutboxPage, AppError> {
        let mut page = OutboxPage::default();
        for waiting in self.record.outbox()? {
            let entry = self.record.case(waiting.number)?;
            let on = entry.replied_on.or(entry.answered_on);
            let case = self.case(waiting.number)?;
            page.answers.push(WaitingAnswer {
                reply: case.answers,
                on: on.unwrap_or(case.row.received_on),
                text: self.as_read(&entry)?.unwrap_or_default(),
                row: case.row,
            });
        }
        let hanging = self.notices()?;
        for entry in self.record.ledger_since_pack()? {
            match entry.parsed().map(|event| event.body) {
                Some(Body::NoticePosted { number, .. }) => {
                    let hangs =
                        |row: &&NoticeRow| row.number == number && row.withdrawn_on.is_none();
                    page.notices.extend(hanging.iter().find(hangs).cloned());
                }
                Some(Body::BatchLoaded { .. }) => page.acks += 1,
                Some(_) | None => {}
            }
        }
        Ok(page)
    }

    /// The replies to a case before its last one, that its holder can read as well, the first one first.
    pub(super) fn earlier_replies(&self, case: &CaseEntry) -> Result<Vec<Confidential>, AppError> {
        let place = reply_place(case.number);
        let earlier = case.earlier.iter();
        earlier.map(|id| self.words(&place, id)).collect()
    }

    /// What a receipt opens: the reply, and after those before it where it is a further one; as many of them as one sealed reply
    /// holds, the last ones. In Chinese, as every board.
    pub(super) fn as_read(&self, case: &CaseEntry) -> Result<Option<Confidential>, AppError> {
        let place = reply_place(case.number);
        let last = case.reply.map(|id| self.words(&place, &id)).transpose()?;
        let last = match last {
            Some(last) if !case.earlier.is_empty() => last,
            only => return Ok(only),
        };
        let numbered = |number: u32, words: &str| {
            let head = text!(Lang::Zh, "app-office-reply-numbered", number = number);
            Zeroizing::new(format!("{head}\n{words}"))
        };
        let mut number = case.talk.answers;
        let fits = |words: &str| fits_reply(NaiveDate::default(), words).is_ok();
        let mut whole = numbered(number, &last);
        if !fits(&whole) {
            return Ok(Some(last));
        }
        for words in self.earlier_replies(case)?.iter().rev() {
            number = number.saturating_sub(1);
            let one = numbered(number, words);
            let longer = Zeroizing::new(format!("{}\n\n{}", &*one, &*whole));
            if !fits(&longer) {
                break;
            }
            whole = longer;
        }
        Ok(Some(whole.into()))
    }

    /// Writes the answer to a case anew, which no pack has carried yet.
    pub fn change_answer(
        &mut self,
        number: CaseNumber,
        text: &str,
    ) -> Result<CaseDetail, AppError> {
        self.of_waiting_answer(number)?;
        self.reply_again(number, text, |digest| CaseHappened::CaseAnswerChanged {
            number,
            digest,
        })
    }

    /// Takes the answer to a case back, which no pack has carried yet: the case stands where it stood before it.
    pub fn withdraw_answer(&mut self, number: CaseNumber) -> Result<CaseDetail, AppError> {
        let on = self.believable_today()?;
        let case = self.of_waiting_answer(number)?;
        let further = self.record.waiting_answer(number)?;
        if case.status != CaseStatus::Answered && !further.is_some_and(|one| one.is_further) {
            return Err(OfficeError::from(CasesRefused::AnswerLeft { number }).into());
        }
        self.note(on, Body::Case(CaseHappened::CaseAnswerWithdrawn { number }))?;
        self.case(number)
    }

    /// 补充答复: says more to a case, the answer to which a pack has carried.
    pub fn reply_further(
        &mut self,
        number: CaseNumber,
        text: &str,
    ) -> Result<CaseDetail, AppError> {
        let case = self.answered_case(number)?;
        if case.reply.is_none() {
            return Err(OfficeError::from(CasesRefused::NotAnswered { number }).into());
        }
        if self.record.waiting_answer(number)?.is_some() {
            return Err(OfficeError::from(CasesRefused::AnswerWaits { number }).into());
        }
        self.reply_again(number, text, |digest| CaseHappened::CaseFurtherReply {
            number,
            digest,
        })
    }

    /// Takes a notice of the office's own words down; the next pack carries it no more.
    pub fn withdraw_notice(&mut self, number: u32) -> Result<NoticeRow, AppError> {
        let on = self.believable_today()?;
        let notice = self.notice(number)?;
        if !notice.own || notice.withdrawn_on.is_some() {
            return Err(OfficeError::from(CasesRefused::NoticeStays { number }).into());
        }
        self.note(on, Body::NoticeWithdrawn { number })?;
        self.notice(number)
    }

    fn answered_case(&self, number: CaseNumber) -> Result<CaseEntry, AppError> {
        let case = self.record.case(number)?;
        if !matches!(case.status, CaseStatus::Answered | CaseStatus::Closed) {
            return Err(OfficeError::from(CasesRefused::NotAnswered { number }).into());
        }
        Ok(case)
    }

    /// A case the answer to which waits.
    fn of_waiting_answer(&self, number: CaseNumber) -> Result<CaseEntry, AppError> {
        let case = self.answered_case(number)?;
        if self.record.waiting_answer(number)?.is_none() {
            return Err(OfficeError::from(CasesRefused::AnswerLeft { number }).into());
        }
        Ok(case)
    }

    fn reply_again(
        &mut self,
        number: CaseNumber,
        text: &str,
        told: impl FnOnce(String) -> CaseHappened,
    ) -> Result<CaseDetail, AppError> {
        let on = self.believable_today()?;
        let text = Zeroizing::new(text.trim().replace("\r\n", "\n"));
        if text.is_empty() {
            return Err(OfficeError::TextEmpty.into());
        }
        fits_reply(on, &text)?;
        let sealed = self.vault.seal(&reply_place(number), &text);
        let digest = BlobId::of(&sealed).to_string();
        self.note_case(on, told(digest), sealed)?;
        self.case(number)
    }
}

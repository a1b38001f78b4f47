//! 回访 at the office: what the holders of receipts said, what staff heard, and how long a rating is waited for.
//!
//! What a holder says comes in a batch, signed with a key that is in nobody's hands but theirs, and the batch's own entry in the
//! ledger brings it. Staff have another event, which never passes for it.

use chrono::NaiveDate;
use zeroize::Zeroizing;

use super::cases::{fits_reply, may_revisit, rated_until};
use super::cases_refused::CasesRefused;
use super::follow_up_row::{FollowUpRow, Satisfactions};
use super::{CaseDetail, Confidential, Office, OfficeError, told_due};
use crate::app::AppError;
use crate::domain::channel::Channel;
use crate::domain::follow_up::Satisfaction;
use crate::domain::ids::{BlobId, CaseNumber, PlanId};
use crate::record::{Body, CaseHappened, Content, FollowUpEntry, follow_up_place, staff_id};

/// What staff heard of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisitGiven {
    /// How content the person is.
    pub grade: Satisfaction,
    /// How staff heard it.
    pub channel: Channel,
    /// Words; may be empty.
    pub words: Confidential,
}

impl Office {
    /// What was said of a case since, opened.
    pub(super) fn follow_up_rows(&self, number: CaseNumber) -> Result<Vec<FollowUpRow>, AppError> {
        let row = |one: FollowUpEntry| {
            let place = follow_up_place(&one.id);
            let text = one.words.map(|id| self.words(&place, &id));
            Ok(FollowUpRow {
                heard_on: one.heard_on,
                reply: one.reply,
                grade: one.grade,
                text: text.transpose()?,
                channel: one.channel,
                fate: one.fate,
            })
        };
        self.record
            .follow_ups_of(number)?
            .into_iter()
            .map(row)
            .collect()
    }

    /// 回访 by staff: what they heard of the last answer, by telephone, on a visit or at the desk. It is never shown as the
    /// holder's own word, and stands in no way of that.
    pub fn revisit(
        &mut self,
        number: CaseNumber,
        given: &RevisitGiven,
    ) -> Result<CaseDetail, AppError> {
        let on = self.believable_today()?;
        let case = self.record.case(number)?;
        if !may_revisit(&case) {
            return Err(OfficeError::from(CasesRefused::NotAnswered { number }).into());
        }
        if !Channel::BY_HAND.contains(&given.channel) {
            let channel = given.channel;
            return Err(OfficeError::from(CasesRefused::NotHeard { channel }).into());
        }
        let text = Zeroizing::new(given.words.trim().replace("\r\n", "\n"));
        fits_reply(on, &text)?;
        let book = self.book()?;
        self.record.within(|record| {
            let heard_before = record.follow_ups_of(number)?.len();
            let place = follow_up_place(&staff_id(number, heard_before));
            let sealed = (!text.is_empty()).then(|| self.vault.seal(&place, &text));
            let opinion = &case.opinion;
            let of = (&opinion.plan, opinion.category.as_ref());
            let is_unhappy = given.grade == Satisfaction::Dissatisfied && !case.talk.reopened;
            let told = CaseHappened::CaseRevisited {
                number,
                grade: given.grade,
                channel: given.channel,
                due: is_unhappy.then(|| told_due::last_day(&book, &self.calendar, of, on)),
                digest: sealed.as_ref().map(|sealed| BlobId::of(sealed).to_string()),
            };
            let content = sealed.map_or(Content::Nothing, Content::Sealed);
            record.note(on, Body::Case(told), &content, &self.hand)?;
            Ok::<(), AppError>(())
        })?;
        self.case(number)
    }

    /// Closes what nobody rated within the plan's days.
    pub(super) fn follow_ratings(&self, today: NaiveDate) -> Result<(), AppError> {
        let book = self.book()?;
        if !book.all_newest().any(|held| held.plan.rules.revisit) {
            return Ok(());
        }
        for number in self.record.answered_cases()? {
            let case = self.record.case(number)?;
            if rated_until(&case, &book).is_some_and(|until| until < today) {
                self.note(today, Body::Case(CaseHappened::CaseLapsed { number }))?;
            }
        }
        Ok(())
    }

    /// How content people are with the answers under a plan.
    pub fn satisfactions(&self, plan: &PlanId) -> Result<Satisfactions, AppError> {
        let mut all = Satisfactions::default();
        for one in self.record.satisfaction()? {
            if one.plan == *plan {
                let of = match one.channel {
                    None => &mut all.residents,
                    Some(_) => &mut all.staff,
                };
                of.add(&one);
            }
        }
        Ok(all)
    }
}

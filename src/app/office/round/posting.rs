//! A round's result on the boards: posted, corrected, withdrawn and posted again, objected to.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::ballots::ballots_section;
use super::error::RoundError;
use super::held::Held;
use super::papers;
use super::proposals;
use super::steps::{check, filled};
use crate::app::AppError;
use crate::app::office::notices::{LANG, Results};
use crate::app::office::plans::PlanBook;
use crate::app::office::tallies::remainder_of;
use crate::app::office::{NoticeRow, Office};
use crate::domain::document::{Block, Document, Section};
use crate::domain::round_status::{RoundEvent, RoundStatus};
use crate::record::{
    Body, RecordError, RoundHappened, RoundPosting, objection_answer_place, objection_place,
};
use crate::words::text;

impl Office {
    /// Posts the result of a round, or withdraws it with a reason and posts it again.
    pub(super) fn post_round(
        &self,
        held: &Held,
        again: Option<&str>,
    ) -> Result<NoticeRow, AppError> {
        let event = again.map_or(RoundEvent::Posted, |_| RoundEvent::PostedAgain);
        check(Some(held.entry.status), event)?;
        let reason = again.map(filled).transpose()?;
        let (untold, unwritten) = (held.untold(), held.unwritten());
        if again.is_none() && !untold.is_empty() {
            let names = untold.join(" · ");
            return Err(RoundError::NotTold { names }.into());
        }
        if again.is_none() && !unwritten.is_empty() {
            let names = unwritten.join(" · ");
            return Err(RoundError::StatementMissing { names }.into());
        }
        proposals::check_minority(&held.plan, &held.entry).map_err(RoundError::from)?;
        let (plan, round) = held.key();
        let posting = self.posting(held)?;
        let told = match reason {
            None => RoundHappened::RoundPosted {
                plan: plan.clone(),
                round,
                posting,
            },
            Some(reason) => RoundHappened::RoundPostedAgain {
                plan: plan.clone(),
                round,
                posting,
                reason,
            },
        };
        let title = text!(
            LANG,
            "app-office-results-title",
            title = held.plan.title.get(LANG),
            period = round
        );
        let book = self.book()?;
        self.post(&title, Some(Body::Round(told)), |record, head| {
            let (counts, posted) = (record.counts()?, record.posted()?);
            let entry = record.round(&plan, round)?;
            let entry = entry.ok_or(RecordError::OtherThanNamed)?;
            let held = Held::of(record, &book, entry)?;
            let remainder = remainder_of(record, &plan, round)?;
            let results = Results::new(&held.tally_of(), &counts, &posted).beside(remainder);
            let beside =
                papers::beside_results(&held.plan, &held.entry, &held.subjects, results.tally());
            if !held.plan.publication.results {
                // That it was held, and what follows for whom was told; the figures are not published.
                let document = Document {
                    title: title.clone(),
                    sections: beside,
                };
                return Ok((document.plain(), None));
            }
            let results = results.of_round(beside).with_ballots(ballots_section(
                &held.plan,
                &held.entry.ballots,
                &held.channels,
                LANG,
            ));
            let figures = self.figures(record, &results)?;
            Ok((results.body(head), Some(figures)))
        })
    }

    /// Where and until when the next notice hangs.
    fn posting(&self, held: &Held) -> Result<RoundPosting, AppError> {
        let from = self.believable_today()?;
        let rules = &held.plan.rules.posting;
        let last = |days: Option<u32>| days.map(|days| self.calendar.due(from, days).date);
        Ok(RoundPosting {
            notice: self.record.next_notice()?,
            from,
            until: last(rules.posted_days),
            objections_until: last(rules.objections_days),
            issuer: self.issuer(&held.plan),
        })
    }

    /// Posts a correction in the clerk's own words.
    pub(super) fn correct(&self, held: &Held, said: &str) -> Result<NoticeRow, AppError> {
        check(Some(held.entry.status), RoundEvent::Corrected)?;
        let said = filled(said)?;
        let on = self.believable_today()?;
        let (plan, round) = held.key();
        let told = RoundHappened::RoundCorrected {
            plan,
            round,
            notice: self.record.next_notice()?,
        };
        let title = text!(
            LANG,
            "app-round-paper-correction",
            title = held.plan.title.get(LANG),
            round = round
        );
        let posted = held.entry.posting.as_ref();
        let posted = posted.ok_or(RecordError::OtherThanNamed)?;
        let of = text!(LANG, "app-round-paper-corrects", number = posted.notice);
        let lines = std::iter::once(of).chain(said.lines().map(str::to_owned));
        let document = Document {
            title,
            sections: vec![
                Section {
                    heading: None,
                    blocks: lines.map(Block::Paragraph).collect(),
                },
                papers::signed(&posted.issuer, on),
            ],
        };
        self.post(&document.title, Some(Body::Round(told)), |_, _| {
            Ok((document.plain(), None))
        })
    }

    /// Notes an objection; its number.
    pub(super) fn object(&self, held: &Held, words: &str) -> Result<u32, AppError> {
        check(Some(held.entry.status), RoundEvent::Objected)?;
        let today = self.believable_today()?;
        let posting = held.entry.posting.as_ref();
        let until = posting.and_then(|posting| posting.objections_until.or(posting.until));
        if let Some(until) = until
            && today > until
        {
            return Err(RoundError::ObjectionsOver { until }.into());
        }
        let (plan, round) = held.key();
        let number = self.record.next_objection(&plan, round)?;
        let place = objection_place(&plan, round, number);
        self.note_words(&place, words, |digest| RoundHappened::RoundObjected {
            plan,
            round,
            number,
            digest,
        })?;
        Ok(number)
    }

    pub(super) fn answer_objection(
        &self,
        held: &Held,
        number: u32,
        words: &str,
    ) -> Result<(), AppError> {
        check(Some(held.entry.status), RoundEvent::ObjectionAnswered)?;
        let mut open = held.objections.iter();
        if !open.any(|one| one.number == number && one.answered_on.is_none()) {
            return Err(RoundError::NoObjection { number }.into());
        }
        let (plan, round) = held.key();
        let place = objection_answer_place(&plan, round, number);
        self.note_words(&place, words, |digest| RoundHappened::ObjectionAnswered {
            plan,
            round,
            number,
            digest,
        })
    }

    /// Notices of rounds that hang no longer: announcements of what is over, results that were withdrawn or whose days are over.
    pub(in crate::app::office) fn taken_down(
        &self,
        today: NaiveDate,
    ) -> Result<BTreeSet<u32>, AppError> {
        let mut down = BTreeSet::new();
        for entry in self.record.rounds()? {
            let runs = [RoundStatus::Announced, RoundStatus::Open];
            let (announced, results) = match entry.notices.split_first() {
                Some((first, rest)) => (Some(*first), rest),
                None => (None, &[][..]),
            };
            down.extend(announced.filter(|_| !runs.contains(&entry.status)));
            let Some(posting) = &entry.posting else {
                continue;
            };
            let is_over = posting.last().is_some_and(|last| last < today);
            let gone = results.iter();
            down.extend(gone.filter(|number| is_over || **number < posting.notice));
        }
        Ok(down)
    }

    /// Whether a pack may carry the plan: one whose list of those evaluated is posted before the first card waits for its first
    /// announcement.
    pub(in crate::app::office) fn may_travel(
        &self,
        book: &PlanBook,
        plan: &crate::domain::ids::PlanId,
    ) -> Result<bool, AppError> {
        let newest = book.newest(plan);
        if newest.is_none_or(|held| !held.plan.rules.posting.before) {
            return Ok(true);
        }
        let rounds = self.record.rounds()?;
        Ok(rounds.iter().any(|round| round.plan == *plan))
    }
}

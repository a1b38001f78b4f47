//! Taking a card in: checked against its plan, taken apart, sealed, committed, and only then a receipt.

use chrono::{Days, NaiveDate};
use rand::rngs::StdRng;

use super::prepared::ReadyReceipt;
use super::{ClockCheck, IssuedReceipt, Kiosk, Service, SlipRefusal, locked, qr};
use crate::app::AppError;
use crate::cardbox::{RoundLabel, SlipState, Submission};
use crate::courier::seal::{seal_opinion, seal_rating};
use crate::domain::batch::RoundKey;
use crate::domain::calendar::Promise;
use crate::domain::card::{Card, RatingSheet};
use crate::domain::ids::SubjectId;
use crate::domain::in_force::InForce;
use crate::domain::plan::Plan;
use crate::domain::receipt::ReceiptNumber;
use crate::words::Lang;

/// Whether somebody will answer: words that are more than blanks.
fn is_written(card: &Card) -> bool {
    let text = card.opinion.as_ref().map(|opinion| opinion.text.trim());
    text.is_some_and(|text| !text.is_empty())
}

/// The round that a card waits for which a slip opened: the slip's, and its group's.
fn label_of(plan: &Plan, state: SlipState) -> RoundLabel {
    RoundLabel {
        key: RoundKey {
            plan: state.key.plan,
            shape: plan.shape(),
            round: state.key.round,
            group: state.key.group,
        },
        // No day binds a round that only slips open.
        first: None,
        last: state.last,
    }
}

impl Kiosk {
    /// Takes a card in from a script; `None` when no receipt was wanted. The receipt speaks the device's language.
    pub fn submit(
        &self,
        card: &Card,
        want_receipt: bool,
    ) -> Result<Option<IssuedReceipt>, AppError> {
        let receipt = if want_receipt && is_written(card) {
            Some(self.prepared.take(&mut self.rng())?)
        } else {
            None
        };
        let issued = self.take_in(card, receipt, self.settings.language)?;
        Ok(want_receipt.then_some(issued))
    }

    /// Takes a card in from the screen, where everybody gets a receipt, in the language the resident chose. Each card uses
    /// one of the receipts made ahead, so that nobody learns by waiting whether words were written.
    pub fn submit_in(&self, card: &Card, lang: Lang) -> Result<IssuedReceipt, AppError> {
        let ready = self.prepared.take(&mut self.rng())?;
        let receipt = is_written(card).then_some(ready);
        self.take_in(card, receipt, lang)
    }

    /// Seals the card and commits it; durable before it returns. Without `receipt` the number is blank.
    fn take_in(
        &self,
        card: &Card,
        receipt: Option<ReadyReceipt>,
        lang: Lang,
    ) -> Result<IssuedReceipt, AppError> {
        if self.service() != Service::Open {
            return Err(AppError::Retired);
        }
        let today = self.plan_day();
        let held = self.plan(&card.plan).filter(|held| {
            let plan = &held.plan;
            let is_open = plan.is_entitled() || plan.is_open_on(today);
            let takes_it = is_open || (!card.has_ratings() && plan.takes_words_on(today));
            plan.revision == card.revision && takes_it
        });
        let held = held.ok_or_else(|| AppError::PlanNotOpen {
            plan: card.plan.to_string(),
        })?;
        let plan = &held.plan;
        if !plan.takes_by(self.channel()) {
            return Err(AppError::OtherChannel {
                plan: card.plan.to_string(),
            });
        }
        plan.accepts(card)?;
        let round = match self.check_slip(plan, card)? {
            Some(state) => Some(label_of(plan, state)),
            None if plan.is_open_on(today) => Some(self.round_label(&held)?),
            None => None,
        };
        let mut rng = self.rng();
        let reply_to = receipt.as_ref().map(|receipt| receipt.secrets.reply_to());
        let (ratings, opinion) = card.clone().into_sheets(reply_to);
        let community = self.community();
        let newest = community.sealing_key;
        let opinion = match &opinion {
            Some(sheet) => {
                let key = locked(&self.cardbox).key_of_words()?.unwrap_or(newest);
                Some(seal_opinion(sheet, &key, &community.id, &mut rng)?.bytes)
            }
            None => None,
        };
        match (&round, &opinion) {
            (Some(round), _) => self.commit(&Submission {
                round,
                ratings: &self.seal_ratings(&ratings, plan, round, &mut rng)?,
                opinion: opinion.as_deref(),
                slip: card.slip,
                issued: 0,
                abandoned: 0,
            })?,
            (None, Some(sealed)) => locked(&self.cardbox).submit_words(&plan.id, sealed)?,
            // The plan has accepted the card: it is not empty.
            (None, None) => {}
        }
        self.prepared.note_submission();
        if !plan.is_entitled() {
            locked(&self.pace).note((self.tunables.uptime)());
        }
        // Where nothing was written the number is blank: no secret is derived of it, and nobody hears of it.
        let number = match receipt {
            Some(receipt) => receipt.number,
            None => ReceiptNumber::random(&mut rng),
        };
        let promise = self.promise(plan.longest_term())?;
        let qr_text = qr::text(&community, plan, &number, promise, lang);
        Ok(IssuedReceipt {
            number,
            qr_text,
            promise,
        })
    }

    /// Every rating sheet sealed, each to the key of its round, and whom it is about.
    fn seal_ratings(
        &self,
        ratings: &[RatingSheet],
        plan: &Plan,
        round: &RoundLabel,
        rng: &mut StdRng,
    ) -> Result<Vec<(SubjectId, Vec<u8>)>, AppError> {
        let community = self.community();
        let (shape, fewest) = (Some(&round.key.shape), plan.fewest_sheets());
        let mut sealed = Vec::with_capacity(ratings.len());
        for sheet in ratings {
            let kept = locked(&self.cardbox).key_of_rating(&round.key, &sheet.subject, fewest)?;
            let key = &kept.unwrap_or(community.sealing_key);
            let rating = seal_rating(sheet, shape, key, &community.id, rng)?;
            sealed.push((sheet.subject.clone(), rating.bytes));
        }
        Ok(sealed)
    }

    /// Holds a card against the slip it is handed in for, where it is for one: whether that can be used decides the transaction of
    /// the card.
    fn check_slip(&self, plan: &Plan, card: &Card) -> Result<Option<SlipState>, AppError> {
        let Some(tag) = card.slip else {
            return Ok(None);
        };
        let state = locked(&self.cardbox).slip(tag)?;
        let is_its =
            |state: &SlipState| state.key.plan == card.plan && state.key.group == card.group;
        let Some(state) = state.filter(is_its) else {
            return Err(AppError::Slip(SlipRefusal::Unknown));
        };
        match self.judge_slip(plan, &state)? {
            None => Ok(Some(state)),
            Some(refusal) => Err(AppError::Slip(refusal)),
        }
    }

    /// The round that a card of today waits for, which no slip names: a closed one is never opened again, whatever the clock says.
    /// Where slips open cards it is the one that takes them.
    pub(super) fn round_label(&self, held: &InForce) -> Result<RoundLabel, AppError> {
        let plan = &held.plan;
        if plan.is_entitled() {
            let not_open = || AppError::PlanNotOpen {
                plan: plan.id.to_string(),
            };
            return self.running_ballot(plan)?.ok_or_else(not_open);
        }
        let cardbox = locked(&self.cardbox);
        let today = self.believed_day(cardbox.office_time()?);
        let closed = cardbox.closed_until(&plan.id)?;
        drop(cardbox);
        let day = closed
            .filter(|closed| *closed >= today)
            .and_then(|closed| closed.succ_opt())
            .unwrap_or(today);
        // A plan that takes a card today has a round today, whatever day it is believed to be: no card is refused for a clock.
        let round = held.round(day).or_else(|| held.round(self.plan_day()));
        let round = round.ok_or_else(|| AppError::PlanNotOpen {
            plan: plan.id.to_string(),
        })?;
        Ok(RoundLabel {
            key: RoundKey {
                plan: plan.id.clone(),
                shape: plan.shape(),
                round: round.id,
                group: None,
            },
            first: held.bound_first(&round),
            last: round.last.unwrap_or(NaiveDate::MAX),
        })
    }

    /// The day by which the office will have answered what is submitted today. The office counts from the day
    /// a stick brings it there, which is a sync interval away at most. A clock that is known to be wrong, or that no
    /// pack has vouched for in a long time, promises no day.
    fn promise(&self, working_days: u32) -> Result<Promise, AppError> {
        let office = locked(&self.cardbox).office_time()?;
        if self.check_clock(self.clock.now(), office) != ClockCheck::Plausible {
            return Ok(Promise::Within { working_days });
        }
        // Words wait for one sync more where the ratings of a round of slips leave first.
        let syncs = if self.has_open_ballot()? { 2 } else { 1 };
        let carried = Days::new(u64::from(self.settings.sync_interval_days) * syncs);
        let today = self.clock.today();
        let received = today.checked_add_days(carried).unwrap_or(today);
        let due = self.known(|known| known.calendar.due(received, working_days));
        Ok(Promise::By(due))
    }

    /// One transaction with the counts that waited in memory; when it fails they wait on.
    fn commit(&self, submission: &Submission<'_>) -> Result<(), AppError> {
        let pending = locked(&self.pending)
            .remove(&submission.round.key.plan)
            .unwrap_or_default();
        let counted = Submission {
            // A card from a script was never begun on a screen; it was issued all the same.
            issued: pending.issued.max(1),
            abandoned: pending.abandoned,
            ..*submission
        };
        let submitted = locked(&self.cardbox).submit(&counted);
        submitted.map_err(|error| {
            self.put_back(&submission.round.key.plan, pending);
            error.into()
        })
    }
}

//! Taking a card in: checked against its plan, taken apart, sealed, committed, and only then a receipt.

use chrono::Days;

use super::{ClockCheck, IssuedReceipt, Kiosk, Pending, locked, qr};
use crate::app::AppError;
use crate::cardbox::Submission;
use crate::courier::seal::{seal_opinion, seal_rating};
use crate::courier::sign::sign_receipt;
use crate::domain::calendar::Promise;
use crate::domain::card::Card;
use crate::words::Lang;

impl Kiosk {
    /// Seals the card and commits it; durable before it returns. `None` when no receipt was wanted. The
    /// receipt speaks the device's language.
    pub fn submit(
        &self,
        card: &Card,
        want_receipt: bool,
    ) -> Result<Option<IssuedReceipt>, AppError> {
        self.submit_in(card, want_receipt, self.settings.language)
    }

    /// [`Self::submit`] with the receipt's text in the language the resident chose.
    pub fn submit_in(
        &self,
        card: &Card,
        want_receipt: bool,
        lang: Lang,
    ) -> Result<Option<IssuedReceipt>, AppError> {
        let plan = self
            .plan(&card.plan)
            .filter(|plan| plan.revision == card.revision && plan.is_open_on(self.clock.today()));
        let Some(plan) = plan else {
            return Err(AppError::PlanNotOpen {
                plan: card.plan.to_string(),
            });
        };
        plan.accepts(card)?;
        let mut rng = self.rng();
        let receipt = if want_receipt {
            Some(self.prepared.take(&mut rng)?)
        } else {
            None
        };
        let reply_to = receipt.as_ref().map(|receipt| receipt.secrets.reply_to());
        let (ratings, opinion) = card.clone().into_sheets(reply_to);
        let community = self.community();
        let key = &community.sealing_key;
        let mut sealed = Vec::with_capacity(ratings.len());
        for sheet in &ratings {
            sealed.push(seal_rating(sheet, key, &community.id, &mut rng)?.bytes);
        }
        let opinion = match &opinion {
            Some(sheet) => Some(seal_opinion(sheet, key, &community.id, &mut rng)?.bytes),
            None => None,
        };
        self.commit(&Submission {
            plan: &card.plan,
            ratings: &sealed,
            opinion: opinion.as_deref(),
            tag: receipt.as_ref().map(|receipt| receipt.secrets.tag),
            slip: None,
            issued: 0,
            abandoned: 0,
        })?;
        self.prepared.note_submission();
        let Some(receipt) = receipt else {
            return Ok(None);
        };
        let promise = match &opinion {
            Some(_) => self.promise(plan.follow_up.reply_within_working_days)?,
            None => Promise::Counted,
        };
        let signature = sign_receipt(&self.device_key, &community.id, &receipt.secrets.tag);
        let qr_text = qr::text(
            &community,
            &plan,
            &receipt.number,
            promise,
            lang,
            &signature,
        );
        Ok(Some(IssuedReceipt {
            number: receipt.number.clone(),
            qr_text,
            promise,
        }))
    }

    /// The day by which the office will have answered what is submitted today. The office counts from the day
    /// a stick brings it there, which is a sync interval away at most. A clock that is known to be wrong, or that no
    /// pack has vouched for in a long time, promises no day.
    fn promise(&self, working_days: u32) -> Result<Promise, AppError> {
        let office = locked(&self.cardbox).office_time()?;
        if self.check_clock(office) != ClockCheck::Plausible {
            return Ok(Promise::Within { working_days });
        }
        let carried = Days::new(u64::from(self.settings.sync_interval_days));
        let today = self.clock.today();
        let received = today.checked_add_days(carried).unwrap_or(today);
        let due = self.known(|known| known.calendar.due(received, working_days));
        Ok(Promise::By(due))
    }

    /// One transaction with the counts that waited in memory; when it fails they wait on.
    fn commit(&self, submission: &Submission<'_>) -> Result<(), AppError> {
        let pending = locked(&self.pending)
            .remove(submission.plan)
            .unwrap_or_default();
        let counted = Submission {
            // A card from a script was never begun on a screen; it was issued all the same.
            issued: pending.issued.max(1),
            abandoned: pending.abandoned,
            ..*submission
        };
        locked(&self.cardbox).submit(&counted).map_err(|error| {
            let mut waiting = locked(&self.pending);
            let back = waiting.entry(submission.plan.clone()).or_default();
            *back = Pending {
                issued: back.issued + pending.issued,
                abandoned: back.abandoned + pending.abandoned,
            };
            error.into()
        })
    }
}

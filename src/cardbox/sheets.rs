//! Taking cards in: one durable transaction a submission.

use rusqlite::{Connection, TransactionBehavior, params};

use super::error::CardBoxError;
use super::rounds::{self, Counts, PlanKey, RoundLabel};
use super::slips;
use super::store::CardBox;
use crate::domain::batch::{SEALED_OPINION_BYTES, SEALED_RATING_BYTES};
use crate::domain::ids::{PlanId, SheetId, SlipTag, SubjectId};

/// One card, sealed.
#[derive(Debug, Clone, Copy)]
pub struct Submission<'a> {
    /// The round its ratings wait for; it is counted there.
    pub round: &'a RoundLabel,
    /// Sealed rating sheets, `SEALED_RATING_BYTES` each, and whom each is about.
    pub ratings: &'a [(SubjectId, Vec<u8>)],
    /// The sealed opinion sheet, `SEALED_OPINION_BYTES`.
    pub opinion: Option<&'a [u8]>,
    /// The voting slip used, when the plan has slips.
    pub slip: Option<SlipTag>,
    /// Cards begun since the last submission, this one included.
    pub issued: u64,
    /// Cards left since the last submission.
    pub abandoned: u64,
}

impl CardBox {
    /// Takes a card in. Durable when it returns. After an error nothing of the card is in the box, unless the
    /// disk failed for good in the very last step of the commit: then the whole card may be.
    pub fn submit(&mut self, card: &Submission<'_>) -> Result<(), CardBoxError> {
        let misfit = card
            .ratings
            .iter()
            .map(|(_, sheet)| (sheet.len(), SEALED_RATING_BYTES))
            .chain(
                card.opinion
                    .map(|sheet| (sheet.len(), SEALED_OPINION_BYTES)),
            )
            .find(|(given, required)| given != required);
        if let Some((given, _)) = misfit {
            return Err(CardBoxError::SheetSize(given));
        }
        let round = &card.round.key;
        let key = PlanKey::of(&round.plan).0;
        self.untidy = true;
        let step = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut rating = step.prepare_cached(
                "INSERT INTO rating (id, plan_key, sealed, queue) VALUES (?1, ?2, ?3, ?4)",
            )?;
            for (subject, sealed) in card.ratings {
                let queue = round.queue(Some(subject));
                rating.execute(params![SheetId::of(sealed).0, key, sealed, queue])?;
                rounds::add_to_queue(&step, round, Some(subject), 1)?;
            }
            if let Some(sealed) = card.opinion {
                insert_opinion(&step, &round.plan, sealed)?;
            }
            if let Some(slip) = card.slip {
                slips::redeem(&step, slip, round)?;
            }
            let more = Counts {
                issued: card.issued,
                submitted: 1,
                abandoned: card.abandoned,
            };
            rounds::count(&step, card.round, &more)?;
        }
        let committed = step.commit();
        self.confirm_commit(committed, |connection| has_card(connection, card))
    }

    /// Takes a follow-up in (回访), which stays for `syncs` syncs and leaves with the one after, among opinions: in the file it is a
    /// row like theirs. How long it stays is in memory only. After a restart it leaves with the next sync.
    pub fn submit_follow_up(
        &mut self,
        plan: &PlanId,
        sealed: &[u8],
        syncs: u32,
    ) -> Result<(), CardBoxError> {
        self.submit_words(plan, sealed)?;
        // As long as words go on with an older key, nothing may stay longer than they.
        if syncs > 0 && self.key_of_words()?.is_none() {
            self.held.insert(SheetId::of(sealed), syncs);
        }
        Ok(())
    }

    /// Takes words in under a plan that runs no round: they belong to none, and nothing is counted. Durable when it returns, as
    /// [`Self::submit`] is.
    pub fn submit_words(&mut self, plan: &PlanId, sealed: &[u8]) -> Result<(), CardBoxError> {
        if sealed.len() != SEALED_OPINION_BYTES {
            return Err(CardBoxError::SheetSize(sealed.len()));
        }
        self.untidy = true;
        let step = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        insert_opinion(&step, plan, sealed)?;
        let committed = step.commit();
        self.confirm_commit(committed, |connection| has_words(connection, sealed))
    }
}

fn insert_opinion(step: &Connection, plan: &PlanId, sealed: &[u8]) -> Result<(), CardBoxError> {
    step.prepare_cached("INSERT INTO opinion (id, plan_key, sealed) VALUES (?1, ?2, ?3)")?
        .execute(params![SheetId::of(sealed).0, PlanKey::of(plan).0, sealed])?;
    Ok(())
}

fn has_words(connection: &Connection, sealed: &[u8]) -> Result<bool, CardBoxError> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM opinion WHERE id = ?1")?
        .exists([SheetId::of(sealed).0])?)
}

/// Whether a card's sheets are in the box; a sheet's identifier is its content.
fn has_card(connection: &Connection, card: &Submission<'_>) -> Result<bool, CardBoxError> {
    let (table, sealed) = match (card.ratings.first(), card.opinion) {
        (Some((_, sealed)), _) => ("rating", sealed.as_slice()),
        (None, Some(sealed)) => ("opinion", sealed),
        (None, None) => return Ok(false),
    };
    Ok(connection
        .prepare_cached(&format!("SELECT 1 FROM {table} WHERE id = ?1"))?
        .exists([SheetId::of(sealed).0])?)
}

//! Taking cards in: one durable transaction a submission, and the counters.

use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use super::error::CardBoxError;
use super::store::{CardBox, from_row, to_row};
use crate::domain::batch::{SEALED_OPINION_BYTES, SEALED_RATING_BYTES};
use crate::domain::ids::{PlanId, SheetId, SlipHash, Tag};

/// What a row says of its plan: the first eight bytes of the SHA-256 of the plan's identifier. One width
/// for every plan, so that row sizes say nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlanKey(pub [u8; 8]);

impl PlanKey {
    /// The key of a plan.
    #[must_use]
    pub fn of(plan: &PlanId) -> Self {
        let digest: [u8; 32] = Sha256::digest(plan.as_str()).into();
        let mut key = [0u8; 8];
        for (to, from) in key.iter_mut().zip(digest) {
            *to = from;
        }
        Self(key)
    }
}

/// One card, sealed.
#[derive(Debug, Clone, Copy)]
pub struct Submission<'a> {
    /// Its plan.
    pub plan: &'a PlanId,
    /// Sealed rating sheets, `SEALED_RATING_BYTES` each.
    pub ratings: &'a [Vec<u8>],
    /// The sealed opinion sheet, `SEALED_OPINION_BYTES`.
    pub opinion: Option<&'a [u8]>,
    /// The receipt's tag, when one was wanted.
    pub tag: Option<Tag>,
    /// The voting slip used, when the plan has slips.
    pub slip: Option<SlipHash>,
    /// Cards begun since the last submission, this one included.
    pub issued: u64,
    /// Cards left since the last submission.
    pub abandoned: u64,
}

/// What a plan's counters say since its last batch of ratings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Which plan.
    pub plan: PlanKey,
    /// Cards begun.
    pub issued: u64,
    /// Cards submitted.
    pub submitted: u64,
    /// Cards left.
    pub abandoned: u64,
    /// Of the submitted ones those that rate something: the crowd in which ratings leave.
    pub rated: u64,
}

impl CardBox {
    /// Takes a card in. Durable when it returns. After an error nothing of the card is in the box, unless the
    /// disk failed for good in the very last step of the commit: then the whole card may be.
    pub fn submit(&mut self, card: &Submission<'_>) -> Result<(), CardBoxError> {
        let misfit = card
            .ratings
            .iter()
            .map(|sheet| (sheet.len(), SEALED_RATING_BYTES))
            .chain(
                card.opinion
                    .map(|sheet| (sheet.len(), SEALED_OPINION_BYTES)),
            )
            .find(|(given, required)| given != required);
        if let Some((given, _)) = misfit {
            return Err(CardBoxError::SheetSize(given));
        }
        let key = PlanKey::of(card.plan).0;
        self.untidy = true;
        let step = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut rating = step
                .prepare_cached("INSERT INTO rating (id, plan_key, sealed) VALUES (?1, ?2, ?3)")?;
            for sealed in card.ratings {
                rating.execute(params![SheetId::of(sealed).0, key, sealed])?;
            }
            if let Some(sealed) = card.opinion {
                step.prepare_cached(
                    "INSERT INTO opinion (id, plan_key, sealed) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![SheetId::of(sealed).0, key, sealed])?;
            }
            if let Some(tag) = card.tag {
                step.prepare_cached(
                    "INSERT INTO receipt (tag, plan_key, with_words) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![tag.0, key, card.opinion.is_some()])?;
            }
            if let Some(slip) = card.slip {
                step.prepare_cached("INSERT INTO slip (hash, plan_key) VALUES (?1, ?2)")?
                    .execute(params![slip.0, key])
                    .map_err(|error| match error.sqlite_error_code() {
                        Some(ErrorCode::ConstraintViolation) => CardBoxError::SlipUsed,
                        _ => error.into(),
                    })?;
            }
            let counts = Waiting {
                plan: PlanKey(key),
                issued: card.issued,
                submitted: 1,
                abandoned: card.abandoned,
                rated: u64::from(!card.ratings.is_empty()),
            };
            count(&step, &counts)?;
        }
        let committed = step.commit();
        self.confirm_commit(committed, |connection| has_card(connection, card))
    }

    /// Adds cards begun and left since the last submission.
    pub fn count(&self, plan: &PlanId, issued: u64, abandoned: u64) -> Result<(), CardBoxError> {
        if issued == 0 && abandoned == 0 {
            return Ok(());
        }
        let key = PlanKey::of(plan);
        let before = counter(&self.connection, key)?;
        let counts = Waiting {
            plan: key,
            issued,
            submitted: 0,
            abandoned,
            rated: 0,
        };
        let counted = count(&self.connection, &counts);
        self.confirm_commit(
            counted,
            |connection| Ok(counter(connection, key)? != before),
        )
    }

    /// The counters of every plan since its last batch of ratings.
    pub fn waiting(&self) -> Result<Vec<Waiting>, CardBoxError> {
        let mut query = self.connection.prepare_cached(
            "SELECT plan_key, issued, submitted, abandoned, rated FROM counter ORDER BY plan_key",
        )?;
        let rows = query.query_map([], waiting)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether a receipt with this tag was issued here and is not acknowledged yet.
    pub fn has_receipt(&self, tag: Tag) -> Result<bool, CardBoxError> {
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM receipt WHERE tag = ?1")?
            .query_row([tag.0], |_| Ok(()))
            .optional()?
            .is_some())
    }
}

/// Whether a card's sheets are in the box; a sheet's identifier is its content.
fn has_card(connection: &Connection, card: &Submission<'_>) -> Result<bool, CardBoxError> {
    let (table, sealed) = match (card.ratings.first(), card.opinion) {
        (Some(sealed), _) => ("rating", sealed.as_slice()),
        (None, Some(sealed)) => ("opinion", sealed),
        (None, None) => return Ok(false),
    };
    Ok(connection
        .prepare_cached(&format!("SELECT 1 FROM {table} WHERE id = ?1"))?
        .exists([SheetId::of(sealed).0])?)
}

fn counter(connection: &Connection, plan: PlanKey) -> Result<Option<Waiting>, CardBoxError> {
    Ok(connection
        .prepare_cached(
            "SELECT plan_key, issued, submitted, abandoned, rated FROM counter WHERE plan_key = ?1",
        )?
        .query_row([plan.0], waiting)
        .optional()?)
}

pub(super) fn waiting(row: &Row<'_>) -> rusqlite::Result<Waiting> {
    Ok(Waiting {
        plan: PlanKey(row.get("plan_key")?),
        issued: from_row(row, "issued")?,
        submitted: from_row(row, "submitted")?,
        abandoned: from_row(row, "abandoned")?,
        rated: from_row(row, "rated")?,
    })
}

fn count(connection: &Connection, more: &Waiting) -> Result<(), CardBoxError> {
    connection
        .prepare_cached(
            "INSERT INTO counter (plan_key, issued, submitted, abandoned, rated)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (plan_key) DO UPDATE SET issued = issued + excluded.issued,
                 submitted = submitted + excluded.submitted,
                 abandoned = abandoned + excluded.abandoned,
                 rated = rated + excluded.rated",
        )?
        .execute(params![
            more.plan.0,
            to_row(more.issued),
            to_row(more.submitted),
            to_row(more.abandoned),
            to_row(more.rated)
        ])?;
    Ok(())
}

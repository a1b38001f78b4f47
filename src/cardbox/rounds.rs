//! Rounds whose ratings wait: counters a round, a queue a subject, and nothing a card.

use chrono::{NaiveDate, TimeDelta};
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use sha2::{Digest as _, Sha256};

use super::error::CardBoxError;
use super::store::{CardBox, closed_key, from_row, parsed, to_row};
use super::{rekey, slips};
use crate::domain::batch::RoundKey;
use crate::domain::departure::{Ballot, Departure, NextRound, Queue};
use crate::domain::ids::{BatchNumber, GroupId, PlanId, Shape, SubjectId};
use crate::domain::plan::Plan;

/// What a row says of its plan: the first eight bytes of the SHA-256 of the plan's identifier. One width for every plan, so that
/// row sizes say nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlanKey(pub [u8; 8]);

impl PlanKey {
    /// The key of a plan.
    pub(super) fn of(plan: &PlanId) -> Self {
        let digest: [u8; 32] = Sha256::digest(plan.as_str()).into();
        let mut key = [0u8; 8];
        for (to, from) in key.iter_mut().zip(digest) {
            *to = from;
        }
        Self(key)
    }
}

/// A round, and when it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundLabel {
    /// Which.
    pub key: RoundKey,
    /// The first day on which this device takes cards for it; none where no day binds it.
    pub first: Option<NaiveDate>,
    /// The last.
    pub last: NaiveDate,
}

impl RoundLabel {
    /// The round that sheets join which depart so: a later one of the same questions, or the same of the whole body.
    fn joined(&self, departure: Departure) -> Option<Self> {
        let key = self.key.clone();
        match departure {
            Departure::Joins(NextRound { id, first, last }) => Some(Self {
                key: RoundKey { round: id, ..key },
                first,
                last,
            }),
            Departure::JoinsWhole => Some(Self {
                key: RoundKey { group: None, ..key },
                ..self.clone()
            }),
            Departure::Waits | Departure::Leaves | Departure::Withheld => None,
        }
    }
}

/// What a round counts of its cards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Cards begun.
    pub issued: u64,
    /// Cards submitted.
    pub submitted: u64,
    /// Cards left.
    pub abandoned: u64,
}

/// A round of which something waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRound {
    /// Which.
    pub label: RoundLabel,
    /// What it has counted.
    pub counts: Counts,
    /// So many sheets about one subject leave together at least, by every plan that it was asked under until the newest pack.
    pub fewest: u32,
    /// Whether sheets of an earlier round joined it.
    pub has_carried_over: bool,
    /// How many sheets wait about whom; about nobody in particular those that waited when the program was brought up to
    /// date, and of those the cards are counted.
    pub queues: Vec<(Option<SubjectId>, u64)>,
    /// Where it takes cards for slips only: whether staff have ended it.
    pub ended: Option<bool>,
}

impl WaitingRound {
    /// One of its queues.
    #[must_use]
    pub fn queue(&self, sheets: u64) -> Queue {
        Queue {
            key: self.label.key.clone(),
            first: self.label.first,
            last: self.label.last,
            sheets,
            ballot: self.ended.map(|is_ended| Ballot {
                is_ended,
                cards: self.counts.submitted,
            }),
        }
    }
}

impl CardBox {
    /// Adds cards begun and left since the last submission to a round.
    pub fn count(&self, round: &RoundLabel, more: &Counts) -> Result<(), CardBoxError> {
        if *more == Counts::default() {
            return Ok(());
        }
        let before = counts(&self.connection, &round.key)?;
        let counted = count(&self.connection, round, more);
        self.confirm_commit(counted, |connection| {
            Ok(counts(connection, &round.key)? != before)
        })
    }

    /// Every round of which anything waits, by its key.
    pub fn waiting_rounds(&self) -> Result<Vec<WaitingRound>, CardBoxError> {
        let mut query = self.connection.prepare_cached(
            "SELECT plan, shape, round, voters, first, last, issued, submitted, abandoned, carried, fewest
             FROM round ORDER BY plan, round, voters, key",
        )?;
        let rounds = query.query_map([], round)?;
        let mut found = rounds.collect::<Result<Vec<_>, _>>()?;
        let mut query = self.connection.prepare_cached(
            "SELECT subject, sheets FROM queue WHERE round = ?1 ORDER BY subject",
        )?;
        for round in &mut found {
            let queues = query.query_map([round.label.key.queue(None)], |row| {
                Ok((subject(row)?, from_row(row, "sheets")?))
            })?;
            round.queues = queues.collect::<Result<_, _>>()?;
            round.ended = slips::ended(&self.connection, &round.label.key)?;
        }
        Ok(found)
    }

    /// Rating sheets that waited when the program was brought up to date join `round`. Whom they are about is sealed, so
    /// that they stay together, and their cards are counted.
    pub fn adopt_ratings(&mut self, round: &RoundLabel) -> Result<(), CardBoxError> {
        let key = PlanKey::of(&round.key.plan).0;
        self.untidy = true;
        let step = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let waited: Option<(Counts, u64)> = step
            .prepare_cached(
                "DELETE FROM counter WHERE plan_key = ?1
                 RETURNING issued, submitted, abandoned, rated",
            )?
            .query_row([key], |row| {
                Ok((read_counts(row)?, from_row(row, "rated")?))
            })
            .optional()?;
        let Some((counts, cards)) = waited else {
            return Ok(());
        };
        count(&step, round, &counts)?;
        let moved = step
            .prepare_cached(
                "UPDATE rating SET queue = ?1 WHERE batch = 0 AND queue = x'' AND plan_key = ?2",
            )?
            .execute(params![round.key.queue(None), key])?;
        if moved > 0 {
            add_to_queue(&step, &round.key, None, cards.max(1))?;
        }
        let committed = step.commit();
        self.confirm_commit(committed, |connection| {
            Ok(!connection
                .prepare_cached("SELECT 1 FROM counter WHERE plan_key = ?1")?
                .exists([key])?)
        })
    }

    /// Moves queues that are too few into the rounds they join, where no batch of their own round tells of it.
    pub fn join_rounds(
        &mut self,
        round: &WaitingRound,
        departures: &[Departure],
    ) -> Result<(), CardBoxError> {
        self.untidy = true;
        let step = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut joined = None;
        for ((subject, sheets), departure) in round.queues.iter().zip(departures) {
            if let Some(next) = round.label.joined(*departure) {
                join(&step, round, subject.as_ref(), *sheets, &next)?;
                joined = Some(next);
            }
        }
        if departures.contains(&Departure::JoinsWhole) {
            slips::count_in_whole(&step, &round.label.key)?;
        }
        // Where all of it joins, what it counted goes along.
        if let Some(next) = joined
            && departures
                .iter()
                .all(|departure| round.label.joined(*departure).is_some())
        {
            count(&step, &next, &round.counts)?;
            remove(&step, &round.label.key)?;
        }
        Ok(step.commit()?)
    }

    /// The last day of the newest round of `plan` whose ratings left after it had ended.
    pub fn closed_until(&self, plan: &PlanId) -> Result<Option<NaiveDate>, CardBoxError> {
        let text = self.meta(&closed_key(plan))?;
        Ok(text.and_then(|text| text.parse().ok()))
    }

    /// Whether ratings wait that version 0.1 took in.
    pub fn has_ratings_to_adopt(&self) -> Result<bool, CardBoxError> {
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM counter")?
            .exists([])?)
    }

    /// Forgets a round that has ended and of which nothing waits: no batch will tell of it.
    pub fn forget_round(&self, key: &RoundKey) -> Result<(), CardBoxError> {
        remove(&self.connection, key)
    }
}

/// Adds so many sheets about `subject` to their queue, made where it is missing.
pub(super) fn add_to_queue(
    step: &Connection,
    round: &RoundKey,
    subject: Option<&SubjectId>,
    sheets: u64,
) -> Result<(), CardBoxError> {
    step.prepare_cached(
        "INSERT INTO queue (key, round, subject, sheets) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (key) DO UPDATE SET sheets = sheets + excluded.sheets",
    )?
    .execute(params![
        // What is about nobody in particular lies under the round's own name, in another table than that.
        round.queue(subject),
        round.queue(None),
        subject.map_or("", SubjectId::as_str),
        to_row(sheets)
    ])?;
    Ok(())
}

/// Adds to a round's counters, made where they are missing. Where its plan was away meanwhile, it began as many days before it
/// came back as it had stood.
pub(super) fn count(
    step: &Connection,
    round: &RoundLabel,
    more: &Counts,
) -> Result<(), CardBoxError> {
    let key = &round.key;
    step.prepare_cached(
        "INSERT INTO round (key, plan, shape, round, voters, first, last, issued, submitted, abandoned)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (key) DO UPDATE SET
             first = CASE WHEN first <> '' AND excluded.first > last
                 THEN date(excluded.first, CAST(julianday(first) - julianday(last) - 1 AS INTEGER) || ' days')
                 ELSE first END,
             last = excluded.last, issued = issued + excluded.issued,
             submitted = submitted + excluded.submitted, abandoned = abandoned + excluded.abandoned",
    )?
    .execute(params![
        key.queue(None),
        key.plan.as_str(),
        key.shape.0,
        key.round.to_string(),
        key.group.as_ref().map_or("", GroupId::as_str),
        round.first.map_or_else(String::new, |first| first.to_string()),
        round.last.to_string(),
        to_row(more.issued),
        to_row(more.submitted),
        to_row(more.abandoned),
    ])?;
    Ok(())
}

/// Takes what of a round leaves, with the batch's number; what is withheld goes with the same batch and is not in it.
pub(super) fn take(
    step: &Connection,
    number: BatchNumber,
    round: &WaitingRound,
    departures: &[Departure],
) -> Result<(), CardBoxError> {
    let key = &round.label.key;
    for ((subject, sheets), departure) in round.queues.iter().zip(departures) {
        let queue = key.queue(subject.as_ref());
        let sealing = rekey::beside(step, key, subject.as_ref())?;
        let batch = match departure {
            Departure::Waits => continue,
            Departure::Leaves => i64::from(number.0),
            Departure::Withheld => -i64::from(number.0),
            Departure::Joins(_) | Departure::JoinsWhole => {
                if let Some(next) = round.label.joined(*departure) {
                    join(step, round, subject.as_ref(), *sheets, &next)?;
                }
                continue;
            }
        };
        step.prepare_cached("UPDATE rating SET batch = ?1 WHERE batch = 0 AND queue = ?2")?
            .execute(params![batch, queue])?;
        step.prepare_cached("DELETE FROM queue WHERE key = ?1")?
            .execute([queue])?;
        if *departure == Departure::Withheld {
            rekey::pass_on(step, key, subject.as_ref(), &sealing)?;
        }
    }
    if departures.contains(&Departure::Waits) {
        // They will join another round; what this one counted has been told.
        step.prepare_cached(
            "UPDATE round SET issued = 0, submitted = 0, abandoned = 0, carried = 0 WHERE key = ?1",
        )?
        .execute([key.queue(None)])?;
        return Ok(());
    }
    remove(step, key)
}

/// What waits of a plan's questions leaves no sooner than this text of it says, whatever the next one does.
pub(super) fn raise_floor(step: &Connection, text: &str) -> Result<(), CardBoxError> {
    // One that this program does not read takes no cards.
    let Ok(plan) = Plan::parse(text) else {
        return Ok(());
    };
    step.prepare_cached(
        "UPDATE round SET fewest = max(fewest, ?1) WHERE plan = ?2 AND shape = ?3",
    )?
    .execute(params![
        plan.fewest_sheets(),
        plan.id.as_str(),
        plan.shape().0
    ])?;
    Ok(())
}

/// Sheets about one subject join another round, and the days on which they were taken count for it.
fn join(
    step: &Connection,
    from: &WaitingRound,
    subject: Option<&SubjectId>,
    sheets: u64,
    to: &RoundLabel,
) -> Result<(), CardBoxError> {
    count(step, to, &Counts::default())?;
    step.prepare_cached("UPDATE round SET fewest = max(fewest, ?2) WHERE key = ?1")?
        .execute(params![to.key.queue(None), from.fewest])?;
    if to.key.round != from.label.key.round {
        let before = from.queue(sheets).days().map(TimeDelta::days);
        let first = to.first.zip(before);
        let first = first.and_then(|(first, before)| first.checked_sub_signed(before));
        step.prepare_cached(
            "UPDATE round SET carried = 1, first = CASE WHEN first <> '' AND ?2 < first THEN ?2 ELSE first END
             WHERE key = ?1",
        )?
        .execute(params![
            to.key.queue(None),
            first.map(|first| first.to_string())
        ])?;
    }
    let from = &from.label.key;
    let (old, new) = (from.queue(subject), to.key.queue(subject));
    let sealing = rekey::beside(step, from, subject)?;
    step.prepare_cached("DELETE FROM queue WHERE key = ?1")?
        .execute([old])?;
    add_to_queue(step, &to.key, subject, sheets)?;
    rekey::pass_on(step, from, subject, &sealing)?;
    step.prepare_cached("UPDATE rating SET queue = ?1 WHERE batch = 0 AND queue = ?2")?
        .execute(params![new, old])?;
    Ok(())
}

fn remove(step: &Connection, key: &RoundKey) -> Result<(), CardBoxError> {
    step.prepare_cached("DELETE FROM round WHERE key = ?1")?
        .execute([key.queue(None)])?;
    Ok(())
}

fn counts(connection: &Connection, key: &RoundKey) -> Result<Option<Counts>, CardBoxError> {
    Ok(connection
        .prepare_cached("SELECT issued, submitted, abandoned FROM round WHERE key = ?1")?
        .query_row([key.queue(None)], read_counts)
        .optional()?)
}

fn read_counts(row: &Row<'_>) -> rusqlite::Result<Counts> {
    Ok(Counts {
        issued: from_row(row, "issued")?,
        submitted: from_row(row, "submitted")?,
        abandoned: from_row(row, "abandoned")?,
    })
}

fn round(row: &Row<'_>) -> rusqlite::Result<WaitingRound> {
    let group: String = row.get("voters")?;
    Ok(WaitingRound {
        label: RoundLabel {
            key: RoundKey {
                plan: parsed::<PlanId>(row, "plan")?,
                shape: Shape(row.get("shape")?),
                round: parsed(row, "round")?,
                group: if group.is_empty() {
                    None
                } else {
                    Some(parsed::<GroupId>(row, "voters")?)
                },
            },
            first: day(row, "first")?,
            last: parsed(row, "last")?,
        },
        counts: read_counts(row)?,
        fewest: row.get("fewest")?,
        has_carried_over: row.get("carried")?,
        queues: Vec::new(),
        ended: None,
    })
}

/// A day; none where it is empty.
fn day(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<NaiveDate>> {
    let text: String = row.get(column)?;
    if text.is_empty() {
        Ok(None)
    } else {
        parsed(row, column).map(Some)
    }
}

fn subject(row: &Row<'_>) -> rusqlite::Result<Option<SubjectId>> {
    let text: String = row.get("subject")?;
    if text.is_empty() {
        Ok(None)
    } else {
        parsed(row, "subject").map(Some)
    }
}

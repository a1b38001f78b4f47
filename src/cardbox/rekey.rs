//! To which key of the office a sheet is sealed that joins others which wait.
//!
//! A pack may bring a new key. Whoever opens sheets sees to which key each is sealed; if a card of today were sealed to the new one
//! and those of last week, with which it leaves, to the old, the office would learn what came before a sync and what after.
//! So whatever waits together is sealed to one key: words go on with the old one only as long as older ones wait that did not
//! leave with the sync; ratings until their round has left, and, where too few about somebody join the next round, there as well.
//!
//! A key that is not the newest stands beside the round and the queue that go on with it; nothing stands beside the others.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::CardBoxError;
use super::store::{CardBox, delete_meta, meta, set_meta};
use crate::domain::batch::RoundKey;
use crate::domain::ids::{SealingKey, SubjectId};

/// Under which `meta` keeps to what words are sealed as long as older ones wait.
const WORDS_KEY: &str = "words-key";

/// What a pack changes of the key that is sealed to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Rekey {
    /// Nothing.
    #[default]
    Same,
    /// Another than this one, which the office has still.
    From(SealingKey),
    /// The office was set back, and has what was sealed to no longer.
    Lost,
}

impl CardBox {
    /// To what a rating is sealed that waits for `round`; none where it is the newest key. Of fewer than `fewest` sheets about
    /// somebody that wait in an earlier round it is known that they may join.
    pub fn key_of_rating(
        &self,
        round: &RoundKey,
        subject: &SubjectId,
        fewest: u32,
    ) -> Result<Option<SealingKey>, CardBoxError> {
        let of_queue = self
            .connection
            .prepare_cached(
                "SELECT queue.sealing FROM queue JOIN round ON queue.round = round.key
                 WHERE round.plan = ?1 AND round.shape = ?2 AND queue.subject = ?3
                     AND queue.sealing <> x'' AND (queue.key = ?4 OR queue.sheets < max(?5, round.fewest))
                 ORDER BY queue.key = ?4 DESC LIMIT 1",
            )?
            .query_row(
                params![
                    round.plan.as_str(),
                    round.shape.0,
                    subject.as_str(),
                    round.queue(Some(subject)),
                    fewest
                ],
                |row| row.get(0).map(SealingKey),
            )
            .optional()?;
        if of_queue.is_some() {
            return Ok(of_queue);
        }
        // Its groups may be counted in the whole.
        Ok(self
            .connection
            .prepare_cached(
                "SELECT sealing FROM round
                 WHERE plan = ?1 AND shape = ?2 AND round = ?3 AND sealing <> x'' LIMIT 1",
            )?
            .query_row(
                params![round.plan.as_str(), round.shape.0, round.round.to_string()],
                |row| row.get(0).map(SealingKey),
            )
            .optional()?)
    }

    /// To what words are sealed; none where it is the newest key.
    pub fn key_of_words(&self) -> Result<Option<SealingKey>, CardBoxError> {
        let key = self.meta(WORDS_KEY)?;
        Ok(key.and_then(|key| SealingKey::try_from(key).ok()))
    }
}

/// What waits goes on with the key it has.
pub(super) fn take(step: &Connection, rekey: Rekey) -> Result<(), CardBoxError> {
    match rekey {
        Rekey::Same => {}
        Rekey::From(key) => {
            step.prepare_cached("UPDATE queue SET sealing = ?1 WHERE sealing = x''")?
                .execute([key.0])?;
            step.prepare_cached(
                "UPDATE round SET sealing = ?1
                 WHERE sealing = x'' AND key IN (SELECT round FROM queue)",
            )?
            .execute([key.0])?;
            let words_wait = step
                .prepare_cached("SELECT 1 FROM opinion WHERE batch = 0")?
                .exists([])?;
            if words_wait && meta(step, WORDS_KEY)?.is_none() {
                set_meta(step, WORDS_KEY, &key.to_string())?;
            }
        }
        Rekey::Lost => {
            step.execute_batch("UPDATE queue SET sealing = x''; UPDATE round SET sealing = x'';")?;
            forget_words(step)?;
        }
    }
    Ok(())
}

/// No words wait any more.
pub(super) fn forget_words(step: &Connection) -> Result<(), CardBoxError> {
    delete_meta(step, WORDS_KEY)
}

/// The key that stands beside a queue; empty where none does.
pub(super) fn beside(
    step: &Connection,
    round: &RoundKey,
    subject: Option<&SubjectId>,
) -> Result<Vec<u8>, CardBoxError> {
    let key = step
        .prepare_cached("SELECT sealing FROM queue WHERE key = ?1")?
        .query_row([round.queue(subject)], |row| row.get(0))
        .optional()?;
    Ok(key.unwrap_or_default())
}

/// Sheets about `subject` that were too few for `round`: what comes after them goes on with their key.
pub(super) fn pass_on(
    step: &Connection,
    round: &RoundKey,
    subject: Option<&SubjectId>,
    key: &[u8],
) -> Result<(), CardBoxError> {
    step.prepare_cached(
        "UPDATE queue SET sealing = ?1 WHERE sealing = x'' AND subject = ?2
             AND round IN (SELECT key FROM round WHERE plan = ?3 AND shape = ?4)",
    )?
    .execute(params![
        key,
        subject.map_or("", SubjectId::as_str),
        round.plan.as_str(),
        round.shape.0
    ])?;
    Ok(())
}

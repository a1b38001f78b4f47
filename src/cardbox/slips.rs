//! 评议票 at the kiosk: every slip that could be used has its row before the round opens, and a used one is a flag in it. So the
//! file is the same for every order of use.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use sha2::{Digest as _, Sha256};

use super::error::CardBoxError;
use super::store::{CardBox, closed_key, from_row, opened_key, parsed, set_meta, to_row};
use crate::domain::batch::RoundKey;
use crate::domain::ids::{GroupId, PlanId, SlipCommitment, SlipTag};
use crate::domain::round::RoundId;
use crate::domain::slip::{SlipKey, SlipList};

/// A list of slips that a pack brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipImport {
    /// The list, which is whole.
    pub list: SlipList,
    /// The last day of its round.
    pub last: NaiveDate,
    /// Whether its round has begun: then it is the one that was taken before, or none.
    pub has_begun: bool,
    /// Whether this device takes them.
    pub is_own: bool,
}

/// What the box knows of a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipState {
    /// Whose it is.
    pub key: SlipKey,
    /// Whether this device takes it.
    pub is_own: bool,
    /// The last day of its round.
    pub last: NaiveDate,
    /// Where it stands.
    pub standing: SlipStanding,
    /// Its round was ended here.
    pub is_ended: bool,
}

/// Where a slip stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipStanding {
    /// It can be used.
    Valid,
    /// Used here.
    Used,
    /// The office says that it is void.
    Voided,
}

/// A list of slips that this device takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldSlips {
    /// Whose.
    pub key: SlipKey,
    /// The last day of the round.
    pub last: NaiveDate,
    /// How many.
    pub number: u64,
    /// How many of them are void.
    pub voided: u64,
    /// What the ledger says they are.
    pub commitment: SlipCommitment,
    /// Its round was ended here.
    pub is_ended: bool,
}

/// The key of a list: one width for every label.
fn list_key(key: &SlipKey) -> [u8; 16] {
    let mut digest = Sha256::new();
    let group = key.group.as_ref().map_or("", GroupId::as_str);
    let round = key.round.to_string();
    for part in [key.plan.as_str(), &round, key.device.as_str(), group] {
        digest.update(part);
        digest.update("\n");
    }
    let digest: [u8; 32] = digest.finalize().into();
    let mut short = [0; 16];
    short.copy_from_slice(digest.split_at(16).0);
    short
}

fn key_of(row: &Row<'_>) -> rusqlite::Result<SlipKey> {
    let group: String = row.get("voters")?;
    Ok(SlipKey {
        plan: parsed(row, "plan")?,
        round: parsed(row, "round")?,
        device: parsed(row, "device")?,
        group: if group.is_empty() {
            None
        } else {
            Some(parsed(row, "voters")?)
        },
    })
}

impl CardBox {
    /// What is known of a slip; none where no pack told of it.
    pub fn slip(&self, tag: SlipTag) -> Result<Option<SlipState>, CardBoxError> {
        let mut query = self.connection.prepare_cached(
            "SELECT plan, round, device, voters, own, last, used, voided, ended
             FROM slip_tag JOIN slip_list ON slip_list.key = slip_tag.list WHERE tag = ?1",
        )?;
        let state = query.query_row([tag.0], |row| {
            Ok(SlipState {
                key: key_of(row)?,
                is_own: row.get("own")?,
                last: parsed(row, "last")?,
                standing: match (row.get("used")?, row.get("voided")?) {
                    (true, _) => SlipStanding::Used,
                    (false, true) => SlipStanding::Voided,
                    (false, false) => SlipStanding::Valid,
                },
                is_ended: row.get("ended")?,
            })
        });
        Ok(state.optional()?)
    }

    /// Every list of slips that this device takes, by plan, round and group.
    pub fn held_slips(&self) -> Result<Vec<HeldSlips>, CardBoxError> {
        let mut query = self.connection.prepare_cached(
            "SELECT plan, round, device, voters, last, number, commitment, ended,
                 (SELECT count(*) FROM slip_tag WHERE list = slip_list.key AND voided) AS voided
             FROM slip_list WHERE own ORDER BY plan, round, voters",
        )?;
        let rows = query.query_map([], |row| {
            Ok(HeldSlips {
                key: key_of(row)?,
                last: parsed(row, "last")?,
                number: from_row(row, "number")?,
                voided: from_row(row, "voided")?,
                commitment: SlipCommitment(row.get("commitment")?),
                is_ended: row.get("ended")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The rounds of a plan that a pack told of slips of, for any device.
    pub fn rounds_with_slips(&self, plan: &PlanId) -> Result<Vec<RoundId>, CardBoxError> {
        let mut query = self.connection.prepare_cached(
            "SELECT DISTINCT round FROM slip_list WHERE plan = ?1 ORDER BY round",
        )?;
        let rows = query.query_map([plan.as_str()], |row| parsed(row, "round"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Counts a slip that was handed in although it had been used.
    pub fn count_refused(&self, tag: SlipTag) -> Result<(), CardBoxError> {
        let counted = self
            .connection
            .prepare_cached(
                "UPDATE slip_list SET refused = refused + 1
                 WHERE key = (SELECT list FROM slip_tag WHERE tag = ?1)",
            )?
            .execute([tag.0]);
        // Once too few is no harm: the answer does not depend on it.
        self.confirm_commit(counted.map(|_| ()), |_| Ok(false))
    }

    /// 打开评议会: a round of slips that is held in a sitting takes cards from now on.
    pub fn open_sitting(&self, plan: &PlanId, round: RoundId) -> Result<(), CardBoxError> {
        self.set_meta(&opened_key(plan, round), "1")
    }

    /// Whether staff opened the sitting of a round here.
    pub fn is_sitting_opened(&self, plan: &PlanId, round: RoundId) -> Result<bool, CardBoxError> {
        Ok(self.meta(&opened_key(plan, round))?.is_some())
    }

    /// Ends a round here: it takes no card any more, and what came leaves with the next sync.
    pub fn end_round(&mut self, plan: &PlanId, round: RoundId) -> Result<(), CardBoxError> {
        let step = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        end(&step, plan, round)?;
        let committed = step.commit();
        self.confirm_commit(committed, |connection| {
            Ok(!connection
                .prepare_cached(
                    "SELECT 1 FROM slip_list WHERE plan = ?1 AND round = ?2 AND own AND NOT ended",
                )?
                .exists([plan.as_str(), &round.to_string()])?)
        })
    }
}

/// Marks a round as ended, and its days as over for its plan: a closed round is never opened again.
fn end(step: &Connection, plan: &PlanId, round: RoundId) -> Result<(), CardBoxError> {
    let last: Option<String> = step
        .prepare_cached(
            "UPDATE slip_list SET ended = 1 WHERE plan = ?1 AND round = ?2 AND own RETURNING last",
        )?
        .query_map([plan.as_str(), &round.to_string()], |row| row.get(0))?
        .collect::<Result<Vec<String>, _>>()?
        .pop();
    match last {
        Some(last) => set_meta(step, &closed_key(plan), &last),
        None => Ok(()),
    }
}

/// Uses a slip, in the card's own transaction.
pub(super) fn redeem(
    step: &Connection,
    tag: SlipTag,
    round: &RoundKey,
) -> Result<(), CardBoxError> {
    let changed = step
        .prepare_cached(
            "UPDATE slip_tag SET used = 1 WHERE tag = ?1 AND used = 0 AND voided = 0
             AND list IN (SELECT key FROM slip_list
                 WHERE plan = ?2 AND round = ?3 AND voters = ?4 AND own AND NOT ended)",
        )?
        .execute(params![
            tag.0,
            round.plan.as_str(),
            round.round.to_string(),
            round.group.as_ref().map_or("", GroupId::as_str),
        ])?;
    if changed == 1 {
        Ok(())
    } else {
        Err(CardBoxError::SlipUsed)
    }
}

/// Whether a round is one of slips, and if so whether it was ended here.
pub(super) fn ended(
    connection: &Connection,
    round: &RoundKey,
) -> Result<Option<bool>, CardBoxError> {
    let found = connection
        .prepare_cached(
            "SELECT ended FROM slip_list WHERE plan = ?1 AND round = ?2 AND own LIMIT 1",
        )?
        .query_row([round.plan.as_str(), &round.round.to_string()], |row| {
            row.get(0)
        });
    Ok(found.optional()?)
}

/// The cards of a group are counted in the whole body: so are its slips.
pub(super) fn count_in_whole(step: &Connection, round: &RoundKey) -> Result<(), CardBoxError> {
    step.prepare_cached(
        "UPDATE slip_list SET in_whole = 1 WHERE plan = ?1 AND round = ?2 AND voters = ?3 AND own",
    )?
    .execute(params![
        round.plan.as_str(),
        round.round.to_string(),
        round.group.as_ref().map_or("", GroupId::as_str),
    ])?;
    Ok(())
}

/// How many slips stand behind what leaves of a round, used and refused; and ends the round.
pub(super) fn tell(step: &Connection, round: &RoundKey) -> Result<(u64, u64), CardBoxError> {
    if ended(step, round)?.is_none() {
        return Ok((0, 0));
    }
    end(step, &round.plan, round.round)?;
    let lists = step
        .prepare_cached(
            "UPDATE slip_list SET told = 1 WHERE plan = ?1 AND round = ?2 AND own AND NOT told
                 AND CASE WHEN in_whole THEN '' ELSE voters END = ?3
             RETURNING key, refused",
        )?
        .query_map(
            params![
                round.plan.as_str(),
                round.round.to_string(),
                round.group.as_ref().map_or("", GroupId::as_str),
            ],
            |row| Ok((row.get::<_, [u8; 16]>(0)?, from_row(row, "refused")?)),
        )?
        .collect::<Result<Vec<_>, _>>()?;
    let (mut used, mut refused) = (0, 0);
    for (key, more) in lists {
        refused += more;
        used += step
            .prepare_cached("SELECT count(*) AS used FROM slip_tag WHERE list = ?1 AND used")?
            .query_row([key], |row| from_row(row, "used"))?;
    }
    Ok((used, refused))
}

/// Takes the lists of a pack; those that are not taken. A list whose round is over and told of goes when no pack names it.
pub(super) fn import(
    step: &Connection,
    lists: &[SlipImport],
    day: NaiveDate,
) -> Result<Vec<SlipKey>, CardBoxError> {
    let mut late = Vec::new();
    let mut named = Vec::new();
    for import in lists {
        let key = list_key(&import.list.key);
        named.push(key);
        if !take_list(step, key, import)? {
            late.push(import.list.key.clone());
        }
    }
    let mut query = step.prepare_cached(
        "SELECT key, last FROM slip_list WHERE told OR NOT EXISTS
             (SELECT 1 FROM slip_tag WHERE list = slip_list.key AND used)",
    )?;
    let idle = query.query_map([], |row| {
        Ok((
            row.get::<_, [u8; 16]>("key")?,
            parsed::<NaiveDate>(row, "last")?,
        ))
    })?;
    for (key, last) in idle.collect::<Result<Vec<_>, _>>()? {
        if last < day && !named.contains(&key) {
            step.prepare_cached("DELETE FROM slip_tag WHERE list = ?1")?
                .execute([key])?;
            step.prepare_cached("DELETE FROM slip_list WHERE key = ?1")?
                .execute([key])?;
        }
    }
    Ok(late)
}

/// Whether the list is taken, or the one that was taken before.
fn take_list(step: &Connection, key: [u8; 16], import: &SlipImport) -> Result<bool, CardBoxError> {
    let SlipImport {
        list,
        last,
        has_begun,
        is_own,
    } = import;
    let held: Option<([u8; 32], bool)> = step
        .prepare_cached(
            "SELECT commitment, EXISTS (SELECT 1 FROM slip_tag WHERE list = ?1 AND used) AS used
             FROM slip_list WHERE key = ?1",
        )?
        .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let is_same = held.is_some_and(|(held, _)| held == list.commitment.0);
    let is_late = *is_own && !is_same && held.is_some_and(|(_, used)| used || *has_begun);
    if !is_same && !is_late {
        step.prepare_cached("DELETE FROM slip_tag WHERE list = ?1")?
            .execute([key])?;
        step.prepare_cached(
            "INSERT INTO slip_list (key, plan, round, device, voters, last, own, number, commitment)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (key) DO UPDATE SET last = excluded.last, number = excluded.number,
                 commitment = excluded.commitment",
        )?
        .execute(params![
            key,
            list.key.plan.as_str(),
            list.key.round.to_string(),
            list.key.device.as_str(),
            list.key.group.as_ref().map_or("", GroupId::as_str),
            last.to_string(),
            is_own,
            to_row(list.number),
            list.commitment.0,
        ])?;
        for tag in &list.tags {
            // A tag has one list: who planted it into another gains nothing.
            step.prepare_cached(
                "INSERT INTO slip_tag (tag, list) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            )?
            .execute(params![tag.0, key])?;
        }
    }
    for tag in &list.voided {
        step.prepare_cached("UPDATE slip_tag SET voided = 1 WHERE tag = ?1 AND list = ?2")?
            .execute(params![tag.0, key])?;
    }
    Ok(!is_late)
}

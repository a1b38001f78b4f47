//! A new chain: the device's key was stolen or its disk was copied, and what somebody else made of it bars its own batches at the
//! office. Under another name and another key it writes each batch that the office may lack again, with exactly its old sheets,
//! and begins with the roots of those that were its own (protocol §6.1).

use std::collections::BTreeSet;

use rusqlite::{Connection, TransactionBehavior, params};

use super::batches::{
    BatchEntry, BatchRows, Closing, ClosingDay, KEPT, Sealing, TABLES, WAITS, content_of, read_all,
    write,
};
use super::device::{
    DEVICE, DEVICE_KEY, FORMER_DEVICE, FORMER_ROOTS, LAST_BATCH, RETIRED, RETIRED_HERE,
    RETIREMENT_DOUBTED, REVOKED, WITHHELD, former_roots,
};
use super::error::CardBoxError;
use super::store::{CardBox, delete_meta, meta, set_meta};
use crate::domain::batch::BatchFacts;
use crate::domain::ids::{BatchNumber, DeviceId, RootHash};

/// Above every number of a batch that a device closes: where sheets lie while their batches get other numbers.
const ASIDE: i64 = 1 << 40;

/// Whose batches are that the office has under this device's name and its card box does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adopted {
    /// Its own: the box was put back from an older copy.
    Own,
    /// Somebody else's, who has its key.
    Forged,
}

/// Under which name and key a device goes on.
#[derive(Debug, Clone, Copy)]
pub struct NewChain<'a> {
    /// Its new name.
    pub device: &'a DeviceId,
    /// Its new public key, minisign base64.
    pub key: &'a str,
    /// The name that it had.
    pub former: &'a DeviceId,
    /// Whether the office took it in under that name. Where it did not, or the device has not heard of it, it replaces the one before.
    pub is_accepted: bool,
    /// Whose the batches are that the box does not know.
    pub adopted: Adopted,
}

impl CardBox {
    /// Batches that a pack acknowledged and this box never closed, by their numbers.
    pub fn adopted(&self) -> Result<Vec<BatchNumber>, CardBoxError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT number FROM batch WHERE signature = '' ORDER BY number")?;
        let numbers = query.query_map([], |row| row.get(0).map(BatchNumber))?;
        Ok(numbers.collect::<Result<_, _>>()?)
    }

    /// Begins a new chain in one transaction: `seal` is given each batch's facts and rows, makes the bytes and signs them. How
    /// many batches are written again.
    pub fn renew<E: From<CardBoxError>>(
        &mut self,
        chain: &NewChain<'_>,
        on: ClosingDay,
        seal: impl Fn(&Closing, BatchRows<'_>) -> Result<Sealing, E>,
    ) -> Result<u32, E> {
        let failed = |error: rusqlite::Error| E::from(CardBoxError::from(error));
        self.untidy = true;
        let step = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed)?;
        let NewChain { device, key, .. } = *chain;
        let (former, again) = take_apart(&step, chain)?;
        set_meta(&step, DEVICE, device.as_str())?;
        set_meta(&step, DEVICE_KEY, key)?;
        // What was said of its former key says nothing of this one, and what somebody ended with that key has not ended.
        let said = [REVOKED, RETIRED, RETIRED_HERE, RETIREMENT_DOUBTED];
        for key in said.into_iter().chain([LAST_BATCH, WITHHELD]) {
            delete_meta(&step, key)?;
        }
        let first = Closing {
            number: BatchNumber(1),
            previous: None,
            facts: BatchFacts::Chain(on.facts(content_of(&former_roots(&step)?)), former),
        };
        let mut previous = close(&step, first, &seal)?;
        let mut number = 1;
        for entry in &again {
            number += 1;
            let closing = Closing {
                number: BatchNumber(number),
                previous: Some(previous),
                facts: entry.closing.facts.clone(),
            };
            move_sheets(
                &step,
                ASIDE + i64::from(entry.closing.number.0),
                i64::from(number),
            )?;
            previous = close(&step, closing, &seal)?;
        }
        let committed = step.commit();
        self.confirm_commit(committed, |connection| {
            Ok(meta(connection, DEVICE_KEY)?.as_deref() == Some(key))
        })?;
        Ok(number - 1)
    }
}

fn close<E: From<CardBoxError>>(
    step: &Connection,
    closing: Closing,
    seal: &impl Fn(&Closing, BatchRows<'_>) -> Result<Sealing, E>,
) -> Result<RootHash, E> {
    let rows = BatchRows::of(step, closing.number);
    let sealing = seal(&closing, rows)?;
    let root = sealing.root;
    write(step, &BatchEntry { closing, sealing })?;
    Ok(root)
}

/// Notes what was the device's own under all its names, and takes its batches out of the list; the name that it replaces, and the
/// batches that the office may lack, oldest first.
fn take_apart(
    step: &Connection,
    chain: &NewChain<'_>,
) -> Result<(DeviceId, Vec<BatchEntry>), CardBoxError> {
    let mut roots: BTreeSet<RootHash> = former_roots(step)?.into_iter().collect();
    for row in step
        .prepare_cached("SELECT root FROM batch WHERE signature <> '' OR ?1")?
        .query_map([chain.adopted == Adopted::Own], |row| {
            row.get(0).map(RootHash)
        })?
    {
        roots.insert(row?);
    }
    let before = meta(step, FORMER_DEVICE)?.and_then(|name| DeviceId::new(name).ok());
    let former = before
        .filter(|_| !chain.is_accepted)
        .unwrap_or_else(|| chain.former.clone());
    let roots: Vec<String> = roots.iter().map(ToString::to_string).collect();
    set_meta(step, FORMER_DEVICE, former.as_str())?;
    set_meta(step, FORMER_ROOTS, &roots.join(" "))?;
    let mut again = read_all(step, WAITS)?;
    again.extend(read_all(step, KEPT)?);
    // What began a chain says what was its own by then, and this one says so anew; and it is not the last that ends a device.
    again.retain(|entry| {
        !matches!(
            entry.closing.facts,
            BatchFacts::Chain(..) | BatchFacts::Last(..)
        )
    });
    again.sort_by_key(|entry| entry.closing.number);
    for entry in &again {
        let number = i64::from(entry.closing.number.0);
        move_sheets(step, number, ASIDE + number)?;
    }
    step.execute_batch("DELETE FROM batch")?;
    Ok((former, again))
}

/// The sheets of a batch get another number, and so do those that it withholds.
fn move_sheets(step: &Connection, from: i64, to: i64) -> Result<(), CardBoxError> {
    for table in TABLES {
        for sign in [1, -1] {
            step.prepare_cached(&format!("UPDATE {table} SET batch = ?2 WHERE batch = ?1"))?
                .execute(params![from * sign, to * sign])?;
        }
    }
    Ok(())
}

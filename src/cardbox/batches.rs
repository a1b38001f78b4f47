//! Closing batches, making their bytes again, and letting go of what is acknowledged.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use super::device::{LAST_BATCH, RETIRED, RETIREMENT_DOUBTED, WITHHELD};
use super::error::CardBoxError;
use super::rounds::{self, WaitingRound};
use super::store::{CardBox, closed_key, from_row, meta, set_meta, to_row};
use super::{rekey, slips};
use crate::domain::batch::{
    BatchCounts, BatchFacts, ClosedFacts, Content, LastFacts, MixedFacts, RoundFacts, Seen, coarse,
};
use crate::domain::channel::Channel;
use crate::domain::departure::Departure;
use crate::domain::health::Health;
use crate::domain::ids::{BatchNumber, ContentHash, RootHash, SheetId};

/// What a batch says of itself, besides its community and its device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// Its number: one more than the last, from 1.
    pub number: BatchNumber,
    /// The root of the batch before it.
    pub previous: Option<RootHash>,
    /// What it says of what it holds.
    pub facts: BatchFacts,
}

/// When a batch is closed, and what the device has read by then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosingDay {
    /// The day.
    pub day: NaiveDate,
    /// The newest pack.
    pub seen: Option<Seen>,
    /// How the device is.
    pub health: Option<Health>,
}

impl ClosingDay {
    pub(super) fn facts(self, content: ContentHash) -> ClosedFacts {
        ClosedFacts {
            closed_on: self.day,
            content,
            seen: self.seen,
            health: self.health,
        }
    }
}

/// What sealing a batch came to; kept so that its bytes can be checked when they are made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealing {
    /// The signature file's text.
    pub signature: String,
    /// The root.
    pub root: RootHash,
    /// The size of the batch file in bytes.
    pub bytes: u64,
}

/// A closed batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchEntry {
    /// What it says of itself.
    pub closing: Closing,
    /// What sealing it came to.
    pub sealing: Sealing,
}

/// The rows of one batch, each list in the order of its identifiers, read as they are needed.
#[derive(Debug, Clone, Copy)]
pub struct BatchRows<'a> {
    connection: &'a Connection,
    number: BatchNumber,
}

impl<'a> BatchRows<'a> {
    pub(super) fn of(connection: &'a Connection, number: BatchNumber) -> Self {
        Self { connection, number }
    }

    /// The roots of the batches that the device closed under its former name, ascending: for the first of a chain.
    pub fn own<E: From<CardBoxError>>(
        &self,
        mut each: impl FnMut(&RootHash) -> Result<(), E>,
    ) -> Result<(), E> {
        super::device::former_roots(self.connection)?
            .iter()
            .try_for_each(&mut each)
    }

    /// Sealed rating sheets, by sheet id.
    pub fn ratings<E: From<CardBoxError>>(
        &self,
        each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.list(
            "SELECT sealed FROM rating WHERE batch = ?1 ORDER BY id",
            each,
        )
    }

    /// Sealed opinion sheets, by sheet id.
    pub fn opinions<E: From<CardBoxError>>(
        &self,
        each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.list(
            "SELECT sealed FROM opinion WHERE batch = ?1 ORDER BY id",
            each,
        )
    }

    /// Receipt tags, 16 bytes each, sorted.
    pub fn receipts<E: From<CardBoxError>>(
        &self,
        each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.list(
            "SELECT tag FROM receipt WHERE batch = ?1 ORDER BY tag",
            each,
        )
    }

    /// Hashes of used slips, 32 bytes each, sorted.
    pub fn slips<E: From<CardBoxError>>(
        &self,
        each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.list("SELECT hash FROM slip WHERE batch = ?1 ORDER BY hash", each)
    }

    fn list<E: From<CardBoxError>>(
        &self,
        sql: &str,
        mut each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |error: rusqlite::Error| E::from(CardBoxError::from(error));
        let mut query = self.connection.prepare_cached(sql).map_err(failed)?;
        let mut rows = query.query([self.number.0]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let value = row.get_ref(0).map_err(failed)?;
            each(value.as_blob().map_err(|error| failed(error.into()))?)?;
        }
        Ok(())
    }
}

/// Where the last day is kept on which no words leave.
const WORDS_HELD: &str = "words-held";
/// An acknowledged batch is kept for so long.
const KEPT_DAYS: u64 = 28;
/// What stands in the column `acknowledged`: no pack acknowledges it.
pub(super) const WAITS: i64 = 0;
/// It was acknowledged, twice and long enough apart, or before packs were counted: its sheets are gone.
const GONE: i64 = 1;
/// A pack acknowledges it, and its sheets are kept all the same.
pub(super) const KEPT: i64 = 2;

pub(super) const TABLES: [&str; 4] = ["rating", "opinion", "receipt", "slip"];

impl CardBox {
    /// Closes a batch of every opinion that waits, of all plans, in one transaction: `seal` is given its facts and rows,
    /// makes the bytes and signs them. An opinion never waits for company, for an answer is owed; the batch counts nothing,
    /// for it would tell how many wrote nothing. `None` when no opinion waits.
    pub fn close_words<E: From<CardBoxError>>(
        &mut self,
        on: ClosingDay,
        seal: impl FnOnce(&Closing, BatchRows<'_>) -> Result<Sealing, E>,
    ) -> Result<Option<BatchEntry>, E> {
        let stays: BTreeSet<SheetId> = self.held.keys().copied().collect();
        let take = |step: &Connection, number: BatchNumber| {
            let leaves = waiting_words(step, &stays)?;
            if leaves.is_empty() {
                return Ok(None);
            }
            let mut mark = step.prepare_cached("UPDATE opinion SET batch = ?1 WHERE id = ?2")?;
            for id in &leaves {
                mark.execute(params![number.0, id.0])?;
            }
            rekey::forget_words(step)?;
            let content = content(step, "opinion", number)?;
            Ok(Some(BatchFacts::Words(on.facts(content))))
        };
        self.close(take, seal)
    }

    /// Closes a batch of what leaves of a round, as `departures` say of each of its queues: the only one of that round.
    pub fn close_round<E: From<CardBoxError>>(
        &mut self,
        round: &WaitingRound,
        departures: &[Departure],
        channel: Channel,
        on: ClosingDay,
        seal: impl FnOnce(&Closing, BatchRows<'_>) -> Result<Sealing, E>,
    ) -> Result<Option<BatchEntry>, E> {
        let take = |step: &Connection, number: BatchNumber| {
            let label = &round.label;
            // A round that ended with its device is not opened again, should that come back under another name.
            let ends = meta(step, RETIRED)?.is_some() && meta(step, RETIREMENT_DOUBTED)?.is_none();
            if label.last < on.day || ends {
                set_meta(step, &closed_key(&label.key.plan), &label.last.to_string())?;
            }
            rounds::take(step, number, round, departures)?;
            let (slips_used, slips_refused) = slips::tell(step, &label.key)?;
            let submitted = round.counts.submitted;
            let facts = RoundFacts {
                key: round.label.key.clone(),
                channel,
                carried_over: round.has_carried_over,
                withheld: departures.contains(&Departure::Withheld),
                // How few a handful are would tell how many are withheld.
                submitted: if coarse(submitted) == 0 { 0 } else { submitted },
                issued: coarse(round.counts.issued),
                abandoned: coarse(round.counts.abandoned),
                slips_used,
                slips_refused,
            };
            let content = content(step, "rating", number)?;
            Ok(Some(BatchFacts::Ratings(on.facts(content), facts)))
        };
        self.close(take, seal)
    }

    /// Closes the last batch of a device that is retired. It holds nothing; `None` when it was closed before.
    pub fn close_last<E: From<CardBoxError>>(
        &mut self,
        on: ClosingDay,
        seal: impl FnOnce(&Closing, BatchRows<'_>) -> Result<Sealing, E>,
    ) -> Result<Option<BatchEntry>, E> {
        let take = |step: &Connection, number: BatchNumber| {
            if meta(step, LAST_BATCH)?.is_some() {
                return Ok(None);
            }
            set_meta(step, LAST_BATCH, &number.to_string())?;
            let withheld = meta(step, WITHHELD)?.is_some();
            let content = Content::default().finish();
            let facts = BatchFacts::Last(on.facts(content), LastFacts { withheld });
            Ok(Some(facts))
        };
        self.close(take, seal)
    }

    fn close<E: From<CardBoxError>>(
        &mut self,
        take: impl FnOnce(&Connection, BatchNumber) -> Result<Option<BatchFacts>, CardBoxError>,
        seal: impl FnOnce(&Closing, BatchRows<'_>) -> Result<Sealing, E>,
    ) -> Result<Option<BatchEntry>, E> {
        let failed = |error: rusqlite::Error| E::from(CardBoxError::from(error));
        self.untidy = true;
        let step = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed)?;
        let (number, previous) = next(&step)?;
        let Some(facts) = take(&step, number)? else {
            return Ok(None);
        };
        if number > BatchNumber::LAST {
            return Err(CardBoxError::NumbersUsedUp.into());
        }
        let closing = Closing {
            number,
            previous,
            facts,
        };
        let sealing = seal(&closing, BatchRows::of(&step, number))?;
        let entry = BatchEntry { closing, sealing };
        write(&step, &entry)?;
        let committed = step.commit();
        self.confirm_commit(committed, |connection| {
            Ok(connection
                .prepare_cached("SELECT 1 FROM batch WHERE number = ?1")?
                .exists([number.0])?)
        })?;
        Ok(Some(entry))
    }

    /// Notes that no words leave on `day`, for the ratings of a round of slips do.
    pub fn hold_words(&self, day: NaiveDate) -> Result<(), CardBoxError> {
        self.set_meta(WORDS_HELD, &day.to_string())
    }

    /// The last day on which no words leave.
    pub fn words_held(&self) -> Result<Option<NaiveDate>, CardBoxError> {
        let text = self.meta(WORDS_HELD)?;
        Ok(text.and_then(|text| text.parse().ok()))
    }

    /// Whether any words wait for the next sync.
    pub fn has_waiting_words(&self) -> Result<bool, CardBoxError> {
        let stays = self.held.keys().copied().collect();
        Ok(!waiting_words(&self.connection, &stays)?.is_empty())
    }

    /// A sync has taken the words that left: what stayed stays for one less.
    pub fn pass_sync(&mut self) {
        self.held.retain(|_, syncs| {
            *syncs = syncs.saturating_sub(1);
            *syncs > 0
        });
    }

    /// Nothing stays: the device is at its end.
    pub fn release_words(&mut self) {
        self.held.clear();
    }

    /// Closed batches without an acknowledgement, oldest first.
    pub fn unacknowledged(&self) -> Result<Vec<BatchEntry>, CardBoxError> {
        self.standing(WAITS)
    }

    /// Whether the last number is used that a batch can have.
    pub fn is_numbered_out(&self) -> Result<bool, CardBoxError> {
        Ok(next(&self.connection)?.0 > BatchNumber::LAST)
    }

    /// Acknowledged batches that are kept all the same, oldest first.
    pub fn kept(&self) -> Result<Vec<BatchEntry>, CardBoxError> {
        self.standing(KEPT)
    }

    fn standing(&self, standing: i64) -> Result<Vec<BatchEntry>, CardBoxError> {
        read_all(&self.connection, standing)
    }

    /// The rows of a closed batch, for making its bytes again.
    #[must_use]
    pub fn rows(&self, number: BatchNumber) -> BatchRows<'_> {
        BatchRows::of(&self.connection, number)
    }
}

/// The sheets of words that leave with the next sync.
fn waiting_words(
    connection: &Connection,
    stays: &BTreeSet<SheetId>,
) -> Result<Vec<SheetId>, CardBoxError> {
    let mut query =
        connection.prepare_cached("SELECT id FROM opinion WHERE batch = 0 ORDER BY id")?;
    let ids = query.query_map([], |row| row.get(0).map(SheetId))?;
    let ids: Vec<SheetId> = ids.collect::<Result<_, _>>()?;
    Ok(ids.into_iter().filter(|id| !stays.contains(id)).collect())
}

/// The batches that stand so, by number.
pub(super) fn read_all(
    connection: &Connection,
    standing: i64,
) -> Result<Vec<BatchEntry>, CardBoxError> {
    let mut query = connection.prepare_cached(
        "SELECT number, week, issued, submitted, abandoned, slips, crowd_override, facts,
             previous, root, signature, bytes
         FROM batch WHERE acknowledged = ?1 ORDER BY number",
    )?;
    let rows = query.query_map([standing], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn write(step: &Connection, entry: &BatchEntry) -> Result<(), CardBoxError> {
    let BatchEntry { closing, sealing } = entry;
    let facts = serde_json::to_string(&closing.facts)
        .map_err(|error| CardBoxError::Statement(error.to_string()))?;
    step.execute(
        "INSERT INTO batch (number, week, issued, submitted, abandoned, slips, crowd_override, facts,
             previous, root, signature, bytes)
         VALUES (?1, ?2, 0, 0, 0, 0, 0, ?3, ?4, ?5, ?6, ?7)",
        params![
            closing.number.0,
            closing.facts.week().to_string(),
            facts,
            closing.previous.map(|root| root.0),
            sealing.root.0,
            sealing.signature,
            to_row(sealing.bytes),
        ],
    )?;
    Ok(())
}

/// What a batch says of itself: JSON, or the columns of a batch of version 1.
fn read_facts(row: &Row<'_>) -> rusqlite::Result<BatchFacts> {
    let damaged = |reason: Box<dyn std::error::Error + Send + Sync>| {
        rusqlite::Error::FromSqlConversionFailure(1, Type::Text, reason)
    };
    let facts: String = row.get("facts")?;
    if !facts.is_empty() {
        return serde_json::from_str(&facts).map_err(|error| damaged(error.into()));
    }
    let week: String = row.get("week")?;
    Ok(BatchFacts::Mixed(MixedFacts {
        week: week
            .parse()
            .map_err(|reason: String| damaged(reason.into()))?,
        counts: BatchCounts {
            issued: from_row(row, "issued")?,
            submitted: from_row(row, "submitted")?,
            abandoned: from_row(row, "abandoned")?,
            slips: from_row(row, "slips")?,
        },
        crowd_override: row.get("crowd_override")?,
    }))
}

fn read(row: &Row<'_>) -> rusqlite::Result<BatchEntry> {
    let previous: Option<[u8; 32]> = row.get("previous")?;
    Ok(BatchEntry {
        closing: Closing {
            number: BatchNumber(row.get("number")?),
            previous: previous.map(RootHash),
            facts: read_facts(row)?,
        },
        sealing: Sealing {
            signature: row.get("signature")?,
            root: RootHash(row.get("root")?),
            bytes: from_row(row, "bytes")?,
        },
    })
}

/// The name of what the first batch of a chain holds.
pub(super) fn content_of(roots: &[RootHash]) -> ContentHash {
    let mut content = Content::default();
    for root in roots {
        content.add(&SheetId(root.0));
    }
    content.finish()
}

/// The name of the sheets that a batch holds.
fn content(
    step: &Connection,
    table: &str,
    number: BatchNumber,
) -> Result<ContentHash, CardBoxError> {
    let mut query = step.prepare_cached(&format!(
        "SELECT id FROM {table} WHERE batch = ?1 ORDER BY id"
    ))?;
    let mut content = Content::default();
    for id in query.query_map([number.0], |row| row.get(0))? {
        content.add(&SheetId(id?));
    }
    Ok(content.finish())
}

fn next(step: &Connection) -> Result<(BatchNumber, Option<RootHash>), CardBoxError> {
    let last: Option<(u32, [u8; 32])> = step
        .query_row(
            "SELECT number, root FROM batch ORDER BY number DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    Ok(match last {
        Some((number, root)) => (BatchNumber(number.saturating_add(1)), Some(RootHash(root))),
        None => (BatchNumber(1), None),
    })
}

/// A batch that the office has and this box does not know of: the box was set back to an older copy. Its number is
/// taken, and the next batch follows it; under that number again the office would have to refuse the cards for good.
fn adopt(step: &Connection, number: BatchNumber, root: RootHash) -> Result<(), CardBoxError> {
    step.prepare_cached(
        "INSERT INTO batch (number, week, issued, submitted, abandoned, slips, crowd_override, root,
             signature, bytes, acknowledged)
         SELECT ?1, '', 0, 0, 0, 0, 0, ?2, '', 0, 1
         WHERE NOT EXISTS (SELECT 1 FROM batch WHERE number >= ?1)",
    )?
    .execute(params![number.0, root.0])?;
    Ok(())
}

/// Notes the acknowledgement, by a pack of `day`, of a batch whose root the box holds. Tells whether it is the first, or `None`
/// when the roots differ. The batch is let go of when a pack of [`KEPT_DAYS`] later acknowledges it once more: an office that
/// was set back meanwhile gets it again.
pub(super) fn acknowledge(
    step: &Connection,
    number: BatchNumber,
    root: RootHash,
    day: NaiveDate,
) -> Result<Option<bool>, CardBoxError> {
    let held: Option<([u8; 32], i64, Option<String>)> = step
        .prepare_cached("SELECT root, acknowledged, acknowledged_on FROM batch WHERE number = ?1")?
        .query_row([number.0], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let Some((held, standing, first)) = held else {
        adopt(step, number, root)?;
        return Ok(Some(false));
    };
    if held != root.0 {
        return Ok(None);
    }
    if standing == WAITS {
        step.prepare_cached(
            "UPDATE batch SET acknowledged = ?2, acknowledged_on = ?3 WHERE number = ?1",
        )?
        .execute(params![number.0, KEPT, day.to_string()])?;
        return Ok(Some(true));
    }
    let first: Option<NaiveDate> = first.and_then(|day| day.parse().ok());
    let kept_until = first.and_then(|first| first.checked_add_days(Days::new(KEPT_DAYS)));
    if standing == KEPT && kept_until.is_none_or(|until| day >= until) {
        step.prepare_cached("UPDATE batch SET acknowledged = ?2 WHERE number = ?1")?
            .execute(params![number.0, GONE])?;
    }
    Ok(Some(false))
}

/// Batches that are kept and that a pack does not acknowledge any more wait again; their numbers.
pub(super) fn forget(
    step: &Connection,
    acknowledged: &[(BatchNumber, RootHash)],
) -> Result<Vec<BatchNumber>, CardBoxError> {
    let mut query =
        step.prepare_cached("SELECT number FROM batch WHERE acknowledged = ?1 ORDER BY number")?;
    let kept = query.query_map([KEPT], |row| row.get(0).map(BatchNumber))?;
    let mut forgotten = Vec::new();
    for number in kept {
        let number = number?;
        if acknowledged.iter().all(|(named, _)| *named != number) {
            forgotten.push(number);
        }
    }
    for number in &forgotten {
        step.prepare_cached(
            "UPDATE batch SET acknowledged = ?2, acknowledged_on = NULL WHERE number = ?1",
        )?
        .execute(params![number.0, WAITS])?;
    }
    Ok(forgotten)
}

/// Deletes what is let go of, and what an acknowledged batch withholds, which no batch will ever hold; tells how many sheets
/// went. Each table in one go: pages that shrink twice keep copies of their rows in what they no longer use.
pub(super) fn delete_acknowledged(step: &Connection) -> Result<u64, CardBoxError> {
    let mut sheets = 0;
    for table in TABLES {
        let gone = step
            .prepare_cached(&format!(
                "DELETE FROM {table} WHERE batch IN (SELECT number FROM batch WHERE acknowledged = ?1)
                 OR -batch IN (SELECT number FROM batch WHERE acknowledged <> ?2)"
            ))?
            .execute(params![GONE, WAITS])?;
        if table == "rating" || table == "opinion" {
            sheets += u64::try_from(gone).unwrap_or(u64::MAX);
        }
    }
    Ok(sheets)
}

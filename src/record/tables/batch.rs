//! The ledger of batches: counts only, no link from or to a sheet.

use std::collections::BTreeMap;

use crate::domain::batch::{BatchCounts, BatchFacts, MixedFacts};
use crate::domain::ids::{BatchNumber, DeviceId, PlanId, RootHash};
use crate::domain::round::RoundId;
use crate::domain::time::Week;
use crate::record::sql::{Row, Rows, Table, Value, bytes, collect, first, int, text};
use crate::record::{Record, RecordError};

/// A batch that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchEntry {
    /// Whose.
    pub device: DeviceId,
    /// From 1.
    pub number: BatchNumber,
    /// SHA-256 of every byte before the footer.
    pub root: RootHash,
    /// The root of the batch before it; none for the first.
    pub previous: Option<RootHash>,
    /// The key that signed it, minisign base64.
    pub signing_key: String,
    /// What it says of what it holds.
    pub facts: BatchFacts,
    /// Rating sheets in the file.
    pub ratings: u64,
    /// Opinion sheets in the file.
    pub opinions: u64,
    /// Sheets that could not be opened or do not fit their plan.
    pub set_aside: u64,
}

pub(in crate::record) const TABLE: Table = Table {
    name: "batch",
    columns: "device, number, root, previous, signing_key, week, issued, submitted, abandoned, \
              slips, ratings, opinions, set_aside, crowd_override, facts",
    keys: 2,
};

fn entry(row: &mut Row) -> Result<BatchEntry, RecordError> {
    let device = row.read()?;
    let number = BatchNumber(row.number()?);
    let root = RootHash(row.bytes()?);
    let previous = row.bytes_option()?.map(RootHash);
    let signing_key = row.text()?;
    let week = row.read()?;
    let counts = BatchCounts {
        issued: row.count()?,
        submitted: row.count()?,
        abandoned: row.count()?,
        slips: row.count()?,
    };
    let (ratings, opinions, set_aside) = (row.count()?, row.count()?, row.count()?);
    let mixed = BatchFacts::Mixed(MixedFacts {
        week,
        counts,
        crowd_override: row.flag()?,
    });
    let told = row.text()?;
    let facts = match told.as_str() {
        "" => mixed,
        told => serde_json::from_str(told)
            .ok()
            .filter(|facts| columns(facts).1 == counts && facts_text(facts) == told)
            .ok_or_else(|| RecordError::damaged("what a batch says of itself"))?,
    };
    if facts.week() != week {
        return Err(RecordError::damaged("the week of a batch"));
    }
    Ok(BatchEntry {
        device,
        number,
        root,
        previous,
        signing_key,
        facts,
        ratings,
        opinions,
        set_aside,
    })
}

/// What the columns of version 1 hold: the week, the counts, and whether staff let a crowd too small leave.
fn columns(facts: &BatchFacts) -> (Week, BatchCounts, bool) {
    let (counts, crowd_override) = match facts {
        BatchFacts::Mixed(facts) => (facts.counts, facts.crowd_override),
        BatchFacts::Words(_) | BatchFacts::Chain(..) | BatchFacts::Last(..) => {
            (BatchCounts::default(), false)
        }
        BatchFacts::Ratings(_, round) => {
            let counts = BatchCounts {
                issued: round.issued,
                submitted: round.submitted,
                abandoned: round.abandoned,
                slips: round.slips_used,
            };
            (counts, false)
        }
    };
    (facts.week(), counts, crowd_override)
}

/// What the columns of version 1 have no place for, as JSON.
fn facts_text(facts: &BatchFacts) -> String {
    match facts {
        BatchFacts::Mixed(_) => String::new(),
        BatchFacts::Words(_)
        | BatchFacts::Ratings(..)
        | BatchFacts::Chain(..)
        | BatchFacts::Last(..) => serde_json::to_string(facts).unwrap_or_default(),
    }
}

impl Record {
    /// The highest number of a device's batches; 0 where there is none.
    pub fn newest_batch(&self, device: &DeviceId) -> Result<u32, RecordError> {
        let newest = first(
            self.sql(),
            "SELECT COALESCE(MAX(number), 0) FROM batch WHERE device = $1",
            &[text(device)],
            Row::number,
        )?;
        Ok(newest.unwrap_or(0))
    }

    /// Every batch, by device and number.
    pub fn batches(&self) -> Result<Vec<BatchEntry>, RecordError> {
        self.batch_rows()?.whole()
    }

    /// Those of [`Self::batches`] that count: none that was taken off, and once each that a device wrote again under a new name.
    pub fn counting_batches(&self) -> Result<Vec<BatchEntry>, RecordError> {
        let all = self.batches()?;
        let mut formers = BTreeMap::new();
        for device in self.devices()? {
            if let Some(former) = self.replaced(&device.id)? {
                formers.insert(device.id, former);
            }
        }
        let is_written_again = |batch: &BatchEntry| {
            all.iter().any(|other| {
                formers.get(&other.device) == Some(&batch.device) && other.facts == batch.facts
            })
        };
        let mut counting = Vec::new();
        for batch in &all {
            if !self.is_uncounted(&batch.device, batch.number)? && !is_written_again(batch) {
                counting.push(batch.clone());
            }
        }
        Ok(counting)
    }

    /// The batches that brought a round's ratings, but for those that were taken off: what somebody else made stays evidence.
    pub fn batches_of_round(
        &self,
        plan: &PlanId,
        round: RoundId,
    ) -> Result<Vec<BatchEntry>, RecordError> {
        let mut own = Vec::new();
        for batch in self.batches()? {
            if batch.facts.is_of_round(plan, round)
                && !self.is_uncounted(&batch.device, batch.number)?
            {
                own.push(batch);
            }
        }
        Ok(own)
    }

    /// [`Self::batches`], and by name the rows that do not read.
    pub fn batch_rows(&self) -> Result<Rows<BatchEntry>, RecordError> {
        TABLE.rows(self.sql(), "ORDER BY device, number", &[], entry)
    }

    /// One batch.
    pub fn batch(
        &self,
        device: &DeviceId,
        number: BatchNumber,
    ) -> Result<Option<BatchEntry>, RecordError> {
        TABLE.first(
            self.sql(),
            "WHERE device = $1 AND number = $2",
            &[text(device), int(number.0)],
            entry,
        )
    }

    /// The last batch that a device brings, where it was retired and has brought it.
    pub fn last_batch(&self, device: &DeviceId) -> Result<Option<BatchEntry>, RecordError> {
        let newest = TABLE.first(
            self.sql(),
            "WHERE device = $1 ORDER BY number DESC LIMIT 1",
            &[text(device)],
            entry,
        )?;
        let Some(last) = newest.filter(|batch| batch.facts.last().is_some()) else {
            return Ok(None);
        };
        // What somebody else brought in its name has not ended it.
        Ok((!self.is_uncounted(device, last.number)?).then_some(last))
    }

    /// Whether this batch was taken in before. Another content under its number, or a chain of roots
    /// that does not join its neighbours, is refused.
    pub fn check_batch(
        &self,
        device: &DeviceId,
        number: BatchNumber,
        root: &RootHash,
        previous: Option<&RootHash>,
    ) -> Result<bool, RecordError> {
        if let Some(known) = self.batch(device, number)? {
            return if known.root == *root && known.previous.as_ref() == previous {
                Ok(true)
            } else {
                Err(RecordError::OtherContent {
                    device: device.clone(),
                    number,
                })
            };
        }
        let before = match number.0.checked_sub(1) {
            Some(before) => self.batch(device, BatchNumber(before))?,
            None => None,
        };
        let after = match number.0.checked_add(1) {
            Some(after) => self.batch(device, BatchNumber(after))?,
            None => None,
        };
        // A batch whose neighbour never arrived is taken in; the gap is reported apart.
        let follows = before.is_none_or(|before| previous == Some(&before.root));
        let followed = after.is_none_or(|after| after.previous.as_ref() == Some(root));
        let starts = (number.0 == 1) == previous.is_none();
        if follows && followed && starts && number.0 > 0 {
            Ok(false)
        } else {
            Err(RecordError::BrokenChain {
                device: device.clone(),
                number,
            })
        }
    }

    /// Notes a batch.
    pub(in crate::record) fn note_batch(&self, batch: &BatchEntry) -> Result<(), RecordError> {
        let (week, counts, crowd_override) = columns(&batch.facts);
        self.sql().execute(
            "INSERT INTO batch (device, number, root, previous, signing_key, week, issued, submitted,
             abandoned, slips, ratings, opinions, set_aside, crowd_override, facts)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
            &[
                text(&batch.device),
                int(batch.number.0),
                bytes(&batch.root.0),
                batch
                    .previous
                    .as_ref()
                    .map_or(Value::Null, |root| bytes(&root.0)),
                text(&batch.signing_key),
                text(week),
                int(counts.issued),
                int(counts.submitted),
                int(counts.abandoned),
                int(counts.slips),
                int(batch.ratings),
                int(batch.opinions),
                int(batch.set_aside),
                int(u8::from(crowd_override)),
                text(facts_text(&batch.facts)),
            ],
        )?;
        Ok(())
    }

    /// Numbers below the newest of `device` that never arrived.
    pub fn missing_batches(&self, device: &DeviceId) -> Result<Vec<BatchNumber>, RecordError> {
        let present = collect(
            self.sql(),
            "SELECT number FROM batch WHERE device = $1 ORDER BY number",
            &[text(device)],
            Row::number,
        )?;
        let mut missing = Vec::new();
        let mut next = 1;
        for number in present {
            // A device that skips thousands of numbers is not listed number by number.
            missing.extend((next..number).take(MISSING_LISTED).map(BatchNumber));
            next = number.saturating_add(1);
        }
        missing.truncate(MISSING_LISTED);
        Ok(missing)
    }
}

/// No more missing numbers than these are listed a device.
const MISSING_LISTED: usize = 200;

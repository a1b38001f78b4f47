//! What the office's packs bring: imported whole or not at all, and never backwards.

use chrono::NaiveDateTime;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::batches::{acknowledge, delete_acknowledged};
use super::error::CardBoxError;
use super::store::{CardBox, meta, set_meta};
use crate::domain::batch::Seen;
use crate::domain::calendar::DueDate;
use crate::domain::case::ReceiptStatus;
use crate::domain::ids::{BatchNumber, PackNumber, PlanId, RootHash, SlipHash, Tag};

const LAST_PACK: &str = "last-pack";
const OFFICE_TIME: &str = "office-time";
const LAST_PACK_ROOT: &str = "last-pack-root";
const COMMUNITY: &str = "community";
const CALENDAR: &str = "calendar";
/// What stands in the column `state` for ratings alone; a case has the name of its status there.
const COUNTED: &str = "counted";
const TIME_FORMAT: &str = "%Y-%m-%dT%H:%M";

/// A plan as the office signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanText {
    /// Its identifier.
    pub id: PlanId,
    /// Its revision, from 1.
    pub revision: u32,
    /// The whole TOML text.
    pub text: String,
}

/// A status as the column `state` has it.
fn state(status: ReceiptStatus) -> &'static str {
    match status {
        ReceiptStatus::Counted => COUNTED,
        ReceiptStatus::Case { status, .. } => status.name(),
    }
}

/// What one pack brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackImport {
    /// The pack's number.
    pub number: PackNumber,
    /// Its root.
    pub root: RootHash,
    /// The office's time when it made the pack.
    pub time: NaiveDateTime,
    /// The community, as JSON.
    pub community: String,
    /// Every plan; those not named any more are forgotten.
    pub plans: Vec<PlanText>,
    /// The working-day calendar, as the pack has it; none keeps the one that is held.
    pub calendar: Option<String>,
    /// This device's acknowledged batches.
    pub acknowledged: Vec<(BatchNumber, RootHash)>,
    /// Statuses; those not named stay as they were.
    pub statuses: Vec<(Tag, ReceiptStatus)>,
    /// Replies, sealed; those not named stay as they were.
    pub replies: Vec<(Tag, Vec<u8>)>,
    /// Every notice, as its identifier and JSON; those not named any more are taken down.
    pub notices: Vec<(String, String)>,
    /// Slips that are not valid any more.
    pub revoked: Vec<SlipHash>,
}

impl PackImport {
    /// A pack that brings nothing but its number and time.
    #[must_use]
    pub fn new(number: PackNumber, root: RootHash, time: NaiveDateTime) -> Self {
        Self {
            number,
            root,
            time,
            community: String::new(),
            plans: Vec::new(),
            calendar: None,
            acknowledged: Vec::new(),
            statuses: Vec::new(),
            replies: Vec::new(),
            notices: Vec::new(),
            revoked: Vec::new(),
        }
    }
}

/// What importing a pack came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportOutcome {
    /// Batches let go of.
    pub acknowledged: Vec<BatchNumber>,
    /// Acknowledgements with another root than ours; nothing was deleted for these.
    pub mismatched: Vec<BatchNumber>,
    /// Sheets deleted.
    pub sheets_deleted: u64,
}

impl CardBox {
    /// Imports a pack in one transaction. One that is not newer than the last is refused.
    pub fn import(&mut self, news: &PackImport) -> Result<ImportOutcome, CardBoxError> {
        self.untidy = true;
        let step = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(held) = last_pack(&step)?
            && news.number <= held
        {
            return Err(CardBoxError::PackNotNewer {
                given: news.number,
                held,
            });
        }
        set_meta(&step, LAST_PACK, &news.number.to_string())?;
        set_meta(&step, LAST_PACK_ROOT, &news.root.to_string())?;
        set_meta(
            &step,
            OFFICE_TIME,
            &news.time.format(TIME_FORMAT).to_string(),
        )?;
        set_meta(&step, COMMUNITY, &news.community)?;
        if let Some(calendar) = &news.calendar {
            set_meta(&step, CALENDAR, calendar)?;
        }
        replace_lists(&step, news)?;
        let mut outcome = ImportOutcome::default();
        for (number, root) in &news.acknowledged {
            match acknowledge(&step, *number, *root)? {
                Some(true) => outcome.acknowledged.push(*number),
                Some(false) => {}
                None => outcome.mismatched.push(*number),
            }
        }
        if !outcome.acknowledged.is_empty() {
            outcome.sheets_deleted = delete_acknowledged(&step)?;
        }
        let committed = step.commit();
        self.confirm_commit(committed, |connection| {
            Ok(last_pack(connection)? == Some(news.number))
        })?;
        Ok(outcome)
    }

    /// The pack imported last.
    pub fn last_pack(&self) -> Result<Option<PackNumber>, CardBoxError> {
        last_pack(&self.connection)
    }

    /// That pack, as a batch vouches for it; none where its root was not kept, before version 0.2.
    pub fn seen(&self) -> Result<Option<Seen>, CardBoxError> {
        let root = self.meta(LAST_PACK_ROOT)?;
        let root = root.and_then(|text| RootHash::try_from(text).ok());
        Ok(self
            .last_pack()?
            .zip(root)
            .map(|(pack, root)| Seen { pack, root }))
    }

    /// The office's time in that pack.
    pub fn office_time(&self) -> Result<Option<NaiveDateTime>, CardBoxError> {
        Ok(self
            .meta(OFFICE_TIME)?
            .and_then(|text| NaiveDateTime::parse_from_str(&text, TIME_FORMAT).ok()))
    }

    /// The community in that pack, as JSON.
    pub fn community(&self) -> Result<Option<String>, CardBoxError> {
        self.meta(COMMUNITY)
    }

    /// The working-day calendar of the newest pack that carried one.
    pub fn calendar(&self) -> Result<Option<String>, CardBoxError> {
        self.meta(CALENDAR)
    }

    /// Every plan, by identifier.
    pub fn plans(&self) -> Result<Vec<PlanText>, CardBoxError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT id, revision, text FROM plan ORDER BY id")?;
        let rows = query.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?))
        })?;
        let mut plans = Vec::new();
        for row in rows {
            let (id, revision, text) = row?;
            // Only identifiers that parsed were written.
            if let Ok(id) = PlanId::new(id) {
                plans.push(PlanText { id, revision, text });
            }
        }
        Ok(plans)
    }

    /// Every notice's JSON.
    pub fn notices(&self) -> Result<Vec<String>, CardBoxError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT text FROM notice ORDER BY id")?;
        let rows = query.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Where the office stands with a receipt.
    pub fn status(&self, tag: Tag) -> Result<Option<ReceiptStatus>, CardBoxError> {
        let row = self
            .connection
            .prepare_cached("SELECT state, due, provisional FROM status WHERE tag = ?1")?
            .query_row([tag.0], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, Option<String>>(1)?,
                    row.get::<_, bool>(2)?,
                ))
            })
            .optional()?;
        Ok(row.and_then(|(state, date, provisional)| {
            if state == COUNTED {
                return Some(ReceiptStatus::Counted);
            }
            let date = date.and_then(|text| text.parse().ok());
            Some(ReceiptStatus::Case {
                status: state.parse().ok()?,
                due: date.map(|date| DueDate { date, provisional }),
            })
        }))
    }

    /// The sealed reply to a receipt.
    pub fn reply(&self, tag: Tag) -> Result<Option<Vec<u8>>, CardBoxError> {
        Ok(self
            .connection
            .prepare_cached("SELECT sealed FROM reply WHERE tag = ?1")?
            .query_row([tag.0], |row| row.get(0))
            .optional()?)
    }
}

fn last_pack(connection: &Connection) -> Result<Option<PackNumber>, CardBoxError> {
    Ok(meta(connection, LAST_PACK)?
        .and_then(|text| text.parse().ok())
        .map(PackNumber))
}

fn replace_lists(step: &Connection, news: &PackImport) -> Result<(), CardBoxError> {
    step.execute_batch("DELETE FROM plan; DELETE FROM notice; DELETE FROM revoked;")?;
    for plan in &news.plans {
        step.prepare_cached("INSERT INTO plan (id, revision, text) VALUES (?1, ?2, ?3)")?
            .execute(params![plan.id.as_str(), plan.revision, plan.text])?;
    }
    for (id, text) in &news.notices {
        step.prepare_cached("INSERT INTO notice (id, text) VALUES (?1, ?2)")?
            .execute(params![id, text])?;
    }
    for slip in &news.revoked {
        step.prepare_cached("INSERT INTO revoked (hash) VALUES (?1) ON CONFLICT DO NOTHING")?
            .execute([slip.0])?;
    }
    for (tag, status) in &news.statuses {
        let due = match status {
            ReceiptStatus::Counted => None,
            ReceiptStatus::Case { due, .. } => *due,
        };
        step.prepare_cached(
            "INSERT INTO status (tag, state, due, provisional)
             VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (tag) DO UPDATE SET state = excluded.state, due = excluded.due,
                 provisional = excluded.provisional",
        )?
        .execute(params![
            tag.0,
            state(*status),
            due.map(|due| due.date.to_string()),
            due.is_some_and(|due| due.provisional),
        ])?;
    }
    for (tag, sealed) in &news.replies {
        step.prepare_cached(
            "INSERT INTO reply (tag, sealed) VALUES (?1, ?2)
             ON CONFLICT (tag) DO UPDATE SET sealed = excluded.sealed",
        )?
        .execute(params![tag.0, sealed])?;
    }
    Ok(())
}

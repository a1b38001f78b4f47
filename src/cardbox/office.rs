//! What the office's packs bring: imported whole or not at all, and never backwards.

use chrono::{NaiveDate, NaiveDateTime};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::batches::{acknowledge, delete_acknowledged, forget};
use super::device::{ZONE, doubt_retirement, take_pin_code, take_standing};
use super::error::CardBoxError;
use super::rekey::{self, Rekey};
use super::rounds;
use super::slips::{self, SlipImport};
use super::store::{CardBox, delete_meta, set_meta, to_row};
use crate::domain::batch::Seen;
use crate::domain::calendar::DueDate;
use crate::domain::case::{CaseNews, ReceiptStatus, ReceiptTalk};
use crate::domain::device::DeviceStanding;
use crate::domain::ids::{BatchNumber, PackNumber, PinCodeDigest, PlanId, RootHash, SlipHash, Tag};
use crate::domain::slip::SlipKey;
use crate::domain::witness::LedgerPoint;
use crate::domain::zone::Zone;

const OFFICE_TIME: &str = "office-time";
const CONTRADICTED: &str = "contradicted";
const DISPUTED: &str = "disputed";
pub(super) const COMMUNITY: &str = "community";
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
    /// Since when its questions are asked here; none where no day binds it, or nobody remembers.
    pub since: Option<NaiveDate>,
}

/// A status as the column `state` has it.
fn state(status: ReceiptStatus) -> &'static str {
    match status {
        ReceiptStatus::Counted => COUNTED,
        ReceiptStatus::Case { status, .. } => status.name(),
    }
}

/// Whether a receipt that stands at `held` has come no further than `told`. What a resident was shown is not taken back: an office
/// that was set back starts such a case again.
fn goes_on(held: ReceiptStatus, told: ReceiptStatus) -> bool {
    match (held, told) {
        (ReceiptStatus::Counted, _) => true,
        (ReceiptStatus::Case { .. }, ReceiptStatus::Counted) => false,
        (
            ReceiptStatus::Case { status, talk, .. },
            ReceiptStatus::Case {
                status: now,
                talk: said,
                ..
            },
        ) => talk.progress(status) <= said.progress(now),
    }
}

/// What one pack brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackImport {
    /// The pack's number.
    pub number: PackNumber,
    /// Its root.
    pub root: RootHash,
    /// How far it says that the office's ledger had come.
    pub ledger: Option<LedgerPoint>,
    /// The office's time when it made the pack.
    pub time: NaiveDateTime,
    /// The community, as JSON.
    pub community: String,
    /// What becomes of the key that is sealed to.
    pub rekey: Rekey,
    /// Every plan; those not named any more are forgotten.
    pub plans: Vec<PlanText>,
    /// The day on which it is taken: rounds of plans that ask otherwise from now on, or nothing more, end with it.
    pub taken_on: Option<NaiveDate>,
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
    /// Slips that are not valid any more, as version 1 has room for them.
    pub revoked: Vec<SlipHash>,
    /// Voting slips.
    pub slips: Vec<SlipImport>,
    /// The zone that the community lives by.
    pub zone: Zone,
    /// How this device stands.
    pub standing: DeviceStanding,
    /// What the code is known by with which its staff may set a new PIN.
    pub pin_code: Option<PinCodeDigest>,
}

impl PackImport {
    /// A pack that brings nothing but its number and time.
    #[must_use]
    pub fn new(number: PackNumber, root: RootHash, time: NaiveDateTime) -> Self {
        Self {
            number,
            root,
            ledger: None,
            time,
            community: String::new(),
            rekey: Rekey::Same,
            plans: Vec::new(),
            taken_on: None,
            calendar: None,
            acknowledged: Vec::new(),
            statuses: Vec::new(),
            replies: Vec::new(),
            notices: Vec::new(),
            revoked: Vec::new(),
            slips: Vec::new(),
            zone: Zone::default(),
            standing: DeviceStanding::Waiting,
            pin_code: None,
        }
    }

    /// It is taken on `day`, and asks what its plans ask from then on.
    pub fn begin_plans(&mut self, day: NaiveDate) {
        self.taken_on = Some(day);
        for plan in &mut self.plans {
            plan.since = Some(day);
        }
    }
}

/// What importing a pack came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportOutcome {
    /// Batches acknowledged for the first time. They are kept until a pack of at least four weeks later acknowledges them
    /// once more.
    pub acknowledged: Vec<BatchNumber>,
    /// Batches that were acknowledged before and are not any more: the office was set back. They are written again.
    pub forgotten: Vec<BatchNumber>,
    /// Acknowledgements with another root than ours; nothing was deleted for these.
    pub mismatched: Vec<BatchNumber>,
    /// Sheets deleted.
    pub sheets_deleted: u64,
    /// Lists of slips that were not taken: others were, and their round has begun.
    pub slips_late: Vec<SlipKey>,
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
        step.prepare_cached(
            "INSERT INTO pack (number, root, length, head) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![
            news.number.0,
            news.root.0,
            news.ledger.map(|ledger| to_row(ledger.length)),
            news.ledger.map(|ledger| ledger.head.0),
        ])?;
        delete_meta(&step, CONTRADICTED)?;
        set_meta(
            &step,
            OFFICE_TIME,
            &news.time.format(TIME_FORMAT).to_string(),
        )?;
        rekey::take(&step, news.rekey)?;
        set_meta(&step, COMMUNITY, &news.community)?;
        if let Some(calendar) = &news.calendar {
            set_meta(&step, CALENDAR, calendar)?;
        }
        replace_lists(&step, news)?;
        let day = news.time.date();
        take_pin_code(&step, news.pin_code)?;
        set_meta(&step, ZONE, &news.zone.to_string())?;
        take_standing(&step, news.standing, day)?;
        let mut outcome = ImportOutcome {
            slips_late: slips::import(&step, &news.slips, day)?,
            ..ImportOutcome::default()
        };
        for (number, root) in &news.acknowledged {
            match acknowledge(&step, *number, *root, day)? {
                Some(true) => outcome.acknowledged.push(*number),
                Some(false) => {}
                None => outcome.mismatched.push(*number),
            }
        }
        doubt_retirement(&step, !outcome.mismatched.is_empty())?;
        outcome.forgotten = forget(&step, &news.acknowledged)?;
        outcome.sheets_deleted = delete_acknowledged(&step)?;
        let committed = step.commit();
        if news.rekey != Rekey::Same {
            // What waits leaves with the next sync, or the office would learn what was sealed before this pack.
            self.held.clear();
        }
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
        Ok(self.packs_seen()?.pop())
    }

    /// Every pack taken, oldest first, but those of before version 0.2.
    pub fn packs_seen(&self) -> Result<Vec<Seen>, CardBoxError> {
        let mut query = self.connection.prepare_cached(
            "SELECT number, root, length, head FROM pack WHERE root IS NOT NULL ORDER BY number",
        )?;
        let rows = query.query_map([], |row| {
            let length: Option<u64> = row.get::<_, Option<i64>>("length")?.map(i64::unsigned_abs);
            let head: Option<[u8; 32]> = row.get("head")?;
            Ok(Seen {
                pack: PackNumber(row.get("number")?),
                root: RootHash(row.get("root")?),
                ledger: length.zip(head).map(|(length, head)| LedgerPoint {
                    length,
                    head: RootHash(head),
                }),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The pack whose ledger contradicts what this device has seen, since the newest pack that was taken.
    pub fn contradicted(&self) -> Result<Option<PackNumber>, CardBoxError> {
        let text = self.meta(CONTRADICTED)?;
        Ok(text.and_then(|text| text.parse().ok()).map(PackNumber))
    }

    /// Notes a pack that is not taken, for its ledger contradicts what this device has seen.
    pub fn set_contradicted(&self, pack: PackNumber) -> Result<(), CardBoxError> {
        self.set_meta(CONTRADICTED, &pack.to_string())
    }

    /// Statements of other devices that contradict what this one has seen, as whoever noted them wrote them; empty where there are
    /// none.
    pub fn disputed(&self) -> Result<String, CardBoxError> {
        Ok(self.meta(DISPUTED)?.unwrap_or_default())
    }

    /// Notes them.
    pub fn set_disputed(&self, statements: &str) -> Result<(), CardBoxError> {
        self.set_meta(DISPUTED, statements)
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
            .prepare_cached("SELECT id, revision, text, since FROM plan ORDER BY id")?;
        let rows = query.query_map([], |row| {
            let since: String = row.get(3)?;
            Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, since))
        })?;
        let mut plans = Vec::new();
        for row in rows {
            let (id, revision, text, since) = row?;
            // Only identifiers that parsed were written.
            if let Ok(id) = PlanId::new(id) {
                plans.push(PlanText {
                    id,
                    revision,
                    text,
                    since: since.parse().ok(),
                });
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
        status_of(&self.connection, tag)
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
    let number: Option<u32> = connection
        .prepare_cached("SELECT max(number) FROM pack")?
        .query_row([], |row| row.get(0))?;
    Ok(number.map(PackNumber))
}

/// What a plan asked until now and asks no more has had its round: it ends today.
fn replace_plans(step: &Connection, news: &PackImport) -> Result<(), CardBoxError> {
    let mut query = step.prepare_cached("SELECT id, since, text FROM plan")?;
    let held = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let held: Vec<(String, String, String)> = held.collect::<Result<_, _>>()?;
    let texts = held.iter().map(|(_, _, text)| text);
    for text in texts.chain(news.plans.iter().map(|plan| &plan.text)) {
        rounds::raise_floor(step, text)?;
    }
    let since = |plan: &PlanText| plan.since.map_or_else(String::new, |day| day.to_string());
    for (id, since_held, _) in held {
        let mut now = news.plans.iter().filter(|plan| plan.id.as_str() == id);
        let goes_on = now.any(|plan| since(plan) == since_held);
        if let Some(today) = news.taken_on.filter(|_| !goes_on) {
            step.prepare_cached("UPDATE round SET last = ?1 WHERE plan = ?2 AND last > ?1")?
                .execute(params![today.to_string(), id])?;
        }
    }
    step.execute_batch("DELETE FROM plan")?;
    for plan in &news.plans {
        step.prepare_cached(
            "INSERT INTO plan (id, revision, text, since) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![
            plan.id.as_str(),
            plan.revision,
            plan.text,
            since(plan)
        ])?;
    }
    Ok(())
}

fn replace_lists(step: &Connection, news: &PackImport) -> Result<(), CardBoxError> {
    replace_plans(step, news)?;
    step.execute_batch("DELETE FROM notice; DELETE FROM revoked;")?;
    for (id, text) in &news.notices {
        step.prepare_cached("INSERT INTO notice (id, text) VALUES (?1, ?2)")?
            .execute(params![id, text])?;
    }
    for slip in &news.revoked {
        step.prepare_cached("INSERT INTO revoked (hash) VALUES (?1) ON CONFLICT DO NOTHING")?
            .execute([slip.0])?;
    }
    for (tag, status) in &news.statuses {
        if status_of(step, *tag)?.is_none_or(|held| goes_on(held, *status)) {
            keep_status(step, *tag, *status)?;
        }
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

fn keep_status(step: &Connection, tag: Tag, status: ReceiptStatus) -> Result<(), CardBoxError> {
    let (due, extended, talk) = match status {
        ReceiptStatus::Counted => (None, false, ReceiptTalk::default()),
        ReceiptStatus::Case {
            due,
            extended,
            talk,
            ..
        } => (due, extended, talk),
    };
    step.prepare_cached(
        "INSERT INTO status (tag, state, due, provisional, extended, answers, rates, news)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (tag) DO UPDATE SET state = excluded.state, due = excluded.due,
             provisional = excluded.provisional, extended = excluded.extended,
             answers = excluded.answers, rates = excluded.rates, news = excluded.news",
    )?
    .execute(params![
        tag.0,
        state(status),
        due.map(|due| due.date.to_string()),
        due.is_some_and(|due| due.provisional),
        extended,
        talk.answers,
        talk.rates,
        talk.news.map_or("", CaseNews::name),
    ])?;
    Ok(())
}

fn status_of(connection: &Connection, tag: Tag) -> Result<Option<ReceiptStatus>, CardBoxError> {
    let row = connection
        .prepare_cached(
            "SELECT state, due, provisional, extended, answers, rates, news FROM status
             WHERE tag = ?1",
        )?
        .query_row([tag.0], |row| {
            let talk = ReceiptTalk {
                answers: row.get("answers")?,
                rates: row.get("rates")?,
                news: row.get::<_, String>("news")?.parse().ok(),
            };
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, Option<String>>(1)?,
                (row.get::<_, bool>(2)?, row.get::<_, bool>(3)?),
                talk,
            ))
        })
        .optional()?;
    Ok(
        row.and_then(|(state, date, (provisional, extended), talk)| {
            if state == COUNTED {
                return Some(ReceiptStatus::Counted);
            }
            let date = date.and_then(|text| text.parse().ok());
            Some(ReceiptStatus::Case {
                status: state.parse().ok()?,
                due: date.map(|date| DueDate { date, provisional }),
                extended,
                talk,
            })
        }),
    )
}

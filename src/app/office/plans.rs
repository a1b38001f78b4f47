//! The plans an office holds.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Days, NaiveDate};

use super::people::Hand;
use super::{Office, OfficeError, PlanRow};
use crate::app::{AppError, at};
use crate::domain::ids::{PlanId, PlanRevision, Shape};
use crate::domain::in_force::earliest_close;
use crate::domain::plan::{self, Plan};
use crate::record::{Body, Content, DamagedRow, PlanEntry, Record, RecordError, text_digest};
use crate::words::Lang;

/// Where a plan that came with the program is said to come from.
const SHIPPED: &str = "shipped";
/// Where a plan that a clerk added is said to come from.
const ADDED: &str = "added";

/// How long until every kiosk has heard of a plan.
const SYNC_INTERVAL: Days = Days::new(7);

/// The longest plan file read: the longest shipped one takes a hundredth of it.
const PLAN_FILE_BYTES: u64 = 1024 * 1024;

/// Where the text of a plan is that is put on file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanSource {
    /// In a TOML file.
    File(PathBuf),
    /// Here: it was written in the window.
    Text(String),
}

/// A plan of the record, read.
#[derive(Debug)]
pub(super) struct PlanOnFile {
    pub plan: Arc<Plan>,
    pub entry: PlanEntry,
}

/// Every revision of every plan the office ever held: sheets answer the revision their kiosk had.
#[derive(Debug, Default)]
pub(super) struct PlanBook(BTreeMap<PlanId, BTreeMap<PlanRevision, PlanOnFile>>);

/// Plans that were read before, by their texts: an office asks for all of them many times a minute.
#[derive(Default)]
pub(super) struct PlansRead(RefCell<BTreeMap<String, Arc<Plan>>>);

impl PlansRead {
    fn read(&self, toml: &str) -> Option<Arc<Plan>> {
        let known = self.0.borrow().get(toml).cloned();
        known.or_else(|| {
            let plan = Arc::new(Plan::parse(toml).ok()?);
            let mut all = self.0.borrow_mut();
            all.insert(toml.to_owned(), Arc::clone(&plan));
            Some(plan)
        })
    }
}

impl PlanBook {
    /// Every plan of the record.
    pub(super) fn of(record: &Record, read: &PlansRead) -> Result<Self, AppError> {
        let mut book = Self::default();
        for entry in record.plans()? {
            let row = format!("{} {}", entry.id, entry.revision);
            // Only texts that read as plans were ever added.
            if !book.add(entry, read) {
                return Err(RecordError::from(DamagedRow {
                    table: "plan",
                    row,
                    expected: "a plan",
                })
                .into());
            }
        }
        Ok(book)
    }

    /// Adds a revision; whether its text reads.
    pub(super) fn add(&mut self, entry: PlanEntry, read: &PlansRead) -> bool {
        let Some(plan) = read.read(&entry.toml) else {
            return false;
        };
        let all = self.0.entry(entry.id.clone()).or_default();
        all.insert(entry.revision, PlanOnFile { plan, entry });
        true
    }

    /// One revision.
    pub(super) fn get(&self, id: &PlanId, revision: PlanRevision) -> Option<&Plan> {
        Some(&self.0.get(id)?.get(&revision)?.plan)
    }

    /// The first revision that asks what `shape` says: under it all of them are counted.
    pub(super) fn asking(&self, id: &PlanId, shape: &Shape) -> Option<&Plan> {
        self.revisions(id).find(|plan| plan.shape() == *shape)
    }

    /// A name of `plan` that stands for something else in an earlier revision that is counted together with it, and in which.
    pub(super) fn exchanged(&self, plan: &Plan) -> Option<(String, PlanRevision)> {
        let earlier = self.revisions(&plan.id);
        let mut earlier = earlier.filter(|other| other.revision < plan.revision);
        earlier.find_map(|other| Some((plan.exchanged_since(other)?, other.revision)))
    }

    /// The newest revision.
    pub(super) fn newest(&self, id: &PlanId) -> Option<&PlanOnFile> {
        self.0.get(id)?.values().next_back()
    }

    /// Every revision of one plan, oldest first.
    pub(super) fn revisions(&self, id: &PlanId) -> impl Iterator<Item = &Plan> {
        self.0
            .get(id)
            .into_iter()
            .flat_map(BTreeMap::values)
            .map(|held| &*held.plan)
    }

    /// The plans whose answered cases want measures.
    pub(super) fn rectified(&self) -> Vec<PlanId> {
        let asks = |held: &&PlanOnFile| held.plan.rules.rectification.is_some();
        let plans = self.all_newest().filter(asks);
        plans.map(|held| held.plan.id.clone()).collect()
    }

    /// The plans that ask how content people are with an answer (回访).
    pub(super) fn revisited(&self) -> Vec<PlanId> {
        let asks = |held: &&PlanOnFile| held.plan.rules.revisit;
        let plans = self.all_newest().filter(asks);
        plans.map(|held| held.plan.id.clone()).collect()
    }

    /// The newest revision of every plan, by id.
    pub(super) fn all_newest(&self) -> impl Iterator<Item = &PlanOnFile> {
        self.0.values().filter_map(|all| all.values().next_back())
    }
}

fn read(toml: &str) -> Result<Plan, AppError> {
    Plan::parse(toml).map_err(|faults| OfficeError::from(faults).into())
}

/// Adds a plan; the same text again is no fault. To be called in a transaction.
fn add(record: &Record, plan: &PlanEntry, on: NaiveDate, hand: &Hand) -> Result<(), AppError> {
    let newest = record.newest_plan(&plan.id)?;
    let is_known =
        newest.is_some_and(|newest| newest.revision == plan.revision && newest.toml == plan.toml);
    if !is_known {
        let told = Body::PlanAdded {
            plan: plan.id.clone(),
            revision: plan.revision,
            digest: text_digest(&plan.toml),
            source: Some(plan.source.clone()),
        };
        let toml = Content::Text(plan.toml.clone().into());
        record.note(on, told, &toml, hand)?;
    }
    Ok(())
}

/// Adds the plans that a new office has from the start. To be called in a transaction.
pub(super) fn add_shipped(record: &Record, on: NaiveDate, hand: &Hand) -> Result<(), AppError> {
    for one in plan::shipped().iter().filter(|one| one.from_start) {
        let plan = read(one.text)?;
        let entry = PlanEntry {
            id: plan.id,
            revision: plan.revision,
            toml: one.text.to_owned(),
            source: SHIPPED.to_owned(),
            enabled: true,
        };
        add(record, &entry, on, hand)?;
    }
    Ok(())
}

/// Refuses a revision in which a name stands for something else than in another that is counted together with it.
fn check_names(book: &PlanBook, plan: &Plan) -> Result<(), OfficeError> {
    match book.exchanged(plan) {
        None => Ok(()),
        Some((name, revision)) => Err(OfficeError::NameExchanged { name, revision }),
    }
}

impl Office {
    /// Every plan the record holds, read.
    pub(super) fn book(&self) -> Result<PlanBook, AppError> {
        PlanBook::of(&self.record, &self.plans_read)
    }

    /// The newest revision of every plan, by id.
    pub fn plans(&self) -> Result<Vec<PlanRow>, AppError> {
        let book = self.book()?;
        Ok(book.all_newest().map(|held| self.row(held)).collect())
    }

    /// What a plan on file says, a sentence an item.
    pub fn explain_plan(&self, plan: &PlanId, lang: Lang) -> Result<Vec<String>, AppError> {
        let plan = self.plan_on_file(plan)?;
        Ok(plan::explain(&plan, lang))
    }

    /// A plan on file as TOML, every key in the order of the plan language.
    pub fn plan_toml(&self, plan: &PlanId) -> Result<String, AppError> {
        Ok(self.plan_on_file(plan)?.to_toml())
    }

    pub(super) fn plan_on_file(&self, plan: &PlanId) -> Result<Arc<Plan>, AppError> {
        let book = self.book()?;
        let held = book.newest(plan);
        let held = held.ok_or_else(|| RecordError::UnknownPlan { plan: plan.clone() })?;
        Ok(Arc::clone(&held.plan))
    }

    /// Adds a plan, or a newer revision of one, from its TOML text. A new plan goes into the next pack; a
    /// newer revision does when the one before it did.
    pub fn add_plan(&mut self, toml: &str) -> Result<PlanRow, AppError> {
        let plan = Plan::take_up(toml).map_err(OfficeError::from)?;
        let on = self.believable_today()?;
        let book = self.book()?;
        let held = book.newest(&plan.id);
        self.check_length(&plan, held.map(|held| &*held.plan), on)?;
        check_names(&book, &plan)?;
        let enabled = held.is_none_or(|held| held.entry.enabled);
        let entry = PlanEntry {
            id: plan.id.clone(),
            revision: plan.revision,
            toml: toml.to_owned(),
            source: ADDED.to_owned(),
            enabled,
        };
        self.record
            .within(|record| add(record, &entry, on, &self.hand))?;
        let plan = Arc::new(plan);
        Ok(self.row(&PlanOnFile { plan, entry }))
    }

    /// An open round that is over too soon tells who was there (protocol §2.3). Kiosks hear of new questions a sync interval
    /// from now, and take cards for as many days longer where the plan gives them fewer: here it is said beforehand.
    fn check_length(
        &self,
        plan: &Plan,
        held: Option<&Plan>,
        on: NaiveDate,
    ) -> Result<(), OfficeError> {
        if self.community().id.is_trial() {
            return Ok(());
        }
        let is_asked = held.is_some_and(|held| held.shape() == plan.shape());
        let known = if is_asked {
            NaiveDate::MIN
        } else {
            on.checked_add_days(SYNC_INTERVAL).unwrap_or(on)
        };
        match earliest_close(plan, known) {
            Some(earliest) => Err(OfficeError::RoundShort { earliest }),
            None => Ok(()),
        }
    }

    /// [`Self::add_plan`] from wherever it is.
    pub(super) fn add_plan_from(&mut self, source: &PlanSource) -> Result<PlanRow, AppError> {
        match source {
            PlanSource::File(file) => self.add_plan_file(file),
            PlanSource::Text(toml) => self.add_plan(toml),
        }
    }

    /// The text of a plan on file as it was put there, with its comments.
    pub fn plan_text(&self, plan: &PlanId) -> Result<String, AppError> {
        let book = self.book()?;
        let held = book.newest(plan);
        let held = held.ok_or_else(|| RecordError::UnknownPlan { plan: plan.clone() })?;
        Ok(held.entry.toml.clone())
    }

    /// [`Self::add_plan`] from a file, which is at most a MiB long.
    pub fn add_plan_file(&mut self, file: &Path) -> Result<PlanRow, AppError> {
        let mut bytes = Vec::new();
        let mut limited = File::open(file)
            .map_err(at(file))?
            .take(PLAN_FILE_BYTES + 1);
        limited.read_to_end(&mut bytes).map_err(at(file))?;
        if bytes.len() as u64 > PLAN_FILE_BYTES {
            let path = file.to_owned();
            return Err(OfficeError::PlanFileLong { path }.into());
        }
        let toml = plan::decode(&bytes).map_err(OfficeError::from)?;
        self.add_plan(toml)
    }

    /// Lets packs carry a plan, or no longer.
    pub fn enable_plan(&mut self, plan: &PlanId, enabled: bool) -> Result<PlanRow, AppError> {
        let book = self.book()?;
        let held = book
            .newest(plan)
            .ok_or_else(|| RecordError::UnknownPlan { plan: plan.clone() })?;
        if held.entry.enabled != enabled {
            let on = self.believable_today()?;
            let told = Body::PlanEnabled {
                plan: plan.clone(),
                enabled,
            };
            self.note(on, told)?;
        }
        Ok(PlanRow {
            enabled,
            ..self.row(held)
        })
    }

    fn row(&self, held: &PlanOnFile) -> PlanRow {
        let PlanOnFile { plan, entry } = held;
        PlanRow {
            id: plan.id.clone(),
            revision: plan.revision,
            title: plan.title.clone(),
            source: plan.source.clone(),
            enabled: entry.enabled,
            open_today: plan.is_open_on(self.clock.today()),
            publishes_opinions: plan.publication.opinions,
            is_callable: plan.is_callable(),
        }
    }
}

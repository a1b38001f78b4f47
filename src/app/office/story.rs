//! What the ledger tells, and whether the record holds just that.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::compare::{Recount, whom_and};
use super::devices::waiting_fact;
use super::findings::{Findings, NONE, name, short};
use super::holdings::Holdings;
use super::init::COMMUNITY_FACT;
use super::{DifferencePart, Office, notices};
use crate::domain::calendar::DueDate;
use crate::domain::case::CaseStatus;
use crate::domain::ids::{
    BatchNumber, CaseNumber, CommunityId, CriterionId, DeviceId, PlanId, PlanRevision, RootHash,
};
use crate::record::{
    DeviceStanding, Event, Figures, LedgerEntry, NoticeEntry, PostedFigure, RaterKey, genesis,
    steps, text_digest,
};

const LEDGER: DifferencePart = DifferencePart::Ledger;

/// The loading of a batch.
pub(super) struct Loaded {
    /// Which entry of the ledger tells of it.
    pub place: u64,
    pub root: RootHash,
    pub on: NaiveDate,
    /// Rating sheets counted, cases opened and sheets set aside by it.
    pub ratings: u64,
    pub opinions: u64,
    pub set_aside: u64,
    /// The last day to reply to its cases, by their plans; empty in entries from before step 3.
    pub due: BTreeMap<PlanId, DueDate>,
    /// The number of the first case it opened.
    first_case: u32,
}

impl Loaded {
    /// The numbers of the cases it opened.
    pub fn cases(&self) -> impl Iterator<Item = CaseNumber> + use<> {
        let count = u32::try_from(self.opinions).unwrap_or(u32::MAX);
        (self.first_case..self.first_case.saturating_add(count)).map(CaseNumber)
    }
}

/// What stood behind a notice's figures, and which entry of the ledger tells of it.
pub(super) struct FiguresTold {
    pub place: u64,
    pub figures: Figures,
}

impl FiguresTold {
    /// How many rated each subject (no criterion) and answered each criterion.
    pub fn behind(&self) -> impl Iterator<Item = (RaterKey, Option<CriterionId>, u64)> {
        let Figures {
            plan,
            revision,
            period,
            ..
        } = &self.figures;
        self.figures.shown.iter().flat_map(move |shown| {
            let key = RaterKey {
                plan: plan.clone(),
                revision: *revision,
                period: period.clone(),
                subject: shown.subject.clone(),
                group: shown.group.clone(),
            };
            let raters = std::iter::once((None, shown.raters));
            let criteria = shown.criteria.iter();
            let all = raters.chain(criteria.map(|(id, count)| (Some(id.clone()), *count)));
            all.map(move |(criterion, count)| (key.clone(), criterion, count))
        })
    }
}

/// Something that rests on the batches loaded before an entry of the ledger.
pub(super) enum Moment<'a> {
    Figures(&'a FiguresTold),
    /// A figure of the record that an entry from before step 3 does not tell of.
    Untold(&'a PostedFigure),
}

impl Moment<'_> {
    /// Compares it, when every batch loaded before it has been added to `recount` and none after.
    pub fn compare(&self, recount: &Recount, office: &Office, found: &mut Findings) {
        match self {
            Self::Figures(told) => recount.compare_figures(told, office, found),
            Self::Untold(held) => {
                let criterion = held.criterion.as_ref();
                let place = format!("posted {}", whom_and(&held.key, criterion));
                let counted = recount.behind(&held.key, criterion);
                found.compare(LEDGER, place, counted, held.count);
            }
        }
    }
}

/// What the ledger tells.
#[derive(Default)]
pub(super) struct Story {
    community: Option<CommunityId>,
    /// The record was founded by a program that told less.
    early: bool,
    /// Every device key ever accepted.
    keys: BTreeSet<(DeviceId, String)>,
    /// How each device stands, with its key and since when.
    devices: BTreeMap<DeviceId, Standing>,
    /// Devices that were revoked although the ledger does not tell that they asked.
    turned_away: BTreeMap<DeviceId, NaiveDate>,
    facts: BTreeMap<String, String>,
    batches: BTreeMap<(DeviceId, BatchNumber), Loaded>,
    cases: u32,
    started: BTreeSet<CaseNumber>,
    /// Digests of replies.
    replies: BTreeMap<CaseNumber, String>,
    answered: BTreeMap<CaseNumber, NaiveDate>,
    settled: BTreeMap<CaseNumber, DueDate>,
    /// Digests of notices, with their days and the heads of the ledger they print.
    notices: BTreeMap<u32, String>,
    /// Which entries tell of them.
    notice_places: BTreeMap<u32, u64>,
    figures: Vec<FiguresTold>,
    /// Roots of packs, with their days.
    packs: BTreeMap<u32, String>,
    /// Digests of plans.
    plans: BTreeMap<Revision, String>,
    sources: BTreeMap<Revision, String>,
    enabled: BTreeMap<PlanId, bool>,
}

struct Standing {
    state: DeviceStanding,
    key: String,
    since: NaiveDate,
}

impl Standing {
    fn text(&self) -> String {
        standing(self.state, self.since, &self.key)
    }
}

/// `s1 r2`
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Revision(PlanId, PlanRevision);

impl std::fmt::Display for Revision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} r{}", self.0, self.1)
    }
}

fn standing(standing: DeviceStanding, since: NaiveDate, key: &str) -> String {
    format!("{standing} {since} {key}")
}

fn posted(notice: &NoticeEntry) -> String {
    posting(
        &notices::digest(notice),
        notice.posted_on,
        notice.ledger_head,
    )
}

fn posting(digest: &str, on: NaiveDate, head: RootHash) -> String {
    format!("{} {on} {head} {digest}", short(digest))
}

impl Story {
    pub fn of(ledger: &[LedgerEntry]) -> Self {
        let mut story = Self::default();
        let mut head = genesis();
        for entry in ledger {
            if let Some(event) = entry.parsed() {
                story.hear(event, entry.number, head);
            }
            head = entry.hash;
        }
        story
    }

    /// `head` is the ledger's before this event.
    fn hear(&mut self, event: Event, place: u64, head: RootHash) {
        match event {
            Event::Founded { community, .. } => {
                let fact = (COMMUNITY_FACT.to_owned(), community.to_string());
                self.facts.extend([fact]);
                self.community = Some(community);
            }
            Event::DeviceAsked {
                device,
                signing_key,
                on,
            } => self.hear_asking(device, signing_key, on),
            Event::DeviceAccepted {
                device,
                signing_key,
                on,
            } => self.hear_accepted(device, signing_key, on),
            Event::DeviceRevoked { device, on } => self.hear_revoked(device, on),
            Event::BatchLoaded { .. } => self.hear_of_batch(event, place),
            Event::PlanAdded {
                plan,
                revision,
                digest,
                source,
                ..
            } => {
                self.enabled.entry(plan.clone()).or_insert(true);
                let revision = Revision(plan, revision);
                match source {
                    Some(source) => {
                        self.sources.insert(revision.clone(), source);
                    }
                    None => self.early = true,
                }
                self.plans.insert(revision, digest);
            }
            Event::PlanEnabled { plan, enabled, .. } => {
                self.enabled.insert(plan, enabled);
            }
            Event::CaseStarted { number, .. } => {
                self.started.insert(number);
            }
            Event::CaseAnswered {
                number,
                digest,
                on,
                due,
            } => {
                self.replies.insert(number, digest);
                self.answered.insert(number, on);
                self.settled.extend(due.map(|due| (number, due)));
            }
            Event::NoticePosted { number, digest, on } => {
                self.notices.insert(number, posting(&digest, on, head));
                self.notice_places.insert(number, place);
            }
            Event::FiguresPosted(figures) => self.figures.push(FiguresTold { place, figures }),
            // They change nothing that a table holds.
            Event::DayConfirmed { .. } | Event::WeekConfirmed { .. } => {}
            Event::PackMade { number, root, on } => {
                self.packs.insert(number.0, format!("{on} {root}"));
            }
        }
    }

    fn hear_asking(&mut self, device: DeviceId, key: String, since: NaiveDate) {
        let known = self.devices.get(&device);
        if known.is_some_and(|held| held.state != DeviceStanding::Waiting) {
            // The name is taken: the key waits beside it.
            self.facts.insert(waiting_fact(&device), key);
            return;
        }
        let state = DeviceStanding::Waiting;
        self.devices.insert(device, Standing { state, key, since });
    }

    fn hear_accepted(&mut self, device: DeviceId, key: String, since: NaiveDate) {
        let fact = waiting_fact(&device);
        if !self.early || self.facts.contains_key(&fact) {
            self.facts.insert(fact, String::new());
        }
        self.keys.insert((device.clone(), key.clone()));
        self.turned_away.remove(&device);
        let state = DeviceStanding::Accepted;
        self.devices.insert(device, Standing { state, key, since });
    }

    fn hear_revoked(&mut self, device: DeviceId, since: NaiveDate) {
        match self.devices.get_mut(&device) {
            Some(held) => {
                held.state = DeviceStanding::Revoked;
                held.since = since;
            }
            None => {
                self.turned_away.insert(device, since);
            }
        }
    }

    fn hear_of_batch(&mut self, event: Event, place: u64) {
        let Event::BatchLoaded {
            device,
            number,
            root,
            ratings,
            cases,
            set_aside,
            on,
            due,
        } = event
        else {
            return;
        };
        let loaded = Loaded {
            place,
            root,
            on,
            ratings,
            opinions: cases,
            set_aside,
            due,
            first_case: self.cases.saturating_add(1),
        };
        let opened = u32::try_from(cases).unwrap_or(u32::MAX);
        self.cases = self.cases.saturating_add(opened);
        self.batches.insert((device, number), loaded);
    }

    /// The community the office was founded for.
    pub fn community(&self) -> Option<&CommunityId> {
        self.community.as_ref()
    }

    /// Whether the device was ever accepted with this key.
    pub fn accepted(&self, device: &DeviceId, key: &str) -> bool {
        self.keys.contains(&(device.clone(), key.to_owned()))
    }

    /// The loading of a batch.
    pub fn loaded(&self, device: &DeviceId, number: BatchNumber) -> Option<&Loaded> {
        self.batches.get(&(device.clone(), number))
    }

    /// The last day to reply to a case, where it was settled with the reply.
    pub fn settled(&self, case: CaseNumber) -> Option<DueDate> {
        self.settled.get(&case).copied()
    }

    /// What rests on the batches loaded before an entry of the ledger, in the ledger's order.
    pub fn moments<'a>(&'a self, held: &'a Holdings) -> Vec<(u64, Moment<'a>)> {
        let told = self.posted();
        let figures = self.figures.iter();
        let mut moments: Vec<_> = figures
            .map(|figures| (figures.place, Moment::Figures(figures)))
            .collect();
        for figure in &held.posted {
            let place = self.notice_places.get(&figure.notice);
            let Some(place) = place.filter(|_| self.is_untold(figure, &told)) else {
                continue;
            };
            moments.push((*place, Moment::Untold(figure)));
        }
        moments.sort_by_key(|(place, _)| *place);
        moments
    }

    /// The number of people behind each figure and the notice it was published in, by what it is about.
    fn posted(&self) -> BTreeMap<String, String> {
        let mut told = BTreeMap::new();
        for figures in &self.figures {
            let number = figures.figures.number;
            for (key, criterion, count) in figures.behind() {
                let about = whom_and(&key, criterion.as_ref());
                told.insert(about, format!("{count} {number}"));
            }
        }
        told
    }

    /// Whether the ledger says nothing of this figure because its entries are from before step 3.
    fn is_untold(&self, figure: &PostedFigure, told: &BTreeMap<String, String>) -> bool {
        self.early
            && self.notice_places.contains_key(&figure.notice)
            && !told.contains_key(&whom_and(&figure.key, figure.criterion.as_ref()))
    }

    /// Compares what the ledger tells with what the record holds.
    pub fn check(&self, held: &Holdings, found: &mut Findings) {
        let listed: BTreeSet<_> = held
            .batches
            .iter()
            .map(|entry| (&entry.device, entry.number))
            .collect();
        for ((device, number), loaded) in &self.batches {
            if !listed.contains(&(device, *number)) {
                let place = name(device, *number);
                found.note(DifferencePart::Batch, place, loaded.root, NONE);
            }
        }
        self.check_cases(held, found);
        let notices = held.notices.iter();
        let notices = notices.map(|notice| (notice.number, posted(notice)));
        found.compare_maps(LEDGER, "notice", &self.notices, &notices.collect());
        let told = self.posted();
        let figures = held.posted.iter();
        let figures = figures
            .filter(|figure| !self.is_untold(figure, &told))
            .map(|figure| {
                let about = whom_and(&figure.key, figure.criterion.as_ref());
                (about, format!("{} {}", figure.count, figure.notice))
            });
        found.compare_maps(LEDGER, "posted", &told, &figures.collect());
        let packs = held.packs.iter().map(|pack| {
            let text = format!("{} {}", pack.made_at.date(), pack.root);
            (pack.number.0, text)
        });
        found.compare_maps(LEDGER, "pack", &self.packs, &packs.collect());
        self.check_plans(held, found);
        self.check_devices(held, found);
        let facts = held.facts.iter();
        let facts = facts
            // Which keys asked was not told before step 3.
            .filter(|(key, _)| !self.early || self.facts.contains_key(*key) || !is_waiting(key))
            .map(|(key, value)| (key.clone(), value.clone()));
        found.compare_maps(LEDGER, "meta", &self.facts, &facts.collect());
        let taken = held.steps.iter().cloned().collect();
        let known = steps().into_iter().collect();
        found.compare_maps(LEDGER, "schema_step", &known, &taken);
    }

    fn check_plans(&self, held: &Holdings, found: &mut Findings) {
        let (mut plans, mut sources, mut enabled) =
            (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for plan in &held.plans {
            let revision = Revision(plan.id.clone(), plan.revision);
            plans.insert(revision.clone(), text_digest(&plan.toml));
            enabled.insert(revision.clone(), plan.enabled.to_string());
            // An entry from before step 3 does not tell where the plan came from, and nothing asks.
            if !self.early || self.sources.contains_key(&revision) {
                sources.insert(revision, plan.source.clone());
            }
        }
        found.compare_maps(LEDGER, "plan", &self.plans, &plans);
        found.compare_maps(LEDGER, "plan from", &self.sources, &sources);
        let told = self.plans.keys().map(|revision| {
            let enabled = self.enabled.get(&revision.0).copied().unwrap_or(true);
            (revision.clone(), enabled.to_string())
        });
        found.compare_maps(LEDGER, "plan in packs", &told.collect(), &enabled);
    }

    fn check_devices(&self, held: &Holdings, found: &mut Findings) {
        let mut devices = BTreeMap::new();
        let told = self.devices.iter();
        let mut told: BTreeMap<DeviceId, String> = told
            .map(|(device, held)| (device.clone(), held.text()))
            .collect();
        for device in &held.devices {
            let id = &device.id;
            // Before step 3 the ledger did not tell of those that only asked.
            let untold = self.early
                && device.standing == DeviceStanding::Waiting
                && !self.devices.contains_key(id);
            if untold {
                continue;
            }
            if let Some(on) = self.turned_away.get(id) {
                let text = standing(DeviceStanding::Revoked, *on, &device.signing_key);
                told.insert(id.clone(), text);
            }
            let text = standing(device.standing, device.since, &device.signing_key);
            devices.insert(id.clone(), text);
        }
        found.compare_maps(LEDGER, "device", &told, &devices);
    }

    fn check_cases(&self, held: &Holdings, found: &mut Findings) {
        let replies = held.cases.iter();
        let replies = replies
            .filter_map(|case| Some((case.number, text_digest(case.reply.as_deref()?))))
            .collect();
        found.compare_maps(LEDGER, "reply", &self.replies, &replies);
        for case in &held.cases {
            let number = &case.number;
            let answered = self.answered.get(number);
            let told = match answered {
                Some(_) => CaseStatus::Answered,
                None if self.started.contains(number) => CaseStatus::InProgress,
                None => CaseStatus::Received,
            };
            let state = |status: CaseStatus, on: Option<&NaiveDate>| {
                on.map_or_else(|| status.to_string(), |on| format!("{status} {on}"))
            };
            let (told, held) = (
                state(told, answered),
                state(case.status, case.answered_on.as_ref()),
            );
            found.compare(LEDGER, format!("case {number}"), told, held);
        }
    }
}

fn is_waiting(fact: &str) -> bool {
    fact != COMMUNITY_FACT
}

/// Follows the chain of hashes.
pub(super) fn check_chain(ledger: &[LedgerEntry], found: &mut Findings) {
    let mut previous = genesis();
    for (number, entry) in (1_u64..).zip(ledger) {
        let place = number.to_string();
        if entry.number != number {
            found.note(DifferencePart::Ledger, place, number, entry.number);
            return;
        }
        let expected = entry.hash_after(&previous);
        if expected != entry.hash {
            found.note(DifferencePart::Ledger, place.clone(), expected, entry.hash);
        }
        if entry.parsed().is_none() {
            found.note(DifferencePart::Ledger, place, "JSON", NONE);
        }
        // From the hash that stands there: one changed entry is one difference.
        previous = entry.hash;
    }
}

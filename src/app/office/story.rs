//! What the ledger tells, and whether the record holds just that.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::plans::PlanBook;
use super::verify::{Findings, NONE, name, short};
use super::{DifferencePart, notices};
use crate::domain::calendar::CalendarTable;
use crate::domain::ids::{
    BatchNumber, CaseNumber, CommunityId, DeviceId, PlanId, PlanRevision, RootHash,
};
use crate::record::{
    BatchEntry, CaseEntry, CaseStatus, DeviceStanding, Event, LedgerEntry, NoticeEntry, Record,
    RecordError, genesis, text_digest,
};

/// The loading of a batch.
pub(super) struct Loaded {
    /// Which entry of the ledger tells of it.
    pub place: u64,
    pub root: RootHash,
    pub on: NaiveDate,
}

/// What the ledger tells.
#[derive(Default)]
pub(super) struct Story {
    community: Option<CommunityId>,
    /// Every device key ever accepted.
    keys: BTreeSet<(DeviceId, String)>,
    /// How each device stands, with its key and since when.
    devices: BTreeMap<DeviceId, Standing>,
    batches: BTreeMap<(DeviceId, BatchNumber), Loaded>,
    started: BTreeSet<CaseNumber>,
    /// Digests of replies.
    replies: BTreeMap<CaseNumber, String>,
    answered: BTreeMap<CaseNumber, NaiveDate>,
    /// Digests of notices, with their days and the heads of the ledger they print.
    notices: BTreeMap<u32, String>,
    /// Roots of packs, with their days.
    packs: BTreeMap<u32, String>,
    /// Digests of plans.
    plans: BTreeMap<Revision, String>,
    enabled: BTreeMap<PlanId, String>,
}

struct Standing {
    key: String,
    text: String,
}

/// `s1 r2`
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
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
            Event::Founded { community, .. } => self.community = Some(community),
            Event::DeviceAccepted {
                device,
                signing_key: key,
                on,
            } => {
                self.keys.insert((device.clone(), key.clone()));
                let text = standing(DeviceStanding::Accepted, on, &key);
                self.devices.insert(device, Standing { key, text });
            }
            Event::DeviceRevoked { device, on } => {
                if let Some(held) = self.devices.get_mut(&device) {
                    held.text = standing(DeviceStanding::Revoked, on, &held.key);
                }
            }
            Event::BatchLoaded {
                device,
                number,
                root,
                on,
                ..
            } => {
                let loaded = Loaded { place, root, on };
                self.batches.insert((device, number), loaded);
            }
            Event::PlanAdded {
                plan,
                revision,
                digest,
                ..
            } => {
                let enabled = self.enabled.entry(plan.clone());
                enabled.or_insert_with(|| true.to_string());
                self.plans.insert(Revision(plan, revision), digest);
            }
            Event::PlanEnabled { plan, enabled, .. } => {
                self.enabled.insert(plan, enabled.to_string());
            }
            Event::CaseStarted { number, .. } => {
                self.started.insert(number);
            }
            Event::CaseAnswered { number, digest, on } => {
                self.replies.insert(number, digest);
                self.answered.insert(number, on);
            }
            Event::NoticePosted { number, digest, on } => {
                self.notices.insert(number, posting(&digest, on, head));
            }
            Event::PackMade { number, root, on } => {
                self.packs.insert(number.0, format!("{on} {root}"));
            }
        }
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

    /// Compares what the ledger tells with what the record holds.
    pub fn check(
        &self,
        record: &Record,
        book: &PlanBook,
        cases: &[CaseEntry],
        batches: &[BatchEntry],
        found: &mut Findings,
    ) -> Result<(), RecordError> {
        let listed: BTreeSet<_> = batches
            .iter()
            .map(|entry| (&entry.device, entry.number))
            .collect();
        for ((device, number), loaded) in &self.batches {
            if !listed.contains(&(device, *number)) {
                let place = name(device, *number);
                found.note(DifferencePart::Batch, place, loaded.root, NONE);
            }
        }
        self.check_cases(book, cases, found);
        let held = record.notices()?;
        let held = held.iter().map(|notice| (notice.number, posted(notice)));
        compare_maps("notice", &self.notices, &held.collect(), found);
        let held = record.packs()?.into_iter().map(|pack| {
            let text = format!("{} {}", pack.made_at.date(), pack.root);
            (pack.number.0, text)
        });
        compare_maps("pack", &self.packs, &held.collect(), found);
        let (mut plans, mut enabled) = (BTreeMap::new(), BTreeMap::new());
        for plan in record.plans()? {
            let digest = text_digest(&plan.toml);
            plans.insert(Revision(plan.id.clone(), plan.revision), digest);
            // In ascending order: the newest revision decides.
            enabled.insert(plan.id, plan.enabled.to_string());
        }
        compare_maps("plan", &self.plans, &plans, found);
        compare_maps("plan in packs", &self.enabled, &enabled, found);
        let mut held = BTreeMap::new();
        for device in record.devices()? {
            // One that only asked is nothing the office did.
            if device.standing != DeviceStanding::Waiting || self.devices.contains_key(&device.id) {
                let text = standing(device.standing, device.since, &device.signing_key);
                held.insert(device.id, text);
            }
        }
        let told = self.devices.iter();
        let told = told.map(|(device, held)| (device.clone(), held.text.clone()));
        compare_maps("device", &told.collect(), &held, found);
        Ok(())
    }

    fn check_cases(&self, book: &PlanBook, cases: &[CaseEntry], found: &mut Findings) {
        let replies: BTreeMap<CaseNumber, String> = cases
            .iter()
            .filter_map(|case| Some((case.number, text_digest(case.reply.as_deref()?))))
            .collect();
        compare_maps("reply", &self.replies, &replies, found);
        for case in cases {
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
            let ledger = DifferencePart::Ledger;
            found.compare(ledger, format!("case {number}"), told, held);
            check_due(book, case, found);
        }
    }
}

/// The last day to reply follows from the day of receipt, by the days that some revision of the plan grants. While the
/// calendar of that year is not known any day stands for now, and is looked up again whenever it is shown.
fn check_due(book: &PlanBook, case: &CaseEntry, found: &mut Findings) {
    if case.provisional {
        return;
    }
    let calendar = CalendarTable::built_in();
    let granted = book
        .revisions(&case.opinion.plan)
        .map(|plan| calendar.due(case.received_on, plan.follow_up.reply_within_working_days))
        .collect::<Vec<_>>();
    if !granted.iter().any(|due| due.date == case.due_on) {
        let last = granted.last();
        let expected = last.map_or_else(|| NONE.to_owned(), |due| due.date.to_string());
        let place = format!("{} due", case.number);
        found.note(DifferencePart::Case, place, expected, case.due_on);
    }
}

/// Compares two maps; places read `reply 12`.
fn compare_maps<K: Ord + ToString>(
    what: &str,
    told: &BTreeMap<K, String>,
    held: &BTreeMap<K, String>,
    found: &mut Findings,
) {
    let keys: BTreeSet<&K> = told.keys().chain(held.keys()).collect();
    for key in keys {
        let text = |map: &BTreeMap<K, String>| {
            map.get(key)
                .map_or_else(|| NONE.to_owned(), |text| brief(text))
        };
        if told.get(key) != held.get(key) {
            let place = format!("{what} {}", key.to_string());
            found.note(DifferencePart::Ledger, place, text(told), text(held));
        }
    }
}

/// Days and words whole, digests and keys by their beginning.
fn brief(text: &str) -> String {
    let words: Vec<String> = text.split(' ').map(short).collect();
    words.join(" ")
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

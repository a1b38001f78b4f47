//! 评议票 at the office: printed, committed to in the ledger, void; never kept, never printed twice.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};
use rand::CryptoRng;
use serde::Serialize;

use super::plans::PlanBook;
use super::slips_refused::SlipsRefused;
use super::types::text;
use super::{Confidential, Office, OfficeError};
use crate::app::{AppError, Progress, at, private};
use crate::courier::slip::derive;
use crate::domain::device::DeviceStanding;
use crate::domain::ids::{
    DeviceId, GroupId, PackNumber, PlanId, ReceiptSalt, SlipCommitment, SlipTag,
};
use crate::domain::plan::{Plan, Text, Voters};
use crate::domain::receipt::SlipCode;
use crate::domain::round::{Round, RoundId};
use crate::domain::slip::{FEWEST_SLIPS, MOST_SLIPS, SlipKey, SlipList, commitment};
use crate::paper::{SlipFacts, slips_html};
use crate::record::{Body, IssuedSlips, Record, RecordError, SlipEntry, SlipEvent};
use crate::words::{Lang, Sentence, sentence};

/// A round that ended so long ago is told of in packs no longer; its devices have closed it.
const CARRIED_DAYS: u64 = 92;

/// One thing that is done to voting slips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlipsCommand {
    /// Print slips for a device into a new file. Their codes are in it and nowhere else.
    Issue {
        /// The plan they vote on.
        plan: PlanId,
        /// The round they vote in.
        round: RoundId,
        /// The device that takes them.
        device: DeviceId,
        /// How many for each group; for none, where the plan has no groups.
        groups: Vec<(Option<GroupId>, u64)>,
        /// The file to be made: HTML, to be printed on A4.
        file: PathBuf,
        /// In large type.
        large: bool,
    },
    /// Make slips void.
    Void {
        /// The plan they vote on.
        plan: PlanId,
        /// The round they vote in.
        round: RoundId,
        /// Which.
        which: VoidWhich,
        /// Why.
        reason: String,
    },
}

/// Which slips become void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VoidWhich {
    /// Those whose codes, or whose tags, were typed.
    Typed(Vec<Confidential>),
    /// All of a device.
    Of(DeviceId),
}

/// The slips of one round, and what became of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlipRound {
    /// The plan.
    pub plan: PlanId,
    /// Its title.
    #[serde(serialize_with = "text")]
    pub title: Text,
    /// The round.
    pub round: RoundId,
    /// 发出, 收回, and those that were handed in twice.
    #[serde(flatten)]
    pub account: SlipAccount,
    /// A line a device and group.
    pub lists: Vec<SlipRow>,
}

/// The slips of a device and group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlipRow {
    /// The device.
    pub device: DeviceId,
    /// The voter group, where the plan has groups.
    pub group: Option<GroupId>,
    /// How many there are, the void ones included.
    pub number: u64,
    /// What the ledger says they are.
    pub commitment: SlipCommitment,
    /// How many of them are void.
    pub voided: u64,
}

/// The name of a group, and its codes.
type Printed = (String, Vec<SlipCode>);

/// What became of the slips of a round, in all devices together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SlipAccount {
    /// 发出: given out.
    pub issued: u64,
    /// 收回: used, as the batches that came say.
    pub collected: u64,
    /// Handed in although they had been used.
    pub refused: u64,
}

/// The account of every round that has slips, by plan and the period that its counts are kept under.
pub(super) fn accounts(
    record: &Record,
    book: &PlanBook,
) -> Result<BTreeMap<(PlanId, String), SlipAccount>, RecordError> {
    let mut all: BTreeMap<(PlanId, String), SlipAccount> = BTreeMap::new();
    for slip in record.slips()? {
        let key = &slip.key;
        let held = book.newest(&key.plan);
        let round = held.and_then(|held| held.plan.round_named(key.round));
        let account = all.entry((key.plan.clone(), key.round.to_string()));
        account.or_default().issued += u64::from(was_given_out(&slip, round.map(|it| it.first)));
    }
    if all.is_empty() {
        return Ok(all);
    }
    for batch in record.counting_batches()? {
        if let Some(round) = batch.facts.round() {
            let key = (round.key.plan.clone(), round.key.round.to_string());
            if let Some(account) = all.get_mut(&key) {
                account.collected += round.slips_used;
                account.refused += round.slips_refused;
            }
        }
    }
    Ok(all)
}

/// A slip that became void before any device could know of it, or before its round began, was never given out. Any other was,
/// and may have been used before its device heard that it is void.
fn was_given_out(slip: &SlipEntry, begins: Option<NaiveDate>) -> bool {
    slip.voided.as_ref().is_none_or(|voided| {
        voided.pack > slip.pack && begins.is_none_or(|first| voided.on >= first)
    })
}

impl Office {
    pub(super) fn run_on_slips(
        &mut self,
        command: SlipsCommand,
        rng: &mut impl CryptoRng,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Sentence, AppError> {
        match command {
            SlipsCommand::Issue {
                plan,
                round,
                device,
                groups,
                file,
                large,
            } => {
                let key = SlipKey {
                    plan,
                    round,
                    device,
                    group: None,
                };
                let number = self.issue_slips(&key, &groups, (&file, large), rng, progress)?;
                Ok(sentence!(
                    "app-slips-done-issued",
                    number = number,
                    device = key.device,
                    path = file.display()
                ))
            }
            SlipsCommand::Void {
                plan,
                round,
                which,
                reason,
            } => {
                let number = self.void_slips(&plan, round, &which, &reason)?;
                Ok(sentence!("app-slips-done-voided", number = number))
            }
        }
    }

    /// Prints slips and tells the ledger what the device may take; how many. The file is written before the ledger is told: what
    /// is on paper and not in the ledger opens nothing.
    fn issue_slips(
        &mut self,
        whose: &SlipKey,
        groups: &[(Option<GroupId>, u64)],
        (file, large): (&Path, bool),
        rng: &mut impl CryptoRng,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<u64, AppError> {
        let on = self.believable_today()?;
        let book = self.book()?;
        let plan = &book
            .newest(&whose.plan)
            .ok_or_else(|| RecordError::UnknownPlan {
                plan: whose.plan.clone(),
            })?
            .plan;
        let known = self.record.device(&whose.device)?;
        if known.is_none_or(|device| device.standing != DeviceStanding::Accepted) {
            let device = whose.device.clone();
            return Err(OfficeError::NotAccepted { device }.into());
        }
        let slips = self.record.slips()?;
        let round = Self::round_to_come(plan, whose.round, on)?;
        self.check_not_open(plan, &round, &slips, on)?;
        self.check_numbers(plan, whose, groups, &slips)?;
        if file.exists() {
            let path = file.to_owned();
            return Err(OfficeError::from(SlipsRefused::FileThere { path }).into());
        }
        let (printed, told) = self.draw(plan, whose, groups, &slips, rng, progress)?;
        let html = slips_html(&SlipFacts {
            community: &self.community.name,
            plan: plan.title.get(Lang::Zh),
            round: whose.round,
            device: whose.device.as_str(),
            groups: &printed,
            trial: self.is_trial(),
            large,
        });
        let mut paper = private::create_new(file).map_err(at(file))?;
        let body = Body::Slips(SlipEvent::SlipsIssued {
            plan: whose.plan.clone(),
            round: whose.round,
            device: whose.device.clone(),
            pack: self.next_pack_number()?,
            groups: told,
        });
        let written = paper
            .write_all(html.as_bytes())
            .and_then(|()| paper.sync_all())
            .map_err(at(file));
        if let Err(error) = written.and_then(|()| self.note(on, body)) {
            let _useless = std::fs::remove_file(file);
            return Err(error);
        }
        Ok(groups.iter().map(|(_, number)| number).sum())
    }

    /// Draws the codes of each group, in an order of chance, and reckons their tags.
    fn draw(
        &self,
        plan: &Plan,
        whose: &SlipKey,
        groups: &[(Option<GroupId>, u64)],
        held: &[SlipEntry],
        rng: &mut impl CryptoRng,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(Vec<Printed>, Vec<IssuedSlips>), AppError> {
        let (mut printed, mut told) = (Vec::new(), Vec::new());
        let total: u64 = groups.iter().map(|(_, number)| number).sum();
        let mut done = 0;
        for (group, number) in groups {
            let codes: Vec<SlipCode> = (0..*number).map(|_| SlipCode::random(rng)).collect();
            let salt = &self.community.receipt_salt;
            let tags = tags_of(&codes, salt, whose, &mut |more| {
                progress(Progress {
                    done: done + more,
                    total,
                    step: sentence!("app-slips-step"),
                });
            })?;
            done += number;
            let key = SlipKey {
                group: group.clone(),
                ..whose.clone()
            };
            let held = held.iter().filter(|slip| slip.key == key);
            let all: BTreeSet<SlipTag> = held.map(|slip| slip.tag).chain(tags.clone()).collect();
            told.push(IssuedSlips {
                group: group.clone(),
                tags,
                number: all.len() as u64,
                commitment: commitment(&all),
            });
            printed.push((group_name(plan, group.as_ref()), codes));
        }
        Ok((printed, told))
    }

    /// The round that slips can be printed for: it has not ended.
    fn round_to_come(plan: &Plan, id: RoundId, on: NaiveDate) -> Result<Round, AppError> {
        if !plan.is_entitled() {
            let plan = plan.id.clone();
            return Err(OfficeError::from(SlipsRefused::PlanOpen { plan }).into());
        }
        let round = plan.round_named(id);
        let round = round.filter(|round| round.last.is_none_or(|last| on <= last));
        round.ok_or_else(|| {
            let plan = plan.id.clone();
            OfficeError::from(SlipsRefused::NoRound { plan, round: id }).into()
        })
    }

    /// Slips are never added to an open round: one whose days have come, and of which a pack has told some device.
    fn check_not_open(
        &self,
        plan: &Plan,
        round: &Round,
        slips: &[SlipEntry],
        on: NaiveDate,
    ) -> Result<(), AppError> {
        let next = self.next_pack_number()?;
        let mut own = slips
            .iter()
            .filter(|slip| slip.key.plan == plan.id && slip.key.round == round.id);
        if round.first <= on && own.any(|slip| slip.pack < next) {
            let refused = SlipsRefused::RoundOpen {
                plan: plan.id.clone(),
                round: round.id,
            };
            return Err(OfficeError::from(refused).into());
        }
        Ok(())
    }

    fn check_numbers(
        &self,
        plan: &Plan,
        whose: &SlipKey,
        groups: &[(Option<GroupId>, u64)],
        slips: &[SlipEntry],
    ) -> Result<(), AppError> {
        let mut once = BTreeSet::new();
        let fits = |group: &Option<GroupId>| match (&plan.voters, group) {
            (Voters::Groups(known), Some(group)) => known.iter().any(|one| one.id == *group),
            (Voters::BySlip, None) => true,
            (Voters::Groups(_), None) | (Voters::BySlip | Voters::Open, _) => false,
        };
        let all_fit = groups
            .iter()
            .all(|(group, _)| fits(group) && once.insert(group.clone()));
        if groups.is_empty() || !all_fit {
            let plan = plan.id.clone();
            return Err(OfficeError::from(SlipsRefused::Groups { plan }).into());
        }
        let fewest = if self.is_trial() { 1 } else { FEWEST_SLIPS };
        for (group, number) in groups {
            let held = slips.iter().filter(|slip| {
                let SlipKey {
                    plan,
                    round,
                    device,
                    group: own,
                } = &slip.key;
                (plan, *round, device, own) == (&whose.plan, whose.round, &whose.device, group)
            });
            let all = held.count() as u64 + number;
            if *number == 0 || !(fewest..=MOST_SLIPS).contains(&all) {
                let most = MOST_SLIPS;
                return Err(OfficeError::from(SlipsRefused::Number { fewest, most }).into());
            }
        }
        Ok(())
    }

    /// Makes slips void; how many.
    fn void_slips(
        &mut self,
        plan: &PlanId,
        round: RoundId,
        which: &VoidWhich,
        reason: &str,
    ) -> Result<u64, AppError> {
        let on = self.believable_today()?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(OfficeError::from(SlipsRefused::NoReason).into());
        }
        let slips = self.record.slips()?;
        let valid: BTreeMap<SlipTag, &SlipEntry> = slips
            .iter()
            .filter(|slip| slip.key.plan == *plan && slip.key.round == round)
            .filter(|slip| slip.voided.is_none())
            .map(|slip| (slip.tag, slip))
            .collect();
        let tags: BTreeSet<SlipTag> = match which {
            VoidWhich::Of(device) => valid
                .values()
                .filter(|slip| slip.key.device == *device)
                .map(|slip| slip.tag)
                .collect(),
            VoidWhich::Typed(typed) => {
                let mut tags = BTreeSet::new();
                for (place, typed) in (1..).zip(typed) {
                    let tag = self.typed_tag(typed.trim(), plan, round)?;
                    let known = tag.filter(|tag| valid.contains_key(tag));
                    let unknown = || OfficeError::from(SlipsRefused::Unknown { place });
                    tags.insert(known.ok_or_else(unknown)?);
                }
                tags
            }
        };
        if tags.is_empty() {
            return Err(OfficeError::from(SlipsRefused::Unknown { place: 1 }).into());
        }
        let number = tags.len() as u64;
        let told = SlipEvent::SlipsVoided {
            pack: self.next_pack_number()?,
            tags: tags.into_iter().collect(),
            reason: reason.to_owned(),
        };
        self.note(on, Body::Slips(told))?;
        Ok(number)
    }

    /// The tag of what a clerk typed: the digits on a slip, or the tag itself.
    fn typed_tag(
        &self,
        typed: &str,
        plan: &PlanId,
        round: RoundId,
    ) -> Result<Option<SlipTag>, AppError> {
        if let Ok(tag) = SlipTag::try_from(typed.to_owned()) {
            return Ok(Some(tag));
        }
        let Ok(code) = SlipCode::parse(typed) else {
            return Ok(None);
        };
        let salt = &self.community.receipt_salt;
        Ok(Some(derive(&code, salt, plan, round)?))
    }

    fn next_pack_number(&self) -> Result<PackNumber, AppError> {
        let last = self.record.last_pack()?;
        let last = last.map_or(0, |pack| pack.number.0);
        Ok(PackNumber(last.saturating_add(1)))
    }

    /// What packs say of slips: those of plans that they carry, until their round is long over.
    pub(super) fn slip_lists(&self, book: &PlanBook) -> Result<Vec<SlipList>, AppError> {
        let today = self.clock.today();
        let is_carried = |key: &SlipKey| {
            let held = book.newest(&key.plan).filter(|held| held.entry.enabled);
            let round = held.and_then(|held| held.plan.round_named(key.round));
            round.is_some_and(|round| {
                let until = round
                    .last
                    .and_then(|last| last.checked_add_days(Days::new(CARRIED_DAYS)));
                until.is_none_or(|until| today <= until)
            })
        };
        let lists = self.lists()?.into_iter();
        Ok(lists.filter(|list| is_carried(&list.key)).collect())
    }

    fn lists(&self) -> Result<Vec<SlipList>, AppError> {
        let mut lists: BTreeMap<SlipKey, (Vec<SlipTag>, Vec<SlipTag>)> = BTreeMap::new();
        for slip in self.record.slips()? {
            let (tags, voided) = lists.entry(slip.key).or_default();
            tags.push(slip.tag);
            voided.extend(slip.voided.map(|_| slip.tag));
        }
        let lists = lists.into_iter();
        Ok(lists
            .map(|(key, (tags, voided))| SlipList::new(key, tags, voided))
            .collect())
    }

    /// Every round that slips were printed for, by plan and round.
    pub fn slips(&self) -> Result<Vec<SlipRound>, AppError> {
        let book = self.book()?;
        let accounts = accounts(&self.record, &book)?;
        let mut rounds: BTreeMap<(PlanId, RoundId), Vec<SlipRow>> = BTreeMap::new();
        for list in self.lists()? {
            let place = (list.key.plan, list.key.round);
            rounds.entry(place).or_default().push(SlipRow {
                device: list.key.device,
                group: list.key.group,
                number: list.number,
                commitment: list.commitment,
                voided: list.voided.len() as u64,
            });
        }
        let rounds = rounds.into_iter();
        Ok(rounds
            .map(|((plan, round), lists)| SlipRound {
                title: book
                    .newest(&plan)
                    .map(|held| held.plan.title.clone())
                    .unwrap_or_default(),
                account: accounts
                    .get(&(plan.clone(), round.to_string()))
                    .copied()
                    .unwrap_or_default(),
                plan,
                round,
                lists,
            })
            .collect())
    }
}

fn group_name(plan: &Plan, group: Option<&GroupId>) -> String {
    let Voters::Groups(groups) = &plan.voters else {
        return String::new();
    };
    let mut named = groups.iter().filter(|one| Some(&one.id) == group);
    named
        .next()
        .map(|one| one.name.get(Lang::Zh).to_owned())
        .unwrap_or_default()
}

/// The tags of these codes, ascending, reckoned on every processor: 2,000 take three minutes of one.
fn tags_of(
    codes: &[SlipCode],
    salt: &ReceiptSalt,
    whose: &SlipKey,
    tick: &mut dyn FnMut(u64),
) -> Result<Vec<SlipTag>, AppError> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut tags = Vec::with_capacity(codes.len());
    for part in codes.chunks(threads * 8) {
        let derived = std::thread::scope(|scope| {
            let share = part.len().div_ceil(threads).max(1);
            let at_work: Vec<_> = part
                .chunks(share)
                .map(|codes| {
                    scope.spawn(move || {
                        let derive = |code| derive(code, salt, &whose.plan, whose.round);
                        codes.iter().map(derive).collect::<Result<Vec<_>, _>>()
                    })
                })
                .collect();
            let mut derived = Vec::with_capacity(part.len());
            for thread in at_work {
                let done = thread.join();
                let done = done.map_err(|_| AppError::Machine { what: "Argon2id" })?;
                derived.extend(done?);
            }
            Ok::<_, AppError>(derived)
        })?;
        tags.extend(derived);
        tick(tags.len() as u64);
    }
    tags.sort_unstable();
    Ok(tags)
}

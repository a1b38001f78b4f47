//! What the next stick may bring. Words are whatever was written: nobody outside a kiosk knows how many. Ratings come round by
//! round, and an office that knows which have ended knows which are still to come, and which will not.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::Office;
use super::plans::PlanBook;
use super::types::text;
use crate::app::AppError;
use crate::domain::batch::BatchFacts;
use crate::domain::channel::Channel;
use crate::domain::device::DeviceStanding;
use crate::domain::ids::{DeviceId, PlanId};
use crate::domain::plan::{Plan, Text, Voters};
use crate::domain::round::{Round, RoundId};
use crate::domain::round_status::RoundStatus;
use crate::record::{BatchEntry, DeviceEntry};

/// Rounds are looked for so far back: the longest of those that the calendar runs.
const LOOK_BACK_DAYS: u64 = 370;

/// A round whose ratings are on the kiosks, or on their way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExpectedRound {
    /// The plan.
    pub plan: PlanId,
    /// Its title.
    #[serde(serialize_with = "text")]
    pub title: Text,
    /// The round.
    pub round: RoundId,
    /// Whether it has ended.
    pub is_over: bool,
    /// The first sync from this day on brings its ratings; none where somebody closes it.
    pub leaves_from: Option<NaiveDate>,
    /// Devices that brought its ratings.
    pub came: Vec<DeviceId>,
    /// Devices that may still bring them: none of these was synced since the round ended.
    pub missing: Vec<DeviceId>,
}

/// The round before the one that `day` lies in, if it has ended by then.
fn ended_before(plan: &Plan, day: NaiveDate) -> Option<Round> {
    let days = (0..LOOK_BACK_DAYS).filter_map(|back| day.checked_sub_days(Days::new(back)));
    let mut rounds = days.filter_map(|day| plan.round(day));
    rounds.find(|round| {
        round
            .last
            .is_some_and(|last| last < day && round.first <= last)
    })
}

impl Office {
    /// What the next stick may bring of ratings: rounds that run, and those that have ended and did not come from every device.
    pub fn expected_rounds(&self) -> Result<Vec<ExpectedRound>, AppError> {
        let today = self.today();
        let batches = self.record.batches()?;
        let devices = self.record.devices()?.into_iter();
        let accepted = devices.filter(|one| one.standing == DeviceStanding::Accepted);
        let devices: Vec<_> = accepted.collect();
        let mut expected = Vec::new();
        let book = self.book()?;
        for on_file in book.all_newest() {
            let plan = &*on_file.plan;
            let comes = plan.takes_by(Channel::Kiosk) || plan.takes_by(Channel::Tablet);
            if !on_file.entry.enabled || plan.voters != Voters::Open || !comes {
                continue;
            }
            let ended = ended_before(plan, today);
            let running = plan.round(today).filter(|round| round.admits(today));
            for round in ended.into_iter().chain(running) {
                let row = expected_of(plan, &round, (&devices, &batches), today);
                if !row.is_over || !row.missing.is_empty() {
                    expected.push(row);
                }
            }
        }
        expected.extend(self.expected_ballots(&book, &batches)?);
        Ok(expected)
    }

    /// Rounds voted by slip: the devices that slips name bring them when they are closed.
    fn expected_ballots(
        &self,
        book: &PlanBook,
        batches: &[BatchEntry],
    ) -> Result<Vec<ExpectedRound>, AppError> {
        let slips = self.record.slips()?;
        let known_as = self.device_names(&self.record.devices()?)?;
        // As it is called today: what was voted under a former name comes under that.
        let today = |name: &DeviceId| {
            let mut all = known_as.iter();
            let now = all.find(|(_, names)| names.contains(name));
            now.map_or_else(|| name.clone(), |(now, _)| now.clone())
        };
        let mut expected = Vec::new();
        let waits = [RoundStatus::Open, RoundStatus::Closed];
        let rounds = self.record.rounds()?.into_iter();
        for entry in rounds.filter(|entry| waits.contains(&entry.status)) {
            let Some(on_file) = book.newest(&entry.plan) else {
                continue;
            };
            let of_round = slips.iter().map(|slip| &slip.key);
            let of_round =
                of_round.filter(|key| key.plan == entry.plan && key.round == entry.round);
            let devices: BTreeSet<_> = of_round.map(|key| today(&key.device)).collect();
            let (came, missing) = devices.into_iter().partition(|device| {
                let names = known_as.get(device).map_or(&[][..], Vec::as_slice);
                let mut own = batches.iter().filter(|batch| names.contains(&batch.device));
                own.any(|batch| batch.facts.is_of_round(&entry.plan, entry.round))
            });
            let row = ExpectedRound {
                is_over: entry.status == RoundStatus::Closed,
                title: on_file.plan.title.clone(),
                plan: entry.plan,
                round: entry.round,
                leaves_from: entry.last.and_then(|last| last.succ_opt()),
                came,
                missing,
            };
            if !row.missing.is_empty() {
                expected.push(row);
            }
        }
        Ok(expected)
    }
}

/// The ratings of an open round: a device that was synced after its end brought them then, or had too few about everybody.
fn expected_of(
    plan: &Plan,
    round: &Round,
    (devices, batches): (&[DeviceEntry], &[BatchEntry]),
    today: NaiveDate,
) -> ExpectedRound {
    let has_left = |batch: &BatchEntry| match (&batch.facts, round.last) {
        (BatchFacts::Mixed(_), _) | (_, None) => false,
        (facts, Some(last)) => facts.closed().is_some_and(|facts| facts.closed_on > last),
    };
    let mut row = ExpectedRound {
        plan: plan.id.clone(),
        title: plan.title.clone(),
        round: round.id,
        is_over: round.last.is_some_and(|last| last < today),
        leaves_from: round.last.and_then(|last| last.succ_opt()),
        came: Vec::new(),
        missing: Vec::new(),
    };
    // What ended before the office knew the device was held without it.
    let devices = devices.iter();
    for device in devices.filter(|device| round.last.is_none_or(|last| device.since <= last)) {
        let mut own = batches.iter().filter(|batch| batch.device == device.id);
        if own
            .clone()
            .any(|batch| batch.facts.is_of_round(&plan.id, round.id))
        {
            row.came.push(device.id.clone());
        } else if !own.any(has_left) {
            row.missing.push(device.id.clone());
        }
    }
    row
}

//! A plan as one device runs it, and since when. An open round stands for at least [`SHORTEST_ROUND_DAYS`] on every device that
//! runs it, whatever a pack says (protocol §2.3): whoever makes the plans could otherwise make a round for one day, hand in cards of
//! his own on it, and be alone with the one that he seeks.

use chrono::{Days, NaiveDate};

use super::plan::{Plan, Voters};
use super::round::Round;

/// For so many days an open round stands on a device; what stood for fewer joins the next, or never leaves.
pub const SHORTEST_ROUND_DAYS: u64 = 14;

/// A plan as one device runs it.
#[derive(Debug, Clone, PartialEq)]
pub struct InForce {
    /// The plan. Where it would close sooner than it may, it closes later than its text says.
    pub plan: Plan,
    /// Since when the device asks these questions; none where no day binds it: a trial.
    pub since: Option<NaiveDate>,
}

impl InForce {
    /// A plan that has been asked since that day.
    #[must_use]
    pub fn new(mut plan: Plan, since: Option<NaiveDate>) -> Self {
        let least = bound(&plan, since).and_then(|since| earliest_close(&plan, since));
        // What was over before it came takes no cards for it.
        if let Some(since) = since
            && plan.closes.is_some_and(|closes| since <= closes)
        {
            plan.closes = plan.closes.max(least);
        }
        Self { plan, since }
    }

    /// The round that `day` belongs to, with the days on which this device takes cards for it.
    #[must_use]
    pub fn round(&self, day: NaiveDate) -> Option<Round> {
        let round = self.plan.round(day)?;
        Some(match bound(&self.plan, self.since) {
            Some(since) => Round {
                first: round.first.max(since),
                ..round
            },
            None => round,
        })
    }

    /// The first day of a round of its own; none where no day binds it.
    #[must_use]
    pub fn bound_first(&self, round: &Round) -> Option<NaiveDate> {
        let first = bound(&self.plan, self.since).map(|since| round.first.max(since));
        first.filter(|first| *first > NaiveDate::MIN)
    }

    /// Whether `next` asks the same in the same round: then nobody's answers are set apart.
    #[must_use]
    pub fn goes_on_as(&self, next: &Plan, today: NaiveDate) -> bool {
        let same_voters = (next.voters == Voters::Open) == (self.plan.voters == Voters::Open);
        let running = |round: Option<Round>| {
            let round = round.filter(|round| round.admits(today));
            round.map(|round| round.id)
        };
        let (now, then) = (running(self.round(today)), running(next.round(today)));
        same_voters && next.shape() == self.plan.shape() && (now.is_none() || now == then)
    }

    /// The first day on which `next` may take its place; none is today.
    #[must_use]
    pub fn stands_until(&self, next: &Plan, today: NaiveDate) -> Option<NaiveDate> {
        bound(&self.plan, self.since)?;
        let running = self.round(today).filter(|round| round.admits(today))?;
        if self.goes_on_as(next, today) {
            return None;
        }
        let free = running
            .first
            .checked_add_days(Days::new(SHORTEST_ROUND_DAYS))?;
        (today < free).then_some(free)
    }
}

/// The earliest day on which a plan that has been asked since that day may close, by the round that it would close in; none where
/// it closes never, or not before then.
#[must_use]
pub fn earliest_close(plan: &Plan, since: NaiveDate) -> Option<NaiveDate> {
    let closes = bound(plan, plan.closes)?;
    let first = plan.round(closes)?.first.max(since);
    let least = first.checked_add_days(Days::new(SHORTEST_ROUND_DAYS - 1))?;
    (closes < least).then_some(least)
}

/// Since when, where a day binds the plan: a round that the entitled hold is as long as they sit.
fn bound(plan: &Plan, since: Option<NaiveDate>) -> Option<NaiveDate> {
    since.filter(|_| plan.voters == Voters::Open)
}

#[cfg(test)]
#[path = "in_force_tests.rs"]
mod tests;

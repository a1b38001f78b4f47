//! Who came to a round and what became of its slips and papers: what was written down, and what is known.

use super::slips::SlipAccount;
use crate::domain::attendance::Attendance;
use crate::domain::ballot::{BallotCount, BallotWay};
use crate::domain::grade::Surplus;
use crate::domain::plan::Plan;
use crate::record::BallotEntry;

/// Who came to a round and what became of its slips, by what was written down and, where nothing was, by what is known: of slips
/// that devices take, and of papers that were counted by hand.
pub(super) fn attended(
    written: Attendance,
    plan: &Plan,
    account: Option<SlipAccount>,
    ballots: &[BallotEntry],
) -> Attendance {
    let account = account.filter(|_| plan.is_entitled());
    let counted = ballots.iter().filter(|one| one.is_counted());
    let counted: Vec<&BallotCount> = counted.map(|one| &one.ballot).collect();
    if account.is_none() && counted.is_empty() {
        return written;
    }
    let papers = || counted.iter().filter(|one| one.way == BallotWay::Paper);
    let slips = |of: fn(&SlipAccount) -> u64| account.as_ref().map(of);
    let of_papers = |of: fn(&BallotCount) -> u64| {
        let issued = papers().filter(|one| one.issued.is_some());
        let figures: Vec<u64> = issued.map(|one| of(one)).collect();
        (!figures.is_empty()).then(|| figures.iter().sum::<u64>())
    };
    let both = |one: Option<u64>, other: Option<u64>| match (one, other) {
        (None, None) => None,
        (one, other) => Some(one.unwrap_or(0).saturating_add(other.unwrap_or(0))),
    };
    let issued = both(
        slips(|it| it.issued),
        of_papers(|it| it.issued.unwrap_or(0)),
    );
    let collected = both(slips(|it| it.collected), of_papers(BallotCount::collected));
    let some = |count: u64| (count > 0).then_some(count);
    let entitled = || plan.entitled_number().filter(|_| plan.is_entitled());
    Attendance {
        entitled: written.entitled.or_else(entitled),
        issued: written.issued.or(issued),
        collected: written.collected.or(collected),
        void: written
            .void
            .or_else(|| some(papers().map(|one| one.voided()).sum())),
        abstained: written
            .abstained
            .or_else(|| some(papers().map(|one| one.abstained).sum())),
        surplus: surplus(account, papers().copied()),
        ..written
    }
}

/// Of the slips of devices, or of one count of papers, more came back than was given out.
fn surplus<'a>(
    account: Option<SlipAccount>,
    papers: impl Iterator<Item = &'a BallotCount>,
) -> Option<Surplus> {
    let slips = account.map(|it| (it.collected, it.issued));
    let papers = papers.filter_map(|one| Some((one.collected(), one.issued?)));
    let ways = slips.into_iter().chain(papers);
    let mut ways = ways.map(|(collected, issued)| Surplus { collected, issued });
    ways.find(|way| way.collected > way.issued)
}

//! 渠道: how many voted by which way. Their figures stand apart and together; what they voted stands together only.

use serde::Serialize;

use crate::domain::channel::Channel;
use crate::domain::plan::{Plan, Voters};
use crate::domain::round::RoundId;
use crate::record::{BallotEntry, Record, RecordError};

/// How many voted by one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ChannelTotal {
    /// Which.
    pub channel: Channel,
    /// Cards handed in at devices, papers that came back, people who raised a hand.
    pub cards: u64,
}

/// How many voted in a round by each way by which anybody did, in the order of the ways. What devices count they count in fives
/// where a card is not a slip.
pub(super) fn of_round(
    record: &Record,
    plan: &Plan,
    round: RoundId,
    ballots: &[BallotEntry],
) -> Result<Vec<ChannelTotal>, RecordError> {
    let mut cards: Vec<(Channel, u64)> = Vec::new();
    for batch in record.counting_batches()? {
        if let Some(facts) = batch.facts.round()
            && batch.facts.is_of_round(&plan.id, round)
        {
            let count = match plan.voters {
                Voters::Open => facts.submitted,
                Voters::BySlip | Voters::Groups(_) => facts.slips_used,
            };
            cards.push((facts.channel, count));
        }
    }
    let counted = ballots.iter().filter(|one| one.is_counted());
    cards.extend(counted.map(|one| (one.ballot.way.channel(), one.ballot.collected())));
    let all = Channel::ALL.iter().copied();
    let total = |channel: Channel| {
        let own = cards.iter().filter(|(by, _)| *by == channel);
        let cards = own.map(|(_, count)| count).sum();
        ChannelTotal { channel, cards }
    };
    Ok(all.map(total).filter(|one| one.cards > 0).collect())
}

/// The totals that may be told: all of those entitled, for whoever held the vote knows who voted how; of those open to all only
/// where none is so few that it tells of somebody.
pub(super) fn told(plan: &Plan, totals: &[ChannelTotal]) -> Vec<ChannelTotal> {
    let crowd = u64::from(plan.smallest_crowd);
    let may_tell = match plan.voters {
        Voters::Open => totals.iter().all(|one| one.cards >= crowd),
        Voters::BySlip | Voters::Groups(_) => true,
    };
    if may_tell {
        totals.to_vec()
    } else {
        Vec::new()
    }
}

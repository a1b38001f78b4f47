//! 评议票: one-use voting slips for plans that are not open to all (protocol §3).

use sha2::{Digest as _, Sha256};

use super::ids::{DeviceId, GroupId, PlanId, SlipCommitment, SlipTag};
use super::plan::{Plan, Voters};
use super::round::RoundId;
use crate::words::{Sentence, sentence};

/// Fewer slips of a group than this are addressed to no device, and fewer cards of one leave a device under its name.
pub const FEWEST_SLIPS: u64 = 5;
/// No device has more of a group. A line of a pack holds them many times over.
pub const MOST_SLIPS: u64 = 5_000;

/// Whose slips they are: a device's, in a round, for a group. Never a person's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SlipKey {
    /// The plan they vote on.
    pub plan: PlanId,
    /// The round they vote in.
    pub round: RoundId,
    /// The only device that takes them.
    pub device: DeviceId,
    /// The voter group, where the plan has groups.
    pub group: Option<GroupId>,
}

/// The slips of one [`SlipKey`], by their tags: their codes are on paper only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipList {
    /// Whose.
    pub key: SlipKey,
    /// Every tag, ascending.
    pub tags: Vec<SlipTag>,
    /// How many the ledger says they are.
    pub number: u64,
    /// What the ledger says they are.
    pub commitment: SlipCommitment,
    /// Those of them that are void, ascending.
    pub voided: Vec<SlipTag>,
}

/// Why a list of slips is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFault {
    /// Its tags are not those that were committed to, or it names a void one that is not among them.
    Differs,
    /// Fewer than [`FEWEST_SLIPS`].
    TooFew,
    /// Others were taken before, and the round has begun.
    Late,
}

impl ListFault {
    /// What to tell staff.
    #[must_use]
    pub fn sentence(self, key: &SlipKey) -> Sentence {
        let (plan, round) = (&key.plan, key.round);
        match self {
            Self::Differs => sentence!("domain-slips-differ", plan = plan, round = round),
            Self::TooFew => sentence!("domain-slips-too-few", plan = plan, round = round),
            Self::Late => sentence!("domain-slips-late", plan = plan, round = round),
        }
    }
}

/// Names these tags, which come ascending.
#[must_use]
pub fn commitment<'a>(tags: impl IntoIterator<Item = &'a SlipTag>) -> SlipCommitment {
    let mut digest = Sha256::new();
    for tag in tags {
        digest.update(tag.0);
    }
    SlipCommitment(digest.finalize().into())
}

impl SlipList {
    /// A list that says what it holds. Tags may come in any order.
    #[must_use]
    pub fn new(key: SlipKey, mut tags: Vec<SlipTag>, mut voided: Vec<SlipTag>) -> Self {
        tags.sort_unstable();
        voided.sort_unstable();
        Self {
            key,
            number: tags.len() as u64,
            commitment: commitment(&tags),
            tags,
            voided,
        }
    }

    /// Whether its tags are those that were committed to, each once, and the void ones are among them.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let ascends = |tags: &[SlipTag]| tags.is_sorted_by(|one, next| one < next);
        self.number == self.tags.len() as u64
            && self.number <= MOST_SLIPS
            && ascends(&self.tags)
            && ascends(&self.voided)
            && self.commitment == commitment(&self.tags)
            && self
                .voided
                .iter()
                .all(|tag| self.tags.binary_search(tag).is_ok())
    }
}

impl Plan {
    /// Whether it takes a card for a slip only.
    #[must_use]
    pub fn is_entitled(&self) -> bool {
        match self.voters {
            Voters::Open => false,
            Voters::BySlip | Voters::Groups(_) => true,
        }
    }

    /// 应到: how many may vote, where the plan says it of every body that votes.
    #[must_use]
    pub fn entitled_number(&self) -> Option<u64> {
        let voting = self.rules.entitled.iter().filter(|body| body.votes);
        let numbers: Option<Vec<u64>> = voting.map(|body| body.number.map(u64::from)).collect();
        numbers
            .filter(|numbers| !numbers.is_empty())
            .map(|numbers| numbers.iter().sum())
    }

    /// The plan as the members of one group meet it: those whom they rate.
    #[must_use]
    pub fn as_rated_by(&self, group: Option<&GroupId>) -> Self {
        let mut plan = self.clone();
        if let Voters::Groups(groups) = &self.voters
            && let Some(own) = groups.iter().find(|one| Some(&one.id) == group)
            && !own.rates.is_empty()
        {
            plan.subjects.retain(|one| own.rates.contains(&one.id));
        }
        plan
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> SlipList {
        let key = SlipKey {
            plan: "s12".parse().unwrap(),
            round: "2026-H2".parse().unwrap(),
            device: "LOBBY1".parse().unwrap(),
            group: None,
        };
        let tags = [3, 1, 2].map(|byte| SlipTag([byte; 16])).to_vec();
        SlipList::new(key, tags, vec![SlipTag([2; 16])])
    }

    #[test]
    fn a_list_is_what_was_committed_to_or_it_is_not_whole() {
        let whole = list();
        assert!(whole.is_whole());
        let changes: [fn(&mut SlipList); 8] = [
            |list| list.tags.swap(0, 1),
            |list| list.tags.truncate(2),
            |list| list.number += 1,
            |list| list.commitment.0[0] ^= 1,
            |list| list.voided.push(SlipTag([9; 16])),
            |list| list.voided.push(SlipTag([2; 16])),
            |list| {
                list.tags.push(SlipTag([9; 16]));
                list.number += 1;
            },
            |list| {
                list.tags = vec![SlipTag([1; 16]); 3];
                list.commitment = commitment(&list.tags);
            },
        ];
        for change in changes {
            let mut other = whole.clone();
            change(&mut other);
            assert!(!other.is_whole(), "{other:?}");
        }
    }
}

//! The plans that slips are printed for: what a window offers.

use serde::Serialize;

use super::Office;
use crate::app::AppError;
use crate::domain::ids::{GroupId, PlanId};
use crate::domain::plan::{Text, Voters};
use crate::domain::round::RoundId;

/// A plan that slips are printed for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlipPlan {
    /// The plan.
    pub plan: PlanId,
    /// Its title.
    #[serde(skip)]
    pub title: Text,
    /// Its voter groups; none where all vote together.
    #[serde(skip)]
    pub groups: Vec<(GroupId, Text)>,
    /// The round that runs or comes next, and the one after it.
    pub rounds: Vec<RoundId>,
}

impl Office {
    /// The newest revision of every plan in use that takes cards by slip alone.
    pub fn slip_plans(&self) -> Result<Vec<SlipPlan>, AppError> {
        let today = self.today();
        let book = self.book()?;
        let asked = book.all_newest();
        let asked = asked.filter(|held| held.entry.enabled && held.plan.is_entitled());
        Ok(asked
            .map(|held| {
                let plan = &held.plan;
                let first = plan.round_from(today);
                let after = first.as_ref().and_then(|round| round.last?.succ_opt());
                let second = after.and_then(|day| plan.round_from(day));
                let groups = match &plan.voters {
                    Voters::Groups(groups) => groups.as_slice(),
                    Voters::Open | Voters::BySlip => &[],
                };
                SlipPlan {
                    plan: plan.id.clone(),
                    title: plan.title.clone(),
                    groups: groups
                        .iter()
                        .map(|group| (group.id.clone(), group.name.clone()))
                        .collect(),
                    rounds: [first, second]
                        .into_iter()
                        .flatten()
                        .map(|round| round.id)
                        .collect(),
                }
            })
            .collect())
    }
}

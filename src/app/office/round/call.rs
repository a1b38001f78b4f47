//! A round called besides those of its plan's cadence: where the plan lets it (不定期), where it has no other, and again after one that
//! did not stand. Only slips open its cards.

use chrono::NaiveDate;

use super::error::RoundError;
use crate::app::AppError;
use crate::app::office::Office;
use crate::domain::plan::Plan;
use crate::domain::round::{Round, RoundId};
use crate::domain::round_status::RoundStatus;

impl Office {
    /// The next round to be called, held on that day or on some day of this month.
    pub(super) fn to_call(
        &self,
        plan: &Plan,
        day: Option<NaiveDate>,
        on: NaiveDate,
    ) -> Result<Round, AppError> {
        self.check_callable(plan)?;
        let held_on = day.unwrap_or(on);
        if held_on < on {
            return Err(RoundError::CalledTooLate { day: held_on }.into());
        }
        let mut free = None;
        for letter in 'a'..='z' {
            let id = RoundId::called(held_on, letter);
            if self.record.round(&plan.id, id)?.is_none() {
                free = plan.round_named(id);
                break;
            }
        }
        let none = || RoundError::NoRound {
            plan: plan.id.clone(),
            round: String::new(),
        };
        let round = free.ok_or_else(none)?;
        Ok(match day {
            Some(day) => Round {
                first: day,
                last: Some(day),
                ..round
            },
            None => Round {
                first: round.first.max(on),
                ..round
            },
        })
    }

    /// Whether a round of the plan may be called now.
    pub(super) fn check_callable(&self, plan: &Plan) -> Result<(), AppError> {
        let failed = [RoundStatus::Void, RoundStatus::NoQuorum];
        let mut own = self.record.rounds()?.into_iter();
        let again = own.any(|held| held.plan == plan.id && failed.contains(&held.status));
        if plan.is_callable() || (plan.is_entitled() && again) {
            return Ok(());
        }
        let plan = plan.id.clone();
        Err(RoundError::NotCalled { plan }.into())
    }
}

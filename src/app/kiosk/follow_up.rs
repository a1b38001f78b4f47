//! 回访: what the holder of a receipt says of an answer, taken in among opinions.

use rand::RngExt as _;
use rand::seq::IndexedRandom as _;

use super::{Kiosk, Service, Voice, locked};
use crate::app::AppError;
use crate::courier::seal::seal_follow_up;
use crate::courier::voice::speak;
use crate::domain::follow_up::Said;
use crate::domain::ids::PlanId;

/// A follow-up leaves with one of so many syncs, drawn: who was seen at the screen this week is not told by what comes this week.
const SYNCS: u32 = 4;

impl Kiosk {
    /// Takes in what the holder of a receipt says; durable before it returns. It leaves with a sync drawn among the next four, or
    /// `at_once` with the next. A trial's goes with the next.
    pub fn follow_up(&self, voice: &Voice, said: &Said, at_once: bool) -> Result<(), AppError> {
        if self.service() != Service::Open {
            return Err(AppError::Retired);
        }
        if said.is_empty() {
            return Err(AppError::CardEmpty);
        }
        let mut said = said.clone();
        if !voice.rates {
            // It is asked for on no screen.
            said.grade = None;
        }
        let mut rng = self.rng();
        let community = self.community();
        let spoken = speak(&voice.secrets, &community.id, voice.answers, &said);
        let newest = community.sealing_key;
        let key = locked(&self.cardbox).key_of_words()?.unwrap_or(newest);
        let sealed = seal_follow_up(&spoken, &key, &community.id, &mut rng)?;
        let syncs = if at_once || self.is_trial() {
            0
        } else {
            rng.random_range(0..SYNCS)
        };
        let plan = self.some_plan(&mut rng)?;
        locked(&self.cardbox).submit_follow_up(&plan, &sealed.bytes, syncs)?;
        self.prepared.note_submission();
        Ok(())
    }

    /// A plan that an opinion might have been written under: which one this was written under, no row of the box may tell.
    fn some_plan(&self, rng: &mut rand::rngs::StdRng) -> Result<PlanId, AppError> {
        let plans: Vec<PlanId> = self.known(|known| {
            let plans = known.plans.iter().map(|held| &held.plan);
            let takes =
                plans.filter(|plan| plan.opinion.is_some() && plan.takes_by(self.channel()));
            takes.map(|plan| plan.id.clone()).collect()
        });
        let drawn = plans.choose(rng).cloned();
        drawn.map_or_else(|| PlanId::new("none").map_err(|_| AppError::Retired), Ok)
    }
}

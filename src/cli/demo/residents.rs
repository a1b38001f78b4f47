//! Simulated residents: what they choose, what they write.

use rand::seq::IndexedRandom as _;
use rand::{Rng, RngExt as _};

use crate::app::kiosk::SlipPass;
use crate::domain::card::{Answer, Answers, Card, Opinion};
use crate::domain::plan::{Plan, ScaleKind, Subject};

const OPINIONS: &str = include_str!("../../../assets/demo/opinions.txt");
const REPLIES: &str = include_str!("../../../assets/demo/replies.txt");

/// Somebody with a card.
pub(super) struct Resident {
    /// What they submit.
    pub card: Card,
    /// Nine in ten take the receipt.
    pub wants_receipt: bool,
    /// One in twenty begins a card before and walks away.
    pub leaves: bool,
}

impl Resident {
    /// Somebody comes and fills a card of one of the plans; `None` when no plan is open.
    pub(super) fn arrive(plans: &[Plan], rng: &mut impl Rng) -> Option<Self> {
        Some(Self::with_card_of(plans.choose(rng)?, None, rng))
    }

    /// Somebody fills a card of this plan, with the slip that opens it where it wants one.
    pub(super) fn with_card_of(plan: &Plan, pass: Option<&SlipPass>, rng: &mut impl Rng) -> Self {
        let group = pass.and_then(|pass| pass.group.clone());
        let plan = &plan.as_rated_by(group.as_ref());
        let mood = rng.random_range(0.0..1.0);
        let mut card = Card {
            slip: pass.map(|pass| pass.tag),
            plan: plan.id.clone(),
            revision: plan.revision,
            ratings: plan
                .subjects
                .iter()
                .map(|subject| (subject.id.clone(), rate(plan, subject, mood, rng)))
                .collect(),
            group,
            opinion: None,
        };
        if let Some(page) = plan.opinion.as_ref().filter(|_| rng.random_bool(0.3)) {
            card.opinion = Some(Opinion {
                subject: plan.subjects.choose(rng).map(|subject| subject.id.clone()),
                category: page
                    .categories
                    .choose(rng)
                    .map(|category| category.id.clone()),
                text: line(OPINIONS, rng).to_owned(),
            });
        }
        Self {
            card,
            wants_receipt: rng.random_bool(0.9),
            leaves: rng.random_bool(0.05),
        }
    }
}

/// Most are content; the unhappy are unhappy with most things.
fn rate(plan: &Plan, subject: &Subject, mood: f64, rng: &mut impl Rng) -> Answers {
    let mut answers = Answers::new();
    for criterion in plan.criteria_of(subject) {
        let place = (mood * 0.6 + rng.random_range(0.0..0.4)).powi(2);
        let answer = match plan.scale(&criterion.scale).map(|scale| &scale.kind) {
            Some(ScaleKind::Named(choices)) => {
                let index = (0..choices.len())
                    .rev()
                    .find(|index| place >= share(*index, choices.len()));
                choices
                    .get(index.unwrap_or(0))
                    .map(|choice| Answer::Choice(choice.id.clone()))
            }
            Some(ScaleKind::Score { min, max, .. }) => {
                let steps = usize::from(max - min) + 1;
                let down = (0..steps)
                    .rev()
                    .find(|step| place >= share(*step, steps))
                    .unwrap_or(0);
                u16::try_from(down)
                    .ok()
                    .map(|down| Answer::Score(max - down))
            }
            None => None,
        };
        if let Some(answer) = answer {
            answers.insert(criterion.id.clone(), answer);
        }
    }
    answers
}

/// Where the choice at `index` of `count` begins on a scale from 0 to 1.
fn share(index: usize, count: usize) -> f64 {
    let part = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    part(index) / part(count.max(1))
}

fn line<'a>(text: &'a str, rng: &mut impl Rng) -> &'a str {
    let lines: Vec<&str> = text.lines().collect();
    lines.choose(rng).copied().unwrap_or_default()
}

/// What the office answers.
pub(super) fn reply(rng: &mut impl Rng) -> &'static str {
    line(REPLIES, rng)
}

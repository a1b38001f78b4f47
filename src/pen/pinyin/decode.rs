//! The best way through a lattice of words: a beam over the pasts at each place.

use super::lexicon::{Lexicon, WordId};
use super::model::{Known, Model, Past};

/// A word from one place to another, and what its reading costs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    pub to: usize,
    pub word: WordId,
    pub cost: f32,
}

/// The words that begin at each place; the last place is the end.
pub(super) type Lattice = Vec<Vec<Arc>>;

/// A past at a place, and how it came about.
#[derive(Debug, Clone, Copy)]
struct Step {
    score: f32,
    past: Past,
    word: WordId,
    /// Where the word begins.
    from: usize,
    /// The step before.
    back: Option<usize>,
}

/// Every step that was kept, and the last ones, best first.
#[derive(Debug)]
pub(super) struct Paths {
    steps: Vec<Step>,
    ends: Vec<usize>,
}

/// One way through.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Way {
    pub score: f32,
    /// The words, and where each begins.
    pub words: Vec<(usize, WordId)>,
}

impl Way {
    pub(super) fn text(&self, lexicon: Lexicon) -> String {
        let mut text = String::new();
        for (_, word) in &self.words {
            lexicon.push(*word, &mut text);
        }
        text
    }
}

impl Paths {
    /// How many ways there are to the end.
    pub(super) fn ways(&self) -> impl Iterator<Item = Way> {
        self.ends.iter().map(|end| {
            let mut words = Vec::new();
            let mut at = Some(*end);
            let mut score = 0.0;
            if let Some(step) = self.steps.get(*end) {
                score = step.score;
            }
            while let Some(step) = at.and_then(|at| self.steps.get(at)) {
                if step.back.is_some() {
                    words.push((step.from, step.word));
                }
                at = step.back;
            }
            words.reverse();
            Way { score, words }
        })
    }

    /// The past of the best way.
    pub(super) fn past(&self) -> Option<Past> {
        let best = self.ends.first()?;
        self.steps.get(*best).map(|step| step.past)
    }
}

/// Keeps the best step of each past, and of those the best few.
fn prune(mut steps: Vec<Step>, beam: usize, margin: f32) -> Vec<Step> {
    steps.sort_unstable_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then(a.past.cmp(&b.past))
            .then(a.from.cmp(&b.from))
    });
    let worst = steps.first().map_or(0.0, |best| best.score - margin);
    let mut kept: Vec<Step> = Vec::with_capacity(beam);
    for step in steps {
        if kept.len() >= beam || step.score < worst {
            break;
        }
        if !kept.iter().any(|known| known.past == step.past) {
            kept.push(step);
        }
    }
    kept
}

/// Decodes from `start` on. `first` is the place of the first word.
pub(super) fn decode(
    model: Model,
    lattice: &Lattice,
    first: usize,
    start: Past,
    to_end: bool,
) -> Paths {
    let tuning = model.tuning;
    let mut waiting: Vec<Vec<Step>> = vec![Vec::new(); lattice.len()];
    let mut best: Vec<f32> = vec![f32::NEG_INFINITY; lattice.len()];
    if let Some(place) = waiting.get_mut(first) {
        place.push(Step {
            score: 0.0,
            past: start,
            word: 0,
            from: 0,
            back: None,
        });
    }
    let mut steps: Vec<Step> = Vec::new();
    let mut ends = Vec::new();
    for (place, arcs) in lattice.iter().enumerate() {
        let arrived = waiting
            .get_mut(place)
            .map(std::mem::take)
            .unwrap_or_default();
        if arrived.is_empty() {
            continue;
        }
        let kept = prune(arrived, tuning.beam, tuning.margin);
        let at = steps.len();
        steps.extend(&kept);
        if place + 1 == lattice.len() {
            ends = (at..steps.len()).collect();
        }
        let known: Vec<(Arc, Known)> = arcs
            .iter()
            .map(|arc| (*arc, model.known(arc.word)))
            .collect();
        for (back, step) in (at..).zip(&kept) {
            let ready = model.ready(&step.past);
            for (arc, known) in &known {
                let (Some(best), Some(there)) = (best.get_mut(arc.to), waiting.get_mut(arc.to))
                else {
                    continue;
                };
                let so_far = step.score + arc.cost + tuning.word;
                if so_far + known.best < *best - tuning.margin {
                    continue;
                }
                let (log, past) = model.after(&ready, known);
                let score = so_far + log;
                if score < *best - tuning.margin {
                    continue;
                }
                *best = best.max(score);
                there.push(Step {
                    score,
                    past,
                    word: arc.word,
                    from: place,
                    back: Some(back),
                });
            }
        }
    }
    if to_end && tuning.end > 0.0 {
        for at in &ends {
            if let Some(step) = steps.get_mut(*at) {
                step.score += tuning.end * model.end(&step.past);
            }
        }
        ends.sort_by(|a, b| {
            let score = |at: &usize| steps.get(*at).map_or(0.0, |step| step.score);
            score(b).total_cmp(&score(a))
        });
    }
    Paths { steps, ends }
}

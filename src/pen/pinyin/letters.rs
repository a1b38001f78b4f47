//! From typed letters to a lattice of words.

use super::decode::{Arc, Lattice};
use super::lexicon::{LETTER, Lexicon, WordId};
use super::model::Model;
use super::spell::{Sound, Span, behind_separators};
use super::tuning::Tuning;

/// What the walk through the lexicon needs.
struct Walk<'a> {
    lexicon: Lexicon<'a>,
    spans: &'a [Vec<Span>],
    tuning: &'a Tuning,
    found: Vec<Found>,
}

/// A word that the letters from one place on may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub to: usize,
    pub word: WordId,
    pub cost: f32,
    pub syllables: usize,
}

impl Walk<'_> {
    fn step(&mut self, node: usize, place: usize, cost: f32, syllables: usize) {
        let spans = self.spans;
        for span in spans.get(place).into_iter().flatten() {
            for sound in &span.sounds {
                if let Some(child) = self.lexicon.child(node, sound.0) {
                    let cost = cost + price(self.tuning, span, *sound);
                    self.found
                        .extend(self.lexicon.entries(child).map(|(word, reading)| Found {
                            to: span.next,
                            word,
                            cost: cost - reading,
                            syllables: syllables + 1,
                        }));
                    self.step(child, span.next, cost, syllables + 1);
                }
            }
        }
    }
}

fn price(tuning: &Tuning, span: &Span, sound: Sound) -> f32 {
    let mut cost = f32::from(sound.1) * tuning.confused;
    if span.unfinished > 0 {
        cost += tuning.unfinished;
    }
    cost
}

/// All words from `place` on, one of each to each place, by its cheapest reading.
pub(super) fn words(model: Model, spans: &[Vec<Span>], place: usize) -> Vec<Found> {
    let mut walk = Walk {
        lexicon: Lexicon(model.data),
        spans,
        tuning: model.tuning,
        found: Vec::new(),
    };
    walk.step(0, place, 0.0, 0);
    let mut found = walk.found;
    found.sort_unstable_by(|a, b| {
        (a.to, a.word)
            .cmp(&(b.to, b.word))
            .then(b.cost.total_cmp(&a.cost))
    });
    found.dedup_by_key(|found| (found.to, found.word));
    found
}

/// The words worth trying at every place; `beginnings` are those of the first one.
pub(super) fn lattice(
    model: Model,
    letters: &str,
    spans: &[Vec<Span>],
    beginnings: &[Found],
) -> Lattice {
    let mut lattice = vec![Vec::new(); letters.len() + 1];
    let first = behind_separators(letters, 0);
    for (place, arcs) in lattice.iter_mut().enumerate() {
        let Some(here) = spans.get(place).filter(|spans| !spans.is_empty()) else {
            continue;
        };
        if here.iter().any(|span| span.sounds.is_empty()) {
            let passed = letters.get(place..).and_then(|rest| rest.chars().next());
            arcs.extend(here.iter().map(|span| Arc {
                to: span.next,
                word: LETTER + passed.map_or(0, u32::from),
                cost: 0.0,
            }));
            continue;
        }
        if place == first {
            arcs.extend(likeliest(model, beginnings));
        } else {
            arcs.extend(likeliest(model, &words(model, spans, place)));
        }
    }
    lattice
}

/// The likeliest words of one syllable, and the likeliest longer ones.
fn likeliest(model: Model, found: &[Found]) -> Vec<Arc> {
    let (mut short, mut long): (Vec<_>, Vec<_>) = found
        .iter()
        .map(|found| (found.cost + model.alone(found.word), found))
        .partition(|(_, found)| found.syllables == 1);
    let tuning = model.tuning;
    let mut arcs = Vec::new();
    for (words, most) in [
        (&mut short, tuning.short_words),
        (&mut long, tuning.long_words),
    ] {
        if words.len() > most {
            words.select_nth_unstable_by(most, |(a, _), (b, _)| b.total_cmp(a));
            words.truncate(most);
        }
        arcs.extend(words.iter().map(|(_, found)| Arc {
            to: found.to,
            word: found.word,
            cost: found.cost,
        }));
    }
    arcs
}

/// The spans the words of the best way were read from: as few as there are, the longest first.
pub(super) fn syllables(letters: &str, spans: &[Vec<Span>], cuts: &[usize]) -> Vec<String> {
    let mut all = Vec::new();
    let mut place = behind_separators(letters, 0);
    while place < letters.len() {
        let limit = cuts
            .iter()
            .copied()
            .find(|cut| *cut > place)
            .unwrap_or(letters.len());
        let Some(span) = through(spans, place, limit) else {
            break;
        };
        all.push(letters.get(place..span.end).unwrap_or_default().to_owned());
        place = span.next;
    }
    all
}

/// The longest span from `place` after which `limit` can still be met.
fn through(spans: &[Vec<Span>], place: usize, limit: usize) -> Option<&Span> {
    spans.get(place)?.iter().rev().find(|span| {
        span.next == limit || (span.next < limit && through(spans, span.next, limit).is_some())
    })
}

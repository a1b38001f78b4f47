//! What may come next: the rest of a word that was begun, or another word.

use std::collections::HashSet;

use zeroize::Zeroizing;

use super::lexicon::Lexicon;
use super::model::{Past, Ready};
use super::{Pinyin, written};

/// Words of general Chinese that are weighed as the next one.
const FOLLOWERS: usize = 400;
/// How many characters of a word may stand already.
const BEGUN: usize = 4;

/// Where a word may have begun.
struct Place<'a> {
    /// What of it stands.
    begun: &'a str,
    /// How likely the clause before it is; log10.
    so_far: f32,
    past: Past,
    ready: Ready<'a>,
}

/// Text that may come next, and how likely the clause is with it; log10.
type Next = (f32, String);

impl Pinyin {
    /// What is likely to follow `before`: the rest of a word (after 电: 梯), or a word (after 电梯: 坏).
    #[must_use]
    pub fn next_words(&self, before: &str, limit: usize) -> Vec<String> {
        let mut found: Vec<Next> = Vec::new();
        for place in self.places(written::last_clause(before)) {
            if place.begun.is_empty() {
                found.extend(self.other_words(&place));
            } else {
                found.extend(self.rests(&place));
            }
        }
        found.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let mut known = HashSet::new();
        found
            .into_iter()
            .map(|(_, text)| text)
            .filter(|text| known.insert(text.clone()))
            .take(limit)
            .collect()
    }

    /// The end of the clause, where a new word begins, then ever further back.
    fn places<'a>(&'a self, clause: &'a str) -> Vec<Place<'a>> {
        let model = self.model();
        let back = clause.char_indices().map(|(at, _)| at).rev();
        std::iter::once(clause.len())
            .chain(back.take(BEGUN))
            .map(|at| {
                let (ahead, begun) = clause.split_at(at);
                let (past, so_far) = written::reached(model, ahead);
                Place {
                    begun,
                    so_far,
                    past,
                    ready: model.ready(&past),
                }
            })
            .collect()
    }

    fn other_words(&self, place: &Place) -> impl Iterator<Item = Next> {
        let model = self.model();
        let words = model.followers(&place.past, FOLLOWERS);
        words.into_iter().map(move |word| {
            let (log, _) = model.after(&place.ready, &model.known(word));
            (place.so_far + log, Lexicon(&self.data).text(word))
        })
    }

    /// The rests of the words that are begun there.
    fn rests(&self, place: &Place) -> impl Iterator<Item = Next> {
        let model = self.model();
        let lexicon = Lexicon(&self.data);
        lexicon.beginning_with(place.begun).filter_map(move |word| {
            let rest = lexicon.text(word).strip_prefix(place.begun)?.to_owned();
            let (log, _) = model.after(&place.ready, &model.known(word));
            (!rest.is_empty()).then_some((place.so_far + log, rest))
        })
    }

    /// How likely each of `chars` is to be written next, whether a word ends with it or not; log10, about 0 at most.
    #[must_use]
    pub fn fits(&self, before: &str, chars: &[char]) -> Vec<f32> {
        let places = self.places(written::last_clause(before));
        let whole = places.first().map_or(0.0, |place| place.so_far);
        let now = self.likeliest(&places, "", whole);
        chars
            .iter()
            .map(|ch| {
                let least = now + self.tuning.letter;
                self.likeliest(&places, ch.encode_utf8(&mut [0; 4]), least) - now
            })
            .collect()
    }

    /// How likely the clause is when `more` is written behind it, words being begun or whole; `least` at least.
    fn likeliest(&self, places: &[Place], more: &str, least: f32) -> f32 {
        let model = self.model();
        let mut best = least;
        for place in places {
            // A resident's words: overwritten when they are done with.
            let begun = Zeroizing::new([place.begun, more].concat());
            if begun.is_empty() {
                continue;
            }
            for word in Lexicon(&self.data).beginning_with(&begun) {
                let known = model.known(word);
                if place.so_far + known.best > best {
                    best = best.max(place.so_far + model.after(&place.ready, &known).0);
                }
            }
        }
        best
    }
}

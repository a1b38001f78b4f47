//! What may come next: the rest of a word that was begun, or another word.

use std::collections::HashSet;

use zeroize::Zeroizing;

use super::lexicon::Lexicon;
use super::model::Ready;
use super::{Pinyin, written};

/// Words of general Chinese that are weighed as the next one.
const FOLLOWERS: usize = 400;
/// How many characters of a word may stand already.
const BEGUN: usize = 4;

/// Where a word may have begun: what of it stands, how likely the clause before it is, and what may follow that.
type Place<'a> = (&'a str, f32, Ready<'a>);
/// Text that may come next, and how likely the clause is with it; log10.
type Next = (f32, String);

impl Pinyin {
    /// What is likely to follow `before`: the rest of a word (after 电: 梯), or a word (after 电梯: 坏).
    #[must_use]
    pub fn next_words(&self, before: &str, limit: usize) -> Vec<String> {
        let clause = written::last_clause(before);
        let mut found = self.other_words(clause);
        for (at, _) in clause.char_indices().rev().take(BEGUN) {
            let (ahead, begun) = clause.split_at(at);
            found.extend(self.rests(ahead, begun));
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

    fn other_words(&self, clause: &str) -> Vec<Next> {
        let model = self.model();
        let (past, so_far) = written::reached(model, clause);
        let ready = model.ready(&past);
        let lexicon = Lexicon(&self.data);
        model
            .followers(&past, FOLLOWERS)
            .into_iter()
            .map(|word| {
                let (log, _) = model.after(&ready, &model.known(word));
                (so_far + log, lexicon.text(word))
            })
            .collect()
    }

    /// The rests of the words that begin with `begun`, after `ahead`.
    fn rests(&self, ahead: &str, begun: &str) -> Vec<Next> {
        let model = self.model();
        let lexicon = Lexicon(&self.data);
        let words = lexicon.beginning_with(begun);
        if words.is_empty() {
            return Vec::new();
        }
        let (past, so_far) = written::reached(model, ahead);
        let ready = model.ready(&past);
        words
            .filter_map(|word| {
                let rest = lexicon.text(word).strip_prefix(begun)?.to_owned();
                let (log, _) = model.after(&ready, &model.known(word));
                (!rest.is_empty()).then_some((so_far + log, rest))
            })
            .collect()
    }

    /// How likely each of `chars` is to be written next, whether a word ends with it or not; log10, about 0 at most.
    #[must_use]
    pub fn fits(&self, before: &str, chars: &[char]) -> Vec<f32> {
        let model = self.model();
        let clause = written::last_clause(before);
        let ends = clause.char_indices().map(|(at, _)| at).rev();
        let places: Vec<Place> = std::iter::once(clause.len())
            .chain(ends.take(BEGUN))
            .map(|at| {
                let (ahead, begun) = clause.split_at(at);
                let (past, so_far) = written::reached(model, ahead);
                (begun, so_far, model.ready(&past))
            })
            .collect();
        let whole = places.first().map_or(0.0, |(_, so_far, _)| *so_far);
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
        for (begun, so_far, ready) in places {
            // A resident's words: overwritten when they are done with.
            let begun = Zeroizing::new([begun, more].concat());
            if begun.is_empty() {
                continue;
            }
            for word in Lexicon(&self.data).beginning_with(&begun) {
                let known = model.known(word);
                if so_far + known.best > best {
                    best = best.max(so_far + model.after(ready, &known).0);
                }
            }
        }
        best
    }
}

//! Chinese that stands already: cut into words, so that what comes next can be judged by it.

use super::decode::{Arc, Lattice, Paths, decode};
#[cfg(feature = "train")]
use super::lexicon::WordId;
use super::lexicon::{LETTER, Lexicon};
use super::model::{Model, Past};

/// How many characters before the caret count.
const TAIL: usize = 12;

/// All words of the text at every place; a character that is no word is passed.
fn lattice(lexicon: Lexicon, text: &str) -> Lattice {
    let mut lattice: Lattice = vec![Vec::new(); text.len() + 1];
    for (at, ch) in text.char_indices() {
        let mut arcs: Vec<Arc> = lexicon
            .beginnings(text.get(at..).unwrap_or_default())
            .into_iter()
            .map(|(length, word)| Arc {
                to: at + length,
                word,
                cost: 0.0,
            })
            .collect();
        if !arcs.iter().any(|arc| arc.to == at + ch.len_utf8()) {
            arcs.push(Arc {
                to: at + ch.len_utf8(),
                word: LETTER + u32::from(ch),
                cost: 0.0,
            });
        }
        if let Some(place) = lattice.get_mut(at) {
            *place = arcs;
        }
    }
    lattice
}

fn paths(model: Model, text: &str, to_end: bool) -> Paths {
    let lattice = lattice(Lexicon(model.data), text);
    decode(model, &lattice, 0, model.start(), to_end)
}

/// The words of a clause.
#[cfg(feature = "train")]
pub(super) fn words(model: Model, clause: &str) -> Vec<WordId> {
    let way = paths(model, clause, true).ways().next();
    way.map(|way| way.words.into_iter().map(|(_, word)| word).collect())
        .unwrap_or_default()
}

/// How likely a clause is; log10.
pub(super) fn score(model: Model, clause: &str) -> f32 {
    let way = paths(model, clause, false).ways().next();
    way.map_or(f32::NEG_INFINITY, |way| way.score)
}

/// Where in a text its last clause begins: behind the last mark that is no word.
pub(super) fn last_clause(text: &str) -> &str {
    let from = text
        .char_indices()
        .rev()
        .take(TAIL)
        .take_while(|(_, ch)| ch.is_alphanumeric())
        .last();
    from.and_then(|(at, _)| text.get(at..)).unwrap_or_default()
}

/// The past behind a clause, and how likely the clause is; log10.
pub(super) fn reached(model: Model, clause: &str) -> (Past, f32) {
    let nothing = || (model.start(), 0.0);
    if clause.is_empty() {
        return nothing();
    }
    let paths = paths(model, clause, false);
    let score = paths.ways().next().map(|way| way.score);
    paths.past().zip(score).unwrap_or_else(nothing)
}

/// The past at the caret.
pub(super) fn past(model: Model, before: &str) -> Past {
    reached(model, last_clause(before)).0
}

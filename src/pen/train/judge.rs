//! How well a model reads glyphs and hands that it was not trained on.

use std::path::Path;

use super::glyphs::{GlyphError, levels, thinned};
use super::{Glyph, Hand, Rng, kanjivg, write_as};
use crate::engines::in_context;
use crate::hand::{Candidate, Recogniser, Stroke, View};
use crate::pinyin::Pinyin;

/// A writer's font that nothing is trained on.
const WRITER: &str = "kiloji.ttf";

/// Which half of the characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// The one to choose settings by.
    Tune,
    /// The one whose figures are told.
    Tell,
}

/// Hits among the first 1, 5 and 10.
#[derive(Debug, Clone)]
pub struct Score {
    /// Source and hand.
    pub name: String,
    /// Samples.
    pub total: usize,
    /// Hits among the first 1, 5 and 10.
    pub hits: [usize; 3],
    /// Characters not among the first ten, with what came first instead.
    pub misses: Vec<(char, char)>,
}

/// Characters of clauses, each written after what stands before it.
#[derive(Debug, Clone)]
pub struct InContext {
    /// Source and hand.
    pub name: String,
    /// Samples.
    pub total: usize,
    /// First by its looks alone.
    pub alone: usize,
    /// First by its looks and its place.
    pub placed: usize,
}

/// Who writes.
#[derive(Clone, Copy)]
enum Writer {
    /// Nobody: the glyph itself.
    Glyph,
    /// A hand drawn at random for each character.
    Anybody,
    /// One hand.
    Of(Hand),
}

const WRITERS: [(&str, Writer); 4] = [
    ("as it is", Writer::Glyph),
    ("anybody", Writer::Anybody),
    ("elderly", Writer::Of(Hand::ELDERLY)),
    ("joined", Writer::Of(Hand::JOINED)),
];

/// A glyph as it comes out of a hand, the same every time.
fn written(glyph: &Glyph, writer: Writer) -> Vec<Stroke> {
    let mut rng = Rng::new((u64::from(u32::from(glyph.ch)) << 32) | 0xffff_0000);
    let hand = match writer {
        Writer::Glyph => return glyph.strokes.clone(),
        Writer::Anybody => Hand::any(&mut rng),
        Writer::Of(hand) => hand,
    };
    // Pieces of a font have no order to join them by.
    let joins = if glyph.ordered { hand.joins } else { 0.0 };
    write_as(&glyph.strokes, Hand { joins, ..hand }, &mut rng)
}

/// Glyphs that no model was trained on, by source.
pub struct Unseen(Vec<(&'static str, Vec<Glyph>)>);

impl Unseen {
    /// Reads the folder of sources. Every so-manieth character is taken.
    pub fn read(sources: &Path, half: Half, only: usize) -> Result<Self, GlyphError> {
        let chars: Vec<char> = levels(sources)?
            .into_iter()
            .step_by(only)
            .filter(|ch| (u32::from(*ch) % 2 == 0) == (half == Half::Tune))
            .collect();
        let strokes = chars
            .iter()
            .filter_map(|ch| kanjivg::read(&sources.join("kanjivg"), *ch))
            .collect();
        let writer = thinned(sources, WRITER, &chars)?.into_iter().flatten();
        Ok(Self(vec![
            ("KanjiVG", strokes),
            ("Kiloji", writer.collect()),
        ]))
    }

    /// Every source in every hand.
    #[must_use]
    pub fn judge<const N: usize>(&self, recogniser: &Recogniser, views: [View; N]) -> Vec<Score> {
        let mut scores = Vec::new();
        for (source, glyphs) in &self.0 {
            for (name, writer) in WRITERS {
                let mut score = Score {
                    name: format!("{source}, {name}"),
                    total: glyphs.len(),
                    hits: [0; 3],
                    misses: Vec::new(),
                };
                for glyph in glyphs {
                    let ink = written(glyph, writer);
                    let found = recogniser.recognise_by(&ink, views, 10);
                    let rank = found.iter().position(|candidate| candidate.ch == glyph.ch);
                    for (hit, limit) in score.hits.iter_mut().zip([1, 5, 10]) {
                        *hit += usize::from(rank.is_some_and(|rank| rank < limit));
                    }
                    if rank.is_none() {
                        let instead = found.first().map_or('?', |candidate| candidate.ch);
                        score.misses.push((glyph.ch, instead));
                    }
                }
                scores.push(score);
            }
        }
        scores
    }

    /// The characters of `clauses` in every hand, those of them there are glyphs of.
    #[must_use]
    pub fn judge_in_context(
        &self,
        hand: &Recogniser,
        pinyin: &Pinyin,
        clauses: &[&str],
    ) -> Vec<InContext> {
        let mut scores = Vec::new();
        for (source, glyphs) in &self.0 {
            for (name, writer) in WRITERS {
                let mut score = InContext {
                    name: format!("{source}, {name}"),
                    total: 0,
                    alone: 0,
                    placed: 0,
                };
                for clause in clauses {
                    for (at, ch) in clause.char_indices() {
                        let Some(glyph) = glyphs.iter().find(|glyph| glyph.ch == ch) else {
                            continue;
                        };
                        let ink = written(glyph, writer);
                        let is_first =
                            |found: &[Candidate]| found.first().map(|one| one.ch) == Some(ch);
                        score.total += 1;
                        score.alone += usize::from(is_first(&hand.recognise(&ink, 1)));
                        let before = clause.get(..at).unwrap_or_default();
                        score.placed +=
                            usize::from(is_first(&in_context(hand, pinyin, &ink, before, 40)));
                    }
                }
                scores.push(score);
            }
        }
        scores
    }
}

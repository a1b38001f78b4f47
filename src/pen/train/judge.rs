//! How well a model reads glyphs and hands that it was not trained on.

use std::path::Path;

use super::glyphs::{GlyphError, levels, thinned};
use super::{Glyph, Hand, Rng, kanjivg, write_as};
use crate::pen::hand::{Recogniser, View};

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
        let hands = [
            ("as it is", None),
            ("anybody", Some(None)),
            ("elderly", Some(Some(Hand::ELDERLY))),
            ("joined", Some(Some(Hand::JOINED))),
        ];
        let mut scores = Vec::new();
        for (source, glyphs) in &self.0 {
            for (name, hand) in hands {
                let mut score = Score {
                    name: format!("{source}, {name}"),
                    total: glyphs.len(),
                    hits: [0; 3],
                    misses: Vec::new(),
                };
                for glyph in glyphs {
                    let mut rng = Rng::new((u64::from(u32::from(glyph.ch)) << 32) | 0xffff_0000);
                    let ink = hand.map_or_else(
                        || glyph.strokes.clone(),
                        |hand| {
                            let hand = hand.unwrap_or_else(|| Hand::any(&mut rng));
                            // Pieces of a font have no order to join them by.
                            let joins = if glyph.ordered { hand.joins } else { 0.0 };
                            write_as(&glyph.strokes, Hand { joins, ..hand }, &mut rng)
                        },
                    );
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
}

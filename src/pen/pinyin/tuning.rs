//! The numbers found by trying on the development clauses (`tests/vectors/pen/dev.txt`), never on those reported.

/// Costs are log10 of likelihoods.
#[derive(Debug, Clone)]
pub struct Tuning {
    /// Weight of single words as residents use them against general Chinese.
    pub mix: f32,
    /// Weight of what followed one, two and three words in the residents' sentences.
    pub trust: [f32; 3],
    /// What is taken off every count for what was never seen.
    pub discount: f32,
    /// A word of the dictionary the general model does not know.
    pub unknown: f32,
    /// A letter that is passed as it is.
    pub letter: f32,
    /// A syllable of which only the beginning was typed.
    pub unfinished: f32,
    /// A confused sound.
    pub confused: f32,
    /// Every word, so that few long ones win.
    pub word: f32,
    /// Weight of how a clause ends.
    pub end: f32,
    /// Pasts kept at a place.
    pub beam: usize,
    /// How much worse than the best a past may be.
    pub margin: f32,
    /// Words of one syllable tried from one place to another.
    pub short_words: usize,
    /// Longer words tried from one place to another.
    pub long_words: usize,
}

impl Tuning {
    /// What the program uses.
    pub const BEST: Self = Self {
        mix: 0.4,
        trust: [0.6, 0.7, 0.8],
        discount: 0.7,
        unknown: -0.5,
        letter: -9.0,
        unfinished: -1.0,
        confused: -0.6,
        word: 0.0,
        end: 0.0,
        beam: 10,
        margin: 3.5,
        short_words: 32,
        long_words: 30,
    };
}

//! Isolated characters from ink, whatever the order and number of the strokes.

mod feature;
mod model;

pub use feature::{FEATURES, describe, resample};
pub use model::{Model, ModelError};

/// Points of one stroke, x to the right and y down, in any unit.
pub type Stroke = Vec<[f32; 2]>;

/// One guess; a higher score is better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The character.
    pub ch: char,
    /// Minus the squared distance to the class, in spreads of a typical writer.
    pub score: f32,
}

/// Recognises isolated characters.
#[derive(Debug, Clone)]
pub struct Recogniser(Model);

impl Recogniser {
    /// The model this program carries.
    pub fn built_in() -> Result<Self, ModelError> {
        Self::from_bytes(include_bytes!("../../../assets/pen/hand.bin"))
    }

    /// Another model of the same format.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        Model::read(bytes).map(Self)
    }

    /// The best candidates first, at most `limit`; none for ink without a line in it.
    #[must_use]
    pub fn recognise(&self, strokes: &[Stroke], limit: usize) -> Vec<Candidate> {
        let Some(features) = describe(strokes) else {
            return Vec::new();
        };
        let mut found = self.0.score(&features);
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.ch.cmp(&b.ch)));
        found.truncate(limit);
        found
    }

    /// How many characters it knows.
    #[must_use]
    pub fn classes(&self) -> usize {
        self.0.classes()
    }
}

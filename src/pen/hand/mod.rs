//! Isolated characters from ink, whatever the order and number of the strokes.

mod feature;
mod layer;
mod model;
mod place;

pub use feature::{DIRECTIONS, FEATURES, SIDE, View, describe, resample};
pub use layer::Part;
pub use model::{Model, ModelError};
pub use place::Normal;

/// Points of one stroke, x to the right and y down, in any unit.
pub type Stroke = Vec<[f32; 2]>;

/// One guess; a higher score is better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The character.
    pub ch: char,
    /// The logarithm of how likely the model thinks it, 0 at most.
    pub score: f32,
}

/// The same ink seen three ways, ever smoother: together they are right more often than any one of them.
pub const VIEWS: [View; 3] = [
    View {
        normal: Normal::Moments,
        directed: true,
        smoothings: 4,
    },
    View {
        normal: Normal::Moments,
        directed: false,
        smoothings: 8,
    },
    View {
        normal: Normal::Density,
        directed: true,
        smoothings: 12,
    },
];

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
        self.recognise_by(strokes, VIEWS, limit)
    }

    /// The same by views of one's own choice, to measure what each is worth.
    #[must_use]
    pub fn recognise_by<const N: usize>(
        &self,
        strokes: &[Stroke],
        views: [View; N],
        limit: usize,
    ) -> Vec<Candidate> {
        let Some(seen) = describe(strokes, views) else {
            return Vec::new();
        };
        let mut found = self.0.score(&seen);
        found.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then(a.ch.cmp(&b.ch)));
        found.truncate(limit);
        found
    }

    /// How many characters it knows.
    #[must_use]
    pub fn classes(&self) -> usize {
        self.0.classes()
    }
}

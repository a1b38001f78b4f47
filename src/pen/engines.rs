//! The engines together, loaded once and shared: they hold data only and remember nothing.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use thiserror::Error;

use super::hand::{Candidate, ModelError, Recogniser, Stroke};
use super::pinyin::{Pinyin, PinyinError};
use super::strokes::{Strokes, StrokesError};

/// Why an engine is missing.
#[derive(Debug, Error)]
pub enum PenError {
    /// Handwriting.
    #[error(transparent)]
    Hand(#[from] ModelError),
    /// Pinyin.
    #[error(transparent)]
    Pinyin(#[from] PinyinError),
    /// Strokes.
    #[error(transparent)]
    Strokes(#[from] StrokesError),
}

/// Every engine.
#[derive(Debug)]
pub struct Engines {
    /// Handwriting.
    pub hand: Recogniser,
    /// Pinyin.
    pub pinyin: Pinyin,
    /// Strokes.
    pub strokes: Strokes,
}

static BUILT_IN: LazyLock<Result<Arc<Engines>, PenError>> =
    LazyLock::new(|| Engines::with(None, None).map(Arc::new));

impl Engines {
    /// With the data this program carries; loaded at the first call.
    pub fn built_in() -> Result<Arc<Self>, &'static PenError> {
        BUILT_IN.as_ref().map(Arc::clone)
    }

    /// With other data than the program's own, where files are named.
    pub fn with(pinyin: Option<&Path>, strokes: Option<&Path>) -> Result<Self, PenError> {
        Ok(Self {
            hand: Recogniser::built_in()?,
            pinyin: pinyin.map_or_else(Pinyin::built_in, Pinyin::open)?,
            strokes: strokes.map_or_else(Strokes::built_in, Strokes::open)?,
        })
    }

    /// What `ink` may be, best first, by its looks and by what stands before it.
    #[must_use]
    pub fn recognise(&self, ink: &[Stroke], before: &str, limit: usize) -> Vec<Candidate> {
        in_context(&self.hand, &self.pinyin, ink, before, limit)
    }
}

/// How much what stands before counts against the looks; found on development clauses (`pen judge`).
const CONTEXT: f32 = 0.7;
/// What a digit is taken to be after anything, and what a letter or a mark is; log10. Words know nothing of them.
const DIGIT: f32 = -3.0;
const SIGN: f32 = -5.0;
/// However odd a character is in its place, it may be meant.
const LEAST: f32 = -6.0;

/// See [`Engines::recognise`].
pub(super) fn in_context(
    hand: &Recogniser,
    pinyin: &Pinyin,
    ink: &[Stroke],
    before: &str,
    limit: usize,
) -> Vec<Candidate> {
    let mut found = hand.recognise(ink, limit);
    let chars: Vec<char> = found.iter().map(|one| one.ch).collect();
    for (one, log) in found.iter_mut().zip(pinyin.fits(before, &chars)) {
        let log = match one.ch {
            ch if is_han(ch) => log.max(LEAST),
            ch if ch.is_ascii_digit() => DIGIT,
            _ => SIGN,
        };
        one.score += CONTEXT * std::f32::consts::LN_10 * log;
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    found
}

fn is_han(ch: char) -> bool {
    matches!(ch, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

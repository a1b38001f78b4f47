//! The engines together, loaded once and shared: they hold data only and remember nothing.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use thiserror::Error;

use super::hand::{ModelError, Recogniser};
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
    LazyLock::new(|| Engines::with(Pinyin::built_in()?));

impl Engines {
    /// With the data this program carries; loaded at the first call.
    pub fn built_in() -> Result<Arc<Self>, &'static PenError> {
        BUILT_IN.as_ref().map(Arc::clone)
    }

    /// With other pinyin data than the program's own.
    pub fn with_pinyin(data: &Path) -> Result<Arc<Self>, PenError> {
        Self::with(Pinyin::open(data)?)
    }

    fn with(pinyin: Pinyin) -> Result<Arc<Self>, PenError> {
        Ok(Arc::new(Self {
            hand: Recogniser::built_in()?,
            pinyin,
            strokes: Strokes::built_in()?,
        }))
    }
}

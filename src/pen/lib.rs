//! Chinese without a keyboard: handwriting, pinyin, strokes.

mod engines;
pub mod hand;
pub mod pinyin;
pub mod strokes;
#[cfg(feature = "train")]
pub mod train;

pub use engines::{Engines, PenError};

//! Handwriting, pinyin and strokes.

mod hand;
mod pinyin;
mod strokes;
#[cfg(feature = "pen-train")]
mod train;

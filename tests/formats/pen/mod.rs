//! Handwriting, pinyin and strokes.

mod hand;
mod pinyin;
mod strokes;
mod train;

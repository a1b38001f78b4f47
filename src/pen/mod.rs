//! Chinese without a keyboard: handwriting; the other engines stand beside it.

pub mod hand;
#[cfg(feature = "pen-train")]
pub mod train;

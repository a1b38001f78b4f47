//! What the counts come to.

//! What the office posts.

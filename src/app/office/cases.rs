//! Opinions being worked on.

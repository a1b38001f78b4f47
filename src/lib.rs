//! 评议: anonymous evaluation cards for residential communities, offline from the card to the reply.
//!
//! The house has floors (see `ARCHITECTURE.md`); a room names only rooms below it, and
//! `tests/house/architecture.rs` holds it to that.

// The macros of `words` name the library by its name, in itself too.
extern crate self as pingyi;

pub mod app;
pub mod cardbox;
pub mod cli;
pub mod courier;
pub mod domain;
pub mod exchange;
pub mod fault;
pub mod paper;
pub mod record;
#[cfg(feature = "window")]
pub mod ui;
pub mod words;

/// Chinese without a keyboard: a member of its own, which names nothing of ours.
pub use pingyi_pen as pen;

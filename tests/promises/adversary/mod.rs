//! The adversaries of the threat model.

mod board;
mod content;
mod flood;
mod ledger;
mod originals;
mod record;
mod signatures;
mod signing;
#[cfg(feature = "window")]
mod tablet;
mod worker;

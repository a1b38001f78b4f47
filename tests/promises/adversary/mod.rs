//! The adversaries of the threat model.

mod board;
mod ledger;
mod record;
#[cfg(feature = "window")]
mod tablet;
mod worker;

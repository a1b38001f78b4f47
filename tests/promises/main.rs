//! The promises of README and those who try to break them: each breaker stands beside a control that it catches.
//! What needs a disk of its own below SQLite is in `tests/crash`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::wildcard_enum_match_arm,
    clippy::missing_panics_doc,
    clippy::similar_names,
    clippy::type_complexity,
    clippy::format_push_string,
    clippy::let_underscore_must_use,
    unreachable_pub,
    reason = "a test may stop at the first surprise, and says its figures"
)]

mod adversary;
#[cfg(feature = "window")]
mod command_line;
mod drive;
mod exactly_once;
mod floors;
mod follow_ups;
mod forks;
mod fuse;
mod hostile_bytes;
mod hostile_stick;
mod leavers;
mod long_life;
mod new_chain;
mod numbers;
#[cfg(feature = "window")]
mod one_owner;
mod order;
#[cfg(feature = "window")]
mod private_stores;
mod renewed;
mod retired;
mod rounds;
mod seen;
mod short_rounds;
mod slips;
mod vfat;
mod witness;
mod year;

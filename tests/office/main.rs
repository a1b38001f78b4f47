//! The office: its use cases, and its screens with a real record behind them.
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

mod answers;
mod backup;
mod ballots;
mod calendar;
mod called;
mod cases;
mod clauses;
#[cfg(feature = "window")]
mod command_line;
mod days;
#[cfg(feature = "window")]
mod demo;
mod desk;
mod destroy;
mod follow_ups;
#[cfg(feature = "window")]
mod forms;
mod measures;
mod outbox;
mod people;
mod proposals;
mod public;
mod rounds;
#[cfg(feature = "window")]
mod screens;
mod server;
mod sitting;
mod terms;
mod together;
mod use_cases;

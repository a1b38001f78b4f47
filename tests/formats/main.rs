//! What is written to disks, sticks and paper, and what is read back: plans, cards, batches, packs, stores, and the pen.
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

mod bad_input;
mod calendar;
mod card_box;
mod cases;
mod corpus;
mod courier;
mod devices;
mod held;
mod ledger;
mod outbox;
mod paper;
mod pen;
mod plan_systems;
mod plans;
mod record;
mod stick;
mod version_2;

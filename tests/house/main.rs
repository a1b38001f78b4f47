//! The house rules: floors and rooms, texts, pictures, and where tests are.
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

mod architecture;
mod layout;
#[cfg(feature = "window")]
mod pictures;
mod references;
mod rooms;
mod words;

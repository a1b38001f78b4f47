//! Our formats against programs that we did not write. Needs system packages: `.ci/run` installs them.
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

mod forms;
mod qr;
mod tools;

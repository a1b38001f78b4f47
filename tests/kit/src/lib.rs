//! What the tests and the benches share: a town with its office and kiosk, sticks and disks that fail as real ones do,
//! and those who attack them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::wildcard_enum_match_arm,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    clippy::new_without_default,
    clippy::cast_precision_loss,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::doc_markdown,
    clippy::format_push_string,
    clippy::let_underscore_must_use,
    clippy::should_implement_trait,
    clippy::unnecessary_debug_formatting,
    clippy::unused_self,
    missing_docs,
    reason = "a test may stop at the first surprise; its harness serves tests only"
)]

pub mod alone;
pub mod attacker;
pub mod ballot;
pub mod crash;
pub mod device;
pub mod disk;
pub mod history;
pub mod kill;
#[cfg(feature = "window")]
pub mod legibility;
pub mod life;
#[cfg(feature = "window")]
pub mod picture;
pub mod power;
pub mod readers;
pub mod schemas;
pub mod server;
#[cfg(feature = "window")]
pub mod snapshot;
#[cfg(feature = "window")]
pub mod stand;
pub mod stick;
pub mod town;
pub mod trouble;
pub mod udisks;

//! An attacker with the kiosk's disk in hand: reads SQLite's file format by himself, knows where SQLite puts what, and does
//! statistics. He shares no code with the program.

#![allow(
    clippy::many_single_char_names,
    clippy::struct_field_names,
    clippy::wildcard_enum_match_arm,
    reason = "statistics are written with single letters"
)]

pub mod content;
pub mod forger;
pub mod links;
pub mod looks;
pub mod office;
pub mod sqlite;
pub mod stats;

//! Use cases that join the rooms below.

pub mod office;

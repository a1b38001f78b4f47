//! What travels: sealing, signing, batches, packs, removable drives.

pub mod access;
pub mod batch;
pub mod drive;
pub mod enrol;
pub mod error;
#[cfg(test)]
mod fault_tests;
pub mod files;
pub mod keys;
mod lines;
pub mod pack;
pub mod receipt;
pub mod seal;
pub mod sign;
pub mod stick;
#[cfg(test)]
mod stick_tests;

pub use error::CourierError;

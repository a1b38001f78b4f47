//! What travels: sealing, signing, batches, packs, removable drives.

pub mod access;
pub mod batch;
#[cfg(test)]
mod bound_tests;
pub mod delivery;
pub mod drive;
pub mod enrol;
pub mod error;
#[cfg(test)]
mod fault_tests;
pub mod files;
pub mod keyring;
pub mod keys;
mod lines;
pub mod pack;
pub mod pin_code;
#[cfg(test)]
mod played_tests;
pub mod receipt;
pub mod recovery;
pub mod seal;
pub mod seen;
pub mod sign;
pub mod slip;
pub mod stick;
#[cfg(test)]
mod stick_tests;
mod suite;
pub mod vault;
pub mod voice;

pub use error::CourierError;

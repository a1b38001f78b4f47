//! What travels: sealing, signing, batches, packs, removable drives.

pub mod batch;
pub mod enrol;
pub mod error;
pub mod keys;
mod lines;
pub mod pack;
pub mod receipt;
pub mod seal;
pub mod sign;

pub use error::CourierError;

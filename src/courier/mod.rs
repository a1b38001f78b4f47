//! What travels: sealing, signing, batches, packs, removable drives.

pub mod batch;
pub mod drive;
pub mod enrol;
pub mod error;
pub mod files;
pub mod keys;
mod lines;
pub mod pack;
pub mod receipt;
pub mod seal;
pub mod sign;
pub mod stick;

pub use error::CourierError;

//! The kiosk's store of sealed sheets.

mod batches;
mod device;
mod error;
#[cfg(test)]
mod fault_tests;
mod migrations;
mod office;
mod sheets;
mod store;

pub use batches::{BatchEntry, BatchRows, Closing, Sealing};
pub use error::CardBoxError;
pub use office::{ImportOutcome, PackImport, PlanText};
pub use sheets::{PlanKey, Submission, Waiting};
pub use store::CardBox;

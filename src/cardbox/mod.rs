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

pub use batches::{BatchCounts, BatchEntry, BatchRows, Closing, Sealing};
pub use error::CardBoxError;
pub use office::{ImportOutcome, OfficeNews, PlanText};
pub use sheets::{OPINION_BYTES, PlanKey, RATING_BYTES, Submission, Waiting, sheet_id};
pub use store::CardBox;

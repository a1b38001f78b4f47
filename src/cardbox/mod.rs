//! The kiosk's store of sealed sheets.

mod batches;
mod chain;
mod device;
mod error;
#[cfg(test)]
mod fault_tests;
mod migrations;
mod office;
mod rekey;
mod retire;
mod rounds;
mod sheets;
mod slips;
mod store;

pub use batches::{BatchEntry, BatchRows, Closing, ClosingDay, Sealing};
pub use chain::{Adopted, NewChain};
pub use error::CardBoxError;
pub use office::{ImportOutcome, PackImport, PlanText};
pub use rekey::Rekey;
pub use rounds::{Counts, RoundLabel, WaitingRound};
pub use sheets::Submission;
pub use slips::{HeldSlips, SlipImport, SlipStanding, SlipState};
pub use store::CardBox;

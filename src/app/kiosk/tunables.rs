//! What a kiosk is built from that tests replace.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::courier::receipt::ReceiptCost;

/// What one guess at the staff PIN costs (Argon2id, one lane).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PinCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

/// What a kiosk is built from that tests replace; `Default` is what the product runs with.
#[derive(Clone)]
pub struct Tunables {
    /// The cost of deriving a receipt.
    pub receipt_cost: ReceiptCost,
    /// The cost of hashing a PIN.
    pub pin_cost: PinCost,
    /// A seed for every random draw; none takes them from the system.
    pub seed: Option<u64>,
    /// Time since the process started. Never the wall clock: setting that must not shorten a wait.
    pub uptime: Arc<dyn Fn() -> Duration + Send + Sync>,
    /// Receipts kept ready, so that a submission never waits for Argon2.
    pub receipts_ahead: usize,
    /// Quiet time after which the card box is vacuumed.
    pub vacuum_after: Duration,
    /// How many sheets about one subject leave together, from what the rule says; and with [`Self::ends_rounds`] whether a
    /// real kiosk's rounds end when a sync is told so, as a trial's do: tests go the whole way in a day.
    pub fewest_sheets: Arc<dyn Fn(u32) -> u32 + Send + Sync>,
    /// See [`Self::fewest_sheets`].
    pub ends_rounds: bool,
    /// The most pages the card box may take (what it has already stays): how tests fill a disk.
    pub box_most_pages: Option<u32>,
}

impl Default for Tunables {
    fn default() -> Self {
        let start = Instant::now();
        Self {
            receipt_cost: ReceiptCost::STANDARD,
            pin_cost: PinCost {
                memory_kib: 64 * 1024,
                passes: 3,
            },
            seed: None,
            uptime: Arc::new(move || start.elapsed()),
            receipts_ahead: 3,
            // Until then the newest card lies where the newest lie; nobody fills in a card in a second.
            vacuum_after: Duration::from_secs(1),
            fewest_sheets: Arc::new(|rule| rule),
            ends_rounds: false,
            box_most_pages: None,
        }
    }
}

impl std::fmt::Debug for Tunables {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tunables(…)")
    }
}

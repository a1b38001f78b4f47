//! Batches and sealed sheets: what the card box, the courier and the office all need to know of them.

/// What HPKE adds to a sheet: the encapsulated key (32 bytes) and the authentication tag (16).
pub const SEAL_OVERHEAD_BYTES: usize = 48;
/// Every sealed rating sheet is this long.
pub const SEALED_RATING_BYTES: usize = 1024;
/// Every sealed opinion sheet is this long.
pub const SEALED_OPINION_BYTES: usize = 4000;
/// Every sealed reply is this long.
pub const SEALED_REPLY_BYTES: usize = 4000;
/// What a rating sheet may take before sealing.
pub const RATING_PLAIN_BYTES: usize = SEALED_RATING_BYTES - SEAL_OVERHEAD_BYTES;
/// What an opinion sheet may take before sealing.
pub const OPINION_PLAIN_BYTES: usize = SEALED_OPINION_BYTES - SEAL_OVERHEAD_BYTES;
/// What a reply may take before sealing.
pub const REPLY_PLAIN_BYTES: usize = SEALED_REPLY_BYTES - SEAL_OVERHEAD_BYTES;

/// Counts of a batch; they name no one. A batch of words counts nothing, for it would tell how many wrote nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BatchCounts {
    /// Cards begun.
    pub issued: u64,
    /// Cards submitted.
    pub submitted: u64,
    /// Cards begun and given up.
    pub abandoned: u64,
    /// Voting slips used.
    pub slips: u64,
}

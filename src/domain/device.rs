//! Devices: who may bring batches.

use super::named::named;

named!(
    /// Where a device stands with its office.
    DeviceStanding {
        /// It asked; nobody compared fingerprints yet.
        Waiting = "waiting",
        /// Its batches are taken in.
        Accepted = "accepted",
        /// Its batches are refused.
        Revoked = "revoked",
    }
);

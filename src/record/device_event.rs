//! What the ledger tells of devices in service, and what that changes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{DeviceEntry, Record, RecordError};
use crate::domain::device::DeviceStanding;
use crate::domain::ids::{DeviceId, PinCodeDigest};

/// What happened to a device that was accepted once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum DeviceEvent {
    /// Its signed statement of what it has seen of this ledger came, newer than the one before.
    DeviceSeen {
        /// Which.
        device: DeviceId,
        /// The statement, word for word.
        statement: String,
        /// The device's signature of it, as the text of a file.
        signature: String,
    },
    /// It is retired: it takes no more cards, and brings what it holds up to its last batch. A device that retires itself says so
    /// by that batch.
    DeviceRetired {
        /// Which.
        device: DeviceId,
    },
    /// A code was made with which its staff set a new PIN, once; the one before opens nothing more.
    PinCodeMade {
        /// Which.
        device: DeviceId,
        /// What the code is known by.
        digest: PinCodeDigest,
    },
}

impl Record {
    pub(super) fn apply_device(
        &self,
        told: &DeviceEvent,
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        match told {
            DeviceEvent::DeviceSeen {
                device,
                statement,
                signature,
            } => {
                let known = self.device(device)?;
                if known.is_none_or(|known| known.standing == DeviceStanding::Waiting) {
                    return Err(RecordError::UnknownDevice {
                        device: device.clone(),
                    });
                }
                self.keep_seen(device, statement, signature)
            }
            DeviceEvent::DeviceRetired { device } => {
                let known = self.device(device)?;
                let known = known.filter(|known| known.standing == DeviceStanding::Accepted);
                let known = known.ok_or_else(|| RecordError::UnknownDevice {
                    device: device.clone(),
                })?;
                self.keep_device(&DeviceEntry {
                    standing: DeviceStanding::Retired,
                    since: on,
                    ..known
                })
            }
            DeviceEvent::PinCodeMade { device, digest } => {
                let known = self.device(device)?;
                if known.is_none_or(|known| known.standing != DeviceStanding::Accepted) {
                    return Err(RecordError::UnknownDevice {
                        device: device.clone(),
                    });
                }
                self.keep_pin_code(device, *digest)
            }
        }
    }
}

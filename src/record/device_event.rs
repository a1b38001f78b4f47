//! What the ledger tells of devices in service, and what that changes.

use serde::{Deserialize, Serialize};

use super::{Record, RecordError};
use crate::domain::device::DeviceStanding;
use crate::domain::ids::DeviceId;

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
}

impl Record {
    pub(super) fn apply_device(&self, told: &DeviceEvent) -> Result<(), RecordError> {
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
        }
    }
}

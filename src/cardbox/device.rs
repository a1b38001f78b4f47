//! Facts about this device: its name, its office, its last sync, its PIN.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::error::CardBoxError;
use super::store::CardBox;
use crate::domain::ids::{DeviceId, RootHash};

pub(super) const DEVICE: &str = "device";
pub(super) const DEVICE_KEY: &str = "device-key";
pub(super) const FORMER_DEVICE: &str = "former-device";
pub(super) const FORMER_ROOTS: &str = "former-roots";
const OFFICE_KEY: &str = "office-key";
const LAST_SYNC: &str = "last-sync";
const PIN_HASH: &str = "pin-hash";
const PIN_FAILURES: &str = "pin-failures";

impl CardBox {
    /// This device's name, once paired.
    pub fn device(&self) -> Result<Option<DeviceId>, CardBoxError> {
        Ok(self.meta(DEVICE)?.and_then(|text| DeviceId::new(text).ok()))
    }

    /// The public key (minisign base64) that the device got with its newest name; none where it has its first.
    pub fn device_key(&self) -> Result<Option<String>, CardBoxError> {
        self.meta(DEVICE_KEY)
    }

    /// The name that the device had before.
    pub fn former_device(&self) -> Result<Option<DeviceId>, CardBoxError> {
        let name = self.meta(FORMER_DEVICE)?;
        Ok(name.and_then(|name| DeviceId::new(name).ok()))
    }

    /// The office's public key (minisign base64), once paired.
    pub fn office_key(&self) -> Result<Option<String>, CardBoxError> {
        self.meta(OFFICE_KEY)
    }

    /// Remembers the office this kiosk is paired with and its own name in it.
    pub fn pair(&mut self, device: &DeviceId, office_key: &str) -> Result<(), CardBoxError> {
        let step = self.connection.transaction()?;
        super::store::set_meta(&step, DEVICE, device.as_str())?;
        super::store::set_meta(&step, OFFICE_KEY, office_key)?;
        let committed = step.commit();
        self.confirm_commit(committed, |connection| {
            Ok(super::store::meta(connection, OFFICE_KEY)?.as_deref() == Some(office_key))
        })
    }

    /// The day of the last sync.
    pub fn last_sync(&self) -> Result<Option<NaiveDate>, CardBoxError> {
        Ok(self.meta(LAST_SYNC)?.and_then(|text| text.parse().ok()))
    }

    /// Remembers the day of a sync; the day only.
    pub fn set_last_sync(&self, day: NaiveDate) -> Result<(), CardBoxError> {
        self.set_meta(LAST_SYNC, &day.to_string())
    }

    /// The staff PIN's Argon2id hash, PHC text.
    pub fn pin_hash(&self) -> Result<Option<String>, CardBoxError> {
        self.meta(PIN_HASH)
    }

    /// Replaces the PIN's hash and forgets the failures.
    pub fn set_pin_hash(&mut self, hash: &str) -> Result<(), CardBoxError> {
        let step = self.connection.transaction()?;
        super::store::set_meta(&step, PIN_HASH, hash)?;
        super::store::set_meta(&step, PIN_FAILURES, "0")?;
        let committed = step.commit();
        self.confirm_commit(committed, |connection| {
            Ok(super::store::meta(connection, PIN_HASH)?.as_deref() == Some(hash))
        })
    }

    /// Wrong tries since the last right one.
    pub fn pin_failures(&self) -> Result<u32, CardBoxError> {
        Ok(self
            .meta(PIN_FAILURES)?
            .and_then(|text| text.parse().ok())
            .unwrap_or_default())
    }

    /// Durable when it returns: written before a PIN is compared, so that a power cut never helps.
    pub fn set_pin_failures(&self, failures: u32) -> Result<(), CardBoxError> {
        self.set_meta(PIN_FAILURES, &failures.to_string())
    }
}

/// The roots of the batches that the device closed under its former name, ascending.
pub(super) fn former_roots(connection: &Connection) -> Result<Vec<RootHash>, CardBoxError> {
    let told = super::store::meta(connection, FORMER_ROOTS)?.unwrap_or_default();
    let roots = told.split_whitespace();
    // Only roots were written.
    Ok(roots
        .filter_map(|root| RootHash::try_from(root.to_owned()).ok())
        .collect())
}

//! Facts about this device: its name, its office, its last sync, its PIN.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::error::CardBoxError;
use super::store::{CardBox, delete_meta, meta, set_meta};
use crate::domain::device::DeviceStanding;
use crate::domain::ids::{BatchNumber, DeviceId, PinCodeDigest, RootHash};
use crate::domain::time::Week;
use crate::domain::zone::Zone;

pub(super) const DEVICE: &str = "device";
pub(super) const DEVICE_KEY: &str = "device-key";
pub(super) const FORMER_DEVICE: &str = "former-device";
pub(super) const FORMER_ROOTS: &str = "former-roots";
pub(super) const RETIRED: &str = "retired";
pub(super) const REVOKED: &str = "revoked";
/// Its own staff said so.
pub(super) const RETIRED_HERE: &str = "retired-here";
/// Somebody else may have retired it.
pub(super) const RETIREMENT_DOUBTED: &str = "retirement-doubted";
pub(super) const LAST_BATCH: &str = "last-batch";
pub(super) const WITHHELD: &str = "retired-withheld";
pub(super) const WITHDRAWN: &str = "withdrawn";
pub(super) const OFFICE_KEY: &str = "office-key";
const LAST_SYNC: &str = "last-sync";
const STARTS: &str = "starts";
const CLOCK_SET: &str = "clock-set";
pub(super) const ZONE: &str = "zone";
const PIN_HASH: &str = "pin-hash";
const PIN_FAILURES: &str = "pin-failures";
const PIN_CODE: &str = "pin-code";
const PIN_CODES_USED: &str = "pin-codes-used";

/// How the device stands by a pack of `day`. Once retired it stays so; what is revoked may be accepted again.
pub(super) fn take_standing(
    step: &Connection,
    standing: DeviceStanding,
    day: NaiveDate,
) -> Result<(), CardBoxError> {
    match standing {
        DeviceStanding::Retired => set_meta(step, RETIRED, &day.to_string()),
        DeviceStanding::Revoked => set_meta(step, REVOKED, &day.to_string()),
        DeviceStanding::Waiting | DeviceStanding::Accepted => delete_meta(step, REVOKED),
    }
}

/// A pack says that the device is retired, and acknowledges batches that this one never closed: whoever has its key may have brought
/// them, and its last among them. Then nothing ends by it that cannot be taken back, before its own staff say so.
pub(super) fn doubt_retirement(step: &Connection, is_mismatched: bool) -> Result<(), CardBoxError> {
    let is_said = meta(step, RETIRED)?.is_none() || meta(step, RETIRED_HERE)?.is_some();
    let is_unknown = step
        .prepare_cached("SELECT 1 FROM batch WHERE signature = ''")?
        .exists([])?;
    if !is_said && (is_mismatched || is_unknown) {
        set_meta(step, RETIREMENT_DOUBTED, "yes")
    } else {
        delete_meta(step, RETIREMENT_DOUBTED)
    }
}

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

    /// Whether the device is retired.
    pub fn is_retired(&self) -> Result<bool, CardBoxError> {
        Ok(self.meta(RETIRED)?.is_some())
    }

    /// Whether the newest pack said that nothing is taken in under this device's key.
    pub fn is_revoked(&self) -> Result<bool, CardBoxError> {
        Ok(self.meta(REVOKED)?.is_some())
    }

    /// Whether it cannot tell that it is its office, or its own staff, who retired it.
    pub fn is_retirement_doubted(&self) -> Result<bool, CardBoxError> {
        Ok(self.meta(RETIREMENT_DOUBTED)?.is_some())
    }

    /// It is retired from this day on: its own staff say so.
    pub fn set_retired(&mut self, day: NaiveDate) -> Result<(), CardBoxError> {
        let step = self.connection.transaction()?;
        set_meta(&step, RETIRED, &day.to_string())?;
        set_meta(&step, RETIRED_HERE, "yes")?;
        delete_meta(&step, RETIREMENT_DOUBTED)?;
        let committed = step.commit();
        self.confirm_commit(committed, |connection| {
            Ok(meta(connection, RETIRED_HERE)?.is_some())
        })
    }

    /// When it was retired, some ratings were too few for good.
    pub fn note_withheld(&self) -> Result<(), CardBoxError> {
        self.set_meta(WITHHELD, "yes")
    }

    /// Its last batch, once that is closed.
    pub fn last_batch(&self) -> Result<Option<BatchNumber>, CardBoxError> {
        let number = self.meta(LAST_BATCH)?;
        Ok(number.and_then(|text| text.parse().ok()).map(BatchNumber))
    }

    /// Whether it has wiped itself.
    pub fn is_withdrawn(&self) -> Result<bool, CardBoxError> {
        Ok(self.meta(WITHDRAWN)?.is_some())
    }

    /// The day of the last sync.
    pub fn last_sync(&self) -> Result<Option<NaiveDate>, CardBoxError> {
        Ok(self.meta(LAST_SYNC)?.and_then(|text| text.parse().ok()))
    }

    /// Remembers the day of a sync; the day only.
    pub fn set_last_sync(&self, day: NaiveDate) -> Result<(), CardBoxError> {
        self.set_meta(LAST_SYNC, &day.to_string())
    }

    /// Counts a start of the window in this week; of earlier weeks nothing is kept.
    pub fn note_start(&self, week: Week) -> Result<(), CardBoxError> {
        let starts = self.starts(week)?.saturating_add(1);
        self.set_meta(STARTS, &format!("{week} {starts}"))
    }

    /// How often the window was started in this week.
    pub fn starts(&self, week: Week) -> Result<u32, CardBoxError> {
        let kept = self.meta(STARTS)?.unwrap_or_default();
        let counted = kept.strip_prefix(&format!("{week} "));
        Ok(counted.and_then(|text| text.parse().ok()).unwrap_or(0))
    }

    /// By how many seconds staff have set the clock forward; none where they have not.
    pub fn clock_set(&self) -> Result<Option<i64>, CardBoxError> {
        Ok(self.meta(CLOCK_SET)?.and_then(|text| text.parse().ok()))
    }

    /// Remembers by how many seconds staff have set the clock forward.
    pub fn set_clock(&self, seconds: i64) -> Result<(), CardBoxError> {
        self.set_meta(CLOCK_SET, &seconds.to_string())
    }

    /// The zone that the newest pack told.
    pub fn zone(&self) -> Result<Option<Zone>, CardBoxError> {
        Ok(self.meta(ZONE)?.and_then(|text| text.parse().ok()))
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

    /// What the code is known by with which the PIN may be replaced now.
    pub fn pin_code(&self) -> Result<Option<PinCodeDigest>, CardBoxError> {
        let kept = self.meta(PIN_CODE)?;
        Ok(kept.and_then(|kept| PinCodeDigest::try_from(kept).ok()))
    }

    /// Replaces the PIN's hash with the help of a code, which helps nobody after that, whatever pack comes.
    pub fn use_pin_code(&mut self, code: PinCodeDigest, hash: &str) -> Result<(), CardBoxError> {
        let step = self.connection.transaction()?;
        let used = super::store::meta(&step, PIN_CODES_USED)?.unwrap_or_default();
        super::store::set_meta(&step, PIN_CODES_USED, format!("{used} {code}").trim())?;
        delete_meta(&step, PIN_CODE)?;
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

/// Takes the code that a pack brings, unless it was used before; a pack without one takes it away.
pub(super) fn take_pin_code(
    step: &Connection,
    code: Option<PinCodeDigest>,
) -> Result<(), CardBoxError> {
    let used = super::store::meta(step, PIN_CODES_USED)?.unwrap_or_default();
    let code = code.map(|code| code.to_string());
    if let Some(code) = code.filter(|code| used.split(' ').all(|used| used != code)) {
        return super::store::set_meta(step, PIN_CODE, &code);
    }
    delete_meta(step, PIN_CODE)?;
    Ok(())
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

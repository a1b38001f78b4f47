//! Devices: who may bring batches.

use chrono::NaiveDate;

use crate::domain::device::{DeviceFacts, DeviceRole, DeviceStanding};
use crate::domain::ids::DeviceId;
use crate::record::sql::{Row, Rows, Table, first, text, text_option};
use crate::record::{Record, RecordError};

/// A device the office knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceEntry {
    /// Its name.
    pub id: DeviceId,
    /// Its minisign public key, base64.
    pub signing_key: String,
    /// Where it stands.
    pub standing: DeviceStanding,
    /// The day it came to stand there.
    pub since: NaiveDate,
    /// What it said of itself when it asked; none where nothing was told.
    pub facts: Option<DeviceFacts>,
}

pub(in crate::record) const TABLE: Table = Table {
    name: "device",
    columns: "id, signing_key, state, since, role, program",
    keys: 1,
};

fn entry(row: &mut Row) -> Result<DeviceEntry, RecordError> {
    Ok(DeviceEntry {
        id: row.read()?,
        signing_key: row.text()?,
        standing: row.read()?,
        since: row.read()?,
        facts: facts(row.read_option()?, row.read_option()?),
    })
}

fn facts(role: Option<DeviceRole>, program: Option<String>) -> Option<DeviceFacts> {
    Some(DeviceFacts {
        role: role?,
        program: program?.try_into().ok()?,
    })
}

impl Record {
    /// Every device, by name.
    pub fn devices(&self) -> Result<Vec<DeviceEntry>, RecordError> {
        self.device_rows()?.whole()
    }

    /// [`Self::devices`], and by name the rows that do not read.
    pub fn device_rows(&self) -> Result<Rows<DeviceEntry>, RecordError> {
        TABLE.rows(self.sql(), "ORDER BY id", &[], entry)
    }

    /// One device.
    pub fn device(&self, id: &DeviceId) -> Result<Option<DeviceEntry>, RecordError> {
        TABLE.first(self.sql(), "WHERE id = $1", &[text(id)], entry)
    }

    /// Keeps a device. A name under which another key brought batches is refused: two devices that
    /// share a name would share batch numbers.
    pub(in crate::record) fn keep_device(&self, device: &DeviceEntry) -> Result<(), RecordError> {
        let others = first(
            self.sql(),
            "SELECT COUNT(*) FROM batch WHERE device = $1 AND signing_key <> $2",
            &[text(&device.id), text(&device.signing_key)],
            Row::int,
        )?;
        if others.unwrap_or(0) > 0 {
            return Err(RecordError::NameTaken {
                device: device.id.clone(),
            });
        }
        self.sql().execute(
            "INSERT INTO device (id, signing_key, state, since, role, program)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (id) DO UPDATE SET signing_key = excluded.signing_key,
             state = excluded.state, since = excluded.since, role = excluded.role,
             program = excluded.program",
            &[
                text(&device.id),
                text(&device.signing_key),
                text(device.standing),
                text(device.since),
                text_option(device.facts.map(|facts| facts.role).as_ref()),
                text_option(device.facts.map(|facts| facts.program).as_ref()),
            ],
        )?;
        Ok(())
    }
}

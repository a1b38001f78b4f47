//! Enrolment format, version 1. Frozen.
//!
//! ```text
//! {"enrol":{"format":"pingyi-enrol","version":1,"community":…,"device":…,"key":"<minisign base64>"}}
//! ```

use serde::{Deserialize, Serialize};

use super::Enrolment;
use crate::courier::error::CourierError;
use crate::courier::error::FormatError;
use crate::courier::keys::PublicKey;
use crate::domain::ids::{CommunityId, DeviceId};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    enrol: Wire,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    format: String,
    version: u32,
    community: CommunityId,
    device: DeviceId,
    key: PublicKey,
}

pub(super) fn write(enrolment: &Enrolment) -> Result<Vec<u8>, CourierError> {
    let line = Line {
        enrol: Wire {
            format: super::FORMAT.to_owned(),
            version: 1,
            community: enrolment.community.clone(),
            device: enrolment.device.clone(),
            key: enrolment.key,
        },
    };
    let mut bytes = serde_json::to_vec(&line).map_err(|error| CourierError::bad_line(1, error))?;
    bytes.push(b'\n');
    Ok(bytes)
}

pub(super) fn read(bytes: &[u8]) -> Result<Enrolment, CourierError> {
    let Line { enrol } =
        serde_json::from_slice(bytes).map_err(|error| CourierError::bad_line(1, error))?;
    if enrol.format != super::FORMAT {
        return Err(CourierError::Format(FormatError::NotPingyi));
    }
    if enrol.version != 1 {
        return Err(CourierError::Format(FormatError::UnknownVersion {
            version: enrol.version,
        }));
    }
    Ok(Enrolment {
        device: enrol.device,
        community: enrol.community,
        key: enrol.key,
        replaces: None,
    })
}

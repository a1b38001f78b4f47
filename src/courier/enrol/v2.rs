//! Enrolment format, version 2: tells what the device is for and which program runs on it, and the name that it had before it
//! got another key. Not frozen before the program's version is 0.2.0.
//!
//! ```text
//! {"enrol":{"format":"pingyi-enrol","version":2,"community":…,"device":…,"key":"<minisign base64>","role":"lobby",
//!   "program":"0.2.0"}}                    with "replaces":"LOBBY1" where it had that name before
//! ```

use serde::{Deserialize, Serialize};

use super::Enrolment;
use crate::courier::error::CourierError;
use crate::courier::error::FormatError;
use crate::courier::keys::PublicKey;
use crate::domain::device::{DeviceFacts, DeviceRole};
use crate::domain::health::ProgramVersion;
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
    role: DeviceRole,
    program: ProgramVersion,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replaces: Option<DeviceId>,
}

pub(super) fn write(enrolment: &Enrolment, facts: DeviceFacts) -> Result<Vec<u8>, CourierError> {
    let line = Line {
        enrol: Wire {
            format: super::FORMAT.to_owned(),
            version: 2,
            community: enrolment.community.clone(),
            device: enrolment.device.clone(),
            key: enrolment.key,
            role: facts.role,
            program: facts.program,
            replaces: enrolment.replaces.clone(),
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
    if enrol.version != 2 {
        return Err(CourierError::Format(FormatError::UnknownVersion {
            version: enrol.version,
        }));
    }
    Ok(Enrolment {
        device: enrol.device,
        community: enrol.community,
        key: enrol.key,
        replaces: enrol.replaces,
        facts: Some(DeviceFacts {
            role: enrol.role,
            program: enrol.program,
        }),
    })
}

//! Enrolment format, version 1. Frozen: it is read for ever and not written any more.
//!
//! ```text
//! {"enrol":{"format":"pingyi-enrol","version":1,"community":…,"device":…,"key":"<minisign base64>"}}
//! ```

use serde::Deserialize;

use super::Enrolment;
use crate::courier::error::CourierError;
use crate::courier::error::FormatError;
use crate::courier::keys::PublicKey;
use crate::domain::ids::{CommunityId, DeviceId};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    enrol: Wire,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    format: String,
    version: u32,
    community: CommunityId,
    device: DeviceId,
    key: PublicKey,
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
        facts: None,
    })
}

//! Enrolment: a device asks to be accepted. Dispatch over format versions.

pub mod v1;
pub mod v2;

use super::error::CourierError;
use super::keys::{PublicKey, SigningKey};
use super::sign::{Prehash, Purpose, SignatureFile, Statement, sign};
use crate::courier::error::FormatError;
use crate::domain::device::DeviceFacts;
use crate::domain::ids::{CommunityId, DeviceId};

const FORMAT: &str = "pingyi-enrol";

/// No enrolment file is longer.
pub const MAX_ENROL_BYTES: u64 = 4096;

/// A device that asks. Signed by its own key: that proves it holds the key, not that it is welcome.
/// A clerk compares [`PublicKey::fingerprint`] on both screens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The name it wants.
    pub device: DeviceId,
    /// The community it was paired with.
    pub community: CommunityId,
    /// Its key.
    pub key: PublicKey,
    /// The name that it had before it got this key.
    pub replaces: Option<DeviceId>,
    /// What it says of itself. Version 1 does not tell.
    pub facts: Option<DeviceFacts>,
}

/// Writes an enrolment: the bytes of `ENROL.JSL` and the text of `ENROL.SIG`.
pub fn write(
    device: &DeviceId,
    community: &CommunityId,
    key: &SigningKey,
    replaces: Option<&DeviceId>,
    facts: DeviceFacts,
) -> Result<(Vec<u8>, String), CourierError> {
    let enrolment = Enrolment {
        device: device.clone(),
        community: community.clone(),
        key: key.public(),
        replaces: replaces.cloned(),
        facts: Some(facts),
    };
    let (version, bytes) = (2, v2::write(&enrolment, facts)?);
    let mut prehash = Prehash::default();
    prehash.update(&bytes);
    let statement = Statement {
        version,
        community: community.clone(),
        purpose: Purpose::Enrol {
            device: device.clone(),
        },
    };
    let signature = sign(key, &prehash.finish(), &statement);
    Ok((bytes, signature))
}

/// Reads an enrolment for the community `own`. `key` is that of `DEVICE.PUB` beside it, against which
/// the signature is verified before the file is parsed; the file has to name the same key.
pub fn read(
    bytes: &[u8],
    signature: &str,
    key: &PublicKey,
    own: &CommunityId,
) -> Result<Enrolment, CourierError> {
    let signature = SignatureFile::parse(signature)?;
    let statement = signature.verify_claim(key, Some(own))?;
    let (digest, _) = Prehash::of(&mut &*bytes, MAX_ENROL_BYTES)?;
    signature.verify_file(key, &digest)?;
    let Purpose::Enrol { device } = &statement.purpose else {
        return Err(CourierError::Format(FormatError::WrongPurpose {
            given: statement.purpose.word(),
            wanted: "enrol",
        }));
    };
    let enrolment = match statement.version {
        1 => v1::read(bytes)?,
        2 => v2::read(bytes)?,
        version => {
            return Err(CourierError::Format(FormatError::UnknownVersion {
                version,
            }));
        }
    };
    if enrolment.device != *device {
        return Err(CourierError::Format(FormatError::DeviceMismatch {
            signed: device.to_string(),
            found: enrolment.device.to_string(),
        }));
    }
    if enrolment.community != *own {
        return Err(CourierError::Format(FormatError::OtherCommunity {
            given: enrolment.community,
        }));
    }
    if enrolment.key != *key {
        return Err(CourierError::Format(FormatError::SignatureInvalid));
    }
    Ok(enrolment)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::domain::device::DeviceRole;
    use crate::domain::health::ProgramVersion;

    #[test]
    fn a_device_enrols_under_its_own_key_only() {
        let key = SigningKey::from_seed(&[1; 32]);
        let other = SigningKey::from_seed(&[2; 32]).public();
        let own = CommunityId::from_random([3; 8], false);
        let device = DeviceId::new("LOBBY1").unwrap();
        let former = DeviceId::new("LOBBY0").unwrap();
        let facts = DeviceFacts {
            role: DeviceRole::Tablet,
            program: ProgramVersion::own(),
        };
        for replaces in [None, Some(&former)] {
            let (bytes, signature) = write(&device, &own, &key, replaces, facts).unwrap();
            let read_back = read(&bytes, &signature, &key.public(), &own).unwrap();
            assert_eq!(read_back.facts, Some(facts));
            assert_eq!(read_back.replaces.as_ref(), replaces);
            assert_eq!((&read_back.device, read_back.key), (&device, key.public()));
            assert!(read(&bytes, &signature, &other, &own).is_err());
            for bit in 0..bytes.len() * 8 {
                let mut flipped = bytes.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                assert!(read(&flipped, &signature, &key.public(), &own).is_err());
            }
        }
    }
}

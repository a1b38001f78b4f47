//! From the code on paper that lets staff set a new PIN (忘记 PIN) to what a pack carries of it.

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::error::CourierError;
use super::keys::PublicKey;
use super::receipt::{ReceiptCost, labelled, stretched};
use crate::domain::ids::{DeviceId, PinCodeDigest, ReceiptSalt};
use crate::domain::receipt::PinCode;

/// What stands in a pack for a code: a stick tells everybody, and nobody finds 19 random digits behind 64 MiB and three passes. Of
/// another device the same code is another digest. Slow on purpose.
pub fn digest(
    code: &PinCode,
    salt: &ReceiptSalt,
    device: &DeviceId,
    key: &PublicKey,
) -> Result<PinCodeDigest, CourierError> {
    let salt: [u8; 32] = Sha256::new()
        .chain_update("pingyi pin code salt v1\n")
        .chain_update(salt.0)
        .chain_update(format!("{device}\n{key}"))
        .finalize()
        .into();
    let digits: Zeroizing<String> = code.digits();
    let seed = stretched(digits.as_bytes(), &salt, ReceiptCost::STANDARD)?;
    Ok(PinCodeDigest(labelled(b"pingyi staff pin code", &seed)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::courier::keys::SigningKey;

    #[test]
    fn code_community_device_and_key_all_matter() {
        let mut rng = <rand::rngs::StdRng as rand::SeedableRng>::seed_from_u64(1);
        let codes = [0, 1].map(|_| PinCode::random(&mut rng));
        let of = |code: usize, salt: u8, device: &str, key: u8| {
            let key = SigningKey::from_seed(&[key; 32]).public();
            let device = device.parse().unwrap();
            digest(&codes[code], &ReceiptSalt([salt; 16]), &device, &key).unwrap()
        };
        let one = of(0, 1, "LOBBY1", 1);
        assert_eq!(one, of(0, 1, "LOBBY1", 1));
        for other in [
            of(1, 1, "LOBBY1", 1),
            of(0, 2, "LOBBY1", 1),
            of(0, 1, "LOBBY2", 1),
            of(0, 1, "LOBBY1", 2),
        ] {
            assert_ne!(one, other);
        }
    }
}

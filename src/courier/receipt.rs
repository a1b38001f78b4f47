//! From the digits on a receipt to what is filed and what opens the reply.

use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize as _, Zeroizing};

use super::error::CourierError;
use super::keys::{OpeningKey, SigningKey};
use crate::courier::error::KeyError;
use crate::domain::card::ReplyTo;
use crate::domain::ids::{ReceiptSalt, Tag, VoiceKey};
use crate::domain::receipt::ReceiptNumber;

/// What one guess at a number on paper costs (Argon2id, RFC 9106, one lane).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReceiptCost {
    memory_kib: u32,
    passes: u32,
}

impl ReceiptCost {
    /// 64 MiB and three passes: about 0.25 s. The one cost of format version 1.
    pub const STANDARD: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
    };
    /// What a guess at a voting slip costs: 19 MiB and two passes.
    pub(super) const SLIP: Self = Self {
        memory_kib: 19 * 1024,
        passes: 2,
    };
    /// Next to nothing: for tests only. Receipts made so are not those of format version 1.
    pub const TEST: Self = Self {
        memory_kib: 64,
        passes: 1,
    };
}

/// What a receipt number stands for. The key is wiped from memory when dropped.
#[derive(Debug, Clone)]
pub struct ReceiptSecrets {
    /// What the office files the receipt under.
    pub tag: Tag,
    /// What it is filed under where version 0.1 gave it: of the number alone, so that it has no voice.
    pub early_tag: Tag,
    /// Opens the reply.
    pub opening_key: OpeningKey,
    /// Signs what its holder says later.
    pub voice: SigningKey,
}

impl ReceiptSecrets {
    /// The public half of its voice.
    #[must_use]
    pub fn voice_key(&self) -> VoiceKey {
        VoiceKey(self.voice.public().raw())
    }

    /// What goes on the opinion sheet.
    #[must_use]
    pub fn reply_to(&self) -> ReplyTo {
        ReplyTo {
            tag: self.tag,
            key: self.opening_key.reply_key(),
            voice: Some(self.voice_key()),
        }
    }
}

/// Derives what a receipt number stands for in the community with this salt. Slow on purpose.
pub fn derive(
    number: &ReceiptNumber,
    salt: &ReceiptSalt,
    cost: ReceiptCost,
) -> Result<ReceiptSecrets, CourierError> {
    let digits = number.digits();
    let seed = stretched(digits.as_bytes(), &salt.0, cost)?;
    let mut early_tag = [0; 16];
    let wide = labelled(b"pingyi receipt tag v1", &seed);
    early_tag.copy_from_slice(wide.split_at(16).0);
    let voice_seed = Zeroizing::new(labelled(b"pingyi receipt say v1", &seed));
    let voice = SigningKey::from_seed(&voice_seed);
    let mut key = labelled(b"pingyi receipt key v1", &seed);
    let opening_key = OpeningKey::from_bytes(&key);
    key.zeroize();
    Ok(ReceiptSecrets {
        tag: VoiceKey(voice.public().raw()).tag(),
        early_tag: Tag(early_tag),
        opening_key,
        voice,
    })
}

/// Argon2id of a number on paper.
pub(super) fn stretched(
    digits: &[u8],
    salt: &[u8],
    cost: ReceiptCost,
) -> Result<Zeroizing<[u8; 32]>, CourierError> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32))
        .map_err(|_| CourierError::Key(KeyError::Derivation))?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut seed = Zeroizing::new([0; 32]);
    argon2
        .hash_password_into(digits, salt, &mut *seed)
        .map_err(|_| CourierError::Key(KeyError::Derivation))?;
    Ok(seed)
}

/// SHA-256(label ‖ seed). The labels have one length and the seed too, so no two inputs run together.
pub(super) fn labelled(label: &[u8; 21], seed: &[u8; 32]) -> [u8; 32] {
    Sha256::new()
        .chain_update(label)
        .chain_update(seed)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn number_and_salt_both_matter_and_nothing_else() {
        let mut rng = <rand::rngs::StdRng as rand::SeedableRng>::seed_from_u64(1);
        let one = ReceiptNumber::random(&mut rng);
        let two = ReceiptNumber::random(&mut rng);
        let derived = |number: &ReceiptNumber, salt: u8| {
            let salt = ReceiptSalt([salt; 16]);
            derive(number, &salt, ReceiptCost::TEST).unwrap().reply_to()
        };
        assert_eq!(derived(&one, 1), derived(&one, 1));
        assert_ne!(derived(&one, 1).tag, derived(&one, 2).tag);
        assert_ne!(derived(&one, 1).tag, derived(&two, 1).tag);
        assert_ne!(derived(&one, 1).key, derived(&two, 1).key);
        assert_ne!(derived(&one, 1).voice, derived(&two, 1).voice);
        assert!(derived(&one, 1).is_whole());
        let other = ReplyTo {
            tag: derived(&two, 1).tag,
            ..derived(&one, 1)
        };
        assert!(!other.is_whole());
        let secrets = derive(&one, &ReceiptSalt([1; 16]), ReceiptCost::TEST).unwrap();
        assert_ne!(secrets.tag, secrets.early_tag);
    }
}

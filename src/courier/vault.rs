//! Words at rest: an opinion or a reply as the office keeps it, sealed under the record key.
//!
//! The record key is HKDF-SHA256 (RFC 5869) of the office's opening key, so that whoever can open a sheet can read the record and
//! nobody else; a renewed opening key makes a new record key, and what was sealed under the ones before stays as it is, for the
//! ledger names it by its sealed bytes. Sealed words are `nonce ‖ ChaCha20-Poly1305` (RFC 8439) of the padded text, with the place of the words as
//! associated data: words moved to another case do not open. The nonce is HKDF-SHA256 of text and place under a key of its own,
//! so that the same words at the same place are the same bytes (a replayed ledger names the same blob) and no nonce ever
//! serves two texts.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::error::CourierError;
use super::keyring::Opens;
use super::keys::OpeningKey;
use super::sign::realm_word;
use crate::courier::error::FormatError;
use crate::domain::ids::CommunityId;

const NONCE_BYTES: usize = 12;
/// Length of the text before its padding, little-endian.
const LENGTH_BYTES: usize = 4;
/// Words are padded to a multiple of this, so that a length says little.
const PAD_BYTES: usize = 64;

/// Seals words at rest under the newest record key, and opens those of every one. Its keys are wiped from memory when dropped.
pub struct Vault {
    newest: RecordKey,
    older: Vec<RecordKey>,
}

/// What comes of one opening key.
struct RecordKey {
    sealing: Zeroizing<[u8; 32]>,
    naming: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(…)")
    }
}

impl Vault {
    /// The vault of the office that holds these keys.
    #[must_use]
    pub fn new(opens: &impl Opens, community: &CommunityId) -> Self {
        let of = |key: &OpeningKey| RecordKey::new(key, community);
        Self {
            newest: of(opens.newest()),
            older: opens.older().iter().map(of).collect(),
        }
    }

    /// Seals `text` to its `place`, e.g. `opinion 12`.
    #[must_use]
    pub fn seal(&self, place: &str, text: &str) -> Vec<u8> {
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let padded_bytes = (LENGTH_BYTES + text.len()).next_multiple_of(PAD_BYTES);
        let mut plain = Zeroizing::new(Vec::with_capacity(padded_bytes));
        plain.extend_from_slice(&length.to_le_bytes());
        plain.extend_from_slice(text.as_bytes());
        plain.resize(padded_bytes, 0);
        let nonce = self.newest.nonce(place, &plain);
        let payload = Payload {
            msg: &plain,
            aad: place.as_bytes(),
        };
        let sealed = self.newest.cipher().encrypt(&Nonce::from(nonce), payload);
        // It fails only beyond 256 GiB; what comes of nothing does not open.
        [&nonce[..], &sealed.unwrap_or_default()].concat()
    }

    /// Opens what [`Self::seal`] made for this place. [`FormatError::CannotOpen`] when it is another's, or was changed.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<String>, CourierError> {
        let cannot = || CourierError::Format(FormatError::CannotOpen);
        let (nonce, ciphertext) = sealed.split_at_checked(NONCE_BYTES).ok_or_else(cannot)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| cannot())?;
        let nonce = Nonce::from(nonce);
        let mut keys = std::iter::once(&self.newest).chain(&self.older);
        let plain = keys.find_map(|key| {
            let payload = Payload {
                msg: ciphertext,
                aad: place.as_bytes(),
            };
            key.cipher().decrypt(&nonce, payload).ok()
        });
        let plain = Zeroizing::new(plain.ok_or_else(cannot)?);
        let (length, padded) = plain
            .split_first_chunk::<LENGTH_BYTES>()
            .ok_or_else(cannot)?;
        let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| cannot())?;
        let text = padded.get(..length).ok_or_else(cannot)?;
        let text = std::str::from_utf8(text).map_err(|_| cannot())?;
        Ok(Zeroizing::new(text.to_owned()))
    }
}

impl RecordKey {
    fn new(opening: &OpeningKey, community: &CommunityId) -> Self {
        let salt = format!("pingyi words v1 {} {community}", realm_word(community));
        let derived = Hkdf::<Sha256>::new(Some(salt.as_bytes()), opening.bytes());
        let key = |label: &[u8]| {
            let mut key = Zeroizing::new([0; 32]);
            // 32 bytes are far from the 8,160 that HKDF gives at most.
            let _given = derived.expand(label, &mut *key);
            key
        };
        Self {
            sealing: key(b"seal"),
            naming: key(b"nonce"),
        }
    }

    fn cipher(&self) -> ChaCha20Poly1305 {
        ChaCha20Poly1305::new(&Key::from(*self.sealing))
    }

    fn nonce(&self, place: &str, plain: &[u8]) -> [u8; NONCE_BYTES] {
        let named = Hkdf::<Sha256>::new(Some(&*self.naming), plain);
        let mut nonce = [0; NONCE_BYTES];
        // As above.
        let _given = named.expand(place.as_bytes(), &mut nonce);
        nonce
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::courier::keyring::OpeningKeys;
    use rand::SeedableRng as _;

    fn vault(seed: u64, community: [u8; 8]) -> Vault {
        let mut rng = rand::rngs::StdRng::seed_from_u64(seed);
        let community = CommunityId::from_random(community, false);
        Vault::new(&OpeningKey::random(&mut rng), &community)
    }

    #[test]
    fn words_open_where_they_belong_and_nowhere_else() {
        let own = vault(1, [3; 8]);
        for text in ["", "灯坏了", &"长".repeat(2_000), "ends in zero\0\0"] {
            let sealed = own.seal("opinion 3", text);
            assert_eq!(own.open("opinion 3", &sealed).unwrap().as_str(), text);
            assert_eq!(sealed, own.seal("opinion 3", text));
            assert_eq!((sealed.len() - NONCE_BYTES - 16) % PAD_BYTES, 0);
            assert!(own.open("opinion 4", &sealed).is_err());
            for other in [vault(2, [3; 8]), vault(1, [4; 8])] {
                assert!(other.open("opinion 3", &sealed).is_err());
            }
            for at in 0..sealed.len() {
                let mut changed = sealed.clone();
                changed[at] ^= 1;
                assert!(own.open("opinion 3", &changed).is_err());
                assert!(own.open("opinion 3", &sealed[..at]).is_err());
            }
        }
    }

    #[test]
    fn words_of_every_record_key_open_and_new_ones_are_under_the_newest() {
        let mut rng = rand::rngs::StdRng::seed_from_u64(1);
        let community = CommunityId::from_random([3; 8], false);
        let first = OpeningKeys::random(&mut rng);
        let second = first.renewed(&mut rng);
        let [before, after] = [&first, &second].map(|keys| Vault::new(keys, &community));
        let sealed = before.seal("opinion 3", "灯坏了");
        assert_eq!(after.open("opinion 3", &sealed).unwrap().as_str(), "灯坏了");
        let sealed = after.seal("opinion 3", "灯坏了");
        assert!(before.open("opinion 3", &sealed).is_err());
    }

    #[test]
    fn no_nonce_serves_two_texts() {
        let own = vault(1, [3; 8]);
        let nonce = |place: &str, text: &str| own.seal(place, text)[..NONCE_BYTES].to_vec();
        assert_ne!(nonce("opinion 3", "a"), nonce("opinion 3", "b"));
        assert_ne!(nonce("opinion 3", "a"), nonce("opinion 4", "a"));
        assert_ne!(nonce("reply 3", "a"), nonce("opinion 3", "a"));
    }
}

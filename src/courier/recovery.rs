//! The recovery secret: what opens an office whose passphrases are all lost.
//!
//! 40 random digits (133 bits), printed as ten groups of five: four digits and a check digit that knows which group it stands
//! in, so that a slip and two groups exchanged are both noticed where they happened. Two keys come of it by HKDF-SHA256: an
//! Ed25519 key that admits people to the ledger, and an X25519 key to which the office's keys are sealed.

use std::fmt;

use hkdf::Hkdf;
use rand::{CryptoRng, RngExt as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::keys::{OpeningKey, SigningKey};
use super::sign::realm_word;
use crate::domain::ids::CommunityId;
use crate::domain::receipt::check_digit;

const GROUPS: usize = 10;
const GROUP_DIGITS: usize = 4;

/// The digits, each 0–9. Wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoverySecret(Zeroizing<[u8; GROUPS * GROUP_DIGITS]>);

impl fmt::Debug for RecoverySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoverySecret(…)")
    }
}

/// What was typed is no recovery secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistyped {
    /// It has not 50 digits.
    Length,
    /// The first group, from 1, that does not fit its check digit.
    Group(usize),
}

impl RecoverySecret {
    /// Draws one.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut digits = Zeroizing::new([0; GROUPS * GROUP_DIGITS]);
        for digit in digits.iter_mut() {
            *digit = rng.random_range(0..10);
        }
        Self(digits)
    }

    /// Reads the ten groups; whatever is no digit is passed over.
    pub fn parse(text: &str) -> Result<Self, Mistyped> {
        let typed = Zeroizing::new(
            text.chars()
                .filter_map(|letter| letter.to_digit(10))
                .filter_map(|digit| u8::try_from(digit).ok())
                .collect::<Vec<u8>>(),
        );
        if typed.len() != GROUPS * (GROUP_DIGITS + 1) {
            return Err(Mistyped::Length);
        }
        let mut digits = Zeroizing::new([0; GROUPS * GROUP_DIGITS]);
        let groups = typed.chunks_exact(GROUP_DIGITS + 1).enumerate();
        for ((place, group), kept) in groups.zip(digits.chunks_exact_mut(GROUP_DIGITS)) {
            let (four, check) = group.split_at(GROUP_DIGITS);
            if check != [group_check(place, four)] {
                return Err(Mistyped::Group(place + 1));
            }
            kept.copy_from_slice(four);
        }
        Ok(Self(digits))
    }

    /// The ten groups as they are printed.
    #[must_use]
    pub fn groups(&self) -> [Zeroizing<String>; GROUPS] {
        let mut groups = self.0.chunks_exact(GROUP_DIGITS).enumerate();
        std::array::from_fn(|_| {
            let mut text = Zeroizing::new(String::with_capacity(GROUP_DIGITS + 1));
            if let Some((place, four)) = groups.next() {
                let check = group_check(place, four);
                text.extend(
                    four.iter()
                        .chain([&check])
                        .map(|digit| char::from(b'0' + digit)),
                );
            }
            text
        })
    }

    /// Signs who is admitted when nobody else can.
    #[must_use]
    pub fn signing_key(&self, community: &CommunityId) -> SigningKey {
        SigningKey::from_seed(&self.derive(b"sign", community))
    }

    /// Opens the office's keys.
    #[must_use]
    pub fn opening_key(&self, community: &CommunityId) -> OpeningKey {
        OpeningKey::from_bytes(&self.derive(b"open", community))
    }

    fn derive(&self, label: &[u8], community: &CommunityId) -> Zeroizing<[u8; 32]> {
        let salt = format!("pingyi recovery v1 {} {community}", realm_word(community));
        let derived = Hkdf::<Sha256>::new(Some(salt.as_bytes()), &*self.0);
        let mut key = Zeroizing::new([0; 32]);
        // 32 bytes are far from the 8,160 that HKDF gives at most.
        let _given = derived.expand(label, &mut *key);
        key
    }
}

fn group_check(place: usize, four: &[u8]) -> u8 {
    let place = u8::try_from(place).unwrap_or_default();
    check_digit(std::iter::once(&place).chain(four))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use rand::SeedableRng as _;

    fn secret(seed: u64) -> RecoverySecret {
        RecoverySecret::random(&mut rand::rngs::StdRng::seed_from_u64(seed))
    }

    fn printed(secret: &RecoverySecret) -> String {
        secret.groups().map(|group| group.to_string()).join(" ")
    }

    #[test]
    fn what_is_printed_reads_back() {
        for seed in 0..50 {
            let text = printed(&secret(seed));
            assert_eq!(text.len(), 59);
            assert_eq!(RecoverySecret::parse(&text), Ok(secret(seed)));
            assert_eq!(
                RecoverySecret::parse(&text.replace(' ', "\n- ")),
                Ok(secret(seed))
            );
        }
        assert_eq!(RecoverySecret::parse("1234"), Err(Mistyped::Length));
    }

    #[test]
    fn a_slip_is_noticed_in_its_group() {
        let text = printed(&secret(1)).replace(' ', "");
        for at in 0..text.len() {
            let mut slip = text.clone().into_bytes();
            slip[at] = b'0' + (slip[at] - b'0' + 3) % 10;
            let slip = String::from_utf8(slip).unwrap();
            assert_eq!(
                RecoverySecret::parse(&slip),
                Err(Mistyped::Group(at / 5 + 1))
            );
        }
    }

    /// A group in another's place passes by chance in none of ten seeds.
    #[test]
    fn groups_that_changed_places_are_noticed() {
        for seed in 0..10 {
            let groups = secret(seed).groups().map(|group| group.to_string());
            for at in 1..groups.len() {
                let mut swapped = groups.clone();
                swapped.swap(at - 1, at);
                assert!(swapped == groups || RecoverySecret::parse(&swapped.join(" ")).is_err());
            }
        }
    }

    #[test]
    fn each_office_has_keys_of_its_own() {
        let [one, two] = [1, 2].map(|byte| CommunityId::from_random([byte; 8], false));
        let key = |community| secret(1).signing_key(community).public();
        assert_eq!(key(&one), key(&one));
        assert_ne!(key(&one), key(&two));
        let opening = |community| secret(1).opening_key(community).sealing_key();
        assert_ne!(opening(&one), opening(&two));
    }
}

//! The office's opening keys: the newest, to which devices seal, and every one before it, for what was sealed to them.
//!
//! A key is renewed when somebody leaves who held it, and is never thrown away: originals are counted again from their sealed
//! bytes as long as they are kept, and a device seals to the key that it knows until a pack tells it of the next.

use rand::CryptoRng;

use super::keys::OpeningKey;
use crate::domain::ids::SealingKey;

/// What may open something sealed: one key, or several that are tried one after the other.
pub trait Opens {
    /// The one that is tried first.
    fn newest(&self) -> &OpeningKey;

    /// The others.
    fn older(&self) -> &[OpeningKey];

    /// All of them.
    fn keys(&self) -> impl Iterator<Item = &OpeningKey> {
        std::iter::once(self.newest()).chain(self.older())
    }
}

impl Opens for OpeningKey {
    fn newest(&self) -> &OpeningKey {
        self
    }

    fn older(&self) -> &[OpeningKey] {
        &[]
    }
}

/// The keys of an office, the newest first. Wiped from memory when dropped.
#[derive(Debug, Clone)]
pub struct OpeningKeys {
    newest: OpeningKey,
    older: Vec<OpeningKey>,
}

impl Opens for OpeningKeys {
    fn newest(&self) -> &OpeningKey {
        &self.newest
    }

    fn older(&self) -> &[OpeningKey] {
        &self.older
    }
}

impl OpeningKeys {
    /// The newest, and those before it, the newest of them first.
    #[must_use]
    pub fn new(newest: OpeningKey, older: Vec<OpeningKey>) -> Self {
        Self { newest, older }
    }

    /// A first one.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        Self::new(OpeningKey::random(rng), Vec::new())
    }

    /// With a fresh one before them all.
    #[must_use]
    pub fn renewed(&self, rng: &mut impl CryptoRng) -> Self {
        Self::new(OpeningKey::random(rng), self.keys().cloned().collect())
    }

    /// What devices seal to.
    #[must_use]
    pub fn sealing_key(&self) -> SealingKey {
        self.newest.sealing_key()
    }

    /// What was sealed to before, the newest of them first.
    #[must_use]
    pub fn older_sealing_keys(&self) -> Vec<SealingKey> {
        self.older.iter().map(OpeningKey::sealing_key).collect()
    }

    /// What the office was founded with.
    #[must_use]
    pub fn founded_with(&self) -> SealingKey {
        self.older.last().unwrap_or(&self.newest).sealing_key()
    }

    /// The keys as they were while this was the newest; none where it is none of them.
    #[must_use]
    pub fn as_of(&self, newest: &SealingKey) -> Option<Self> {
        let mut keys = self.keys().skip_while(|key| key.sealing_key() != *newest);
        let newest = keys.next()?.clone();
        Some(Self::new(newest, keys.cloned().collect()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use rand::SeedableRng as _;

    #[test]
    fn keys_are_known_by_when_they_were_the_newest() {
        let mut rng = rand::rngs::StdRng::seed_from_u64(1);
        let first = OpeningKeys::random(&mut rng);
        let second = first.renewed(&mut rng);
        let third = second.renewed(&mut rng);
        let told =
            |keys: &OpeningKeys| -> Vec<_> { keys.keys().map(OpeningKey::sealing_key).collect() };
        assert_eq!(told(&third).len(), 3);
        assert_eq!(third.founded_with(), first.sealing_key());
        for keys in [&first, &second, &third] {
            let then = third.as_of(&keys.sealing_key()).unwrap();
            assert_eq!(told(&then), told(keys));
        }
        assert!(first.as_of(&third.sealing_key()).is_none());
        assert_eq!(third.older_sealing_keys(), told(&second));
    }
}

//! Keys: signing (Ed25519, minisign files), opening (X25519), and how they are kept.
//!
//! A device keeps its signing key as an unencrypted minisign secret key (mode 0600): it must work
//! unattended. An office keeps both of its keys as encrypted PKCS#8 PEM (RFC 5958, PBES2 of RFC 8018
//! with scrypt and AES-256-CBC), which `openssl pkey -in FILE -passin pass:…` opens.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use blake2::Digest as _;
use ed25519_dalek::Signer as _;
use pkcs8::pkcs5::{pbes2, scrypt};
use pkcs8::{EncryptedPrivateKeyInfoOwned, LineEnding, PrivateKeyInfoRef, SecretDocument};
use rand::{CryptoRng, Rng};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::error::CourierError;
use crate::courier::error::KeyError;
use crate::domain::device::Fingerprint;
use crate::domain::ids::{ReplyKey, SealingKey};

/// minisign's mark of an Ed25519 key.
const ALGORITHM: [u8; 2] = *b"Ed";
/// minisign's mark of its checksum, BLAKE2b-256.
const CHECKSUM: [u8; 2] = *b"B2";
/// Salt, operations limit and memory limit of minisign's key derivation, all zero when unencrypted.
const NO_DERIVATION: [u8; 48] = [0; 48];

/// RFC 8410 `PrivateKeyInfo` up to the 32 key bytes: version 0, algorithm, nested octet strings.
const ED25519_PREFIX: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];
const X25519_PREFIX: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20,
];

/// What a passphrase costs to try: scrypt's parameters (RFC 7914).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassphraseCost {
    log_n: u8,
    r: u32,
    p: u32,
}

impl PassphraseCost {
    /// 16 MiB, about 0.3 s. Stock openssl refuses scrypt from 32 MiB on, so the work grows by `p`.
    pub const STANDARD: Self = Self {
        log_n: 14,
        r: 8,
        p: 8,
    };
    /// Next to nothing: for trial offices, whose passphrase is printed on the screen.
    pub const TRIAL: Self = Self {
        log_n: 10,
        r: 8,
        p: 1,
    };
    /// The least scrypt takes: for tests that unlock an office a hundred thousand times.
    pub const TEST: Self = Self {
        log_n: 1,
        r: 1,
        p: 1,
    };
}

/// A public key that signatures are checked with: a minisign public key.
///
/// As text (`Display`, `FromStr`, serde) it is minisign's base64: `Ed` ‖ key id ‖ Ed25519 key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicKey {
    key_id: [u8; 8],
    key: [u8; 32],
}

impl PublicKey {
    /// The key with the identifier this house gives it: the first eight bytes of its SHA-256, so that the
    /// key alone is enough to recover everything.
    fn from_key(key: [u8; 32]) -> Self {
        let digest = Sha256::digest(key);
        let mut key_id = [0; 8];
        key_id.copy_from_slice(digest.split_at(8).0);
        Self { key_id, key }
    }

    /// Reads a minisign `.pub` file: a comment line, then the key.
    pub fn from_pub_text(text: &str) -> Result<Self, CourierError> {
        let mut lines = text.lines();
        let comment = lines.next().unwrap_or_default();
        if !comment.starts_with("untrusted comment:") {
            return Err(CourierError::Key(KeyError::BadKey));
        }
        lines.next().unwrap_or_default().trim().parse()
    }

    /// The text of a minisign `.pub` file.
    #[must_use]
    pub fn to_pub_text(&self) -> String {
        format!(
            "untrusted comment: minisign public key {}\n{self}\n",
            self.key_id_text()
        )
    }

    /// The key id as minisign shows it: 16 hex digits.
    #[must_use]
    pub fn key_id_text(&self) -> String {
        format!("{:016X}", u64::from_le_bytes(self.key_id))
    }

    /// What two people know it by.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&Sha256::digest(self.key).into())
    }

    /// The bare Ed25519 key.
    pub(super) fn raw(&self) -> [u8; 32] {
        self.key
    }

    /// The key that these bytes are, under the identifier this house gives it.
    pub(super) fn from_raw(key: [u8; 32]) -> Self {
        Self::from_key(key)
    }

    pub(crate) fn key_id(&self) -> [u8; 8] {
        self.key_id
    }

    /// Checks one Ed25519 signature, strictly: no small-order keys, no second spelling of a signature.
    pub(crate) fn accepts(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        ed25519_dalek::VerifyingKey::from_bytes(&self.key).is_ok_and(|key| {
            let signature = ed25519_dalek::Signature::from_bytes(signature);
            key.verify_strict(message, &signature).is_ok()
        })
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&ALGORITHM[..], &self.key_id, &self.key].concat();
        f.write_str(&BASE64.encode(bytes))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

impl FromStr for PublicKey {
    type Err = CourierError;
    fn from_str(text: &str) -> Result<Self, CourierError> {
        let bytes = BASE64
            .decode(text)
            .map_err(|_| CourierError::Key(KeyError::BadKey))?;
        let bytes: [u8; 42] = bytes
            .try_into()
            .map_err(|_| CourierError::Key(KeyError::BadKey))?;
        let (head, key) = bytes.split_at(10);
        let (algorithm, key_id) = head.split_at(2);
        if algorithm != ALGORITHM {
            return Err(CourierError::Key(KeyError::BadKey));
        }
        let key: [u8; 32] = key
            .try_into()
            .map_err(|_| CourierError::Key(KeyError::BadKey))?;
        ed25519_dalek::VerifyingKey::from_bytes(&key)
            .map_err(|_| CourierError::Key(KeyError::BadKey))?;
        Ok(Self {
            key_id: key_id
                .try_into()
                .map_err(|_| CourierError::Key(KeyError::BadKey))?,
            key,
        })
    }
}

impl TryFrom<String> for PublicKey {
    type Error = CourierError;
    fn try_from(text: String) -> Result<Self, CourierError> {
        text.parse()
    }
}

impl From<PublicKey> for String {
    fn from(key: PublicKey) -> Self {
        key.to_string()
    }
}

/// A key that signs: a device's or an office's. Wiped from memory when dropped.
#[derive(Clone)]
pub struct SigningKey {
    inner: ed25519_dalek::SigningKey,
    public: PublicKey,
}

impl SigningKey {
    /// Draws a fresh key.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut *seed);
        Self::from_seed(&seed)
    }

    /// The key of a 32-byte Ed25519 seed (RFC 8032).
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        let inner = ed25519_dalek::SigningKey::from_bytes(seed);
        let public = PublicKey::from_key(inner.verifying_key().to_bytes());
        Self { inner, public }
    }

    /// The key others check with.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        self.public
    }

    /// An unencrypted minisign secret key file, which stock `minisign -S` accepts.
    #[must_use]
    pub fn to_minisign_text(&self) -> Zeroizing<String> {
        let seed = Zeroizing::new(self.inner.to_bytes());
        let checksum = self.minisign_checksum(&seed);
        let bytes = Zeroizing::new(
            [
                &ALGORITHM[..],
                &[0, 0],
                &CHECKSUM,
                &NO_DERIVATION,
                &self.public.key_id,
                &*seed,
                &self.public.key,
                &checksum,
            ]
            .concat(),
        );
        let encoded = Zeroizing::new(BASE64.encode(&*bytes));
        Zeroizing::new(format!(
            "untrusted comment: pingyi device key, keep it on this device\n{}\n",
            *encoded
        ))
    }

    /// Reads what [`Self::to_minisign_text`] wrote.
    pub fn from_minisign_text(text: &str) -> Result<Self, CourierError> {
        let line = text.lines().nth(1).unwrap_or_default().trim();
        let bytes = Zeroizing::new(
            BASE64
                .decode(line)
                .map_err(|_| CourierError::Key(KeyError::BadKey))?,
        );
        if bytes.len() != 158 {
            return Err(CourierError::Key(KeyError::BadKey));
        }
        let seed: [u8; 32] = bytes
            .get(62..94)
            .and_then(|seed| seed.try_into().ok())
            .ok_or(CourierError::Key(KeyError::BadKey))?;
        let seed = Zeroizing::new(seed);
        let key = Self::from_seed(&seed);
        // One comparison checks the marks, the key id, the public half and the checksum at once.
        if key.to_minisign_text().lines().nth(1) == Some(line) {
            Ok(key)
        } else {
            Err(CourierError::Key(KeyError::BadKey))
        }
    }

    /// Encrypted PKCS#8 PEM.
    pub fn to_pem(
        &self,
        passphrase: &str,
        cost: PassphraseCost,
        rng: &mut impl Rng,
    ) -> Result<Zeroizing<String>, CourierError> {
        let seed = Zeroizing::new(self.inner.to_bytes());
        encrypt_pem(&ED25519_PREFIX, &seed, passphrase, cost, rng)
    }

    /// Reads what [`Self::to_pem`] wrote.
    pub fn from_pem(pem: &str, passphrase: &str) -> Result<Self, CourierError> {
        let seed = decrypt_pem(&ED25519_PREFIX, pem, passphrase)?;
        Ok(Self::from_seed(&seed))
    }

    pub(crate) fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.inner.to_bytes())
    }

    pub(crate) fn sign_raw(&self, message: &[u8]) -> [u8; 64] {
        self.inner.sign(message).to_bytes()
    }

    fn minisign_checksum(&self, seed: &[u8; 32]) -> [u8; 32] {
        let mut hash = blake2::Blake2b256::new();
        hash.update(ALGORITHM);
        hash.update(self.public.key_id);
        hash.update(seed);
        hash.update(self.public.key);
        hash.finalize().into()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public.key_id_text())
    }
}

/// An X25519 secret that opens what was sealed to its public half. Wiped from memory when dropped.
#[derive(Clone)]
pub struct OpeningKey(Zeroizing<[u8; 32]>);

impl OpeningKey {
    /// Draws a fresh key.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut *bytes);
        Self(bytes)
    }

    /// The key of 32 bytes (RFC 7748; clamped in use).
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    /// The key sheets are sealed to.
    #[must_use]
    pub fn sealing_key(&self) -> SealingKey {
        let secret = x25519_dalek::StaticSecret::from(*self.0);
        SealingKey(x25519_dalek::PublicKey::from(&secret).to_bytes())
    }

    /// The same, for a receipt.
    #[must_use]
    pub fn reply_key(&self) -> ReplyKey {
        ReplyKey(self.sealing_key().0)
    }

    /// Encrypted PKCS#8 PEM.
    pub fn to_pem(
        &self,
        passphrase: &str,
        cost: PassphraseCost,
        rng: &mut impl Rng,
    ) -> Result<Zeroizing<String>, CourierError> {
        encrypt_pem(&X25519_PREFIX, &self.0, passphrase, cost, rng)
    }

    /// Reads what [`Self::to_pem`] wrote.
    pub fn from_pem(pem: &str, passphrase: &str) -> Result<Self, CourierError> {
        decrypt_pem(&X25519_PREFIX, pem, passphrase).map(Self)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for OpeningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpeningKey(…)")
    }
}

/// Writes a secret file that only its owner reads (mode 0600), durable before it returns. Never overwrites.
pub fn write_secret_file(path: &std::path::Path, text: &str) -> Result<(), CourierError> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let written = || -> std::io::Result<()> {
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::File::open(folder_of(path))?.sync_all()
    };
    written().map_err(|error| CourierError::local(path, error))
}

/// The folder a file is in: the current one for a name alone.
fn folder_of(path: &std::path::Path) -> &std::path::Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(std::path::Path::new("."))
}

/// Reads a key file of this computer; wiped from memory when dropped.
pub fn read_secret_file(path: &std::path::Path) -> Result<Zeroizing<String>, CourierError> {
    std::fs::read_to_string(path)
        .map(Zeroizing::new)
        .map_err(|error| CourierError::local(path, error))
}

fn encrypt_pem(
    prefix: &[u8; 16],
    secret: &[u8; 32],
    passphrase: &str,
    cost: PassphraseCost,
    rng: &mut impl Rng,
) -> Result<Zeroizing<String>, CourierError> {
    let mut salt = [0; 16];
    let mut iv = [0; 16];
    rng.fill_bytes(&mut salt);
    rng.fill_bytes(&mut iv);
    let params = scrypt::Params::new(cost.log_n, cost.r, cost.p)
        .ok()
        .and_then(|params| pbes2::Parameters::generate_scrypt_aes256cbc(params, &salt, iv).ok())
        .ok_or(CourierError::Key(KeyError::Derivation))?;
    let der = Zeroizing::new([&prefix[..], &secret[..]].concat());
    let info = PrivateKeyInfoRef::try_from(der.as_slice())
        .map_err(|_| CourierError::Key(KeyError::BadKey))?;
    info.encrypt_with_params(params, passphrase)
        .and_then(|sealed| Ok(sealed.to_pem("ENCRYPTED PRIVATE KEY", LineEnding::LF)?))
        .map_err(|_| CourierError::Key(KeyError::Derivation))
}

fn decrypt_pem(
    prefix: &[u8; 16],
    pem: &str,
    passphrase: &str,
) -> Result<Zeroizing<[u8; 32]>, CourierError> {
    let (label, document) =
        SecretDocument::from_pem(pem).map_err(|_| CourierError::Key(KeyError::BadKey))?;
    if label != "ENCRYPTED PRIVATE KEY" {
        return Err(CourierError::Key(KeyError::BadKey));
    }
    let sealed = EncryptedPrivateKeyInfoOwned::try_from(document.as_bytes())
        .map_err(|_| CourierError::Key(KeyError::BadKey))?;
    let opened = sealed
        .decrypt(passphrase)
        .map_err(|_| CourierError::Key(KeyError::WrongPassphrase))?;
    let secret = opened
        .as_bytes()
        .strip_prefix(&prefix[..])
        .and_then(|rest| <[u8; 32]>::try_from(rest).ok())
        .ok_or(CourierError::Key(KeyError::BadKey))?;
    Ok(Zeroizing::new(secret))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use rand::SeedableRng as _;

    fn rng() -> rand::rngs::StdRng {
        rand::rngs::StdRng::seed_from_u64(1)
    }

    #[test]
    fn the_minisign_crate_reads_both_halves() {
        let key = SigningKey::random(&mut rng());
        let text = key.to_minisign_text();
        let secret = minisign::SecretKeyBox::from_string(&text)
            .unwrap()
            .into_unencrypted_secret_key()
            .unwrap();
        let public = minisign::PublicKey::from_secret_key(&secret).unwrap();
        assert_eq!(public.to_base64(), key.public().to_string());
        let boxed = minisign::PublicKeyBox::from_string(&key.public().to_pub_text()).unwrap();
        assert!(boxed.into_public_key().unwrap() == public);
    }

    #[test]
    fn keys_come_back_from_their_files() {
        let mut rng = rng();
        let signing = SigningKey::random(&mut rng);
        let text = signing.to_minisign_text();
        assert_eq!(
            SigningKey::from_minisign_text(&text).unwrap().public(),
            signing.public()
        );
        let pem = signing
            .to_pem("口令", PassphraseCost::TRIAL, &mut rng)
            .unwrap();
        assert_eq!(
            SigningKey::from_pem(&pem, "口令").unwrap().public(),
            signing.public()
        );
        assert!(matches!(
            SigningKey::from_pem(&pem, "wrong"),
            Err(CourierError::Key(KeyError::WrongPassphrase))
        ));
        let opening = OpeningKey::random(&mut rng);
        let pem = opening
            .to_pem("口令", PassphraseCost::TRIAL, &mut rng)
            .unwrap();
        assert_eq!(
            OpeningKey::from_pem(&pem, "口令").unwrap().sealing_key(),
            opening.sealing_key()
        );
        // A signing key's file is not taken for an opening key.
        assert!(matches!(
            SigningKey::from_pem(&pem, "口令"),
            Err(CourierError::Key(KeyError::BadKey))
        ));
        let text = signing.public().to_pub_text();
        assert_eq!(PublicKey::from_pub_text(&text).unwrap(), signing.public());
    }

    /// Worked out apart from this program, from the first bytes of SHA-256 of the Ed25519 key.
    #[test]
    fn a_key_is_known_by_its_id_and_its_fingerprint() {
        for (seed, id, fingerprint) in [
            (1, "FCFC59BD980F7534", "4131 1658 0203 7428 7316 2555"),
            (31, "01C9F8C24EE65F1F", "5714 1796 6887 6942 9834 5665"),
        ] {
            let key = SigningKey::from_seed(&[seed; 32]).public();
            assert_eq!(key.key_id_text(), id);
            assert_eq!(key.fingerprint().to_string(), fingerprint);
        }
    }

    #[test]
    fn a_file_is_in_the_folder_its_path_names() {
        for (path, folder) in [
            ("a/b/key", "a/b"),
            ("/key", "/"),
            ("./key", "."),
            ("key", "."),
        ] {
            let path = std::path::Path::new(path);
            assert_eq!(folder_of(path), std::path::Path::new(folder));
        }
    }

    #[test]
    fn a_flipped_key_file_is_refused() {
        let key = SigningKey::random(&mut rng());
        let text = key.to_minisign_text();
        let line = text.lines().nth(1).unwrap();
        let bytes = BASE64.decode(line).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let text = format!("untrusted comment: x\n{}\n", BASE64.encode(flipped));
            assert!(SigningKey::from_minisign_text(&text).is_err(), "bit {bit}");
        }
    }
}

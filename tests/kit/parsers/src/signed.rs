//! What gets a fuzzed file past its signature: it is signed, as by a device or an office that has gone bad.

use pingyi::courier::CourierError;
use pingyi::courier::error::FormatError;
use pingyi::courier::keys::{PublicKey, SigningKey};
use pingyi::courier::sign::{Prehash, Purpose, Statement, sign};
use pingyi::domain::ids::CommunityId;
use sha2::Digest as _;

/// The community of the vectors.
pub(crate) fn community() -> CommunityId {
    CommunityId::from_random([3; 8], false)
}

/// A signing key and its public half; made once, not for every input.
pub(crate) fn keys(seed: u8) -> (SigningKey, PublicKey) {
    let key = SigningKey::from_seed(&[seed; 32]);
    let public = key.public();
    (key, public)
}

/// The signature of `bytes` by `key`.
pub(crate) fn signed(bytes: &[u8], key: &SigningKey, purpose: Purpose) -> String {
    let mut prehash = Prehash::default();
    prehash.update(bytes);
    let statement = Statement {
        version: version(bytes),
        community: community(),
        purpose,
    };
    sign(key, &prehash.finish(), &statement)
}

/// The version that the first line calls itself, as far as there is such a version: what is stated is not read otherwise.
fn version(bytes: &[u8]) -> u32 {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    let head = &bytes[..end.unwrap_or(bytes.len())];
    let second = head.windows(11).any(|it| it == b"\"version\":2");
    1 + u32::from(second)
}

/// Reads a file as it stands, and once more with its root mended where only its end was wrong.
pub(crate) fn read_both<T>(
    data: &[u8],
    read: impl Fn(&[u8]) -> Result<T, CourierError>,
) -> Result<T, CourierError> {
    match read(data) {
        Err(CourierError::Format(FormatError::RootMismatch | FormatError::Truncated)) => {
            read(&rooted(data))
        }
        other => other,
    }
}

/// The same lines with the root they call for in the place of the last one.
fn rooted(text: &[u8]) -> Vec<u8> {
    let body = text.strip_suffix(b"\n").unwrap_or(text);
    let end = body
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let kept = &text[..end];
    let root = hex::encode(sha2::Sha256::digest(kept));
    [kept, format!("{{\"root\":\"{root}\"}}\n").as_bytes()].concat()
}

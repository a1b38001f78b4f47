//! How the ledger names words that it does not hold.

use sha2::{Digest as _, Sha256};

/// SHA-256 of a text, lower-case hex.
#[must_use]
pub fn text_digest(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

/// What the ledger keeps of a notice.
#[must_use]
pub fn notice_digest(title: &str, body: &str) -> String {
    text_digest(&format!("{title}\n{body}"))
}

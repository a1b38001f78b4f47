//! The ciphers that a file of version 2 names (formats-v2: one number for all of them together).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::{CourierError, FormatError};

/// X25519, HKDF-SHA256, ChaCha20-Poly1305; Ed25519.
pub(super) const SUITE: u32 = 1;

/// Refuses the first line of a file that names other ciphers, before anything else of it is read: what a newer program writes may
/// look otherwise. A line that does not read is left to its own reader.
pub(super) fn check(line: &[u8]) -> Result<(), CourierError> {
    #[derive(Deserialize)]
    struct Named {
        suite: Option<u32>,
    }
    let Ok(header) = serde_json::from_slice::<BTreeMap<String, Named>>(line) else {
        return Ok(());
    };
    match header.values().find_map(|named| named.suite) {
        Some(suite) if suite != SUITE => {
            Err(CourierError::Format(FormatError::UnknownSuite { suite }))
        }
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{CourierError, FormatError, check};

    #[test]
    fn other_ciphers_ask_for_a_newer_program_however_else_the_line_looks() {
        let refused = check(br#"{"batch":{"version":2,"suite":2,"of":"what nobody knows"}}"#);
        assert!(matches!(
            refused,
            Err(CourierError::Format(FormatError::UnknownSuite { suite: 2 }))
        ));
        for left in [
            &br#"{"batch":{"version":2,"suite":1}}"#[..],
            br#"{"batch":{"version":1}}"#,
            br#"{"batch":{"suite":"2"}}"#,
            b"no line of ours",
        ] {
            assert!(check(left).is_ok());
        }
    }
}

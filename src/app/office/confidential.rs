//! Words on their way between the record, the clerk and a sealed reply.

use std::ops::Deref;

use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

use crate::domain::ids::DeviceId;

/// Words that no log may show: a reply, a passphrase. Wiped from memory when dropped.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Confidential(Zeroizing<String>);

impl std::fmt::Debug for Confidential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Confidential(…)")
    }
}

impl Serialize for Confidential {
    /// For `--json`, where whoever asks wants to read them.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

/// A code with which the staff of a device set a new PIN, once: for paper, and then gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PinCodeSheet {
    /// Whose staff.
    pub device: DeviceId,
    /// Twenty digits in groups.
    pub code: Confidential,
}

impl From<String> for Confidential {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<Zeroizing<String>> for Confidential {
    fn from(text: Zeroizing<String>) -> Self {
        Self(text)
    }
}

impl Deref for Confidential {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

//! The community: whose cards these are, and where a resident may ask.

use serde::{Deserialize, Serialize};

use super::ids::{CommunityId, ReceiptSalt, SealingKey};

/// What a kiosk knows of the office it is paired with; it travels in every pack's header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Community {
    /// Made once by `office init`.
    pub id: CommunityId,
    /// As residents call it, e.g. 幸福里社区.
    pub name: String,
    /// Where to ask in person, printed on receipts.
    pub office_place: String,
    /// Whom to call, printed on receipts.
    pub telephone: String,
    /// To whom one turns who suffers for what was said, with its telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protection: Option<String>,
    /// Salts the derivation of receipts, so that no table serves two communities.
    pub receipt_salt: ReceiptSalt,
    /// Sheets are sealed to this key.
    pub sealing_key: SealingKey,
}

//! What can be held in a hand: receipt images and printable sheets.

mod document;
pub mod error;
pub mod image;
pub mod qr;
pub mod receipt;
pub mod recovery;
mod slips;

pub use document::printed;
pub use error::PaperError;
pub use image::receipt_png;
pub use qr::{QrMatrix, qr_matrix};
pub use receipt::{ReceiptText, parse_scanned, qr_text};
pub use recovery::{RecoveryFacts, recovery_html};
pub use slips::{SlipFacts, slips_html};

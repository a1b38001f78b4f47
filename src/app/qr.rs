//! A receipt's QR code for a screen to draw.

/// Rows of dark modules, without the quiet zone; empty when `text` is too long for any QR code.
#[must_use]
pub fn qr_modules(text: &str) -> Vec<Vec<bool>> {
    crate::paper::qr::qr_matrix(text)
        .map(|matrix| matrix.rows())
        .unwrap_or_default()
}

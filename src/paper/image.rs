//! The receipt's QR code as a picture.

use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder as _};

use super::error::PaperError;
use super::qr::{QrMatrix, qr_matrix};

/// Pixels a module: whole, so that every edge is sharp, and large enough for a print at 150 dpi.
const MODULE_PX: usize = 8;
const DARK: u8 = 0;
const LIGHT: u8 = 255;

/// A PNG (8-bit grey) of the QR code of `text` with its quiet zone. The same text gives the same bytes.
pub fn receipt_png(text: &str) -> Result<Vec<u8>, PaperError> {
    png(&qr_matrix(text)?)
}

/// A PNG (8-bit grey) of `matrix` with its quiet zone.
pub fn png(matrix: &QrMatrix) -> Result<Vec<u8>, PaperError> {
    let side = (matrix.width() + 2 * QrMatrix::QUIET_MODULES) * MODULE_PX;
    let module = |px: usize| (px / MODULE_PX).checked_sub(QrMatrix::QUIET_MODULES);
    let grey: Vec<u8> = (0..side)
        .flat_map(|y| (0..side).map(move |x| (x, y)))
        .map(|(x, y)| match (module(x), module(y)) {
            (Some(x), Some(y)) if matrix.dark(x, y) => DARK,
            _ => LIGHT,
        })
        .collect();
    let side = u32::try_from(side).map_err(|error| PaperError::Drawing(error.to_string()))?;
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes)
        .write_image(&grey, side, side, ExtendedColorType::L8)
        .map_err(|error| PaperError::Drawing(error.to_string()))?;
    Ok(bytes)
}

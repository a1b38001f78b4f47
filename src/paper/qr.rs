//! QR codes (ISO/IEC 18004): byte mode under ECI 26, so that no scanner has to guess that it is UTF-8.

use qrcode::bits::Bits;
use qrcode::types::QrError;
use qrcode::{Color, EcLevel, QrCode, Version};
use zeroize::Zeroizing;

use super::error::PaperError;

/// The assignment number of UTF-8 (AIM ECI, part 3).
const ECI_UTF_8: u32 = 26;
/// Level M stands 15 % of damage: thumbs and reflections on a lobby screen.
const LEVEL: EcLevel = EcLevel::M;
const LARGEST_VERSION: i16 = 40;

/// The modules of a QR code, without its quiet zone. Wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct QrMatrix {
    width: usize,
    modules: Zeroizing<Vec<bool>>,
}

impl QrMatrix {
    /// Light modules that must be left free on every side.
    pub const QUIET_MODULES: usize = 4;

    /// Modules a side: 21 to 177.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Whether the module in column `x` of row `y` is dark; the quiet zone around is light.
    #[must_use]
    pub fn dark(&self, x: usize, y: usize) -> bool {
        x < self.width
            && y < self.width
            && self
                .modules
                .get(y * self.width + x)
                .copied()
                .unwrap_or_default()
    }

    /// The rows from the top, `true` for dark: what the window draws.
    #[must_use]
    pub fn rows(&self) -> Vec<Vec<bool>> {
        self.modules
            .chunks(self.width)
            .map(<[bool]>::to_vec)
            .collect()
    }
}

impl std::fmt::Debug for QrMatrix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The modules are a resident's secret: they must not reach a log.
        write!(f, "QrMatrix({}×…)", self.width)
    }
}

/// The smallest QR code that holds `text`. The same text gives the same code, always.
pub fn qr_matrix(text: &str) -> Result<QrMatrix, PaperError> {
    smallest(text.len(), |bits| {
        bits.push_eci_designator(ECI_UTF_8)?;
        bits.push_byte_data(text.as_bytes())
    })
}

/// The smallest QR code that holds these decimal digits, in numeric mode: it takes half the room that bytes do.
pub fn digits_matrix(digits: &str) -> Result<QrMatrix, PaperError> {
    smallest(digits.len(), |bits| {
        bits.push_numeric_data(digits.as_bytes())
    })
}

/// The smallest version in which `push` finds room.
fn smallest(
    given: usize,
    push: impl Fn(&mut Bits) -> Result<(), QrError>,
) -> Result<QrMatrix, PaperError> {
    for version in 1..=LARGEST_VERSION {
        let mut bits = Bits::new(Version::Normal(version));
        match push(&mut bits).and_then(|()| bits.push_terminator(LEVEL)) {
            Ok(()) => return draw(bits),
            Err(QrError::DataTooLong) => {}
            Err(
                error @ (QrError::InvalidVersion
                | QrError::UnsupportedCharacterSet
                | QrError::InvalidEciDesignator
                | QrError::InvalidCharacter),
            ) => return Err(PaperError::Drawing(error.to_string())),
        }
    }
    Err(PaperError::TooLong { given })
}

fn draw(bits: Bits) -> Result<QrMatrix, PaperError> {
    let code =
        QrCode::with_bits(bits, LEVEL).map_err(|error| PaperError::Drawing(error.to_string()))?;
    Ok(QrMatrix {
        width: code.width(),
        modules: Zeroizing::new(
            code.into_colors()
                .into_iter()
                .map(|color| color == Color::Dark)
                .collect(),
        ),
    })
}

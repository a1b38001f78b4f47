//! Glyphs of fonts as bitmaps: TrueType, OpenType, or a WOFF wrapper around either.

use std::io::Read;

use flate2::read::ZlibDecoder;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider};

use super::skeleton::{Bitmap, SIZE};

/// Why a font cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a font that can be read here")]
pub(super) struct FontError;

fn number(bytes: &[u8], at: usize) -> Result<usize, FontError> {
    let four = bytes.get(at..at + 4).ok_or(FontError)?;
    let word: [u8; 4] = four.try_into().map_err(|_| FontError)?;
    usize::try_from(u32::from_be_bytes(word)).map_err(|_| FontError)
}

/// The bare font inside a WOFF file (version 1); other bytes as they are.
pub(super) fn unwrap(bytes: Vec<u8>) -> Result<Vec<u8>, FontError> {
    if !bytes.starts_with(b"wOFF") {
        return Ok(bytes);
    }
    let flavour = bytes.get(4..8).ok_or(FontError)?;
    let count = number(&bytes, 12)? >> 16;
    let mut directory = flavour.to_vec();
    directory.extend(u16::try_from(count).map_err(|_| FontError)?.to_be_bytes());
    directory.extend([0; 6]);
    let mut tables: Vec<u8> = Vec::new();
    for table in 0..count {
        let at = 44 + table * 20;
        let (start, packed, size) = (
            number(&bytes, at + 4)?,
            number(&bytes, at + 8)?,
            number(&bytes, at + 12)?,
        );
        let data = bytes.get(start..start + packed).ok_or(FontError)?;
        let offset = 12 + count * 16 + tables.len();
        directory.extend(bytes.get(at..at + 4).ok_or(FontError)?);
        directory.extend(bytes.get(at + 16..at + 20).ok_or(FontError)?);
        for value in [offset, size] {
            directory.extend(u32::try_from(value).map_err(|_| FontError)?.to_be_bytes());
        }
        if packed < size {
            ZlibDecoder::new(data)
                .read_to_end(&mut tables)
                .map_err(|_| FontError)?;
        } else {
            tables.extend(data);
        }
        tables.resize(tables.len().next_multiple_of(4), 0);
    }
    directory.extend(tables);
    Ok(directory)
}

/// The outline as short lines, in thousandths of an em, y up.
#[derive(Default)]
struct Lines {
    start: [f32; 2],
    at: [f32; 2],
    found: Vec<[[f32; 2]; 2]>,
}

impl Lines {
    fn to(&mut self, point: [f32; 2]) {
        self.found.push([self.at, point]);
        self.at = point;
    }

    fn curve(&mut self, control: &[[f32; 2]; 4]) {
        for step in 1..=8_u8 {
            let t = f32::from(step) / 8.0;
            let u = 1.0 - t;
            let parts = [u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t];
            let mut point = [0.0; 2];
            for (part, [x, y]) in parts.iter().zip(control) {
                point[0] += part * x;
                point[1] += part * y;
            }
            self.to(point);
        }
    }
}

impl OutlinePen for Lines {
    fn move_to(&mut self, x: f32, y: f32) {
        self.start = [x, y];
        self.at = [x, y];
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.to([x, y]);
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let third = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
        let a = [third(self.at[0], cx), third(self.at[1], cy)];
        let b = [third(x, cx), third(y, cy)];
        self.curve(&[self.at, a, b, [x, y]]);
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.curve(&[self.at, [ax, ay], [bx, by], [x, y]]);
    }
    fn close(&mut self) {
        self.to(self.start);
    }
}

/// The glyph as large as fits; `None` if the font has none, or a blank one.
pub(super) fn picture(font: &FontRef, ch: char) -> Option<Bitmap> {
    let glyph = font.outline_glyphs().get(font.charmap().map(ch)?)?;
    let mut lines = Lines::default();
    let settings = DrawSettings::unhinted(Size::new(1000.0), LocationRef::default());
    glyph.draw(settings, &mut lines).ok()?;
    let points = || lines.found.iter().flatten();
    let bound = |axis: usize| {
        let low = points().map(|p| p[axis]).fold(f32::INFINITY, f32::min);
        let high = points().map(|p| p[axis]).fold(f32::NEG_INFINITY, f32::max);
        (low, high)
    };
    let ((left, right), (bottom, top)) = (bound(0), bound(1));
    let size = (right - left).max(top - bottom);
    if !(size.is_finite() && size > 1.0) {
        return None;
    }
    let room = SIZE as f32 - 6.0;
    let scale = room / size;
    let edges: Vec<[[f32; 2]; 2]> = lines
        .found
        .iter()
        .map(|edge| edge.map(|[x, y]| [(x - left) * scale + 3.0, (top - y) * scale + 3.0]))
        .collect();
    Some(fill(&edges))
}

/// Non-zero winding, at the middle of every pixel.
fn fill(edges: &[[[f32; 2]; 2]]) -> Bitmap {
    let mut out = Bitmap::default();
    for row in 0..SIZE {
        let y = row as f32 + 0.5;
        let mut crossings: Vec<(f32, i32)> = edges
            .iter()
            .filter(|[a, b]| (a[1] <= y) != (b[1] <= y))
            .map(|[a, b]| {
                let x = a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]);
                (x, if a[1] < b[1] { 1 } else { -1 })
            })
            .collect();
        crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut winding = 0;
        for pair in crossings.windows(2) {
            winding += pair[0].1;
            if winding != 0 {
                for x in 0..SIZE {
                    let middle = x as f32 + 0.5;
                    if middle >= pair[0].0 && middle < pair[1].0 {
                        out.set(x, row);
                    }
                }
            }
        }
    }
    out
}

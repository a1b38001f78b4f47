//! Screens against their committed pictures in `tests/snapshots`.
//!
//! When a change is meant, look at `*.diff.png` there, then take the new pictures over with `UPDATE_SNAPSHOTS=1`.

use std::path::{Path, PathBuf};

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{Rgb, RgbImage, RgbaImage};

/// A channel may differ by so much: other processors round otherwise.
const CHANNEL_TOLERANCE: u8 = 6;
/// So many pixels may differ by more; a moved hairline has hundreds.
pub const PIXEL_TOLERANCE: usize = 40;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../snapshots")
}

/// Half the size, each pixel the mean of four: small files in which a moved line still shows.
pub fn halved(full: &RgbaImage) -> RgbImage {
    RgbImage::from_fn(full.width() / 2, full.height() / 2, |x, y| {
        let mut sums = [0_u16; 3];
        for (across, down) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let pixel = full.get_pixel(x * 2 + across, y * 2 + down);
            for (sum, channel) in sums.iter_mut().zip(pixel.0) {
                *sum += u16::from(channel);
            }
        }
        Rgb(sums.map(|sum| u8::try_from(sum / 4).unwrap()))
    })
}

pub fn differing(one: &RgbImage, other: &RgbImage) -> usize {
    let pairs = one.pixels().zip(other.pixels());
    pairs
        .filter(|(one, other)| {
            let mut channels = one.0.iter().zip(other.0);
            channels.any(|(one, other)| one.abs_diff(other) > CHANNEL_TOLERANCE)
        })
        .count()
}

/// Compares with the committed picture, or takes its place when `UPDATE_SNAPSHOTS` says so; says what is wrong.
pub fn compare(name: &str, drawn: &RgbImage) -> Option<String> {
    let path = folder().join(format!("{name}.png"));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::create_dir_all(folder()).unwrap();
        let kept = image::open(&path).map(|kept| kept.to_rgb8());
        let same = kept.is_ok_and(|kept| {
            kept.dimensions() == drawn.dimensions() && differing(&kept, drawn) == 0
        });
        if !same {
            let file = std::fs::File::create(&path).unwrap();
            let small =
                PngEncoder::new_with_quality(file, CompressionType::Level(9), FilterType::NoFilter);
            drawn.write_with_encoder(small).unwrap();
        }
        return None;
    }
    let Ok(kept) = image::open(&path).map(|kept| kept.to_rgb8()) else {
        return Some(format!("{name}: no committed picture"));
    };
    let wrong = if kept.dimensions() == drawn.dimensions() {
        differing(&kept, drawn)
    } else {
        usize::MAX
    };
    if wrong <= PIXEL_TOLERANCE {
        return None;
    }
    drawn.save(path.with_extension("new.png")).unwrap();
    if kept.dimensions() == drawn.dimensions() {
        let mut diff = drawn.clone();
        for (x, y, pixel) in diff.enumerate_pixels_mut() {
            let before = kept.get_pixel(x, y).0;
            let mut channels = before.iter().zip(pixel.0);
            if channels.any(|(one, other)| one.abs_diff(other) > CHANNEL_TOLERANCE) {
                *pixel = Rgb([255, 0, 255]);
            }
        }
        diff.save(path.with_extension("diff.png")).unwrap();
    }
    Some(format!("{name}: {wrong} pixels differ"))
}

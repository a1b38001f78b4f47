//! Every kiosk screen against its committed picture, in Chinese on the lobby's screen of 1280×800, the few
//! that differ most also upright and in large type and high contrast.
//!
//! When a change is meant, look at `tests/snapshots/*.diff.png`, then take the new pictures over:
//!
//!     UPDATE_SNAPSHOTS=1 cargo test --test kiosk screens::snapshots::
//!
//! `pictures_to_look_at` draws any screen at any size into a folder.

use std::path::{Path, PathBuf};

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{Rgb, RgbImage, RgbaImage};
use pingyi::ui::studio;
use pingyi::ui::studio::{GalleryOptions, draw, picture};
use pingyi::ui::theme::Look;
use pingyi::words::Lang;

/// A channel may differ by so much: other processors round otherwise.
const CHANNEL_TOLERANCE: u8 = 6;
/// So many pixels may differ by more; a moved hairline has hundreds.
const PIXEL_TOLERANCE: usize = 40;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots")
}

/// Half the size, each pixel the mean of four: small files in which a moved line still shows.
fn halved(full: &RgbaImage) -> RgbImage {
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

fn differing(one: &RgbImage, other: &RgbImage) -> usize {
    let pairs = one.pixels().zip(other.pixels());
    pairs
        .filter(|(one, other)| {
            let mut channels = one.0.iter().zip(other.0);
            channels.any(|(one, other)| one.abs_diff(other) > CHANNEL_TOLERANCE)
        })
        .count()
}

/// Compares with the committed picture, or takes its place when told to; says what is wrong.
fn compare(name: &str, drawn: &RgbImage, update: bool) -> Option<String> {
    let path = folder().join(format!("{name}.png"));
    if update {
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

#[test]
fn every_screen_looks_as_committed() {
    let update = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    let (plain, strong) = (
        Look::default(),
        Look {
            large: true,
            high_contrast: true,
        },
    );
    let few = [
        "01-welcome",
        "05-rating",
        "06-opinion",
        "06-opinion-hand",
        "06-opinion-pinyin",
        "09-receipt",
    ];
    let few = few.map(|name| format!("kiosk-{name}"));
    let sets: [(&str, Lang, Look, [u32; 2], bool); 4] = [
        ("zh", Lang::Zh, plain, [1280, 800], true),
        ("en", Lang::En, plain, [1280, 800], false),
        ("upright", Lang::Zh, plain, [800, 1280], false),
        ("strong", Lang::Zh, strong, [1280, 800], false),
    ];
    let mut faults = Vec::new();
    let mut count = 0;
    for (set, lang, look, size, all) in sets {
        for mut scene in studio::kiosk::scenes(lang, look) {
            if !all && !few.contains(&scene.name) {
                continue;
            }
            let drawn = halved(&picture(size, &mut scene.draw));
            let name = format!("{}-{set}", scene.name);
            faults.extend(compare(&name, &drawn, update));
            count += 1;
        }
    }
    assert!(count >= 58, "{count} pictures");
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_changed_screen_is_noticed() {
    let mut scenes = studio::kiosk::scenes(Lang::Zh, Look::default()).into_iter();
    let mut welcome = scenes.next().unwrap();
    let one = halved(&picture([1280, 800], &mut welcome.draw));
    let mut closed = scenes.next().unwrap();
    let other = halved(&picture([1280, 800], &mut closed.draw));
    assert!(differing(&one, &other) > PIXEL_TOLERANCE);
    let mut moved = one.clone();
    for y in 0..moved.height() {
        for x in (1..moved.width()).rev() {
            moved.put_pixel(x, y, *one.get_pixel(x - 1, y));
        }
    }
    assert!(
        differing(&one, &moved) > PIXEL_TOLERANCE,
        "one pixel to the right"
    );
}

/// Draws into a folder to be looked at: `PICTURES=dir SIZE=1280x800 LANGS=zh LARGE=1 CONTRAST=1`.
#[test]
#[ignore = "for eyes: run with PICTURES=dir"]
fn pictures_to_look_at() {
    let var = |name: &str| std::env::var(name).ok();
    let dir = PathBuf::from(var("PICTURES").expect("PICTURES=dir"));
    let size = var("SIZE").unwrap_or_else(|| "1280x800".to_owned());
    let (width, height) = size.split_once('x').unwrap();
    let look = Look {
        large: var("LARGE").is_some(),
        high_contrast: var("CONTRAST").is_some(),
    };
    let lang = if var("LANGS").as_deref() == Some("en") {
        Lang::En
    } else {
        Lang::Zh
    };
    let options = GalleryOptions {
        dir,
        size: [width.parse().unwrap(), height.parse().unwrap()],
        look,
    };
    let only = var("ONLY");
    let scenes = studio::kiosk::scenes(lang, look)
        .into_iter()
        .filter(|scene| {
            only.as_ref()
                .is_none_or(|only| scene.name.contains(only.as_str()))
        });
    draw(&options, lang, scenes).unwrap();
}

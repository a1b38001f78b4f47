//! Every kiosk screen against its committed picture, in Chinese on the lobby's screen of 1280×800, the few
//! that differ most also upright and in large type and high contrast.
//!
//! When a change is meant, look at `tests/snapshots/*.diff.png`, then take the new pictures over:
//!
//!     UPDATE_SNAPSHOTS=1 cargo test --test kiosk screens::snapshots::
//!
//! `pictures_to_look_at` draws any screen at any size into a folder.

use std::path::PathBuf;

use pingyi::ui::studio;
use pingyi::ui::studio::{GalleryOptions, draw, picture};
use pingyi::ui::theme::Look;
use pingyi::words::Lang;
use pingyi_kit::snapshot::{PIXEL_TOLERANCE, compare, differing, halved};

#[test]
fn every_screen_looks_as_committed() {
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
        "08-thanks",
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
            faults.extend(compare(&name, &drawn));
            count += 1;
        }
    }
    assert!(count >= 60, "{count} pictures");
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

//! Pictures of every kiosk screen, drawn without a display.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test may stop at the first surprise"
)]

use std::path::PathBuf;

use pingyi::ui::gallery::{GalleryOptions, draw};
use pingyi::ui::kiosk;
use pingyi::ui::theme::Look;
use pingyi::words::Lang;

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
    let scenes = kiosk::gallery(lang, look).into_iter().filter(|scene| {
        only.as_ref()
            .is_none_or(|only| scene.name.contains(only.as_str()))
    });
    draw(&options, lang, scenes).unwrap();
}

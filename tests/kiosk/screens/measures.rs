//! What every kiosk screen owes an old pair of eyes and an unsteady finger, measured on what is painted: no
//! type below 24 and no target below 72 at 1080p, no contrast below 4.5:1, nothing cut off or out of reach.

use pingyi::ui::studio;
use pingyi::ui::theme::Look;
use pingyi::words::{Lang, text};
use pingyi_kit::legibility::Page;

const LOBBY: [u32; 2] = [1920, 1080];
const UPRIGHT: [u32; 2] = [1080, 1920];
const SMALL: [u32; 2] = [1280, 800];
const SIZES: [[u32; 2]; 3] = [LOBBY, UPRIGHT, SMALL];

/// Every screen in `look`, `painted` where colours are wanted.
fn pages(lang: Lang, look: Look, size: [u32; 2], painted: bool) -> Vec<Page> {
    let scenes = studio::kiosk::scenes(lang, look);
    assert!(scenes.len() >= 40, "every screen in every notable state");
    scenes
        .into_iter()
        .map(|scene| Page::of(scene, size, 0.0, painted))
        .collect()
}

fn looks() -> [Look; 2] {
    let plain = Look::default();
    [
        plain,
        Look {
            large: true,
            ..plain
        },
    ]
}

/// Pages that may be longer than the screen: they have a button that shows the rest.
fn is_longer(page: &Page, lang: Lang) -> bool {
    let more = text!(lang, "kiosk-page-down");
    page.targets.iter().any(|target| target.label == more)
}

#[test]
fn no_type_is_small_and_no_target_is_narrow() {
    let mut faults = Vec::new();
    for lang in Lang::ALL {
        for size in [LOBBY, UPRIGHT] {
            for page in pages(lang, Look::default(), size, false) {
                faults.extend(page.small(24.0, 72.0));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn nothing_is_cut_off_and_what_is_pressed_is_on_the_screen() {
    let mut faults = Vec::new();
    for lang in Lang::ALL {
        for look in looks() {
            for size in SIZES {
                for page in pages(lang, look, size, false) {
                    let kind = format!("{} {size:?} large={}", page.name, look.large);
                    for fault in cuts(&page, is_longer(&page, lang)) {
                        faults.push(format!("{kind}: {fault}"));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
}

/// Screens on which everything is seen at once, at every size and in large type.
const WHOLE: [&str; 7] = [
    "01-welcome",
    "06-opinion",
    "08-thanks",
    "09-receipt",
    "12-",
    "13-lookup",
    "20-pin",
];

fn cuts(page: &Page, longer: bool) -> Vec<String> {
    let mut faults = page.cut_sideways();
    if longer && WHOLE.iter().any(|name| page.name.contains(name)) {
        faults.push("longer than the screen".to_owned());
    }
    faults.extend(page.shortened(&[
        "Looking …",
        "Saving …",
        "Checking …",
        "Reading",
        "Getting ready …",
    ]));
    for line in &page.lines {
        let seen = line.clip.intersect(page.window);
        let below = line.rect.bottom() > seen.bottom() + 1.0 || line.rect.top() < seen.top() - 1.0;
        if below && !longer && !page.name.contains("opinion") && !page.name.contains("idle") {
            faults.push(format!("cut above or below: {}", line.text));
        }
    }
    if longer {
        return faults;
    }
    for one in &page.targets {
        if !page.window.expand(1.0).contains_rect(one.rect) {
            faults.push(format!("off the screen: {} {:?}", one.label, one.rect));
        }
    }
    // A dialog lies over the page on purpose.
    if !page.name.contains("16-idle") && !page.name.contains("17-leave") {
        faults.extend(page.targets_overlapping());
    }
    faults
}

#[test]
fn every_line_can_be_told_from_its_ground() {
    let mut faults = Vec::new();
    for high_contrast in [false, true] {
        let look = Look {
            large: false,
            high_contrast,
        };
        for page in pages(Lang::Zh, look, SMALL, true) {
            // Under a dialog's veil nothing is to be read.
            if page.name.contains("16-idle") || page.name.contains("17-leave") {
                continue;
            }
            faults.extend(page.faint(4.5));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

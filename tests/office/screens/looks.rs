//! How the office's pages look: every page against its committed picture at 1366×768, the smallest screen an office is
//! likely to have, and what each owes a pair of eyes: no type below 14 points, no target below 28, no contrast below
//! 4.5:1, nothing cut off, shortened or written over.
//!
//!     UPDATE_SNAPSHOTS=1 cargo test --test office screens::looks::
//!     PICTURES=dir SIZE=1366x768 LANGS=zh ONLY=case cargo test --test office pictures_to_look_at -- --ignored

use std::path::PathBuf;

use pingyi::ui::studio::{self, GalleryOptions, draw, picture};
use pingyi::ui::theme::Look;
use pingyi::words::Lang;
use pingyi_kit::legibility::Page;
use pingyi_kit::snapshot::{PIXEL_TOLERANCE, compare, differing, halved};

const SMALL: [u32; 2] = [1366, 768];
const LARGE: [u32; 2] = [1920, 1080];
const UPRIGHT: [u32; 2] = [1080, 1920];

/// How far pages are rolled down for a second look: their ends.
const ALL_THE_WAY: f32 = 9_000.0;

/// Pages with a dialog over them.
const UNDER_A_DIALOG: [&str; 2] = ["office-leaving", "office-ask-day"];

/// What is shortened on purpose: a file that is being read, and what a line of the list shows of an opinion.
const BEGINNINGS: [&str; 5] = [
    "Reading",
    "三号楼二单元",
    "报修打了三次",
    "食堂晚饭能不能",
    "健身广场的单杠",
];

/// A kiosk's page made smaller, which its own tests measure.
const SMALLER: &str = "office-plan-card";

/// Pages that are looked at in English too.
const IN_ENGLISH: [&str; 16] = [
    "calendar-pasted",
    "week",
    "loaded",
    "cases",
    "cases-picked",
    "case-waits",
    "outbox",
    "case",
    "rounds",
    "round",
    "tallies",
    "packed",
    "devices",
    "about",
    "plan-basics",
    "plan-card",
];

#[test]
fn every_page_looks_as_committed() {
    let mut faults = Vec::new();
    let mut count = 0;
    for (lang, set) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for mut scene in studio::office::scenes(lang) {
            let name = scene.name.trim_start_matches("office-");
            if lang == Lang::En && !IN_ENGLISH.contains(&name) {
                continue;
            }
            let drawn = halved(&picture(SMALL, &mut scene.draw));
            faults.extend(compare(&format!("{}-{set}", scene.name), &drawn));
            count += 1;
        }
    }
    assert!(count >= 32, "{count} pictures");
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_changed_page_is_noticed() {
    let mut pictures = studio::office::scenes(Lang::Zh)
        .into_iter()
        .filter(|scene| ["office-week", "office-week-loaded"].contains(&&*scene.name))
        .map(|mut scene| halved(&picture(SMALL, &mut scene.draw)));
    let (one, other) = (pictures.next().unwrap(), pictures.next().unwrap());
    assert!(differing(&one, &other) > PIXEL_TOLERANCE);
}

/// Every page at its top and at its end.
fn pages(lang: Lang, size: [u32; 2], painted: bool) -> Vec<Page> {
    let mut pages = Vec::new();
    for down in [0.0, ALL_THE_WAY] {
        let scenes = studio::office::scenes(lang).into_iter();
        pages.extend(scenes.map(|scene| Page::of(scene, size, down, painted)));
    }
    pages
}

#[test]
fn no_type_is_small_and_no_target_is_narrow() {
    let mut faults = Vec::new();
    for lang in Lang::ALL {
        for page in pages(lang, SMALL, false) {
            faults.extend(page.small(14.0, 28.0));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn nothing_is_cut_off_shortened_or_written_over() {
    let mut faults = Vec::new();
    for lang in Lang::ALL {
        for size in [SMALL, LARGE, UPRIGHT] {
            for page in pages(lang, size, false) {
                // A table that is wider than its place is rolled sideways.
                let rolls = page.name == "office-tallies" && size == UPRIGHT;
                if page.name == SMALLER {
                    continue;
                }
                let mut found = if rolls {
                    Vec::new()
                } else {
                    page.cut_sideways()
                };
                found.extend(page.shortened(&BEGINNINGS));
                // A dialog lies over the page on purpose.
                if !UNDER_A_DIALOG.contains(&&*page.name) {
                    found.extend(page.lines_overlapping());
                    // What is rolled up lies under what stands above the page.
                    if !page.is_rolled() {
                        found.extend(page.targets_overlapping());
                    }
                }
                let kind = format!("{} {lang:?} {size:?}", page.name);
                faults.extend(found.into_iter().map(|fault| format!("{kind}: {fault}")));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
}

#[test]
fn every_line_can_be_told_from_its_ground() {
    let mut faults = Vec::new();
    for page in pages(Lang::Zh, SMALL, true) {
        // Under a dialog's veil nothing is to be read.
        if !UNDER_A_DIALOG.contains(&&*page.name) {
            faults.extend(page.faint(4.5));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The measures see what they are there to see.
#[test]
fn a_bad_page_is_named() {
    let scene = studio::Scene::new("bad", |ui| {
        use pingyi::ui::{theme, widgets};
        let theme = theme::begin(ui, theme::Setting::Desk, Look::default());
        let c = theme.colours;
        ui.label(theme.rich("tiny", 9.0, c.ink));
        ui.label(theme.rich("faint", theme.text.body, c.line));
        for words in ["first words", "second words"] {
            let font = theme.regular(theme.text.body);
            let place = egui::pos2(300.0, 300.0);
            ui.painter()
                .text(place, egui::Align2::LEFT_TOP, words, font, c.ink);
        }
        let font = theme.regular(theme.text.body);
        let place = egui::pos2(1330.0, 400.0);
        ui.painter()
            .text(place, egui::Align2::LEFT_TOP, "beyond", font, c.ink);
        let line = egui::Rect::from_min_size(egui::pos2(0.0, 500.0), egui::vec2(120.0, 20.0));
        let words = egui::Label::new("a sentence that has no room").truncate();
        ui.put(line, words);
        for corner in [600.0, 610.0] {
            let place = egui::Rect::from_min_size(egui::pos2(10.0, corner), egui::vec2(90.0, 20.0));
            ui.put(place, |ui: &mut egui::Ui| widgets::small_button(ui, "two"));
        }
    });
    let page = Page::of(scene, SMALL, 0.0, true);
    assert_eq!(page.small(14.0, 28.0).len(), 1);
    assert!(page.faint(4.5).iter().any(|fault| fault.contains("faint")));
    assert!(page.lines_overlapping()[0].contains("first words"));
    assert!(page.cut_sideways()[0].contains("beyond"));
    assert_eq!(page.shortened(&[]).len(), 1);
    assert_eq!(page.targets_overlapping().len(), 1);
}

/// Draws into a folder to be looked at: `PICTURES=dir SIZE=1366x768 LANGS=zh ONLY=case`.
#[test]
#[ignore = "for eyes: run with PICTURES=dir"]
fn pictures_to_look_at() {
    let var = |name: &str| std::env::var(name).ok();
    let size = var("SIZE").unwrap_or_else(|| "1366x768".to_owned());
    let (width, height) = size.split_once('x').unwrap();
    let options = GalleryOptions {
        dir: PathBuf::from(var("PICTURES").expect("PICTURES=dir")),
        size: [width.parse().unwrap(), height.parse().unwrap()],
        look: Look::default(),
    };
    let lang = match var("LANGS").as_deref() {
        Some("en") => Lang::En,
        _ => Lang::Zh,
    };
    let only = var("ONLY").unwrap_or_default();
    let scenes = studio::office::scenes(lang).into_iter();
    draw(
        &options,
        lang,
        scenes.filter(|scene| scene.name.contains(&only)),
    )
    .unwrap();
}

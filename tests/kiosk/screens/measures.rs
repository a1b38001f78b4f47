//! What every kiosk screen owes an old pair of eyes and an unsteady finger, measured on what is painted: no
//! type below 24 and no target below 72 at 1080p, no contrast below 4.5:1, nothing cut off or out of reach.

use std::collections::HashMap;

use egui::accesskit::Role;
use egui::{Color32, Rect, Shape};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT;
use pingyi::ui::studio::Scene;
use pingyi::ui::theme::{Look, contrast};
use pingyi::ui::{fonts, studio};
use pingyi::words::{Lang, text};

const LOBBY: [u32; 2] = [1920, 1080];
const UPRIGHT: [u32; 2] = [1080, 1920];
const SMALL: [u32; 2] = [1280, 800];
const SIZES: [[u32; 2]; 3] = [LOBBY, UPRIGHT, SMALL];

/// A line of text as it is painted.
struct Line {
    text: String,
    rect: Rect,
    clip: Rect,
    size: f32,
    ink: Color32,
}

/// A thing that can be pressed.
struct Target {
    label: String,
    rect: Rect,
}

struct Page {
    name: String,
    lines: Vec<Line>,
    targets: Vec<Target>,
    picture: Option<image::RgbaImage>,
}

fn lines(shape: &Shape, clip: Rect, found: &mut Vec<Line>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|one| lines(one, clip, found)),
        Shape::Text(text) => {
            for row in &text.galley.rows {
                let letters: String = row.glyphs.iter().map(|glyph| glyph.chr).collect();
                // Every text of the house is of one format throughout.
                let Some(section) = text.galley.job.sections.first() else {
                    continue;
                };
                let format = &section.format;
                let ink = text.override_text_color.unwrap_or(format.color);
                found.push(Line {
                    text: letters.trim().to_owned(),
                    rect: row.rect().translate(text.pos.to_vec2()),
                    clip,
                    size: format.font_id.size,
                    ink,
                });
            }
        }
        _ => {}
    }
}

fn page(scene: Scene<'static>, size: [u32; 2], painted: bool) -> Page {
    let name = scene.name;
    let mut draw = scene.draw;
    #[allow(
        clippy::cast_precision_loss,
        reason = "sizes of screens are small whole numbers"
    )]
    let size = size.map(|side| side as f32);
    let mut harness = Harness::builder()
        .with_size(size)
        .with_context_setup(fonts::install)
        .renderer(pingyi_kit::picture::Picture::default())
        .build_ui(move |ui| draw(ui));
    harness.run_steps(3);
    let mut found = Vec::new();
    for clipped in &harness.output().shapes {
        lines(&clipped.shape, clipped.clip_rect, &mut found);
    }
    let mut targets = Vec::new();
    let mut rest = vec![harness.root()];
    while let Some(node) = rest.pop() {
        let kind = node.accesskit_node().role();
        let pressed = [Role::Button, Role::CheckBox, Role::RadioButton].contains(&kind);
        if pressed && !node.accesskit_node().is_disabled() {
            targets.push(Target {
                label: node.accesskit_node().label().unwrap_or_default(),
                rect: node.rect(),
            });
        }
        rest.extend(node.children());
    }
    let picture = painted.then(|| harness.render().unwrap());
    Page {
        name,
        lines: found
            .into_iter()
            .filter(|line| !line.text.is_empty())
            .collect(),
        targets,
        picture,
    }
}

/// Every screen in `look`, `painted` where colours are wanted.
fn pages(lang: Lang, look: Look, size: [u32; 2], painted: bool) -> Vec<Page> {
    let scenes = studio::kiosk::scenes(lang, look);
    assert!(scenes.len() >= 40, "every screen in every notable state");
    scenes
        .into_iter()
        .map(|scene| page(scene, size, painted))
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
                for line in &page.lines {
                    if line.size < 24.0 {
                        faults.push(format!("{} {}: {}", page.name, line.text, line.size));
                    }
                }
                for target in &page.targets {
                    if target.rect.width().min(target.rect.height()) < 71.9 {
                        faults.push(format!("{} {}: {:?}", page.name, target.label, target.rect));
                    }
                }
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
                    for fault in cuts(&page, size, is_longer(&page, lang)) {
                        faults.push(format!("{kind}: {fault}"));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
}

/// Screens on which everything is seen at once, at every size and in large type.
const WHOLE: [&str; 8] = [
    "01-welcome",
    "06-opinion",
    "08-receipt",
    "09-receipt",
    "10-",
    "12-",
    "13-lookup",
    "20-pin",
];

fn cuts(page: &Page, size: [u32; 2], longer: bool) -> Vec<String> {
    #[allow(
        clippy::cast_precision_loss,
        reason = "sizes of screens are small whole numbers"
    )]
    let window = Rect::from_min_size(egui::Pos2::ZERO, size.map(|side| side as f32).into());
    let mut faults = Vec::new();
    if longer && WHOLE.iter().any(|name| page.name.contains(name)) {
        faults.push("longer than the screen".to_owned());
    }
    for line in &page.lines {
        let seen = line.clip.intersect(window);
        let sideways =
            line.rect.left() < seen.left() - 1.0 || line.rect.right() > seen.right() + 1.0;
        if sideways {
            faults.push(format!("cut at the side: {}", line.text));
        }
        if line.text.ends_with('…') && !line.text.ends_with("……") && line.text.chars().count() > 1
        {
            let meant = [
                "Looking …",
                "Saving …",
                "Checking …",
                "Reading",
                "Getting ready …",
            ];
            if !meant.iter().any(|text| line.text.starts_with(text)) {
                faults.push(format!("shortened: {}", line.text));
            }
        }
        let below = line.rect.bottom() > seen.bottom() + 1.0 || line.rect.top() < seen.top() - 1.0;
        if below && !longer && !page.name.contains("opinion") && !page.name.contains("idle") {
            faults.push(format!("cut above or below: {}", line.text));
        }
    }
    // A dialog lies over the page on purpose.
    let dialog = page.name.contains("16-idle") || page.name.contains("17-leave");
    for (place, one) in page.targets.iter().enumerate() {
        if !longer && !window.expand(1.0).contains_rect(one.rect) {
            faults.push(format!("off the screen: {} {:?}", one.label, one.rect));
        }
        for other in page.targets.iter().skip(place + 1) {
            if !longer && !dialog && one.rect.shrink(1.0).intersects(other.rect.shrink(1.0)) {
                faults.push(format!("overlap: {} and {}", one.label, other.label));
            }
        }
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
            let picture = page.picture.as_ref().unwrap();
            for line in &page.lines {
                let Some(ground) = ground(picture, line.rect.intersect(line.clip)) else {
                    continue;
                };
                let found = contrast(line.ink, ground);
                if found < 4.5 {
                    faults.push(format!("{} {}: {found:.1}", page.name, line.text));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The commonest colour in `rect` of the picture: what the letters lie on.
fn ground(picture: &image::RgbaImage, rect: Rect) -> Option<Color32> {
    let mut counts: HashMap<[u8; 4], usize> = HashMap::new();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sizes of screens are small whole numbers"
    )]
    let [left, top, right, bottom] =
        [rect.left(), rect.top(), rect.right(), rect.bottom()].map(|side| side.max(0.0) as u32);
    for y in top..bottom.min(picture.height()) {
        for x in left..right.min(picture.width()) {
            *counts.entry(picture.get_pixel(x, y).0).or_default() += 1;
        }
    }
    let (colour, _) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    Some(Color32::from_rgb(colour[0], colour[1], colour[2]))
}

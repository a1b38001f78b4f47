//! What a screen owes an old pair of eyes and an unsteady hand, measured on what is painted.

use std::collections::HashMap;

use egui::accesskit::Role;
use egui::{Color32, Rect, Shape};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT;
use pingyi::ui::fonts;
use pingyi::ui::studio::Scene;
use pingyi::ui::theme::contrast;

/// A line of text as it is painted.
pub struct Line {
    pub text: String,
    pub rect: Rect,
    pub clip: Rect,
    pub size: f32,
    pub ink: Color32,
}

/// A thing that can be pressed.
pub struct Target {
    pub label: String,
    pub rect: Rect,
}

/// A screen as it is painted.
pub struct Page {
    pub name: String,
    pub window: Rect,
    down: f32,
    pub lines: Vec<Line>,
    pub targets: Vec<Target>,
    pub picture: Option<image::RgbaImage>,
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
                let (Some(first), Some(last)) = (row.glyphs.first(), row.glyphs.last()) else {
                    continue;
                };
                let format = &section.format;
                // A label that goes on in a line begins with the room of what stands before it.
                let mut rect = row.rect();
                rect.min.x = row.pos.x + first.pos.x;
                rect.max.x = row.pos.x + last.max_x();
                let ink = text.override_text_color.unwrap_or(format.color);
                let line = Line {
                    text: letters.trim().to_owned(),
                    rect: rect.translate(text.pos.to_vec2()),
                    clip,
                    size: format.font_id.size,
                    ink,
                };
                found.extend(Some(line).filter(|line| !line.text.is_empty()));
            }
        }
        _ => {}
    }
}

impl Page {
    /// `scene` in a window of `size`, rolled down by `down` points; `painted` where colours are wanted.
    pub fn of(scene: Scene<'static>, size: [u32; 2], down: f32, painted: bool) -> Self {
        let name = scene.name;
        let mut draw = scene.draw;
        let size = size.map(|side| side as f32);
        let mut harness = Harness::builder()
            .with_size(size)
            .with_context_setup(fonts::install)
            .renderer(crate::picture::Picture::default())
            .build_ui(move |ui| draw(ui));
        harness.run_steps(3);
        if down > 0.0 {
            // Over the page, not over what stands beside it.
            let [width, height] = size;
            let place = egui::pos2(width * 0.6, height * 0.5);
            harness.event(egui::Event::PointerMoved(place));
            harness.event(egui::Event::MouseWheel {
                unit: egui::MouseWheelUnit::Point,
                delta: egui::vec2(0.0, -down),
                phase: egui::TouchPhase::Move,
                source: egui::MouseWheelSource::Unknown,
                modifiers: egui::Modifiers::NONE,
            });
            harness.run_steps(20);
            harness.event(egui::Event::PointerGone);
            harness.run_steps(3);
        }
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
        Self {
            name,
            window: Rect::from_min_size(egui::Pos2::ZERO, size.into()),
            down,
            lines: found,
            targets,
            picture,
        }
    }

    /// Whether some of it has been rolled out of sight.
    pub fn is_rolled(&self) -> bool {
        self.down > 0.0
    }

    /// Type and targets that are smaller than they may be.
    pub fn small(&self, least_type: f32, least_target: f32) -> Vec<String> {
        let lines = self.lines.iter().filter(|line| line.size < least_type);
        let lines = lines.map(|line| format!("{} {}: {}", self.name, line.text, line.size));
        let targets = self.targets.iter();
        let targets = targets
            .filter(|target| target.rect.width().min(target.rect.height()) < least_target - 0.1)
            .map(|target| format!("{} {}: {:?}", self.name, target.label, target.rect));
        lines.chain(targets).collect()
    }

    /// Lines that can hardly be told from what they lie on.
    pub fn faint(&self, least_contrast: f32) -> Vec<String> {
        let picture = self.picture.as_ref().unwrap();
        let mut faults = Vec::new();
        for line in &self.lines {
            let Some(ground) = ground(picture, line.rect.intersect(line.clip)) else {
                continue;
            };
            let found = contrast(line.ink, ground);
            if found < least_contrast {
                faults.push(format!("{} {}: {found:.1}", self.name, line.text));
            }
        }
        faults
    }

    /// Lines that end in “…”, but for those that begin as one of `meant`.
    pub fn shortened(&self, meant: &[&str]) -> Vec<String> {
        let lines = self.lines.iter();
        let lines = lines.filter(|line| {
            let text = &line.text;
            let short = text.ends_with('…') && !text.ends_with("……") && text.chars().count() > 1;
            short && !meant.iter().any(|begin| text.starts_with(begin))
        });
        lines
            .map(|line| format!("shortened: {}", line.text))
            .collect()
    }

    /// Lines that go on beyond what is seen of their place, to the left or right.
    pub fn cut_sideways(&self) -> Vec<String> {
        let lines = self.lines.iter();
        let lines = lines.filter(|line| {
            let seen = line.clip.intersect(self.window);
            line.rect.left() < seen.left() - 1.0 || line.rect.right() > seen.right() + 1.0
        });
        lines
            .map(|line| format!("cut at the side: {}", line.text))
            .collect()
    }

    /// Targets that lie on each other.
    pub fn targets_overlapping(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (place, one) in self.targets.iter().enumerate() {
            for other in self.targets.iter().skip(place + 1) {
                if one.rect.shrink(1.0).intersects(other.rect.shrink(1.0)) {
                    faults.push(format!("overlap: {} and {}", one.label, other.label));
                }
            }
        }
        faults
    }

    /// Lines that are written over each other.
    pub fn lines_overlapping(&self) -> Vec<String> {
        let mut faults = Vec::new();
        // A row is a little higher than its letters.
        let letters = |line: &Line| {
            let room = line.rect.height() - line.size * 0.9;
            let seen = line.clip.intersect(self.window);
            let middle = line.rect.shrink2(egui::vec2(1.0, (room / 2.0).max(0.0)));
            middle.intersect(seen)
        };
        for (place, one) in self.lines.iter().enumerate() {
            for other in self.lines.iter().skip(place + 1) {
                let both = letters(one).intersect(letters(other));
                if both.is_positive() && both.area() > 1.0 {
                    faults.push(format!("written over: {} and {}", one.text, other.text));
                }
            }
        }
        faults
    }
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

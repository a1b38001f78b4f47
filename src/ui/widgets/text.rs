//! Labels, by the part they play on a page.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align, Color32, FontId, Galley, Label, Response, Sense, Ui, WidgetInfo};

use super::said;
use crate::ui::theme::Theme;

/// The part a text plays on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// One large thing on a page.
    Display,
    /// What is asked or said on a page.
    Title,
    /// The heading of a group.
    Heading,
    /// An opening sentence.
    Lead,
    /// Running text.
    Body,
    /// Running text in bold.
    Strong,
    /// A remark.
    Note,
}

/// Rows of a text that are made about equally long; longer texts are read as a block.
const BALANCED_ROWS: usize = 3;

fn format(theme: &Theme, part: Part) -> TextFormat {
    let (text, c) = (&theme.text, &theme.colours);
    let (font_id, color, air) = match part {
        Part::Display => (theme.bold(text.display), c.ink, 1.36),
        Part::Title => (theme.bold(text.title), c.ink, 1.4),
        Part::Heading => (theme.bold(text.lead), c.ink, 1.4),
        Part::Lead => (theme.regular(text.lead), c.ink, 1.5),
        Part::Body => (theme.regular(text.body), c.ink, 1.5),
        Part::Strong => (theme.bold(text.body), c.ink, 1.5),
        Part::Note => (theme.regular(text.small), c.ink_soft, 1.45),
    };
    spaced(font_id, color, air)
}

/// A format whose rows stand `air` times the size of the type apart.
fn spaced(font_id: FontId, color: Color32, air: f32) -> TextFormat {
    TextFormat {
        line_height: Some((font_id.size * air).round()),
        font_id,
        color,
        valign: Align::Center,
        ..TextFormat::default()
    }
}

/// `text` wrapped at `width`, its rows about equally long, so that no lonely word or character ends it.
fn balanced(ui: &Ui, text: &str, format: TextFormat, width: f32, align: Align) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), format);
    job.halign = align;
    let lay = |width: f32| {
        let mut job = job.clone();
        job.wrap = TextWrapping::wrap_at_width(width);
        ui.painter().layout_job(job)
    };
    let widest = lay(width);
    let rows = widest.rows.len();
    if !(2..=BALANCED_ROWS).contains(&rows) || text.contains('\n') {
        return widest;
    }
    let (mut short, mut enough) = (width / 2.0, width);
    for _ in 0..6 {
        let tried = f32::midpoint(short, enough).round();
        let narrower = lay(tried);
        if narrower.rows.len() > rows || !is_well_broken(&narrower, text) {
            short = tried;
        } else {
            enough = tried;
        }
    }
    lay(enough)
}

/// Whether no row begins with a space or a closing mark, or in the middle of a word.
fn is_well_broken(galley: &Galley, text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let mut at: usize = 0;
    galley.rows.iter().all(|row| {
        let before = at.checked_sub(1).and_then(|place| letters.get(place));
        let after = letters.get(at);
        at += row.glyphs.len() + usize::from(row.ends_with_newline);
        match (before, after) {
            (Some(before), Some(after)) => {
                let inside_word = before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric();
                let closing = "，。、；：！？）”》,.;:!?)".contains(*after);
                !inside_word && !closing && !after.is_whitespace()
            }
            (None, _) | (_, None) => true,
        }
    })
}

/// Running text for painting by hand, wrapped at `width` points into rows about equally long.
#[must_use]
pub fn even(ui: &Ui, text: &str, font: FontId, colour: Color32, width: f32) -> Arc<Galley> {
    balanced(ui, text, spaced(font, colour, 1.36), width, Align::Min)
}

/// The height `text` takes as `part` of a page at `width`, in points.
#[must_use]
pub fn height(ui: &Ui, part: Part, text: &str, width: f32) -> f32 {
    let format = format(&Theme::of(ui), part);
    balanced(ui, text, format, width, Align::Min).size().y
}

fn put(ui: &mut Ui, part: Part, text: &str) -> Response {
    said::say(ui, text);
    let format = format(&Theme::of(ui), part);
    let colour = format.color;
    if !ui.layout().is_vertical() {
        // Among others in a row a label goes on where the one before it ended.
        let rich = egui::RichText::new(text)
            .font(format.font_id)
            .line_height(format.line_height)
            .color(colour);
        let label = Label::new(rich).selectable(false);
        // In a table that scrolls sideways nothing is broken.
        let wraps = ui.style().wrap_mode.is_none();
        return ui.add(if wraps { label.wrap() } else { label });
    }
    let align = ui.layout().horizontal_align();
    let galley = balanced(ui, text, format, ui.available_width(), align);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    let x = match align {
        Align::Min => rect.left(),
        Align::Center => rect.center().x,
        Align::Max => rect.right(),
    };
    ui.painter()
        .galley(egui::pos2(x, rect.top()), galley, colour);
    response
}

/// One large thing on a page.
pub fn display(ui: &mut Ui, text: impl AsRef<str>) -> Response {
    put(ui, Part::Display, text.as_ref())
}

/// The title of a page: what is asked or said here.
pub fn title(ui: &mut Ui, text: impl AsRef<str>) -> Response {
    put(ui, Part::Title, text.as_ref())
}

/// The heading of a group.
pub fn heading(ui: &mut Ui, text: impl AsRef<str>) -> Response {
    put(ui, Part::Heading, text.as_ref())
}

/// An opening sentence, a little larger than running text.
pub fn lead(ui: &mut Ui, text: impl AsRef<str>) -> Response {
    put(ui, Part::Lead, text.as_ref())
}

/// Running text.
pub fn body(ui: &mut Ui, text: impl AsRef<str>) -> Response {
    put(ui, Part::Body, text.as_ref())
}

/// Running text in bold.
pub fn strong(ui: &mut Ui, text: impl AsRef<str>) -> Response {
    put(ui, Part::Strong, text.as_ref())
}

/// A note: smaller and softer, still easy to read.
pub fn note(ui: &mut Ui, text: impl AsRef<str>) -> Response {
    put(ui, Part::Note, text.as_ref())
}

/// The title of a page, and a quiet sentence below it.
pub fn page_title(ui: &mut Ui, text: impl AsRef<str>, below: impl AsRef<str>) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        title(ui, text);
        if !below.as_ref().is_empty() {
            note(ui, below);
        }
    });
}

/// A fact below its name.
pub fn fact(ui: &mut Ui, name: impl AsRef<str>, value: impl AsRef<str>) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        note(ui, name);
        body(ui, value);
    });
}

/// Lays out `text` for painting by hand, wrapped at `width` points.
#[must_use]
pub fn galley(
    ui: &Ui,
    text: &str,
    font: FontId,
    colour: Color32,
    width: f32,
    align: Align,
) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), spaced(font, colour, 1.36));
    job.wrap = TextWrapping::wrap_at_width(width);
    job.halign = align;
    ui.painter().layout_job(job)
}

/// As [`galley`], one line, cut with “…” where it does not fit.
#[must_use]
pub fn line(ui: &Ui, text: &str, font: FontId, colour: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, colour);
    job.wrap = TextWrapping::truncate_at_width(width);
    ui.painter().layout_job(job)
}

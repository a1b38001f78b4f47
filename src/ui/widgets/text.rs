//! Labels, by the part they play on a page.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align, Color32, FontId, Galley, Label, Response, Ui};

use crate::ui::theme::Theme;

fn put(ui: &mut Ui, text: egui::RichText) -> Response {
    ui.add(Label::new(text).wrap().selectable(false))
}

/// One large thing on a page.
pub fn display(ui: &mut Ui, text: impl Into<String>) -> Response {
    let theme = Theme::of(ui);
    put(
        ui,
        theme.rich_bold(text, theme.text.display, theme.colours.ink),
    )
}

/// The title of a page: what is asked or said here.
pub fn title(ui: &mut Ui, text: impl Into<String>) -> Response {
    let theme = Theme::of(ui);
    put(
        ui,
        theme.rich_bold(text, theme.text.title, theme.colours.ink),
    )
}

/// The heading of a group.
pub fn heading(ui: &mut Ui, text: impl Into<String>) -> Response {
    let theme = Theme::of(ui);
    put(
        ui,
        theme.rich_bold(text, theme.text.lead, theme.colours.ink),
    )
}

/// An opening sentence, a little larger than running text.
pub fn lead(ui: &mut Ui, text: impl Into<String>) -> Response {
    let theme = Theme::of(ui);
    put(ui, theme.rich(text, theme.text.lead, theme.colours.ink))
}

/// Running text.
pub fn body(ui: &mut Ui, text: impl Into<String>) -> Response {
    let theme = Theme::of(ui);
    put(ui, theme.rich(text, theme.text.body, theme.colours.ink))
}

/// A note: smaller and softer, still easy to read.
pub fn note(ui: &mut Ui, text: impl Into<String>) -> Response {
    let theme = Theme::of(ui);
    put(
        ui,
        theme.rich(text, theme.text.small, theme.colours.ink_soft),
    )
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
    let mut job = LayoutJob::single_section(
        text.to_owned(),
        TextFormat {
            line_height: Some((font.size * 1.36).round()),
            font_id: font,
            color: colour,
            valign: Align::Center,
            ..TextFormat::default()
        },
    );
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

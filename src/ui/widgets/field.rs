//! Fields to type in, with their names above them. Chinese arrives from the computer's own input method; a kiosk has the
//! panel instead.

use egui::{Margin, Response, TextEdit, Ui};

use super::text;
use crate::ui::theme::{Theme, margin};

/// One line.
pub fn field(ui: &mut Ui, name: impl AsRef<str>, value: &mut String) -> Response {
    named(ui, name.as_ref(), TextEdit::singleline(value))
}

/// One line that nobody else should read.
pub fn secret_field(ui: &mut Ui, name: impl AsRef<str>, value: &mut String) -> Response {
    named(
        ui,
        name.as_ref(),
        TextEdit::singleline(value).password(true),
    )
}

/// Several lines, `rows` of them in sight.
pub fn long_field(ui: &mut Ui, name: impl AsRef<str>, value: &mut String, rows: usize) -> Response {
    named(
        ui,
        name.as_ref(),
        TextEdit::multiline(value).desired_rows(rows),
    )
}

fn named(ui: &mut Ui, name: &str, edit: TextEdit<'_>) -> Response {
    let theme = Theme::of(ui);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = theme.space.xs;
        let name = text::note(ui, name);
        let width = ui.available_width();
        let around = Margin::symmetric(margin(theme.space.s), margin(theme.space.s * 0.8));
        let edit = edit
            .font(theme.regular(theme.text.body))
            .desired_width(width)
            .margin(around);
        ui.add(edit).labelled_by(name.id)
    })
    .inner
}

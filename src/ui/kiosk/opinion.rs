//! What the resident wants to say: what it is about, and the words.

use egui::{Align, Layout, TextEdit, Ui, vec2};

use super::draft::Draft;
use super::frame::{Face, Surround, column_width, inside, surround};
use super::panel;
use super::screen::Action;
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::column;
use crate::ui::widgets::{Tone, notice, text, tile};

/// Bytes the words may take: what is left of an opinion sheet's 3,952 bytes of JSON, with room for the
/// identifiers around them.
pub const TEXT_MOST_BYTES: usize = 3_400;

/// What the opinion screen shows besides the draft.
#[derive(Debug)]
pub struct OpinionView<'a> {
    /// The surround.
    pub face: &'a Face,
    /// Going on leads back to the review.
    pub editing: bool,
    /// A telephone or identity number was seen in the words.
    pub names_somebody: bool,
}

/// Draws the opinion page.
pub fn opinion_ui(ui: &mut Ui, form: &mut Draft, view: &OpinionView<'_>) -> Vec<Action> {
    let face = view.face;
    let next = match (form.has_words(), view.editing) {
        (true, _) | (false, true) => face.t("kiosk-to-review"),
        (false, false) => face.t("kiosk-opinion-none"),
    };
    let around = Surround {
        step: Some(1),
        back: Some(face.t("kiosk-back")),
        leave: true,
        next: Some((next, true)),
        ..Surround::default()
    };
    let mut actions = Vec::new();
    let pressed = surround(ui, face, &around, &mut actions, |ui, _| {
        let theme = Theme::of(ui);
        column(ui, column_width(&theme), |ui| {
            text::title(ui, face.t("kiosk-opinion-title"));
            text::note(ui, face.t("kiosk-opinion-note"));
            categories(ui, face, form);
            if view.names_somebody {
                notice(ui, Tone::Warn, &face.t("kiosk-opinion-contact"));
            }
            let keys = panel::height(&theme);
            let note = theme.text.small * 1.5 + theme.space.s;
            let least = theme.text.body * 1.5 * 3.0;
            let height = (ui.available_height() - keys - note - theme.space.m * 2.0).max(least);
            field(ui, face, form, height);
            panel::panel_ui(ui, face, field_id(face), &mut form.text, TEXT_MOST_BYTES);
        });
    });
    if pressed.back {
        actions.push(Action::Back);
    }
    if pressed.next {
        actions.push(Action::OpinionDone);
    }
    actions
}

fn field_id(face: &Face) -> egui::Id {
    egui::Id::unique(("kiosk opinion", face.session))
}

fn categories(ui: &mut Ui, face: &Face, form: &mut Draft) {
    let theme = Theme::of(ui);
    let plan = std::sync::Arc::clone(form.plan());
    let Some(page) = &plan.opinion else {
        return;
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme.space.s, theme.space.s);
        for (place, category) in page.categories.iter().enumerate() {
            let chosen = form.category == Some(place);
            if tile::chip(ui, category.name.get(face.lang), chosen).clicked() {
                form.category = (!chosen).then_some(place);
            }
        }
    });
}

fn field(ui: &mut Ui, face: &Face, form: &mut Draft, height: f32) {
    let theme = Theme::of(ui);
    let id = field_id(face);
    let before = form.text.len();
    let hint = theme.rich(
        face.t("kiosk-opinion-hint"),
        theme.text.body,
        theme.colours.ink_soft,
    );
    egui::ScrollArea::vertical()
        .id_salt("words")
        .max_height(height)
        .auto_shrink([false, false])
        .stick_to_bottom(true)
        .show(ui, |ui| {
            let edit = TextEdit::multiline(&mut form.text)
                .id(id)
                .font(theme.regular(theme.text.body))
                .hint_text(hint)
                .margin(egui::Margin::same(crate::ui::theme::margin(theme.space.m)))
                .desired_width(f32::INFINITY);
            let response = ui.add_sized(vec2(ui.available_width(), height), edit);
            response.widget_info(|| {
                egui::WidgetInfo::labeled(
                    egui::accesskit::Role::MultilineTextInput,
                    true,
                    face.t("kiosk-opinion-field"),
                )
            });
            if response.changed() {
                // What stands above the field (the hint about numbers) was drawn before this letter came.
                ui.ctx().request_repaint();
            }
            // Typing on a keyboard needs no tap on the field first.
            if ui.memory(|memory| memory.focused().is_none()) {
                response.request_focus();
            }
        });
    if form.text.len() > TEXT_MOST_BYTES && form.text.len() > before {
        panel::cut(&mut form.text, TEXT_MOST_BYTES);
    }
    // The undo history keeps whole earlier texts; a resident's words live in one place only.
    if let Some(mut state) = TextEdit::load_state(ui.ctx(), id) {
        state.clear_undoer();
        TextEdit::store_state(ui.ctx(), id, state);
    }
    let row = vec2(ui.available_width(), theme.text.small * 1.5);
    let (rect, _) = ui.allocate_exact_size(row, egui::Sense::hover());
    let left = TEXT_MOST_BYTES.saturating_sub(form.text.len()) / 3;
    inside(ui, rect, Layout::right_to_left(Align::Center), |ui| {
        text::note(ui, face.tn("kiosk-opinion-left", left));
    });
}

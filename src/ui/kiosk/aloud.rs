//! Reading the page aloud: from the button, until it is through, the page changes, the resident is gone, or the button again.

use egui::Ui;
use zeroize::Zeroizing;

use super::draft::Draft;
use super::frame::Face;
use super::screen::Action;
use super::state::KioskUi;
use crate::app::aloud::Piece;
use crate::domain::plan::{Plan, ScaleKind, Text};
use crate::ui::theme::Theme;
use crate::ui::widgets::{Button, dialog, said, text};
use crate::words::{Lang, aloud, text};

impl KioskUi {
    /// Draws the page, and begins to read what it says where somebody has asked for it.
    pub(super) fn heard_page(&mut self, ui: &mut Ui, face: &Face) -> Vec<Action> {
        if !self.speaker.is_asked() {
            return self.page_ui(ui, face);
        }
        let ctx = ui.ctx().clone();
        let (actions, words) = said::heard(&ctx, || self.page_ui(ui, face));
        let lang = face.lang;
        let plan = self.session.draft().map(Draft::plan);
        let plan = plan.map(|plan| &**plan);
        let pieces: Vec<Piece> = words
            .into_iter()
            .map(|words| Piece {
                name: name_of(plan, lang, &words),
                text: Zeroizing::new(words),
            })
            .collect();
        self.speaker.read(&ctx, lang, pieces);
        actions
    }

    /// Why nothing is heard, over the page.
    pub(super) fn speaker_trouble_ui(&mut self, ui: &mut Ui, face: &Face) {
        let Some(trouble) = self.speaker.trouble().cloned() else {
            return;
        };
        let seen = dialog(ui, "aloud", |ui| {
            ui.spacing_mut().item_spacing.y = Theme::of(ui).space.m;
            text::lead(ui, trouble.say(face.lang));
            let seen = Button::primary(text!(face.lang, "kiosk-aloud-seen"));
            seen.fill_width(ui).show(ui).clicked()
        });
        if seen.inner {
            self.speaker.trouble_seen();
        }
    }
}

/// What a recording of a text is called: its key, or its place in the plan.
fn name_of(plan: Option<&Plan>, lang: Lang, words: &str) -> Option<String> {
    let key = aloud::key_of(lang, words).map(str::to_owned);
    key.or_else(|| plan_name(plan?, lang, words))
}

fn plan_name(plan: &Plan, lang: Lang, words: &str) -> Option<String> {
    let is = |text: &Text| text.get(lang).trim() == words;
    let id = &plan.id;
    if is(&plan.title) {
        return Some(format!("{id}-title"));
    }
    for subject in &plan.subjects {
        if is(&subject.name) {
            return Some(format!("{id}-{}", subject.id));
        }
    }
    for criterion in &plan.criteria {
        if is(&criterion.name) {
            return Some(format!("{id}-{}", criterion.id));
        }
        if is(&criterion.detail) {
            return Some(format!("{id}-{}-detail", criterion.id));
        }
    }
    for scale in &plan.scales {
        let ScaleKind::Named(choices) = &scale.kind else {
            continue;
        };
        if let Some(choice) = choices.iter().find(|choice| is(&choice.name)) {
            return Some(format!("{id}-{}-{}", scale.id, choice.id));
        }
    }
    None
}

//! Who or what to rate.

use egui::Ui;

use super::draft::Draft;
use super::frame::{Face, Surround, column_width, surround};
use super::screen::Action;
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, tiles};
use crate::ui::widgets::text;
use crate::ui::widgets::tile::ChoiceTile;

/// What the choice of subjects shows.
#[derive(Debug)]
pub struct SubjectsView<'a> {
    /// The surround.
    pub face: &'a Face,
    /// What was entered so far.
    pub draft: &'a Draft,
    /// Going on leads back to the review.
    pub editing: bool,
}

/// Draws the choice of subjects.
pub fn subjects_ui(ui: &mut Ui, view: &SubjectsView<'_>) -> Vec<Action> {
    let face = view.face;
    let plan = view.draft.plan();
    let rated = view.draft.rated();
    let next = match (view.editing, rated, plan.opinion.is_some()) {
        (true, _, _) => face.t("kiosk-to-review"),
        (false, 0, true) => face.t("kiosk-subjects-only-words"),
        (false, _, _) => face.t("kiosk-subjects-done"),
    };
    let may_go_on = rated > 0 || plan.opinion.is_some();
    let around = Surround {
        step: Some(0),
        back: Some(face.t("kiosk-back")),
        leave: true,
        next: Some((next, may_go_on)),
        ..Surround::default()
    };
    let mut actions = Vec::new();
    let pressed = surround(ui, face, &around, &mut actions, |ui, actions| {
        let theme = Theme::of(ui);
        column(ui, column_width(&theme), |ui| {
            text::title(ui, face.t("kiosk-subjects-title"));
            let told = if rated == 0 {
                face.t("kiosk-subjects-note")
            } else {
                face.tn("kiosk-subjects-rated", rated)
            };
            text::note(ui, told);
            ui.add_space(theme.space.s);
            let columns = match (theme.portrait, plan.subjects.len()) {
                (true, 0..=6) => 1,
                (true, _) | (false, 0..=4) => 2,
                (false, _) => 3,
            };
            tiles(ui, plan.subjects.len(), columns, |ui, place, width| {
                let Some(subject) = plan.subjects.get(place) else {
                    return;
                };
                let (answered, asked) = view.draft.progress(place);
                let role = subject.role.get(face.lang);
                let note = match (answered, answered == asked) {
                    (0, _) => role.to_owned(),
                    (_, true) => face.t("kiosk-subjects-complete"),
                    (_, false) => face.tf(
                        "kiosk-subjects-partly",
                        &[("n", &answered.to_string()), ("of", &asked.to_string())],
                    ),
                };
                let tile = ChoiceTile::door(subject.name.get(face.lang))
                    .note(note.trim())
                    .selected(answered > 0)
                    .width(width)
                    .height(theme.px(130.0));
                if tile.show(ui).clicked() {
                    actions.push(Action::Rate(place));
                }
            });
        });
    });
    if pressed.back {
        actions.push(Action::Back);
    }
    if pressed.next {
        actions.push(match view.draft.unfinished() {
            Some(subject) => Action::Rate(subject),
            None => Action::SubjectsDone,
        });
    }
    actions
}

//! Who or what to rate.

use egui::Ui;

use super::draft::Draft;
use super::frame::{Face, Surround, column_width, surround};
use super::screen::{Action, CardAction, Nav};
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, middle};
use crate::ui::widgets::text;
use crate::ui::widgets::tile::{ChoiceTile, grid};
use crate::words::text;

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
        (true, _, _) => text!(face.lang, "kiosk-to-review"),
        (false, 0, true) => text!(face.lang, "kiosk-subjects-only-words"),
        (false, _, _) => text!(face.lang, "kiosk-subjects-done"),
    };
    let may_go_on = rated > 0 || plan.opinion.is_some();
    let around = Surround {
        step: Some(0),
        back: Some(text!(face.lang, "kiosk-back")),
        leave: true,
        next: Some((next, may_go_on)),
        ..Surround::default()
    };
    let mut actions = Vec::new();
    let pressed = surround(ui, face, &around, &mut actions, |ui, actions| {
        let theme = Theme::of(ui);
        column(ui, column_width(&theme), |ui| {
            middle(ui, 0.3, |ui| {
                text::title(ui, text!(face.lang, "kiosk-subjects-title"));
                let told = if rated == 0 {
                    text!(face.lang, "kiosk-subjects-note")
                } else {
                    text!(face.lang, "kiosk-subjects-rated", n = rated)
                };
                text::note(ui, told);
                ui.add_space(theme.space.s);
                let columns = columns(theme.portrait, plan.subjects.len());
                let few = plan.subjects.len() <= if theme.portrait { 6 } else { 9 };
                let notes: Vec<String> = (0..plan.subjects.len())
                    .map(|place| note(face, view.draft, place))
                    .collect();
                let tiles = plan.subjects.iter().zip(&notes).enumerate();
                let tiles = tiles.map(|(place, (subject, note))| {
                    let tile = ChoiceTile::door(subject.name.get(face.lang))
                        .note(note)
                        .selected(view.draft.is_rated(place))
                        .height(theme.px(if few { 170.0 } else { 130.0 }));
                    if few { tile.big() } else { tile }
                });
                if let Some(place) = grid(ui, columns, tiles.collect()) {
                    actions.push(Action::Card(CardAction::Rate(place)));
                }
            });
        });
    });
    if pressed.back {
        actions.push(Action::Nav(Nav::Back));
    }
    if pressed.next {
        actions.push(match view.draft.unfinished() {
            Some(subject) => Action::Card(CardAction::Rate(subject)),
            None => Action::Card(CardAction::SubjectsDone),
        });
    }
    actions
}

/// How many stand beside each other.
pub(super) fn columns(portrait: bool, tiles: usize) -> usize {
    match (portrait, tiles) {
        (true, 0..=6) => 1,
        (true, _) | (false, 0..=4) => 2,
        (false, _) => 3,
    }
}

/// What is said under a subject's name: what they do, or how far the resident has come with them.
fn note(face: &Face, draft: &Draft, place: usize) -> String {
    match draft.progress(place) {
        (0, _) => {
            let subject = draft.plan().subjects.get(place);
            subject.map_or_else(String::new, |one| one.role.get(face.lang).trim().to_owned())
        }
        (answered, asked) if answered == asked => text!(face.lang, "kiosk-subjects-complete"),
        (answered, asked) => text!(face.lang, "kiosk-subjects-partly", n = answered, of = asked),
    }
}

//! Whom or what the words are about: nobody, until the resident says so (protocol §2.5).

use egui::Ui;

use super::draft::Draft;
use super::frame::{Face, Surround, column_width, surround};
use super::screen::{Action, CardAction, Nav};
use super::subjects::columns;
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, middle};
use crate::ui::widgets::text;
use crate::ui::widgets::tile::{ChoiceTile, grid};
use crate::words::text;

/// What the choice shows.
#[derive(Debug)]
pub struct AboutView<'a> {
    /// The surround.
    pub face: &'a Face,
    /// What was entered so far.
    pub draft: &'a Draft,
}

/// Draws the choice: nobody first, then the plan's subjects.
pub fn about_ui(ui: &mut Ui, view: &AboutView<'_>) -> Vec<Action> {
    let face = view.face;
    let plan = view.draft.plan();
    let around = Surround {
        step: Some(1),
        back: Some(text!(face.lang, "kiosk-back")),
        leave: true,
        ..Surround::default()
    };
    let mut actions = Vec::new();
    let pressed = surround(ui, face, &around, &mut actions, |ui, actions| {
        let theme = Theme::of(ui);
        column(ui, column_width(&theme), |ui| {
            middle(ui, 0.3, |ui| {
                text::title(ui, text!(face.lang, "kiosk-about-title"));
                text::note(ui, text!(face.lang, "kiosk-about-note"));
                ui.add_space(theme.space.s);
                let nobody = text!(face.lang, "kiosk-about-nobody");
                let height = theme.px(110.0);
                let mut tiles = vec![
                    ChoiceTile::new(&nobody)
                        .selected(view.draft.about.is_none())
                        .height(height),
                ];
                tiles.extend(plan.subjects.iter().enumerate().map(|(place, subject)| {
                    ChoiceTile::new(subject.name.get(face.lang))
                        .selected(view.draft.about == Some(place))
                        .height(height)
                }));
                let columns = columns(theme.portrait, tiles.len());
                if let Some(place) = grid(ui, columns, tiles) {
                    let about = place.checked_sub(1);
                    actions.push(Action::Card(CardAction::SetAbout(about)));
                }
            });
        });
    });
    if pressed.back {
        actions.push(Action::Nav(Nav::Back));
    }
    actions
}

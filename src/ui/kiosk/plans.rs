//! What is evaluated now.

use std::sync::Arc;

use egui::Ui;

use super::frame::{Face, Surround, column_width, surround};
use super::screen::{Action, CardAction, Nav};
use crate::domain::plan::Plan;
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, middle};
use crate::ui::widgets::text;
use crate::ui::widgets::tile::{ChoiceTile, grid};
use crate::words::text;

/// What the list of plans shows.
#[derive(Debug)]
pub struct PlansView<'a> {
    /// The surround.
    pub face: &'a Face,
    /// Plans that take cards today.
    pub plans: &'a [Arc<Plan>],
    /// Plans this resident has begun and not handed in, by place.
    pub begun: &'a [bool],
}

/// Draws the list of plans.
pub fn plans_ui(ui: &mut Ui, view: &PlansView<'_>) -> Vec<Action> {
    let face = view.face;
    let mut actions = Vec::new();
    let around = Surround {
        back: Some(text!(face.lang, "kiosk-back")),
        ..Surround::default()
    };
    let pressed = surround(ui, face, &around, &mut actions, |ui, actions| {
        let theme = Theme::of(ui);
        column(ui, column_width(&theme), |ui| {
            middle(ui, 0.34, |ui| {
                text::title(ui, text!(face.lang, "kiosk-plans-title"));
                ui.add_space(theme.space.m);
                let columns = if theme.portrait { 1 } else { 2 };
                let notes: Vec<String> = (0..view.plans.len())
                    .map(|place| note(view, place))
                    .collect();
                let tiles = view.plans.iter().zip(&notes).map(|(plan, note)| {
                    ChoiceTile::door(plan.title.get(face.lang))
                        .note(note)
                        .big()
                        .height(theme.px(220.0))
                });
                if let Some(place) = grid(ui, columns, tiles.collect()) {
                    actions.push(Action::Card(CardAction::ChoosePlan(place)));
                }
            });
        });
    });
    if pressed.back {
        actions.push(Action::Nav(Nav::Back));
    }
    actions
}

fn note(view: &PlansView<'_>, place: usize) -> String {
    let begun = view.begun.get(place).copied().unwrap_or(false);
    if begun {
        return text!(view.face.lang, "kiosk-plans-begun");
    }
    view.plans.get(place).map_or_else(String::new, |plan| {
        plan.summary.get(view.face.lang).to_owned()
    })
}

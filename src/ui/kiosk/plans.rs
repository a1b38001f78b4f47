//! What is evaluated now.

use std::sync::Arc;

use egui::Ui;

use super::frame::{Face, Surround, column_width, surround};
use super::screen::Action;
use crate::domain::plan::Plan;
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, tiles};
use crate::ui::widgets::text;
use crate::ui::widgets::tile::ChoiceTile;

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
        back: Some(face.t("kiosk-back")),
        ..Surround::default()
    };
    let pressed = surround(ui, face, &around, &mut actions, |ui, actions| {
        let theme = Theme::of(ui);
        column(ui, column_width(&theme), |ui| {
            text::title(ui, face.t("kiosk-plans-title"));
            ui.add_space(theme.space.s);
            let columns = if theme.portrait { 1 } else { 2 };
            tiles(ui, view.plans.len(), columns, |ui, place, width| {
                let Some(plan) = view.plans.get(place) else {
                    return;
                };
                let begun = view.begun.get(place).copied().unwrap_or(false);
                let note = if begun {
                    face.t("kiosk-plans-begun")
                } else {
                    plan.summary.get(face.lang).to_owned()
                };
                let tile = ChoiceTile::door(plan.title.get(face.lang))
                    .note(&note)
                    .width(width);
                if tile.height(theme.px(170.0)).show(ui).clicked() {
                    actions.push(Action::ChoosePlan(place));
                }
            });
        });
    });
    if pressed.back {
        actions.push(Action::Back);
    }
    actions
}

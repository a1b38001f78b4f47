//! The receipt is lost: what that means, what goes on without it, and what to do.

use egui::Ui;

use super::frame::{Face, Surround, surround};
use super::screen::{Action, Nav};
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, middle};
use crate::ui::widgets::{card, text};
use crate::words::{key, text};

/// What the page shows.
#[derive(Debug)]
pub struct LostView<'a> {
    /// The surround.
    pub face: &'a Face,
    /// Where to ask in person.
    pub office_place: &'a str,
    /// Whom to call.
    pub telephone: &'a str,
}

/// Draws the page. It asks nothing and looks nothing up: nobody can find a number again.
pub fn lost_ui(ui: &mut Ui, view: &LostView<'_>) -> Vec<Action> {
    let face = view.face;
    let mut actions = Vec::new();
    let around = Surround {
        back: Some(text!(face.lang, "kiosk-back")),
        next: Some((text!(face.lang, "kiosk-finish"), true)),
        ..Surround::default()
    };
    let pressed = surround(ui, face, &around, &mut actions, |ui, _| {
        let theme = Theme::of(ui);
        column(ui, theme.px(1320.0), |ui| {
            middle(ui, 0.4, |ui| {
                card(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = theme.space.m;
                    text::title(ui, text!(face.lang, "kiosk-lost-title"));
                    for line in [
                        key!("kiosk-lost-nobody"),
                        key!("kiosk-lost-goes-on"),
                        key!("kiosk-lost-again"),
                        key!("kiosk-lost-finder"),
                    ] {
                        text::lead(ui, face.t(line));
                    }
                    let ask = text!(
                        face.lang,
                        "kiosk-receipt-ask",
                        place = view.office_place,
                        telephone = view.telephone
                    );
                    text::note(ui, ask);
                });
            });
        });
    });
    if pressed.back {
        actions.push(Action::Nav(Nav::Back));
    }
    if pressed.next {
        actions.push(Action::Nav(Nav::Finished));
    }
    actions
}

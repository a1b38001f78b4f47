//! The notice board.

use egui::Ui;

use super::frame::{Face, Surround, column_width, surround};
use super::receipt::day;
use super::screen::{Action, Nav};
use crate::domain::notice::Notice;
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, middle};
use crate::ui::widgets::tile::ChoiceTile;
use crate::ui::widgets::{Icon, card, text};
use crate::words::text;

/// Draws the list of notices.
pub fn notices_ui(ui: &mut Ui, face: &Face, notices: &[Notice]) -> Vec<Action> {
    let mut actions = Vec::new();
    let around = Surround {
        back: Some(text!(face.lang, "kiosk-back")),
        ..Surround::default()
    };
    let pressed = surround(ui, face, &around, &mut actions, |ui, actions| {
        let theme = Theme::of(ui);
        column(ui, column_width(&theme), |ui| {
            middle(ui, if notices.is_empty() { 0.4 } else { 0.25 }, |ui| {
                ui.spacing_mut().item_spacing.y = theme.space.m;
                text::title(ui, text!(face.lang, "kiosk-notices-title"));
                if notices.is_empty() {
                    text::lead(ui, text!(face.lang, "kiosk-notices-none"));
                }
                for (place, notice) in notices.iter().enumerate() {
                    let posted = day(face, notice.posted);
                    let tile = ChoiceTile::door(&notice.document.title)
                        .note(&posted)
                        .icon(Icon::Board)
                        .big();
                    if tile.height(theme.px(150.0)).show(ui).clicked() {
                        actions.push(Action::Nav(Nav::OpenNotice(place)));
                    }
                }
            });
        });
    });
    if pressed.back {
        actions.push(Action::Nav(Nav::Back));
    }
    actions
}

/// Draws one notice.
pub fn notice_ui(ui: &mut Ui, face: &Face, notice: Option<&Notice>) -> Vec<Action> {
    let mut actions = Vec::new();
    let around = Surround {
        back: Some(text!(face.lang, "kiosk-back")),
        ..Surround::default()
    };
    let pressed = surround(ui, face, &around, &mut actions, |ui, _| {
        let theme = Theme::of(ui);
        column(ui, theme.px(1320.0), |ui| {
            let Some(notice) = notice else {
                return;
            };
            middle(ui, 0.3, |ui| {
                card(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = theme.space.m;
                    text::title(ui, notice.document.title.as_str());
                    text::note(ui, day(face, notice.posted));
                    let body = notice.document.plain();
                    for line in body.lines().filter(|line| !line.trim().is_empty()) {
                        text::lead(ui, line);
                    }
                });
            });
        });
    });
    if pressed.back {
        actions.push(Action::Nav(Nav::Back));
    }
    actions
}

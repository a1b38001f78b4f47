//! Handed in: thanks, and a receipt for whoever wants one.

use egui::{Align, Layout, Ui, Vec2, vec2};

use super::frame::{Face, Surround, surround};
use super::screen::{Action, Nav};
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, middle, slip};
use crate::ui::widgets::{Button, Icon, icon, text};
use crate::words::text;

/// Draws the thanks. It knows nothing of the card: whoever looks over a shoulder learns nothing of it either.
pub fn thanks_ui(ui: &mut Ui, face: &Face) -> Vec<Action> {
    let mut actions = Vec::new();
    let around = Surround::default();
    surround(ui, face, &around, &mut actions, |ui, actions| {
        let theme = Theme::of(ui);
        column(ui, theme.px(1240.0), |ui| {
            middle(ui, 0.42, |ui| {
                ui.spacing_mut().item_spacing.y = theme.space.m;
                ui.with_layout(Layout::top_down(Align::Center), |ui| thanks(ui, face));
                offer(ui, face, actions);
                ui.add_space(theme.space.xs);
                let done = Button::quiet(text!(face.lang, "kiosk-finish"));
                if done.fill_width(ui).show(ui).clicked() {
                    actions.push(Action::Nav(Nav::Finished));
                }
            });
        });
    });
    actions
}

fn thanks(ui: &mut Ui, face: &Face) {
    let theme = Theme::of(ui);
    let c = theme.colours;
    // A low screen in large type has room for the words only.
    if theme.portrait || !theme.look.large {
        let disc = (theme.text.display * 1.6).round();
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(disc), egui::Sense::hover());
        let painter = ui.painter();
        painter.circle_filled(rect.center(), disc / 2.0, c.accent_soft);
        icon::paint(
            painter,
            Icon::Tick,
            icon::square(rect, disc * 0.5),
            c.accent,
        );
    }
    text::title(ui, text!(face.lang, "kiosk-thanks-title"));
    text::lead(ui, text!(face.lang, "kiosk-thanks-words"));
    ui.add_space(theme.space.xs);
}

/// The slip that can be taken.
fn offer(ui: &mut Ui, face: &Face, actions: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    let take = Button::primary(text!(face.lang, "kiosk-thanks-take"));
    let pressed = slip(ui, theme.space.inset, |ui| {
        ui.spacing_mut().item_spacing = vec2(theme.space.m, theme.space.m);
        if theme.portrait {
            ui.horizontal(|ui| words(ui, face, ui.available_width()));
            return take.fill_width(ui).show(ui).clicked();
        }
        let wide = theme.px(360.0);
        ui.horizontal(|ui| {
            words(ui, face, ui.available_width() - wide - theme.space.m);
            take.width(wide).show(ui).clicked()
        })
        .inner
    });
    if pressed {
        actions.push(Action::Nav(Nav::TakeReceipt));
    }
}

/// What a receipt is for, with its sign, `width` points wide.
fn words(ui: &mut Ui, face: &Face, width: f32) {
    let theme = Theme::of(ui);
    let side = theme.text.lead * 2.0;
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(side), egui::Sense::hover());
    icon::paint(ui.painter(), Icon::Receipt, rect, theme.colours.accent);
    let width = width - side - theme.space.m;
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = theme.space.xs;
        text::heading(ui, text!(face.lang, "kiosk-thanks-receipt-title"));
        text::body(ui, text!(face.lang, "kiosk-thanks-receipt-words"));
    });
}

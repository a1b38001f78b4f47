//! Where every resident begins.

use egui::Ui;

use super::frame::{Face, Surround, column_width, surround};
use super::screen::Action;
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, lift, tiles};
use crate::ui::widgets::tile::ChoiceTile;
use crate::ui::widgets::{Button, Icon, text};

/// What the welcome screen shows.
#[derive(Debug)]
pub struct WelcomeView<'a> {
    /// The surround.
    pub face: &'a Face,
    /// Plans that take cards today.
    pub open_plans: usize,
    /// Notices on the board.
    pub notices: usize,
}

/// Draws the welcome screen.
pub fn welcome_ui(ui: &mut Ui, view: &WelcomeView<'_>) -> Vec<Action> {
    let face = view.face;
    let mut actions = Vec::new();
    let theme = Theme::of(ui);
    let around = Surround::default();
    surround(ui, face, &around, &mut actions, |ui, actions| {
        column(ui, column_width(&theme).min(theme.px(1280.0)), |ui| {
            let words_height = theme.text.display * 1.4 + theme.text.lead * 3.0;
            let doors = if theme.portrait { 2.0 } else { 1.0 };
            let tall =
                words_height + theme.px(150.0) + doors * theme.px(150.0) + theme.space.l * 3.5;
            lift(ui, tall);
            ui.spacing_mut().item_spacing.y = theme.space.s;
            text::display(ui, face.t("kiosk-welcome-title"));
            text::lead(ui, face.t("kiosk-welcome-promise"));
            ui.add_space(theme.space.l);
            if view.open_plans > 0 {
                let start = Button::primary(face.t("kiosk-welcome-start")).icon_after(Icon::Right);
                if tall_button(ui, start).clicked() {
                    actions.push(Action::Begin);
                }
            } else {
                text::lead(ui, face.t("kiosk-welcome-closed"));
            }
            ui.add_space(theme.space.l);
            let columns = if theme.portrait { 1 } else { 2 };
            tiles(ui, 2, columns, |ui, place, width| {
                let (title, note, icon, action) = if place == 0 {
                    let note = face.t("kiosk-welcome-lookup-note");
                    (
                        face.t("kiosk-welcome-lookup"),
                        note,
                        Icon::Receipt,
                        Action::OpenLookup,
                    )
                } else {
                    let note = face.tn("kiosk-welcome-notices-note", view.notices);
                    (
                        face.t("kiosk-welcome-notices"),
                        note,
                        Icon::Board,
                        Action::OpenNotices,
                    )
                };
                let door = ChoiceTile::door(&title).note(&note).icon(icon).width(width);
                if door.height(theme.px(130.0)).show(ui).clicked() {
                    actions.push(action);
                }
            });
        });
    });
    actions
}

/// The one button a passer-by must find: as wide as its column and taller than any other.
fn tall_button(ui: &mut Ui, button: Button) -> egui::Response {
    let theme = Theme::of(ui);
    ui.scope(|ui| {
        // The button takes its height from the theme in force; here, one half more.
        let mut tall = theme;
        tall.space.button = (theme.space.button * 1.5).round();
        tall.text.lead = (theme.text.lead * 1.25).round();
        with_theme(ui, tall, |ui| button.fill_width(ui).show(ui))
    })
    .inner
}

/// Draws `add` under another theme.
pub fn with_theme<R>(ui: &mut Ui, theme: Theme, add: impl FnOnce(&mut Ui) -> R) -> R {
    let before = Theme::of(ui);
    let ctx = ui.ctx().clone();
    ctx.data_mut(|data| data.insert_temp(egui::Id::NULL, theme));
    let done = add(ui);
    ctx.data_mut(|data| data.insert_temp(egui::Id::NULL, before));
    done
}

//! Where every resident begins.

use egui::Ui;

use super::frame::{Face, Surround, surround};
use super::screen::{Action, CardAction, Nav};
use crate::app::kiosk::Service;
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, middle};
use crate::ui::widgets::tile::{ChoiceTile, grid};
use crate::ui::widgets::{Button, Icon, Tone, notice, text};
use crate::words::text;

/// What the welcome screen shows.
#[derive(Debug)]
pub struct WelcomeView<'a> {
    /// The surround.
    pub face: &'a Face,
    /// Whether the device takes cards at all.
    pub service: Service,
    /// Plans that take cards today.
    pub open_plans: usize,
    /// Whether words alone are taken.
    pub takes_words: bool,
    /// Notices on the board.
    pub notices: usize,
    /// Where the office is.
    pub office_place: &'a str,
    /// Its telephone.
    pub telephone: &'a str,
}

/// Draws the welcome screen.
pub fn welcome_ui(ui: &mut Ui, view: &WelcomeView<'_>) -> Vec<Action> {
    let face = view.face;
    let mut actions = Vec::new();
    let theme = Theme::of(ui);
    let around = Surround::default();
    surround(ui, face, &around, &mut actions, |ui, actions| {
        let wide = if theme.portrait {
            f32::INFINITY
        } else {
            theme.px(1320.0)
        };
        column(ui, wide, |ui| {
            middle(ui, 0.44, |ui| {
                ui.spacing_mut().item_spacing.y = theme.space.m;
                greeting(ui, face);
                ui.add_space(if theme.look.large {
                    theme.space.s
                } else {
                    theme.space.l
                });
                start(ui, view, actions);
                if view.service != Service::Withdrawn {
                    ui.add_space(theme.space.s);
                    doors(ui, view, actions);
                }
            });
        });
    });
    actions
}

/// The title, as large as fits on one line, and the promise in one sentence.
fn greeting(ui: &mut Ui, face: &Face) {
    let theme = Theme::of(ui);
    let mut hero = theme;
    let title = text!(face.lang, "kiosk-welcome-title");
    let largest = theme.text.display * if theme.portrait { 1.5 } else { 1.25 };
    let font = theme.bold(largest);
    let long = text::line(ui, &title, font, theme.colours.ink, f32::INFINITY);
    let fits = (ui.available_width() / long.size().x).min(1.0);
    hero.text.display = (largest * fits).floor();
    with_theme(ui, hero, |ui| text::display(ui, &title));
    text::lead(ui, text!(face.lang, "kiosk-welcome-promise"));
}

fn start(ui: &mut Ui, view: &WelcomeView<'_>, actions: &mut Vec<Action>) {
    let face = view.face;
    if view.open_plans > 0 {
        let start =
            Button::primary(text!(face.lang, "kiosk-welcome-start")).icon_after(Icon::Right);
        if tall_button(ui, start).clicked() {
            actions.push(Action::Card(CardAction::Begin));
        }
    } else if view.service == Service::Open {
        notice(ui, Tone::Info, text!(face.lang, "kiosk-welcome-closed"));
    } else {
        let said = text!(
            face.lang,
            "kiosk-welcome-retired",
            place = view.office_place,
            telephone = view.telephone
        );
        notice(ui, Tone::Info, said);
    }
}

/// The other ways to go: words alone, looking a receipt up, and the notice board.
fn doors(ui: &mut Ui, view: &WelcomeView<'_>, actions: &mut Vec<Action>) {
    let face = view.face;
    let theme = Theme::of(ui);
    let columns = match (theme.portrait, view.takes_words) {
        (true, _) => 1,
        (false, true) => 3,
        (false, false) => 2,
    };
    let high = theme.px(if theme.portrait { 190.0 } else { 160.0 });
    let notices = if view.notices == 0 {
        text!(face.lang, "kiosk-welcome-notices-empty")
    } else {
        text!(face.lang, "kiosk-welcome-notices-note", n = view.notices)
    };
    let words = [
        text!(face.lang, "kiosk-welcome-words"),
        text!(face.lang, "kiosk-welcome-words-note"),
        text!(face.lang, "kiosk-welcome-lookup"),
        text!(face.lang, "kiosk-welcome-lookup-note"),
        text!(face.lang, "kiosk-welcome-notices"),
        notices,
    ];
    let [say, say_note, lookup, lookup_note, board, board_note] = &words;
    let speaks = (
        say,
        say_note,
        Icon::Pencil,
        Action::Card(CardAction::BeginWords),
    );
    let others = [
        (
            lookup,
            lookup_note,
            Icon::Receipt,
            Action::Nav(Nav::OpenLookup),
        ),
        (
            board,
            board_note,
            Icon::Board,
            Action::Nav(Nav::OpenNotices),
        ),
    ];
    let doors: Vec<_> = view
        .takes_words
        .then_some(speaks)
        .into_iter()
        .chain(others)
        .collect();
    // Three of them side by side have room for their names alone in large type.
    let is_noted = columns < 3 || !theme.look.large;
    let tiles = doors.iter().map(|(title, note, icon, _)| {
        ChoiceTile::door(title)
            .note(if is_noted { note } else { "" })
            .icon(*icon)
            .big()
            .height(high)
    });
    let pressed = grid(ui, columns, tiles.collect());
    let pressed = pressed.and_then(|place| doors.into_iter().nth(place));
    actions.extend(pressed.map(|(.., action)| action));
}

/// The one button a passer-by must find: as wide as its column and taller than any other.
fn tall_button(ui: &mut Ui, button: Button) -> egui::Response {
    let theme = Theme::of(ui);
    // The button takes its height from the theme in force.
    let mut tall = theme;
    let height = match (theme.portrait, theme.look.large) {
        (true, _) => 2.1,
        (false, false) => 1.8,
        (false, true) => 1.2,
    };
    tall.space.button = (theme.space.button * height).round();
    tall.text.button = (theme.text.button * if theme.look.large { 1.2 } else { 1.5 }).round();
    with_theme(ui, tall, |ui| button.fill_width(ui).show(ui))
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

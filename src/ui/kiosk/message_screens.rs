//! What stands alone on a screen: not saved, handed back, refused.

use egui::{Align, Ui, Vec2};

use super::frame::{Face, Surround, surround};
use super::screen::{Action, CardAction, Nav};
use crate::ui::theme::Theme;
use crate::ui::widgets::icon;
use crate::ui::widgets::layout::{column, middle};
use crate::ui::widgets::{Button, Icon, Tone, notice, text};
use crate::words::{Sentence, text};

/// A sign on a disc, a title, a sentence and one button, in the middle of the screen.
pub struct Plate<'a> {
    /// The sign.
    pub sign: Icon,
    /// The title.
    pub title: String,
    /// The sentences below.
    pub lines: Vec<String>,
    /// A banner, if something needs attention.
    pub banner: Option<(Tone, String)>,
    /// Buttons from the first choice down.
    pub buttons: Vec<(String, Action)>,
    /// The surround.
    pub face: &'a Face,
}

/// Draws a plate.
pub fn plate_ui(ui: &mut Ui, plate: Plate<'_>, actions: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    let c = theme.colours;
    column(ui, theme.px(1160.0), |ui| {
        let disc = (theme.text.display * 1.9).round();
        let centred = |ui: &mut Ui| {
            ui.spacing_mut().item_spacing.y = theme.space.m;
            // A low screen in large type has room for the words only.
            if theme.portrait || !theme.look.large {
                let (rect, _) = ui.allocate_exact_size(Vec2::splat(disc), egui::Sense::hover());
                ui.painter()
                    .circle_filled(rect.center(), disc / 2.0, c.accent_soft);
                let square = icon::square(rect, disc * 0.5);
                icon::paint(ui.painter(), plate.sign, square, c.accent);
            }
            text::title(ui, plate.title);
            for line in plate.lines {
                text::lead(ui, line);
            }
            if let Some((tone, sentence)) = plate.banner {
                notice(ui, tone, &sentence);
            }
            ui.add_space(theme.space.s);
            for (place, (label, action)) in plate.buttons.into_iter().enumerate() {
                let button = if place == 0 {
                    Button::primary(label)
                } else {
                    Button::quiet(label)
                };
                let wide = theme.px(720.0).min(ui.available_width());
                if button
                    .width(wide)
                    .enabled(!plate.face.busy)
                    .show(ui)
                    .clicked()
                {
                    actions.push(action);
                }
            }
        };
        middle(ui, 0.42, |ui| {
            ui.with_layout(egui::Layout::top_down(Align::Center), centred);
        });
    });
}

/// A plate, and nothing around it but the name and the settings.
fn plate_alone(ui: &mut Ui, plate: Plate<'_>) -> Vec<Action> {
    let mut actions = Vec::new();
    let (face, around) = (plate.face, Surround::default());
    surround(ui, face, &around, &mut actions, |ui, actions| {
        plate_ui(ui, plate, actions);
    });
    actions
}

/// Draws what a resident sees when the card could not be saved.
pub fn not_saved_ui(ui: &mut Ui, face: &Face, reason: Option<&Sentence>) -> Vec<Action> {
    let mut actions = Vec::new();
    let around = Surround {
        back: Some(text!(face.lang, "kiosk-not-saved-back")),
        leave: true,
        next: Some((text!(face.lang, "kiosk-not-saved-again"), true)),
        ..Surround::default()
    };
    let pressed = surround(ui, face, &around, &mut actions, |ui, actions| {
        let plate = Plate {
            sign: Icon::Sheets,
            title: text!(face.lang, "kiosk-not-saved-title"),
            lines: vec![text!(face.lang, "kiosk-not-saved-kept")],
            banner: reason.map(|sentence| (Tone::Warn, sentence.say(face.lang))),
            buttons: Vec::new(),
            face,
        };
        plate_ui(ui, plate, actions);
    });
    if pressed.back {
        actions.push(Action::Nav(Nav::Back));
    }
    if pressed.next {
        actions.push(Action::Card(CardAction::HandIn));
    }
    actions
}

/// Draws the screen on which a tablet goes back to the grid worker.
pub fn hand_back_ui(ui: &mut Ui, face: &Face) -> Vec<Action> {
    let plate = Plate {
        sign: Icon::Lock,
        title: text!(face.lang, "kiosk-hand-back-title"),
        lines: vec![text!(face.lang, "kiosk-hand-back-words")],
        banner: None,
        buttons: vec![(
            text!(face.lang, "kiosk-hand-back-next"),
            Action::Nav(Nav::NextResident),
        )],
        face,
    };
    plate_alone(ui, plate)
}

/// Draws why the kiosk could not start: for staff, in plain words.
pub fn refused_ui(ui: &mut Ui, face: &Face, sentences: &[Sentence]) -> Vec<Action> {
    let plate = Plate {
        sign: Icon::Info,
        title: text!(face.lang, "kiosk-refused-title"),
        lines: sentences.iter().map(|one| one.say(face.lang)).collect(),
        banner: Some((Tone::Info, text!(face.lang, "kiosk-refused-help"))),
        buttons: Vec::new(),
        face,
    };
    plate_alone(ui, plate)
}

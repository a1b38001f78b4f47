//! Handing in: with or without a receipt, saved, not saved, handed back.

use egui::{Align, Ui, Vec2};

use super::frame::{Face, Surround, surround};
use super::screen::Action;
use crate::ui::theme::Theme;
use crate::ui::widgets::icon;
use crate::ui::widgets::layout::{column, lift, tiles};
use crate::ui::widgets::tile::ChoiceTile;
use crate::ui::widgets::{Button, Icon, Tone, notice, text};
use crate::words::Sentence;

/// What the choice of a receipt shows.
#[derive(Debug)]
pub struct ReceiptChoiceView<'a> {
    /// The surround.
    pub face: &'a Face,
    /// Something was written: a reply can be expected.
    pub has_words: bool,
}

/// Draws the choice: with or without a receipt, the same size, either hands the card in.
pub fn receipt_choice_ui(ui: &mut Ui, view: &ReceiptChoiceView<'_>) -> Vec<Action> {
    let face = view.face;
    let around = Surround {
        step: Some(3),
        back: Some(face.t("kiosk-back")),
        leave: true,
        ..Surround::default()
    };
    let mut actions = Vec::new();
    let pressed = surround(ui, face, &around, &mut actions, |ui, actions| {
        let theme = Theme::of(ui);
        column(ui, theme.px(1400.0), |ui| {
            let rows = if theme.portrait { 2.0 } else { 1.0 };
            lift(
                ui,
                theme.text.title * 2.0 + theme.text.lead * 4.0 + rows * theme.px(280.0),
            );
            text::title(ui, face.t("kiosk-choice-title"));
            let why = if view.has_words {
                "kiosk-choice-why-words"
            } else {
                "kiosk-choice-why-ratings"
            };
            text::lead(ui, face.t(why));
            ui.add_space(theme.space.l);
            let columns = if theme.portrait { 1 } else { 2 };
            tiles(ui, 2, columns, |ui, place, width| {
                let receipt = place == 0;
                let (title, note, sign) = if receipt {
                    ("kiosk-choice-with", "kiosk-choice-with-note", Icon::Receipt)
                } else {
                    (
                        "kiosk-choice-without",
                        "kiosk-choice-without-note",
                        Icon::Tick,
                    )
                };
                let (title, note) = (face.t(title), face.t(note));
                let door = ChoiceTile::door(&title)
                    .note(&note)
                    .icon(sign)
                    .width(width)
                    .enabled(!face.busy)
                    .height(theme.px(250.0));
                if door.show(ui).clicked() {
                    actions.push(Action::HandIn { receipt });
                }
            });
            ui.add_space(theme.space.m);
            let told = if face.busy {
                "kiosk-choice-saving"
            } else {
                "kiosk-choice-equal"
            };
            text::note(ui, face.t(told));
        });
    });
    if pressed.back {
        actions.push(Action::Back);
    }
    actions
}

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
    column(ui, theme.px(1000.0), |ui| {
        let disc = theme.text.display * 2.0;
        let rows = crate::ui::widgets::layout::number(plate.lines.len()) * theme.text.lead * 3.0;
        let buttons = crate::ui::widgets::layout::number(plate.buttons.len())
            * (theme.space.button + theme.space.m);
        let banner = if plate.banner.is_some() {
            theme.space.touch * 1.6
        } else {
            0.0
        };
        lift(
            ui,
            disc + theme.text.title * 2.0 + rows + buttons + banner + theme.space.l * 2.0,
        );
        ui.with_layout(egui::Layout::top_down(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.y = theme.space.m;
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(disc), egui::Sense::hover());
            ui.painter()
                .circle_filled(rect.center(), disc / 2.0, c.accent_soft);
            icon::paint(
                ui.painter(),
                plate.sign,
                icon::square(rect, disc * 0.5),
                c.accent,
            );
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
                let wide = theme.px(640.0).min(ui.available_width());
                if button
                    .width(wide)
                    .enabled(!plate.face.busy)
                    .show(ui)
                    .clicked()
                {
                    actions.push(action);
                }
            }
        });
    });
}

/// Draws the thanks of a resident who wanted no receipt.
pub fn thanks_ui(ui: &mut Ui, face: &Face) -> Vec<Action> {
    let mut actions = Vec::new();
    surround(
        ui,
        face,
        &Surround::default(),
        &mut actions,
        |ui, actions| {
            let plate = Plate {
                sign: Icon::Tick,
                title: face.t("kiosk-thanks-title"),
                lines: vec![face.t("kiosk-thanks-words")],
                banner: None,
                buttons: vec![(face.t("kiosk-finish"), Action::Finished)],
                face,
            };
            plate_ui(ui, plate, actions);
        },
    );
    actions
}

/// Draws what a resident sees when the card could not be saved.
pub fn not_saved_ui(
    ui: &mut Ui,
    face: &Face,
    reason: Option<&Sentence>,
    receipt: bool,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let around = Surround {
        back: Some(face.t("kiosk-not-saved-back")),
        leave: true,
        ..Surround::default()
    };
    let pressed = surround(ui, face, &around, &mut actions, |ui, actions| {
        let plate = Plate {
            sign: Icon::Sheets,
            title: face.t("kiosk-not-saved-title"),
            lines: vec![face.t("kiosk-not-saved-kept")],
            banner: reason.map(|sentence| (Tone::Warn, sentence.say(face.lang))),
            buttons: vec![(face.t("kiosk-not-saved-again"), Action::HandIn { receipt })],
            face,
        };
        plate_ui(ui, plate, actions);
    });
    if pressed.back {
        actions.push(Action::Back);
    }
    actions
}

/// Draws the screen on which a tablet goes back to the grid worker.
pub fn hand_back_ui(ui: &mut Ui, face: &Face) -> Vec<Action> {
    let mut actions = Vec::new();
    surround(
        ui,
        face,
        &Surround::default(),
        &mut actions,
        |ui, actions| {
            let plate = Plate {
                sign: Icon::Lock,
                title: face.t("kiosk-hand-back-title"),
                lines: vec![face.t("kiosk-hand-back-words")],
                banner: None,
                buttons: vec![(face.t("kiosk-hand-back-next"), Action::NextResident)],
                face,
            };
            plate_ui(ui, plate, actions);
        },
    );
    actions
}

/// Draws why the kiosk could not start: for staff, in plain words.
pub fn refused_ui(ui: &mut Ui, face: &Face, sentences: &[Sentence]) -> Vec<Action> {
    let mut actions = Vec::new();
    surround(
        ui,
        face,
        &Surround::default(),
        &mut actions,
        |ui, actions| {
            let plate = Plate {
                sign: Icon::Info,
                title: face.t("kiosk-refused-title"),
                lines: sentences.iter().map(|one| one.say(face.lang)).collect(),
                banner: Some((Tone::Info, face.t("kiosk-refused-help"))),
                buttons: Vec::new(),
                face,
            };
            plate_ui(ui, plate, actions);
        },
    );
    actions
}

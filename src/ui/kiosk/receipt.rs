//! The receipt: shown once, large enough to be photographed, gone after its time.

use chrono::Datelike;
use egui::{Align, Ui};
use zeroize::Zeroizing;

use super::frame::{Face, Surround, column_width, surround};
use super::idle::whole_secs;
use super::screen::{Action, Nav};
use super::session::ShownReceipt;
use crate::domain::calendar::Promise;
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, middle, slip, slip_edge};
use crate::ui::widgets::{qr, text};
use crate::words::text;

/// What the receipt screen shows.
#[derive(Debug)]
pub struct ReceiptView<'a> {
    /// The surround.
    pub face: &'a Face,
    /// The receipt.
    pub shown: &'a ShownReceipt,
    /// The QR code's rows of dark modules; empty when it could not be made.
    pub modules: &'a [Vec<bool>],
    /// Where to ask in person.
    pub office_place: &'a str,
    /// Whom to call.
    pub telephone: &'a str,
}

/// Draws the receipt.
pub fn receipt_ui(ui: &mut Ui, view: &ReceiptView<'_>) -> Vec<Action> {
    let face = view.face;
    let mut actions = Vec::new();
    let left = whole_secs(view.shown.until - face.now);
    let around = Surround {
        more: Some(text!(face.lang, "kiosk-receipt-more", n = left)),
        next: Some((text!(face.lang, "kiosk-receipt-finish"), true)),
        ..Surround::default()
    };
    let pressed = surround(ui, face, &around, &mut actions, |ui, _| {
        let theme = Theme::of(ui);
        column(ui, column_width(&theme), |ui| {
            if theme.portrait {
                slip(ui, theme.space.inset, |ui| {
                    ui.spacing_mut().item_spacing.y = theme.space.m;
                    let share = if theme.look.large { 0.44 } else { 0.52 };
                    let side = ui.available_width().min(ui.available_height() * share);
                    ui.with_layout(egui::Layout::top_down(Align::Center), |ui| {
                        code(ui, view, side);
                    });
                    words(ui, view);
                });
            } else {
                let high = ui.available_height() - theme.space.s - slip_edge(&theme);
                let side = high.min(ui.available_width() * 0.48);
                middle(ui, 0.4, |ui| {
                    // The code brings its own white around it; the words begin where its modules do.
                    slip(ui, 0.0, |ui| {
                        ui.horizontal_top(|ui| {
                            ui.spacing_mut().item_spacing.x = theme.space.m;
                            code(ui, view, side);
                            ui.vertical(|ui| {
                                ui.set_max_width(ui.available_width() - theme.space.inset);
                                ui.add_space(if theme.look.large {
                                    theme.space.xs
                                } else {
                                    theme.space.inset
                                });
                                words(ui, view);
                            });
                        });
                    });
                });
            }
        });
    });
    if pressed.more {
        actions.push(Action::Nav(Nav::KeepReceipt));
    }
    if pressed.next {
        actions.push(Action::Nav(Nav::Finished));
    }
    actions
}

fn code(ui: &mut Ui, view: &ReceiptView<'_>, side: f32) {
    let label = text!(view.face.lang, "kiosk-receipt-qr");
    qr(ui, view.modules, side, &label);
}

fn words(ui: &mut Ui, view: &ReceiptView<'_>) {
    let face = view.face;
    let theme = Theme::of(ui);
    let gap = if theme.look.large {
        theme.space.xs
    } else {
        theme.space.s
    };
    ui.spacing_mut().item_spacing.y = gap;
    text::title(ui, text!(face.lang, "kiosk-receipt-title"));
    text::note(ui, text!(face.lang, "kiosk-receipt-photo"));
    ui.add_space(theme.space.xs);
    number(ui, view);
    let promise = match view.shown.issued.promise {
        Promise::By(due) => {
            let date = day(face, due.date);
            if due.provisional {
                text!(face.lang, "kiosk-receipt-reply-provisional", date = date)
            } else {
                text!(face.lang, "kiosk-receipt-reply", date = date)
            }
        }
        Promise::Within { working_days } => {
            text!(face.lang, "kiosk-receipt-reply-within", n = working_days)
        }
    };
    text::body(ui, promise);
    // In large type on a low screen the code's own text says it.
    if theme.portrait || !theme.look.large {
        let ask = text!(
            face.lang,
            "kiosk-receipt-ask",
            place = view.office_place,
            telephone = view.telephone
        );
        text::note(ui, ask);
    }
    text::note(ui, text!(face.lang, "kiosk-receipt-secret"));
    ui.add_space(theme.space.s);
}

/// The number in its five groups, as large as the column allows. Digit by digit: egui keeps the texts it lays out,
/// and frees them without wiping, so the whole number is never one of them.
fn number(ui: &mut Ui, view: &ReceiptView<'_>) {
    let theme = Theme::of(ui);
    let ink = theme.colours.ink;
    let grouped: Zeroizing<String> = view.shown.issued.number.grouped();
    let lay = |ui: &Ui, digit: char, size: f32| {
        let mut bytes = [0; 4];
        text::line(
            ui,
            digit.encode_utf8(&mut bytes),
            theme.bold(size),
            ink,
            f32::INFINITY,
        )
    };
    let wide = |ui: &Ui, size: f32| -> f32 {
        let digit = lay(ui, '0', size).size().x;
        grouped.chars().map(|mark| step(mark, digit)).sum()
    };
    let mut size = theme.text.display * 0.8;
    let (room, wanted) = (ui.available_width(), wide(ui, size));
    if wanted > room {
        size = (size * room / wanted).floor();
    }
    let nought = lay(ui, '0', size).size();
    let (rect, response) =
        ui.allocate_exact_size(egui::vec2(wide(ui, size), nought.y), egui::Sense::hover());
    // Said aloud by a screen reader it would be heard by the next in line: only that it is there is said.
    response.widget_info(|| {
        let said = text!(view.face.lang, "kiosk-receipt-number");
        egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, said)
    });
    let mut at = rect.min;
    for mark in grouped.chars() {
        if mark != ' ' {
            ui.painter().galley(at, lay(ui, mark, size), ink);
        }
        at.x += step(mark, nought.x);
    }
}

/// How far the next digit stands from this one; a group ends in half a digit of space.
fn step(mark: char, digit: f32) -> f32 {
    if mark == ' ' { digit / 2.0 } else { digit }
}

/// A date as people say it.
#[must_use]
pub fn day(face: &Face, date: chrono::NaiveDate) -> String {
    text!(
        face.lang,
        "kiosk-day",
        year = date.year(),
        month = date.month(),
        day = date.day()
    )
}

//! The staff's keypad.

use egui::{Align, Ui};

use super::{CLOCK_DIGITS, Deed, PinForm, PinPurpose};
use crate::domain::receipt::DIGITS;
use crate::ui::kiosk::frame::{Face, Surround, surround};
use crate::ui::kiosk::idle::whole_secs;
use crate::ui::kiosk::screen::{Action, Nav, StaffAction};
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, middle, two_columns};
use crate::ui::widgets::{Button, KeypadKey, Tone, digit_groups, keypad, notice, pin_dots, text};
use crate::words::{key, text};

/// Draws the keypad.
pub fn pin_ui(ui: &mut Ui, form: &mut PinForm, face: &Face) -> Vec<Action> {
    let mut actions = Vec::new();
    let waiting = form
        .wait_until
        .map_or(0, |until| whole_secs(until - face.now));
    let ready = form.typed.len() >= form.purpose.digits().0 && waiting == 0 && !face.busy;
    let around = Surround {
        back: Some(text!(face.lang, "kiosk-back")),
        next: Some((text!(face.lang, "kiosk-pin-go"), ready)),
        plain: true,
        ..Surround::default()
    };
    if waiting == 0 && !face.busy && take_keys(ui, form) {
        actions.push(Action::Staff(StaffAction::PinEntered));
    }
    let mut forgot = false;
    let pressed = surround(ui, face, &around, &mut actions, |ui, _| {
        let theme = Theme::of(ui);
        if theme.portrait {
            column(ui, theme.px(620.0), |ui| {
                middle(ui, 0.4, |ui| {
                    ui.with_layout(egui::Layout::top_down(Align::Center), |ui| {
                        words(ui, form, face, waiting);
                        forgot |= forgotten(ui, form, face);
                        ui.add_space(theme.space.m);
                        pad(ui, form, face, waiting);
                    });
                });
            });
        } else {
            column(ui, theme.px(1320.0), |ui| {
                middle(ui, 0.4, |ui| {
                    two_columns(ui, 0.5, |ui, place| match place {
                        0 => {
                            words(ui, form, face, waiting);
                            forgot |= forgotten(ui, form, face);
                        }
                        _ => pad(ui, form, face, waiting),
                    });
                });
            });
        }
    });
    if forgot {
        actions.push(Action::Staff(StaffAction::ForgotPin));
    }
    if pressed.back {
        actions.push(Action::Nav(Nav::Back));
    }
    if pressed.next {
        actions.push(Action::Staff(StaffAction::PinEntered));
    }
    actions
}

fn words(ui: &mut Ui, form: &PinForm, face: &Face, waiting: u32) {
    let theme = Theme::of(ui);
    ui.spacing_mut().item_spacing.y = theme.space.s;
    let title = match form.purpose {
        PinPurpose::Enter => key!("kiosk-pin-enter"),
        PinPurpose::Choose => key!("kiosk-pin-choose"),
        PinPurpose::Repeat => key!("kiosk-pin-repeat"),
        PinPurpose::Confirm(Deed::Retire) => key!("kiosk-retire-fingerprint"),
        PinPurpose::Sure(Deed::Retire) => key!("kiosk-retire-pin"),
        PinPurpose::Confirm(Deed::Renew(_)) => key!("kiosk-renew-fingerprint"),
        PinPurpose::Sure(Deed::Renew(_)) => key!("kiosk-renew-pin"),
        PinPurpose::Code => key!("kiosk-pin-code"),
        PinPurpose::Clock => key!("kiosk-clock-title"),
    };
    text::title(ui, face.t(title));
    if form.purpose == PinPurpose::Choose {
        text::note(ui, text!(face.lang, "kiosk-pin-shape"));
    }
    ui.add_space(theme.space.s);
    if form.purpose == PinPurpose::Code {
        text::note(ui, text!(face.lang, "kiosk-pin-code-note"));
        // It works once, and twenty dots could not be compared with the paper.
        digit_groups(ui, face.lang, &form.typed, DIGITS / 4, 4, None);
    } else if form.purpose == PinPurpose::Clock {
        text::note(ui, text!(face.lang, "kiosk-clock-note"));
        digit_groups(ui, face.lang, &form.typed, CLOCK_DIGITS / 4, 4, None);
    } else {
        let shown = form.typed.len().max(6);
        pin_dots(ui, face.lang, form.typed.len(), shown);
    }
    ui.add_space(theme.space.s);
    if let Some(message) = &form.message {
        notice(ui, Tone::Info, message.say(face.lang));
    }
    if waiting > 0 {
        text::lead(ui, text!(face.lang, "kiosk-pin-wait", n = waiting));
    } else if face.busy {
        text::lead(ui, text!(face.lang, "kiosk-pin-checking"));
    }
}

/// 忘记 PIN, where a PIN is asked for.
fn forgotten(ui: &mut Ui, form: &PinForm, face: &Face) -> bool {
    form.purpose == PinPurpose::Enter
        && !face.busy
        && Button::quiet(text!(face.lang, "kiosk-pin-forgotten"))
            .compact()
            .show(ui)
            .clicked()
}

fn pad(ui: &mut Ui, form: &mut PinForm, face: &Face, waiting: u32) {
    if waiting == 0 && !face.busy {
        let wide = ui.available_width();
        press(form, keypad(ui, face.lang, wide));
    }
}

fn press(form: &mut PinForm, key: Option<KeypadKey>) {
    match key {
        Some(KeypadKey::Digit(digit)) if form.typed.len() < form.purpose.digits().1 => {
            form.typed.push(char::from(b'0' + digit % 10));
        }
        Some(KeypadKey::Erase) => {
            form.typed.pop();
        }
        Some(KeypadKey::Clear) => form.typed.clear(),
        Some(KeypadKey::Digit(_)) | None => {}
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "typing is three kinds of event among many"
)]
fn take_keys(ui: &Ui, form: &mut PinForm) -> bool {
    let mut ended = false;
    ui.ctx().input(|input| {
        for event in &input.events {
            match event {
                egui::Event::Text(typed) => {
                    for letter in typed.chars().filter(char::is_ascii_digit) {
                        if form.typed.len() < form.purpose.digits().1 {
                            form.typed.push(letter);
                        }
                    }
                }
                egui::Event::Key {
                    key: egui::Key::Enter,
                    pressed: true,
                    ..
                } => ended = true,
                egui::Event::Key {
                    key: egui::Key::Backspace,
                    pressed: true,
                    ..
                } => {
                    form.typed.pop();
                }
                _ => {}
            }
        }
    });
    ended && form.typed.len() >= form.purpose.digits().0
}

//! A receipt number, typed on the pad or scanned.

use egui::Ui;

use super::frame::{Face, Surround, column_width, surround};
use super::screen::{Action, Nav};
use super::session::LookupForm;
use crate::domain::receipt::DIGITS;
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, middle};
use crate::ui::widgets::{KeypadKey, digit_groups, keypad, text};
use crate::words::text;

/// Digits in a group.
const GROUP: usize = 4;
/// Characters of a scan that are kept; a receipt's text has a few hundred.
const SCAN_MOST_BYTES: usize = 2_000;

/// What the look-up shows besides its field.
#[derive(Debug)]
pub struct LookupView<'a> {
    /// The surround.
    pub face: &'a Face,
    /// A scanner ends with Tab rather than Return.
    pub scan_ends_with_tab: bool,
}

/// Draws the look-up.
pub fn lookup_ui(ui: &mut Ui, form: &mut LookupForm, view: &LookupView<'_>) -> Vec<Action> {
    let face = view.face;
    let mut actions = Vec::new();
    let around = Surround {
        back: Some(text!(face.lang, "kiosk-back")),
        next: Some((text!(face.lang, "kiosk-lookup-go"), is_ready(form))),
        ..Surround::default()
    };
    if !face.busy && take_keys(ui, form, view.scan_ends_with_tab) {
        actions.push(Action::Nav(Nav::LookUp));
    }
    let pressed = surround(ui, face, &around, &mut actions, |ui, _| {
        let theme = Theme::of(ui);
        column(ui, column_width(&theme), |ui| {
            if theme.portrait {
                middle(ui, 0.35, |ui| {
                    words(ui, face, form);
                    ui.add_space(theme.space.l);
                    let wide = ui.available_width();
                    pad(ui, face, form, wide);
                });
            } else {
                let gap = theme.space.xl;
                let pad_width = theme.px(600.0);
                let words_width = ui.available_width() - pad_width - gap;
                middle(ui, 0.4, |ui| {
                    ui.horizontal_top(|ui| {
                        ui.spacing_mut().item_spacing.x = gap;
                        ui.vertical(|ui| {
                            ui.set_width(words_width);
                            words(ui, face, form);
                        });
                        ui.vertical(|ui| pad(ui, face, form, pad_width));
                    });
                });
            }
        });
    });
    if pressed.back {
        actions.push(Action::Nav(Nav::Back));
    }
    if pressed.next {
        actions.push(Action::Nav(Nav::LookUp));
    }
    actions
}

fn words(ui: &mut Ui, face: &Face, form: &LookupForm) {
    let theme = Theme::of(ui);
    ui.spacing_mut().item_spacing.y = theme.space.s;
    text::title(ui, text!(face.lang, "kiosk-lookup-title"));
    text::lead(ui, text!(face.lang, "kiosk-lookup-how"));
    ui.add_space(theme.space.m);
    if is_scan(form) {
        text::heading(ui, text!(face.lang, "kiosk-lookup-scanned"));
    } else {
        digit_groups(ui, face.lang, &form.typed, DIGITS / GROUP, GROUP, None);
    }
    if face.busy {
        text::lead(ui, text!(face.lang, "kiosk-lookup-searching"));
    } else {
        text::note(ui, text!(face.lang, "kiosk-lookup-scanner"));
    }
}

fn pad(ui: &mut Ui, face: &Face, form: &mut LookupForm, width: f32) {
    match keypad(ui, face.lang, width) {
        Some(KeypadKey::Digit(digit)) => {
            if is_scan(form) {
                form.typed.clear();
            }
            if form.typed.len() < DIGITS {
                form.typed.push(char::from(b'0' + digit % 10));
            }
        }
        Some(KeypadKey::Erase) => {
            form.typed.pop();
        }
        Some(KeypadKey::Clear) => form.typed.clear(),
        None => {}
    }
}

/// What a scanner or a keyboard typed goes straight into the form: there is no field that could lose
/// the focus in the middle of a scan. Returns whether the end key came.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "typing is three kinds of event among many"
)]
fn take_keys(ui: &Ui, form: &mut LookupForm, ends_with_tab: bool) -> bool {
    let end = if ends_with_tab {
        egui::Key::Tab
    } else {
        egui::Key::Enter
    };
    let mut ended = false;
    ui.ctx().input(|input| {
        for event in &input.events {
            match event {
                egui::Event::Text(typed) if form.typed.len() + typed.len() <= SCAN_MOST_BYTES => {
                    form.typed.push_str(typed);
                }
                // Return always ends typing by hand; the lines inside a scanned code do too, so only
                // a number's length or the code's own end makes it count.
                egui::Event::Key {
                    key, pressed: true, ..
                } if *key == end || *key == egui::Key::Enter => {
                    ended = true;
                    if is_scan(form) {
                        form.typed.push('\n');
                    }
                }
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
    ended && is_ready(form)
}

/// Whether the field holds more than a number: a scanned code's whole text.
fn is_scan(form: &LookupForm) -> bool {
    form.typed.len() > DIGITS + GROUP
        || form
            .typed
            .chars()
            .any(|letter| !letter.is_ascii_digit() && !letter.is_whitespace() && letter != '-')
}

fn is_ready(form: &LookupForm) -> bool {
    form.typed.chars().filter(char::is_ascii_digit).count() >= DIGITS
}

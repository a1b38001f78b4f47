//! A receipt number, typed on the pad or scanned.

use egui::Ui;

use super::frame::{Face, Surround, column_width, surround};
use super::screen::{Action, Nav};
use super::session::LookupForm;
use crate::domain::receipt::DIGITS;
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, middle};
use crate::ui::widgets::{Button, KeypadKey, Tone, digit_groups, keypad, notice, text};
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

/// What a page says on which a number is typed or scanned.
#[derive(Debug)]
pub(super) struct NumberPage<'a> {
    /// The surround.
    pub face: &'a Face,
    /// A scanner ends with Tab rather than Return.
    pub scan_ends_with_tab: bool,
    /// Its title.
    pub title: String,
    /// What to do.
    pub how: String,
    /// The way onwards.
    pub go: String,
    /// A whole code was scanned.
    pub scanned: String,
    /// While it is looked for.
    pub searching: String,
    /// What stands below the digits.
    pub note: String,
    /// What to press who has no number.
    pub without: Option<String>,
    /// What was wrong with the number before.
    pub wrong: Option<String>,
}

/// What was asked for on such a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct NumberPressed {
    /// The way back.
    pub back: bool,
    /// The number is complete.
    pub go: bool,
    /// There is none.
    pub without: bool,
}

/// Draws the look-up.
pub fn lookup_ui(ui: &mut Ui, form: &mut LookupForm, view: &LookupView<'_>) -> Vec<Action> {
    let face = view.face;
    let page = NumberPage {
        face,
        scan_ends_with_tab: view.scan_ends_with_tab,
        title: text!(face.lang, "kiosk-lookup-title"),
        how: text!(face.lang, "kiosk-lookup-how"),
        go: text!(face.lang, "kiosk-lookup-go"),
        scanned: text!(face.lang, "kiosk-lookup-scanned"),
        searching: text!(face.lang, "kiosk-lookup-searching"),
        note: text!(face.lang, "kiosk-lookup-scanner"),
        without: Some(text!(face.lang, "kiosk-lookup-lost")),
        wrong: None,
    };
    let mut actions = Vec::new();
    let pressed = number_ui(ui, form, &page, &mut actions);
    if pressed.back {
        actions.push(Action::Nav(Nav::Back));
    }
    if pressed.go {
        actions.push(Action::Nav(Nav::LookUp));
    }
    if pressed.without {
        actions.push(Action::Nav(Nav::LostReceipt));
    }
    actions
}

/// Draws a page on which a number of twenty digits is typed or scanned.
pub(super) fn number_ui(
    ui: &mut Ui,
    form: &mut LookupForm,
    page: &NumberPage<'_>,
    actions: &mut Vec<Action>,
) -> NumberPressed {
    let face = page.face;
    let around = Surround {
        back: Some(text!(face.lang, "kiosk-back")),
        next: Some((page.go.clone(), is_ready(form))),
        ..Surround::default()
    };
    let ended = !face.busy && take_keys(ui, form, page.scan_ends_with_tab);
    let (mut without, mut filled) = (false, false);
    let pressed = surround(ui, face, &around, actions, |ui, _| {
        let theme = Theme::of(ui);
        column(ui, column_width(&theme), |ui| {
            if theme.portrait {
                middle(ui, 0.35, |ui| {
                    without |= words(ui, page, form);
                    ui.add_space(theme.space.l);
                    let wide = ui.available_width();
                    filled |= pad(ui, face, form, wide);
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
                            without |= words(ui, page, form);
                        });
                        filled |= ui.vertical(|ui| pad(ui, face, form, pad_width)).inner;
                    });
                });
            }
        });
    });
    NumberPressed {
        back: pressed.back,
        go: ended || filled || pressed.next,
        without,
    }
}

/// Whether it was said that there is no number.
fn words(ui: &mut Ui, page: &NumberPage<'_>, form: &LookupForm) -> bool {
    let (theme, face) = (Theme::of(ui), page.face);
    ui.spacing_mut().item_spacing.y = theme.space.s;
    text::title(ui, page.title.as_str());
    text::lead(ui, page.how.as_str());
    ui.add_space(theme.space.m);
    if is_scan(form) {
        text::heading(ui, page.scanned.as_str());
    } else {
        digit_groups(ui, face.lang, &form.typed, DIGITS / GROUP, GROUP, None);
    }
    if face.busy {
        text::lead(ui, page.searching.as_str());
    } else {
        if let Some(wrong) = &page.wrong {
            notice(ui, Tone::Warn, wrong.as_str());
        }
        text::note(ui, page.note.as_str());
    }
    let without = page.without.as_ref().filter(|_| !face.busy);
    without.is_some_and(|without| Button::quiet(without.as_str()).compact().show(ui).clicked())
}

/// Whether the last digit was tapped just now.
fn pad(ui: &mut Ui, face: &Face, form: &mut LookupForm, width: f32) -> bool {
    match keypad(ui, face.lang, width) {
        Some(KeypadKey::Digit(digit)) => {
            if is_scan(form) {
                form.typed.clear();
            }
            if form.typed.len() < DIGITS {
                form.typed.push(char::from(b'0' + digit % 10));
                return !face.busy && form.typed.len() == DIGITS;
            }
        }
        Some(KeypadKey::Erase) => {
            form.typed.pop();
        }
        Some(KeypadKey::Clear) => form.typed.clear(),
        None => {}
    }
    false
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

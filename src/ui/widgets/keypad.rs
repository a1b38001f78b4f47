//! Digits for fingers: the pad, a number in groups, and a PIN as dots.

use egui::accesskit::Role;
use egui::{Align, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::button::focus_ring;
use super::icon::{self, Icon};
use super::layout::number;
use super::text;
use crate::ui::theme::Theme;
use crate::words::{Lang, text};

/// What was pressed on the pad, or typed by a scanner or keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeypadKey {
    /// 0 to 9.
    Digit(u8),
    /// Take the last digit away.
    Erase,
    /// Start again.
    Clear,
}

const ROWS: [[KeypadKey; 3]; 4] = [
    [
        KeypadKey::Digit(1),
        KeypadKey::Digit(2),
        KeypadKey::Digit(3),
    ],
    [
        KeypadKey::Digit(4),
        KeypadKey::Digit(5),
        KeypadKey::Digit(6),
    ],
    [
        KeypadKey::Digit(7),
        KeypadKey::Digit(8),
        KeypadKey::Digit(9),
    ],
    [KeypadKey::Clear, KeypadKey::Digit(0), KeypadKey::Erase],
];

/// The pad, `width` points wide; returns the key that was pressed.
pub fn keypad(ui: &mut Ui, lang: Lang, width: f32) -> Option<KeypadKey> {
    let theme = Theme::of(ui);
    let gap = theme.space.s;
    let key_width = ((width - gap * 2.0) / 3.0).floor();
    let tall = if theme.portrait { 150.0 } else { 96.0 };
    let height = theme.space.button.max(theme.px(tall));
    let mut pressed = None;
    ui.spacing_mut().item_spacing = vec2(gap, gap);
    for row in ROWS {
        ui.horizontal(|ui| {
            for key in row {
                if pad_key(ui, lang, key, vec2(key_width, height)).clicked() {
                    pressed = Some(key);
                }
            }
        });
    }
    pressed
}

fn pad_key(ui: &mut Ui, lang: Lang, key: KeypadKey, size: egui::Vec2) -> Response {
    let theme = Theme::of(ui);
    let c = theme.colours;
    let (label, font) = match key {
        KeypadKey::Digit(digit) => (digit.to_string(), theme.bold(theme.text.title)),
        KeypadKey::Erase => (
            text!(lang, "kiosk-widget-erase"),
            theme.bold(theme.text.body),
        ),
        KeypadKey::Clear => (
            text!(lang, "kiosk-widget-clear"),
            theme.bold(theme.text.body),
        ),
    };
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let digit = matches!(key, KeypadKey::Digit(_));
    let fill = match (response.is_pointer_button_down_on(), digit) {
        (true, _) => c.accent_soft,
        (false, true) => c.surface,
        (false, false) => c.sunken,
    };
    ui.painter().rect(
        rect,
        theme.corners(),
        fill,
        Stroke::new(theme.space.stroke * 0.75, c.edge),
        StrokeKind::Inside,
    );
    focus_ring(ui, &response, rect, &theme);
    if key == KeypadKey::Erase {
        let square = icon::square(rect, theme.text.title * 0.9);
        icon::paint(ui.painter(), Icon::Erase, square, c.ink);
    } else {
        let galley = text::galley(ui, &label, font, c.ink, rect.width(), Align::Min);
        let at = rect.center() - galley.size() / 2.0;
        ui.painter().galley(at, galley, c.ink);
    }
    response
}

/// A number as it is typed, in `groups` boxes of `per` digits; `wrong` marks the group to look at again.
pub fn digit_groups(
    ui: &mut Ui,
    lang: Lang,
    typed: &str,
    groups: usize,
    per: usize,
    wrong: Option<usize>,
) -> Response {
    let theme = Theme::of(ui);
    let c = theme.colours;
    let gap = theme.space.s;
    let room = ui.available_width();
    let widest = (room - gap * number(groups.saturating_sub(1))) / number(groups.max(1));
    let size = theme.text.title.min(widest / (number(per) * 0.66 + 0.5));
    let cell = size * 0.66;
    let box_width = (cell * number(per) + size * 0.5).round();
    let height = (size * 1.9).round().max(theme.space.touch);
    let whole = box_width * number(groups) + gap * number(groups.saturating_sub(1));
    let (rect, response) = ui.allocate_exact_size(vec2(whole, height), Sense::hover());
    // The number itself is the resident's secret: only how far it is typed is said aloud.
    let said = text!(
        lang,
        "kiosk-widget-typed",
        count = typed.chars().count(),
        total = groups * per
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &said));
    let mut digits = typed.chars();
    let count = typed.chars().count();
    for group in 0..groups {
        let x = rect.left() + number(group) * (box_width + gap);
        let frame = egui::Rect::from_min_size(egui::pos2(x, rect.top()), vec2(box_width, height));
        let here = group == (count / per).min(groups.saturating_sub(1)) && count < groups * per;
        let (fill, edge, ink, width) = if wrong == Some(group) {
            (
                c.seal_soft,
                c.seal,
                c.seal_soft_ink,
                theme.space.stroke * 2.0,
            )
        } else if here {
            (c.surface, c.accent, c.ink, theme.space.stroke * 1.6)
        } else {
            (c.surface, c.edge, c.ink, theme.space.stroke * 0.75)
        };
        ui.painter().rect(
            frame,
            theme.corners(),
            fill,
            Stroke::new(width, edge),
            StrokeKind::Inside,
        );
        if wrong == Some(group) {
            let mark = egui::Rect::from_min_size(
                egui::pos2(frame.right() - size * 0.55, frame.top() - size * 0.2),
                egui::Vec2::splat(size * 0.75),
            );
            ui.painter()
                .rect_filled(mark.expand(theme.px(3.0)), size, c.ground);
            icon::paint(ui.painter(), Icon::Warn, mark, c.seal);
        }
        for place in 0..per {
            let centre = egui::pos2(
                frame.left() + size * 0.25 + cell * (number(place) + 0.5),
                frame.center().y,
            );
            if let Some(digit) = digits.next() {
                let galley =
                    text::line(ui, &digit.to_string(), theme.bold(size), ink, f32::INFINITY);
                ui.painter()
                    .galley(centre - galley.size() / 2.0, galley, ink);
            } else {
                let dash = vec2(cell * 0.5, theme.space.stroke);
                let at = egui::Rect::from_center_size(centre + vec2(0.0, size * 0.4), dash);
                ui.painter().rect_filled(at, 0.0, c.edge);
            }
        }
    }
    response
}

/// How many digits of a PIN are typed, as dots; never which.
pub fn pin_dots(ui: &mut Ui, lang: Lang, typed: usize, total: usize) -> Response {
    let theme = Theme::of(ui);
    let c = theme.colours;
    let side = theme.px(34.0);
    let gap = theme.space.m;
    let width = side * number(total) + gap * number(total.saturating_sub(1));
    let (rect, response) = ui.allocate_exact_size(vec2(width, side * 1.6), Sense::hover());
    let said = text!(lang, "kiosk-widget-typed", count = typed, total = total);
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &said));
    for place in 0..total {
        let x = rect.left() + side / 2.0 + number(place) * (side + gap);
        let centre = egui::pos2(x, rect.center().y);
        if place < typed {
            ui.painter().circle_filled(centre, side / 2.0, c.accent);
        } else {
            ui.painter().circle_stroke(
                centre,
                side / 2.0 - theme.space.stroke,
                Stroke::new(theme.space.stroke, c.edge),
            );
        }
    }
    response
}

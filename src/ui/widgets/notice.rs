//! Banners: a sentence that wants to be seen, on the colour and under the sign of its tone.

use egui::accesskit::Role;
use egui::{
    Align, Color32, Frame, Layout, Margin, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, vec2,
};

use super::badge::Tone;
use super::button::small_button;
use super::icon;
use super::{said, text};
use crate::ui::theme::{Theme, margin};
use crate::words::{Lang, text};

/// As [`notice`], with more in it than a sentence.
pub fn notice_with<R>(ui: &mut Ui, tone: Tone, add: impl FnOnce(&mut Ui) -> R) -> R {
    on_ground(ui, tone, |ui| {
        ui.horizontal_top(|ui| {
            paint_sign(ui, tone);
            ui.vertical(add).inner
        })
        .inner
    })
}

/// As [`notice`], with something to do about it at its end; whether that was pressed.
pub fn notice_with_button(
    ui: &mut Ui,
    tone: Tone,
    sentence: impl AsRef<str>,
    label: impl Into<String>,
) -> bool {
    let touch = Theme::of(ui).space.touch;
    on_ground(ui, tone, |ui| {
        // The button first, from the right, so that a long sentence wraps beside it.
        let size = vec2(ui.available_width(), touch);
        let from_right = Layout::right_to_left(Align::Center);
        ui.allocate_ui_with_layout(size, from_right, |ui| {
            let pressed = small_button(ui, label).clicked();
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                paint_sign(ui, tone);
                text::body(ui, sentence);
            });
            pressed
        })
        .inner
    })
}

fn on_ground<R>(ui: &mut Ui, tone: Tone, add: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = Theme::of(ui);
    let (ground, ink, _) = tone.paint(&theme);
    let padding = theme.space.m;
    Frame::new()
        .fill(ground)
        .stroke(edge(&theme, ink))
        .corner_radius(theme.corners())
        .inner_margin(Margin::symmetric(margin(padding), margin(padding * 0.5)))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.x = theme.space.s;
            add(ui)
        })
        .inner
}

/// The sign of `tone`, in the middle of a line.
fn paint_sign(ui: &mut Ui, tone: Tone) {
    let theme = Theme::of(ui);
    let (_, ink, sign) = tone.paint(&theme);
    let side = theme.text.body * 1.15;
    let line = vec2(side, theme.line(theme.text.body));
    let (place, _) = ui.allocate_exact_size(line, Sense::hover());
    let square = Rect::from_center_size(place.center(), Vec2::splat(side));
    icon::paint(ui.painter(), sign, square, ink);
}

fn edge(theme: &Theme, ink: Color32) -> Stroke {
    Stroke::new(theme.space.stroke * 0.5, ink.gamma_multiply(0.5))
}

/// A banner as wide as its place.
pub fn notice(ui: &mut Ui, tone: Tone, sentence: impl AsRef<str>) -> Response {
    let theme = Theme::of(ui);
    let sentence = sentence.as_ref();
    said::say(ui, sentence);
    let (ground, ink, sign) = tone.paint(&theme);
    let mut size = theme.text.body;
    let padding = theme.space.m;
    let sign_side = size * 1.15;
    let width = ui.available_width();
    let room = width - padding * 2.0 - sign_side - theme.space.s;
    let mut galley = text::even(ui, sentence, theme.regular(size), ink, room);
    if galley.rows.len() == 2 {
        // One line a little smaller is read sooner than two.
        let small = text::even(ui, sentence, theme.regular(theme.text.small), ink, room);
        if small.rows.len() == 1 {
            (galley, size) = (small, theme.text.small);
        }
    }
    let height = (galley.size().y + padding * 1.3).max(theme.space.touch);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let role = match tone {
        Tone::Warn | Tone::Seal => Role::Alert,
        Tone::Info | Tone::Good | Tone::Muted => Role::Status,
    };
    response.widget_info(|| WidgetInfo::labeled(role, true, sentence));
    ui.painter().rect(
        rect,
        theme.corners(),
        ground,
        edge(&theme, ink),
        StrokeKind::Inside,
    );
    let middle = rect.center().y;
    let first_line = rect.top() + (height - galley.size().y) / 2.0;
    let sign_at = Rect::from_min_size(
        egui::pos2(
            rect.left() + padding,
            first_line + (size * 1.36 - sign_side) / 2.0,
        ),
        Vec2::splat(sign_side),
    );
    icon::paint(ui.painter(), sign, sign_at, ink);
    let at = egui::pos2(
        rect.left() + padding + sign_side + theme.space.s,
        middle - galley.size().y / 2.0,
    );
    ui.painter().galley(at, galley, ink);
    response
}

/// The ribbon that says, on every screen, that nothing here counts: 体验模式.
pub fn trial_ribbon(ui: &mut Ui, lang: Lang) -> Response {
    let theme = Theme::of(ui);
    let c = theme.colours;
    let sentence = text!(lang, "kiosk-widget-trial");
    let size = theme.text.small;
    let width = ui.available_width();
    let galley = text::galley(
        ui,
        &sentence,
        theme.regular(size),
        c.seal_soft_ink,
        width - theme.space.xl * 2.0,
        Align::Center,
    );
    let height = galley.size().y + theme.space.s;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &sentence));
    ui.painter().rect_filled(rect, 0.0, c.seal_soft);
    let at = egui::pos2(rect.center().x, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, c.seal_soft_ink);
    response
}

//! A question laid over the page, and the countdown before the page is wiped.

use egui::accesskit::Role;
use egui::{Frame, Margin, Modal, ModalResponse, Response, Sense, Stroke, Ui, Vec2, WidgetInfo};

use super::button::Button;
use super::text;
use crate::ui::theme::{Theme, margin};
use crate::words::{Lang, text};

/// Shows `add` on a sheet in the middle of the window; what lies under it cannot be touched. Whether somebody wanted
/// it away (Escape, a click beside it) is the caller's to heed.
pub fn dialog<R>(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui) -> R) -> ModalResponse<R> {
    let theme = Theme::of(ui);
    let c = theme.colours;
    let room = ui.ctx().content_rect();
    let width = theme.px(860.0).min(room.width() - theme.space.l * 2.0);
    let frame = Frame::new()
        .fill(c.surface)
        .stroke(Stroke::new(theme.space.stroke, c.edge))
        .corner_radius(theme.space.round * 1.5)
        .inner_margin(Margin::same(margin(theme.space.xl * 0.9)));
    Modal::new(egui::Id::unique(("pingyi dialog", name)))
        .backdrop_color(c.veil)
        .frame(frame)
        .show(ui.ctx(), |ui| {
            ui.set_width(width - theme.space.xl * 1.8);
            add(ui)
        })
}

/// What somebody answered to the countdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountdownAnswer {
    /// Still here.
    Stay,
    /// Wipe everything now.
    Leave,
}

/// Asks whether somebody is still there; `left` of `total` seconds remain before all is wiped.
pub fn countdown_dialog(ui: &mut Ui, lang: Lang, left: u32, total: u32) -> Option<CountdownAnswer> {
    dialog(ui, "countdown", |ui| {
        let theme = Theme::of(ui);
        let mut answer = None;
        ui.vertical_centered(|ui| {
            ui.spacing_mut().item_spacing.y = theme.space.m;
            countdown_ring(ui, left, total);
            text::title(ui, text!(lang, "kiosk-widget-still-there"));
            text::lead(ui, text!(lang, "kiosk-widget-wiped-soon", seconds = left));
            ui.add_space(theme.space.s);
            let stay = Button::primary(text!(lang, "kiosk-widget-stay"));
            if stay.fill_width(ui).show(ui).clicked() {
                answer = Some(CountdownAnswer::Stay);
            }
            let leave = Button::quiet(text!(lang, "kiosk-widget-leave"));
            if leave.fill_width(ui).show(ui).clicked() {
                answer = Some(CountdownAnswer::Leave);
            }
        });
        answer
    })
    .inner
}

fn countdown_ring(ui: &mut Ui, left: u32, total: u32) -> Response {
    let theme = Theme::of(ui);
    let c = theme.colours;
    let side = theme.px(190.0);
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Timer, true, left.to_string()));
    let width = theme.px(14.0);
    let radius = side / 2.0 - width;
    ui.painter()
        .circle_stroke(rect.center(), radius, Stroke::new(width, c.sunken));
    #[expect(clippy::cast_precision_loss, reason = "seconds of a countdown")]
    let part = (left as f32 / total.max(1) as f32).clamp(0.0, 1.0);
    let points = (0_u8..=72)
        .map(|step| {
            let turn = (part * f32::from(step) / 72.0 - 0.25) * std::f32::consts::TAU;
            rect.center() + Vec2::angled(turn) * radius
        })
        .collect();
    ui.painter()
        .add(egui::Shape::line(points, Stroke::new(width, c.accent)));
    let font = theme.bold(theme.text.display);
    let galley = text::line(ui, &left.to_string(), font, c.ink, side);
    ui.painter()
        .galley(rect.center() - galley.size() / 2.0, galley, c.ink);
    response
}

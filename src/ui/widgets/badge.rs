//! A word on a coloured pill, and a number with its name.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{
    Align, Color32, Galley, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2,
};

use super::icon::{self, Icon};
use super::text;
use crate::ui::theme::Theme;

/// What a coloured ground says; each has its own sign, for eyes that do not tell colours apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Plain information.
    Info,
    /// Done, in order.
    Good,
    /// To be heeded.
    Warn,
    /// Refused, or of consequence.
    Seal,
    /// Neither here nor there.
    Muted,
}

impl Tone {
    /// Ground, text and sign of this tone.
    #[must_use]
    pub fn paint(self, theme: &Theme) -> (Color32, Color32, Icon) {
        let c = &theme.colours;
        match self {
            Self::Info => (c.accent_soft, c.accent_soft_ink, Icon::Info),
            Self::Good => (c.good_soft, c.good_soft_ink, Icon::Tick),
            Self::Warn => (c.warn_soft, c.warn_soft_ink, Icon::Warn),
            Self::Seal => (c.seal_soft, c.seal_soft_ink, Icon::Cross),
            Self::Muted => (c.sunken, c.ink_soft, Icon::Clock),
        }
    }
}

/// A word on a pill, with the sign of its tone.
pub fn badge(ui: &mut Ui, tone: Tone, label: &str) -> Response {
    let theme = Theme::of(ui);
    let (ground, ink, sign) = tone.paint(&theme);
    let type_size = theme.text.small;
    let galley = text::line(ui, label, theme.bold(type_size), ink, f32::INFINITY);
    let side = type_size * 0.85;
    let padding = theme.space.s;
    let wanted = vec2(
        galley.size().x + side + theme.space.xs + padding * 2.0,
        (type_size * 1.7).round(),
    );
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, label));
    ui.painter().rect(
        rect,
        rect.height() / 2.0,
        ground,
        if theme.look.high_contrast {
            Stroke::new(theme.space.stroke, ink)
        } else {
            Stroke::NONE
        },
        StrokeKind::Inside,
    );
    let left = rect.left() + padding;
    let at = egui::Rect::from_min_size(
        egui::pos2(left, rect.center().y - side / 2.0),
        Vec2::splat(side),
    );
    icon::paint(ui.painter(), sign, at, ink);
    let at = egui::pos2(
        left + side + theme.space.xs,
        rect.center().y - galley.size().y / 2.0,
    );
    ui.painter().galley(at, galley, ink);
    response
}

/// A number and what it counts, `width` points wide.
pub fn stat_tile(
    ui: &mut Ui,
    width: f32,
    name: &str,
    value: &str,
    remark: Option<&str>,
) -> Response {
    let theme = Theme::of(ui);
    let c = theme.colours;
    let inner = width - theme.space.m * 2.0;
    let name_galley = text::galley(
        ui,
        name,
        theme.regular(theme.text.small),
        c.ink_soft,
        inner,
        Align::Min,
    );
    let value_galley = fitting(ui, value, theme.text.title, c.ink, inner);
    let remark_galley = remark.map(|remark| {
        text::galley(
            ui,
            remark,
            theme.regular(theme.text.small),
            c.ink_soft,
            inner,
            Align::Min,
        )
    });
    let height = theme.space.m * 2.0
        + name_galley.size().y
        + value_galley.size().y
        + remark_galley.as_ref().map_or(0.0, |g| g.size().y);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| {
        let said = match remark {
            Some(remark) => format!("{name} {value} {remark}"),
            None => format!("{name} {value}"),
        };
        WidgetInfo::labeled(Role::Label, true, said)
    });
    ui.painter().rect(
        rect,
        theme.corners(),
        c.surface,
        Stroke::new(theme.space.stroke, c.line),
        StrokeKind::Inside,
    );
    let mut at = rect.min + Vec2::splat(theme.space.m);
    for galley in [Some(name_galley), Some(value_galley), remark_galley]
        .into_iter()
        .flatten()
    {
        let height = galley.size().y;
        ui.painter().galley(at, galley, c.ink);
        at.y += height;
    }
    response
}

/// A bold line of `size`, or as much smaller as it takes to fit `width`.
fn fitting(ui: &Ui, value: &str, size: f32, ink: Color32, width: f32) -> Arc<Galley> {
    let theme = Theme::of(ui);
    let line = text::line(ui, value, theme.bold(size), ink, f32::INFINITY);
    if line.size().x <= width {
        return line;
    }
    let smaller = (size * width / line.size().x).floor().max(theme.text.small);
    text::line(ui, value, theme.bold(smaller), ink, width)
}

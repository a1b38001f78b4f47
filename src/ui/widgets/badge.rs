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
pub fn badge(ui: &mut Ui, tone: Tone, label: impl AsRef<str>) -> Response {
    let theme = Theme::of(ui);
    let label = label.as_ref();
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

/// A number and what it counts.
struct Stat<'a> {
    /// Above the number.
    name: &'a str,
    value: &'a str,
    /// Below the number.
    remark: &'a str,
    ground: Color32,
    edge: Color32,
    /// The number's.
    ink: Color32,
    /// What stands around it.
    soft: Color32,
}

impl Stat<'_> {
    fn show(&self, ui: &mut Ui, width: f32) -> Response {
        let theme = Theme::of(ui);
        let padding = theme.space.m;
        let inner = width - padding * 2.0;
        let beside = |words: &str| {
            let font = theme.regular(theme.text.small);
            let filled = Some(words).filter(|words| !words.is_empty());
            filled.map(|words| text::galley(ui, words, font, self.soft, inner, Align::Min))
        };
        let lines = [
            beside(self.name),
            Some(fitting(ui, self.value, theme.text.title, self.ink, inner)),
            beside(self.remark),
        ];
        let words: f32 = lines.iter().flatten().map(|line| line.size().y).sum();
        let size = vec2(width, words + padding * 2.0);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        response.widget_info(|| {
            let said = [self.name, self.value, self.remark].join(" ");
            WidgetInfo::labeled(Role::Label, true, said.trim())
        });
        ui.painter().rect(
            rect,
            theme.corners(),
            self.ground,
            Stroke::new(theme.space.stroke, self.edge),
            StrokeKind::Inside,
        );
        let mut at = rect.min + Vec2::splat(padding);
        for line in lines.into_iter().flatten() {
            let height = line.size().y;
            ui.painter().galley(at, line, self.ink);
            at.y += height;
        }
        response
    }
}

/// A number under the name of what it counts, `width` points wide.
pub fn stat_tile(
    ui: &mut Ui,
    width: f32,
    name: &str,
    value: &str,
    remark: Option<&str>,
) -> Response {
    let c = Theme::of(ui).colours;
    let stat = Stat {
        name,
        value,
        remark: remark.unwrap_or_default(),
        ground: c.surface,
        edge: c.line,
        ink: c.ink,
        soft: c.ink_soft,
    };
    stat.show(ui, width)
}

/// A number over what it counts, on the ground of its tone, `width` points wide.
pub fn figure(ui: &mut Ui, width: f32, tone: Tone, value: &str, counted: &str) -> Response {
    let (ground, ink, _) = tone.paint(&Theme::of(ui));
    let stat = Stat {
        name: "",
        value,
        remark: counted,
        ground,
        edge: ground,
        ink,
        soft: ink,
    };
    stat.show(ui, width)
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

//! Buttons and toggles.

use egui::accesskit::Role;
use egui::{Align, Color32, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2};

use super::icon::{self, Icon};
use super::{said, text};
use crate::ui::theme::Theme;

/// How much a button asks to be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The one way onwards of a page: filled.
    Primary,
    /// An equal or lesser choice: outlined.
    Quiet,
    /// Hardly a button: a word and perhaps a sign.
    Plain,
    /// Something that cannot be taken back: filled with the seal's colour.
    Seal,
}

/// A button to be shown with [`Button::show`].
#[derive(Debug, Clone)]
#[must_use = "a button is seen only after `show`"]
pub struct Button {
    label: String,
    kind: Kind,
    before: Option<Icon>,
    after: Option<Icon>,
    width: Option<f32>,
    enabled: bool,
    compact: bool,
    selected: Option<bool>,
    icon_only: bool,
}

impl Button {
    /// A button that says `label`.
    pub fn new(kind: Kind, label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            kind,
            before: None,
            after: None,
            width: None,
            enabled: true,
            compact: false,
            selected: None,
            icon_only: false,
        }
    }

    /// A filled button.
    pub fn primary(label: impl Into<String>) -> Self {
        Self::new(Kind::Primary, label)
    }

    /// An outlined button.
    pub fn quiet(label: impl Into<String>) -> Self {
        Self::new(Kind::Quiet, label)
    }

    /// A sign before the label.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.before = Some(icon);
        self
    }

    /// A sign after the label.
    pub fn icon_after(mut self, icon: Icon) -> Self {
        self.after = Some(icon);
        self
    }

    /// Exactly this wide, in points.
    pub fn width(mut self, points: f32) -> Self {
        self.width = Some(points);
        self
    }

    /// As wide as the place it is put in.
    pub fn fill_width(mut self, ui: &Ui) -> Self {
        self.width = Some(ui.available_width());
        self
    }

    /// Whether it can be pressed now.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Of the least height that is easy to touch, with running type.
    pub fn compact(mut self) -> Self {
        self.compact = true;
        self
    }

    /// Makes it a toggle that is on or off.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = Some(selected);
        self
    }

    /// Shows the sign alone; the label is still said to assistive technology.
    pub fn icon_only(mut self) -> Self {
        self.icon_only = true;
        self
    }

    /// Lays the button out in `ui`.
    pub fn show(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui);
        if self.enabled {
            said::say(ui, &self.label);
        }
        let (size, least_height, padding) = self.measures(&theme);
        let sign = size * 1.05;
        let ticked = self.selected == Some(true) && self.before.is_none();
        let signs = f32::from(u8::from(self.before.is_some() || ticked))
            + f32::from(u8::from(self.after.is_some()));
        let text_shown = if self.icon_only { "" } else { &self.label };
        let gap = if text_shown.is_empty() {
            0.0
        } else {
            theme.space.s
        };
        let around = padding * 2.0 + signs * (sign + gap);
        let room = self.width.unwrap_or_else(|| ui.available_width().max(1.0)) - around;
        let (fill, border, ink) = self.colours(&theme, false);
        let font = theme.bold(size);
        // Where room is short a button grows beyond it rather than break a word into single letters.
        let least_room = if self.width.is_some() {
            size
        } else {
            size * 5.0
        };
        let galley = text::galley(ui, text_shown, font, ink, room.max(least_room), Align::Min);
        let content = galley.size().x + signs * (sign + gap);
        let width = self
            .width
            .unwrap_or_else(|| (content + padding * 2.0).max(least_height * 1.6).round());
        let width = if self.icon_only && self.width.is_none() {
            least_height
        } else {
            width
        };
        let height = least_height.max(galley.size().y + theme.space.button_air * 2.0);
        let sense = if self.enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), sense);
        response.widget_info(|| self.info());
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let lit = response.is_pointer_button_down_on() || (theme.hovers && response.hovered());
        let (fill, border, ink) = if self.enabled && lit {
            self.colours(&theme, true)
        } else {
            (fill, border, ink)
        };
        ui.painter()
            .rect(rect, theme.corners(), fill, border, StrokeKind::Inside);
        focus_ring(ui, &response, rect, &theme);
        let mut x = rect.center().x - content / 2.0;
        let sign_at = |x: f32| {
            Rect::from_min_size(
                egui::pos2(x, rect.center().y - sign / 2.0),
                Vec2::splat(sign),
            )
        };
        let before = if ticked {
            Some(Icon::Tick)
        } else {
            self.before
        };
        if let Some(before) = before {
            icon::paint(ui.painter(), before, sign_at(x), ink);
            x += sign + gap;
        }
        let at = egui::pos2(x, rect.center().y - galley.size().y / 2.0);
        x += galley.size().x + gap;
        ui.painter()
            .galley_with_override_text_color(at, galley, ink);
        if let Some(after) = self.after {
            icon::paint(ui.painter(), after, sign_at(x), ink);
        }
        response
    }

    /// Size of the text, least height, padding.
    fn measures(&self, theme: &Theme) -> (f32, f32, f32) {
        let (text, space) = (&theme.text, &theme.space);
        if self.compact {
            (text.small_button, space.touch, space.small_button_padding)
        } else {
            (text.button, space.button, space.button_padding)
        }
    }

    fn info(&self) -> WidgetInfo {
        match self.selected {
            Some(selected) => {
                WidgetInfo::selected(Role::Button, self.enabled, selected, &self.label)
            }
            None => WidgetInfo::labeled(Role::Button, self.enabled, &self.label),
        }
    }

    fn colours(&self, theme: &Theme, lit: bool) -> (Color32, Stroke, Color32) {
        let c = &theme.colours;
        let thin = theme.space.stroke;
        if !self.enabled {
            return (c.disabled, Stroke::new(thin, c.line), c.disabled_ink);
        }
        if self.selected == Some(true) {
            return (
                c.accent_soft,
                Stroke::new(thin, c.accent),
                c.accent_soft_ink,
            );
        }
        match (self.kind, lit) {
            (Kind::Primary, false) => (c.accent, Stroke::NONE, c.accent_ink),
            (Kind::Primary, true) => (c.accent_pressed, Stroke::NONE, c.accent_ink),
            (Kind::Quiet, false) => (c.surface, Stroke::new(thin, c.edge), c.ink),
            (Kind::Quiet | Kind::Plain, true) => (
                c.accent_soft,
                Stroke::new(thin, c.accent),
                c.accent_soft_ink,
            ),
            (Kind::Plain, false) => (Color32::TRANSPARENT, Stroke::NONE, c.accent),
            (Kind::Seal, _) => (c.seal, Stroke::NONE, c.seal_ink),
        }
    }
}

/// A ring around what the keyboard would press.
pub fn focus_ring(ui: &Ui, response: &Response, rect: Rect, theme: &Theme) {
    if response.has_focus() {
        ui.painter().rect_stroke(
            rect.expand(theme.px(5.0)),
            theme.space.round + theme.px(5.0),
            Stroke::new(theme.px(3.0).max(2.0), theme.colours.ink),
            StrokeKind::Middle,
        );
    }
}

/// The one way onwards of a page.
pub fn primary_button(ui: &mut Ui, label: impl Into<String>) -> Response {
    Button::primary(label).show(ui)
}

/// An equal or lesser choice.
pub fn quiet_button(ui: &mut Ui, label: impl Into<String>) -> Response {
    Button::quiet(label).show(ui)
}

/// A small thing to do beside a line.
pub fn small_button(ui: &mut Ui, label: impl Into<String>) -> Response {
    Button::quiet(label).compact().show(ui)
}

/// A word that can be pressed.
pub fn plain_button(ui: &mut Ui, label: impl Into<String>) -> Response {
    Button::new(Kind::Plain, label).show(ui)
}

/// A small switch: on shows a tick and a green ground.
pub fn toggle(ui: &mut Ui, label: impl Into<String>, on: bool) -> Response {
    Button::quiet(label).compact().selected(on).show(ui)
}

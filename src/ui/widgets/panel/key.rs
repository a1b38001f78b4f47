//! One key: a word or a sign, pressed by a finger.

use egui::accesskit::Role;
use egui::{Rect, Response, Sense, Stroke as Line, StrokeKind, Ui, Vec2, WidgetInfo};

use crate::ui::theme::Theme;
use crate::ui::widgets::icon::{self, Icon};
use crate::ui::widgets::text;

/// Smallest share of its type that a long word is shrunk to before it is cut.
const LEAST_SHARE: f32 = 0.55;

/// One key.
pub(super) struct Key<'a> {
    /// What is painted.
    word: &'a str,
    /// What is read out, where it is not the word.
    label: &'a str,
    sign: Option<Icon>,
    /// A tab or a switch, on or off.
    selected: Option<bool>,
    /// A word to choose: larger, and the first of several stands out.
    offered: Option<bool>,
}

impl<'a> Key<'a> {
    pub(super) fn word(word: &'a str) -> Self {
        Self {
            word,
            label: word,
            sign: None,
            selected: None,
            offered: None,
        }
    }

    pub(super) fn sign(sign: Icon, word: &'a str) -> Self {
        Self {
            sign: Some(sign),
            ..Self::word(word)
        }
    }

    pub(super) fn tab(word: &'a str, selected: bool) -> Self {
        Self {
            selected: Some(selected),
            ..Self::word(word)
        }
    }

    /// A candidate; `first` is what a space bar or the next character takes.
    pub(super) fn offered(word: &'a str, first: bool) -> Self {
        Self {
            offered: Some(first),
            ..Self::word(word)
        }
    }

    /// Read out as `label`.
    pub(super) fn called(self, label: &'a str) -> Self {
        Self { label, ..self }
    }

    pub(super) fn with_selected(self, on: bool) -> Self {
        Self {
            selected: Some(on),
            ..self
        }
    }

    pub(super) fn show(&self, ui: &mut Ui, size: Vec2) -> Response {
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        self.paint(ui, rect, &response);
        response
    }

    /// As [`Key::show`], at a place of its own.
    pub(super) fn put(&self, ui: &mut Ui, rect: Rect) -> Response {
        let response = ui.allocate_rect(rect, Sense::click());
        self.paint(ui, rect, &response);
        response
    }

    fn paint(&self, ui: &Ui, rect: Rect, response: &Response) {
        let theme = Theme::of(ui);
        let c = theme.colours;
        response.widget_info(|| match self.selected {
            Some(on) => WidgetInfo::selected(Role::Button, true, on, self.label),
            None => WidgetInfo::labeled(Role::Button, true, self.label),
        });
        let on = self.selected == Some(true);
        let quiet = self.sign.is_some() || self.selected.is_some();
        let down = response.is_pointer_button_down_on();
        let (fill, edge, ink) = match (down, on, quiet, self.offered) {
            (_, true, _, _) => (c.accent, c.accent, c.accent_ink),
            (true, false, _, _) | (false, _, _, Some(true)) => {
                (c.accent_soft, c.accent, c.accent_soft_ink)
            }
            (false, false, true, _) => (c.sunken, c.edge, c.ink),
            (false, false, false, _) => (c.surface, c.edge, c.ink),
        };
        ui.painter().rect(
            rect,
            theme.space.round * 0.7,
            fill,
            Line::new(theme.space.stroke * 0.5, edge),
            StrokeKind::Inside,
        );
        if let Some(sign) = self.sign {
            let square = icon::square(rect, theme.text.body * 1.1);
            icon::paint(ui.painter(), sign, square, ink);
            return;
        }
        let size = match (self.selected.is_some(), self.offered.is_some()) {
            (true, _) => theme.text.body,
            (false, true) => theme.text.lead * 1.15,
            (false, false) => theme.text.lead,
        };
        let font = |size: f32| {
            if self.selected.is_some() {
                theme.bold(size)
            } else {
                theme.regular(size)
            }
        };
        let room = rect.width() - theme.space.xs;
        let whole = text::line(ui, self.word, font(size), ink, f32::INFINITY);
        let galley = if whole.size().x <= room {
            whole
        } else {
            let share = (room / whole.size().x).max(LEAST_SHARE);
            let smaller = (size * share).floor().max(theme.px(24.0));
            text::line(ui, self.word, font(smaller), ink, room)
        };
        let at = rect.center() - galley.size() / 2.0;
        ui.painter().galley(at, galley, ink);
    }
}

//! Choices: large tiles with a drawn tick, and small chips.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{
    Align, Color32, Galley, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2,
};

use super::button::focus_ring;
use super::icon::{self, Icon};
use super::layout;
use super::{said, text};
use crate::ui::theme::Theme;

/// The room beside a choice's words.
pub(crate) fn side_padding(theme: &Theme, compact: bool) -> f32 {
    if compact {
        theme.space.s
    } else {
        theme.space.m
    }
}

/// One choice among others, or one door among others.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches of a builder"
)]
#[must_use = "a tile is seen only after `show`"]
pub struct ChoiceTile<'a> {
    title: &'a str,
    note: Option<&'a str>,
    selected: bool,
    several: bool,
    door: bool,
    icon: Option<Icon>,
    width: Option<f32>,
    height: f32,
    enabled: bool,
    big: bool,
    compact: bool,
}

impl<'a> ChoiceTile<'a> {
    /// One of several answers, of which one can be chosen.
    pub fn new(title: &'a str) -> Self {
        Self {
            title,
            note: None,
            selected: false,
            several: false,
            door: false,
            icon: None,
            width: None,
            height: 0.0,
            enabled: true,
            big: false,
            compact: false,
        }
    }

    /// A tile that leads somewhere when it is pressed: an arrow instead of a ring.
    pub fn door(title: &'a str) -> Self {
        Self {
            door: true,
            ..Self::new(title)
        }
    }

    /// A second line, softer.
    pub fn note(mut self, note: &'a str) -> Self {
        self.note = Some(note);
        self
    }

    /// Whether it is chosen (a door: already been through).
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// Several can be chosen: a box instead of a ring.
    pub fn several(mut self) -> Self {
        self.several = true;
        self
    }

    /// A sign at the left.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Exactly this wide, in points; otherwise as wide as its place.
    pub fn width(mut self, points: f32) -> Self {
        self.width = Some(points);
        self
    }

    /// At least this high, in points.
    pub fn height(mut self, points: f32) -> Self {
        self.height = points;
        self
    }

    /// With larger words, where a page has few choices.
    pub fn big(mut self) -> Self {
        self.big = true;
        self
    }

    /// As high as a finger needs, and no higher.
    pub fn compact(mut self, compact: bool) -> Self {
        self.compact = compact;
        self
    }

    /// Whether it can be pressed.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// The tile's words and measures at `width`.
    fn lay(&self, ui: &Ui, width: f32) -> Laid {
        let theme = Theme::of(ui);
        // Large type is large enough as it is.
        let (title_size, note_size) = if self.big && !theme.look.large {
            (theme.text.lead * 1.2, theme.text.body)
        } else {
            (theme.text.lead, theme.text.small)
        };
        let padding = if self.big {
            theme.space.l * 0.8
        } else {
            side_padding(&theme, self.compact)
        };
        let mark = mark_side(&theme);
        let sign = if self.icon.is_some() {
            title_size * 1.6
        } else {
            0.0
        };
        let left = padding
            + if self.door { sign } else { mark }
            + if self.door && self.icon.is_none() {
                0.0
            } else {
                theme.space.s * 1.3
            };
        let right = padding + if self.door { mark + theme.space.s } else { 0.0 };
        let room = (width - left - right).max(theme.text.lead);
        let font = theme.bold(title_size.round());
        let title = text::galley(ui, self.title, font, self.ink(&theme), room, Align::Min);
        let soft = if self.enabled {
            theme.colours.ink_soft
        } else {
            theme.colours.disabled_ink
        };
        let note = self.note.filter(|note| !note.is_empty()).map(|note| {
            let font = theme.regular(note_size);
            text::galley(ui, note, font, soft, room, Align::Min)
        });
        let words = title.size().y + note.as_ref().map_or(0.0, |n| n.size().y + theme.space.xs);
        let (least, air) = if self.compact {
            (theme.space.touch, padding * 0.5)
        } else {
            (theme.space.button, padding * 1.4)
        };
        let height = least.max(self.height).max(words + air);
        Laid {
            title,
            note,
            words,
            height,
            left,
            padding,
            mark,
            sign,
        }
    }

    /// Lays the tile out in `ui`.
    pub fn show(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui);
        let c = theme.colours;
        for words in [Some(self.title), self.note].into_iter().flatten() {
            said::say(ui, words);
        }
        let width = self.width.unwrap_or_else(|| ui.available_width());
        let laid = self.lay(ui, width);
        let sense = if self.enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (rect, response) = ui.allocate_exact_size(vec2(width, laid.height), sense);
        response.widget_info(|| self.info());
        if !ui.is_rect_visible(rect) {
            return response;
        }
        self.paint_ground(ui, &response, rect, &theme);
        let middle = rect.center().y;
        let mark_x = if self.door {
            rect.right() - laid.padding - laid.mark / 2.0
        } else {
            rect.left() + laid.padding + laid.mark / 2.0
        };
        self.paint_mark(ui, egui::pos2(mark_x, middle), laid.mark, &theme);
        if let (Some(icon), true) = (self.icon, self.door) {
            let at = egui::pos2(rect.left() + laid.padding, middle - laid.sign / 2.0);
            let square = egui::Rect::from_min_size(at, Vec2::splat(laid.sign));
            icon::paint(ui.painter(), icon, square, c.accent);
        }
        let mut at = egui::pos2(rect.left() + laid.left, middle - laid.words / 2.0);
        let down = laid.title.size().y + theme.space.xs;
        ui.painter().galley(at, laid.title, c.ink);
        if let Some(note) = laid.note {
            at.y += down;
            ui.painter().galley(at, note, c.ink_soft);
        }
        response
    }

    fn ink(&self, theme: &Theme) -> Color32 {
        let c = &theme.colours;
        match (self.enabled, self.selected && !self.door) {
            (false, _) => c.disabled_ink,
            (true, true) => c.accent_soft_ink,
            (true, false) => c.ink,
        }
    }

    fn info(&self) -> WidgetInfo {
        let said = match self.note {
            Some(note) if self.door => format!("{} {note}", self.title),
            _ => self.title.to_owned(),
        };
        match (self.door, self.several) {
            (true, _) => WidgetInfo::labeled(Role::Button, self.enabled, said),
            (false, true) => {
                WidgetInfo::selected(Role::CheckBox, self.enabled, self.selected, said)
            }
            (false, false) => {
                WidgetInfo::selected(Role::RadioButton, self.enabled, self.selected, said)
            }
        }
    }

    fn paint_ground(&self, ui: &Ui, response: &Response, rect: egui::Rect, theme: &Theme) {
        let c = &theme.colours;
        let chosen = self.selected && !self.door;
        let down = self.enabled && response.is_pointer_button_down_on();
        let (fill, edge, width) = match (self.enabled, chosen || down) {
            (false, _) => (c.disabled, c.line, theme.space.stroke),
            (true, true) => (c.accent_soft, c.accent, theme.space.stroke * 1.6),
            (true, false) => (c.surface, c.edge, theme.space.stroke * 0.75),
        };
        ui.painter().rect(
            rect,
            theme.corners(),
            fill,
            Stroke::new(width, edge),
            StrokeKind::Inside,
        );
        focus_ring(ui, response, rect, theme);
    }

    fn paint_mark(&self, ui: &Ui, centre: egui::Pos2, size: f32, theme: &Theme) {
        let c = &theme.colours;
        let painter = ui.painter();
        let radius = size / 2.0;
        let ring = Stroke::new(theme.space.stroke * 1.2, c.edge);
        let square = egui::Rect::from_center_size(centre, Vec2::splat(size * 0.92));
        match (self.door, self.selected, self.several) {
            (true, false, _) => {
                let arrow = egui::Rect::from_center_size(centre, Vec2::splat(size * 0.8));
                icon::paint(painter, Icon::Right, arrow, c.ink_soft);
            }
            (true, true, _) | (false, true, false) => {
                icon::paint_done(painter, centre, radius, c.accent, c.accent_ink);
            }
            (false, true, true) => {
                painter.rect_filled(square, theme.space.round * 0.5, c.accent);
                icon::paint(
                    painter,
                    Icon::Tick,
                    square.shrink(size * 0.16),
                    c.accent_ink,
                );
            }
            (false, false, false) => {
                painter.circle(centre, radius - ring.width / 2.0, c.surface, ring);
            }
            (false, false, true) => {
                painter.rect(
                    square,
                    theme.space.round * 0.5,
                    c.surface,
                    ring,
                    StrokeKind::Inside,
                );
            }
        }
    }
}

/// A tile's words, laid out, and where they go.
struct Laid {
    title: Arc<Galley>,
    note: Option<Arc<Galley>>,
    words: f32,
    height: f32,
    left: f32,
    padding: f32,
    mark: f32,
    sign: f32,
}

/// Tiles in rows of `columns`, those of a row equally high; returns the place of the one that was pressed.
pub fn grid(ui: &mut Ui, columns: usize, all: Vec<ChoiceTile<'_>>) -> Option<usize> {
    let gap = Theme::of(ui).space.m;
    let columns = columns.max(1);
    let room = ui.available_width() - gap * layout::number(columns - 1);
    let width = (room / layout::number(columns)).floor();
    let heights: Vec<f32> = all
        .chunks(columns)
        .flat_map(|row| {
            let heights = row.iter().map(|tile| tile.lay(ui, width).height);
            let tallest = heights.fold(0.0, f32::max);
            row.iter().map(move |_| tallest)
        })
        .collect();
    let mut pressed = None;
    layout::tiles(ui, all.len(), columns, |ui, index, width| {
        if let (Some(tile), Some(height)) = (all.get(index), heights.get(index)) {
            let tile = tile.clone().width(width).height(*height);
            if tile.show(ui).clicked() {
                pressed = Some(index);
            }
        }
    });
    pressed
}

/// The side of a tile's ring, box or arrow, in points.
#[must_use]
pub fn mark_side(theme: &Theme) -> f32 {
    theme.text.body * 4.0 / 3.0
}

/// One choice, as wide as its place.
pub fn choice_tile(ui: &mut Ui, title: &str, selected: bool) -> Response {
    ChoiceTile::new(title).selected(selected).show(ui)
}

/// A question's answers in as many columns as fit; returns the one that was pressed.
pub fn choices(ui: &mut Ui, labels: &[&str], selected: Option<usize>) -> Option<usize> {
    let theme = Theme::of(ui);
    let room = ui.available_width();
    let longest = labels
        .iter()
        .map(|label| {
            text::line(
                ui,
                label,
                theme.bold(theme.text.lead),
                theme.colours.ink,
                f32::INFINITY,
            )
            .size()
            .x
        })
        .fold(0.0_f32, f32::max);
    let wanted = longest + theme.text.lead * 1.4 + theme.space.m * 3.6;
    let mut columns = labels.len().max(1);
    while columns > 1
        && wanted * layout::number(columns) + theme.space.m * layout::number(columns - 1) > room
    {
        columns -= 1;
    }
    // Two rows of the same length look better than five and one.
    let rows = labels.len().div_ceil(columns).max(1);
    let columns = labels.len().div_ceil(rows).max(1);
    let mut pressed = None;
    layout::tiles(ui, labels.len(), columns, |ui, index, width| {
        let Some(label) = labels.get(index) else {
            return;
        };
        let tile = ChoiceTile::new(label)
            .selected(selected == Some(index))
            .width(width);
        if tile.show(ui).clicked() {
            pressed = Some(index);
        }
    });
    pressed
}

/// A small choice that can be on or off, as wide as its word.
pub fn chip(ui: &mut Ui, label: impl AsRef<str>, selected: bool) -> Response {
    let theme = Theme::of(ui);
    let c = theme.colours;
    let label = label.as_ref();
    said::say(ui, label);
    let ink = if selected { c.accent_ink } else { c.ink };
    let type_size = theme.text.small_button;
    let galley = text::line(
        ui,
        label,
        theme.regular(type_size),
        ink,
        ui.available_width(),
    );
    let tick_side = type_size;
    let extra = if selected {
        tick_side + theme.space.xs
    } else {
        0.0
    };
    let size = vec2(
        (galley.size().x + tick_side + theme.space.xs + theme.space.small_button_padding * 2.0)
            .round(),
        theme.space.touch,
    );
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, selected, label));
    let lit = response.is_pointer_button_down_on() || (theme.hovers && response.hovered());
    let fill = match (selected, lit) {
        (true, _) => c.accent,
        (false, true) => c.accent_soft,
        (false, false) => c.surface,
    };
    let edge = if selected { c.accent } else { c.edge };
    ui.painter().rect(
        rect,
        rect.height() / 2.0,
        fill,
        Stroke::new(theme.space.stroke * 0.75, edge),
        StrokeKind::Inside,
    );
    focus_ring(ui, &response, rect, &theme);
    let content = galley.size().x + extra;
    let mut x = rect.center().x - content / 2.0;
    if selected {
        let at = egui::pos2(x, rect.center().y - tick_side / 2.0);
        let square = egui::Rect::from_min_size(at, Vec2::splat(tick_side));
        icon::paint(ui.painter(), Icon::Tick, square, ink);
        x += extra;
    }
    let at = egui::pos2(x, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, ink);
    response
}

/// Chips of equal width in `ui`'s column: two beside each other where their words fit, else one below the
/// other, a little lower where the room is short; returns the place of the one that was pressed.
pub fn chip_column(ui: &mut Ui, labels: &[&str], selected: Option<usize>) -> Option<usize> {
    let theme = Theme::of(ui);
    let gap = theme.space.xs;
    let font = theme.bold(theme.text.small);
    let longest = labels
        .iter()
        .map(|label| text::line(ui, label, font.clone(), Color32::BLACK, f32::INFINITY))
        .fold(0.0_f32, |longest, line| longest.max(line.size().x));
    let half = ((ui.available_width() - gap) / 2.0).floor();
    let around = theme.space.m + theme.text.small + theme.space.xs;
    let (columns, width) = if longest + around <= half {
        (2, half)
    } else {
        (1, ui.available_width())
    };
    let rows = layout::number(labels.len().div_ceil(columns).max(1));
    let each = (ui.available_height() - gap * (rows - 1.0)) / rows;
    let touch = theme.space.touch;
    let height = each.floor().clamp((touch * 0.8).round(), touch);
    let mut pressed = None;
    ui.spacing_mut().item_spacing = Vec2::splat(gap);
    ui.spacing_mut().interact_size.y = 0.0;
    for (row, line) in labels.chunks(columns).enumerate() {
        ui.horizontal(|ui| {
            for (column, label) in line.iter().enumerate() {
                let place = row * columns + column;
                let size = vec2(width, height);
                if wide_chip(ui, label, selected == Some(place), size).clicked() {
                    pressed = Some(place);
                }
            }
        });
    }
    pressed
}

fn wide_chip(ui: &mut Ui, label: &str, selected: bool, size: Vec2) -> Response {
    let theme = Theme::of(ui);
    let c = theme.colours;
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    said::say(ui, label);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, selected, label));
    let (fill, edge, ink) = match (selected, response.is_pointer_button_down_on()) {
        (true, _) => (c.accent, c.accent, c.accent_ink),
        (false, true) => (c.accent_soft, c.accent, c.accent_soft_ink),
        (false, false) => (c.surface, c.edge, c.ink),
    };
    ui.painter().rect(
        rect,
        rect.height() / 2.0,
        fill,
        Stroke::new(theme.space.stroke * 0.75, edge),
        StrokeKind::Inside,
    );
    focus_ring(ui, &response, rect, &theme);
    let tick = if selected {
        theme.text.small + theme.space.xs
    } else {
        0.0
    };
    let font = theme.bold(theme.text.small);
    let galley = text::line(ui, label, font, ink, rect.width() - tick - theme.space.m);
    let x = rect.center().x - f32::midpoint(galley.size().x, tick);
    if selected {
        let at = egui::pos2(x, rect.center().y - theme.text.small / 2.0);
        let square = egui::Rect::from_min_size(at, Vec2::splat(theme.text.small));
        icon::paint(ui.painter(), Icon::Tick, square, ink);
    }
    let at = egui::pos2(x + tick, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, ink);
    response
}

//! Keys for fingers, docked under a text field: a row of tabs, the caret and the eraser, then the keys of
//! the chosen mode. A further way of writing is one more [`Mode`] and what it draws in the tab's place.

pub mod edit;
mod keys;

use egui::accesskit::Role;
use egui::{Response, Sense, Stroke as Line, StrokeKind, Ui, Vec2, WidgetInfo, vec2};

pub use edit::Stroke;
pub use keys::Mode;

use super::icon::{self, Icon};
use super::layout::number;
use super::text;
use crate::ui::theme::Theme;
use crate::words::{self, Lang};

/// Keys in a row.
const COLUMNS: usize = 10;
/// Rows: tabs, three of keys, the space bar's.
const ROWS: usize = 5;
/// A key that repeats begins to after so long, in seconds; slow enough for a finger that trembles.
const REPEAT_AFTER_SECS: f64 = 0.6;
/// Time between two repeats, in seconds.
const REPEAT_EVERY_SECS: f64 = 0.1;
/// More than this in one frame would come as a jump after a stall.
const REPEATS_A_FRAME: u32 = 2;

/// Whether letters are capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shift {
    /// Small letters.
    #[default]
    Off,
    /// The next one is a capital.
    Once,
    /// All are, until Shift is pressed again.
    Locked,
}

/// A key under a finger.
#[derive(Debug, Clone, Copy)]
struct Held {
    stroke: Stroke,
    since: f64,
    repeats: u32,
}

/// What the panel remembers from frame to frame: no text, only which keys it shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Panel {
    /// The chosen tab.
    pub mode: Mode,
    /// Capitals.
    pub shift: Shift,
    held: Option<Held>,
}

/// The height of the panel where it has at most `room` points: its keys are never lower than 58 at 1080p, and
/// that only where large type fills a low screen.
#[must_use]
pub fn height(theme: &Theme, room: f32) -> f32 {
    key_height(theme, room) * number(ROWS) + theme.space.xs * number(ROWS - 1)
}

fn key_height(theme: &Theme, room: f32) -> f32 {
    let touch = theme.space.touch;
    let each = (room - theme.space.xs * number(ROWS - 1)) / number(ROWS);
    each.floor().clamp(theme.px(58.0).min(touch), touch)
}

/// Draws the panel as wide and high as its place; returns what was struck. `now` is the window's time in
/// seconds.
pub fn panel_ui(ui: &mut Ui, lang: Lang, panel: &mut Panel, now: f64) -> Vec<Stroke> {
    let theme = Theme::of(ui);
    let gap = theme.space.xs;
    let full = ui.available_width();
    let high = key_height(&theme, ui.available_height());
    let key = ((full - gap * number(COLUMNS - 1)) / number(COLUMNS)).floor();
    let board = Board {
        lang,
        now,
        key: vec2(key, high),
        gap,
    };
    let mut strokes = Vec::new();
    ui.spacing_mut().item_spacing = Vec2::splat(gap);
    // Rows are as high as their keys, not as what else is touched.
    ui.spacing_mut().interact_size.y = 0.0;
    ui.horizontal(|ui| board.top_row(ui, panel, &mut strokes));
    for (place, row) in panel.mode.rows(lang).into_iter().enumerate() {
        ui.horizontal(|ui| board.key_row(ui, panel, place, row, &mut strokes));
    }
    ui.horizontal(|ui| board.bottom_row(ui, &mut strokes));
    strokes
}

/// The measures of the keys.
struct Board {
    lang: Lang,
    now: f64,
    key: Vec2,
    gap: f32,
}

impl Board {
    /// The size of a key that takes the place of `keys`.
    fn wide(&self, keys: usize) -> Vec2 {
        vec2(
            self.key.x * number(keys) + self.gap * number(keys.saturating_sub(1)),
            self.key.y,
        )
    }

    fn say(&self, key: &str) -> String {
        words::text(self.lang, key)
    }

    fn top_row(&self, ui: &mut Ui, panel: &mut Panel, strokes: &mut Vec<Stroke>) {
        // Six keys' room for the tabs, however many there are.
        let tabs = Mode::ALL.len().max(1);
        let room = self.wide(6).x - self.gap * number(tabs - 1);
        let size = vec2((room / number(tabs)).floor(), self.key.y);
        for mode in Mode::ALL {
            let word = self.say(mode.word());
            let key = Key::tab(&word, panel.mode == mode);
            if key.show(ui, size).clicked() {
                panel.mode = mode;
                panel.shift = Shift::Off;
            }
        }
        for (stroke, sign, key, keys) in [
            (Stroke::Left, Icon::Left, "kiosk-widget-caret-left", 1),
            (Stroke::Right, Icon::Right, "kiosk-widget-caret-right", 1),
            (Stroke::Erase, Icon::Erase, "kiosk-widget-erase", 2),
        ] {
            let response = Key::sign(sign, &self.say(key)).show(ui, self.wide(keys));
            self.repeating(ui, panel, &response, stroke, strokes);
        }
    }

    fn key_row(
        &self,
        ui: &mut Ui,
        panel: &mut Panel,
        place: usize,
        row: &str,
        strokes: &mut Vec<Stroke>,
    ) {
        let letters = row.chars().count();
        let shift = panel.mode == Mode::Latin && place == 2;
        // Five keys in a row are digits: each takes the room of two.
        let each = if letters * 2 <= COLUMNS { 2 } else { 1 };
        let taken = letters * each + usize::from(shift);
        let spare = COLUMNS.saturating_sub(taken);
        if spare > 0 {
            ui.add_space(number(spare) * (self.key.x + self.gap) / 2.0);
        }
        if shift {
            let on = panel.shift != Shift::Off;
            let word = self.say("kiosk-widget-shift");
            let key = Key {
                selected: Some(on),
                ..Key::sign(Icon::Shift, &word)
            };
            if key.show(ui, self.key).clicked() {
                panel.shift = match panel.shift {
                    Shift::Off => Shift::Once,
                    Shift::Once => Shift::Locked,
                    Shift::Locked => Shift::Off,
                };
            }
        }
        for letter in row.chars() {
            let letter = match panel.shift {
                Shift::Off => letter,
                Shift::Once | Shift::Locked => letter.to_ascii_uppercase(),
            };
            let label = letter.to_string();
            if Key::word(&label).show(ui, self.wide(each)).clicked() {
                strokes.push(Stroke::Put(letter));
                if panel.shift == Shift::Once {
                    panel.shift = Shift::Off;
                }
            }
        }
    }

    fn bottom_row(&self, ui: &mut Ui, strokes: &mut Vec<Stroke>) {
        let beside = Mode::beside_space(self.lang);
        let label = beside.to_string();
        if Key::word(&label).show(ui, self.wide(2)).clicked() {
            strokes.push(Stroke::Put(beside));
        }
        let space = self.say("kiosk-widget-space");
        if Key::word(&space).show(ui, self.wide(6)).clicked() {
            strokes.push(Stroke::Put(' '));
        }
        let enter = self.say("kiosk-widget-enter");
        let key = Key::sign(Icon::Enter, &enter);
        if key.show(ui, self.wide(2)).clicked() {
            strokes.push(Stroke::Put('\n'));
        }
    }

    /// One stroke when the key goes down, more while it is held.
    fn repeating(
        &self,
        ui: &Ui,
        panel: &mut Panel,
        response: &Response,
        stroke: Stroke,
        strokes: &mut Vec<Stroke>,
    ) {
        let mine = panel.held.filter(|held| held.stroke == stroke);
        match (response.is_pointer_button_down_on(), mine) {
            (true, None) => {
                strokes.push(stroke);
                panel.held = Some(Held {
                    stroke,
                    since: self.now,
                    repeats: 0,
                });
                wake(ui, REPEAT_AFTER_SECS);
            }
            (true, Some(mut held)) => {
                let next = |repeats: u32| {
                    held.since + REPEAT_AFTER_SECS + f64::from(repeats) * REPEAT_EVERY_SECS
                };
                let mut struck = 0;
                while self.now >= next(held.repeats) && struck < REPEATS_A_FRAME {
                    strokes.push(stroke);
                    held.repeats += 1;
                    struck += 1;
                }
                if struck == REPEATS_A_FRAME {
                    // After a stall the missing ones are left out.
                    held.since = self.now - REPEAT_AFTER_SECS + REPEAT_EVERY_SECS;
                    held.repeats = 0;
                }
                panel.held = Some(held);
                wake(ui, REPEAT_EVERY_SECS);
            }
            (false, Some(_)) => panel.held = None,
            // Pressed by assistive technology, which has no finger to hold it down.
            (false, None) if response.clicked() => strokes.push(stroke),
            (false, None) => {}
        }
    }
}

fn wake(ui: &Ui, secs: f64) {
    ui.ctx()
        .request_repaint_after(std::time::Duration::from_secs_f64(secs));
}

/// One key.
struct Key<'a> {
    word: &'a str,
    sign: Option<Icon>,
    /// A tab or a switch, on or off.
    selected: Option<bool>,
}

impl<'a> Key<'a> {
    fn word(word: &'a str) -> Self {
        Self {
            word,
            sign: None,
            selected: None,
        }
    }

    fn sign(sign: Icon, word: &'a str) -> Self {
        Self {
            sign: Some(sign),
            ..Self::word(word)
        }
    }

    fn tab(word: &'a str, selected: bool) -> Self {
        Self {
            selected: Some(selected),
            ..Self::word(word)
        }
    }

    fn show(&self, ui: &mut Ui, size: Vec2) -> Response {
        let theme = Theme::of(ui);
        let c = theme.colours;
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| match self.selected {
            Some(on) => WidgetInfo::selected(Role::Button, true, on, self.word),
            None => WidgetInfo::labeled(Role::Button, true, self.word),
        });
        let on = self.selected == Some(true);
        let quiet = self.sign.is_some() || self.selected.is_some();
        let (fill, edge, ink) = match (response.is_pointer_button_down_on(), on, quiet) {
            (_, true, _) => (c.accent, c.accent, c.accent_ink),
            (true, false, _) => (c.accent_soft, c.accent, c.accent_soft_ink),
            (false, false, true) => (c.sunken, c.edge, c.ink),
            (false, false, false) => (c.surface, c.edge, c.ink),
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
        } else {
            let font = if self.selected.is_some() {
                theme.bold(theme.text.body)
            } else {
                theme.regular(theme.text.lead)
            };
            let galley = text::line(ui, self.word, font, ink, size.x);
            let at = rect.center() - galley.size() / 2.0;
            ui.painter().galley(at, galley, ink);
        }
        response
    }
}

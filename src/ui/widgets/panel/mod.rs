//! Chinese for fingers, docked under a text field: a row of tabs, the caret and the eraser, then the chosen
//! way of writing. A further way is one more [`Mode`] and what it draws in the tab's place.

mod choices;
mod composing;
pub mod edit;
mod key;
mod keyboard;
mod keys;
mod offers;
mod pad;

use egui::{Context, Rect, Response, Ui, Vec2, vec2};

pub use edit::Stroke;
pub use keys::KeysPage;

use super::icon::Icon;
use super::layout::number;
use super::text;
use crate::pen::Engines;
use crate::pen::strokes;
use crate::ui::theme::Theme;
use crate::words::{self, Lang, key};
use composing::{Composing, sign};
use key::Key;

/// Keys in a row.
const COLUMNS: usize = 10;
/// Rows: the tabs', and four of the chosen way of writing.
const ROWS: usize = 5;
/// A key that repeats begins to after so long, in seconds; slow enough for a finger that trembles.
const REPEAT_AFTER_SECS: f64 = 0.6;
/// Time between two repeats, in seconds.
const REPEAT_EVERY_SECS: f64 = 0.1;
/// More than this in one frame would come as a jump after a stall.
const REPEATS_A_FRAME: u32 = 2;
/// Pads beside each other: the second takes the next character while the first is still being read.
const PADS: usize = 2;

/// A way of writing, chosen by a tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// 手写: with a finger.
    Hand,
    /// 拼音: by sound.
    Pinyin,
    /// 笔画: by strokes.
    Strokes,
    /// 数字·字母·符号: keys that write what they say.
    Keys,
}

impl Mode {
    /// Every mode, in the order of the tabs.
    pub const ALL: [Self; 4] = [Self::Hand, Self::Pinyin, Self::Strokes, Self::Keys];

    /// The key of the tab's word.
    #[must_use]
    pub fn word(self) -> words::Key {
        match self {
            Self::Hand => key!("kiosk-widget-panel-hand"),
            Self::Pinyin => key!("kiosk-widget-panel-pinyin"),
            Self::Strokes => key!("kiosk-widget-panel-strokes"),
            Self::Keys => key!("kiosk-widget-panel-keys"),
        }
    }
}

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

/// What the panel draws with.
#[derive(Debug, Clone, Copy)]
pub struct PanelView<'a> {
    /// The language of its words.
    pub lang: Lang,
    /// The window's time, in seconds.
    pub now: f64,
    /// What stands before the caret.
    pub before: &'a str,
    /// Confused sounds are understood.
    pub fuzzy: bool,
    /// What turns ink and letters into Chinese; without it only keys are left.
    pub engines: Option<&'a Engines>,
}

impl PanelView<'_> {
    fn say(&self, key: words::Key) -> String {
        words::text(self.lang, key)
    }
}

/// What the panel remembers from frame to frame, for one resident; overwritten when it is dropped.
#[derive(Default)]
pub struct Panel {
    /// The tab that was chosen, if one was.
    pub chosen: Option<Mode>,
    /// Which keys the fourth tab shows, if a page was chosen.
    pub page: Option<KeysPage>,
    /// Capitals.
    pub shift: Shift,
    held: Option<Held>,
    composing: Composing,
}

impl std::fmt::Debug for Panel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Panel({:?}, …)", self.chosen)
    }
}

impl Panel {
    /// The way of writing that is shown: Chinese is written by hand until another tab is chosen.
    #[must_use]
    pub fn mode(&self, view: &PanelView<'_>) -> Mode {
        if view.engines.is_none() {
            return Mode::Keys;
        }
        self.chosen.unwrap_or(match view.lang {
            Lang::Zh => Mode::Hand,
            Lang::En => Mode::Keys,
        })
    }

    fn page(&self, lang: Lang) -> KeysPage {
        self.page.unwrap_or(match lang {
            Lang::Zh => KeysPage::Digits,
            Lang::En => KeysPage::Latin,
        })
    }

    /// Whether something was begun that is not in the text yet.
    #[must_use]
    pub fn is_composing(&self) -> bool {
        self.composing.is_composing()
    }

    /// The letters or strokes so far, for a line above the panel.
    #[must_use]
    pub fn spelling(&self) -> String {
        self.composing.spelling()
    }

    /// Whether the panel needs a line above it for what is spelt.
    #[must_use]
    pub fn spells(&self, view: &PanelView<'_>) -> bool {
        matches!(self.mode(view), Mode::Pinyin | Mode::Strokes)
    }

    /// Before the text field is drawn: keys of a keyboard that spell.
    pub fn take_keyboard(&mut self, ctx: &Context, view: &PanelView<'_>) -> Vec<Stroke> {
        let mut strokes = Vec::new();
        let mode = self.mode(view);
        keyboard::take(ctx, mode, &mut self.composing, view, &mut strokes);
        strokes
    }

    /// The first candidate of what was begun goes into the text: the resident goes on, and nothing is lost.
    pub fn finish(&mut self, view: &PanelView<'_>) -> Vec<Stroke> {
        let mut strokes = Vec::new();
        self.composing.finish(view, &mut strokes);
        strokes
    }

    /// Ink on a pad, as if a finger had just left it: for pictures.
    pub fn ink(
        &mut self,
        view: &PanelView<'_>,
        pad: usize,
        strokes: Vec<crate::pen::hand::Stroke>,
    ) {
        self.composing.ink.pad = pad;
        self.composing.ink.strokes = strokes;
        self.composing.offer_ink(view);
    }

    /// Letters, as if they had just been struck: for pictures.
    pub fn spell(&mut self, view: &PanelView<'_>, letters: &str) {
        for letter in letters.chars() {
            self.composing.push_letter(letter, view);
        }
    }

    /// Strokes, as if they had just been struck: for pictures.
    pub fn strike(&mut self, view: &PanelView<'_>, keys: &[strokes::Key]) {
        for key in keys {
            self.composing.push_key(*key, view);
        }
    }

    /// A finger tapped the character written at `at`: what may it have meant?
    pub fn tapped(&mut self, view: &PanelView<'_>, written: &str, at: usize) {
        if self.mode(view) != Mode::Keys {
            self.composing.offer_instead(view, written, at);
        }
    }
}

/// The height of the panel where it has at most `room` points: its keys are never lower than 58 at 1080p, and
/// that only where large type fills a low screen; an upright screen has room for taller ones.
#[must_use]
pub fn height(theme: &Theme, room: f32) -> f32 {
    key_height(theme, room) * number(ROWS) + theme.space.xs * number(ROWS - 1)
}

fn key_height(theme: &Theme, room: f32) -> f32 {
    let touch = theme.space.touch;
    let most = if theme.portrait { touch * 1.3 } else { touch };
    let each = (room - theme.space.xs * number(ROWS - 1)) / number(ROWS);
    each.floor().clamp(theme.px(58.0).min(touch), most)
}

/// Draws the panel as wide and high as its place; returns what was struck.
pub fn panel_ui(ui: &mut Ui, panel: &mut Panel, view: &PanelView<'_>) -> Vec<Stroke> {
    let theme = Theme::of(ui);
    let gap = theme.space.xs;
    let full = ui.available_width();
    let high = key_height(&theme, ui.available_height());
    let key = ((full - gap * number(COLUMNS - 1)) / number(COLUMNS)).floor();
    let board = Board {
        view,
        key: vec2(key, high),
        gap,
    };
    let mut strokes = Vec::new();
    ui.spacing_mut().item_spacing = Vec2::splat(gap);
    // Rows are as high as their keys, not as what else is touched.
    ui.spacing_mut().interact_size.y = 0.0;
    ui.horizontal(|ui| board.top_row(ui, panel, &mut strokes));
    let corner = ui.cursor().min;
    let rest = vec2(full, high * number(ROWS - 1) + gap * number(ROWS - 2));
    let room = Rect::from_min_size(corner, rest);
    match panel.mode(view) {
        Mode::Hand => board.hand(ui, room, panel, &mut strokes),
        Mode::Pinyin => board.pinyin(ui, room, panel, &mut strokes),
        Mode::Strokes => board.strokes(ui, room, panel, &mut strokes),
        Mode::Keys => board.keys(ui, panel, &mut strokes),
    }
    strokes
}

/// The measures of the keys.
struct Board<'a> {
    view: &'a PanelView<'a>,
    key: Vec2,
    gap: f32,
}

impl Board<'_> {
    /// The size of a key that takes the place of `keys`.
    fn wide(&self, keys: usize) -> Vec2 {
        vec2(
            self.key.x * number(keys) + self.gap * number(keys.saturating_sub(1)),
            self.key.y,
        )
    }

    fn say(&self, key: words::Key) -> String {
        self.view.say(key)
    }

    fn top_row(&self, ui: &mut Ui, panel: &mut Panel, strokes: &mut Vec<Stroke>) {
        let shown = panel.mode(self.view);
        let tabs = if self.view.engines.is_some() {
            &Mode::ALL[..]
        } else {
            &[Mode::Keys]
        };
        // Seven keys' room for the tabs, however many there are.
        let room = self.wide(7).x - self.gap * number(tabs.len() - 1);
        let size = vec2((room / number(tabs.len())).floor(), self.key.y);
        for mode in tabs {
            let word = self.say(mode.word());
            let key = Key::tab(&word, shown == *mode);
            if key.show(ui, size).clicked() {
                panel.composing.finish(self.view, strokes);
                panel.chosen = Some(*mode);
                panel.shift = Shift::Off;
            }
        }
        let mut struck = Vec::new();
        for (stroke, sign, key) in [
            (Stroke::Left, Icon::Left, key!("kiosk-widget-caret-left")),
            (Stroke::Right, Icon::Right, key!("kiosk-widget-caret-right")),
            (Stroke::Erase, Icon::Erase, key!("kiosk-widget-erase")),
        ] {
            let response = Key::sign(sign, &self.say(key)).show(ui, self.key);
            self.repeating(ui, panel, &response, stroke, &mut struck);
        }
        for stroke in struck {
            // The eraser takes back what is being composed before it takes what is written.
            if stroke == Stroke::Erase && panel.composing.undo(self.view) {
                continue;
            }
            if !panel.composing.is_composing() {
                panel.composing.offers.clear();
            }
            strokes.push(stroke);
        }
    }

    /// 手写: two pads, and the candidates beside them.
    fn hand(&self, ui: &mut Ui, room: Rect, panel: &mut Panel, strokes: &mut Vec<Stroke>) {
        let theme = Theme::of(ui);
        let least = choices::least_width(&theme, self.gap);
        let pads = number(PADS);
        let side = ((room.width() - least - self.gap * 2.0 * pads) / pads)
            .min(room.height() * 1.1)
            .floor();
        for pad in 0..PADS {
            let corner = room.min + vec2((side + self.gap) * number(pad), 0.0);
            let rect = Rect::from_min_size(corner, vec2(side, room.height()));
            pad::pad_ui(ui, rect, pad, &mut panel.composing, self.view, strokes);
        }
        let left = room.left() + (side + self.gap) * pads + self.gap;
        let beside = room.with_min_x(left);
        choices::block(
            ui,
            beside,
            self.gap,
            &mut panel.composing,
            self.view,
            strokes,
        );
    }

    /// 笔画: six keys, and the candidates beside them.
    fn strokes(&self, ui: &mut Ui, room: Rect, panel: &mut Panel, strokes: &mut Vec<Stroke>) {
        const KEYS: [(strokes::Key, words::Key); 6] = [
            (strokes::Key::Heng, key!("kiosk-widget-stroke-heng")),
            (strokes::Key::Shu, key!("kiosk-widget-stroke-shu")),
            (strokes::Key::Pie, key!("kiosk-widget-stroke-pie")),
            (strokes::Key::Na, key!("kiosk-widget-stroke-na")),
            (strokes::Key::Zhe, key!("kiosk-widget-stroke-zhe")),
            (strokes::Key::Any, key!("kiosk-widget-stroke-any")),
        ];
        let theme = Theme::of(ui);
        let least = choices::least_width(&theme, self.gap);
        let left = (room.width() * 0.52).min(room.width() - least - self.gap * 2.0);
        let size = vec2(
            ((left - self.gap * 2.0) / 3.0).floor(),
            ((room.height() - self.gap) / 2.0).floor(),
        );
        for (place, (key, word)) in KEYS.into_iter().enumerate() {
            let (column, row) = (place % 3, place / 3);
            let corner = vec2(number(column), number(row)) * (size + Vec2::splat(self.gap));
            let rect = Rect::from_min_size(room.min + corner, size);
            let word = self.say(word);
            let shown = format!("{} {word}", sign(key));
            if Key::offered(&shown, false)
                .called(&word)
                .put(ui, rect)
                .clicked()
            {
                panel.composing.push_key(key, self.view);
            }
        }
        let beside = room.with_min_x(room.left() + left + self.gap * 2.0);
        choices::block(
            ui,
            beside,
            self.gap,
            &mut panel.composing,
            self.view,
            strokes,
        );
    }

    /// 拼音: candidates above, three rows of letters below them.
    fn pinyin(&self, ui: &mut Ui, room: Rect, panel: &mut Panel, strokes: &mut Vec<Stroke>) {
        let (above, _) = room.split_top_bottom_at_y(room.top() + self.key.y);
        // The letters stay where they are, whether there are candidates or none.
        ui.allocate_rect(above, egui::Sense::hover());
        choices::row(
            ui,
            above,
            self.gap,
            &mut panel.composing,
            self.view,
            strokes,
        );
        let marks = keys::marks(self.view.lang);
        for row in ["qwertyuiop", "asdfghjkl", "'zxcvbnm"] {
            let last = row.starts_with('\'');
            ui.horizontal(|ui| {
                if row.chars().count() < COLUMNS && !last {
                    ui.add_space(f32::midpoint(self.key.x, self.gap));
                }
                for letter in row.chars() {
                    let called = if letter == '\'' {
                        self.say(key!("kiosk-widget-pinyin-part"))
                    } else {
                        letter.to_string()
                    };
                    let shown = letter.to_string();
                    if Key::word(&shown)
                        .called(&called)
                        .show(ui, self.key)
                        .clicked()
                    {
                        panel.composing.push_letter(letter, self.view);
                    }
                }
                for mark in marks.into_iter().filter(|_| last) {
                    if Key::word(&mark.to_string()).show(ui, self.key).clicked() {
                        panel.composing.finish(self.view, strokes);
                        strokes.push(Stroke::Put(mark));
                    }
                }
            });
        }
    }

    /// 数字·字母·符号.
    fn keys(&self, ui: &mut Ui, panel: &mut Panel, strokes: &mut Vec<Stroke>) {
        let page = panel.page(self.view.lang);
        for (place, row) in page.rows(self.view.lang).into_iter().enumerate() {
            ui.horizontal(|ui| self.key_row(ui, panel, place, row, strokes));
        }
        ui.horizontal(|ui| self.bottom_row(ui, panel, strokes));
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
        let shift = panel.page(self.view.lang) == KeysPage::Latin && place == 2;
        // Five keys in a row are digits: each takes the room of two.
        let each = if letters * 2 <= COLUMNS { 2 } else { 1 };
        let taken = letters * each + usize::from(shift);
        let spare = COLUMNS.saturating_sub(taken);
        if spare > 0 {
            ui.add_space(number(spare) * (self.key.x + self.gap) / 2.0);
        }
        if shift {
            let on = panel.shift != Shift::Off;
            let word = self.say(key!("kiosk-widget-shift"));
            let key = Key::sign(Icon::Shift, &word).with_selected(on);
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

    fn bottom_row(&self, ui: &mut Ui, panel: &mut Panel, strokes: &mut Vec<Stroke>) {
        let shown = panel.page(self.view.lang);
        for page in KeysPage::ALL {
            let word = self.say(page.word());
            let key = Key::tab(&word, shown == page);
            // Two keys for each page's word, three for the space, one for the new line.
            if key.show(ui, self.wide(2)).clicked() {
                panel.page = Some(page);
                panel.shift = Shift::Off;
            }
        }
        let space = self.say(key!("kiosk-widget-space"));
        if Key::word(&space).show(ui, self.wide(3)).clicked() {
            strokes.push(Stroke::Put(' '));
        }
        let enter = self.say(key!("kiosk-widget-enter"));
        let key = Key::sign(Icon::Enter, &enter);
        if key.show(ui, self.wide(1)).clicked() {
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
        let now = self.view.now;
        let mine = panel.held.filter(|held| held.stroke == stroke);
        match (response.is_pointer_button_down_on(), mine) {
            (true, None) => {
                strokes.push(stroke);
                panel.held = Some(Held {
                    stroke,
                    since: now,
                    repeats: 0,
                });
                wake(ui, REPEAT_AFTER_SECS);
            }
            (true, Some(mut held)) => {
                let next = |repeats: u32| {
                    held.since + REPEAT_AFTER_SECS + f64::from(repeats) * REPEAT_EVERY_SECS
                };
                let mut struck = 0;
                while now >= next(held.repeats) && struck < REPEATS_A_FRAME {
                    strokes.push(stroke);
                    held.repeats += 1;
                    struck += 1;
                }
                if struck == REPEATS_A_FRAME {
                    // After a stall the missing ones are left out.
                    held.since = now - REPEAT_AFTER_SECS + REPEAT_EVERY_SECS;
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

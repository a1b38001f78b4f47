//! Candidates to tap: a row for words of any length, a grid for characters.

use egui::{Rect, Ui, Vec2, pos2, vec2};

use super::composing::Composing;
use super::edit::Stroke;
use super::key::Key;
use super::offers::Offered;
use super::{PanelView, keys};
use crate::ui::theme::Theme;
use crate::ui::widgets::icon::Icon;
use crate::ui::widgets::layout::number;
use crate::ui::widgets::text;
use crate::words::key;

/// What a finger did to the candidates.
enum Tapped {
    Candidate(usize),
    /// So many are shown; turn to those after them.
    On(usize),
    Back,
}

fn perform(
    tapped: Option<Tapped>,
    composing: &mut Composing,
    view: &PanelView<'_>,
    strokes: &mut Vec<Stroke>,
) {
    match tapped {
        Some(Tapped::Candidate(place)) => composing.choose(place, view, strokes),
        Some(Tapped::On(shown)) => composing.offers.turn_on(shown),
        Some(Tapped::Back) => composing.offers.turn_back(),
        None => {}
    }
}

/// Candidates beside each other, as many as fit, and keys to turn their pages.
pub(super) fn row(
    ui: &mut Ui,
    rect: Rect,
    gap: f32,
    composing: &mut Composing,
    view: &PanelView<'_>,
    strokes: &mut Vec<Stroke>,
) {
    let theme = Theme::of(ui);
    let turn = vec2(theme.space.touch.max(rect.height()), rect.height());
    let mut room = rect;
    room.max.x -= (turn.x + gap) * 2.0;
    let mut tapped = None;
    let (mut left, mut shown) = (room.left(), 0);
    for (place, offered) in composing.offers.shown() {
        let font = theme.regular(theme.text.lead * 1.15);
        let ink = theme.colours.ink;
        let wide = text::line(ui, &offered.text, font, ink, f32::INFINITY)
            .size()
            .x;
        let width = (wide + theme.space.s * 2.0).max(turn.x);
        if shown > 0 && left + width > room.right() {
            break;
        }
        let width = width.min(room.width());
        let cell = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        if Key::offered(&offered.text, place == 0)
            .put(ui, cell)
            .clicked()
        {
            tapped = Some(Tapped::Candidate(place));
        }
        left += width + gap;
        shown += 1;
    }
    if composing.offers.is_empty() {
        hint(ui, room, &view.say(key!("kiosk-widget-pinyin-hint")));
    }
    let (back, more) = (
        composing.offers.has_page_before(),
        composing.offers.has_more_than(shown),
    );
    if back || more {
        let arrows = [
            (
                Icon::Left,
                key!("kiosk-widget-choices-back"),
                Tapped::Back,
                1.0,
            ),
            (
                Icon::Right,
                key!("kiosk-widget-choices-more"),
                Tapped::On(shown),
                0.0,
            ),
        ];
        for (sign, key, what, from_right) in arrows {
            let right = rect.right() - (turn.x + gap) * from_right;
            let cell = Rect::from_min_size(pos2(right - turn.x, rect.top()), turn);
            let word = view.say(key);
            if Key::sign(sign, &word).put(ui, cell).clicked() {
                tapped = Some(what);
            }
        }
    }
    perform(tapped, composing, view, strokes);
}

/// Characters that a cell of [`block`] has room for.
const CELL_CHARS: usize = 2;
/// Columns and rows of [`block`].
const COLUMNS: usize = 4;
const ROWS: usize = 3;

/// The least width of [`block`], in points.
pub(super) fn least_width(theme: &Theme, gap: f32) -> f32 {
    theme.space.touch * number(COLUMNS) + gap * number(COLUMNS - 1)
}

/// Twelve candidates, and under them two marks and the keys that take back and begin again.
pub(super) fn block(
    ui: &mut Ui,
    rect: Rect,
    gap: f32,
    composing: &mut Composing,
    view: &PanelView<'_>,
    strokes: &mut Vec<Stroke>,
) {
    let size = vec2(
        ((rect.width() - gap * number(COLUMNS - 1)) / number(COLUMNS)).floor(),
        ((rect.height() - gap * number(ROWS)) / number(ROWS + 1)).floor(),
    );
    let cell = |column: usize, row: usize| {
        let corner = vec2(number(column), number(row)) * (size + Vec2::splat(gap));
        Rect::from_min_size(rect.min + corner, size)
    };
    let places = COLUMNS * ROWS;
    let more = composing.offers.has_more_than(places) || composing.offers.has_page_before();
    let room = if more { places - 1 } else { places };
    let mut tapped = None;
    // A longer word has no room in a cell; it is offered in 拼音.
    let fitting = |offered: &Offered| offered.text.chars().count() <= CELL_CHARS;
    let shown = composing.offers.shown().filter(|(_, one)| fitting(one));
    for (at, (place, offered)) in shown.take(room).enumerate() {
        let key = Key::offered(&offered.text, place == 0);
        if key.put(ui, cell(at % COLUMNS, at / COLUMNS)).clicked() {
            tapped = Some(Tapped::Candidate(place));
        }
    }
    if more {
        let word = view.say(key!("kiosk-widget-choices-more"));
        let last = cell(COLUMNS - 1, ROWS - 1);
        if Key::sign(Icon::Right, &word).put(ui, last).clicked() {
            tapped = Some(Tapped::On(room));
        }
    }
    if composing.offers.is_empty() {
        let upper = Rect::from_min_max(rect.min, cell(COLUMNS - 1, ROWS - 1).max);
        hint(ui, upper, &view.say(key!("kiosk-widget-choices-hint")));
    }
    perform(tapped, composing, view, strokes);
    for (column, mark) in keys::marks(view.lang).into_iter().enumerate() {
        let word = mark.to_string();
        if Key::word(&word).put(ui, cell(column, ROWS)).clicked() {
            composing.finish(view, strokes);
            strokes.push(Stroke::Put(mark));
        }
    }
    let undo = view.say(key!("kiosk-widget-undo"));
    let called = view.say(key!("kiosk-widget-undo-label"));
    if Key::word(&undo)
        .called(&called)
        .put(ui, cell(2, ROWS))
        .clicked()
    {
        composing.undo(view);
    }
    let again = view.say(key!("kiosk-widget-again"));
    let called = view.say(key!("kiosk-widget-again-label"));
    if Key::word(&again)
        .called(&called)
        .put(ui, cell(3, ROWS))
        .clicked()
    {
        composing.clear();
    }
}

/// A sentence in the place of candidates that are not there yet.
fn hint(ui: &Ui, rect: Rect, words: &str) {
    let theme = Theme::of(ui);
    let ink = theme.colours.ink_soft;
    let font = theme.regular(theme.text.small);
    let room = rect.width() - theme.space.s;
    let galley = text::galley(ui, words, font, ink, room, egui::Align::Min);
    let at = pos2(
        rect.left() + theme.space.xs,
        rect.center().y - galley.size().y / 2.0,
    );
    ui.painter().galley(at, galley, ink);
}

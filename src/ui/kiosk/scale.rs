//! Answering on a scale with one tap: named choices, or numbers.

use egui::accesskit::Role;
use egui::{Align, Layout, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2};

use super::draft::Tick;
use super::frame::Face;
use crate::domain::plan::{Scale, ScaleKind};
use crate::ui::theme::Theme;
use crate::ui::widgets::button::focus_ring;
use crate::ui::widgets::layout::number;
use crate::ui::widgets::tile::{self, ChoiceTile};
use crate::ui::widgets::{Button, said, text};
use crate::words::text;

/// A scored scale with at most so many numbers shows each of them.
const NUMBERS_SHOWN: usize = 11;
/// A longer one shows about so many, and a step down and up between them.
const LANDMARKS: usize = 11;

/// How close the answers of a scale stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Close {
    /// By themselves, or few on a page.
    Roomy,
    /// Many on a page.
    Compact,
    /// The same; what the ends of a scored scale mean stands elsewhere on the page.
    Bare,
}

/// What the lowest and the highest score mean, in a few words.
#[must_use]
pub fn ends_of(face: &Face, scale: &Scale) -> Option<String> {
    let ScaleKind::Score {
        min,
        max,
        low,
        high,
    } = &scale.kind
    else {
        return None;
    };
    let (low, high) = (low.get(face.lang), high.get(face.lang));
    (!low.is_empty() && !high.is_empty()).then(|| {
        let (min, max) = (*min, *max);
        text!(
            face.lang,
            "kiosk-rating-ends",
            min = min,
            low = low,
            max = max,
            high = high
        )
    })
}

/// Draws a scale; returns what was tapped.
pub fn scale_ui(
    ui: &mut Ui,
    face: &Face,
    scale: &Scale,
    given: Option<Tick>,
    close: Close,
) -> Option<Tick> {
    match &scale.kind {
        ScaleKind::Named(choices) => {
            let labels: Vec<&str> = choices.iter().map(|one| one.name.get(face.lang)).collect();
            named(ui, &labels, given, close != Close::Roomy)
        }
        ScaleKind::Score {
            min,
            max,
            low,
            high,
        } => {
            let ends = (low.get(face.lang), high.get(face.lang));
            scored(ui, face, (*min, *max), ends, (given, close))
        }
    }
}

/// The height `scale_ui` takes at `width`, in points.
#[must_use]
pub fn height(ui: &Ui, face: &Face, scale: &Scale, width: f32, close: Close) -> f32 {
    let compact = close != Close::Roomy;
    let theme = Theme::of(ui);
    let row = theme.space.button;
    match &scale.kind {
        ScaleKind::Named(choices) => {
            let labels: Vec<&str> = choices.iter().map(|one| one.name.get(face.lang)).collect();
            let columns = columns(ui, &labels, width, compact);
            let rows = labels.len().div_ceil(columns).max(1);
            let high = if compact { theme.space.touch } else { row };
            number(rows) * high + number(rows - 1) * gap(&theme, compact)
        }
        ScaleKind::Score { min, max, .. } => {
            let numbers = shown_numbers(*min, *max).len();
            let between = gap(&theme, compact);
            let columns = number_columns(&theme, numbers, width, between);
            let rows = numbers.div_ceil(columns).max(1);
            let fine = if usize::from(max - min) < NUMBERS_SHOWN {
                0.0
            } else {
                row + between
            };
            let ends = if close == Close::Bare {
                0.0
            } else {
                theme.text.small * 1.5 + between
            };
            number(rows) * theme.space.touch + number(rows - 1) * between + ends + fine
        }
    }
}

fn gap(theme: &Theme, compact: bool) -> f32 {
    if compact {
        theme.space.xs
    } else {
        theme.space.s
    }
}

fn named(ui: &mut Ui, labels: &[&str], given: Option<Tick>, compact: bool) -> Option<Tick> {
    let theme = Theme::of(ui);
    let mut tapped = None;
    let columns = columns(ui, labels, ui.available_width(), compact);
    let gap = gap(&theme, compact);
    let width = (ui.available_width() - gap * number(columns.saturating_sub(1))) / number(columns);
    ui.spacing_mut().item_spacing = vec2(gap, gap);
    for (row, line) in labels.chunks(columns.max(1)).enumerate() {
        ui.horizontal(|ui| {
            for (column, label) in line.iter().enumerate() {
                let tick = Tick::try_from(row * columns + column).ok();
                let tile = ChoiceTile::new(label)
                    .selected(tick.is_some() && given == tick)
                    .compact(compact)
                    .width(width.floor());
                if tile.show(ui).clicked() {
                    tapped = tick;
                }
            }
        });
    }
    tapped
}

/// As many columns as let every label stand on one line, in rows of the same length.
fn columns(ui: &Ui, labels: &[&str], width: f32, compact: bool) -> usize {
    let theme = Theme::of(ui);
    let font = theme.bold(theme.text.lead);
    let longest = labels
        .iter()
        .map(|label| {
            text::line(ui, label, font.clone(), theme.colours.ink, f32::INFINITY)
                .size()
                .x
        })
        .fold(0.0_f32, f32::max);
    let mark = tile::mark_side(&theme);
    let beside = tile::side_padding(&theme, compact) * 2.0;
    let wanted = longest + mark + beside + theme.space.s * 1.5;
    let fits = |columns: usize| {
        wanted * number(columns) + gap(&theme, compact) * number(columns.saturating_sub(1)) <= width
    };
    let mut columns = labels.len().max(1);
    while columns > 1 && !fits(columns) {
        columns -= 1;
    }
    let rows = labels.len().div_ceil(columns).max(1);
    labels.len().div_ceil(rows).max(1)
}

fn shown_numbers(min: u16, max: u16) -> Vec<u16> {
    let span = usize::from(max.saturating_sub(min));
    if span < NUMBERS_SHOWN {
        return (min..=max).collect();
    }
    // Landmarks at a round distance: 0, 10, 20 … 100 rather than 0, 9, 18.
    let rough = span.div_ceil(LANDMARKS - 1);
    let step = [2, 5, 10, 20, 25, 50, 100, 200, 500, 1000]
        .into_iter()
        .find(|step| *step >= rough)
        .unwrap_or(rough);
    let mut numbers: Vec<u16> = (min..=max).step_by(step).collect();
    if numbers.last() != Some(&max) {
        numbers.push(max);
    }
    numbers
}

/// Upright in two rows, where a finger would miss the keys of one.
fn number_columns(theme: &Theme, numbers: usize, width: f32, gap: f32) -> usize {
    let is_narrow = (width + gap) / number(numbers.max(1)) - gap < theme.space.touch;
    if theme.portrait && is_narrow {
        numbers.div_ceil(2)
    } else {
        numbers
    }
}

fn scored(
    ui: &mut Ui,
    face: &Face,
    (min, max): (u16, u16),
    (low, high): (&str, &str),
    (given, close): (Option<Tick>, Close),
) -> Option<Tick> {
    let theme = Theme::of(ui);
    let numbers = shown_numbers(min, max);
    said::say(
        ui,
        &text!(face.lang, "kiosk-score-range", min = min, max = max),
    );
    let gap = gap(&theme, close != Close::Roomy);
    let columns = number_columns(&theme, numbers.len(), ui.available_width(), gap);
    let width = ((ui.available_width() - gap * number(columns - 1)) / number(columns)).floor();
    let mut tapped = None;
    ui.spacing_mut().item_spacing = vec2(gap, gap);
    for row in numbers.chunks(columns.max(1)) {
        ui.horizontal(|ui| {
            for value in row {
                let size = vec2(width, theme.space.touch);
                if number_key(ui, *value, given == Some(*value), size).clicked() {
                    tapped = Some(*value);
                }
            }
        });
    }
    if close != Close::Bare {
        ends(ui, min, max, low, high);
    }
    if usize::from(max - min) >= NUMBERS_SHOWN
        && let Some(value) = given
    {
        ui.horizontal(|ui| {
            let less = Button::quiet(text!(face.lang, "kiosk-score-less")).compact();
            if less.enabled(value > min).show(ui).clicked() {
                tapped = Some(value - 1);
            }
            text::heading(ui, text!(face.lang, "kiosk-score-given", n = value));
            let more = Button::quiet(text!(face.lang, "kiosk-score-more")).compact();
            if more.enabled(value < max).show(ui).clicked() {
                tapped = Some(value + 1);
            }
        });
    }
    tapped
}

/// One number of a scale; the chosen one is filled.
fn number_key(ui: &mut Ui, value: u16, chosen: bool, size: Vec2) -> Response {
    let theme = Theme::of(ui);
    let c = theme.colours;
    let label = value.to_string();
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, &label));
    let (fill, edge, ink) = match (chosen, response.is_pointer_button_down_on()) {
        (true, _) => (c.accent, c.accent, c.accent_ink),
        (false, true) => (c.accent_soft, c.accent, c.accent_soft_ink),
        (false, false) => (c.surface, c.edge, c.ink),
    };
    let line = Stroke::new(theme.space.stroke * 0.75, edge);
    ui.painter()
        .rect(rect, theme.corners(), fill, line, StrokeKind::Inside);
    focus_ring(ui, &response, rect, &theme);
    let font = theme.bold(theme.text.lead);
    let galley = text::line(ui, &label, font, ink, f32::INFINITY);
    let at = rect.center() - galley.size() / 2.0;
    ui.painter().galley(at, galley, ink);
    response
}

/// What the lowest and the highest number mean, below them.
fn ends(ui: &mut Ui, min: u16, max: u16, low: &str, high: &str) {
    let theme = Theme::of(ui);
    let row = vec2(ui.available_width(), theme.text.small * 1.5);
    let (rect, _) = ui.allocate_exact_size(row, egui::Sense::hover());
    let mut end = |layout: Layout, value: u16, words: &str| {
        if !words.is_empty() {
            super::frame::inside(ui, rect, layout, |ui| {
                text::note(ui, format!("{value} {words}"));
            });
        }
    };
    end(Layout::left_to_right(Align::Center), min, low);
    end(Layout::right_to_left(Align::Center), max, high);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_scales_get_round_landmarks_and_both_ends() {
        assert_eq!(shown_numbers(1, 10).len(), 10);
        assert_eq!(
            shown_numbers(0, 100),
            (0..=100).step_by(10).collect::<Vec<_>>()
        );
        assert_eq!(shown_numbers(0, 15).last(), Some(&15));
    }
}

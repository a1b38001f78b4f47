//! How far along: steps of a card, and work that takes a while.

use egui::accesskit::Role;
use egui::{Response, Sense, Ui, WidgetInfo, vec2};

use super::layout::number;
use super::text;
use crate::ui::theme::Theme;
use crate::words::{Lang, text};

/// “第 2 步，共 5 步” over a row of bars; `current` counts from 1.
pub fn progress_steps(ui: &mut Ui, lang: Lang, current: usize, total: usize) -> Response {
    let theme = Theme::of(ui);
    let c = theme.colours;
    let sentence = text!(lang, "kiosk-widget-steps", current = current, total = total);
    let galley = text::line(
        ui,
        &sentence,
        theme.regular(theme.text.small),
        c.ink_soft,
        ui.available_width(),
    );
    let bar = theme.px(8.0).max(4.0);
    let gap = theme.space.xs;
    let length = theme.px(56.0);
    let row = length * number(total) + gap * number(total.saturating_sub(1));
    let row_width = row.min(theme.px(420.0)).max(1.0);
    let length = (row_width - gap * number(total.saturating_sub(1))) / number(total.max(1));
    let size = vec2(
        row_width.max(galley.size().x),
        galley.size().y + theme.space.xs + bar,
    );
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &sentence));
    let at = egui::pos2(rect.center().x - galley.size().x / 2.0, rect.top());
    ui.painter().galley(at, galley, c.ink_soft);
    let left = rect.center().x - row_width / 2.0;
    for step in 0..total {
        let x = left + number(step) * (length + gap);
        let piece =
            egui::Rect::from_min_size(egui::pos2(x, rect.bottom() - bar), vec2(length, bar));
        let fill = if step < current { c.accent } else { c.line };
        ui.painter().rect_filled(piece, bar / 2.0, fill);
    }
    response
}

/// What a bar shows of work whose whole is not known yet: a short beginning that stands still, so that nothing wakes
/// the processor.
const UNKNOWN_SHARE: f64 = 0.08;

/// A bar for long work; `done` of `total`, which is 0 while it is not known, with a sentence under it.
pub fn progress_bar(ui: &mut Ui, done: u64, total: u64, sentence: &str) -> Response {
    let theme = Theme::of(ui);
    let c = theme.colours;
    #[expect(clippy::cast_precision_loss, reason = "a length on a screen")]
    let known = (total > 0).then(|| (done as f64 / total as f64).clamp(0.0, 1.0));
    let share = known.unwrap_or(UNKNOWN_SHARE);
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1")]
    let part = share as f32;
    let width = ui.available_width();
    let bar = theme.px(20.0).max(10.0);
    let per_cent = known.map_or_else(String::new, |share| {
        format!("{:.0}%", (share * 100.0).floor())
    });
    let number_galley = text::line(ui, &per_cent, theme.bold(theme.text.body), c.ink, width);
    let words_galley = text::line(
        ui,
        sentence,
        theme.regular(theme.text.body),
        c.ink,
        width - number_galley.size().x - theme.space.m,
    );
    let height = bar + theme.space.s + words_galley.size().y;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, sentence);
        info.value = known.map(|share| share * 100.0);
        info
    });
    let track = egui::Rect::from_min_size(rect.min, vec2(width, bar));
    ui.painter().rect(
        track,
        bar / 2.0,
        c.sunken,
        egui::Stroke::new(theme.space.stroke, c.edge),
        egui::StrokeKind::Inside,
    );
    if part > 0.0 {
        let filled = egui::Rect::from_min_size(track.min, vec2((width * part).max(bar), bar));
        ui.painter().rect_filled(filled, bar / 2.0, c.accent);
    }
    let y = rect.top() + bar + theme.space.s;
    let right = egui::pos2(rect.right() - number_galley.size().x, y);
    ui.painter()
        .galley(egui::pos2(rect.left(), y), words_galley, c.ink);
    ui.painter().galley(right, number_galley, c.ink);
    response
}

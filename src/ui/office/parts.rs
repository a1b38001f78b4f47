//! The office's own small pieces: what a desk needs and a kiosk does not.

use egui::{
    Align, CornerRadius, Frame, Layout, Margin, Response, Role, Sense, Stroke, StrokeKind,
    TextEdit, Ui, Vec2, WidgetInfo,
};

use super::job::{Busy, Task};
use crate::ui::theme::{Theme, margin};
pub use crate::ui::widgets::Tone;
use crate::ui::widgets::button::focus_ring;
use crate::words::{Lang, key, text};

/// How much weight a button has on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// The one next step.
    Main,
    /// Something one may do.
    Plain,
}

/// A button. A page has at most one of [`Weight::Main`].
pub fn button(ui: &mut Ui, label: impl Into<String>, weight: Weight) -> Response {
    button_if(ui, true, label, weight)
}

/// A button that may be out of reach just now.
pub fn button_if(ui: &mut Ui, enabled: bool, label: impl Into<String>, weight: Weight) -> Response {
    let theme = Theme::of(ui);
    let c = &theme.colours;
    let label = label.into();
    let size = theme.text.body;
    let ink = match (enabled, weight) {
        (false, _) => c.disabled_ink,
        (true, Weight::Main) => c.accent_ink,
        (true, Weight::Plain) => c.accent,
    };
    let galley = ui
        .painter()
        .layout_no_wrap(label.clone(), theme.bold(size), ink);
    let height = theme.px(60.0);
    let wanted = Vec2::new(galley.size().x + theme.space.m * 2.0, height);
    let sense = if enabled {
        Sense::click()
    } else {
        Sense::hover()
    };
    let (rect, response) = ui.allocate_exact_size(wanted, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &label));
    if ui.is_rect_visible(rect) {
        let down = response.is_pointer_button_down_on();
        let hovered = response.hovered();
        let (fill, edge) = match (enabled, weight) {
            (false, _) => (c.disabled, c.line),
            (true, Weight::Main) if down || hovered => (c.accent_pressed, c.accent_pressed),
            (true, Weight::Main) => (c.accent, c.accent),
            (true, Weight::Plain) if down || hovered => (c.accent_soft, c.accent),
            (true, Weight::Plain) => (c.surface, c.edge),
        };
        let painter = ui.painter();
        painter.rect(
            rect,
            theme.corners(),
            fill,
            Stroke::new(theme.space.stroke, edge),
            StrokeKind::Inside,
        );
        painter.galley(rect.center() - galley.size() / 2.0, galley, ink);
        focus_ring(ui, &response, rect, &theme);
    }
    response
}

/// One of several to choose from: filters, sticks, plans.
pub fn chip(ui: &mut Ui, label: impl Into<String>, chosen: bool) -> Response {
    let theme = Theme::of(ui);
    let c = &theme.colours;
    let label = label.into();
    let ink = if chosen { c.accent_ink } else { c.ink };
    let galley = ui
        .painter()
        .layout_no_wrap(label.clone(), theme.regular(theme.text.small), ink);
    let wanted = Vec2::new(galley.size().x + theme.space.m * 1.5, theme.px(48.0));
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, &label));
    let (fill, edge) = match (chosen, response.hovered()) {
        (true, _) => (c.accent, c.accent),
        (false, true) => (c.accent_soft, c.accent),
        (false, false) => (c.surface, c.edge),
    };
    let painter = ui.painter();
    painter.rect(
        rect,
        CornerRadius::from(rect.height() / 2.0),
        fill,
        Stroke::new(theme.space.stroke, edge),
        StrokeKind::Inside,
    );
    painter.galley(rect.center() - galley.size() / 2.0, galley, ink);
    focus_ring(ui, &response, rect, &theme);
    response
}

/// A few words in a coloured field.
pub fn pill(ui: &mut Ui, words: impl Into<String>, tone: Tone) -> Response {
    let theme = Theme::of(ui);
    let (fill, ink, _) = tone.paint(&theme);
    Frame::new()
        .fill(fill)
        .corner_radius(CornerRadius::from(theme.px(20.0)))
        .inner_margin(Margin::symmetric(
            margin(theme.px(16.0)),
            margin(theme.px(3.0)),
        ))
        .show(ui, |ui| {
            ui.label(theme.rich(words, theme.text.small, ink));
        })
        .response
}

/// A sheet of paper on the page.
pub fn card<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = Theme::of(ui);
    Frame::new()
        .fill(theme.colours.surface)
        .stroke(Stroke::new(1.0, theme.colours.line))
        .corner_radius(theme.corners())
        .inner_margin(Margin::same(margin(theme.px(28.0))))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            add(ui)
        })
        .inner
}

/// A coloured field with something in it, as wide as the page.
pub fn panel<R>(ui: &mut Ui, tone: Tone, add: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = Theme::of(ui);
    let (fill, _, _) = tone.paint(&theme);
    Frame::new()
        .fill(fill)
        .corner_radius(theme.corners())
        .inner_margin(Margin::symmetric(
            margin(theme.px(28.0)),
            margin(theme.px(20.0)),
        ))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            add(ui)
        })
        .inner
}

/// A sentence in a coloured field.
pub fn banner(ui: &mut Ui, tone: Tone, words: impl Into<String>) {
    let theme = Theme::of(ui);
    let (_, ink, _) = tone.paint(&theme);
    panel(ui, tone, |ui| {
        ui.label(theme.rich(words, theme.text.body, ink));
    });
}

/// The heading of a page, and a quiet sentence below it.
pub fn heading(ui: &mut Ui, title: impl Into<String>, below: impl Into<String>) {
    let theme = Theme::of(ui);
    ui.label(theme.rich_bold(title, theme.text.title, theme.colours.ink));
    let below = below.into();
    if !below.is_empty() {
        ui.add_space(-theme.space.xs);
        soft(ui, below);
    }
    ui.add_space(theme.space.xs);
}

/// The heading of a part of a page.
pub fn subheading(ui: &mut Ui, title: impl Into<String>) {
    let theme = Theme::of(ui);
    ui.label(theme.rich_bold(title, theme.text.lead, theme.colours.ink));
}

/// Running text.
pub fn body(ui: &mut Ui, words: impl Into<String>) -> Response {
    let theme = Theme::of(ui);
    ui.label(theme.rich(words, theme.text.body, theme.colours.ink))
}

/// Running text in bold.
pub fn strong(ui: &mut Ui, words: impl Into<String>) -> Response {
    let theme = Theme::of(ui);
    ui.label(theme.rich_bold(words, theme.text.body, theme.colours.ink))
}

/// A quiet remark.
pub fn soft(ui: &mut Ui, words: impl Into<String>) -> Response {
    let theme = Theme::of(ui);
    ui.label(theme.rich(words, theme.text.small, theme.colours.ink_soft))
}

/// A fact with its name, one below the other.
pub fn fact(ui: &mut Ui, name: impl Into<String>, value: impl Into<String>) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        soft(ui, name);
        body(ui, value);
    });
}

/// A number large, with what it counts below it.
pub fn figure(ui: &mut Ui, value: impl Into<String>, name: impl Into<String>, tone: Tone) {
    let theme = Theme::of(ui);
    let (fill, ink, _) = tone.paint(&theme);
    Frame::new()
        .fill(fill)
        .corner_radius(theme.corners())
        .inner_margin(Margin::symmetric(
            margin(theme.px(24.0)),
            margin(theme.px(14.0)),
        ))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.label(theme.rich_bold(value, theme.text.title, ink));
                ui.label(theme.rich(name, theme.text.small, ink));
            });
        });
}

/// A field with its name above it. Chinese arrives from the computer's own input method.
pub fn field(ui: &mut Ui, name: &str, value: &mut String, secret: bool) -> Response {
    let theme = Theme::of(ui);
    ui.spacing_mut().item_spacing.y = theme.space.xs;
    let label = soft(ui, name);
    let width = ui.available_width();
    ui.add(
        TextEdit::singleline(value)
            .password(secret)
            .font(theme.regular(theme.text.body))
            .desired_width(width)
            .margin(Margin::symmetric(
                margin(theme.space.s),
                margin(theme.px(12.0)),
            )),
    )
    .labelled_by(label.id)
}

/// A field of several lines with its name above it.
pub fn long_field(ui: &mut Ui, name: &str, value: &mut String, rows: usize) -> Response {
    let theme = Theme::of(ui);
    ui.spacing_mut().item_spacing.y = theme.space.xs;
    let label = soft(ui, name);
    let width = ui.available_width();
    ui.add(
        TextEdit::multiline(value)
            .font(theme.regular(theme.text.body))
            .desired_width(width)
            .desired_rows(rows)
            .margin(Margin::same(margin(theme.space.s))),
    )
    .labelled_by(label.id)
}

/// How far the work is.
pub fn progress(ui: &mut Ui, lang: Lang, busy: &Busy) {
    let theme = Theme::of(ui);
    let c = &theme.colours;
    let key = match busy.task {
        Task::Founding => key!("office-busy-founding"),
        Task::Unlocking => key!("office-busy-unlocking"),
        Task::Loading => key!("office-busy-loading"),
        Task::Packing => key!("office-busy-packing"),
        Task::Checking => key!("office-busy-checking"),
        Task::Short => key!("office-busy-short"),
    };
    let words = busy
        .step
        .as_ref()
        .map_or_else(|| text(lang, key), |step| step.say(lang));
    panel(ui, Tone::Info, |ui| {
        ui.horizontal(|ui| {
            ui.label(theme.rich(words.clone(), theme.text.body, c.accent_soft_ink));
            if busy.total > 0 {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let count = format!("{} / {}", busy.done.min(busy.total), busy.total);
                    ui.label(theme.rich(count, theme.text.small, c.accent_soft_ink));
                });
            }
        });
        let size = Vec2::new(ui.available_width(), theme.px(16.0));
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &words));
        let rounding = CornerRadius::from(rect.height() / 2.0);
        ui.painter().rect_filled(rect, rounding, c.surface);
        let mut filled = rect;
        // An unknown whole shows a short beginning that stands still: nothing wakes the processor.
        let fraction = busy.fraction().unwrap_or(0.08).max(0.02);
        filled.set_width(rect.width() * fraction);
        ui.painter().rect_filled(filled, rounding, c.accent);
    });
}

/// The same width for each of `count` things beside each other; two in a row on a screen that stands upright.
pub fn beside(ui: &mut Ui, count: usize, mut add: impl FnMut(&mut Ui, usize)) {
    let most = if Theme::of(ui).portrait { 2 } else { count };
    let in_row = count.min(most).max(1);
    for first in (0..count).step_by(in_row) {
        ui.columns(in_row, |columns| {
            for (place, ui) in columns.iter_mut().enumerate() {
                if first + place < count {
                    add(ui, first + place);
                }
            }
        });
    }
}

/// Two halves beside each other, or one below the other on a screen that stands upright. What both add to comes
/// along as `with`.
pub fn halves<T>(
    ui: &mut Ui,
    with: &mut T,
    first: impl FnOnce(&mut Ui, &mut T),
    second: impl FnOnce(&mut Ui, &mut T),
) {
    if Theme::of(ui).portrait {
        first(ui, with);
        second(ui, with);
        return;
    }
    ui.columns(2, |columns| {
        if let [left, right] = columns {
            first(left, with);
            second(right, with);
        }
    });
}

/// Chips or buttons that go on in the next line when there is no more room.
pub fn flow<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal_wrapped(|ui| {
        let theme = Theme::of(ui);
        ui.spacing_mut().item_spacing = Vec2::splat(theme.space.s);
        add(ui)
    })
    .inner
}

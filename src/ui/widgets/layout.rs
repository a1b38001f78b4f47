//! Where things stand: columns for reading, rows of equal tiles, cards.

use egui::{Frame, Margin, Pos2, Rect, Stroke, Ui, UiBuilder, Vec2, pos2, vec2};

use crate::ui::theme::{Theme, margin};

/// A count as a length factor.
#[must_use]
pub fn number(count: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "counts of things on a screen")]
    let number = count as f32;
    number
}

/// A column of at most `width` points in the middle of `ui`.
pub fn column<R>(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let room = ui.available_width();
    let width = width.min(room);
    let mut rect = ui.available_rect_before_wrap();
    rect.min.x += ((room - width) / 2.0).round();
    rect.max.x = rect.min.x + width;
    let mut child = ui.new_child(
        UiBuilder::new()
            .max_rect(rect)
            .layout(egui::Layout::top_down(egui::Align::Min)),
    );
    let inner = add(&mut child);
    ui.advance_cursor_after_rect(child.min_rect());
    inner
}

/// `count` cells of equal width, `columns` in a row; `add` paints cell `i`, of the width it is told.
pub fn tiles(ui: &mut Ui, count: usize, columns: usize, mut add: impl FnMut(&mut Ui, usize, f32)) {
    let theme = Theme::of(ui);
    let columns = columns.max(1);
    let gap = theme.space.m;
    let room = ui.available_width() - gap * number(columns - 1);
    let width = (room / number(columns)).floor();
    for first in (0..count).step_by(columns) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for index in first..count.min(first + columns) {
                ui.allocate_ui_with_layout(
                    vec2(width, 0.0),
                    egui::Layout::top_down(egui::Align::Min),
                    |ui| {
                        ui.set_width(width);
                        add(ui, index, width);
                    },
                );
            }
        });
        if first + columns < count {
            ui.add_space(gap - ui.spacing().item_spacing.y);
        }
    }
}

/// `count` cells of equal width beside each other; two in a row on a screen that stands upright.
pub fn beside(ui: &mut Ui, count: usize, add: impl FnMut(&mut Ui, usize, f32)) {
    let most = if Theme::of(ui).portrait { 2 } else { count };
    tiles(ui, count, count.min(most), add);
}

/// A heading or a sentence with a button after it, in one line.
pub fn row<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let height = Theme::of(ui).space.button;
    ui.scope(|ui| {
        // As high as the button from the beginning, so that what comes before it stands in the middle.
        ui.spacing_mut().interact_size.y = height;
        ui.horizontal(add).inner
    })
    .inner
}

/// Small things that go on in the next line when there is no more room.
pub fn flow<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let gap = Theme::of(ui).space.s;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(gap);
        add(ui)
    })
    .inner
}

/// Two columns beside each other, the first of `share` of the width, or one below the other on a screen that stands
/// upright; `add` paints column 0, then 1.
pub fn two_columns(ui: &mut Ui, share: f32, mut add: impl FnMut(&mut Ui, usize)) {
    if Theme::of(ui).portrait {
        add(ui, 0);
        add(ui, 1);
        return;
    }
    let gap = Theme::of(ui).space.l;
    let room = ui.available_width() - gap;
    let first = (room * share).round();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = gap;
        for (place, width) in [first, room - first].into_iter().enumerate() {
            let down = egui::Layout::top_down(egui::Align::Min);
            ui.allocate_ui_with_layout(vec2(width, 0.0), down, |ui| {
                ui.set_width(width);
                add(ui, place);
            });
        }
    });
}

/// A sheet of paper lying on the page.
pub fn card<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = Theme::of(ui);
    Frame::new()
        .fill(theme.colours.surface)
        .stroke(Stroke::new(theme.space.stroke, theme.colours.line))
        .corner_radius(theme.corners())
        .inner_margin(Margin::same(margin(theme.space.inset)))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            add(ui)
        })
        .inner
}

/// How far the torn edge of a slip hangs below it, in points.
#[must_use]
pub fn slip_edge(theme: &Theme) -> f32 {
    (theme.space.s * 0.8).round()
}

/// A slip of paper that was torn off below: what somebody takes home. `inset` points of it are free all around.
pub fn slip<R>(ui: &mut Ui, inset: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = Theme::of(ui);
    let below = ui.painter().add(egui::Shape::Noop);
    let tooth = slip_edge(&theme);
    let shown = Frame::new()
        .inner_margin(Margin::same(margin(inset)))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            add(ui)
        });
    let paper = shown.response.rect;
    let (teeth, edge) = torn(paper, tooth);
    let (fill, line) = (theme.colours.surface, theme.colours.edge);
    let sheet = egui::Shape::rect_filled(paper, 0.0, fill);
    let teeth = teeth
        .into_iter()
        .map(|tooth| egui::Shape::convex_polygon(tooth, fill, Stroke::NONE));
    let sheet: Vec<egui::Shape> = std::iter::once(sheet).chain(teeth).collect();
    ui.painter().set(below, sheet);
    // The edge over what lies on the slip, which may reach it.
    let stroke = Stroke::new(theme.space.stroke * 0.75, line);
    ui.painter().add(egui::Shape::closed_line(edge, stroke));
    ui.add_space(tooth);
    shown.inner
}

/// A slip's outline: straight on three sides, teeth of about `tooth` points hanging from the fourth; and the teeth.
fn torn(paper: Rect, tooth: f32) -> (Vec<Vec<Pos2>>, Vec<Pos2>) {
    let count = (paper.width() / (tooth * 2.0)).round().max(1.0);
    let half = paper.width() / count / 2.0;
    let mut teeth = Vec::new();
    let mut edge = vec![paper.left_bottom()];
    let mut x = paper.left();
    while x + half < paper.right() {
        let [left, tip, right] = [(x, 0.0), (x + half, tooth), (x + half * 2.0, 0.0)]
            .map(|(x, down)| pos2(x, paper.bottom() + down));
        teeth.push(vec![left, tip, right]);
        edge.extend([tip, right]);
        x += half * 2.0;
    }
    edge.extend([paper.right_top(), paper.left_top()]);
    (teeth, edge)
}

/// Puts `add` where `share` of the room left over lies above it: 0.5 is the middle, a little less looks
/// like it. What does not fit begins at the top.
pub fn middle<R>(ui: &mut Ui, share: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let id = ui.scope_id().with("middle");
    let known: Option<f32> = ui.data(|data| data.get_temp(id));
    let free = ui.available_height() - known.unwrap_or_default();
    if known.is_some() && free > 0.0 {
        ui.add_space((free * share).round());
    }
    let shown = ui.scope(add);
    let height = shown.response.rect.height();
    if known.is_none_or(|known| (known - height).abs() > 1.0) {
        // Sizes are known once it is laid out; the pass with the old ones is not shown.
        ui.data_mut(|data| data.insert_temp(id, height));
        ui.ctx().request_discard("a group finds its middle");
    }
    shown.inner
}

/// A hairline across the page.
pub fn rule(ui: &mut Ui) {
    let theme = Theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(
        Vec2::new(ui.available_width(), theme.space.stroke),
        egui::Sense::hover(),
    );
    ui.painter().rect_filled(rect, 0.0, theme.colours.line);
}

//! The pads that are written on with a finger.

use egui::{
    Align2, Event, PointerButton, Pos2, Rect, Sense, Shape, Stroke as Line, Ui, WidgetInfo,
};

use super::PanelView;
use super::composing::Composing;
use super::edit::Stroke;
use crate::ui::theme::Theme;
use crate::words::key;

/// One pad at `rect`. A finger that comes down on another pad than the last one's writes the first candidate of
/// what stood there: the next character says that the last one is finished.
pub(super) fn pad_ui(
    ui: &mut Ui,
    rect: Rect,
    pad: usize,
    composing: &mut Composing,
    view: &PanelView<'_>,
    strokes: &mut Vec<Stroke>,
) {
    let response = ui.allocate_rect(rect, Sense::click_and_drag());
    let (label, hint) = match pad {
        0 => (key!("kiosk-widget-pad-one"), key!("kiosk-widget-pad-hint")),
        _ => (
            key!("kiosk-widget-pad-two"),
            key!("kiosk-widget-pad-hint-next"),
        ),
    };
    let label = view.say(label);
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Canvas, true, &label));
    // A touch shorter than a frame is down and up at once: that is a dot.
    let touched = response.is_pointer_button_down_on()
        || response.clicked()
        || response.drag_stopped()
        || (composing.ink.is_down && composing.ink.pad == pad);
    if touched {
        follow(ui, rect, pad, composing, view, strokes);
    }
    paint(ui, rect, pad, composing, &view.say(hint));
}

/// Takes every point the pointer reported since the last frame, so that the ink is as fine as the finger's
/// path whatever the frame rate.
fn follow(
    ui: &Ui,
    rect: Rect,
    pad: usize,
    composing: &mut Composing,
    view: &PanelView<'_>,
    strokes: &mut Vec<Stroke>,
) {
    let inside = |pos: Pos2| {
        let pos = pos.clamp(rect.min, rect.max) - rect.min;
        [pos.x, pos.y]
    };
    let mut ended = false;
    for event in ui.input(|input| input.events.clone()) {
        #[expect(clippy::wildcard_enum_match_arm, reason = "only the pointer draws")]
        match event {
            Event::PointerButton {
                pos,
                button: PointerButton::Primary,
                pressed: true,
                ..
            } if rect.contains(pos) => {
                if !composing.ink.is_empty() && composing.ink.pad != pad {
                    composing.finish(view, strokes);
                }
                composing.ink.begin(pad, inside(pos));
            }
            Event::PointerMoved(pos) if composing.ink.is_down => composing.ink.go_on(inside(pos)),
            Event::PointerButton {
                pos,
                button: PointerButton::Primary,
                pressed: false,
                ..
            } if composing.ink.is_down => {
                composing.ink.go_on(inside(pos));
                composing.ink.is_down = false;
                ended = true;
            }
            Event::PointerGone if composing.ink.is_down => {
                composing.ink.is_down = false;
                ended = true;
            }
            _ => {}
        }
    }
    if ended {
        composing.offer_ink(view);
        ui.ctx().request_repaint();
    }
}

fn paint(ui: &Ui, rect: Rect, pad: usize, composing: &Composing, hint: &str) {
    let theme = Theme::of(ui);
    let c = theme.colours;
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let active = !composing.ink.is_empty() && composing.ink.pad == pad;
    let edge = if active { c.accent } else { c.edge };
    let border = Line::new(theme.space.stroke * if active { 1.0 } else { 0.5 }, edge);
    painter.rect(
        rect,
        theme.space.round * 0.7,
        c.surface,
        border,
        egui::StrokeKind::Inside,
    );
    // 田字格, as in every copybook.
    let guide = Line::new(theme.space.stroke * 0.5, c.line);
    let dash = theme.px(9.0);
    let within = rect.shrink(theme.space.s);
    for ends in [
        [within.left_center(), within.right_center()],
        [within.center_top(), within.center_bottom()],
    ] {
        painter.extend(Shape::dashed_line(&ends, guide, dash, dash));
    }
    if composing.ink.is_empty() {
        let font = theme.regular(theme.text.small);
        let galley = super::text::galley(
            ui,
            hint,
            font,
            c.ink_soft,
            rect.width() - theme.space.m,
            egui::Align::Center,
        );
        let at = Align2::CENTER_CENTER.anchor_size(rect.center(), galley.size());
        painter.galley(egui::pos2(rect.center().x, at.top()), galley, c.ink_soft);
    } else if active {
        let width = theme.px(10.0);
        for stroke in &composing.ink.strokes {
            let points: Vec<Pos2> = stroke
                .iter()
                .map(|[x, y]| rect.min + egui::vec2(*x, *y))
                .collect();
            for end in [points.first(), points.last()].into_iter().flatten() {
                painter.circle_filled(*end, width / 2.0, c.ink);
            }
            painter.add(Shape::line(points, Line::new(width, c.ink)));
        }
    }
}

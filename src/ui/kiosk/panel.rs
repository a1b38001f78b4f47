//! Keys for fingers under a text field: Latin letters, digits and marks.
//!
//! A doorway: writing Chinese with a finger comes with its own room (`pen`), and takes this place.

use egui::{Sense, Ui, WidgetInfo, vec2};

use super::frame::Face;
use crate::ui::theme::Theme;
use crate::ui::widgets::icon::{self, Icon};
use crate::ui::widgets::layout::number;
use crate::ui::widgets::text;

const ROWS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl。", "zxcvbnm，？！"];

/// The height of the panel, in points.
#[must_use]
pub fn height(theme: &Theme) -> f32 {
    (key_height(theme) + theme.space.xs) * 5.0
}

fn key_height(theme: &Theme) -> f32 {
    if theme.portrait {
        theme.space.touch
    } else {
        (theme.space.touch * 0.86).round()
    }
}

/// Draws the keys; they write at the end of `words`, which stays within `most` bytes.
pub fn panel_ui(ui: &mut Ui, face: &Face, field: egui::Id, words: &mut String, most: usize) {
    let theme = Theme::of(ui);
    let gap = theme.space.xs;
    let full = ui.available_width();
    let key = ((full - gap * 9.0) / 10.0).floor();
    let high = key_height(&theme);
    ui.spacing_mut().item_spacing = vec2(gap, gap);
    let mut pressed = false;
    for row in ROWS {
        ui.horizontal(|ui| {
            let missing = 10_usize.saturating_sub(row.chars().count());
            ui.add_space(number(missing) * (key + gap) / 2.0);
            for letter in row.chars() {
                let label = letter.to_string();
                if one_key(ui, &label, &label, None, vec2(key, high)) {
                    put(words, letter, most);
                    pressed = true;
                }
            }
        });
    }
    ui.horizontal(|ui| {
        let side = key * 2.0 + gap;
        if one_key(
            ui,
            "",
            &face.t("kiosk-key-enter"),
            Some(Icon::Enter),
            vec2(side, high),
        ) {
            put(words, '\n', most);
            pressed = true;
        }
        let space = face.t("kiosk-key-space");
        let middle = full - side * 2.0 - gap * 2.0;
        if one_key(ui, &space, &space, None, vec2(middle, high)) {
            put(words, ' ', most);
            pressed = true;
        }
        if one_key(
            ui,
            "",
            &face.t("kiosk-key-erase"),
            Some(Icon::Erase),
            vec2(side, high),
        ) {
            words.pop();
            pressed = true;
        }
    });
    if pressed {
        to_the_end(ui.ctx(), field, words);
    }
}

/// Puts the field's caret behind what was just written, and the keyboard's focus back on it.
fn to_the_end(ctx: &egui::Context, field: egui::Id, words: &str) {
    let end = egui::text::CCursor::new(words.chars().count());
    let mut state = egui::TextEdit::load_state(ctx, field).unwrap_or_default();
    state
        .cursor
        .set_char_range(Some(egui::text::CCursorRange::one(end)));
    egui::TextEdit::store_state(ctx, field, state);
    ctx.memory_mut(|memory| memory.request_focus(field));
}

fn put(words: &mut String, letter: char, most: usize) {
    if words.len() + letter.len_utf8() <= most {
        words.push(letter);
    }
}

/// Cuts `words` to at most `most` bytes, at a character's edge.
pub fn cut(words: &mut String, most: usize) {
    while words.len() > most {
        words.pop();
    }
}

fn one_key(ui: &mut Ui, shown: &str, said: &str, sign: Option<Icon>, size: egui::Vec2) -> bool {
    let theme = Theme::of(ui);
    let c = theme.colours;
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, said));
    let fill = match (response.is_pointer_button_down_on(), sign) {
        (true, _) => c.accent_soft,
        (false, Some(_)) => c.sunken,
        (false, None) => c.surface,
    };
    ui.painter().rect(
        rect,
        theme.space.round * 0.7,
        fill,
        egui::Stroke::new(theme.space.stroke * 0.5, c.edge),
        egui::StrokeKind::Inside,
    );
    if let Some(sign) = sign {
        let square = icon::square(rect, theme.text.body);
        icon::paint(ui.painter(), sign, square, c.ink);
    } else {
        let galley = text::line(ui, shown, theme.regular(theme.text.body), c.ink, size.x);
        let at = rect.center() - galley.size() / 2.0;
        ui.painter().galley(at, galley, c.ink);
    }
    response.clicked()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_never_outgrow_their_sheet() {
        let mut words = "好".repeat(10);
        cut(&mut words, 16);
        assert_eq!(words.chars().count(), 5);
        put(&mut words, '！', 16);
        assert_eq!(words.chars().count(), 5);
        put(&mut words, '!', 16);
        assert_eq!(words.len(), 16);
    }
}

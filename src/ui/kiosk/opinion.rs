//! What the resident wants to say: what it is about, and the words.

use egui::text::{CCursor, CCursorRange};
use egui::{Align, Layout, Rect, TextEdit, Ui, pos2, vec2};

use zeroize::Zeroizing;

use super::draft::Draft;
use super::frame::{Face, Surround, inside, surround};
use super::screen::{Action, CardAction, Nav};
use crate::pen::Engines;
use crate::ui::theme::Theme;
use crate::ui::widgets::panel::{self, Panel, PanelView, Stroke, edit};
use crate::ui::widgets::{Tone, notice, said, text, tile};
use crate::words::{key, text};

/// Bytes the words may take: what is left of an opinion sheet's 3,952 bytes of JSON, with room for the
/// identifiers around them.
pub const TEXT_MOST_BYTES: usize = 3_400;

/// Where going on from the words leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// To the review; without words the card is handed in at once.
    Review,
    /// Back to the review, from which they came.
    BackToReview,
    /// Words and nothing else are handed in from this page.
    HandIn,
}

/// What the opinion screen shows besides the draft.
#[derive(Debug)]
pub struct OpinionView<'a> {
    /// The surround.
    pub face: &'a Face,
    /// Where going on leads.
    pub then: Then,
    /// A telephone or identity number was seen in the words.
    pub names_somebody: bool,
    /// What turns ink and letters into Chinese.
    pub engines: Option<&'a Engines>,
    /// Confused sounds are understood.
    pub fuzzy: bool,
}

/// Draws the opinion page: what it is about beside the words where the page is wide, above them where it
/// is high; the keys always below.
pub fn opinion_ui(
    ui: &mut Ui,
    form: &mut Draft,
    keys: &mut Panel,
    view: &OpinionView<'_>,
) -> Vec<Action> {
    let face = view.face;
    let says = form.has_words() || keys.is_composing();
    let alone = view.then == Then::HandIn;
    let next = if alone {
        text!(face.lang, "kiosk-opinion-hand-in")
    } else if says || view.then == Then::BackToReview {
        text!(face.lang, "kiosk-to-review")
    } else if form.is_handed_in_without_words() {
        text!(face.lang, "kiosk-opinion-none-hand-in")
    } else {
        text!(face.lang, "kiosk-opinion-none")
    };
    let around = Surround {
        step: (!alone).then_some(1),
        more: alone.then(|| text!(face.lang, "kiosk-opinion-promise")),
        back: Some(text!(face.lang, "kiosk-back")),
        leave: true,
        next: Some((next, says || !alone)),
        ..Surround::default()
    };
    let mut actions = Vec::new();
    let pressed = surround(ui, face, &around, &mut actions, |ui, actions| {
        let theme = Theme::of(ui);
        let room = ui.available_rect_before_wrap();
        if theme.portrait {
            about(ui, form, view, actions);
            if view.names_somebody {
                notice(ui, Tone::Warn, text!(face.lang, "kiosk-opinion-contact"));
            }
            ui.add_space(theme.space.s);
            let top = ui.cursor().top();
            let room = Rect::from_min_max(pos2(room.left(), top), room.max);
            write(ui, &mut form.text, keys, view, room);
        } else {
            let left = (room.width() * 0.29).round();
            let (beside, rest) = room.split_left_right_at_x(room.left() + left);
            inside(ui, beside, Layout::top_down(Align::Min), |ui| {
                about(ui, form, view, actions);
            });
            let mut rest = rest.with_min_x(rest.left() + theme.space.l);
            if view.names_somebody {
                let shown = inside(ui, rest, Layout::top_down(Align::Min), |ui| {
                    notice(ui, Tone::Warn, text!(face.lang, "kiosk-opinion-contact"))
                });
                rest.min.y = shown.rect.bottom() + theme.space.s;
            }
            write(ui, &mut form.text, keys, view, rest);
        }
    });
    // What a finger began becomes a word now: it is seen before it is handed in.
    let is_unseen = alone && keys.is_composing();
    if pressed.back || pressed.next || pressed.more {
        finish(ui, &mut form.text, keys, view);
    }
    if pressed.back {
        actions.push(Action::Nav(Nav::Back));
    }
    if pressed.more {
        actions.push(Action::Card(CardAction::ShowPromise));
    }
    if pressed.next && !is_unseen {
        actions.push(Action::Card(CardAction::OpinionDone));
    }
    actions
}

/// What was begun with a finger belongs to the words.
pub(super) fn finish(ui: &Ui, words: &mut String, keys: &mut Panel, view: &OpinionView<'_>) {
    let id = field_id(view.face);
    let before = before_caret(ui.ctx(), id, words);
    let strokes = keys.finish(&panel_view(view, &before));
    strike(ui.ctx(), id, words, &strokes);
}

/// The question, and what the words are about.
fn about(ui: &mut Ui, form: &mut Draft, view: &OpinionView<'_>, actions: &mut Vec<Action>) {
    let (theme, face) = (Theme::of(ui), view.face);
    ui.spacing_mut().item_spacing.y = theme.space.s;
    text::title(ui, text!(face.lang, "kiosk-opinion-title"));
    let plan = std::sync::Arc::clone(form.plan());
    let Some(page) = &plan.opinion else {
        return;
    };
    // Beside a long list there is no room for more words.
    if theme.portrait || (page.categories.len() <= 5 && !theme.look.large) {
        let note = if view.then == Then::HandIn {
            key!("kiosk-opinion-alone-note")
        } else {
            key!("kiosk-opinion-note")
        };
        text::note(ui, face.t(note));
    }
    let names = page.categories.iter().map(|one| one.name.get(face.lang));
    let labels: Vec<&str> = names.collect();
    let whom = whom(form, face);
    let mut pressed = None;
    if theme.portrait {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme.space.s, theme.space.s);
            for (place, label) in labels.iter().enumerate() {
                if tile::chip(ui, label, form.category == Some(place)).clicked() {
                    pressed = Some(place);
                }
            }
            if let Some(whom) = &whom
                && tile::chip(ui, whom, form.about.is_some()).clicked()
            {
                actions.push(Action::Card(CardAction::ChooseAbout));
            }
        });
    } else {
        let kept = whom
            .as_ref()
            .map_or(0.0, |_| theme.space.touch + theme.space.s);
        let height = ui.available_height() - kept;
        ui.scope(|ui| {
            ui.set_max_height(height);
            pressed = tile::chip_column(ui, &labels, form.category);
        });
        let chosen = form.about.map(|_| 0);
        // Whom they name is theirs to say.
        let chip = |ui: &mut Ui, whom: &str| tile::chip_column(ui, &[whom], chosen);
        if let Some(whom) = &whom
            && said::silently(ui, |ui| chip(ui, whom)).is_some()
        {
            actions.push(Action::Card(CardAction::ChooseAbout));
        }
    }
    if let Some(place) = pressed {
        let chosen = form.category == Some(place);
        form.category = (!chosen).then_some(place);
    }
}

/// What is said of whom the words are about; nothing where a plan has one subject only.
fn whom(form: &Draft, face: &Face) -> Option<String> {
    if form.plan().subjects.len() < 2 {
        return None;
    }
    Some(match form.about_subject() {
        Some(subject) => text!(
            face.lang,
            "kiosk-opinion-about",
            name = subject.name.get(face.lang)
        ),
        None => text!(face.lang, "kiosk-opinion-about-nobody"),
    })
}

fn panel_view<'a>(view: &'a OpinionView<'_>, before: &'a str) -> PanelView<'a> {
    PanelView {
        lang: view.face.lang,
        now: view.face.now,
        before,
        fuzzy: view.fuzzy,
        engines: view.engines,
    }
}

/// The field with the keys docked under it, in `room`: the field takes what the keys leave.
pub(super) fn write(
    ui: &mut Ui,
    words: &mut String,
    keys: &mut Panel,
    view: &OpinionView<'_>,
    room: Rect,
) {
    // Nothing of it is read aloud: neither the words nor the keys that spell them.
    said::silently(ui, |ui| written(ui, words, keys, view, room));
}

fn written(ui: &mut Ui, words: &mut String, keys: &mut Panel, view: &OpinionView<'_>, room: Rect) {
    let theme = Theme::of(ui);
    let face = view.face;
    let id = field_id(face);
    let before = before_caret(ui.ctx(), id, words);
    let board = panel_view(view, &before);
    let typed = keys.take_keyboard(ui.ctx(), &board);
    // In large type on a low screen the field and the keys come before the count.
    let counted = theme.portrait || !theme.look.large;
    let note = if counted || keys.spells(&board) {
        (theme.text.small * 1.45 + theme.space.xs).round()
    } else {
        theme.space.s
    };
    let lines = if counted { 2.0 } else { 1.2 };
    let least = theme.text.body * 1.5 * lines + theme.space.s * 2.0;
    let panel_height = panel::height(&theme, room.height() - note - least);
    let height = (room.height() - panel_height - note).max(least);
    let (above, below) = room.split_top_bottom_at_y(room.top() + height);
    let tapped = inside(ui, above, Layout::top_down(Align::Min), |ui| {
        field(ui, face, words, above.height())
    });
    if let Some(at) = tapped {
        keys.tapped(&board, words, at);
    }
    let (remark, below) = below.split_top_bottom_at_y(below.top() + note);
    spelling(ui, keys, words, face, counted, remark);
    let mut strokes = inside(ui, below, Layout::top_down(Align::Min), |ui| {
        panel::panel_ui(ui, keys, &board)
    });
    strokes.splice(0..0, typed);
    strike(ui.ctx(), id, words, &strokes);
}

/// Between field and keys: what is being spelt, and how much room is left.
fn spelling(ui: &mut Ui, keys: &Panel, words: &str, face: &Face, counted: bool, rect: Rect) {
    let theme = Theme::of(ui);
    let mut spelt = Zeroizing::new(keys.spelling());
    if counted && spelt.is_empty() {
        inside(ui, rect, Layout::right_to_left(Align::Center), |ui| {
            let left = TEXT_MOST_BYTES.saturating_sub(words.len()) / 3;
            text::note(ui, text!(face.lang, "kiosk-opinion-left", n = left));
        });
    } else if !spelt.is_empty() {
        let (font, ink) = (theme.regular(theme.text.small), theme.colours.accent);
        // The last syllables are the ones being typed: a long spelling loses its beginning.
        let galley = loop {
            let galley = text::line(ui, &spelt, font.clone(), ink, f32::INFINITY);
            match spelt.char_indices().nth(2).map(|(at, _)| at) {
                Some(at) if galley.size().x > rect.width() => drop(spelt.drain(..at)),
                _ => break galley,
            }
        };
        let at = pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
        let line = Rect::from_min_size(at, galley.size());
        let response = ui.allocate_rect(line, egui::Sense::hover());
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, spelt.as_str())
        });
        ui.painter().galley(at, galley, ink);
    }
}

fn field_id(face: &Face) -> egui::Id {
    egui::Id::unique(("kiosk opinion", face.session))
}

/// Draws the field; returns the place of the character that a finger tapped.
fn field(ui: &mut Ui, face: &Face, words: &mut String, height: f32) -> Option<usize> {
    let theme = Theme::of(ui);
    let id = field_id(face);
    let before = words.len();
    let hint = theme.rich(
        text!(face.lang, "kiosk-opinion-hint"),
        theme.text.body,
        theme.colours.ink_soft,
    );
    let mut tapped = None;
    egui::ScrollArea::vertical()
        .id_salt("words")
        .max_height(height)
        .auto_shrink([false, false])
        .show(ui, |ui| {
            let edit = TextEdit::multiline(words)
                .id(id)
                .font(theme.regular(theme.text.body))
                .hint_text(hint)
                .margin(egui::Margin::same(crate::ui::theme::margin(theme.space.s)))
                .desired_width(f32::INFINITY)
                // As tall as there is room for; egui's own four rows may be more than that.
                .desired_rows(1)
                .min_size(vec2(ui.available_width(), height - theme.space.xs));
            let shown = edit.show(ui);
            follow_caret(ui, id, height, &shown);
            tapped = tapped_character(&shown);
            let response = shown.response.response;
            response.widget_info(|| {
                egui::WidgetInfo::labeled(
                    egui::accesskit::Role::MultilineTextInput,
                    true,
                    text!(face.lang, "kiosk-opinion-field"),
                )
            });
            if response.changed() {
                // What stands above the field (the hint about numbers) was drawn before this letter came.
                ui.ctx().request_repaint();
            }
            // Typing on a keyboard needs no tap on the field first.
            if ui.memory(|memory| memory.focused().is_none()) {
                response.request_focus();
            }
        });
    if words.len() > TEXT_MOST_BYTES && words.len() > before {
        edit::cut(words, TEXT_MOST_BYTES);
    }
    // The undo history keeps whole earlier texts; a resident's words live in one place only.
    if let Some(mut state) = TextEdit::load_state(ui.ctx(), id) {
        state.clear_undoer();
        TextEdit::store_state(ui.ctx(), id, state);
    }
    tapped
}

/// Which character lies under a tap.
fn tapped_character(shown: &egui::text_edit::TextEditOutput) -> Option<usize> {
    let response = &shown.response.response;
    if !response.clicked() {
        return None;
    }
    let at = response.interact_pointer_pos()? - shown.galley_pos;
    let edge = shown.galley.cursor_from_pos(at);
    // The nearest edge between two characters: the one tapped is on the finger's side of it.
    let is_left = at.x < shown.galley.pos_from_cursor(edge).left();
    let place = edge.index.0;
    if is_left {
        place.checked_sub(1)
    } else {
        Some(place)
    }
}

/// Keeps the caret in sight after keys of the panel moved it, or the field, now of this `height`, grew smaller; a
/// keyboard's are followed by egui itself.
fn follow_caret(ui: &Ui, id: egui::Id, height: f32, shown: &egui::text_edit::TextEditOutput) {
    let (struck, tall) = (id.with("struck"), id.with("height"));
    let Some(range) = shown.state.cursor.char_range() else {
        return;
    };
    let is_moved = ui.data_mut(|data| {
        let before = data.get_temp(tall).unwrap_or(f32::INFINITY);
        data.insert_temp(tall, height);
        data.remove_temp::<bool>(struck).is_some() || height < before
    });
    if is_moved {
        let caret = shown.galley.pos_from_cursor(range.primary);
        let line = caret.translate(shown.galley_pos.to_vec2());
        let line = line.expand(Theme::of(ui).space.s);
        ui.scroll_to_rect_animation(line, None, egui::style::ScrollAnimation::none());
    }
}

/// What is marked in the field, in characters; empty at the caret.
fn marked(ctx: &egui::Context, field: egui::Id, words: &str) -> std::ops::Range<usize> {
    let state = TextEdit::load_state(ctx, field).unwrap_or_default();
    state.cursor.char_range().map_or_else(
        || {
            let end = words.chars().count();
            end..end
        },
        |range| {
            let range = range.as_sorted_char_range();
            range.start.0..range.end.0
        },
    )
}

/// What stands before the caret.
fn before_caret(ctx: &egui::Context, field: egui::Id, words: &str) -> Zeroizing<String> {
    let start = marked(ctx, field, words).start;
    let mut before = Zeroizing::new(String::with_capacity(words.len()));
    before.extend(words.chars().take(start));
    before
}

/// Performs what was struck at the field's caret, and puts caret and focus back.
fn strike(ctx: &egui::Context, field: egui::Id, words: &mut String, strokes: &[Stroke]) {
    if strokes.is_empty() {
        return;
    }
    let mut state = TextEdit::load_state(ctx, field).unwrap_or_default();
    let mut marked = marked(ctx, field, words);
    for stroke in strokes {
        let caret = edit::apply(*stroke, words, marked, TEXT_MOST_BYTES);
        marked = caret..caret;
    }
    let caret = CCursor::new(marked.start);
    state.cursor.set_char_range(Some(CCursorRange::one(caret)));
    TextEdit::store_state(ctx, field, state);
    ctx.memory_mut(|memory| memory.request_focus(field));
    ctx.data_mut(|data| data.insert_temp(field.with("struck"), true));
    ctx.request_repaint();
}

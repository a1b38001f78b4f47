//! A real keyboard: in 拼音 its letters spell and its digits choose, in 笔画 h s p n z are the strokes.

use egui::{Context, Event, Key as Pressed};

use super::composing::Composing;
use super::edit::Stroke;
use super::{Mode, PanelView};
use crate::pen::strokes::Key;

/// Takes what belongs to the engine at work out of the frame's events, before the text field sees them.
pub(super) fn take(
    ctx: &Context,
    mode: Mode,
    composing: &mut Composing,
    view: &PanelView<'_>,
    strokes: &mut Vec<Stroke>,
) {
    if !matches!(mode, Mode::Pinyin | Mode::Strokes) {
        return;
    }
    let events = ctx.input_mut(|input| std::mem::take(&mut input.events));
    let mut left = Vec::with_capacity(events.len());
    for event in events {
        if !takes(&event, mode, composing, view, strokes) {
            left.push(event);
        }
    }
    ctx.input_mut(|input| input.events = left);
}

/// Whether the event was the engine's.
fn takes(
    event: &Event,
    mode: Mode,
    composing: &mut Composing,
    view: &PanelView<'_>,
    strokes: &mut Vec<Stroke>,
) -> bool {
    #[expect(clippy::wildcard_enum_match_arm, reason = "only keys spell")]
    match event {
        Event::Text(text) => {
            let mut letters = text.chars();
            let (Some(letter), None) = (letters.next(), letters.next()) else {
                return false;
            };
            letter_typed(letter, mode, composing, view, strokes)
        }
        Event::Key {
            key, pressed: true, ..
        } if composing.is_composing() => match key {
            Pressed::Backspace => composing.undo(view),
            Pressed::Escape => {
                composing.clear();
                true
            }
            Pressed::Enter => {
                composing.finish(view, strokes);
                true
            }
            _ => false,
        },
        _ => false,
    }
}

fn letter_typed(
    letter: char,
    mode: Mode,
    composing: &mut Composing,
    view: &PanelView<'_>,
    strokes: &mut Vec<Stroke>,
) -> bool {
    let composes = composing.is_composing();
    match (mode, letter) {
        (Mode::Pinyin, 'a'..='z') => composing.push_letter(letter, view),
        (Mode::Pinyin, '\'') if composes => composing.push_letter(letter, view),
        (Mode::Strokes, _) if stroke_of(letter).is_some() => {
            if let Some(key) = stroke_of(letter) {
                composing.push_key(key, view);
            }
        }
        (_, ' ') if composes => composing.choose(0, view, strokes),
        (_, '1'..='9') if composes => {
            let nth = letter.to_digit(10).map_or(0, |digit| digit as usize - 1);
            let place = composing.offers.shown().nth(nth).map(|(place, _)| place);
            if let Some(place) = place {
                composing.choose(place, view, strokes);
            }
        }
        _ if composes => {
            composing.finish(view, strokes);
            strokes.push(Stroke::Put(letter));
        }
        _ => return false,
    }
    true
}

/// As on every computer: h 横, s 竖, p 撇, n 捺, z 折.
fn stroke_of(letter: char) -> Option<Key> {
    Some(match letter {
        'h' => Key::Heng,
        's' => Key::Shu,
        'p' => Key::Pie,
        'n' => Key::Na,
        'z' => Key::Zhe,
        '*' => Key::Any,
        _ => return None,
    })
}

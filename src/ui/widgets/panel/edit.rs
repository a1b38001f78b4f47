//! What a stroke of a key does to a text and its caret.

use std::ops::Range;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// Write this character at the caret, over what is marked.
    Put(char),
    /// Take away what is marked, or the character before the caret.
    Erase,
    /// The caret one character to the left.
    Left,
    /// The caret one character to the right.
    Right,
    /// This character in place of the one at a place counted in characters; the caret stays.
    Swap(usize, char),
}

/// The byte at which the character at `place` begins; the text's end beyond it.
fn byte_at(text: &str, place: usize) -> usize {
    text.char_indices()
        .nth(place)
        .map_or(text.len(), |(byte, _)| byte)
}

/// Performs `stroke` on `text`, which stays within `most_bytes`; `marked` is what is marked, in characters,
/// empty at the caret. Returns where the caret stands afterwards, in characters.
///
/// The text is changed in place: it never moves in memory, so nothing of it is left behind.
pub fn apply(stroke: Stroke, text: &mut String, marked: Range<usize>, most_bytes: usize) -> usize {
    let letters = text.chars().count();
    let (start, end) = (marked.start.min(letters), marked.end.min(letters));
    match stroke {
        Stroke::Put(letter) => {
            take_away(text, start..end);
            if text.len() + letter.len_utf8() > most_bytes {
                return start;
            }
            text.insert(byte_at(text, start), letter);
            start + 1
        }
        Stroke::Erase if start < end => {
            take_away(text, start..end);
            start
        }
        Stroke::Erase => {
            let before = start.saturating_sub(1);
            take_away(text, before..start);
            before
        }
        Stroke::Left if start < end => start,
        Stroke::Left => start.saturating_sub(1),
        Stroke::Right if start < end => end,
        Stroke::Right => (start + 1).min(letters),
        Stroke::Swap(at, letter) => {
            let (from, to) = (byte_at(text, at), byte_at(text, at + 1));
            if at < letters && text.len() - (to - from) + letter.len_utf8() <= most_bytes {
                take_away(text, at..at + 1);
                text.insert(from, letter);
            }
            start
        }
    }
}

fn take_away(text: &mut String, letters: Range<usize>) {
    let (from, to) = (byte_at(text, letters.start), byte_at(text, letters.end));
    drop(text.drain(from..to));
}

/// Cuts `text` to at most `most_bytes`, at a character's edge.
pub fn cut(text: &mut String, most_bytes: usize) {
    while text.len() > most_bytes {
        text.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_work_where_the_caret_is() {
        let mut text = "路灯了".to_owned();
        assert_eq!(apply(Stroke::Put('坏'), &mut text, 2..2, 99), 3);
        assert_eq!(text, "路灯坏了");
        assert_eq!(apply(Stroke::Erase, &mut text, 1..1, 99), 0);
        assert_eq!(text, "灯坏了");
        assert_eq!(apply(Stroke::Erase, &mut text, 0..0, 99), 0);
        assert_eq!(apply(Stroke::Put('亮'), &mut text, 1..2, 99), 2);
        assert_eq!(text, "灯亮了");
        assert_eq!(apply(Stroke::Erase, &mut text, 0..2, 99), 0);
        assert_eq!(text, "了");
    }

    #[test]
    fn the_caret_stays_inside_the_text() {
        let mut text = "好a".to_owned();
        assert_eq!(apply(Stroke::Left, &mut text, 0..0, 99), 0);
        assert_eq!(apply(Stroke::Right, &mut text, 2..2, 99), 2);
        assert_eq!(apply(Stroke::Right, &mut text, 0..2, 99), 2);
        assert_eq!(apply(Stroke::Left, &mut text, 0..2, 99), 0);
        assert_eq!(apply(Stroke::Put('b'), &mut text, 9..9, 99), 3);
        assert_eq!(text, "好ab");
    }

    #[test]
    fn a_character_is_swapped_where_it_stands() {
        let mut text = "电体坏".to_owned();
        assert_eq!(apply(Stroke::Swap(1, '梯'), &mut text, 3..3, 99), 3);
        assert_eq!(text, "电梯坏");
        assert_eq!(apply(Stroke::Swap(3, '梯'), &mut text, 3..3, 99), 3);
        assert_eq!(apply(Stroke::Swap(0, '𠀀'), &mut text, 3..3, 9), 3);
        assert_eq!(text, "电梯坏", "nothing there, no room");
    }

    #[test]
    fn words_never_outgrow_their_sheet() {
        let mut text = "好".repeat(10);
        cut(&mut text, 16);
        assert_eq!(text.chars().count(), 5);
        assert_eq!(apply(Stroke::Put('！'), &mut text, 5..5, 16), 5);
        assert_eq!(text.chars().count(), 5);
        assert_eq!(apply(Stroke::Put('!'), &mut text, 5..5, 16), 6);
        assert_eq!(text.len(), 16);
    }
}

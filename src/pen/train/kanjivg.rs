//! `KanjiVG`'s strokes, which nothing is trained on: they say how well other people's glyphs are read.

use std::path::Path;

use super::Glyph;
use crate::hand::Stroke;

/// Side of `KanjiVG`'s square.
const SIDE: f32 = 109.0;

/// The strokes of one character, if `KanjiVG` has it.
#[must_use]
pub(super) fn read(dir: &Path, ch: char) -> Option<Glyph> {
    let file = dir.join(format!("{:05x}.svg", u32::from(ch)));
    let text = std::fs::read_to_string(file).ok()?;
    let strokes: Vec<Stroke> = text
        .split(" d=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(stroke)
        .filter(|stroke| stroke.len() > 1)
        .collect();
    (!strokes.is_empty()).then_some(Glyph {
        ch,
        strokes,
        ordered: true,
    })
}

/// Splits `M1,2c3-4.5.6` into letters and numbers.
fn tokens(path: &str) -> Vec<(char, Vec<f32>)> {
    let mut found: Vec<(char, Vec<f32>)> = Vec::new();
    let mut digits = String::new();
    let end = |digits: &mut String, found: &mut Vec<(char, Vec<f32>)>| {
        if let (Ok(value), Some(last)) = (digits.parse(), found.last_mut()) {
            last.1.push(value);
        }
        digits.clear();
    };
    for ch in path.chars() {
        match ch {
            '0'..='9' => digits.push(ch),
            '.' if !digits.contains('.') => digits.push(ch),
            '-' | '.' => {
                end(&mut digits, &mut found);
                digits.push(ch);
            }
            _ => {
                end(&mut digits, &mut found);
                if ch.is_ascii_alphabetic() {
                    found.push((ch, Vec::new()));
                }
            }
        }
    }
    end(&mut digits, &mut found);
    found
}

/// Moves, lines and cubic curves, which is all `KanjiVG` draws with.
fn stroke(path: &str) -> Stroke {
    let mut line: Stroke = Vec::new();
    let (mut at, mut control) = ([0.0_f32; 2], [0.0_f32; 2]);
    for (command, values) in tokens(path) {
        let base = command.is_ascii_lowercase();
        let size = match command.to_ascii_lowercase() {
            'c' => 6,
            's' => 4,
            _ => 2,
        };
        for part in values.chunks_exact(size) {
            let from = if base { at } else { [0.0; 2] };
            let points: Vec<[f32; 2]> = part
                .chunks_exact(2)
                .map(|pair| [from[0] + pair[0], from[1] + pair[1]])
                .collect();
            let mirrored = [2.0 * at[0] - control[0], 2.0 * at[1] - control[1]];
            match points.as_slice() {
                [a, b, to] => line.extend(curve(at, *a, *b, *to)),
                [b, to] => line.extend(curve(at, mirrored, *b, *to)),
                _ => line.extend(&points),
            }
            let last = points.len().saturating_sub(1);
            at = points[last];
            control = points[last.saturating_sub(1)];
        }
    }
    for point in &mut line {
        *point = point.map(|value| value / SIDE);
    }
    line
}

fn curve(from: [f32; 2], a: [f32; 2], b: [f32; 2], to: [f32; 2]) -> impl Iterator<Item = [f32; 2]> {
    (1..=10_u8).map(move |step| {
        let t = f32::from(step) / 10.0;
        let u = 1.0 - t;
        [0, 1].map(|i| {
            u * u * u * from[i]
                + 3.0 * u * u * t * a[i]
                + 3.0 * u * t * t * b[i]
                + t * t * t * to[i]
        })
    })
}

//! Reading glyph sources: Make Me a Hanzi medians, the level table, and this project's own templates.

use std::path::Path;

use super::Glyph;
use crate::pen::hand::Stroke;

/// Characters of the 8,105 table up to `last` (6,500 is the end of level 2), from Unihan's `kTGH`.
#[must_use]
pub fn table(unihan: &str, last: u32) -> Vec<char> {
    let mut found: Vec<(u32, char)> = unihan
        .lines()
        .filter_map(|line| {
            let mut parts = line.split('\t');
            let code = parts.next()?.strip_prefix("U+")?;
            parts.next().filter(|name| *name == "kTGH")?;
            let index = parts.next()?.split(':').nth(1)?.split_whitespace().next()?;
            let ch = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
            Some((index.parse().ok()?, ch))
        })
        .filter(|(index, _)| *index <= last)
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, ch)| ch).collect()
}

/// The medians of one character of `hanzi-writer-data`, if it has them.
#[must_use]
pub fn medians(dir: &Path, ch: char) -> Option<Glyph> {
    let text = std::fs::read_to_string(dir.join(format!("{ch}.json"))).ok()?;
    let value: serde_json::Value = serde_json::from_str(&text).ok()?;
    let strokes: Vec<Stroke> = serde_json::from_value(value.get("medians")?.clone()).ok()?;
    let unit = |[x, y]: [f32; 2]| [x / 1024.0, (900.0 - y) / 1024.0];
    let strokes = strokes
        .into_iter()
        .map(|stroke| stroke.into_iter().map(unit).collect())
        .collect();
    Some((ch, strokes))
}

/// Templates: a line a glyph, the character and its strokes as pairs of digits, x then y, 0 to 9.
#[must_use]
pub fn templates(text: &str) -> Vec<Glyph> {
    text.lines()
        .filter(|line| !line.starts_with("# "))
        .filter_map(|line| {
            let mut parts = line.split_whitespace();
            let ch = parts.next()?.chars().next()?;
            Some((ch, parts.map(stroke).collect()))
        })
        .collect()
}

fn stroke(digits: &str) -> Stroke {
    let values: Vec<f32> = digits
        .chars()
        .filter_map(|digit| digit.to_digit(10))
        .map(|digit| digit as f32 / 9.0)
        .collect();
    values
        .chunks_exact(2)
        .map(|pair| [pair[0], pair[1]])
        .collect()
}

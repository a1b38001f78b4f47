//! Gathering glyphs: strokes of Make Me a Hanzi, thinned fonts, and this project's own templates.

use std::path::{Path, PathBuf};
use std::thread;

use skrifa::{FontRef, MetadataProvider};

use super::font::{self, FontError};
use super::{Class, Glyph, skeleton};
use crate::hand::{Stroke, resample};

/// Fonts to train on, and how much of a character's time each gets; strokes with an order get [`MEDIANS`].
const FONTS: [(&str, f32); 8] = [
    ("LXGWWenKai-Light.ttf", 0.9),
    ("long-cang.woff", 1.1),
    ("ma-shan-zheng.woff", 0.9),
    ("zhi-mang-xing.woff", 0.7),
    ("liu-jian-mao-cao.woff", 0.3),
    ("KleeOne-Regular.ttf", 0.5),
    ("YuseiMagic-Regular.ttf", 0.5),
    ("setofont.ttf", 0.6),
];
/// The weight of `hanzi-writer-data`'s strokes.
const MEDIANS: f32 = 4.0;
/// The weight of a template.
const TEMPLATE: f32 = 2.0;
/// Letters, digits and marks beyond the templates', which fonts draw.
const OTHERS: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz，。、！？：；（）“”‘’《》【】…+=%&@#￥*";
/// Points of a stroke lie this far apart, so that a hand trembles along its way.
const STEP: f32 = 0.02;
/// Levels 1 and 2 of 通用规范汉字表.
const CHARACTERS: u32 = 6500;
/// The end of level 1.
const COMMON: usize = 3500;
/// How often a character of level 2, or no character, is shown for one of level 1.
const RARE: f32 = 0.75;
const OTHER: f32 = 0.4;

/// A file of the folder cannot be read, or is not what its name says.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {source}")]
pub struct GlyphError {
    /// Which one.
    pub file: PathBuf,
    /// Why.
    pub source: std::io::Error,
}

impl GlyphError {
    fn font(file: &Path) -> Self {
        Self {
            file: file.to_owned(),
            source: std::io::Error::new(std::io::ErrorKind::InvalidData, FontError),
        }
    }
}

fn bytes(file: PathBuf) -> Result<Vec<u8>, GlyphError> {
    std::fs::read(&file).map_err(|source| GlyphError { file, source })
}

fn text(file: PathBuf) -> Result<String, GlyphError> {
    Ok(String::from_utf8_lossy(&bytes(file)?).into_owned())
}

/// The characters of levels 1 and 2, in the table's order.
pub fn levels(sources: &Path) -> Result<Vec<char>, GlyphError> {
    let unihan = text(sources.join("Unihan_OtherMappings.txt"))?;
    Ok(table(&unihan, CHARACTERS))
}

/// Everything to train on, from a folder as assets/pen/SOURCE.md fills it. `only` takes every so-manieth character.
pub fn classes(sources: &Path, templates: &Path, only: usize) -> Result<Vec<Class>, GlyphError> {
    let mut found: Vec<Class> = levels(sources)?
        .into_iter()
        .enumerate()
        .map(|(at, ch)| Class {
            ch,
            share: if at < COMMON { 1.0 } else { RARE },
            forms: Vec::new(),
        })
        .collect();
    found.extend(OTHERS.chars().map(|ch| Class {
        ch,
        share: OTHER,
        forms: Vec::new(),
    }));
    let mut found: Vec<Class> = found.into_iter().step_by(only).collect();
    for class in &mut found {
        let strokes = medians(&sources.join("medians"), class.ch);
        class.forms.extend(strokes.map(|glyph| (glyph, MEDIANS)));
    }
    for glyph in self::templates(&text(templates.to_owned())?) {
        if let Some(class) = found.iter_mut().find(|class| class.ch == glyph.ch) {
            class.forms.push((glyph, TEMPLATE));
        }
    }
    for (file, weight) in FONTS {
        let chars: Vec<char> = found.iter().map(|class| class.ch).collect();
        let glyphs = thinned(sources, file, &chars)?;
        for (class, glyph) in found.iter_mut().zip(glyphs) {
            class.forms.extend(glyph.map(|glyph| (glyph, weight)));
        }
    }
    found.retain(|class| !class.forms.is_empty());
    Ok(found)
}

/// One font's glyphs, thinned, by two threads.
pub fn thinned(
    sources: &Path,
    file: &str,
    chars: &[char],
) -> Result<Vec<Option<Glyph>>, GlyphError> {
    let file = sources.join(file);
    let data = font::unwrap(bytes(file.clone())?).map_err(|_| GlyphError::font(&file))?;
    let font = FontRef::from_index(&data, 0).map_err(|_| GlyphError::font(&file))?;
    let one = |ch: &char| {
        font.charmap().map(*ch)?;
        let strokes = skeleton::paths(font::picture(&font, *ch)?);
        (!strokes.is_empty()).then_some(Glyph {
            ch: *ch,
            strokes,
            ordered: false,
        })
    };
    let (first, second) = chars.split_at(chars.len() / 2);
    let (mut done, rest) = thread::scope(|scope| {
        let other = scope.spawn(|| second.iter().map(one).collect::<Vec<_>>());
        (first.iter().map(one).collect::<Vec<_>>(), other.join())
    });
    done.extend(rest.map_err(|_| GlyphError::font(&file))?);
    Ok(done)
}

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
        .map(|stroke| stroke.into_iter().map(unit).collect::<Stroke>())
        .map(|stroke| resample(&stroke, STEP))
        .collect();
    Some(Glyph {
        ch,
        strokes,
        ordered: true,
    })
}

/// Templates: a line a glyph, the character and its strokes as pairs of digits, x then y, 0 to 9.
#[must_use]
pub fn templates(text: &str) -> Vec<Glyph> {
    text.lines()
        .filter(|line| !line.starts_with("# "))
        .filter_map(|line| {
            let mut parts = line.split_whitespace();
            let ch = parts.next()?.chars().next()?;
            Some(Glyph {
                ch,
                strokes: parts.map(|part| resample(&stroke(part), STEP)).collect(),
                ordered: true,
            })
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

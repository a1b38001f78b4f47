//! A page of a form as a table: cells by the names of their columns, whatever order these stand in.

use std::collections::BTreeSet;

use super::{ExchangeError, Page};
use crate::domain::plan::Text;

/// The longest identifier of a plan.
const LONGEST: usize = 24;

pub(super) struct Table<'p> {
    page: &'p Page,
}

/// A row below the head.
pub(super) struct Line<'p> {
    page: &'p Page,
    cells: &'p [String],
    /// As a spreadsheet counts, from 1.
    pub number: usize,
}

/// The part of a column's name before the language, and the language.
fn parts(column: &str) -> (String, Option<String>) {
    let column = column.trim();
    match column.split_once("::").or_else(|| column.split_once(':')) {
        Some((name, lang)) => (name.trim().to_lowercase(), Some(lang.trim().to_lowercase())),
        None => (column.to_lowercase(), None),
    }
}

fn is_english(lang: &str) -> bool {
    lang.contains("english") || lang.contains("(en") || lang == "en"
}

fn is_chinese(lang: &str) -> bool {
    lang.contains("中文") || lang.contains("chinese") || lang.contains("(zh") || lang == "zh"
}

impl<'p> Table<'p> {
    /// The page of this name, whatever its case; none where there is none.
    pub(super) fn of(pages: &'p [Page], name: &str) -> Option<Self> {
        let page = pages
            .iter()
            .find(|page| page.name.trim().eq_ignore_ascii_case(name));
        page.map(|page| Self { page })
    }

    fn head(&self) -> &'p [String] {
        self.page.rows.first().map_or(&[], Vec::as_slice)
    }

    /// Refuses a page without a column.
    pub(super) fn has(
        &self,
        column: &'static str,
        sheet: &'static str,
    ) -> Result<(), ExchangeError> {
        let known = self.head().iter().any(|name| parts(name).0 == column);
        let missing = ExchangeError::NoColumn { sheet, column };
        if known { Ok(()) } else { Err(missing) }
    }

    /// Every row that holds something.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'p>> + use<'p> {
        let page = self.page;
        let rows = page.rows.iter().enumerate().skip(1);
        rows.filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()))
            .map(move |(index, cells)| Line {
                page,
                cells,
                number: index + 1,
            })
    }

    /// Columns that hold something and are none of these, nor ours, nor a label in a language that is read.
    pub(super) fn others(&self, known: &[&str]) -> Vec<String> {
        let is_filled = |place: usize| {
            let rows = self.page.rows.iter().skip(1);
            let mut cells = rows.filter_map(|row| row.get(place));
            cells.any(|cell| !cell.is_empty())
        };
        let head = self.head().iter().enumerate();
        head.filter(|(place, name)| {
            let (name, lang) = parts(name);
            let is_read = known.contains(&name.as_str()) || name.starts_with("pingyi_");
            let is_ours = lang.is_none_or(|lang| is_chinese(&lang) || is_english(&lang));
            let is_known = name.is_empty() || is_read && is_ours;
            !is_known && is_filled(*place)
        })
        .map(|(_, name)| name.clone())
        .collect()
    }
}

impl<'p> Line<'p> {
    fn head(&self) -> &'p [String] {
        self.page.rows.first().map_or(&[], Vec::as_slice)
    }

    fn cell(&self, is_it: impl Fn(&str, Option<&str>) -> bool) -> &'p str {
        let place = self.head().iter().position(|column| {
            let (name, lang) = parts(column);
            is_it(&name, lang.as_deref())
        });
        let cell = place.and_then(|place| self.cells.get(place));
        cell.map_or("", String::as_str)
    }

    /// The cell of a column that has no language.
    pub(super) fn get(&self, column: &str) -> &'p str {
        self.cell(|name, lang| name == column && lang.is_none())
    }

    /// The cells of a text in columns of ours.
    pub(super) fn ours(&self, column: &str) -> Text {
        let [zh, en] = ["zh", "en"].map(|lang| self.get(&format!("{column}_{lang}")));
        let en = if en == zh { "" } else { en };
        let [zh, en] = [zh, en].map(str::to_owned);
        Text { zh, en }
    }

    /// The cells of a column that is there in Chinese, in English, or once for all.
    pub(super) fn text(&self, column: &str) -> Text {
        let zh = self.cell(|name, lang| name == column && lang.is_some_and(is_chinese));
        let en = self.cell(|name, lang| name == column && lang.is_some_and(is_english));
        let alone = self.get(column);
        let zh = [zh, alone, en].into_iter().find(|text| !text.is_empty());
        let zh = zh.unwrap_or_default().to_owned();
        let en = if en == zh { "" } else { en };
        Text {
            zh,
            en: en.to_owned(),
        }
    }
}

/// An identifier of a plan from a name of a form: small letters, digits and dashes, not one of `taken`.
pub(super) fn slug(name: &str, taken: &BTreeSet<String>, otherwise: &str) -> String {
    let letters = name.trim().chars().filter_map(|ch| match ch {
        'a'..='z' | '0'..='9' | '-' => Some(ch),
        'A'..='Z' => Some(ch.to_ascii_lowercase()),
        '_' | '.' | ' ' | '/' => Some('-'),
        _ => None,
    });
    let letters: String = letters.take(LONGEST).collect();
    let letters = letters.trim_matches('-');
    let base = if letters.is_empty() {
        otherwise
    } else {
        letters
    };
    let mut numbered = (2..).map(|number: u32| {
        let number = format!("-{number}");
        let room = LONGEST.saturating_sub(number.len());
        format!("{}{number}", base.chars().take(room).collect::<String>())
    });
    if taken.contains(base) {
        numbered.find(|id| !taken.contains(id)).unwrap_or_default()
    } else {
        base.to_owned()
    }
}

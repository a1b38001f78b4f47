//! Reads values out of a TOML tree and remembers what is wrong, with lines.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::{NaiveDate, NaiveTime};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Text;
use super::fault::PlanFault;
use crate::domain::exact::Figure;
use crate::domain::ids::IdError;
use crate::words::{Sentence, sentence};

/// A table of the file: where it is and what it is called.
pub(super) struct Section<'a> {
    pub table: &'a DeTable<'a>,
    /// As the plan language calls it: `subject`.
    pub place: String,
    /// Which one of the file it is, counted from 0: `subject.1`.
    pub field: String,
    pub at: usize,
}

/// Where in a file something is wrong.
pub(super) struct Spot {
    line: usize,
    place: String,
}

impl Spot {
    pub(super) fn with(self, sentence: Sentence) -> PlanFault {
        let Self { line, place } = self;
        PlanFault {
            line,
            place,
            sentence,
        }
    }
}

pub(super) fn join(outer: &str, key: &str) -> String {
    match (outer.is_empty(), key.is_empty()) {
        (true, _) => key.to_owned(),
        (false, true) => outer.to_owned(),
        (false, false) => format!("{outer}.{key}"),
    }
}

impl<'a> Section<'a> {
    pub(super) fn value(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.get(key)
    }

    /// The offset of a key's value, or of the table when the key is absent.
    pub(super) fn at(&self, key: &str) -> usize {
        self.value(key).map_or(self.at, |value| value.span().start)
    }

    /// The offset of a key itself, where it is there.
    pub(super) fn key_at(&self, key: &str) -> Option<usize> {
        let found = self.table.iter().find(|(name, _)| name.get_ref() == key);
        found.map(|(name, _)| name.span().start)
    }

    pub(super) fn path(&self, key: &str) -> String {
        join(&self.place, key)
    }

    /// The place of a key among those of the file.
    pub(super) fn field(&self, key: &str) -> String {
        join(&self.field, key)
    }
}

/// The keys of a text in two languages.
pub(super) const TEXT_KEYS: &[&str] = &["zh", "en"];

pub(super) struct Reader<'t> {
    pub text: &'t str,
    pub faults: Vec<PlanFault>,
    /// Places left blank.
    pub blanks: Vec<PlanFault>,
}

fn is_blank(text: &str) -> bool {
    text.contains("__") || text.contains('＿')
}

impl Reader<'_> {
    pub(super) fn fault(&mut self, spot: Spot, sentence: Sentence) {
        self.faults.push(spot.with(sentence));
    }

    /// Where a key's value is, or the table when the key is absent.
    pub(super) fn spot(&self, s: &Section<'_>, key: &str) -> Spot {
        self.spot_at(s.at(key), s.field(key))
    }

    /// An offset and the field that it belongs to.
    pub(super) fn spot_at(&self, at: usize, place: String) -> Spot {
        let line = self.line(at);
        Spot { line, place }
    }

    /// The line of an offset, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        let before = self.text.as_bytes().get(..at).unwrap_or_default();
        1 + before
            .iter()
            .fold(0, |n, byte| n + usize::from(*byte == b'\n'))
    }

    pub(super) fn bad(&mut self, s: &Section<'_>, key: &str, allowed: impl ToString) {
        let given = s
            .value(key)
            .and_then(|value| self.text.get(value.span()))
            .unwrap_or_default()
            .trim();
        let given: String = given.chars().take(60).collect();
        let sentence = sentence!(
            "domain-plan-bad-value",
            key = s.path(key),
            given = given,
            allowed = allowed
        );
        self.fault(self.spot(s, key), sentence);
    }

    fn missing(&mut self, s: &Section<'_>, key: &str) {
        let sentence = sentence!("domain-plan-missing", key = s.path(key));
        self.fault(self.spot(s, key), sentence);
    }

    fn figure_missing(&mut self, s: &Section<'_>, key: &str) {
        let sentence = sentence!("domain-plan-figure-missing", key = s.path(key));
        self.fault(self.spot(s, key), sentence);
    }

    /// A place that the community has still to fill in: it can be explained as it stands, and not used.
    fn blank_at(&mut self, spot: Spot, s: &Section<'_>, key: &str) {
        let sentence = sentence!("domain-plan-figure-missing", key = s.path(key));
        self.blanks.push(spot.with(sentence));
    }

    /// Names every key that is not `known`.
    pub(super) fn keys(&mut self, s: &Section<'_>, known: &[&str]) {
        for (key, _) in s.table {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let sentence = sentence!(
                    "domain-plan-unknown-key",
                    key = s.path(name),
                    known = known.join(", ")
                );
                let spot = self.spot_at(key.span().start, s.field(name));
                self.fault(spot, sentence);
            }
        }
    }

    /// Whether `text` is a figure left blank; then it is asked for.
    pub(super) fn asks_for_blank(&mut self, s: &Section<'_>, key: &str, text: &str) -> bool {
        let blank = is_blank(text);
        if blank {
            self.blank_at(self.spot(s, key), s, key);
        }
        blank
    }

    pub(super) fn unique<T: Ord + Clone + ToString>(
        &mut self,
        s: &Section<'_>,
        seen: &mut BTreeSet<T>,
        id: &T,
    ) {
        if !seen.insert(id.clone()) {
            let sentence = sentence!("domain-plan-duplicate-id", id = id.to_string());
            self.fault(self.spot(s, "id"), sentence);
        }
    }

    pub(super) fn unresolved(&mut self, s: &Section<'_>, key: &str, id: &impl ToString) {
        let sentence = sentence!(
            "domain-plan-unresolved",
            key = s.path(key),
            id = id.to_string()
        );
        self.fault(self.spot(s, key), sentence);
    }

    pub(super) fn string(&mut self, s: &Section<'_>, key: &str) -> String {
        match s.value(key).map(|value| value.get_ref().as_str()) {
            None => self.missing(s, key),
            Some(None) => self.bad(s, key, "\"…\""),
            Some(Some(text)) => {
                self.asks_for_blank(s, key, text);
                return text.to_owned();
            }
        }
        String::new()
    }

    pub(super) fn text(&mut self, s: &Section<'_>, key: &str, required: bool) -> Text {
        let Some(value) = s.value(key) else {
            if required {
                self.missing(s, key);
            }
            return Text::default();
        };
        self.text_of(s, key, s.field(key), value)
    }

    fn text_of(
        &mut self,
        s: &Section<'_>,
        key: &str,
        field: String,
        value: &Spanned<DeValue<'_>>,
    ) -> Text {
        let found = if let Some(zh) = value.get_ref().as_str() {
            Text {
                zh: zh.to_owned(),
                en: String::new(),
            }
        } else if let Some(table) = value.get_ref().as_table() {
            let inner = Section {
                table,
                place: s.path(key),
                field: field.clone(),
                at: value.span().start,
            };
            self.keys(&inner, TEXT_KEYS);
            let part = |lang: &str| inner.value(lang).and_then(|v| v.get_ref().as_str());
            Text {
                zh: part("zh").unwrap_or_default().to_owned(),
                en: part("en").unwrap_or_default().to_owned(),
            }
        } else {
            Text::default()
        };
        if found.zh.trim().is_empty() {
            self.bad(s, key, "{ zh = \"…\", en = \"…\" }");
        } else if is_blank(&found.zh) || is_blank(&found.en) {
            let spot = self.spot_at(value.span().start, field);
            self.blank_at(spot, s, key);
        }
        found
    }

    /// A figure; a blank or a missing one is asked for.
    pub(super) fn figure(&mut self, s: &Section<'_>, key: &str, range: RangeInclusive<u32>) -> u32 {
        let Some(value) = s.value(key) else {
            self.figure_missing(s, key);
            return *range.start();
        };
        if value
            .get_ref()
            .as_str()
            .is_some_and(|t| is_blank(t) || t.trim().is_empty())
        {
            self.figure_missing(s, key);
            return *range.start();
        }
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|digits| u32::from_str_radix(digits.as_str(), digits.radix()).ok())
            .filter(|number| range.contains(number));
        if number.is_none() {
            self.bad(s, key, format!("{}–{}", range.start(), range.end()));
        }
        number.unwrap_or(*range.start())
    }

    /// A rate or a number of points from 0 to 100, whole or with decimals; or a share of `whole` in quotes. Left blank it is
    /// asked for; none when there is a fault.
    pub(super) fn rate(&mut self, s: &Section<'_>, key: &str, whole: u32) -> Option<Figure> {
        let Some(value) = s.value(key).map(Spanned::get_ref) else {
            self.figure_missing(s, key);
            return None;
        };
        if let Some(text) = value.as_str() {
            if is_blank(text) || text.trim().is_empty() {
                self.blank_at(self.spot(s, key), s, key);
                return Some(Figure::blank());
            }
            return self.share_of(s, key, whole);
        }
        let digits = match (value.as_float(), value.as_integer()) {
            (Some(float), _) => Some(float.as_str().to_owned()),
            (None, Some(digits)) => u32::from_str_radix(digits.as_str(), digits.radix())
                .ok()
                .map(|number| number.to_string()),
            (None, None) => None,
        };
        let most = Figure::whole(100);
        let figure = digits
            .and_then(|digits| Figure::decimal(&digits))
            .filter(|figure| figure.value() <= most.value());
        if figure.is_none() {
            self.bad(s, key, "0–100");
        }
        figure
    }

    /// A share of 1, such as `"4/5"`; left blank it is asked for.
    pub(super) fn share(&mut self, s: &Section<'_>, key: &str) -> Option<Figure> {
        let text = s.value(key).and_then(|value| value.get_ref().as_str());
        if text.is_some_and(|text| self.asks_for_blank(s, key, text)) {
            return Some(Figure::blank());
        }
        self.share_of(s, key, 1)
    }

    fn share_of(&mut self, s: &Section<'_>, key: &str, whole: u32) -> Option<Figure> {
        let text = s.value(key).and_then(|value| value.get_ref().as_str());
        let figure = text.and_then(|text| Figure::share(text, whole));
        if figure.is_none() {
            self.bad(s, key, "\"4/5\"");
        }
        figure
    }

    /// A figure, where it is given.
    pub(super) fn some_figure(
        &mut self,
        s: &Section<'_>,
        key: &str,
        range: RangeInclusive<u32>,
    ) -> Option<u32> {
        s.value(key).is_some().then(|| self.figure(s, key, range))
    }

    /// A text, where it is given.
    pub(super) fn some_text(&mut self, s: &Section<'_>, key: &str) -> Option<Text> {
        s.value(key).is_some().then(|| self.text(s, key, true))
    }

    /// A list of texts; absent is empty.
    pub(super) fn texts(&mut self, s: &Section<'_>, key: &str) -> Vec<Text> {
        let Some(value) = s.value(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.bad(s, key, "[\"…\", \"…\"]");
            return Vec::new();
        };
        let items = array.iter().enumerate();
        items
            .map(|(index, item)| {
                let field = join(&s.field(key), &index.to_string());
                self.text_of(s, key, field, item)
            })
            .collect()
    }

    /// One of some named values.
    pub(super) fn named<T: Copy + Into<&'static str>>(
        &mut self,
        s: &Section<'_>,
        key: &str,
        all: &[T],
    ) -> Option<T> {
        let words: Vec<&'static str> = all.iter().map(|one| (*one).into()).collect();
        let word = self.word(s, key, &words);
        all.iter().copied().find(|one| (*one).into() == word)
    }

    /// A day, where it is given.
    pub(super) fn date(&mut self, s: &Section<'_>, key: &str) -> Option<NaiveDate> {
        self.moment(s, key, "2026-02-01")
    }

    /// A time of day, where it is given.
    pub(super) fn time(&mut self, s: &Section<'_>, key: &str) -> Option<NaiveTime> {
        self.moment(s, key, "19:30:00")
    }

    fn moment<T: FromStr>(&mut self, s: &Section<'_>, key: &str, example: &str) -> Option<T> {
        let value = s.value(key)?.get_ref();
        if value
            .as_str()
            .is_some_and(|text| self.asks_for_blank(s, key, text))
        {
            return None;
        }
        let moment = value
            .as_datetime()
            .and_then(|moment| moment.to_string().parse().ok());
        if moment.is_none() {
            self.bad(s, key, example);
        }
        moment
    }

    pub(super) fn yes_no(&mut self, s: &Section<'_>, key: &str, default: bool) -> bool {
        let Some(value) = s.value(key) else {
            return default;
        };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.bad(s, key, "true | false");
            default
        })
    }

    pub(super) fn word(
        &mut self,
        s: &Section<'_>,
        key: &str,
        words: &[&'static str],
    ) -> &'static str {
        let Some(value) = s.value(key) else {
            self.missing(s, key);
            return "";
        };
        let given = value.get_ref().as_str();
        let found = words.iter().find(|word| given == Some(**word));
        if found.is_none() {
            self.bad(s, key, words.join(" | "));
        }
        found.copied().unwrap_or_default()
    }

    pub(super) fn id<T: FromStr<Err = IdError>>(
        &mut self,
        s: &Section<'_>,
        key: &str,
    ) -> Option<T> {
        if s.value(key).is_none() {
            self.missing(s, key);
            return None;
        }
        let text = self.string(s, key);
        match text.parse() {
            Ok(id) => Some(id),
            Err(error) => {
                self.fault(self.spot(s, key), error.sentence());
                None
            }
        }
    }

    /// A list of identifiers or words; absent is empty.
    pub(super) fn list<T: FromStr>(&mut self, s: &Section<'_>, key: &str) -> Vec<T> {
        let Some(value) = s.value(key) else {
            return Vec::new();
        };
        let items: Option<Vec<T>> = value.get_ref().as_array().and_then(|array| {
            array
                .iter()
                .map(|item| item.get_ref().as_str()?.parse().ok())
                .collect()
        });
        if items.is_none() {
            self.bad(s, key, "[\"…\", \"…\"]");
        }
        items.unwrap_or_default()
    }

    pub(super) fn section<'a>(&mut self, s: &Section<'a>, key: &str) -> Option<Section<'a>> {
        let value = s.value(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.bad(s, key, format!("[{}]", s.path(key)));
            return None;
        };
        Some(Section {
            table,
            place: s.path(key),
            field: s.field(key),
            at: value.span().start,
        })
    }

    /// The tables of `[[key]]`, in the order of the file.
    pub(super) fn sections<'a>(
        &mut self,
        s: &Section<'a>,
        key: &str,
        least: usize,
    ) -> Vec<Section<'a>> {
        let mut found = Vec::new();
        let array = s.value(key).and_then(|value| value.get_ref().as_array());
        if s.value(key).is_some() && array.is_none() {
            self.bad(s, key, format!("[[{}]]", s.path(key)));
            return found;
        }
        for (index, item) in array.into_iter().flat_map(|array| array.iter().enumerate()) {
            if let Some(table) = item.get_ref().as_table() {
                found.push(Section {
                    table,
                    place: s.path(key),
                    field: join(&s.field(key), &index.to_string()),
                    at: item.span().start,
                });
            } else {
                self.bad(s, key, format!("[[{}]]", s.path(key)));
            }
        }
        if found.len() < least {
            let sentence = sentence!("domain-plan-too-few", key = s.path(key), least = least);
            self.fault(self.spot(s, key), sentence);
        }
        found
    }
}

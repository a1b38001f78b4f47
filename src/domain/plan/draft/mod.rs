//! A plan being written: its text, of which a form shows and changes one field at a time. Whatever nobody changed stays as it
//! was typed, with its comments.

mod choices;
mod fields;
mod fields_around;
mod form;
mod items;
#[cfg(test)]
mod tests;

use toml_edit::{Array, DocumentMut, InlineTable, Item, Value};

pub use fields::PAGES;
pub use form::{Field, Group, Of, Page, Takes, When, Words, beneath, page_of};

use super::fault::PlanFault;
use super::parse::{Reading, examine};
use super::{Plan, Text, reader};

/// What stands where something is still to be filled in.
pub const BLANK: &str = "____";

/// A plan with nothing in it but what every plan needs.
#[must_use]
pub fn empty() -> &'static str {
    include_str!("../../../../assets/plans/empty.toml")
}

/// A plan being written. Fields are named as faults name them: `subject.1.name`, counted from 0.
#[derive(Debug, Clone)]
pub struct PlanDraft {
    text: String,
    /// None while the text is no TOML.
    document: Option<DocumentMut>,
    reading: Option<Reading>,
    faults: Vec<PlanFault>,
}

impl Default for PlanDraft {
    fn default() -> Self {
        Self::new(empty())
    }
}

impl PlanDraft {
    /// Begins with a text, faults and all.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let mut draft = Self {
            text: String::new(),
            document: None,
            reading: None,
            faults: Vec::new(),
        };
        draft.set_whole(text.into());
        draft
    }

    /// The whole text.
    #[must_use]
    pub fn whole(&self) -> &str {
        &self.text
    }

    /// Replaces the whole text.
    pub fn set_whole(&mut self, text: String) {
        self.document = text.parse().ok();
        self.take(text);
    }

    fn take(&mut self, text: String) {
        (self.reading, self.faults) = examine(&text);
        self.text = text;
    }

    /// Whether it can be shown as a form: it is TOML.
    #[must_use]
    pub fn is_form(&self) -> bool {
        self.document.is_some()
    }

    /// What could be read of it, faults or not.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        self.reading.as_ref().map(|reading| &reading.plan)
    }

    /// Everything that keeps it from being taken up, in the order of the text.
    #[must_use]
    pub fn faults(&self) -> &[PlanFault] {
        &self.faults
    }

    fn item(&self, place: &str) -> Option<&Item> {
        let root = self.document.as_ref()?.as_item();
        steps(place).try_fold(root, |item, step| match step.parse::<usize>() {
            Ok(index) => item.get(index),
            Err(_) => item.get(step),
        })
    }

    /// Whether something stands there.
    #[must_use]
    pub fn is_there(&self, place: &str) -> bool {
        self.item(place).is_some_and(|item| !item.is_none())
    }

    /// Whether it is a table, or nothing yet.
    #[must_use]
    pub fn is_table(&self, place: &str) -> bool {
        self.item(place).is_none_or(Item::is_table_like)
    }

    /// A field as it is typed; nothing where it is blank.
    #[must_use]
    pub fn line(&self, place: &str) -> String {
        self.item(place).map(shown).unwrap_or_default()
    }

    /// A field in both languages.
    #[must_use]
    pub fn text(&self, place: &str) -> Text {
        let Some(item) = self.item(place) else {
            return Text::default();
        };
        if item.is_table_like() {
            let part = |lang: &str| item.get(lang).map(shown).unwrap_or_default();
            let [zh, en] = ["zh", "en"].map(part);
            return Text { zh, en };
        }
        Text {
            zh: shown(item),
            en: String::new(),
        }
    }

    /// Yes or no, where it says so.
    #[must_use]
    pub fn yes(&self, place: &str) -> Option<bool> {
        self.item(place)?.as_bool()
    }

    /// The names of a list.
    #[must_use]
    pub fn names(&self, place: &str) -> Vec<String> {
        let array = self.item(place).and_then(Item::as_array);
        let items = array.into_iter().flat_map(Array::iter);
        items.map(value_shown).collect()
    }

    /// How many items a list, or a list of tables, has.
    #[must_use]
    pub fn count(&self, place: &str) -> usize {
        let Some(item) = self.item(place) else {
            return 0;
        };
        let tables = item.as_array_of_tables().map(toml_edit::ArrayOfTables::len);
        let values = item.as_array().map(Array::len);
        tables.or(values).unwrap_or(0)
    }

    /// Changes the document by `change` and reads it again. Nothing happens to a text that is no TOML.
    fn change(&mut self, change: impl FnOnce(&mut Item)) {
        if let Some(document) = &mut self.document {
            change(document.as_item_mut());
            let text = document.to_string();
            self.take(text);
        }
    }

    /// Types a field: words, a figure, a day or a time, each as it is written. A needed one that is left empty is blank.
    pub fn set_line(&mut self, place: &str, typed: &str, takes: Takes, is_needed: bool) {
        if typed == self.line(place) {
            return;
        }
        let typed = filled(typed, is_needed);
        let value = match takes {
            Takes::Figure | Takes::Moment => plain(typed).unwrap_or_else(|| Value::from(typed)),
            Takes::Line
            | Takes::Text
            | Takes::LongText
            | Takes::Texts
            | Takes::YesNo(_)
            | Takes::Word(_)
            | Takes::Words(_)
            | Takes::One(_)
            | Takes::Ids(_)
            | Takes::Pair
            | Takes::Months => Value::from(typed),
        };
        self.change(|root| put(root, place, value));
    }

    /// Types a field in both languages.
    pub fn set_text(&mut self, place: &str, typed: &Text, is_needed: bool) {
        if *typed == self.text(place) {
            return;
        }
        let zh = filled(&typed.zh, is_needed);
        self.change(|root| {
            let table = find(root, place).filter(|item| item.is_table_like());
            if let Some(table) = table {
                put(table, "zh", Value::from(zh));
                if typed.en.is_empty() {
                    take_out(table, "en");
                } else {
                    put(table, "en", Value::from(typed.en.as_str()));
                }
            } else if typed.en.is_empty() {
                put(root, place, Value::from(zh));
            } else {
                let mut both = InlineTable::new();
                both.insert("zh", Value::from(zh));
                both.insert("en", Value::from(typed.en.as_str()));
                put(root, place, Value::InlineTable(both));
            }
        });
    }

    /// Says yes or no.
    pub fn set_yes(&mut self, place: &str, is_so: bool) {
        if self.yes(place) != Some(is_so) {
            self.change(|root| put(root, place, Value::from(is_so)));
        }
    }

    /// Puts a name into a list, behind those that are there, or takes it out; an emptied list goes.
    pub fn set_named(&mut self, place: &str, name: &str, is_in: bool) {
        let names = self.names(place);
        if names.iter().any(|one| one == name) == is_in {
            return;
        }
        self.change(|root| {
            let list = find(root, place).and_then(Item::as_array_mut);
            match list {
                Some(list) if is_in => list.push(plain_or_words(name)),
                Some(list) => {
                    list.retain(|one| value_shown(one) != name);
                    if list.is_empty() {
                        take_out(root, place);
                    }
                }
                None => {
                    let list: Array = std::iter::once(plain_or_words(name)).collect();
                    put(root, place, Value::Array(list));
                }
            }
        });
    }

    /// Types the two figures of a pair.
    pub fn set_pair(&mut self, place: &str, typed: [&str; 2]) {
        let known = ["0", "1"].map(|end| self.line(&format!("{place}.{end}")));
        if typed == known.each_ref().map(String::as_str) {
            return;
        }
        if typed.iter().all(|end| end.trim().is_empty()) {
            return self.forget(place);
        }
        let list: Array = typed.into_iter().map(plain_or_words).collect();
        self.change(|root| put(root, place, Value::Array(list)));
    }

    /// Takes a field out: it says nothing any more.
    pub fn forget(&mut self, place: &str) {
        if self.is_there(place) {
            self.change(|root| take_out(root, place));
        }
    }
}

fn steps(place: &str) -> impl Iterator<Item = &str> {
    place.split('.').filter(|step| !step.is_empty())
}

fn find<'a>(root: &'a mut Item, place: &str) -> Option<&'a mut Item> {
    steps(place).try_fold(root, |item, step| match step.parse::<usize>() {
        Ok(index) => item.get_mut(index),
        Err(_) => item.get_mut(step),
    })
}

/// The table or list that a place stands in, and its last step.
fn split(place: &str) -> (&str, &str) {
    place.rsplit_once('.').unwrap_or(("", place))
}

/// Writes a value where one was, with what stands around it, or as the last of its table. Where there is no such table,
/// nothing.
fn put(root: &mut Item, place: &str, mut value: Value) {
    if let Some(item) = find(root, place).filter(|item| !item.is_none()) {
        if let Item::Value(old) = &*item {
            *value.decor_mut() = old.decor().clone();
        }
        *item = Item::Value(value);
        return;
    }
    let (outer, last) = split(place);
    if last.parse::<usize>().is_ok() {
        return;
    }
    if let Some(table) = find(root, outer).and_then(Item::as_table_like_mut) {
        table.insert(last, Item::Value(value));
    }
}

fn take_out(root: &mut Item, place: &str) {
    let (outer, last) = split(place);
    let Some(outer) = find(root, outer) else {
        return;
    };
    if let Some(table) = outer.as_table_like_mut() {
        table.remove(last);
    }
}

/// What was typed into a needed field, or that it is blank.
fn filled(typed: &str, is_needed: bool) -> &str {
    if is_needed && typed.is_empty() {
        BLANK
    } else {
        typed
    }
}

fn shown(item: &Item) -> String {
    item.as_value().map(value_shown).unwrap_or_default()
}

fn value_shown(value: &Value) -> String {
    match value {
        Value::String(text) if text.value() == BLANK => String::new(),
        Value::String(text) => text.value().clone(),
        Value::Integer(_)
        | Value::Float(_)
        | Value::Boolean(_)
        | Value::Datetime(_)
        | Value::Array(_)
        | Value::InlineTable(_) => {
            let mut bare = value.clone();
            bare.decor_mut().clear();
            bare.to_string()
        }
    }
}

/// A figure, a day, a time, yes or no, as TOML writes them without quotes.
fn plain(typed: &str) -> Option<Value> {
    let typed = typed.trim();
    let looks_plain = typed
        .chars()
        .all(|ch| ch.is_ascii_alphanumeric() || ".-:+".contains(ch));
    let value = Some(typed).filter(|_| looks_plain)?.parse().ok()?;
    match value {
        Value::Integer(_) | Value::Float(_) | Value::Datetime(_) | Value::Boolean(_) => Some(value),
        Value::String(_) | Value::Array(_) | Value::InlineTable(_) => None,
    }
}

fn plain_or_words(typed: &str) -> Value {
    plain(typed).unwrap_or_else(|| Value::from(typed))
}

/// Whether `key` stands for one of the languages of a text.
fn is_language(key: &str) -> bool {
    reader::TEXT_KEYS.contains(&key)
}

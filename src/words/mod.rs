//! Every sentence a person can meet, in Chinese and in English.
//!
//! The texts live in `assets/lang/<language>/<room>.ftl` (Project Fluent). Code names a key; this
//! room finds the sentence. Nothing else in the house holds text for people.

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};

/// A language the product speaks. Chinese comes first, everywhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lang {
    /// 简体中文
    #[default]
    Zh,
    /// English
    En,
}

impl Lang {
    /// Both languages, Chinese first.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];
}

/// A sentence to be said in whichever language the listener chose: a key and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    key: &'static str,
    args: Vec<(&'static str, Argument)>,
}

/// What fills a place: the same in every language, or a sentence said in the same one.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Argument {
    Text(String),
    Sentence(Sentence),
}

impl Sentence {
    /// A sentence without arguments.
    #[must_use]
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            args: Vec::new(),
        }
    }

    /// Fills `{ $name }` of the sentence with `value`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, Argument::Text(value.to_string())));
        self
    }

    /// Fills `{ $name }` with another sentence, said in the language this one is said in.
    #[must_use]
    pub fn with_sentence(mut self, name: &'static str, sentence: Self) -> Self {
        self.args.push((name, Argument::Sentence(sentence)));
        self
    }

    /// The key under which the texts are filed.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// The sentence in `lang`.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let said: Vec<(&str, Cow<'_, str>)> = self
            .args
            .iter()
            .map(|(name, value)| match value {
                Argument::Text(text) => (*name, Cow::Borrowed(text.as_str())),
                Argument::Sentence(sentence) => (*name, Cow::Owned(sentence.say(lang))),
            })
            .collect();
        let args: Vec<(&str, &str)> = said.iter().map(|(name, text)| (*name, &**text)).collect();
        text_with(lang, self.key, &args)
    }
}

/// The text of `key` in `lang`. A missing key shows as `⟦key⟧`, which a test forbids.
#[must_use]
pub fn text(lang: Lang, key: &str) -> String {
    text_with(lang, key, &[])
}

/// The text of `key` in `lang` with its `{ $name }` places filled.
#[must_use]
pub fn text_with(lang: Lang, key: &str, args: &[(&str, &str)]) -> String {
    let bundle = bundle(lang);
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return format!("⟦{key}⟧");
    };
    let mut filled = FluentArgs::new();
    for (name, value) in args {
        filled.set(
            (*name).to_owned(),
            FluentValue::String(Cow::Borrowed(*value)),
        );
    }
    let mut errors = Vec::new();
    bundle
        .format_pattern(pattern, Some(&filled), &mut errors)
        .into_owned()
}

macro_rules! sources {
    ($lang:literal) => {
        [
            include_str!(concat!("../../assets/lang/", $lang, "/app.ftl")),
            include_str!(concat!("../../assets/lang/", $lang, "/cardbox.ftl")),
            include_str!(concat!("../../assets/lang/", $lang, "/cli.ftl")),
            include_str!(concat!("../../assets/lang/", $lang, "/courier.ftl")),
            include_str!(concat!("../../assets/lang/", $lang, "/domain.ftl")),
            include_str!(concat!("../../assets/lang/", $lang, "/kiosk.ftl")),
            include_str!(concat!("../../assets/lang/", $lang, "/office.ftl")),
            include_str!(concat!("../../assets/lang/", $lang, "/paper.ftl")),
            include_str!(concat!("../../assets/lang/", $lang, "/record.ftl")),
        ]
    };
}

/// The raw Fluent sources of a language, one a room; for tests and for the font subset.
#[must_use]
pub fn sources(lang: Lang) -> [&'static str; 9] {
    let [zh, en] = [sources!("zh-CN"), sources!("en")];
    if lang == Lang::Zh { zh } else { en }
}

fn bundle(lang: Lang) -> &'static FluentBundle<FluentResource> {
    static ZH: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    static EN: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    match lang {
        Lang::Zh => ZH.get_or_init(|| build(lang)),
        Lang::En => EN.get_or_init(|| build(lang)),
    }
}

fn build(lang: Lang) -> FluentBundle<FluentResource> {
    let tag = match lang {
        Lang::Zh => unic_langid::langid!("zh-CN"),
        Lang::En => unic_langid::langid!("en"),
    };
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // The isolation marks are for mixed-direction text; a kiosk font would draw them as boxes.
    bundle.set_use_isolating(false);
    for source in sources(lang) {
        // A syntax error drops only its own message; `tests/house/words.rs` fails on any.
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_key_is_visible() {
        assert_eq!(text(Lang::Zh, "no-such-key"), "⟦no-such-key⟧");
    }
}

//! Every sentence a person can meet, in Chinese and in English.
//!
//! The texts live in `assets/lang/<language>/<room>.ftl` (Project Fluent). Code names a key and its arguments in `key!`,
//! `sentence!` or `text!`, which do not compile when the text is missing in a language or other places are to be filled;
//! this room finds the sentence. Nothing else in the house holds text for people.

pub mod aloud;

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
pub use pingyi_words_macros::{key, sentence, text};
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

/// The key of a text without places, made by `key!`: it exists in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(&'static str);

impl Key {
    /// For `key!` only, which has looked the key up.
    #[doc(hidden)]
    #[must_use]
    pub const fn checked(name: &'static str) -> Self {
        Self(name)
    }
}

/// A sentence to be said in whichever language the listener chose: a key and its arguments. `sentence!` makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    key: &'static str,
    args: Vec<(&'static str, Argument)>,
}

/// What fills a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// The same in every language.
    Text(String),
    /// A number by which a language chooses its words.
    Count(u64),
    /// Said in the language of the sentence around it.
    Sentence(Sentence),
}

impl Argument {
    /// A number of things.
    #[must_use]
    pub fn count(number: impl Counted) -> Self {
        Self::Count(number.counted())
    }
}

/// What counts things.
pub trait Counted {
    /// How many.
    fn counted(self) -> u64;
}

macro_rules! counted {
    ($($number:ty)*) => {$(
        impl Counted for $number {
            fn counted(self) -> u64 {
                self.try_into().unwrap_or(u64::MAX)
            }
        }

        impl Counted for &$number {
            fn counted(self) -> u64 {
                (*self).counted()
            }
        }
    )*};
}

counted!(u8 u16 u32 u64 usize);

/// A difference of days; fewer than none are none.
impl Counted for i64 {
    fn counted(self) -> u64 {
        self.try_into().unwrap_or(0)
    }
}

/// A value on its way into a sentence: a `Sentence` stays one, anything else is written out.
#[doc(hidden)]
pub struct Fill<'a, T: ?Sized>(pub &'a T);

impl Fill<'_, Sentence> {
    #[doc(hidden)]
    #[must_use]
    pub fn argument(&self) -> Argument {
        Argument::Sentence(self.0.clone())
    }
}

impl Fill<'_, &Sentence> {
    #[doc(hidden)]
    #[must_use]
    pub fn argument(&self) -> Argument {
        Argument::Sentence((*self.0).clone())
    }
}

#[doc(hidden)]
pub trait Written {
    #[doc(hidden)]
    fn argument(&self) -> Argument;
}

impl<T: ToString + ?Sized> Written for Fill<'_, T> {
    fn argument(&self) -> Argument {
        Argument::Text(self.0.to_string())
    }
}

impl Sentence {
    /// For `sentence!` only, which has compared the arguments with the text.
    #[doc(hidden)]
    #[must_use]
    pub fn filled(key: &'static str, args: Vec<(&'static str, Argument)>) -> Self {
        Self { key, args }
    }

    /// The key under which the texts are filed.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// The sentence in `lang`.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let mut filled = FluentArgs::new();
        for (name, value) in &self.args {
            let value = match value {
                Argument::Text(text) => FluentValue::from(text.as_str()),
                Argument::Count(number) => FluentValue::from(*number),
                Argument::Sentence(sentence) => FluentValue::from(sentence.say(lang)),
            };
            filled.set(*name, value);
        }
        formatted(lang, self.key, &filled)
    }
}

impl From<Key> for Sentence {
    fn from(key: Key) -> Self {
        Self::filled(key.0, Vec::new())
    }
}

/// The text of `key` in `lang`.
#[must_use]
pub fn text(lang: Lang, key: Key) -> String {
    formatted(lang, key.0, &FluentArgs::new())
}

/// A key that no macro has looked up shows as `⟦key⟧`.
fn formatted(lang: Lang, key: &str, args: &FluentArgs<'_>) -> String {
    let bundle = bundle(lang);
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return format!("⟦{key}⟧");
    };
    let mut errors = Vec::new();
    bundle
        .format_pattern(pattern, Some(args), &mut errors)
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
            include_str!(concat!("../../assets/lang/", $lang, "/exchange.ftl")),
            include_str!(concat!("../../assets/lang/", $lang, "/paper.ftl")),
            include_str!(concat!("../../assets/lang/", $lang, "/record.ftl")),
        ]
    };
}

/// The raw Fluent sources of a language, one a room; for tests and for the font subset.
#[must_use]
pub fn sources(lang: Lang) -> [&'static str; 10] {
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
        assert_eq!(text(Lang::Zh, Key("no-such-key")), "⟦no-such-key⟧");
    }

    #[test]
    fn a_number_is_written_without_groups() {
        let said = sentence!("app-sync-writing", number = 1_234_567).say(Lang::En);
        assert_eq!(said, "Writing batch 1234567");
    }
}

//! The texts of both languages: which keys there are, and what each text leaves to be filled.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};

/// The folders under `assets/lang`.
const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

/// What fills a place of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// Anything written out.
    Text,
    /// A number by which a language chooses its words.
    Count,
}

/// Why a call does not fit its text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub message: String,
    /// Which of the arguments is wrong; none: the key or what is missing.
    pub argument: Option<usize>,
}

type Places = BTreeMap<String, Place>;

/// Every text of both languages.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    languages: [BTreeMap<String, Places>; 2],
}

impl Catalogue {
    /// The texts of `start` or of the nearest folder above it.
    pub(crate) fn above(start: &Path) -> Result<Self, String> {
        let lang = start
            .ancestors()
            .map(|folder| folder.join("assets/lang"))
            .find(|lang| lang.is_dir())
            .ok_or_else(|| format!("no assets/lang in {} or above it", start.display()))?;
        let mut catalogue = Self::default();
        for (at, language) in LANGUAGES.into_iter().enumerate() {
            let folder = lang.join(language);
            let told = |error| format!("{}: {error}", folder.display());
            for entry in fs::read_dir(&folder).map_err(told)? {
                let path = entry.map_err(told)?.path();
                if path.extension().is_some_and(|end| end == "ftl") {
                    let source = fs::read_to_string(&path).map_err(told)?;
                    catalogue.add(at, &source);
                }
            }
        }
        Ok(catalogue)
    }

    /// A syntax error drops its own message only, whose key is then missing.
    fn add(&mut self, language: usize, source: &str) {
        let (Ok(resource) | Err((resource, _))) = fluent_syntax::parser::parse_runtime(source);
        let Some(texts) = self.languages.get_mut(language) else {
            return;
        };
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let mut places = Places::new();
                if let Some(pattern) = &message.value {
                    note(pattern, &mut places);
                }
                texts.insert(message.id.name.to_owned(), places);
            }
        }
    }

    /// What each of `names` fills in the text of `key`: all places, once, and nothing else.
    pub(crate) fn check(&self, key: &str, names: &[String]) -> Result<Vec<Place>, Fault> {
        let whole = |message| Fault {
            message,
            argument: None,
        };
        let mut wanted = Places::new();
        for (language, texts) in LANGUAGES.iter().zip(&self.languages) {
            let Some(places) = texts.get(key) else {
                return Err(whole(format!(
                    "no text is filed under `{key}` in assets/lang/{language}"
                )));
            };
            for (name, place) in places {
                let known = wanted.entry(name.clone()).or_insert(*place);
                *known = (*known).max(*place);
            }
        }
        for (at, name) in names.iter().enumerate() {
            let message = if !wanted.contains_key(name) {
                format!("the text `{key}` has no place for `{name}`")
            } else if names.iter().take(at).any(|earlier| earlier == name) {
                format!("`{name}` is filled twice")
            } else {
                continue;
            };
            return Err(Fault {
                message,
                argument: Some(at),
            });
        }
        let missing: Vec<&str> = wanted
            .keys()
            .filter(|name| !names.contains(name))
            .map(String::as_str)
            .collect();
        if !missing.is_empty() {
            return Err(whole(format!(
                "the text `{key}` needs {}",
                missing.join(", ")
            )));
        }
        let kinds = names.iter().filter_map(|name| wanted.get(name).copied());
        Ok(kinds.collect())
    }
}

fn note(pattern: &Pattern<&str>, places: &mut Places) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            note_expression(expression, places);
        }
    }
}

fn note_expression(expression: &Expression<&str>, places: &mut Places) {
    match expression {
        Expression::Inline(inline) => note_inline(inline, Place::Text, places),
        Expression::Select { selector, variants } => {
            let by_number = variants.iter().any(|variant| is_number(&variant.key));
            let place = if by_number { Place::Count } else { Place::Text };
            note_inline(selector, place, places);
            for variant in variants {
                note(&variant.value, places);
            }
        }
    }
}

fn note_inline(inline: &InlineExpression<&str>, place: Place, places: &mut Places) {
    match inline {
        InlineExpression::VariableReference { id } => {
            let known = places.entry(id.name.to_owned()).or_insert(place);
            *known = (*known).max(place);
        }
        InlineExpression::Placeable { expression } => note_expression(expression, places),
        // The texts use none of these; `tests/house/words.rs` says each text with what it found here.
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::FunctionReference { .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::TermReference { .. } => {}
    }
}

/// A plural category but `other`, which every choice has, or a number.
fn is_number(key: &VariantKey<&str>) -> bool {
    match key {
        VariantKey::NumberLiteral { .. } => true,
        VariantKey::Identifier { name } => ["zero", "one", "two", "few", "many"].contains(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue() -> Catalogue {
        let mut both = Catalogue::default();
        both.add(
            0,
            "room-plain = 完。\nroom-cards = { $plan }：{ $n } 张\nroom-zh-only = 仅\nroom-table = { $table ->\n    [batch] 批次\n   *[other] { $table }\n}",
        );
        both.add(
            1,
            "room-plain = Done.\nroom-cards = { $plan }: { $n ->\n    [one] { $n } card\n   *[other] { $n } cards\n}\nroom-table = { $table }",
        );
        both
    }

    fn check(key: &str, names: &[&str]) -> Result<Vec<Place>, (String, Option<usize>)> {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        catalogue()
            .check(key, &names)
            .map_err(|fault| (fault.message, fault.argument))
    }

    #[test]
    fn what_fits_says_what_each_argument_is() {
        assert_eq!(check("room-plain", &[]), Ok(vec![]));
        assert_eq!(
            check("room-cards", &["n", "plan"]),
            Ok(vec![Place::Count, Place::Text])
        );
        // A choice by a word is no count.
        assert_eq!(check("room-table", &["table"]), Ok(vec![Place::Text]));
    }

    #[test]
    fn what_does_not_fit_is_named_where_it_stands() {
        for (key, names, message, at) in [
            (
                "room-none",
                &[][..],
                "no text is filed under `room-none` in assets/lang/zh-CN",
                None,
            ),
            (
                "room-zh-only",
                &[],
                "no text is filed under `room-zh-only` in assets/lang/en",
                None,
            ),
            (
                "room-cards",
                &["n"],
                "the text `room-cards` needs plan",
                None,
            ),
            (
                "room-cards",
                &["n", "plan", "due"],
                "the text `room-cards` has no place for `due`",
                Some(2),
            ),
            (
                "room-plain",
                &["n"],
                "the text `room-plain` has no place for `n`",
                Some(0),
            ),
            (
                "room-cards",
                &["n", "plan", "n"],
                "`n` is filled twice",
                Some(2),
            ),
        ] {
            assert_eq!(check(key, names), Err((message.to_owned(), at)), "{key}");
        }
    }

    #[test]
    fn the_texts_are_found_from_a_folder_below_them() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let found = Catalogue::above(here).unwrap();
        assert!(found.check("app-damaged", &["path".to_owned()]).is_ok());
        assert!(Catalogue::above(Path::new("/proc")).is_err());
    }
}

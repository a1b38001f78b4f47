//! Every key in both languages, with the same places to fill, and every key the code names exists.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use pingyi::words::{self, Lang};

/// What a text leaves to be filled, and by which of it a language chooses its words: `true` for a number.
type Places = BTreeMap<String, bool>;

fn note_pattern(pattern: &Pattern<&str>, places: &mut Places) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(inline) => note_place(inline, false, places),
                Expression::Select { selector, variants } => {
                    let one = VariantKey::Identifier { name: "one" };
                    let counts = variants.iter().any(|variant| variant.key == one);
                    note_place(selector, counts, places);
                    for variant in variants {
                        note_pattern(&variant.value, places);
                    }
                }
            }
        }
    }
}

fn note_place(inline: &InlineExpression<&str>, counts: bool, places: &mut Places) {
    match inline {
        InlineExpression::VariableReference { id } => {
            *places.entry(id.name.to_owned()).or_default() |= counts;
        }
        InlineExpression::StringLiteral { .. } => {}
        other => panic!("the texts use plain places and choices: {other:?}"),
    }
}

/// Each text by its key.
fn messages(lang: Lang) -> BTreeMap<String, Places> {
    let mut found = BTreeMap::new();
    for source in words::sources(lang) {
        for entry in fluent_syntax::parser::parse_runtime(source).unwrap().body {
            let Entry::Message(message) = entry else {
                panic!("the texts are messages: {entry:?}");
            };
            assert!(message.attributes.is_empty(), "{}", message.id.name);
            let mut places = Places::new();
            note_pattern(&message.value.unwrap(), &mut places);
            let before = found.insert(message.id.name.to_owned(), places);
            assert_eq!(before, None, "{} stands twice ({lang:?})", message.id.name);
        }
    }
    found
}

fn bundle(lang: Lang) -> FluentBundle<FluentResource> {
    let tag = match lang {
        Lang::Zh => unic_langid::langid!("zh-CN"),
        Lang::En => unic_langid::langid!("en"),
    };
    let mut bundle = FluentBundle::new(vec![tag]);
    bundle.set_use_isolating(false);
    for source in words::sources(lang) {
        let resource = FluentResource::try_new(source.to_owned()).unwrap();
        bundle.add_resource(resource).unwrap();
    }
    bundle
}

/// The text of `key` with `number` in all its places.
fn said(bundle: &FluentBundle<FluentResource>, key: &str, places: &Places, number: u64) -> String {
    let mut args = FluentArgs::new();
    for (name, counts) in places {
        if *counts {
            args.set(name.as_str(), number);
        } else {
            args.set(name.as_str(), number.to_string());
        }
    }
    let mut errors = Vec::new();
    let pattern = bundle.get_message(key).unwrap().value().unwrap();
    let said = bundle.format_pattern(pattern, Some(&args), &mut errors);
    assert!(errors.is_empty(), "{key}: {errors:?}");
    said.into_owned()
}

#[test]
fn the_sources_are_sound_fluent() {
    for lang in Lang::ALL {
        for source in words::sources(lang) {
            if let Err((_, errors)) = fluent_bundle::FluentResource::try_new(source.to_owned()) {
                panic!(
                    "{lang:?}: {errors:?}\n{}",
                    source.lines().next().unwrap_or_default()
                );
            }
        }
    }
}

/// A language without plurals need not say a number that only chooses another's words.
fn differing(zh: &BTreeMap<String, Places>, en: &BTreeMap<String, Places>) -> Vec<String> {
    let keys: BTreeSet<&String> = zh.keys().chain(en.keys()).collect();
    let same = |key: &&&String| {
        let (Some(zh), Some(en)) = (zh.get(**key), en.get(**key)) else {
            return false;
        };
        zh.keys().all(|place| en.contains_key(place))
            && en
                .iter()
                .all(|(place, counts)| *counts || zh.contains_key(place))
    };
    let differing = keys.iter().filter(|key| !same(key));
    differing.map(ToString::to_string).collect()
}

#[test]
fn both_languages_say_the_same_things() {
    let [zh, en] = Lang::ALL.map(messages);
    assert_eq!(differing(&zh, &en), Vec::<String>::new());
    assert!(zh.len() > 700, "{}", zh.len());
    // The comparison itself, tried on faults.
    let texts = |list: &[(&str, &[(&str, bool)])]| {
        let places = |of: &[(&str, bool)]| of.iter().map(|(p, c)| ((*p).to_owned(), *c)).collect();
        list.iter()
            .map(|(key, of)| ((*key).to_owned(), places(of)))
            .collect()
    };
    for (zh, en, faults) in [
        (texts(&[("a", &[])]), texts(&[("a", &[("n", true)])]), 0),
        (texts(&[("a", &[])]), texts(&[("a", &[("n", false)])]), 1),
        (texts(&[("a", &[("n", false)])]), texts(&[("a", &[])]), 1),
        (texts(&[("a", &[]), ("b", &[])]), texts(&[("a", &[])]), 1),
    ] {
        assert_eq!(differing(&zh, &en).len(), faults, "{zh:?} {en:?}");
    }
}

/// What the texts count, more than one of each.
const COUNTED: &[&str] = &[
    "acknowledgements",
    "answers",
    "batches",
    "bytes",
    "cards",
    "characters",
    "days",
    "devices",
    "differences",
    "digits",
    "entries",
    "figures",
    "lines",
    "look-ups",
    "notices",
    "opinions",
    "plans",
    "points",
    "raters",
    "ratings",
    "replies",
    "representatives",
    "screens",
    "seconds",
    "sheets",
    "statuses",
    "things",
    "times",
];

/// A noun of several after a 1, at once or after a word or two: `1 cards`, `1 more Chinese characters`.
fn plurals_after_one(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    for (at, _) in words.iter().enumerate().filter(|(_, word)| **word == "1") {
        for word in words.iter().skip(at + 1).take(3) {
            let noun = word.trim_end_matches(|c: char| !c.is_alphabetic());
            if COUNTED.contains(&noun) {
                found.push(format!("1 … {noun}"));
            }
            if noun != *word || ["takes", "with"].contains(&noun) {
                break;
            }
        }
    }
    found
}

/// A number that stands before its noun has both forms, and each text is said with 1 and with 2.
#[test]
fn english_counts_one_and_more() {
    let mut counted = 0;
    let mut wrong = Vec::new();
    let english = bundle(Lang::En);
    for (key, places) in messages(Lang::En) {
        let one = said(&english, &key, &places, 1);
        wrong.extend(
            plurals_after_one(&one)
                .into_iter()
                .map(|it| format!("{key}: {it}")),
        );
        if places.values().any(|counts| *counts) {
            counted += 1;
            let two = said(&english, &key, &places, 2);
            assert_ne!(one.replace('1', "2"), two, "{key}");
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(counted > 50, "{counted}");
    assert_eq!(
        plurals_after_one("of 1 rating sheets, 1 card, 2 cards"),
        ["1 … sheets"]
    );
    assert_eq!(plurals_after_one("1 cards wait"), ["1 … cards"]);
}

#[test]
fn a_sentence_is_filled_in_both_languages() {
    for lang in Lang::ALL {
        let bundle = bundle(lang);
        for (key, places) in messages(lang) {
            let said = said(&bundle, &key, &places, 7);
            assert!(!said.contains('{') && !said.contains('⟦'), "{key}: {said}");
        }
    }
}

#[test]
fn no_two_faults_share_a_sentence() {
    let keys = [
        "courier-stick-full",
        "courier-stick-read-only",
        "courier-stick-damaged",
        "courier-stick-mounted-read-only",
        "courier-stick-vanished",
        "courier-stick-interrupted",
        "courier-stick-foreign",
        "courier-truncated",
        "courier-signature-invalid",
        "courier-signature-missing",
        "courier-signed-by-another",
        "courier-other-community",
        "courier-trial-into-real",
        "courier-real-into-trial",
        "record-other-content",
        "record-broken-chain",
        "courier-unknown-version",
        "courier-pack-older",
        "app-lookup-group",
        "domain-receipt-group",
        "domain-receipt-check-digit",
        "domain-receipt-too-long",
        "cli-lookup-unknown",
        "cardbox-newer",
        "record-newer",
        "cardbox-disk-full",
        "cardbox-disk-failed",
        "record-full",
    ];
    for lang in Lang::ALL {
        let (bundle, messages) = (bundle(lang), messages(lang));
        let mut seen = BTreeMap::new();
        for key in keys {
            let said = said(&bundle, key, &messages[key], 1);
            if let Some(other) = seen.insert(said, key) {
                panic!("{key} and {other} say the same in {lang:?}");
            }
        }
    }
}

fn rust_texts(folder: &Path, texts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_texts(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            texts.push(fs::read_to_string(&path).unwrap());
        }
    }
}

/// A literal that looks like a key: `room-word…`, where the room is one that files texts.
fn looks_like_a_key(literal: &str) -> bool {
    const ROOMS: [&str; 10] = [
        "app", "cardbox", "cli", "courier", "domain", "exchange", "kiosk", "office", "paper",
        "record",
    ];
    literal.split_once('-').is_some_and(|(room, rest)| {
        ROOMS.contains(&room)
            && !rest.is_empty()
            && !rest.ends_with('-')
            && rest
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    })
}

/// Literals that look like keys and are something else: names of facts in the card box.
const NOT_KEYS: &[&str] = &[
    "office-key",
    "office-keys",
    "office-keys-pair",
    "office-time",
];

fn literals(tokens: proc_macro2::TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Group(group) => literals(group.stream(), found),
            proc_macro2::TokenTree::Literal(literal) => {
                if let Ok(literal) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                    found.insert(literal.value());
                }
            }
            proc_macro2::TokenTree::Ident(_) | proc_macro2::TokenTree::Punct(_) => {}
        }
    }
}

#[test]
fn every_key_named_in_the_code_exists() {
    let mut texts = Vec::new();
    rust_texts(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut texts,
    );
    let mut named = BTreeSet::new();
    for text in texts {
        literals(text.parse().unwrap(), &mut named);
    }
    let known = messages(Lang::Zh);
    let missing: Vec<_> = named
        .iter()
        .filter(|literal| looks_like_a_key(literal) && !NOT_KEYS.contains(&literal.as_str()))
        .filter(|literal| !known.contains_key(*literal))
        .collect();
    assert!(
        missing.is_empty(),
        "named in the code, found in no text: {missing:#?}"
    );
}

/// The keys that the drivers of the real windows name: `T["…"]`.
#[test]
fn every_key_named_by_the_drivers_exists() {
    let known = messages(Lang::Zh);
    let mut seen = 0;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "py") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for part in text.split("T[\"").skip(1) {
            let key = part.split('"').next().unwrap();
            assert!(known.contains_key(key), "{}: {key}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

/// What a thing is not called on any screen, and what it is called (the glossary in ARCHITECTURE.md). `评议箱` is the kiosk's
/// store, so only its own room says it.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("评议亭", "评议机"),
    ("机器", "评议机"),
    ("评议箱", "评议机"),
    ("优盘", "U 盘"),
    ("U盘", "U 盘"),
    ("密码", "口令, or PIN at the kiosk"),
    ("载入", "装入"),
    ("导入", "装入"),
    ("台账", "账本"),
    ("tentative", "provisional"),
    ("USB drive", "stick"),
    ("thumb drive", "stick"),
];

fn other_words(line: &str) -> Vec<String> {
    let text = line.split_once('=').map_or(line, |(_, text)| text);
    let wrong = OTHER_WORDS.iter().filter(|(word, _)| text.contains(word));
    wrong
        .map(|(word, right)| format!("{word} (say {right}): {line}"))
        .collect()
}

#[test]
fn a_thing_has_one_name_on_every_screen() {
    let mut found = Vec::new();
    for lang in Lang::ALL {
        for line in words::sources(lang).iter().flat_map(|text| text.lines()) {
            // What version 0.1 printed is made again as it was.
            let is_early = line.starts_with("app-office-results-ledger-early");
            if !line.starts_with("cardbox-") && !is_early {
                found.extend(other_words(line));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    assert_eq!(other_words("kiosk-x = 请插优盘").len(), 1);
}

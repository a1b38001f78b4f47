//! Every key in both languages, with the same places to fill, and every key the code names exists.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use pingyi::words::{self, Lang};

/// Key → names of its places, read line by line (the texts use plain messages only).
fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in words::sources(lang) {
        let mut current = String::new();
        for line in source.lines() {
            let opens = !line.starts_with([' ', '#', '}']);
            if let Some((key, _)) = line.split_once('=').filter(|_| opens) {
                key.trim().clone_into(&mut current);
                let fresh = found.insert(current.clone(), BTreeSet::new()).is_none();
                assert!(fresh, "{current} stands twice ({lang:?})");
            }
            for part in line.split('{').skip(1) {
                let inside = part.split('}').next().unwrap_or_default().trim();
                if let Some(name) = inside.strip_prefix('$') {
                    found
                        .entry(current.clone())
                        .or_default()
                        .insert(name.trim().to_owned());
                }
            }
        }
    }
    found
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

#[test]
fn both_languages_say_the_same_things() {
    let [zh, en] = Lang::ALL.map(messages);
    let missing: Vec<_> = zh
        .iter()
        .filter(|(key, places)| en.get(*key) != Some(places))
        .chain(en.iter().filter(|(key, _)| !zh.contains_key(*key)))
        .collect();
    assert!(
        missing.is_empty(),
        "missing in one language, or other places: {missing:#?}"
    );
    assert!(!zh.is_empty());
}

#[test]
fn a_sentence_is_filled_in_both_languages() {
    for lang in Lang::ALL {
        for (key, places) in messages(lang) {
            let args: Vec<(&str, &str)> = places.iter().map(|name| (name.as_str(), "◆")).collect();
            let said = words::text_with(lang, &key, &args);
            assert!(!said.contains('{') && !said.contains('⟦'), "{key}: {said}");
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
    const ROOMS: [&str; 9] = [
        "app", "cardbox", "cli", "courier", "domain", "kiosk", "office", "paper", "record",
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
const NOT_KEYS: &[&str] = &["office-key", "office-time"];

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
            if !line.starts_with("cardbox-") {
                found.extend(other_words(line));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    assert_eq!(other_words("kiosk-x = 请插优盘").len(), 1);
}

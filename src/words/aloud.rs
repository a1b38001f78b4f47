//! What a text is called, so that a recording can stand for it, and how it is said by a machine that reads some words wrong.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{Lang, sources};

/// Words that machines read wrong, each with one that sounds as it should; longer ones first where one begins another.
const SAID_AS: &str = include_str!("../../assets/aloud/zh-CN.txt");

/// The key of a text without places, by what it says. Where two say the same, either recording will do: the first is taken.
#[must_use]
pub fn key_of(lang: Lang, text: &str) -> Option<&'static str> {
    static ZH: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    static EN: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    let known = match lang {
        Lang::Zh => ZH.get_or_init(|| by_text(lang)),
        Lang::En => EN.get_or_init(|| by_text(lang)),
    };
    known.get(text).copied()
}

fn by_text(lang: Lang) -> HashMap<&'static str, &'static str> {
    let mut known = HashMap::new();
    for line in sources(lang).into_iter().flat_map(str::lines) {
        if let Some((key, text)) = line.split_once(" = ")
            && !text.contains('{')
        {
            known.entry(text.trim()).or_insert(key);
        }
    }
    known
}

/// The text as it is handed to a machine that speaks.
#[must_use]
pub fn as_said(lang: Lang, text: &str) -> String {
    match lang {
        Lang::Zh => said_as().fold(text.to_owned(), |text, (written, said)| {
            text.replace(written, said)
        }),
        Lang::En => text.to_owned(),
    }
}

/// Each word and what is said for it.
fn said_as() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = SAID_AS.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| line.split_once('='));
    pairs.map(|(written, said)| (written.trim(), said.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_by_what_it_says() {
        assert_eq!(key_of(Lang::Zh, "返回"), Some("kiosk-back"));
        assert_eq!(key_of(Lang::En, "no such text"), None);
    }

    #[test]
    fn what_is_said_has_as_many_characters_and_no_word_spoils_another() {
        let words: Vec<_> = said_as().collect();
        for (at, (written, said)) in words.iter().enumerate() {
            assert_eq!(written.chars().count(), said.chars().count(), "{written}");
            let later = words.iter().skip(at + 1);
            let mut spoilt = later.filter(|(other, _)| other.contains(written));
            assert!(spoilt.next().is_none(), "{written} hides a longer word");
        }
        assert_eq!(as_said(Lang::Zh, "请重新输入"), "请虫新输入");
    }
}

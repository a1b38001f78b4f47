//! The text of a receipt's QR code, and the way back from a scanner to the number.

use zeroize::Zeroizing;

use super::recovery::day;
use crate::domain::calendar::Promise;
use crate::domain::receipt::{DIGITS, ReceiptNumber};
use crate::words::{self, Key, Lang, key, text};

/// Label of the line with the number; [`parse_scanned`] looks for it in both languages.
const NUMBER_LABEL: Key = key!("paper-receipt-number");
/// Between a label and its first digit: a colon and a mark or two that a scanner made of it.
const LABEL_GAP_CHARS: usize = 3;
/// Digits stand in groups of so many.
const GROUP: usize = 4;

/// What a receipt says.
#[derive(Debug)]
pub struct ReceiptText<'a> {
    /// As residents call the community.
    pub community: &'a str,
    /// The plan's title in `lang`.
    pub plan_title: &'a str,
    /// The secret.
    pub number: &'a ReceiptNumber,
    /// What it says of the answer.
    pub promise: Promise,
    /// Where to ask in person.
    pub office_place: &'a str,
    /// Whom to call.
    pub telephone: &'a str,
    /// The language the resident chose.
    pub lang: Lang,
}

/// Plain lines that any phone shows offline, each ended by a line feed but the last. They name no device and are the same
/// whatever was written.
#[must_use]
pub fn qr_text(receipt: &ReceiptText<'_>) -> Zeroizing<String> {
    let lang = receipt.lang;
    let say = |key| words::text(lang, key);
    let heading = text!(
        lang,
        "paper-receipt-heading",
        community = one_line(receipt.community)
    );
    let plan = text!(
        lang,
        "paper-receipt-plan",
        plan = one_line(receipt.plan_title)
    );
    let place = text!(
        lang,
        "paper-receipt-place",
        place = one_line(receipt.office_place)
    );
    let telephone = text!(
        lang,
        "paper-receipt-telephone",
        telephone = one_line(receipt.telephone)
    );
    let label = with_gap(&say(NUMBER_LABEL));
    let grouped = receipt.number.grouped();
    let promise = promised(lang, receipt.promise);
    let keep = say(key!("paper-receipt-keep"));
    // The number goes in last and by hand: no formatter leaves a copy of it in memory.
    let parts: [&str; 14] = [
        &heading, "\n", &label, &grouped, "\n", &plan, "\n", &promise, "\n", &keep, "\n", &place,
        "\n", &telephone,
    ];
    let bytes = parts.iter().map(|part| part.len()).sum::<usize>();
    let mut text = Zeroizing::new(String::with_capacity(bytes));
    for part in parts {
        text.push_str(part);
    }
    text
}

fn promised(lang: Lang, promise: Promise) -> String {
    let due = match promise {
        Promise::Within { working_days } => {
            return text!(lang, "paper-receipt-reply-within", n = working_days);
        }
        Promise::By(due) => due,
    };
    let date = day(lang, due.date);
    if due.provisional {
        text!(lang, "paper-receipt-reply-by-provisional", date = date)
    } else {
        text!(lang, "paper-receipt-reply-by", date = date)
    }
}

/// Fluent trims the ends of a value, hence the space after a western colon is put back here.
fn with_gap(label: &str) -> String {
    if label.ends_with(':') {
        format!("{label} ")
    } else {
        label.to_owned()
    }
}

/// A name that an office typed, without anything that would begin another line.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The twenty digits in what a scanner or a hand typed: a whole QR text, whatever the scanner made of
/// its line feeds and of its Chinese, or a bare number.
///
/// The check digit is not vouched for: give the result to [`ReceiptNumber::parse`]. `None`: the text is
/// no scan; treat it as typed.
#[must_use]
pub fn parse_scanned(text: &str) -> Option<Zeroizing<String>> {
    let text = normal(text);
    bare(&text)
        .or_else(|| labelled(&text))
        .or_else(|| grouped(&text))
}

/// The digits in ASCII, letters in lower case: scanners obey the caps-lock key.
fn normal(text: &str) -> Zeroizing<String> {
    let mut normal = Zeroizing::new(String::with_capacity(text.len()));
    for character in text.chars() {
        let plain = match character {
            '０'..='９' => u32::from(character)
                .checked_sub(u32::from('０') - u32::from('0'))
                .and_then(char::from_u32)
                .unwrap_or(character),
            other => other.to_ascii_lowercase(),
        };
        normal.push(plain);
    }
    normal
}

fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '－' | '·')
}

/// Nothing but twenty digits and separators.
fn bare(text: &str) -> Option<Zeroizing<String>> {
    let mut found = Zeroizing::new(String::with_capacity(DIGITS));
    for character in text.chars().filter(|c| !is_separator(*c)) {
        if !character.is_ascii_digit() || found.len() == DIGITS {
            return None;
        }
        found.push(character);
    }
    (found.len() == DIGITS).then_some(found)
}

/// Twenty digits after the label of either language; ones that belong together come first.
fn labelled(text: &str) -> Option<Zeroizing<String>> {
    let mut compact = Zeroizing::new(String::with_capacity(text.len()));
    text.chars()
        .filter(|c| !is_separator(*c))
        .for_each(|c| compact.push(c));
    let mut doubtful = None;
    for lang in Lang::ALL {
        let label: String = words::text(lang, NUMBER_LABEL)
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        for (at, _) in compact.match_indices(label.as_str()) {
            let Some(found) = compact.get(at + label.len()..).and_then(first_digits) else {
                continue;
            };
            if ReceiptNumber::parse(&found).is_ok() {
                return Some(found);
            }
            doubtful = doubtful.or(Some(found));
        }
    }
    doubtful
}

/// Twenty digits in one run, not farther from the label than its colon.
fn first_digits(after_label: &str) -> Option<Zeroizing<String>> {
    let start = after_label
        .char_indices()
        .take(LABEL_GAP_CHARS + 1)
        .find(|(_, character)| character.is_ascii_digit())
        .map(|(at, _)| at)?;
    let run = after_label.get(start..start + DIGITS)?;
    run.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| Zeroizing::new(run.to_owned()))
}

/// Five neighbouring words of four digits that belong together, where a keyboard scanner dropped every
/// Chinese character and with them the label. A line feed dropped too glues digits of the neighbouring
/// lines to the ends. The number's line comes before any other with digits, so the first find is it.
fn grouped(text: &str) -> Option<Zeroizing<String>> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(DIGITS / GROUP).find_map(|five| {
        let [first, middle @ .., last] = five else {
            return None;
        };
        if middle.iter().any(|word| word.len() != GROUP) {
            return None;
        }
        let mut digits = Zeroizing::new(String::with_capacity(DIGITS));
        digits.push_str(first.get(first.len().checked_sub(GROUP)?..)?);
        for word in middle {
            digits.push_str(word);
        }
        digits.push_str(last.get(..GROUP)?);
        ReceiptNumber::parse(&digits).is_ok().then_some(digits)
    })
}

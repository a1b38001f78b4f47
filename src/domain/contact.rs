//! What looks like a telephone or identity number in a text, so that a resident may be asked about it.
//!
//! Found: mobile numbers (11 digits, 1 then 3–9), landlines with their area code (010, 02x with 8 digits,
//! 03xx–09xx with 7 or 8), either with 86 before them, and resident identity numbers (GB 11643: 18
//! characters with a birth date and a check digit). Digits may be half width, full width or Chinese
//! numerals, parted by spaces, hyphens, dots or brackets.

use std::ops::Range;

use chrono::NaiveDate;

/// What a number looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactKind {
    /// A mobile or landline telephone.
    Telephone,
    /// A resident identity number (居民身份证号码).
    Identity,
}

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where, in bytes; on character boundaries.
    pub span: Range<usize>,
    /// What it looks like.
    pub kind: ContactKind,
}

/// At most so many separators between two digits of a number.
const MAX_SEPARATORS: usize = 3;
/// 00 86 and an identity number of single digits: no number has more groups.
const MAX_GROUPS: usize = 20;

/// Digits written without a gap, the identity number's X (10) as their last.
#[derive(Debug, Default)]
struct Group {
    digits: Vec<u8>,
    span: Range<usize>,
}

fn digit(c: char) -> Option<u8> {
    let value = match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        '０'..='９' => u32::from(c) - u32::from('０'),
        '〇' | '零' => 0,
        '一' | '幺' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    };
    u8::try_from(value).ok()
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}'
            | '\u{3000}'
            | '-'
            | '－'
            | '‐'
            | '‑'
            | '–'
            | '—'
            | '.'
            | '·'
            | '('
            | ')'
            | '（'
            | '）'
    )
}

/// The runs of a text: groups of digits with nothing but a few separators between them.
fn runs(text: &str) -> Vec<Vec<Group>> {
    let mut runs: Vec<Vec<Group>> = Vec::new();
    let mut run: Vec<Group> = Vec::new();
    let mut group = Group::default();
    let mut separators = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let is_x = matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ') && !group.digits.is_empty();
        if let Some(value) = digit(c).or(is_x.then_some(10)) {
            if group.digits.is_empty() {
                group.span.start = at;
            }
            group.digits.push(value);
            group.span.end = end;
            separators = 0;
            if !is_x {
                continue;
            }
        } else {
            separators += 1;
        }
        if !group.digits.is_empty() {
            run.push(std::mem::take(&mut group));
        }
        if !is_x && (!is_separator(c) || separators > MAX_SEPARATORS) {
            runs.push(std::mem::take(&mut run));
        }
    }
    if !group.digits.is_empty() {
        run.push(group);
    }
    runs.push(run);
    runs
}

/// What looks like a telephone or identity number, in the order of the text, without overlaps.
#[must_use]
pub fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for run in runs(text) {
        let mut rest = run.as_slice();
        while !rest.is_empty() {
            let hit = (1..=rest.len().min(MAX_GROUPS))
                .filter_map(|length| rest.split_at_checked(length))
                .find_map(|(window, after)| Some((window, after, kind(window)?)));
            if let Some((window, after, kind)) = hit {
                if let (Some(first), Some(last)) = (window.first(), window.last()) {
                    found.push(Found {
                        span: first.span.start..last.span.end,
                        kind,
                    });
                }
                rest = after;
            } else {
                rest = rest.split_first().map_or(&[], |(_, after)| after);
            }
        }
    }
    found
}

/// What a number made of exactly these groups looks like.
fn kind(window: &[Group]) -> Option<ContactKind> {
    let digits: Vec<u8> = window
        .iter()
        .flat_map(|group| group.digits.iter().copied())
        .collect();
    if is_identity(&digits) {
        return Some(ContactKind::Identity);
    }
    // An X straight after a telephone number does not hide it.
    let number = digits.strip_suffix(&[10]).unwrap_or(&digits);
    let national = number
        .strip_prefix(&[0, 0, 8, 6])
        .or_else(|| number.strip_prefix(&[8, 6]))
        .unwrap_or(number);
    let telephone = is_mobile(national)
        || area_length(national)
            .is_some_and(|area| area_stands_alone(window, number.len() - national.len() + area));
    telephone.then_some(ContactKind::Telephone)
}

fn is_mobile(digits: &[u8]) -> bool {
    matches!(digits, [1, 3..=9, ..]) && digits.len() == 11 && !digits.contains(&10)
}

/// The length of the area code, where the digits are a landline with one.
fn area_length(digits: &[u8]) -> Option<usize> {
    let (area, lengths) = match digits {
        [0, 1, 0, ..] | [0, 2, ..] => (3, 8..=8),
        [0, 3..=9, ..] => (4, 7..=8),
        _ => return None,
    };
    let (_, own) = digits.split_at_checked(area)?;
    let plausible = lengths.contains(&own.len())
        && own.first().is_some_and(|first| (2..=9).contains(first))
        && !digits.contains(&10);
    plausible.then_some(area)
}

/// Whether a gap falls behind the area code, if there are gaps at all: a date and a door number that
/// happen to make eleven digits do not. Digits written one by one have gaps everywhere.
fn area_stands_alone(window: &[Group], area_end: usize) -> bool {
    let mut end = 0;
    window.len() == 1
        || window.iter().any(|group| {
            end += group.digits.len();
            end == area_end
        })
}

/// GB 11643: region, birth date, sequence, check digit by ISO 7064 MOD 11-2.
fn is_identity(digits: &[u8]) -> bool {
    let [region, _, _, _, _, _, body @ .., check] = digits else {
        return false;
    };
    let birth_date = body.split_at_checked(8).and_then(|(date, sequence)| {
        let number = |part: &[u8]| part.iter().fold(0u32, |sum, d| sum * 10 + u32::from(*d));
        let (year, day) = date.split_at_checked(4)?;
        let (month, day) = day.split_at_checked(2)?;
        let year = i32::try_from(number(year)).ok()?;
        let date = NaiveDate::from_ymd_opt(year, number(month), number(day))?;
        (sequence.len() == 3 && (1900..2100).contains(&year)).then_some(date)
    });
    let before_check = digits.split_last().map_or(&[] as &[u8], |(_, rest)| rest);
    // MOD 11-2: double and add from the left; with the check digit the sum is 1 modulo 11.
    let sum = before_check
        .iter()
        .fold(0u32, |sum, d| (sum + u32::from(*d)) * 2 % 11);
    *region != 0
        && birth_date.is_some()
        && !before_check.contains(&10)
        && (sum + u32::from(*check)) % 11 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, ContactKind)> {
        find(text)
            .into_iter()
            .map(|one| (&text[one.span], one.kind))
            .collect()
    }

    #[test]
    fn telephones_are_found_however_they_are_written() {
        for number in [
            "13812345678",
            "138 1234 5678",
            "138-1234-5678",
            "138.1234.5678",
            "138 - 1234 - 5678",
            "1 3 8 1 2 3 4 5 6 7 8",
            "１３８１２３４５６７８",
            "一三八一二三四五六七八",
            "幺三八 幺二三四 五六七八",
            "86 138 1234 5678",
            "8613812345678",
            "0086-13812345678",
            "19912345678",
            "010-65123456",
            "01065123456",
            "010) 6512 3456",
            "0571-88123456",
            "0571 8812345",
            "86 010 65123456",
            "零一零六五一二三四五六",
        ] {
            let text = format!("请打我电话：{number}，谢谢");
            assert_eq!(found(&text), [(number, ContactKind::Telephone)], "{number}");
        }
        assert_eq!(found("＋86 13812345678x").len(), 1);
        assert_eq!(found("13812345678 13912345678").len(), 2);
        assert_eq!(found("3-2-501 13812345678").len(), 1);
        assert_eq!(found("2026-11-23 010-65123456").len(), 1);
    }

    #[test]
    fn identity_numbers_need_a_date_and_the_check_digit() {
        // The example of GB 11643-1999.
        for number in [
            "11010519491231002X",
            "11010519491231002x",
            "１１０１０５１９４９１２３１００２Ｘ",
            "110105 19491231 002X",
            "一一〇一〇五一九四九一二三一〇〇二X",
            "440524188001010014".replace("1880", "1980").as_str(),
        ] {
            let valid = is_identity(&runs(number).concat_digits());
            let text = format!("身份证{number}号");
            assert_eq!(
                found(&text),
                if valid {
                    vec![(number, ContactKind::Identity)]
                } else {
                    vec![]
                }
            );
        }
        assert_eq!(found("身份证11010519491231002X").len(), 1);
        assert!(found("110105194912310021").is_empty());
        assert!(found("110105194913310028").is_empty());
    }

    trait ConcatDigits {
        fn concat_digits(&self) -> Vec<u8>;
    }

    impl ConcatDigits for Vec<Vec<Group>> {
        fn concat_digits(&self) -> Vec<u8> {
            self.iter()
                .flatten()
                .flat_map(|group| group.digits.clone())
                .collect()
        }
    }

    #[test]
    fn doors_dates_and_sums_are_left_alone() {
        for text in [
            "",
            "3-2-501",
            "3号楼2单元501室",
            "2026年11月23日",
            "2026-11-23 3-2-501",
            "二〇二六年十一月二十三日",
            "1500元",
            "13,812,345,678元",
            "一共三十八户",
            "2026.11.23 09:30",
            "订单号2013812345678901",
            "12812345678",
            "12345",
            "110",
            "第一、第二、第三",
            "05-2026-11231",
            "x X",
            "物业费 2025-2026 每月 180",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived_and_spans_are_boundaries(text in "[0-9０-９一二三xX \\-a中]{0,60}") {
            let mut end = 0;
            for one in find(&text) {
                proptest::prop_assert!(one.span.start >= end && text.get(one.span.clone()).is_some());
                end = one.span.end;
            }
        }
    }
}

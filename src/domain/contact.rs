//! What looks like a telephone or identity number in a text, so that a resident may be asked about it.
//!
//! Found: mobile numbers (11 digits, 1 then 3–9), landlines with their area code (010, 02x with 8 digits,
//! 03xx–09xx with 7 or 8), either with 86 before them, and resident identity numbers (GB 11643: 18
//! characters with a birth date and a check digit). Digits may be half width, full width or Chinese
//! numerals, parted by spaces, hyphens, dots or brackets, the identity number's X included.

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

/// The X at the end of an identity number, which counts ten.
const X: u8 = 10;

/// Digits written without a gap. An X can only be the last of a run: no number goes on behind it.
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
        'x' | 'X' | 'ｘ' | 'Ｘ' => u32::from(X),
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
        if let Some(value) = digit(c) {
            if group.digits.is_empty() {
                group.span.start = at;
            }
            group.digits.push(value);
            group.span.end = end;
            separators = 0;
            if value != X {
                continue;
            }
        } else {
            separators += 1;
        }
        if !group.digits.is_empty() {
            run.push(std::mem::take(&mut group));
        }
        if !is_separator(c) || separators > MAX_SEPARATORS {
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
        while let Some((_, after_one)) = rest.split_first() {
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
                rest = after_one;
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
    let number = digits.strip_suffix(&[X]).unwrap_or(&digits);
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
    matches!(digits, [1, 3..=9, ..]) && digits.len() == 11
}

/// The length of the area code, where the digits are a landline with one.
fn area_length(digits: &[u8]) -> Option<usize> {
    let (area, lengths) = match digits {
        [0, 1, 0, ..] | [0, 2, ..] => (3, 8..=8),
        [0, 3..=9, ..] => (4, 7..=8),
        _ => return None,
    };
    let (_, own) = digits.split_at_checked(area)?;
    let plausible =
        lengths.contains(&own.len()) && own.first().is_some_and(|first| (2..=9).contains(first));
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
    *region != 0 && birth_date.is_some() && (sum + u32::from(*check)) % 11 == 1
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
    fn every_digit_is_read_in_every_script() {
        for script in [
            "0123456789",
            "０１２３４５６７８９",
            "〇一二三四五六七八九",
            "零幺二三四五六七八九",
        ] {
            let written: Vec<char> = script.chars().collect();
            let number: String = "13802465197"
                .bytes()
                .map(|b| written[usize::from(b - b'0')])
                .collect();
            assert_eq!(found(&number), [(&*number, ContactKind::Telephone)]);
        }
    }

    #[test]
    fn lengths_and_first_digits_have_bounds() {
        for (text, is_number) in [
            // Mobile: 11 digits, 1 and 3 to 9.
            ("13012345678", true),
            ("19012345678", true),
            ("12012345678", false),
            ("23012345678", false),
            ("1301234567", false),
            ("130123456789", false),
            // Area codes of three digits, with a number of 8 from 2 to 9.
            ("010-20000000", true),
            ("010-99999999", true),
            ("010-10000000", false),
            ("010-00000000", false),
            ("010-2000000", false),
            ("010-200000000", false),
            ("029-20000000", true),
            ("011-20000000", false),
            ("000-20000000", false),
            // Area codes of four, with 7 or 8.
            ("0310-2000000", true),
            ("0310-20000000", true),
            ("0998-9000000", true),
            ("0310-1000000", false),
            ("0310-200000", false),
            ("0310-200000000", false),
            ("2310-2000000", false),
            // Three separators between two digits, and one more.
            ("138 - 12345678", true),
            ("138 -- 12345678", false),
            ("138，12345678", false),
            ("138 x 12345678", false),
            // An X does not hide a telephone number before or behind it.
            ("13812345678x", true),
            ("x13812345678", true),
        ] {
            assert_eq!(found(text).len(), usize::from(is_number), "{text}");
        }
    }

    /// A number with its check digit by the table of GB 11643: weights from the right, the rest by 11.
    fn checked(body: &str) -> String {
        let weights = std::iter::successors(Some(2), |weight| Some(weight * 2 % 11));
        let digits = body.bytes().rev().map(|b| u32::from(b - b'0'));
        let sum: u32 = digits
            .zip(weights)
            .map(|(digit, weight)| digit * weight)
            .sum();
        let rest = usize::try_from(sum % 11).unwrap();
        format!("{body}{}", &"10X98765432"[rest..=rest])
    }

    #[test]
    fn identity_numbers_are_found_however_they_are_written() {
        // The examples of GB 11643-1999.
        assert_eq!(checked("11010519491231002"), "11010519491231002X");
        assert_eq!(checked("44052418800101001"), "440524188001010014");
        for number in [
            "11010519491231002X",
            "11010519491231002x",
            "１１０１０５１９４９１２３１００２Ｘ",
            "１１０１０５１９４９１２３１００２ｘ",
            "110105 19491231 002X",
            "110105 19491231 002 X",
            "11010519491231002-X",
            "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X",
            "一一〇一〇五一九四九一二三一〇〇二X",
        ] {
            let text = format!("身份证{number}号");
            assert_eq!(found(&text), [(number, ContactKind::Identity)]);
        }
    }

    #[test]
    fn identity_numbers_need_a_date_and_the_check_digit() {
        for (body, is_number) in [
            ("11010519491231002", true),
            ("91010519491231002", true),
            // No region begins with 0.
            ("01010519491231002", false),
            // Whoever writes was born between 1900 and 2099, on a day that there was.
            ("11010519000101001", true),
            ("11010518991231001", false),
            ("11010520991231001", true),
            ("11010521000101001", false),
            ("11010520000229001", true),
            ("11010519000229001", false),
            ("11010519491301001", false),
            ("11010519490001001", false),
            ("11010519491200001", false),
            // Eighteen characters.
            ("1101051949123102", false),
            ("110105194912310021", false),
        ] {
            let number = checked(body);
            assert_eq!(found(&number).len(), usize::from(is_number), "{number}");
        }
        // Of the eleven characters that can stand last, one is right.
        for sequence in 0..100 {
            let body = format!("110105194912310{sequence:02}");
            for check in "0123456789X".chars() {
                let number = format!("{body}{check}");
                let is_number = number == checked(&body);
                assert_eq!(found(&number).len(), usize::from(is_number), "{number}");
            }
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
            // Longer than any number.
            &"9".repeat(100),
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

//! The smallest parts of a notice: its text without what a careless copy brings along, its dates and weekdays.

use chrono::{Datelike as _, NaiveDate};

use super::fault::{NoticeFault, said};

/// The text as it is read: half-width, without white space and marks that nobody sees, the many dashes one.
pub(super) fn plain(text: &str) -> String {
    let without = text.replace("&nbsp;", "");
    let seen = without
        .chars()
        .filter(|one| !one.is_whitespace() && !one.is_control() && !is_unseen(*one));
    seen.map(|one| match one {
        '\u{FF01}'..='\u{FF5E}' => {
            let half = u32::from(one).checked_sub(0xFEE0).and_then(char::from_u32);
            half.unwrap_or(one)
        }
        '—' | '–' | '―' | '─' | '‐' | '‑' | '−' | '〜' | '﹣' => '-',
        '﹐' => ',',
        '﹕' | '∶' => ':',
        '﹙' => '(',
        '﹚' => ')',
        '｡' => '。',
        other => other,
    })
    .map(|one| if one == '~' { '-' } else { one })
    .collect()
}

fn is_unseen(one: char) -> bool {
    matches!(one, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Sentences end with `。`, `;`, or `.` that is not within a number.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut before = ' ';
    let ends = move |one: char| {
        let ends = matches!(one, '。' | ';') || (one == '.' && !before.is_ascii_digit());
        before = one;
        ends
    };
    text.split(ends).filter(|part| !part.is_empty())
}

/// A day as it is written: `2018年12月30日(星期日)`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written {
    pub date: NaiveDate,
    /// Whether its year is written.
    pub has_year: bool,
    /// The weekday in its brackets; 0 is Monday.
    pub weekday: Option<u32>,
}

/// What the parts of a date that are left out are taken from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    pub year: i32,
    /// The month before it in a range: `至3日`.
    pub month: Option<u32>,
    /// In 元旦 a December without its year is that of the year before.
    pub is_new_year: bool,
}

/// Takes a number of at most `most` digits.
fn number(text: &str, most: usize) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits)?;
    let fits = (1..=most).contains(&digits);
    Some((number.parse().ok().filter(|_| fits)?, rest))
}

/// Takes a date at the beginning of `text`; none where there is none.
pub(super) fn date(text: &str, around: Around) -> Option<(Written, &str)> {
    let year = number(text, 4).and_then(|(year, rest)| {
        let rest = rest.strip_prefix('年')?;
        (1900..2200).contains(&year).then_some((year, rest))
    });
    let (written_year, rest) = year.map_or((None, text), |(year, rest)| (Some(year), rest));
    let (first, rest) = number(rest, 2)?;
    let (month, day, rest) = match rest.strip_prefix('月') {
        Some(rest) => {
            let (day, rest) = number(rest, 2)?;
            (first, day, rest.strip_prefix('日')?)
        }
        None => (around.month?, first, rest.strip_prefix('日')?),
    };
    let before = i32::from(around.is_new_year && month == 12);
    let year = written_year
        .and_then(|year| i32::try_from(year).ok())
        .unwrap_or(around.year - before);
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    let (weekday, rest) = note(rest);
    let written = Written {
        date,
        has_year: written_year.is_some(),
        weekday,
    };
    Some((written, rest))
}

/// Takes what stands in brackets after a date; the weekday in it.
fn note(text: &str) -> (Option<u32>, &str) {
    let inside = text
        .strip_prefix('(')
        .and_then(|inside| inside.split_once(')'));
    let Some((inside, rest)) = inside else {
        return (None, text);
    };
    let after = ["星期", "周", "礼拜"]
        .into_iter()
        .find_map(|word| inside.split_once(word));
    let weekday = after.and_then(|(_, day)| {
        let day = day.chars().next()?;
        let days = ['一', '二', '三', '四', '五', '六', '日'].into_iter();
        let day = if day == '天' { '日' } else { day };
        (0..).zip(days).find(|(_, one)| *one == day)
    });
    (weekday.map(|(at, _)| at), rest)
}

/// Takes a day or a range of days (`至`); every day of it.
pub(super) fn days<'a>(
    text: &'a str,
    mut around: Around,
    sentence: &str,
) -> Result<Option<(Vec<NaiveDate>, &'a str)>, NoticeFault> {
    let Some((first, rest)) = date(text, around) else {
        return Ok(None);
    };
    check_weekday(first, sentence)?;
    let to = ["至", "到", "-"]
        .into_iter()
        .find_map(|word| rest.strip_prefix(word));
    around.month = Some(first.date.month());
    around.year = first.date.year();
    around.is_new_year = false;
    let Some((last, rest)) = to.and_then(|to| date(to, around)) else {
        return Ok(Some((vec![first.date], rest)));
    };
    let mut last = last;
    // 12月31日至1月2日
    if last.date < first.date && !last.has_year && first.date.month() == 12 {
        let date = last.date.with_year(first.date.year() + 1);
        last.date = date.unwrap_or(last.date);
    }
    check_weekday(last, sentence)?;
    let length = (last.date - first.date).num_days();
    if !(0..31).contains(&length) {
        return Err(NoticeFault::Backwards {
            said: said(sentence),
        });
    }
    let days = first.date.iter_days().take_while(|day| *day <= last.date);
    Ok(Some((days.collect(), rest)))
}

fn check_weekday(written: Written, sentence: &str) -> Result<(), NoticeFault> {
    let is = written.date.weekday().num_days_from_monday();
    if written.weekday.is_some_and(|said| said != is) {
        return Err(NoticeFault::Weekday {
            date: written.date,
            said: said(sentence),
        });
    }
    Ok(())
}

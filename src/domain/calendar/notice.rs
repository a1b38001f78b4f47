//! The State Council's notice, as somebody pasted it: read in its wording of every year since 2014, the notices that changed a year
//! in its middle among them (2015, 2019, 2020). What it does not understand it names by its sentence, and never guesses.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate, Weekday};

use super::fault::{NoticeFault, said};
use super::json;
use super::scan::{self, Around};
use super::year::{HOLIDAYS, Holiday, YearHolidays};

/// A notice has a page; nothing longer is looked at.
const MOST_BYTES: usize = 64 * 1024;
/// A name longer than this is none.
const NAME_CHARS: usize = 40;

/// What a text says of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRead {
    /// The year as it is by this notice.
    pub year: YearHolidays,
    /// It changes a year that was known, and names only what is another.
    pub amends: bool,
}

/// Reads a notice, or a table of holiday-cn. `known` are the years that are known: a notice that does not name every holiday changes one
/// of them.
pub fn read_notice(text: &str, known: &[YearHolidays]) -> Result<NoticeRead, NoticeFault> {
    if text.len() > MOST_BYTES {
        return Err(NoticeFault::TooLong);
    }
    let read = if text
        .trim_start_matches('\u{FEFF}')
        .trim_start()
        .starts_with('{')
    {
        json::read(text)?
    } else {
        Notice::new(&scan::plain(text), known)?.read()?
    };
    let before = known.iter().find(|one| one.year == read.year);
    let lacking = read.lacking();
    let amends = !lacking.is_empty();
    let year = match before {
        Some(before) if amends => amended(before, read),
        None if amends => {
            return Err(NoticeFault::Lacking {
                year: read.year,
                names: lacking.join("、"),
            });
        }
        Some(_) | None => read,
    };
    year.check()?;
    Ok(NoticeRead { year, amends })
}

/// A year after a notice that changed some of its holidays.
fn amended(before: &YearHolidays, by: YearHolidays) -> YearHolidays {
    let mut year = before.clone();
    for holiday in by.holidays {
        let same = |one: &&mut Holiday| {
            one.name == holiday.name || holiday.name.split('、').any(|name| one.is(name))
        };
        match year.holidays.iter_mut().find(same) {
            Some(one) => *one = holiday,
            None => year.holidays.push(holiday),
        }
    }
    year
}

/// The notice in hand.
struct Notice<'a> {
    text: &'a str,
    year: i32,
    known: &'a [YearHolidays],
}

impl<'a> Notice<'a> {
    fn new(text: &'a str, known: &'a [YearHolidays]) -> Result<Self, NoticeFault> {
        let year = year_of(text).ok_or(NoticeFault::NoYear)?;
        Ok(Self { text, year, known })
    }

    fn read(&self) -> Result<YearHolidays, NoticeFault> {
        let mut holidays: Vec<Holiday> = Vec::new();
        let (before, sections) = sections(self.text);
        for sentence in scan::sentences(before) {
            if let Some(extended) = self.extension(sentence)? {
                holidays.push(extended);
            } else if self.arranges(sentence) {
                // A notice about one holiday has no headings; one with headings has nothing before the first.
                if !sections.is_empty() {
                    return Err(not_understood(sentence));
                }
                let mut holiday = match holidays.pop() {
                    Some(holiday) => holiday,
                    None => named(self.only_name()),
                };
                self.sentence(from_first_day(sentence), &mut holiday)?;
                holidays.push(holiday);
            }
        }
        for (name, body) in sections {
            let mut holiday = named(name);
            for sentence in scan::sentences(body) {
                self.in_section(sentence, &mut holiday)?;
            }
            holidays.push(holiday);
        }
        if let Some(holiday) = holidays.iter().find(|one| one.off.is_empty()) {
            let name = holiday.name.clone();
            return Err(NoticeFault::NoDay { name });
        }
        if holidays.is_empty() {
            return Err(NoticeFault::NoDays);
        }
        Ok(YearHolidays {
            year: self.year,
            holidays,
        })
    }

    /// A sentence under a holiday's heading. One that arranges nothing is passed over only where it names no day, or is the
    /// date of the notice itself.
    fn in_section(&self, sentence: &str, holiday: &mut Holiday) -> Result<(), NoticeFault> {
        if sentence.starts_with("鼓励") {
            return Ok(());
        }
        if date_at(sentence, self.around(holiday)) == Some(0) {
            return self.sentence(sentence, holiday);
        }
        let mut rest = sentence;
        while let Some(at) = date_at(rest, self.around(holiday)) {
            let here = rest.split_at_checked(at).map_or("", |(_, here)| here);
            let written = scan::date(here, self.around(holiday));
            let Some((written, after)) = written else {
                break;
            };
            // The day on which the notice was signed stands below it.
            if !written.has_year || begins_with_action(after) {
                return Err(not_understood(sentence));
            }
            rest = after;
        }
        Ok(())
    }

    /// One sentence: days, and what they are.
    fn sentence(&self, sentence: &str, holiday: &mut Holiday) -> Result<(), NoticeFault> {
        let fault = || not_understood(sentence);
        let around = self.around(holiday);
        let (mut rest, mut off) = (sentence, Vec::new());
        loop {
            rest = rest.trim_start_matches(',');
            rest = rest.strip_prefix("其中").unwrap_or(rest);
            if rest.is_empty() {
                return Ok(());
            }
            let mut pending = Vec::new();
            while let Some((days, after)) = scan::days(rest, around, sentence)? {
                pending.extend(days);
                rest = after;
                let more = ["、", "和", "及", "与", ","]
                    .into_iter()
                    .find_map(|word| rest.strip_prefix(word));
                match more.filter(|more| scan::date(more, around).is_some()) {
                    Some(more) => rest = more,
                    None => break,
                }
            }
            if pending.is_empty() {
                rest = remark(rest, &off, sentence)?.ok_or_else(fault)?;
                continue;
            }
            let (action, after) = action(rest).ok_or_else(fault)?;
            rest = after;
            match action {
                Action::Off => {
                    holiday.off.extend(&pending);
                    off = pending;
                }
                Action::Worked => holiday.worked.extend(&pending),
                Action::Resumed => {}
            }
        }
    }

    /// 延长2020年春节假期至2月2日: longer than it was, and what would have been worked is off.
    fn extension(&self, sentence: &str) -> Result<Option<Holiday>, NoticeFault> {
        let Some((_, after)) = sentence.split_once("延长") else {
            return Ok(None);
        };
        let Some((what, to)) = after.split_once("假期至") else {
            return Ok(None);
        };
        let fault = || not_understood(sentence);
        let name = HOLIDAYS.into_iter().find(|name| what.ends_with(name));
        let name = name.ok_or_else(fault)?;
        let year = self.known.iter().find(|one| one.year == self.year);
        let held = year.and_then(|year| year.holidays.iter().find(|one| one.is(name)));
        let mut holiday = held.cloned().ok_or_else(|| NoticeFault::Lacking {
            year: self.year,
            names: name.to_owned(),
        })?;
        let around = self.around(&holiday);
        let (days, rest) = scan::days(to, around, sentence)?.ok_or_else(fault)?;
        let last = days.last().copied().ok_or_else(fault)?;
        let ended = holiday.off.last().copied().ok_or_else(fault)?;
        let longer = ended.iter_days().skip(1).take_while(|day| *day <= last);
        let longer: BTreeSet<NaiveDate> = longer.take(31).collect();
        holiday.worked.retain(|day| !longer.contains(day));
        holiday.off.extend(longer);
        self.sentence(rest, &mut holiday)?;
        Ok(Some(holiday))
    }

    /// Whether it says of some day what it is.
    fn arranges(&self, sentence: &str) -> bool {
        let around = self.around(&named(String::new()));
        let mut rest = sentence;
        while let Some(at) = date_at(rest, around) {
            let here = rest.split_at_checked(at).map_or("", |(_, here)| here);
            let Ok(Some((_, after))) = scan::days(here, around, sentence) else {
                return true;
            };
            if begins_with_action(after) {
                return true;
            }
            rest = after;
        }
        false
    }

    fn around(&self, holiday: &Holiday) -> Around {
        Around {
            year: self.year,
            month: None,
            is_new_year: holiday.is("元旦"),
        }
    }

    /// What a notice without headings is about.
    fn only_name(&self) -> String {
        let titled = self
            .text
            .split_once("关于")
            .and_then(|(_, after)| after.split_once("放假"))
            .map(|(title, _)| title.trim_end_matches("调休"));
        let title = titled.unwrap_or_default();
        let known = HOLIDAYS.into_iter().find(|name| title.contains(name));
        let fits = |name: &&str| (1..=NAME_CHARS).contains(&name.chars().count());
        let name = known.or(Some(title).filter(fits));
        name.unwrap_or("放假").to_owned()
    }
}

fn named(name: String) -> Holiday {
    Holiday {
        name,
        off: BTreeSet::new(),
        worked: BTreeSet::new(),
    }
}

fn not_understood(sentence: &str) -> NoticeFault {
    NoticeFault::NotUnderstood {
        said: said(sentence),
    }
}

/// What a day is.
#[derive(Clone, Copy)]
enum Action {
    Off,
    Worked,
    /// 起正常上班: the first day after, which is worked anyway.
    Resumed,
}

/// Takes what is said of the days before it.
fn action(text: &str) -> Option<(Action, &str)> {
    let words = [
        ("全国放假", Action::Off),
        ("放假调休", Action::Off),
        ("调休放假", Action::Off),
        ("放假", Action::Off),
        ("补休", Action::Off),
        ("调休", Action::Off),
        ("休息", Action::Off),
        ("起正常上班", Action::Resumed),
        ("起上班", Action::Resumed),
        ("正常上班", Action::Worked),
        ("照常上班", Action::Worked),
        ("上班", Action::Worked),
    ];
    let mut words = words.into_iter();
    words.find_map(|(word, action)| Some((action, text.strip_prefix(word)?)))
}

fn begins_with_action(text: &str) -> bool {
    action(text).is_some()
}

/// Takes what is said besides: how many days, or that a weekend follows. None where it is something else.
fn remark<'a>(
    text: &'a str,
    off: &[NaiveDate],
    sentence: &str,
) -> Result<Option<&'a str>, NoticeFault> {
    for word in ["不调休", "调休"] {
        if let Some(rest) = text.strip_prefix(word) {
            return Ok(Some(rest));
        }
    }
    if let Some(rest) = text.strip_prefix("与周末连休") {
        let beside = |day: &&NaiveDate| matches!(day.weekday(), Weekday::Mon | Weekday::Fri);
        return match off.iter().find(|day| !beside(day)) {
            Some(date) => Err(NoticeFault::NotBesideWeekend {
                date: *date,
                said: said(sentence),
            }),
            None => Ok(Some(rest)),
        };
    }
    let counted = text.strip_prefix('共').unwrap_or(text);
    let Some((number, rest)) = counted.split_once('天') else {
        return Ok(None);
    };
    let Ok(number) = number.parse::<usize>() else {
        return Ok(None);
    };
    if number != off.len() {
        return Err(NoticeFault::Count {
            counted: off.len() as u64,
            said: said(sentence),
        });
    }
    Ok(Some(rest))
}

/// Where the first date of a text begins.
fn date_at(text: &str, around: Around) -> Option<usize> {
    let mut before = ' ';
    for (at, one) in text.char_indices() {
        let begins = one.is_ascii_digit() && !before.is_ascii_digit();
        let here = text.split_at_checked(at).map_or("", |(_, here)| here);
        if begins && scan::date(here, around).is_some() {
            return Some(at);
        }
        before = one;
    }
    None
}

/// The sentence without the words before its first date.
fn from_first_day(sentence: &str) -> &str {
    let around = Around {
        year: 2000,
        month: None,
        is_new_year: false,
    };
    let at = date_at(sentence, around).unwrap_or_default();
    sentence
        .split_at_checked(at)
        .map_or(sentence, |(_, here)| here)
}

/// The year of which the title, or the sentence before the list, speaks.
fn year_of(text: &str) -> Option<i32> {
    let mut first = None;
    for (at, _) in text.match_indices('年') {
        let (before, after) = text.split_at_checked(at)?;
        let digits = before.len().checked_sub(4)?;
        let year = before.get(digits..).and_then(|year| year.parse().ok());
        let after = after.trim_start_matches('年');
        let Some(year) = year.filter(|year| (1950..2200).contains(year)) else {
            continue;
        };
        let names = HOLIDAYS.iter().any(|name| after.starts_with(name));
        if names || after.starts_with("部分节假日") || after.starts_with("节假日") {
            return Some(year);
        }
        let around = Around {
            year,
            month: None,
            is_new_year: false,
        };
        let is_arranged = scan::date(after, around)
            .is_some_and(|(_, rest)| begins_with_action(rest) || rest.starts_with('至'));
        if first.is_none() && is_arranged {
            first = Some(year);
        }
    }
    first
}

/// What stands before the first heading, and each holiday's name with what stands below it.
fn sections(text: &str) -> (&str, Vec<(String, &str)>) {
    let mut starts: Vec<(usize, usize, String)> = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        if let Some((name, length)) = heading(rest) {
            starts.push((at, at + length, name));
            at += length;
        } else {
            match rest.chars().next() {
                Some(one) => at += one.len_utf8(),
                None => break,
            }
        }
    }
    let first = starts.first().map_or(text.len(), |(at, ..)| *at);
    let ends = starts.iter().skip(1).map(|(at, ..)| *at);
    let ends: Vec<usize> = ends.chain([text.len()]).collect();
    let bodies = starts.into_iter().zip(ends);
    let bodies = bodies.map(|((_, from, name), end)| {
        let body = text.get(from..end).unwrap_or_default();
        (name, without_number(body))
    });
    (text.get(..first).unwrap_or_default(), bodies.collect())
}

/// The number of the next heading (`二、`, `(三)`, `4.`) belongs to what follows it.
fn without_number(body: &str) -> &str {
    let marks = ['、', '.', '(', ')', '-', '*', '·', '●', '•'];
    let end = body.trim_end_matches(marks);
    let number = end.trim_end_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    let number = number.trim_end_matches(|one: char| one.is_ascii_digit());
    let is_sentence_over = number.trim_end_matches(marks).ends_with(['。', ';']);
    if is_sentence_over {
        number.trim_end_matches(marks)
    } else {
        body
    }
}

/// A holiday's name, or several, and after it a colon or a day.
fn heading(text: &str) -> Option<(String, usize)> {
    let mut names = Vec::new();
    let mut rest = text;
    loop {
        let name = HOLIDAYS.into_iter().find(|name| rest.starts_with(name))?;
        names.push(name);
        rest = rest.strip_prefix(name)?;
        match ["、", "和", "及"]
            .into_iter()
            .find_map(|word| rest.strip_prefix(word))
        {
            Some(more) if HOLIDAYS.iter().any(|name| more.starts_with(name)) => rest = more,
            Some(_) | None => break,
        }
    }
    let body = rest.trim_start_matches([':', '-']);
    let begins = body.starts_with(|one: char| one.is_ascii_digit());
    let is_heading = begins || rest.starts_with(':');
    is_heading.then(|| (names.join("、"), text.len() - body.len()))
}

//! Small sentences that several screens say: dates, names, sizes.

use chrono::{Datelike, NaiveDate};

use crate::app::office::CaseRow;
use crate::domain::case::CaseNews;
use crate::domain::plan::Text;
use crate::ui::widgets::Tone;
use crate::words::{Key, Lang, key, text};

const MONTHS: [Key; 12] = [
    key!("office-month-1"),
    key!("office-month-2"),
    key!("office-month-3"),
    key!("office-month-4"),
    key!("office-month-5"),
    key!("office-month-6"),
    key!("office-month-7"),
    key!("office-month-8"),
    key!("office-month-9"),
    key!("office-month-10"),
    key!("office-month-11"),
    key!("office-month-12"),
];

const WEEKDAYS: [Key; 7] = [
    key!("office-weekday-1"),
    key!("office-weekday-2"),
    key!("office-weekday-3"),
    key!("office-weekday-4"),
    key!("office-weekday-5"),
    key!("office-weekday-6"),
    key!("office-weekday-7"),
];

/// The sign of what a holder said last.
pub(super) fn news_tone(news: CaseNews) -> Tone {
    match news {
        CaseNews::Reopened => Tone::Seal,
        CaseNews::WordsReceived => Tone::Warn,
        CaseNews::Rated => Tone::Muted,
    }
}

/// A month with its year: `2026年2月`, `Feb 2026`.
#[must_use]
pub(super) fn month(lang: Lang, of: NaiveDate) -> String {
    let name = named(lang, &MONTHS, of.month0());
    text!(lang, "office-month", year = of.year(), month = name)
}

/// The weekdays from Monday on, as the head of a calendar sheet.
pub(super) fn weekdays(lang: Lang) -> impl Iterator<Item = String> {
    WEEKDAYS.into_iter().map(move |key| {
        let name = text(lang, key);
        // 星期一 is 一 there, and Mon is Mo.
        let name = name.strip_prefix("星期").unwrap_or(&name);
        name.chars().take(2).collect()
    })
}

fn named(lang: Lang, keys: &[Key], at: u32) -> String {
    let mut named = keys.iter().zip(0..);
    named
        .find(|(_, place)| *place == at)
        .map_or_else(String::new, |(key, _)| text(lang, *key))
}

/// A day of this or a neighbouring year: `11月27日 星期五`, `Fri 27 Nov`.
#[must_use]
pub(super) fn day(lang: Lang, date: NaiveDate) -> String {
    let month = named(lang, &MONTHS, date.month0());
    let weekday = named(lang, &WEEKDAYS, date.weekday().num_days_from_monday());
    text!(
        lang,
        "office-day",
        month = month,
        day = date.day(),
        weekday = weekday
    )
}

/// A day with its year.
#[must_use]
pub(super) fn full_day(lang: Lang, date: NaiveDate) -> String {
    text!(
        lang,
        "office-full-day",
        year = date.year(),
        day = day(lang, date)
    )
}

/// How long is left of a promise, in working days; how late it is, in days.
#[must_use]
pub(super) fn time_left(lang: Lang, row: &CaseRow, today: NaiveDate) -> String {
    // One that was taken up again waits for another answer.
    if let Some(on) = row.answered_on.filter(|_| !row.status.is_open()) {
        return text!(lang, "office-left-answered", day = day(lang, on));
    }
    let days = (row.due.date - today).num_days();
    match days {
        0 => text!(lang, "office-left-today"),
        1 => text!(lang, "office-left-tomorrow"),
        late if late < 0 => text!(lang, "office-left-late", days = -late),
        _ => {
            let days = row.working_days_left.unwrap_or_default();
            text!(lang, "office-left-days", days = days)
        }
    }
}

/// The same where there is little room: the day of an answered one, and no “left”.
#[must_use]
pub(super) fn time_left_short(lang: Lang, row: &CaseRow, today: NaiveDate) -> String {
    if let Some(on) = row.answered_on.filter(|_| !row.status.is_open()) {
        return day(lang, on);
    }
    match row.working_days_left {
        Some(days) if (row.due.date - today).num_days() > 1 => {
            if row.due.provisional {
                text!(lang, "office-cases-left-provisional", days = days)
            } else {
                text!(lang, "office-cases-left", days = days)
            }
        }
        Some(_) | None => time_left(lang, row, today),
    }
}

/// Whom a case is about: the subject if said, else the plan.
#[must_use]
pub(super) fn about(lang: Lang, row: &CaseRow) -> String {
    row.subject_name
        .as_ref()
        .unwrap_or(&row.plan_title)
        .get(lang)
        .to_owned()
}

/// A text that may be absent.
#[must_use]
pub(super) fn or_dash(lang: Lang, value: Option<&Text>) -> String {
    value.map_or_else(|| "—".to_owned(), |value| value.get(lang).to_owned())
}

/// Bytes as people say them: `14.2 GB`.
#[must_use]
pub(super) fn size(bytes: u64) -> String {
    const STEP: u64 = 1000;
    let mut unit = "B";
    let mut tenths = bytes.saturating_mul(10);
    for larger in ["KB", "MB", "GB", "TB"] {
        if tenths < STEP * 10 {
            break;
        }
        tenths /= STEP;
        unit = larger;
    }
    if unit == "B" {
        format!("{bytes} B")
    } else {
        format!("{}.{} {unit}", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn sizes_are_said_in_the_unit_that_fits() {
        assert_eq!(super::size(999), "999 B");
        assert_eq!(super::size(14_250_000_000), "14.2 GB");
    }
}

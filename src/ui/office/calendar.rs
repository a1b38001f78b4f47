//! 放假安排: the State Council's notice is pasted, read beside a sheet of its year, and accepted.

use chrono::{Datelike as _, NaiveDate};
use egui::{ScrollArea, Ui};

use super::action::Action;
use super::calendar_sheet::sheet_ui;
use super::job::Busy;
use super::words;
use crate::app::office::{CalendarPage, CalendarText, Command};
use crate::domain::calendar::{
    Holiday, HolidaySum, NoticeFault, NoticeRead, YearHolidays, read_notice,
};
use crate::ui::theme::Theme;
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Lang, key, text};

/// The notice that is being read.
#[derive(Default)]
pub struct CalendarForm {
    /// Its words.
    pub text: String,
    /// Somebody has seen that its days do not add up.
    pub sum_seen: bool,
    /// The year that is looked at.
    pub year: Option<i32>,
    /// What was made of these words.
    read: Option<(String, Result<NoticeRead, NoticeFault>)>,
}

impl From<i32> for CalendarForm {
    /// Nothing pasted, and this year looked at.
    fn from(year: i32) -> Self {
        Self {
            year: Some(year),
            ..Self::default()
        }
    }
}

impl CalendarForm {
    /// What the words say; read once for the same words.
    fn read(&mut self, known: &CalendarPage) -> Option<Result<NoticeRead, NoticeFault>> {
        if self.text.trim().is_empty() {
            return None;
        }
        if self.read.as_ref().is_none_or(|(of, _)| *of != self.text) {
            let read = read_notice(&self.text, &known.known());
            self.read = Some((self.text.clone(), read));
            self.sum_seen = false;
        }
        self.read.as_ref().map(|(_, read)| read.clone())
    }
}

/// What the page shows.
pub struct CalendarView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// The office's date.
    pub today: NaiveDate,
    /// Every year that is known.
    pub page: &'a CalendarPage,
    /// Work under way.
    pub busy: Option<&'a Busy>,
}

/// The page.
pub fn calendar_ui(ui: &mut Ui, form: &mut CalendarForm, view: &CalendarView) -> Vec<Action> {
    let lang = view.lang;
    let mut actions = Vec::new();
    widgets::page_title(
        ui,
        text!(lang, "office-calendar-title"),
        text!(lang, "office-calendar-below"),
    );
    if let Some(year) = view.page.missing {
        let said = text!(lang, "office-calendar-missing", year = year);
        widgets::notice(ui, Tone::Warn, said);
    }
    let read = form.read(view.page);
    widgets::two_columns(ui, 0.42, |ui, place| {
        if place == 0 {
            widgets::card(ui, |ui| {
                // However long the notice is, the sheet of its year stays in sight.
                let most = Theme::of(ui).px(300.0);
                let name = text!(lang, "office-calendar-paste");
                let field = ScrollArea::vertical().max_height(most);
                field.min_scrolled_height(most).show(ui, |ui| {
                    widgets::long_field(ui, name, &mut form.text, 6);
                });
            });
        } else {
            widgets::card(ui, |ui| {
                found_ui(ui, form, view, read.as_ref(), &mut actions);
            });
        }
    });
    let shown = match &read {
        Some(Ok(read)) => Some(&read.year),
        Some(Err(_)) | None => year_ui(ui, form, view),
    };
    if let Some(year) = shown {
        sheet_ui(ui, lang, year, view.today);
    }
    actions
}

/// Which of the years that are known is looked at: the last of them where none was picked.
fn year_ui<'a>(
    ui: &mut Ui,
    form: &mut CalendarForm,
    view: &'a CalendarView,
) -> Option<&'a YearHolidays> {
    let years = view.page.years.iter();
    let picked = form.year;
    let row = years.clone().find(|row| Some(row.year.year) == picked);
    let row = row.or(view.page.years.last())?;
    widgets::flow(ui, |ui| {
        for one in years {
            let year = one.year.year;
            if widgets::chip(ui, year.to_string(), year == row.year.year).clicked() {
                form.year = Some(year);
            }
        }
        let said = match row.accepted_on {
            Some(day) => {
                let day = words::full_day(view.lang, day);
                text!(view.lang, "office-calendar-accepted", day = day)
            }
            None => text!(view.lang, "office-calendar-built-in"),
        };
        widgets::note(ui, said);
    });
    Some(&row.year)
}

/// What was found in the words, and the button that takes it in.
fn found_ui(
    ui: &mut Ui,
    form: &mut CalendarForm,
    view: &CalendarView,
    read: Option<&Result<NoticeRead, NoticeFault>>,
    actions: &mut Vec<Action>,
) {
    let lang = view.lang;
    let read = match read {
        None => {
            widgets::body(ui, text!(lang, "office-calendar-empty"));
            return;
        }
        Some(Err(fault)) => {
            widgets::notice(ui, Tone::Seal, fault.sentence().say(lang));
            return;
        }
        Some(Ok(read)) => read,
    };
    let year = read.year.year;
    let heading = if read.amends {
        text!(lang, "office-calendar-amends", year = year)
    } else {
        text!(lang, "office-calendar-year", year = year)
    };
    widgets::heading(ui, heading);
    for holiday in &read.year.holidays {
        holiday_ui(ui, lang, holiday);
    }
    let sum = read.year.sum();
    let may = sum_ui(ui, form, lang, sum, read.amends);
    if view.page.known().contains(&read.year) {
        let said = text!(lang, "office-calendar-same", year = year);
        widgets::notice(ui, Tone::Good, said);
        return;
    }
    let accept = Button::primary(text!(lang, "office-calendar-accept", year = year));
    if accept
        .enabled(may && view.busy.is_none())
        .show(ui)
        .clicked()
    {
        actions.push(Action::Run(Command::AcceptCalendar(CalendarText {
            text: form.text.clone(),
            sum_seen: form.sum_seen,
        })));
    }
}

/// One holiday: its days off, how many, and what is worked for it.
fn holiday_ui(ui: &mut Ui, lang: Lang, holiday: &Holiday) {
    let off = spans(lang, holiday.off.iter().copied());
    let days = text!(lang, "office-calendar-days", count = holiday.off.len());
    let mut said = format!("{} {off} · {days}", holiday.name);
    if !holiday.worked.is_empty() {
        let worked = spans(lang, holiday.worked.iter().copied());
        let worked = text!(lang, "office-calendar-worked", days = worked);
        said = format!("{said} · {worked}");
    }
    widgets::body(ui, said);
}

/// Whether the days add up, or somebody says that they saw it.
fn sum_ui(ui: &mut Ui, form: &mut CalendarForm, lang: Lang, sum: HolidaySum, amends: bool) -> bool {
    let (off, worked, law) = (sum.weekdays_off, sum.weekends_worked, sum.by_law);
    if sum.adds_up() {
        let said = text!(
            lang,
            "office-calendar-sum-right",
            off = off,
            worked = worked,
            law = law
        );
        widgets::notice(ui, Tone::Good, said);
        return true;
    }
    let said = text!(
        lang,
        "office-calendar-sum-wrong",
        off = off,
        worked = worked,
        law = law
    );
    widgets::notice(ui, Tone::Warn, said);
    if amends {
        return true;
    }
    let seen = text!(lang, "office-calendar-sum-seen");
    if widgets::chip(ui, seen, form.sum_seen).clicked() {
        form.sum_seen = !form.sum_seen;
    }
    form.sum_seen
}

/// Days, those that follow each other as a span: `1月28日–2月4日`.
fn spans(lang: Lang, days: impl Iterator<Item = NaiveDate>) -> String {
    let mut spans: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for day in days {
        match spans.last_mut() {
            Some((_, last)) if last.succ_opt() == Some(day) => *last = day,
            Some(_) | None => spans.push((day, day)),
        }
    }
    let short = |day: NaiveDate| {
        text!(
            lang,
            "office-calendar-day",
            month = day.month(),
            day = day.day()
        )
    };
    let said = spans.into_iter().map(|(first, last)| {
        if first == last {
            short(first)
        } else {
            format!("{}–{}", short(first), short(last))
        }
    });
    let said: Vec<String> = said.collect();
    said.join(&text(lang, key!("office-calendar-and")))
}

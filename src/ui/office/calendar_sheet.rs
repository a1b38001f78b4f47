//! A year as a calendar sheet: 休 and 班 on the days that are other than their weekday says.

use chrono::{Datelike as _, NaiveDate, Weekday};
use egui::{Align2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::words;
use crate::domain::calendar::YearHolidays;
use crate::ui::theme::Theme;
use crate::ui::widgets;
use crate::words::{Lang, key, text};

/// Rows of a month: it may begin on a Sunday.
const WEEKS: u16 = 6;
/// Months in a row of the sheet.
const COLUMNS: usize = 3;

/// The twelve months; before them days of the year before that are others, if there are any.
pub(super) fn sheet_ui(ui: &mut Ui, lang: Lang, year: &YearHolidays, today: NaiveDate) {
    let days = year
        .holidays
        .iter()
        .flat_map(|one| one.off.iter().chain(&one.worked));
    let before = days.filter(|day| day.year() < year.year).count() > 0;
    let december = NaiveDate::from_ymd_opt(year.year - 1, 12, 1).filter(|_| before);
    let months = (1..=12).filter_map(|month| NaiveDate::from_ymd_opt(year.year, month, 1));
    let months: Vec<NaiveDate> = december.into_iter().chain(months).collect();
    let columns = if Theme::of(ui).portrait { 1 } else { COLUMNS };
    widgets::tiles(ui, months.len(), columns, |ui, index, width| {
        if let Some(first) = months.get(index) {
            month_ui(ui, (lang, width), year, *first, today);
        }
    });
}

/// One month.
fn month_ui(
    ui: &mut Ui,
    (lang, width): (Lang, f32),
    year: &YearHolidays,
    first: NaiveDate,
    today: NaiveDate,
) {
    let theme = Theme::of(ui);
    let size = theme.text.small;
    let line = theme.line(size);
    let cell = vec2((width / 7.0).floor(), (line * 1.15).round());
    let height = line * 1.5 + cell.y * (f32::from(WEEKS) + 1.0);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, height), Sense::hover());
    let title = words::month(lang, first);
    response
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, label(lang, year, first, &title)));
    if !ui.is_rect_visible(rect) {
        return;
    }
    let (painter, c) = (ui.painter(), &theme.colours);
    let at = rect.left_top() + vec2(theme.px(6.0), 0.0);
    painter.text(at, Align2::LEFT_TOP, title, theme.bold(size), c.ink);
    let top = rect.top() + line * 1.5;
    let place = |column: u32, row: u16| {
        let column = u16::try_from(column).unwrap_or_default();
        let min = pos2(
            rect.left() + cell.x * f32::from(column),
            top + cell.y * f32::from(row),
        );
        Rect::from_min_size(min, cell)
    };
    for (column, weekday) in (0..).zip(words::weekdays(lang)) {
        let at = place(column, 0).center();
        painter.text(
            at,
            Align2::CENTER_CENTER,
            weekday,
            theme.regular(size),
            c.ink_soft,
        );
    }
    let mut row = 1;
    let days = first
        .iter_days()
        .take_while(|day| day.month() == first.month());
    for day in days {
        let column = day.weekday().num_days_from_monday();
        let cell = place(column, row).shrink(theme.px(1.5));
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let (fill, ink, mark) = match year.on(day) {
            Some((_, true)) => (
                Some(c.warn_soft),
                c.warn_soft_ink,
                text!(lang, "office-calendar-mark-worked"),
            ),
            Some((_, false)) => (
                Some(c.seal_soft),
                c.seal_soft_ink,
                text!(lang, "office-calendar-mark-off"),
            ),
            None if weekend => (None, c.ink_soft, String::new()),
            None => (None, c.ink, String::new()),
        };
        if let Some(fill) = fill {
            painter.rect_filled(cell, theme.px(4.0), fill);
        }
        if day == today {
            let stroke = Stroke::new(theme.space.stroke, c.accent);
            painter.rect_stroke(cell, theme.px(4.0), stroke, StrokeKind::Inside);
        }
        let font = if mark.is_empty() {
            theme.regular(size)
        } else {
            theme.bold(size)
        };
        let said = format!("{}{mark}", day.day());
        painter.text(cell.center(), Align2::CENTER_CENTER, said, font, ink);
        if column == 6 {
            row += 1;
        }
    }
}

/// The month in words: what is off and what is worked.
fn label(lang: Lang, year: &YearHolidays, first: NaiveDate, title: &str) -> String {
    let days = first
        .iter_days()
        .take_while(|day| day.month() == first.month());
    let marked: Vec<(u32, bool)> = days
        .filter_map(|day| year.on(day).map(|(_, worked)| (day.day(), worked)))
        .collect();
    let list = |worked: bool| {
        let days = marked.iter().filter(|(_, one)| *one == worked);
        let days: Vec<String> = days.map(|(day, _)| day.to_string()).collect();
        days.join(" ")
    };
    let mut said = title.to_owned();
    for (key, worked) in [
        (key!("office-calendar-mark-off"), false),
        (key!("office-calendar-mark-worked"), true),
    ] {
        let days = list(worked);
        if !days.is_empty() {
            said = format!("{said} {} {days}", text(lang, key));
        }
    }
    said
}

//! The list of opinions, soonest due first.

use chrono::NaiveDate;
use egui::{Align, Key, Layout, Pos2, Rect, Role, Sense, Ui, UiBuilder, Vec2, WidgetInfo};

use super::action::{Action, Nav};
use super::words;
use crate::app::office::CaseRow;
use crate::domain::case::CaseStatus;
use crate::domain::ids::{CaseNumber, PlanId};
use crate::ui::theme::Theme;
use crate::ui::widgets::{self, Tone};
use crate::words::{Lang, key, text};

/// Which cases are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Filter {
    /// Those that need work.
    #[default]
    Open,
    /// Those past their day.
    Overdue,
    /// Those answered.
    Answered,
    /// All.
    All,
}

/// Filters and the selected line.
#[derive(Default)]
pub struct CasesForm {
    /// By status.
    pub filter: Filter,
    /// By plan.
    pub plan: Option<PlanId>,
    /// The line the arrow keys are on.
    pub selected: Option<CaseNumber>,
}

/// What the page shows.
pub struct CasesView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// The office's date.
    pub today: NaiveDate,
    /// Every case.
    pub rows: &'a [CaseRow],
}

/// The cases that pass the filters: overdue first, then soonest due, the answered last.
#[must_use]
pub fn listed<'a>(form: &CasesForm, rows: &'a [CaseRow]) -> Vec<&'a CaseRow> {
    let mut shown: Vec<&CaseRow> = rows
        .iter()
        .filter(|row| form.plan.as_ref().is_none_or(|plan| *plan == row.plan))
        .filter(|row| {
            let open = row.status.is_open();
            match form.filter {
                Filter::Open => open,
                Filter::Overdue => open && row.overdue,
                Filter::Answered => !open,
                Filter::All => true,
            }
        })
        .collect();
    shown.sort_by_key(|row| (!row.status.is_open(), row.due, row.number));
    shown
}

/// The height of a line, in points of the design.
const LINE: f32 = 92.0;

/// The page.
pub fn cases_ui(ui: &mut Ui, form: &mut CasesForm, view: &CasesView) -> Vec<Action> {
    let lang = view.lang;
    let mut actions = Vec::new();
    widgets::page_title(
        ui,
        text!(lang, "office-cases-title"),
        text!(lang, "office-cases-below"),
    );
    filters_ui(ui, form, view);
    let shown = listed(form, view.rows);
    if shown.is_empty() {
        widgets::notice(ui, Tone::Good, text!(lang, "office-cases-none"));
        return actions;
    }
    let moved = keys(ui, form, &shown, &mut actions);
    let place = shown
        .iter()
        .position(|row| form.selected == Some(row.number));
    let laid = Laid::out(ui, shown.len());
    if let (true, Some(place)) = (moved, place) {
        ui.scroll_to_rect(laid.line(place), None);
    }
    ui.add_space(laid.pitch * points(laid.seen.start));
    for row in shown.get(laid.seen.clone()).unwrap_or_default() {
        let selected = form.selected == Some(row.number);
        if line_ui(ui, view, row, selected).clicked() {
            actions.push(Action::Nav(Nav::OpenCase(row.number)));
        }
    }
    ui.add_space(laid.pitch * points(shown.len() - laid.seen.end));
    actions
}

/// Where the lines of the list lie. A long list is drawn where it is in view only: twenty thousand lines that nobody
/// sees would be put into words in every frame.
struct Laid {
    /// The first line's corner, and a line's width.
    top: Pos2,
    width: f32,
    /// From one line to the next.
    pitch: f32,
    /// Lines that are drawn.
    seen: std::ops::Range<usize>,
}

/// Lists up to this long are drawn whole, so that assistive technology reads all of them.
const WHOLE: usize = 200;
/// Lines drawn beyond either edge of what is in view.
const BEYOND: usize = 4;

impl Laid {
    fn out(ui: &Ui, count: usize) -> Self {
        let pitch = Theme::of(ui).px(LINE) + ui.spacing().item_spacing.y;
        let (top, in_view) = (ui.cursor().min, ui.clip_rect());
        let before = lines(in_view.top() - top.y, pitch).saturating_sub(BEYOND);
        let until = lines(in_view.bottom() - top.y, pitch) + 1 + BEYOND;
        let seen = if count <= WHOLE {
            0..count
        } else {
            before.min(count)..until.min(count)
        };
        Self {
            top,
            width: ui.available_width(),
            pitch,
            seen,
        }
    }

    fn line(&self, place: usize) -> Rect {
        let below = Vec2::new(0.0, self.pitch * points(place));
        Rect::from_min_size(self.top + below, Vec2::new(self.width, self.pitch))
    }
}

/// Whole lines in so many points.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of lines; below zero it is none"
)]
fn lines(points: f32, pitch: f32) -> usize {
    (points / pitch).floor().max(0.0) as usize
}

#[expect(clippy::cast_precision_loss, reason = "places on a page")]
fn points(lines: usize) -> f32 {
    lines as f32
}

fn filters_ui(ui: &mut Ui, form: &mut CasesForm, view: &CasesView) {
    let lang = view.lang;
    widgets::flow(ui, |ui| {
        for (filter, key) in [
            (Filter::Open, key!("office-cases-open")),
            (Filter::Overdue, key!("office-cases-overdue")),
            (Filter::Answered, key!("office-cases-answered")),
            (Filter::All, key!("office-cases-all")),
        ] {
            if widgets::chip(ui, text(lang, key), form.filter == filter).clicked() {
                form.filter = filter;
            }
        }
    });
    let mut plans: Vec<(&PlanId, &str)> = Vec::new();
    for row in view.rows {
        if !plans.iter().any(|(id, _)| **id == row.plan) {
            plans.push((&row.plan, row.plan_title.get(lang)));
        }
    }
    if plans.len() > 1 {
        widgets::flow(ui, |ui| {
            if widgets::chip(ui, text!(lang, "office-cases-plans"), form.plan.is_none()).clicked() {
                form.plan = None;
            }
            for (id, title) in plans {
                if widgets::chip(ui, title, form.plan.as_ref() == Some(id)).clicked() {
                    form.plan = Some(id.clone());
                }
            }
        });
    }
}

/// Up and down move, Enter opens; while nothing else has the keyboard.
fn keys(ui: &Ui, form: &mut CasesForm, shown: &[&CaseRow], actions: &mut Vec<Action>) -> bool {
    if ui.memory(|memory| memory.focused().is_some()) {
        return false;
    }
    let (up, down, enter) = ui.input(|input| {
        (
            input.key_pressed(Key::ArrowUp),
            input.key_pressed(Key::ArrowDown),
            input.key_pressed(Key::Enter),
        )
    });
    let place = shown
        .iter()
        .position(|row| form.selected == Some(row.number));
    let next = match (place, up, down) {
        (None, true, _) | (None, _, true) => Some(0),
        (Some(place), true, _) => Some(place.saturating_sub(1)),
        (Some(place), _, true) => Some((place + 1).min(shown.len() - 1)),
        (_, false, false) => None,
    };
    if let Some(row) = next.and_then(|next| shown.get(next)) {
        form.selected = Some(row.number);
    }
    if enter && let Some(row) = place.and_then(|place| shown.get(place)) {
        actions.push(Action::Nav(Nav::OpenCase(row.number)));
    }
    next.is_some()
}

fn line_ui(ui: &mut Ui, view: &CasesView, row: &CaseRow, selected: bool) -> egui::Response {
    let theme = Theme::of(ui);
    let c = &theme.colours;
    let lang = view.lang;
    let size = Vec2::new(ui.available_width(), theme.px(LINE));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let number = text!(lang, "office-case-number", number = row.number);
    let about = words::about(lang, row);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{number} {about}")));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let lit = selected || response.hovered() || response.has_focus();
    let (fill, edge) = if lit {
        (c.accent_soft, c.accent)
    } else {
        (c.surface, c.line)
    };
    ui.painter().rect(
        rect,
        theme.corners(),
        fill,
        egui::Stroke::new(1.5, edge),
        egui::StrokeKind::Inside,
    );
    let open = row.status.is_open();
    let late = open && row.overdue;
    let inner = rect.shrink2(Vec2::new(theme.space.m, theme.space.xs));
    let mut line = ui.new_child(
        UiBuilder::new()
            .max_rect(inner)
            .layout(Layout::right_to_left(Align::Center)),
    );
    let tone = match row.status {
        CaseStatus::Received => Tone::Warn,
        CaseStatus::InProgress | CaseStatus::Transferred | CaseStatus::Joined => Tone::Info,
        CaseStatus::Answered | CaseStatus::Closed => Tone::Good,
    };
    // From the right: what the signs leave is for the words.
    widgets::badge(&mut line, tone, row.status.sentence().say(lang));
    let provisional = row.due.provisional;
    let provisional = provisional.then(|| text!(lang, "office-cases-provisional"));
    if let (Some(words), false) = (&provisional, theme.portrait) {
        widgets::badge(&mut line, Tone::Muted, words);
    }
    let column = |ui: &mut Ui, width: f32, top: String, below: String, ink| {
        ui.allocate_ui_with_layout(
            Vec2::new(width, inner.height()),
            Layout::top_down(Align::Min),
            |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.add(egui::Label::new(theme.rich_bold(top, theme.text.body, ink)).truncate());
                let quiet = theme.rich(below, theme.text.small, c.ink_soft);
                ui.add(egui::Label::new(quiet).truncate());
            },
        );
    };
    let ink = if late { c.seal } else { c.ink };
    line.with_layout(Layout::left_to_right(Align::Center), |ui| {
        let left = words::time_left(lang, row, view.today);
        let due = words::day(lang, row.due.date);
        column(
            ui,
            theme.px(if theme.portrait { 190.0 } else { 250.0 }),
            left,
            due,
            ink,
        );
        let category = words::or_dash(lang, row.category_name.as_ref());
        let below = if theme.portrait {
            let or_category = provisional.unwrap_or(category);
            format!("{number} · {or_category}")
        } else {
            format!("{number} · {category} · {}", row.plan_title.get(lang))
        };
        let width = ui.available_width();
        column(ui, width, about, below, c.ink);
    });
    response
}

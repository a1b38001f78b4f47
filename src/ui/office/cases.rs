//! The list of opinions, soonest due first, a page at a time.

use chrono::NaiveDate;
use egui::{Align, Key, Layout, Role, Sense, Ui, UiBuilder, Vec2, WidgetInfo};

use super::action::{Action, Nav};
use super::measures;
use super::screen::Screen;
use super::words;
use crate::app::office::{CasePage, CaseQuery, CaseRow};
use crate::domain::case::{CaseFilter, CaseStatus};
use crate::domain::ids::{CaseNumber, PlanId};
use crate::ui::theme::Theme;
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Lang, key, text};

/// The selected line.
#[derive(Default)]
pub struct CasesForm {
    /// The line the arrow keys are on.
    pub selected: Option<CaseNumber>,
}

/// What the page shows.
pub struct CasesView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// The office's date.
    pub today: NaiveDate,
    /// The part of the list that is shown.
    pub page: &'a CasePage,
    /// Plans that cases were written under, with their titles.
    pub plans: Vec<(&'a PlanId, &'a str)>,
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
    filters_ui(ui, view, &mut actions);
    let shown = &view.page.rows;
    if shown.is_empty() {
        widgets::notice(ui, Tone::Good, text!(lang, "office-cases-none"));
        return actions;
    }
    let moved = keys(ui, form, shown, &mut actions);
    for row in shown {
        let selected = form.selected == Some(row.number);
        let line = line_ui(ui, view, row, selected);
        if moved && selected {
            line.scroll_to_me(None);
        }
        if line.clicked() {
            actions.push(Action::Nav(Nav::OpenCase(row.number)));
        }
    }
    turn_ui(ui, view, &mut actions);
    actions
}

/// Which part of how many, and the ways to the parts before and after it.
fn turn_ui(ui: &mut Ui, view: &CasesView, actions: &mut Vec<Action>) {
    let page = view.page;
    let last = page.query.skip + page.rows.len() as u64;
    if page.query.skip == 0 && last == page.total {
        return;
    }
    widgets::flow(ui, |ui| {
        let part = text!(
            view.lang,
            "office-cases-part",
            first = page.query.skip + 1,
            last = last,
            total = page.total
        );
        widgets::body(ui, part);
        for (key, skip, enabled) in [
            (
                key!("office-cases-before"),
                page.query.skip.saturating_sub(page.query.most),
                page.query.skip > 0,
            ),
            (key!("office-cases-after"), last, last < page.total),
        ] {
            let turn = Button::quiet(text(view.lang, key)).compact();
            if turn.enabled(enabled).show(ui).clicked() {
                let query = page.query.clone();
                actions.push(Action::Nav(Nav::List(CaseQuery { skip, ..query })));
            }
        }
    });
}

fn filters_ui(ui: &mut Ui, view: &CasesView, actions: &mut Vec<Action>) {
    let lang = view.lang;
    let query = &view.page.query;
    // Another filter begins at its first page.
    let mut list = |filter, plan: Option<&PlanId>| {
        actions.push(Action::Nav(Nav::List(CaseQuery {
            filter,
            plan: plan.cloned(),
            ..CaseQuery::default()
        })));
    };
    let mut register = false;
    widgets::flow(ui, |ui| {
        for (filter, key) in [
            (CaseFilter::Open, key!("office-cases-open")),
            (CaseFilter::Overdue, key!("office-cases-overdue")),
            (CaseFilter::Answered, key!("office-cases-answered")),
            (CaseFilter::Registered, key!("office-cases-registered")),
            (CaseFilter::Rectifying, key!("office-cases-rectifying")),
            (CaseFilter::Revisiting, key!("office-cases-revisiting")),
            (CaseFilter::All, key!("office-cases-all")),
        ] {
            if widgets::chip(ui, text(lang, key), query.filter == filter).clicked() {
                list(filter, query.plan.as_ref());
            }
        }
        if widgets::small_button(ui, text!(lang, "office-register-title")).clicked() {
            register = true;
        }
    });
    if view.plans.len() > 1 {
        widgets::flow(ui, |ui| {
            let all = text!(lang, "office-cases-plans");
            if widgets::chip(ui, all, query.plan.is_none()).clicked() {
                list(query.filter, None);
            }
            for (id, title) in &view.plans {
                if widgets::chip(ui, title, query.plan.as_ref() == Some(*id)).clicked() {
                    list(query.filter, Some(id));
                }
            }
        });
    }
    if register {
        actions.push(Action::Nav(Nav::Go(Screen::Register)));
    }
}

/// Up and down move, Enter opens; while nothing else has the keyboard.
fn keys(ui: &Ui, form: &mut CasesForm, shown: &[CaseRow], actions: &mut Vec<Action>) -> bool {
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
    let (fill, edge) = if selected || response.hovered() || response.has_focus() {
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
    if let (Some(news), false) = (row.news, theme.portrait) {
        widgets::badge(&mut line, words::news_tone(news), news.sentence().say(lang));
    }
    if let (Some(measures), false) = (&row.measures, theme.portrait) {
        let said = measures.standing.sentence().say(lang);
        widgets::badge(&mut line, measures::tone(measures), said);
    }
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
        let below = below(lang, row, &number, provisional, theme.portrait);
        let width = ui.available_width();
        column(ui, width, about, below, c.ink);
    });
    response
}

/// The second line: the number, what it is about, how it came and whose it is.
fn below(
    lang: Lang,
    row: &CaseRow,
    number: &str,
    provisional: Option<String>,
    portrait: bool,
) -> String {
    let category = words::or_dash(lang, row.category_name.as_ref());
    if portrait {
        let or_category = provisional.unwrap_or(category);
        return format!("{number} · {or_category}");
    }
    let channel = row.channel.map(|one| one.sentence().say(lang));
    let facts = [Some(category), channel, row.responsible.clone()];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let title = row.plan_title.get(lang);
    format!("{number} · {} · {title}", facts.join(" · "))
}

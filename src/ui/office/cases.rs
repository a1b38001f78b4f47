//! The list of opinions, a page at a time: found by their words, seen by how long is left, given to whoever answers for them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use egui::{Key, Modifiers, Role, Sense, Ui, Vec2, WidgetInfo};
use zeroize::Zeroizing;

use super::action::{Action, Nav};
use super::case_line::{Line, PICK, head_ui, height};
use super::job::Busy;
use super::screen::Screen;
use crate::app::office::{CasePage, CaseQuery, CaseRow, Command};
use crate::domain::case::{CaseFilter, CaseOrder};
use crate::domain::ids::{CaseNumber, PlanId};
use crate::ui::theme::Theme;
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Lang, key, text};

/// The selected line, those that were picked, and what is looked for.
#[derive(Default)]
pub struct CasesForm {
    /// The line the arrow keys are on.
    pub selected: Option<CaseNumber>,
    /// Those that are done something to together.
    pub picked: BTreeSet<CaseNumber>,
    /// Words that are looked for, as typed.
    pub search: String,
    /// Who is to answer for those picked.
    pub responsible: String,
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
    /// Answers half-written.
    pub drafts: &'a BTreeMap<CaseNumber, Zeroizing<String>>,
    /// Work under way.
    pub busy: Option<&'a Busy>,
}

/// The page.
pub fn cases_ui(ui: &mut Ui, form: &mut CasesForm, view: &CasesView) -> Vec<Action> {
    let lang = view.lang;
    let mut actions = Vec::new();
    widgets::page_title(
        ui,
        text!(lang, "office-cases-title"),
        text!(lang, "office-cases-below"),
    );
    search_ui(ui, form, view, &mut actions);
    filters_ui(ui, view, &mut actions);
    order_ui(ui, view, &mut actions);
    let shown = &view.page.rows;
    if shown.is_empty() {
        let none = if view.page.query.words.is_empty() {
            key!("office-cases-none")
        } else {
            key!("office-cases-not-found")
        };
        widgets::notice(ui, Tone::Good, text(lang, none));
        return actions;
    }
    let known: BTreeSet<CaseNumber> = shown.iter().map(|row| row.number).collect();
    form.picked.retain(|number| known.contains(number));
    together_ui(ui, form, view, &mut actions);
    let moved = keys(ui, form, shown, &mut actions);
    ui.spacing_mut().item_spacing.y = Theme::of(ui).px(4.0);
    head_ui(ui, lang);
    for (row, excerpt) in shown.iter().zip(&view.page.excerpts) {
        let line = Line {
            lang,
            row,
            words: excerpt,
            is_draft: view.drafts.contains_key(&row.number),
        };
        let selected = form.selected == Some(row.number);
        let line = ui.horizontal(|ui| {
            pick_ui(ui, form, lang, row);
            line.show(ui, view.today, selected)
        });
        let line = line.inner;
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

/// Ctrl+F leads here; what is typed is looked for at once, and again when the clerk is back from another errand.
fn search_ui(ui: &mut Ui, form: &mut CasesForm, view: &CasesView, actions: &mut Vec<Action>) {
    let field = widgets::field(
        ui,
        text!(view.lang, "office-cases-search"),
        &mut form.search,
    );
    if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::F)) {
        field.request_focus();
    }
    // A field lets go of the keyboard at this key.
    let was_in = field.has_focus() || field.lost_focus();
    if was_in && ui.input(|input| input.key_pressed(Key::Escape)) {
        form.search.clear();
    }
    let words = form.search.trim();
    if words != view.page.query.words && view.busy.is_none() {
        actions.push(Action::Nav(Nav::List(CaseQuery {
            words: words.to_owned(),
            skip: 0,
            ..view.page.query.clone()
        })));
    }
}

/// In which order.
fn order_ui(ui: &mut Ui, view: &CasesView, actions: &mut Vec<Action>) {
    let query = &view.page.query;
    widgets::flow(ui, |ui| {
        widgets::note(ui, text!(view.lang, "office-cases-order"));
        for (order, key) in [
            (CaseOrder::Due, key!("office-cases-order-due")),
            (CaseOrder::Newest, key!("office-cases-order-newest")),
            (
                CaseOrder::Responsible,
                key!("office-cases-order-responsible"),
            ),
        ] {
            if widgets::chip(ui, text(view.lang, key), query.order == order).clicked() {
                actions.push(Action::Nav(Nav::List(CaseQuery {
                    order,
                    skip: 0,
                    ..query.clone()
                })));
            }
        }
    });
}

/// What is done to those picked.
fn together_ui(ui: &mut Ui, form: &mut CasesForm, view: &CasesView, actions: &mut Vec<Action>) {
    if form.picked.is_empty() {
        return;
    }
    let lang = view.lang;
    widgets::card(ui, |ui| {
        widgets::two_columns(ui, 0.4, |ui, place| {
            if place == 0 {
                let name = text!(lang, "office-cases-hand-to");
                widgets::field(ui, name, &mut form.responsible);
                return;
            }
            let count = form.picked.len();
            widgets::strong(ui, text!(lang, "office-cases-picked", count = count));
            together_do_ui(ui, form, view, actions);
        });
    });
}

fn together_do_ui(ui: &mut Ui, form: &mut CasesForm, view: &CasesView, actions: &mut Vec<Action>) {
    let lang = view.lang;
    widgets::flow(ui, |ui| {
        let ready = !form.responsible.trim().is_empty() && view.busy.is_none();
        let assign = Button::primary(text!(lang, "office-cases-assign"));
        if assign.enabled(ready).show(ui).clicked() {
            actions.push(Action::Run(Command::Assign {
                cases: form.picked.iter().copied().collect(),
                responsible: form.responsible.trim().to_owned(),
            }));
        }
        if widgets::quiet_button(ui, text!(lang, "office-cases-pick-none")).clicked() {
            form.picked.clear();
        }
    });
}

/// The box before a line.
fn pick_ui(ui: &mut Ui, form: &mut CasesForm, lang: Lang, row: &CaseRow) {
    let theme = Theme::of(ui);
    let c = &theme.colours;
    let picked = form.picked.contains(&row.number);
    let size = Vec2::new(theme.px(PICK), height(&theme));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let label = text!(lang, "office-cases-pick", number = row.number);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, picked, &label));
    let edge_length = theme.px(24.0);
    let mark = egui::Rect::from_center_size(rect.center(), Vec2::splat(edge_length));
    let edge = if response.hovered() || response.has_focus() {
        c.accent
    } else {
        c.edge
    };
    let fill = if picked { c.accent } else { c.surface };
    let stroke = egui::Stroke::new(theme.space.stroke, edge);
    ui.painter()
        .rect(mark, theme.px(4.0), fill, stroke, egui::StrokeKind::Inside);
    if picked {
        let at = mark.shrink(edge_length * 0.2);
        widgets::icon::paint(ui.painter(), widgets::Icon::Tick, at, c.accent_ink);
    }
    if response.clicked() && !form.picked.remove(&row.number) {
        form.picked.insert(row.number);
    }
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
            skip: 0,
            ..query.clone()
        })));
    };
    let mut register = false;
    widgets::flow(ui, |ui| {
        for (filter, key) in [
            (CaseFilter::Open, key!("office-cases-open")),
            (CaseFilter::DueToday, key!("office-cases-due-today")),
            (CaseFilter::DueSoon, key!("office-cases-due-soon")),
            (CaseFilter::Overdue, key!("office-cases-overdue")),
            (CaseFilter::Mine, key!("office-cases-mine")),
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

/// Up and down move, the space bar picks, Enter opens; while nothing else has the keyboard.
fn keys(ui: &Ui, form: &mut CasesForm, shown: &[CaseRow], actions: &mut Vec<Action>) -> bool {
    if ui.memory(|memory| memory.focused().is_some()) {
        return false;
    }
    let [up, down, enter, space] = ui.input(|input| {
        [Key::ArrowUp, Key::ArrowDown, Key::Enter, Key::Space].map(|key| input.key_pressed(key))
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
    if space
        && let Some(row) = place.and_then(|place| shown.get(place))
        && !form.picked.remove(&row.number)
    {
        form.picked.insert(row.number);
    }
    if enter && let Some(row) = place.and_then(|place| shown.get(place)) {
        actions.push(Action::Nav(Nav::OpenCase(row.number)));
    }
    next.is_some()
}

//! 评议方案: those on file, and a new one from a file.

use std::path::PathBuf;

use egui::Ui;

use super::action::{Action, DraftFrom, Nav};
use super::screen::Screen;
use crate::app::office::{Command, PlanRow, PlanSource};
use crate::domain::plan::{Plan, Text, shipped};
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Lang, Sentence, key, text};

/// The plan file, and what a plan can be begun from.
pub struct PlansForm {
    /// Its path.
    pub path: String,
    /// The plans that come with the program: what each is called, and its text.
    shipped: Vec<(Text, &'static str)>,
}

impl Default for PlansForm {
    fn default() -> Self {
        let called = |name: &str, title: &str| format!("{} {title}", name.to_uppercase());
        let shipped = shipped().iter().filter_map(|one| {
            let title = Plan::read(one.text).ok()?.plan.title;
            let [zh, en] = Lang::ALL.map(|lang| called(one.name, title.get(lang)));
            Some((Text { zh, en }, one.text))
        });
        Self {
            path: String::new(),
            shipped: shipped.collect(),
        }
    }
}

/// What the page shows.
pub struct PlansView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// Plans on file.
    pub rows: &'a [PlanRow],
    /// Faults of the file tried last, with their lines where known.
    pub faults: &'a [(Option<usize>, Sentence)],
    /// A plan is being written.
    pub is_writing: bool,
}

/// The page.
pub fn plans_ui(ui: &mut Ui, form: &mut PlansForm, view: &PlansView) -> Vec<Action> {
    let lang = view.lang;
    let mut actions = Vec::new();
    widgets::page_title(
        ui,
        text!(lang, "office-plans-title"),
        text!(lang, "office-plans-below"),
    );
    for row in view.rows {
        widgets::card(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                widgets::heading(ui, row.title.get(lang));
                let (key, tone) = if row.open_today {
                    (key!("office-plans-open"), Tone::Good)
                } else {
                    (key!("office-plans-closed"), Tone::Muted)
                };
                widgets::badge(ui, tone, text(lang, key));
            });
            let line = text!(
                lang,
                "office-plans-line",
                id = row.id,
                revision = row.revision,
                source = row.source
            );
            widgets::note(ui, line);
            let (now, change) = if row.enabled {
                (key!("office-plans-carried"), key!("office-plans-disable"))
            } else {
                (key!("office-plans-left-out"), key!("office-plans-enable"))
            };
            ui.horizontal_wrapped(|ui| {
                let tone = if row.enabled { Tone::Info } else { Tone::Warn };
                widgets::badge(ui, tone, text(lang, now));
                if widgets::small_button(ui, text(lang, change)).clicked() {
                    actions.push(Action::Run(Command::EnablePlan {
                        plan: row.id.clone(),
                        enabled: !row.enabled,
                    }));
                }
                if !view.is_writing
                    && widgets::small_button(ui, text!(lang, "office-plans-change")).clicked()
                {
                    let from = DraftFrom::OnFile(row.id.clone());
                    actions.push(Action::Nav(Nav::DraftPlan(from)));
                }
            });
        });
    }
    widgets::card(ui, |ui| write_ui(ui, form, view, &mut actions));
    widgets::card(ui, |ui| {
        widgets::heading(ui, text!(lang, "office-plans-add"));
        widgets::field(ui, text!(lang, "office-plans-path"), &mut form.path);
        let ready = !form.path.trim().is_empty();
        if Button::quiet(text!(lang, "office-plans-do"))
            .enabled(ready)
            .show(ui)
            .clicked()
        {
            let file = PathBuf::from(form.path.trim());
            let is_form = file.extension().is_some_and(|ending| ending == "xlsx");
            actions.push(if is_form {
                Action::Nav(Nav::DraftPlan(DraftFrom::Form(file)))
            } else {
                Action::Run(Command::AddPlan(PlanSource::File(file)))
            });
        }
        for (line, fault) in view.faults {
            let said = line.map_or_else(
                || fault.say(lang),
                |line| text!(lang, "office-plans-fault", line = line, fault = fault),
            );
            widgets::notice(ui, Tone::Seal, said);
        }
    });
    actions
}

/// A plan to be written: the one begun, or what one is begun from.
fn write_ui(ui: &mut Ui, form: &PlansForm, view: &PlansView, actions: &mut Vec<Action>) {
    let lang = view.lang;
    widgets::heading(ui, text!(lang, "office-plans-write"));
    if view.is_writing {
        widgets::flow(ui, |ui| {
            if widgets::small_button(ui, text!(lang, "office-plans-go-on")).clicked() {
                actions.push(Action::Nav(Nav::Go(Screen::PlanEditor)));
            }
            if widgets::small_button(ui, text!(lang, "office-plans-drop")).clicked() {
                actions.push(Action::Nav(Nav::DraftPlan(DraftFrom::Empty)));
                actions.push(Action::Nav(Nav::Go(Screen::Plans)));
            }
        });
        return;
    }
    widgets::note(ui, text!(lang, "office-plans-write-below"));
    widgets::flow(ui, |ui| {
        if widgets::small_button(ui, text!(lang, "office-plans-empty")).clicked() {
            actions.push(Action::Nav(Nav::DraftPlan(DraftFrom::Empty)));
        }
        for (name, text) in &form.shipped {
            if widgets::small_button(ui, name.get(lang)).clicked() {
                let from = DraftFrom::Shipped(text);
                actions.push(Action::Nav(Nav::DraftPlan(from)));
            }
        }
    });
}

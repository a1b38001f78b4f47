//! 评议方案: those on file, and a new one from a file.

use std::path::PathBuf;

use egui::Ui;

use super::action::Action;
use crate::app::office::{Command, PlanRow};
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Lang, Sentence, key, text};

/// The plan file.
#[derive(Default)]
pub struct PlansForm {
    /// Its path.
    pub path: String,
}

/// What the page shows.
pub struct PlansView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// Plans on file.
    pub rows: &'a [PlanRow],
    /// Faults of the file tried last, with their lines where known.
    pub faults: &'a [(Option<usize>, Sentence)],
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
            });
        });
    }
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
            actions.push(Action::Run(Command::AddPlan { file }));
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

//! 评议方案: those on file, and a new one from a file.

use std::path::PathBuf;

use egui::Ui;

use super::action::Action;
use super::parts::{self, Tone, Weight};
use crate::app::office::{Command, PlanRow};
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
    parts::heading(
        ui,
        text!(lang, "office-plans-title"),
        text!(lang, "office-plans-below"),
    );
    for row in view.rows {
        parts::card(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                parts::subheading(ui, row.title.get(lang));
                let (key, tone) = if row.open_today {
                    (key!("office-plans-open"), Tone::Good)
                } else {
                    (key!("office-plans-closed"), Tone::Muted)
                };
                parts::pill(ui, text(lang, key), tone);
            });
            let line = text!(
                lang,
                "office-plans-line",
                id = row.id,
                revision = row.revision,
                source = row.source
            );
            parts::soft(ui, line);
            let (now, change) = if row.enabled {
                (key!("office-plans-carried"), key!("office-plans-disable"))
            } else {
                (key!("office-plans-left-out"), key!("office-plans-enable"))
            };
            ui.horizontal_wrapped(|ui| {
                let tone = if row.enabled { Tone::Info } else { Tone::Warn };
                parts::pill(ui, text(lang, now), tone);
                if parts::chip(ui, text(lang, change), false).clicked() {
                    actions.push(Action::Run(Command::EnablePlan {
                        plan: row.id.clone(),
                        enabled: !row.enabled,
                    }));
                }
            });
        });
    }
    parts::card(ui, |ui| {
        parts::subheading(ui, text!(lang, "office-plans-add"));
        parts::field(ui, &text!(lang, "office-plans-path"), &mut form.path, false);
        let ready = !form.path.trim().is_empty();
        if parts::button_if(ui, ready, text!(lang, "office-plans-do"), Weight::Plain).clicked() {
            let file = PathBuf::from(form.path.trim());
            actions.push(Action::Run(Command::AddPlan { file }));
        }
        for (line, fault) in view.faults {
            let said = line.map_or_else(
                || fault.say(lang),
                |line| text!(lang, "office-plans-fault", line = line, fault = fault),
            );
            parts::banner(ui, Tone::Seal, said);
        }
    });
    actions
}

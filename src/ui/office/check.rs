//! The recount: every figure against the original batches.

use egui::Ui;

use super::action::Action;
use super::job::Busy;
use crate::app::office::{Command, VerifyReport};
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Lang, text};

/// What the page shows.
pub struct CheckView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// The last recount.
    pub report: Option<&'a VerifyReport>,
    /// Work under way.
    pub busy: Option<&'a Busy>,
}

/// The page. It has no form: everything is counted, always.
pub fn check_ui(ui: &mut Ui, view: &CheckView) -> Vec<Action> {
    let lang = view.lang;
    let mut actions = Vec::new();
    widgets::page_title(
        ui,
        text!(lang, "office-check-title"),
        text!(lang, "office-check-below"),
    );
    if let Some(busy) = view.busy {
        widgets::progress_bar(ui, busy.done, busy.total, &busy.say(lang));
    }
    if let Some(report) = view.report {
        let said = text!(
            lang,
            "office-check-counted",
            batches = report.batches,
            ratings = report.ratings,
            opinions = report.opinions,
            cells = report.cells,
            ledger = report.ledger_entries
        );
        if report.differences.is_empty() {
            widgets::notice_with(ui, Tone::Good, |ui| {
                widgets::heading(ui, text!(lang, "office-check-good"));
                widgets::body(ui, said);
            });
        } else {
            let count = report.differences.len();
            widgets::notice(
                ui,
                Tone::Seal,
                text!(lang, "office-check-bad", count = count),
            );
            widgets::note(ui, said);
            for difference in &report.differences {
                widgets::card(ui, |ui| widgets::body(ui, difference.sentence().say(lang)));
            }
        }
    }
    let ready = view.busy.is_none();
    if Button::primary(text!(lang, "office-check-do"))
        .enabled(ready)
        .show(ui)
        .clicked()
    {
        actions.push(Action::Run(Command::Verify));
    }
    actions
}

//! The recount: every figure against the original batches.

use egui::Ui;

use super::action::Action;
use super::job::Busy;
use super::parts::{self, Tone, Weight};
use crate::app::office::{Command, VerifyReport};
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
    parts::heading(
        ui,
        text!(lang, "office-check-title"),
        text!(lang, "office-check-below"),
    );
    if let Some(busy) = view.busy {
        parts::progress(ui, lang, busy);
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
            parts::panel(ui, Tone::Good, |ui| {
                parts::subheading(ui, text!(lang, "office-check-good"));
                parts::body(ui, said);
            });
        } else {
            let count = report.differences.len();
            parts::banner(
                ui,
                Tone::Seal,
                text!(lang, "office-check-bad", count = count),
            );
            parts::soft(ui, said);
            for difference in &report.differences {
                parts::card(ui, |ui| parts::body(ui, difference.sentence().say(lang)));
            }
        }
    }
    let ready = view.busy.is_none();
    if parts::button_if(ui, ready, text!(lang, "office-check-do"), Weight::Main).clicked() {
        actions.push(Action::Run(Command::Verify));
    }
    actions
}

//! The recount: every figure against the original batches; the ledger and its witnesses; and the backup.

use std::path::PathBuf;

use egui::Ui;

use super::action::Action;
use super::job::Busy;
use super::{ledger, words};
use crate::app::office::{BackupStanding, Command, LedgerPage, VerifyReport};
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Lang, text};

/// Where a backup goes.
#[derive(Default)]
pub struct CheckForm {
    /// A folder on a disk that is kept apart.
    pub place: String,
}

/// What the page shows.
pub struct CheckView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// The last recount.
    pub report: Option<&'a VerifyReport>,
    /// How far the ledger has come, and who testifies to it.
    pub ledger: Option<&'a LedgerPage>,
    /// When the last backup was made.
    pub backup: Option<BackupStanding>,
    /// Work under way.
    pub busy: Option<&'a Busy>,
}

/// The page. Everything is counted, always.
pub fn check_ui(ui: &mut Ui, form: &mut CheckForm, view: &CheckView) -> Vec<Action> {
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
    if let Some(page) = view.ledger {
        ledger::ledger_ui(ui, lang, page);
    }
    backup_ui(ui, form, view, &mut actions);
    actions
}

/// When the last backup was made, and where the next one goes.
fn backup_ui(ui: &mut Ui, form: &mut CheckForm, view: &CheckView, actions: &mut Vec<Action>) {
    let lang = view.lang;
    widgets::card(ui, |ui| {
        widgets::heading(ui, text!(lang, "office-backup-title"));
        let last = view.backup.and_then(|backup| backup.last);
        let said = last.map_or_else(
            || text!(lang, "office-backup-none"),
            |day| text!(lang, "office-backup-last", day = words::full_day(lang, day)),
        );
        widgets::strong(ui, said);
        widgets::body(ui, text!(lang, "office-backup-text"));
        widgets::field(ui, text!(lang, "office-backup-place"), &mut form.place);
        let place = form.place.trim();
        let ready = view.busy.is_none() && !place.is_empty();
        let make = Button::quiet(text!(lang, "office-backup-do"));
        if make.enabled(ready).show(ui).clicked() {
            let place = PathBuf::from(place);
            actions.push(Action::Run(Command::BackUp { place }));
        }
    });
}

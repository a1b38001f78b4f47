//! Right after the founding: the recovery sheet, to be printed and locked away before anything else.

use egui::Ui;

use super::action::{Action, Nav};
use super::parts::{self, Tone, Weight};
use super::screen::Screen;
use super::view::Snapshot;
use crate::words::{Key, Lang, key, text};

/// What the page shows.
pub struct RecoveryView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// Everything the office knows.
    pub snapshot: &'a Snapshot,
}

/// The page. It has no form: it is read and printed.
pub fn recovery_ui(ui: &mut Ui, view: &RecoveryView) -> Vec<Action> {
    let mut actions = Vec::new();
    let say = |key: Key| text(view.lang, key);
    let Snapshot {
        summary,
        folder,
        recovery_sheet,
        ..
    } = view.snapshot;
    parts::heading(ui, say(key!("office-recovery-title")), summary.name.clone());
    parts::panel(ui, Tone::Warn, |ui| {
        parts::strong(ui, say(key!("office-recovery-print")));
        parts::body(ui, say(key!("office-recovery-text")));
    });
    parts::card(ui, |ui| {
        if let Some(sheet) = recovery_sheet {
            parts::fact(
                ui,
                say(key!("office-recovery-file")),
                sheet.display().to_string(),
            );
        }
        parts::fact(
            ui,
            say(key!("office-about-fingerprint")),
            summary.fingerprint.clone(),
        );
        parts::fact(
            ui,
            say(key!("office-about-folder")),
            folder.display().to_string(),
        );
    });
    if parts::button(ui, say(key!("office-recovery-on")), Weight::Main).clicked() {
        actions.push(Action::Nav(Nav::Go(Screen::Week)));
    }
    actions
}

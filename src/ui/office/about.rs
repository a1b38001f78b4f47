//! Keys, folders, language, version.

use egui::Ui;

use super::action::{Action, Nav};
use super::parts::{self, Tone, Weight};
use super::view::Snapshot;
use crate::app::office::Command;
use crate::words::{Lang, key, text};

/// What the page shows.
pub struct AboutView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// Everything the office knows.
    pub snapshot: &'a Snapshot,
    /// The program's version.
    pub version: &'a str,
}

/// The page. It has no form: nothing here is typed.
pub fn about_ui(ui: &mut Ui, view: &AboutView) -> Vec<Action> {
    let lang = view.lang;
    let mut actions = Vec::new();
    let summary = &view.snapshot.summary;
    parts::heading(ui, text!(lang, "office-about-title"), summary.name.clone());
    parts::card(ui, |ui| {
        let head = if summary.ledger_head.is_empty() {
            "—"
        } else {
            &summary.ledger_head
        };
        for (key, value) in [
            (
                key!("office-about-fingerprint"),
                summary.fingerprint.clone(),
            ),
            (
                key!("office-about-community"),
                summary.community.to_string(),
            ),
            (key!("office-about-ledger"), head.to_owned()),
            (
                key!("office-about-folder"),
                view.snapshot.folder.display().to_string(),
            ),
            (key!("office-about-version"), view.version.to_owned()),
        ] {
            parts::fact(ui, text(lang, key), value);
        }
    });
    if let Some(path) = &view.snapshot.recovery_sheet {
        parts::panel(ui, Tone::Warn, |ui| {
            parts::strong(ui, text!(lang, "office-found-recovery"));
            parts::body(ui, path.display().to_string());
            parts::soft(ui, text!(lang, "office-found-recovery-text"));
        });
    }
    parts::flow(ui, |ui| {
        if parts::chip(ui, "中文", lang == Lang::Zh).clicked() {
            actions.push(Action::Nav(Nav::Speak(Lang::Zh)));
        }
        if parts::chip(ui, "English", lang == Lang::En).clicked() {
            actions.push(Action::Nav(Nav::Speak(Lang::En)));
        }
    });
    parts::flow(ui, |ui| {
        if parts::button(ui, text!(lang, "office-lock"), Weight::Plain).clicked() {
            actions.push(Action::Nav(Nav::Lock));
        }
        if parts::button(ui, text!(lang, "office-about-recovery"), Weight::Plain).clicked() {
            actions.push(Action::Run(Command::WriteRecoverySheet));
        }
    });
    actions
}

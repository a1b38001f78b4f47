//! Keys, folders, language, version.

use egui::Ui;
use zeroize::Zeroizing;

use super::action::{Action, Nav};
use super::parts::{self, Weight};
use super::screen::Screen;
use super::view::Snapshot;
use crate::app::office::Command;
use crate::words::{Key, Lang, key, text};

/// What the page shows.
pub struct AboutView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// Everything the office knows.
    pub snapshot: &'a Snapshot,
    /// The program's version.
    pub version: &'a str,
}

/// Somebody who is to be admitted.
#[derive(Default)]
pub struct AboutForm {
    /// As colleagues call them.
    pub name: String,
    /// Theirs.
    pub passphrase: Zeroizing<String>,
    /// The same once more.
    pub again: Zeroizing<String>,
}

/// The page.
pub fn about_ui(ui: &mut Ui, form: &mut AboutForm, view: &AboutView) -> Vec<Action> {
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
    people_ui(ui, form, view, &mut actions);
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
        if parts::button(ui, text!(lang, "office-recovery-title"), Weight::Plain).clicked() {
            actions.push(Action::Nav(Nav::Go(Screen::Recovery)));
        }
    });
    actions
}

/// Who works here, and somebody who is to.
fn people_ui(ui: &mut Ui, form: &mut AboutForm, view: &AboutView, actions: &mut Vec<Action>) {
    let say = |key: Key| text(view.lang, key);
    parts::card(ui, |ui| {
        parts::subheading(ui, say(key!("office-people-title")));
        for person in &view.snapshot.people {
            parts::flow(ui, |ui| {
                parts::strong(ui, person.name.clone());
                let standing = match (person.removed_on, person.own) {
                    (Some(day), _) => {
                        text!(view.lang, "office-people-removed", day = day)
                    }
                    (None, true) => say(key!("office-people-own")),
                    (None, false) => {
                        text!(view.lang, "office-people-since", day = person.since)
                    }
                };
                parts::soft(ui, standing);
                let removable = person.removed_on.is_none() && !person.own;
                if removable && parts::chip(ui, say(key!("office-people-remove")), false).clicked()
                {
                    let person = person.person.clone();
                    actions.push(Action::Run(Command::RemovePerson { person }));
                }
            });
        }
        parts::soft(ui, say(key!("office-people-text")));
        ui.columns(3, |columns| {
            let [name, first, again] = columns else {
                return;
            };
            parts::field(
                name,
                &say(key!("office-people-name")),
                &mut form.name,
                false,
            );
            let words = say(key!("office-people-passphrase"));
            parts::field(first, &words, &mut form.passphrase, true);
            parts::field(
                again,
                &say(key!("office-found-again")),
                &mut form.again,
                true,
            );
        });
        let ready = !form.name.trim().is_empty()
            && form.passphrase.chars().count() >= 8
            && form.passphrase == form.again;
        let add = say(key!("office-people-add"));
        if parts::button_if(ui, ready, add, Weight::Plain).clicked() {
            actions.push(Action::Run(Command::AdmitPerson {
                name: form.name.trim().to_owned(),
                passphrase: form.passphrase.clone().into(),
            }));
        }
    });
}

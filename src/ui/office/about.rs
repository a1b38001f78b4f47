//! Keys, folders, language, version.

use egui::Ui;
use zeroize::Zeroizing;

use super::action::{Action, Nav};
use super::screen::Screen;
use super::setup::passphrase_lacks;
use super::view::Snapshot;
use crate::app::office::{Command, PeopleCommand};
use crate::ui::widgets::{self, Button};
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
    widgets::page_title(ui, text!(lang, "office-about-title"), summary.name.clone());
    widgets::card(ui, |ui| {
        let head = if summary.ledger_head.is_empty() {
            "—"
        } else {
            &summary.ledger_head
        };
        let facts = [
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
        ];
        widgets::tiles(ui, facts.len(), 2, |ui, place, _| {
            if let Some((key, value)) = facts.get(place) {
                widgets::fact(ui, text(lang, *key), value);
            }
        });
    });
    people_ui(ui, form, view, &mut actions);
    widgets::flow(ui, |ui| {
        if widgets::chip(ui, "中文", lang == Lang::Zh).clicked() {
            actions.push(Action::Nav(Nav::Speak(Lang::Zh)));
        }
        if widgets::chip(ui, "English", lang == Lang::En).clicked() {
            actions.push(Action::Nav(Nav::Speak(Lang::En)));
        }
    });
    widgets::flow(ui, |ui| {
        if widgets::quiet_button(ui, text!(lang, "office-lock")).clicked() {
            actions.push(Action::Nav(Nav::Lock));
        }
        if widgets::quiet_button(ui, text!(lang, "office-recovery-title")).clicked() {
            actions.push(Action::Nav(Nav::Go(Screen::Recovery)));
        }
    });
    actions
}

/// Who works here, and somebody who is to.
fn people_ui(ui: &mut Ui, form: &mut AboutForm, view: &AboutView, actions: &mut Vec<Action>) {
    let say = |key: Key| text(view.lang, key);
    widgets::card(ui, |ui| {
        widgets::heading(ui, say(key!("office-people-title")));
        for person in &view.snapshot.people {
            widgets::flow(ui, |ui| {
                widgets::strong(ui, person.name.clone());
                let standing = match (person.removed_on, person.own) {
                    (Some(day), _) => {
                        text!(view.lang, "office-people-removed", day = day)
                    }
                    (None, true) => say(key!("office-people-own")),
                    (None, false) => {
                        text!(view.lang, "office-people-since", day = person.since)
                    }
                };
                widgets::note(ui, standing);
                let removable = person.removed_on.is_none() && !person.own;
                if removable
                    && widgets::small_button(ui, say(key!("office-people-remove"))).clicked()
                {
                    let person = person.person.clone();
                    actions.push(Action::Run(Command::People(PeopleCommand::Remove {
                        person,
                    })));
                }
            });
        }
        opening_ui(ui, view, actions);
        widgets::note(ui, say(key!("office-people-text")));
        widgets::beside(ui, 3, |ui, place, _| {
            match place {
                0 => widgets::field(ui, say(key!("office-people-name")), &mut form.name),
                1 => {
                    let name = say(key!("office-people-passphrase"));
                    widgets::secret_field(ui, name, &mut form.passphrase)
                }
                _ => widgets::secret_field(ui, say(key!("office-found-again")), &mut form.again),
            };
        });
        let lacks = passphrase_lacks(&form.passphrase, &form.again);
        let ready = !form.name.trim().is_empty() && lacks.is_none();
        if let Some(lacks) = lacks.filter(|_| !form.passphrase.is_empty()) {
            widgets::note(ui, lacks.say(view.lang));
        }
        let add = say(key!("office-people-add"));
        if Button::quiet(add).enabled(ready).show(ui).clicked() {
            actions.push(Action::Run(Command::People(PeopleCommand::Admit {
                name: form.name.trim().to_owned(),
                passphrase: form.passphrase.clone().into(),
            })));
        }
    });
}

/// Who opens the office, since when its key holds, and both to be changed.
fn opening_ui(ui: &mut Ui, view: &AboutView, actions: &mut Vec<Action>) {
    let say = |key: Key| text(view.lang, key);
    let opening = &view.snapshot.opening;
    let (how, other) = if opening.two_persons {
        (
            key!("office-people-together"),
            key!("office-people-two-off"),
        )
    } else {
        (key!("office-people-alone"), key!("office-people-two-on"))
    };
    widgets::strong(ui, say(how));
    widgets::note(
        ui,
        match opening.renewed_on {
            None => say(key!("office-people-key-first")),
            Some(day) => text!(view.lang, "office-people-key-day", day = day),
        },
    );
    let working = view.snapshot.people.iter();
    let working = working.filter(|person| person.removed_on.is_none()).count();
    let may_change = !view.snapshot.summary.trial && (opening.two_persons || working >= 2);
    widgets::flow(ui, |ui| {
        let mut ask = |command| actions.push(Action::Run(Command::People(command)));
        if widgets::small_button(ui, say(key!("office-people-renew"))).clicked() {
            ask(PeopleCommand::RenewOpeningKey);
        }
        if may_change && widgets::small_button(ui, say(other)).clicked() {
            let two_persons = !opening.two_persons;
            ask(PeopleCommand::TakeTwoPersons { two_persons });
        }
    });
}

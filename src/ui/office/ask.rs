//! What is believed only when somebody types it: a date that cannot be, a week that has not come.

use std::path::PathBuf;

use egui::Ui;

use super::action::{Action, Nav};
use super::job::{Doubt, Job};
use crate::app::office::Command;
use crate::domain::time::{Week, typed_day};
use crate::ui::widgets::{self, Button};
use crate::words::{Key, Lang, Sentence, key, sentence, text};

/// What is typed.
#[derive(Default)]
pub struct AskForm {
    /// The date or the week.
    pub typed: String,
}

/// Work that waits.
pub struct Ask {
    /// What is in doubt.
    pub doubt: Doubt,
    /// What is told about it: what happened, then what to do.
    pub sentence: Sentence,
    /// The work.
    pub commands: Vec<Command>,
}

impl Ask {
    /// Loading batches of a week that has not come yet.
    #[must_use]
    pub fn of_week(week: Week, stick: PathBuf) -> Self {
        Self {
            doubt: Doubt::Week(week),
            sentence: sentence!("office-ask-week", week = week),
            commands: vec![Command::Load { stick }],
        }
    }

    /// Whether this is what is in doubt, typed.
    #[must_use]
    pub fn is_typed(&self, typed: &str) -> bool {
        match self.doubt {
            Doubt::Day(day) => typed_day(typed) == Some(day),
            Doubt::Week(week) => typed.trim().to_ascii_uppercase().parse() == Ok(week),
        }
    }

    /// The work, after what was typed.
    #[must_use]
    pub fn confirmed(self) -> Job {
        let mut commands = vec![self.doubt.confirmed()];
        commands.extend(self.commands);
        Job::Run(commands)
    }
}

/// The question over the page.
pub fn ask_ui(ui: &mut Ui, lang: Lang, ask: &Ask, form: &mut AskForm) -> Vec<Action> {
    let mut actions = Vec::new();
    let say = |key: Key| text(lang, key);
    let question = widgets::dialog(ui, "ask", |ui| {
        widgets::heading(ui, say(key!("office-ask-title")));
        widgets::body(ui, ask.sentence.say(lang));
        let name = match ask.doubt {
            Doubt::Day(_) => say(key!("office-ask-day-field")),
            Doubt::Week(_) => say(key!("office-ask-week-field")),
        };
        widgets::field(ui, name, &mut form.typed);
        widgets::flow(ui, |ui| {
            if widgets::primary_button(ui, say(key!("office-ask-stay"))).clicked() {
                actions.push(Action::Nav(Nav::Stay));
            }
            let ready = ask.is_typed(&form.typed);
            if Button::quiet(say(key!("office-ask-go")))
                .enabled(ready)
                .show(ui)
                .clicked()
            {
                actions.push(Action::Nav(Nav::Confirm));
            }
        });
    });
    if question.should_close() {
        actions.push(Action::Nav(Nav::Stay));
    }
    actions
}

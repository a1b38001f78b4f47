//! What is believed only when somebody types it: a date that cannot be, a week that has not come.

use std::path::PathBuf;

use egui::{Modal, Ui};

use super::action::{Action, Nav};
use super::job::{Doubt, Job};
use super::parts::{self, Weight};
use crate::app::office::Command;
use crate::domain::time::{Week, typed_day};
use crate::ui::theme::Theme;
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
    let response = Modal::new(egui::Id::unique("ask")).show(ui.ctx(), |ui| {
        ui.set_max_width(Theme::of(ui).px(760.0));
        parts::subheading(ui, say(key!("office-ask-title")));
        parts::body(ui, ask.sentence.say(lang));
        let name = match ask.doubt {
            Doubt::Day(_) => say(key!("office-ask-day-field")),
            Doubt::Week(_) => say(key!("office-ask-week-field")),
        };
        parts::field(ui, &name, &mut form.typed, false);
        parts::flow(ui, |ui| {
            if parts::button(ui, say(key!("office-ask-stay")), Weight::Main).clicked() {
                actions.push(Action::Nav(Nav::Stay));
            }
            let ready = ask.is_typed(&form.typed);
            if parts::button_if(ui, ready, say(key!("office-ask-go")), Weight::Plain).clicked() {
                actions.push(Action::Nav(Nav::Confirm));
            }
        });
    });
    if response.should_close() {
        actions.push(Action::Nav(Nav::Stay));
    }
    actions
}

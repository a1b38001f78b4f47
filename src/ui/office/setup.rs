//! No office yet: make one, or try.

use egui::Ui;
use zeroize::Zeroizing;

use super::action::{Action, Entry, Nav};
use super::job::Busy;
use super::parts::{self, Tone, Weight};
use super::screen::Screen;
use crate::app::office::InitForm;
use crate::words::{Key, Lang, key, text};

/// What is typed while an office is made.
#[derive(Default)]
pub struct SetupForm {
    /// The community's name.
    pub name: String,
    /// Where residents may ask.
    pub place: String,
    /// Whom they may call.
    pub telephone: String,
    /// Who founds it, as colleagues call them.
    pub person: String,
    /// The passphrase.
    pub passphrase: Zeroizing<String>,
    /// The passphrase once more.
    pub again: Zeroizing<String>,
}

impl SetupForm {
    /// What was typed, for an office whose first person is called `person` where nobody typed a name.
    fn init(&self, person: String) -> InitForm {
        InitForm {
            name: self.name.trim().to_owned(),
            office_place: self.place.trim().to_owned(),
            telephone: self.telephone.trim().to_owned(),
            person: match self.person.trim() {
                "" => person,
                name => name.to_owned(),
            },
            passphrase: self.passphrase.clone(),
            trial: false,
            record: None,
        }
    }

    /// What still keeps the office from being made; a key.
    #[must_use]
    pub fn lacks(&self) -> Option<Key> {
        let empty = |text: &str| text.trim().is_empty();
        if empty(&self.name) || empty(&self.place) || empty(&self.telephone) {
            Some(key!("office-found-lacks-fields"))
        } else if self.passphrase.chars().count() < 8 {
            Some(key!("office-found-lacks-length"))
        } else if self.passphrase != self.again {
            Some(key!("office-found-lacks-same"))
        } else {
            None
        }
    }
}

/// The trial office, while the real one is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trial {
    /// There is none that the window works in.
    None,
    /// The window stands before its door.
    Locked,
    /// It is open behind this page.
    Open,
}

/// What the page shows.
pub struct SetupView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// The trial office.
    pub trial: Trial,
    /// Work under way.
    pub busy: Option<&'a Busy>,
}

/// The page.
pub fn setup_ui(ui: &mut Ui, form: &mut SetupForm, view: &SetupView) -> Vec<Action> {
    let mut actions = Vec::new();
    let say = |key: Key| text(view.lang, key);
    let below = match view.trial {
        Trial::None => key!("office-found-below"),
        Trial::Locked | Trial::Open => key!("office-found-below-trial"),
    };
    parts::heading(ui, say(key!("office-found-title")), say(below));
    if let Some(busy) = view.busy {
        parts::progress(ui, view.lang, busy);
        return actions;
    }
    let real = |ui: &mut Ui, actions: &mut Vec<Action>| {
        parts::card(ui, |ui| {
            parts::subheading(ui, say(key!("office-found-real")));
            parts::field(ui, &say(key!("office-found-name")), &mut form.name, false);
            ui.columns(2, |columns| {
                let [left, right] = columns else { return };
                let (place, telephone) = (
                    say(key!("office-found-place")),
                    say(key!("office-found-telephone")),
                );
                parts::field(left, &place, &mut form.place, false);
                parts::field(right, &telephone, &mut form.telephone, false);
            });
            parts::field(
                ui,
                &say(key!("office-found-person")),
                &mut form.person,
                false,
            );
            ui.columns(2, |columns| {
                let [left, right] = columns else { return };
                let (first, again) = (
                    say(key!("office-found-passphrase")),
                    say(key!("office-found-again")),
                );
                parts::field(left, &first, &mut form.passphrase, true);
                parts::field(right, &again, &mut form.again, true);
            });
            parts::soft(ui, say(form.lacks().unwrap_or(key!("office-found-ready"))));
            let ready = form.lacks().is_none();
            let make = say(key!("office-found-make"));
            if parts::button_if(ui, ready, make, Weight::Main).clicked() {
                let form = form.init(say(key!("app-office-first-person")));
                actions.push(Action::Enter(Entry::Found(form)));
            }
        });
    };
    let trial = |ui: &mut Ui, actions: &mut Vec<Action>| {
        parts::card(ui, |ui| {
            parts::subheading(ui, say(key!("office-found-trial")));
            parts::body(ui, say(key!("office-found-trial-text")));
            let (label, action) = match view.trial {
                Trial::None | Trial::Locked => (
                    key!("office-found-trial-open"),
                    Action::Enter(Entry::OpenTrial),
                ),
                Trial::Open => (
                    key!("office-found-trial-back"),
                    Action::Nav(Nav::Go(Screen::Week)),
                ),
            };
            if parts::button(ui, say(label), Weight::Plain).clicked() {
                actions.push(action);
            }
        });
        ui.add_space(12.0);
        parts::panel(ui, Tone::Warn, |ui| {
            parts::strong(ui, say(key!("office-found-recovery")));
            parts::body(ui, say(key!("office-found-recovery-text")));
        });
    };
    parts::halves(ui, &mut actions, real, trial);
    actions
}

//! No office yet: make one, or try.

use egui::Ui;
use zeroize::Zeroizing;

use super::action::{Action, Entry, Nav};
use super::job::Busy;
use super::restore::{RestoreForm, restore_ui};
use super::screen::Screen;
use crate::app::office::{Confidential, InitForm, judge_passphrase};
use crate::fault::Fault as _;
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Key, Lang, Sentence, key, sentence, text};

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
    /// One that the program proposes, to be written down and typed.
    pub proposed: Option<Confidential>,
    /// What is put back instead.
    pub restore: RestoreForm,
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
    pub fn lacks(&self) -> Option<Sentence> {
        let empty = |text: &str| text.trim().is_empty();
        if empty(&self.name) || empty(&self.place) || empty(&self.telephone) {
            Some(sentence!("office-found-lacks-fields"))
        } else {
            passphrase_lacks(&self.passphrase, &self.again)
        }
    }
}

/// What a new passphrase, typed twice, still lacks.
pub(super) fn passphrase_lacks(passphrase: &str, again: &str) -> Option<Sentence> {
    match judge_passphrase(passphrase) {
        Err(refused) => Some(refused.sentence()),
        Ok(()) if passphrase != again => Some(sentence!("office-found-lacks-same")),
        Ok(()) => None,
    }
}

/// Where a new passphrase is typed twice, or one is proposed.
pub(super) fn passphrase_ui(
    ui: &mut Ui,
    lang: Lang,
    (passphrase, again): (&mut String, &mut String),
    proposed: Option<&Confidential>,
) -> Option<Action> {
    let say = |key: Key| text(lang, key);
    widgets::beside(ui, 2, |ui, place, _| {
        let (key, value) = if place == 0 {
            (key!("office-found-passphrase"), &mut *passphrase)
        } else {
            (key!("office-found-again"), &mut *again)
        };
        widgets::secret_field(ui, say(key), value);
    });
    if let Some(proposed) = proposed {
        widgets::note(ui, say(key!("office-proposed")));
        widgets::strong(ui, &**proposed);
    }
    let propose = widgets::small_button(ui, say(key!("office-propose")));
    propose.clicked().then_some(Action::Nav(Nav::Propose))
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
    widgets::page_title(ui, say(key!("office-found-title")), say(below));
    if let Some(busy) = view.busy {
        widgets::progress_bar(ui, busy.done, busy.total, &busy.say(view.lang));
        return actions;
    }
    widgets::two_columns(ui, 0.6, |ui, place| {
        if place == 0 {
            widgets::card(ui, |ui| real_ui(ui, form, view.lang, &mut actions));
        } else {
            widgets::card(ui, |ui| trial_ui(ui, view, &mut actions));
            widgets::card(ui, |ui| {
                restore_ui(ui, &mut form.restore, view.lang, &mut actions);
            });
            widgets::notice_with(ui, Tone::Warn, |ui| {
                widgets::strong(ui, say(key!("office-found-recovery")));
                widgets::body(ui, say(key!("office-found-recovery-text")));
            });
        }
    });
    actions
}

fn real_ui(ui: &mut Ui, form: &mut SetupForm, lang: Lang, actions: &mut Vec<Action>) {
    let say = |key: Key| text(lang, key);
    widgets::heading(ui, say(key!("office-found-real")));
    widgets::field(ui, say(key!("office-found-name")), &mut form.name);
    widgets::beside(ui, 2, |ui, place, _| {
        let (key, value) = if place == 0 {
            (key!("office-found-place"), &mut form.place)
        } else {
            (key!("office-found-telephone"), &mut form.telephone)
        };
        widgets::field(ui, say(key), value);
    });
    widgets::field(ui, say(key!("office-found-person")), &mut form.person);
    let typed = (&mut *form.passphrase, &mut *form.again);
    actions.extend(passphrase_ui(ui, lang, typed, form.proposed.as_ref()));
    let lacks = form.lacks();
    let ready = lacks.is_none();
    let said = lacks.unwrap_or(sentence!("office-found-ready"));
    widgets::note(ui, said.say(lang));
    let make = Button::primary(say(key!("office-found-make")));
    if make.enabled(ready).show(ui).clicked() {
        let form = form.init(say(key!("app-office-first-person")));
        actions.push(Action::Enter(Entry::Found(form)));
    }
}

fn trial_ui(ui: &mut Ui, view: &SetupView, actions: &mut Vec<Action>) {
    let say = |key: Key| text(view.lang, key);
    widgets::heading(ui, say(key!("office-found-trial")));
    widgets::body(ui, say(key!("office-found-trial-text")));
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
    if widgets::quiet_button(ui, say(label)).clicked() {
        actions.push(action);
    }
}

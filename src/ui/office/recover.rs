//! Every passphrase is lost: the recovery sheet opens the office.

use egui::Ui;
use zeroize::Zeroizing;

use super::action::{Action, Entry, Nav};
use super::job::Busy;
use super::screen::Screen;
use super::setup::{passphrase_lacks, passphrase_ui};
use crate::app::office::Confidential;
use crate::ui::widgets::{self, Button};
use crate::words::{Key, Lang, Sentence, key, sentence, text};

/// How many digits a sheet has.
const DIGITS: usize = 50;

/// What is typed.
#[derive(Default)]
pub struct RecoverForm {
    /// The ten groups.
    pub digits: Zeroizing<String>,
    /// Who opens it, as colleagues call them.
    pub name: String,
    /// Their new passphrase.
    pub passphrase: Zeroizing<String>,
    /// The same once more.
    pub again: Zeroizing<String>,
    /// One that the program proposes, to be written down and typed.
    pub proposed: Option<Confidential>,
}

impl RecoverForm {
    fn lacks(&self) -> Option<Sentence> {
        if self.digits.chars().filter(char::is_ascii_digit).count() != DIGITS {
            Some(sentence!("office-recover-lacks-digits"))
        } else if self.name.trim().is_empty() {
            Some(sentence!("office-recover-lacks-name"))
        } else {
            passphrase_lacks(&self.passphrase, &self.again)
        }
    }
}

/// What the page shows.
pub struct RecoverView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// The community's name.
    pub name: &'a str,
    /// Work under way.
    pub busy: Option<&'a Busy>,
}

/// The page. What was typed stays until the office is open: a group mistyped is named, and only that one is typed again.
pub fn recover_ui(ui: &mut Ui, form: &mut RecoverForm, view: &RecoverView) -> Vec<Action> {
    let mut actions = Vec::new();
    let say = |key: Key| text(view.lang, key);
    widgets::page_title(ui, view.name, say(key!("office-recover-title")));
    if let Some(busy) = view.busy {
        widgets::progress_bar(ui, busy.done, busy.total, &busy.say(view.lang));
        return actions;
    }
    widgets::card(ui, |ui| {
        widgets::body(ui, say(key!("office-recover-text")));
        widgets::field(ui, say(key!("office-recover-digits")), &mut form.digits);
        widgets::field(ui, say(key!("office-recover-name")), &mut form.name);
        let typed = (&mut *form.passphrase, &mut *form.again);
        actions.extend(passphrase_ui(ui, view.lang, typed, form.proposed.as_ref()));
        let lacks = form.lacks();
        let ready = lacks.is_none();
        let said = lacks.unwrap_or(sentence!("office-recover-ready"));
        widgets::note(ui, said.say(view.lang));
        widgets::flow(ui, |ui| {
            let open = Button::primary(say(key!("office-recover-do"))).enabled(ready);
            if open.show(ui).clicked() {
                actions.push(Action::Enter(Entry::Recover {
                    digits: form.digits.clone().into(),
                    name: form.name.trim().to_owned(),
                    passphrase: form.passphrase.clone().into(),
                }));
            }
            if widgets::quiet_button(ui, say(key!("office-recover-back"))).clicked() {
                actions.push(Action::Nav(Nav::Go(Screen::Unlock)));
            }
        });
    });
    actions
}

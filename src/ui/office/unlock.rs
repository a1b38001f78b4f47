//! The passphrase.

use egui::Ui;
use zeroize::Zeroizing;

use super::action::{Action, Entry, Nav};
use super::job::Busy;
use super::parts::{self, Tone, Weight};
use crate::words::{Key, Lang, key, text};

/// What is typed.
#[derive(Default)]
pub struct UnlockForm {
    /// The passphrase, masked on the screen.
    pub passphrase: Zeroizing<String>,
    /// The last one did not fit.
    pub wrong: bool,
}

/// What the page shows.
pub struct UnlockView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// The community's name.
    pub name: &'a str,
    /// 体验模式
    pub trial: bool,
    /// A real office can still be made beside it.
    pub may_found: bool,
    /// Work under way.
    pub busy: Option<&'a Busy>,
}

/// The page.
pub fn unlock_ui(ui: &mut Ui, form: &mut UnlockForm, view: &UnlockView) -> Vec<Action> {
    let mut actions = Vec::new();
    let say = |key: Key| text(view.lang, key);
    parts::heading(ui, view.name, say(key!("office-unlock-below")));
    if let Some(busy) = view.busy {
        parts::progress(ui, view.lang, busy);
        return actions;
    }
    ui.set_max_width(ui.available_width().min(640.0));
    parts::card(ui, |ui| {
        if view.trial {
            parts::banner(ui, Tone::Info, say(key!("office-unlock-trial")));
            if parts::button(ui, say(key!("office-unlock-open")), Weight::Main).clicked() {
                actions.push(Action::Enter(Entry::OpenTrial));
            }
            return;
        }
        let name = say(key!("office-unlock-passphrase"));
        let response = parts::field(ui, &name, &mut form.passphrase, true);
        let entered =
            response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if ui.memory(|memory| memory.focused().is_none()) {
            response.request_focus();
        }
        let ready = !form.passphrase.is_empty();
        let open = parts::button_if(ui, ready, say(key!("office-unlock-open")), Weight::Main);
        if ready && (entered || open.clicked()) {
            let passphrase = std::mem::take(&mut form.passphrase);
            actions.push(Action::Enter(Entry::Unlock(passphrase.into())));
        }
    });
    if view.may_found {
        ui.add_space(12.0);
        parts::card(ui, |ui| {
            parts::body(ui, say(key!("office-real-text")));
            if parts::button(ui, say(key!("office-real-begin")), Weight::Plain).clicked() {
                actions.push(Action::Nav(Nav::FoundReal));
            }
        });
    }
    actions
}

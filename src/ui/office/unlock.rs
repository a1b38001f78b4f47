//! The passphrase.

use egui::Ui;
use zeroize::Zeroizing;

use super::action::{Action, Entry, Nav};
use super::job::Busy;
use super::screen::Screen;
use crate::ui::theme::Theme;
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Key, Lang, key, text};

/// What is typed.
#[derive(Default)]
pub struct UnlockForm {
    /// The passphrase, masked on the screen.
    pub passphrase: Zeroizing<String>,
    /// A second person's, where it takes two.
    pub second: Zeroizing<String>,
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
    /// It may take two persons.
    pub two_persons: bool,
    /// A real office can still be made beside it.
    pub may_found: bool,
    /// Work under way.
    pub busy: Option<&'a Busy>,
}

/// The page.
pub fn unlock_ui(ui: &mut Ui, form: &mut UnlockForm, view: &UnlockView) -> Vec<Action> {
    let theme = Theme::of(ui);
    let mut actions = Vec::new();
    let say = |key: Key| text(view.lang, key);
    widgets::page_title(ui, view.name, say(key!("office-unlock-below")));
    if let Some(busy) = view.busy {
        widgets::progress_bar(ui, busy.done, busy.total, &busy.say(view.lang));
        return actions;
    }
    ui.scope(|ui| {
        ui.set_max_width(ui.available_width().min(theme.px(820.0)));
        widgets::card(ui, |ui| door_ui(ui, form, view, &mut actions));
    });
    if view.may_found {
        widgets::card(ui, |ui| {
            widgets::body(ui, say(key!("office-real-text")));
            if widgets::quiet_button(ui, say(key!("office-real-begin"))).clicked() {
                actions.push(Action::Nav(Nav::FoundReal));
            }
        });
    }
    actions
}

/// The way in: one click for a trial, else the passphrase.
fn door_ui(ui: &mut Ui, form: &mut UnlockForm, view: &UnlockView, actions: &mut Vec<Action>) {
    let say = |key: Key| text(view.lang, key);

    if view.trial {
        widgets::notice(ui, Tone::Info, say(key!("office-unlock-trial")));
        if widgets::primary_button(ui, say(key!("office-unlock-open"))).clicked() {
            actions.push(Action::Enter(Entry::OpenTrial));
        }
        return;
    }
    let name = say(key!("office-unlock-passphrase"));
    let response = widgets::secret_field(ui, name, &mut form.passphrase);
    let mut last = response.clone();
    if view.two_persons {
        widgets::note(ui, say(key!("office-unlock-two")));
        last = widgets::secret_field(ui, say(key!("office-unlock-second")), &mut form.second);
    }
    let entered = last.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    if ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    let ready = !form.passphrase.is_empty();
    let open = Button::primary(say(key!("office-unlock-open")))
        .enabled(ready)
        .show(ui);
    if ready && (entered || open.clicked()) {
        let first = std::mem::take(&mut form.passphrase).into();
        let second = std::mem::take(&mut form.second);
        actions.push(Action::Enter(if second.is_empty() {
            Entry::Unlock(first)
        } else {
            Entry::UnlockTogether(first, second.into())
        }));
    }
    if widgets::small_button(ui, say(key!("office-recover-link"))).clicked() {
        actions.push(Action::Nav(Nav::Go(Screen::Recover)));
    }
}

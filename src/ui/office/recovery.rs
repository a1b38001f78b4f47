//! The recovery sheet: to be printed, locked away and typed back before anything else.

use egui::{RichText, Ui};
use zeroize::Zeroizing;

use super::action::{Action, Nav};
use super::screen::Screen;
use super::view::Snapshot;
use crate::app::office::{Command, PROVED_GROUPS, PeopleCommand, RecoveryStanding};
use crate::ui::theme::Theme;
use crate::ui::widgets::{self, Button, Kind, Tone};
use crate::words::{Key, Lang, key, text};

/// What is typed back.
#[derive(Default)]
pub struct RecoveryForm {
    /// Two groups.
    pub typed: Zeroizing<String>,
}

/// What the page shows.
pub(super) struct RecoveryView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// Everything the office knows.
    pub snapshot: &'a Snapshot,
}

/// The page.
pub(super) fn recovery_ui(
    ui: &mut Ui,
    form: &mut RecoveryForm,
    view: &RecoveryView,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let say = |key: Key| text(view.lang, key);
    let all = view.snapshot;
    widgets::page_title(
        ui,
        say(key!("office-recovery-title")),
        all.summary.name.clone(),
    );
    match all.recovery {
        RecoveryStanding::Proved => {
            widgets::notice(ui, Tone::Good, say(key!("office-recovery-proved")));
        }
        RecoveryStanding::Unproved => {
            widgets::notice_with(ui, Tone::Warn, |ui| {
                widgets::strong(ui, say(key!("office-recovery-unproved")));
                widgets::body(ui, say(key!("office-recovery-unproved-text")));
            });
        }
        RecoveryStanding::Waiting => waiting_ui(ui, form, view, &mut actions),
    }
    let waits = all.recovery == RecoveryStanding::Waiting;
    if !waits {
        widgets::card(ui, |ui| {
            let fingerprint = all.summary.fingerprint.clone();
            widgets::fact(ui, say(key!("office-about-fingerprint")), fingerprint);
            widgets::fact(
                ui,
                say(key!("office-about-folder")),
                all.folder.display().to_string(),
            );
        });
    }
    widgets::flow(ui, |ui| {
        let (key, weight) = if waits {
            (key!("office-recovery-later"), Kind::Quiet)
        } else {
            (key!("office-recovery-on"), Kind::Primary)
        };
        if Button::new(weight, say(key)).show(ui).clicked() {
            actions.push(Action::Nav(Nav::Go(Screen::Week)));
        }
        if !waits && widgets::quiet_button(ui, say(key!("office-about-recovery"))).clicked() {
            actions.push(Action::Run(Command::People(
                PeopleCommand::RenewRecoverySheet,
            )));
        }
    });
    actions
}

/// A sheet that waits: what it says, where it lies, and two of its groups to be typed back.
fn waiting_ui(
    ui: &mut Ui,
    form: &mut RecoveryForm,
    view: &RecoveryView,
    actions: &mut Vec<Action>,
) {
    let say = |key: Key| text(view.lang, key);
    let all = view.snapshot;
    widgets::notice_with(ui, Tone::Warn, |ui| {
        widgets::strong(ui, say(key!("office-recovery-print")));
        widgets::body(ui, say(key!("office-recovery-text")));
    });
    widgets::card(ui, |ui| {
        if let Some(sheet) = &all.recovery_sheet {
            widgets::fact(
                ui,
                say(key!("office-recovery-file")),
                sheet.display().to_string(),
            );
        }
        let (size, ink) = {
            let theme = Theme::of(ui);
            (theme.text.lead, theme.colours.ink)
        };
        for half in all.recovery_groups.chunks(5) {
            let line: Vec<&str> = half.iter().map(|group| &**group).collect();
            let line = RichText::new(line.join("  "))
                .monospace()
                .size(size)
                .color(ink);
            ui.label(line);
        }
        let fingerprint = all.summary.fingerprint.clone();
        widgets::fact(ui, say(key!("office-about-fingerprint")), fingerprint);
    });
    widgets::card(ui, |ui| {
        let [first, second] = PROVED_GROUPS.map(|group| group.to_string());
        let name = text!(
            view.lang,
            "office-recovery-type",
            first = first,
            second = second
        );
        widgets::field(ui, name, &mut form.typed);
        let digits = form.typed.chars().filter(char::is_ascii_digit).count();
        let ready = digits >= 10;
        let prove = say(key!("office-recovery-prove"));
        if Button::primary(prove).enabled(ready).show(ui).clicked() {
            let typed = std::mem::take(&mut form.typed).into();
            actions.push(Action::Run(Command::People(
                PeopleCommand::ProveRecoverySheet { typed },
            )));
        }
    });
}

//! The recovery sheet: to be printed, locked away and typed back before anything else.

use egui::{RichText, Ui};
use zeroize::Zeroizing;

use super::action::{Action, Nav};
use super::parts::{self, Tone, Weight};
use super::screen::Screen;
use super::view::Snapshot;
use crate::app::office::{Command, PROVED_GROUPS, RecoveryStanding};
use crate::ui::theme::Theme;
use crate::words::{Key, Lang, key, text};

/// What is typed back.
#[derive(Default)]
pub struct RecoveryForm {
    /// Two groups.
    pub typed: Zeroizing<String>,
}

/// What the page shows.
pub struct RecoveryView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// Everything the office knows.
    pub snapshot: &'a Snapshot,
}

/// The page.
pub fn recovery_ui(ui: &mut Ui, form: &mut RecoveryForm, view: &RecoveryView) -> Vec<Action> {
    let mut actions = Vec::new();
    let say = |key: Key| text(view.lang, key);
    let all = view.snapshot;
    parts::heading(
        ui,
        say(key!("office-recovery-title")),
        all.summary.name.clone(),
    );
    match all.recovery {
        RecoveryStanding::Proved => {
            parts::banner(ui, Tone::Good, say(key!("office-recovery-proved")));
        }
        RecoveryStanding::Unproved => {
            parts::panel(ui, Tone::Warn, |ui| {
                parts::strong(ui, say(key!("office-recovery-unproved")));
                parts::body(ui, say(key!("office-recovery-unproved-text")));
            });
        }
        RecoveryStanding::Waiting => waiting_ui(ui, form, view, &mut actions),
    }
    let waits = all.recovery == RecoveryStanding::Waiting;
    if !waits {
        parts::card(ui, |ui| {
            let fingerprint = all.summary.fingerprint.clone();
            parts::fact(ui, say(key!("office-about-fingerprint")), fingerprint);
            parts::fact(
                ui,
                say(key!("office-about-folder")),
                all.folder.display().to_string(),
            );
        });
    }
    parts::flow(ui, |ui| {
        let (key, weight) = if waits {
            (key!("office-recovery-later"), Weight::Plain)
        } else {
            (key!("office-recovery-on"), Weight::Main)
        };
        if parts::button(ui, say(key), weight).clicked() {
            actions.push(Action::Nav(Nav::Go(Screen::Week)));
        }
        if !waits && parts::button(ui, say(key!("office-about-recovery")), Weight::Plain).clicked()
        {
            actions.push(Action::Run(Command::RenewRecoverySheet));
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
    parts::panel(ui, Tone::Warn, |ui| {
        parts::strong(ui, say(key!("office-recovery-print")));
        parts::body(ui, say(key!("office-recovery-text")));
    });
    parts::card(ui, |ui| {
        if let Some(sheet) = &all.recovery_sheet {
            parts::fact(
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
        parts::fact(ui, say(key!("office-about-fingerprint")), fingerprint);
    });
    parts::card(ui, |ui| {
        let [first, second] = PROVED_GROUPS.map(|group| group.to_string());
        let name = text!(
            view.lang,
            "office-recovery-type",
            first = first,
            second = second
        );
        parts::field(ui, &name, &mut form.typed, false);
        let digits = form.typed.chars().filter(char::is_ascii_digit).count();
        let ready = digits >= 10;
        let prove = say(key!("office-recovery-prove"));
        if parts::button_if(ui, ready, prove, Weight::Main).clicked() {
            let typed = std::mem::take(&mut form.typed).into();
            actions.push(Action::Run(Command::ProveRecoverySheet { typed }));
        }
    });
}

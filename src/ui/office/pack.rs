//! The pack: what it will carry, and when the stick may be pulled.

use std::path::Path;

use egui::Ui;

use super::action::Action;
use super::job::Busy;
use super::outbox::outbox_ui;
use super::view::Snapshot;
use crate::app::office::{Command, OutboxPage, PackReport};
use crate::ui::widgets::{self, Button, Kind, Tone};
use crate::words::{Lang, text};

/// What the page shows.
pub struct PackView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// Everything the office knows.
    pub snapshot: &'a Snapshot,
    /// The pack made, read back and the same.
    pub pack: Option<&'a PackReport>,
    /// The stick chosen.
    pub stick: Option<&'a Path>,
    /// What waits, where it has been read.
    pub outbox: Option<&'a OutboxPage>,
    /// Work under way.
    pub busy: Option<&'a Busy>,
}

/// The page. It has no form: a pack always carries everything.
pub fn pack_ui(ui: &mut Ui, view: &PackView) -> Vec<Action> {
    let lang = view.lang;
    let mut actions = Vec::new();
    widgets::page_title(
        ui,
        text!(lang, "office-pack-title"),
        text!(lang, "office-pack-below"),
    );
    if let Some(busy) = view.busy {
        widgets::progress_bar(ui, busy.done, busy.total, &busy.say(lang));
    }
    if let Some(pack) = view.pack {
        widgets::notice_with(ui, Tone::Good, |ui| {
            widgets::heading(ui, pack.delivered.sentence().say(lang));
            let file = pack
                .path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            let made = text!(
                lang,
                "office-pack-made",
                number = pack.number,
                file = file.unwrap_or_default(),
                plans = pack.plans,
                acks = pack.acks,
                replies = pack.replies,
                notices = pack.notices
            );
            widgets::body(ui, made);
        });
    }
    widgets::card(ui, |ui| {
        if view.pack.is_none() {
            carries_ui(ui, view);
        }
        if view.stick.is_none() {
            widgets::note(ui, text!(lang, "office-week-load-plug"));
        }
        let weight = if view.pack.is_some() {
            Kind::Quiet
        } else {
            Kind::Primary
        };
        let ready = view.stick.filter(|_| view.busy.is_none());
        let button = Button::new(weight, text!(lang, "office-pack-do"))
            .enabled(ready.is_some())
            .show(ui);
        if let (true, Some(stick)) = (button.clicked(), ready) {
            let stick = stick.to_owned();
            actions.push(Action::Run(Command::MakePack { stick }));
        }
    });
    if let Some(page) = view.outbox {
        outbox_ui(ui, lang, page, view.busy.is_some(), &mut actions);
    }
    actions
}

/// What a pack made now would carry.
fn carries_ui(ui: &mut Ui, view: &PackView) {
    let lang = view.lang;
    widgets::heading(ui, text!(lang, "office-pack-carries"));
    let replies = view.snapshot.cases.counts.replies;
    let plans = view
        .snapshot
        .plans
        .iter()
        .filter(|plan| plan.enabled)
        .count() as u64;
    let devices = view
        .snapshot
        .devices
        .iter()
        .filter(|device| device.last_batch.is_some())
        .count() as u64;
    let notices = view.snapshot.notices.len() as u64;
    let figures = [
        (plans, text!(lang, "office-pack-plans", count = plans)),
        (replies, text!(lang, "office-pack-replies", count = replies)),
        (notices, text!(lang, "office-pack-notices", count = notices)),
        (devices, text!(lang, "office-pack-devices", count = devices)),
    ];
    widgets::beside(ui, figures.len(), |ui, index, width| {
        if let Some((count, label)) = figures.get(index) {
            widgets::figure(ui, width, Tone::Muted, &count.to_string(), label);
        }
    });
}

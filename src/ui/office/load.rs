//! What came from the stick, what was refused and why, what is missing, who is overdue.

use std::path::Path;

use egui::Ui;

use super::action::{Action, Nav};
use super::devices::{DevicesForm, accept_ui};
use super::job::Busy;
use super::screen::Screen;
use crate::app::office::{BatchOutcome, Command, DeviceLoad, LoadReport};
use crate::ui::widgets::{self, Button, Kind, Tone};
use crate::words::{Lang, text};

/// What the page shows.
pub(super) struct LoadView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// What came; none before the first load.
    pub report: Option<&'a LoadReport>,
    /// The stick chosen.
    pub stick: Option<&'a Path>,
    /// Work under way.
    pub busy: Option<&'a Busy>,
}

/// The page. What is typed of fingerprints is the devices' page's.
pub(super) fn load_ui(ui: &mut Ui, form: &mut DevicesForm, view: &LoadView) -> Vec<Action> {
    let lang = view.lang;
    let mut actions = Vec::new();
    widgets::page_title(
        ui,
        text!(lang, "office-load-title"),
        text!(lang, "office-load-below"),
    );
    if let Some(busy) = view.busy {
        widgets::progress_bar(ui, busy.done, busy.total, &busy.say(lang));
    }
    if let Some(report) = view.report {
        sums_ui(ui, lang, report);
        enrolments_ui(ui, form, lang, report, &mut actions);
        for device in &report.devices {
            device_ui(ui, view, device, &mut actions);
        }
        for device in &report.overdue {
            let days = device.quiet_days.unwrap_or_default();
            let name = device.device.to_string();
            widgets::notice(
                ui,
                Tone::Warn,
                text!(lang, "office-attention-quiet", device = name, days = days),
            );
        }
    }
    widgets::flow(ui, |ui| {
        if view.report.is_some()
            && widgets::primary_button(ui, text!(lang, "office-load-on")).clicked()
        {
            actions.push(Action::Nav(Nav::Go(Screen::Cases)));
        }
        let weight = if view.report.is_some() {
            Kind::Quiet
        } else {
            Kind::Primary
        };
        let ready = view.stick.filter(|_| view.busy.is_none());
        let button = Button::new(weight, text!(lang, "office-week-load-do"))
            .enabled(ready.is_some())
            .show(ui);
        if let (true, Some(stick)) = (button.clicked(), ready) {
            let stick = stick.to_owned();
            actions.push(Action::Run(Command::Load { stick }));
        }
    });
    actions
}

fn sums_ui(ui: &mut Ui, lang: Lang, report: &LoadReport) {
    let totals = report.totals();
    let refused = report.refused();
    let missing: usize = report
        .devices
        .iter()
        .map(|device| device.missing.len())
        .sum();
    let glad = |count: u64| if count > 0 { Tone::Good } else { Tone::Muted };
    let worry = |count: usize| if count > 0 { Tone::Seal } else { Tone::Muted };
    let figures = [
        (
            totals.ratings_new.to_string(),
            text!(lang, "office-load-ratings", count = totals.ratings_new),
            glad(totals.ratings_new),
        ),
        (
            totals.opinions_new.to_string(),
            text!(lang, "office-load-opinions", count = totals.opinions_new),
            glad(totals.opinions_new),
        ),
        (
            refused.to_string(),
            text!(lang, "office-load-refused", count = refused),
            worry(refused),
        ),
        (
            missing.to_string(),
            text!(lang, "office-load-missing", count = missing),
            worry(missing),
        ),
    ];
    widgets::beside(ui, figures.len(), |ui, index, width| {
        if let Some((value, label, tone)) = figures.get(index) {
            widgets::figure(ui, width, *tone, value, label);
        }
    });
}

fn enrolments_ui(
    ui: &mut Ui,
    form: &mut DevicesForm,
    lang: Lang,
    report: &LoadReport,
    actions: &mut Vec<Action>,
) {
    for enrolment in &report.enrolments {
        widgets::notice_with(ui, Tone::Warn, |ui| {
            let name = enrolment.device.to_string();
            widgets::strong(ui, text!(lang, "office-enrol-title", device = name));
            if enrolment.replaces {
                widgets::body(ui, text!(lang, "office-enrol-replaces"));
            }
            widgets::heading(ui, enrolment.fingerprint.clone());
            accept_ui(ui, form, lang, &enrolment.device, actions);
        });
    }
}

fn device_ui(ui: &mut Ui, view: &LoadView, device: &DeviceLoad, actions: &mut Vec<Action>) {
    let lang = view.lang;
    widgets::card(ui, |ui| {
        widgets::heading(ui, device.device.to_string());
        for said in device.of_ledger() {
            widgets::notice(ui, Tone::Seal, said.say(lang));
        }
        for number in &device.missing {
            let said = text!(lang, "office-load-missing-one", number = number);
            widgets::notice(ui, Tone::Seal, said);
        }
        for batch in &device.batches {
            let week = batch
                .week
                .map_or_else(|| "—".to_owned(), |week| week.to_string());
            ui.horizontal_wrapped(|ui| match &batch.outcome {
                BatchOutcome::New { sheets, .. } => {
                    widgets::badge(ui, Tone::Good, text!(lang, "office-load-new"));
                    let said = text!(
                        lang,
                        "office-load-new-line",
                        file = batch.file,
                        week = week,
                        ratings = sheets.ratings_new,
                        opinions = sheets.opinions_new
                    );
                    widgets::body(ui, said);
                    if sheets.set_aside > 0 {
                        let said = text!(lang, "office-load-aside", count = sheets.set_aside);
                        widgets::badge(ui, Tone::Warn, said);
                    }
                }
                BatchOutcome::AlreadyPresent => {
                    widgets::badge(ui, Tone::Muted, text!(lang, "office-load-present"));
                    widgets::body(ui, batch.file.clone());
                }
                BatchOutcome::Repaired => {
                    widgets::badge(ui, Tone::Warn, text!(lang, "office-load-repaired"));
                    widgets::body(ui, batch.file.clone());
                }
                BatchOutcome::Refused { reason } => {
                    widgets::badge(ui, Tone::Seal, text!(lang, "office-load-refused-one"));
                    widgets::strong(ui, batch.file.clone());
                    widgets::body(ui, reason.say(lang));
                    if let Some(week) = batch.doubtful_week()
                        && view.busy.is_none()
                        && widgets::small_button(ui, text!(lang, "office-load-doubt")).clicked()
                    {
                        actions.push(Action::Nav(Nav::DoubtWeek(week)));
                    }
                }
            });
        }
    });
}

//! Kiosks and tablets: accepted, waiting, late.

use std::collections::BTreeMap;

use egui::Ui;

use super::action::Action;
use crate::app::office::{Command, DeviceCommand, DeviceRow, PinCodeSheet};
use crate::domain::device::{DeviceStanding, Fingerprint};
use crate::domain::ids::DeviceId;
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Lang, key, text};

/// The device about to be revoked, and what is typed of fingerprints.
#[derive(Default)]
pub struct DevicesForm {
    /// Asked for once, not yet confirmed.
    pub revoking: Option<DeviceId>,
    /// The device about to be retired: asked for once, not yet confirmed.
    pub retiring: Option<DeviceId>,
    /// A code that was just made, for paper.
    pub pin_code: Option<PinCodeSheet>,
    /// The end of each waiting device's fingerprint, from its screen.
    pub typed: BTreeMap<DeviceId, String>,
}

/// What the page shows.
pub struct DevicesView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// Every device known.
    pub rows: &'a [DeviceRow],
}

/// The page.
pub fn devices_ui(ui: &mut Ui, form: &mut DevicesForm, view: &DevicesView) -> Vec<Action> {
    let lang = view.lang;
    let mut actions = Vec::new();
    widgets::page_title(
        ui,
        text!(lang, "office-devices-title"),
        text!(lang, "office-devices-below"),
    );
    if view.rows.is_empty() {
        widgets::notice(ui, Tone::Muted, text!(lang, "office-devices-none"));
    }
    for row in view.rows {
        widgets::card(ui, |ui| device_ui(ui, form, lang, row, &mut actions));
    }
    actions
}

fn device_ui(
    ui: &mut Ui,
    form: &mut DevicesForm,
    lang: Lang,
    row: &DeviceRow,
    actions: &mut Vec<Action>,
) {
    ui.horizontal_wrapped(|ui| {
        widgets::heading(ui, row.device.to_string());
        let (key, tone) = match row.state {
            DeviceStanding::Waiting => (key!("office-devices-waiting"), Tone::Warn),
            DeviceStanding::Accepted => (key!("office-devices-accepted-state"), Tone::Good),
            DeviceStanding::Revoked => (key!("office-devices-revoked"), Tone::Seal),
            DeviceStanding::Retired => match row.withheld {
                None => (key!("office-devices-retired"), Tone::Warn),
                Some(false) => (key!("office-devices-withdrawn"), Tone::Muted),
                Some(true) => (key!("office-devices-withheld"), Tone::Muted),
            },
        };
        widgets::badge(ui, tone, text(lang, key));
        if row.overdue {
            let days = row.quiet_days.unwrap_or_default();
            let said = text!(lang, "office-devices-quiet", days = days);
            widgets::badge(ui, Tone::Seal, said);
        }
        for said in row.troubles() {
            widgets::badge(ui, Tone::Warn, said.say(lang));
        }
        for number in &row.missing {
            let said = text!(lang, "office-devices-missing", number = number);
            widgets::badge(ui, Tone::Seal, said);
        }
    });
    about_ui(ui, lang, row);
    let batch = match (row.last_batch, row.last_week) {
        (Some(batch), Some(week)) => format!("{batch} · {week}"),
        (Some(batch), None) => batch.to_string(),
        (None, _) => "—".to_owned(),
    };
    widgets::beside(ui, 2, |ui, index, _| {
        if index == 0 {
            widgets::fact(
                ui,
                text!(lang, "office-devices-fingerprint"),
                row.fingerprint.clone(),
            );
        } else {
            widgets::fact(ui, text!(lang, "office-devices-batch"), batch.clone());
        }
    });
    if let Some(former) = &row.former {
        let former = former.to_string();
        widgets::notice(
            ui,
            Tone::Warn,
            text!(lang, "office-devices-former", former = former),
        );
    }
    if row.state == DeviceStanding::Waiting {
        accept_ui(ui, form, lang, &row.device, actions);
    }
    if row.state == DeviceStanding::Accepted {
        let mut steps = |ui: &mut Ui, form: &mut DevicesForm| {
            pin_code_ui(ui, form, lang, row, actions);
            retire_ui(ui, form, lang, row, actions);
            revoke_ui(ui, form, lang, row, actions);
        };
        // Side by side, as long as none of them asks or tells something.
        if form.is_about(&row.device) {
            steps(ui, form);
        } else {
            widgets::flow(ui, |ui| steps(ui, form));
        }
    }
}

impl DevicesForm {
    /// Whether a step about this device asks or tells something.
    fn is_about(&self, device: &DeviceId) -> bool {
        let asked = [&self.retiring, &self.revoking];
        let shown = self.pin_code.as_ref();
        asked.iter().any(|asked| asked.as_ref() == Some(device))
            || shown.is_some_and(|sheet| sheet.device == *device)
    }
}

/// What it is for, and which program runs on it.
fn about_ui(ui: &mut Ui, lang: Lang, row: &DeviceRow) {
    let told = row.health.map(|health| health.version);
    let version = told.or(row.facts.map(|facts| facts.program));
    let mut said: Vec<String> = Vec::new();
    said.extend(
        row.facts
            .map(|facts| facts.role.channel().sentence().say(lang)),
    );
    said.extend(version.map(|version| {
        let version = version.to_string();
        text!(lang, "office-devices-version", version = version)
    }));
    if !said.is_empty() {
        widgets::note(ui, said.join(" · "));
    }
}

/// What is typed from the device's screen, and the button that takes it.
pub(super) fn accept_ui(
    ui: &mut Ui,
    form: &mut DevicesForm,
    lang: Lang,
    device: &DeviceId,
    actions: &mut Vec<Action>,
) {
    widgets::note(ui, text!(lang, "office-enrol-text"));
    let typed = form.typed.entry(device.clone()).or_default();
    let name = text!(lang, "office-enrol-typed", device = device.to_string());
    widgets::field(ui, &name, typed);
    let accept = Button::quiet(text!(lang, "office-enrol-accept"));
    let ready = Fingerprint::is_enough(typed);
    if accept.enabled(ready).show(ui).clicked() {
        actions.push(Action::Run(Command::AcceptDevice {
            device: device.clone(),
            fingerprint: std::mem::take(typed),
        }));
    }
}

/// 忘记 PIN: a code for paper, shown until the page is left or another is made.
fn pin_code_ui(
    ui: &mut Ui,
    form: &mut DevicesForm,
    lang: Lang,
    row: &DeviceRow,
    actions: &mut Vec<Action>,
) {
    if let Some(sheet) = form.pin_code.as_ref().filter(|it| it.device == row.device) {
        let (device, code) = (sheet.device.to_string(), sheet.code.to_string());
        let said = text!(lang, "app-office-pin-code", device = device, code = code);
        widgets::notice(ui, Tone::Warn, said);
        if widgets::quiet_button(ui, text!(lang, "office-devices-pin-code-noted")).clicked() {
            form.pin_code = None;
        }
        return;
    }
    if widgets::small_button(ui, text!(lang, "office-devices-pin-code")).clicked() {
        let device = row.device.clone();
        actions.push(Action::Run(Command::Device(DeviceCommand::MakePinCode {
            device,
        })));
    }
}

/// Two steps as well: a device that has read it is never taken back into service.
fn retire_ui(
    ui: &mut Ui,
    form: &mut DevicesForm,
    lang: Lang,
    row: &DeviceRow,
    actions: &mut Vec<Action>,
) {
    if form.retiring.as_ref() != Some(&row.device) {
        if widgets::small_button(ui, text!(lang, "office-devices-retire")).clicked() {
            form.retiring = Some(row.device.clone());
        }
        return;
    }
    let name = row.device.to_string();
    let sure = text!(lang, "office-devices-retire-sure", device = name);
    widgets::notice(ui, Tone::Warn, sure);
    widgets::flow(ui, |ui| {
        if widgets::quiet_button(ui, text!(lang, "office-devices-retire-do")).clicked() {
            form.retiring = None;
            let device = row.device.clone();
            actions.push(Action::Run(Command::Device(DeviceCommand::Retire {
                device,
            })));
        }
        if widgets::quiet_button(ui, text!(lang, "office-devices-retire-not")).clicked() {
            form.retiring = None;
        }
    });
}

/// Two steps: a device revoked by mistake would have to be enrolled anew.
fn revoke_ui(
    ui: &mut Ui,
    form: &mut DevicesForm,
    lang: Lang,
    row: &DeviceRow,
    actions: &mut Vec<Action>,
) {
    if form.revoking.as_ref() != Some(&row.device) {
        if widgets::small_button(ui, text!(lang, "office-devices-revoke")).clicked() {
            form.revoking = Some(row.device.clone());
        }
        return;
    }
    let name = row.device.to_string();
    let sure = text!(lang, "office-devices-revoke-sure", device = name);
    widgets::notice(ui, Tone::Warn, sure);
    widgets::flow(ui, |ui| {
        if widgets::quiet_button(ui, text!(lang, "office-devices-revoke-do")).clicked() {
            form.revoking = None;
            let device = row.device.clone();
            actions.push(Action::Run(Command::RevokeDevice { device }));
        }
        if widgets::quiet_button(ui, text!(lang, "office-devices-revoke-not")).clicked() {
            form.revoking = None;
        }
    });
}

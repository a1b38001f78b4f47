//! Pairing with an office: what the stick offers, the fingerprint to compare, done.

use egui::Ui;

use super::StaffForm;
use crate::domain::device::Fingerprint;
use crate::ui::kiosk::frame::{Face, Surround, surround};
use crate::ui::kiosk::screen::{Action, Nav, StaffAction};
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, middle};
use crate::ui::widgets::{Tone, card, notice, text};
use crate::words::{key, text};

/// Draws the pairing.
pub fn pairing_ui(ui: &mut Ui, form: &StaffForm, face: &Face) -> Vec<Action> {
    let mut actions = Vec::new();
    let comparing = form.offer.is_some() && !form.paired;
    // The answer to “are they the same?” stands where every way onwards stands.
    let around = Surround {
        back: Some(face.t(if comparing {
            key!("kiosk-pairing-differ")
        } else {
            key!("kiosk-back")
        })),
        next: comparing.then(|| (text!(face.lang, "kiosk-pairing-same"), true)),
        plain: true,
        ..Surround::default()
    };
    let pressed = surround(ui, face, &around, &mut actions, |ui, _| {
        let theme = Theme::of(ui);
        column(ui, theme.px(1200.0), |ui| {
            middle(ui, 0.36, |ui| {
                ui.spacing_mut().item_spacing.y = theme.space.s;
                text::title(ui, text!(face.lang, "kiosk-pairing-title"));
                if let Some(trouble) = &form.trouble {
                    notice(ui, Tone::Warn, trouble.say(face.lang));
                }
                if form.paired {
                    paired(ui, form, face);
                } else if let Some(offer) = &form.offer {
                    text::lead(
                        ui,
                        text!(
                            face.lang,
                            "kiosk-pairing-found",
                            community = offer.community.name
                        ),
                    );
                    text::body(ui, text!(face.lang, "kiosk-pairing-compare"));
                    fingerprint(ui, &offer.office_fingerprint);
                    text::note(ui, text!(face.lang, "kiosk-pairing-trial-stays"));
                } else if face.busy {
                    text::lead(ui, text!(face.lang, "kiosk-pairing-looking"));
                }
            });
        });
    });
    if pressed.back {
        actions.push(Action::Nav(Nav::Back));
    }
    if pressed.next {
        actions.push(Action::Staff(StaffAction::Pair));
    }
    actions
}

fn paired(ui: &mut Ui, form: &StaffForm, face: &Face) {
    notice(ui, Tone::Good, text!(face.lang, "kiosk-pairing-done"));
    text::lead(ui, text!(face.lang, "kiosk-pairing-carry"));
    if let Some(status) = &form.status {
        text::body(
            ui,
            text!(
                face.lang,
                "kiosk-pairing-device",
                value = status.device.as_str()
            ),
        );
        device_fingerprint(ui, face, &status.device_fingerprint);
    }
}

fn fingerprint(ui: &mut Ui, value: &str) {
    card(ui, |ui| {
        text::heading(ui, value);
    });
}

/// The groups that are typed at the office stand by themselves, and large.
pub(super) fn device_fingerprint(ui: &mut Ui, face: &Face, value: &Fingerprint) {
    card(ui, |ui| {
        text::heading(ui, value.compared());
        text::display(ui, value.typed());
        text::note(ui, text!(face.lang, "kiosk-fingerprint-typed"));
    });
}

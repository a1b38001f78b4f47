//! The staff area: what waits, which sticks are in, and one button 同步.

use egui::Ui;

use super::StaffForm;
use crate::app::kiosk::{ClockCheck, KioskStatus, Service};
use crate::ui::kiosk::frame::{Face, Surround, column_width, surround};
use crate::ui::kiosk::receipt::day;
use crate::ui::kiosk::screen::{Action, StaffAction};
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, tiles, two_columns};
use crate::ui::widgets::tile::ChoiceTile;
use crate::ui::widgets::{Button, Icon, Tone, card, notice, notice_with_button, stat_tile, text};
use crate::words::text;

/// Draws the staff area.
pub fn area_ui(ui: &mut Ui, form: &mut StaffForm, face: &Face) -> Vec<Action> {
    let mut actions = Vec::new();
    let around = Surround {
        next: Some((text!(face.lang, "kiosk-staff-leave"), true)),
        ..Surround::default()
    };
    let pressed = surround(ui, face, &around, &mut actions, |ui, actions| {
        let theme = Theme::of(ui);
        column(ui, column_width(&theme), |ui| {
            ui.spacing_mut().item_spacing.y = theme.space.s;
            text::title(ui, text!(face.lang, "kiosk-staff-title"));
            if let Some(trouble) = &form.trouble {
                notice(ui, Tone::Warn, trouble.say(face.lang));
            }
            let status = form.status.clone();
            if let Some(status) = &status {
                warnings(ui, face, status, actions);
            }
            let part = |ui: &mut Ui, place: usize| {
                ui.spacing_mut().item_spacing.y = theme.space.s;
                match (place, &status) {
                    (0, Some(status)) => {
                        ballots(ui, face, form, status, actions);
                        sticks(ui, face, form, actions);
                        end_rounds(ui, face, form, status, actions);
                        retire(ui, face, status, actions);
                    }
                    (0, None) => sticks(ui, face, form, actions),
                    (_, Some(status)) => {
                        counts(ui, face, status);
                        facts(ui, face, status);
                    }
                    (_, None) => {}
                }
            };
            two_columns(ui, 0.46, part);
        });
    });
    if pressed.next {
        actions.push(Action::Staff(StaffAction::Leave));
    }
    actions
}

fn warnings(ui: &mut Ui, face: &Face, status: &KioskStatus, actions: &mut Vec<Action>) {
    if let Some(pack) = status.contradicted {
        let said = text!(face.lang, "app-kiosk-ledger-contradicts", number = pack);
        notice(ui, Tone::Seal, said);
    }
    for dispute in &status.disputes {
        notice(ui, Tone::Seal, dispute.sentence().say(face.lang));
    }
    let mut ended = match status.service {
        Service::Retired if status.is_retirement_doubted => {
            Some((Tone::Warn, text!(face.lang, "kiosk-retired-doubted")))
        }
        Service::Retired => Some((Tone::Info, text!(face.lang, "kiosk-retired"))),
        Service::Revoked => Some((Tone::Warn, text!(face.lang, "kiosk-revoked"))),
        Service::Open | Service::Withdrawn => None,
    };
    if status.is_numbered_out {
        ended = Some((Tone::Warn, text!(face.lang, "cardbox-numbers-used-up")));
    }
    if let Some((tone, said)) = ended {
        let renew = text!(face.lang, "kiosk-renew");
        if notice_with_button(ui, tone, said, renew) {
            actions.push(Action::Staff(StaffAction::Renew));
        }
    }
    if status.sync_is_late {
        let days = status.days_since_sync.unwrap_or_default();
        notice(
            ui,
            Tone::Warn,
            text!(face.lang, "kiosk-staff-late", n = days),
        );
    }
    if status.cards_an_hour > 0 {
        let said = text!(face.lang, "kiosk-staff-pace", n = status.cards_an_hour);
        notice(ui, Tone::Warn, &said);
    }
    let written = |office: chrono::NaiveDateTime| office.format("%Y-%m-%d %H:%M").to_string();
    let said = match status.clock {
        ClockCheck::Plausible => return,
        ClockCheck::BehindOffice { office } => {
            text!(face.lang, "kiosk-staff-clock", office = written(office))
        }
        ClockCheck::FarAheadOfOffice { office } => text!(
            face.lang,
            "kiosk-staff-clock-ahead",
            office = written(office)
        ),
    };
    let set = text!(face.lang, "kiosk-clock-set");
    if notice_with_button(ui, Tone::Warn, said, set) {
        actions.push(Action::Staff(StaffAction::SetClock));
    }
}

fn sticks(ui: &mut Ui, face: &Face, form: &StaffForm, actions: &mut Vec<Action>) {
    if form.sticks.is_empty() {
        notice(ui, Tone::Info, text!(face.lang, "kiosk-staff-no-stick"));
    }
    for stick in &form.sticks {
        let theme = Theme::of(ui);
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = theme.space.xs;
            text::heading(ui, stick.name.as_str());
            let free = stick.free_bytes.map_or_else(|| "?".to_owned(), megabytes);
            let note = match &stick.unwritable {
                Some(why) => why.say(face.lang),
                None => text!(face.lang, "kiosk-stick-free", free = free),
            };
            text::note(ui, note);
            ui.add_space(theme.space.s);
            let sync = Button::primary(text!(face.lang, "kiosk-sync")).icon(Icon::Sync);
            if sync.fill_width(ui).enabled(!face.busy).show(ui).clicked() {
                actions.push(Action::Staff(StaffAction::StartSync(stick.clone())));
            }
            if face.trial {
                let pair = Button::quiet(text!(face.lang, "kiosk-pair"))
                    .icon(Icon::Building)
                    .compact();
                if pair.enabled(!face.busy).show(ui).clicked() {
                    actions.push(Action::Staff(StaffAction::FindOffer(stick.clone())));
                }
            }
        });
    }
}

fn counts(ui: &mut Ui, face: &Face, status: &KioskStatus) {
    let rounds = status.waiting.len();
    let sync = match (status.last_sync, status.days_since_sync) {
        (Some(date), Some(days)) => (
            day(face, date),
            Some(text!(face.lang, "kiosk-staff-days-ago", n = days)),
        ),
        _ => (text!(face.lang, "kiosk-staff-never"), None),
    };
    let pack = status
        .last_pack
        .map_or_else(|| "–".to_owned(), |pack| pack.to_string());
    let free = status.free_bytes.map_or_else(|| "?".to_owned(), megabytes);
    tiles(ui, 4, 2, |ui, place, width| match place {
        0 => {
            stat_tile(
                ui,
                width,
                &text!(face.lang, "kiosk-staff-cards"),
                &rounds.to_string(),
                None,
            );
        }
        1 => {
            let batches = status.batches_unacknowledged.to_string();
            let kept = text!(face.lang, "kiosk-staff-kept", n = status.batches_kept);
            stat_tile(
                ui,
                width,
                &text!(face.lang, "kiosk-staff-batches"),
                &batches,
                Some(&kept),
            );
        }
        2 => {
            let (when, ago) = &sync;
            stat_tile(
                ui,
                width,
                &text!(face.lang, "kiosk-staff-last-sync"),
                when,
                ago.as_deref(),
            );
        }
        _ => {
            let remark = text!(face.lang, "kiosk-staff-pack", n = pack);
            stat_tile(
                ui,
                width,
                &text!(face.lang, "kiosk-staff-free"),
                &free,
                Some(&remark),
            );
        }
    });
    waiting(ui, face, status);
}

/// The ratings that wait, round by round.
fn waiting(ui: &mut Ui, face: &Face, status: &KioskStatus) {
    // The same line whether any wait: a worker who saw it change would know who wrote something.
    text::note(ui, text!(face.lang, "kiosk-staff-words"));
    for round in &status.waiting {
        let few = if round.is_handful {
            text!(face.lang, "kiosk-staff-handful")
        } else {
            text!(face.lang, "kiosk-staff-more")
        };
        let (plan, id, date) = (&round.title, round.round, day(face, round.last));
        let line = if round.is_due {
            text!(
                face.lang,
                "kiosk-staff-waiting-due",
                plan = plan,
                round = id,
                few = few
            )
        } else if round.is_short {
            text!(
                face.lang,
                "kiosk-staff-waiting-short",
                plan = plan,
                round = id,
                few = few,
                date = date
            )
        } else {
            text!(
                face.lang,
                "kiosk-staff-waiting",
                plan = plan,
                round = id,
                few = few,
                date = date
            )
        };
        text::note(ui, line);
    }
}

/// The rounds of slips: what tellers compare with the announcement, and the button that ends one. Nothing moves when a card
/// comes.
fn ballots(
    ui: &mut Ui,
    face: &Face,
    form: &StaffForm,
    status: &KioskStatus,
    actions: &mut Vec<Action>,
) {
    for (place, ballot) in status.ballots.iter().enumerate() {
        card(ui, |ui| {
            let theme = Theme::of(ui);
            ui.spacing_mut().item_spacing.y = theme.space.xs;
            let title = text!(
                face.lang,
                "kiosk-ballot",
                plan = ballot.title,
                round = ballot.round
            );
            text::heading(ui, title);
            for slips in &ballot.slips {
                let line = text!(
                    face.lang,
                    "kiosk-ballot-slips",
                    group = slips.group.get(face.lang),
                    n = slips.number,
                    check = slips.check
                );
                text::note(ui, line);
            }
            if ballot.is_ended {
                text::body(ui, text!(face.lang, "kiosk-ballot-ended"));
                return;
            }
            ui.add_space(theme.space.s);
            if !ballot.is_opened {
                text::body(ui, text!(face.lang, "kiosk-sitting-waits"));
                let open = Button::primary(text!(face.lang, "kiosk-sitting-open"));
                if open.fill_width(ui).enabled(!face.busy).show(ui).clicked() {
                    actions.push(Action::Staff(StaffAction::OpenSitting(place)));
                }
                return;
            }
            if form.ending == Some(place) {
                notice(ui, Tone::Warn, text!(face.lang, "kiosk-ballot-sure"));
                let yes = Button::primary(text!(face.lang, "kiosk-ballot-yes"));
                if yes.fill_width(ui).enabled(!face.busy).show(ui).clicked() {
                    actions.push(Action::Staff(StaffAction::EndBallot(place)));
                }
                let no = Button::quiet(text!(face.lang, "kiosk-ballot-no"));
                if no.fill_width(ui).show(ui).clicked() {
                    actions.push(Action::Staff(StaffAction::AskEndBallot(None)));
                }
            } else {
                let end = Button::quiet(text!(face.lang, "kiosk-ballot-end"));
                if end.fill_width(ui).enabled(!face.busy).show(ui).clicked() {
                    actions.push(Action::Staff(StaffAction::AskEndBallot(Some(place))));
                }
            }
        });
    }
}

/// A trial only: a card need not wait for the month to end.
fn end_rounds(
    ui: &mut Ui,
    face: &Face,
    form: &StaffForm,
    status: &KioskStatus,
    actions: &mut Vec<Action>,
) {
    if !face.trial || status.waiting.is_empty() {
        return;
    }
    let title = text!(face.lang, "kiosk-end-rounds");
    let note = text!(face.lang, "kiosk-end-rounds-why");
    let choice = ChoiceTile::new(&title)
        .note(&note)
        .several()
        .selected(form.ends_rounds);
    if choice.show(ui).clicked() {
        actions.push(Action::Staff(StaffAction::EndRounds(!form.ends_rounds)));
    }
}

/// Another key, and the end of its service. A trial has neither.
fn retire(ui: &mut Ui, face: &Face, status: &KioskStatus, actions: &mut Vec<Action>) {
    let is_open = status.service == Service::Open;
    if face.trial || !(is_open || status.is_retirement_doubted) {
        return;
    }
    let mut deeds = vec![(text!(face.lang, "kiosk-retire"), StaffAction::Retire)];
    if is_open && !status.is_numbered_out {
        deeds.insert(0, (text!(face.lang, "kiosk-renew"), StaffAction::Renew));
    }
    ui.horizontal_wrapped(|ui| {
        for (name, deed) in deeds {
            let button = Button::quiet(name).compact().enabled(!face.busy);
            if button.show(ui).clicked() {
                actions.push(Action::Staff(deed));
            }
        }
    });
}

fn facts(ui: &mut Ui, face: &Face, status: &KioskStatus) {
    card(ui, |ui| {
        let theme = Theme::of(ui);
        ui.spacing_mut().item_spacing.y = theme.space.xs;
        for fact in [
            text!(face.lang, "kiosk-fact-device", value = status.device),
            text!(
                face.lang,
                "kiosk-fact-device-key",
                compared = status.device_fingerprint.compared(),
                typed = status.device_fingerprint.typed()
            ),
            text!(
                face.lang,
                "kiosk-fact-office-key",
                value = status.office_fingerprint
            ),
            text!(face.lang, "kiosk-fact-version", value = status.version),
        ] {
            text::body(ui, fact);
        }
    });
}

/// Bytes as people say them.
#[must_use]
pub fn megabytes(bytes: u64) -> String {
    const MB: u64 = 1_000_000;
    const GB: u64 = 1_000 * MB;
    if bytes >= 10 * GB {
        format!("{} GB", bytes / GB)
    } else if bytes >= GB {
        format!("{}.{} GB", bytes / GB, bytes % GB / (100 * MB))
    } else {
        format!("{} MB", bytes / MB)
    }
}

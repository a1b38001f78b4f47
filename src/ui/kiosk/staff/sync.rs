//! 同步: under way, done, or stopped; and whether the stick may be pulled.

use egui::Ui;

use super::SyncState;
use super::area::megabytes;
use crate::app::Progress;
use crate::app::kiosk::{PackStep, SyncReport};
use crate::fault::Fault as _;
use crate::ui::kiosk::frame::{Face, Surround, surround};
use crate::ui::kiosk::receipt::day;
use crate::ui::kiosk::screen::{Action, StaffAction};
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, middle};
use crate::ui::widgets::{Tone, card, notice, progress_bar, text};
use crate::words::text;

/// What the sync screen shows.
#[derive(Debug)]
pub struct SyncView<'a> {
    /// The surround.
    pub face: &'a Face,
    /// How far it has come.
    pub progress: Option<&'a Progress>,
    /// How it ended.
    pub state: &'a SyncState,
}

/// Draws the sync.
pub fn sync_ui(ui: &mut Ui, view: &SyncView<'_>) -> Vec<Action> {
    let face = view.face;
    let mut actions = Vec::new();
    let over = !face.busy;
    let around = Surround {
        next: over.then(|| (text!(face.lang, "kiosk-sync-seen"), true)),
        plain: true,
        ..Surround::default()
    };
    let pressed = surround(ui, face, &around, &mut actions, |ui, _| {
        let theme = Theme::of(ui);
        column(ui, theme.px(1200.0), |ui| {
            middle(ui, 0.36, |ui| {
                ui.spacing_mut().item_spacing.y = theme.space.m;
                match view.state {
                    SyncState::Done(report) => done(ui, face, report),
                    SyncState::Failed(sentence) => {
                        text::title(ui, text!(face.lang, "kiosk-sync-stopped"));
                        notice(ui, Tone::Warn, sentence.say(face.lang));
                        text::lead(ui, text!(face.lang, "kiosk-sync-nothing-lost"));
                    }
                    SyncState::None => under_way(ui, view),
                }
            });
        });
    });
    if pressed.next {
        actions.push(Action::Staff(StaffAction::SyncSeen));
    }
    actions
}

fn under_way(ui: &mut Ui, view: &SyncView<'_>) {
    let face = view.face;
    text::title(ui, text!(face.lang, "kiosk-sync-running"));
    match view.progress {
        Some(progress) => {
            let step = progress.step.say(face.lang);
            progress_bar(ui, progress.done, progress.total, &step);
        }
        None => {
            progress_bar(ui, 0, 1, &text!(face.lang, "kiosk-sync-starting"));
        }
    }
    notice(ui, Tone::Warn, text!(face.lang, "kiosk-sync-keep-in"));
}

fn done(ui: &mut Ui, face: &Face, report: &SyncReport) {
    if let Some(fault) = report.fault() {
        text::title(ui, text!(face.lang, "kiosk-sync-partly"));
        notice(ui, Tone::Warn, fault.sentence().say(face.lang));
    } else {
        text::title(ui, text!(face.lang, "kiosk-sync-done"));
    }
    notice(ui, Tone::Good, report.delivered.sentence().say(face.lang));
    card(ui, |ui| {
        let theme = Theme::of(ui);
        ui.spacing_mut().item_spacing.y = theme.space.s;
        for line in lines(face, report) {
            text::body(ui, line);
        }
    });
}

fn lines(face: &Face, report: &SyncReport) -> Vec<String> {
    let mut lines = pack_lines(face, &report.pack);
    lines.extend(report.passed_over.iter().map(|why| why.say(face.lang)));
    lines.push(match report.words {
        Some(number) => text!(face.lang, "kiosk-sync-words", n = number),
        None if report.words_held => text!(face.lang, "kiosk-sync-words-held"),
        None => text!(face.lang, "kiosk-sync-words-none"),
    });
    for round in &report.closed {
        lines.push(text!(
            face.lang,
            "kiosk-sync-closed",
            plan = round.title,
            round = round.round,
            n = round.number
        ));
        if round.withheld {
            lines.push(text!(face.lang, "kiosk-sync-withheld"));
        }
    }
    if report.closed.is_empty() {
        lines.push(text!(face.lang, "kiosk-sync-none-closed"));
    }
    for round in &report.waiting {
        lines.push(text!(
            face.lang,
            "kiosk-sync-held",
            plan = round.title,
            round = round.round,
            date = day(face, round.last)
        ));
    }
    if let Some(number) = report.last {
        lines.push(text!(face.lang, "kiosk-sync-last", n = number));
    }
    if report.withdrawn {
        lines.push(text!(face.lang, "kiosk-sync-withdrawn"));
    }
    lines.extend(report.needed.iter().map(|it| it.say(face.lang)));
    let disputes = report.disputes.iter();
    lines.extend(disputes.map(|it| it.sentence().say(face.lang)));
    let bytes: u64 = report.written.iter().map(|batch| batch.bytes).sum();
    lines.push(text!(
        face.lang,
        "kiosk-sync-written",
        n = report.written.len(),
        size = megabytes(bytes)
    ));
    lines
}

/// What became of the pack.
fn pack_lines(face: &Face, pack: &PackStep) -> Vec<String> {
    let mut lines = Vec::new();
    match pack {
        PackStep::None => lines.push(text!(face.lang, "kiosk-sync-pack-none")),
        PackStep::Known(number) => {
            lines.push(text!(face.lang, "kiosk-sync-pack-known", n = number));
        }
        PackStep::Imported {
            number,
            replies,
            notices,
            acknowledged,
            forgotten,
            mismatched,
            left_out,
            restored,
            deferred,
            ..
        } => {
            lines.push(text!(
                face.lang,
                "kiosk-sync-pack-imported",
                n = number,
                replies = replies,
                notices = notices,
                acknowledged = acknowledged
            ));
            if *restored {
                lines.push(text!(face.lang, "app-kiosk-restored"));
            }
            for number in forgotten {
                lines.push(text!(face.lang, "app-kiosk-forgotten", number = number));
            }
            lines.extend(left_out.iter().map(|why| why.say(face.lang)));
            for number in mismatched {
                lines.push(text!(face.lang, "kiosk-sync-mismatch", n = number));
            }
            for plan in deferred {
                lines.push(plan.sentence().say(face.lang));
            }
        }
        PackStep::Refused(sentence) => {
            lines.push(text!(
                face.lang,
                "kiosk-sync-pack-refused",
                why = sentence.say(face.lang)
            ));
        }
    }
    lines
}

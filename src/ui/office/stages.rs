//! The stages of a round's procedure: which are done, which are late, and what is noted of the next.

use egui::Ui;

use super::words;
use crate::app::office::{RoundDetail, RoundStep, StageRow};
use crate::domain::round_status::RoundStatus;
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Lang, text};

/// The list, and below it the field for the first that is not done.
pub(super) fn stages_ui(
    ui: &mut Ui,
    note: &mut String,
    lang: Lang,
    round: &RoundDetail,
) -> Option<RoundStep> {
    if round.stages.is_empty() {
        return None;
    }
    let mut step = None;
    widgets::card(ui, |ui| {
        widgets::heading(ui, text!(lang, "office-stages-title"));
        for stage in &round.stages {
            stage_ui(ui, lang, stage);
        }
        let next = round.stages.iter().find(|stage| stage.done_on.is_none());
        if let Some(stage) = next.filter(|_| is_held(round.row.status)) {
            let asked = match &stage.document {
                Some(paper) => text!(lang, "office-stages-paper", paper = paper.get(lang)),
                None => text!(lang, "office-stages-note"),
            };
            widgets::field(ui, asked, note);
            let name = stage.name.get(lang);
            let label = text!(lang, "office-stages-done", name = name);
            let ready = stage.document.is_none() || !note.trim().is_empty();
            if Button::quiet(label).enabled(ready).show(ui).clicked() {
                step = Some(RoundStep::Stage {
                    stage: stage.number,
                    note: note.trim().to_owned(),
                });
            }
        }
    });
    step
}

fn stage_ui(ui: &mut Ui, lang: Lang, stage: &StageRow) {
    widgets::flow(ui, |ui| {
        let name = format!("{} {}", stage.number, stage.name.get(lang));
        widgets::strong(ui, name);
        if stage.is_late {
            widgets::badge(ui, Tone::Warn, text!(lang, "office-stages-late"));
        }
        match (stage.done_on, stage.due) {
            (Some(day), _) => {
                let day = words::day(lang, day);
                widgets::badge(ui, Tone::Good, text!(lang, "office-stages-on", day = day));
            }
            (None, Some(day)) => {
                let day = words::day(lang, day);
                widgets::note(ui, text!(lang, "office-stages-due", day = day));
            }
            (None, None) => {}
        }
    });
    let by = stage.by.as_ref().map(|by| by.get(lang));
    let said: Vec<&str> = by.into_iter().chain(Some(stage.note.as_str())).collect();
    let said: Vec<&str> = said.into_iter().filter(|said| !said.is_empty()).collect();
    if !said.is_empty() {
        widgets::note(ui, said.join(" · "));
    }
}

/// Whether stages of the round can still be noted.
fn is_held(status: RoundStatus) -> bool {
    match status {
        RoundStatus::Announced
        | RoundStatus::Open
        | RoundStatus::Closed
        | RoundStatus::Counted
        | RoundStatus::Decided
        | RoundStatus::Posted => true,
        RoundStatus::Cancelled
        | RoundStatus::Void
        | RoundStatus::NoQuorum
        | RoundStatus::Settled
        | RoundStatus::Archived => false,
    }
}

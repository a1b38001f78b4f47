//! Results: counts, rates and grades, with small cells left out; below each row all counts, for the office only.

use egui::{Grid, ScrollArea, TextWrapMode, Ui};

use super::action::Action;
use crate::app::office::{CriterionTally, FullCount, PlanTally, SubjectTally, channels_line};
use crate::ui::theme::Theme;
use crate::ui::widgets::{self, Tone};
use crate::words::{Lang, text};

/// Which result is open.
#[derive(Default)]
pub struct TalliesForm {
    /// Its place in the list.
    pub shown: usize,
}

/// What the page shows.
pub struct TalliesView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// One entry a plan and period.
    pub tallies: &'a [PlanTally],
}

/// The page.
pub fn tallies_ui(ui: &mut Ui, form: &mut TalliesForm, view: &TalliesView) -> Vec<Action> {
    let lang = view.lang;
    widgets::page_title(
        ui,
        text!(lang, "office-tallies-title"),
        text!(lang, "office-tallies-below"),
    );
    if view.tallies.is_empty() {
        widgets::notice(ui, Tone::Muted, text!(lang, "office-tallies-none"));
        return Vec::new();
    }
    widgets::flow(ui, |ui| {
        for (index, tally) in view.tallies.iter().enumerate() {
            let name = format!("{} · {}", tally.title.get(lang), tally.period);
            if widgets::chip(ui, name, form.shown == index).clicked() {
                form.shown = index;
            }
        }
    });
    let Some(tally) = view.tallies.get(form.shown).or(view.tallies.first()) else {
        return Vec::new();
    };
    widgets::note(
        ui,
        text!(lang, "office-tallies-sheets", count = tally.sheets),
    );
    for said in tally.remainder.sentences(tally.fewest_sheets) {
        widgets::note(ui, said.say(lang));
    }
    if !tally.channels.is_empty() {
        widgets::note(ui, channels_line(&tally.channels, lang));
    }
    for (index, subject) in tally.subjects.iter().enumerate() {
        widgets::card(ui, |ui| subject_ui(ui, lang, subject, index));
    }
    if tally.subjects.iter().any(|subject| subject.suppressed) {
        widgets::note(ui, text!(lang, "office-tallies-suppressed"));
    }
    Vec::new()
}

fn subject_ui(ui: &mut Ui, lang: Lang, subject: &SubjectTally, index: usize) {
    ui.horizontal_wrapped(|ui| {
        widgets::heading(ui, subject.name.get(lang));
        widgets::note(ui, subject.role.get(lang));
        if let Some(group) = &subject.group {
            widgets::badge(ui, Tone::Muted, group.to_string());
        }
        if let Some(grade) = &subject.grade_name {
            widgets::badge(ui, Tone::Good, grade.get(lang));
        }
        if let Some(figure) = &subject.figure {
            widgets::strong(ui, figure);
        }
        let raters = subject.raters.map_or_else(
            || "—".to_owned(),
            |count| text!(lang, "office-tallies-raters", count = count),
        );
        widgets::note(ui, raters);
    });
    if let Some(explained) = &subject.explained {
        widgets::note(ui, explained.get(lang));
    }
    full_ui(ui, lang, subject);
    let space = Theme::of(ui).space;
    // A scale of ten steps is wider than a small screen; figures are never broken in the middle.
    ScrollArea::horizontal()
        .id_salt(("wide", index))
        .show(ui, |ui| {
            ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
            grid_ui(ui, lang, subject, index, egui::vec2(space.l, space.xs));
        });
}

/// How it stands by all counts, the few included.
fn full_ui(ui: &mut Ui, lang: Lang, subject: &SubjectTally) {
    let full: &FullCount = &subject.full;
    let mut line = vec![text!(lang, "office-tallies-full", raters = full.raters)];
    line.extend(
        full.grade_name
            .as_ref()
            .map(|name| name.get(lang).to_owned()),
    );
    line.extend(full.figure.clone());
    widgets::note(ui, line.join(" · "));
    // Said once where nothing was left out.
    let explained = full.explained.as_ref();
    if let Some(explained) = explained.filter(|_| full.explained != subject.explained) {
        widgets::note(ui, explained.get(lang));
    }
}

fn full_row_ui(ui: &mut Ui, lang: Lang, counts: &[u64]) {
    widgets::note(ui, text!(lang, "office-tallies-full-row"));
    for count in counts {
        widgets::note(ui, count.to_string());
    }
    ui.end_row();
}

fn grid_ui(ui: &mut Ui, lang: Lang, subject: &SubjectTally, index: usize, spacing: egui::Vec2) {
    Grid::new(("tally", index)).spacing(spacing).show(ui, |ui| {
        let mut columns: Vec<&str> = Vec::new();
        for (place, criterion) in subject.criteria.iter().enumerate() {
            let names: Vec<&str> = criterion
                .answers
                .iter()
                .map(|answer| answer.name.get(lang))
                .collect();
            // Criteria on another scale get their own heading.
            if names != columns {
                ui.label("");
                for name in &names {
                    widgets::note(ui, *name);
                }
                ui.end_row();
                columns = names;
            }
            row_ui(ui, lang, criterion);
            let counts = subject
                .full
                .answers
                .get(place)
                .map_or(&[][..], Vec::as_slice);
            full_row_ui(ui, lang, counts);
        }
    });
}

fn row_ui(ui: &mut Ui, lang: Lang, criterion: &CriterionTally) {
    widgets::body(ui, criterion.name.get(lang));
    if let Some(leading) = &criterion.leading {
        let leading = leading.get(lang);
        widgets::note(ui, text!(lang, "office-tallies-leading", answer = leading));
        ui.end_row();
        return;
    }
    for answer in &criterion.answers {
        ui.horizontal(|ui| {
            let count = answer
                .count
                .map_or_else(|| "—".to_owned(), |count| count.to_string());
            widgets::body(ui, count);
            if let Some(percent) = answer.percent {
                widgets::note(ui, format!("{percent:.1}%"));
            }
        });
    }
    ui.end_row();
}

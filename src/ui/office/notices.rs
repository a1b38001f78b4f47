//! 公示: results or the office's own words, carried to every kiosk by the next pack.

use egui::Ui;

use super::action::Action;
use super::words;
use crate::app::office::{Command, NoticeRow, PlanTally};
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Lang, text};

/// The notice being written.
#[derive(Default)]
pub struct NoticesForm {
    /// The heading.
    pub title: String,
    /// What it says.
    pub body: String,
}

/// What the page shows.
pub struct NoticesView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// Everything posted, newest first.
    pub rows: &'a [NoticeRow],
    /// Results that may be posted, those of rounds aside.
    pub tallies: Vec<&'a PlanTally>,
}

/// The page.
pub fn notices_ui(ui: &mut Ui, form: &mut NoticesForm, view: &NoticesView) -> Vec<Action> {
    let lang = view.lang;
    let mut actions = Vec::new();
    widgets::page_title(
        ui,
        text!(lang, "office-notices-title"),
        text!(lang, "office-notices-below"),
    );
    widgets::two_columns(ui, 0.5, |ui, place| {
        if place == 0 {
            results_ui(ui, view, &mut actions);
            own_ui(ui, form, lang, &mut actions);
        } else {
            posted_ui(ui, view, &mut actions);
        }
    });
    actions
}

fn results_ui(ui: &mut Ui, view: &NoticesView, actions: &mut Vec<Action>) {
    let lang = view.lang;
    if view.tallies.is_empty() {
        return;
    }
    widgets::card(ui, |ui| {
        widgets::heading(ui, text!(lang, "office-notices-results"));
        for tally in &view.tallies {
            ui.horizontal_wrapped(|ui| {
                widgets::body(ui, format!("{} · {}", tally.title.get(lang), tally.period));
                let label = format!("{} {}", text!(lang, "office-notices-post"), tally.period);
                if widgets::small_button(ui, label).clicked() {
                    actions.push(Action::Run(Command::PostResults {
                        plan: tally.plan.clone(),
                        period: Some(tally.period.clone()),
                    }));
                }
            });
        }
    });
}

fn own_ui(ui: &mut Ui, form: &mut NoticesForm, lang: Lang, actions: &mut Vec<Action>) {
    widgets::card(ui, |ui| {
        widgets::heading(ui, text!(lang, "office-notices-own"));
        let heading = text!(lang, "office-notices-heading");
        widgets::field(ui, heading, &mut form.title);
        widgets::long_field(ui, text!(lang, "office-notices-body"), &mut form.body, 4);
        let ready = !form.title.trim().is_empty() && !form.body.trim().is_empty();
        let post = text!(lang, "office-notices-post-own");
        if Button::primary(post).enabled(ready).show(ui).clicked() {
            actions.push(Action::Run(Command::PostNotice {
                title: form.title.trim().to_owned(),
                body: form.body.trim().to_owned(),
            }));
        }
    });
}

fn posted_ui(ui: &mut Ui, view: &NoticesView, actions: &mut Vec<Action>) {
    if view.rows.is_empty() {
        widgets::notice(ui, Tone::Muted, text!(view.lang, "office-notices-none"));
    }
    for row in view.rows {
        widgets::card(ui, |ui| {
            widgets::strong(ui, row.title.clone());
            let day = match row.withdrawn_on {
                Some(on) => {
                    let day = words::full_day(view.lang, on);
                    text!(view.lang, "office-notices-down", day = day)
                }
                None => words::full_day(view.lang, row.posted_on),
            };
            widgets::note(ui, day);
            widgets::body(ui, row.body.clone());
            let down = row.own && row.withdrawn_on.is_none();
            let label = text!(view.lang, "office-outbox-take-down");
            if down && widgets::small_button(ui, label).clicked() {
                let number = row.number;
                actions.push(Action::Run(Command::WithdrawNotice { number }));
            }
        });
    }
}

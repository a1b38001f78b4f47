//! 评议: the list of rounds, each with the one thing to do next.

use egui::Ui;

use super::action::{Action, Nav};
use super::screen::Screen;
use super::words;
use crate::app::office::{Command, PlanRow, RoundCommand, RoundRow, RoundStep};
use crate::domain::ids::PlanId;
use crate::domain::round_status::RoundStatus;
use crate::ui::widgets::{self, Tone};
use crate::words::{Lang, text};

/// What the page shows.
pub(super) struct RoundsView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// Every round, the newest first.
    pub rows: &'a [RoundRow],
    /// Plans on file, of which rounds can be announced.
    pub plans: &'a [PlanRow],
}

/// The page.
pub(super) fn rounds_ui(ui: &mut Ui, view: &RoundsView) -> Vec<Action> {
    let lang = view.lang;
    let mut actions = Vec::new();
    widgets::page_title(
        ui,
        text!(lang, "office-rounds-title"),
        text!(lang, "office-rounds-below"),
    );
    if widgets::small_button(ui, text!(lang, "office-nav-slips")).clicked() {
        actions.push(Action::Nav(Nav::Go(Screen::Slips)));
    }
    if view.rows.is_empty() {
        widgets::notice(ui, Tone::Muted, text!(lang, "office-rounds-none"));
    }
    for row in view.rows {
        widgets::card(ui, |ui| row_ui(ui, lang, row, &mut actions));
    }
    let plans: Vec<&PlanRow> = view.plans.iter().filter(|plan| plan.enabled).collect();
    if !plans.is_empty() {
        widgets::card(ui, |ui| {
            widgets::heading(ui, text!(lang, "office-rounds-announce"));
            widgets::flow(ui, |ui| {
                for plan in plans {
                    let title = plan.title.get(lang);
                    let label = text!(lang, "office-rounds-announce-one", title = title);
                    if widgets::small_button(ui, label).clicked() {
                        actions.push(run(&plan.id, RoundStep::Announce));
                    }
                    let label = text!(lang, "office-rounds-call-one", title = title);
                    if plan.is_callable && widgets::small_button(ui, label).clicked() {
                        actions.push(run(&plan.id, RoundStep::Call { day: None }));
                    }
                }
            });
        });
    }
    actions
}

fn run(plan: &PlanId, step: RoundStep) -> Action {
    Action::Run(Command::Round(RoundCommand {
        plan: plan.clone(),
        round: None,
        step,
    }))
}

fn row_ui(ui: &mut Ui, lang: Lang, row: &RoundRow, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        widgets::heading(ui, format!("{} · {}", row.title.get(lang), row.round));
        widgets::badge(ui, tone(row.status), row.status.sentence().say(lang));
    });
    widgets::note(ui, days(lang, row));
    if let Some(day) = row.not_before {
        let day = words::full_day(lang, day);
        widgets::note(ui, text!(lang, "office-rounds-not-before", day = day));
    }
    widgets::flow(ui, |ui| {
        // What is typed and chosen for it is on the page of the round.
        let label = row.next.filter(|_| row.not_before.is_none()).map_or_else(
            || text!(lang, "office-rounds-open", round = row.round),
            |next| {
                let next = next.sentence();
                text!(lang, "office-rounds-next", next = next, round = row.round)
            },
        );
        let clicked = if row.next.is_some() && row.not_before.is_none() {
            widgets::primary_button(ui, label).clicked()
        } else {
            widgets::small_button(ui, label).clicked()
        };
        if clicked {
            actions.push(Action::Nav(Nav::OpenRound(row.plan.clone(), row.round)));
        }
        let failed = matches!(row.status, RoundStatus::Void | RoundStatus::NoQuorum);
        if failed && widgets::small_button(ui, text!(lang, "office-rounds-call-again")).clicked() {
            actions.push(run(&row.plan, RoundStep::Call { day: None }));
        }
    });
}

/// How a state is coloured.
pub(super) fn tone(status: RoundStatus) -> Tone {
    match status {
        RoundStatus::Announced | RoundStatus::Open => Tone::Info,
        RoundStatus::Closed | RoundStatus::Counted | RoundStatus::Decided => Tone::Warn,
        RoundStatus::Posted | RoundStatus::Settled | RoundStatus::Archived => Tone::Good,
        RoundStatus::Void | RoundStatus::NoQuorum => Tone::Seal,
        RoundStatus::Cancelled => Tone::Muted,
    }
}

/// Its first day and its last.
pub(super) fn days(lang: Lang, row: &RoundRow) -> String {
    let first = words::full_day(lang, row.first);
    match row.last {
        Some(last) => {
            let last = words::full_day(lang, last);
            text!(lang, "office-rounds-days", first = first, last = last)
        }
        None => text!(lang, "office-rounds-from", first = first),
    }
}

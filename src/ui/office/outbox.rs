//! 待发: what waits for the next pack, as residents will read it, and the ways to change it before it leaves.

use egui::Ui;

use super::action::{Action, Nav};
use super::words;
use crate::app::office::{CaseCommand, Command, OutboxPage};
use crate::ui::widgets::{self, Tone};
use crate::words::{Lang, text};

/// The list.
pub(super) fn outbox_ui(
    ui: &mut Ui,
    lang: Lang,
    page: &OutboxPage,
    busy: bool,
    actions: &mut Vec<Action>,
) {
    widgets::heading(ui, text!(lang, "office-outbox-title"));
    if page.answers.is_empty() && page.notices.is_empty() && page.acks == 0 {
        widgets::notice(ui, Tone::Muted, text!(lang, "office-outbox-none"));
        return;
    }
    widgets::note(ui, text!(lang, "office-outbox-below"));
    if page.acks > 0 {
        widgets::body(ui, text!(lang, "office-outbox-acks", count = page.acks));
    }
    for answer in &page.answers {
        widgets::card(ui, |ui| {
            let (number, day) = (answer.row.number, words::day(lang, answer.on));
            let head = text!(
                lang,
                "office-outbox-answer",
                number = number,
                reply = answer.reply,
                day = day
            );
            widgets::strong(ui, head);
            widgets::body(ui, answer.text.to_string());
            widgets::flow(ui, |ui| {
                if widgets::small_button(ui, text!(lang, "office-outbox-open")).clicked() {
                    actions.push(Action::Nav(Nav::OpenCase(number)));
                }
                let back = widgets::small_button(ui, text!(lang, "office-outbox-take-back"));
                if back.clicked() && !busy {
                    let command = CaseCommand::WithdrawAnswer { case: number };
                    actions.push(Action::Run(Command::Case(command)));
                }
            });
        });
    }
    for notice in &page.notices {
        widgets::card(ui, |ui| {
            let (number, title) = (notice.number, notice.title.as_str());
            let head = text!(lang, "office-outbox-notice", number = number, title = title);
            widgets::strong(ui, head);
            widgets::body(ui, notice.body.clone());
            if notice.own
                && widgets::small_button(ui, text!(lang, "office-outbox-take-down")).clicked()
                && !busy
            {
                actions.push(Action::Run(Command::WithdrawNotice { number }));
            }
        });
    }
}

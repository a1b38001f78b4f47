//! What a receipt opened, in plain sentences.

use egui::Ui;

use super::follow_up::grades_ui;
use super::frame::{Face, Surround, surround};
use super::receipt::day;
use super::screen::{Action, FollowUpAction, Nav};
use super::session::{Found, Offer};
use crate::app::kiosk::Lookup;
use crate::domain::calendar::DueDate;
use crate::domain::case::CaseNews;
use crate::domain::receipt::DIGITS;
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, middle};
use crate::ui::widgets::{Button, Icon, Tone, badge, card, digit_groups, text};
use crate::words::{Key, Sentence, key, sentence, text};

/// What the result of a look-up shows.
#[derive(Debug)]
pub struct LookupResultView<'a> {
    /// The surround.
    pub face: &'a Face,
    /// What was found.
    pub found: Option<&'a Found>,
    /// What its holder may say.
    pub offer: Offer,
    /// What they read of what they said last.
    pub news: Option<CaseNews>,
    /// What was typed, to show which group to look at again.
    pub typed: &'a str,
    /// Where to ask in person.
    pub office_place: &'a str,
    /// Whom to call.
    pub telephone: &'a str,
}

/// Draws the result of a look-up.
pub fn lookup_result_ui(ui: &mut Ui, view: &LookupResultView<'_>) -> Vec<Action> {
    let face = view.face;
    let mut actions = Vec::new();
    let mistyped = matches!(view.found, Some(Found::Status(Lookup::Mistyped { .. })));
    let around = Surround {
        back: Some(face.t(if mistyped {
            key!("kiosk-found-retype")
        } else {
            key!("kiosk-found-another")
        })),
        next: Some((text!(face.lang, "kiosk-finish"), true)),
        ..Surround::default()
    };
    let pressed = surround(ui, face, &around, &mut actions, |ui, actions| {
        let theme = Theme::of(ui);
        column(ui, theme.px(1320.0), |ui| {
            middle(ui, 0.4, |ui| {
                card(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = theme.space.m;
                    body(ui, view);
                    ask_ui(ui, view, actions);
                    ui.add_space(theme.space.s);
                    let ask = text!(
                        face.lang,
                        "kiosk-receipt-ask",
                        place = view.office_place,
                        telephone = view.telephone
                    );
                    text::note(ui, ask);
                });
            });
        });
    });
    if pressed.back {
        actions.push(if mistyped {
            Action::Nav(Nav::Back)
        } else {
            Action::Nav(Nav::LookUpAnother)
        });
    }
    if pressed.next {
        actions.push(Action::Nav(Nav::Finished));
    }
    actions
}

/// What became of what was said before, and how content the holder is.
fn ask_ui(ui: &mut Ui, view: &LookupResultView<'_>, actions: &mut Vec<Action>) {
    let face = view.face;
    let news = view.news.map(|news| match news {
        CaseNews::Rated => key!("kiosk-found-rated"),
        CaseNews::Reopened => key!("kiosk-found-reopened"),
        CaseNews::WordsReceived => key!("kiosk-found-words"),
    });
    if let Some(news) = news {
        text::lead(ui, face.t(news));
    }
    match view.offer {
        Offer::Rating => {
            text::heading(ui, text!(face.lang, "kiosk-follow-up-question"));
            if let Some(grade) = grades_ui(ui, face, None) {
                actions.push(Action::FollowUp(FollowUpAction::Rate(grade)));
            }
        }
        Offer::AtTheOffice => {
            text::note(ui, text!(face.lang, "kiosk-found-early"));
        }
        Offer::Words | Offer::Nothing => {}
    }
    if matches!(view.offer, Offer::Words | Offer::Rating) {
        let add = Button::quiet(text!(face.lang, "kiosk-follow-up-add")).icon(Icon::Pencil);
        if add.show(ui).clicked() {
            actions.push(Action::FollowUp(FollowUpAction::Write));
        }
    }
}

fn body(ui: &mut Ui, view: &LookupResultView<'_>) {
    let face = view.face;
    let Some(found) = view.found else {
        return;
    };
    match found {
        Found::Trouble(sentence) => {
            say(
                ui,
                face,
                Tone::Info,
                key!("kiosk-found-trouble"),
                sentence.say(face.lang),
            );
        }
        Found::Status(Lookup::Received { due }) => {
            let words = by(face, *due, |date| {
                sentence!("kiosk-found-received-words", date = date)
            });
            say(ui, face, Tone::Info, key!("kiosk-found-received"), words);
        }
        Found::Status(Lookup::InProgress { due }) => {
            let words = by(face, *due, |date| {
                sentence!("kiosk-found-progress-words", date = date)
            });
            say(ui, face, Tone::Info, key!("kiosk-found-progress"), words);
        }
        Found::Status(Lookup::Extended { due, reason }) => {
            let words = by(face, *due, |date| {
                sentence!("kiosk-found-extended-words", date = date)
            });
            say(ui, face, Tone::Info, key!("kiosk-found-extended"), words);
            for paragraph in reason.iter().flat_map(|reason| reason.split('\n')) {
                text::lead(ui, paragraph);
            }
        }
        Found::Status(Lookup::Answered { text: reply, on }) => {
            badge(
                ui,
                Tone::Good,
                text!(face.lang, "kiosk-found-answered-on", date = day(face, *on)),
            );
            text::title(ui, text!(face.lang, "kiosk-found-answered"));
            for paragraph in reply.split('\n') {
                text::lead(ui, paragraph);
            }
        }
        Found::Status(Lookup::AnsweredUnreadable) => {
            told(
                ui,
                face,
                Tone::Info,
                key!("kiosk-found-sealed"),
                key!("kiosk-found-sealed-words"),
            );
        }
        Found::Status(Lookup::Counted) => {
            told(
                ui,
                face,
                Tone::Good,
                key!("kiosk-found-counted"),
                key!("kiosk-found-counted-words"),
            );
        }
        Found::Status(Lookup::Unknown) => {
            told(
                ui,
                face,
                Tone::Muted,
                key!("kiosk-found-unknown"),
                key!("kiosk-found-unknown-words"),
            );
        }
        Found::Status(Lookup::Mistyped { group, sentence }) => {
            mistyped(ui, view, *group, sentence);
        }
    }
}

fn mistyped(ui: &mut Ui, view: &LookupResultView<'_>, group: Option<usize>, sentence: &Sentence) {
    let face = view.face;
    let digits: String = view.typed.chars().filter(char::is_ascii_digit).collect();
    let digits = zeroize::Zeroizing::new(digits);
    text::title(ui, text!(face.lang, "kiosk-found-mistyped"));
    text::lead(ui, sentence.say(face.lang));
    if digits.len() <= DIGITS {
        let wrong = group.and_then(|group| group.checked_sub(1));
        digit_groups(ui, face.lang, &digits, DIGITS / 4, 4, wrong);
    }
    if let Some(group) = group {
        text::lead(
            ui,
            text!(face.lang, "kiosk-found-mistyped-group", n = group),
        );
    }
}

fn told(ui: &mut Ui, face: &Face, tone: Tone, title: Key, words: Key) {
    say(ui, face, tone, title, face.t(words));
}

fn say(ui: &mut Ui, face: &Face, tone: Tone, title: Key, words: String) {
    badge(ui, tone, text!(face.lang, "kiosk-found-badge"));
    text::title(ui, face.t(title));
    text::lead(ui, words);
}

/// By when the answer comes; where the office named no day, that it will come.
fn by(face: &Face, due: Option<DueDate>, on: impl Fn(String) -> Sentence) -> String {
    let Some(due) = due else {
        return text!(face.lang, "kiosk-found-no-day");
    };
    let mut date = day(face, due.date);
    if due.provisional {
        date = text!(face.lang, "kiosk-provisional", date = date);
    }
    on(date).say(face.lang)
}

//! 回访: the holder of a receipt says how content they are with an answer, or adds words to what they wrote.

use std::sync::Arc;

use egui::{Align, Layout, Ui};

use super::frame::{Face, Surround, inside, surround};
use super::opinion::{self, OpinionView};
use super::screen::{Action, FollowUpAction, Nav, Screen};
use super::session::{FollowUpForm, Offer};
use super::state::{KioskUi, Running};
use crate::domain::follow_up::{Said, Satisfaction};
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, middle};
use crate::ui::widgets::panel::Panel;
use crate::ui::widgets::{Button, Icon, Tone, card, notice, said, text};
use crate::ui::worker::Work;
use crate::words::{Sentence, text};

/// Three grades side by side, one above the other where the page is high; the one that was tapped.
pub(super) fn grades_ui(
    ui: &mut Ui,
    face: &Face,
    chosen: Option<Satisfaction>,
) -> Option<Satisfaction> {
    let theme = Theme::of(ui);
    let mut tapped = None;
    let mut one = |ui: &mut Ui, grade: Satisfaction, width: f32| {
        let button = Button::quiet(grade.sentence().say(face.lang));
        let button = button.width(width).selected(chosen == Some(grade));
        if button.show(ui).clicked() {
            tapped = Some(grade);
        }
    };
    if theme.portrait {
        let wide = ui.available_width();
        for grade in Satisfaction::ALL {
            one(ui, *grade, wide);
        }
    } else {
        let gap = theme.space.m;
        let wide = ((ui.available_width() - gap * 2.0) / 3.0).floor();
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for grade in Satisfaction::ALL {
                one(ui, *grade, wide);
            }
        });
    }
    tapped
}

/// What is said, before it is sent.
pub fn follow_up_ui(ui: &mut Ui, face: &Face, form: &FollowUpForm) -> Vec<Action> {
    let mut actions = Vec::new();
    let ready = !form.said.is_empty() && !face.busy;
    let around = Surround {
        back: Some(text!(face.lang, "kiosk-back")),
        leave: true,
        next: Some((text!(face.lang, "kiosk-follow-up-send"), ready)),
        ..Surround::default()
    };
    let pressed = surround(ui, face, &around, &mut actions, |ui, actions| {
        let theme = Theme::of(ui);
        column(ui, theme.px(1320.0), |ui| {
            middle(ui, 0.4, |ui| {
                card(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = theme.space.m;
                    said_ui(ui, face, form, actions);
                });
            });
        });
    });
    if pressed.back {
        actions.push(Action::Nav(Nav::Back));
    }
    if pressed.next {
        actions.push(Action::FollowUp(FollowUpAction::Send));
    }
    actions
}

fn said_ui(ui: &mut Ui, face: &Face, form: &FollowUpForm, actions: &mut Vec<Action>) {
    if form.offer == Offer::Rating {
        text::title(ui, text!(face.lang, "kiosk-follow-up-question"));
        if let Some(grade) = grades_ui(ui, face, form.said.grade) {
            actions.push(Action::FollowUp(FollowUpAction::Rate(grade)));
        }
    } else {
        text::title(ui, text!(face.lang, "kiosk-follow-up-words-title"));
    }
    let words = form.said.text.trim();
    if !words.is_empty() {
        said::silently(ui, |ui| {
            for paragraph in words.split('\n') {
                text::lead(ui, paragraph);
            }
        });
    }
    let label = if words.is_empty() {
        text!(face.lang, "kiosk-follow-up-write")
    } else {
        text!(face.lang, "kiosk-follow-up-change")
    };
    if Button::quiet(label).icon(Icon::Pencil).show(ui).clicked() {
        actions.push(Action::FollowUp(FollowUpAction::Write));
    }
    if let Some(trouble) = &form.trouble {
        notice(ui, Tone::Warn, trouble.say(face.lang));
    }
    for (at_once, label) in [
        (false, text!(face.lang, "kiosk-follow-up-later")),
        (true, text!(face.lang, "kiosk-follow-up-at-once")),
    ] {
        let button = Button::quiet(label).selected(form.at_once == at_once);
        if button.fill_width(ui).show(ui).clicked() {
            actions.push(Action::FollowUp(FollowUpAction::AtOnce(at_once)));
        }
    }
    text::note(ui, text!(face.lang, "kiosk-follow-up-when"));
}

/// Where the words are written, as an opinion is.
pub fn words_ui(
    ui: &mut Ui,
    form: &mut FollowUpForm,
    keys: &mut Panel,
    view: &OpinionView<'_>,
) -> Vec<Action> {
    let face = view.face;
    let mut actions = Vec::new();
    let around = Surround {
        back: Some(text!(face.lang, "kiosk-back")),
        leave: true,
        next: Some((text!(face.lang, "kiosk-follow-up-written"), true)),
        ..Surround::default()
    };
    let pressed = surround(ui, face, &around, &mut actions, |ui, _| {
        let theme = Theme::of(ui);
        let mut room = ui.available_rect_before_wrap();
        let shown = inside(ui, room, Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = theme.space.xs;
            // In large type on a low screen the keys come before the heading.
            if theme.portrait || !theme.look.large {
                text::heading(ui, text!(face.lang, "kiosk-follow-up-words-title"));
            }
            if view.names_somebody {
                notice(ui, Tone::Warn, text!(face.lang, "kiosk-opinion-contact"));
            }
            ui.cursor().top()
        });
        room.min.y = shown;
        opinion::write(ui, &mut form.said.text, keys, view, room);
    });
    if pressed.back || pressed.next {
        opinion::finish(ui, &mut form.said.text, keys, view);
    }
    if pressed.back {
        actions.push(Action::Nav(Nav::Back));
    }
    if pressed.next {
        actions.push(Action::FollowUp(FollowUpAction::Written));
    }
    actions
}

/// It is taken in.
pub fn sent_ui(ui: &mut Ui, face: &Face, at_once: bool) -> Vec<Action> {
    let mut actions = Vec::new();
    let around = Surround {
        back: Some(text!(face.lang, "kiosk-found-another")),
        next: Some((text!(face.lang, "kiosk-finish"), true)),
        ..Surround::default()
    };
    let pressed = surround(ui, face, &around, &mut actions, |ui, _| {
        let theme = Theme::of(ui);
        column(ui, theme.px(1320.0), |ui| {
            middle(ui, 0.4, |ui| {
                card(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = theme.space.m;
                    text::title(ui, text!(face.lang, "kiosk-follow-up-sent"));
                    let when = if at_once {
                        text!(face.lang, "kiosk-follow-up-sent-at-once")
                    } else {
                        text!(face.lang, "kiosk-follow-up-sent-later")
                    };
                    text::lead(ui, when);
                    text::lead(ui, text!(face.lang, "kiosk-follow-up-sent-look"));
                });
            });
        });
    });
    if pressed.back {
        actions.push(Action::Nav(Nav::LookUpAnother));
    }
    if pressed.next {
        actions.push(Action::Nav(Nav::Finished));
    }
    actions
}

impl KioskUi {
    pub(super) fn perform_follow_up(&mut self, ctx: &egui::Context, action: FollowUpAction) {
        let form = &mut self.session.follow_up;
        match action {
            FollowUpAction::Rate(grade) => {
                form.said.grade = Some(grade);
                self.go(Screen::FollowUp);
            }
            FollowUpAction::Write => self.go(Screen::FollowUpWords),
            FollowUpAction::Written => self.written(),
            FollowUpAction::AtOnce(at_once) => form.at_once = at_once,
            FollowUpAction::Send => self.send(ctx),
        }
    }

    /// Where somebody goes on who has written, or has thought better of it.
    pub(super) fn written(&mut self) {
        let nothing = self.session.follow_up.said.is_empty();
        self.go(if nothing {
            Screen::Found
        } else {
            Screen::FollowUp
        });
    }

    fn send(&mut self, ctx: &egui::Context) {
        let form = &self.session.follow_up;
        let at_once = form.at_once;
        let Some(voice) = form.voice.clone() else {
            return;
        };
        if self.running.is_some() || form.said.is_empty() {
            return;
        }
        let said = form.said.clone();
        let desk = Arc::clone(&self.desk);
        self.running = Some(Running::FollowUp(Work::start(
            "follow-up",
            ctx,
            move |_| desk.follow_up(&voice, &said, at_once),
        )));
    }

    /// It is in the box, or why not: nothing of what was said is lost.
    pub(super) fn followed_up(&mut self, done: Result<(), Sentence>) -> Option<Running> {
        match done {
            Ok(()) => {
                let at_once = self.session.follow_up.at_once;
                self.session.follow_up = FollowUpForm {
                    said: Said::default(),
                    at_once,
                    ..FollowUpForm::default()
                };
                self.go(Screen::FollowUpSent);
            }
            Err(sentence) => self.session.follow_up.trouble = Some(sentence),
        }
        None
    }
}

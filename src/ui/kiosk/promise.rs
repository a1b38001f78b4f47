//! 无记名 and 严禁打击报复, in two calm sentences, before the first question.

use egui::{Sense, Ui, Vec2, vec2};

use super::frame::{Face, Surround, surround};
use super::screen::{Action, CardAction, Nav};
use crate::ui::theme::Theme;
use crate::ui::widgets::icon::{self, Icon};
use crate::ui::widgets::layout::{column, middle};
use crate::ui::widgets::text;
use crate::words::{Lang, key, text};

/// What the promise shows.
#[derive(Debug)]
pub struct PromiseView<'a> {
    /// The surround.
    pub face: &'a Face,
    /// The plan's title.
    pub title: &'a str,
    /// Only those vote who have a slip: what all of them say is announced.
    pub is_entitled: bool,
    /// To whom one turns who suffers for what was said.
    pub protection: Option<&'a str>,
    /// It asks nothing now, and takes words.
    pub words_alone: bool,
}

/// Draws the promise.
pub fn promise_ui(ui: &mut Ui, view: &PromiseView<'_>) -> Vec<Action> {
    let face = view.face;
    let mut actions = Vec::new();
    let around = Surround {
        back: Some(text!(face.lang, "kiosk-back")),
        next: Some((text!(face.lang, "kiosk-promise-next"), true)),
        ..Surround::default()
    };
    let pressed = surround(ui, face, &around, &mut actions, |ui, _| {
        let theme = Theme::of(ui);
        // Chinese sentences are short: a narrower column stands in the middle of the page.
        let wide = match face.lang {
            Lang::Zh if view.is_entitled => 1240.0,
            Lang::Zh => 1060.0,
            Lang::En => 1300.0,
        };
        column(ui, theme.px(wide), |ui| {
            middle(ui, 0.42, |ui| {
                text::note(ui, view.title);
                text::title(ui, text!(face.lang, "kiosk-promise-title"));
                if view.words_alone {
                    text::lead(ui, text!(face.lang, "kiosk-promise-words-alone"));
                }
                ui.add_space(theme.space.l);
                let announced = (
                    Icon::Board,
                    key!("kiosk-promise-announced"),
                    key!("kiosk-promise-announced-words"),
                );
                let promises = [
                    (
                        Icon::Lock,
                        key!("kiosk-promise-anonymous"),
                        // Where the counts are announced, nothing waits for company.
                        if view.is_entitled {
                            key!("kiosk-promise-anonymous-words")
                        } else {
                            key!("kiosk-promise-few-words")
                        },
                    ),
                    (
                        Icon::Tick,
                        key!("kiosk-promise-safe"),
                        if view.is_entitled {
                            key!("kiosk-promise-apart-words")
                        } else {
                            key!("kiosk-promise-safe-words")
                        },
                    ),
                ];
                // Three of them fill the page.
                let gap = if view.is_entitled {
                    theme.space.s
                } else {
                    theme.space.l
                };
                let announced = view.is_entitled.then_some(announced);
                for (sign, head, words) in announced.into_iter().chain(promises) {
                    let turns = view.protection.filter(|_| sign == Icon::Tick);
                    let head = match turns {
                        Some(to) => text!(face.lang, "kiosk-promise-safe-turn", to = to),
                        None => face.t(head),
                    };
                    promise(ui, sign, &head, &face.t(words));
                    ui.add_space(gap);
                }
            });
        });
    });
    if pressed.back {
        actions.push(Action::Nav(Nav::Back));
    }
    if pressed.next {
        actions.push(Action::Card(CardAction::PromiseRead));
    }
    actions
}

fn promise(ui: &mut Ui, sign: Icon, head: &str, words: &str) {
    let theme = Theme::of(ui);
    let c = theme.colours;
    let disc = theme.text.lead * 2.8;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme.space.l;
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(disc), Sense::hover());
        ui.painter()
            .circle_filled(rect.center(), disc / 2.0, c.accent_soft);
        icon::paint(ui.painter(), sign, icon::square(rect, disc * 0.5), c.accent);
        ui.allocate_ui(vec2(ui.available_width(), 0.0), |ui| {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = theme.space.xs;
                text::heading(ui, head);
                text::lead(ui, words);
            });
        });
    });
}

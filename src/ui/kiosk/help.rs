//! Help (?), laid over any page: how it goes on, who sees this, how long it takes, whom to call, where to turn against
//! retaliation, and the way back to exactly where one was. It knows nothing of what was entered, and so shows none of it.

use egui::{Sense, Ui, Vec2, vec2};

use super::frame::{Face, Surround, surround};
use super::screen::{Action, Nav, Screen};
use crate::ui::theme::Theme;
use crate::ui::widgets::icon::{self, Icon};
use crate::ui::widgets::layout::{column, middle, two_columns};
use crate::ui::widgets::text;
use crate::words::{Key, key, text};

/// What the help knows.
#[derive(Debug)]
pub struct HelpView<'a> {
    /// The surround.
    pub face: &'a Face,
    /// The page it is asked on.
    pub screen: Screen,
    /// A card is voted by slip.
    pub is_entitled: bool,
    /// Where the office is; empty where nobody has said yet.
    pub office_place: &'a str,
    /// Its telephone.
    pub telephone: &'a str,
    /// To whom one turns who suffers for what was said.
    pub protection: Option<&'a str>,
}

/// How a page goes on, who sees what is entered there, and how long it takes.
fn told(screen: Screen, is_entitled: bool) -> [Key; 3] {
    match screen {
        Screen::Welcome | Screen::Plans | Screen::HandBack => [
            key!("kiosk-help-start"),
            key!("kiosk-help-start-sees"),
            key!("kiosk-help-start-long"),
        ],
        Screen::Slip => [
            key!("kiosk-help-slip"),
            key!("kiosk-help-slip-sees"),
            key!("kiosk-help-slip-long"),
        ],
        Screen::Promise => [
            key!("kiosk-help-promise"),
            rating_sees(is_entitled),
            key!("kiosk-help-start-long"),
        ],
        Screen::Subjects | Screen::Rating | Screen::DutyReport => [
            key!("kiosk-help-rating"),
            rating_sees(is_entitled),
            key!("kiosk-help-rating-long"),
        ],
        Screen::Opinion | Screen::About | Screen::FollowUpWords => [
            key!("kiosk-help-words"),
            key!("kiosk-opinion-alone-note"),
            key!("kiosk-help-words-long"),
        ],
        Screen::Review | Screen::NotSaved => [
            key!("kiosk-help-review"),
            key!("kiosk-help-review-sees"),
            key!("kiosk-help-review-long"),
        ],
        Screen::Thanks | Screen::Receipt => [
            key!("kiosk-help-receipt"),
            key!("kiosk-receipt-secret"),
            key!("kiosk-help-receipt-long"),
        ],
        Screen::Lookup | Screen::Lost | Screen::Found | Screen::FollowUp | Screen::FollowUpSent => {
            [
                key!("kiosk-help-lookup"),
                key!("kiosk-help-lookup-sees"),
                key!("kiosk-help-lookup-long"),
            ]
        }
        Screen::Notices | Screen::NoticeText => [
            key!("kiosk-help-notices"),
            key!("kiosk-help-notices-sees"),
            key!("kiosk-help-notices-long"),
        ],
        Screen::StaffPin | Screen::Staff | Screen::Sync | Screen::Pairing | Screen::Adopted => [
            key!("kiosk-help-staff"),
            key!("kiosk-help-staff-sees"),
            key!("kiosk-help-staff-long"),
        ],
        Screen::Refused => [
            key!("kiosk-help-refused"),
            key!("kiosk-help-refused-sees"),
            key!("kiosk-help-refused-long"),
        ],
    }
}

fn rating_sees(is_entitled: bool) -> Key {
    if is_entitled {
        key!("kiosk-help-vote-sees")
    } else {
        key!("kiosk-help-rating-sees")
    }
}

/// Draws the help.
pub fn help_ui(ui: &mut Ui, view: &HelpView<'_>) -> Vec<Action> {
    let face = view.face;
    let mut actions = Vec::new();
    let around = Surround {
        back: Some(text!(face.lang, "kiosk-help-back")),
        plain: view.screen.is_staff(),
        ..Surround::default()
    };
    let pressed = surround(ui, face, &around, &mut actions, |ui, _| {
        let theme = Theme::of(ui);
        column(ui, theme.px(1560.0), |ui| {
            middle(ui, 0.3, |ui| {
                ui.spacing_mut().item_spacing.y = theme.space.s;
                text::title(ui, text!(face.lang, "kiosk-help-title"));
                text::note(ui, text!(face.lang, "kiosk-help-kept"));
                if !theme.look.large {
                    ui.add_space(theme.space.s);
                }
                blocks(ui, view);
            });
        });
    });
    if pressed.back {
        actions.push(Action::Nav(Nav::Help(false)));
    }
    actions
}

fn blocks(ui: &mut Ui, view: &HelpView<'_>) {
    let face = view.face;
    let [how, sees, long] = told(view.screen, view.is_entitled);
    let ask = if view.telephone.is_empty() {
        text!(face.lang, "kiosk-help-call-nobody")
    } else {
        text!(
            face.lang,
            "kiosk-receipt-ask",
            place = view.office_place,
            telephone = view.telephone
        )
    };
    let turn = match view.protection {
        Some(to) => text!(face.lang, "kiosk-help-turn-to", to = to),
        None => text!(face.lang, "kiosk-help-turn"),
    };
    let left = [
        (Icon::Info, key!("kiosk-help-how"), face.t(how)),
        (Icon::Lock, key!("kiosk-help-sees"), face.t(sees)),
        (Icon::Clock, key!("kiosk-help-long"), face.t(long)),
    ];
    let right = [
        (Icon::Person, key!("kiosk-help-call"), ask),
        (Icon::Warn, key!("kiosk-help-protection"), turn),
    ];
    two_columns(ui, 0.6, |ui, place| {
        let theme = Theme::of(ui);
        ui.spacing_mut().item_spacing.y = if theme.look.large {
            theme.space.s
        } else {
            theme.space.m
        };
        let blocks = if place == 0 { &left[..] } else { &right[..] };
        for (sign, heading, words) in blocks {
            block(ui, *sign, &face.t(*heading), words);
        }
    });
}

fn block(ui: &mut Ui, sign: Icon, heading: &str, words: &str) {
    let theme = Theme::of(ui);
    let disc = (theme.text.lead * 1.7).round();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme.space.m;
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(disc), Sense::hover());
        let c = theme.colours;
        ui.painter()
            .circle_filled(rect.center(), disc / 2.0, c.accent_soft);
        icon::paint(
            ui.painter(),
            sign,
            icon::square(rect, disc * 0.55),
            c.accent,
        );
        ui.allocate_ui(vec2(ui.available_width(), 0.0), |ui| {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = theme.space.xs;
                text::heading(ui, heading);
                text::body(ui, words);
            });
        });
    });
}

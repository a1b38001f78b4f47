//! The card as residents will see it: the kiosk's own page, drawn for a lobby screen and made smaller.

use std::sync::Arc;

use egui::emath::TSTransform;
use egui::{LayerId, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, vec2};

use super::PlanEditorView;
use crate::domain::plan::Plan;
use crate::ui::kiosk::draft::Draft;
use crate::ui::kiosk::duty_report::duty_report_ui;
use crate::ui::kiosk::frame::Face;
use crate::ui::kiosk::rating::{RatingParts, RatingView, rating_ui};
use crate::ui::kiosk::session::RatingForm;
use crate::ui::kiosk::{Action, CardAction, Nav};
use crate::ui::theme::{self, Look, Setting, Theme};
use crate::ui::widgets::{self, Tone};
use crate::words::{Lang, text};

/// The lobby screens that a card is drawn for: lying and standing.
const LYING: Vec2 = vec2(1920.0, 1080.0);
const STANDING: Vec2 = vec2(1080.0, 1920.0);

/// A card that is tried out; what is tapped on it goes nowhere.
#[derive(Default)]
pub(super) struct CardForm {
    tried: Option<Draft>,
    place: RatingForm,
    /// 述职报告 is read.
    reads: bool,
    look: Look,
    stands: bool,
    lang: Option<Lang>,
}

impl CardForm {
    /// Begins anew when the plan has become another.
    fn follow(&mut self, plan: &Plan) -> &mut Draft {
        let is_same = self
            .tried
            .as_ref()
            .is_some_and(|tried| **tried.plan() == *plan);
        if !is_same {
            self.tried = None;
            if self.place.subject >= plan.subjects.len() {
                self.place = RatingForm::default();
            }
            self.place.first = 0;
        }
        self.tried
            .get_or_insert_with(|| Draft::new(Arc::new(plan.clone())))
    }
}

/// The page.
pub(super) fn card_ui(
    ui: &mut Ui,
    form: &mut CardForm,
    plan: Option<&Plan>,
    view: &PlanEditorView,
) {
    let lang = view.lang;
    let plan = plan.filter(|plan| !plan.subjects.is_empty());
    let Some(plan) = plan else {
        widgets::notice(ui, Tone::Muted, text!(lang, "office-plan-no-card"));
        return;
    };
    widgets::flow(ui, |ui| {
        for (number, subject) in plan.subjects.iter().enumerate() {
            let name = subject.name.get(lang);
            if widgets::chip(ui, name, form.place.subject == number).clicked() {
                form.place = RatingForm {
                    subject: number,
                    ..RatingForm::default()
                };
                form.reads = false;
            }
        }
        let stands = text!(lang, "office-plan-stands");
        if widgets::toggle(ui, stands, form.stands).clicked() {
            form.stands = !form.stands;
            form.place.first = 0;
        }
    });
    let face = Face {
        lang: form.lang.unwrap_or(lang),
        large: form.look.large,
        high_contrast: form.look.high_contrast,
        helping: false,
        aloud: None,
        trial: false,
        tablet: false,
        community: view.community.to_owned(),
        session: 0,
        door: false,
        now: 0.0,
        busy: false,
    };
    let screen = if form.stands { STANDING } else { LYING };
    let look = form.look;
    form.follow(plan);
    let (tried, place) = (&mut form.tried, &mut form.place);
    let reads = form.reads;
    let actions = smaller(ui, screen, look, |ui| {
        let draft = tried.as_mut()?;
        if reads {
            let subject = plan.subjects.get(place.subject);
            return Some(duty_report_ui(ui, &mut place.report, &face, subject));
        }
        let mut parts = RatingParts { draft, place };
        Some(rating_ui(
            ui,
            &mut parts,
            &RatingView {
                face: &face,
                editing: false,
            },
        ))
    });
    for action in actions.into_iter().flatten() {
        follow_up(form, plan, &action);
    }
}

/// What is asked for on the card, as far as the one page goes.
fn follow_up(form: &mut CardForm, plan: &Plan, action: &Action) {
    match action {
        Action::Nav(Nav::Speak(lang)) => form.lang = Some(*lang),
        Action::Nav(Nav::LargeType(large)) => form.look.large = *large,
        Action::Nav(Nav::HighContrast(high_contrast)) => form.look.high_contrast = *high_contrast,
        Action::Card(CardAction::ReadReport) => {
            form.place.report = 0;
            form.reads = true;
        }
        Action::Nav(Nav::Back) if form.reads => form.reads = false,
        Action::Card(CardAction::RatingDone | CardAction::LeaveOut) => turn(form, plan, 1),
        Action::Nav(Nav::Back) => turn(form, plan, plan.subjects.len().saturating_sub(1)),
        Action::Nav(_) | Action::Card(_) | Action::FollowUp(_) | Action::Staff(_) => {}
    }
}

fn turn(form: &mut CardForm, plan: &Plan, by: usize) {
    let subject = (form.place.subject + by) % plan.subjects.len().max(1);
    form.place = RatingForm {
        subject,
        ..RatingForm::default()
    };
}

/// Draws what is made for a kiosk's screen of `size` points as large as there is room.
fn smaller<R>(ui: &mut Ui, size: Vec2, look: Look, add: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = Theme::of(ui);
    let room = ui.available_width().min(if size.y > size.x {
        ui.available_width() * 0.6
    } else {
        f32::INFINITY
    });
    let scale = room / size.x;
    let (rect, _) = ui.allocate_exact_size(size * scale, Sense::hover());
    let layer = LayerId::new(ui.layer_id().order, ui.scope_id().with("card"));
    ui.ctx().set_sublayer(ui.layer_id(), layer);
    let to_window = TSTransform::new(rect.min.to_vec2(), scale);
    ui.ctx().set_transform_layer(layer, to_window);
    let whole = Rect::from_min_size(Pos2::ZERO, size);
    let clip = to_window.inverse() * rect.intersect(ui.clip_rect());
    let mut card = ui.new_child(UiBuilder::new().layer_id(layer).max_rect(whole));
    card.set_clip_rect(clip);
    let shown = theme::within(&mut card, (Setting::Kiosk, look), size, |ui| {
        let ground = Theme::of(ui).colours.ground;
        ui.painter().rect_filled(whole, 0.0, ground);
        add(ui)
    });
    let edge = Stroke::new(theme.space.stroke, theme.colours.edge);
    ui.painter()
        .rect_stroke(rect, 0.0, edge, StrokeKind::Outside);
    shown
}

//! The questions about one subject: one tap each, as many on a page as fit.

use egui::Ui;

use super::draft::{Draft, Tick};
use super::frame::{Face, Surround, column_width, surround};
use super::scale;
use super::screen::Action;
use super::session::RatingForm;
use crate::domain::plan::{Criterion, ScaleKind};
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, number};
use crate::ui::widgets::{card, text};

/// What the rating screen shows besides the draft, which it fills.
#[derive(Debug)]
pub struct RatingView<'a> {
    /// The surround.
    pub face: &'a Face,
}

/// The draft and the place in it.
#[derive(Debug)]
pub struct RatingParts<'a> {
    /// Takes the answers.
    pub draft: &'a mut Draft,
    /// Which subject, which page.
    pub place: &'a mut RatingForm,
}

/// Draws the questions about one subject.
pub fn rating_ui(ui: &mut Ui, form: &mut RatingParts<'_>, view: &RatingView<'_>) -> Vec<Action> {
    let face = view.face;
    let theme = Theme::of(ui);
    let plan = std::sync::Arc::clone(form.draft.plan());
    let subject = form.place.subject;
    let asked: Vec<(usize, Criterion)> = form
        .draft
        .criteria(subject)
        .into_iter()
        .map(|(place, criterion)| (place, criterion.clone()))
        .collect();
    let pages = pages(ui, face, &plan, &asked);
    let page = pages
        .iter()
        .rposition(|first| *first <= form.place.first)
        .unwrap_or(0);
    let first = pages.get(page).copied().unwrap_or(0);
    let end = pages.get(page + 1).copied().unwrap_or(asked.len());
    let last_page = page + 1 >= pages.len();
    let shown = asked.get(first..end).unwrap_or_default();
    let open = shown
        .iter()
        .filter(|(place, _)| form.draft.tick(subject, *place).is_none())
        .count();
    let may_turn = plan.skip_allowed || open == 0;
    let next = if last_page {
        "kiosk-rating-done"
    } else {
        "kiosk-rating-next-page"
    };
    let around = Surround {
        step: Some(0),
        back: Some(face.t("kiosk-back")),
        leave: true,
        next: Some((face.t(next), may_turn)),
        ..Surround::default()
    };
    let mut actions = Vec::new();
    let pressed = surround(ui, face, &around, &mut actions, |ui, _| {
        column(ui, column_width(&theme), |ui| {
            let page_of = (page + 1, pages.len());
            heading(ui, face, form.draft, subject, page_of, plan.skip_allowed);
            for (place, criterion) in shown {
                question(ui, face, form.draft, subject, *place, criterion);
            }
        });
    });
    if pressed.back {
        match page.checked_sub(1).and_then(|before| pages.get(before)) {
            Some(before) => form.place.first = *before,
            None => actions.push(Action::Back),
        }
    }
    if pressed.next {
        if last_page {
            actions.push(Action::RatingDone);
        } else {
            form.place.first = end;
        }
    }
    actions
}

fn heading(
    ui: &mut Ui,
    face: &Face,
    draft: &Draft,
    subject: usize,
    (page, pages): (usize, usize),
    skip_allowed: bool,
) {
    let theme = Theme::of(ui);
    let Some(asked) = draft.plan().subjects.get(subject) else {
        return;
    };
    let name = asked.name.get(face.lang);
    let role = asked.role.get(face.lang);
    let line = if role.is_empty() {
        name.to_owned()
    } else {
        format!("{name} · {role}")
    };
    text::title(ui, line);
    let (answered, total) = draft.progress(subject);
    let of = |key: &str, n: usize, total: usize| {
        face.tf(key, &[("n", &n.to_string()), ("of", &total.to_string())])
    };
    let mut told = vec![of("kiosk-rating-progress", answered, total)];
    if pages > 1 {
        told.push(of("kiosk-rating-page", page, pages));
    }
    told.push(face.t(if skip_allowed {
        "kiosk-rating-skip"
    } else {
        "kiosk-rating-each"
    }));
    text::note(ui, told.join(" · "));
    ui.add_space(theme.space.xs);
}

fn question(
    ui: &mut Ui,
    face: &Face,
    draft: &mut Draft,
    subject: usize,
    place: usize,
    criterion: &Criterion,
) {
    let plan = std::sync::Arc::clone(draft.plan());
    let Some(asked_on) = plan.scale(&criterion.scale) else {
        return;
    };
    ui.push_id(("question", place), |ui| {
        card(ui, |ui| {
            let theme = Theme::of(ui);
            ui.spacing_mut().item_spacing.y = theme.space.xs;
            text::heading(ui, criterion.name.get(face.lang));
            let detail = criterion.detail.get(face.lang);
            if !detail.is_empty() {
                text::note(ui, detail);
            }
            ui.add_space(theme.space.xs);
            let given = draft.tick(subject, place);
            if let Some(tick) =
                scale::scale_ui(ui, face, asked_on, criterion.name.get(face.lang), given)
            {
                // A second tap on the same answer takes it back, where a question may be skipped.
                let taken_back = given == Some(tick) && plan.skip_allowed;
                let named = matches!(asked_on.kind, ScaleKind::Named(_));
                let answer: Option<Tick> = (!(taken_back && named)).then_some(tick);
                draft.set_tick(subject, place, answer);
            }
        });
    });
}

/// The first question of each page: greedily, as many as fit, at least one.
fn pages(
    ui: &Ui,
    face: &Face,
    plan: &crate::domain::plan::Plan,
    asked: &[(usize, Criterion)],
) -> Vec<usize> {
    let theme = Theme::of(ui);
    let room = ui.max_rect();
    let side = if theme.portrait {
        theme.space.l
    } else {
        theme.space.xl
    };
    let width = (room.width() - side * 2.0).min(column_width(&theme));
    let bars = theme.space.bar * 2.0 + theme.space.s * 3.0;
    let ribbon = if face.trial {
        theme.text.small * 1.36 + theme.space.s
    } else {
        0.0
    };
    let steps = if theme.portrait {
        theme.text.small * 1.36 + theme.space.m
    } else {
        0.0
    };
    let head =
        theme.text.title * 1.4 + theme.text.small * 1.5 + theme.space.s * 3.0 + theme.space.xs;
    let height = room.height() - bars - ribbon - steps - head;
    let mut starts = vec![0];
    let mut used = 0.0;
    for (index, (_, criterion)) in asked.iter().enumerate() {
        let Some(asked_on) = plan.scale(&criterion.scale) else {
            continue;
        };
        let inner = width - theme.space.l * 1.6;
        let name = text::galley(
            ui,
            criterion.name.get(face.lang),
            theme.bold(theme.text.lead),
            theme.colours.ink,
            inner,
            egui::Align::Min,
        );
        let detail = criterion.detail.get(face.lang);
        let detail_lines = if detail.is_empty() {
            0
        } else {
            let font = theme.regular(theme.text.small);
            let laid = text::galley(ui, detail, font, theme.colours.ink, inner, egui::Align::Min);
            laid.rows.len()
        };
        let words = number(name.rows.len()) * theme.text.lead * 1.4
            + number(detail_lines) * theme.text.small * 1.5;
        let block = words
            + scale::height(ui, face, asked_on, inner)
            + theme.space.l * 1.6
            + theme.space.xs * 5.0
            + theme.space.s
            + theme.space.stroke * 2.0;
        if used > 0.0 && used + block > height {
            starts.push(index);
            used = 0.0;
        }
        used += block;
    }
    starts
}

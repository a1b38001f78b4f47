//! The questions about one subject: one tap each, as many on a page as fit.

use egui::{Align, Layout, Rect, Ui};

use super::draft::{Draft, Tick};
use super::frame::{Face, Surround, column_width, inside, page_side, surround, surround_height};
use super::scale;
use super::screen::{Action, CardAction, Nav};
use super::session::RatingForm;
use crate::domain::plan::{Criterion, Scale, ScaleKind};
use crate::ui::theme::{Theme, margin};
use crate::ui::widgets::layout::column;
use crate::ui::widgets::text::{self, Part};
use crate::words::{key, text};

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
        key!("kiosk-rating-done")
    } else {
        key!("kiosk-rating-next-page")
    };
    let around = Surround {
        step: Some(0),
        back: Some(text!(face.lang, "kiosk-back")),
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
            None => actions.push(Action::Nav(Nav::Back)),
        }
    }
    if pressed.next {
        if last_page {
            actions.push(Action::Card(CardAction::RatingDone));
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
    let mut told = vec![text!(
        face.lang,
        "kiosk-rating-progress",
        n = answered,
        of = total
    )];
    if pages > 1 {
        told.push(text!(face.lang, "kiosk-rating-page", n = page, of = pages));
    }
    told.push(face.t(if skip_allowed {
        key!("kiosk-rating-skip")
    } else {
        key!("kiosk-rating-each")
    }));
    text::note(ui, told.join(" · "));
    ui.add_space(theme.space.xs);
}

/// One question: in landscape its words at the left and the answers beside them, else above them.
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
    let given = draft.tick(subject, place);
    let tapped = ui
        .push_id(("question", place), |ui| {
            sheet(ui, |ui| {
                let measures = Measures::new(ui, face, asked_on, criterion, ui.available_width());
                measures.show(ui, face, asked_on, criterion, given)
            })
        })
        .inner;
    if let Some(tick) = tapped {
        // A second tap on the same answer takes it back, where a question may be skipped.
        let taken_back = given == Some(tick) && plan.skip_allowed;
        let named = matches!(asked_on.kind, ScaleKind::Named(_));
        let answer: Option<Tick> = (!(taken_back && named)).then_some(tick);
        draft.set_tick(subject, place, answer);
    }
}

fn padding(theme: &Theme) -> f32 {
    theme.space.m * 0.55
}

/// A question's paper.
fn sheet<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = Theme::of(ui);
    let (inner, border) = (padding(&theme), theme.space.stroke);
    egui::Frame::new()
        .fill(theme.colours.surface)
        .stroke(egui::Stroke::new(border, theme.colours.line))
        .corner_radius(theme.corners())
        .inner_margin(egui::Margin::symmetric(
            margin(theme.space.l * 0.7),
            margin(inner),
        ))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            add(ui)
        })
        .inner
}

/// How much room a question takes at a width.
struct Measures {
    /// Width of the words; the answers stand beside them when it is less than the whole.
    words: f32,
    answers: f32,
    words_height: f32,
    answers_height: f32,
    beside: bool,
    gap: f32,
}

impl Measures {
    fn new(ui: &Ui, face: &Face, scale: &Scale, criterion: &Criterion, width: f32) -> Self {
        let theme = Theme::of(ui);
        let beside = !theme.portrait;
        let gap = if beside { theme.space.l } else { theme.space.s };
        let words = if beside {
            (width * 0.34).round()
        } else {
            width
        };
        let answers = if beside { width - words - gap } else { width };
        let name = criterion.name.get(face.lang);
        let detail = criterion.detail.get(face.lang);
        let mut words_height = text::height(ui, Part::Heading, name, words);
        if !detail.is_empty() {
            words_height += text::height(ui, Part::Note, detail, words);
        }
        Self {
            words,
            answers,
            words_height,
            answers_height: scale::height(ui, face, scale, answers),
            beside,
            gap,
        }
    }

    /// The height inside the paper.
    fn inner(&self) -> f32 {
        if self.beside {
            self.words_height.max(self.answers_height)
        } else {
            self.words_height + self.gap + self.answers_height
        }
    }

    /// The height of the paper and the gap below it.
    fn whole(&self, theme: &Theme) -> f32 {
        self.inner() + padding(theme) * 2.0 + theme.space.stroke * 2.0 + theme.space.s
    }

    fn show(
        &self,
        ui: &mut Ui,
        face: &Face,
        asked_on: &Scale,
        criterion: &Criterion,
        given: Option<Tick>,
    ) -> Option<Tick> {
        let name = criterion.name.get(face.lang);
        let size = egui::vec2(ui.available_width(), self.inner());
        let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
        let (left, right) = if self.beside {
            let (left, right) = rect.split_left_right_at_x(rect.left() + self.words);
            let right = right.with_min_x(right.left() + self.gap);
            let drop = |rect: Rect, height: f32| {
                let spare = ((rect.height() - height) / 2.0).max(0.0).round();
                rect.with_min_y(rect.top() + spare)
            };
            (
                drop(left, self.words_height),
                drop(right, self.answers_height),
            )
        } else {
            rect.split_top_bottom_at_y(rect.top() + self.words_height + self.gap)
        };
        inside(ui, left, Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            text::heading(ui, name);
            let detail = criterion.detail.get(face.lang);
            if !detail.is_empty() {
                text::note(ui, detail);
            }
        });
        let right = right.with_max_x(right.left() + self.answers);
        inside(ui, right, Layout::top_down(Align::Min), |ui| {
            scale::scale_ui(ui, face, asked_on, given)
        })
    }
}

/// The first question of each page: as many as fit, at least one, spread evenly over the pages.
fn pages(
    ui: &Ui,
    face: &Face,
    plan: &crate::domain::plan::Plan,
    asked: &[(usize, Criterion)],
) -> Vec<usize> {
    let theme = Theme::of(ui);
    let room = ui.max_rect();
    let width = room.width() - page_side(&theme, room.width()) * 2.0;
    let inner = width - (theme.space.l * 0.7).round() * 2.0 - theme.space.stroke * 2.0;
    let head = theme.text.title * 1.4 + theme.text.small * 1.45 + theme.space.s * 2.0;
    let height = room.height() - surround_height(&theme, face) - head;
    let blocks: Vec<f32> = asked
        .iter()
        .map(|(_, criterion)| {
            plan.scale(&criterion.scale).map_or(0.0, |scale| {
                Measures::new(ui, face, scale, criterion, inner).whole(&theme)
            })
        })
        .collect();
    let fewest = fill_pages(&blocks, height, usize::MAX);
    // Three and three look better than five and one, where they fit.
    let even = blocks.len().div_ceil(fewest.len().max(1));
    let spread = fill_pages(&blocks, height, even);
    if spread.len() == fewest.len() {
        spread
    } else {
        fewest
    }
}

/// Greedily, at most `most` to a page.
fn fill_pages(blocks: &[f32], height: f32, most: usize) -> Vec<usize> {
    let mut starts = vec![0];
    let (mut used, mut count) = (0.0, 0);
    for (index, block) in blocks.iter().enumerate() {
        if count > 0 && (used + block > height || count == most) {
            starts.push(index);
            (used, count) = (0.0, 0);
        }
        used += block;
        count += 1;
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::fill_pages;

    #[test]
    fn pages_are_filled_and_never_empty() {
        assert_eq!(fill_pages(&[10.0; 5], 40.0, usize::MAX), [0, 4]);
        assert_eq!(fill_pages(&[10.0; 5], 40.0, 3), [0, 3]);
        assert_eq!(fill_pages(&[50.0, 50.0], 40.0, usize::MAX), [0, 1]);
        assert_eq!(fill_pages(&[], 40.0, 1), [0]);
    }
}

//! The questions about one subject: one tap each, as many on a page as fit.

use egui::{Align, Layout, Ui};

use super::draft::{Draft, Tick};
use super::frame::{Face, Surround, column_width, inside, page_side, surround, surround_height};
use super::question::{Density, Measures, NAMES, Tapped, sheet};
use super::scale::{self, Close};
use super::screen::{Action, CardAction, Nav};
use super::session::RatingForm;
use crate::domain::plan::{Criterion, ScaleKind, SubjectKind};
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, middle, number};
use crate::ui::widgets::{Button, text};
use crate::words::{Key, key, text};

/// What the rating screen shows besides the draft, which it fills.
#[derive(Debug)]
pub struct RatingView<'a> {
    /// The surround.
    pub face: &'a Face,
    /// Going on leads back to the review.
    pub editing: bool,
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
    let subject = form.place.subject;
    let asked: Vec<(usize, Criterion)> = form
        .draft
        .criteria(subject)
        .into_iter()
        .map(|(place, criterion)| (place, criterion.clone()))
        .collect();
    if let Some((place, criterion)) = form
        .place
        .detail
        .and_then(|detail| asked.iter().find(|(place, _)| *place == detail))
    {
        return detail_ui(ui, form, view, *place, criterion);
    }
    // The last page, where they come back to it.
    form.place.first = form.place.first.min(asked.len().saturating_sub(1));
    let layout = pages(ui, face, form, &asked);
    let (density, pages) = (layout.density, &layout.first);
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
    let around = around(&theme, form, view, (last_page, open == 0));
    let page_of = (page + 1, pages.len());
    let spare = layout.spare(&theme, first..end);
    let head = Head::new(ui, face, form.draft, subject, page_of, density);
    let mut actions = Vec::new();
    let pressed = surround(ui, face, &around, &mut actions, |ui, actions| {
        column(ui, column_width(&theme), |ui| {
            if head.show(ui) {
                actions.push(Action::Card(CardAction::ReadReport));
            }
            ui.spacing_mut().item_spacing.y = density.gap(&theme) + spare;
            ui.add_space(spare);
            for (place, criterion) in shown {
                question(ui, face, form, density, *place, criterion);
            }
        });
    });
    if pressed.back {
        match page.checked_sub(1).and_then(|before| pages.get(before)) {
            Some(before) => form.place.first = *before,
            None => actions.push(Action::Nav(Nav::Back)),
        }
    }
    if pressed.more {
        actions.push(Action::Card(CardAction::LeaveOut));
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

/// The ways from a page of questions.
fn around(
    theme: &Theme,
    form: &RatingParts<'_>,
    view: &RatingView<'_>,
    (last_page, is_answered): (bool, bool),
) -> Surround {
    let (face, draft, subject) = (view.face, &*form.draft, form.place.subject);
    let in_turn = draft.goes_in_turn();
    // Whoever says nothing about somebody says so.
    let says = !last_page || !in_turn || draft.is_rated(subject);
    let may_turn = (draft.plan().skip_allowed || is_answered) && says;
    let next = if last_page {
        onwards(draft, subject, view.editing)
    } else {
        key!("kiosk-rating-next-page")
    };
    let leaves_out = in_turn && draft.may_leave_out();
    Surround {
        step: Some(0),
        back: Some(text!(face.lang, "kiosk-back")),
        more: leaves_out.then(|| face.t(leave_out(theme, draft))),
        leave: true,
        next: Some((face.t(next), may_turn)),
        ..Surround::default()
    }
}

/// What the way onwards from a subject's last page is called.
fn onwards(draft: &Draft, subject: usize, editing: bool) -> Key {
    if !draft.goes_in_turn() {
        key!("kiosk-rating-done")
    } else if editing {
        key!("kiosk-to-review")
    } else if subject + 1 >= draft.plan().subjects.len() {
        key!("kiosk-subjects-done")
    } else {
        key!("kiosk-rating-next-subject")
    }
}

/// What leaving somebody out is called: in full where there is room, and where it is a person.
fn leave_out(theme: &Theme, draft: &Draft) -> Key {
    let is_narrow = theme.portrait && theme.look.large;
    if is_narrow || !are_persons(draft) {
        key!("kiosk-rating-leave-out-short")
    } else {
        key!("kiosk-rating-leave-out")
    }
}

fn are_persons(draft: &Draft) -> bool {
    let mut subjects = draft.plan().subjects.iter();
    subjects.all(|one| one.kind == SubjectKind::Person)
}

/// Who is rated, and how far it is.
struct Head {
    title: String,
    note: String,
    /// The note stands beside the title, where questions are brief and both have room on one line.
    beside: bool,
    /// What leads to what they say of their work.
    report: Option<String>,
    height: f32,
}

impl Head {
    /// `ui` is the whole screen's.
    fn new(
        ui: &Ui,
        face: &Face,
        draft: &Draft,
        subject: usize,
        (page, pages): (usize, usize),
        density: Density,
    ) -> Self {
        let theme = Theme::of(ui);
        let plan = draft.plan();
        let asked = plan.subjects.get(subject);
        let name = asked.map_or("", |asked| asked.name.get(face.lang));
        let role = asked.map_or("", |asked| asked.role.get(face.lang));
        let title = if role.is_empty() {
            name.to_owned()
        } else {
            format!("{name} · {role}")
        };
        let report = asked
            .filter(|asked| asked.duty_report.is_some())
            .map(|_| text!(face.lang, "kiosk-report-open"));
        let (answered, total) = draft.progress(subject);
        let progress = text!(face.lang, "kiosk-rating-progress", n = answered, of = total);
        let skip = face.t(if plan.skip_allowed {
            key!("kiosk-rating-skip")
        } else {
            key!("kiosk-rating-each")
        });
        // Where a card goes from one to the next, it is said how far; what may be skipped is said until somebody answers.
        let (progress, skip) = match (turn(face, draft, subject), answered) {
            (None, _) => (progress, skip),
            (Some(turn), 0) => (turn, skip),
            (Some(turn), _) => (turn, progress),
        };
        let ink = theme.colours.ink;
        let wide = |text: &str, font| text::line(ui, text, font, ink, f32::INFINITY).size().x;
        let left =
            body_width(ui, &theme) - wide(&title, theme.bold(theme.text.title)) - theme.space.l;
        // What is left unsaid beside each question.
        let ends = match density {
            Density::Brief { ends: false, .. } => common_ends(face, draft, subject),
            Density::Brief { ends: true, .. } | Density::Whole => None,
        };
        let said = |told: &[&String]| -> String {
            let told = told.iter().copied().chain(&ends);
            told.map(String::as_str).collect::<Vec<_>>().join(" · ")
        };
        let brief = [said(&[&progress, &skip]), said(&[&progress])];
        let fits = |note: &String| wide(note, theme.regular(theme.text.small)) <= left;
        let beside = brief
            .into_iter()
            .find(|note| density.is_brief() && report.is_none() && fits(note));
        let page = (pages > 1).then(|| text!(face.lang, "kiosk-rating-page", n = page, of = pages));
        let told: Vec<String> = [Some(progress), page, Some(ends.unwrap_or(skip))]
            .into_iter()
            .flatten()
            .collect();
        let (note, beside) = match beside {
            Some(note) => (note, true),
            None => (told.join(" · "), false),
        };
        let line = theme.text.small * 1.45;
        let below = match (&report, beside) {
            (_, true) => theme.space.s,
            (None, false) => line + theme.space.s * 2.0,
            // The button stands beside the note, which may take two lines there.
            (Some(_), false) => theme.space.touch.max(line * 2.0) + theme.space.s * 2.0,
        };
        let height = theme.text.title * 1.4 + below;
        Self {
            title,
            note,
            beside,
            report,
            height,
        }
    }

    /// Whether the report was asked for.
    fn show(&self, ui: &mut Ui) -> bool {
        let theme = Theme::of(ui);
        let mut is_asked_for = false;
        if self.beside {
            ui.spacing_mut().item_spacing.y = 0.0;
            let size = egui::vec2(ui.available_width(), self.height);
            let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
            inside(ui, rect, Layout::top_down(Align::Min), |ui| {
                text::title(ui, &self.title)
            });
            let line = rect.with_max_y(rect.top() + theme.text.title * 1.4);
            inside(ui, line, Layout::right_to_left(Align::Center), |ui| {
                text::note(ui, &self.note)
            });
        } else {
            text::title(ui, &self.title);
            match &self.report {
                Some(report) => {
                    ui.horizontal(|ui| {
                        let wide = ui.available_width();
                        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                            let shown = Button::quiet(report.as_str()).compact().show(ui);
                            is_asked_for = shown.clicked();
                            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                                ui.set_max_width(wide - shown.rect.width() - theme.space.l);
                                text::note(ui, &self.note);
                            });
                        });
                    })
                    .response
                }
                None => text::note(ui, &self.note),
            };
            ui.add_space(theme.space.xs);
        }
        is_asked_for
    }
}

/// What the ends mean of the one scale on which all questions about a subject are scored.
fn common_ends(face: &Face, draft: &Draft, subject: usize) -> Option<String> {
    let plan = draft.plan();
    let mut scales = draft
        .criteria(subject)
        .into_iter()
        .map(|(_, criterion)| plan.scale(&criterion.scale));
    let first = scales.next().flatten()?;
    let is_one = scales.all(|one| one.is_some_and(|one| one.id == first.id));
    is_one.then(|| scale::ends_of(face, first)).flatten()
}

/// Which of them it is, where the card leads from each to the next.
fn turn(face: &Face, draft: &Draft, subject: usize) -> Option<String> {
    let (n, of) = (subject + 1, draft.plan().subjects.len());
    draft.goes_in_turn().then(|| {
        if are_persons(draft) {
            text!(face.lang, "kiosk-rating-turn-person", n = n, of = of)
        } else {
            text!(face.lang, "kiosk-rating-turn", n = n, of = of)
        }
    })
}

/// The width of a page's body.
fn body_width(ui: &Ui, theme: &Theme) -> f32 {
    let width = ui.max_rect().width();
    width - page_side(theme, width) * 2.0
}

/// One question by itself, with its whole text and its answers.
fn detail_ui(
    ui: &mut Ui,
    form: &mut RatingParts<'_>,
    view: &RatingView<'_>,
    place: usize,
    criterion: &Criterion,
) -> Vec<Action> {
    let face = view.face;
    let around = Surround {
        step: Some(0),
        back: Some(text!(face.lang, "kiosk-back")),
        ..Surround::default()
    };
    let plan = std::sync::Arc::clone(form.draft.plan());
    let subject = form.place.subject;
    let given = form.draft.tick(subject, place);
    let mut tapped = None;
    let mut actions = Vec::new();
    let pressed = surround(ui, face, &around, &mut actions, |ui, _| {
        let theme = Theme::of(ui);
        column(ui, theme.px(1240.0), |ui| {
            middle(ui, 0.36, |ui| {
                text::title(ui, criterion.name.get(face.lang));
                text::lead(ui, criterion.detail.get(face.lang));
                ui.add_space(theme.space.l);
                if let Some(scale) = plan.scale(&criterion.scale) {
                    tapped = scale::scale_ui(ui, face, scale, given, Close::Roomy);
                }
            });
        });
    });
    if let Some(tick) = tapped {
        answer(form, place, criterion, tick);
    }
    if pressed.back || tapped.is_some() {
        form.place.detail = None;
    }
    actions
}

/// A second tap on the same answer takes it back, where a question may be skipped.
fn answer(form: &mut RatingParts<'_>, place: usize, criterion: &Criterion, tick: Tick) {
    let (subject, plan) = (form.place.subject, std::sync::Arc::clone(form.draft.plan()));
    let scale = plan.scale(&criterion.scale);
    let named = scale.is_some_and(|scale| matches!(scale.kind, ScaleKind::Named(_)));
    let taken_back = form.draft.tick(subject, place) == Some(tick) && plan.skip_allowed;
    let answer = (!(taken_back && named)).then_some(tick);
    form.draft.set_tick(subject, place, answer);
}

/// One question: in landscape its words at the left and the answers beside them, else above them.
fn question(
    ui: &mut Ui,
    face: &Face,
    form: &mut RatingParts<'_>,
    density: Density,
    place: usize,
    criterion: &Criterion,
) {
    let (subject, draft) = (form.place.subject, &*form.draft);
    let plan = std::sync::Arc::clone(draft.plan());
    let Some(asked_on) = plan.scale(&criterion.scale) else {
        return;
    };
    let given = draft.tick(subject, place);
    let tapped = ui
        .push_id(("question", place), |ui| {
            sheet(ui, density, |ui| {
                let of = (asked_on, criterion);
                let measures = Measures::new(ui, face, of, density, ui.available_width());
                measures.show(ui, face, of, given)
            })
        })
        .inner;
    match tapped {
        Some(Tapped::Answer(tick)) => answer(form, place, criterion, tick),
        Some(Tapped::Words) => form.place.detail = Some(place),
        None => {}
    }
}

/// How the questions lie on pages.
struct Pages {
    density: Density,
    /// The first question of each.
    first: Vec<usize>,
    /// How high each question is, and all of a page may be.
    blocks: Vec<f32>,
    room: f32,
}

impl Pages {
    /// What a page leaves empty is shared out among its questions, within reason.
    fn spare(&self, theme: &Theme, shown: std::ops::Range<usize>) -> f32 {
        let blocks = self.blocks.get(shown).unwrap_or_default();
        let left = self.room - blocks.iter().sum::<f32>();
        // One share below the head.
        (left / number(blocks.len() + 1))
            .clamp(0.0, theme.space.m)
            .floor()
    }
}

/// As many on a page as fit: with their whole text where that takes no more pages.
fn pages(ui: &Ui, face: &Face, form: &RatingParts<'_>, asked: &[(usize, Criterion)]) -> Pages {
    let mut best = spread(ui, face, form, asked, Density::Whole);
    let ends = common_ends(face, form.draft, form.place.subject).is_none();
    for names in NAMES {
        let density = Density::Brief { names, ends };
        if best.first.len() < 2 {
            break;
        }
        let pages = spread(ui, face, form, asked, density);
        if pages.first.len() < best.first.len() {
            best = pages;
        }
    }
    best
}

/// The first question of each page: as many as fit, at least one, spread evenly over the pages.
fn spread(
    ui: &Ui,
    face: &Face,
    form: &RatingParts<'_>,
    asked: &[(usize, Criterion)],
    density: Density,
) -> Pages {
    let theme = Theme::of(ui);
    let room = ui.max_rect();
    let inner =
        body_width(ui, &theme) - (theme.space.l * 0.7).round() * 2.0 - theme.space.stroke * 2.0;
    // As if there were several pages, which is said as well.
    let head = Head::new(ui, face, form.draft, form.place.subject, (1, 2), density);
    let height = room.height() - surround_height(&theme, face) - head.height;
    let plan = form.draft.plan();
    let blocks: Vec<f32> = asked
        .iter()
        .map(|(_, criterion)| {
            plan.scale(&criterion.scale).map_or(0.0, |scale| {
                Measures::new(ui, face, (scale, criterion), density, inner).whole(&theme)
            })
        })
        .collect();
    let fewest = fill_pages(&blocks, height, usize::MAX);
    // Three and three look better than five and one, where they fit.
    let even = blocks.len().div_ceil(fewest.len().max(1));
    let spread = fill_pages(&blocks, height, even);
    let first = if spread.len() == fewest.len() {
        spread
    } else {
        fewest
    };
    Pages {
        density,
        first,
        blocks,
        room: height,
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

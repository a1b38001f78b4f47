//! Everything the resident entered, each part with a way to change it.

use egui::{Align, Layout, Ui};

use super::draft::Draft;
use super::frame::{Face, Surround, column_width, surround};
use super::screen::{Action, CardAction, Nav};
use crate::domain::plan::{Criterion, ScaleKind};
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::{column, middle, number, two_columns};
use crate::ui::widgets::{Button, Icon, Tone, card, notice, said, text};
use crate::words::{Key, key, text};

/// What the review shows.
#[derive(Debug)]
pub struct ReviewView<'a> {
    /// The surround.
    pub face: &'a Face,
    /// What was entered.
    pub draft: &'a Draft,
    /// A telephone or identity number was seen in the words.
    pub names_somebody: bool,
}

/// Draws the review.
pub fn review_ui(ui: &mut Ui, view: &ReviewView<'_>) -> Vec<Action> {
    let face = view.face;
    let draft = view.draft;
    let onwards = if face.busy {
        key!("kiosk-review-saving")
    } else {
        key!("kiosk-review-next")
    };
    let is_void = draft.is_void();
    let around = Surround {
        step: Some(2),
        back: Some(text!(face.lang, "kiosk-back")),
        leave: true,
        next: Some((face.t(onwards), !draft.is_empty() && !is_void)),
        ..Surround::default()
    };
    let mut actions = Vec::new();
    let pressed = surround(ui, face, &around, &mut actions, |ui, actions| {
        let theme = Theme::of(ui);
        column(ui, column_width(&theme), |ui| {
            middle(ui, 0.2, |ui| {
                ui.spacing_mut().item_spacing.y = theme.space.s;
                text::title(ui, text!(face.lang, "kiosk-review-title"));
                if draft.is_empty() {
                    text::lead(ui, text!(face.lang, "kiosk-review-empty"));
                }
                if is_void {
                    notice(ui, Tone::Warn, text!(face.lang, "app-card-all-alike"));
                }
                if view.names_somebody {
                    notice(ui, Tone::Warn, text!(face.lang, "kiosk-opinion-contact"));
                }
                let one_part = draft.plan().opinion.is_none() || !draft.plan().asks();
                if theme.portrait || one_part {
                    ratings(ui, face, draft, actions);
                    words(ui, face, draft, actions);
                } else {
                    two_columns(ui, 0.58, |ui, place| {
                        ui.spacing_mut().item_spacing.y = theme.space.s;
                        if place == 0 {
                            ratings(ui, face, draft, actions);
                        } else {
                            words(ui, face, draft, actions);
                        }
                    });
                }
            });
        });
    });
    if pressed.back {
        actions.push(Action::Nav(Nav::Back));
    }
    if pressed.next {
        actions.push(Action::Card(CardAction::HandIn));
    }
    actions
}

fn ratings(ui: &mut Ui, face: &Face, draft: &Draft, actions: &mut Vec<Action>) {
    for place in 0..draft.plan().subjects.len() {
        if draft.is_rated(place) {
            rated(ui, face, draft, place, actions);
        } else if draft.goes_in_turn() {
            left_out(ui, face, draft, place, actions);
        }
    }
    if draft.rated() == 0 && draft.plan().asks() && !draft.goes_in_turn() {
        let none = key!("kiosk-review-no-ratings");
        empty_part(
            ui,
            face,
            none,
            Action::Card(CardAction::EditSubjects),
            actions,
        );
    }
}

fn words(ui: &mut Ui, face: &Face, draft: &Draft, actions: &mut Vec<Action>) {
    if draft.has_words() {
        written(ui, face, draft, actions);
    } else if draft.plan().opinion.is_some() {
        let none = key!("kiosk-review-no-words");
        empty_part(
            ui,
            face,
            none,
            Action::Card(CardAction::EditOpinion),
            actions,
        );
    }
}

/// A part's heading with its 修改 at the right.
fn part(ui: &mut Ui, face: &Face, heading: &str, edit: Action, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        let wide = ui.available_width();
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let button = Button::quiet(text!(face.lang, "kiosk-review-edit"));
            let shown = button.icon(Icon::Pencil).compact().show(ui);
            if shown.clicked() {
                actions.push(edit);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.set_max_width(wide - shown.rect.width());
                text::heading(ui, heading);
            });
        });
    });
}

fn rated(ui: &mut Ui, face: &Face, draft: &Draft, place: usize, actions: &mut Vec<Action>) {
    let Some(subject) = draft.plan().subjects.get(place) else {
        return;
    };
    card(ui, |ui| {
        let theme = Theme::of(ui);
        ui.spacing_mut().item_spacing.y = theme.space.xs;
        part(
            ui,
            face,
            subject.name.get(face.lang),
            edit_rating(draft, place),
            actions,
        );
        let asked = draft.criteria(place);
        // Several answers in a row where they fit, so that a whole card is seen at once.
        let most = if draft.goes_in_turn() { 4 } else { 2 };
        let whole = ui.available_width();
        let fits = |columns: usize| {
            asked.iter().all(|(question, criterion)| {
                let given = answer(face, draft, place, *question, criterion);
                let long = |words: &str, font| {
                    let line = text::line(ui, words, font, theme.colours.ink, f32::INFINITY);
                    line.size().x
                };
                let name = criterion.name.get(face.lang);
                let size = theme.text.body;
                let wide = long(name, theme.regular(size)) + long(&given, theme.bold(size));
                wide + theme.space.l <= (whole / number(columns)).floor()
            })
        };
        let columns = (2..=most).rev().find(|columns| fits(*columns)).unwrap_or(1);
        let width = (ui.available_width() / number(columns)).floor();
        ui.spacing_mut().item_spacing = egui::vec2(0.0, theme.space.xs);
        for line in asked.chunks(columns) {
            ui.horizontal_top(|ui| {
                for (question, criterion) in line {
                    let given = answer(face, draft, place, *question, criterion);
                    let name = criterion.name.get(face.lang);
                    row(ui, width, name, &given, columns > 1);
                }
            });
        }
    });
}

/// Where what was said about a subject is changed: on its page, from which the review is next again; or by the list.
fn edit_rating(draft: &Draft, place: usize) -> Action {
    Action::Card(if draft.goes_in_turn() {
        CardAction::EditRating(place)
    } else {
        CardAction::Rate(place)
    })
}

/// Somebody about whom nothing is said.
fn left_out(ui: &mut Ui, face: &Face, draft: &Draft, place: usize, actions: &mut Vec<Action>) {
    let Some(subject) = draft.plan().subjects.get(place) else {
        return;
    };
    let name = subject.name.get(face.lang);
    let told = text!(face.lang, "kiosk-review-left-out", name = name);
    card(ui, |ui| {
        part(ui, face, &told, edit_rating(draft, place), actions);
    });
}

/// A question and its answer: the answer at the right edge, or, `close`, right after the question, where
/// another pair follows in the same row.
fn row(ui: &mut Ui, width: f32, asked: &str, given: &str, close: bool) {
    let theme = Theme::of(ui);
    let c = theme.colours;
    let font = theme.bold(theme.text.body);
    let right = text::galley(ui, given, font, c.accent, width * 0.5, Align::Min);
    let room = width - right.size().x - theme.space.m;
    let font = theme.regular(theme.text.body);
    let left = text::galley(ui, asked, font, c.ink, room, Align::Min);
    let height = left.size().y.max(right.size().y) + theme.space.xs;
    let (rect, response) = ui.allocate_exact_size(egui::vec2(width, height), egui::Sense::hover());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(
            egui::accesskit::Role::Label,
            true,
            format!("{asked}: {given}"),
        )
    });
    let right_x = if close {
        rect.left() + left.size().x + theme.space.m
    } else {
        rect.right() - right.size().x
    };
    ui.painter().galley(rect.min, left, c.ink);
    ui.painter()
        .galley(egui::pos2(right_x, rect.top()), right, c.accent);
}

fn answer(
    face: &Face,
    draft: &Draft,
    subject: usize,
    question: usize,
    criterion: &Criterion,
) -> String {
    let scale = draft.plan().scale(&criterion.scale);
    match (
        draft.tick(subject, question),
        scale.map(|scale| &scale.kind),
    ) {
        (Some(tick), Some(ScaleKind::Named(choices))) => choices
            .get(usize::from(tick))
            .map(|choice| choice.name.get(face.lang).to_owned())
            .unwrap_or_default(),
        (Some(tick), Some(ScaleKind::Score { .. })) => {
            text!(face.lang, "kiosk-score-given", n = tick)
        }
        (None, _) | (_, None) => text!(face.lang, "kiosk-review-skipped"),
    }
}

fn written(ui: &mut Ui, face: &Face, draft: &Draft, actions: &mut Vec<Action>) {
    card(ui, |ui| {
        let theme = Theme::of(ui);
        ui.spacing_mut().item_spacing.y = theme.space.xs;
        part(
            ui,
            face,
            &text!(face.lang, "kiosk-review-words"),
            Action::Card(CardAction::EditOpinion),
            actions,
        );
        let category = draft.category.and_then(|place| {
            let page = draft.plan().opinion.as_ref()?;
            page.categories.get(place)
        });
        let category = category.map(|category| category.name.get(face.lang).to_owned());
        let about = draft.about_subject().map(|subject| {
            let name = subject.name.get(face.lang);
            text!(face.lang, "kiosk-opinion-about", name = name)
        });
        let about: Vec<String> = category.into_iter().chain(about).collect();
        // Their own words are theirs to read.
        said::silently(ui, |ui| {
            if !about.is_empty() {
                text::note(ui, about.join(" · "));
            }
            text::body(ui, draft.text.trim());
        });
    });
}

fn empty_part(ui: &mut Ui, face: &Face, key: Key, edit: Action, actions: &mut Vec<Action>) {
    card(ui, |ui| {
        let theme = Theme::of(ui);
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let writes = edit == Action::Card(CardAction::EditOpinion);
                let label = face.t(if writes {
                    key!("kiosk-review-write")
                } else {
                    key!("kiosk-review-rate")
                });
                if Button::quiet(label).compact().show(ui).clicked() {
                    actions.push(edit);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.label(theme.rich(face.t(key), theme.text.body, theme.colours.ink_soft));
                });
            });
        });
    });
}

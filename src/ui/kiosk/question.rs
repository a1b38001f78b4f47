//! One question of a rating page: its words, its answers, and how much room they take.

use egui::{Align, Layout, Rect, Ui};

use super::draft::Tick;
use super::frame::{Face, inside};
use super::scale::{self, Close};
use crate::domain::plan::{Criterion, Scale};
use crate::ui::theme::{Theme, margin};
use crate::ui::widgets::said;
use crate::ui::widgets::text::{self, Part};
use crate::words::text;

/// What was tapped of a question.
pub(super) enum Tapped {
    Answer(Tick),
    /// Its words, whose whole text is behind them.
    Words,
}

/// How close the questions stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Density {
    /// With their whole text.
    Whole,
    /// Their names; the text is behind them.
    Brief {
        /// The share of the width that the names have beside the answers.
        names: f32,
        /// Each says what the ends of its scale mean; else the head of the page says it for all of them.
        ends: bool,
    },
}

/// The shares of the names that are tried where whole texts take several pages: of two that take as many the first is taken.
pub(super) const NAMES: [f32; 3] = [0.28, 0.32, 0.36];

impl Density {
    pub(super) fn is_brief(self) -> bool {
        matches!(self, Self::Brief { .. })
    }

    /// How close its answers stand.
    fn answers(self) -> Close {
        match self {
            Self::Whole => Close::Roomy,
            Self::Brief { ends: true, .. } => Close::Compact,
            Self::Brief { ends: false, .. } => Close::Bare,
        }
    }

    /// Above and below a question's words.
    fn padding(self, theme: &Theme) -> f32 {
        match self {
            Self::Whole => theme.space.m * 0.55,
            Self::Brief { .. } => (theme.space.s * 0.5).round(),
        }
    }

    /// Between two questions.
    pub(super) fn gap(self, theme: &Theme) -> f32 {
        match self {
            Self::Whole => theme.space.s,
            Self::Brief { .. } => theme.space.xs,
        }
    }
}

/// A question's paper.
pub(super) fn sheet<R>(ui: &mut Ui, density: Density, add: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = Theme::of(ui);
    let (inner, border) = (density.padding(&theme), theme.space.stroke);
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
pub(super) struct Measures {
    /// Width of the words; the answers stand beside them when it is less than the whole.
    words: f32,
    /// Of which what leads to the whole text takes this much.
    more: f32,
    answers: f32,
    words_height: f32,
    answers_height: f32,
    beside: bool,
    gap: f32,
    density: Density,
}

impl Measures {
    pub(super) fn new(
        ui: &Ui,
        face: &Face,
        (scale, criterion): (&Scale, &Criterion),
        density: Density,
        width: f32,
    ) -> Self {
        let theme = Theme::of(ui);
        let beside = !theme.portrait;
        let gap = if beside {
            theme.space.l
        } else {
            density.gap(&theme)
        };
        let share = match density {
            Density::Whole => 0.34,
            Density::Brief { names, .. } => names,
        };
        let words = if beside {
            (width * share).round()
        } else {
            width
        };
        let answers = if beside { width - words - gap } else { width };
        let name = criterion.name.get(face.lang);
        let detail = criterion.detail.get(face.lang);
        let is_behind = density.is_brief() && !detail.is_empty();
        let more = if is_behind {
            more(ui, face).size().x + theme.space.s
        } else {
            0.0
        };
        let mut words_height = text::height(ui, Part::Heading, name, words - more);
        if is_behind && !beside {
            // What leads to the whole text is as high as a finger.
            words_height = words_height.max(theme.space.touch);
        }
        if !density.is_brief() && !detail.is_empty() {
            words_height += text::height(ui, Part::Note, detail, words);
        }
        Self {
            words,
            more,
            answers,
            words_height,
            answers_height: scale::height(ui, face, scale, answers, density.answers()),
            beside,
            gap,
            density,
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
    pub(super) fn whole(&self, theme: &Theme) -> f32 {
        let around = (self.density.padding(theme) + theme.space.stroke) * 2.0;
        self.inner() + around + self.density.gap(theme)
    }

    pub(super) fn show(
        &self,
        ui: &mut Ui,
        face: &Face,
        (asked_on, criterion): (&Scale, &Criterion),
        given: Option<Tick>,
    ) -> Option<Tapped> {
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
        let detail = criterion.detail.get(face.lang);
        let asks = self.more > 0.0 && self.more_ui(ui, face, name, left, rect);
        let name_height = text::height(ui, Part::Heading, name, left.width() - self.more);
        let spare = if self.more > 0.0 && !self.beside {
            ((self.words_height - name_height) / 2.0).round()
        } else {
            0.0
        };
        let named = left
            .with_max_x(left.right() - self.more)
            .translate(egui::vec2(0.0, spare));
        inside(ui, named, Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            text::heading(ui, name);
            if self.density.is_brief() {
                // Whoever listens does not look behind the name.
                said::say(ui, detail);
            }
            if !self.density.is_brief() && !detail.is_empty() {
                text::note(ui, detail);
            }
        });
        let right = right.with_max_x(right.left() + self.answers);
        let answered = inside(ui, right, Layout::top_down(Align::Min), |ui| {
            scale::scale_ui(ui, face, asked_on, given, self.density.answers())
        });
        let asked = asks.then_some(Tapped::Words);
        answered.map(Tapped::Answer).or(asked)
    }

    /// What leads to the whole text, beside a question's name; whether it was tapped. The name is part of it: a finger does not aim
    /// at a small word.
    fn more_ui(&self, ui: &mut Ui, face: &Face, name: &str, words: Rect, all: Rect) -> bool {
        let theme = Theme::of(ui);
        let area = if self.beside {
            Rect::from_x_y_ranges(words.x_range(), all.y_range())
        } else {
            words.with_max_y(words.top() + self.words_height)
        };
        let response = ui.interact(area, ui.scope_id().with("more"), egui::Sense::click());
        response.widget_info(|| {
            let label = format!("{name} {}", text!(face.lang, "kiosk-rating-detail"));
            egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, label)
        });
        let galley = more(ui, face);
        let line = Rect::from_min_size(words.min, egui::vec2(words.width(), self.words_height));
        let at = egui::pos2(
            line.right() - galley.size().x,
            line.center().y - galley.size().y / 2.0,
        );
        ui.painter().galley(at, galley, theme.colours.accent);
        response.clicked()
    }
}

fn more(ui: &Ui, face: &Face) -> std::sync::Arc<egui::Galley> {
    let theme = Theme::of(ui);
    let font = theme.regular(theme.text.small);
    let words = text!(face.lang, "kiosk-rating-detail");
    text::line(ui, &words, font, theme.colours.accent, f32::INFINITY)
}

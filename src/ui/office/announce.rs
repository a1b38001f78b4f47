//! 宣布: the result of a round on a screen that is read from the tenth row, and nothing else on it.

use egui::{Label, RichText, Ui};

use crate::app::office::RoundDetail;
use crate::ui::widgets;
use crate::words::{Lang, text};

/// Letters of a page's width: so large are the names and their grades.
const LETTERS_A_LINE: f32 = 18.0;
const SMALLEST_POINTS: f32 = 40.0;

/// Whether there is something to announce.
#[must_use]
pub(super) fn may_be_announced(round: &RoundDetail) -> bool {
    round.stand.is_some()
        && round
            .subjects
            .iter()
            .any(|subject| subject.raters.is_some())
}

/// The page; whether it was left.
pub(super) fn announce_ui(ui: &mut Ui, lang: Lang, round: &RoundDetail) -> bool {
    let large = (ui.available_width() / LETTERS_A_LINE).max(SMALLEST_POINTS);
    let said = |ui: &mut Ui, words: &str, points: f32| {
        let words = RichText::new(words).size(points);
        ui.add(Label::new(words).wrap().selectable(false));
    };
    let left = widgets::small_button(ui, text!(lang, "office-announce-back")).clicked();
    said(ui, round.row.title.get(lang), large);
    if let Some(stand) = &round.stand {
        said(ui, stand.get(lang), large * 0.6);
    }
    for subject in &round.subjects {
        ui.separator();
        let grade = subject.grade_name.as_ref().or(subject.vote_name.as_ref());
        let grade = grade.map_or("—", |grade| grade.get(lang));
        let name = subject.name.get(lang);
        let line = text!(lang, "office-announce-grade", name = name, grade = grade);
        said(ui, &line, large);
        if let Some(sum) = &subject.explained {
            said(ui, sum.get(lang), large * 0.6);
        }
    }
    left
}

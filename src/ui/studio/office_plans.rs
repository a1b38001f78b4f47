//! A plan being written at the made-up office: S12 half filled in.

use super::made_up::both;
use crate::domain::plan::draft::{PlanDraft, Takes};
use crate::domain::plan::shipped;
use crate::ui::office::plan_editor::{Part, PlanEditorForm};
use crate::ui::office::screen::Screen;
use crate::ui::office::state::Desk;

/// The parts of the editor that are looked at.
pub(super) const PARTS: [(&str, Part); 6] = [
    ("plan-basics", Part::Form(0)),
    ("plan-subjects", Part::Form(1)),
    ("plan-questions", Part::Form(2)),
    ("plan-grades", Part::Form(4)),
    ("plan-card", Part::Card),
    ("plan-whole", Part::Whole),
];

/// Somebody has filled in whom S12 evaluates, and mistyped a day.
pub(super) fn write(desk: &mut Desk, part: Part) {
    let all = shipped().iter();
    let text = all.filter(|one| one.name == "s12").map(|one| one.text);
    let mut draft = PlanDraft::new(text.collect::<String>());
    draft.set_text("subject.1.name", &both("王秀英", "Wang Xiuying"), true);
    draft.set_text("subject.1.role", &both("主任", "Head"), false);
    draft.set_line("opens", "2026-11-31", Takes::Moment, false);
    let mut form = PlanEditorForm::new(draft);
    form.part = part;
    desk.forms.plan_editor = form;
    desk.screen = Screen::PlanEditor;
}

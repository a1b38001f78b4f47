//! The whole text of a plan, its lines numbered, what is wrong told by line.

use egui::{Align2, Margin, TextEdit, Ui, pos2};

use crate::domain::plan::draft::PlanDraft;
use crate::ui::theme::{Theme, margin};
use crate::ui::widgets::{self, Tone};
use crate::words::{Lang, text};

/// Rows in sight.
const ROWS: usize = 22;

/// The page.
pub(super) fn whole_ui(ui: &mut Ui, draft: &mut PlanDraft, lang: Lang) {
    widgets::note(ui, text!(lang, "office-plan-whole-below"));
    for fault in draft.faults() {
        widgets::notice(ui, Tone::Seal, fault.say(lang));
    }
    let theme = Theme::of(ui);
    let font = theme.regular(theme.text.small);
    let gutter = theme.px(64.0);
    let around = Margin {
        left: margin(gutter),
        ..Margin::same(margin(theme.space.s))
    };
    let mut typed = draft.whole().to_owned();
    let edit = TextEdit::multiline(&mut typed)
        .font(font.clone())
        .desired_rows(ROWS)
        .desired_width(ui.available_width())
        .margin(around);
    let shown = edit.show(ui);
    let response = shown.response.response;
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_label(text!(lang, "office-plan-whole"));
    });
    let wrong: Vec<usize> = draft.faults().iter().map(|fault| fault.line).collect();
    let (mut line, mut begins) = (1, true);
    for row in &shown.galley.rows {
        if begins {
            let at = pos2(
                response.rect.left() + gutter - theme.space.s,
                shown.galley_pos.y + row.pos.y + row.size.y / 2.0,
            );
            let ink = if wrong.contains(&line) {
                theme.colours.seal
            } else {
                theme.colours.ink_soft
            };
            let painter = ui.painter_at(response.rect);
            painter.text(at, Align2::RIGHT_CENTER, line, font.clone(), ink);
        }
        begins = row.ends_with_newline;
        if begins {
            line += 1;
        }
    }
    if response.changed() {
        draft.set_whole(typed);
    }
}

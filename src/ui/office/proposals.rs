//! The proposals that a round votes on: what is noted of each, and the fields for what is noted next.

use std::collections::BTreeMap;

use egui::Ui;

use crate::app::office::{ProposalRow, RoundDetail, RoundStep, proposal_line};
use crate::domain::ids::SubjectId;
use crate::domain::proposal::{ProposalNote, ProposalStep, parse_yuan};
use crate::ui::widgets::{self, Button};
use crate::words::{Lang, text};

/// What is typed of a proposal.
#[derive(Default)]
pub struct ProposalForm {
    /// Who put it forward, who carries it out, or what is said.
    text: String,
    spoken: bool,
    amount: String,
    due: String,
}

/// What is typed, proposal by proposal and kind by kind.
pub(super) type ProposalForms = BTreeMap<(SubjectId, ProposalStep), ProposalForm>;

/// The list, and below each proposal the fields for what can be noted now.
pub(super) fn proposals_ui(
    ui: &mut Ui,
    forms: &mut ProposalForms,
    lang: Lang,
    round: &RoundDetail,
) -> Option<RoundStep> {
    if round.proposals.is_empty() {
        return None;
    }
    let mut step = None;
    widgets::card(ui, |ui| {
        widgets::heading(ui, text!(lang, "office-proposals-title"));
        for row in &round.proposals {
            widgets::strong(ui, row.name.get(lang));
            for noted in &row.noted {
                widgets::note(ui, proposal_line(noted, lang));
            }
            for kind in next_of(row, round) {
                let form = forms.entry((row.subject.clone(), kind)).or_default();
                if let Some(note) = fields(ui, form, lang, kind, round.proposals_have_amounts) {
                    let subject = row.subject.clone();
                    step = Some(RoundStep::Proposal { subject, note });
                }
            }
        }
    });
    step
}

/// What can be noted now and is not: how it is carried out, again and again.
fn next_of(row: &ProposalRow, round: &RoundDetail) -> Vec<ProposalStep> {
    let is_noted = |kind: ProposalStep| row.noted.iter().any(|one| one.note.step() == kind);
    let all = ProposalStep::ALL.iter().copied();
    let now = all.filter(|kind| kind.is_noted_while(round.row.status));
    now.filter(|kind| *kind == ProposalStep::Executed || !is_noted(*kind))
        .collect()
}

fn fields(
    ui: &mut Ui,
    form: &mut ProposalForm,
    lang: Lang,
    kind: ProposalStep,
    has_amount: bool,
) -> Option<ProposalNote> {
    let named = kind.sentence().say(lang);
    match kind {
        ProposalStep::Put => {
            widgets::field(ui, text!(lang, "office-proposals-by"), &mut form.text);
            let spoken = text!(lang, "office-proposals-spoken");
            if widgets::toggle(ui, spoken, form.spoken).clicked() {
                form.spoken = !form.spoken;
            }
            if has_amount {
                widgets::field(ui, text!(lang, "office-proposals-amount"), &mut form.amount);
            }
        }
        ProposalStep::Handed => {
            widgets::field(ui, text!(lang, "office-proposals-to"), &mut form.text);
            widgets::field(ui, text!(lang, "office-proposals-due"), &mut form.due);
        }
        ProposalStep::Discussed | ProposalStep::Minority | ProposalStep::Executed => {
            let asked = text!(lang, "office-proposals-text", step = named);
            widgets::field(ui, asked, &mut form.text);
        }
    }
    let note = note_of(form, kind, has_amount);
    let label = text!(lang, "office-proposals-note", step = named);
    let button = Button::quiet(label).enabled(note.is_some());
    if button.show(ui).clicked() {
        *form = ProposalForm::default();
        return note;
    }
    None
}

/// What the fields say; none where they do not say enough.
fn note_of(form: &ProposalForm, kind: ProposalStep, has_amount: bool) -> Option<ProposalNote> {
    let text = form.text.trim().to_owned();
    if text.is_empty() {
        return None;
    }
    Some(match kind {
        ProposalStep::Put => ProposalNote::Put {
            by: text,
            spoken: form.spoken,
            amount_fen: if has_amount {
                Some(parse_yuan(&form.amount)?)
            } else {
                None
            },
        },
        ProposalStep::Discussed => ProposalNote::Discussed { text },
        ProposalStep::Minority => ProposalNote::Minority { text },
        ProposalStep::Handed => ProposalNote::Handed {
            to: text,
            due: match form.due.trim() {
                "" => None,
                day => Some(day.parse().ok()?),
            },
        },
        ProposalStep::Executed => ProposalNote::Executed { text },
    })
}

//! What somebody began to write and has not sent: kept while other pages are looked at, searched, sealed while the window is
//! locked, wiped where it is dropped.

use zeroize::{Zeroize, Zeroizing};

use super::plan_editor::PlanEditorForm;
use super::state::Desk;
use super::{case, idle, measures, notices};
use crate::app::office::{CaseQuery, Confidential};
use crate::domain::ids::CaseNumber;

impl Desk {
    /// Whether an answer or a notice has been begun and not been sent.
    #[must_use]
    pub fn half_written(&self) -> bool {
        let begun = |text: &str| !text.trim().is_empty();
        begun(&self.forms.case.answer)
            || self.drafts.values().any(|draft| begun(draft))
            || begun(&self.forms.notices.body)
            || begun(&self.forms.round.words)
            || begun(&self.forms.register.words)
            || self.forms.plan_editor.is_changed()
            || begun(&self.forms.case.extend_reason)
    }

    pub(super) fn half_written_text(&self) -> Confidential {
        let open = self.case.as_ref().map(|case| case.row.number);
        let own = open.map(|number| (number, self.forms.case.answer.as_str()));
        let others = self.drafts.iter();
        let others = others.map(|(number, answer)| (*number, answer.as_str()));
        let notice = &self.forms.notices;
        let words = &self.forms.register.words;
        let drafts = idle::Drafts::new(others.chain(own), (&notice.title, &notice.body), words);
        drafts.with_plan(self.forms.plan_editor.changed()).to_text()
    }

    /// Puts back what was half-written when the window locked itself.
    pub(super) fn put_back(&mut self, text: &str) {
        let Some(drafts) = idle::Drafts::from_text(text) else {
            return;
        };
        for (number, answer) in drafts.answers() {
            let answer = Zeroizing::new(answer.to_owned());
            self.drafts.insert(number, answer);
        }
        let (title, body) = drafts.notice();
        title.clone_into(&mut self.forms.notices.title);
        body.clone_into(&mut self.forms.notices.body);
        self.forms.register.words = Zeroizing::new(drafts.registered().to_owned());
        if let Some(plan) = drafts.plan() {
            self.forms.plan_editor = PlanEditorForm::put_back(plan);
        }
    }

    pub(super) fn drop_drafts(&mut self) {
        self.drafts.clear();
        self.forms.case.answer.zeroize();
        self.forms.notices = notices::NoticesForm::default();
        self.forms.plan_editor = PlanEditorForm::default();
        self.forms.round.words.zeroize();
    }

    /// Keeps what was written, forgets what was read.
    pub(super) fn put_case_away(&mut self) {
        if let Some(detail) = self.case.take() {
            let answer = std::mem::take(&mut self.forms.case.answer);
            if answer.trim().is_empty() {
                self.drafts.remove(&detail.row.number);
            } else {
                self.drafts.insert(detail.row.number, answer);
            }
        }
        self.forms.case = case::CaseForm::default();
    }

    pub(super) fn words_kept(&mut self, number: CaseNumber, is_answer: bool) {
        if is_answer {
            self.answered += 1;
            // What was packed before this answer does not carry it.
            self.pack = None;
        }
        self.forms.case.answer.zeroize();
        self.forms.case.measures = measures::MeasuresForm::default();
        self.drafts.remove(&number);
    }

    /// What is looked for is looked for in half-written answers too.
    pub(super) fn also_in_drafts(&self, query: CaseQuery) -> CaseQuery {
        let searched = !query.words.trim().is_empty();
        let drafts = self.drafts.iter().filter(|_| searched);
        let drafts = drafts.map(|(number, draft)| (*number, Confidential::from(draft.clone())));
        CaseQuery {
            drafts: drafts.collect(),
            ..query
        }
    }
}

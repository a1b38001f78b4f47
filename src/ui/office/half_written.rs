//! What somebody began to write and has not sent: kept while other pages are looked at, searched, sealed while the window is
//! locked, wiped where it is dropped.

use zeroize::{Zeroize, Zeroizing};

use super::plan_editor::PlanEditorForm;
use super::state::Desk;
use super::{case, idle, measures, notices};
use crate::app::office::{CaseDetail, CaseQuery, Confidential};
use crate::domain::ids::CaseNumber;

impl Desk {
    /// What is to be changed of the answer to a case: it, where it waits for a pack; nothing where more is said.
    pub(super) fn to_change(detail: &CaseDetail) -> Zeroizing<String> {
        let reply = detail.reply.as_ref().filter(|_| detail.waits);
        Zeroizing::new(reply.map_or_else(String::new, |reply| reply.to_string()))
    }

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
            || self.is_rewritten()
            || self.again.values().any(|draft| begun(draft))
    }

    /// Whether the answer of the case that is looked at is half-written anew, or more to it.
    fn is_rewritten(&self) -> bool {
        let again = self.forms.case.again.trim();
        let before = self.case.as_ref().map(Self::to_change);
        !again.is_empty() && before.is_some_and(|before| *before.trim() != *again)
    }

    /// What stands in the answer of a case that was taken back: it is written anew from there.
    pub(super) fn taken_back(&mut self, detail: &CaseDetail) -> Option<Zeroizing<String>> {
        let number = detail.row.number;
        let open = self.case.as_ref().filter(|case| case.row.number == number);
        let is_other = open.is_some_and(|case| {
            (case.waits, case.answers, &case.reply) != (detail.waits, detail.answers, &detail.reply)
        });
        let waiting = self.outbox.iter().flat_map(|page| &page.answers);
        let waiting = waiting.filter(|answer| answer.row.number == number);
        let waiting = waiting.map(|answer| answer.text.clone()).next();
        let before = match open {
            Some(case) => case.reply.clone().filter(|_| case.waits),
            None => waiting,
        };
        if is_other {
            self.forms.case.again = Self::to_change(detail);
        }
        let before = before.filter(|_| detail.row.status.is_open() && !detail.waits)?;
        Some(Zeroizing::new(before.to_string()))
    }

    pub(super) fn half_written_text(&self) -> Confidential {
        let open = self.case.as_ref().map(|case| case.row.number);
        let own = open.map(|number| (number, self.forms.case.answer.as_str()));
        let others = self.drafts.iter();
        let others = others.map(|(number, answer)| (*number, answer.as_str()));
        let notice = &self.forms.notices;
        let words = &self.forms.register.words;
        let drafts = idle::Drafts::new(others.chain(own), (&notice.title, &notice.body), words);
        let open = open.filter(|_| self.is_rewritten());
        let own = open.map(|number| (number, self.forms.case.again.as_str()));
        let again = self.again.iter();
        let again = again.map(|(number, answer)| (*number, answer.as_str()));
        let drafts = drafts.with_again(again.chain(own));
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
        for (number, answer) in drafts.again() {
            let answer = Zeroizing::new(answer.to_owned());
            self.again.insert(number, answer);
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
        self.again.clear();
        self.forms.case.answer.zeroize();
        self.forms.case.again.zeroize();
        self.forms.notices = notices::NoticesForm::default();
        self.forms.plan_editor = PlanEditorForm::default();
        self.forms.round.words.zeroize();
    }

    /// Keeps what was written, forgets what was read.
    pub(super) fn put_case_away(&mut self) {
        let rewritten = self.is_rewritten();
        if let Some(detail) = self.case.take() {
            if rewritten {
                let again = std::mem::take(&mut self.forms.case.again);
                self.again.insert(detail.row.number, again);
            }
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

//! The window that nobody touches locks itself; what was half-written is kept, sealed, for whoever opens it again.

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use crate::app::office::Confidential;
use crate::domain::ids::CaseNumber;

/// What was half-written when the window locked.
#[derive(Default, Serialize, Deserialize, Zeroize)]
#[zeroize(drop)]
pub struct Drafts {
    /// Answers, by the number of their case.
    answers: Vec<(u32, String)>,
    /// A notice: its heading and what it says.
    notice: (String, String),
    /// The words of an opinion that is being registered.
    registered: String,
    /// A plan that is being written, whole.
    #[serde(default)]
    plan: Option<String>,
    /// Answers written anew, by the number of their case.
    #[serde(default)]
    again: Vec<(u32, String)>,
}

impl Drafts {
    /// These answers, a notice, and the words of an opinion that is being registered.
    pub fn new<'a>(
        answers: impl Iterator<Item = (CaseNumber, &'a str)>,
        (title, body): (&str, &str),
        registered: &str,
    ) -> Self {
        Self {
            answers: answers
                .filter(|(_, answer)| !answer.trim().is_empty())
                .map(|(case, answer)| (case.0, answer.to_owned()))
                .collect(),
            notice: (title.to_owned(), body.to_owned()),
            registered: registered.to_owned(),
            plan: None,
            again: Vec::new(),
        }
    }

    /// And a plan that is being written, where there is one.
    #[must_use]
    pub fn with_plan(mut self, plan: Option<&str>) -> Self {
        self.plan = plan.map(str::to_owned);
        self
    }

    /// And answers that are written anew.
    #[must_use]
    pub fn with_again<'a>(mut self, again: impl Iterator<Item = (CaseNumber, &'a str)>) -> Self {
        self.again = again
            .map(|(case, answer)| (case.0, answer.to_owned()))
            .collect();
        self
    }

    /// The answers that are written anew.
    pub fn again(&self) -> impl Iterator<Item = (CaseNumber, &str)> {
        let again = self.again.iter();
        again.map(|(case, answer)| (CaseNumber(*case), answer.as_str()))
    }

    /// The plan that is being written.
    #[must_use]
    pub fn plan(&self) -> Option<&str> {
        self.plan.as_deref()
    }

    /// The answers.
    pub fn answers(&self) -> impl Iterator<Item = (CaseNumber, &str)> {
        let answers = self.answers.iter();
        answers.map(|(case, answer)| (CaseNumber(*case), answer.as_str()))
    }

    /// The heading of the notice, and what it says.
    #[must_use]
    pub fn notice(&self) -> (&str, &str) {
        (&self.notice.0, &self.notice.1)
    }

    /// The words of an opinion that is being registered.
    #[must_use]
    pub fn registered(&self) -> &str {
        &self.registered
    }

    /// As one text, to be sealed.
    #[must_use]
    pub fn to_text(&self) -> Confidential {
        // Texts and numbers always serialise.
        serde_json::to_string(self).unwrap_or_default().into()
    }

    /// Reads what [`Self::to_text`] wrote.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// How long nobody has touched the window.
#[derive(Debug, Default)]
pub struct Idle {
    /// The window's time at the last touch, in seconds; none before the first frame.
    touched_at_secs: Option<f64>,
}

impl Idle {
    /// Whether it has been left alone for `most_secs` at `now_secs`; `touched` says that it was not, in this frame.
    pub fn is_over(&mut self, now_secs: f64, touched: bool, most_secs: f64) -> bool {
        let since = *self.touched_at_secs.get_or_insert(now_secs);
        if touched {
            self.touched_at_secs = Some(now_secs);
            return false;
        }
        now_secs - since >= most_secs
    }
}

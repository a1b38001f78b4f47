//! What can be wrong in a plan, each fault with its line.

use thiserror::Error;

use crate::words::{Lang, Sentence, sentence};

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFault {
    /// From 1.
    pub line: usize,
    /// The field it is about, as `subject.1.name`, counted from 0; of a syntax error, nothing.
    pub place: String,
    /// What is wrong and what to do; the line is not in it, `say` adds it.
    pub sentence: Sentence,
}

impl PlanFault {
    /// The fault with its line.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        sentence!(
            "domain-plan-fault",
            line = self.line,
            fault = self.sentence.say(lang)
        )
        .say(lang)
    }
}

/// Every fault of a plan, at least one, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the plan has faults: {0:?}")]
pub struct PlanFaults(pub Vec<PlanFault>);

impl PlanFaults {
    /// The first fault with its line, and how many there are.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        let Some(first) = self.0.first() else {
            return sentence!("domain-plan-fault-unknown");
        };
        sentence!(
            "domain-plan-faults",
            count = self.0.len(),
            line = first.line,
            fault = first.sentence.clone()
        )
    }
}

//! What can be wrong in a plan, each fault with its line.

use thiserror::Error;

use crate::words::{Lang, Sentence};

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFault {
    /// From 1.
    pub line: usize,
    /// What is wrong and what to do; the line is not in it, `say` adds it.
    pub sentence: Sentence,
}

impl PlanFault {
    /// The fault with its line.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        Sentence::new("domain-plan-fault")
            .with("line", self.line)
            .with("fault", self.sentence.say(lang))
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
            return Sentence::new("domain-plan-fault-unknown");
        };
        Sentence::new("domain-plan-faults")
            .with("count", self.0.len())
            .with("line", first.line)
            .with_sentence("fault", first.sentence.clone())
    }
}

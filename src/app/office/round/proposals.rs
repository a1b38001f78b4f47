//! 提案: what is noted of each proposal of a round, how papers say it, and what has to be noted before the round's next step.

use thiserror::Error;

use super::view::ProposalRow;
use crate::domain::document::{Block, Section};
use crate::domain::ids::SubjectId;
use crate::domain::plan::{Plan, Subject, SubjectKind};
use crate::domain::proposal::{ProposalNote, ProposalStep, yuan};
use crate::domain::round_status::RoundStatus;
use crate::fault::{Fault, Kind};
use crate::record::{ProposalEntry, RoundEntry, RoundSubject};
use crate::words::{Lang, Sentence, sentence, text};

/// Why something is not noted of a proposal, or its round not taken further.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ProposalRefused {
    /// The plan votes on no proposals.
    #[error("the plan has no proposals")]
    None,
    /// This is not noted while the round stands where it does.
    #[error("{} is not noted while the round is {status}", step.name())]
    NotNow {
        /// What.
        step: ProposalStep,
        /// Where it stands.
        status: RoundStatus,
    },
    /// Something that the plan wants is not noted of every proposal.
    #[error("{} is not noted of: {names}", step.name())]
    Missing {
        /// What.
        step: ProposalStep,
        /// Of which.
        names: String,
    },
    /// The plan wants proposals in writing.
    #[error("proposals are put in writing")]
    Spoken,
    /// A proposal names an amount where the plan knows none, or none where it wants one.
    #[error("amount wanted: {wanted}")]
    Amount {
        /// Whether the plan wants one.
        wanted: bool,
    },
}

impl Fault for ProposalRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::None => Kind::Refused,
            Self::NotNow { .. } | Self::Missing { .. } => Kind::NotNow,
            Self::Spoken | Self::Amount { .. } => Kind::Input,
        }
    }

    fn sentence(&self) -> Sentence {
        match self {
            Self::None => sentence!("app-round-no-proposals"),
            Self::NotNow { step, status } => sentence!(
                "app-round-proposal-not-now",
                step = step.sentence(),
                state = status.sentence()
            ),
            Self::Missing { step, names } => sentence!(
                "app-round-proposal-missing",
                step = step.sentence(),
                names = names
            ),
            Self::Spoken => sentence!("app-round-proposal-spoken"),
            Self::Amount { wanted: true } => sentence!("app-round-proposal-amount-missing"),
            Self::Amount { wanted: false } => sentence!("app-round-proposal-no-amount"),
        }
    }
}

/// The subjects that are proposals: matters that are done or not, and neither people nor bodies.
pub(super) fn proposals(plan: &Plan) -> impl Iterator<Item = &Subject> {
    let has_proposals = plan.rules.proposals.is_some();
    let subjects = plan.subjects.iter();
    subjects.filter(move |subject| has_proposals && subject.kind == SubjectKind::Activity)
}

/// Whether this may be noted of a proposal of the plan while its round stands there.
pub(super) fn check_note(
    plan: &Plan,
    status: RoundStatus,
    note: &ProposalNote,
) -> Result<(), ProposalRefused> {
    let rules = plan.rules.proposals.ok_or(ProposalRefused::None)?;
    let step = note.step();
    if !step.is_noted_while(status) {
        return Err(ProposalRefused::NotNow { step, status });
    }
    let ProposalNote::Put {
        spoken, amount_fen, ..
    } = note
    else {
        return Ok(());
    };
    if *spoken && !rules.spoken {
        return Err(ProposalRefused::Spoken);
    }
    if rules.amounts != amount_fen.is_some() {
        let wanted = rules.amounts;
        return Err(ProposalRefused::Amount { wanted });
    }
    Ok(())
}

/// Before the count: every proposal was put forward and discussed.
pub(super) fn check_put(plan: &Plan, entry: &RoundEntry) -> Result<(), ProposalRefused> {
    [ProposalStep::Put, ProposalStep::Discussed]
        .into_iter()
        .try_for_each(|step| all_noted(without(plan, entry, step), step))
}

/// Before the result hangs: the reasons of those who were outvoted, where the plan wants them.
pub(super) fn check_minority(plan: &Plan, entry: &RoundEntry) -> Result<(), ProposalRefused> {
    let rules = plan.rules.proposals;
    if rules.is_none_or(|rules| !rules.minority_reasons) {
        return Ok(());
    }
    let step = ProposalStep::Minority;
    all_noted(without(plan, entry, step), step)
}

/// Before the round is settled: what was passed is handed to somebody.
pub(super) fn check_handed(
    plan: &Plan,
    entry: &RoundEntry,
    subjects: &[RoundSubject],
) -> Result<(), ProposalRefused> {
    let grades = plan.grading.grades();
    let passed = grades.first().map(|grade| &grade.id);
    let is_passed = |subject: &&Subject| {
        let came = subjects.iter().find(|one| one.subject == subject.id);
        came.is_some_and(|came| came.grade.as_ref() == passed && passed.is_some())
    };
    let step = ProposalStep::Handed;
    let missing = without(plan, entry, step).into_iter().filter(is_passed);
    all_noted(missing.collect(), step)
}

/// The proposals of which something is not noted.
fn without<'a>(plan: &'a Plan, entry: &RoundEntry, step: ProposalStep) -> Vec<&'a Subject> {
    let is_noted = |subject: &&Subject| {
        let mut own = of(entry, &subject.id);
        own.any(|entry| entry.note.step() == step)
    };
    proposals(plan)
        .filter(|subject| !is_noted(subject))
        .collect()
}

fn all_noted(missing: Vec<&Subject>, step: ProposalStep) -> Result<(), ProposalRefused> {
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|one| one.name.get(Lang::Zh)).collect();
    let names = names.join(" · ");
    Err(ProposalRefused::Missing { step, names })
}

fn of<'a>(
    entry: &'a RoundEntry,
    subject: &'a SubjectId,
) -> impl Iterator<Item = &'a ProposalEntry> {
    let noted = entry.proposals.iter();
    noted.filter(move |one| one.subject == *subject)
}

/// Every proposal with what is noted of it; none where the plan has no proposals.
pub(super) fn rows(plan: &Plan, entry: &RoundEntry) -> Vec<ProposalRow> {
    let row = |subject: &Subject| ProposalRow {
        subject: subject.id.clone(),
        name: subject.name.clone(),
        noted: of(entry, &subject.id).cloned().collect(),
    };
    proposals(plan).map(row).collect()
}

/// What was noted of the proposals, as minutes, notices and reports say it; none where nothing was.
pub(super) fn proposals_section(plan: &Plan, entry: &RoundEntry, lang: Lang) -> Option<Section> {
    let mut lines = Vec::new();
    for subject in proposals(plan) {
        for noted in of(entry, &subject.id) {
            let (name, said) = (subject.name.get(lang), line(noted, lang));
            lines.push(text!(
                lang,
                "app-round-paper-proposal",
                name = name,
                said = said
            ));
        }
    }
    (!lines.is_empty()).then(|| Section {
        heading: Some(text!(lang, "app-round-paper-proposals")),
        blocks: vec![Block::List(lines)],
    })
}

/// One thing noted of a proposal, in a line.
#[must_use]
pub fn line(noted: &ProposalEntry, lang: Lang) -> String {
    match &noted.note {
        ProposalNote::Put {
            by,
            spoken,
            amount_fen,
        } => {
            let mut said = if *spoken {
                text!(lang, "app-round-proposal-put-spoken", by = by)
            } else {
                text!(lang, "app-round-proposal-put", by = by)
            };
            if let Some(fen) = amount_fen {
                let amount = yuan(*fen);
                said.push_str(&text!(lang, "app-round-proposal-amount", amount = amount));
            }
            said
        }
        ProposalNote::Discussed { text: said } => {
            text!(lang, "app-round-proposal-discussed", said = said)
        }
        ProposalNote::Minority { text: said } => {
            text!(lang, "app-round-proposal-minority", said = said)
        }
        ProposalNote::Handed { to, due } => {
            let mut said = text!(lang, "app-round-proposal-handed", to = to);
            if let Some(due) = due {
                said.push_str(&text!(lang, "app-round-proposal-due", day = due));
            }
            said
        }
        ProposalNote::Executed { text: said } => {
            let day = noted.on;
            text!(lang, "app-round-proposal-executed", day = day, said = said)
        }
    }
}

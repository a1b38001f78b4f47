//! What one resident has tapped and written so far. In memory only, wiped when dropped.

use std::collections::BTreeMap;
use std::sync::Arc;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::app::kiosk::SlipPass;
use crate::domain::card::{Answer, Answers, Card, Opinion};
use crate::domain::ids::SubjectId;
use crate::domain::plan::{Criterion, Plan, ScaleKind, Subject, SubjectKind};

/// Room set aside for the words at once: a text that grew in place would leave its earlier copies
/// behind in freed memory.
const TEXT_ROOM_BYTES: usize = 8 * 1024;

/// One tap: the place of a choice on a named scale, or the number itself on a scored one.
pub type Tick = u16;

/// Where anybody may rate, a card leads through so many persons one after the other; among more, a resident looks for those they know.
const MOST_IN_TURN: usize = 6;

/// Everything a resident has entered for one plan. Holds places in the plan's lists rather than
/// identifiers, so that wiping it is a matter of overwriting numbers.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Draft {
    #[zeroize(skip)]
    plan: Arc<Plan>,
    /// What the voting slip opened, where the plan wants one.
    #[zeroize(skip)]
    pub pass: Option<SlipPass>,
    /// By subject, then by criterion, in the plan's order.
    ticks: Vec<Vec<Option<Tick>>>,
    /// What the opinion is about, as a place in the plan's categories.
    pub category: Option<usize>,
    /// Whom it is about, as a place in the plan's subjects.
    pub about: Option<usize>,
    /// What they wrote.
    pub text: String,
    /// All that was answered stood on one page, and was just seen there.
    pub seen_at_once: bool,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Draft(…)")
    }
}

impl Draft {
    /// An empty draft for `plan`.
    #[must_use]
    pub fn new(plan: Arc<Plan>) -> Self {
        let ticks = vec![vec![None; plan.criteria.len()]; plan.subjects.len()];
        Self {
            plan,
            pass: None,
            ticks,
            category: None,
            about: None,
            text: String::with_capacity(TEXT_ROOM_BYTES),
            seen_at_once: false,
        }
    }

    /// Whether the card leads from each subject's page to the next one's, without a list to choose from: who votes judges all that
    /// the plan names, and few persons are soonest gone through.
    #[must_use]
    pub fn goes_in_turn(&self) -> bool {
        let subjects = &self.plan.subjects;
        let few_persons = subjects.len() <= MOST_IN_TURN
            && subjects.iter().all(|one| one.kind == SubjectKind::Person);
        subjects.len() > 1 && (self.plan.is_entitled() || few_persons)
    }

    /// Whether somebody may be left out. Where the plan wants every question of a vote answered, nobody is.
    #[must_use]
    pub fn may_leave_out(&self) -> bool {
        self.plan.skip_allowed || !self.plan.is_entitled()
    }

    /// Nothing is said about a subject.
    pub fn leave_out(&mut self, subject: usize) {
        for tick in self.ticks.get_mut(subject).into_iter().flatten() {
            tick.zeroize();
        }
    }

    /// The plan being answered.
    #[must_use]
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    /// The criteria asked about the subject at `subject`, with their places in the plan.
    #[must_use]
    pub fn criteria(&self, subject: usize) -> Vec<(usize, &Criterion)> {
        let Some(asked) = self.plan.subjects.get(subject) else {
            return Vec::new();
        };
        let wanted: Vec<&Criterion> = self.plan.criteria_of(asked).collect();
        self.plan
            .criteria
            .iter()
            .enumerate()
            .filter(|(_, criterion)| wanted.iter().any(|one| one.id == criterion.id))
            .collect()
    }

    /// The answer given, if any.
    #[must_use]
    pub fn tick(&self, subject: usize, criterion: usize) -> Option<Tick> {
        self.ticks.get(subject)?.get(criterion).copied().flatten()
    }

    /// Gives, changes or (with `None`) takes back an answer.
    pub fn set_tick(&mut self, subject: usize, criterion: usize, tick: Option<Tick>) {
        if let Some(place) = self
            .ticks
            .get_mut(subject)
            .and_then(|row| row.get_mut(criterion))
        {
            *place = tick;
        }
    }

    /// Answered and asked, for one subject.
    #[must_use]
    pub fn progress(&self, subject: usize) -> (usize, usize) {
        let criteria = self.criteria(subject);
        let answered = criteria
            .iter()
            .filter(|(place, _)| self.tick(subject, *place).is_some())
            .count();
        (answered, criteria.len())
    }

    /// Whether anything was answered about a subject.
    #[must_use]
    pub fn is_rated(&self, subject: usize) -> bool {
        self.progress(subject).0 > 0
    }

    /// Whether the way onwards from the words hands the card in where none were written: all that was answered was just seen. What
    /// a slip votes is final, and is seen whole at once before; a card that would be void is said to be.
    #[must_use]
    pub fn is_handed_in_without_words(&self) -> bool {
        self.rated() > 0
            && self.unfinished().is_none()
            && (self.seen_at_once || !self.plan.is_entitled())
            && !self.is_void()
    }

    /// How many subjects have an answer.
    #[must_use]
    pub fn rated(&self) -> usize {
        (0..self.plan.subjects.len())
            .filter(|subject| self.is_rated(*subject))
            .count()
    }

    /// Whether the resident may go on from a subject's page: everything is answered, or the plan lets
    /// questions be skipped.
    #[must_use]
    pub fn may_go_on(&self, subject: usize) -> bool {
        let (answered, asked) = self.progress(subject);
        self.plan.skip_allowed || answered == asked
    }

    /// Subjects begun but not finished, where the plan allows no skipping.
    #[must_use]
    pub fn unfinished(&self) -> Option<usize> {
        (0..self.plan.subjects.len())
            .find(|subject| self.is_rated(*subject) && !self.may_go_on(*subject))
    }

    /// Whether anything was written.
    #[must_use]
    pub fn has_words(&self) -> bool {
        !self.text.trim().is_empty()
    }

    /// Whether there is nothing to hand in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rated() == 0 && !self.has_words()
    }

    /// The card to hand in. The draft stays, in case saving fails.
    #[must_use]
    pub fn card(&self) -> Card {
        Card {
            plan: self.plan.id.clone(),
            revision: self.plan.revision,
            // The slip says it; nobody is asked.
            group: self.pass.as_ref().and_then(|pass| pass.group.clone()),
            slip: self.pass.as_ref().map(|pass| pass.tag),
            ratings: self.ratings(),
            opinion: self.has_words().then(|| self.opinion()),
        }
    }

    fn ratings(&self) -> BTreeMap<SubjectId, Answers> {
        let subjects = self.plan.subjects.iter().enumerate();
        let rated = subjects.filter_map(|(place, subject)| {
            let answers = self.answers(place);
            (!answers.is_empty()).then(|| (subject.id.clone(), answers))
        });
        rated.collect()
    }

    /// Whether by the plan's rule a card is void that is marked so.
    #[must_use]
    pub fn is_void(&self) -> bool {
        self.plan.is_void(&self.ratings())
    }

    fn answers(&self, subject: usize) -> Answers {
        self.criteria(subject)
            .into_iter()
            .filter_map(|(place, criterion)| {
                let answer = self.answer(criterion, self.tick(subject, place)?)?;
                Some((criterion.id.clone(), answer))
            })
            .collect()
    }

    fn answer(&self, criterion: &Criterion, tick: Tick) -> Option<Answer> {
        match &self.plan.scale(&criterion.scale)?.kind {
            ScaleKind::Named(choices) => choices
                .get(usize::from(tick))
                .map(|choice| Answer::Choice(choice.id.clone())),
            ScaleKind::Score { .. } => Some(Answer::Score(tick)),
        }
    }

    fn opinion(&self) -> Opinion {
        let category = self.plan.opinion.as_ref().and_then(|page| {
            page.categories
                .get(self.category?)
                .map(|category| category.id.clone())
        });
        Opinion {
            subject: self.about_subject().map(|subject| subject.id.clone()),
            category,
            text: self.text.trim().to_owned(),
        }
    }

    /// Whom the opinion is about, if the resident said.
    #[must_use]
    pub fn about_subject(&self) -> Option<&Subject> {
        self.plan.subjects.get(self.about?)
    }
}

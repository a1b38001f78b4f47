//! Whether a card answers its plan. The kiosk asks before it seals, the office after it opened: the same rules, so that what
//! a kiosk accepts the office counts.

use std::collections::BTreeMap;

use thiserror::Error;

use super::{Plan, Scale, ScaleKind, Subject, Voters};
use crate::domain::batch::OPINION_PLAIN_BYTES;
use crate::domain::card::{Answer, Answers, Card, Opinion, RatingSheet, opinion_bytes};
use crate::domain::channel::Channel;
use crate::domain::ids::{CategoryId, CriterionId, GroupId, SubjectId};

/// The first thing about a card that does not fit its plan. It displays as the place in the card.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Misfit {
    /// It answers another plan or another revision.
    #[error("plan")]
    OtherPlan,
    /// Not a single answer or word.
    #[error("empty")]
    Empty,
    /// A voter group is missing, unknown or given where there are none.
    #[error("group")]
    Group,
    /// A voting slip is missing, or given where none is taken.
    #[error("slip")]
    Slip,
    /// The plan knows no such subject.
    #[error("{0}")]
    UnknownSubject(SubjectId),
    /// Not an answer that the plan allows to a question that it asks.
    #[error("{subject}/{criterion}")]
    Answer {
        /// About whom.
        subject: SubjectId,
        /// To which question.
        criterion: CriterionId,
    },
    /// A question without an answer, in a plan that wants all of them.
    #[error("{subject}/{criterion}")]
    Unanswered {
        /// About whom.
        subject: SubjectId,
        /// Which question.
        criterion: CriterionId,
    },
    /// The plan takes no opinions.
    #[error("opinion")]
    NoOpinionPage,
    /// The plan knows no such category.
    #[error("{0}")]
    UnknownCategory(CategoryId),
    /// The opinion does not fit a sheet.
    #[error("opinion.text")]
    OpinionTooLong,
    /// Everything is marked alike, and by the plan such a card is void.
    #[error("all alike")]
    AllAlike,
}

impl Plan {
    /// Whether cards or opinions come to it this way; by every way where it names none.
    #[must_use]
    pub fn takes_by(&self, channel: Channel) -> bool {
        let named = &self.rules.channels;
        named.is_empty() || named.contains(&channel)
    }

    /// The ways by which an opinion on it is registered at the office; none where it takes no opinions.
    pub fn registered_by(&self) -> impl Iterator<Item = Channel> {
        let by_hand = Channel::BY_HAND.into_iter();
        by_hand.filter(|channel| self.opinion.is_some() && self.takes_by(*channel))
    }

    /// Whether an opinion of these words fits a sheet of this plan.
    pub fn bears_opinion(&self, opinion: &Opinion) -> Result<(), Misfit> {
        self.fits_opinion(opinion)?;
        if opinion_bytes(&self.id, opinion) > OPINION_PLAIN_BYTES {
            return Err(Misfit::OpinionTooLong);
        }
        Ok(())
    }

    /// Whether a card of this plan may be taken in: every sheet that it is taken apart into fits.
    pub fn accepts(&self, card: &Card) -> Result<(), Misfit> {
        if card.plan != self.id || card.revision != self.revision {
            return Err(Misfit::OtherPlan);
        }
        // No sealed sheet carries a slip: the box marks it, the batch says how many.
        if card.slip.is_some() != self.is_entitled() {
            return Err(Misfit::Slip);
        }
        self.fits_group(card.group.as_ref())?;
        let mut is_empty = true;
        for (id, answers) in &card.ratings {
            let subject = self.known_subject(id)?;
            if !answers.is_empty() {
                self.fits_rater(card.group.as_ref(), subject)?;
                self.fits_answers(subject, answers)?;
                is_empty = false;
            }
        }
        if let Some(opinion) = &card.opinion
            && !opinion.text.trim().is_empty()
        {
            self.bears_opinion(opinion)?;
            is_empty = false;
        }
        if self.is_void(&card.ratings) {
            return Err(Misfit::AllAlike);
        }
        if is_empty { Err(Misfit::Empty) } else { Ok(()) }
    }

    /// Whether a card with these ratings is void, by the plan's rule: it marks several questions, and all of them alike. One that
    /// abstains throughout abstains.
    #[must_use]
    pub fn is_void(&self, ratings: &BTreeMap<SubjectId, Answers>) -> bool {
        let validity = self.rules.validity.as_ref();
        let is_rule = validity.is_some_and(|validity| validity.all_alike_void);
        let given = || ratings.values().flatten();
        is_rule && given().count() > 1 && self.is_alike(given())
    }

    /// Whether all of these answers are the same choice, counted from the best of each scale, and none abstains.
    pub(in crate::domain) fn is_alike<'a>(
        &self,
        mut given: impl Iterator<Item = (&'a CriterionId, &'a Answer)>,
    ) -> bool {
        let first = given.next().and_then(|(id, answer)| self.place(id, answer));
        first.is_some() && given.all(|(id, answer)| self.place(id, answer) == first)
    }

    /// Which choice it is, from the best; none where it abstains, or is no answer to the question.
    fn place(&self, criterion: &CriterionId, answer: &Answer) -> Option<usize> {
        let criterion = self.criteria.iter().find(|known| known.id == *criterion)?;
        match (answer, &self.scale(&criterion.scale)?.kind) {
            (Answer::Choice(given), ScaleKind::Named(choices)) => {
                let place = choices.iter().position(|choice| choice.id == *given)?;
                let choice = choices.get(place)?;
                (!choice.abstains).then_some(place)
            }
            (Answer::Score(given), ScaleKind::Score { max, .. }) => {
                max.checked_sub(*given).map(usize::from)
            }
            (Answer::Choice(_), ScaleKind::Score { .. })
            | (Answer::Score(_), ScaleKind::Named(_)) => None,
        }
    }

    /// Whether a rating sheet answers this plan: every answer to a question asked about its subject, on its scale.
    pub fn fits(&self, sheet: &RatingSheet) -> Result<(), Misfit> {
        if sheet.plan != self.id || sheet.revision != self.revision {
            return Err(Misfit::OtherPlan);
        }
        // Cards of a group that were too few to leave under its name are of the whole body.
        if sheet.group.is_some() {
            self.fits_group(sheet.group.as_ref())?;
        }
        let subject = self.known_subject(&sheet.subject)?;
        self.fits_rater(sheet.group.as_ref(), subject)?;
        if sheet.answers.is_empty() {
            return Err(Misfit::Empty);
        }
        self.fits_answers(subject, &sheet.answers)
    }

    /// Whether an opinion may be written under this plan, whatever its length: one that was sealed fitted its sheet. A sheet
    /// names no revision, so any revision's word will do.
    pub fn fits_opinion(&self, opinion: &Opinion) -> Result<(), Misfit> {
        let page = self.opinion.as_ref().ok_or(Misfit::NoOpinionPage)?;
        if opinion.text.trim().is_empty() {
            return Err(Misfit::Empty);
        }
        if let Some(id) = &opinion.subject {
            self.known_subject(id)?;
        }
        if let Some(id) = &opinion.category
            && !page.categories.iter().any(|known| known.id == *id)
        {
            return Err(Misfit::UnknownCategory(id.clone()));
        }
        Ok(())
    }

    fn known_subject(&self, id: &SubjectId) -> Result<&Subject, Misfit> {
        self.subject(id)
            .ok_or_else(|| Misfit::UnknownSubject(id.clone()))
    }

    fn fits_group(&self, given: Option<&GroupId>) -> Result<(), Misfit> {
        let fits = match (&self.voters, given) {
            (Voters::Groups(groups), Some(given)) => groups.iter().any(|group| group.id == *given),
            (Voters::Groups(_), None) | (Voters::Open | Voters::BySlip, Some(_)) => false,
            (Voters::Open | Voters::BySlip, None) => true,
        };
        if fits { Ok(()) } else { Err(Misfit::Group) }
    }

    /// Whether the group rates this subject: not every group rates everybody, and nobody their own.
    fn fits_rater(&self, group: Option<&GroupId>, subject: &Subject) -> Result<(), Misfit> {
        let Voters::Groups(groups) = &self.voters else {
            return Ok(());
        };
        let own = groups.iter().find(|one| Some(&one.id) == group);
        let rates = own.is_none_or(|own| own.rates.is_empty() || own.rates.contains(&subject.id));
        if rates { Ok(()) } else { Err(Misfit::Group) }
    }

    fn fits_answers(&self, subject: &Subject, answers: &Answers) -> Result<(), Misfit> {
        for (id, answer) in answers {
            let criterion = self.criteria_of(subject).find(|known| known.id == *id);
            let scale = criterion.and_then(|criterion| self.scale(&criterion.scale));
            if !scale.is_some_and(|scale| scale.takes(answer)) {
                return Err(Misfit::Answer {
                    subject: subject.id.clone(),
                    criterion: id.clone(),
                });
            }
        }
        let unanswered = self
            .criteria_of(subject)
            .find(|criterion| !answers.contains_key(&criterion.id));
        match unanswered {
            Some(criterion) if !self.skip_allowed => Err(Misfit::Unanswered {
                subject: subject.id.clone(),
                criterion: criterion.id.clone(),
            }),
            Some(_) | None => Ok(()),
        }
    }
}

impl Scale {
    fn takes(&self, answer: &Answer) -> bool {
        match (answer, &self.kind) {
            (Answer::Choice(given), ScaleKind::Named(choices)) => {
                choices.iter().any(|choice| choice.id == *given)
            }
            (Answer::Score(given), ScaleKind::Score { min, max, .. }) => {
                (min..=max).contains(&given)
            }
            (Answer::Choice(_), ScaleKind::Score { .. })
            | (Answer::Score(_), ScaleKind::Named(_)) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::super::{Group, Text, shipped};
    use super::*;
    use crate::domain::ids::{PlanId, PlanRevision, SlipTag};

    /// The plans that are used, each as it is, with groups, and by slip.
    fn plans() -> Vec<Plan> {
        let mut plans = Vec::new();
        for one in shipped() {
            let Ok(plan) = Plan::parse(one.text) else {
                continue;
            };
            let group = |id: &str| Group {
                id: id.parse().unwrap(),
                name: Text::default(),
                weight_percent: Some(50),
                rates: Vec::new(),
            };
            let mut members = group("members");
            members.rates = plan
                .subjects
                .iter()
                .take(1)
                .map(|one| one.id.clone())
                .collect();
            let grouped = Voters::Groups(vec![members, group("residents")]);
            for voters in [Voters::Open, grouped, Voters::BySlip] {
                for skip_allowed in [false, true] {
                    plans.push(Plan {
                        voters: voters.clone(),
                        skip_allowed,
                        ..plan.clone()
                    });
                }
            }
        }
        plans
    }

    /// A number at a time, taken from what proptest drew; 0 when that is used up.
    struct Draws(std::vec::IntoIter<u8>);

    impl Draws {
        fn below(&mut self, end: usize) -> usize {
            usize::from(self.0.next().unwrap_or(0)) % end.max(1)
        }

        /// Seldom: so that most cards are nearly right.
        fn seldom(&mut self) -> bool {
            self.below(12) == 11
        }
    }

    fn answer(plan: &Plan, scale: &Scale, draws: &mut Draws) -> Answer {
        if draws.seldom() {
            return [
                Answer::Score(0),
                Answer::Score(99),
                Answer::Choice("odd".parse().unwrap()),
            ][draws.below(3)]
            .clone();
        }
        let scale = plan.scale(&scale.id).unwrap();
        match &scale.kind {
            ScaleKind::Named(choices) => {
                Answer::Choice(choices[draws.below(choices.len())].id.clone())
            }
            ScaleKind::Score { min, max, .. } => {
                Answer::Score(min + u16::try_from(draws.below(usize::from(max - min + 2))).unwrap())
            }
        }
    }

    fn card(plan: &Plan, draws: &mut Draws) -> Card {
        let mut card = Card {
            plan: plan.id.clone(),
            revision: plan.revision,
            group: None,
            slip: (plan.is_entitled() != draws.seldom()).then_some(SlipTag([1; 16])),
            ratings: std::collections::BTreeMap::new(),
            opinion: None,
        };
        if draws.seldom() {
            card.revision = PlanRevision(card.revision.0 + 1);
        }
        if draws.seldom() {
            card.plan = PlanId::new("another").unwrap();
        }
        let group = ["", "members", "residents", "nobody"][match &plan.voters {
            Voters::Groups(_) => draws.below(4),
            Voters::Open | Voters::BySlip => usize::from(draws.seldom()),
        }];
        card.group = group.parse().ok();
        for subject in &plan.subjects {
            if draws.below(3) == 0 {
                continue;
            }
            let answers = card.ratings.entry(subject.id.clone()).or_default();
            for criterion in &plan.criteria {
                let asked = plan
                    .criteria_of(subject)
                    .any(|asked| asked.id == criterion.id);
                if draws.seldom() || (!asked && !draws.seldom()) {
                    continue;
                }
                let scale = plan.scale(&criterion.scale).unwrap();
                answers.insert(criterion.id.clone(), answer(plan, scale, draws));
            }
        }
        if draws.seldom() {
            card.ratings
                .insert("nobody".parse().unwrap(), Answers::new());
        }
        if draws.below(2) == 0 {
            let texts = ["灯坏了", "  ", "", "楼道很干净，谢谢。"];
            let mut opinion = Opinion::default();
            texts[draws.below(4)].clone_into(&mut opinion.text);
            if draws.seldom() {
                opinion.text = "长".repeat(2_000);
            }
            if draws.below(2) == 0 {
                let known = plan.subjects.first().map(|subject| subject.id.clone());
                opinion.subject = if draws.seldom() {
                    "nobody".parse().ok()
                } else {
                    known
                };
            }
            if draws.below(2) == 0 {
                let page = plan.opinion.as_ref();
                let known = page.and_then(|page| page.categories.first());
                let known = known.map(|category| category.id.clone());
                opinion.category = if draws.seldom() {
                    "nothing".parse().ok()
                } else {
                    known
                };
            }
            card.opinion = Some(opinion);
        }
        card
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// What the kiosk accepts the office counts, all of it; and what it refuses would not have counted whole.
        #[test]
        fn what_is_accepted_is_counted(
            which in any::<prop::sample::Index>(),
            draws in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            static PLANS: LazyLock<Vec<Plan>> = LazyLock::new(plans);
            let plan = which.get(&PLANS);
            let card = card(plan, &mut Draws(draws.into_iter()));
            let accepted = plan.accepts(&card);
            let (ratings, opinion) = card.clone().into_sheets(None);
            let nothing = ratings.is_empty() && opinion.is_none();
            let counts = ratings.iter().all(|sheet| plan.fits(sheet).is_ok())
                && opinion.iter().all(|sheet| {
                    sheet.plan == plan.id && plan.fits_opinion(&sheet.opinion).is_ok()
                });
            match accepted {
                Ok(()) => prop_assert!(counts && !nothing),
                Err(Misfit::Empty) => prop_assert!(nothing),
                // What leaves no trace in a sheet: the group or revision of words alone, an unknown subject unrated, a length that
                // no sheet has.
                Err(
                    Misfit::Slip
                    | Misfit::Group
                    | Misfit::OtherPlan
                    | Misfit::UnknownSubject(_)
                    | Misfit::OpinionTooLong,
                ) => {}
                Err(misfit) => prop_assert!(!counts, "{misfit:?} though every sheet counts"),
            }
        }
    }

    #[test]
    fn a_slip_is_wanted_before_a_card_is_taken_and_leaves_no_trace_in_a_sheet() {
        let plans = plans();
        let plan = plans
            .iter()
            .find(|plan| plan.voters == Voters::BySlip && plan.skip_allowed);
        let plan = plan.unwrap();
        let open = Plan {
            voters: Voters::Open,
            ..plan.clone()
        };
        let mut card = Card {
            plan: plan.id.clone(),
            revision: plan.revision,
            group: None,
            slip: None,
            ratings: std::collections::BTreeMap::new(),
            opinion: None,
        };
        let subject = &plan.subjects[0];
        let criterion = plan.criteria_of(subject).next().unwrap();
        let scale = plan.scale(&criterion.scale).unwrap();
        let first = answer(plan, scale, &mut Draws(Vec::new().into_iter()));
        card.ratings
            .entry(subject.id.clone())
            .or_default()
            .insert(criterion.id.clone(), first);
        assert_eq!(open.accepts(&card), Ok(()));
        assert_eq!(plan.accepts(&card), Err(Misfit::Slip));
        card.slip = Some(SlipTag([1; 16]));
        assert_eq!(plan.accepts(&card), Ok(()));
        assert_eq!(open.accepts(&card), Err(Misfit::Slip));
        let (sheets, _) = card.into_sheets(None);
        assert_eq!(plan.fits(&sheets[0]), Ok(()));
    }
}

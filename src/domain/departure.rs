//! When rating sheets leave their device (protocol §2): when their round has ended, in company, or never. The one place that
//! decides it.

use chrono::{Months, NaiveDate};
use sha2::{Digest as _, Sha256};

use super::batch::RoundKey;
use super::ids::Shape;
use super::in_force::{InForce, SHORTEST_ROUND_DAYS};
use super::plan::{Cadence, FEWEST_SHEETS, Plan, ScaleKind, SubjectKind};
use super::round::{Round, RoundId};
use super::slip::FEWEST_SLIPS;

/// What did not come together in so many months after its round is withheld.
const WITHHELD_AFTER_MONTHS: u32 = 12;

/// The sheets about one subject that wait for one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// The round.
    pub key: RoundKey,
    /// The first day on which this device took cards for it; none where no day binds it.
    pub first: Option<NaiveDate>,
    /// The last.
    pub last: NaiveDate,
    /// How many wait.
    pub sheets: u64,
    /// Where its round takes cards for slips only.
    pub ballot: Option<Ballot>,
}

/// What a queue knows of a round in which only those entitled vote: it is public among them, so that nothing waits for company
/// or is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ballot {
    /// Staff have ended it.
    pub is_ended: bool,
    /// How many cards the group has handed in.
    pub cards: u64,
}

/// What becomes of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Departure {
    /// Its round runs, or the next one has not begun.
    Waits,
    /// It leaves now.
    Leaves,
    /// Too few, or it stood too short: it joins this round.
    Joins(NextRound),
    /// Cards of a group that are too few to leave under its name: counted in the whole body, 其他.
    JoinsWhole,
    /// Too few, and nothing that it could join will come: it is destroyed, and that is said.
    Withheld,
}

/// The round that sheets join.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextRound {
    /// Which.
    pub id: RoundId,
    /// The first day on which the device takes cards for it; none where no day binds it.
    pub first: Option<NaiveDate>,
    /// The last.
    pub last: NaiveDate,
}

impl Queue {
    /// For how many days the device took cards for it; none where no day binds it.
    #[must_use]
    pub fn days(&self) -> Option<i64> {
        self.first.map(|first| (self.last - first).num_days() + 1)
    }

    /// Whether it stood too short to leave by itself.
    #[must_use]
    pub fn is_short(&self) -> bool {
        let days = self.days().map(|days| u64::try_from(days).unwrap_or(0));
        days.is_some_and(|days| days < SHORTEST_ROUND_DAYS)
    }

    /// What becomes of it on `today`. `held` is the plan as it is known, and `fewest` how many sheets leave together.
    #[must_use]
    pub fn departure(&self, held: Option<&InForce>, fewest: u32, today: NaiveDate) -> Departure {
        if let Some(ballot) = self.ballot {
            let is_over = ballot.is_ended || today > self.last;
            return if is_over {
                self.ballot_departure(ballot, fewest)
            } else {
                Departure::Waits
            };
        }
        if today <= self.last {
            return Departure::Waits;
        }
        if self.sheets >= u64::from(fewest) && !self.is_short() {
            return Departure::Leaves;
        }
        let given_up = self
            .last
            .checked_add_months(Months::new(WITHHELD_AFTER_MONTHS))
            .is_some_and(|until| today > until);
        match held {
            // A plan that no pack carries may come back.
            None if given_up => Departure::Withheld,
            None => Departure::Waits,
            Some(held) if given_up || self.is_last_of(&held.plan, today) => Departure::Withheld,
            Some(held) => match held.round(today) {
                Some(round) if round.id != self.key.round && round.admits(today) => {
                    let first = held.bound_first(&round);
                    let Round { id, last, .. } = round;
                    last.map_or(Departure::Waits, |last| {
                        Departure::Joins(NextRound { id, first, last })
                    })
                }
                Some(_) | None => Departure::Waits,
            },
        }
    }

    /// What becomes of it when its device is retired on `today`: nothing comes that it could join. What stood too short is withheld as
    /// well, or who retires devices could end a round on the day after he handed in cards of his own.
    #[must_use]
    pub fn last_departure(&self, fewest: u32, today: NaiveDate) -> Departure {
        if let Some(ballot) = self.ballot {
            return self.ballot_departure(ballot, fewest);
        }
        let stood = Self {
            last: self.last.min(today),
            ..self.clone()
        };
        if self.sheets >= u64::from(fewest) && !stood.is_short() {
            Departure::Leaves
        } else {
            Departure::Withheld
        }
    }

    /// What becomes of cards for slips once their round is over.
    fn ballot_departure(&self, ballot: Ballot, fewest: u32) -> Departure {
        let floor = FEWEST_SLIPS.min(u64::from(fewest));
        match &self.key.group {
            Some(_) if ballot.cards < floor => Departure::JoinsWhole,
            Some(_) | None => Departure::Leaves,
        }
    }

    /// Whether no round that these sheets could join follows.
    fn is_last_of(&self, plan: &Plan, today: NaiveDate) -> bool {
        matches!(plan.cadence, Cadence::Once | Cadence::Term)
            || plan.shape() != self.key.shape
            || plan.closes.is_some_and(|closes| closes < today)
    }
}

impl Plan {
    /// How many sheets about one subject leave a real device together: what the plan says, and never fewer than
    /// [`FEWEST_SHEETS`].
    #[must_use]
    pub fn fewest_sheets(&self) -> u32 {
        self.smallest_crowd.max(FEWEST_SHEETS)
    }

    /// What the plan asks: SHA-256 over its subjects, criteria and scales, by identifier and without any text, so that a
    /// mended name is the same question.
    #[must_use]
    pub fn shape(&self) -> Shape {
        let mut lines: Vec<String> = Vec::new();
        for subject in &self.subjects {
            lines.push(format!("subject {} {}", subject.id, word(subject.kind)));
        }
        for criterion in &self.criteria {
            let mut kinds: Vec<&str> = criterion.kinds.iter().copied().map(word).collect();
            kinds.sort_unstable();
            let mut subjects: Vec<&str> = criterion
                .subjects
                .iter()
                .map(super::ids::SubjectId::as_str)
                .collect();
            subjects.sort_unstable();
            lines.push(format!(
                "criterion {} {} {} {}",
                criterion.id,
                criterion.scale,
                kinds.join(","),
                subjects.join(",")
            ));
        }
        for scale in &self.scales {
            lines.push(match &scale.kind {
                // Best first: the order is part of the question.
                ScaleKind::Named(choices) => {
                    let choices: Vec<&str> =
                        choices.iter().map(|choice| choice.id.as_str()).collect();
                    format!("scale {} named {}", scale.id, choices.join(","))
                }
                ScaleKind::Score { min, max, .. } => {
                    format!("scale {} score {min} {max}", scale.id)
                }
            });
        }
        lines.sort();
        let mut digest = Sha256::new();
        digest.update("pingyi shape v1\n");
        for line in lines {
            digest.update(line);
            digest.update("\n");
        }
        Shape(digest.finalize().into())
    }
}

/// A kind as a shape spells it, for ever.
fn word(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Person => "person",
        SubjectKind::Body => "body",
        SubjectKind::Facility => "facility",
        SubjectKind::Activity => "activity",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan::{Text, shipped};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn plan(cadence: Cadence) -> Plan {
        let text = shipped()[0].text;
        Plan {
            cadence,
            ..Plan::parse(text).unwrap()
        }
    }

    /// As a trial holds it: no day binds it.
    fn held(plan: &Plan) -> InForce {
        InForce::new(plan.clone(), None)
    }

    fn queue(plan: &Plan, on: &str, sheets: u64) -> Queue {
        let round = plan.round(day(on)).unwrap();
        Queue {
            key: RoundKey {
                plan: plan.id.clone(),
                shape: plan.shape(),
                round: round.id,
                group: None,
            },
            first: None,
            last: round.last.unwrap(),
            sheets,
            ballot: None,
        }
    }

    fn joins(id: RoundId, last: &str) -> Departure {
        let (first, last) = (None, day(last));
        Departure::Joins(NextRound { id, first, last })
    }

    #[test]
    fn what_stood_too_short_leaves_with_the_next_or_never() {
        let always = plan(Cadence::Always);
        let came = InForce::new(always.clone(), Some(day("2026-08-19")));
        let mut short = queue(&always, "2026-08-28", 50);
        let at = |short: &Queue, held: Option<&InForce>, on| short.departure(held, 5, day(on));
        for (first, days) in [("2026-08-18", 14), ("2026-08-19", 13), ("2026-08-31", 1)] {
            short.first = Some(day(first));
            assert_eq!(short.days(), Some(days));
            let september = NextRound {
                id: "2026-09".parse().unwrap(),
                first: Some(day("2026-09-01")),
                last: day("2026-09-30"),
            };
            let expected = if days < 14 {
                Departure::Joins(september)
            } else {
                Departure::Leaves
            };
            assert_eq!(at(&short, Some(&came), "2026-09-01"), expected, "{days}");
        }
        // Its plan was taken away after a day, or asks otherwise: whatever the company, it is not the round's.
        short.last = short.first.unwrap();
        assert_eq!(at(&short, None, "2026-09-02"), Departure::Waits);
        assert_eq!(at(&short, None, "2027-09-02"), Departure::Withheld);
        let mut otherwise = came.clone();
        otherwise.plan.criteria.pop();
        assert_eq!(
            at(&short, Some(&otherwise), "2026-09-02"),
            Departure::Withheld
        );
    }

    #[test]
    fn a_queue_leaves_when_its_round_has_ended_and_not_before() {
        let always = plan(Cadence::Always);
        let full = queue(&always, "2026-08-28", 5);
        let at = |on| full.departure(Some(&held(&always)), always.fewest_sheets(), day(on));
        assert_eq!(at("2026-08-31"), Departure::Waits);
        assert_eq!(at("2026-09-01"), Departure::Leaves);
        // Whatever became of its plan.
        assert_eq!(
            full.departure(None, 5, day("2026-09-01")),
            Departure::Leaves
        );
        let mut shorter = always.clone();
        shorter.closes = Some(day("2026-08-20"));
        assert_eq!(
            full.departure(Some(&held(&shorter)), 5, day("2026-08-30")),
            Departure::Waits
        );
    }

    #[test]
    fn a_ballot_leaves_once_it_is_over_and_a_small_group_in_the_whole() {
        let always = plan(Cadence::Always);
        let held = InForce::new(always.clone(), None);
        let at = |group: Option<&str>, is_ended, cards, on: &str| {
            let mut one = queue(&always, "2026-08-28", 1);
            one.key.group = group.map(|group| group.parse().unwrap());
            one.ballot = Some(Ballot { is_ended, cards });
            one.departure(Some(&held), 10, day(on))
        };
        for group in [None, Some("party")] {
            assert_eq!(at(group, false, 9, "2026-08-31"), Departure::Waits);
            assert_eq!(at(group, true, 5, "2026-08-28"), Departure::Leaves);
            assert_eq!(at(group, false, 5, "2026-09-01"), Departure::Leaves);
        }
        assert_eq!(
            at(Some("party"), true, 4, "2026-08-28"),
            Departure::JoinsWhole
        );
        assert_eq!(at(None, true, 1, "2026-08-28"), Departure::Leaves);
    }

    #[test]
    fn too_few_join_the_next_round_of_the_same_questions() {
        let always = plan(Cadence::Always);
        let few = queue(&always, "2026-08-28", 4);
        let at = |plan: &Plan, on| few.departure(Some(&held(plan)), plan.fewest_sheets(), day(on));
        let september = "2026-09".parse().unwrap();
        assert_eq!(at(&always, "2026-08-31"), Departure::Waits);
        assert_eq!(at(&always, "2026-09-04"), joins(september, "2026-09-30"));
        // Until the next month of a plan that runs in some.
        let mut months = [false; 12];
        (months[7], months[9]) = (true, true);
        let some = plan(Cadence::Months(months));
        let few = queue(&some, "2026-08-28", 4);
        let at = |on| few.departure(Some(&held(&some)), 5, day(on));
        assert_eq!(at("2026-09-04"), Departure::Waits);
        assert_eq!(
            at("2026-10-02"),
            joins("2026-10".parse().unwrap(), "2026-10-31")
        );
    }

    #[test]
    fn too_few_are_withheld_where_nothing_follows() {
        let always = plan(Cadence::Always);
        let few = queue(&always, "2026-08-28", 4);
        let at = |plan: &Plan, on| few.departure(Some(&held(plan)), plan.fewest_sheets(), day(on));
        let mut over = always.clone();
        over.closes = Some(day("2026-08-31"));
        assert_eq!(at(&over, "2026-09-01"), Departure::Withheld);
        let mut asked_otherwise = always.clone();
        asked_otherwise.subjects.pop();
        assert_eq!(at(&asked_otherwise, "2026-09-01"), Departure::Withheld);
        // A plan that is gone may come back, for a year.
        assert_eq!(few.departure(None, 5, day("2027-08-31")), Departure::Waits);
        assert_eq!(
            few.departure(None, 5, day("2027-09-01")),
            Departure::Withheld
        );
        let mut once = plan(Cadence::Once);
        (once.opens, once.closes) = (Some(day("2026-08-01")), Some(day("2026-08-31")));
        let few = queue(&once, "2026-08-28", 4);
        assert_eq!(
            few.departure(Some(&held(&once)), 5, day("2026-09-01")),
            Departure::Withheld
        );
    }

    #[test]
    fn no_plan_lets_fewer_than_five_leave() {
        let mut planted = plan(Cadence::Always);
        planted.smallest_crowd = 1;
        assert_eq!(planted.fewest_sheets(), 5);
        planted.smallest_crowd = 20;
        assert_eq!(planted.fewest_sheets(), 20);
    }

    #[test]
    fn a_shape_is_what_is_asked_and_not_how_it_is_called() {
        let asked = plan(Cadence::Always);
        let mut mended = asked.clone();
        mended.revision.0 += 1;
        mended.subjects[0].name = Text {
            zh: "改名".to_owned(),
            en: String::new(),
        };
        mended.subjects.reverse();
        mended.smallest_crowd = 50;
        assert_eq!(mended.shape(), asked.shape());
        let mut others: Vec<Plan> = vec![asked.clone(); 4];
        others[0].subjects.pop();
        others[1].criteria.pop();
        others[2].criteria[0].subjects = vec![asked.subjects[0].id.clone()];
        if let ScaleKind::Named(choices) = &mut others[3].scales[0].kind {
            choices.reverse();
        }
        for other in others {
            assert_ne!(other.shape(), asked.shape());
        }
    }
}

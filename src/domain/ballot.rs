//! What was voted in the room without a device, by a show of hands or on paper: it enters as counts, never as cards. Whether such
//! counts can be true of a plan, and of those who came, is said here.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::attendance::{Attendance, AttendanceFigure};
use super::card::Answer;
use super::channel::Channel;
use super::ids::{CriterionId, GroupId, SubjectId};
use super::named::named;
use super::plan::{Criterion, Plan, Subject, Voters};
use super::tally::answers;
use crate::words::{Sentence, key};

/// More than anybody counts by hand.
const MOST: u64 = 100_000;
/// Whoever counts paper is watched by another.
const PAPER_TELLERS: usize = 2;

named!(
    /// How it was voted.
    BallotWay {
        /// 举手表决
        Hands = "hands",
        /// 纸票
        Paper = "paper",
    }
);

impl BallotWay {
    /// As the clerk reads it.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        Sentence::from(match self {
            Self::Hands => key!("domain-ballot-hands"),
            Self::Paper => key!("domain-ballot-paper"),
        })
    }

    /// Under which way its figures stand apart.
    #[must_use]
    pub fn channel(self) -> Channel {
        match self {
            Self::Hands => Channel::Meeting,
            Self::Paper => Channel::Paper,
        }
    }

    /// How many have to have counted.
    fn tellers(self) -> usize {
        match self {
            Self::Hands => 1,
            Self::Paper => PAPER_TELLERS,
        }
    }
}

/// One show of hands, or one count of papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct BallotCount {
    /// How it was voted.
    pub way: BallotWay,
    /// The voter group, where the plan has groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// 发出: papers given out; none of a show of hands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<u64>,
    /// 有效
    pub valid: u64,
    /// 无效, reason by reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub void: Vec<VoidBallots>,
    /// 弃权
    #[serde(default, skip_serializing_if = "is_none")]
    pub abstained: u64,
    /// What the valid ones say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<BallotSubject>,
    /// 监票、计票: who counted.
    pub tellers: Vec<String>,
}

/// Ballots that are void for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoidBallots {
    /// How many.
    pub count: u64,
    /// Why.
    pub reason: String,
}

/// What is said of one subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotSubject {
    /// Of whom.
    pub subject: SubjectId,
    /// On how many ballots anything is.
    pub rated: u64,
    /// How many gave each answer.
    pub counts: Vec<BallotCell>,
}

/// How many gave one answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotCell {
    /// The question.
    pub criterion: CriterionId,
    /// The answer.
    pub answer: Answer,
    /// How many.
    pub count: u64,
}

/// The first thing about counts that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BallotMisfit {
    /// The plan takes nothing that way.
    #[error("nothing comes by {channel}")]
    OtherWay {
        /// Which.
        channel: Channel,
    },
    /// Hands are raised in a sitting, and the plan has none.
    #[error("no sitting")]
    NoSitting,
    /// Nobody is named who counted, or too few are.
    #[error("{needed} who counted")]
    Tellers {
        /// How many have to be.
        needed: usize,
    },
    /// Where only those entitled vote, papers are counted when they are given out.
    #[error("issued")]
    IssuedMissing,
    /// Hands are neither given out nor void.
    #[error("hands")]
    NoPapers,
    /// Void ones without a number or a reason.
    #[error("reason")]
    ReasonMissing,
    /// By the plan a blank paper is void, and does not abstain.
    #[error("blank")]
    BlankIsVoid,
    /// A voter group is missing, unknown, given where there are none, or does not rate this subject.
    #[error("group")]
    Group,
    /// The plan evaluates nobody by this name.
    #[error("{0}")]
    UnknownSubject(SubjectId),
    /// The same subject, or the same answer, twice.
    #[error("{0} twice")]
    Twice(SubjectId),
    /// Not an answer that the plan allows to a question that it asks.
    #[error("{subject}/{criterion}")]
    Answer {
        /// About whom.
        subject: SubjectId,
        /// To which question.
        criterion: CriterionId,
    },
    /// The answers to a question are more than the ballots, or fewer where none may be left out.
    #[error("{subject}/{criterion}: {counted} of {rated}")]
    Sum {
        /// About whom.
        subject: SubjectId,
        /// To which question.
        criterion: CriterionId,
        /// How many answers.
        counted: u64,
        /// On how many ballots.
        rated: u64,
    },
    /// More ballots say something of a subject than are valid, or than there are answers.
    #[error("{subject}: {rated} of {valid}")]
    Rated {
        /// Of whom.
        subject: SubjectId,
        /// How many.
        rated: u64,
        /// How many it can be at most.
        valid: u64,
    },
    /// No ballot at all, or valid ones that say nothing.
    #[error("nothing")]
    Nothing,
    /// More than anybody counts by hand.
    #[error("more than {most}")]
    TooMany {
        /// How many it can be at most.
        most: u64,
    },
    /// Every valid one marks everything alike, and by the plan such a one is void.
    #[error("all alike")]
    AllAlike,
    /// More voted than came, or than may.
    #[error("{voted} of {whole}")]
    Crowded {
        /// How many.
        voted: u64,
        /// Which figure holds them.
        figure: AttendanceFigure,
        /// What it is.
        whole: u64,
    },
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes what it skips by reference"
)]
fn is_none(count: &u64) -> bool {
    *count == 0
}

impl BallotCount {
    /// 无效, whatever the reason.
    #[must_use]
    pub fn voided(&self) -> u64 {
        let counts = self.void.iter().map(|one| one.count);
        counts.fold(0, u64::saturating_add)
    }

    /// 收回, or how many took part in a show of hands.
    #[must_use]
    pub fn collected(&self) -> u64 {
        let said = self.valid.saturating_add(self.abstained);
        said.saturating_add(self.voided())
    }

    /// The same without what says nothing: answers that nobody gave, names and reasons of spaces.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        for one in &mut self.subjects {
            one.counts.retain(|cell| cell.count > 0);
        }
        self.subjects
            .retain(|one| one.rated > 0 || !one.counts.is_empty());
        for one in &mut self.void {
            one.reason = one.reason.trim().to_owned();
        }
        self.void
            .retain(|one| one.count > 0 || !one.reason.is_empty());
        let named = self.tellers.iter().map(|name| name.trim().to_owned());
        self.tellers = named.filter(|name| !name.is_empty()).collect();
        self
    }

    /// Whether every figure is one that can be counted by hand.
    #[must_use]
    pub fn is_countable(&self) -> bool {
        let figures = self.void.iter().map(|one| one.count);
        let figures = figures.chain([self.valid, self.abstained, self.issued.unwrap_or(0)]);
        let rated = self.subjects.iter().flat_map(|one| {
            let counts = one.counts.iter().map(|cell| cell.count);
            counts.chain([one.rated])
        });
        figures.chain(rated).all(|count| count <= MOST)
    }

    /// Whether the counts can be true of the plan.
    pub fn fits(&self, plan: &Plan) -> Result<(), BallotMisfit> {
        self.fits_way(plan)?;
        self.fits_group(plan)?;
        if !self.is_countable() {
            return Err(BallotMisfit::TooMany { most: MOST });
        }
        let mut once = BTreeSet::new();
        for one in &self.subjects {
            if !once.insert(&one.subject) {
                return Err(BallotMisfit::Twice(one.subject.clone()));
            }
            self.fits_subject(plan, one)?;
        }
        let rated: u64 = self.subjects.iter().map(|one| one.rated).sum();
        if self.collected() == 0 || rated < self.valid {
            return Err(BallotMisfit::Nothing);
        }
        if self.is_all_alike(plan) {
            return Err(BallotMisfit::AllAlike);
        }
        Ok(())
    }

    fn fits_way(&self, plan: &Plan) -> Result<(), BallotMisfit> {
        let channel = self.way.channel();
        if !plan.takes_by(channel) {
            return Err(BallotMisfit::OtherWay { channel });
        }
        let needed = self.way.tellers();
        if self.tellers.len() < needed || self.tellers.iter().any(String::is_empty) {
            return Err(BallotMisfit::Tellers { needed });
        }
        match self.way {
            BallotWay::Hands if plan.rules.meeting.is_none() => Err(BallotMisfit::NoSitting),
            BallotWay::Hands if self.issued.is_some() || !self.void.is_empty() => {
                Err(BallotMisfit::NoPapers)
            }
            BallotWay::Hands => Ok(()),
            BallotWay::Paper => self.fits_papers(plan),
        }
    }

    fn fits_papers(&self, plan: &Plan) -> Result<(), BallotMisfit> {
        if plan.is_entitled() && self.issued.is_none() {
            return Err(BallotMisfit::IssuedMissing);
        }
        let said = |one: &VoidBallots| one.count > 0 && !one.reason.is_empty();
        if !self.void.iter().all(said) {
            return Err(BallotMisfit::ReasonMissing);
        }
        let validity = plan.rules.validity.as_ref();
        let blank_abstains = validity.is_none_or(|validity| validity.blank_abstains);
        if self.abstained > 0 && !blank_abstains {
            return Err(BallotMisfit::BlankIsVoid);
        }
        Ok(())
    }

    fn fits_group(&self, plan: &Plan) -> Result<(), BallotMisfit> {
        let fits = match (&plan.voters, &self.group) {
            (Voters::Open | Voters::BySlip, group) => group.is_none(),
            (Voters::Groups(_), None) => false,
            (Voters::Groups(groups), Some(group)) => {
                let own = groups.iter().find(|one| one.id == *group);
                own.is_some_and(|own| {
                    let mut rated = self.subjects.iter();
                    own.rates.is_empty() || rated.all(|one| own.rates.contains(&one.subject))
                })
            }
        };
        if fits {
            Ok(())
        } else {
            Err(BallotMisfit::Group)
        }
    }

    fn fits_subject(&self, plan: &Plan, one: &BallotSubject) -> Result<(), BallotMisfit> {
        let unknown = || BallotMisfit::UnknownSubject(one.subject.clone());
        let subject = plan.subject(&one.subject).ok_or_else(unknown)?;
        let mut given = BTreeSet::new();
        for cell in &one.counts {
            let mut asked = plan.criteria_of(subject);
            let asked = asked.find(|criterion| criterion.id == cell.criterion);
            let allowed = asked.is_some_and(|asked| answers(plan, asked).contains(&cell.answer));
            if !allowed || cell.count == 0 {
                return Err(BallotMisfit::Answer {
                    subject: one.subject.clone(),
                    criterion: cell.criterion.clone(),
                });
            }
            if !given.insert((&cell.criterion, &cell.answer)) {
                return Err(BallotMisfit::Twice(one.subject.clone()));
            }
        }
        self.adds_up(plan, subject, one)
    }

    fn adds_up(
        &self,
        plan: &Plan,
        subject: &Subject,
        one: &BallotSubject,
    ) -> Result<(), BallotMisfit> {
        let of = |criterion: &Criterion| {
            let own = one.counts.iter();
            let own = own.filter(|cell| cell.criterion == criterion.id);
            own.map(|cell| cell.count).sum::<u64>()
        };
        let mut all = 0;
        for criterion in plan.criteria_of(subject) {
            let counted = of(criterion);
            let is_short = counted < one.rated && !plan.skip_allowed;
            if counted > one.rated || is_short {
                return Err(BallotMisfit::Sum {
                    subject: one.subject.clone(),
                    criterion: criterion.id.clone(),
                    counted,
                    rated: one.rated,
                });
            }
            all += counted;
        }
        // Whoever rates somebody says something of them.
        let most = self.valid.min(all);
        if one.rated > most || one.rated == 0 {
            return Err(BallotMisfit::Rated {
                subject: one.subject.clone(),
                rated: one.rated,
                valid: most,
            });
        }
        Ok(())
    }

    /// Whether every valid one marks everything alike: all answers that were given are of one choice, to several questions. Which
    /// of many does, the counts do not say, and the tellers do.
    fn is_all_alike(&self, plan: &Plan) -> bool {
        let validity = plan.rules.validity.as_ref();
        let is_void = validity.is_some_and(|validity| validity.all_alike_void);
        let cells = self.subjects.iter().flat_map(|one| {
            let subject = &one.subject;
            one.counts.iter().map(move |cell| (subject, cell))
        });
        let given: Vec<_> = cells
            .map(|(subject, cell)| ((subject, &cell.criterion), &cell.answer))
            .collect();
        let asked: BTreeSet<_> = given.iter().map(|(question, _)| question).collect();
        is_void
            && asked.len() > 1
            && plan.is_alike(
                given
                    .iter()
                    .map(|((_, criterion), answer)| (*criterion, *answer)),
            )
    }
}

/// Whether so many can have voted on each subject, in all of these together, by who came and who may.
pub fn fits_room<'a>(
    ballots: impl Iterator<Item = &'a BallotCount> + Clone,
    attendance: &Attendance,
) -> Result<(), BallotMisfit> {
    let present = attendance
        .present
        .map(|present| present.saturating_add(attendance.by_proxy.unwrap_or(0)));
    let holds = [
        (AttendanceFigure::Present, present),
        (AttendanceFigure::Entitled, attendance.entitled),
    ];
    // Papers that came back over those given out are for the plan's rule to judge.
    let heads = |one: &BallotCount| match one.way {
        BallotWay::Hands => one.collected(),
        BallotWay::Paper => one.issued.unwrap_or(0),
    };
    let subjects: BTreeSet<_> = ballots
        .clone()
        .flat_map(|one| one.subjects.iter().map(|it| &it.subject))
        .collect();
    let of = |subject: &SubjectId| {
        let own = ballots.clone().filter(|one| {
            let mut rated = one.subjects.iter();
            rated.any(|it| it.subject == *subject)
        });
        own.map(heads).sum::<u64>()
    };
    let voted = subjects.into_iter().map(of);
    let voted = voted.chain(ballots.clone().map(heads)).max().unwrap_or(0);
    for (figure, whole) in holds {
        if let Some(whole) = whole
            && voted > whole
        {
            return Err(BallotMisfit::Crowded {
                voted,
                figure,
                whole,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "ballot_tests.rs"]
mod tests;

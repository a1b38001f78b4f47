//! 应到、实到、委托、发出、收回、作废、弃权、走访户数: who came to a round, and what became of its slips, as its chair has them written down.

use serde::{Deserialize, Serialize};

use super::grade::{Surplus, Turnout};
use super::named::named;
use super::plan::{Formula, Plan, QuorumOf, VoteOf};
use crate::words::{Sentence, key};

/// The figures of one round. None was not written down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Attendance {
    /// 应到: how many may vote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entitled: Option<u64>,
    /// 实到: how many of them came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present: Option<u64>,
    /// 委托: how many had somebody vote for them; they are not among those present.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_proxy: Option<u64>,
    /// 发出: slips given out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<u64>,
    /// 收回: slips that came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collected: Option<u64>,
    /// 作废: of these, slips that are void.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void: Option<u64>,
    /// 弃权: of these, slips with nothing marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abstained: Option<u64>,
    /// 走访户数: households that were asked, where a plan asks a sample.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub households: Option<u64>,
    /// 普通居民: of these, households of ordinary residents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordinary: Option<u64>,
    /// Of one way alone more came back than was given out: how many, of how many. Known, and never written down.
    #[serde(skip)]
    pub surplus: Option<Surplus>,
}

named!(
    /// One of the figures of an [`Attendance`].
    AttendanceFigure {
        /// 应到
        Entitled = "entitled",
        /// 实到
        Present = "present",
        /// 委托
        ByProxy = "by-proxy",
        /// 发出
        Issued = "issued",
        /// 收回
        Collected = "collected",
        /// 作废
        Void = "void",
        /// 弃权
        Abstained = "abstained",
        /// 走访户数
        Households = "households",
        /// 普通居民
        Ordinary = "ordinary",
    }
);

impl AttendanceFigure {
    /// As the clerk knows it.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        Sentence::from(match self {
            Self::Entitled => key!("domain-attendance-entitled"),
            Self::Present => key!("domain-attendance-present"),
            Self::ByProxy => key!("domain-attendance-by-proxy"),
            Self::Issued => key!("domain-attendance-issued"),
            Self::Collected => key!("domain-attendance-collected"),
            Self::Void => key!("domain-attendance-void"),
            Self::Abstained => key!("domain-attendance-abstained"),
            Self::Households => key!("domain-attendance-households"),
            Self::Ordinary => key!("domain-attendance-ordinary"),
        })
    }

    /// Those without which the result of a round of `plan` cannot be said.
    #[must_use]
    pub fn needed_by(plan: &Plan) -> Vec<Self> {
        let mut needed = Vec::new();
        if let Some(quorum) = &plan.quorum {
            let is_share = quorum.needs.figure.is_share();
            match quorum.of {
                QuorumOf::Present if is_share => needed.extend([Self::Entitled, Self::Present]),
                QuorumOf::Present => needed.push(Self::Present),
                QuorumOf::Slips if is_share => needed.extend([Self::Issued, Self::Collected]),
                QuorumOf::Slips => needed.push(Self::Collected),
                QuorumOf::Raters if is_share => needed.push(Self::Entitled),
                QuorumOf::Raters => {}
            }
        }
        if let Formula::Vote(vote) = &plan.grading.formula {
            match vote.of {
                VoteOf::Valid => {}
                VoteOf::Present => needed.push(Self::Present),
                VoteOf::Entitled => needed.push(Self::Entitled),
            }
        }
        if let Some(sample) = &plan.rules.sample {
            needed.push(Self::Households);
            needed.extend(sample.least_share.as_ref().map(|_| Self::Ordinary));
        }
        needed.sort_unstable();
        needed.dedup();
        needed
    }
}

impl Attendance {
    /// One of the figures.
    #[must_use]
    pub fn figure(&self, which: AttendanceFigure) -> Option<u64> {
        match which {
            AttendanceFigure::Entitled => self.entitled,
            AttendanceFigure::Present => self.present,
            AttendanceFigure::ByProxy => self.by_proxy,
            AttendanceFigure::Issued => self.issued,
            AttendanceFigure::Collected => self.collected,
            AttendanceFigure::Void => self.void,
            AttendanceFigure::Abstained => self.abstained,
            AttendanceFigure::Households => self.households,
            AttendanceFigure::Ordinary => self.ordinary,
        }
    }

    /// The figures that were written down, in their order.
    pub fn written(&self) -> impl Iterator<Item = (AttendanceFigure, u64)> + '_ {
        let all = AttendanceFigure::ALL.iter();
        all.filter_map(|which| Some((*which, self.figure(*which)?)))
    }

    /// Two figures of which the first cannot be more than the second, and is: more came than may vote, more is void than came
    /// back. That more came back than was given out can be, and the plan says what it means.
    #[must_use]
    pub fn contradiction(&self) -> Option<(AttendanceFigure, AttendanceFigure)> {
        let sum = |one: Option<u64>, other: Option<u64>| {
            one.unwrap_or(0).saturating_add(other.unwrap_or(0))
        };
        if let Some(entitled) = self.entitled
            && sum(self.present, self.by_proxy) > entitled
        {
            return Some((AttendanceFigure::Present, AttendanceFigure::Entitled));
        }
        let lost = sum(self.void, self.abstained);
        if lost > 0 && self.collected.is_none_or(|collected| lost > collected) {
            return Some((AttendanceFigure::Void, AttendanceFigure::Collected));
        }
        if self
            .ordinary
            .is_some_and(|ordinary| self.households.is_none_or(|all| ordinary > all))
        {
            return Some((AttendanceFigure::Ordinary, AttendanceFigure::Households));
        }
        None
    }

    /// How many could take part, and did, with the cards about one subject.
    #[must_use]
    pub fn turnout(&self, raters: u64) -> Turnout {
        Turnout {
            entitled: self.entitled,
            present: self.present,
            issued: self.issued,
            collected: self.collected,
            surplus: self.surplus,
            households: self.households,
            ordinary: self.ordinary,
            raters: Some(raters),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_that_cannot_be_are_told_apart_from_those_that_void_a_vote() {
        let all = Attendance {
            entitled: Some(40),
            present: Some(33),
            by_proxy: Some(2),
            issued: Some(35),
            collected: Some(36),
            void: Some(1),
            abstained: Some(2),
            households: Some(50),
            ordinary: Some(35),
            surplus: None,
        };
        assert_eq!(all.contradiction(), None);
        assert_eq!(all.written().count(), 9);
        let odd = Attendance {
            households: Some(34),
            ..all
        };
        assert_eq!(
            odd.contradiction(),
            Some((AttendanceFigure::Ordinary, AttendanceFigure::Households))
        );
        let crowded = Attendance {
            by_proxy: Some(8),
            ..all
        };
        assert!(crowded.contradiction().is_some());
        let lost = Attendance {
            collected: Some(2),
            ..all
        };
        assert!(lost.contradiction().is_some());
        assert_eq!(Attendance::default().contradiction(), None);
    }

    #[test]
    fn a_plan_asks_for_what_its_rules_reckon_with() {
        use AttendanceFigure::{Collected, Entitled, Issued, Present};
        let text = include_str!("../../tests/vectors/plans/s12.toml");
        let of = |quorum: &str| {
            let plan = Plan::read(&text.replace("quorum = \"4/5\"", quorum)).unwrap();
            AttendanceFigure::needed_by(&plan.plan)
        };
        assert_eq!(of("quorum = \"4/5\""), [Issued, Collected]);
        assert_eq!(
            of("quorum = { of = \"present\", at_least = \"4/5\" }"),
            [Entitled, Present]
        );
        assert_eq!(of("quorum = 30"), []);
    }
}

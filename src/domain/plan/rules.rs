//! What a plan says around its cards: who holds it, what comes before and after. What of it this version does not enforce is
//! refused by name when such a plan is used.

use super::posting::{Archive, Posting, Report};
use super::{Cadence, Formula, Plan, QuorumOf, Text, VoteOf};
use crate::domain::channel::Channel;
use crate::domain::exact::Figure;
use crate::domain::ids::GradeId;
use crate::domain::named::named;
use crate::words::Lang;
use chrono::{NaiveDate, NaiveTime};

/// What a plan says around its cards. `Default` says nothing.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a rule of its own in the plan language"
)]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// Who holds, chairs, counts and oversees (S2, S9, S13, S15, S16).
    pub organiser: Option<Organiser>,
    /// Which 小组 or 楼栋 it covers; empty is the whole community (S2).
    pub areas: Vec<Text>,
    /// Who may vote, body by body, counted together (S6, S12, S13, S14).
    pub entitled: Vec<Entitled>,
    /// What makes a ballot or a whole vote void.
    pub validity: Option<Validity>,
    /// A sitting (S5, S7, S12, S13, S14).
    pub meeting: Option<Meeting>,
    /// 提案: matters are put forward and voted on (S5).
    pub proposals: Option<Proposals>,
    /// Cards are gathered from a sample of households.
    pub sample: Option<Sample>,
    /// Held outside its cadence as well, whenever it is called (S14).
    pub unscheduled: bool,
    /// Who may call it, as a share of those entitled, or in words.
    pub called_by: Option<Text>,
    /// Fewest and most representatives of each 居民小组 (S12).
    pub seats_per_neighbourhood: Option<(u32, u32)>,
    /// How cards are given, where not every way counts (S1, S8, S15, S16).
    pub channels: Vec<Channel>,
    /// What comes before and after the cards, in order (S5, S8, S12).
    pub stages: Vec<Stage>,
    /// Opinions are taken all year, the cards in their months only (S15).
    pub opinions_all_year: bool,
    /// A group of assessors settles the grade after the cards (S6).
    pub assessment_group: Option<AssessmentGroup>,
    /// What follows from a grade (S6, S13).
    pub consequences: Vec<Consequence>,
    /// 整改 (S1).
    pub rectification: Option<Rectification>,
    /// A reply may come so many working days later, with a reason given before its term.
    pub extension_working_days: Option<u32>,
    /// 回访: whoever wrote an opinion is asked whether the reply was good (S2).
    pub revisit: bool,
    /// For how many days after an answer a rating is waited for, not counting its way; 30 where the plan says nothing.
    pub revisit_within_days: Option<u32>,
    /// 允许申辩: the person evaluated may answer (S8).
    pub right_of_reply: bool,
    /// The result is told to the person within so many working days (S8, S11).
    pub tell_within_days: Option<u32>,
    /// 自我检讨: the person writes about the result (S11).
    pub self_review: bool,
    /// Whom the results are reported to (S12).
    pub report_to: Option<Text>,
    /// A report of its own (S10, S11, S14).
    pub report: Option<Report>,
    /// How results are posted.
    pub posting: Posting,
    /// Where to turn against 打击报复 (S1, S12, S13).
    pub protection: Option<Protection>,
    /// How long its papers are kept.
    pub archive: Option<Archive>,
}

/// Who holds an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organiser {
    /// 组织: the body that holds it.
    pub body: Text,
    /// 主持: who chairs.
    pub chair: Option<Text>,
    /// 监票、唱票、计票: who counts.
    pub tellers: Vec<Text>,
    /// 监督: who oversees it.
    pub overseer: Option<Text>,
}

/// A body whose members vote, each once; or watch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entitled {
    /// As shown.
    pub name: Text,
    /// 应到: how many they are.
    pub number: Option<u32>,
    /// Whether they vote; observers do not.
    pub votes: bool,
    /// Fewest and most of each 居民小组.
    pub seats: Option<(u32, u32)>,
}

/// What makes ballots void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validity {
    /// A ballot with nothing marked abstains; else it is void.
    pub blank_abstains: bool,
    /// A ballot that marks everything alike is void.
    pub all_alike_void: bool,
    /// More collected than given out: the vote is void and held again.
    pub surplus_void: bool,
}

/// 评议会: when and where it sits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// The day; none until it is called.
    pub on: Option<NaiveDate>,
    /// From and to.
    pub hours: Option<(NaiveTime, NaiveTime)>,
    /// Where.
    pub place: Option<Text>,
    /// 议程, an item a line.
    pub agenda: Vec<Text>,
    /// Residents may listen, and have a time to speak.
    pub open_to_residents: bool,
}

/// 提案
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposals {
    /// Put forward by word of mouth too.
    pub spoken: bool,
    /// With amounts of money.
    pub amounts: bool,
    /// The reasons of those who were outvoted are written down.
    pub minority_reasons: bool,
}

/// Who is asked where not everybody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// So many households.
    pub households: u32,
    /// At least this share of those asked are ordinary residents.
    pub least_share: Option<Figure>,
}

/// Where to turn against retaliation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protection {
    /// To whom.
    pub to: Text,
    /// Its telephone.
    pub telephone: Option<String>,
    /// What happens to whoever retaliates.
    pub text: Option<Text>,
}

impl Protection {
    /// To whom, with the telephone where there is one.
    #[must_use]
    pub fn said(&self, lang: Lang) -> String {
        let to = self.to.get(lang);
        match &self.telephone {
            Some(telephone) => format!("{to} {telephone}"),
            None => to.to_owned(),
        }
    }
}

/// Who settles a grade beside the vote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AssessmentGroup {
    /// Its name; may be empty.
    pub name: Text,
    /// Its members.
    pub members: Vec<Text>,
    /// By what rule it settles the grade; may be empty.
    pub rule: Text,
}

/// A step of the procedure around the cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// As shown.
    pub name: Text,
    /// What is done.
    pub kind: StageKind,
    /// Who answers for it.
    pub by: Option<Text>,
    /// Its last day.
    pub due: Option<NaiveDate>,
    /// The paper it brings (述职报告), as it is called.
    pub document: Option<Text>,
}

named!(
    /// What is done in a stage.
    StageKind {
        /// 宣传动员、学习教育
        Announce = "announce",
        /// Material is collected.
        Collect = "collect",
        /// 述职、自我评价
        Report = "report",
        /// 讨论
        Discuss = "discuss",
        /// 评议、投票
        Vote = "vote",
        /// 分析、总结
        Analyse = "analyse",
        /// 整改
        Rectify = "rectify",
        /// Something else.
        Other = "other",
    }
);

/// What follows from a grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequence {
    /// The grade.
    pub grade: GradeId,
    /// After so many periods in a row, from 1.
    pub periods: u32,
    /// What follows, in words.
    pub text: Text,
}

/// 整改: putting right what an opinion named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rectification {
    /// Done within so many working days; none when each case sets its own.
    pub within_working_days: Option<u32>,
    /// 责任人: somebody answers for it by name.
    pub responsible: bool,
    /// 督查: somebody else checks that it was done.
    pub inspection: bool,
}

named!(
    /// A rule that a plan can state and this version does not enforce; its name is where the plan states it.
    Rule {
        /// Held only when it is called, and no slip says in which round a card is.
        Called = "cadence = \"called\"",
        /// See [`Rules::unscheduled`]; where no slip says in which round a card is.
        Unscheduled = "unscheduled",
        /// 线上 among [`Rules::channels`]: nothing here is connected to anything.
        Online = "channels = \"online\"",
        /// See [`Rules::opinions_all_year`]; where only slips open a card.
        OpinionsAllYear = "opinion.all_year",
    }
);

impl Plan {
    /// Whether its results hang on more than its cards, so that they are posted as those of a round that was announced, closed,
    /// counted and decided.
    #[must_use]
    pub fn is_held_in_rounds(&self) -> bool {
        let rules = &self.rules;
        let of_more = self
            .quorum
            .as_ref()
            .is_some_and(|quorum| quorum.of != QuorumOf::Raters || quorum.needs.figure.is_share());
        let of_all = match &self.grading.formula {
            Formula::Vote(vote) => vote.of != VoteOf::Valid,
            Formula::Rate { .. }
            | Formula::Plurality { .. }
            | Formula::WeightedScore { .. }
            | Formula::CountsOnly => false,
        };
        let posting = &rules.posting;
        of_more
            || of_all
            || rules.assessment_group.is_some()
            || !rules.consequences.is_empty()
            || rules.right_of_reply
            || rules.self_review
            || rules.tell_within_days.is_some()
            || rules.report.is_some()
            || rules.meeting.is_some()
            || rules.proposals.is_some()
            || rules.sample.is_some()
            || !rules.stages.is_empty()
            || posting.before
            || posting.posted_days.is_some()
            || posting.objections_days.is_some()
    }
}

/// For so many days a rating of an answer is waited for where a plan names no number.
const REVISIT_DAYS: u32 = 30;

impl Rules {
    /// For how many days after an answer its rating is waited for; none where nobody is asked.
    #[must_use]
    pub fn revisit_days(&self) -> Option<u32> {
        let days = self.revisit_within_days.unwrap_or(REVISIT_DAYS);
        self.revisit.then_some(days)
    }
}

impl Rule {
    /// Every rule of `plan` that is not enforced.
    #[must_use]
    pub fn not_enforced_in(plan: &Plan) -> Vec<Self> {
        let all = Self::ALL.iter().copied();
        all.filter(|rule| rule.is_stated_in(plan)).collect()
    }

    fn is_stated_in(self, plan: &Plan) -> bool {
        let rules = &plan.rules;
        match self {
            Self::Called => plan.cadence == Cadence::Called && !plan.is_entitled(),
            Self::Unscheduled => rules.unscheduled && !plan.is_entitled(),
            Self::Online => rules.channels.contains(&Channel::Online),
            Self::OpinionsAllYear => rules.opinions_all_year && plan.is_entitled(),
        }
    }

    /// The field that states it.
    pub(super) fn field(self) -> String {
        let (path, _) = self.name().split_once(" =").unwrap_or((self.name(), ""));
        path.to_owned()
    }

    /// Where a plan states it: a key, or a table and a key.
    pub(super) fn place(self) -> (&'static str, Option<&'static str>) {
        let (path, _) = self.name().split_once(" =").unwrap_or((self.name(), ""));
        match path.split_once('.') {
            Some((table, key)) => (table, Some(key)),
            None => (path, None),
        }
    }
}

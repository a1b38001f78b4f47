//! Tallies: counts, rates and grades, with what is too small to be shown left out.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Office;
use super::attended::attended;
use super::channels::{self, ChannelTotal};
use super::slips::{self, SlipAccount};
use super::types::{text, text_option};
use crate::app::AppError;
use crate::domain::attendance::Attendance;
use crate::domain::card::Answer;
use crate::domain::entitled::{self, Ballots};
use crate::domain::grade::{self, Stand, Standing};
use crate::domain::ids::{CriterionId, GradeId, GroupId, PlanId, PlanRevision, SubjectId};
use crate::domain::plan::{Criterion, Group, Plan, ScaleKind, Subject, Text, Voters};
use crate::domain::round::RoundId;
use crate::domain::tally::{self, ShownSubject};
use crate::record::{CellKey, Counts, RaterKey, Record, RecordError};
use crate::words::{Sentence, sentence};

/// The tally of one plan in one period.
#[derive(Debug, Clone, Serialize)]
pub struct PlanTally {
    /// The plan.
    pub plan: PlanId,
    /// Its revision.
    pub revision: PlanRevision,
    /// Its title.
    #[serde(serialize_with = "text")]
    pub title: Text,
    /// The period, e.g. `2026` or `2026-02`.
    pub period: String,
    /// Rating sheets of the subjects whose raters are shown. Those of the others are left out: a total of all
    /// would tell how few rated a subject that is withheld.
    pub sheets: u64,
    /// What became of the voting slips; none where the plan is open to anyone.
    pub slips: Option<SlipAccount>,
    /// How many voted by which way, where that may be told.
    pub channels: Vec<ChannelTotal>,
    /// What of it was too few to leave its device when its round had ended.
    pub remainder: Remainder,
    /// How many sheets about a subject leave a device together.
    #[serde(skip)]
    pub fewest_sheets: u32,
    /// One entry a subject, in the plan's order.
    pub subjects: Vec<SubjectTally>,
}

/// What of a round came from too few to leave their device by themselves (protocol §2.2). Neither how many nor which.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Remainder {
    /// Some of what is counted came before, and waited for company.
    pub carried_over: bool,
    /// Some were withheld for good, lest anybody be recognised.
    pub withheld: bool,
}

impl Remainder {
    /// What to say of it; `fewest` sheets about a subject leave together.
    #[must_use]
    pub fn sentences(self, fewest: u32) -> Vec<Sentence> {
        let carried = self
            .carried_over
            .then(|| sentence!("app-office-results-carried", fewest = fewest));
        let withheld = self
            .withheld
            .then(|| sentence!("app-office-results-withheld", fewest = fewest));
        carried.into_iter().chain(withheld).collect()
    }
}

/// The remainder of every round that has one, by plan and the period that its counts are kept under.
pub(super) fn remainders(
    record: &Record,
) -> Result<BTreeMap<(PlanId, String), Remainder>, RecordError> {
    let mut all: BTreeMap<(PlanId, String), Remainder> = BTreeMap::new();
    for batch in record.counting_batches()? {
        let Some(round) = batch.facts.round() else {
            continue;
        };
        if round.carried_over || round.withheld {
            let key = (round.key.plan.clone(), round.key.round.to_string());
            let known = all.entry(key).or_default();
            known.carried_over |= round.carried_over;
            known.withheld |= round.withheld;
        }
    }
    Ok(all)
}

/// The remainder of one round.
pub(super) fn remainder_of(
    record: &Record,
    plan: &PlanId,
    round: RoundId,
) -> Result<Remainder, RecordError> {
    let all = remainders(record)?;
    let own = all.get(&(plan.clone(), round.to_string()));
    Ok(own.copied().unwrap_or_default())
}

/// The tally of one subject (in one voter group, where the plan has groups).
#[derive(Debug, Clone, Serialize)]
pub struct SubjectTally {
    /// The subject.
    pub subject: SubjectId,
    /// The voter group counted apart.
    pub group: Option<GroupId>,
    /// Its name.
    #[serde(serialize_with = "text")]
    pub name: Text,
    /// Office or place; may be empty.
    #[serde(serialize_with = "text")]
    pub role: Text,
    /// How many people rated it; none when that is too few to be shown.
    pub raters: Option<u64>,
    /// Rate of positive answers in per cent, or the mean score; none where the plan does not grade
    /// or too few rated.
    pub score: Option<f64>,
    /// The score for people: as many decimals as it takes not to contradict the grade.
    pub figure: Option<String>,
    /// The grade; none where the plan does not grade or too few rated.
    pub grade: Option<GradeId>,
    /// The grade's name.
    #[serde(serialize_with = "text_option")]
    pub grade_name: Option<Text>,
    /// The sum behind the grade, or why there is none; none where it would tell what is left out.
    #[serde(serialize_with = "text_option")]
    pub explained: Option<Text>,
    /// Whether enough took part: `stands`, `no-quorum`, `void` or `open`; none when the number of raters is left out.
    pub stand: Option<&'static str>,
    /// One entry a criterion, in the plan's order.
    pub criteria: Vec<CriterionTally>,
    /// Something was left out because too few people stand behind it.
    pub suppressed: bool,
    /// Nothing left out; goes nowhere but onto the office's own page.
    #[serde(skip)]
    pub full: FullCount,
}

/// The counts of one criterion.
#[derive(Debug, Clone, Serialize)]
pub struct CriterionTally {
    /// The criterion.
    pub criterion: CriterionId,
    /// Its name.
    #[serde(serialize_with = "text")]
    pub name: Text,
    /// The answer given most often, where that alone is told.
    #[serde(serialize_with = "text_option")]
    pub leading: Option<Text>,
    /// One entry a choice (best first) or score (lowest first).
    pub answers: Vec<AnswerTally>,
}

/// How many gave one answer.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerTally {
    /// The choice's id, or the score.
    pub answer: String,
    /// As shown.
    #[serde(serialize_with = "text")]
    pub name: Text,
    /// How many; none when suppressed.
    pub count: Option<u64>,
    /// Per cent of those who answered the criterion; none when suppressed.
    pub percent: Option<f64>,
}

/// All that was counted of a subject, the few included: for the office only, never for a notice.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FullCount {
    /// How many people rated it.
    pub raters: u64,
    /// As [`SubjectTally::figure`], from all counts.
    pub figure: Option<String>,
    /// The grade, from all counts.
    pub grade: Option<GradeId>,
    /// Its name.
    pub grade_name: Option<Text>,
    /// The sum behind it.
    pub explained: Option<Text>,
    /// One entry a criterion, in it one an answer, in the order of [`SubjectTally::criteria`].
    pub answers: Vec<Vec<u64>>,
}

impl Office {
    /// The tally of every plan in every period, by plan, revision and period. What too few people stand behind is
    /// left out here; it is in [`SubjectTally::full`] alone.
    pub fn tallies(&self) -> Result<Vec<PlanTally>, AppError> {
        let book = self.book()?;
        let counts = self.record.counts()?;
        let rounds = self.record.rounds()?;
        let accounts = slips::accounts(&self.record, &book)?;
        let remainders = remainders(&self.record)?;
        let periods: BTreeSet<_> = counts
            .keys()
            .map(|key| (&key.plan, key.revision, &key.period))
            .collect();
        let mut tallies = Vec::new();
        for (plan, revision, period) in periods {
            let Some(plan) = book.get(plan, revision) else {
                continue;
            };
            let mut held = rounds.iter().filter(|round| round.plan == plan.id);
            let held = held.find(|round| round.round.to_string() == *period);
            let account = accounts.get(&(plan.id.clone(), period.clone())).copied();
            let written = held.map(|round| round.attendance).unwrap_or_default();
            let ballots = held.map_or(&[][..], |round| &round.ballots);
            let channels = match held {
                Some(held) => channels::of_round(&self.record, plan, held.round, ballots)?,
                None => Vec::new(),
            };
            let of = TallyOf {
                plan,
                counted_as: revision,
                period,
                attendance: attended(written, plan, account, ballots),
                slips: account,
            };
            let remainder = remainders.get(&(plan.id.clone(), period.clone()));
            tallies.push(PlanTally {
                remainder: remainder.copied().unwrap_or_default(),
                channels: channels::told(plan, &channels),
                ..plan_tally(&of, &counts)
            });
        }
        Ok(tallies)
    }
}

/// What is counted together: which plan, as which of its revisions, in which period; and who came, where that was written down.
#[derive(Clone, Copy)]
pub(super) struct TallyOf<'a> {
    pub plan: &'a Plan,
    pub counted_as: PlanRevision,
    pub period: &'a str,
    pub attendance: Attendance,
    /// What became of its slips, where it has any.
    pub slips: Option<SlipAccount>,
}

/// One row of a tally on its way.
struct Row<'a> {
    subject: &'a Subject,
    group: Option<&'a Group>,
    shown: ShownSubject,
    full: Standing,
    counts: Vec<&'a Counts>,
}

pub(super) fn plan_tally(of: &TallyOf<'_>, counts: &BTreeMap<RaterKey, Counts>) -> PlanTally {
    let TallyOf {
        plan,
        counted_as,
        period,
        ..
    } = *of;
    let counts_of = |subject: &Subject, group: Option<&Group>| {
        let key = RaterKey {
            plan: plan.id.clone(),
            revision: counted_as,
            period: period.to_owned(),
            subject: subject.id.clone(),
            group: group.map(|group| group.id.clone()),
        };
        counts.get(&key)
    };
    let mut rows: Vec<Row<'_>> = Vec::new();
    for subject in &plan.subjects {
        match &plan.voters {
            Voters::Open => {
                rows.push(open_row(of, subject, counts_of(subject, None)));
            }
            Voters::BySlip => {
                let own = [(None, counts_of(subject, None))];
                rows.extend(entitled_rows(of, subject, &own));
            }
            Voters::Groups(groups) => {
                let mut own: Vec<_> = groups
                    .iter()
                    .map(|group| (Some(group), counts_of(subject, Some(group))))
                    .collect();
                // 其他: cards of groups that were too few on their device to leave under their name.
                let others = counts_of(subject, None);
                own.extend(others.map(|others| (None, Some(others))));
                rows.extend(entitled_rows(of, subject, &own));
            }
        }
    }
    hold_limits(plan, &mut rows);
    let mut subjects = Vec::new();
    let mut sheets = 0;
    for row in rows {
        // A group's sheets are among those of the whole.
        if row.group.is_none() {
            sheets += row.shown.raters.unwrap_or(0);
        }
        subjects.push(subject_tally(plan, row));
    }
    PlanTally {
        plan: plan.id.clone(),
        revision: counted_as,
        title: plan.title.clone(),
        period: period.to_owned(),
        sheets,
        slips: of.slips.filter(|_| plan.is_entitled()),
        channels: Vec::new(),
        remainder: Remainder::default(),
        fewest_sheets: plan.fewest_sheets(),
        subjects,
    }
}

/// At most a share of them may have a grade: of what is shown, and of all counts apart.
fn hold_limits(plan: &Plan, rows: &mut [Row<'_>]) {
    let whole = rows.iter_mut().filter(|row| row.group.is_none());
    let mut shown = Vec::new();
    let mut full = Vec::new();
    for row in whole {
        let kind = row.subject.kind;
        let ShownSubject {
            score,
            grade,
            explained,
            ..
        } = &mut row.shown;
        let standing = Standing {
            score: score.clone(),
            grade: grade.take(),
            explained: explained.take(),
        };
        shown.push((kind, standing, grade, explained));
        if row.counts.iter().any(|counts| counts.raters > 0) {
            full.push((kind, &mut row.full));
        }
    }
    grade::limit(plan, &mut full);
    let mut standings: Vec<_> = shown
        .iter_mut()
        .map(|(kind, standing, ..)| (*kind, standing))
        .collect();
    grade::limit(plan, &mut standings);
    for (_, standing, grade, explained) in shown {
        *grade = standing.grade;
        *explained = standing.explained;
    }
}

fn count_in(counts: &[&Counts], criterion: &CriterionId, answer: &Answer) -> u64 {
    let key = CellKey {
        criterion: criterion.clone(),
        answer: answer.clone(),
    };
    let cells = counts.iter().filter_map(|counts| counts.cells.get(&key));
    cells.sum()
}

fn open_row<'a>(of: &TallyOf<'_>, subject: &'a Subject, counts: Option<&'a Counts>) -> Row<'a> {
    let plan = of.plan;
    let counts: Vec<&Counts> = counts.into_iter().collect();
    let raters = counts.iter().map(|counts| counts.raters).sum();
    let turnout = of.attendance.turnout(raters);
    let count = |criterion: &CriterionId, answer: &Answer| count_in(&counts, criterion, answer);
    Row {
        subject,
        group: None,
        shown: tally::shown(plan, subject, &turnout, count),
        full: tally::full_standing(plan, subject, &turnout, count),
        counts,
    }
}

/// The whole body, and its groups where they may be told apart.
fn entitled_rows<'a>(
    of: &TallyOf<'a>,
    subject: &'a Subject,
    own: &[(Option<&'a Group>, Option<&'a Counts>)],
) -> Vec<Row<'a>> {
    let ballots: Vec<Ballots<'_>> = own
        .iter()
        .map(|(group, counts)| {
            let counts: Vec<&Counts> = counts.iter().copied().collect();
            Ballots {
                group: *group,
                valid: counts.iter().map(|counts| counts.raters).sum(),
                count: Box::new(move |criterion, answer| count_in(&counts, criterion, answer)),
            }
        })
        .collect();
    let plan = of.plan;
    let turnout = of
        .attendance
        .turnout(ballots.iter().map(|one| one.valid).sum());
    let announced = entitled::announced(plan, subject, &ballots, &turnout);
    let mut rows = vec![Row {
        subject,
        group: None,
        shown: announced.whole,
        full: entitled::full_standing(plan, subject, &ballots, &turnout),
        counts: own.iter().filter_map(|(_, counts)| *counts).collect(),
    }];
    for (shown, (group, counts)) in announced.groups.into_iter().zip(own) {
        rows.push(Row {
            subject,
            group: *group,
            shown,
            full: Standing::default(),
            counts: counts.iter().copied().collect(),
        });
    }
    rows
}

fn subject_tally(plan: &Plan, row: Row<'_>) -> SubjectTally {
    let Row {
        subject,
        group,
        shown,
        full,
        counts,
    } = row;
    let all = |criterion: &Criterion| {
        let answers = tally::answers(plan, criterion);
        let counts = answers
            .iter()
            .map(|answer| count_in(&counts, &criterion.id, answer));
        counts.collect()
    };
    let full = FullCount {
        raters: counts.iter().map(|counts| counts.raters).sum(),
        figure: full.score.map(|score| score.shown().to_owned()),
        grade: full.grade.as_ref().map(|grade| grade.id.clone()),
        grade_name: full.grade.map(|grade| grade.name),
        explained: full.explained,
        answers: plan.criteria_of(subject).map(all).collect(),
    };
    let criteria = plan
        .criteria_of(subject)
        .zip(shown.criteria)
        .map(|(criterion, shown)| CriterionTally {
            criterion: criterion.id.clone(),
            name: criterion.name.clone(),
            leading: shown
                .leading
                .map(|answer| answer_name(plan, criterion, &answer)),
            answers: shown
                .answers
                .into_iter()
                .map(|answer| AnswerTally {
                    name: answer_name(plan, criterion, &answer.answer),
                    answer: match answer.answer {
                        Answer::Score(score) => score.to_string(),
                        Answer::Choice(choice) => choice.to_string(),
                    },
                    count: answer.count,
                    percent: answer.percent,
                })
                .collect(),
        })
        .collect();
    let (grade, grade_name) = shown
        .grade
        .map_or((None, None), |grade| (Some(grade.id), Some(grade.name)));
    SubjectTally {
        subject: subject.id.clone(),
        group: group.map(|group| group.id.clone()),
        name: subject.name.clone(),
        role: subject.role.clone(),
        raters: shown.raters,
        score: shown.score.as_ref().map(grade::Score::nearest),
        figure: shown.score.map(|score| score.shown().to_owned()),
        grade,
        grade_name,
        explained: shown.explained,
        stand: shown.stand.map(|stand| match stand {
            Stand::Stands(_) => "stands",
            Stand::NoQuorum(_) => "no-quorum",
            Stand::Void(_) => "void",
            Stand::Open(_) => "open",
        }),
        criteria,
        suppressed: shown.suppressed,
        full,
    }
}

fn answer_name(plan: &Plan, criterion: &Criterion, answer: &Answer) -> Text {
    match (
        answer,
        plan.scale(&criterion.scale).map(|scale| &scale.kind),
    ) {
        (Answer::Choice(id), Some(ScaleKind::Named(choices))) => choices
            .iter()
            .find(|choice| choice.id == *id)
            .map(|choice| choice.name.clone())
            .unwrap_or_default(),
        (Answer::Choice(id), _) => Text {
            zh: id.to_string(),
            en: String::new(),
        },
        (Answer::Score(score), _) => Text {
            zh: score.to_string(),
            en: String::new(),
        },
    }
}

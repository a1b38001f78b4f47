//! `office round ballot …`: what was voted by a show of hands or on paper, as counts.

use clap::Args;

use crate::app::office::RoundStep;
use crate::domain::ballot::{BallotCell, BallotCount, BallotSubject, BallotWay, VoidBallots};
use crate::domain::card::Answer;
use crate::domain::ids::{CriterionId, GroupId, SubjectId};

/// Counts, or which are taken back.
#[derive(Debug, Args)]
pub struct Counted {
    /// How it was voted: hands or paper. 举手、纸票
    #[arg(long, required_unless_present = "take_back")]
    way: Option<BallotWay>,
    /// Of which voter group, where the plan has groups. 组别
    #[arg(long)]
    group: Option<GroupId>,
    /// Papers given out. 发出
    #[arg(long)]
    issued: Option<u64>,
    /// How many are valid. 有效
    #[arg(long, required_unless_present = "take_back")]
    valid: Option<u64>,
    /// How many are void, and why, e.g. "1=two marks": once for each reason. 无效
    #[arg(long, value_name = "N=REASON", value_parser = void)]
    void: Vec<VoidBallots>,
    /// How many abstained. 弃权
    #[arg(long, default_value_t)]
    abstained: u64,
    /// How many gave an answer, e.g. wang/de/excellent=12: once for each. 各档票数
    #[arg(long, value_name = "SUBJECT/CRITERION/ANSWER=N", value_parser = cell)]
    count: Vec<(SubjectId, BallotCell)>,
    /// On how many ballots a subject is rated, where that is not all that are valid. 评了该对象的票数
    #[arg(long, value_name = "SUBJECT=N", value_parser = rated)]
    rated: Vec<(SubjectId, u64)>,
    /// Who counted: once for each. 监票、计票
    #[arg(long)]
    teller: Vec<String>,
    /// Takes the counts of this number back. 收回第几笔
    #[arg(long, value_name = "NUMBER", requires = "reason", conflicts_with_all = ["way", "count"])]
    take_back: Option<u32>,
    /// Why they are taken back. 收回原因
    #[arg(long)]
    reason: Option<String>,
}

/// `3=reason`
fn void(text: &str) -> Result<VoidBallots, String> {
    let bad = || format!("`{text}` is not a number and a reason such as 1=blank");
    let (count, reason) = text.split_once('=').ok_or_else(bad)?;
    Ok(VoidBallots {
        count: count.trim().parse().map_err(|_| bad())?,
        reason: reason.to_owned(),
    })
}

/// `subject=12`
fn rated(text: &str) -> Result<(SubjectId, u64), String> {
    let bad = || format!("`{text}` is not a subject and a number such as wang=12");
    let (subject, number) = text.split_once('=').ok_or_else(bad)?;
    let subject = subject.parse().map_err(|_| bad())?;
    Ok((subject, number.parse().map_err(|_| bad())?))
}

/// `subject/criterion/answer=12`; an answer of digits is a score.
fn cell(text: &str) -> Result<(SubjectId, BallotCell), String> {
    let bad = || format!("`{text}` is not of the form subject/criterion/answer=number");
    let (place, count) = text.split_once('=').ok_or_else(bad)?;
    let mut parts = place.splitn(3, '/');
    let mut next = || parts.next().ok_or_else(bad);
    let (subject, criterion, answer) = (next()?, next()?, next()?);
    let answer = match answer.parse() {
        Ok(score) => Answer::Score(score),
        Err(_) => Answer::Choice(answer.parse().map_err(|_| bad())?),
    };
    let cell = BallotCell {
        criterion: criterion.parse::<CriterionId>().map_err(|_| bad())?,
        answer,
        count: count.parse().map_err(|_| bad())?,
    };
    Ok((subject.parse().map_err(|_| bad())?, cell))
}

impl From<Counted> for RoundStep {
    fn from(counted: Counted) -> Self {
        if let Some(number) = counted.take_back {
            let reason = counted.reason.unwrap_or_default();
            return Self::TakeBack { number, reason };
        }
        let valid = counted.valid.unwrap_or_default();
        let mut subjects: Vec<BallotSubject> = Vec::new();
        for (subject, cell) in counted.count {
            let known = subjects.iter_mut().find(|one| one.subject == subject);
            if let Some(known) = known {
                known.counts.push(cell);
            } else {
                let own = counted.rated.iter().find(|(of, _)| *of == subject);
                subjects.push(BallotSubject {
                    rated: own.map_or(valid, |(_, rated)| *rated),
                    subject,
                    counts: vec![cell],
                });
            }
        }
        let ballot = BallotCount {
            way: counted.way.unwrap_or(BallotWay::Paper),
            group: counted.group,
            issued: counted.issued,
            valid,
            void: counted.void,
            abstained: counted.abstained,
            subjects,
            tellers: counted.teller,
        };
        Self::Ballot { ballot }
    }
}

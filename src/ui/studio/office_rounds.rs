//! Rounds for pictures and tests: one that waits for its body, one on the boards with an objection.

use std::sync::Arc;

use chrono::NaiveDate;

use super::made_up::both;
use super::sample_plans::people;
use crate::app::office::{
    BallotEntry, ChannelTotal, ConsequenceRow, DecidingBody, ExpectedRound, GradeRow, ObjectionRow,
    Proof, RoundDetail, RoundPosting, RoundRow, RoundSubjectRow, StageRow,
};
use crate::domain::attendance::Attendance;
use crate::domain::ballot::{BallotCount, BallotWay, VoidBallots};
use crate::domain::channel::Channel;
use crate::domain::ids::{DeviceId, GradeId, IdError, PlanId, PlanRevision, SubjectId};
use crate::domain::plan::{Meeting, SubjectKind, Text};
use crate::domain::round_status::{RoundEvent, RoundStatus};

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap_or_default()
}

fn row(round: &str, status: RoundStatus, next: Option<RoundEvent>) -> Result<RoundRow, IdError> {
    Ok(RoundRow {
        plan: PlanId::new("s6")?,
        title: both("社区工作者年度评议", "Community workers, yearly"),
        round: round.parse()?,
        status,
        first: day(1, 1),
        last: Some(day(11, 20)),
        next,
        not_before: None,
    })
}

/// The list.
pub(super) fn rows() -> Result<Vec<RoundRow>, IdError> {
    let mut ahead = row("2026-12", RoundStatus::Announced, None)?;
    (ahead.first, ahead.last) = (day(12, 1), Some(day(12, 31)));
    ahead.not_before = Some(day(12, 1));
    Ok(vec![
        ahead,
        row("2026", RoundStatus::Counted, Some(RoundEvent::Decided))?,
        row(
            "2026-H1",
            RoundStatus::Posted,
            Some(RoundEvent::ObjectionAnswered),
        )?,
        row("2026-03", RoundStatus::NoQuorum, None)?,
    ])
}

fn grades() -> Result<Vec<GradeRow>, IdError> {
    [
        ("excellent", "优秀", "Excellent"),
        ("competent", "称职", "Competent"),
        ("incompetent", "不称职", "Not competent"),
    ]
    .into_iter()
    .map(|(id, zh, en)| {
        Ok(GradeRow {
            grade: GradeId::new(id)?,
            name: both(zh, en),
        })
    })
    .collect()
}

fn subject(
    id: &str,
    name: Text,
    vote: &GradeRow,
    explained: Text,
) -> Result<RoundSubjectRow, IdError> {
    Ok(RoundSubjectRow {
        subject: SubjectId::new(id)?,
        name,
        kind: SubjectKind::Person,
        raters: Some(33),
        vote: Some(vote.grade.clone()),
        vote_name: Some(vote.name.clone()),
        explained: Some(explained),
        grade: None,
        grade_name: None,
        reason: String::new(),
        told_on: None,
        statement: None,
    })
}

/// One that was counted: 应到 40, 实到 33, and a body decides.
pub(super) fn counted() -> Result<RoundDetail, IdError> {
    let grades = grades()?;
    let mut subjects = Vec::new();
    if let [excellent, competent, ..] = grades.as_slice() {
        let wang = both(
            "优秀 102，称职 28，不称职 2：优秀最多",
            "Excellent 102, Competent 28, Not competent 2: most for Excellent",
        );
        let li = both(
            "优秀 41，称职 80，不称职 11：称职最多",
            "Excellent 41, Competent 80, Not competent 11: most for Competent",
        );
        subjects.push(subject(
            "wang",
            both("王秀兰", "Wang Xiulan"),
            excellent,
            wang,
        )?);
        subjects.push(subject("li", both("李明", "Li Ming"), competent, li)?);
    }
    Ok(RoundDetail {
        row: row("2026", RoundStatus::Counted, Some(RoundEvent::Decided))?,
        revision: PlanRevision(2),
        attendance: Attendance {
            entitled: Some(40),
            present: Some(33),
            by_proxy: Some(2),
            issued: Some(35),
            collected: Some(35),
            void: Some(1),
            abstained: Some(2),
            ..Attendance::default()
        },
        stand: Some(both(
            "实到 33 ÷ 40 ≥ 4/5，成立",
            "Present 33 ÷ 40 ≥ 4/5: it stands",
        )),
        subjects,
        body_decides: true,
        grades,
        body: None,
        decided_on: None,
        tell_by: None,
        notices: vec![3],
        posting: None,
        objections: Vec::new(),
        report: None,
        report_headings: Vec::new(),
        consequences: Vec::new(),
        archive: None,
        reason: String::new(),
        has_sitting: true,
        stages: stages(),
        proposals: Vec::new(),
        proposals_have_amounts: false,
        ballots: Vec::new(),
        channels: Vec::new(),
        plan: Arc::new(people()?),
    })
}

fn stages() -> Vec<StageRow> {
    let stage = |number, name: Text, due, done_on| StageRow {
        number,
        name,
        by: None,
        due,
        document: None,
        done_on,
        note: String::new(),
        is_late: false,
    };
    let report = both("向居民代表报告工作", "Report to the representatives");
    let vote = both("无记名投票评议", "Anonymous vote");
    let mended = both("整改", "Rectification");
    let mut first = stage(1, report, None, Some(day(11, 20)));
    first.document = Some(both("述职报告", "the report"));
    "档案柜 3 号，2026-07".clone_into(&mut first.note);
    let mut last = stage(3, mended, Some(day(11, 25)), None);
    last.is_late = true;
    vec![first, stage(2, vote, None, Some(day(11, 20))), last]
}

/// One that is open: some voted at the kiosk, papers are counted, and hands, wrongly at first.
pub(super) fn open() -> Result<RoundDetail, IdError> {
    let mut round = counted()?;
    round.row = row("2026", RoundStatus::Open, Some(RoundEvent::Closed))?;
    (round.stand, round.attendance) = (None, Attendance::default());
    for subject in &mut round.subjects {
        (subject.raters, subject.vote) = (None, None);
        (subject.vote_name, subject.explained) = (None, None);
    }
    let plan = Arc::make_mut(&mut round.plan);
    plan.subjects.truncate(2);
    plan.rules.meeting = Some(Meeting {
        on: None,
        hours: None,
        place: None,
        agenda: Vec::new(),
        open_to_residents: false,
    });
    let papers = BallotCount {
        way: BallotWay::Paper,
        group: None,
        issued: Some(20),
        valid: 16,
        void: vec![VoidBallots {
            count: 1,
            reason: "涂改".to_owned(),
        }],
        abstained: 1,
        subjects: Vec::new(),
        tellers: vec!["陈丽".to_owned(), "王强".to_owned()],
    };
    let hands = BallotCount {
        way: BallotWay::Hands,
        issued: None,
        valid: 4,
        void: Vec::new(),
        abstained: 0,
        ..papers.clone()
    };
    let entry = |number, ballot: &BallotCount, taken_back: Option<&str>| BallotEntry {
        number,
        on: day(11, 20),
        revision: PlanRevision(2),
        ballot: ballot.clone(),
        taken_back: taken_back.map(str::to_owned),
    };
    round.ballots = vec![
        entry(1, &papers, None),
        entry(2, &hands, Some("数错了")),
        entry(3, &hands, None),
    ];
    let total = |channel, cards| ChannelTotal { channel, cards };
    round.channels = vec![
        total(Channel::Kiosk, 12),
        total(Channel::Paper, 18),
        total(Channel::Meeting, 4),
    ];
    Ok(round)
}

/// One that is posted, with an objection and what follows from a second year.
pub(super) fn posted() -> Result<RoundDetail, IdError> {
    let mut round = counted()?;
    round.row = row(
        "2026-H1",
        RoundStatus::Posted,
        Some(RoundEvent::ObjectionAnswered),
    )?;
    round.body = Some(DecidingBody {
        name: "考核小组".to_owned(),
        members: vec!["张主任".to_owned(), "赵书记".to_owned()],
    });
    round.decided_on = Some(day(11, 23));
    let given = round.grades.get(1..).unwrap_or_default().to_vec();
    for (subject, grade) in round.subjects.iter_mut().zip(given) {
        subject.grade = Some(grade.grade);
        subject.grade_name = Some(grade.name);
        subject.told_on = Some(day(11, 24));
    }
    if let Some(last) = round.subjects.last_mut() {
        "三次无故缺岗，有签到表。".clone_into(&mut last.reason);
    }
    round.posting = Some(RoundPosting {
        notice: 4,
        from: day(11, 25),
        until: Some(day(12, 2)),
        objections_until: Some(day(11, 30)),
        issuer: "幸福里社区居民委员会".to_owned(),
    });
    round.objections = vec![ObjectionRow {
        number: 1,
        received_on: day(11, 26),
        text: Some("李明只缺过一次，请复核。".to_owned().into()),
        answered_on: None,
        answer: None,
    }];
    let mut proof = Vec::new();
    for name in ["2026-H1", "2025-H2"] {
        proof.push(Proof {
            plan: PlanId::new("s6")?,
            round: name.parse()?,
            grade: both("不称职", "Not competent"),
        });
    }
    round.consequences = vec![ConsequenceRow {
        subject: SubjectId::new("li")?,
        name: both("李明", "Li Ming"),
        text: both("不得晋升、不得评先", "No promotion, no commendation"),
        proof,
    }];
    Ok(round)
}

/// What the next stick may bring.
pub(super) fn expected() -> Result<Vec<ExpectedRound>, IdError> {
    let title = both("社区服务随时评", "Services, at any time");
    let lobby = |name: &str| DeviceId::new(name);
    let month = |round: &str, is_over: bool, leaves: NaiveDate| {
        Ok(ExpectedRound {
            plan: PlanId::new("s1")?,
            title: title.clone(),
            round: round.parse()?,
            is_over,
            leaves_from: Some(leaves),
            came: vec![lobby("LOBBY1")?],
            missing: vec![lobby("TABLET2")?],
        })
    };
    Ok(vec![
        month("2026-10", true, day(11, 1))?,
        month("2026-11", false, day(12, 1))?,
    ])
}

//! Opinions for the pictures of the office's pages.

use super::made_up::{both, in_days};
use crate::app::office::{
    CaseDetail, CaseRow, Confidential, FollowUpRow, MeasuresRow, MeasuresRule, MeasuresWords,
    OutboxPage, RegisterPlan, WaitingAnswer,
};
use crate::domain::calendar::DueDate;
use crate::domain::case::CaseNews;
use crate::domain::case::CaseStatus;
use crate::domain::channel::Channel;
use crate::domain::follow_up::{FollowUpFate, Satisfaction};
use crate::domain::ids::{CaseNumber, CategoryId, IdError, PlanId, SubjectId};
use crate::domain::rectification::MeasuresStanding;
use crate::ui::office::screen::Screen;
use crate::ui::office::state::Desk;

/// The list.
pub(super) fn rows() -> Result<Vec<CaseRow>, IdError> {
    [
        (31, -2, CaseStatus::InProgress, "楼道照明", "Stair lights"),
        (
            34,
            3,
            CaseStatus::Received,
            "物业服务站",
            "Property service",
        ),
        (35, 9, CaseStatus::Received, "社区食堂", "Community canteen"),
        (36, 45, CaseStatus::Received, "健身广场", "Exercise yard"),
    ]
    .into_iter()
    .map(|(number, due, state, zh, en)| {
        Ok(CaseRow {
            number: CaseNumber(number),
            plan: PlanId::new("s6")?,
            plan_title: both("四类对象评议", "Four kinds of subject"),
            subject: None,
            subject_name: Some(both(zh, en)),
            category: None,
            category_name: Some(both("设施维修", "Repairs")),
            received_on: in_days(-19),
            due: DueDate {
                date: in_days(due),
                provisional: due > 40,
            },
            working_days_left: usize::try_from(due).ok().map(|days| days * 5 / 7),
            status: state,
            overdue: due < 0,
            answered_on: None,
            has_receipt: number != 35,
            channel: (number == 35).then_some(Channel::Mailbox),
            responsible: (number == 31).then(|| "赵敏".to_owned()),
            extended_on: None,
            measures: None,
            news: None,
            rated_until: None,
        })
    })
    .collect()
}

/// The first words of each.
pub(super) fn excerpts() -> Vec<Confidential> {
    [
        "三号楼二单元的灯坏了快一个月，晚上老人上下楼看不见台阶，摔过一次。",
        "报修打了三次电话都没有人接。",
        "食堂晚饭能不能晚半个小时收？下班赶不上。",
        "健身广场的单杠松了。",
    ]
    .map(|words| Confidential::from(words.to_owned()))
    .to_vec()
}

fn detail(row: CaseRow) -> CaseDetail {
    CaseDetail {
        row,
        text: "三号楼二单元的灯坏了快一个月，晚上老人上下楼看不见台阶，摔过一次。请尽快修好，也请贴张告示说明什么时候修。".to_owned().into(),
        reply: None,
        earlier: Vec::new(),
        answers: 0,
        waits: false,
        extension: None,
        may_extend: None,
        measures_words: None,
        measures_rule: None,
        follow_ups: Vec::new(),
        may_revisit: false,
    }
}

/// An opinion, and an answer half written.
pub(super) fn open_case(desk: &mut Desk) {
    desk.screen = Screen::Case;
    let rows = desk.snapshot.iter().flat_map(|all| &all.cases.rows);
    desk.case = rows.take(1).next().cloned().map(detail);
    let answer = "您好，灯已报修，本周五前更换完毕。";
    answer.clone_into(&mut desk.forms.case.answer);
}

/// An answer that waits for the next pack.
pub(super) fn waits(desk: &mut Desk) {
    open_case(desk);
    let Some(case) = &mut desk.case else { return };
    case.row.status = CaseStatus::Answered;
    case.row.answered_on = Some(in_days(0));
    case.row.overdue = false;
    case.reply = Some("您好，灯已报修，本周五前更换完毕。".to_owned().into());
    case.answers = 1;
    case.waits = true;
    let form = &mut desk.forms.case;
    form.answer.clear();
    "您好，灯已报修，本周五前换好。".clone_into(&mut form.again);
}

/// What the next pack carries for the first time.
pub(super) fn outbox(desk: &mut Desk) {
    waits(desk);
    desk.screen = Screen::Pack;
    let Some(all) = &desk.snapshot else { return };
    let case = desk.case.take();
    let answers = case.map(|case| WaitingAnswer {
        reply: case.answers,
        on: in_days(0),
        text: case.reply.unwrap_or_default(),
        row: case.row,
    });
    desk.outbox = Some(OutboxPage {
        answers: answers.into_iter().collect(),
        notices: all.notices.iter().take(1).cloned().collect(),
        acks: 3,
    });
}

/// Some found by a word and picked, to be handed to somebody; an answer to one is half written.
pub(super) fn picked(desk: &mut Desk) {
    desk.screen = Screen::Cases;
    let Some(all) = &mut desk.snapshot else {
        return;
    };
    "灯".clone_into(&mut all.cases.query.words);
    "灯".clone_into(&mut desk.forms.cases.search);
    let numbers = all.cases.rows.iter().map(|row| row.number);
    desk.forms.cases.picked = numbers.take(2).collect();
    "赵敏".clone_into(&mut desk.forms.cases.responsible);
    let draft = "您好，灯已报修。".to_owned().into();
    desk.drafts.insert(CaseNumber(34), draft);
}

/// One whose term is about to be extended.
pub(super) fn extending(desk: &mut Desk) {
    open_case(desk);
    let Some(case) = &mut desk.case else { return };
    case.row.due.date = in_days(2);
    case.row.overdue = false;
    case.may_extend = Some(10);
    let form = &mut desk.forms.case;
    form.answer.clear();
    "5".clone_into(&mut form.extend_days);
    "灯具要从厂家调货，下周三到。".clone_into(&mut form.extend_reason);
}

/// One that its holder is not content with: taken up again.
pub(super) fn reopened(desk: &mut Desk) {
    open_case(desk);
    let Some(case) = &mut desk.case else { return };
    case.row.status = CaseStatus::InProgress;
    case.row.answered_on = Some(in_days(-12));
    case.row.news = Some(CaseNews::Reopened);
    case.row.due.date = in_days(14);
    case.row.overdue = false;
    case.reply = Some("您好，灯已报修，换灯的日子贴在单元门口。".to_owned().into());
    case.follow_ups = vec![
        FollowUpRow {
            heard_on: in_days(-3),
            reply: 1,
            grade: Some(Satisfaction::Fairly),
            text: None,
            channel: Some(Channel::Telephone),
            fate: FollowUpFate::Heard,
        },
        FollowUpRow {
            heard_on: in_days(-1),
            reply: 1,
            grade: Some(Satisfaction::Dissatisfied),
            text: Some("灯还是不亮，门口也没有贴日子。".to_owned().into()),
            channel: None,
            fate: FollowUpFate::Rated,
        },
    ];
    desk.forms.case.answer.clear();
}

/// An answered one whose measures somebody found not done.
pub(super) fn measures(desk: &mut Desk) {
    open_case(desk);
    let Some(case) = &mut desk.case else { return };
    case.row.status = CaseStatus::Answered;
    case.row.answered_on = Some(in_days(-12));
    case.row.overdue = false;
    case.reply = Some("您好，灯已报修，换灯的日子贴在单元门口。".to_owned().into());
    case.row.measures = Some(MeasuresRow {
        standing: MeasuresStanding::Underway,
        responsible: "赵敏".to_owned(),
        inspector: "钱伟".to_owned(),
        due_on: Some(in_days(-2)),
        late: true,
        inspected_on: Some(in_days(-1)),
    });
    case.measures_words = Some(MeasuresWords {
        measures: "更换三号楼二单元全部楼道灯，并检查其余单元。"
            .to_owned()
            .into(),
        conclusion: Some("二层的灯还不亮，其余已换。".to_owned().into()),
    });
    case.measures_rule = Some(MeasuresRule {
        responsible: true,
        inspection: true,
        latest: Some(in_days(3)),
    });
    let form = &mut desk.forms.case;
    "赵敏".clone_into(&mut form.measures.responsible);
    "钱伟".clone_into(&mut form.measures.inspector);
    "2026-11-30".clone_into(&mut form.measures.due_on);
    "补换二层的灯。".clone_into(&mut form.answer);
}

/// What opinions are registered on.
pub(super) fn register_plans() -> Result<Vec<RegisterPlan>, IdError> {
    let channels = vec![Channel::Paper, Channel::Mailbox, Channel::Meeting];
    Ok(vec![
        RegisterPlan {
            plan: PlanId::new("s15")?,
            title: both("物业服务评议", "Property service"),
            channels: channels.clone(),
            categories: vec![
                (CategoryId::new("repair")?, both("设施维修", "Repairs")),
                (CategoryId::new("clean")?, both("保洁", "Cleaning")),
            ],
            subjects: vec![(
                SubjectId::new("station")?,
                both("物业服务站", "Service station"),
            )],
        },
        RegisterPlan {
            plan: PlanId::new("s6")?,
            title: both("四类对象评议", "Four kinds of subject"),
            channels,
            categories: Vec::new(),
            subjects: Vec::new(),
        },
    ])
}

/// A slip from the opinion box, half typed.
pub(super) fn register(desk: &mut Desk) -> Result<(), IdError> {
    desk.screen = Screen::Register;
    let form = &mut desk.forms.register;
    form.channel = Some(Channel::Mailbox);
    form.category = Some(CategoryId::new("repair")?);
    "2026-11-25".clone_into(&mut form.received_on);
    "三号楼门前的台阶松动，晚上看不清。".clone_into(&mut form.words);
    Ok(())
}

//! Two made-up plans: named choices about people, and scores about a place.

use crate::domain::ids::{
    CategoryId, ChoiceId, CriterionId, IdError, PlanId, PlanRevision, ScaleId, SubjectId,
};
use crate::domain::plan::{
    Cadence, Category, Choice, Criterion, FollowUp, Formula, Grading, OpinionPage, Plan,
    Publication, Rules, Scale, ScaleKind, Subject, SubjectKind, Text, Voters,
};

/// Both plans; empty only if a literal below lost its shape, which the gallery's test forbids.
#[must_use]
pub(super) fn plans() -> Vec<Plan> {
    [people(), place()].into_iter().flatten().collect()
}

fn both(zh: &str, en: &str) -> Text {
    Text {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

fn criterion(id: &str, scale: &str, name: Text, detail: Text) -> Result<Criterion, IdError> {
    Ok(Criterion {
        id: CriterionId::new(id)?,
        name,
        detail,
        scale: ScaleId::new(scale)?,
        kinds: Vec::new(),
        subjects: Vec::new(),
        weight: None,
    })
}

fn subject(id: &str, kind: SubjectKind, name: Text, role: Text) -> Result<Subject, IdError> {
    Ok(Subject {
        id: SubjectId::new(id)?,
        kind,
        name,
        role,
        person: None,
    })
}

fn opinions(categories: &[(&str, &str, &str)]) -> Result<OpinionPage, IdError> {
    let categories = categories
        .iter()
        .map(|(id, zh, en)| {
            Ok(Category {
                id: CategoryId::new(*id)?,
                name: both(zh, en),
                reply_within_working_days: None,
            })
        })
        .collect::<Result<_, IdError>>()?;
    Ok(OpinionPage { categories })
}

fn plan(id: &str, title: Text, summary: Text) -> Result<Plan, IdError> {
    Ok(Plan {
        id: PlanId::new(id)?,
        revision: PlanRevision(1),
        title,
        summary,
        source: "S1".to_owned(),
        voters: Voters::Open,
        cadence: Cadence::Always,
        opens: None,
        closes: None,
        quorum: None,
        smallest_crowd: 5,
        skip_allowed: true,
        scales: Vec::new(),
        criteria: Vec::new(),
        subjects: Vec::new(),
        opinion: None,
        grading: Grading::from(Formula::CountsOnly),
        follow_up: FollowUp {
            reply_within_working_days: 15,
        },
        publication: Publication {
            results: true,
            opinions: true,
            decisions: false,
        },
        rules: Rules::default(),
    })
}

/// What people are judged by.
fn judge(plan: &mut Plan) -> Result<(), IdError> {
    for (id, name, detail) in [
        (
            "attitude",
            both("工作态度", "Attitude"),
            both(
                "全心全意为居民服务，热情、耐心。",
                "Serves residents with warmth and patience.",
            ),
        ),
        (
            "speed",
            both("办事效率", "Efficiency"),
            both(
                "能办的马上办，不推诿、不拖拉。",
                "Does at once what can be done at once.",
            ),
        ),
        (
            "listening",
            both("听取意见", "Listening"),
            both(
                "常和居民沟通，回应热点难点问题。",
                "Talks with residents and answers what matters to them.",
            ),
        ),
        (
            "fairness",
            both("公开公正", "Openness and fairness"),
            both(
                "办事程序公开，不搞“暗箱操作”。",
                "Works in the open, by the rules.",
            ),
        ),
    ] {
        plan.criteria
            .push(criterion(id, "satisfied", name, detail)?);
    }
    Ok(())
}

fn people() -> Result<Plan, IdError> {
    let choice = |id: &str, zh: &str, en: &str| -> Result<Choice, IdError> {
        Ok(Choice {
            id: ChoiceId::new(id)?,
            name: both(zh, en),
            weight: None,
            abstains: false,
        })
    };
    let mut plan = plan(
        "staff",
        both("社区工作者年度评议", "Community workers, yearly"),
        both(
            "说说社区工作者为大家办事办得怎么样。",
            "How well the community workers serve you.",
        ),
    )?;
    plan.scales = vec![Scale {
        id: ScaleId::new("satisfied")?,
        kind: ScaleKind::Named(vec![
            choice("yes", "满意", "Satisfied")?,
            choice("fairly", "基本满意", "Fairly satisfied")?,
            choice("no", "不满意", "Not satisfied")?,
        ]),
    }];
    judge(&mut plan)?;
    for (id, name, role) in [
        (
            "w1",
            both("王秀兰", "Wang Xiulan"),
            both("社区主任", "Director"),
        ),
        (
            "w2",
            both("李建国", "Li Jianguo"),
            both("副主任", "Deputy director"),
        ),
        (
            "w3",
            both("陈雪梅", "Chen Xuemei"),
            both("第一网格网格员", "Grid worker, grid 1"),
        ),
        (
            "w4",
            both("赵志强", "Zhao Zhiqiang"),
            both("第二网格网格员", "Grid worker, grid 2"),
        ),
        (
            "w5",
            both("刘芳", "Liu Fang"),
            both("社保窗口", "Social insurance counter"),
        ),
    ] {
        plan.subjects
            .push(subject(id, SubjectKind::Person, name, role)?);
    }
    plan.opinion = Some(opinions(&[
        ("service", "办事服务", "Service"),
        ("place", "环境设施", "Surroundings"),
        ("safety", "治安", "Safety"),
        ("activity", "文化活动", "Activities"),
        ("other", "其他", "Other"),
    ])?);
    Ok(plan)
}

fn place() -> Result<Plan, IdError> {
    let mut plan = plan(
        "hall",
        both("社区服务大厅评议", "The service hall"),
        both(
            "给服务大厅打个分，随时都可以评。",
            "Score the service hall, at any time.",
        ),
    )?;
    let score = |id: &str, max: u16| -> Result<Scale, IdError> {
        Ok(Scale {
            id: ScaleId::new(id)?,
            kind: ScaleKind::Score {
                min: u16::from(max <= 10),
                max,
                low: both("很差", "very poor"),
                high: both("很好", "very good"),
            },
        })
    };
    plan.scales = vec![score("ten", 10)?, score("hundred", 100)?];
    plan.criteria = vec![
        criterion("tidy", "ten", both("环境整洁", "Tidiness"), Text::default())?,
        criterion(
            "whole",
            "hundred",
            both("总的印象", "Overall"),
            both("满分 100 分。", "Out of 100."),
        )?,
    ];
    plan.subjects = vec![subject(
        "hall",
        SubjectKind::Facility,
        both("社区服务大厅", "Service hall"),
        Text::default(),
    )?];
    plan.opinion = Some(opinions(&[
        ("place", "环境设施", "Surroundings"),
        ("other", "其他", "Other"),
    ])?);
    Ok(plan)
}

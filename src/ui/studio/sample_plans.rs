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
        duty_report: None,
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

/// Named choices about people.
pub(super) fn people() -> Result<Plan, IdError> {
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
    if let Some(one) = plan.subjects.get_mut(3) {
        one.duty_report = Some(duty_report());
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

/// 述职报告 of several pages.
fn duty_report() -> Text {
    const ZH: [&str; 6] = [
        "各位居民代表：我叫赵志强，负责第二网格，共 8 栋楼 412 户。现将一年来的工作报告如下，请大家评议。",
        "一、走访。全年入户走访 1,236 次，对 23 位独居老人每周上门一次，送医 7 次。建立困难家庭台账 31 户，帮助 12 户申请临时救助。",
        "二、环境。清理楼道杂物 46 处，协调物业修好路灯 19 盏、更换破损井盖 8 个。3 号楼漏水反映了两年，今年 8 月修好。",
        "三、矛盾。调解邻里纠纷 17 起，成功 15 起。两起没有调成：一起是装修噪声，一起是停车位，还要接着做。",
        "四、不足。夏天停水通知发晚了，给大家添了麻烦；对年轻租户走访少，很多人不认识我；有三件意见没有按时答复。",
        "五、明年打算。每月第一个周六在楼下听意见；把电动车充电棚建起来；租户走访不少于每季一次。请大家监督。",
    ];
    const EN: [&str; 6] = [
        "To the representatives: my name is Zhao Zhiqiang. I look after grid 2, eight buildings and 412 households. This is what I did this year; please judge it.",
        "1. Visits. 1,236 visits at home; 23 people who live alone were seen every week, and 7 taken to hospital. 31 families in need are on my list, 12 of them got help.",
        "2. Surroundings. 46 stairwells cleared, 19 lamps mended, 8 drain covers replaced. The leak in building 3, reported for two years, was mended in August.",
        "3. Quarrels. 17 between neighbours, 15 settled. Two are not: noise of building work, and a parking place. I go on with both.",
        "4. What went wrong. The notice about the water in summer came late. I saw too little of younger tenants, and many do not know me. Three opinions were answered late.",
        "5. Next year. On the first Saturday of each month I listen downstairs; a shed to charge bicycles is built; tenants are visited every quarter. Please watch me.",
    ];
    both(&ZH.join("\n"), &EN.join("\n"))
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

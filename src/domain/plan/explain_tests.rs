//! What a plan says of itself, word for word.

use super::*;

/// A plan that says everything a plan can say.
const EVERYTHING: &str = r#"
format = "pingyi-plan"
version = 1
id = "all"
revision = 3
source = "S0"
title = { zh = "全部", en = "Everything" }
summary = { zh = "什么都说。", en = "Says it all." }
voters = "groups"
cadence = "months"
months = [2, 8, 12]
opens = 2026-02-01
closes = 2026-12-31
smallest_crowd = 7
skip_allowed = false
quorum = "4/5"
seats_per_neighbourhood = [2, 3]
unscheduled = true
channels = ["kiosk", "paper"]

[[group]]
id = "residents"
name = { zh = "居民", en = "Residents" }
weight_percent = 60
[[group]]
id = "members"
name = "党员"
weight_percent = 40

[[scale]]
id = "level"
kind = "named"
[[scale.choice]]
id = "good"
name = { zh = "好", en = "Good" }
weight = 100
[[scale.choice]]
id = "poor"
name = { zh = "差", en = "Poor" }
weight = 0
[[scale]]
id = "points"
kind = "score"
min = 1
max = 10
low = "低"
high = "高"

[[criterion]]
id = "manner"
name = { zh = "态度", en = "Manner" }
scale = "level"
[[criterion]]
id = "result"
name = { zh = "成绩", en = "Result" }
scale = "points"
subjects = ["p2"]

[[subject]]
id = "p1"
kind = "person"
name = { zh = "甲", en = "A" }
[[subject]]
id = "p2"
kind = "person"
name = { zh = "乙", en = "B" }

[[stage]]
name = { zh = "述职", en = "Report" }
[[stage]]
name = { zh = "评议", en = "Cards" }

[[consequence]]
grade = "low"
periods = 2
text = { zh = "谈话", en = "A talk" }

[grading]
kind = "weighted-score"
assessment_group = true
[[grading.grade]]
id = "high"
name = { zh = "优", en = "High" }
at_least = 66.5
[[grading.grade]]
id = "low"
name = { zh = "劣", en = "Low" }
at_least = 0

[opinion]
all_year = true
[[opinion.category]]
id = "lift"
name = { zh = "电梯", en = "Lifts" }
[[opinion.category]]
id = "other"
name = { zh = "其他", en = "Other" }

[follow_up]
reply_within_working_days = 15
right_of_reply = true
report_to = { zh = "街道", en = "the subdistrict" }
[follow_up.rectification]
within_working_days = 30
responsible = true
inspection = true

[publication]
results = true
opinions = true
decisions = true
"#;

/// What `EVERYTHING` says, in both languages.
#[rustfmt::skip] // one row, one line
const SAID: &[[&str; 2]] = &[
    ["全部（all，第 3 版，依据 S0）", "Everything (all, revision 3, after S0)"],
    ["什么都说。", "Says it all."],
    // A name that has no English stands in Chinese.
    ["分组评议，各组权重：居民 60% · 党员 40%", "In groups, with weights: Residents 60% · 党员 40%"],
    ["每年 2, 8, 12 月。", "Every year in month 2, 8, 12."],
    ["一批不足 7 张卡时先不送出。", "A batch with fewer than 7 cards waits."],
    ["2026-02-01 开始。", "Opens on 2026-02-01."],
    ["2026-12-31 截止（含当日）。", "Closes after 2026-12-31."],
    ["每项都要作答。", "Every question needs an answer."],
    ["评议 甲：态度", "About A: Manner"],
    ["评议 乙：态度 · 成绩", "About B: Manner · Result"],
    ["选项：好 / 差", "Choices: Good / Poor"],
    ["打分：1 至 10 分。", "Score: 1 to 10."],
    ["优：加权得分不低于 66.5。", "High: a weighted score of at least 66.5."],
    ["劣：加权得分不低于 0。", "Low: a weighted score of at least 0."],
    ["收到意见后 15 个工作日内答复。", "Opinions are answered within 15 working days of receipt."],
    ["意见类别：电梯 / 其他", "Opinions may be about: Lifts / Other"],
    ["公布得票数和比率。", "Counts and rates are published."],
    ["意见公开：意见和答复由办公室发公示公布。", "Opinions and their replies are made public by notices of the office."],
    ["决策公开：社区决策由办公室发公示公布。", "Decisions are made public by notices of the office."],
    ["至少收回发出评议票的 4/5，结果才有效。", "A result stands when 4/5 of the slips given out come back."],
    ["每个居民小组推选代表 2 至 3 人。", "Each neighbourhood group sends 2 to 3 representatives."],
    ["除定期评议外，也可随时评议。", "May also be held at any other time."],
    ["评议渠道：触摸屏 · 问卷、评议表", "Cards come by: touchscreen · questionnaire"],
    ["程序：述职 → 评议", "Procedure: Report → Cards"],
    ["全年收集意见。", "Opinions are taken all year."],
    ["等次由考核小组最后评定。", "A group of assessors settles the grade."],
    ["连续 2 次评为 劣：谈话", "Low 2 times in a row: A talk"],
    ["意见要在 30 个工作日内整改。", "What an opinion names is put right within 30 working days."],
    ["每件整改都有责任人。", "Somebody answers for each case."],
    ["整改要督查。", "Somebody checks that it was done."],
    ["被评议人可以申辩。", "The person evaluated may answer."],
    ["结果上报：街道", "Results are reported to: the subdistrict"],
];

/// What stands in `EVERYTHING`, what is written instead, the line that goes (in English), and what comes in
/// its place; empty: nothing.
#[rustfmt::skip] // one row, one line
const INSTEAD: &[[&str; 5]] = &[
    ["\"months\"", "\"always\"", "Every year in month 2, 8, 12.", "长期开放，每月一次评议。", "Always open; a round a month."],
    ["\"months\"", "\"yearly\"", "Every year in month 2, 8, 12.", "每年一次。", "Once a year."],
    ["\"months\"", "\"half-yearly\"", "Every year in month 2, 8, 12.", "每半年一次。", "Every half-year."],
    ["\"months\"", "\"once\"", "Every year in month 2, 8, 12.", "只办一次。", "Held once."],
    ["opens = 2026-02-01", "", "Opens on 2026-02-01.", "", ""],
    ["closes = 2026-12-31", "", "Closes after 2026-12-31.", "", ""],
    ["skip_allowed = false", "skip_allowed = true", "Every question needs an answer.", "每项都可以跳过。", "Any question may be skipped."],
    ["quorum = \"4/5\"", "quorum = 30", "A result stands when 4/5 of the slips given out come back.", "至少 30 张卡，结果才有效。", "A result stands from 30 cards on."],
    ["quorum = \"4/5\"", "", "A result stands when 4/5 of the slips given out come back.", "", ""],
    ["seats_per_neighbourhood = [2, 3]", "", "Each neighbourhood group sends 2 to 3 representatives.", "", ""],
    ["unscheduled = true", "", "May also be held at any other time.", "", ""],
    ["channels = [\"kiosk\", \"paper\"]", "", "Cards come by: touchscreen · questionnaire", "", ""],
    ["[[stage]]\nname = { zh = \"述职\", en = \"Report\" }\n[[stage]]\nname = { zh = \"评议\", en = \"Cards\" }", "", "Procedure: Report → Cards", "", ""],
    ["all_year = true", "", "Opinions are taken all year.", "", ""],
    ["assessment_group = true", "", "A group of assessors settles the grade.", "", ""],
    ["[[consequence]]\ngrade = \"low\"\nperiods = 2\ntext = { zh = \"谈话\", en = \"A talk\" }", "", "Low 2 times in a row: A talk", "", ""],
    ["within_working_days = 30", "", "What an opinion names is put right within 30 working days.", "意见要整改，期限逐件确定。", "What an opinion names is put right, by a date set for each case."],
    ["responsible = true", "", "Somebody answers for each case.", "", ""],
    ["inspection = true", "", "Somebody checks that it was done.", "", ""],
    ["right_of_reply = true", "", "The person evaluated may answer.", "", ""],
    ["report_to = { zh = \"街道\", en = \"the subdistrict\" }", "", "Results are reported to: the subdistrict", "", ""],
    ["results = true", "results = false", "Counts and rates are published.", "", ""],
    ["opinions = true", "opinions = false", "Opinions and their replies are made public by notices of the office.", "", ""],
    ["decisions = true", "decisions = false", "Decisions are made public by notices of the office.", "", ""],
];

/// Every line in both languages.
fn said(text: &str) -> Vec<[String; 2]> {
    let plan = Plan::read(text).unwrap().plan;
    let (zh, en) = (explain(&plan, Lang::Zh), explain(&plan, Lang::En));
    assert_eq!(zh.len(), en.len());
    zh.into_iter().zip(en).map(<[String; 2]>::from).collect()
}

#[test]
fn everything_a_plan_says_is_explained_in_order() {
    assert_eq!(said(EVERYTHING), SAID);
}

#[test]
fn what_a_plan_says_otherwise_or_not_at_all_is_explained_otherwise_or_not_at_all() {
    for [good, other, goes, zh, en] in INSTEAD {
        assert!(EVERYTHING.contains(good), "{good}");
        let mut wanted = SAID.to_vec();
        let place = wanted.iter().position(|[_, line]| line == goes).unwrap();
        wanted.splice(place..=place, (!en.is_empty()).then_some([*zh, *en]));
        assert_eq!(said(&EVERYTHING.replacen(good, other, 1)), wanted, "{good}");
    }
}

#[test]
fn who_may_take_part_and_how_a_grade_is_found_is_explained() {
    let shipped = |wanted: &str| {
        shipped()
            .into_iter()
            .find(|(name, _)| *name == wanted)
            .unwrap()
            .1
    };
    let by_slip = shipped("s9").replacen("voters = \"open\"", "voters = \"slip\"", 1);
    for (text, wanted) in [
        (
            &*by_slip,
            &[[
                "凭评议票参加，一票一卡，不记名。",
                "By voting slip: one card for each slip, anonymously.",
            ]][..],
        ),
        (
            shipped("s9"),
            &[
                [
                    "任何人都可以评议，不记名。",
                    "Anyone may take part, anonymously.",
                ],
                [
                    "满意：满意率不低于 80%。",
                    "Satisfactory: a rate of at least 80 %.",
                ],
                [
                    "基本满意：满意率不低于 60%。",
                    "Fairly satisfactory: a rate of at least 60 %.",
                ],
                [
                    "不满意：满意率不低于 0%。",
                    "Unsatisfactory: a rate of at least 0 %.",
                ],
            ],
        ),
        (
            shipped("s6"),
            &[[
                "得票最多的选项定等次；票数相同取较低等次。",
                "The choice taken most often gives the grade; a tie goes to the lower one.",
            ]],
        ),
        (
            shipped("s10"),
            &[["只公布票数，不评等次。", "Counts only; no grade is given."]],
        ),
    ] {
        let said = said(text);
        for line in wanted {
            assert!(said.iter().any(|one| one == line), "{line:?} in {said:?}");
        }
    }
}

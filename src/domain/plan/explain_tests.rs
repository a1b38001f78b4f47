//! What a plan says of itself, word for word.

use super::super::shipped::shipped;
use super::super::told_beside_results;
use super::*;

/// A plan that says everything a plan can say.
pub(in crate::domain::plan) const EVERYTHING: &str = r#"
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
    ["收回的评议票（占发出）不少于 4/5，结果才有效。", "A result stands with at least 4/5 of the slips given out coming back."],
    ["每个居民小组推选代表 2 至 3 人。", "Each neighbourhood group sends 2 to 3 representatives."],
    ["除定期评议外，也可随时评议。", "May also be held at any other time."],
    ["评议渠道：触摸屏 · 问卷、评议表。其中问卷、评议表收到的意见由办公室登记；纸票和会上举手的评分当场计票，把票数计入", "Cards come by: touchscreen · questionnaire. Opinions that come by questionnaire are registered at the office; ratings on paper or by a show of hands are counted on the spot, and enter as counts"],
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

/// A plan for those entitled, with every other word that there is.
pub(in crate::domain::plan) const ENTITLED: &str = r#"
format = "pingyi-plan"
version = 1
id = "all"
revision = 1
source = "S0"
title = "全部"
summary = "什么都说。"
voters = "slip"
cadence = "term"
opens = 2027-05-01
closes = 2027-06-10
smallest_crowd = 5
quorum = { of = "present", more_than = "4/5" }
called_by = { zh = "五分之一以上的代表", en = "a fifth of the representatives" }
areas = [{ zh = "一组", en = "Group 1" }, "二组"]

[organiser]
body = { zh = "居委会", en = "the committee" }
chair = { zh = "书记", en = "the secretary" }
tellers = [{ zh = "甲", en = "A" }, { zh = "乙", en = "B" }]
overseer = { zh = "居务监督委员会", en = "the supervisors" }

[[entitled]]
name = { zh = "居民代表", en = "Representatives" }
number = 40
seats = [2, 3]
[[entitled]]
name = { zh = "党员代表", en = "Party members" }
[[entitled]]
name = { zh = "政府代表", en = "The government" }
votes = false

[valid]
blank = "abstains"
all_alike = "void"
surplus = "void"

[meeting]
on = 2027-06-10
from = 19:30:00
to = 21:00:00
place = { zh = "活动室", en = "The hall" }
agenda = [{ zh = "述职", en = "Reports" }, { zh = "投票", en = "Vote" }]
open = true

[proposals]
spoken = true
amounts = true
minority_reasons = true

[sample]
households = 50
least_share = "7/10"

[[scale]]
id = "for"
kind = "named"
[[scale.choice]]
id = "yes"
name = { zh = "赞成", en = "For" }
[[scale.choice]]
id = "no"
name = { zh = "反对", en = "Against" }
[[scale.choice]]
id = "none"
name = { zh = "弃权", en = "Abstain" }
abstain = true

[[criterion]]
id = "whole"
name = { zh = "总体", en = "Overall" }
scale = "for"
weight = 60
[[criterion]]
id = "part"
name = { zh = "细项", en = "Detail" }
scale = "for"
weight = 40

[[subject]]
id = "p1"
kind = "person"
name = { zh = "甲", en = "A" }
person = "wjg"
duty_report = { zh = "一年来走访三百户。", en = "Three hundred visits." }

[[stage]]
name = { zh = "述职", en = "Report" }
kind = "report"
by = { zh = "主任", en = "the director" }
due = 2027-06-01
document = { zh = "述职报告", en = "the report" }
[[stage]]
name = { zh = "评议", en = "Cards" }

[grading]
kind = "vote"
positive = ["yes"]
of = "present"
more_than = "1/2"
tie = "again"
criteria = ["whole"]
assessment_group = { name = { zh = "考核小组", en = "the assessors" }, members = [{ zh = "丙", en = "C" }], rule = { zh = "以评议为主要依据。", en = "Mainly by the vote." } }
[[grading.grade]]
id = "passed"
name = { zh = "通过", en = "Passed" }
[[grading.grade]]
id = "failed"
name = { zh = "不通过", en = "Not passed" }

[opinion]
[[opinion.category]]
id = "lift"
name = { zh = "电梯", en = "Lifts" }
reply_within_working_days = 1

[follow_up]
reply_within_working_days = 15
extension_working_days = 5
revisit = true
tell_within_days = 7
self_review = true

[report]
to = { zh = "街道", en = "the subdistrict" }
sections = [{ zh = "基本情况", en = "The facts" }, { zh = "建议", en = "Advice" }]
approve = { zh = "书记", en = "the secretary" }
within_days = 10

[protection]
to = { zh = "街道纪工委", en = "the discipline office" }
telephone = "0571-12345678"
text = { zh = "违者按党纪政纪严肃处理。", en = "Whoever does is dealt with by the rules." }

[archive]
class = { zh = "民主评议", en = "evaluations" }
years = 30

[publication]
results = true
before = true
posted_days = 5
objections_days = 3
objections_to = { zh = "居务监督委员会", en = "the supervisors" }
small_counts = "shown"
"#;

/// What `ENTITLED` says that `EVERYTHING` does not.
#[rustfmt::skip] // one row, one line
const ENTITLED_SAID: &[[&str; 2]] = &[
    ["凭评议票参加，一票一卡，不记名。", "By voting slip: one card for each slip, anonymously."],
    ["任期届满时评议一次。", "Once, at the end of a term of office."],
    ["各项权重：总体 60 · 细项 40", "Weights: Overall 60 · Detail 40"],
    ["跨年度、跨方案的同一人：甲 = wjg", "The same person in every plan and year: A = wjg"],
    ["评议前可在评议机上看述职报告：甲", "Their reports are read at the kiosk before the vote: A"],
    ["弃权 计为弃权，不算进比率和得分。", "Abstain counts as abstaining, out of every rate and score."],
    ["赞成超过实到的 1/2 为通过，不足为不通过；恰好 1/2 时重新表决。", "Passed with more than 1/2 of those present for it; with fewer Not passed; with exactly 1/2: voted again."],
    ["等次只由这些内容决定：总体；其他内容供参考。", "The grade follows from these alone: Overall; the others inform."],
    ["意见类别：电梯（1 个工作日）", "Opinions may be about: Lifts (1 working day)"],
    ["组织单位：居委会", "Held by: the committee"],
    ["主持：书记", "In the chair: the secretary"],
    ["监票、计票：甲 · 乙", "Tellers: A · B"],
    ["监督：居务监督委员会", "Overseen by: the supervisors"],
    ["评议范围：一组 · 二组", "Covers: Group 1 · 二组"],
    ["有权评议：居民代表，应到 40 人", "May vote: Representatives, 40 in number"],
    ["每个居民小组推选代表 2 至 3 人。", "Each neighbourhood group sends 2 to 3 representatives."],
    ["有权评议：党员代表", "May vote: Party members"],
    ["列席，不表决：政府代表", "Present without a vote: The government"],
    ["实到人数（占应到）超过 4/5，结果才有效。", "A result stands with more than 4/5 of those entitled present."],
    ["空白票计为弃权。", "A blank ballot abstains."],
    ["全部选项相同的票无效。", "A ballot that marks everything alike is void."],
    ["收回的票多于发出的票，本次评议无效，重新进行。", "With more ballots collected than given out the vote is void and is held again."],
    ["可以由这些人提出召开：五分之一以上的代表", "May be called by: a fifth of the representatives"],
    ["抽取 50 户入户评议。", "Asked at the door: 50 households."],
    ["其中普通居民不少于 7/10。", "At least 7/10 of them are ordinary residents."],
    ["开评议会评议。", "Held at a sitting."],
    ["会议日期：2027-06-10", "Day of the sitting: 2027-06-10"],
    ["会议时间：19:30 至 21:00", "Hours of the sitting: 19:30 to 21:00"],
    ["会议地点：活动室", "Place of the sitting: The hall"],
    ["议程：述职 · 投票", "Agenda: Reports · Vote"],
    ["居民可以到会旁听、发言。", "Residents may listen, and speak."],
    ["程序：述职（主任 · 2027-06-01 前 · 述职报告） → 评议", "Procedure: Report (the director · by 2027-06-01 · the report) → Cards"],
    ["收提案，逐件表决。", "Proposals are put forward and voted on one by one."],
    ["提案可以口头提出。", "A proposal may be made by word of mouth."],
    ["提案写明金额。", "A proposal names its amount of money."],
    ["少数意见和理由要记录。", "The reasons of a minority are written down."],
    ["等次由考核小组评定。成员：丙。以评议为主要依据。", "The grade is settled by the assessors. Members: C. Mainly by the vote."],
    ["答复可以说明理由，延长 5 个工作日。", "A reply may come later, with a reason, by 5 working days."],
    ["答复后回访：提意见的人可凭回执号评价答复，等 30 天，另加路上的五周。", "Whoever wrote an opinion may say with the receipt how content they are with the reply; 30 days are waited, and five weeks for the way."],
    ["结果在 7 个工作日内告知本人。", "The person evaluated is told within 7 working days."],
    ["被评议人要写出自我检讨。", "The person evaluated writes a review of themselves."],
    ["写出评议报告，10 个工作日内报送：街道", "A report is written and goes, within 10 working days, to: the subdistrict"],
    ["评议报告包括：基本情况 · 建议", "The report says: The facts · Advice"],
    ["评议报告由书记批准。", "The report is approved by the secretary."],
    ["评议前公示评议对象名单。", "The list of those evaluated is posted before."],
    ["结果公示 5 个工作日。", "Results are posted for 5 working days."],
    ["公示后 3 个工作日内可以提出异议。", "Objections are taken for 3 working days after posting."],
    ["对结果有异议，可以向居务监督委员会提出。", "Objections to a result go to: the supervisors"],
    ["票数照实宣布，一票两票也宣布。", "Counts are announced as they are, ones and twos included."],
    ["严禁打击报复。遇到打击报复，可以向街道纪工委反映，电话 0571-12345678。", "Retaliation is forbidden. Where it happens, turn to: the discipline office, telephone 0571-12345678"],
    ["违者按党纪政纪严肃处理。", "Whoever does is dealt with by the rules."],
    ["材料归入民主评议，保存 30 年。", "Its papers are filed under evaluations for 30 years."],
];

/// What stands in `ENTITLED`, what is written instead, and what it then says in English.
#[rustfmt::skip] // one row, one line
const ENTITLED_INSTEAD: &[[&str; 3]] = &[
    ["cadence = \"term\"", "cadence = \"quarterly\"", "Every quarter."],
    ["cadence = \"term\"", "cadence = \"monthly\"", "Every month."],
    ["cadence = \"term\"", "cadence = \"called\"", "Held whenever it is called."],
    ["more_than = \"4/5\"", "at_least = \"4/5\"", "A result stands with at least 4/5 of those entitled present."],
    ["of = \"present\", more_than = \"4/5\"", "of = \"raters\", more_than = \"1/2\"", "A result stands with more than 1/2 of those who may rate taking part."],
    ["of = \"present\", more_than = \"4/5\"", "of = \"raters\", at_least = 50", "A result stands from 50 cards on."],
    ["blank = \"abstains\"", "blank = \"void\"", "A blank ballot is void."],
    ["more_than = \"1/2\"\ntie", "at_least = \"2/3\"\ntie", "Passed with at least 2/3 of those present for it; otherwise Not passed."],
    ["tie = \"again\"", "tie = \"higher\"", "Passed with more than 1/2 of those present for it; with fewer Not passed; with exactly 1/2: Passed."],
    ["of = \"present\"\nmore_than", "of = \"entitled\"\nmore_than", "Passed with more than 1/2 of those entitled for it; with fewer Not passed; with exactly 1/2: voted again."],
    ["within_days = 10", "", "A report is written and goes to: the subdistrict"],
    ["telephone = \"0571-12345678\"", "", "Retaliation is forbidden. Where it happens, turn to: the discipline office"],
    ["years = 30", "", "Its papers are filed under evaluations for ever."],
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
    ["quorum = \"4/5\"", "quorum = 30", "A result stands with at least 4/5 of the slips given out coming back.", "至少 30 张卡，结果才有效。", "A result stands from 30 cards on."],
    ["quorum = \"4/5\"", "", "A result stands with at least 4/5 of the slips given out coming back.", "", ""],
    ["seats_per_neighbourhood = [2, 3]", "", "Each neighbourhood group sends 2 to 3 representatives.", "", ""],
    ["unscheduled = true", "", "May also be held at any other time.", "", ""],
    ["channels = [\"kiosk\", \"paper\"]", "", "Cards come by: touchscreen · questionnaire. Opinions that come by questionnaire are registered at the office; ratings on paper or by a show of hands are counted on the spot, and enter as counts", "", ""],
    ["channels = [\"kiosk\", \"paper\"]", "channels = [\"tablet\"]", "Cards come by: touchscreen · questionnaire. Opinions that come by questionnaire are registered at the office; ratings on paper or by a show of hands are counted on the spot, and enter as counts", "评议渠道：入户平板", "Cards come by: tablet at the door"],
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
fn every_other_word_is_explained_too() {
    let all = said(ENTITLED);
    for line in ENTITLED_SAID {
        assert!(all.iter().any(|one| one == line), "{line:?} in {all:#?}");
    }
    for [good, other, wanted] in ENTITLED_INSTEAD {
        assert!(ENTITLED.contains(good), "{good}");
        let all = said(&ENTITLED.replacen(good, other, 1));
        assert!(
            all.iter().any(|[_, en]| en == wanted),
            "{wanted} in {all:#?}"
        );
    }
}

#[test]
fn what_stands_blank_is_explained_as_blank_and_listed() {
    let blank = ENTITLED
        .replacen("\"1/2\"\ntie", "\"____\"\ntie", 1)
        .replacen(
            "zh = \"书记\", en = \"the secretary\"",
            "zh = \"____\", en = \"____\"",
            1,
        )
        .replacen("on = 2027-06-10", "on = \"____\"", 1);
    let reading = Plan::read(&blank).unwrap();
    let lines: Vec<usize> = reading.blanks.iter().map(|blank| blank.line).collect();
    let at = |text: &str| 1 + blank.lines().position(|line| line.contains(text)).unwrap();
    assert_eq!(lines.len(), 3);
    for text in ["chair =", "on = \"____\"", "more_than = \"____\""] {
        assert!(lines.contains(&at(text)), "{text}: {lines:?}");
    }
    let all = explain(&reading.plan, Lang::Zh).join("\n");
    assert!(
        all.contains("主持：____") && all.contains("赞成超过实到的 ____ 为通过"),
        "{all}"
    );
    let refused = Plan::parse(&blank).unwrap_err();
    let blanks = refused
        .0
        .iter()
        .filter(|fault| fault.sentence.key() == "domain-plan-figure-missing");
    assert_eq!(blanks.count(), 3);
}

#[test]
fn beside_its_results_a_plan_says_who_held_it_and_where_to_turn() {
    let plan = Plan::read(ENTITLED).unwrap().plan;
    let told = told_beside_results(&plan, Lang::Zh);
    for wanted in [
        "组织单位：居委会",
        "评议范围：一组 · 二组",
        "违者按党纪政纪严肃处理。",
    ] {
        assert!(told.iter().any(|line| line == wanted), "{told:?}");
    }
    let other = Plan::read(EVERYTHING).unwrap().plan;
    assert_eq!(
        told_beside_results(&other, Lang::En),
        ["Results are reported to: the subdistrict"]
    );
}

#[test]
fn who_may_take_part_and_how_a_grade_is_found_is_explained() {
    let shipped = |wanted: &str| {
        let mut all = shipped().iter();
        all.find(|one| one.name == wanted).unwrap().text
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
                    "Satisfactory: a rate of at least 80%.",
                ],
                [
                    "基本满意：满意率不低于 60%。",
                    "Fairly satisfactory: a rate of at least 60%.",
                ],
                [
                    "不满意：满意率不低于 0%。",
                    "Unsatisfactory: a rate of at least 0%.",
                ],
            ],
        ),
        (
            include_str!("../../../assets/demo/s6.toml"),
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

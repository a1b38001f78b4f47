//! Every clause of the rule texts (S1–S16), with the test that shows it or the reason why none can: `assets/plans/CLAUSES.md` is made
//! from this table (`UPDATE_CLAUSES=1 cargo test --test office clauses::`).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use Shown::{Nothing, Part, Software, Test};

/// How a clause is shown to be kept.
#[derive(Clone, Copy)]
enum Shown {
    /// By a test: file below `tests/`, and function.
    Test(&'static str),
    /// By a test, but for what is said.
    Part(&'static str, &'static str),
    /// Not yet: what is missing.
    Nothing(&'static str),
    /// By no software: why.
    Software(&'static str),
}

const CARD: &str = "kiosk/use_cases.rs a_receipt_tells_where_its_card_is_at_every_hop";
const SEALED: &str =
    "kiosk/steps.rs nothing_a_resident_wrote_and_no_number_lies_in_the_kiosks_files";
const DUE: &str =
    "kiosk/use_cases.rs a_promise_counts_working_days_from_the_latest_day_a_stick_arrives";
const ALONE: &str =
    "kiosk/use_cases.rs an_opinion_alone_leaves_at_the_next_sync_and_the_ratings_of_its_card_wait";
const WORDS: &str = "kiosk/words_alone.rs between_its_months_words_are_taken_and_nothing_is_rated";
const REPLY: &str = "office/answers.rs a_reply_reaches_its_receipt_and_no_one_else";
const RESULTS: &str = "office/public.rs results_say_their_sum_who_held_it_and_where_to_turn";
const POSTED: &str = "office/answers.rs results_are_posted_with_the_ledgers_head";
const NOTICE: &str = "office/command_line.rs notices_are_posted_and_read";
const SITTING: &str =
    "office/sitting.rs a_sitting_is_held_as_the_text_says_from_announcement_to_archive";
const BODY: &str =
    "office/rounds.rs a_body_decides_beside_the_vote_and_two_years_in_a_row_are_found";
const QUORUM: &str = "office/rounds.rs a_quorum_of_those_present_is_met_and_the_result_goes_upward";
const HEARD: &str =
    "office/rounds.rs those_evaluated_are_told_and_heard_before_the_result_is_posted";
const BEFORE: &str = "office/rounds.rs a_plan_that_is_announced_first_waits_for_it";
const MONTHS: &str = "office/rounds.rs an_open_plan_goes_from_month_to_month_to_its_archive";
const POINTS: &str = "office/rounds.rs points_make_a_grade_and_a_body_may_set_another";
const PROPOSALS: &str = "office/proposals.rs proposals_are_put_discussed_voted_on_and_carried_out";
const CALLED: &str = "office/called.rs a_round_is_called_besides_and_counted_apart";
const SLIPS: &str = "promises/slips.rs a_plan_is_voted_on_by_slip_from_the_printing_to_the_count";
const GROUPS: &str =
    "promises/slips.rs a_small_group_is_counted_in_the_whole_and_whom_a_group_rates_the_slip_says";
const SHIPPED: &str =
    "formats/plan_systems.rs every_shipped_plan_is_explained_and_asks_for_its_blanks";
const TYPES: &str = "formats/plan_systems.rs what_is_said_arrives_as_types";
const REGISTER: &str = "office/cases.rs a_slip_from_the_opinion_box_becomes_a_case_whose_term_counts_from_the_day_it_came";
const MEASURES: &str =
    "office/measures.rs a_case_is_put_right_by_whom_the_plan_asks_for_and_until_its_day";
const PAPERS: &str =
    "office/ballots.rs papers_of_a_questionnaire_are_counted_and_few_are_not_told_apart";
const BALLOTS: &str =
    "office/ballots.rs hands_and_papers_of_a_sitting_are_counted_beside_its_slips";
const REVISIT: &str =
    "office/follow_ups.rs an_unhappy_holder_is_heard_once_and_a_happy_one_closes_the_case";
const ROUNDS: &str =
    "promises/rounds.rs ratings_leave_with_the_first_sync_after_their_month_and_count_in_it";

/// Text, number, clause, and how it is shown.
#[rustfmt::skip] // one clause, one line
const CLAUSES: &[(&str, u8, &str, Shown)] = &[
    ("S1", 1, "评议社区工作人员为民服务", Test(CARD)),
    ("S1", 2, "六项评议内容", Test(SHIPPED)),
    ("S1", 3, "问卷（征求意见表，纸）", Test(PAPERS)),
    ("S1", 4, "评议卡", Test(CARD)),
    ("S1", 5, "意见箱", Test(REGISTER)),
    ("S1", 6, "多层次座谈会", Test(REGISTER)),
    ("S1", 7, "其他方法", Test(REGISTER)),
    ("S1", 8, "经常化、长期化", Test(MONTHS)),
    ("S1", 9, "立即整改：责任人、整改时间、措施", Test(MEASURES)),
    ("S1", 10, "督查", Test(MEASURES)),
    ("S1", 11, "严禁打击报复", Test(SEALED)),
    ("S1", 12, "违者处理：去哪里投诉报复", Test(RESULTS)),
    ("S1", 13, "15 个工作日反馈", Test(ALONE)),
    ("S1", 14, "落实不到位、不按时追究责任人", Test(MEASURES)),
    ("S2", 1, "领导小组、职责分工", Test(RESULTS)),
    ("S2", 2, "方案：对象、时间", Test(BEFORE)),
    ("S2", 3, "方案：范围、程序", Test(SITTING)),
    ("S2", 4, "宣传动员", Test(SITTING)),
    ("S2", 5, "公开、公正、公平；四权", Software("原则")),
    ("S2", 6, "分析研究", Part(QUORUM, "按类别、对象、时期的分析页")),
    ("S2", 7, "及时反馈结果", Test(POSTED)),
    ("S2", 8, "整改措施", Test(MEASURES)),
    ("S2", 9, "督导检查", Test(MEASURES)),
    ("S2", 10, "群众得到满意答复", Test(REVISIT)),
    ("S2", 11, "培训", Software("培训由人来做")),
    ("S3", 1, "平等、自愿", Test(CARD)),
    ("S3", 2, "信息公开：过程和结果", Test(MONTHS)),
    ("S3", 3, "结果及时公布", Test(POSTED)),
    ("S3", 4, "居民对评议结果监督和反馈", Test(BODY)),
    ("S3", 5, "参与、协商", Test(PROPOSALS)),
    ("S4", 1, "每年一次，结合年终总结", Test(TYPES)),
    ("S4", 2, "五个方面", Test(SHIPPED)),
    ("S4", 3, "评议人是党员", Test(SLIPS)),
    ("S4", 4, "实事求是、民主公开等", Software("原则")),
    ("S5", 1, "成员普选、推选，任期", Part(SHIPPED, "成员名册和任期在方案里写明，选举不由本程序办理")),
    ("S5", 2, "组成：居民、专业人士、观察员（不表决）", Test(PROPOSALS)),
    ("S5", 3, "定期会议，议程公开", Test(PROPOSALS)),
    ("S5", 4, "居民自愿到会、有发言时间", Test(PROPOSALS)),
    ("S5", 5, "提案：书面或口头", Test(PROPOSALS)),
    ("S5", 6, "讨论，充分考虑少数意见", Test(PROPOSALS)),
    ("S5", 7, "投票表决，多数票通过", Test(PROPOSALS)),
    ("S5", 8, "决议、纪要、文件公开", Test(PROPOSALS)),
    ("S5", 9, "提交有关部门和政府执行、监督执行", Test(PROPOSALS)),
    ("S5", 10, "监督报告", Test(PROPOSALS)),
    ("S5", 11, "预算分配建议", Test(PROPOSALS)),
    ("S5", 12, "争议调解", Part(REPLY, "作为意见件办理，没有调解专用的文书")),
    ("S5", 13, "委员会", Test(RESULTS)),
    ("S6", 1, "全体工作人员逐人", Test(BODY)),
    ("S6", 2, "德能勤绩（原文全文）", Test(SHIPPED)),
    ("S6", 3, "印成表格送各科室一人一份、无记名", Test(SLIPS)),
    ("S6", 4, "投票方式打分", Test(POINTS)),
    ("S6", 5, "考核小组以评议为主要依据定等次", Test(BODY)),
    ("S6", 6, "张榜公布", Part(BODY, "纸面公示的版式（GB/T 9704）")),
    ("S6", 7, "优秀、称职、不称职", Test(BODY)),
    ("S6", 8, "连续两年不称职不晋升、不评先", Test(BODY)),
    ("S6", 9, "结果作为评先、晋级依据", Test(BODY)),
    ("S7", 1, "居民大会每年至少一次", Test(CALLED)),
    ("S7", 2, "大会评议议事厅工作", Test(CALLED)),
    ("S7", 3, "选举管理委员会", Software("选举另有法律程序，本程序不办理选举")),
    ("S7", 4, "审议重要事项，多数决定", Test(PROPOSALS)),
    ("S7", 5, "决定公示公告，有效执行", Test(PROPOSALS)),
    ("S7", 6, "经费来源公开", Test(NOTICE)),
    ("S7", 7, "内部监督", Software("由人来做")),
    ("S8", 1, "每年一次，结合冬（春）训", Test(TYPES)),
    ("S8", 2, "学习教育、自我评价（书面总结）", Test(SITTING)),
    ("S8", 3, "党内评议与党外评议分开", Test(GROUPS)),
    ("S8", 4, "座谈会或民意测评", Test(BALLOTS)),
    ("S8", 5, "六个方面", Test(SHIPPED)),
    ("S8", 6, "处置意见与本人见面，允许申辩", Test(HEARD)),
    ("S8", 7, "党委领导、以支部为单位", Test(RESULTS)),
    ("S9", 1, "工作人员、管委会、设施、活动", Test(TYPES)),
    ("S9", 2, "S9b：居民满意度、参与意愿等", Test(SHIPPED)),
    ("S9", 3, "居民代表、业委会、志愿者等多元参与", Test(GROUPS)),
    ("S9", 4, "每人平等机会", Test(SLIPS)),
    ("S9", 5, "征求意见定计划、宣传", Part(BEFORE, "方案草案征求意见")),
    ("S9", 6, "线上、线下", Software("线上：本程序从不联网")),
    ("S9", 7, "公示得票数", Test(SITTING)),
    ("S9", 8, "公示评议意见", Part(NOTICE, "一次选多件意见公开")),
    ("S9", 9, "总结分析、改进", Test(QUORUM)),
    ("S9", 10, "考核奖惩、问责", Test(BODY)),
    ("S10", 1, "实物、服务、满意度、安全四评", Test(SHIPPED)),
    ("S10", 2, "评估整理成四评报告", Test(QUORUM)),
    ("S10", 3, "意见公开", Part(NOTICE, "一次选多件意见公开")),
    ("S10", 4, "决策公开：过程和结果", Test(PROPOSALS)),
    ("S10", 5, "公示栏", Test(POSTED)),
    ("S10", 6, "网站等渠道", Nothing("公示的 PDF、xlsx")),
    ("S11", 1, "干部逐人，三项内容", Test(SHIPPED)),
    ("S11", 2, "居民、党员、党组织三类主体", Test(GROUPS)),
    ("S11", 3, "座谈会、评议表", Test(PAPERS)),
    ("S11", 4, "统计成评议报告", Test(QUORUM)),
    ("S11", 5, "及时反馈本人、自我检讨", Test(HEARD)),
    ("S11", 6, "整改提升", Test(MEASURES)),
    ("S11", 7, "选拔任用、奖惩、晋升依据", Test(BODY)),
    ("S12", 1, "班子和每个成员，德能勤绩", Test(SITTING)),
    ("S12", 2, "每半年一次，按街办安排", Test(SITTING)),
    ("S12", 3, "每组推选代表 2–3 人", Test(TYPES)),
    ("S12", 4, "到会不少于代表总数 4/5", Test(SITTING)),
    ("S12", 5, "先述职报告", Test(SITTING)),
    ("S12", 6, "无记名", Test(SEALED)),
    ("S12", 7, "综合结果定三档", Test(SITTING)),
    ("S12", 8, "上报街办", Test(SITTING)),
    ("S12", 9, "不歪曲、不报复", Test(RESULTS)),
    ("S13", 1, "支部成员、班子成员，德能勤绩", Test(SHIPPED)),
    ("S13", 2, "书记主持、每年一次", Test(RESULTS)),
    ("S13", 3, "书面总结、述职报告", Test(SITTING)),
    ("S13", 4, "党员代表、居民代表到会测评", Test(SLIPS)),
    ("S13", 5, "满意率超过、达到、以下", Test(SHIPPED)),
    ("S13", 6, "不满意：诫勉、限期改正、辞退或调整", Test(BODY)),
    ("S13", 7, "满意：报街道党工委表彰", Test(BODY)),
    ("S13", 8, "第二篇：任期结束时评议", Test(BEFORE)),
    ("S13", 9, "第二篇：评议组织机构", Test(RESULTS)),
    ("S13", 10, "第二篇：评议前公示名单", Test(BEFORE)),
    ("S14", 1, "主任、副主任、委员", Test(SHIPPED)),
    ("S14", 2, "每年一次和不定期", Test(CALLED)),
    ("S14", 3, "四项内容", Test(SHIPPED)),
    ("S14", 4, "评议人是居委会成员，开会讨论", Test(SLIPS)),
    ("S14", 5, "会前收集资料", Test(SITTING)),
    ("S14", 6, "评议报告（成果、建议）报批", Test(QUORUM)),
    ("S14", 7, "按建议改进", Test(MEASURES)),
    ("S15", 1, "评议监督小组", Test(RESULTS)),
    ("S15", 2, "五项内容", Test(SHIPPED)),
    ("S15", 3, "每年 2 月、8 月", Test(ROUNDS)),
    ("S15", 4, "座谈会、问卷、信箱", Test(REGISTER)),
    ("S15", 5, "意见箱常年收集", Test(WORDS)),
    ("S15", 6, "公开投诉电话", Test(DUE)),
    ("S15", 7, "电话投诉登记", Test(REGISTER)),
    ("S15", 8, "及时反馈投诉人", Test(REPLY)),
    ("S16", 1, "各级政府和官员", Test(SHIPPED)),
    ("S16", 2, "政策、福利、环境；廉政、态度", Test(SHIPPED)),
    ("S16", 3, "问卷、听证、研讨、线上", Part(REGISTER, "线上不可能")),
    ("S16", 4, "专门机构、独立公正", Test(RESULTS)),
    ("S16", 5, "结果公开、供决策参考", Test(POSTED)),
    ("S16", 6, "保护评议人", Test(SEALED)),
];

/// How many clauses each text has (`reference/clauses.md` of the commission).
const NUMBERS: [(&str, u8); 16] = [
    ("S1", 14),
    ("S2", 11),
    ("S3", 5),
    ("S4", 4),
    ("S5", 13),
    ("S6", 9),
    ("S7", 7),
    ("S8", 7),
    ("S9", 10),
    ("S10", 6),
    ("S11", 7),
    ("S12", 9),
    ("S13", 10),
    ("S14", 7),
    ("S15", 8),
    ("S16", 6),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page() -> String {
    let mut rows = String::new();
    let mut sums: BTreeMap<&str, u32> = BTreeMap::new();
    for (text, number, clause, shown) in CLAUSES {
        let (state, how) = match shown {
            Test(test) => ("works", format!("`{test}`")),
            Part(test, missing) => ("partly", format!("`{test}`; 还缺：{missing}")),
            Nothing(missing) => ("not yet", format!("还缺：{missing}")),
            Software(why) => ("not software", (*why).to_owned()),
        };
        *sums.entry(state).or_default() += 1;
        writeln!(rows, "| {text} | {number} | {clause} | {state} | {how} |").unwrap();
    }
    let sum = |state: &str| sums.get(state).copied().unwrap_or(0);
    format!(
        "# Every clause of the rule texts, and what shows that it is kept\n\n\
         Made by `UPDATE_CLAUSES=1 cargo test --test office clauses::` from `tests/office/clauses.rs`: change it there. Tests are named by file below `tests/` and function.\n\n\
         **{} clauses: {} work, {} partly, {} not yet, {} by no software.**\n\n\
         | text | # | clause | state | shown by |\n|---|---|---|---|---|\n{rows}",
        CLAUSES.len(),
        sum("works"),
        sum("partly"),
        sum("not yet"),
        sum("not software"),
    )
}

#[test]
fn every_clause_is_named_once_and_its_test_is_there() {
    let mut numbers: BTreeMap<&str, u8> = BTreeMap::new();
    for (text, number, clause, shown) in CLAUSES {
        let seen = numbers.entry(text).or_default();
        *seen += 1;
        assert_eq!(seen, number, "{text} {clause}");
        if let Test(test) | Part(test, _) = shown {
            let (file, function) = test.split_once(' ').unwrap();
            let source = fs::read_to_string(root().join("tests").join(file)).unwrap();
            let is_test = source.contains(&format!("#[test]\nfn {function}("));
            assert!(is_test, "{text} {number}: {test}");
        }
    }
    assert_eq!(numbers, BTreeMap::from(NUMBERS));
}

#[test]
fn the_page_of_clauses_is_what_the_table_says() {
    let path = root().join("assets/plans/CLAUSES.md");
    let page = page();
    if std::env::var_os("UPDATE_CLAUSES").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == page,
        "{} is not what the table says",
        path.display()
    );
}

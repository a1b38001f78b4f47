//! Plans: the shipped ones, and what a broken one is told.

use pingyi::domain::batch::RATING_PLAIN_BYTES;
use pingyi::domain::plan::{Formula, Plan, PlanFaults, QuorumOf, decode, explain, shipped};
use pingyi::words::Lang;

/// The plan most of these change, as it is shipped.
fn s9() -> &'static str {
    named("s9")
}

/// A plan by its name: a shipped one, or that of the demo, which has people.
fn named(name: &str) -> &'static str {
    if name == "s6" {
        return include_str!("../../assets/demo/s6.toml");
    }
    let mut all = shipped().iter();
    all.find(|one| one.name == name).unwrap().text
}

#[test]
fn shipped_plans_parse_and_explain_themselves() {
    for name in ["s1", "s9", "s9b", "s10", "s6"] {
        let plan = Plan::parse(named(name)).unwrap_or_else(|faults| {
            panic!(
                "{name}: {:?}",
                faults.0.iter().map(|f| f.say(Lang::En)).collect::<Vec<_>>()
            )
        });
        assert_eq!(plan.id.as_str(), name);
        for lang in Lang::ALL {
            let said = explain(&plan, lang);
            assert!(
                said.iter()
                    .all(|line| !line.contains('⟦') && !line.is_empty()),
                "{said:?}"
            );
        }
    }
}

#[test]
fn every_fault_has_its_line() {
    let s9 = s9();
    let table = [
        (
            "smallest_crowd = 5",
            "smallest_crowd = \"____\"",
            "domain-plan-figure-missing",
        ),
        (
            "smallest_crowd = 5",
            "smallest_crowd = ____",
            "domain-plan-figure-missing",
        ),
        (
            "smallest_crowd = 5",
            "smallest_crowd = 0",
            "domain-plan-bad-value",
        ),
        (
            "skip_allowed = true",
            "skip_alowed = true",
            "domain-plan-unknown-key",
        ),
        (
            "skip_allowed = true",
            "skip_allowed true",
            "domain-plan-syntax",
        ),
        (
            "skip_allowed = true",
            "skip_allowed = yes",
            "domain-plan-syntax",
        ),
        (
            "skip_allowed = true",
            "unscheduled = true",
            "domain-plan-not-enforced",
        ),
        (
            "skip_allowed = true",
            "unscheduled = true",
            "domain-plan-not-enforced",
        ),
        (
            "at_least = 80",
            "at_least = \"____\"",
            "domain-plan-figure-missing",
        ),
        (
            "at_least = 60",
            "at_least = 90",
            "domain-plan-thresholds-order",
        ),
        (
            "at_least = 0",
            "at_least = 10",
            "domain-plan-threshold-last",
        ),
        (
            "positive = [\"satisfied\", \"fair\"]",
            "positive = []",
            "domain-plan-no-positive",
        ),
        (
            "positive = [\"satisfied\", \"fair\"]",
            "positive = [\"x\"]",
            "domain-plan-unresolved",
        ),
        (
            "id = \"roads\"",
            "id = \"order\"",
            "domain-plan-duplicate-id",
        ),
        ("id = \"s9\"", "id = \"S 9\"", "domain-id-bad"),
        (
            "cadence = \"yearly\"",
            "cadence = \"yearly\"\nunscheduled = true",
            "domain-plan-not-enforced",
        ),
    ];
    for (good, broken, key) in table {
        assert!(s9.contains(good), "{good}");
        let text = s9.replacen(good, broken, 1);
        let start = s9.find(good).unwrap();
        let line = text[..start + broken.len()].matches('\n').count() + 1;
        let faults = Plan::parse(&text).unwrap_err();
        let found = faults
            .0
            .iter()
            .any(|f| f.line == line && f.sentence.key() == key);
        assert!(found, "{broken}: wanted {key} on {line}, got {faults:?}");
        for lang in Lang::ALL {
            assert!(faults.0.iter().all(|f| !f.say(lang).contains('⟦')));
        }
    }
}

/// What a shipped plan is told when `good` in it is written `broken`.
fn told(plan: &str, good: &str, broken: &str) -> PlanFaults {
    let text = named(plan);
    assert!(text.contains(good), "{plan}: {good}");
    Plan::parse(&text.replacen(good, broken, 1)).expect_err(broken)
}

/// Plan, what stands there, what is written instead, the fault, the key or id that it names.
#[rustfmt::skip] // one row, one line
const NAMED: &[[&str; 5]] = &[
    // A key left out.
    ["s9", "source = \"S9\"", "", "missing", "source"],
    ["s9", "id = \"s9\"", "", "missing", "id"],
    ["s9", "cadence = \"yearly\"", "", "missing", "cadence"],
    ["s9", "kind = \"person\"", "", "missing", "subject.kind"],
    ["s9", "title = {", "note = {", "missing", "title"],
    ["s9", "[grading]", "[marking]", "missing", "grading"],
    ["s9", "scale = \"satisfaction\"", "", "missing", "criterion.scale"],
    ["s9", "id = \"attitude\"", "", "missing", "criterion.id"],
    ["s6", "[[grading.grade]]\nid = \"excellent\"", "[[grading.grade]]", "missing", "grading.grade.id"],
    ["s9", "reply_within_working_days = 15", "", "figure-missing", "follow_up.reply_within_working_days"],
    ["s9", "[follow_up]", "[follow]", "figure-missing", "follow_up.reply_within_working_days"],
    // A figure or a text left blank.
    ["s9", "source = \"S9\"", "source = \"____\"", "figure-missing", "source"],
    ["s9", "zh = \"社区民主评议\"", "zh = \"＿＿社区\"", "figure-missing", "title"],
    ["s9", "en = \"Community evaluation\"", "en = \"____ evaluation\"", "figure-missing", "title"],
    ["s9", "at_least = 80", "at_least = \" \"", "figure-missing", "grading.grade.at_least"],
    ["s9", "skip_allowed = true", "quorum = \"____\"", "figure-missing", "quorum"],
    // A value of another kind, or one that is not known.
    ["s9", "source = \"S9\"", "source = 9", "bad-value", "source"],
    ["s9", "voters = \"open\"", "voters = \"closed\"", "bad-value", "voters"],
    ["s9", "voters = \"open\"", "voters = 3", "bad-value", "voters"],
    ["s9", "skip_allowed = true", "skip_allowed = \"yes\"", "bad-value", "skip_allowed"],
    ["s9", "zh = \"社区民主评议\"", "zh = \" \"", "bad-value", "title"],
    ["s9", "title = {", "title = 3 # {", "bad-value", "title"],
    ["s9", "kinds = [\"person\"]", "kinds = [\"persons\"]", "bad-value", "criterion.kinds"],
    ["s9", "kinds = [\"person\"]", "kinds = [3]", "bad-value", "criterion.kinds"],
    ["s9", "kinds = [\"person\"]", "kinds = \"person\"", "bad-value", "criterion.kinds"],
    ["s9", "at_least = 80", "at_least = 100.5", "bad-value", "grading.grade.at_least"],
    ["s9", "at_least = 80", "at_least = nan", "bad-value", "grading.grade.at_least"],
    ["s9", "at_least = 80", "at_least = 101", "bad-value", "grading.grade.at_least"],
    ["s9", "reply_within_working_days = 15", "reply_within_working_days = 15\nrectification = 3", "bad-value", "follow_up.rectification"],
    ["s9", "skip_allowed = true", "stage = 3", "bad-value", "stage"],
    ["s9", "skip_allowed = true", "stage = [3]", "bad-value", "stage"],
    ["s10", "max = 10", "max = 1", "bad-value", "scale.max"],
    ["s9", "skip_allowed = true", "opens = \"2026-02-01\"", "bad-value", "opens"],
    ["s9", "skip_allowed = true", "closes = 2026-02-01T10:00:00", "bad-value", "closes"],
    ["s9", "cadence = \"yearly\"", "cadence = \"months\"", "bad-value", "months"],
    ["s9", "cadence = \"yearly\"", "cadence = \"months\"\nmonths = []", "bad-value", "months"],
    ["s9", "cadence = \"yearly\"", "cadence = \"months\"\nmonths = [0]", "bad-value", "months"],
    ["s9", "cadence = \"yearly\"", "cadence = \"months\"\nmonths = [2, 13]", "bad-value", "months"],
    ["s9", "cadence = \"yearly\"", "cadence = \"months\"\nmonths = [\"2\"]", "bad-value", "months"],
    ["s9", "skip_allowed = true", "quorum = \"5/4\"", "bad-value", "quorum"],
    ["s9", "skip_allowed = true", "quorum = \"0/4\"", "bad-value", "quorum"],
    ["s9", "skip_allowed = true", "quorum = \"1/101\"", "bad-value", "quorum"],
    ["s9", "skip_allowed = true", "quorum = \"half/4\"", "bad-value", "quorum"],
    ["s9", "skip_allowed = true", "quorum = \"1/all\"", "bad-value", "quorum"],
    ["s9", "skip_allowed = true", "quorum = 0", "bad-value", "quorum"],
    ["s9", "skip_allowed = true", "channels = [\"pigeon\"]", "bad-value", "channels"],
    ["s9", "skip_allowed = true", "seats_per_neighbourhood = [3, 2]", "bad-value", "seats_per_neighbourhood"],
    ["s9", "skip_allowed = true", "seats_per_neighbourhood = [0, 2]", "bad-value", "seats_per_neighbourhood"],
    ["s9", "skip_allowed = true", "seats_per_neighbourhood = [\"2\", 3]", "bad-value", "seats_per_neighbourhood"],
    ["s9", "skip_allowed = true", "seats_per_neighbourhood = 2", "bad-value", "seats_per_neighbourhood"],
    ["s9", "[grading]", "[[group]]\nid = \"a\"\n[grading]", "bad-value", "voters"],
    ["s9", "reply_within_working_days = 15", "reply_within_working_days = 251", "bad-value", "follow_up.reply_within_working_days"],
    ["s9", "[publication]", "[follow_up.rectification]\nwithin_working_days = 0\n[publication]", "bad-value", "within_working_days"],
    // What is named elsewhere and not there.
    ["s9", "scale = \"satisfaction\"", "scale = \"other\"", "unresolved", "other"],
    ["s10", "subjects = [\"physical\"]", "subjects = [\"spirit\"]", "unresolved", "spirit"],
    ["s6", "choices = [\"excellent\"]", "choices = [\"perfect\"]", "unresolved", "perfect"],
    ["s6", "choices = [\"excellent\"]", "choices = [\"perfect\"]", "choice-without-grade", "excellent"],
    ["s9", "[opinion]", "[[consequence]]\ngrade = \"best\"\ntext = \"…\"\n[opinion]", "unresolved", "best"],
    ["s10", "[grading]", "[[subject]]\nid = \"idle\"\nkind = \"activity\"\nname = \"…\"\n[grading]", "nothing-to-answer", "idle"],
    // Too few, out of order, where they do not belong.
    ["s9", "[[opinion.category]]", "[[opinion.kind]]", "unknown-key", "opinion.kind"],
    ["s9", "name = { zh = \"工作态度\", en", "name = { zh = \"工作态度\", fr", "unknown-key", "criterion.name.fr"],
    ["s9", "skip_allowed = true", "opens = 2026-02-02\ncloses = 2026-02-01", "period", ""],
    ["s9", "cadence = \"yearly\"", "cadence = \"once\"", "period", ""],
    ["s6", "name = { zh = \"优秀\", en = \"Excellent\" }", "name = \"优秀\"\nweight = 3", "weight-unused", "excellent"],
    // Words of grading and of those entitled, where they do not belong or do not fit.
    ["s9", "kind = \"rate\"", "kind = \"rate\"\nof = \"present\"", "grading-key", "grading.of"],
    ["s10", "kind = \"counts-only\"", "kind = \"counts-only\"\ntie = \"again\"", "grading-key", "grading.tie"],
    ["s6", "kind = \"majority\"", "kind = \"majority\"\ntie = \"lots\"", "bad-value", "grading.tie"],
    ["s9", "kind = \"rate\"", "kind = \"rate\"\ncriteria = [\"overall\"]", "unresolved", "overall"],
    ["s9", "at_least = 80", "at_least = 80\nmore_than = 80", "two-thresholds", "grading.grade.at_least"],
    ["s9", "at_least = 80", "at_least = 80\nat_most_share = \"4/3\"", "bad-value", "grading.grade.at_most_share"],
    ["s9", "at_least = 80", "at_least = \"4/3\"", "bad-value", "grading.grade.at_least"],
    ["s9", "kind = \"rate\"", "kind = \"vote\"", "missing", "grading.of"],
    ["s9", "kind = \"rate\"", "kind = \"vote\"\nof = \"valid\"\nmore_than = 50", "bad-value", "grading.more_than"],
    ["s9", "kind = \"rate\"", "kind = \"vote\"\nof = \"valid\"\nmore_than = \"1/2\"", "vote-outcomes", ""],
    ["s9", "scale = \"satisfaction\"", "scale = \"satisfaction\"\nweight = 20", "criterion-weight", ""],
    ["s9", "[grading]", "[[entitled]]\nname = \"代表\"\n[grading]", "entitled-open", ""],
    ["s9", "[grading]", "[[entitled]]\nname = \"代表\"\nvotes = false\n[grading]", "nobody-votes", ""],
    ["s9", "results = true", "results = true\nsmall_counts = \"shown\"", "small-counts-open", ""],
    ["s9", "skip_allowed = true", "quorum = { of = \"present\" }", "figure-missing", "quorum.at_least"],
    ["s9", "skip_allowed = true", "quorum = { of = \"all\", at_least = 3 }", "bad-value", "quorum.of"],
    ["s9", "[grading]", "[meeting]\nfrom = 21:00:00\nto = 19:30:00\n[grading]", "bad-value", "meeting.to"],
    ["s9", "[grading]", "[meeting]\nfrom = \"晚上\"\n[grading]", "bad-value", "meeting.from"],
    ["s9", "[grading]", "[protection]\ntelephone = \"1\"\n[grading]", "missing", "protection.to"],
];

#[test]
fn what_is_missing_blank_or_of_another_kind_is_named() {
    for [plan, good, broken, fault, named] in NAMED {
        let faults = told(plan, good, broken);
        let key = format!("domain-plan-{fault}");
        let found = faults.0.iter().any(|it| {
            let said = [it.say(Lang::Zh), it.say(Lang::En)];
            it.sentence.key() == key && said.iter().all(|text| text.contains(named))
        });
        assert!(found, "{plan}, {broken}: wanted {key}, got {faults:?}");
        for lang in Lang::ALL {
            let said = faults.sentence().say(lang);
            assert!(!said.is_empty() && !said.contains('⟦'), "{said}");
        }
    }
    // A list that must hold something.
    let s9 = s9();
    let (head, _) = s9.split_once("[[subject]]").unwrap();
    let (_, tail) = s9.split_once("[grading]").unwrap();
    let faults = Plan::parse(&format!("{head}[grading]{tail}")).unwrap_err();
    assert_eq!(faults.0[0].sentence.key(), "domain-plan-too-few");
}

/// What stands in the plan S9, what is written instead, and every fault that this is.
#[rustfmt::skip] // one row, one line
const WHOLE: &[(&[[&str; 2]], &[&str])] = &[
    // A threshold that is asked for is asked for; none of its neighbours is called out of order.
    (&[["at_least = 80", "at_least = \"____\""]], &["figure-missing"]),
    (&[["at_least = 60", "at_least = \"____\""]], &["figure-missing"]),
    (&[["at_least = 0", "at_least = \"____\""]], &["figure-missing"]),
    (&[["at_least = 80", "at_least = 101"]], &["bad-value"]),
    (&[["at_least = 60", "at_least = 80"]], &["thresholds-order"]),
    (&[["at_least = 60", "at_least = 79.9"]], &[]),
    (&[["at_least = 60", "at_least = 0"]], &["thresholds-order"]),
    (&[["at_least = 80", "at_least = 50"], ["at_least = 60", "at_least = \"____\""], ["at_least = 0", "at_least = 50"]], &["figure-missing", "thresholds-order", "threshold-last"]),
    (&[["at_least = 0", "at_least = 0.1"]], &["threshold-last"]),
    (&[["at_least = 0", "more_than = 0"]], &["threshold-last"]),
    // Words that 0.1 passed over are passed over.
    (&[["kind = \"rate\"", "kind = \"counts-only\""]], &[]),
    (&[["at_least = 0", "at_least = -0.0"]], &[]),
    // Over 80, from 80 on, and a share: each a step of its own.
    (&[["at_least = 80", "more_than = 80"], ["at_least = 60", "at_least = 80"]], &[]),
    (&[["at_least = 60", "at_least = \"2/3\""]], &[]),
    (&[["at_least = 60", "more_than = 80"]], &["thresholds-order"]),
    // The first and the last day may be the same.
    (&[["skip_allowed = true", "opens = 2026-02-01\ncloses = 2026-02-01"]], &[]),
    (&[["skip_allowed = true", "opens = 2026-02-01\ncloses = 2026-01-31"]], &["period"]),
    // Groups that are not there have no weights.
    (&[["voters = \"open\"", "voters = \"groups\""]], &["too-few"]),
];

#[test]
fn a_plan_is_told_what_is_wrong_and_nothing_else() {
    for (changes, wanted) in WHOLE {
        let mut text = s9().to_owned();
        for [good, broken] in *changes {
            assert!(text.contains(good), "{good}");
            text = text.replacen(good, broken, 1);
        }
        let faults = Plan::parse(&text).map_or_else(|faults| faults.0, |_| Vec::new());
        let keys = faults
            .iter()
            .map(|it| it.sentence.key().strip_prefix("domain-plan-").unwrap());
        assert_eq!(keys.collect::<Vec<_>>(), *wanted, "{changes:?}");
    }
    // Grades that are not there have no order and no last one.
    let s9 = s9();
    let (head, _) = s9.split_once("[[grading.grade]]").unwrap();
    let (_, tail) = s9.split_once("[opinion]").unwrap();
    let faults = Plan::parse(&format!("{head}[opinion]{tail}")).unwrap_err();
    let keys: Vec<&str> = faults.0.iter().map(|it| it.sentence.key()).collect();
    assert_eq!(keys, ["domain-plan-too-few"]);
}

#[test]
fn a_sheet_fits_its_seal_to_the_last_byte() {
    let one = |n| format!("[[criterion]]\nid = \"c{n}\"\nname = \"…\"\nscale = \"satisfaction\"\n");
    let many: String = (0..60).map(one).collect();
    let faults = told("s9", "[[subject]]", &format!("{many}[[subject]]"));
    let keys: Vec<&str> = faults.0.iter().map(|it| it.sentence.key()).collect();
    assert_eq!(keys, ["domain-plan-sheet-too-long"; 4]);
    // A criterion whose id grows by a letter at a time makes the longest sheet grow by a byte.
    let s9 = s9();
    let parse = |criteria: &str, length: usize| {
        let last = one(0).replace("c0", &"x".repeat(length));
        Plan::parse(&s9.replacen("[[subject]]", &format!("{criteria}{last}[[subject]]"), 1))
    };
    let fits = |count: usize| parse(&(10..10 + count).map(one).collect::<String>(), 1).is_ok();
    let most = (0..60).take_while(|count| fits(*count)).last().unwrap();
    let criteria: String = (10..10 + most).map(one).collect();
    let faults = (1..=24)
        .find_map(|length| parse(&criteria, length).err())
        .unwrap();
    let said = faults.0[0].say(Lang::En);
    assert_eq!(faults.0.len(), 1, "{faults:?}");
    assert!(
        said.contains(&(RATING_PLAIN_BYTES + 1).to_string()),
        "{said}"
    );
}

#[test]
fn rates_may_have_decimals_and_plans_their_months() {
    let s9 = s9();
    let plan = Plan::parse(&s9.replacen("at_least = 80", "at_least = 66.7", 1)).unwrap();
    let Formula::Rate { grades, .. } = &plan.grading.formula else {
        panic!("{:?}", plan.grading)
    };
    assert_eq!(grades[0].needs.figure.to_string(), "66.7");
    let seasonal = s9.replacen(
        "cadence = \"yearly\"",
        "cadence = \"months\"\nmonths = [2, 12]\nopens = 2026-02-10\ncloses = 2026-12-20",
        1,
    );
    let plan = Plan::parse(&seasonal).unwrap();
    let open = |day: &str| plan.is_open_on(day.parse().unwrap());
    assert!(open("2026-02-10") && open("2026-02-28") && open("2026-12-01") && open("2026-12-20"));
    assert!(!open("2026-02-09") && !open("2026-12-21") && !open("2027-02-11"));
    assert!(!open("2026-03-01") && !open("2026-11-30"));
    for lang in Lang::ALL {
        assert!(explain(&plan, lang).iter().all(|line| !line.contains('⟦')));
    }
}

#[test]
fn signs_of_a_chinese_keyboard_and_other_encodings_are_called_by_their_names() {
    let s9 = s9();
    for (good, wide, named) in [
        ("voters = \"open\"", "voters ＝ \"open\"", "＝"),
        ("voters = \"open\"", "voters = “open”", "“"),
        (
            "[\"satisfied\", \"fair\"]",
            "[\"satisfied\"，\"fair\"]",
            "，",
        ),
        ("[grading]", "【grading】", "【"),
    ] {
        let text = s9.replacen(good, wide, 1);
        let line = 1 + text.lines().position(|line| line.contains(wide)).unwrap();
        let faults = Plan::parse(&text).unwrap_err();
        let found = faults.0.iter().find(|fault| fault.line == line).unwrap();
        assert_eq!(found.sentence.key(), "domain-plan-full-width", "{faults:?}");
        for lang in Lang::ALL {
            assert!(found.say(lang).contains(named));
        }
    }
    // Inside quotes and behind a number sign they are words like any other.
    let text = s9.replacen("skip_allowed = true", "skip_allowed = yes # ＝", 1);
    let faults = Plan::parse(&text.replacen("# ＝", "# “", 1)).unwrap_err();
    assert_eq!(faults.0[0].sentence.key(), "domain-plan-syntax");

    assert_eq!(decode(s9.as_bytes()).unwrap(), s9);
    let marked = [&[0xEF, 0xBB, 0xBF], s9.as_bytes()].concat();
    assert_eq!(decode(&marked).unwrap(), s9);
    let key = |bytes: &[u8]| {
        let fault = decode(bytes).unwrap_err().0.remove(0);
        (fault.sentence.key(), fault.line)
    };
    let wide: Vec<u8> = s9.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(
        key(&[&[0xFF, 0xFE], &*wide].concat()),
        ("domain-plan-utf16", 1)
    );
    assert_eq!(key(&wide), ("domain-plan-utf16", 1));
    // 评议 in GBK, on the second line.
    assert_eq!(
        key(b"id = 1\ntitle = \"\xc6\xc0\xd2\xe9\""),
        ("domain-plan-gbk", 2)
    );
}

#[test]
fn what_no_screen_can_bear_is_not_taken_up_and_stays_in_use_where_it_is() {
    let s9 = s9();
    for (good, other, key) in [
        (
            "zh = \"社区民主评议\"",
            &*format!("zh = \"{}\"", "长".repeat(61)),
            "too-long",
        ),
        (
            "en = \"Community evaluation\"",
            &*format!("en = \"{}\"", "x".repeat(181)),
            "too-long",
        ),
        (
            "zh = \"基本满意\", en = \"Fairly satisfied\"",
            "zh = \"满意\", en = \"Fair\"",
            "twin-names",
        ),
        ("zh = \"服务质量\"", "zh = \"工作态度\"", "twin-names"),
        (
            "zh = \"社区公共设施\"",
            "zh = \"社区文化活动\"",
            "twin-names",
        ),
    ] {
        assert!(s9.contains(good), "{good}");
        let text = s9.replacen(good, other, 1);
        assert!(Plan::parse(&text).is_ok(), "it is in use already: {good}");
        let faults = Plan::take_up(&text).unwrap_err();
        let keys: Vec<&str> = faults.0.iter().map(|fault| fault.sentence.key()).collect();
        assert_eq!(keys, [format!("domain-plan-{key}")], "{good}");
        assert!(faults.0[0].line > 1);
    }
    for one in shipped() {
        assert_eq!(Plan::read(one.text).unwrap().unbearable, [], "{}", one.name);
    }
    assert_eq!(Plan::take_up(s9).unwrap(), Plan::parse(s9).unwrap());
}

#[test]
fn a_share_of_the_slips_goes_up_to_all_of_a_hundred() {
    let s9 = s9();
    for (part, whole) in [(1, 1), (4, 5), (1, 100), (100, 100)] {
        let quorum = format!("quorum = \"{part}/{whole}\"");
        let reading = Plan::read(&s9.replacen("skip_allowed = true", &quorum, 1)).unwrap();
        let quorum = reading.plan.quorum.unwrap();
        let figure = quorum.needs.figure.to_string();
        assert_eq!(
            (quorum.of, figure),
            (QuorumOf::Slips, format!("{part}/{whole}"))
        );
    }
}

#[test]
fn a_criterion_is_asked_about_the_kinds_and_the_subjects_it_names() {
    let s9 = s9();
    for (about, wanted) in [
        (
            "",
            ["staff", "committee", "facilities", "culture"].as_slice(),
        ),
        ("kinds = [\"person\"]", &["staff"]),
        ("kinds = [\"person\", \"body\"]", &["staff", "committee"]),
        ("subjects = [\"culture\", \"staff\"]", &["staff", "culture"]),
        // Both must hold.
        (
            "kinds = [\"person\"]\nsubjects = [\"culture\", \"staff\"]",
            &["staff"],
        ),
        ("kinds = [\"body\"]\nsubjects = [\"staff\"]", &[]),
    ] {
        let extra = format!(
            "[[criterion]]\nid = \"extra\"\nname = \"…\"\nscale = \"satisfaction\"\n{about}\n[[subject]]"
        );
        let plan = Plan::parse(&s9.replacen("[[subject]]", &extra, 1)).unwrap();
        let asked = plan.subjects.iter().filter(|subject| {
            plan.criteria_of(subject)
                .any(|criterion| criterion.id.as_str() == "extra")
        });
        let asked: Vec<&str> = asked.map(|subject| subject.id.as_str()).collect();
        assert_eq!(asked, wanted, "{about}");
    }
}

/// Whoever rates a person by name is easier to guess: such a plan asks for ten where it does not say (protocol §2.1).
#[test]
fn a_plan_that_says_nothing_of_its_crowd_asks_for_more_about_persons() {
    let s9 = s9().replace("smallest_crowd = 5\n", "");
    let crowd = |text: &str| Plan::read(text).unwrap().plan.smallest_crowd;
    assert_eq!(crowd(&s9), 10);
    assert_eq!(
        crowd(&s9.replace("kind = \"person\"", "kind = \"body\"")),
        5
    );
}

//! Every evaluation system of the reference (S1 to S16) can be said in the plan language, is read into types and
//! explained, and either runs or is refused by the names of the rules this version does not enforce.

use std::path::Path;

use pingyi::domain::channel::Channel;
use pingyi::domain::plan::{
    Formula, Plan, QuorumOf, Reading, Rule, SubjectKind, Voters, explain, shipped,
};
use pingyi::words::{self, Lang};

fn text(number: usize) -> String {
    let file = format!("tests/vectors/plans/s{number}.toml");
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

fn reading(number: usize) -> Reading {
    Plan::read(&text(number)).unwrap_or_else(|faults| {
        let said: Vec<_> = faults.0.iter().map(|fault| fault.say(Lang::En)).collect();
        panic!("s{number}: {said:#?}")
    })
}

/// The systems, and the rules that keep each from running; none: it runs.
const SYSTEMS: [(usize, &[Rule]); 16] = [
    (1, &[]),
    (2, &[Rule::Online]),
    (3, &[]),
    (4, &[]),
    (5, &[]),
    (6, &[]),
    (7, &[]),
    (8, &[]),
    (9, &[]),
    (10, &[]),
    (11, &[]),
    (12, &[]),
    (13, &[]),
    (14, &[Rule::Unscheduled]),
    (15, &[]),
    (16, &[Rule::Online]),
];

#[test]
fn every_system_is_said_and_runs_or_is_refused_by_name() {
    for (number, wanted) in SYSTEMS {
        let reading = reading(number);
        let found: Vec<Rule> = reading.not_enforced.iter().map(|(rule, _)| *rule).collect();
        assert_eq!(found, wanted, "s{number}");
        let text = text(number);
        match Plan::parse(&text) {
            Ok(plan) => {
                assert!(wanted.is_empty());
                assert_eq!(plan, reading.plan);
            }
            Err(faults) => {
                assert_eq!(faults.0.len(), wanted.len());
                for rule in wanted {
                    for lang in Lang::ALL {
                        let named = faults.0.iter().any(|fault| {
                            fault.sentence.key() == "domain-plan-not-enforced"
                                && fault.say(lang).contains(rule.name())
                        });
                        assert!(named, "s{number}: {rule:?}");
                    }
                }
            }
        }
        for (rule, line) in &reading.not_enforced {
            let stated = text.lines().nth(line - 1).unwrap();
            let name = rule.name();
            let key = name.split([' ', '.']).next_back().unwrap();
            let key = if name.contains('=') {
                name.split([' ', '.']).next().unwrap()
            } else {
                key
            };
            assert!(
                stated.contains(key),
                "s{number}: {rule:?} on line {line}: {stated}"
            );
        }
    }
}

#[test]
fn every_system_explains_itself_rules_included() {
    for (number, _) in SYSTEMS {
        let plan = reading(number).plan;
        for lang in Lang::ALL {
            let said = explain(&plan, lang);
            let sound = |line: &String| !line.contains('⟦') && !line.is_empty();
            assert!(said.iter().all(sound), "s{number}: {said:?}");
        }
        let said = explain(&plan, Lang::Zh).join("\n");
        for one in &plan.rules.consequences {
            assert!(said.contains(&one.text.zh), "s{number}");
            let grades = plan.grading.grades();
            let grade = grades.iter().find(|grade| grade.id == one.grade).unwrap();
            let stated = match one.periods {
                1 => format!("评为 {}：", grade.name.zh),
                periods => format!("连续 {periods} 次评为 {}：", grade.name.zh),
            };
            assert!(said.contains(&stated), "s{number}: {stated}");
        }
        for stage in &plan.rules.stages {
            assert!(said.contains(&stage.name.zh), "s{number}");
        }
        let voters = match &plan.voters {
            Voters::Open => vec![words::text!(Lang::Zh, "domain-explain-voters-open")],
            Voters::BySlip => vec![words::text!(Lang::Zh, "domain-explain-voters-slip")],
            Voters::Groups(groups) => groups.iter().map(|group| group.name.zh.clone()).collect(),
        };
        for who in voters {
            assert!(said.contains(&who), "s{number}: {who}");
        }
    }
}

#[test]
fn every_rule_has_a_name_of_its_own() {
    let mut names = Vec::new();
    for (number, _) in SYSTEMS {
        for (rule, _) in reading(number).not_enforced {
            names.push((rule, rule.name()));
        }
    }
    names.sort();
    names.dedup();
    let names: Vec<&str> = names.into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["unscheduled", "channels = \"online\""]);
}

#[test]
fn what_is_said_arrives_as_types() {
    let s11 = reading(11).plan;
    let Voters::Groups(groups) = &s11.voters else {
        panic!("groups")
    };
    let weights: Vec<u32> = groups
        .iter()
        .filter_map(|group| group.weight_percent)
        .collect();
    assert_eq!(weights, [40, 30, 30]);
    let formula = &s11.grading.formula;
    assert!(matches!(formula, Formula::WeightedScore { grades } if grades.len() == 3));
    let s12 = reading(12).plan;
    assert_eq!(s12.voters, Voters::BySlip);
    let quorum = |plan: &Plan| {
        let quorum = plan.quorum.clone().unwrap();
        (
            quorum.of,
            quorum.needs.figure.to_string(),
            quorum.needs.is_strict,
        )
    };
    assert_eq!(quorum(&s12), (QuorumOf::Slips, "4/5".to_owned(), false));
    assert_eq!(s12.rules.seats_per_neighbourhood, Some((2, 3)));
    assert_eq!(s12.rules.report_to.unwrap().zh, "街道办事处");
    assert_eq!(
        quorum(&reading(16).plan),
        (QuorumOf::Raters, "50".to_owned(), false)
    );
    let s6 = reading(6).plan.rules.consequences;
    assert_eq!((s6[0].periods, s6[0].grade.as_str()), (2, "incompetent"));
    assert!(
        reading(15)
            .plan
            .rules
            .channels
            .contains(&Channel::Telephone)
    );
    let kinds: Vec<SubjectKind> = reading(9)
        .plan
        .subjects
        .iter()
        .map(|one| one.kind)
        .collect();
    assert_eq!(
        kinds,
        [
            SubjectKind::Person,
            SubjectKind::Body,
            SubjectKind::Facility,
            SubjectKind::Activity
        ]
    );
}

/// The shipped plans: what each leaves for the community to fill in, and the rules that keep it from running; neither: it runs.
#[rustfmt::skip] // one row, one line
const SHIPPED: &[(&str, usize, &[Rule])] = &[
    ("s1", 0, &[]),
    ("s2", 6, &[]),
    ("s3", 1, &[]),
    ("s4", 1, &[]),
    ("s5", 1, &[]),
    ("s6", 4, &[]),
    ("s7", 0, &[]),
    ("s8", 1, &[]),
    ("s9", 0, &[]),
    ("s9b", 0, &[]),
    ("s10", 0, &[]),
    ("s11", 2, &[]),
    ("s12", 2, &[]),
    ("s13", 4, &[]),
    ("s13b", 3, &[]),
    ("s14", 3, &[]),
    ("s15", 0, &[]),
    ("s16", 5, &[]),
    ("law", 5, &[]),
];

#[test]
fn every_shipped_plan_is_explained_and_asks_for_its_blanks() {
    assert_eq!(shipped().len(), SHIPPED.len());
    for (one, (name, blanks, rules)) in shipped().iter().zip(SHIPPED) {
        assert_eq!(one.name, *name);
        let reading = Plan::read(one.text).unwrap_or_else(|faults| panic!("{name}: {faults:?}"));
        let found: Vec<Rule> = reading.not_enforced.iter().map(|(rule, _)| *rule).collect();
        assert_eq!(
            (reading.blanks.len(), &found[..]),
            (*blanks, *rules),
            "{name}"
        );
        assert_eq!(reading.plan.id.as_str(), *name);
        // Every line told has a blank, and no blank is passed over; comments aside.
        let blank = |line: &&str| !line.trim_start().starts_with('#') && line.contains("____");
        let lines: Vec<&str> = one.text.lines().collect();
        for fault in &reading.blanks {
            assert!(lines[fault.line - 1].contains("____"), "{name}: {fault:?}");
        }
        let at = |line: &usize| reading.blanks.iter().any(|fault| fault.line == *line);
        let passed_over = (1..)
            .zip(&lines)
            .filter(|(line, text)| blank(text) && !at(line));
        assert_eq!(passed_over.count(), 0, "{name}");
        // Nobody is made up: people are asked for.
        for subject in &reading.plan.subjects {
            let is_blank = subject.name.zh == "____";
            assert!(
                is_blank || subject.kind != SubjectKind::Person || *name == "s9",
                "{name}"
            );
        }
        let runs = *blanks == 0 && rules.is_empty();
        assert_eq!(Plan::parse(one.text).is_ok(), runs, "{name}");
        assert!(runs || !one.from_start, "{name}");
        for lang in Lang::ALL {
            let said = explain(&reading.plan, lang);
            assert!(
                said.iter()
                    .all(|line| !line.contains('⟦') && !line.is_empty()),
                "{name}"
            );
        }
    }
    // The law's own words are not ours to say.
    let law = shipped().iter().find(|one| one.name == "law").unwrap();
    let said = explain(&Plan::read(law.text).unwrap().plan, Lang::Zh).join("\n");
    assert!(
        said.contains("连续两次不称职，见法第 ____ 条") && !said.contains("职务终止"),
        "{said}"
    );
}

/// A template with its blanks filled in as a community might.
fn filled(text: &str) -> String {
    let mut thresholds = ["80", "60"].into_iter().cycle();
    let fill = |line: &str| {
        let key = line.split('=').next().unwrap_or_default().trim();
        let value = match key {
            "opens" => "2026-12-01",
            "closes" => "2026-12-31",
            "at_least" | "more_than" => thresholds.next().unwrap(),
            // A share, within its table.
            "quorum" => return line.replace("____", "1/2"),
            _ => return line.replace("____", "本社区"),
        };
        line.replace("\"____\"", value)
    };
    text.lines().map(fill).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_template_with_its_blanks_filled_in_is_kept_back_by_its_rules_alone() {
    for (one, (name, _, rules)) in shipped().iter().zip(SHIPPED) {
        let text = filled(one.text);
        let told = Plan::take_up(&text).map_or_else(|faults| faults.0, |_| Vec::new());
        let keys: Vec<&str> = told.iter().map(|fault| fault.sentence.key()).collect();
        assert_eq!(
            keys,
            vec!["domain-plan-not-enforced"; rules.len()],
            "{name}: {told:#?}"
        );
        // And it is written as it is read.
        let plan = Plan::read(&text).unwrap().plan;
        assert_eq!(Plan::read(&plan.to_toml()).unwrap().plan, plan, "{name}");
    }
}

/// What kiosks of 0.1 have sealed to: a plan asks the same whatever else it learns to say.
#[test]
fn the_shape_of_a_plan_that_is_out_there_never_changes() {
    let text = |name: &str| match name {
        "s6 of 0.1" => include_str!("../../assets/demo/s6.toml"),
        name => shipped().iter().find(|one| one.name == name).unwrap().text,
    };
    for (name, shape) in SHAPES {
        let plan = Plan::read(text(name)).unwrap().plan;
        let found = hex::encode(plan.shape().0);
        assert_eq!(found, *shape, "{name}");
    }
}

const SHAPES: &[(&str, &str)] = &[
    (
        "s1",
        "edeeab1ed7d8627e48c2ee5604941528924893c55965cddc55377362460758a2",
    ),
    (
        "s6 of 0.1",
        "15abf7d1bdaba5cf0fbdd2dc9bee3fbff61977cac2a786d32985caa3cc8f7c8d",
    ),
    (
        "s9",
        "006501d2f50238e22550494fc5baba824b52f367f1121be63355a85bcca388cc",
    ),
    (
        "s10",
        "80b7c0b62d00eaeec2f31b890ee2a52259a92c90a9555009abc51c1b384bd55b",
    ),
];

#[test]
fn a_rule_said_wrongly_is_a_fault_with_its_line() {
    let table = [
        (
            12,
            "quorum = \"4/5\"",
            "quorum = \"5/4\"",
            "domain-plan-bad-value",
        ),
        (12, "[2, 3]", "[3, 2]", "domain-plan-bad-value"),
        (
            11,
            "weight_percent = 40",
            "weight_percent = 50",
            "domain-plan-weights-sum",
        ),
        (11, "weight = 60\n", "\n", "domain-plan-weight-missing"),
        (
            9,
            "name = \"满意\"",
            "name = \"满意\"\nweight = 3",
            "domain-plan-weight-unused",
        ),
        (
            13,
            "grade = \"dissatisfied\"",
            "grade = \"nobody\"",
            "domain-plan-unresolved",
        ),
        (15, "\"telephone\"", "\"pigeon\"", "domain-plan-bad-value"),
        (
            14,
            "unscheduled = true",
            "unscheduled = 1",
            "domain-plan-bad-value",
        ),
        (
            13,
            "[[stage]]\n",
            "[[stage]]\nday = 3\n",
            "domain-plan-unknown-key",
        ),
        (
            1,
            "inspection = true",
            "inspector = true",
            "domain-plan-unknown-key",
        ),
        (
            11,
            "voters = \"groups\"",
            "voters = \"open\"",
            "domain-plan-bad-value",
        ),
    ];
    for (number, good, broken, key) in table {
        let whole = text(number);
        assert!(whole.contains(good), "s{number}: {good}");
        let faults = Plan::read(&whole.replacen(good, broken, 1)).unwrap_err();
        let found = faults.0.iter().find(|fault| fault.sentence.key() == key);
        let found = found.unwrap_or_else(|| panic!("{broken}: wanted {key}, got {faults:?}"));
        assert!(found.line > 1, "{broken}");
        for lang in Lang::ALL {
            // The one sentence a window shows names the first line and says what is wrong there.
            let said = faults.sentence().say(lang);
            assert!(said.contains(&faults.0[0].line.to_string()));
            assert!(said.contains(&faults.0[0].sentence.say(lang)), "{said}");
        }
    }
}

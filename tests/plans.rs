//! Plans: the shipped ones, and what a broken one is told.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::too_many_lines,
    reason = "tests"
)]

use pingyi::domain::plan::{Plan, explain, shipped};
use pingyi::words::Lang;

#[test]
fn shipped_plans_parse_and_explain_themselves() {
    for (name, text) in shipped() {
        let plan = Plan::parse(text).unwrap_or_else(|faults| {
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
    let s9 = shipped()[2].1;
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
            "voters = \"open\"",
            "voters = \"slip\"",
            "domain-plan-not-enforced",
        ),
        (
            "voters = \"open\"",
            "voters = \"groups\"",
            "domain-plan-not-enforced",
        ),
        (
            "skip_allowed = true",
            "quorum = \"4/5\"",
            "domain-plan-not-enforced",
        ),
        (
            "skip_allowed = true",
            "unscheduled = true",
            "domain-plan-not-enforced",
        ),
        (
            "kind = \"rate\"",
            "kind = \"weighted-score\"",
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
            "reply_within_working_days = 15",
            "reply_within_working_days = 15\nright_of_reply = true",
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

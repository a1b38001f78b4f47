//! `assets/plans/LANGUAGE.md` against the parser: every key there is stands in it, and no other; what it says is refused is.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Rule, parse, parse_grading, parse_rules, reader};

const LANGUAGE: &str = include_str!("../../../assets/plans/LANGUAGE.md");

/// Every key of the parser, with the table it stands in.
pub(super) fn known() -> BTreeSet<String> {
    let tables: [(&str, &[&str]); 29] = [
        ("", parse::KEYS),
        ("", parse_rules::KEYS),
        ("", reader::TEXT_KEYS),
        ("scale.", parse::SCALE_KEYS),
        ("scale.choice.", parse::CHOICE_KEYS),
        ("criterion.", parse::CRITERION_KEYS),
        ("subject.", parse::SUBJECT_KEYS),
        ("opinion.", parse::OPINION_KEYS),
        ("opinion.category.", parse::CATEGORY_KEYS),
        ("grading.", parse_grading::KEYS),
        ("grading.grade.", parse_grading::STEP_KEYS),
        ("grading.grade.", parse_grading::CHOICE_KEYS),
        ("grading.grade.", parse_grading::OUTCOME_KEYS),
        ("grading.assessment_group.", parse_rules::ASSESSMENT_KEYS),
        ("group.", parse_rules::GROUP_KEYS),
        ("quorum.", parse_rules::QUORUM_KEYS),
        ("stage.", parse_rules::STAGE_KEYS),
        ("consequence.", parse_rules::CONSEQUENCE_KEYS),
        ("organiser.", parse_rules::ORGANISER_KEYS),
        ("entitled.", parse_rules::ENTITLED_KEYS),
        ("valid.", parse_rules::VALID_KEYS),
        ("meeting.", parse_rules::MEETING_KEYS),
        ("proposals.", parse_rules::PROPOSALS_KEYS),
        ("sample.", parse_rules::SAMPLE_KEYS),
        ("report.", parse_rules::REPORT_KEYS),
        ("protection.", parse_rules::PROTECTION_KEYS),
        ("archive.", parse_rules::ARCHIVE_KEYS),
        ("follow_up.", parse_rules::FOLLOW_UP_KEYS),
        ("publication.", parse_rules::PUBLICATION_KEYS),
    ];
    let rectification = ("follow_up.rectification.", parse_rules::RECTIFICATION_KEYS);
    tables
        .into_iter()
        .chain([rectification])
        .flat_map(|(table, keys)| keys.iter().map(move |key| format!("{table}{key}")))
        .collect()
}

/// The cells of every row: key, takes, left out, for, enforced, test.
fn rows() -> Vec<Vec<&'static str>> {
    LANGUAGE
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let cells = line.trim_matches('|').split('|');
            cells.map(str::trim).collect()
        })
        .collect()
}

#[test]
fn every_key_stands_in_the_language_and_no_other() {
    let mut found = BTreeSet::new();
    for row in rows() {
        let [key, takes, left_out, texts, enforced, proof] = row[..] else {
            panic!("six cells: {row:?}")
        };
        for cell in [takes, left_out, texts, enforced, proof] {
            assert!(!cell.is_empty(), "{key}");
        }
        let key = key.trim_matches('`').to_owned();
        assert!(found.insert(key.clone()), "{key} stands twice");
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for place in [enforced, proof] {
            let files = place
                .split([' ', ',', ';'])
                .filter(|word| word.contains('/'));
            for file in files.filter(|file| file.starts_with("src/") || file.starts_with("tests/"))
            {
                assert!(root.join(file).exists(), "{key}: {file}");
            }
        }
    }
    assert_eq!(found, known());
}

#[test]
fn what_it_says_is_refused_is_what_the_program_refuses() {
    let refused: BTreeSet<&str> = rows()
        .into_iter()
        .filter_map(|row| row[4].split_once("refused: "))
        .flat_map(|(_, names)| names.split(", "))
        .map(|name| name.split(" (").next().unwrap_or(name))
        .collect();
    let rules: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    assert_eq!(refused, rules);
}

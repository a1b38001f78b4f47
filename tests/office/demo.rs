//! `pingyi demo --plan`: a round of a shipped plan, played by the program itself from announcement to archive.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn demo(dir: &Path, words: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_pingyi"));
    program.arg("demo").arg(dir).args(words).output().unwrap()
}

/// What one round came to.
fn played(words: &[&str]) -> (tempfile::TempDir, Value) {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("demo");
    let output = demo(&dir, words);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{words:?}: {said}");
    let file: Value = serde_json::from_slice(&fs::read(dir.join("demo.json")).unwrap()).unwrap();
    let [round] = file["rounds"].as_array().unwrap().as_slice() else {
        panic!("{file}");
    };
    assert_eq!(round["differences"], 0);
    for path in round["archive"].as_array().unwrap() {
        assert!(dir.join("archive").join(path.as_str().unwrap()).is_file());
    }
    (home, round.clone())
}

#[test]
fn a_sitting_is_played_from_announcement_to_archive() {
    let (home, round) = played(&["--plan", "S12", "--cards", "12"]);
    assert_eq!(
        (&round["plan"], &round["state"]),
        (&"s12".into(), &"archived".into())
    );
    // Twelve cards want thirteen slips; 95 in a hundred of those come.
    assert_eq!(round["slips"]["issued"], 13);
    assert_eq!(
        (&round["present"], &round["slips"]["returned"]),
        (&13.into(), &13.into())
    );
    assert_eq!(round["quorum_met"], true);
    assert!(round["subjects"].as_array().unwrap().len() >= 4);
    assert!(home.path().join("demo/minutes.html").is_file());
    assert!(home.path().join("demo/report.html").is_file());
}

#[test]
fn too_few_come_and_nothing_stands() {
    let (_home, round) = played(&["--plan", "s12", "--cards", "12", "--turnout", "60"]);
    assert_eq!(
        (&round["state"], &round["quorum_met"]),
        (&"no-quorum".into(), &false.into())
    );
    assert_eq!(
        (&round["entitled"], &round["present"]),
        (&13.into(), &8.into())
    );
    assert!(round["archive"].as_array().unwrap().is_empty());
    assert!(round["posted"].is_null());
}

#[test]
fn a_body_decides_beside_the_vote() {
    let (_home, round) = played(&["--plan", "s6", "--cards", "10"]);
    assert_eq!(round["state"], "archived");
    let subjects = round["subjects"].as_array().unwrap();
    let differs = |one: &&Value| one["grade_of_vote"] != one["grade_of_body"];
    assert_eq!(
        (subjects.len(), subjects.iter().filter(differs).count()),
        (3, 1)
    );
}

#[test]
fn anybody_answers_and_the_round_ends_with_its_month() {
    let (_home, round) = played(&["--plan", "s1", "--cards", "9"]);
    assert_eq!(
        (&round["state"], &round["last"]),
        (&"archived".into(), &"2026-11-30".into())
    );
    assert_eq!(
        (&round["valid"], &round["slips"]),
        (&9.into(), &Value::Null)
    );
}

#[test]
fn what_is_not_played_is_named() {
    let home = tempfile::tempdir().unwrap();
    let output = demo(&home.path().join("a"), &["--plan", "s99"]);
    assert_eq!(
        output.status.code(),
        Some(pingyi::fault::Kind::NotFound.exit_code().into())
    );
}

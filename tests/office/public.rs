//! What the office publishes: only what the plan lets it, and no total that gives a withheld count away.

use pingyi::app::AppError;
use pingyi::app::office::OfficeError;
use pingyi::domain::card::Card;
use pingyi::fault::{Fault as _, Kind};
use pingyi::words::Lang;
use pingyi_kit::town::Town;

/// Two people, whose results are not published.
const S4: &str = include_str!("../vectors/plans/s4.toml");

fn card(subject: &str) -> Card {
    let answers: serde_json::Map<_, _> = (1..=5)
        .map(|number| (format!("c{number}"), "good".into()))
        .collect();
    let card = serde_json::json!({
        "plan": "s4", "revision": 1, "ratings": { subject: answers },
    });
    serde_json::from_value(card).unwrap()
}

/// A town in which six rated the first person and `few` the second.
fn voted(few: usize) -> Town {
    voted_on(S4, few)
}

/// The same under another text of the plan.
fn voted_on(plan: &str, few: usize) -> Town {
    let mut town = Town::real();
    let kiosk = town.paired();
    town.office.add_plan(plan).unwrap();
    town.pack("a").unwrap();
    kiosk.sync(&town.stick("a"), false, &mut |_| {}).unwrap();
    for subject in std::iter::repeat_n("s1", 6).chain(std::iter::repeat_n("s2", few)) {
        kiosk.submit(&card(subject), false).unwrap();
    }
    town.sync(&kiosk, "a", true);
    let loaded = town.load("a").totals().ratings_new;
    assert_eq!(loaded, 6 + few as u64);
    drop(kiosk);
    town
}

#[test]
fn a_total_says_nothing_about_a_subject_that_is_withheld() {
    let seen: Vec<String> = [0, 1, 4]
        .into_iter()
        .map(|few| {
            let tallies = voted(few).office.tallies().unwrap();
            assert_eq!(tallies.len(), 1);
            assert_eq!(tallies[0].subjects[0].raters, Some(6));
            assert_eq!(tallies[0].subjects[1].raters, None);
            // The office sees all of it; what goes out as JSON does not carry it.
            assert_eq!(tallies[0].subjects[1].full.raters, few as u64);
            assert_eq!(tallies[0].sheets, 6);
            serde_json::to_string(&tallies).unwrap()
        })
        .collect();
    // Whoever sees everything that is shown cannot tell 0 from 1 from 4.
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{seen:#?}");
}

#[test]
fn results_are_posted_only_where_the_plan_publishes_them() {
    let mut town = voted(0);
    let head = town.office.ledger_head().unwrap();
    let plan = "s4".parse().unwrap();
    let error = town.office.post_results(&plan, None).unwrap_err();
    assert!(matches!(
        error,
        AppError::Office(OfficeError::ResultsNotPublic { .. })
    ));
    assert_eq!(error.kind(), Kind::Refused);
    for lang in Lang::ALL {
        let said = error.sentence().say(lang);
        assert!(
            said.contains("s4") && said.contains("publication.results"),
            "{said}"
        );
    }
    assert!(town.office.notices().unwrap().is_empty());
    assert_eq!(town.office.ledger_head().unwrap(), head);
    // The community decides otherwise, in a newer revision of its plan.
    let newer = S4
        .replace("revision = 1", "revision = 2")
        .replace("results = false", "results = true");
    town.office.add_plan(&newer).unwrap();
    let notice = town.office.post_results(&plan, None).unwrap();
    assert!(notice.body.contains("党员甲"), "{}", notice.body);
}

#[test]
fn a_plan_with_a_fault_is_refused_with_its_line_and_what_is_wrong_there() {
    let mut town = Town::real();
    let head = town.office.ledger_head().unwrap();
    let open = include_str!("../vectors/plans/s14.toml");
    let line = 1 + open
        .lines()
        .position(|line| line.starts_with("unscheduled"))
        .unwrap();
    let error = town.office.add_plan(open).unwrap_err();
    assert_eq!(error.kind(), Kind::Input);
    for lang in Lang::ALL {
        let said = error.sentence().say(lang);
        assert!(said.contains(&line.to_string()), "{said}");
        assert!(said.contains("unscheduled"), "{said}");
    }
    assert_eq!(town.office.ledger_head().unwrap(), head);
}

/// The plan of two people, with grades by rate, results published, and `more` said of it.
fn graded(top: &str, more: &str) -> String {
    let grading = "kind = \"rate\"\npositive = [\"good\"]\n\
        [[grading.grade]]\nid = \"high\"\nname = \"称职\"\nmore_than = 80\n\
        [[grading.grade]]\nid = \"low\"\nname = \"不称职\"\nat_least = 0\n";
    let text = S4
        .replace("results = false", "results = true")
        .replace("kind = \"counts-only\"", grading)
        .replace("cadence =", &format!("{top}\ncadence ="));
    format!("{text}\n{more}")
}

#[test]
fn results_say_their_sum_who_held_it_and_where_to_turn() {
    let more = "[organiser]\nbody = \"党支部\"\nchair = \"书记\"\n\n\
        [protection]\nto = \"街道纪工委\"\ntelephone = \"0571-1\"\n";
    let town = voted_on(&graded("areas = [\"一组\"]", more), 1);
    let tallies = town.office.tallies().unwrap();
    let rated = &tallies[0].subjects[0];
    assert_eq!(rated.stand, Some("stands"));
    // The public sum is the office's own, for nothing is withheld here.
    assert_eq!(rated.explained, rated.full.explained);
    let sum = &rated.explained.as_ref().unwrap().zh;
    assert_eq!(sum, "满意率 30 ÷ 30 = 100.0% > 80%：称职");
    // Of one whom too few rated nothing is explained, but to the office.
    let few = &tallies[0].subjects[1];
    assert_eq!((&few.explained, few.stand), (&None, None));
    assert!(few.full.explained.is_some());
    let notice = town.office.post_results(&"s4".parse().unwrap(), None);
    let body = notice.unwrap().body;
    for wanted in [
        sum,
        "组织单位：党支部",
        "主持：书记",
        "评议范围：一组",
        "严禁打击报复。遇到打击报复，可以向街道纪工委反映，电话 0571-1。",
    ] {
        assert!(body.contains(wanted), "{wanted} in {body}");
    }
}

#[test]
fn below_its_quorum_a_result_is_posted_without_a_grade() {
    let town = voted_on(&graded("quorum = 50", ""), 0);
    let tallies = town.office.tallies().unwrap();
    let rated = &tallies[0].subjects[0];
    assert_eq!(
        (rated.stand, &rated.grade, &rated.figure),
        (Some("no-quorum"), &None, &None)
    );
    assert_eq!(rated.full.grade_name, None);
    let notice = town.office.post_results(&"s4".parse().unwrap(), None);
    let body = notice.unwrap().body;
    assert!(
        body.contains("参评人数 6 < 50，不成立") && !body.contains("称职（"),
        "{body}"
    );
}

//! A round called besides those of its plan's cadence: its slips, its cards, its result; and when none may be called.

use pingyi::app::office::RoundStep;
use pingyi::domain::attendance::Attendance;
use pingyi::domain::plan::Plan;
use pingyi::domain::round_status::RoundStatus;
use pingyi::fault::Kind;
use pingyi_kit::ballot::{TEXT, pass, plan, refusal, round, vote};
use pingyi_kit::town::Town;

use super::rounds::{COUNT, at, close, differences, refused, take};

const BY_SLIP: &str = "voters = \"slip\"";
const CALL: RoundStep = RoundStep::Call { day: None };

/// The plan, held at any other time as well.
fn unscheduled() -> String {
    TEXT.replacen(BY_SLIP, &format!("{BY_SLIP}\nunscheduled = true"), 1)
}

fn came(number: u64) -> Attendance {
    Attendance {
        entitled: Some(16),
        present: Some(number),
        ..Attendance::default()
    }
}

#[test]
fn a_round_is_called_besides_and_counted_apart() {
    let mut town = Town::real();
    let kiosk = town.paired();
    town.office.add_plan(&unscheduled()).unwrap();
    take(&mut town, "ballot", RoundStep::Announce);
    let called = take(&mut town, "ballot", CALL).row.round;
    assert_eq!(called.to_string(), "2026-09a");
    let usual = town.issue_in(&plan(), round(), "LOBBY1", &[("", 5)]);
    let usual = usual.unwrap().remove("").unwrap();
    let besides = town.issue_in(&plan(), called, "LOBBY1", &[("", 6)]);
    let besides = besides.unwrap().remove("").unwrap();
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");

    // Both run; which one a card is of, its slip says.
    assert_eq!(kiosk.status().unwrap().ballots.len(), 2);
    assert_eq!(pass(&kiosk, &besides[0]).round, called);
    assert_eq!(pass(&kiosk, &usual[0]).round, round());
    for code in &besides {
        vote(&kiosk, code, "excellent", None);
    }
    vote(&kiosk, &usual[0], "incompetent", None);
    kiosk.end_round(&plan(), called).unwrap();
    assert!(kiosk.plans().iter().any(|one| one.id == plan()));
    vote(&kiosk, &usual[1], "incompetent", None);
    let closed = town.weekly_sync(&kiosk, "a").closed;
    assert_eq!(closed.len(), 1);
    assert_eq!(town.load("a").totals().ratings_new, 6);

    take(&mut town, "ballot", close(came(14)));
    let counted = take(&mut town, "ballot", COUNT);
    assert_eq!(
        (counted.row.round, counted.row.status),
        (called, RoundStatus::Counted)
    );
    let decided = take(&mut town, "ballot", RoundStep::Decide { body: None });
    assert_eq!(decided.subjects[0].raters, Some(6));
    assert_eq!(
        decided.subjects[0].grade.as_ref().unwrap().as_str(),
        "excellent"
    );
    take(&mut town, "ballot", RoundStep::Post);
    assert_eq!(differences(&town), Vec::<String>::new());

    // A month later its slips open nothing, and the half-year's still do.
    at(&mut town, "2026-10-08");
    town.clock
        .set(pingyi_kit::town::time("2026-10-08T10:00:00"));
    assert!(matches!(
        refusal(&kiosk, &besides[0]),
        pingyi::app::kiosk::SlipRefusal::Used
    ));
    assert_eq!(pass(&kiosk, &usual[2]).round, round());
    // The next one is of its own month, and of the day that was named.
    let day = "2026-11-20".parse().unwrap();
    let next = take(&mut town, "ballot", RoundStep::Call { day: Some(day) }).row;
    assert_eq!(
        (next.round.to_string().as_str(), next.first, next.last),
        ("2026-11a", day, Some(day))
    );
    assert_eq!(differences(&town), Vec::<String>::new());
}

#[test]
fn a_round_is_called_where_the_plan_says_so_or_one_did_not_stand() {
    let mut town = Town::real();
    let kiosk = town.paired();
    town.office.add_plan(TEXT).unwrap();
    let not_called = (Kind::Refused, "app-round-not-called");
    assert_eq!(refused(&mut town, "ballot", CALL), not_called);
    take(&mut town, "ballot", RoundStep::Announce);
    assert_eq!(refused(&mut town, "ballot", CALL), not_called);
    let codes = town.lobby_slips(6);
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");
    for code in &codes[..3] {
        vote(&kiosk, code, "excellent", None);
    }
    kiosk.end_round(&plan(), round()).unwrap();
    town.weekly_sync(&kiosk, "a");
    town.load("a");
    take(&mut town, "ballot", close(came(3)));
    let counted = take(&mut town, "ballot", COUNT);
    assert_eq!(counted.row.status, RoundStatus::NoQuorum);
    let again = take(&mut town, "ballot", CALL);
    assert_eq!(again.row.round.to_string(), "2026-09a");
    let gone = RoundStep::Call {
        day: Some("2026-09-01".parse().unwrap()),
    };
    assert_eq!(
        refused(&mut town, "ballot", gone),
        (Kind::Input, "app-round-called-too-late")
    );
    assert_eq!(differences(&town), Vec::<String>::new());
}

#[test]
fn a_plan_that_anybody_answers_is_not_called() {
    for (from, to, rule) in [
        (
            BY_SLIP,
            "voters = \"open\"\nunscheduled = true",
            "unscheduled",
        ),
        (
            "cadence = \"half-yearly\"",
            "cadence = \"called\"",
            "cadence",
        ),
    ] {
        let text = TEXT
            .replacen(from, to, 1)
            .replacen("quorum = \"4/5\"\n", "", 1)
            .replacen(BY_SLIP, "voters = \"open\"", 1);
        let entitled = text.find("[[entitled]]").unwrap();
        let scale = text.find("[[scale]]").unwrap();
        let text = format!("{}{}", &text[..entitled], &text[scale..]);
        let faults = Plan::parse(&text).unwrap_err();
        assert!(faults.to_string().contains(rule), "{faults}");
    }
    let by_slip = TEXT.replacen("cadence = \"half-yearly\"", "cadence = \"called\"", 1);
    let mut town = Town::real();
    town.office.add_plan(&by_slip).unwrap();
    assert_eq!(
        refused(&mut town, "ballot", RoundStep::Announce),
        (Kind::NotFound, "app-round-none-left")
    );
    let called = take(&mut town, "ballot", CALL);
    assert_eq!(called.row.round.to_string(), "2026-09a");
}

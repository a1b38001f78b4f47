//! An open round stands for fourteen days on a device before anything of it leaves by itself (protocol §2.3), whatever packs say of
//! its plan in between; what a flood makes of packs that do not is in `adversary::flood`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use pingyi::app::AppError;
use pingyi::app::kiosk::PackStep;
use pingyi::app::office::OfficeError;
use pingyi::domain::plan::{Cadence, Plan};
use pingyi_kit::town::{self, Town};

use crate::rounds::{carried, hand_in, on, paired, periods, revised, stored, submit};

fn days(town: &Town) -> i64 {
    stored(
        town,
        "SELECT CAST(julianday(last) - julianday(first) AS INTEGER) + 1 FROM round",
    )
}

/// S1 with other questions, or another day to close.
fn planted(revision: u32, change: impl FnOnce(&mut Plan)) -> String {
    let mut plan = Plan::parse(include_str!("../../assets/plans/s1.toml")).unwrap();
    plan.revision.0 = revision;
    change(&mut plan);
    plan.to_toml()
}

#[test]
fn other_questions_wait_until_the_round_has_stood() {
    let (mut town, kiosk) = paired();
    hand_in(&kiosk, 3);
    on(&town, "2026-09-19");
    let other = planted(2, |plan| drop(plan.criteria.pop()));
    town.office.add_plan(&other).unwrap();
    town.pack("a").unwrap();
    let report = town.weekly_sync(&kiosk, "a");
    let PackStep::Imported { deferred, .. } = report.pack else {
        panic!("{:?}", report.pack);
    };
    assert_eq!(deferred[0].plan.as_str(), "s1");
    assert_eq!(deferred[0].from, "2026-10-01".parse::<NaiveDate>().unwrap());
    // Nobody's card is refused meanwhile.
    hand_in(&kiosk, 3);
    on(&town, "2026-10-01");
    town.pack("a").unwrap();
    let report = carried(&mut town, &kiosk);
    assert!(matches!(report.pack, PackStep::Imported { deferred, .. } if deferred.is_empty()));
    assert_eq!(
        report.closed.len(),
        1,
        "six answers to the former questions"
    );
    assert!(kiosk.submit(&town::rating(), false).is_err());
    assert_eq!(periods(&town), BTreeMap::from([("2026-09".to_owned(), 6)]));
}

#[test]
fn with_nobody_waiting_other_questions_come_at_once_and_what_stood_too_short_joins() {
    let (mut town, kiosk) = paired();
    on(&town, "2026-09-24");
    let other = planted(2, |plan| drop(plan.criteria.pop()));
    let mut card = revised(&mut town, &kiosk, &other);
    for rated in card.ratings.values_mut() {
        rated.retain(|criterion, _| criterion.as_str() != "others");
    }
    submit(&kiosk, &card, 6);
    assert_eq!(days(&town), 7);
    assert!(kiosk.status().unwrap().waiting[0].is_short);
    on(&town, "2026-10-01");
    let report = carried(&mut town, &kiosk);
    assert!(report.closed.is_empty(), "seven days are no round");
    assert_eq!(days(&town), 31 + 7);
    on(&town, "2026-11-02");
    let report = carried(&mut town, &kiosk);
    assert_eq!(report.closed[0].round.to_string(), "2026-10");
    assert_eq!(periods(&town), BTreeMap::from([("2026-10".to_owned(), 6)]));
}

#[test]
fn a_plan_that_is_switched_off_ends_its_round_and_a_short_one_waits_for_it() {
    for (off, leaves) in [("2026-09-20", false), ("2026-09-30", true)] {
        let (mut town, kiosk) = paired();
        hand_in(&kiosk, 6);
        on(&town, off);
        let plan = "s1".parse().unwrap();
        town.office.enable_plan(&plan, false).unwrap();
        town.pack("a").unwrap();
        carried(&mut town, &kiosk);
        on(&town, "2026-10-05");
        let report = carried(&mut town, &kiosk);
        assert_eq!(report.closed.len(), usize::from(leaves), "{off}");
        // It comes back: what waited leaves with the next round.
        town.office.enable_plan(&plan, true).unwrap();
        town.pack("a").unwrap();
        carried(&mut town, &kiosk);
        on(&town, "2026-11-02");
        let report = carried(&mut town, &kiosk);
        assert_eq!(report.closed.len(), usize::from(!leaves), "{off}");
        assert_eq!(periods(&town).values().sum::<u64>(), 6, "{off}");
    }
}

#[test]
fn an_office_is_told_beforehand_that_a_round_would_be_too_short() {
    let (mut town, _kiosk) = paired();
    let earliest = |town: &mut Town, toml: &str| match town.office.add_plan(toml) {
        Err(AppError::Office(OfficeError::RoundShort { earliest })) => Some(earliest.to_string()),
        other => {
            other.unwrap();
            None
        }
    };
    let closes =
        |day: &'static str| move |plan: &mut Plan| plan.closes = Some(day.parse().unwrap());
    // The last round would be October's, and three days long.
    let short = planted(2, closes("2026-10-03"));
    assert_eq!(earliest(&mut town, &short).as_deref(), Some("2026-10-14"));
    assert_eq!(earliest(&mut town, &planted(2, closes("2026-09-30"))), None);
    // Of new questions kiosks hear a week from now.
    let once = |closes: &'static str| {
        planted(1, move |plan| {
            plan.id = "once".parse().unwrap();
            plan.cadence = Cadence::Once;
            plan.opens = Some("2026-09-18".parse().unwrap());
            plan.closes = Some(closes.parse().unwrap());
        })
    };
    assert_eq!(
        earliest(&mut town, &once("2026-10-06")).as_deref(),
        Some("2026-10-07")
    );
    assert_eq!(earliest(&mut town, &once("2026-10-07")), None);
}

//! How many sheets about one subject leave together is what residents were told when they handed in: a plan that asks for fewer by the
//! end of the round, or is gone by then, frees nothing below it (protocol §2.1, §2.2). The whole way through a real kiosk and the
//! packs of a real office.

use std::collections::BTreeMap;

use pingyi::app::kiosk::Kiosk;
use pingyi::domain::card::Card;
use pingyi::domain::plan::Plan;
use pingyi_kit::town::{self, Town};

use crate::rounds::{carried, on, paired, periods, submit};

/// S1 as it asks for so many.
fn asking(revision: u32, crowd: u32) -> String {
    let mut plan = Plan::parse(include_str!("../../assets/plans/s1.toml")).unwrap();
    (plan.revision.0, plan.smallest_crowd) = (revision, crowd);
    plan.to_toml()
}

fn brought(town: &mut Town, kiosk: &Kiosk, change: impl FnOnce(&mut Town)) {
    town.confirm();
    change(town);
    town.pack("a").unwrap();
    carried(town, kiosk);
}

fn card(revision: u32) -> Card {
    let mut card = town::rating();
    card.revision.0 = revision;
    card
}

/// A kiosk that took in five cards under a floor of so many.
fn five_under(crowd: u32) -> (Town, Kiosk) {
    let (mut town, kiosk) = paired();
    let plan = asking(2, crowd);
    brought(&mut town, &kiosk, |town| {
        town.office.add_plan(&plan).unwrap();
    });
    submit(&kiosk, &card(2), 5);
    (town, kiosk)
}

/// Who makes the plans asks for fewer on the last day, of the same questions, so that it holds at once.
fn fewer(town: &mut Town) {
    town.office.add_plan(&asking(3, 5)).unwrap();
}

/// Or takes the plan away.
fn none(town: &mut Town) {
    town.office
        .enable_plan(&"s1".parse().unwrap(), false)
        .unwrap();
}

#[test]
fn the_control_five_that_came_under_five_leave() {
    let (mut town, kiosk) = five_under(5);
    on(&town, "2026-10-01");
    assert_eq!(carried(&mut town, &kiosk).closed.len(), 1);
    assert_eq!(periods(&town).values().sum::<u64>(), 5);
}

#[test]
fn neither_a_revision_nor_the_end_of_its_plan_frees_five_that_came_under_ten() {
    for (change, is_gone) in [(fewer as fn(&mut Town), false), (none, true)] {
        let (mut town, kiosk) = five_under(10);
        on(&town, "2026-09-30");
        brought(&mut town, &kiosk, change);
        for day in ["2026-10-01", "2026-10-08"] {
            on(&town, day);
            let met = carried(&mut town, &kiosk);
            assert!(met.closed.is_empty(), "{is_gone} {day} {met:?}");
            assert_eq!(met.waiting.len(), 1, "nothing is lost");
        }
        if is_gone {
            // It comes back, and asks for fewer by then.
            brought(&mut town, &kiosk, |town| {
                town.office.add_plan(&asking(3, 5)).unwrap();
                town.office
                    .enable_plan(&"s1".parse().unwrap(), true)
                    .unwrap();
            });
        }
        // Nor do they leave as the remainder of a round that asks for five, nor after a restart.
        drop(kiosk);
        let mut parts = town.parts();
        (parts.ends_rounds, parts.seed) = (false, Some(9));
        let kiosk = Kiosk::open_with(&town.settings, town.clock.clone(), parts).unwrap();
        submit(&kiosk, &card(3), 4);
        on(&town, "2026-11-02");
        let met = carried(&mut town, &kiosk);
        assert!(met.closed.is_empty(), "nine are no ten: {is_gone} {met:?}");
        submit(&kiosk, &card(3), 1);
        on(&town, "2026-12-01");
        let met = carried(&mut town, &kiosk);
        assert_eq!(met.closed.len(), 1, "{is_gone} {met:?}");
        let told = BTreeMap::from([("2026-11".to_owned(), 10)]);
        assert_eq!(periods(&town), told, "{is_gone}");
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().differences, []);
    }
}

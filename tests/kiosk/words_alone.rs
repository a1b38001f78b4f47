//! A plan that rates in its months and listens all year (S15): between them words alone are taken in, and belong to no round.

use pingyi::app::AppError;
use pingyi::domain::card::Card;
use pingyi_kit::stand::words_all_year;
use pingyi_kit::town::Town;

use pingyi::app::kiosk::Lookup;

fn card(ratings: bool, words: &str) -> Card {
    let answers = serde_json::json!({ "committee": { "will": "satisfied" } });
    let card = serde_json::json!({
        "plan": "s15", "revision": 1,
        "ratings": if ratings { answers } else { serde_json::json!({}) },
        "opinion": { "text": words },
    });
    serde_json::from_value(card).unwrap()
}

#[test]
fn between_its_months_words_are_taken_and_nothing_is_rated() {
    let mut town = Town::real();
    let kiosk = town.paired();
    town.office.add_plan(&words_all_year()).unwrap();
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");
    // September: its months are February and August.
    let met = kiosk
        .plans()
        .into_iter()
        .find(|plan| plan.id.as_str() == "s15");
    let met = met.unwrap();
    assert!(!met.asks() && met.opinion.is_some() && met.subjects.len() == 2);
    let refused = kiosk.submit(&card(true, "灯坏了"), false).unwrap_err();
    assert!(matches!(refused, AppError::PlanNotOpen { .. }), "{refused}");
    assert!(
        kiosk.submit(&card(false, " "), false).is_err(),
        "nothing at all"
    );
    let issued = kiosk.submit(&card(false, "灯坏了"), true).unwrap().unwrap();

    // It leaves at once, by itself, and is a case; no round hears of it.
    assert!(
        kiosk
            .status()
            .unwrap()
            .waiting
            .iter()
            .all(|one| one.plan.as_str() != "s15")
    );
    let report = town.weekly_sync(&kiosk, "a");
    assert!(report.words.is_some() && report.closed.is_empty());
    let loaded = town.load("a").totals();
    assert_eq!((loaded.opinions_new, loaded.ratings_new), (1, 0));
    let case = town.office.cases().unwrap()[0].number;
    town.office.reply(case, "已经修好。").unwrap();
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");
    let found = kiosk.lookup(&issued.number.grouped()).unwrap();
    assert!(matches!(found, Lookup::Answered { .. }));
    assert_eq!(
        town.office.verify(&mut |_| {}).unwrap().differences.len(),
        0
    );
    drop(kiosk);

    // A month of its own: the same kiosk asks.
    town.clock
        .set(pingyi_kit::town::time("2027-02-01T10:00:00"));
    let kiosk = town.open().unwrap();
    let met = kiosk
        .plans()
        .into_iter()
        .find(|plan| plan.id.as_str() == "s15");
    assert!(met.unwrap().asks());
    kiosk.submit(&card(true, "灯又坏了"), false).unwrap();
}

//! How long a plan stands on a device.

use chrono::NaiveDate;

use super::*;
use crate::domain::plan::{Cadence, Plan, shipped};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn plan(cadence: Cadence, opens: Option<&str>, closes: Option<&str>) -> Plan {
    Plan {
        cadence,
        opens: opens.map(day),
        closes: closes.map(day),
        ..Plan::parse(shipped()[0].text).unwrap()
    }
}

fn asked_otherwise(plan: &Plan) -> Plan {
    let mut other = plan.clone();
    other.criteria.pop();
    other
}

#[test]
fn a_round_that_would_be_over_too_soon_closes_later() {
    #[rustfmt::skip] // one row, one line
    let table = [
        // Once, made for a day.
        (Cadence::Once, Some("2026-10-02"), Some("2026-10-02"), "2026-10-02", "2026-10-15"),
        // Known too late for its own days.
        (Cadence::Once, Some("2026-11-01"), Some("2026-11-15"), "2026-11-05", "2026-11-18"),
        // Long enough, wherever it began.
        (Cadence::Once, Some("2026-11-01"), Some("2026-11-15"), "2026-11-02", "2026-11-15"),
        (Cadence::Yearly, None, Some("2026-11-15"), "2026-03-02", "2026-11-15"),
        // The last month of an always-open plan, cut on its third day.
        (Cadence::Always, None, Some("2026-10-03"), "2026-01-05", "2026-10-14"),
        // Over before it came.
        (Cadence::Once, Some("2026-10-01"), Some("2026-10-10"), "2026-10-11", "2026-10-10"),
    ];
    for (cadence, opens, closes, since, last) in table {
        let held = InForce::new(plan(cadence, opens, closes), Some(day(since)));
        assert_eq!(held.plan.closes, Some(day(last)), "{cadence:?} {since}");
        let unbound = InForce::new(plan(cadence, opens, closes), None);
        assert_eq!(unbound.plan.closes, closes.map(day));
    }
}

#[test]
fn its_rounds_begin_when_it_came() {
    let held = InForce::new(plan(Cadence::Always, None, None), Some(day("2026-10-25")));
    let first = |on| held.round(day(on)).unwrap().first;
    assert_eq!(first("2026-10-28"), day("2026-10-25"));
    assert_eq!(first("2026-11-28"), day("2026-11-01"));
    let unbound = InForce::new(plan(Cadence::Always, None, None), None);
    let round = unbound.round(day("2026-10-28")).unwrap();
    assert_eq!(
        (round.first, unbound.bound_first(&round)),
        (day("2026-10-01"), None)
    );
}

#[test]
fn other_questions_wait_until_these_have_stood() {
    let always = plan(Cadence::Always, None, None);
    let held = InForce::new(always.clone(), Some(day("2026-01-05")));
    let mut mended = always.clone();
    mended.title.zh.push('。');
    let mut by_year = always.clone();
    by_year.cadence = Cadence::Yearly;
    let mut later = always.clone();
    later.opens = Some(day("2026-10-30"));
    let mut over = always.clone();
    over.closes = Some(day("2026-10-01"));
    let until = |next: &Plan, on| held.stands_until(next, day(on));
    assert_eq!(until(&mended, "2026-10-03"), None);
    assert!(held.goes_on_as(&mended, day("2026-10-03")));
    for next in [&asked_otherwise(&always), &by_year, &later, &over] {
        assert_eq!(until(next, "2026-10-03"), Some(day("2026-10-15")));
        assert_eq!(until(next, "2026-10-14"), Some(day("2026-10-15")));
        assert_eq!(until(next, "2026-10-15"), None);
        assert!(!held.goes_on_as(next, day("2026-10-03")));
    }
    // Where nothing runs, nothing is cut.
    let closed = InForce::new(
        plan(Cadence::Always, None, Some("2026-09-30")),
        Some(day("2026-01-05")),
    );
    assert_eq!(closed.stands_until(&by_year, day("2026-10-03")), None);
    // A trial is bound by nothing.
    let trial = InForce::new(always.clone(), None);
    assert_eq!(trial.stands_until(&by_year, day("2026-10-03")), None);
}

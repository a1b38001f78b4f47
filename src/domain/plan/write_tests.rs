//! What is written is what was read.

use proptest::prelude::*;

use super::super::explain::tests::{ENTITLED, EVERYTHING};
use super::super::shipped;
use super::*;

fn texts() -> Vec<&'static str> {
    let shipped = shipped().iter().map(|one| one.text);
    let demo = include_str!("../../../assets/demo/s6.toml");
    shipped.chain([EVERYTHING, ENTITLED, demo]).collect()
}

fn read(text: &str) -> Plan {
    let reading = Plan::read(text);
    reading
        .unwrap_or_else(|faults| panic!("{faults:?}\n{text}"))
        .plan
}

#[test]
fn every_plan_we_know_is_written_and_read_as_itself() {
    for text in texts() {
        let plan = read(text);
        let written = plan.to_toml();
        let again = read(&written);
        assert_eq!(again, plan, "{written}");
        assert_eq!(again.to_toml(), written);
        // Blanks stay blank, but for days and times, of which a plan keeps none.
        let blanks = |text: &str| Plan::read(text).unwrap().blanks.len();
        assert!(blanks(&written) <= blanks(text));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Any rule of one plan in another, any words, any figure.
    #[test]
    fn a_mixture_of_plans_is_written_and_read_as_itself(
        which in prop::array::uniform8(any::<prop::sample::Index>()),
        words in "[^\\u{0}]{1,12}",
        crowd in 1..1000_u32,
        days in 1..250_u32,
    ) {
        prop_assume!(!words.trim().is_empty() && !words.contains("__") && !words.contains('＿'));
        let plans: Vec<Plan> = texts().into_iter().map(read).collect();
        let of = |at: usize| which[at].get(&plans);
        // What hangs together stays together: questions and grades, voters and what only they may have.
        let mut plan = of(0).clone();
        plan.cadence = of(1).cadence;
        (plan.opens, plan.closes) = (of(1).opens, of(1).closes);
        plan.opinion = of(2).opinion.clone();
        plan.rules.opinions_all_year = of(2).rules.opinions_all_year;
        plan.rules.organiser = of(3).rules.organiser.clone();
        plan.rules.meeting = of(4).rules.meeting.clone();
        plan.rules.stages = of(5).rules.stages.clone();
        plan.rules.rectification = of(6).rules.rectification;
        plan.rules.protection = of(7).rules.protection.clone();
        plan.rules.report = of(3).rules.report.clone();
        plan.rules.archive = of(4).rules.archive.clone();
        plan.title = Text { zh: words.clone(), en: words.clone() };
        plan.source = words;
        plan.smallest_crowd = crowd;
        plan.follow_up.reply_within_working_days = days;
        let written = plan.to_toml();
        let again = Plan::read(&written);
        prop_assert!(again.is_ok(), "{:?}\n{}", again, written);
        prop_assert_eq!(again.unwrap().plan, plan, "{}", written);
    }
}

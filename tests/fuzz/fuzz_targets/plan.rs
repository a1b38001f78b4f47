//! A plan's TOML: read whole, explained in both languages, or every fault said.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pingyi::domain::calendar::CalendarTable;
use pingyi::domain::plan::{Plan, explain};
use pingyi::words::Lang;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let _calendar = CalendarTable::from_text(text);
    match Plan::parse(text) {
        Ok(plan) => {
            for lang in Lang::ALL {
                assert!(!explain(&plan, lang).is_empty());
            }
            for subject in &plan.subjects {
                for criterion in plan.criteria_of(subject) {
                    assert!(plan.scale(&criterion.scale).is_some());
                }
            }
        }
        Err(faults) => assert!(!faults.sentence().say(Lang::Zh).is_empty()),
    }
    let _reading = Plan::read(text);
});

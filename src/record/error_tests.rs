//! Every fault of the record, with its sentence and its kind.

use std::collections::HashSet;

use super::{DamagedRow, RecordError, ServerError};
use crate::domain::ids::{BatchNumber, CaseNumber, DeviceId, PersonId, PlanId};
use crate::domain::person::Actor;
use crate::domain::round_status::{RoundEvent, RoundStatus};
use crate::fault::{Fault as _, Kind};
use crate::words::Lang;

#[test]
fn every_fault_has_its_own_sentence_and_its_own_kind() {
    let device = || "LOBBY1".parse::<DeviceId>().unwrap();
    let number = BatchNumber(41);
    let case = CaseNumber(42);
    let plan = || "s1".parse::<PlanId>().unwrap();
    let event = RoundEvent::Counted;
    let row = DamagedRow {
        table: "plan",
        row: "s1 1".to_owned(),
        expected: "TOML",
    };
    // The fault, what its sentence has to name, and whether it is the disk, a refusal, an absence or damage.
    #[rustfmt::skip] // one row, one line
    let table = [
        (RecordError::Newer { found: 43, known: 2 }, "43", Kind::Store),
        (RecordError::NotARecord, "", Kind::Store),
        (RecordError::Busy, "", Kind::NotNow),
        (RecordError::Full, "", Kind::Disk),
        (RecordError::ReadOnly, "", Kind::Disk),
        (RecordError::damaged("a week"), "a week", Kind::Store),
        (RecordError::Engine(rusqlite::Error::InvalidQuery), "", Kind::Store),
        (RecordError::OtherThanNamed, "", Kind::Refused),
        (RecordError::OtherContent { device: device(), number }, "41", Kind::Refused),
        (RecordError::BrokenChain { device: device(), number }, "LOBBY1", Kind::Refused),
        (RecordError::UnknownDevice { device: device() }, "LOBBY1", Kind::NotFound),
        (RecordError::NameTaken { device: device() }, "LOBBY1", Kind::Refused),
        (RecordError::UnknownCase { number: case }, "42", Kind::NotFound),
        (RecordError::AlreadyAnswered { number: case }, "42", Kind::NotNow),
        (RecordError::UnknownPlan { plan: plan() }, "s1", Kind::NotFound),
        (RecordError::OldRevision { plan: plan(), revision: 44 }, "44", Kind::Refused),
        (row.clone().into(), "s1 1", Kind::Store),
        (RecordError::Server(ServerError::NoRecord), "", ServerError::NoRecord.kind()),
        (RecordError::UnknownPerson { person: PersonId::of(45).unwrap() }, "p45", Kind::NotFound),
        (RecordError::NotEntitled { by: Actor::Office }, "", Kind::Refused),
        (RecordError::RoundStands { status: None, event }, "", Kind::NotNow),
        (RecordError::RoundStands { status: Some(RoundStatus::Open), event }, "", Kind::NotNow),
        (RecordError::StillKept { until: "2046-12-31".parse().ok() }, "2046-12-31", Kind::NotNow),
        (RecordError::StillKept { until: None }, "", Kind::NotNow),
    ];
    for lang in Lang::ALL {
        let mut said: Vec<String> = Vec::new();
        for (fault, named, kind) in &table {
            let sentence = fault.sentence().say(lang);
            assert!(
                sentence.contains(named) && !sentence.contains('⟦'),
                "{sentence}"
            );
            assert_eq!(fault.kind(), *kind, "{fault}");
            let damaged = matches!(
                fault,
                RecordError::Damaged { .. } | RecordError::DamagedRow(_) | RecordError::Engine(_)
            );
            assert_eq!(fault.is_damage(), damaged, "{fault}");
            said.push(sentence);
        }
        said.sort();
        said.dedup();
        assert_eq!(said.len(), table.len());
    }
    // A fault that is new is a row here.
    let kinds: HashSet<_> = table
        .iter()
        .map(|(fault, ..)| std::mem::discriminant(fault))
        .collect();
    let written = include_str!("error.rs").matches("    #[error(").count();
    assert_eq!(kinds.len(), written);
}

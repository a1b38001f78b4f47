//! A round of the week that `fault_tests` writes and reads.

use std::fmt::Write as _;

use super::*;
use crate::domain::attendance::Attendance;
use crate::domain::ballot::{BallotCell, BallotCount, BallotSubject, BallotWay};
use crate::domain::card::Answer;
use crate::domain::ids::{BlobId, PlanId, PlanRevision, SealingKey};
use crate::domain::round::RoundId;

fn key() -> (PlanId, RoundId) {
    ("s1".parse().unwrap(), "2026-11".parse().unwrap())
}

/// Two papers that call the hall good.
fn papers() -> BallotCount {
    let cell = BallotCell {
        criterion: "attitude".parse().unwrap(),
        answer: Answer::Choice("good".parse().unwrap()),
        count: 2,
    };
    BallotCount {
        way: BallotWay::Paper,
        group: None,
        issued: None,
        valid: 2,
        void: Vec::new(),
        abstained: 0,
        subjects: vec![BallotSubject {
            subject: "hall".parse().unwrap(),
            rated: 2,
            counts: vec![cell],
        }],
        tellers: vec!["陈丽".to_owned(), "王强".to_owned()],
    }
}

/// Papers that were counted wrongly, and taken back.
fn wrongly_counted() -> [RoundHappened; 2] {
    let (plan, round) = key();
    let held = RoundHappened::BallotHeld {
        plan: plan.clone(),
        round,
        revision: PlanRevision(1),
        number: 1,
        ballot: papers(),
        signature: "signed".to_owned(),
    };
    let back = RoundHappened::BallotTakenBack {
        plan,
        round,
        number: 1,
        reason: "数错了".to_owned(),
    };
    [held, back]
}

/// A notice that the office posts of a round or of figures.
pub(super) fn posted(number: u32, title: &str, body: &str) -> Body {
    Body::NoticePosted {
        number,
        digest: notice_digest(title, body),
        own: false,
    }
}

/// A round whose notice is the second one, from its announcement to an answered objection.
pub(super) fn hold(record: &Record) -> Result<(), RecordError> {
    let (plan, round) = key();
    let note = |body: Body, content: &Content| {
        let day = "2026-12-01".parse().unwrap();
        record.note(day, body, content, &Unsigned).map(drop)
    };
    let told = |told: RoundHappened| note(Body::Round(told), &Content::Nothing);
    let words = |said: &str, told: &dyn Fn(String) -> RoundHappened| {
        let sealed = said.as_bytes().to_vec();
        let told = told(BlobId::of(&sealed).to_string());
        note(Body::Round(told), &Content::Sealed(sealed))
    };
    let post = |number: u32| {
        let (title, body) = ("公示".to_owned(), "…".to_owned());
        let told = posted(number, &title, &body);
        note(told, &Content::Notice { title, body })
    };
    let plan = || plan.clone();
    let day = || "2026-12-01".parse().unwrap();
    #[rustfmt::skip] // an event, few lines
    told(RoundHappened::RoundAnnounced {
        plan: plan(), round, revision: PlanRevision(1), first: day(), last: Some(day()), notice: 2,
    })?;
    post(2)?;
    told(RoundHappened::RoundOpened {
        plan: plan(),
        round,
    })?;
    for counted in wrongly_counted() {
        told(counted)?;
    }
    let attendance = Attendance::default();
    told(RoundHappened::RoundClosed {
        plan: plan(),
        round,
        attendance,
    })?;
    let subject = "hall".parse::<crate::domain::ids::SubjectId>().unwrap();
    told(RoundHappened::RoundCounted(RoundCount {
        plan: plan(),
        round,
        counts: "digest".to_owned(),
        without: Vec::new(),
        votes: vec![Vote {
            subject: subject.clone(),
            raters: 1,
            grade: "good".parse().ok(),
        }],
        signature: "signed".to_owned(),
    }))?;
    #[rustfmt::skip] // an event, few lines
    told(RoundHappened::RoundDecided { plan: plan(), round, body: None, grades: Vec::new() })?;
    #[rustfmt::skip] // an event, few lines
    told(RoundHappened::PersonTold { plan: plan(), round, subject: subject.clone() })?;
    #[rustfmt::skip] // an event, few lines
    words("没有意见", &|digest| RoundHappened::StatementTaken { plan: plan(), round, subject: subject.clone(), digest })?;
    let posting = RoundPosting {
        notice: 3,
        from: day(),
        until: Some(day()),
        objections_until: None,
        issuer: "居委会".to_owned(),
    };
    #[rustfmt::skip] // an event, few lines
    told(RoundHappened::RoundPosted { plan: plan(), round, posting })?;
    post(3)?;
    #[rustfmt::skip] // an event, few lines
    words("不对", &|digest| RoundHappened::RoundObjected { plan: plan(), round, number: 1, digest })?;
    #[rustfmt::skip] // an event, few lines
    words("已复核", &|digest| RoundHappened::ObjectionAnswered { plan: plan(), round, number: 1, digest })?;
    let report = RoundReport {
        to: "街道".to_owned(),
        digest: "digest".to_owned(),
    };
    #[rustfmt::skip] // an event, few lines
    told(RoundHappened::RoundReported { plan: plan(), round, report })?;
    Ok(())
}

/// All there is to read of rounds.
pub(super) fn held(record: &Record) -> Result<String, RecordError> {
    let (plan, round) = key();
    let mut all = String::new();
    let mut add = |one: &dyn std::fmt::Debug| writeln!(all, "\n{one:?}").unwrap();
    add(&record.rounds()?);
    add(&record.round(&plan, round)?);
    let (subjects, objections) = (
        record.round_subjects(&plan, round)?,
        record.objections(&plan, round)?,
    );
    let words = subjects.iter().filter_map(|one| one.statement);
    let words = words.chain(
        objections
            .iter()
            .flat_map(|one| [one.words, one.answer])
            .flatten(),
    );
    for id in words {
        add(&record.blob(&id)?.ok_or(RecordError::damaged("words"))?);
    }
    add(&(subjects, objections));
    add(&record.next_objection(&plan, round)?);
    Ok(all)
}

/// A new opening key.
pub(super) fn renewed(sealing_key: SealingKey) -> PeopleEvent {
    PeopleEvent::OpeningRenewed {
        sealing_key,
        two_persons: false,
    }
}

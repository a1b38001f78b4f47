//! What the ledger tells of rounds: its bytes and hashes stay, and make the tables they always made.

use std::collections::BTreeMap;

use pingyi::domain::attendance::Attendance;
use pingyi::domain::ballot::{BallotCell, BallotCount, BallotSubject, BallotWay, VoidBallots};
use pingyi::domain::batch::{BatchFacts, ClosedFacts, RoundFacts, RoundKey};
use pingyi::domain::card::Answer;
use pingyi::domain::channel::Channel;
use pingyi::domain::ids::{
    BatchNumber, BlobId, ContentHash, GroupId, PlanRevision, RootHash, Shape, SheetId,
};
use pingyi::domain::proposal::ProposalNote;
use pingyi::domain::round_status::{RoundEvent, RoundStatus};
use pingyi::fault::{Fault as _, Kind};
use pingyi::record::{
    BatchContent, BatchEntry, Body, Content, DecidingBody, DestroyedOriginal, GradeGiven, Record,
    RecordError, RoundArchive, RoundCount, RoundHappened as Happened, RoundPosting, RoundReport,
    Unsigned, Vote, notice_digest, text_digest,
};
use pingyi::words::Lang;
use pingyi_kit::server::sealer;

use super::ledger::{assert_is, tables};

type Told = (&'static str, Body, Content);

fn plan() -> pingyi::domain::ids::PlanId {
    "s6".parse().unwrap()
}

fn round() -> pingyi::domain::round::RoundId {
    "2026-H2".parse().unwrap()
}

fn announced(round: pingyi::domain::round::RoundId, notice: u32) -> Happened {
    Happened::RoundAnnounced {
        plan: plan(),
        round,
        revision: PlanRevision(1),
        first: "2026-07-01".parse().unwrap(),
        last: "2026-12-31".parse().ok(),
        notice,
    }
}

fn held(day: &'static str, told: Happened) -> Told {
    (day, Body::Round(told), Content::Nothing)
}

fn words(day: &'static str, said: &str, told: impl FnOnce(String) -> Happened) -> Told {
    let sealed = sealer("words", said);
    let digest = BlobId::of(&sealed).to_string();
    (day, Body::Round(told(digest)), Content::Sealed(sealed))
}

fn notice(day: &'static str, number: u32) -> Told {
    let (title, body) = ("公示".to_owned(), format!("第 {number} 号"));
    let digest = notice_digest(&title, &body);
    let told = Body::NoticePosted {
        number,
        digest,
        own: false,
    };
    (day, told, Content::Notice { title, body })
}

fn posting(notice: u32) -> RoundPosting {
    RoundPosting {
        notice,
        from: "2027-01-05".parse().unwrap(),
        until: "2027-01-12".parse().ok(),
        objections_until: "2027-01-08".parse().ok(),
        issuer: "居委会".to_owned(),
    }
}

/// From its announcement to its count.
fn counted() -> Vec<Told> {
    let attendance = Attendance {
        entitled: Some(40),
        present: Some(33),
        by_proxy: Some(2),
        issued: Some(35),
        collected: Some(35),
        void: Some(1),
        abstained: Some(2),
        ..Attendance::default()
    };
    let vote = |subject: &str, raters, grade: Option<&str>| Vote {
        subject: subject.parse().unwrap(),
        raters,
        grade: grade.map(|grade| grade.parse().unwrap()),
    };
    let (plan, round) = (plan(), round());
    vec![
        held("2026-09-17", announced(round, 1)),
        notice("2026-09-17", 1),
        held(
            "2026-09-17",
            Happened::RoundOpened {
                plan: plan.clone(),
                round,
            },
        ),
        held(
            "2027-01-04",
            Happened::RoundClosed {
                plan: plan.clone(),
                round,
                attendance,
            },
        ),
        held(
            "2027-01-04",
            Happened::RoundCounted(RoundCount {
                plan,
                round,
                counts: text_digest("counts"),
                without: vec!["TABLET2".parse().unwrap()],
                votes: vec![vote("wang", 32, Some("excellent")), vote("li", 3, None)],
                signature: "signed".to_owned(),
            }),
        ),
    ]
}

/// From its decision to its archive.
fn ended() -> Vec<Told> {
    let (plan, round) = (plan, round());
    let given = |subject: &str, grade: &str, reason: &str| GradeGiven {
        subject: subject.parse().unwrap(),
        grade: grade.parse().unwrap(),
        reason: reason.to_owned(),
    };
    let subject = || "wang".parse().unwrap();
    #[rustfmt::skip] // one entry, few lines
    let told = vec![
        held("2027-01-04", Happened::RoundDecided {
            plan: plan(), round,
            body: Some(DecidingBody { name: "考核小组".to_owned(), members: vec!["张主任".to_owned()] }),
            grades: vec![given("wang", "excellent", ""), given("li", "competent", "票太少")],
        }),
        held("2027-01-04", Happened::PersonTold { plan: plan(), round, subject: subject() }),
        words("2027-01-05", "没有意见", |digest| Happened::StatementTaken { plan: plan(), round, subject: subject(), digest }),
        held("2027-01-05", Happened::RoundPosted { plan: plan(), round, posting: posting(2) }),
        notice("2027-01-05", 2),
        held("2027-01-05", Happened::RoundCorrected { plan: plan(), round, notice: 3 }),
        notice("2027-01-05", 3),
        held("2027-01-05", Happened::RoundPostedAgain { plan: plan(), round, posting: posting(4), reason: "更正后重发".to_owned() }),
        notice("2027-01-05", 4),
        words("2027-01-06", "票数不对", |digest| Happened::RoundObjected { plan: plan(), round, number: 1, digest }),
        words("2027-01-07", "已经复核", |digest| Happened::ObjectionAnswered { plan: plan(), round, number: 1, digest }),
        held("2027-01-12", Happened::RoundReported { plan: plan(), round, report: RoundReport { to: "街道办事处".to_owned(), digest: text_digest("report") } }),
        held("2027-01-13", Happened::RoundSettled { plan: plan(), round }),
        held("2027-01-13", Happened::RoundArchived { plan: plan(), round, archive: RoundArchive { class: "民主评议".to_owned(), years: Some(10), digest: text_digest("list") } }),
        held("2027-01-14", announced("2027-H1".parse().unwrap(), 5)),
        notice("2027-01-14", 5),
        held("2027-01-14", Happened::RoundCancelled { plan: plan(), round: "2027-H1".parse().unwrap(), reason: "换届".to_owned() }),
    ];
    told
}

fn note(record: &Record, (day, body, content): Told) -> Result<(), RecordError> {
    let day = day.parse().unwrap();
    record.within(|record| record.note(day, body, &content, &Unsigned).map(drop))
}

#[test]
fn entries_of_rounds_are_written_and_make_tables_as_they_always_did() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    let record = Record::open(&path, &sealer).unwrap();
    for told in counted().into_iter().chain(ended()) {
        note(&record, told).unwrap();
    }
    let written = record.ledger().unwrap();
    let lines = written
        .iter()
        .map(|entry| format!("{} {}\n", entry.hash, entry.event));
    assert_is("ledger-3.txt", &lines.collect::<String>());
    assert_is("ledger-3-tables.txt", &tables(&path));
    for entry in &written {
        let event = entry.parsed().unwrap();
        assert_eq!(event.line(entry.number).unwrap(), entry.event);
    }
    // Read back from the tables, each is what was told.
    let held = record.round(&plan(), round()).unwrap().unwrap();
    assert_eq!(
        (held.status, held.notices.as_slice(), held.posting),
        (RoundStatus::Archived, &[1, 2, 3, 4][..], Some(posting(4)))
    );
    assert_eq!(
        record.objections(&plan(), round()).unwrap()[0].answered_on,
        "2027-01-07".parse().ok()
    );
}

/// The batch that brought the round's ratings.
fn brought(number: u32, root: u8) -> BatchContent {
    let facts = RoundFacts {
        key: RoundKey {
            plan: plan(),
            shape: Shape([7; 32]),
            round: round(),
            group: None,
        },
        channel: Channel::Kiosk,
        carried_over: false,
        withheld: false,
        submitted: 5,
        issued: 5,
        abandoned: 0,
        slips_used: 0,
        slips_refused: 0,
    };
    let closed = ClosedFacts {
        closed_on: "2027-01-02".parse().unwrap(),
        content: ContentHash([root; 32]),
        seen: None,
        health: None,
    };
    BatchContent {
        entry: BatchEntry {
            device: "LOBBY1".parse().unwrap(),
            number: BatchNumber(number),
            root: RootHash([root; 32]),
            previous: (number > 1).then_some(RootHash([root - 1; 32])),
            signing_key: "key".to_owned(),
            facts: BatchFacts::Ratings(closed, facts),
            ratings: 1,
            opinions: 0,
            set_aside: 0,
        },
        sheets: vec![SheetId([root; 32])],
        cases: Vec::new(),
        follow_ups: Vec::new(),
        receipts: Vec::new(),
        counts: BTreeMap::new(),
    }
}

fn loaded(content: BatchContent) -> Told {
    let entry = &content.entry;
    let told = Body::BatchLoaded {
        device: entry.device.clone(),
        number: entry.number,
        root: entry.root,
        ratings: 1,
        cases: 0,
        set_aside: 0,
        due: BTreeMap::new(),
        own_due: BTreeMap::new(),
        follow_ups: 0,
        again: Vec::new(),
    };
    ("2027-01-03", told, Content::Batch(Box::new(content)))
}

fn destroyed(day: &'static str, roots: &[u8]) -> Told {
    let gone = |(number, root): (u32, &u8)| DestroyedOriginal {
        device: "LOBBY1".parse().unwrap(),
        number: BatchNumber(number),
        root: RootHash([*root; 32]),
        account: BlobId::of(&[*root]),
    };
    let originals = (1..).zip(roots).map(gone).collect();
    let overseers = vec!["王书记".to_owned(), "居民代表李四".to_owned()];
    #[rustfmt::skip] // one entry, few lines
    let told = Happened::RoundDestroyed { plan: plan(), round: round(), overseers, originals };
    held(day, told)
}

/// Its rows and figures stay, its words go, and its originals are listed. On either engine.
#[test]
fn what_a_round_came_from_is_destroyed_by_list_and_makes_tables_as_it_always_did() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    let record = Record::open(&path, &sealer).unwrap();
    is_destroyed(&record);
    let written = record.ledger().unwrap();
    let lines = written
        .iter()
        .map(|entry| format!("{} {}\n", entry.hash, entry.event));
    assert_is("ledger-7.txt", &lines.collect::<String>());
    assert_is("ledger-7-tables.txt", &tables(&path));
    for entry in &written {
        let event = entry.parsed().unwrap();
        assert_eq!(event.line(entry.number).unwrap(), entry.event);
    }
}

/// Beside `tests/stock/postgres` on a server.
#[test]
fn a_list_is_the_same_entry_on_either_engine() {
    let record = pingyi_kit::server::record();
    is_destroyed(&record);
    let lines = record.ledger().unwrap();
    let lines = lines
        .iter()
        .map(|entry| format!("{} {}\n", entry.hash, entry.event));
    assert_is("ledger-7.txt", &lines.collect::<String>());
}

fn is_destroyed(record: &Record) {
    let key = || "key".to_owned();
    #[rustfmt::skip] // one entry, few lines
    let accepted = Body::DeviceAccepted { device: "LOBBY1".parse().unwrap(), signing_key: key(), replaces: None, facts: None };
    note(record, ("2026-09-17", accepted, Content::Nothing)).unwrap();
    for told in [loaded(brought(1, 1)), loaded(brought(2, 2))] {
        note(record, told).unwrap();
    }
    let stands = |told| {
        let refused = note(record, told).unwrap_err();
        assert!(
            matches!(refused, RecordError::RoundStands { .. }),
            "{refused}"
        );
    };
    for told in counted() {
        note(record, told).unwrap();
    }
    stands(destroyed("2038-01-01", &[1, 2]));
    for told in ended() {
        note(record, told).unwrap();
    }
    let early = note(record, destroyed("2037-12-31", &[1, 2])).unwrap_err();
    let until = "2037-12-31".parse().ok();
    assert!(
        matches!(early, RecordError::StillKept { until: it } if it == until),
        "{early}"
    );
    for roots in [&[1][..], &[1, 3], &[2, 1], &[1, 2, 3], &[]] {
        let other = note(record, destroyed("2038-01-01", roots)).unwrap_err();
        assert!(matches!(other, RecordError::OtherThanNamed), "{other}");
    }
    let words = || {
        let of_people = record.round_subjects(&plan(), round()).unwrap();
        let of_people = of_people.into_iter().filter_map(|one| one.statement);
        let said = record.objections(&plan(), round()).unwrap();
        let said = said.into_iter().flat_map(|one| [one.words, one.answer]);
        of_people.chain(said.flatten()).collect::<Vec<_>>()
    };
    let before = words();
    assert_eq!(before.len(), 3);
    note(record, destroyed("2038-01-01", &[1, 2])).unwrap();
    assert_eq!(words(), []);
    for id in before {
        assert_eq!(record.blob(&id).unwrap(), None);
    }
    let one = BatchNumber(1);
    let account = record.account_of(&"LOBBY1".parse().unwrap(), one).unwrap();
    assert_eq!(account, Some(BlobId::of(&[1])));
    assert_eq!(record.destroyed_originals().unwrap().len(), 2);
    assert_eq!(
        record.destroyed_on(&plan(), round()).unwrap(),
        "2038-01-01".parse().ok()
    );
    stands(destroyed("2038-01-02", &[1, 2]));
    stands(held(
        "2038-01-02",
        Happened::RoundSettled {
            plan: plan(),
            round: round(),
        },
    ));
}

#[test]
fn what_is_kept_for_ever_is_never_destroyed() {
    let record = Record::in_memory().unwrap();
    for told in counted() {
        note(&record, told).unwrap();
    }
    for (day, mut body, content) in ended() {
        if let Body::Round(Happened::RoundArchived { archive, .. }) = &mut body {
            archive.years = None;
        }
        note(&record, (day, body, content)).unwrap();
    }
    let refused = note(&record, destroyed("2999-01-01", &[])).unwrap_err();
    assert!(
        matches!(refused, RecordError::StillKept { until: None }),
        "{refused}"
    );
}

/// The table of states is the record's, whoever calls it.
#[test]
fn an_event_that_no_row_of_the_table_leads_to_is_refused() {
    let record = Record::in_memory().unwrap();
    for told in counted() {
        note(&record, told).unwrap();
    }
    let ahead = ended().into_iter().filter(|(_, body, _)| {
        matches!(body, Body::Round(told) if !matches!(told.of().2, RoundEvent::Announced | RoundEvent::Decided))
    });
    let mut tried = 0;
    for told in ahead.chain(
        counted()
            .into_iter()
            .filter(|(_, body, _)| matches!(body, Body::Round(_))),
    ) {
        let refused = note(&record, told).unwrap_err();
        assert!(
            matches!(refused, RecordError::RoundStands { .. }),
            "{refused}"
        );
        assert_eq!(refused.kind(), Kind::NotNow);
        for lang in Lang::ALL {
            assert!(!refused.sentence().say(lang).contains('⟦'));
        }
        tried += 1;
    }
    assert_eq!(tried, 15);
    let held = record.round(&plan(), round()).unwrap().unwrap();
    assert_eq!(held.status, RoundStatus::Counted);
}

#[test]
fn stages_are_noted_once_each_and_make_tables_as_they_always_did() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    let record = Record::open(&path, &sealer).unwrap();
    let stage = |stage, note: &str| Happened::StageDone {
        plan: plan(),
        round: round(),
        stage,
        note: note.to_owned(),
    };
    let early = note(&record, held("2026-09-17", stage(1, ""))).unwrap_err();
    assert!(matches!(early, RecordError::RoundStands { .. }), "{early}");
    for told in [
        held("2026-09-17", announced(round(), 1)),
        notice("2026-09-17", 1),
        held("2026-09-18", stage(2, "")),
        held("2026-09-20", stage(1, "档案柜 3 号")),
    ] {
        note(&record, told).unwrap();
    }
    assert!(note(&record, held("2026-09-21", stage(2, "again"))).is_err());
    let written = record.ledger().unwrap();
    let lines = written
        .iter()
        .map(|entry| format!("{} {}\n", entry.hash, entry.event));
    assert_is("ledger-6.txt", &lines.collect::<String>());
    assert_is("ledger-6-tables.txt", &tables(&path));
    let kept = record.round(&plan(), round()).unwrap().unwrap().stages;
    let kept: Vec<_> = kept
        .iter()
        .map(|one| (one.stage, one.note.as_str()))
        .collect();
    assert_eq!(kept, [(2, ""), (1, "档案柜 3 号")]);
    for entry in &written {
        let event = entry.parsed().unwrap();
        assert_eq!(event.line(entry.number).unwrap(), entry.event);
    }
}

#[test]
fn what_is_noted_of_proposals_makes_tables_as_it_always_did() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    let record = Record::open(&path, &sealer).unwrap();
    let of = |subject: &str, note| Happened::ProposalNoted {
        plan: plan(),
        round: round(),
        subject: subject.parse().unwrap(),
        note,
    };
    let put = |spoken, amount_fen| ProposalNote::Put {
        by: "李明".to_owned(),
        spoken,
        amount_fen,
    };
    let early = note(&record, held("2026-09-17", of("lights", put(false, None)))).unwrap_err();
    assert!(matches!(early, RecordError::RoundStands { .. }), "{early}");
    let text = |text: &str| text.to_owned();
    for told in [
        held("2026-09-17", announced(round(), 1)),
        notice("2026-09-17", 1),
        held("2026-09-18", of("lights", put(false, None))),
        held("2026-09-18", of("pipes", put(true, Some(3_200_050)))),
        held(
            "2026-09-19",
            of(
                "lights",
                ProposalNote::Discussed {
                    text: text("有人担心工期"),
                },
            ),
        ),
        held(
            "2026-09-20",
            of("lights", ProposalNote::Minority { text: text("无") }),
        ),
        held(
            "2026-09-21",
            of(
                "lights",
                ProposalNote::Handed {
                    to: text("物业组"),
                    due: Some("2026-12-01".parse().unwrap()),
                },
            ),
        ),
        held(
            "2026-09-21",
            of(
                "pipes",
                ProposalNote::Handed {
                    to: text("居委会"),
                    due: None,
                },
            ),
        ),
        held(
            "2026-11-30",
            of(
                "lights",
                ProposalNote::Executed {
                    text: text("灯已装好"),
                },
            ),
        ),
    ] {
        note(&record, told).unwrap();
    }
    let written = record.ledger().unwrap();
    let lines = written
        .iter()
        .map(|entry| format!("{} {}\n", entry.hash, entry.event));
    assert_is("ledger-9.txt", &lines.collect::<String>());
    assert_is("ledger-9-tables.txt", &tables(&path));
    let kept = record.round(&plan(), round()).unwrap().unwrap().proposals;
    assert_eq!(kept.len(), 7);
    for entry in &written {
        let event = entry.parsed().unwrap();
        assert_eq!(event.line(entry.number).unwrap(), entry.event);
    }
}

#[test]
fn what_was_voted_without_a_device_makes_tables_as_it_always_did() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    let record = Record::open(&path, &sealer).unwrap();
    let cell = |answer, count| BallotCell {
        criterion: "de".parse().unwrap(),
        answer,
        count,
    };
    let good = || Answer::Choice("good".parse().unwrap());
    let papers = BallotCount {
        way: BallotWay::Paper,
        group: "party".parse().ok(),
        issued: Some(12),
        valid: 9,
        void: vec![VoidBallots {
            count: 2,
            reason: "涂改".to_owned(),
        }],
        abstained: 1,
        subjects: vec![BallotSubject {
            subject: "wang".parse().unwrap(),
            rated: 9,
            counts: vec![cell(good(), 7), cell(Answer::Score(90), 2)],
        }],
        tellers: vec!["陈丽".to_owned(), "王强".to_owned()],
    };
    let hands = BallotCount {
        way: BallotWay::Hands,
        group: None,
        issued: None,
        void: Vec::new(),
        abstained: 0,
        ..papers.clone()
    };
    let of = |number, ballot: &BallotCount| Happened::BallotHeld {
        plan: plan(),
        round: round(),
        revision: PlanRevision(1),
        number,
        ballot: ballot.clone(),
        signature: "signed".to_owned(),
    };
    let back = |number| Happened::BallotTakenBack {
        plan: plan(),
        round: round(),
        number,
        reason: "数错了".to_owned(),
    };
    for told in [
        held("2026-09-17", announced(round(), 1)),
        notice("2026-09-17", 1),
    ] {
        note(&record, told).unwrap();
    }
    let early = note(&record, held("2026-09-17", of(1, &papers))).unwrap_err();
    assert!(matches!(early, RecordError::RoundStands { .. }), "{early}");
    let opened = Happened::RoundOpened {
        plan: plan(),
        round: round(),
    };
    note(&record, held("2026-09-17", opened)).unwrap();
    for wrong in [of(2, &papers), back(1)] {
        assert!(note(&record, held("2026-09-18", wrong)).is_err());
    }
    let mut endless = papers.clone();
    endless.valid = u64::MAX;
    assert!(note(&record, held("2026-09-18", of(1, &endless))).is_err());
    for told in [of(1, &papers), of(2, &hands), back(1), of(3, &papers)] {
        note(&record, held("2026-09-18", told)).unwrap();
    }
    assert!(note(&record, held("2026-09-18", back(1))).is_err());
    let written = record.ledger().unwrap();
    let lines = written
        .iter()
        .map(|entry| format!("{} {}\n", entry.hash, entry.event));
    assert_is("ledger-11.txt", &lines.collect::<String>());
    assert_is("ledger-11-tables.txt", &tables(&path));
    let counts = record.counts().unwrap();
    let raters: Vec<_> = counts
        .iter()
        .map(|(key, counts)| {
            let group = key.group.as_ref().map(GroupId::as_str);
            (group, counts.raters, counts.cells.values().sum::<u64>())
        })
        .collect();
    assert_eq!(raters, [(None, 9, 9), (Some("party"), 9, 9)]);
    for entry in &written {
        let event = entry.parsed().unwrap();
        assert_eq!(event.line(entry.number).unwrap(), entry.event);
    }
}

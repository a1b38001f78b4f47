//! Counts of papers that were really given always fit, and one that is off by one never does.

use proptest::prelude::*;

use super::*;
use crate::domain::plan::Plan;

const S12: &str = include_str!("../../assets/plans/s12.toml");
const GRADES: [&str; 3] = ["excellent", "competent", "incompetent"];

/// S12, its blanks filled in, with these rules besides; they stand before the first table.
fn plan(rules: &str) -> Plan {
    let text = S12.replace("____", "李明");
    let text = match text.find("\n[") {
        Some(at) => format!("{}\n{rules}\n{}", &text[..at], &text[at..]),
        None => text,
    };
    Plan::read(&text).unwrap().plan
}

fn cell(criterion: &str, answer: &str, count: u64) -> BallotCell {
    BallotCell {
        criterion: criterion.parse().unwrap(),
        answer: Answer::Choice(answer.parse().unwrap()),
        count,
    }
}

/// Papers about the committee alone: 16 valid, all four questions answered on each.
fn papers() -> BallotCount {
    let counts = ["de", "neng", "qin", "ji"]
        .into_iter()
        .flat_map(|asked| [cell(asked, "excellent", 14), cell(asked, "competent", 2)]);
    BallotCount {
        way: BallotWay::Paper,
        group: None,
        issued: Some(20),
        valid: 16,
        void: vec![VoidBallots {
            count: 1,
            reason: "选了两档".to_owned(),
        }],
        abstained: 1,
        subjects: vec![BallotSubject {
            subject: "committee".parse().unwrap(),
            rated: 16,
            counts: counts.collect(),
        }],
        tellers: vec!["陈丽".to_owned(), "王强".to_owned()],
    }
}

fn changed(change: impl FnOnce(&mut BallotCount)) -> Result<(), BallotMisfit> {
    let mut ballot = papers();
    change(&mut ballot);
    ballot.fits(&plan(""))
}

#[test]
fn what_was_counted_adds_up() {
    let ballot = papers();
    assert_eq!(ballot.fits(&plan("")), Ok(()));
    assert_eq!((ballot.voided(), ballot.collected()), (1, 18));
    assert_eq!(ballot.clone().tidy(), ballot);
    let mut loose = ballot.clone();
    loose.tellers.push("  ".to_owned());
    loose.void.push(VoidBallots {
        count: 0,
        reason: " ".to_owned(),
    });
    loose.subjects[0].counts.push(cell("de", "incompetent", 0));
    assert_eq!(loose.tidy(), ballot);
}

#[test]
fn what_cannot_be_is_named() {
    use BallotMisfit as Misfit;
    let sum = |counted| Misfit::Sum {
        subject: "committee".parse().unwrap(),
        criterion: "de".parse().unwrap(),
        counted,
        rated: 16,
    };
    assert_eq!(
        changed(|it| it.subjects[0].counts[0].count = 15),
        Err(sum(17))
    );
    let is_short = changed(|it| it.subjects[0].counts[0].count = 13);
    assert_eq!(is_short.is_ok(), plan("").skip_allowed, "{is_short:?}");
    let rated = |rated, valid| Misfit::Rated {
        subject: "committee".parse().unwrap(),
        rated,
        valid,
    };
    assert_eq!(changed(|it| it.valid = 15), Err(rated(16, 15)));
    assert_eq!(changed(|it| it.valid = 17), Err(Misfit::Nothing));
    assert_eq!(changed(|it| it.issued = None), Err(Misfit::IssuedMissing));
    assert_eq!(
        changed(|it| it.tellers.truncate(1)),
        Err(Misfit::Tellers { needed: 2 })
    );
    assert_eq!(
        changed(|it| it.void[0].reason.clear()),
        Err(Misfit::ReasonMissing)
    );
    assert_eq!(
        changed(|it| it.group = "party".parse().ok()),
        Err(Misfit::Group)
    );
    let twice = Misfit::Twice("committee".parse().unwrap());
    assert_eq!(
        changed(|it| it.subjects.push(it.subjects[0].clone())),
        Err(twice.clone())
    );
    assert_eq!(
        changed(|it| {
            let again = it.subjects[0].counts[0].clone();
            it.subjects[0].counts.push(again);
        }),
        Err(twice)
    );
    assert_eq!(
        changed(|it| it.subjects[0].subject = "nobody".parse().unwrap()),
        Err(Misfit::UnknownSubject("nobody".parse().unwrap()))
    );
    assert_eq!(
        changed(|it| it.subjects[0].counts[0] = cell("de", "perfect", 14)),
        Err(Misfit::Answer {
            subject: "committee".parse().unwrap(),
            criterion: "de".parse().unwrap()
        })
    );
    let most = 100_000;
    assert_eq!(
        changed(|it| it.abstained = most + 1),
        Err(Misfit::TooMany { most })
    );
    let hands = |issued| {
        changed(|it| {
            it.way = BallotWay::Hands;
            it.void.clear();
            it.issued = issued;
            it.tellers.truncate(1);
        })
    };
    assert_eq!(hands(None), Ok(()));
    assert_eq!(hands(Some(20)), Err(Misfit::NoPapers));
}

#[test]
fn what_the_plan_says_is_void_is_not_entered_as_valid() {
    let blank = plan("valid = { blank = \"void\" }");
    assert_eq!(papers().fits(&blank), Err(BallotMisfit::BlankIsVoid));
    let alike = plan("valid = { all_alike = \"void\" }");
    assert_eq!(papers().fits(&alike), Ok(()));
    let mut all = papers();
    for cell in &mut all.subjects[0].counts {
        cell.answer = Answer::Choice("excellent".parse().unwrap());
        cell.count = 16;
    }
    all.subjects[0]
        .counts
        .dedup_by_key(|cell| cell.criterion.clone());
    assert_eq!(all.fits(&plan("")), Ok(()));
    assert_eq!(all.fits(&alike), Err(BallotMisfit::AllAlike));
    let only = plan("channels = [\"kiosk\"]");
    let channel = Channel::Paper;
    assert_eq!(
        papers().fits(&only),
        Err(BallotMisfit::OtherWay { channel })
    );
}

#[test]
fn no_more_vote_than_came() {
    let came = |present, by_proxy, entitled| Attendance {
        entitled,
        present,
        by_proxy,
        ..Attendance::default()
    };
    let (papers, mut hands) = (papers(), papers());
    hands.way = BallotWay::Hands;
    hands.issued = None;
    hands.void.clear();
    hands.valid = 10;
    hands.subjects[0].rated = 10;
    let room = |attendance: Attendance| fits_room([&papers, &hands].into_iter(), &attendance);
    // 20 papers given out and 11 hands, on one subject.
    assert_eq!(room(came(Some(31), None, None)), Ok(()));
    assert_eq!(room(came(Some(30), Some(1), Some(31))), Ok(()));
    let crowded = |figure, whole| {
        Err(BallotMisfit::Crowded {
            voted: 31,
            figure,
            whole,
        })
    };
    assert_eq!(
        room(came(Some(30), None, None)),
        crowded(AttendanceFigure::Present, 30)
    );
    assert_eq!(
        room(came(None, None, Some(30))),
        crowded(AttendanceFigure::Entitled, 30)
    );
    assert_eq!(room(Attendance::default()), Ok(()));
    // On other subjects the same people vote again.
    hands.subjects[0].subject = "p1".parse().unwrap();
    let apart = fits_room([&papers, &hands].into_iter(), &came(Some(20), None, None));
    assert_eq!(apart, Ok(()));
}

/// What one paper says: an answer, or none, to each of four questions about each of two subjects.
fn paper() -> impl Strategy<Value = Vec<Option<usize>>> {
    prop::collection::vec(prop::option::of(0..GRADES.len()), 8)
}

proptest! {
    /// Papers that somebody really filled in, counted, are always taken; and with one figure off by one they are not, where every
    /// question has to be answered.
    #[test]
    fn real_papers_always_fit(
        filled in prop::collection::vec(paper(), 1..40),
        blank in 0_u64..5,
        void in 0_u64..5,
    ) {
        let plan = plan("");
        let said: Vec<_> = filled.iter().filter(|one| one.iter().any(Option::is_some)).collect();
        let silent = (filled.len() - said.len()) as u64;
        let mut subjects = Vec::new();
        for (at, subject) in ["committee", "p1"].into_iter().enumerate() {
            let of = |one: &Vec<Option<usize>>| one[at * 4..at * 4 + 4].to_vec();
            let mut counts = Vec::new();
            for (asked, criterion) in ["de", "neng", "qin", "ji"].into_iter().enumerate() {
                for (grade, name) in GRADES.into_iter().enumerate() {
                    let count = said.iter().filter(|one| of(one)[asked] == Some(grade)).count();
                    counts.push(cell(criterion, name, count as u64));
                }
            }
            let rated = said.iter().filter(|one| of(one).iter().any(Option::is_some)).count();
            let rated = rated as u64;
            subjects.push(BallotSubject { subject: subject.parse().unwrap(), rated, counts });
        }
        let ballot = BallotCount {
            valid: said.len() as u64,
            void: vec![VoidBallots { count: void, reason: if void > 0 { "涂改".to_owned() } else { String::new() } }],
            abstained: blank + silent,
            issued: Some(filled.len() as u64 + blank + void),
            subjects,
            ..papers()
        };
        let ballot = ballot.tidy();
        let mut open = plan.clone();
        open.skip_allowed = true;
        prop_assert_eq!(ballot.fits(&open), if ballot.collected() == 0 { Err(BallotMisfit::Nothing) } else { Ok(()) });
        prop_assert_eq!(ballot.issued, Some(ballot.collected()));
        // Whoever may leave nothing out is told of every question that is short.
        let is_whole = said.iter().all(|one| {
            let mut about = one.chunks(4);
            about.all(|them| them.iter().all(Option::is_some) || them.iter().all(Option::is_none))
        });
        open.skip_allowed = false;
        prop_assert_eq!(ballot.fits(&open).is_ok(), is_whole || said.is_empty());
        if !is_whole || said.is_empty() {
            return Ok(());
        }
        for at in 0..ballot.subjects[0].counts.len() {
            let mut off = ballot.clone();
            off.subjects[0].counts[at].count += 1;
            prop_assert!(off.fits(&open).is_err());
        }
        let mut off = ballot.clone();
        off.subjects[0].rated -= 1;
        prop_assert!(off.fits(&open).is_err());
        let mut off = ballot.clone();
        off.valid -= 1;
        let says_all = ballot.subjects.iter().any(|one| one.rated == ballot.valid);
        prop_assert!(off.fits(&open).is_err() || !says_all);
    }
}

//! What is voted in the room without a device enters as counts: a sitting of slips, papers and hands, from the count on the table to
//! the archive; papers of a questionnaire; what the plan says is void; a sample of households.

use std::fs;
use std::sync::Arc;

use pingyi::app::office::{ChannelTotal, RoundDetail, RoundStep};
use pingyi::domain::attendance::Attendance;
use pingyi::domain::ballot::{BallotCell, BallotCount, BallotSubject, BallotWay, VoidBallots};
use pingyi::domain::card::Answer;
use pingyi::domain::channel::Channel;
use pingyi::domain::ids::{PlanRevision, RootHash};
use pingyi::domain::person::Actor;
use pingyi::domain::round_status::RoundStatus;
use pingyi::fault::{Fault as _, Kind};
use pingyi::record::{Body, Content, RoundHappened, Signer};
use pingyi_kit::ballot::round;
use pingyi_kit::town::{PASSPHRASE, Town};

use super::rounds::{COUNT, archive, at, check_archive, close, differences, refused, take};
use super::sitting::{card, plan, text};

const QUESTIONS: [&str; 4] = ["de", "neng", "qin", "ji"];
const EVERYBODY: [&str; 2] = ["committee", "p1"];

/// Counts in which so many gave every question about everybody this answer.
fn counted(way: BallotWay, given: &[(&str, u64)]) -> BallotCount {
    let valid = given.iter().map(|(_, count)| count).sum();
    let cell = |criterion: &str, (answer, count): (&str, u64)| BallotCell {
        criterion: criterion.parse().unwrap(),
        answer: Answer::Choice(answer.parse().unwrap()),
        count,
    };
    let of = |subject: &str| BallotSubject {
        subject: subject.parse().unwrap(),
        rated: valid,
        counts: QUESTIONS
            .iter()
            .flat_map(|asked| given.iter().map(|one| cell(asked, *one)))
            .collect(),
    };
    BallotCount {
        way,
        group: None,
        issued: None,
        valid,
        void: Vec::new(),
        abstained: 0,
        subjects: EVERYBODY.into_iter().map(of).collect(),
        tellers: vec!["陈丽".to_owned(), "王强".to_owned()],
    }
}

/// 5 papers given out: 3 valid, one void, one blank.
fn papers() -> BallotCount {
    BallotCount {
        issued: Some(5),
        void: vec![VoidBallots {
            count: 1,
            reason: "涂改".to_owned(),
        }],
        abstained: 1,
        ..counted(BallotWay::Paper, &[("excellent", 3)])
    }
}

fn entered(ballot: BallotCount) -> RoundStep {
    RoundStep::Ballot { ballot }
}

fn came(present: u64) -> Attendance {
    Attendance {
        entitled: Some(16),
        present: Some(present),
        ..Attendance::default()
    }
}

/// A sitting that was announced, with these rules besides: so many slips for its kiosk, and so many cards that call everything
/// excellent, brought to the office.
fn sitting(rules: &str, slips: u64, cards: usize) -> Town {
    let mut town = Town::real();
    let kiosk = town.paired();
    let text = text().replacen("\n[", &format!("\n{rules}\n["), 1);
    town.office.add_plan(&text).unwrap();
    take(&mut town, "s12", RoundStep::Announce);
    let codes = town.issue_of(&plan(), "LOBBY1", &[("", slips)]).unwrap();
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");
    kiosk.open_sitting(&plan(), round()).unwrap();
    for code in &codes[""][..cards] {
        let admission = kiosk.admit(&plan(), code).unwrap();
        kiosk.submit(&card(admission, "excellent"), false).unwrap();
    }
    kiosk.end_round(&plan(), round()).unwrap();
    town.weekly_sync(&kiosk, "a");
    assert_eq!(town.load("a").totals().ratings_new, cards as u64 * 2);
    town
}

fn total(channel: Channel, cards: u64) -> ChannelTotal {
    ChannelTotal { channel, cards }
}

fn raters(detail: &RoundDetail) -> Vec<u64> {
    let rows = detail.subjects.iter();
    rows.map(|row| row.raters.unwrap()).collect()
}

#[test]
fn hands_and_papers_of_a_sitting_are_counted_beside_its_slips() {
    let mut town = sitting("", 6, 5);
    // Typed wrongly, and taken back with a reason.
    let wrong = entered(counted(BallotWay::Hands, &[("competent", 9)]));
    take(&mut town, "s12", wrong);
    let unsaid = RoundStep::TakeBack {
        number: 1,
        reason: " ".to_owned(),
    };
    assert_eq!(
        refused(&mut town, "s12", unsaid),
        (Kind::Input, "app-round-reason-empty")
    );
    let back = RoundStep::TakeBack {
        number: 1,
        reason: "数错了".to_owned(),
    };
    let taken = take(&mut town, "s12", back.clone());
    assert_eq!(taken.ballots[0].taken_back.as_deref(), Some("数错了"));
    assert_eq!(taken.channels, [total(Channel::Kiosk, 5)]);
    assert_eq!(
        refused(&mut town, "s12", back),
        (Kind::NotFound, "app-round-no-ballot")
    );
    take(
        &mut town,
        "s12",
        entered(counted(BallotWay::Hands, &[("competent", 4)])),
    );
    take(&mut town, "s12", entered(papers()));
    // Hands and papers are nine people, and eight came.
    assert_eq!(
        refused(&mut town, "s12", close(came(8))),
        (Kind::Input, "app-ballot-crowded")
    );
    let closed = take(&mut town, "s12", close(came(14)));
    let channels = [
        total(Channel::Kiosk, 5),
        total(Channel::Paper, 5),
        total(Channel::Meeting, 4),
    ];
    assert_eq!(closed.channels, channels);
    let figures = closed.attendance;
    assert_eq!((figures.issued, figures.collected), (Some(11), Some(10)));
    assert_eq!((figures.void, figures.abstained), (Some(1), Some(1)));
    assert_eq!(figures.surplus, None);
    // Whoever comes later does not fit any more.
    let late = entered(counted(BallotWay::Hands, &[("competent", 6)]));
    assert_eq!(
        refused(&mut town, "s12", late),
        (Kind::Input, "app-ballot-crowded")
    );
    let counted = take(&mut town, "s12", COUNT);
    assert_eq!(counted.row.status, RoundStatus::Counted);
    assert_eq!(raters(&counted), [12, 12]);
    let sum = &counted.subjects[0].explained.as_ref().unwrap().zh;
    assert!(sum.contains("优秀 32") && sum.contains("称职 16"), "{sum}");
    let after = entered(papers());
    assert_eq!(
        refused(&mut town, "s12", after),
        (Kind::NotNow, "record-round-stands")
    );
    assert_eq!(differences(&town), Vec::<String>::new());
    is_told(&mut town);
    is_put_away(&mut town);
}

const TOLD: [&str; 3] = [
    "触摸屏 5 · 问卷、评议表 5 · 座谈会 4；合计 14",
    "纸票：发出 5、收回 5、有效 3、无效 1（涂改）、弃权 1；计票：陈丽、王强",
    "举手表决：有效 4、弃权 0；计票：陈丽、王强",
];

/// Minutes, notice and report say how many voted by which way, and never what each way voted.
fn is_told(town: &mut Town) {
    let file = town.path("minutes.html");
    take(town, "s12", RoundStep::Minutes { file: file.clone() });
    let minutes = fs::read_to_string(file).unwrap();
    // Both who counted sign, once each.
    for teller in ["陈丽", "王强"] {
        let line = format!("监票人 {teller}：");
        assert_eq!(minutes.matches(&line).count(), 1, "{minutes}");
    }
    take(town, "s12", RoundStep::Decide { body: None });
    take(town, "s12", RoundStep::Post);
    let notice = town.office.notices().unwrap().pop().unwrap().body;
    let report = RoundStep::Report {
        to: None,
        file: town.path("report.html"),
        texts: Vec::new(),
    };
    take(town, "s12", report);
    let report = fs::read_to_string(town.path("report.html")).unwrap();
    for paper in [&minutes, &notice, &report] {
        for said in TOLD {
            assert!(paper.contains(said), "{said}: {paper}");
        }
        assert!(!paper.contains("优秀 3、"), "{paper}");
    }
    let tally = town.office.tallies().unwrap().pop().unwrap();
    assert_eq!(tally.channels.iter().map(|one| one.cards).sum::<u64>(), 14);
    assert_eq!(differences(town), Vec::<String>::new());
}

fn is_put_away(town: &mut Town) {
    at(town, "2026-09-24");
    for stage in [1, 2] {
        let note = "档案柜".to_owned();
        take(town, "s12", RoundStep::Stage { stage, note });
    }
    take(town, "s12", RoundStep::Settle);
    let step = archive(town);
    let archived = take(town, "s12", step);
    check_archive(town, "s12", &archived);
    let folder = town.path("archive").join("PINGYI-ARCHIVE-s12-2026-H2");
    let counts = fs::read_to_string(folder.join("counts.txt")).unwrap();
    // What each way voted lies in the archive and nowhere else.
    assert!(counts.contains("committee/de excellent 3"), "{counts}");
    assert!(counts.contains("committee/de competent 4"), "{counts}");
    assert_eq!(differences(town), Vec::<String>::new());
}

#[test]
fn too_many_papers_void_a_vote_whatever_is_missing_elsewhere() {
    // One slip of six stays away; of three papers four come back: nine of nine in all.
    let surplus = || BallotCount {
        issued: Some(3),
        ..counted(BallotWay::Paper, &[("competent", 4)])
    };
    for (rules, status) in [
        ("", RoundStatus::Void),
        ("valid = { surplus = \"noted\" }", RoundStatus::Counted),
    ] {
        let mut town = sitting(rules, 6, 5);
        take(&mut town, "s12", entered(surplus()));
        let closed = take(&mut town, "s12", close(came(14)));
        let figures = closed.attendance;
        assert_eq!((figures.issued, figures.collected), (Some(9), Some(9)));
        let counted = take(&mut town, "s12", COUNT);
        assert_eq!(counted.row.status, status, "{rules}");
        if rules.is_empty() {
            let said = counted.stand.unwrap().zh;
            assert!(said.starts_with("收回 4 张，多于发出的 3 张"), "{said}");
        }
        assert_eq!(differences(&town), Vec::<String>::new());
    }
}

#[test]
fn what_nobody_can_have_counted_is_refused() {
    let mut town = sitting("", 6, 5);
    let mut short = papers();
    short.subjects[0].counts[0].count = 4;
    let mut nobody = papers();
    nobody.subjects[0].subject = "nobody".parse().unwrap();
    let mut alone = papers();
    alone.tellers.pop();
    for (ballot, why) in [
        (short, (Kind::Input, "app-ballot-sum")),
        (nobody, (Kind::NotFound, "app-round-no-subject")),
        (alone, (Kind::Input, "app-ballot-tellers")),
    ] {
        assert_eq!(refused(&mut town, "s12", entered(ballot)), why);
    }
    let detail = town.office.round(&plan(), None).unwrap();
    assert_eq!(detail.ballots, []);
}

/// Signs as somebody who was admitted, with whatever comes to mind.
struct Clerk;

impl Signer for Clerk {
    fn actor(&self) -> Actor {
        "p1".parse().unwrap()
    }

    fn sign(&self, _: u64, _: &RootHash) -> Option<String> {
        Some("signed".to_owned())
    }
}

/// Somebody at the desk, with a program of his own, tells the ledger of papers that cannot be, or counts them twice.
#[test]
fn a_recount_names_papers_that_cannot_be() {
    let told = |ballot: BallotCount, revision: u32, signature: &str| RoundHappened::BallotHeld {
        plan: plan(),
        round: round(),
        revision: PlanRevision(revision),
        number: 1,
        ballot,
        signature: signature.to_owned(),
    };
    let mut impossible = papers();
    impossible.subjects[0].counts[0].count = 40;
    for (told, named) in [
        (told(impossible, 1, "x"), "counts"),
        (told(papers(), 7, "x"), "revision"),
        (told(papers(), 1, "x"), "signature"),
    ] {
        let mut town = sitting("", 6, 5);
        let day = "2026-09-17".parse().unwrap();
        let record = town.record();
        record
            .within(|record| record.note(day, Body::Round(told), &Content::Nothing, &Clerk))
            .unwrap();
        drop(record);
        let (dir, clock) = (town.at_office(""), Arc::clone(&town.clock));
        town.office.reopen(&dir, PASSPHRASE, clock);
        let found = differences(&town);
        let place = format!("ballot s12 {} 1 {named}", round());
        assert!(found.contains(&place), "{place}: {found:?}");
    }
    // The control: what the office entered itself is not named.
    let mut town = sitting("", 6, 5);
    take(&mut town, "s12", entered(papers()));
    assert_eq!(differences(&town), Vec::<String>::new());
}

#[test]
fn papers_of_a_questionnaire_are_counted_and_few_are_not_told_apart() {
    let open = |rules: &str| {
        let text = include_str!("../vectors/plans/s10.toml").replace("\"s10\"", "\"form\"");
        text.replacen("\n[", &format!("\n{rules}\n["), 1)
    };
    let cells = |count| {
        vec![BallotCell {
            criterion: "c1".parse().unwrap(),
            answer: Answer::Score(5),
            count,
        }]
    };
    let papers = |count| BallotCount {
        subjects: vec![BallotSubject {
            subject: "s1".parse().unwrap(),
            rated: count,
            counts: cells(count),
        }],
        valid: count,
        issued: None,
        ..papers()
    };
    for (count, told) in [(3, false), (30, true)] {
        let mut town = Town::real();
        town.office.add_plan(&open("")).unwrap();
        take(&mut town, "form", RoundStep::Announce);
        let held = take(&mut town, "form", entered(papers(count)));
        // What is void and blank came as well.
        assert_eq!(held.channels, [total(Channel::Paper, count + 2)]);
        let tally = town.office.tallies().unwrap().pop().unwrap();
        // Few are told neither as a total nor apart.
        let shown = tally.subjects[0].raters;
        assert_eq!(shown, told.then_some(count), "{count}");
        let hands = RoundStep::Ballot {
            ballot: BallotCount {
                way: BallotWay::Hands,
                void: Vec::new(),
                ..papers(count)
            },
        };
        assert_eq!(
            refused(&mut town, "form", hands),
            (Kind::Refused, "app-ballot-no-sitting")
        );
        assert_eq!(differences(&town), Vec::<String>::new());
    }
    let mut town = Town::real();
    town.office
        .add_plan(&open("channels = [\"kiosk\"]"))
        .unwrap();
    take(&mut town, "form", RoundStep::Announce);
    assert_eq!(
        refused(&mut town, "form", entered(papers(30))),
        (Kind::Refused, "app-ballot-other-way")
    );
}

#[test]
fn a_card_that_marks_everything_alike_is_void_where_the_plan_says_so() {
    let mut town = Town::real();
    let kiosk = town.paired();
    let rule = "valid = { all_alike = \"void\" }";
    let text = text().replacen("\n[", &format!("\n{rule}\n["), 1);
    town.office.add_plan(&text).unwrap();
    let codes = town.issue_of(&plan(), "LOBBY1", &[("", 6)]).unwrap();
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");
    kiosk.open_sitting(&plan(), round()).unwrap();
    let code = &codes[""][0];
    let admission = kiosk.admit(&plan(), code).unwrap();
    let mut card = card(admission, "excellent");
    let error = kiosk.submit(&card, false).unwrap_err();
    assert_eq!(error.sentence().key(), "app-card-all-alike");
    // The slip is not used, and one other answer makes the card valid.
    let answer = Answer::Choice("competent".parse().unwrap());
    let own = card.ratings.values_mut().next().unwrap();
    own.insert("de".parse().unwrap(), answer);
    kiosk.submit(&card, false).unwrap();
}

#[test]
fn a_sample_of_too_few_households_does_not_stand() {
    let text = include_str!("../vectors/plans/s10.toml").replace("\"s10\"", "\"form\"");
    let rule = "sample = { households = 50, least_share = \"7/10\" }";
    let text = text.replacen("\n[", &format!("\n{rule}\n["), 1);
    let asked = |households, ordinary| Attendance {
        households: Some(households),
        ordinary: Some(ordinary),
        ..Attendance::default()
    };
    for (households, ordinary, status, sum) in [
        (
            48,
            48,
            RoundStatus::NoQuorum,
            "走访户数 48 < 50，不成立，不评等次",
        ),
        (
            60,
            41,
            RoundStatus::NoQuorum,
            "走访户数 60 ≥ 50; 41 ÷ 60 < 7/10，不成立，不评等次",
        ),
        (
            60,
            42,
            RoundStatus::Counted,
            "走访户数 60 ≥ 50; 42 ÷ 60 ≥ 7/10，成立",
        ),
    ] {
        let mut town = Town::real();
        town.office.add_plan(&text).unwrap();
        take(&mut town, "form", RoundStep::Announce);
        let none = close(Attendance::default());
        assert_eq!(
            refused(&mut town, "form", none),
            (Kind::Input, "app-round-figures-missing")
        );
        let odd = close(asked(40, 41));
        assert_eq!(
            refused(&mut town, "form", odd),
            (Kind::Input, "app-round-figures-differ")
        );
        take(&mut town, "form", close(asked(households, ordinary)));
        let counted = take(&mut town, "form", COUNT);
        assert_eq!(counted.row.status, status);
        assert_eq!(counted.stand.unwrap().zh, sum);
        assert_eq!(differences(&town), Vec::<String>::new());
    }
}

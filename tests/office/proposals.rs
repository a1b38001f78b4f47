//! S5: proposals put forward, discussed, voted on by slip, with the reasons of the minority and whoever carries them out; and what keeps
//! the round from its next step where one of these is missing.

use pingyi::app::office::RoundStep;
use pingyi::domain::attendance::Attendance;
use pingyi::domain::card::Card;
use pingyi::domain::ids::{PlanId, SubjectId};
use pingyi::domain::proposal::ProposalNote;
use pingyi::fault::Kind;
use pingyi_kit::town::Town;

use pingyi::app::kiosk::Admission;

use super::rounds::{COUNT, check_archive, close, differences, refused, take};

const S5: &str = include_str!("../../assets/plans/s5.toml");
const LIGHTS: &str = "proposal";

fn plan() -> PlanId {
    "s5".parse().unwrap()
}

/// The shipped text with two proposals.
fn text() -> String {
    let blank =
        "name = { zh = \"____\", en = \"____\" }\nrole = { zh = \"提案\", en = \"Proposal\" }\n";
    assert_eq!(S5.matches(blank).count(), 1);
    let second = "\n[[subject]]\nid = \"pipes\"\nkind = \"activity\"\nname = \"更换水管\"\n";
    S5.replacen(blank, &format!("name = \"楼道照明\"\n{second}"), 1)
}

fn note(subject: &str, note: ProposalNote) -> RoundStep {
    RoundStep::Proposal {
        subject: subject.parse().unwrap(),
        note,
    }
}

fn put(spoken: bool, amount_fen: Option<u64>) -> ProposalNote {
    ProposalNote::Put {
        by: "居民代表李明".to_owned(),
        spoken,
        amount_fen,
    }
}

fn said(text: &str) -> ProposalNote {
    ProposalNote::Discussed {
        text: text.to_owned(),
    }
}

fn minority(text: &str) -> ProposalNote {
    ProposalNote::Minority {
        text: text.to_owned(),
    }
}

fn handed() -> ProposalNote {
    ProposalNote::Handed {
        to: "物业组".to_owned(),
        due: Some("2026-12-01".parse().unwrap()),
    }
}

fn card(admission: Admission, lights: &str, pipes: &str) -> Card {
    let Admission::Admitted(pass) = admission else {
        panic!("{admission:?}")
    };
    let card = serde_json::json!({
        "plan": "s5", "revision": 1, "slip": pass.tag,
        "ratings": { LIGHTS: { "agree": lights }, "pipes": { "agree": pipes } },
    });
    serde_json::from_value(card).unwrap()
}

/// From the announcement to the last vote: eight for the lights and two against; four for the pipes.
fn voted(town: &mut Town) {
    let kiosk = town.paired();
    town.office.add_plan(&text()).unwrap();
    let round = take(town, "s5", RoundStep::Announce).row.round;
    assert_eq!(round.to_string(), "2026-07", "the quarter");
    let codes = town
        .issue_in(&plan(), round, "LOBBY1", &[("", 12)])
        .unwrap();
    let codes = codes[""].clone();
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");
    kiosk.open_sitting(&plan(), round).unwrap();
    for (at, code) in codes[..11].iter().enumerate() {
        let lights = match at {
            0..8 => "for",
            8..10 => "against",
            _ => "abstain",
        };
        let pipes = if at < 4 { "for" } else { "against" };
        let admission = kiosk.admit(&plan(), code).unwrap();
        kiosk
            .submit(&card(admission, lights, pipes), false)
            .unwrap();
    }
    kiosk.end_round(&plan(), round).unwrap();
    town.weekly_sync(&kiosk, "a");
    assert_eq!(town.load("a").totals().ratings_new, 22);
}

fn missing(town: &mut Town, step: RoundStep) {
    assert_eq!(
        refused(town, "s5", step),
        (Kind::NotNow, "app-round-proposal-missing")
    );
}

#[test]
fn proposals_are_put_discussed_voted_on_and_carried_out() {
    let mut town = Town::real();
    voted(&mut town);
    let early = note(LIGHTS, minority("无"));
    assert_eq!(
        refused(&mut town, "s5", early),
        (Kind::NotNow, "app-round-proposal-not-now")
    );
    let bare = note(LIGHTS, put(true, None));
    assert_eq!(
        refused(&mut town, "s5", bare),
        (Kind::Input, "app-round-proposal-amount-missing")
    );
    let nobody = note(LIGHTS, said(" "));
    assert_eq!(refused(&mut town, "s5", nobody).1, "app-round-reason-empty");
    let unknown = note("roof", said("好"));
    assert_eq!(refused(&mut town, "s5", unknown).1, "app-round-no-subject");
    let attendance = Attendance {
        entitled: Some(14),
        present: Some(12),
        ..Attendance::default()
    };
    take(&mut town, "s5", close(attendance));
    missing(&mut town, COUNT);
    take(&mut town, "s5", note(LIGHTS, put(true, Some(3_200_050))));
    take(&mut town, "s5", note("pipes", put(false, Some(0))));
    missing(&mut town, COUNT);
    for subject in [LIGHTS, "pipes"] {
        take(&mut town, "s5", note(subject, said("有人担心工期")));
    }
    let counted = take(&mut town, "s5", COUNT);
    assert_eq!(counted.proposals.len(), 2);
    take(&mut town, "s5", RoundStep::Decide { body: None });
    missing(&mut town, RoundStep::Post);
    take(&mut town, "s5", note(LIGHTS, minority("先修水管")));
    missing(&mut town, RoundStep::Post);
    take(&mut town, "s5", note("pipes", minority("无")));
    let posted = take(&mut town, "s5", RoundStep::Post);
    let graded = |subject: &str| {
        let id: SubjectId = subject.parse().unwrap();
        let mut all = posted.subjects.iter();
        let found = all.find(|one| one.subject == id).unwrap();
        found.grade.as_ref().unwrap().to_string()
    };
    assert_eq!(
        (graded(LIGHTS).as_str(), graded("pipes").as_str()),
        ("passed", "failed")
    );
    let notice = town.office.notices().unwrap().pop().unwrap().body;
    for said in [
        "楼道照明：提出人 居民代表李明（口头），金额 32000.50 元",
        "更换水管：提出人 居民代表李明，金额 0 元",
        "楼道照明：少数意见：先修水管",
    ] {
        assert!(notice.contains(said), "{said}: {notice}");
    }
    assert_eq!(differences(&town), Vec::<String>::new());
    is_carried_out(&mut town);
}

fn is_carried_out(town: &mut Town) {
    let report = RoundStep::Report {
        to: None,
        file: town.path("report.html"),
        texts: vec!["已执行".to_owned(), "无结余".to_owned()],
    };
    take(town, "s5", report);
    for stage in 1..=4 {
        let note = "已办".to_owned();
        take(town, "s5", RoundStep::Stage { stage, note });
    }
    // What was passed is handed to somebody; what was not need not be.
    missing(town, RoundStep::Settle);
    take(town, "s5", note(LIGHTS, handed()));
    take(town, "s5", RoundStep::Settle);
    let done = ProposalNote::Executed {
        text: "灯已装好".to_owned(),
    };
    let carried = take(town, "s5", note(LIGHTS, done));
    assert_eq!(carried.proposals[0].noted.len(), 5);
    let step = RoundStep::Archive {
        place: town.path("archive"),
        class: Some("民主评议".to_owned()),
        years: Some(10),
    };
    let archived = take(town, "s5", step);
    check_archive(town, "s5", &archived);
    let late = note(LIGHTS, handed());
    assert_eq!(
        refused(town, "s5", late),
        (Kind::NotNow, "record-round-stands")
    );
    assert_eq!(differences(town), Vec::<String>::new());
}

#[test]
fn a_plan_without_proposals_or_money_says_so() {
    let mut town = Town::real();
    take(&mut town, "s1", RoundStep::Announce);
    assert_eq!(
        refused(&mut town, "s1", note("staff", said("好"))),
        (Kind::Refused, "app-round-no-proposals")
    );
    let free = text()
        .replacen("amounts = true", "amounts = false", 1)
        .replacen("spoken = true", "spoken = false", 1);
    town.office.add_plan(&free).unwrap();
    take(&mut town, "s5", RoundStep::Announce);
    assert_eq!(
        refused(&mut town, "s5", note(LIGHTS, put(true, None))),
        (Kind::Input, "app-round-proposal-spoken")
    );
    assert_eq!(
        refused(&mut town, "s5", note(LIGHTS, put(false, Some(5)))),
        (Kind::Input, "app-round-proposal-no-amount")
    );
    take(&mut town, "s5", note(LIGHTS, put(false, None)));
}

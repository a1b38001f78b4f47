//! S12 as it ships, whole: announced, 述职 with its paper, a sitting that staff open on the kiosk, slips, the count, minutes, posted,
//! reported, settled and put away.

use std::fs;

use pingyi::app::kiosk::{Admission, SlipRefusal};
use pingyi::app::office::RoundStep;
use pingyi::domain::attendance::Attendance;
use pingyi::domain::card::Card;
use pingyi::domain::ids::PlanId;
use pingyi::fault::Kind;
use pingyi_kit::ballot::round;
use pingyi_kit::town::Town;

use super::rounds::{COUNT, archive, at, check_archive, close, differences, refused, take};

const S12: &str = include_str!("../../assets/plans/s12.toml");

pub fn plan() -> PlanId {
    "s12".parse().unwrap()
}

/// The shipped text, its blanks filled in by the community, which also says how long it hangs and is kept.
pub fn text() -> String {
    let mut text = S12.to_owned();
    for (blank, filled) in [("name", "李明"), ("to", "街道办事处纪工委")] {
        let left = format!("{blank} = {{ zh = \"____\", en = \"____\" }}");
        assert_eq!(text.matches(&left).count(), 1, "{blank}");
        text = text.replacen(&left, &format!("{blank} = \"{filled}\""), 1);
    }
    let chair = "body = { zh = \"社区居委会\", en = \"The residents' committee\" }";
    assert!(text.contains(chair));
    text = text.replacen(
        chair,
        &format!("{chair}\nchair = \"王书记\"\ntellers = [\"陈丽\"]"),
        1,
    );
    format!("{text}posted_days = 3\n\n[archive]\nclass = \"民主评议\"\nyears = 10\n")
}

/// A card for this slip that answers every question about everybody alike.
pub fn card(admission: Admission, choice: &str) -> Card {
    let Admission::Admitted(pass) = admission else {
        panic!("{admission:?}")
    };
    let answers = serde_json::json!({ "de": choice, "neng": choice, "qin": choice, "ji": choice });
    let card = serde_json::json!({
        "plan": "s12", "revision": 1, "slip": pass.tag,
        "ratings": { "committee": answers, "p1": answers },
    });
    serde_json::from_value(card).unwrap()
}

fn noted(stage: u32, note: &str) -> RoundStep {
    RoundStep::Stage {
        stage,
        note: note.to_owned(),
    }
}

#[test]
fn a_sitting_is_held_as_the_text_says_from_announcement_to_archive() {
    let mut town = Town::real();
    let mut kiosk = town.paired();
    town.office.add_plan(&text()).unwrap();
    take(&mut town, "s12", RoundStep::Announce);
    let notice = town.office.notices().unwrap().pop().unwrap().body;
    for said in [
        "议程 1：班子负责人和被评议人报告工作",
        "材料：述职报告",
        "无记名投票评议",
    ] {
        assert!(notice.contains(said), "{said}: {notice}");
    }
    let codes = town.issue_of(&plan(), "LOBBY1", &[("", 12)]).unwrap();
    let codes = codes[""].clone();
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");

    // Nobody votes before staff have opened the sitting, and only what is held here is opened.
    let refusal = |admission: Admission| match admission {
        Admission::Refused(refusal) => refusal,
        Admission::Admitted(pass) => panic!("{pass:?}"),
    };
    assert!(kiosk.plans().iter().all(|one| one.id != plan()));
    assert!(!kiosk.status().unwrap().ballots[0].is_opened);
    let early = kiosk.admit(&plan(), &codes[0]).unwrap();
    assert_eq!(refusal(early), SlipRefusal::SittingNotOpened);
    assert!(
        kiosk
            .open_sitting(&plan(), "2027-H1".parse().unwrap())
            .is_err()
    );
    kiosk.open_sitting(&plan(), round()).unwrap();
    drop(kiosk);
    kiosk = town.open().unwrap();
    assert!(kiosk.status().unwrap().ballots[0].is_opened);
    assert!(kiosk.plans().iter().any(|one| one.id == plan()));
    for (at, code) in codes[..11].iter().enumerate() {
        let choice = if at < 8 { "excellent" } else { "competent" };
        let admission = kiosk.admit(&plan(), code).unwrap();
        kiosk.submit(&card(admission, choice), false).unwrap();
    }
    kiosk.end_round(&plan(), round()).unwrap();
    let late = kiosk.admit(&plan(), &codes[11]).unwrap();
    assert_eq!(refusal(late), SlipRefusal::NotOpen);
    town.weekly_sync(&kiosk, "a");
    assert_eq!(town.load("a").totals().ratings_new, 22);

    is_decided(&mut town);
    is_put_away(&mut town);
}

fn is_decided(town: &mut Town) {
    let none = noted(9, "");
    assert_eq!(
        refused(town, "s12", none),
        (Kind::NotFound, "app-round-no-stage")
    );
    let bare = noted(1, " ");
    assert_eq!(
        refused(town, "s12", bare),
        (Kind::Input, "app-round-document-missing")
    );
    let report = noted(1, "档案柜 3 号");
    let reported = take(town, "s12", report.clone());
    assert_eq!(reported.stages[0].note, "档案柜 3 号");
    assert_eq!(
        refused(town, "s12", report),
        (Kind::NotNow, "app-round-stage-is-done")
    );

    let file = town.path("minutes.html");
    let minutes = RoundStep::Minutes { file: file.clone() };
    assert_eq!(
        refused(town, "s12", minutes.clone()),
        (Kind::NotNow, "app-round-not-counted")
    );
    let attendance = Attendance {
        entitled: Some(14),
        present: Some(12),
        ..Attendance::default()
    };
    take(town, "s12", close(attendance));
    let counted = take(town, "s12", COUNT);
    assert_eq!(counted.stand.unwrap().zh, "实到 12 ÷ 14 ≥ 4/5，成立");
    take(town, "s12", minutes.clone());
    let page = fs::read_to_string(&file).unwrap();
    for said in [
        "会议记录",
        "议程 2：无记名投票评议",
        "王书记",
        "监票人 陈丽",
        "发出 12 张，收回 11 张",
        "李明",
        "优秀 32",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // A new file, never over another.
    assert_eq!(refused(town, "s12", minutes).0, Kind::Disk);
    let decided = take(town, "s12", RoundStep::Decide { body: None });
    let grade = |one: &pingyi::app::office::RoundSubjectRow| one.grade.clone().unwrap();
    assert!(
        decided
            .subjects
            .iter()
            .all(|one| grade(one).as_str() == "excellent")
    );
    take(town, "s12", RoundStep::Post);
    assert_eq!(differences(town), Vec::<String>::new());
}

fn is_put_away(town: &mut Town) {
    let report = RoundStep::Report {
        to: None,
        file: town.path("report.html"),
        texts: Vec::new(),
    };
    take(town, "s12", report);
    let page = fs::read_to_string(town.path("report.html")).unwrap();
    assert!(page.contains("2026-09-17完成：档案柜 3 号"), "{page}");
    at(town, "2026-09-24");
    assert_eq!(
        refused(town, "s12", RoundStep::Settle),
        (Kind::NotNow, "app-round-stage-open")
    );
    let voted = noted(2, "");
    take(town, "s12", voted);
    take(town, "s12", RoundStep::Settle);
    let late = noted(2, "");
    assert_eq!(
        refused(town, "s12", late),
        (Kind::NotNow, "record-round-stands")
    );
    let step = archive(town);
    let archived = take(town, "s12", step);
    check_archive(town, "s12", &archived);
    assert_eq!(differences(town), Vec::<String>::new());
}

#[test]
fn what_is_held_in_no_sitting_has_no_minutes() {
    let mut town = Town::real();
    take(&mut town, "s1", RoundStep::Announce);
    let minutes = RoundStep::Minutes {
        file: town.path("minutes.html"),
    };
    assert_eq!(
        refused(&mut town, "s1", minutes),
        (Kind::Refused, "app-round-no-sitting")
    );
}

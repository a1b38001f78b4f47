//! A round from its announcement to its archive: S6 with a body that decides, S12 with its quorum met and missed, an open plan;
//! and what keeps a round from a step that is not its next.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::process::Command as Program;

use pingyi::app::AppError;
use pingyi::app::kiosk::Kiosk;
use pingyi::app::office::{
    BodyDecision, Changed, Command, Difference, GradeGiven, RoundCommand, RoundDetail, RoundStep,
};
use pingyi::domain::attendance::Attendance;
use pingyi::domain::card::Card;
use pingyi::domain::device::{DeviceFacts, DeviceRole};
use pingyi::domain::round_status::{RoundEvent, RoundStatus};
use pingyi::fault::{Fault as _, Kind};
use pingyi::words::Lang;
use pingyi_kit::device::Device;
use pingyi_kit::town::{Town, files, opinion, time};
use sha2::{Digest as _, Sha256};

const S6: &str = include_str!("../vectors/plans/s6.toml");
const S10: &str = include_str!("../vectors/plans/s10.toml");
const S12: &str = include_str!("../vectors/plans/s12.toml");

const BODY: &str = "assessment_group = { name = \"考核小组\", members = [\"张主任\", \"李书记\"] }";
const POSTED: &str = "posted_days = 5\nobjections_days = 3\nobjections_to = \"居务监督委员会\"\n";
const ARCHIVED: &str = "[archive]\nclass = \"民主评议\"\nyears = 10\n";

/// S6 with a body of names, days on the boards and an archive.
fn s6() -> String {
    let named = S6.replace("assessment_group = true", BODY);
    format!("{named}{POSTED}{ARCHIVED}")
}

/// S12 with a quorum of those present; its slips and seats are another matter.
fn s12() -> String {
    let mut text = S12.replace("voters = \"slip\"", "voters = \"open\"");
    let quorum = "quorum = { of = \"present\", at_least = \"4/5\" }";
    text = text.replace("quorum = \"4/5\"", quorum);
    text = text.replace("seats_per_neighbourhood = [2, 3]\n", "");
    for stage in ["述职报告", "无记名投票"] {
        text = text.replace(&format!("[[stage]]\nname = \"{stage}\"\n"), "");
    }
    format!("{text}posted_days = 3\n{ARCHIVED}")
}

pub fn at(town: &mut Town, day: &str) {
    town.clock.set(time(&format!("{day}T10:00:00")));
    town.confirm();
}

fn run(town: &mut Town, plan: &str, step: RoundStep) -> Result<(RoundDetail, String), AppError> {
    let command = Command::Round(RoundCommand {
        plan: plan.parse().unwrap(),
        round: None,
        step,
    });
    let outcome = town.office.run(command, &mut rand::rng(), &mut |_| {})?;
    let Changed::Round(detail) = outcome.changed else {
        panic!("a round")
    };
    let done = outcome.done.unwrap();
    assert!(!done.say(Lang::En).contains('⟦'));
    Ok((*detail, done.say(Lang::Zh)))
}

pub fn take(town: &mut Town, plan: &str, step: RoundStep) -> RoundDetail {
    let said = format!("{step:?}");
    match run(town, plan, step) {
        Ok((detail, _)) => detail,
        Err(error) => panic!("{said}: {}", error.sentence().say(Lang::Zh)),
    }
}

/// What is said where a step is refused.
pub fn refused(town: &mut Town, plan: &str, step: RoundStep) -> (Kind, &'static str) {
    let said = format!("{step:?}");
    let Err(error) = run(town, plan, step) else {
        panic!("{said} was not refused")
    };
    let sentence = error.sentence();
    for lang in Lang::ALL {
        let text = sentence.say(lang);
        assert!(!text.is_empty() && !text.contains('⟦'), "{said}: {text}");
    }
    (error.kind(), sentence.key())
}

pub fn differences(town: &Town) -> Vec<String> {
    let report = town.office.verify(&mut |_| {}).unwrap();
    report.differences.iter().map(Difference::place).collect()
}

/// A kiosk that has the plan.
fn kiosk(town: &mut Town, plan: &str) -> Kiosk {
    let kiosk = town.paired();
    town.office.add_plan(plan).unwrap();
    town.pack("a").unwrap();
    kiosk.sync(&town.stick("a"), false, &mut |_| {}).unwrap();
    kiosk
}

/// A card that answers every criterion of one subject alike.
fn card(plan: &str, subject: &str, choice: &str) -> Card {
    let criteria = if plan == "s10" { 1 } else { 4 };
    let answer = |choice: &str| match choice.parse::<u16>() {
        Ok(score) => serde_json::json!(score),
        Err(_) => serde_json::json!(choice),
    };
    let answers: serde_json::Map<_, _> = (1..=criteria)
        .map(|number| (format!("c{number}"), answer(choice)))
        .collect();
    let card = serde_json::json!({ "plan": plan, "revision": 1, "ratings": { subject: answers } });
    serde_json::from_value(card).unwrap()
}

/// Cards of a round, brought to the office when it has ended.
fn vote(town: &mut Town, kiosk: &Kiosk, plan: &str, cards: &[(&str, &str, usize)]) {
    for (subject, choice, count) in cards {
        for _ in 0..*count {
            kiosk.submit(&card(plan, subject, choice), false).unwrap();
        }
    }
    town.sync(kiosk, "a", false);
    let loaded = town.load("a").totals().ratings_new;
    let all: usize = cards.iter().map(|(_, _, count)| count).sum();
    assert_eq!(loaded, all as u64);
}

fn given(subject: &str, grade: &str, reason: &str) -> GradeGiven {
    GradeGiven {
        subject: subject.parse().unwrap(),
        grade: grade.parse().unwrap(),
        reason: reason.to_owned(),
    }
}

fn decided(grades: Vec<GradeGiven>) -> RoundStep {
    let members = Vec::new();
    let body = Some(BodyDecision { members, grades });
    RoundStep::Decide { body }
}

pub fn close(attendance: Attendance) -> RoundStep {
    RoundStep::Close { attendance }
}

pub const COUNT: RoundStep = RoundStep::Count {
    without_waiting: false,
};

pub fn archive(town: &Town) -> RoundStep {
    RoundStep::Archive {
        place: town.path("archive"),
        class: None,
        years: None,
    }
}

/// Recomputes the list of an archive and holds it against its files, the ledger, and programs that are not ours. The names of its
/// files.
pub fn check_archive(town: &Town, plan: &str, detail: &RoundDetail) -> Vec<String> {
    let name = format!("PINGYI-ARCHIVE-{plan}-{}", detail.row.round);
    let folder: &Path = &town.path("archive").join(name);
    let list = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    let mut held = BTreeMap::new();
    for file in files(folder) {
        let name = file.strip_prefix(folder).unwrap().to_str().unwrap();
        if !name.starts_with("SHA256SUMS") {
            let digest = hex::encode(Sha256::digest(fs::read(&file).unwrap()));
            held.insert(name.to_owned(), digest);
        }
    }
    let made = held
        .iter()
        .map(|(name, digest)| format!("{digest}  {name}\n"));
    assert_eq!(made.collect::<String>(), list);
    let stock = Program::new("sha256sum")
        .args(["-c", "--quiet", "--strict", "SHA256SUMS"])
        .current_dir(folder)
        .status();
    assert!(stock.unwrap().success());
    let digest = hex::encode(Sha256::digest(&list));
    assert_eq!(detail.archive.as_ref().unwrap().digest, digest);
    let key = fs::read_to_string(town.path("a/PINGYI/TO/OFFICE.PUB")).unwrap();
    let key = minisign::PublicKeyBox::from_string(&key).unwrap();
    let signed = fs::read_to_string(folder.join("SHA256SUMS.SIG")).unwrap();
    let signed = minisign::SignatureBox::from_string(&signed).unwrap();
    let comment = signed.trusted_comment().unwrap();
    let wanted = format!(
        "archive v1 real {} {plan} {}",
        town.office.community().id,
        detail.row.round
    );
    assert!(comment.ends_with(&wanted), "{comment}");
    let key = key.into_public_key().unwrap();
    minisign::verify(&key, &signed, Cursor::new(&list), true, false, false).unwrap();
    held.into_keys().collect()
}

/// The text of the newest notice.
fn newest_notice(town: &Town) -> String {
    let notice = town.office.notices().unwrap().pop().unwrap();
    format!("{}\n{}", notice.title, notice.body)
}

#[test]
fn a_body_decides_beside_the_vote_and_two_years_in_a_row_are_found() {
    let mut town = Town::real();
    let kiosk = kiosk(&mut town, &s6());
    assert!(town.office.rounds().unwrap().is_empty());
    assert_eq!(
        refused(&mut town, "s6", COUNT),
        (Kind::NotFound, "app-round-none-left")
    );
    is_counted(&mut town, &kiosk);
    is_decided(&mut town);
    hangs(&mut town);
    is_objected_to(&mut town);
    is_archived(&mut town);
    is_found_in_the_second_year(&mut town, &kiosk);
}

/// An office that has held S6 and put it away for ten years.
pub fn archived() -> Town {
    let mut town = Town::real();
    let kiosk = kiosk(&mut town, &s6());
    is_counted(&mut town, &kiosk);
    is_decided(&mut town);
    hangs(&mut town);
    is_objected_to(&mut town);
    is_archived(&mut town);
    town
}

/// From its announcement to its count.
fn is_counted(town: &mut Town, kiosk: &Kiosk) {
    let open = take(town, "s6", RoundStep::Announce);
    assert_eq!((open.row.status, open.row.next), (RoundStatus::Open, None));
    let announced = newest_notice(town);
    for said in [
        "评议预告",
        "工作人员甲",
        "2026-01-01 至 2026-12-31",
        "考核小组",
    ] {
        assert!(announced.contains(said), "{said}: {announced}");
    }
    // Results of such a plan are those of a round.
    vote(
        town,
        kiosk,
        "s6",
        &[
            ("s1", "good", 6),
            ("s1", "fair", 3),
            ("s2", "fair", 5),
            ("s2", "poor", 4),
        ],
    );
    let plain = town.office.post_results(&"s6".parse().unwrap(), None);
    assert_eq!(
        plain.unwrap_err().sentence().key(),
        "app-round-posts-itself"
    );
    assert_eq!(
        refused(town, "s6", close(Attendance::default())),
        (Kind::NotNow, "app-round-still-runs")
    );

    at(town, "2027-01-04");
    let closed = town.office.rounds().unwrap();
    assert_eq!(
        (closed[0].status, closed[0].next),
        (RoundStatus::Closed, Some(RoundEvent::Counted))
    );
    let counted = take(town, "s6", COUNT);
    let votes: Vec<_> = counted
        .subjects
        .iter()
        .map(|one| (one.raters, one.vote.as_ref().unwrap().as_str()))
        .collect();
    assert_eq!(votes, [(Some(9), "excellent"), (Some(9), "competent")]);
}

/// What a body leaves out is named, and what it decides stands beside the vote.
fn is_decided(town: &mut Town) {
    let vote_alone = RoundStep::Decide { body: None };
    for (step, key) in [
        (vote_alone, "app-round-body-decides"),
        (
            decided(vec![given("s1", "excellent", "")]),
            "app-round-grade-missing",
        ),
        (
            decided(vec![
                given("s1", "excellent", ""),
                given("s2", "incompetent", " "),
            ]),
            "app-round-reason-missing",
        ),
        (
            decided(vec![given("s9", "excellent", "")]),
            "app-round-no-subject",
        ),
        (
            decided(vec![given("s1", "great", "")]),
            "app-round-no-grade",
        ),
    ] {
        assert_eq!(refused(town, "s6", step).1, key);
    }
    let step = decided(vec![
        given("s1", "excellent", ""),
        given("s2", "incompetent", "三次无故缺岗"),
    ]);
    let done = take(town, "s6", step.clone());
    assert_eq!(done.body.unwrap().members, ["张主任", "李书记"]);
    assert!(done.consequences.is_empty());
    assert_eq!(differences(town), Vec::<String>::new());
}

/// On the boards, with the days and the decision.
fn hangs(town: &mut Town) {
    let posted = take(town, "s6", RoundStep::Post);
    let posting = posted.posting.clone().unwrap();
    assert_eq!(posting.until.unwrap().to_string(), "2027-01-11");
    let notice = newest_notice(town);
    for said in [
        "工作人员乙：评定 不称职（得票 称职）",
        "理由：三次无故缺岗",
        "公示期：2027-01-04 至 2027-01-11",
        "2027-01-07 以前向居务监督委员会提出",
    ] {
        assert!(notice.contains(said), "{said}: {notice}");
    }
    assert_eq!(differences(town), Vec::<String>::new());
}

/// Somebody objects, and nothing is settled before the answer.
fn is_objected_to(town: &mut Town) {
    let objected = take(
        town,
        "s6",
        RoundStep::Object {
            text: "缺岗只有一次。".to_owned().into(),
        },
    );
    assert_eq!(objected.row.next, Some(RoundEvent::ObjectionAnswered));
    at(town, "2027-01-12");
    assert_eq!(
        refused(town, "s6", RoundStep::Settle).1,
        "app-round-objection-open"
    );
    let late = RoundStep::Object {
        text: "迟了".to_owned().into(),
    };
    assert_eq!(refused(town, "s6", late).1, "app-round-objections-over");
    let answer = RoundStep::AnswerObjection {
        number: 1,
        text: "已经复核，三次都有签到表。".to_owned().into(),
    };
    take(town, "s6", answer.clone());
    assert_eq!(refused(town, "s6", answer).1, "app-round-no-objection");
}

/// In a folder for stock tools.
fn is_archived(town: &mut Town) {
    take(town, "s6", RoundStep::Settle);
    let step = archive(town);
    let archived = take(town, "s6", step);
    assert_eq!(
        (archived.row.status, archived.row.next),
        (RoundStatus::Archived, None)
    );
    let kept = archived.archive.clone().unwrap();
    assert_eq!((kept.class.as_str(), kept.years), ("民主评议", Some(10)));
    let held = check_archive(town, "s6", &archived);
    for name in [
        "CATALOGUE.html",
        "CATALOGUE.txt",
        "counts.txt",
        "ledger-head.txt",
        "notices/0001.txt",
        "notices/0002.txt",
        "objections/0001.txt",
        "originals/LOBBY1/B0000001.JSL",
        "originals/LOBBY1/B0000001.SIG",
        "plan.toml",
        "round.json",
    ] {
        assert!(held.contains(&name.to_owned()), "{name}: {held:?}");
    }
    assert_eq!(differences(town), Vec::<String>::new());
}

/// The same grade again, and what the plan says of two in a row.
fn is_found_in_the_second_year(town: &mut Town, kiosk: &Kiosk) {
    take(town, "s6", RoundStep::Announce);
    town.pack("a").unwrap();
    kiosk.sync(&town.stick("a"), false, &mut |_| {}).unwrap();
    vote(town, kiosk, "s6", &[("s1", "good", 6), ("s2", "poor", 6)]);
    at(town, "2028-01-04");
    take(town, "s6", COUNT);
    let step = decided(vec![
        given("s1", "excellent", ""),
        given("s2", "incompetent", ""),
    ]);
    let done = take(town, "s6", step);
    let [found] = done.consequences.as_slice() else {
        panic!("{:?}", done.consequences)
    };
    assert_eq!(
        (found.subject.as_str(), found.text.zh.as_str()),
        ("s2", "不得晋升、不得评先")
    );
    let proof: Vec<String> = found
        .proof
        .iter()
        .map(|one| one.round.to_string())
        .collect();
    assert_eq!(
        proof,
        ["2028", "2027"].map(|year| (year.parse::<u32>().unwrap() - 1).to_string())
    );
    assert_eq!(differences(town), Vec::<String>::new());
}

/// 40 may vote, and 33 of them came: 33 ÷ 40 ≥ 4/5.
fn came(present: u64) -> Attendance {
    Attendance {
        entitled: Some(40),
        present: Some(present),
        by_proxy: Some(2),
        issued: Some(35),
        collected: Some(34),
        void: Some(1),
        abstained: Some(2),
        ..Attendance::default()
    }
}

#[test]
fn a_quorum_of_those_present_is_met_and_the_result_goes_upward() {
    let mut town = Town::real();
    let kiosk = kiosk(&mut town, &s12());
    take(&mut town, "s12", RoundStep::Announce);
    vote(
        &mut town,
        &kiosk,
        "s12",
        &[("s1", "good", 20), ("s1", "fair", 11), ("s2", "fair", 31)],
    );
    let few = Attendance {
        entitled: None,
        ..came(33)
    };
    assert_eq!(
        refused(&mut town, "s12", close(few)).1,
        "app-round-figures-missing"
    );
    assert_eq!(
        refused(&mut town, "s12", close(came(39))).1,
        "app-round-figures-differ"
    );
    let closed = take(&mut town, "s12", close(came(33)));
    assert_eq!(closed.attendance, came(33));
    let counted = take(&mut town, "s12", COUNT);
    assert_eq!(counted.stand.unwrap().zh, "实到 33 ÷ 40 ≥ 4/5，成立");
    let other = decided(vec![
        given("s1", "excellent", ""),
        given("s2", "competent", ""),
    ]);
    assert_eq!(
        refused(&mut town, "s12", other),
        (Kind::Input, "app-round-vote-decides")
    );
    let done = take(&mut town, "s12", RoundStep::Decide { body: None });
    let grades: Vec<_> = done
        .subjects
        .iter()
        .map(|one| one.grade.as_ref().unwrap().as_str())
        .collect();
    assert_eq!(grades, ["excellent", "competent"]);
    take(&mut town, "s12", RoundStep::Post);
    let notice = newest_notice(&town);
    for said in [
        "应到 – 40",
        "实到 – 33",
        "委托 – 2",
        "收回 – 34",
        "实到 33 ÷ 40 ≥ 4/5，成立",
        "等次 优秀",
    ] {
        assert!(notice.contains(said), "{said}: {notice}");
    }
    assert_eq!(differences(&town), Vec::<String>::new());

    is_posted_again(&mut town);
    at(&mut town, "2026-09-24");
    assert_eq!(
        refused(&mut town, "s12", RoundStep::Settle).1,
        "app-round-not-reported"
    );
    let file = town.path("report.html");
    let report = RoundStep::Report {
        to: None,
        file: file.clone(),
        texts: Vec::new(),
    };
    let reported = take(&mut town, "s12", report);
    let html = fs::read_to_string(&file).unwrap();
    assert_eq!(
        reported.report.unwrap().report.digest,
        hex::encode(Sha256::digest(&html))
    );
    for said in [
        "街道办事处",
        "实到 33 ÷ 40 ≥ 4/5，成立",
        "<td>主任</td>",
        "公示期间没有异议",
        "超期 0 件",
    ] {
        assert!(html.contains(said), "{said}: {html}");
    }
    take(&mut town, "s12", RoundStep::Settle);
    let step = archive(&town);
    let archived = take(&mut town, "s12", step.clone());
    let held = check_archive(&town, "s12", &archived);
    assert!(held.contains(&"reports/report.html".to_owned()), "{held:?}");
    assert_eq!(
        refused(&mut town, "s12", step),
        (Kind::NotNow, "record-round-stands")
    );
    assert_eq!(differences(&town), Vec::<String>::new());
    drop(kiosk);
}

/// A correction stands beside the result, another posting in its place.
fn is_posted_again(town: &mut Town) {
    let step = RoundStep::Correct {
        text: "“实到”应为三十三人。".to_owned(),
    };
    take(town, "s12", step);
    assert!(newest_notice(town).contains("对第 2 号公示更正如下"));
    let step = RoundStep::PostAgain {
        reason: "公示栏被雨淋坏".to_owned(),
    };
    assert_eq!(
        refused(town, "s12", RoundStep::Post),
        (Kind::NotNow, "record-round-stands")
    );
    let again = take(town, "s12", step);
    assert_eq!(again.notices, [1, 2, 3, 4]);
    assert!(newest_notice(town).contains("本公示代替第 2、3 号公示。原因：公示栏被雨淋坏"));
    let carried = town.pack("a").unwrap().notices;
    assert_eq!(carried, 1, "what was withdrawn hangs no longer");
    assert_eq!(differences(town), Vec::<String>::new());
}

#[test]
fn a_round_without_its_quorum_has_no_grade_and_one_with_surplus_slips_is_void() {
    let missed = came(31);
    let surplus = Attendance {
        collected: Some(36),
        ..came(33)
    };
    for (attendance, status, sum) in [
        (
            missed,
            RoundStatus::NoQuorum,
            "实到 31 ÷ 40 < 4/5，不成立，不评等次",
        ),
        (surplus, RoundStatus::Void, "收回 36 张，多于发出的 35 张"),
    ] {
        let mut town = Town::real();
        let kiosk = kiosk(&mut town, &s12());
        take(&mut town, "s12", RoundStep::Announce);
        vote(
            &mut town,
            &kiosk,
            "s12",
            &[("s1", "good", 20), ("s2", "fair", 20)],
        );
        take(&mut town, "s12", close(attendance));
        let counted = take(&mut town, "s12", COUNT);
        assert_eq!((counted.row.status, counted.row.next), (status, None));
        let told = counted.stand.unwrap().zh;
        assert!(told.contains(sum), "{told}");
        assert!(counted.subjects.iter().all(|one| one.vote.is_none()));
        for step in [
            RoundStep::Decide { body: None },
            RoundStep::Post,
            RoundStep::Settle,
        ] {
            assert_eq!(
                refused(&mut town, "s12", step),
                (Kind::NotNow, "record-round-stands")
            );
        }
        assert_eq!(differences(&town), Vec::<String>::new());
    }
}

#[test]
fn an_open_plan_goes_from_month_to_month_to_its_archive() {
    let mut town = Town::real();
    let text = S10.replace("revision = 1", "revision = 2");
    let kiosk = kiosk(&mut town, &format!("{text}\n{ARCHIVED}"));
    let open = take(&mut town, "s10", RoundStep::Announce);
    assert_eq!(
        (open.row.round.to_string().as_str(), open.row.status),
        ("2026-09", RoundStatus::Open)
    );
    // The next one is announced ahead.
    let next = take(&mut town, "s10", RoundStep::Announce);
    assert_eq!(
        (next.row.round.to_string().as_str(), next.row.status),
        ("2026-10", RoundStatus::Announced)
    );
    let step = RoundStep::Cancel {
        reason: " ".to_owned(),
    };
    assert_eq!(refused(&mut town, "s10", step).1, "app-round-reason-empty");
    let step = RoundStep::Cancel {
        reason: "国庆停一个月".to_owned(),
    };
    assert_eq!(
        take(&mut town, "s10", step).row.status,
        RoundStatus::Cancelled
    );

    let september = |step: RoundStep| {
        Command::Round(RoundCommand {
            plan: "s10".parse().unwrap(),
            round: Some("2026-09".parse().unwrap()),
            step,
        })
    };
    let on = |town: &mut Town, step: RoundStep| {
        let outcome = town
            .office
            .run(september(step), &mut rand::rng(), &mut |_| {});
        outcome.map_err(|error| error.sentence().key())
    };
    for _ in 0..6 {
        let mut card = card("s10", "s1", "4");
        card.revision = pingyi::domain::ids::PlanRevision(2);
        kiosk.submit(&card, false).unwrap();
    }
    let mut words = opinion("路灯不亮");
    words.revision = pingyi::domain::ids::PlanRevision(2);
    kiosk.submit(&words, true).unwrap();
    at(&mut town, "2026-10-08");
    // What a kiosk still holds is waited for.
    assert_eq!(
        on(&mut town, COUNT).unwrap_err(),
        "app-round-batches-missing"
    );
    town.sync(&kiosk, "a", false);
    town.load("a");
    let case = town.office.cases().unwrap()[0].number;
    town.office.reply(case, "已经修好了").unwrap();
    on(&mut town, COUNT).unwrap();
    on(&mut town, RoundStep::Decide { body: None }).unwrap();
    on(&mut town, RoundStep::Post).unwrap();
    assert!(newest_notice(&town).contains("参评 6 人"));
    on(&mut town, RoundStep::Settle).unwrap();
    let step = archive(&town);
    on(&mut town, step).unwrap();
    let detail = town
        .office
        .round(&"s10".parse().unwrap(), Some("2026-09".parse().unwrap()))
        .unwrap();
    check_archive(&town, "s10", &detail);
    assert_eq!(differences(&town), Vec::<String>::new());
}

/// S8, S11: those evaluated are told, may answer, and have to write about it, before the result is posted.
#[test]
fn those_evaluated_are_told_and_heard_before_the_result_is_posted() {
    let mut town = Town::real();
    let rules = "reply_within_working_days = 15\ntell_within_days = 7\nself_review = true";
    let text = S6
        .replace("assessment_group = true\n", "")
        .replace(
            "cadence = \"yearly\"",
            "cadence = \"yearly\"\ncloses = 2026-10-07",
        )
        .replace("reply_within_working_days = 15", rules);
    let kiosk = kiosk(&mut town, &text);
    take(&mut town, "s6", RoundStep::Announce);
    vote(
        &mut town,
        &kiosk,
        "s6",
        &[("s1", "good", 6), ("s2", "fair", 6)],
    );
    at(&mut town, "2026-10-08");
    take(&mut town, "s6", COUNT);
    let done = take(&mut town, "s6", RoundStep::Decide { body: None });
    assert_eq!(done.tell_by.unwrap().date.to_string(), "2026-10-16");
    assert_eq!(done.row.next, Some(RoundEvent::Told));
    let statement = |subject: &str| RoundStep::TakeStatement {
        subject: subject.parse().unwrap(),
        text: "以后每周到岗三天。".to_owned().into(),
    };
    assert_eq!(
        refused(&mut town, "s6", RoundStep::Post).1,
        "app-round-not-told"
    );
    assert_eq!(
        refused(&mut town, "s6", statement("s1")).1,
        "app-round-nothing-to-answer"
    );
    for subject in ["s1", "s2"] {
        take(
            &mut town,
            "s6",
            RoundStep::Tell {
                subject: subject.parse().unwrap(),
            },
        );
    }
    assert_eq!(
        refused(&mut town, "s6", RoundStep::Post).1,
        "app-round-statement-missing"
    );
    take(&mut town, "s6", statement("s1"));
    assert_eq!(
        refused(&mut town, "s6", statement("s1")).1,
        "app-round-nothing-to-answer"
    );
    let heard = take(&mut town, "s6", statement("s2"));
    assert_eq!(
        &**heard.subjects[1].statement.as_ref().unwrap(),
        "以后每周到岗三天。"
    );
    take(&mut town, "s6", RoundStep::Post);
    take(&mut town, "s6", RoundStep::Settle);
    assert_eq!(
        refused(
            &mut town,
            "s6",
            archive(&Town::office_alone("2026-10-08T10:00:00"))
        )
        .1,
        "app-round-class-missing"
    );
    let step = RoundStep::Archive {
        place: town.path("archive"),
        class: Some("文书".to_owned()),
        years: Some(3),
    };
    let archived = take(&mut town, "s6", step);
    let held = check_archive(&town, "s6", &archived);
    assert!(held.contains(&"statements/s2.txt".to_owned()), "{held:?}");
    assert_eq!(differences(&town), Vec::<String>::new());
}

/// S13b: the list of those evaluated hangs before the first card.
#[test]
fn a_plan_that_is_announced_first_waits_for_it() {
    let mut town = Town::real();
    let text = S6.replace("assessment_group = true\n", "").replace(
        "cadence = \"yearly\"",
        "cadence = \"once\"\nopens = 2026-09-21\ncloses = 2026-10-30",
    );
    let text = format!("{text}before = true\n");
    town.office.add_plan(&text).unwrap();
    let before = town.pack("a").unwrap().plans;
    let announced = take(&mut town, "s6", RoundStep::Announce);
    assert_eq!(
        (
            announced.row.status,
            announced.row.first.to_string().as_str()
        ),
        (RoundStatus::Announced, "2026-09-21")
    );
    assert_eq!(town.pack("a").unwrap().plans, before + 1);
    assert_eq!(
        refused(&mut town, "s6", close(Attendance::default())),
        (Kind::NotNow, "record-round-stands")
    );
    at(&mut town, "2026-09-21");
    assert_eq!(town.office.rounds().unwrap()[0].status, RoundStatus::Open);

    let mut late = Town::real();
    late.office.add_plan(&text).unwrap();
    at(&mut late, "2026-09-22");
    assert_eq!(
        refused(&mut late, "s6", RoundStep::Announce),
        (Kind::Refused, "app-round-begun-before")
    );
}

/// S6 by points: 德能勤绩 of 100 each, and a grade of the mean.
#[test]
fn points_make_a_grade_and_a_body_may_set_another() {
    let mut town = Town::real();
    let from = S6.find("[[scale]]").unwrap();
    let to = S6.find("[[criterion]]").unwrap();
    let points = "[[scale]]\nid = \"scale\"\nkind = \"score\"\nmin = 0\nmax = 100\nlow = \"差\"\nhigh = \"好\"\n\n";
    let text = format!("{}{points}{}", &S6[..from], &S6[to..])
        .replace("kind = \"majority\"", "kind = \"weighted-score\"")
        .replace("choices = [\"good\"]", "at_least = 85")
        .replace("choices = [\"fair\"]", "at_least = 70")
        .replace("choices = [\"poor\"]", "at_least = 0")
        .replace(
            "cadence = \"yearly\"",
            "cadence = \"yearly\"\ncloses = 2026-10-07",
        );
    let kiosk = kiosk(&mut town, &text);
    take(&mut town, "s6", RoundStep::Announce);
    vote(
        &mut town,
        &kiosk,
        "s6",
        &[("s1", "90", 6), ("s1", "60", 3), ("s2", "88", 7)],
    );
    at(&mut town, "2026-10-08");
    let counted = take(&mut town, "s6", COUNT);
    let sums: Vec<&str> = counted
        .subjects
        .iter()
        .map(|one| one.explained.as_ref().unwrap().zh.as_str())
        .collect();
    assert!(
        sums[0].ends_with("80.0 < 85：称职") || sums[0].contains("= 80.0"),
        "{sums:?}"
    );
    let votes: Vec<&str> = counted
        .subjects
        .iter()
        .map(|one| one.vote.as_ref().unwrap().as_str())
        .collect();
    assert_eq!(votes, ["competent", "excellent"]);
    let members = vec!["张主任".to_owned()];
    let grades = vec![
        given("s1", "competent", ""),
        given("s2", "competent", "述职未交"),
    ];
    let body = Some(BodyDecision { members, grades });
    let done = take(&mut town, "s6", RoundStep::Decide { body });
    assert_eq!(
        done.subjects[1].grade.as_ref().unwrap().as_str(),
        "competent"
    );
    take(&mut town, "s6", RoundStep::Post);
    assert!(newest_notice(&town).contains("工作人员乙：评定 称职（得票 优秀）"));
    take(&mut town, "s6", RoundStep::Settle);
    let step = RoundStep::Archive {
        place: town.path("archive"),
        class: Some("文书".to_owned()),
        years: None,
    };
    let archived = take(&mut town, "s6", step);
    check_archive(&town, "s6", &archived);
    assert_eq!(differences(&town), Vec::<String>::new());
}

#[test]
fn a_device_whose_way_a_plan_leaves_out_is_not_waited_for() {
    for (channels, waits) in [(r#"["kiosk"]"#, false), (r#"["kiosk", "tablet"]"#, true)] {
        let mut town = Town::real();
        let text = S10.replace(
            "revision = 1",
            &format!("revision = 2\nchannels = {channels}"),
        );
        let kiosk = kiosk(&mut town, &format!("{text}\n{ARCHIVED}"));
        let mut tablet = Device::new("TABLET1", 7, town.office.community());
        tablet.role = DeviceRole::Tablet;
        tablet.enrol(&town.stick("tablet").root);
        town.load("tablet");
        let typed = tablet.key.public().fingerprint().typed();
        town.office.accept_device(&tablet.id, &typed).unwrap();
        let facts = town.office.device(&tablet.id).unwrap().facts.unwrap();
        assert_eq!(facts, DeviceFacts::own(DeviceRole::Tablet));
        take(&mut town, "s10", RoundStep::Announce);
        for _ in 0..6 {
            let mut card = card("s10", "s1", "4");
            card.revision = pingyi::domain::ids::PlanRevision(2);
            kiosk.submit(&card, false).unwrap();
        }
        at(&mut town, "2026-10-08");
        town.sync(&kiosk, "a", false);
        town.load("a");
        let september = Command::Round(RoundCommand {
            plan: "s10".parse().unwrap(),
            round: Some("2026-09".parse().unwrap()),
            step: COUNT,
        });
        let counted = town.office.run(september, &mut rand::rng(), &mut |_| {});
        assert_eq!(counted.is_err(), waits, "{channels}");
    }
}

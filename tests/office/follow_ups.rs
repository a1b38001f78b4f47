//! 回访: the holder of a receipt rates the answer or adds words, and nobody else can; what staff hear stands apart.

use chrono::NaiveDate;
use pingyi::app::AppError;
use pingyi::app::kiosk::{IssuedReceipt, Kiosk, LookedUp, Lookup, Speaks, Voice};
use pingyi::app::office::{
    CaseCommand, CaseDetail, CaseQuery, Changed, Command, OpinionByHand, RevisitGiven,
};
use pingyi::courier::keys::OpeningKey;
use pingyi::courier::receipt::{ReceiptCost, derive};
use pingyi::courier::seal::{open_follow_up, open_reply, seal_follow_up, seal_opinion};
use pingyi::courier::voice::speak;
use pingyi::domain::card::{Card, Opinion, OpinionSheet, ReplyTo};
use pingyi::domain::case::CaseNews;
use pingyi::domain::case::{CaseFilter, CaseStatus};
use pingyi::domain::channel::Channel;
use pingyi::domain::follow_up::{FollowUp, FollowUpFate, Said, Satisfaction};
use pingyi::domain::ids::{CaseNumber, Tag, VoiceKey, VoiceSignature};
use pingyi::domain::receipt::ReceiptNumber;
use pingyi::fault::Fault as _;
use pingyi_kit::device::{Device, Sheets};
use pingyi_kit::town::Town;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use rusqlite::Connection;
use std::sync::Arc;

use super::rounds::{at, differences};

const S10: &str = include_str!("../../assets/plans/s10.toml");
const FIRST: CaseNumber = CaseNumber(1);

/// S10, whose answers are rated within twenty days.
pub fn plan() -> String {
    S10.replacen("revision = 1", "revision = 2", 1).replacen(
        "reply_within_working_days = 15",
        "reply_within_working_days = 15\nrevisit = true\nrevisit_within_days = 20",
        1,
    )
}

pub fn card(text: &str) -> Card {
    let card = serde_json::json!({ "plan": "s10", "revision": 2, "opinion": { "text": text } });
    serde_json::from_value(card).unwrap()
}

fn words(text: &str) -> Opinion {
    Opinion {
        subject: None,
        category: None,
        text: text.to_owned(),
    }
}

fn kiosk(town: &mut Town) -> Kiosk {
    let kiosk = town.paired();
    town.office.add_plan(&plan()).unwrap();
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");
    kiosk
}

/// An opinion that is at the office, and its receipt.
fn written(town: &mut Town, kiosk: &Kiosk, text: &str) -> IssuedReceipt {
    let issued = kiosk.submit(&card(text), true).unwrap().unwrap();
    carry(town, kiosk);
    issued
}

/// The stick goes to the office and back.
fn carry(town: &mut Town, kiosk: &Kiosk) {
    town.weekly_sync(kiosk, "a");
    town.load("a");
    town.pack("a").unwrap();
    town.weekly_sync(kiosk, "a");
}

fn answer(town: &mut Town, kiosk: &Kiosk, number: CaseNumber, text: &str) {
    town.office.reply(number, text).unwrap();
    town.pack("a").unwrap();
    town.weekly_sync(kiosk, "a");
}

fn look(kiosk: &Kiosk, receipt: &IssuedReceipt) -> (LookedUp, Option<Arc<Voice>>) {
    let found = kiosk.look_up(&receipt.number.grouped()).unwrap();
    let voice = match &found.speaks {
        Speaks::Holder(voice) => Some(Arc::clone(voice)),
        Speaks::Nobody | Speaks::EarlyReceipt => None,
    };
    (found, voice)
}

fn said(grade: Option<Satisfaction>, text: &str) -> Said {
    Said {
        grade,
        text: text.to_owned(),
    }
}

fn say(kiosk: &Kiosk, receipt: &IssuedReceipt, grade: Option<Satisfaction>, text: &str) {
    let voice = look(kiosk, receipt).1.unwrap();
    kiosk.follow_up(&voice, &said(grade, text), true).unwrap();
}

fn fates(town: &Town, number: CaseNumber) -> Vec<FollowUpFate> {
    let case = town.office.case(number).unwrap();
    let mut fates: Vec<_> = case.follow_ups.iter().map(|one| one.fate).collect();
    // Of one day, in no order.
    fates.sort();
    fates
}

fn revisit(town: &mut Town, grade: Satisfaction, channel: Channel) -> Result<CaseDetail, AppError> {
    let given = RevisitGiven {
        grade,
        channel,
        words: "电话里说灯亮了。".to_owned().into(),
    };
    let command = Command::Case(CaseCommand::Revisit { case: FIRST, given });
    let outcome = town.office.run(command, &mut rand::rng(), &mut |_| {})?;
    match outcome.changed {
        Changed::Case(case) => Ok(*case),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_unhappy_holder_is_heard_once_and_a_happy_one_closes_the_case() {
    let mut town = Town::real();
    let kiosk = kiosk(&mut town);
    let receipt = written(&mut town, &kiosk, "三号楼的灯坏了");
    let (found, voice) = look(&kiosk, &receipt);
    assert!(matches!(found.lookup, Lookup::Received { .. }));
    assert!(!voice.unwrap().rates, "there is nothing to rate yet");
    answer(&mut town, &kiosk, FIRST, "已报修。");
    let voice = look(&kiosk, &receipt).1.unwrap();
    assert!(voice.rates);
    let first_due = town.office.case(FIRST).unwrap().row.due;

    at(&mut town, "2026-09-28");
    let unhappy = said(Some(Satisfaction::Dissatisfied), " 灯还是不亮。 ");
    kiosk.follow_up(&voice, &unhappy, true).unwrap();
    carry(&mut town, &kiosk);
    let case = town.office.case(FIRST).unwrap();
    assert_eq!(case.row.status, CaseStatus::InProgress);
    assert_eq!(case.row.news, Some(CaseNews::Reopened));
    assert!(case.row.due.date > first_due.date && !case.row.overdue);
    let [heard] = &case.follow_ups[..] else {
        panic!("{:?}", case.follow_ups)
    };
    assert_eq!((heard.grade, heard.reply), (unhappy.grade, 1));
    assert_eq!(&**heard.text.as_ref().unwrap(), "灯还是不亮。");
    assert_eq!((heard.fate, heard.channel), (FollowUpFate::Rated, None));
    let (found, voice) = look(&kiosk, &receipt);
    assert!(matches!(found.lookup, Lookup::InProgress { due: Some(due) } if due == case.row.due));
    assert_eq!(found.news, Some(CaseNews::Reopened));
    assert!(!voice.unwrap().rates);

    // The second answer is another, and rated for itself.
    answer(&mut town, &kiosk, FIRST, "灯已换好。");
    let (found, voice) = look(&kiosk, &receipt);
    assert!(matches!(&found.lookup, Lookup::Answered { text, .. } if **text == "灯已换好。"));
    assert_eq!(found.news, None);
    let voice = voice.unwrap();
    for grade in [Satisfaction::Satisfied, Satisfaction::Dissatisfied] {
        kiosk
            .follow_up(&voice, &said(Some(grade), ""), true)
            .unwrap();
        carry(&mut town, &kiosk);
    }
    let case = town.office.case(FIRST).unwrap();
    assert_eq!(case.row.status, CaseStatus::Closed);
    assert_eq!(
        fates(&town, FIRST),
        [
            FollowUpFate::Rated,
            FollowUpFate::Rated,
            FollowUpFate::Repeated
        ],
        "one rating an answer counts, and the other is kept"
    );
    let (found, voice) = look(&kiosk, &receipt);
    assert!(matches!(found.lookup, Lookup::Answered { .. }));
    assert_eq!(found.news, Some(CaseNews::Rated));
    let voice = voice.unwrap();
    assert!(!voice.rates);
    // A grade that no screen asks for is no grade; words are always heard.
    let grade = Some(Satisfaction::Dissatisfied);
    assert!(kiosk.follow_up(&voice, &said(None, "  "), true).is_err());
    kiosk
        .follow_up(&voice, &said(grade, "又坏了"), true)
        .unwrap();
    carry(&mut town, &kiosk);
    let case = town.office.case(FIRST).unwrap();
    assert_eq!(case.row.status, CaseStatus::InProgress);
    assert_eq!(case.row.news, Some(CaseNews::WordsReceived));
    assert!(fates(&town, FIRST).contains(&FollowUpFate::Added));
    let counted = town.office.satisfactions(&"s10".parse().unwrap()).unwrap();
    assert_eq!(
        (counted.residents.all(), counted.residents.content()),
        (2, 1)
    );
    assert_eq!(counted.staff.all(), 0);
    assert_eq!(differences(&town), [""; 0]);
}

#[test]
fn a_sheet_that_comes_again_counts_once() {
    let mut town = Town::real();
    let kiosk = kiosk(&mut town);
    let receipt = written(&mut town, &kiosk, "三号楼的灯坏了");
    say(&kiosk, &receipt, None, "是二单元");
    town.weekly_sync(&kiosk, "a");
    town.weekly_sync(&kiosk, "b");
    assert_eq!(town.load("a").totals().follow_ups, 1);
    assert_eq!(town.load("a").totals().follow_ups, 0);
    assert_eq!(town.load("b").totals().follow_ups, 0);
    assert_eq!(fates(&town, FIRST), [FollowUpFate::Added]);
    // The same sealed bytes in another device's batch.
    let sheet = opinions(&town, &kiosk).pop().unwrap();
    let report = planted(&mut town, vec![sheet]);
    assert_eq!((report.opinions_present, report.follow_ups), (1, 0));
    assert_eq!(fates(&town, FIRST), [FollowUpFate::Added]);
    assert_eq!(differences(&town), [""; 0]);
}

/// The sealed sheets of words in the newest batch of the kiosk on the stick.
fn opinions(town: &Town, kiosk: &Kiosk) -> Vec<pingyi::courier::seal::SealedSheet> {
    use base64::Engine as _;
    let name = kiosk.status().unwrap().device;
    let folder = town.path("a").join("PINGYI/FROM").join(name.as_str());
    let mut batches: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "JSL"))
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with('B'))
        .collect();
    batches.sort();
    let text = std::fs::read_to_string(batches.last().unwrap()).unwrap();
    let sheets = text.lines().filter_map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let sealed = line.get("opinion")?.as_str()?.to_owned();
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(sealed)
            .unwrap();
        let id = pingyi::domain::ids::SheetId::of(&bytes);
        Some(pingyi::courier::seal::SealedSheet { id, bytes })
    });
    sheets.collect()
}

/// What sheets come to that somebody puts into a batch of a device that the office accepted.
fn planted(
    town: &mut Town,
    sheets: Vec<pingyi::courier::seal::SealedSheet>,
) -> pingyi::app::office::SheetCounts {
    let mut device = Device::new("FORGED", 7, town.office.community());
    let stick = town.stick("forged").root;
    device.enrol(&stick);
    town.accept("forged");
    let sheets = Sheets {
        opinions: sheets,
        ..Sheets::default()
    };
    device.batch(&stick, "2026-W38", sheets);
    town.load("forged").totals()
}

/// Whoever knows everything but the receipt: the office with all its files and keys, a clerk, whoever reads packs. All know the tag;
/// the office knows the voice as well.
#[test]
fn the_office_and_whoever_knows_the_tag_cannot_speak_for_the_holder() {
    let mut town = Town::real();
    let kiosk = kiosk(&mut town);
    let receipt = written(&mut town, &kiosk, "三号楼的灯坏了");
    answer(&mut town, &kiosk, FIRST, "已报修。");
    let community = town.office.community().clone();
    let salt = community.receipt_salt;
    let mut rng = StdRng::seed_from_u64(9);
    let own = derive(&receipt.number, &salt, ReceiptCost::TEST).unwrap();
    let happy = said(Some(Satisfaction::Satisfied), "很满意");
    let true_one = speak(&own, &community.id, 1, &happy);
    // A receipt of his own, with which he speaks; and then puts the holder's voice or tag in the place of his.
    let number = ReceiptNumber::random(&mut rng);
    let his = derive(&number, &salt, ReceiptCost::TEST).unwrap();
    let as_himself = speak(&his, &community.id, 1, &happy);
    let mut as_holder = as_himself.clone();
    as_holder.voice = own.voice_key();
    // The holder's own words of another day, turned round.
    let mut turned = speak(
        &own,
        &community.id,
        1,
        &said(Some(Satisfaction::Dissatisfied), "不满意"),
    );
    turned.grade = Some(Satisfaction::Satisfied);
    let mut for_another_answer = true_one.clone();
    for_another_answer.reply = 2;
    let mut nobody = true_one.clone();
    nobody.voice = VoiceKey([1; 32]);
    nobody.signature = VoiceSignature([1; 64]);
    let forged = [as_himself, as_holder, turned, for_another_answer, nobody];
    let sealed = |one: &FollowUp, rng: &mut StdRng| {
        seal_follow_up(one, &community.sealing_key, &community.id, rng).unwrap()
    };
    // And an opinion under the holder's tag, with another's voice.
    let opinion = OpinionSheet {
        plan: "s10".parse().unwrap(),
        opinion: words("别人的话"),
        reply_to: Some(ReplyTo {
            tag: own.tag,
            key: his.opening_key.reply_key(),
            voice: Some(his.voice_key()),
        }),
    };
    let mut sheets: Vec<_> = forged.iter().map(|one| sealed(one, &mut rng)).collect();
    let under = seal_opinion(&opinion, &community.sealing_key, &community.id, &mut rng).unwrap();
    sheets.push(under);
    let report = planted(&mut town, sheets);
    // His own waits for a case that will never come; all the others are set aside.
    assert_eq!((report.follow_ups, report.set_aside), (1, 5));
    assert_eq!(report.opinions_new, 0);
    assert_eq!(fates(&town, FIRST), []);
    let case = town.office.case(FIRST).unwrap();
    assert_eq!(
        (case.row.status, case.row.news),
        (CaseStatus::Answered, None)
    );
    assert_eq!(differences(&town), [""; 0]);

    // Into the tables: a recount tells.
    let path = town.at_office("office.db");
    let db = Connection::open(&path).unwrap();
    db.execute(
        "INSERT INTO follow_up (id, voice, tag, number, reply, grade, words, channel, heard_on, fate)
         VALUES (x'01', ?1, ?2, 1, 1, 'satisfied', NULL, NULL, '2026-09-17', 'rated')",
        rusqlite::params![own.voice_key().0, own.tag.0],
    )
    .unwrap();
    drop(db);
    assert!(
        differences(&town)
            .iter()
            .any(|place| place.starts_with("follow_up")),
        "{:?}",
        differences(&town)
    );
    Connection::open(&path)
        .unwrap()
        .execute("DELETE FROM follow_up WHERE id = x'01'", [])
        .unwrap();

    // The control: with the receipt in hand he wins, wherever he puts it.
    let mut device = Device::new("FORGED", 7, &community);
    let stick = town.stick("forged").root;
    let sheet = sealed(&true_one, &mut rng);
    device.batch(&stick, "2026-W37", Sheets::default());
    let opinions = vec![sheet];
    device.batch(
        &stick,
        "2026-W38",
        Sheets {
            opinions,
            ..Sheets::default()
        },
    );
    assert_eq!(true_one.tag(), own.tag);
    // The reply opens with the receipt alone, the voice's key with nothing: neither is the other.
    let opens = OpeningKey::from_bytes(&[3; 32]);
    assert!(open_follow_up(&[0; 4000], &opens, &community.id).is_err());
    assert!(open_reply(&[0; 4000], &opens, &community.id).is_err());
    say(&kiosk, &receipt, Some(Satisfaction::Satisfied), "很满意");
    carry(&mut town, &kiosk);
    assert_eq!(fates(&town, FIRST), [FollowUpFate::Rated]);
    assert_eq!(differences(&town), [""; 0]);
}

#[test]
fn what_is_said_of_a_case_that_is_not_here_waits_for_it() {
    let mut town = Town::real();
    let kiosk = kiosk(&mut town);
    let community = town.office.community().clone();
    let mut rng = StdRng::seed_from_u64(4);
    let number = ReceiptNumber::random(&mut rng);
    let secrets = derive(&number, &community.receipt_salt, ReceiptCost::TEST).unwrap();
    let spoken = speak(&secrets, &community.id, 0, &said(None, "是二单元"));
    let key = &community.sealing_key;
    let follow_up = seal_follow_up(&spoken, key, &community.id, &mut rng).unwrap();
    let mut device = Device::new("LATER", 8, &community);
    let stick = town.stick("later").root;
    device.enrol(&stick);
    town.accept("later");
    let opinions = vec![follow_up];
    device.batch(
        &stick,
        "2026-W37",
        Sheets {
            opinions,
            ..Sheets::default()
        },
    );
    assert_eq!(town.load("later").totals().follow_ups, 1);
    assert_eq!(differences(&town), [""; 0]);
    assert!(town.office.cases().unwrap().is_empty());
    let opinion = OpinionSheet {
        plan: "s10".parse().unwrap(),
        opinion: words("三号楼的灯坏了"),
        reply_to: Some(secrets.reply_to()),
    };
    let opinions = vec![seal_opinion(&opinion, key, &community.id, &mut rng).unwrap()];
    device.batch(
        &stick,
        "2026-W38",
        Sheets {
            opinions,
            ..Sheets::default()
        },
    );
    assert_eq!(town.load("later").totals().opinions_new, 1);
    assert_eq!(fates(&town, FIRST), [FollowUpFate::Added]);
    let case = town.office.case(FIRST).unwrap();
    assert_eq!(
        (case.row.status, case.row.news),
        (CaseStatus::Received, Some(CaseNews::WordsReceived))
    );
    assert_eq!(differences(&town), [""; 0]);
    drop(kiosk);
}

/// A receipt of version 0.1 has no voice: it is looked up as ever, and its holder is told where to go.
#[test]
fn an_early_receipt_is_found_and_says_nothing() {
    let mut town = Town::real();
    let kiosk = kiosk(&mut town);
    let community = town.office.community().clone();
    let mut rng = StdRng::seed_from_u64(4);
    let number = ReceiptNumber::random(&mut rng);
    let secrets = derive(&number, &community.receipt_salt, ReceiptCost::TEST).unwrap();
    let early = |tag: Tag| OpinionSheet {
        plan: "s10".parse().unwrap(),
        opinion: words("三号楼的灯坏了"),
        reply_to: Some(ReplyTo {
            tag,
            key: secrets.opening_key.reply_key(),
            voice: None,
        }),
    };
    let sheet = seal_opinion(
        &early(secrets.early_tag),
        &community.sealing_key,
        &community.id,
        &mut rng,
    );
    let report = planted(&mut town, vec![sheet.unwrap()]);
    assert_eq!(report.opinions_new, 1);
    answer(&mut town, &kiosk, FIRST, "已报修。");
    let found = kiosk.look_up(&number.grouped()).unwrap();
    assert!(matches!(&found.lookup, Lookup::Answered { text, .. } if **text == "已报修。"));
    assert!(matches!(found.speaks, Speaks::EarlyReceipt));
    assert_eq!(differences(&town), [""; 0]);
}

#[test]
fn what_staff_hear_is_never_the_holders_own_word() {
    let mut town = Town::real();
    let kiosk = kiosk(&mut town);
    let receipt = written(&mut town, &kiosk, "三号楼的灯坏了");
    let why = |done: Result<CaseDetail, AppError>| done.unwrap_err().sentence().key();
    let early = revisit(&mut town, Satisfaction::Satisfied, Channel::Telephone);
    assert_eq!(why(early), "app-cases-not-answered");
    answer(&mut town, &kiosk, FIRST, "已报修。");
    let at_kiosk = revisit(&mut town, Satisfaction::Satisfied, Channel::Kiosk);
    assert_eq!(why(at_kiosk), "app-cases-not-heard");
    let case = revisit(&mut town, Satisfaction::Satisfied, Channel::Telephone).unwrap();
    assert_eq!(case.row.status, CaseStatus::Closed);
    assert_eq!(fates(&town, FIRST), [FollowUpFate::Heard]);
    let s10 = "s10".parse().unwrap();
    let counted = town.office.satisfactions(&s10).unwrap();
    assert_eq!((counted.residents.all(), counted.staff.all()), (0, 1));
    // The holder says otherwise, and is heard: it was said before the pack told of the telephone call.
    say(
        &kiosk,
        &receipt,
        Some(Satisfaction::Dissatisfied),
        "没有人来过",
    );
    carry(&mut town, &kiosk);
    let case = town.office.case(FIRST).unwrap();
    assert_eq!(
        (case.row.status, case.row.news),
        (CaseStatus::InProgress, Some(CaseNews::Reopened))
    );
    let counted = town.office.satisfactions(&s10).unwrap();
    assert_eq!(
        (counted.residents.all(), counted.residents.content()),
        (1, 0)
    );
    assert_eq!(differences(&town), [""; 0]);
}

#[test]
fn a_rating_is_waited_for_as_long_as_the_plan_says_and_the_way_takes() {
    let mut town = Town::real();
    let kiosk = kiosk(&mut town);
    let receipt = written(&mut town, &kiosk, "三号楼的灯坏了");
    answer(&mut town, &kiosk, FIRST, "已报修。");
    let until: NaiveDate = town.office.case(FIRST).unwrap().row.rated_until.unwrap();
    // Twenty days, and five weeks for the way.
    assert_eq!((until - town.office.today()).num_days(), 55);
    let listed = |town: &Town| {
        let query = CaseQuery {
            filter: CaseFilter::Revisiting,
            ..CaseQuery::default()
        };
        town.office.case_page(&query).unwrap().total
    };
    assert_eq!(listed(&town), 1);
    at(&mut town, &until.to_string());
    town.pack("a").unwrap();
    assert_eq!(
        town.office.case(FIRST).unwrap().row.status,
        CaseStatus::Answered
    );
    at(&mut town, &until.succ_opt().unwrap().to_string());
    town.pack("a").unwrap();
    assert_eq!(
        town.office.case(FIRST).unwrap().row.status,
        CaseStatus::Closed
    );
    assert_eq!(listed(&town), 0);
    // An unhappy word that was under way is heard all the same.
    say(&kiosk, &receipt, Some(Satisfaction::Dissatisfied), "");
    town.confirm();
    carry(&mut town, &kiosk);
    let case = town.office.case(FIRST).unwrap();
    assert_eq!(
        (case.row.status, case.row.news),
        (CaseStatus::InProgress, Some(CaseNews::Reopened))
    );
    assert_eq!(differences(&town), [""; 0]);
}

#[test]
fn where_the_plan_asks_nobody_words_can_be_added_and_nothing_rated() {
    let mut town = Town::real();
    let kiosk = town.paired();
    let plan = S10.replacen("revision = 1", "revision = 2", 1);
    town.office.add_plan(&plan).unwrap();
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");
    let receipt = written(&mut town, &kiosk, "三号楼的灯坏了");
    answer(&mut town, &kiosk, FIRST, "已报修。");
    assert!(!look(&kiosk, &receipt).1.unwrap().rates);
    say(&kiosk, &receipt, None, "谢谢");
    carry(&mut town, &kiosk);
    assert_eq!(fates(&town, FIRST), [FollowUpFate::Added]);
    println!("{:?}", town.office.verify(&mut |_| {}).unwrap().differences);
    let given = OpinionByHand {
        plan: "s10".parse().unwrap(),
        channel: Channel::Paper,
        received_on: town.office.today(),
        category: None,
        subject: None,
        words: "楼道堆物".to_owned().into(),
    };
    town.office.register(&given).unwrap();
    assert_eq!(differences(&town), [""; 0]);
}

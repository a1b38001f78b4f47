//! The office's answering half through its public interface: tallies, cases, packs, recounts, notices.

use std::fs::File;
use std::path::{Path, PathBuf};

use pingyi::app::AppError;
use pingyi::app::office::{Difference, OfficeError, PackReport, VerifyReport};
use pingyi::courier::CourierError;
use pingyi::courier::error::FormatError;
use pingyi::courier::keys::{OpeningKey, PublicKey};
use pingyi::courier::pack::{ExpectedPack, PackContents, PackReader};
use pingyi::courier::seal;
use pingyi::domain::card::{Answer, Opinion, OpinionSheet, RatingSheet, ReplyTo};
use pingyi::domain::case::{CaseStatus, ReceiptStatus};
use pingyi::domain::ids::{CaseNumber, PackNumber, Tag};
use pingyi::domain::plan::{Plan, ScaleKind, Voters, shipped};
use pingyi::fault::{Fault as _, Kind};
use pingyi::words::Lang;
use pingyi_kit::device::{Device, Sheets};
use pingyi_kit::town::{Town, time};
use rand::SeedableRng as _;
use rand::rngs::StdRng;

const REPLY: &str = "路灯已经修好，谢谢提醒。";

/// An open plan with an opinion page, and a choice scale on its first subject.
fn plan() -> Plan {
    shipped()
        .iter()
        .filter_map(|one| Plan::parse(one.text).ok())
        .find(|plan| {
            plan.voters == Voters::Open && plan.opinion.is_some() && sheet(plan, 0).is_some()
        })
        .unwrap()
}

/// Every question about the first subject answered by its choice number `choice`.
fn sheet(plan: &Plan, choice: usize) -> Option<RatingSheet> {
    let subject = &plan.subjects[0];
    let answers = plan.criteria_of(subject).map(|criterion| {
        let answer = match &plan.scale(&criterion.scale)?.kind {
            ScaleKind::Named(choices) => Answer::Choice(choices.get(choice)?.id.clone()),
            ScaleKind::Score { .. } => return None,
        };
        Some((criterion.id.clone(), answer))
    });
    Some(RatingSheet {
        plan: plan.id.clone(),
        revision: plan.revision,
        subject: subject.id.clone(),
        group: None,
        answers: answers.collect::<Option<_>>()?,
    })
}

/// A town's office with one device, and what its first batch brought.
struct House {
    town: Town,
    device: Device,
    /// Opens the reply to the first opinion.
    receipt: OpeningKey,
    plan: Plan,
}

const WITH_OPINION: Tag = Tag([1; 16]);
const RATINGS_ONLY: Tag = Tag([2; 16]);

impl House {
    /// An office that has accepted a device and loaded one batch: eight ratings (six of choice 0, two of choice 1),
    /// one opinion with a receipt, one without, one receipt for ratings alone.
    fn new() -> Self {
        let town = Town::office_alone("2026-11-24T09:30:20");
        let mut device = Device::new("LOBBY1", 7, town.office.community());
        let mut house = Self {
            receipt: OpeningKey::random(&mut device.rng),
            plan: plan(),
            town,
            device,
        };
        house.device.enrol(&house.stick());
        house.batch_of(8);
        house.town.accept("a");
        let report = house.town.load("a");
        assert_eq!(report.totals().ratings_new, 8);
        assert_eq!(report.totals().opinions_new, 2);
        house
    }

    fn stick(&self) -> PathBuf {
        self.town.stick("a").root
    }

    /// The device writes its next batch.
    fn batch_of(&mut self, cards: usize) {
        let community = self.town.office.community().clone();
        let (id, sealing) = (&community.id, &community.sealing_key);
        let rng = &mut self.device.rng;
        let ratings = (0..cards).map(|card| {
            let sheet = sheet(&self.plan, usize::from(card >= 6)).unwrap();
            seal::seal_rating(&sheet, None, sealing, id, rng).unwrap()
        });
        let ratings = ratings.collect();
        let reply_to = ReplyTo {
            tag: WITH_OPINION,
            key: self.receipt.reply_key(),
            voice: None,
        };
        let written = [("三号楼的路灯不亮。", Some(reply_to)), ("谢谢。", None)];
        let opinions = written.into_iter().map(|(text, reply_to)| {
            let sheet = OpinionSheet {
                plan: self.plan.id.clone(),
                opinion: Opinion {
                    subject: None,
                    category: None,
                    text: text.to_owned(),
                },
                reply_to,
            };
            seal::seal_opinion(&sheet, sealing, id, rng).unwrap()
        });
        let sheets = Sheets {
            ratings,
            opinions: opinions.collect(),
            tags: vec![WITH_OPINION, RATINGS_ONLY],
        };
        let stick = self.stick();
        self.device.batch(&stick, "2026-W47", sheets);
    }

    /// The case whose resident took a receipt.
    fn case(&self) -> CaseNumber {
        let cases = self.town.office.cases().unwrap();
        cases.iter().find(|case| case.has_receipt).unwrap().number
    }

    fn make_pack(&mut self) -> Result<PackReport, AppError> {
        self.town.pack("a")
    }

    fn read_pack(&self, number: u32) -> PackContents {
        let to = self.stick().join("PINGYI/TO");
        let key = PublicKey::from_pub_text(&read(&to.join("OFFICE.PUB"))).unwrap();
        let expected = ExpectedPack {
            key: &key,
            community: Some(&self.town.office.community().id),
            number: Some(PackNumber(number)),
            last: None,
        };
        let file = File::open(to.join(format!("P{number:07}.JSL"))).unwrap();
        let signature = read(&to.join(format!("P{number:07}.SIG")));
        let reader = PackReader::open(file, &signature, &expected).unwrap();
        reader.contents().unwrap().0
    }

    fn verify(&self) -> VerifyReport {
        self.town.office.verify(&mut |_| {}).unwrap()
    }

    /// Changes the record behind the office's back, verifies, and changes it back.
    fn tampered(&self, change: &str) -> Vec<String> {
        let path = self.town.at_office("office.db");
        let before = std::fs::read(&path).unwrap();
        let changed = rusqlite::Connection::open(&path)
            .unwrap()
            .execute(change, [])
            .unwrap();
        assert!(changed > 0, "{change}");
        let report = self.verify();
        std::fs::write(&path, before).unwrap();
        assert!(self.verify().differences.is_empty());
        let found = report.differences.iter();
        found.map(Difference::place).collect()
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_reply_reaches_its_receipt_and_no_one_else() {
    let mut house = House::new();
    let number = house.case();
    let detail = house.town.office.start_case(number, None).unwrap();
    assert_eq!(detail.row.status, CaseStatus::InProgress);
    assert_eq!(&*detail.text, "三号楼的路灯不亮。");
    let first = house.make_pack().unwrap();
    assert_eq!(
        (first.number, first.acks, first.statuses, first.replies),
        (PackNumber(1), 1, 2, 0)
    );
    let state = |pack: &PackContents, tag: Tag| {
        let status = pack.statuses.iter().find(|(of, _)| *of == tag);
        match status.unwrap().1 {
            ReceiptStatus::Counted => (None, false),
            ReceiptStatus::Case { status, due, .. } => (Some(status), due.is_some()),
        }
    };
    let pack = house.read_pack(1);
    assert_eq!(
        state(&pack, WITH_OPINION),
        (Some(CaseStatus::InProgress), true)
    );
    assert_eq!(state(&pack, RATINGS_ONLY), (None, false));
    assert_eq!(pack.header.devices.len(), 1);
    assert_eq!(pack.header.time, time("2026-11-24T09:30:00"));
    assert!(!pack.plans.is_empty());

    let detail = house
        .town
        .office
        .reply(number, &format!("  {REPLY}\r\n"))
        .unwrap();
    assert_eq!(detail.reply.as_deref(), Some(REPLY));
    assert_eq!(detail.row.status, CaseStatus::Answered);
    // The clock went back within the day: neither number nor time does.
    house.town.clock.set(time("2026-11-24T08:00:00"));
    house.make_pack().unwrap();
    let pack = house.read_pack(2);
    assert_eq!(pack.header.time, time("2026-11-24T09:30:00"));
    assert_eq!(
        state(&pack, WITH_OPINION),
        (Some(CaseStatus::Answered), false)
    );
    let community = &house.town.office.community().id;
    let [sealed] = pack.replies.as_slice() else {
        panic!("one reply");
    };
    let reply = seal::open_reply(&sealed.sealed, &house.receipt, community).unwrap();
    assert_eq!((sealed.tag, reply.text.as_str()), (WITH_OPINION, REPLY));
    let bytes = std::fs::read(house.stick().join("PINGYI/TO/P0000002.JSL")).unwrap();
    assert!(
        !bytes
            .windows(REPLY.len())
            .any(|part| part == REPLY.as_bytes())
    );
    assert!(house.verify().differences.is_empty());
}

#[test]
fn replies_that_cannot_be_are_refused() {
    let mut house = House::new();
    let number = house.case();
    let empty = house.town.office.reply(number, " \n ").unwrap_err();
    assert!(matches!(empty, AppError::Office(OfficeError::TextEmpty)));
    let long = house
        .town
        .office
        .reply(number, &"长".repeat(1400))
        .unwrap_err();
    assert!(matches!(
        long,
        AppError::Courier(CourierError::Format(FormatError::TextTooLong { .. }))
    ));
    assert_eq!(long.kind(), Kind::Input);
    assert!(house.town.office.reply(CaseNumber(99), REPLY).is_err());
    house.town.office.reply(number, REPLY).unwrap();
    let head = house.town.office.ledger_head().unwrap();
    assert!(house.town.office.reply(number, "again").is_err());
    assert!(house.town.office.start_case(number, None).is_err());
    assert_eq!(house.town.office.ledger_head().unwrap(), head);
    // Late is late, whenever it is answered.
    let other = house.town.office.cases().unwrap();
    let other = other.iter().find(|case| !case.has_receipt).unwrap().number;
    house.town.clock.set(time("2027-03-01T09:00:00"));
    assert!(house.town.office.case(other).unwrap().row.overdue);
    house.town.office.reply(other, REPLY).unwrap();
    house.town.clock.set(time("2026-11-24T09:00:00"));
    assert!(house.town.office.case(other).unwrap().row.overdue);
    assert!(!house.town.office.case(number).unwrap().row.overdue);
}

#[test]
fn a_pack_that_fails_leaves_the_numbers_in_order() {
    let mut house = House::new();
    let gone = house.town.path("no-stick");
    let mut rng = StdRng::seed_from_u64(1);
    let error = house
        .town
        .office
        .make_pack(&gone, &mut rng, &mut |_| {})
        .unwrap_err();
    assert_eq!(error.kind(), Kind::Stick);
    assert_eq!(house.make_pack().unwrap().number, PackNumber(1));
    // Another file bears the next name: it is kept, and the number after it is taken.
    let taken = house.stick().join("PINGYI/TO/P0000002.JSL");
    std::fs::write(&taken, "somebody else's").unwrap();
    assert_eq!(house.make_pack().unwrap_err().kind(), Kind::Stick);
    assert_eq!(read(&taken), "somebody else's");
    assert_eq!(house.make_pack().unwrap().number, PackNumber(3));
    // A record restored from an old copy still does not go back.
    let db = rusqlite::Connection::open(house.town.at_office("office.db")).unwrap();
    db.execute("DELETE FROM pack", []).unwrap();
    std::fs::remove_dir_all(house.town.at_office("packs")).unwrap();
    assert_eq!(house.make_pack().unwrap().number, PackNumber(4));
}

#[test]
fn a_recount_names_every_difference() {
    let mut house = House::new();
    let number = house.case();
    house.town.office.reply(number, REPLY).unwrap();
    house.town.office.post_notice("通知", "周六停水。").unwrap();
    house.make_pack().unwrap();
    let clean = house.verify();
    assert_eq!(clean.differences, []);
    assert_eq!(
        (clean.batches, clean.ratings, clean.opinions, clean.cases),
        (1, 8, 2, 2)
    );
    assert_eq!(clean.ledger_head, house.town.office.ledger_head().unwrap());

    let subject = &house.plan.subjects[0];
    let criterion = &house.plan.criteria_of(subject).next().unwrap().id;
    let good = sheet(&house.plan, 0).unwrap().answers[criterion].clone();
    let Answer::Choice(good) = good else {
        panic!("a choice")
    };
    let which = format!("criterion = '{criterion}' AND answer = '{good}'");
    let place = |found: &[String]| {
        let [place] = found else {
            panic!("one difference: {found:?}")
        };
        place.clone()
    };
    let changed = house.tampered(&format!("UPDATE tally SET count = count + 1 WHERE {which}"));
    let cell = format!(
        "tally {} {} 2026 {} {criterion} {good}",
        house.plan.id, house.plan.revision, subject.id
    );
    assert_eq!(place(&changed), format!("{cell} count"));
    let dropped = house.tampered(&format!("DELETE FROM tally WHERE {which}"));
    assert_eq!(place(&dropped), cell);
    let raters = house.tampered("UPDATE rater SET count = count - 1");
    assert!(place(&raters).starts_with("rater ") && cell.contains(&subject.id.to_string()));

    let extra = house.tampered(
        "INSERT INTO opinion_case SELECT number + 10, plan, subject, category, words, NULL, NULL,
         received_on, due_on, provisional, 'received', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL, '' FROM opinion_case WHERE number = 1",
    );
    assert_eq!(place(&extra), "opinion_case 11");
    let reworded = house.tampered(&format!(
        "UPDATE opinion_case SET words = X'00' WHERE number = {number}"
    ));
    assert_eq!(place(&reworded), format!("opinion_case {number} words"));
    let lost = house.tampered("DELETE FROM opinion_case WHERE tag IS NULL");
    // Of the two cases the other one, by its number.
    assert_eq!(place(&lost), format!("opinion_case {}", 3 - number.0));
    let reply = house.tampered("UPDATE opinion_case SET reply = 'x' WHERE reply IS NOT NULL");
    assert_eq!(place(&reply), format!("opinion_case {number} reply"));
    let notice = house.tampered("UPDATE notice SET body = 'x'");
    assert_eq!(place(&notice), "notice 1 text");
    let sheets = house.tampered("DELETE FROM sheet_seen");
    assert_eq!(sheets.len(), 10);
    let batch = house.tampered("UPDATE batch SET submitted = 7");
    assert_eq!(place(&batch), "batch LOBBY1 1 submitted");
    let ledger = house.tampered(
        "UPDATE ledger SET event = replace(event, '2026-11-24', '2026-11-23') WHERE number = 2",
    );
    assert_eq!(place(&ledger), "ledger 2 hash");

    let original = house.town.at_office("batches/LOBBY1/B0000001.JSL");
    let mut bytes = std::fs::read(&original).unwrap();
    bytes[400] ^= 1;
    std::fs::write(&original, bytes).unwrap();
    let found = house.verify().differences;
    assert_eq!(found[0].place(), "batch LOBBY1 1 original");
    let sentence = found[0].sentence();
    assert!(
        Lang::ALL
            .iter()
            .all(|lang| sentence.say(*lang).contains("LOBBY1 1"))
    );
}

#[test]
fn two_postings_never_differ_by_a_few_people() {
    let mut house = House::new();
    let name = house.plan.subjects[0].name.zh.clone();
    let line = |body: &str| {
        let mut lines = body.lines().filter(|line| line.starts_with(&name));
        lines.next().unwrap().to_owned()
    };
    let post = |house: &mut House| {
        house
            .town
            .office
            .post_results(&house.plan.id, None)
            .unwrap()
    };
    assert!(line(&post(&mut house).body).contains('8'));
    // The same figures once more tell nothing new.
    assert!(line(&post(&mut house).body).contains('8'));
    house.batch_of(2);
    house.town.load("a");
    let few = post(&mut house);
    assert!(line(&few.body).contains("第 2 号公示"), "{}", few.body);
    assert!(!few.body.contains("10"), "{}", few.body);
    house.batch_of(3);
    house.town.load("a");
    let enough = post(&mut house);
    assert!(line(&enough.body).contains("13"), "{}", enough.body);
}

#[test]
fn results_are_posted_with_the_ledgers_head() {
    let mut house = House::new();
    let tallies = house.town.office.tallies().unwrap();
    let [tally] = tallies.as_slice() else {
        panic!("one tally")
    };
    assert_eq!((tally.sheets, tally.period.starts_with("2026")), (8, true));
    assert_eq!(tally.subjects[0].raters, Some(8));
    let head = house.town.office.ledger_head().unwrap();
    let notice = house
        .town
        .office
        .post_results(&house.plan.id, None)
        .unwrap();
    assert_eq!(notice.ledger_head, head);
    assert!(notice.body.lines().last().unwrap().contains(&head));
    assert!(notice.body.contains(&house.plan.subjects[0].name.zh));
    assert!(!notice.body.contains('⟦'), "{}", notice.body);
    assert_ne!(house.town.office.ledger_head().unwrap(), head);
    let unknown = house
        .town
        .office
        .post_results(&"none".parse().unwrap(), None)
        .unwrap_err();
    assert!(matches!(
        unknown,
        AppError::Office(OfficeError::NothingToPost { .. })
    ));
    assert!(house.town.office.post_notice(" ", "x").is_err());
    assert_eq!(house.town.office.notices().unwrap().len(), 1);
    house.make_pack().unwrap();
    assert_eq!(house.read_pack(1).notices[0].document.plain(), notice.body);
}

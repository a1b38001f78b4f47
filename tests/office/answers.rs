//! The office's answering half through its public interface: tallies, cases, packs, recounts, notices.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDateTime;
use pingyi::app::AppError;
use pingyi::app::office::{Difference, InitForm, Office, OfficeError, PackReport, VerifyReport};
use pingyi::courier::CourierError;
use pingyi::courier::batch::{BatchHeader, BatchWriter};
use pingyi::courier::enrol;
use pingyi::courier::error::FormatError;
use pingyi::courier::keys::{OpeningKey, PassphraseCost, PublicKey, SigningKey};
use pingyi::courier::pack::{ExpectedPack, PackContents, PackReader};
use pingyi::courier::seal;
use pingyi::domain::batch::BatchCounts;
use pingyi::domain::card::{Answer, Opinion, OpinionSheet, RatingSheet, ReplyTo};
use pingyi::domain::case::{CaseStatus, ReceiptStatus};
use pingyi::domain::ids::{BatchNumber, CaseNumber, DeviceId, PackNumber, RootHash, Tag};
use pingyi::domain::plan::{Plan, ScaleKind, Voters, shipped};
use pingyi::domain::time::{FixedClock, Week};
use pingyi::fault::{Fault as _, Kind};
use pingyi::words::Lang;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

const REPLY: &str = "路灯已经修好，谢谢提醒。";

fn time(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn device() -> DeviceId {
    "LOBBY1".parse().unwrap()
}

/// An open plan with an opinion page, and a choice scale on its first subject.
fn plan() -> Plan {
    shipped()
        .into_iter()
        .map(|(_, toml)| Plan::parse(toml).unwrap())
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

struct House {
    folder: tempfile::TempDir,
    office: Office,
    clock: Arc<FixedClock>,
    rng: StdRng,
    key: SigningKey,
    /// Opens the reply to the first opinion.
    receipt: OpeningKey,
    plan: Plan,
    /// Of the newest batch.
    root: RootHash,
}

const WITH_OPINION: Tag = Tag([1; 16]);
const RATINGS_ONLY: Tag = Tag([2; 16]);

impl House {
    /// An office that has accepted a device and loaded one batch: eight ratings (six of choice 0, two of choice 1),
    /// one opinion with a receipt, one without, one receipt for ratings alone.
    fn new() -> Self {
        let mut rng = StdRng::seed_from_u64(7);
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(FixedClock::new(time("2026-11-24T09:30:20")));
        let form = InitForm {
            trial: false,
            record: pingyi_kit::server::record_address(),
            passphrase: "four words are plenty".to_owned().into(),
            ..InitForm::trial(Lang::Zh)
        };
        let dir = folder.path().join("office");
        let cost = PassphraseCost::TRIAL;
        let (office, _) = Office::init_at_cost(&dir, &form, cost, clock.clone(), &mut rng).unwrap();
        std::fs::create_dir_all(folder.path().join("stick")).unwrap();
        let mut house = Self {
            key: SigningKey::random(&mut rng),
            receipt: OpeningKey::random(&mut rng),
            plan: plan(),
            root: RootHash([0; 32]),
            folder,
            office,
            clock,
            rng,
        };
        house.enrol();
        house.root = house.batch(1, None);
        house.office.load(&house.stick(), &mut |_| {}).unwrap();
        let fingerprint = house.key.public().fingerprint();
        house.office.accept_device(&device(), &fingerprint).unwrap();
        let report = house.office.load(&house.stick(), &mut |_| {}).unwrap();
        assert_eq!(report.totals().ratings_new, 8);
        assert_eq!(report.totals().opinions_new, 2);
        house
    }

    fn stick(&self) -> PathBuf {
        self.folder.path().join("stick")
    }

    fn from(&self) -> PathBuf {
        self.stick().join("PINGYI/FROM/LOBBY1")
    }

    fn enrol(&self) {
        let community = &self.office.community().id;
        let (bytes, signature) = enrol::write(&device(), community, &self.key).unwrap();
        std::fs::create_dir_all(self.from()).unwrap();
        std::fs::write(self.from().join("ENROL.JSL"), bytes).unwrap();
        std::fs::write(self.from().join("ENROL.SIG"), signature).unwrap();
        let public = self.key.public().to_pub_text();
        std::fs::write(self.from().join("DEVICE.PUB"), public).unwrap();
    }

    fn batch(&mut self, number: u32, previous: Option<RootHash>) -> RootHash {
        self.batch_of(number, previous, 8)
    }

    fn batch_of(&mut self, number: u32, previous: Option<RootHash>, cards: usize) -> RootHash {
        let community = self.office.community().clone();
        let (id, sealing) = (&community.id, &community.sealing_key);
        let header = BatchHeader {
            device: device(),
            number: BatchNumber(number),
            community: community.id.clone(),
            previous,
            week: Week::of(time("2026-11-18T00:00:00").date()),
            counts: BatchCounts {
                issued: 9,
                submitted: 8,
                abandoned: 1,
                slips: 0,
            },
            crowd_override: false,
        };
        let mut ratings: Vec<_> = (0..cards)
            .map(|card| {
                let sheet = sheet(&self.plan, usize::from(card >= 6)).unwrap();
                seal::seal_rating(&sheet, sealing, id, &mut self.rng).unwrap()
            })
            .collect();
        let reply_to = ReplyTo {
            tag: WITH_OPINION,
            key: self.receipt.reply_key(),
        };
        let mut opinions: Vec<_> = [("三号楼的路灯不亮。", Some(reply_to)), ("谢谢。", None)]
            .into_iter()
            .map(|(text, reply_to)| {
                let sheet = OpinionSheet {
                    plan: self.plan.id.clone(),
                    opinion: Opinion {
                        subject: None,
                        category: None,
                        text: text.to_owned(),
                    },
                    reply_to,
                };
                seal::seal_opinion(&sheet, sealing, id, &mut self.rng).unwrap()
            })
            .collect();
        ratings.sort_by_key(|sheet| sheet.id);
        opinions.sort_by_key(|sheet| sheet.id);
        let path = self.from().join(format!("B{number:07}.JSL"));
        let mut writer = BatchWriter::new(File::create(&path).unwrap(), &header).unwrap();
        for sheet in &ratings {
            writer.rating(&sheet.bytes).unwrap();
        }
        for sheet in &opinions {
            writer.opinion(&sheet.bytes).unwrap();
        }
        writer.receipt(&WITH_OPINION).unwrap();
        writer.receipt(&RATINGS_ONLY).unwrap();
        let written = writer.finish().unwrap();
        std::fs::write(path.with_extension("SIG"), written.signature(&self.key)).unwrap();
        written.root()
    }

    /// The case whose resident took a receipt.
    fn case(&self) -> CaseNumber {
        let cases = self.office.cases().unwrap();
        cases.iter().find(|case| case.has_receipt).unwrap().number
    }

    fn make_pack(&mut self) -> Result<PackReport, AppError> {
        let stick = self.stick();
        self.office.make_pack(&stick, &mut self.rng, &mut |_| {})
    }

    fn read_pack(&self, number: u32) -> PackContents {
        let to = self.stick().join("PINGYI/TO");
        let key = PublicKey::from_pub_text(&read(&to.join("OFFICE.PUB"))).unwrap();
        let expected = ExpectedPack {
            key: &key,
            community: Some(&self.office.community().id),
            number: Some(PackNumber(number)),
            last: None,
        };
        let file = File::open(to.join(format!("P{number:07}.JSL"))).unwrap();
        let signature = read(&to.join(format!("P{number:07}.SIG")));
        let reader = PackReader::open(file, &signature, &expected).unwrap();
        reader.contents().unwrap().0
    }

    fn verify(&self) -> VerifyReport {
        self.office.verify(&mut |_| {}).unwrap()
    }

    /// Changes the record behind the office's back, verifies, and changes it back.
    fn tampered(&self, change: &str) -> Vec<String> {
        let path = self.folder.path().join("office/office.db");
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
    let detail = house.office.start_case(number).unwrap();
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
            ReceiptStatus::Case { status, due } => (Some(status), due.is_some()),
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
        .office
        .reply(number, &format!("  {REPLY}\r\n"))
        .unwrap();
    assert_eq!(detail.reply.as_deref(), Some(REPLY));
    assert_eq!(detail.row.status, CaseStatus::Answered);
    // The clock went back within the day: neither number nor time does.
    house.clock.set(time("2026-11-24T08:00:00"));
    house.make_pack().unwrap();
    let pack = house.read_pack(2);
    assert_eq!(pack.header.time, time("2026-11-24T09:30:00"));
    assert_eq!(
        state(&pack, WITH_OPINION),
        (Some(CaseStatus::Answered), false)
    );
    let community = &house.office.community().id;
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
    let empty = house.office.reply(number, " \n ").unwrap_err();
    assert!(matches!(empty, AppError::Office(OfficeError::TextEmpty)));
    let long = house.office.reply(number, &"长".repeat(1400)).unwrap_err();
    assert!(matches!(
        long,
        AppError::Courier(CourierError::Format(FormatError::TextTooLong { .. }))
    ));
    assert_eq!(long.kind(), Kind::Input);
    assert!(house.office.reply(CaseNumber(99), REPLY).is_err());
    house.office.reply(number, REPLY).unwrap();
    let head = house.office.ledger_head().unwrap();
    assert!(house.office.reply(number, "again").is_err());
    assert!(house.office.start_case(number).is_err());
    assert_eq!(house.office.ledger_head().unwrap(), head);
    // Late is late, whenever it is answered.
    let other = house.office.cases().unwrap();
    let other = other.iter().find(|case| !case.has_receipt).unwrap().number;
    house.clock.set(time("2027-03-01T09:00:00"));
    assert!(house.office.case(other).unwrap().row.overdue);
    house.office.reply(other, REPLY).unwrap();
    house.clock.set(time("2026-11-24T09:00:00"));
    assert!(house.office.case(other).unwrap().row.overdue);
    assert!(!house.office.case(number).unwrap().row.overdue);
}

#[test]
fn a_pack_that_fails_leaves_the_numbers_in_order() {
    let mut house = House::new();
    let gone = house.folder.path().join("no-stick");
    let mut rng = StdRng::seed_from_u64(1);
    let error = house
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
    let db = rusqlite::Connection::open(house.folder.path().join("office/office.db")).unwrap();
    db.execute("DELETE FROM pack", []).unwrap();
    std::fs::remove_dir_all(house.folder.path().join("office/packs")).unwrap();
    assert_eq!(house.make_pack().unwrap().number, PackNumber(4));
}

#[test]
fn a_recount_names_every_difference() {
    let mut house = House::new();
    house.office.reply(house.case(), REPLY).unwrap();
    house.office.post_notice("通知", "周六停水。").unwrap();
    house.make_pack().unwrap();
    let clean = house.verify();
    assert_eq!(clean.differences, []);
    assert_eq!(
        (clean.batches, clean.ratings, clean.opinions, clean.cases),
        (1, 8, 2, 2)
    );
    assert_eq!(clean.ledger_head, house.office.ledger_head().unwrap());

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
         received_on, due_on, provisional, 'received', NULL, NULL FROM opinion_case WHERE number = 1",
    );
    assert_eq!(place(&extra), "opinion_case 11");
    let number = house.case();
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

    let original = house
        .folder
        .path()
        .join("office/batches/LOBBY1/B0000001.JSL");
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
    let post = |house: &mut House| house.office.post_results(&house.plan.id, None).unwrap();
    assert!(line(&post(&mut house).body).contains('8'));
    // The same figures once more tell nothing new.
    assert!(line(&post(&mut house).body).contains('8'));
    house.root = house.batch_of(2, Some(house.root), 2);
    house.office.load(&house.stick(), &mut |_| {}).unwrap();
    let few = post(&mut house);
    assert!(line(&few.body).contains("第 2 号公示"), "{}", few.body);
    assert!(!few.body.contains("10"), "{}", few.body);
    house.root = house.batch_of(3, Some(house.root), 3);
    house.office.load(&house.stick(), &mut |_| {}).unwrap();
    let enough = post(&mut house);
    assert!(line(&enough.body).contains("13"), "{}", enough.body);
}

#[test]
fn results_are_posted_with_the_ledgers_head() {
    let mut house = House::new();
    let tallies = house.office.tallies().unwrap();
    let [tally] = tallies.as_slice() else {
        panic!("one tally")
    };
    assert_eq!((tally.sheets, tally.period.starts_with("2026")), (8, true));
    assert_eq!(tally.subjects[0].raters, Some(8));
    let head = house.office.ledger_head().unwrap();
    let notice = house.office.post_results(&house.plan.id, None).unwrap();
    assert_eq!(notice.ledger_head, head);
    assert!(notice.body.lines().last().unwrap().contains(&head));
    assert!(notice.body.contains(&house.plan.subjects[0].name.zh));
    assert!(!notice.body.contains('⟦'), "{}", notice.body);
    assert_ne!(house.office.ledger_head().unwrap(), head);
    let unknown = house
        .office
        .post_results(&"none".parse().unwrap(), None)
        .unwrap_err();
    assert!(matches!(
        unknown,
        AppError::Office(OfficeError::NothingToPost { .. })
    ));
    assert!(house.office.post_notice(" ", "x").is_err());
    assert_eq!(house.office.notices().unwrap().len(), 1);
    house.make_pack().unwrap();
    assert_eq!(house.read_pack(1).notices[0].document.plain(), notice.body);
}

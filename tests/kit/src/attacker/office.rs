//! An office with something in every table, and somebody who holds its files and SQL.

use std::path::{Path, PathBuf};

use pingyi::app::AppError;
use pingyi::app::office::{
    BodyDecision, CalendarText, Command, Confidential, Difference, GradeGiven, InspectionGiven,
    MeasuresGiven, RevisitGiven, RoundCommand, RoundStep,
};
use pingyi::courier::enrol;
use pingyi::courier::keys::SigningKey;
use pingyi::courier::seal::seal_rating;
use pingyi::domain::attendance::Attendance;
use pingyi::domain::ballot::{BallotCell, BallotCount, BallotSubject, BallotWay};
use pingyi::domain::card::Answer;
use pingyi::domain::channel::Channel;
use pingyi::domain::follow_up::Satisfaction;
use pingyi::domain::ids::{CaseNumber, DeviceId, Tag};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::ballot;
use crate::device::{Device, Sheets};
use crate::town::{self, Town, time};

/// Every table of a record with its primary key.
pub const TABLES: [(&str, &str); 24] = [
    ("batch", "device, number"),
    ("blob", "id"),
    ("calendar_year", "year"),
    ("device", "id"),
    ("follow_up", "id"),
    ("ledger", "number"),
    ("measures", "number"),
    ("meta", "key"),
    ("notice", "number"),
    ("objection", "plan, round, number"),
    ("opinion_case", "number"),
    ("outbox", "number"),
    ("pack", "number"),
    ("person", "id"),
    ("plan", "id, revision"),
    (
        "posted",
        "plan, revision, period, subject, voter_group, criterion",
    ),
    ("rater", "plan, revision, period, subject, voter_group"),
    ("receipt", "tag"),
    ("round", "plan, round"),
    ("round_subject", "plan, round, subject"),
    ("schema_step", "number"),
    ("sheet_seen", "id"),
    ("slip", "tag"),
    (
        "tally",
        "plan, revision, period, subject, voter_group, criterion, answer",
    ),
];

/// What opens the office of this step in `tests/vectors`.
pub fn kept_passphrase(step: u32) -> &'static str {
    if step < 7 {
        "four words are plenty"
    } else {
        town::PASSPHRASE
    }
}

/// Where `tests/vectors` keeps what a program of this step of the record left: up to step 4 a record beside the folder of an office
/// of 0.1.1, from step 5 on, since which people have keys of their own, a whole office.
pub fn kept_record(step: u32) -> PathBuf {
    let offices = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors/offices");
    match step {
        ..5 => offices.join(format!("step{step}.db")),
        5.. => offices.join(format!("step{step}/office.db")),
    }
}

/// Puts an office that a program of this step left in `folder`.
pub fn kept_office(step: u32, folder: &Path) {
    let record = kept_record(step);
    let beside = record.parent().unwrap();
    let office = beside.join("office");
    town::copy(if step < 5 { &office } else { beside }, folder);
    std::fs::copy(record, folder.join("office.db")).unwrap();
}

pub struct FullOffice {
    pub town: Town,
    pub db: Connection,
    pub folder: PathBuf,
}

/// Somebody signs a request to be accepted and plants it on the stick.
fn ask(town: &Town, device: &str, seed: u8) {
    let key = SigningKey::from_seed(&[seed; 32]);
    let device = DeviceId::new(device).unwrap();
    let (bytes, signature) = enrol::write(
        &device,
        &town.office.community().id,
        &key,
        None,
        pingyi::domain::device::DeviceFacts::own(pingyi::domain::device::DeviceRole::Lobby),
    )
    .unwrap();
    let folder = town.path("asking/PINGYI/FROM").join(device.as_str());
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("ENROL.JSL"), bytes).unwrap();
    std::fs::write(folder.join("ENROL.SIG"), signature).unwrap();
    std::fs::write(folder.join("DEVICE.PUB"), key.public().to_pub_text()).unwrap();
}

/// A device that still runs version 0.1 brings a batch of ratings with a receipt: no later one writes receipts.
fn old_batch(town: &mut Town) {
    let community = town.office.community().clone();
    let stick = town.stick("old").root;
    let mut device = Device::new("OLDBOX1", 9, &community);
    device.enrol(&stick);
    town.accept("old");
    let (card, key) = (town::rating(), &community.sealing_key);
    let (sheets, _) = card.into_sheets(None);
    let seal = |_| seal_rating(&sheets[0], None, key, &community.id, &mut device.rng).unwrap();
    let ratings = (0..6).map(seal).collect();
    let tags = vec![Tag([7; 16])];
    let opinions = Vec::new();
    device.batch(
        &stick,
        "2026-W51",
        Sheets {
            ratings,
            opinions,
            tags,
        },
    );
    assert_eq!(town.load("old").new_batches(), 1);
}

/// The plan of [`hold`], with everything around its cards that a plan can say of a round.
fn held_plan() -> String {
    let body = "assessment_group = { name = \"考核小组\", members = [\"张主任\"] }";
    let text = include_str!("../../../vectors/plans/s6.toml")
        .replace("assessment_group = true", body)
        .replace(
            "cadence = \"yearly\"",
            "cadence = \"yearly\"\nquorum = { of = \"present\", at_least = 10 }",
        )
        .replace("= 15\n", "= 15\nright_of_reply = true\n");
    format!("{text}objections_days = 1\n[archive]\nclass = \"民主评议\"\n")
}

fn step(town: &mut Town, step: RoundStep) {
    try_step(town, step).unwrap();
}

fn try_step(town: &mut Town, step: RoundStep) -> Result<(), AppError> {
    let command = Command::Round(RoundCommand {
        plan: "s6".parse().unwrap(),
        round: None,
        step,
    });
    let outcome = town.office.run(command, &mut rand::rng(), &mut |_| {});
    outcome.map(drop)
}

fn announce(town: &mut Town) {
    town.office.add_plan(&held_plan()).unwrap();
    step(town, RoundStep::Announce);
}

/// Five papers about one of two, who is good at everything.
fn papers() -> BallotCount {
    let cell = |criterion: &str| BallotCell {
        criterion: criterion.parse().unwrap(),
        answer: Answer::Choice("good".parse().unwrap()),
        count: 5,
    };
    BallotCount {
        way: BallotWay::Paper,
        group: None,
        issued: Some(6),
        valid: 5,
        void: Vec::new(),
        abstained: 1,
        subjects: vec![BallotSubject {
            subject: "s1".parse().unwrap(),
            rated: 5,
            counts: ["c1", "c2", "c3", "c4"].map(cell).to_vec(),
        }],
        tellers: vec!["陈丽".to_owned(), "王强".to_owned()],
    }
}

/// A round in which a few voted on paper and a body decided otherwise: what it was told, posted, objected to and reported.
fn hold(town: &mut Town) {
    step(town, RoundStep::Ballot { ballot: papers() });
    let attendance = Attendance {
        entitled: Some(20),
        present: Some(12),
        ..Attendance::default()
    };
    step(town, RoundStep::Close { attendance });
    let without_waiting = true;
    step(town, RoundStep::Count { without_waiting });
    let grade = |subject: &str| GradeGiven {
        subject: subject.parse().unwrap(),
        grade: "competent".parse().unwrap(),
        reason: "没有人评议".to_owned(),
    };
    let body = BodyDecision {
        members: Vec::new(),
        grades: vec![grade("s1"), grade("s2")],
    };
    step(town, RoundStep::Decide { body: Some(body) });
    for subject in ["s1", "s2"] {
        let subject = subject.parse().unwrap();
        step(town, RoundStep::Tell { subject });
    }
    let words = |text: &str| Confidential::from(text.to_owned());
    let (subject, text) = ("s1".parse().unwrap(), words("没有意见"));
    step(town, RoundStep::TakeStatement { subject, text });
    step(town, RoundStep::Post);
    let text = words("没有通知到我");
    step(town, RoundStep::Object { text });
    let (number, text) = (1, words("公示栏和评议机上都有"));
    step(town, RoundStep::AnswerObjection { number, text });
    let to_street = report(town, "report.txt");
    step(town, to_street);
}

fn report(town: &Town, file: &str) -> RoundStep {
    RoundStep::Report {
        to: Some("街道办事处".to_owned()),
        file: town.path(file),
        texts: Vec::new(),
    }
}

impl FullOffice {
    /// Reports the round that was held once more.
    pub fn report(&mut self) -> Result<(), AppError> {
        let again = report(&self.town, "again.txt");
        try_step(&mut self.town, again)
    }

    /// Three weeks of one lobby, and a batch of version 1: three batches of words and three of ratings, opinions answered, begun and waiting (the last ones due on a day that
    /// no calendar knows yet), two results and a notice, packs, a plan taken out of packs, devices that only asked.
    pub fn new() -> Self {
        let mut town = Town::real();
        let kiosk = town.paired();
        for (week, day) in ["2026-09-17", "2026-09-24", "2026-12-21"]
            .into_iter()
            .enumerate()
        {
            town.clock.set(time(&format!("{day}T10:00:00")));
            for index in 0..8_usize {
                let words = format!("第{week}周第{index}张：电梯停了。");
                let words = (index < 3).then_some(words.as_str());
                kiosk
                    .submit(&town::answered(index, words), index.is_multiple_of(2))
                    .unwrap();
            }
            town.sync(&kiosk, "a", false);
            if week == 2 {
                // Three months after the week before.
                town.confirm();
            }
            let report = town.load("a");
            assert_eq!((report.new_batches(), report.refused()), (2, 0));
            let number = town.office.cases().unwrap().last().unwrap().number;
            town.office.start_case(number, None).unwrap();
            if week == 0 {
                town.office.reply(number, "已修好。").unwrap();
                put_right(&mut town, number);
                let heard = RevisitGiven {
                    grade: Satisfaction::Fairly,
                    channel: Channel::Telephone,
                    words: "灯亮了，就是慢。".to_owned().into(),
                };
                town.office.revisit(number, &heard).unwrap();
                let plan = "s9".parse().unwrap();
                town.office.enable_plan(&plan, false).unwrap();
                town.office.post_notice("通知", "周六停水。").unwrap();
                announce(&mut town);
            }
            if week == 1 {
                hold(&mut town);
                town.office.reply(CaseNumber(5), "下周修。").unwrap();
            }
            if week < 2 {
                let plan = "s1".parse().unwrap();
                town.office.post_results(&plan, None).unwrap();
            }
            town.pack("a").unwrap();
        }
        drop(kiosk);
        old_batch(&mut town);
        // A year that is over: the last days of cases stay as they are.
        let text = include_str!("../../../vectors/calendars/2024.txt").to_owned();
        let sum_seen = false;
        town.office
            .accept_calendar(&CalendarText { text, sum_seen })
            .unwrap();
        town.office.add_plan(ballot::TEXT).unwrap();
        let codes = town.lobby_slips(6);
        town.void(&[&codes[0]]).unwrap();
        town.stick("asking");
        ask(&town, "TABLET7", 7);
        ask(&town, "LOBBY1", 8);
        assert_eq!(town.load("asking").enrolments.len(), 2);
        // What waits for the next pack.
        town.office
            .reply_further(CaseNumber(5), "已修好。")
            .unwrap();
        // The last head that is printed: what comes after it stands in the ledger alone.
        town.office.post_notice("通知", "周日来水。").unwrap();
        let folder = town.settings.data_dir.join("office");
        let db = Connection::open(folder.join("office.db")).unwrap();
        db.pragma_update(None, "synchronous", "OFF").unwrap();
        db.execute("ATTACH ':memory:' AS kept", []).unwrap();
        for part in ["batches", "packs"] {
            town::copy(
                &folder.join(part),
                &town.path(&format!("kept-files/{part}")),
            );
        }
        let house = Self { town, db, folder };
        house.keep();
        assert_eq!(house.found(), Vec::<String>::new());
        house.has_every_table();
        house
    }

    /// The office that a program of this step left in `tests/vectors`, opened by today's.
    pub fn of_step(step: u32) -> Self {
        let mut town = Town::real();
        let folder = town.path("kept/office");
        kept_office(step, &folder);
        town.clock.set(time("2026-12-21T12:00:00"));
        let clock = town.clock.clone();
        town.office.reopen(&folder, kept_passphrase(step), clock);
        let db = Connection::open(folder.join("office.db")).unwrap();
        db.execute("ATTACH ':memory:' AS kept", []).unwrap();
        let house = Self { town, db, folder };
        house.keep();
        house
    }

    /// Keeps every table as it is now, to be put back.
    pub fn keep(&self) {
        for (table, _) in TABLES {
            let sql = format!(
                "DROP TABLE IF EXISTS kept.{table}; CREATE TABLE kept.{table} AS SELECT * FROM main.{table}"
            );
            self.db.execute_batch(&sql).unwrap();
        }
    }

    /// The office is opened anew.
    pub fn unlock(&mut self) {
        let clock = self.town.clock.clone();
        let office = &mut self.town.office;
        office.reopen(&self.folder, town::PASSPHRASE, clock);
    }

    /// What is not in the list, or empty, would not be tried.
    fn has_every_table(&self) {
        let sql = "SELECT group_concat(name, ' ') FROM (SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY name)";
        let names: Vec<&str> = TABLES.iter().map(|(table, _)| *table).collect();
        assert_eq!(self.value(sql), Value::Text(names.join(" ")));
        for table in names {
            assert!(self.count(table) > 0, "{table} is empty");
        }
    }

    pub fn differences(&self) -> Vec<Difference> {
        let report = self.town.office.verify(&mut |_| {}).unwrap();
        report.differences
    }

    /// The places a recount names.
    pub fn found(&self) -> Vec<String> {
        let differences = self.differences().into_iter();
        differences.map(|found| found.place()).collect()
    }

    pub fn restore(&self) {
        let mut sql = String::from("BEGIN;");
        for (table, _) in TABLES {
            sql += &format!(
                "DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM kept.{table};"
            );
        }
        self.db.execute_batch(&(sql + "COMMIT")).unwrap();
    }

    pub fn restore_files(&self) {
        for part in ["batches", "packs"] {
            let folder = self.folder.join(part);
            std::fs::remove_dir_all(&folder).unwrap();
            town::copy(&self.town.path(&format!("kept-files/{part}")), &folder);
        }
    }

    pub fn value(&self, sql: &str) -> Value {
        self.db.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    pub fn count(&self, table: &str) -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        self.db.query_row(&sql, [], |row| row.get(0)).unwrap()
    }

    /// The record compared with itself: whether every answer adds up to the number of raters. What a lazy check would do.
    pub fn adds_up(&self) -> bool {
        let off = "SELECT count(*) FROM rater r WHERE EXISTS (SELECT 1 FROM tally t WHERE t.plan = r.plan AND t.revision = r.revision
            AND t.period = r.period AND t.subject = r.subject AND t.voter_group = r.voter_group
            GROUP BY criterion HAVING sum(t.count) <> r.count)";
        self.value(off) == Value::Integer(0)
    }
}

/// 整改 of an answered case, which somebody looked at.
fn put_right(town: &mut Town, number: CaseNumber) {
    let set = MeasuresGiven {
        responsible: "赵敏".to_owned(),
        inspector: "钱伟".to_owned(),
        due_on: "2026-09-30".parse().unwrap(),
        words: "换灯，每周查。".to_owned().into(),
    };
    town.office.set_measures(number, &set).unwrap();
    let found = InspectionGiven {
        on: None,
        done: false,
        words: "二层未换。".to_owned().into(),
    };
    town.office.inspect_measures(number, &found).unwrap();
}

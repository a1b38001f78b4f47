//! Which day the office believes: a clock set wrong once is neither believed nor kept.

use chrono::{Days, NaiveDate};
use pingyi::app::AppError;
use pingyi::app::kiosk::PackStep;
use pingyi::app::office::{BatchLoad, BatchOutcome, Difference, LoadReport, OfficeError};
use pingyi::courier::batch::{BatchHeader, BatchWriter};
use pingyi::courier::enrol;
use pingyi::courier::keys::SigningKey;
use pingyi::domain::ids::{BatchNumber, DeviceId, RootHash};
use pingyi::fault::{Fault as _, Kind};
use pingyi::words::Lang;
use pingyi_kit::device::mixed;
use pingyi_kit::town;
use pingyi_kit::town::{START, Town, opinion, time};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The day in doubt and the newest known.
fn doubtful<T: std::fmt::Debug>(outcome: Result<T, AppError>) -> (NaiveDate, NaiveDate) {
    let error = outcome.unwrap_err();
    assert_eq!(error.kind(), Kind::NotNow);
    for lang in Lang::ALL {
        assert!(!error.sentence().say(lang).contains('⟦'));
    }
    let AppError::Office(OfficeError::DayDoubtful { today, newest }) = error else {
        panic!("{error:?}")
    };
    (today, newest)
}

/// A device that writes any week on its batches.
struct Device {
    id: DeviceId,
    key: SigningKey,
    number: u32,
    root: Option<RootHash>,
}

impl Device {
    fn accepted(town: &mut Town) -> Self {
        let device = Self {
            id: DeviceId::new("TABLET7").unwrap(),
            key: SigningKey::from_seed(&[7; 32]),
            number: 0,
            root: None,
        };
        let community = town.office.community().id.clone();
        let (bytes, signature) = enrol::write(
            &device.id,
            &community,
            &device.key,
            None,
            pingyi::domain::device::DeviceFacts::own(pingyi::domain::device::DeviceRole::Lobby),
        )
        .unwrap();
        device.put(town, "ENROL", &bytes, &signature);
        let folder = town.path("a/PINGYI/FROM").join(device.id.as_str());
        let public = device.key.public().to_pub_text();
        std::fs::write(folder.join("DEVICE.PUB"), public).unwrap();
        town.accept("a");
        device
    }

    fn put(&self, town: &Town, stem: &str, bytes: &[u8], signature: &str) {
        let folder = town.path("a/PINGYI/FROM").join(self.id.as_str());
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{stem}.JSL")), bytes).unwrap();
        std::fs::write(folder.join(format!("{stem}.SIG")), signature).unwrap();
    }

    fn batch(&mut self, town: &Town, week: &str) {
        self.number += 1;
        let header = BatchHeader {
            device: self.id.clone(),
            number: BatchNumber(self.number),
            community: town.office.community().id.clone(),
            previous: self.root,
            facts: mixed(week, [5, 5, 0]),
        };
        let mut bytes = Vec::new();
        let writer = BatchWriter::new(&mut bytes, &header).unwrap();
        let written = writer.finish().unwrap();
        let signature = written.signature(&self.key);
        self.root = Some(written.root());
        self.put(town, &format!("B{:07}", self.number), &bytes, &signature);
    }
}

fn outcomes(report: &LoadReport) -> Vec<&'static str> {
    let batches = report.devices.iter().flat_map(|device| &device.batches);
    let told = |batch: &BatchLoad| match &batch.outcome {
        BatchOutcome::New { .. } => "new",
        BatchOutcome::AlreadyPresent => "present",
        BatchOutcome::Repaired => "repaired",
        BatchOutcome::Refused { reason } => reason.key(),
    };
    batches.map(told).collect()
}

const DOUBTFUL: &str = "app-office-week-doubtful";

#[test]
fn a_pack_of_2099_is_made_only_when_it_was_typed_and_there_is_a_way_back() {
    let mut town = Town::real();
    let kiosk = town.paired();
    kiosk.submit(&opinion("灯坏了"), false).unwrap();
    town.clock.set(time("2099-03-01T10:00:00"));
    let (today, newest) = doubtful(town.pack("a"));
    assert_eq!((today, newest), (day("2099-03-01"), day("2026-09-17")));
    assert!(!town.path("a/PINGYI/TO/P0000002.JSL").exists());
    // Another date than the clock's confirms nothing.
    let other = town.office.confirm_day(day("2099-03-02")).unwrap_err();
    assert_eq!(other.kind(), Kind::Input);
    doubtful(town.pack("a"));
    town.office.confirm_day(day("2099-03-01")).unwrap();
    let pack = town.pack("a").unwrap();
    assert_eq!((pack.number.0, pack.time), (2, time("2099-03-01T10:00:00")));

    // The clock is set right: the day before what was signed is believed when typed, and used as it is.
    town.clock.set(time("2026-09-18T10:00:00"));
    let (today, newest) = doubtful(town.pack("a"));
    assert_eq!((today, newest), (day("2026-09-18"), day("2099-03-01")));
    town.office.confirm_day(day("2026-09-18")).unwrap();
    let pack = town.pack("a").unwrap();
    assert_eq!((pack.number.0, pack.time), (3, time("2026-09-18T10:00:00")));
    // From then on nobody is asked again.
    town.clock.set(time("2026-09-19T10:00:00"));
    let pack = town.pack("a").unwrap();
    assert_eq!((pack.number.0, pack.time), (4, time("2026-09-19T10:00:00")));
    // The kiosk goes by the number.
    let report = town.sync(&kiosk, "a", true);
    assert!(matches!(report.pack, PackStep::Imported { number, .. } if number.0 == 4));
    assert!(
        town.office
            .verify(&mut |_| {})
            .unwrap()
            .differences
            .is_empty()
    );
}

#[test]
fn batches_of_weeks_that_have_not_come_are_left_and_the_others_loaded() {
    let mut town = Town::real();
    let mut device = Device::accepted(&mut town);
    for week in ["2026-W38", "2036-W05", "2026-W30", "9999-W01", "2026-W40"] {
        device.batch(&town, week);
    }
    let report = town.load("a");
    assert_eq!(outcomes(&report), ["new", DOUBTFUL, "new", DOUBTFUL, "new"]);
    assert_eq!(report.refused(), 2);
    let doubts: Vec<_> = report.devices[0]
        .batches
        .iter()
        .filter_map(BatchLoad::doubtful_week)
        .map(|week| week.to_string())
        .collect();
    assert_eq!(doubts, ["2036-W05", "9999-W01"]);
    // Neither is acknowledged.
    assert_eq!(town.pack("a").unwrap().acks, 3);
    // One week is typed, and only that is taken in; it stays when the day has passed.
    town.office
        .confirm_week("2036-W05".parse().unwrap())
        .unwrap();
    let report = town.load("a");
    assert_eq!(
        outcomes(&report),
        ["present", "new", "present", DOUBTFUL, "present"]
    );
    town.clock.set(time("2026-09-20T10:00:00"));
    let report = town.load("a");
    assert_eq!(
        outcomes(&report),
        ["present", "present", "present", DOUBTFUL, "present"]
    );
    device.batch(&town, "2036-W05");
    assert_eq!(outcomes(&town.load("a"))[5], DOUBTFUL);
    assert!(
        town.office
            .verify(&mut |_| {})
            .unwrap()
            .differences
            .is_empty()
    );
}

#[test]
fn an_office_in_the_year_2000_does_nothing_until_the_day_is_typed() {
    let mut town = Town::real();
    let kiosk = town.paired();
    kiosk.submit(&opinion("灯坏了"), true).unwrap();
    town.sync(&kiosk, "a", true);
    town.load("a");
    let case = town.office.cases().unwrap()[0].number;
    let head = town.office.ledger_head().unwrap();
    town.clock.set(time("2000-01-01T00:05:00"));
    let root = town.stick("a").root;
    doubtful(town.office.load(&root, &mut |_| {}));
    doubtful(town.pack("a"));
    doubtful(town.office.start_case(case, None));
    doubtful(town.office.reply(case, "已修好。"));
    doubtful(town.office.post_notice("通知", "周六停水。"));
    let plan = "s1".parse().unwrap();
    doubtful(town.office.enable_plan(&plan, false));
    doubtful(town.office.revoke_device(&town.settings.device));
    assert_eq!(town.office.ledger_head().unwrap(), head);
    // What only reads goes on.
    assert_eq!(town.office.cases().unwrap().len(), 1);
    town.office.confirm_day(day("2000-01-01")).unwrap();
    town.office.start_case(case, None).unwrap();
    town.load("a");
    // The day that holds needs no word: the newest pack's stands.
    town.clock.set(time(START));
    town.office.reply(case, "已修好。").unwrap();
    town.pack("a").unwrap();
}

/// A wrong day that somebody typed stays in the ledger: an answer of a day before its opinion is named.
#[test]
fn an_answer_before_its_opinion_is_named() {
    let mut town = Town::real();
    let kiosk = town.paired();
    for words in ["一号楼的灯", "二号楼的灯"] {
        kiosk.submit(&opinion(words), true).unwrap();
    }
    town.weekly_sync(&kiosk, "a");
    town.load("a");
    let cases = town.office.cases().unwrap();
    town.office.reply(cases[0].number, "修好了。").unwrap();
    let named = |town: &Town| -> Vec<String> {
        let report = town.office.verify(&mut |_| {}).unwrap();
        report.differences.iter().map(Difference::place).collect()
    };
    assert_eq!(named(&town), Vec::<String>::new(), "the control");
    town.clock.set(time("2000-01-01T10:00:00"));
    town.office.confirm_day(day("2000-01-01")).unwrap();
    town.office.reply(cases[1].number, "修好了。").unwrap();
    let place = format!("opinion_case {} day", cases[1].number);
    assert_eq!(named(&town), [place]);
    // It is named, and keeps no answer from anybody.
    town.pack("a").unwrap();
}

#[test]
fn ordinary_weeks_are_asked_nothing_and_an_idle_month_once() {
    let mut town = Town::real();
    for weeks in 1..5 {
        let on = day("2026-09-17") + Days::new(weeks * 7);
        town.clock.set(on.and_hms_opt(17, 0, 0).unwrap());
        town.load("a");
        assert_eq!(town.pack("a").unwrap().time.date(), on);
    }
    // Fourteen days are within what is believed, fifteen are not.
    let last = day("2026-10-15");
    town.clock
        .set((last + Days::new(14)).and_hms_opt(9, 0, 0).unwrap());
    town.load("a");
    town.clock
        .set((last + Days::new(15)).and_hms_opt(9, 0, 0).unwrap());
    let root = town.stick("a").root;
    doubtful(town.office.load(&root, &mut |_| {}));
    // Answering is not held up by a clock that is ahead, and does not vouch for a pack.
    town.office.post_notice("通知", "周六停水。").unwrap();
    doubtful(town.pack("a"));
    let idle = last + Days::new(30);
    town.clock.set(idle.and_hms_opt(9, 0, 0).unwrap());
    town.office.confirm_day(idle).unwrap();
    let head = town.office.ledger_head().unwrap();
    town.office.confirm_day(idle).unwrap();
    assert_eq!(town.office.ledger_head().unwrap(), head, "noted once a day");
    town.load("a");
    assert_eq!(town.pack("a").unwrap().time.date(), idle);
}

#[test]
fn a_record_put_back_still_knows_the_day_of_the_stick() {
    let mut town = Town::real();
    let folder = town.office.dir().to_owned();
    town::copy(&folder, &town.path("kept"));
    town.clock.set(time("2026-09-25T10:00:00"));
    town.pack("a").unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    town::copy(&town.path("kept"), &folder);
    let clock = town.clock.clone();
    town.office.reopen(&folder, town::PASSPHRASE, clock);
    town.clock.set(time("2026-09-20T10:00:00"));
    let (_, newest) = doubtful(town.pack("a"));
    assert_eq!(newest, day("2026-09-25"));
    town.office.confirm_day(day("2026-09-20")).unwrap();
    assert_eq!(town.pack("a").unwrap().number.0, 3);
}

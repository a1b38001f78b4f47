//! Kiosks are witnesses of the office's ledger: what was cut, rewritten or set back they do not take, keep, give back and testify
//! to; and no batch is lost to it (protocol §5.2, §5.3 and §6.2; faults A1, B3).

use pingyi::app::kiosk::{Kiosk, Lookup, PackStep};
use pingyi::app::office::{BatchOutcome, Command, PeopleCommand, Testimony};
use pingyi::domain::ids::{BatchNumber, PackNumber};
use pingyi_kit::town::{self, PASSPHRASE, Town};

struct World {
    town: Town,
    kiosk: Kiosk,
}

impl World {
    fn new() -> Self {
        let mut town = Town::real();
        let kiosk = town.paired();
        Self { town, kiosk }
    }

    /// A resident writes; the number of the receipt.
    fn write(&self, words: &str) -> String {
        let issued = self.kiosk.submit(&town::opinion(words), true);
        issued.unwrap().unwrap().number.grouped().to_string()
    }

    /// A week: the stick comes, the newest case is answered, the stick goes back.
    fn week(&mut self, stick: &str) {
        let later = self.town.office.today() + chrono::Days::new(7);
        self.town.clock.set(later.and_hms_opt(10, 0, 0).unwrap());
        self.town.weekly_sync(&self.kiosk, stick);
        self.town.load(stick);
        for case in self.town.office.cases().unwrap() {
            if case.answered_on.is_none() {
                self.town.office.reply(case.number, "已经处理。").unwrap();
            }
        }
        self.town.pack(stick).unwrap();
        self.town.weekly_sync(&self.kiosk, stick);
    }

    fn back_up(&mut self) {
        self.town.office.let_go();
        town::copy(&self.town.at_office(""), &self.town.path("backup"));
        self.reopen();
    }

    /// What somebody does who copies yesterday's folder over today's, for whatever reason.
    fn set_back(&mut self) {
        self.town.office.let_go();
        std::fs::remove_dir_all(self.town.at_office("")).unwrap();
        town::copy(&self.town.path("backup"), &self.town.at_office(""));
        self.reopen();
    }

    fn reopen(&mut self) {
        let (dir, clock) = (self.town.at_office(""), self.town.clock.clone());
        self.town.office.reopen(&dir, PASSPHRASE, clock);
    }

    fn pack(&mut self, stick: &str) -> PackNumber {
        self.town.confirm();
        self.town.pack(stick).unwrap().number
    }

    fn is_answered(&self, receipt: &str) -> bool {
        let found = self.kiosk.lookup(receipt).unwrap();
        matches!(found, Lookup::Answered { .. })
    }

    fn given_back(&self, stick: &str) -> Vec<String> {
        let from = self.town.path(stick).join("PINGYI/FROM/LOBBY1");
        let names = town::files(&from).into_iter();
        let names = names.map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
        names.filter(|name| name.starts_with('P')).collect()
    }

    fn differences(&self) -> Vec<String> {
        let report = self.town.office.verify(&mut |_| {}).unwrap();
        let places = report.differences.iter();
        places.map(pingyi::app::office::Difference::place).collect()
    }
}

/// B2: what an old copy has no key for is not set aside and acknowledged.
#[test]
fn cards_sealed_to_a_key_that_an_old_copy_lacks_wait_for_a_newer_one() {
    let mut world = World::new();
    world.week("a");
    world.back_up();
    let renew = Command::People(PeopleCommand::RenewOpeningKey);
    let office = &mut world.town.office;
    office.run(renew, &mut rand::rng(), &mut |_| {}).unwrap();
    world.week("a");
    world.town.office.let_go();
    town::copy(&world.town.at_office(""), &world.town.path("newer"));
    world.reopen();
    let receipt = world.write("三号楼漏水");
    world.set_back();
    world.pack("b");
    world.town.weekly_sync(&world.kiosk, "b");
    let refused = |world: &mut World| {
        let loaded = world.town.load("b").devices.remove(0).batches;
        let outcomes = loaded.into_iter().map(|batch| batch.outcome);
        let refused = outcomes.filter_map(|outcome| match outcome {
            BatchOutcome::Refused { reason } => Some(reason.key()),
            BatchOutcome::New { .. } | BatchOutcome::AlreadyPresent | BatchOutcome::Repaired => {
                None
            }
        });
        refused.collect::<Vec<_>>()
    };
    assert_eq!(refused(&mut world), ["app-office-key-lost"]);
    assert_eq!(refused(&mut world), ["app-office-key-lost"], "and again");
    assert_eq!(world.differences(), Vec::<String>::new());
    // The kiosk keeps it, whatever packs come.
    world.pack("b");
    world.town.weekly_sync(&world.kiosk, "b");
    assert_eq!(world.kiosk.status().unwrap().batches_unacknowledged, 1);

    std::fs::remove_dir_all(world.town.path("backup")).unwrap();
    town::copy(&world.town.path("newer"), &world.town.path("backup"));
    world.set_back();
    world.town.confirm();
    assert_eq!(refused(&mut world), Vec::<&str>::new());
    for _ in 0..2 {
        world.pack("b");
        world.town.weekly_sync(&world.kiosk, "b");
        world.town.load("b");
    }
    let case = world.town.office.cases().unwrap().pop().unwrap().number;
    world.town.office.reply(case, "已经修好。").unwrap();
    world.pack("b");
    world.town.weekly_sync(&world.kiosk, "b");
    assert!(world.is_answered(&receipt));
    assert_eq!(world.differences(), Vec::<String>::new());
}

/// The week as it usually goes: the stick is loaded before a pack is made, and the office has not met a kiosk yet that tells it that it was
/// set back. The control is an office that was not.
#[test]
fn what_an_old_copy_cannot_open_is_not_taken_in_either_where_it_is_loaded_first() {
    for is_set_back in [true, false] {
        let mut world = World::new();
        world.week("a");
        world.back_up();
        // Before the kiosk hears of the new key.
        world.write("一号楼的灯");
        let renew = Command::People(PeopleCommand::RenewOpeningKey);
        let office = &mut world.town.office;
        office.run(renew, &mut rand::rng(), &mut |_| {}).unwrap();
        world.pack("n");
        world.town.weekly_sync(&world.kiosk, "n");
        world.write("三号楼漏水");
        if is_set_back {
            world.set_back();
        }
        world.town.weekly_sync(&world.kiosk, "n");
        let report = world.town.load("n");
        assert_eq!(report.refused(), usize::from(is_set_back), "{report:?}");
        let cases = world.town.office.cases().unwrap().len();
        assert_eq!(cases, if is_set_back { 1 } else { 2 });
        // What the kiosk has seen of the newer office it testifies to; nothing else differs.
        let differences = world.differences();
        assert!(
            differences.iter().all(|it| it.ends_with(" witness")),
            "{differences:?}"
        );
        assert_eq!(differences.is_empty(), !is_set_back);
    }
}

#[test]
fn an_office_set_back_to_an_old_copy_learns_so_and_gets_everything_again() {
    let mut world = World::new();
    let first = world.write("路灯不亮");
    world.week("a");
    world.back_up();
    let second = world.write("电梯停了三天");
    world.week("a");
    assert!(world.is_answered(&first) && world.is_answered(&second));
    let due = |world: &World, number: usize| {
        let cases = world.town.office.cases().unwrap();
        cases.get(number).map(|case| case.due.date)
    };
    let promised = due(&world, 1).unwrap();

    world.set_back();
    assert_eq!(due(&world, 1), None, "the second case is not in the copy");
    // A stick that has seen nothing: the office makes a pack under a number that it has used.
    let number = world.pack("b");
    assert_eq!(number, PackNumber(3));
    let met = world.town.weekly_sync(&world.kiosk, "b");
    let PackStep::Refused(said) = &met.pack else {
        panic!("{:?}", met.pack)
    };
    assert_eq!(said.key(), "app-kiosk-ledger-contradicts");
    assert_eq!(
        world.kiosk.status().unwrap().contradicted,
        Some(PackNumber(3))
    );
    let board = world.kiosk.notices();
    assert_eq!(
        board[0].document.title, "账本对不上",
        "residents read it too"
    );
    let evidence = town::files(&world.town.path("data/kiosk/evidence"));
    // Both of them, each with its signature, whatever packs come later.
    assert_eq!(evidence.len(), 4, "{evidence:?}");
    assert_eq!(world.given_back("b"), ["P0000003.JSL", "P0000003.SIG"]);
    assert!(world.is_answered(&second), "what was shown stays");

    // The office takes its own pack back.
    let loaded = world.town.load("b");
    assert_eq!(loaded.devices[0].restored, Some(PackNumber(3)));
    // A second look tells nothing new.
    assert_eq!(world.town.load("b").devices[0].restored, None);
    assert_eq!(world.pack("b"), PackNumber(4));

    // Its kiosk follows, and sends what the office forgot.
    let back = world.town.weekly_sync(&world.kiosk, "b");
    let PackStep::Imported {
        restored,
        forgotten,
        ..
    } = &back.pack
    else {
        panic!("{:?}", back.pack)
    };
    assert!(*restored);
    assert_eq!(forgotten, &[BatchNumber(2)]);
    assert_eq!(world.kiosk.status().unwrap().contradicted, None);
    let board = world.kiosk.notices();
    assert!(board.iter().all(|notice| notice.number > 0), "settled");
    assert_eq!(
        town::files(&world.town.path("data/kiosk/evidence")),
        evidence
    );
    assert!(world.is_answered(&second), "a status never goes back");
    let again = world.town.load("b");
    let outcomes: Vec<_> = again.devices[0].batches.iter().collect();
    assert!(
        outcomes
            .iter()
            .any(|batch| matches!(&batch.outcome, BatchOutcome::New { sheets, .. } if sheets.opinions_new == 1)),
        "{outcomes:?}"
    );
    assert_eq!(
        due(&world, 1),
        Some(promised),
        "the term is the one promised"
    );
    assert_eq!(world.differences(), [""; 0]);
    // From here on as ever.
    world.week("b");
    assert_eq!(world.differences(), [""; 0]);
    assert_eq!(world.town.office.cases().unwrap().len(), 2);
}

/// Whoever has the passphrase can rewrite the whole ledger and sign it. What the kiosks have seen he cannot.
#[test]
fn a_clerk_who_goes_on_from_an_old_copy_is_named_by_his_kiosks() {
    let mut world = World::new();
    world.write("路灯不亮");
    world.week("a");
    world.back_up();
    world.write("主任收了红包");
    world.week("a");
    world.set_back();
    // He takes the number that the lost pack had, and takes care that his ledger grows longer.
    for _ in 0..4 {
        world.pack("b");
    }
    assert_eq!(
        world.differences(),
        [""; 0],
        "alone, his record is without fault"
    );
    world.write("还是没有人来修");
    let met = world.town.weekly_sync(&world.kiosk, "b");
    assert!(matches!(met.pack, PackStep::Refused(_)), "{:?}", met.pack);
    // What the kiosk gave back he throws away.
    for name in world.given_back("b") {
        let from = world.town.path("b").join("PINGYI/FROM/LOBBY1");
        std::fs::remove_file(from.join(name)).unwrap();
    }
    let loaded = world.town.load("b");
    // The words count all the same; and their batch testifies.
    assert_eq!(loaded.totals().opinions_new, 1);
    let testimony = loaded.devices[0].testimony.unwrap();
    assert!(
        matches!(testimony, Testimony::Differs { .. }),
        "{testimony:?}"
    );
    assert_eq!(loaded.devices[0].of_ledger().len(), 1);
    let differences = world.differences();
    assert!(
        differences
            .iter()
            .any(|place| place.ends_with("LOBBY1 3 witness")),
        "{differences:?}"
    );
    // The missing batch is named, and no pack of his is taken.
    assert_eq!(loaded.devices[0].missing, [BatchNumber(2)]);
    world.pack("b");
    let met = world.town.weekly_sync(&world.kiosk, "b");
    assert!(matches!(met.pack, PackStep::Refused(_)), "{:?}", met.pack);
}

/// The control: an office that nobody touched has its devices for witnesses.
#[test]
fn devices_testify_to_a_ledger_that_nobody_touched() {
    let mut world = World::new();
    for week in 0..3 {
        world.write(&format!("第{week}周"));
        world.week("a");
    }
    let report = world.town.office.verify(&mut |_| {}).unwrap();
    assert!(report.differences.is_empty(), "{:?}", report.differences);
    // By three batches and as many statements.
    assert_eq!(report.witnesses, 6);
    let [witness] = world.town.office.witnesses().unwrap().try_into().unwrap();
    assert_eq!(witness.testimony, Some(Testimony::Agrees));
    assert_eq!(witness.seen.unwrap().pack, PackNumber(3));
}

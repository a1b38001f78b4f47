//! Devices hold what they have seen of the office's ledger against each other: an office that shows each of them another one is found
//! (protocol §5.3).

use std::fs;
use std::path::{Path, PathBuf};

use pingyi::app::kiosk::{Kiosk, PackStep};
use pingyi::app::office::{BatchOutcome, Testimony};
use pingyi::courier::keys::SigningKey;
use pingyi::courier::seen::{SeenStatement, SignedSeen};
use pingyi::domain::batch::Seen;
use pingyi::domain::ids::{CommunityId, DeviceId, RootHash};
use pingyi_kit::town::{self, PASSPHRASE, Town};

/// An office with two kiosks, both of which have taken its newest pack.
struct World {
    town: Town,
    one: Kiosk,
    two: Kiosk,
}

fn first() -> DeviceId {
    "LOBBY1".parse().unwrap()
}

impl World {
    fn new() -> Self {
        let mut town = Town::real();
        let (one, two) = (town.paired(), town.paired_as("LOBBY2"));
        let mut world = Self { town, one, two };
        world.pack("a");
        for kiosk in [&world.one, &world.two] {
            world.town.weekly_sync(kiosk, "a");
        }
        world.town.load("a");
        world
    }

    fn pack(&mut self, stick: &str) {
        self.town.confirm();
        self.town.pack(stick).unwrap();
    }

    /// The office's folder, or the second one that a clerk keeps beside it: he opens the one or the other.
    fn open(&mut self, folder: &Path) {
        let clock = self.town.clock.clone();
        self.town.office.reopen(folder, PASSPHRASE, clock);
    }

    /// A clerk with every key keeps a second office from today on, and each kiosk gets the packs of one of them. What either kiosk
    /// takes is without fault.
    fn fork(&mut self) -> (PathBuf, PathBuf) {
        let (own, other) = (self.town.at_office(""), self.town.path("second"));
        self.town.office.let_go();
        town::copy(&own, &other);
        for (folder, stick) in [(&own, "one"), (&other, "two")] {
            self.open(folder);
            self.town.office.post_notice("公示", stick).unwrap();
            // What the first pack says of itself is in the ledger that the second one tells of.
            for _ in 0..2 {
                self.pack(stick);
                let kiosk = if stick == "one" { &self.one } else { &self.two };
                let met = self.town.weekly_sync(kiosk, stick);
                assert!(
                    matches!(met.pack, PackStep::Imported { .. }),
                    "{:?}",
                    met.pack
                );
                assert_eq!(met.disputes, []);
            }
        }
        (own, other)
    }

    fn folder(&self, stick: &str, device: &str) -> PathBuf {
        self.town.path(stick).join("PINGYI/FROM").join(device)
    }

    /// The stick of one kiosk comes to the other, with the packs that are meant for this one.
    fn goes_round(&self, from: &str, to: &str) {
        let (from, to) = (self.folder(from, "LOBBY1"), self.folder(to, "LOBBY1"));
        town::copy(&from, &to);
    }

    fn disputed(&self) -> Vec<DeviceId> {
        let disputes = self.two.status().unwrap().disputes.into_iter();
        disputes.map(|dispute| dispute.device).collect()
    }

    fn evidence(&self) -> Vec<String> {
        let folder = self.town.path("data-LOBBY2/kiosk/evidence");
        let names = folder.exists().then(|| town::files(&folder));
        let names = names.unwrap_or_default().into_iter();
        let names = names.map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
        names.collect()
    }

    fn is_told(&self) -> bool {
        let board = self.two.notices();
        board
            .iter()
            .any(|notice| notice.document.title == "账本对不上")
    }

    fn key(&self) -> SigningKey {
        let path = self.town.settings.kiosk_dir().join("device.key");
        SigningKey::from_minisign_text(&fs::read_to_string(path).unwrap()).unwrap()
    }

    fn differences(&self) -> Vec<String> {
        let report = self.town.office.verify(&mut |_| {}).unwrap();
        let places = report.differences.iter();
        places.map(pingyi::app::office::Difference::place).collect()
    }
}

#[test]
fn an_office_that_keeps_two_ledgers_is_found_by_a_stick_that_goes_round() {
    let mut world = World::new();
    world.fork();
    assert_eq!(world.disputed(), []);
    world.two.submit(&town::opinion("路灯不亮"), true).unwrap();
    world.goes_round("one", "two");
    let met = world.town.weekly_sync(&world.two, "two");
    assert_eq!(met.disputes.len(), 1);
    assert_eq!(world.disputed(), [first()]);
    assert!(world.is_told(), "residents read it too");
    assert!(
        met.words.is_some() && met.written.len() == 1,
        "cards leave as ever"
    );
    let evidence = world.evidence();
    assert!(
        evidence.iter().any(|name| name.starts_with("SEEN-LOBBY1-")),
        "{evidence:?}"
    );
    assert!(
        evidence.iter().any(|name| name.starts_with('P')),
        "{evidence:?}"
    );
    // It stays told, without that stick and after a restart's reading.
    let met = world.town.weekly_sync(&world.two, "plain");
    assert_eq!(met.disputes.len(), 1);
}

#[test]
fn an_office_that_keeps_two_ledgers_is_found_by_what_it_relays() {
    let mut world = World::new();
    let (_, other) = world.fork();
    // The first kiosk's stick is loaded into the second office, as the clerk has to where its cards are to count there.
    world.open(&other);
    let loaded = world.town.load("one");
    let testimony = loaded.devices[0].testimony.unwrap();
    assert!(
        matches!(
            testimony,
            Testimony::Differs { .. } | Testimony::Ahead { .. }
        ),
        "{testimony:?}"
    );
    assert_eq!(loaded.devices[0].of_ledger().len(), 1);
    let places = world.differences();
    assert!(
        places
            .iter()
            .any(|place| place.ends_with("LOBBY1 SEEN witness")),
        "{places:?}"
    );
    world.pack("two");
    let met = world.town.weekly_sync(&world.two, "two");
    assert!(
        matches!(met.pack, PackStep::Imported { .. }),
        "{:?}",
        met.pack
    );
    assert_eq!(world.disputed(), [first()]);
    assert!(world.is_told());
    // Until it is settled: where that device's key was stolen, its revocation settles it.
    world.pack("two");
    world.town.weekly_sync(&world.two, "two");
    assert_eq!(world.disputed(), [first()]);
    world.town.office.revoke_device(&first()).unwrap();
    world.pack("two");
    world.town.weekly_sync(&world.two, "two");
    assert_eq!(world.disputed(), []);
    assert!(!world.is_told());
    assert!(
        !world.evidence().is_empty(),
        "evidence is kept all the same"
    );
}

/// The control: where devices say nothing of what they have seen, nobody notices.
#[test]
fn without_statements_two_ledgers_stay_unnoticed() {
    let mut world = World::new();
    let (own, other) = world.fork();
    for stick in ["one", "two"] {
        for path in town::files(&world.town.path(stick)) {
            if path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("SEEN"))
            {
                fs::remove_file(path).unwrap();
            }
        }
    }
    world.goes_round("one", "two");
    world.town.weekly_sync(&world.two, "two");
    for folder in [own, other] {
        world.open(&folder);
        assert_eq!(world.differences(), [""; 0]);
    }
    assert_eq!(world.disputed(), []);
}

/// An office that was set back, and says so, is no other office: nothing stays disputed.
#[test]
fn an_office_that_was_set_back_settles_what_its_devices_dispute() {
    let mut world = World::new();
    let (own, old) = (world.town.at_office(""), world.town.path("backup"));
    world.town.office.let_go();
    town::copy(&own, &old);
    world.open(&own);
    world.town.office.post_notice("公示", "此后丢失").unwrap();
    for _ in 0..2 {
        world.pack("one");
        world.town.weekly_sync(&world.one, "one");
    }
    world.town.office.let_go();
    fs::remove_dir_all(&own).unwrap();
    town::copy(&old, &own);
    world.open(&own);
    // Under a number that was used, and another kiosk takes it.
    for _ in 0..2 {
        world.pack("two");
        world.town.weekly_sync(&world.two, "two");
    }
    world.goes_round("one", "two");
    world.town.weekly_sync(&world.two, "two");
    assert_eq!(world.disputed(), [first()], "so far they are two");
    let met = world.town.weekly_sync(&world.one, "two");
    assert!(matches!(met.pack, PackStep::Refused(_)), "{:?}", met.pack);
    world.town.load("two");
    world.pack("two");
    for kiosk in [&world.one, &world.two] {
        let met = world.town.weekly_sync(kiosk, "two");
        assert!(
            matches!(met.pack, PackStep::Imported { .. }),
            "{:?}",
            met.pack
        );
    }
    for kiosk in [&world.one, &world.two] {
        let status = kiosk.status().unwrap();
        assert_eq!((status.disputes, status.contradicted), (Vec::new(), None));
    }
    assert_eq!(world.differences(), [""; 0]);
}

fn said(device: &str, day: &str) -> SeenStatement {
    SeenStatement {
        device: device.parse().unwrap(),
        seen: Seen {
            pack: pingyi::domain::ids::PackNumber(2),
            root: RootHash([9; 32]),
            ledger: None,
        },
        day: day.parse().unwrap(),
    }
}

/// What somebody puts on a stick in the place of a statement stops itself, at the kiosk and at the office, and nothing else.
#[test]
fn a_hostile_statement_stops_itself_alone() {
    let mut world = World::new();
    let (own, key) = (world.town.office.community().id.clone(), world.key());
    let thief = SigningKey::from_seed(&[66; 32]);
    let elsewhere = CommunityId::from_random([4; 8], false);
    let day = "2026-09-17";
    let lie = |day, own: &CommunityId, key: &SigningKey| {
        let signed = SignedSeen::sign(&said("LOBBY1", day), own, key).unwrap();
        (signed.statement, signed.signature)
    };
    let true_one = {
        let folder = world.folder("a", "LOBBY1");
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        (read("SEEN.JSL"), read("SEEN.SIG"))
    };
    let (text, signature) = true_one.clone();
    let hostile = [
        ("forged", lie(day, &own, &thief)),
        ("of another community", lie(day, &elsewhere, &key)),
        ("of another day", lie("2099-01-01", &own, &thief)),
        ("too long", (" ".repeat(2_000_000), signature.clone())),
        ("empty", (String::new(), signature.clone())),
        ("no text", ("\u{0}\u{1}".to_owned(), signature.clone())),
        (
            "changed",
            (text.replace("LOBBY1", "LOBBY2"), signature.clone()),
        ),
        (
            "signed as another file",
            (text.clone(), signature.replace("seen", "pack")),
        ),
    ];
    for (number, (what, (text, signature))) in hostile.into_iter().enumerate() {
        let stick = format!("hostile{number}");
        let folder = world.folder(&stick, "LOBBY1");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("SEEN.JSL"), text).unwrap();
        fs::write(folder.join("SEEN.SIG"), signature).unwrap();
        world.two.submit(&town::opinion("路灯不亮"), true).unwrap();
        let met = world.town.weekly_sync(&world.two, &stick);
        assert!(met.words.is_some(), "{what}");
        assert_eq!(met.disputes, [], "{what}");
        let before = world.town.office.ledger_page().unwrap().now.length;
        let loaded = world.town.load(&stick);
        assert_eq!(loaded.totals().opinions_new, 1, "{what}");
        let one = &loaded.devices[0];
        assert!(
            matches!(one.batches[0].outcome, BatchOutcome::Refused { .. }),
            "{what}: {one:?}"
        );
        assert_eq!((one.batches.len(), one.testimony), (1, None), "{what}");
        // Only the other kiosk's batch and its own statement.
        let after = world.town.office.ledger_page().unwrap().now.length;
        assert!(after <= before + 2, "{what}");
        world.pack("a");
        world.town.weekly_sync(&world.two, "a");
    }
    assert_eq!(world.disputed(), []);
    assert_eq!(world.differences(), [""; 0]);
}

/// Its own key, and a day that has not come: the office refuses it, so that later true ones count.
#[test]
fn a_statement_of_a_day_to_come_and_an_old_one_take_no_other_s_place() {
    let mut world = World::new();
    let (own, key) = (world.town.office.community().id.clone(), world.key());
    let kept = |world: &World| {
        let witnesses = world.town.office.witnesses().unwrap();
        let one = witnesses.into_iter().find(|it| it.device == first());
        one.map(|it| (it.on, it.seen)).unwrap()
    };
    let before = kept(&world);
    assert!(before.1.is_some());
    let old = world.town.path("old");
    town::copy(&world.folder("a", "LOBBY1"), &old);
    let put = |world: &World, signed: &SignedSeen| {
        let folder = world.folder("false", "LOBBY1");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("SEEN.JSL"), &signed.statement).unwrap();
        fs::write(folder.join("SEEN.SIG"), &signed.signature).unwrap();
    };
    let ahead = SeenStatement {
        seen: before.1.unwrap(),
        ..said("LOBBY1", "2099-01-01")
    };
    put(&world, &SignedSeen::sign(&ahead, &own, &key).unwrap());
    let loaded = world.town.load("false");
    let refused = &loaded.devices[0].batches[0];
    assert!(
        matches!(refused.outcome, BatchOutcome::Refused { .. }),
        "{refused:?}"
    );
    assert_eq!(kept(&world), before);
    // A week later a newer one comes, and then the old one once more.
    let later = world.town.office.today() + chrono::Days::new(7);
    world.town.clock.set(later.and_hms_opt(10, 0, 0).unwrap());
    world.pack("a");
    world.town.weekly_sync(&world.one, "a");
    world.town.load("a");
    let newer = kept(&world);
    assert!(newer.0 > before.0);
    let length = world.town.office.ledger_page().unwrap().now.length;
    town::copy(&old, &world.folder("replayed", "LOBBY1"));
    let loaded = world.town.load("replayed");
    assert_eq!(
        loaded.devices[0].testimony,
        Some(Testimony::Agrees),
        "it is true all the same"
    );
    assert_eq!(kept(&world), newer);
    assert_eq!(world.town.office.ledger_page().unwrap().now.length, length);
}

/// Somebody else's folders, and things that are no file under the statement's name.
#[test]
fn a_thousand_strangers_and_a_folder_in_its_place_hold_up_nothing() {
    let world = World::new();
    let own = world.town.office.community().id.clone();
    for number in 0..1_000 {
        let name = format!("D{number}");
        let folder = world.folder("many", &name);
        fs::create_dir_all(&folder).unwrap();
        let key = SigningKey::from_seed(&[7; 32]);
        let signed = SignedSeen::sign(&said(&name, "2026-09-17"), &own, &key).unwrap();
        fs::write(folder.join("SEEN.JSL"), signed.statement).unwrap();
        fs::write(folder.join("SEEN.SIG"), signed.signature).unwrap();
    }
    for name in ["LOBBY1", "LOBBY2"] {
        let folder = world.folder("many", name);
        fs::create_dir_all(folder.join("SEEN.JSL")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", folder.join("SEEN.SIG")).unwrap();
    }
    world.two.submit(&town::opinion("路灯不亮"), true).unwrap();
    let before = town::cpu_ms();
    let met = world.town.weekly_sync(&world.two, "many");
    assert!(met.words.is_some());
    assert_eq!(met.disputes, []);
    assert!(town::cpu_ms() - before < 5_000);
    let mut world = world;
    let loaded = world.town.load("many");
    assert_eq!(loaded.totals().opinions_new, 1);
    assert_eq!(world.differences(), [""; 0]);
}

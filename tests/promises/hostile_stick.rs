//! Breaker "hostile sticks", on real folders and through the real kiosk and office: what is not a file, names that
//! are none, files by the hundred thousand, devices that nobody owns. At the readers: `hostile_bytes.rs`.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read as _};
use std::os::unix::ffi::OsStringExt as _;
use std::os::unix::fs::symlink;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use pingyi::app::kiosk::{Kiosk, PackStep};
use pingyi::app::office::BatchOutcome;
use pingyi::app::sticks::Stick;
use pingyi::courier::enrol;
use pingyi::courier::files::{Files, RealFiles, StickFile};
use pingyi::courier::keys::SigningKey;
use pingyi::courier::stick::StickStore;
use pingyi::domain::ids::{DeviceId, PackNumber};
use pingyi::fault::Fault as _;
use pingyi::words::Lang;
use pingyi_kit::alone::alone;
use pingyi_kit::stick::guarded::{Guard, Guarded};
use pingyi_kit::town::{Town, copy, rating};
use rustix::fs::{CWD, FileType, Mode, mknodat};

const FOLDER: &str = "PINGYI/FROM/LOBBY1";

/// A kiosk with one batch on the stick `good`, which also carries the office's second pack; neither was loaded.
fn town() -> (Town, Kiosk) {
    let mut town = Town::real();
    let kiosk = town.paired();
    for _ in 0..6 {
        kiosk.submit(&rating(), false).unwrap();
    }
    town.sync(&kiosk, "good", false);
    town.pack("good").unwrap();
    (town, kiosk)
}

/// What an attacker puts in the place of a file or a folder; the genuine thing is at `genuine`.
const PLANTS: &[(&str, fn(place: &Path, genuine: &Path))] = &[
    ("nothing", |_, _| ()),
    ("a link to the genuine one", |place, genuine| {
        symlink(genuine, place).unwrap();
    }),
    ("a link into the void", |place, _| {
        symlink("/nowhere/at/all", place).unwrap();
    }),
    ("a link to itself", |place, _| {
        symlink(place.file_name().unwrap(), place).unwrap();
    }),
    ("a link to /dev/zero", |place, _| {
        symlink("/dev/zero", place).unwrap();
    }),
    ("an empty folder", |place, _| fs::create_dir(place).unwrap()),
    ("an empty file", |place, _| fs::write(place, b"").unwrap()),
    ("a file of zeros", |place, _| {
        let file = fs::File::create(place).unwrap();
        file.set_len(3 << 30).unwrap();
    }),
    ("a pipe", |place, _| {
        mknodat(CWD, place, FileType::Fifo, Mode::from_raw_mode(0o666), 0).unwrap();
    }),
    ("a socket", |place, _| {
        std::os::unix::net::UnixListener::bind(place).unwrap();
    }),
    ("/dev/zero itself", |place, _| {
        // Only root can make one, and not everywhere: then the link above has to do.
        let zero = rustix::fs::makedev(1, 5);
        let mode = Mode::from_raw_mode(0o666);
        let _made = mknodat(CWD, place, FileType::CharacterDevice, mode, zero);
    }),
];

const PLACES: &[&str] = &[
    "PINGYI",
    "PINGYI/FROM",
    "PINGYI/FROM/LOBBY1",
    "PINGYI/FROM/LOBBY1/B0000001.JSL",
    "PINGYI/FROM/LOBBY1/B0000001.SIG",
    "PINGYI/TO",
    "PINGYI/TO/P0000002.JSL",
    "PINGYI/TO/P0000002.SIG",
];

#[test]
fn what_is_no_file_or_folder_is_never_followed_read_or_waited_for() {
    let (mut town, kiosk) = town();
    // A true statement of what the device has seen is told of in the ledger, whatever lies beside it (`seen.rs`).
    for ending in ["JSL", "SIG"] {
        let name = format!("SEEN.{ending}");
        fs::remove_file(town.path("good").join(FOLDER).join(name)).unwrap();
    }
    let head = town.office.ledger_head().unwrap();
    let mut tried = 0;
    for place in PLACES {
        for (what, plant) in PLANTS {
            tried += 1;
            let name = format!("bad-{tried}");
            copy(&town.path("good"), &town.path(&name));
            let (target, genuine) = (town.path(&name).join(place), town.path("good").join(place));
            if target.is_dir() {
                fs::remove_dir_all(&target).unwrap();
            } else {
                fs::remove_file(&target).unwrap();
            }
            plant(&target, &genuine);
            let root = town.path(&name);
            if !place.starts_with("PINGYI/TO") {
                // Refused as a stick, or batch by batch, or not there: never counted.
                let loaded =
                    catch_unwind(AssertUnwindSafe(|| town.office.load(&root, &mut |_| {})));
                match loaded.unwrap_or_else(|_| panic!("{what} as {place}")) {
                    Ok(report) => assert_eq!(report.totals().ratings_new, 0, "{what} as {place}"),
                    Err(error) => assert!(error.sentence().say(Lang::En).len() > 10),
                }
                assert_eq!(
                    town.office.summary().unwrap().ratings,
                    0,
                    "{what} as {place}"
                );
                assert_eq!(
                    town.office.ledger_head().unwrap(),
                    head,
                    "{what} as {place}"
                );
            }
            let in_the_way = *place == "PINGYI" || *place == "PINGYI/TO";
            if place.starts_with("PINGYI/TO") || in_the_way {
                let synced = catch_unwind(AssertUnwindSafe(|| {
                    kiosk.sync(&Stick::at_folder(&root), false, &mut |_| {})
                }));
                match synced.unwrap_or_else(|_| panic!("{what} as {place}")) {
                    // Done is said of a whole batch in a real folder only.
                    Ok(_) => {
                        let written = root.join(FOLDER).join("B0000001.JSL");
                        assert!(fs::symlink_metadata(root.join("PINGYI")).unwrap().is_dir());
                        assert_eq!(
                            fs::read(written).unwrap(),
                            fs::read(town.path("good").join(FOLDER).join("B0000001.JSL")).unwrap(),
                            "{what} as {place}"
                        );
                    }
                    Err(error) => assert!(error.sentence().say(Lang::En).len() > 10),
                }
                let held = kiosk.status().unwrap().last_pack;
                assert_eq!(held, Some(PackNumber(1)), "{what} as {place}");
            }
            fs::remove_dir_all(&root).unwrap();
        }
    }
    // The unharmed stick, to the same office and kiosk.
    assert_eq!(town.load("good").totals().ratings_new, 6);
    town.sync(&kiosk, "good", false);
    assert_eq!(kiosk.status().unwrap().last_pack, Some(PackNumber(2)));
    println!("plants: {tried} tried, 0 accepted, 0 followed");
}

/// The negative control: a reader of sticks that opens whatever lies there.
#[derive(Clone)]
struct Trusting(PathBuf);

impl Guard for Trusting {
    fn open(&self, _: &RealFiles, path: &Path) -> io::Result<Box<dyn StickFile>> {
        Ok(Box::new(fs::File::open(self.0.join(path))?))
    }
}

/// Which plants in the place of a genuine batch a reader takes in all the same.
fn taken_in<F: Files>(good: &Path, files: impl Fn(&Path) -> F) -> Vec<&'static str> {
    let mut taken = Vec::new();
    let place = Path::new(FOLDER).join("B0000001.JSL");
    let bytes = fs::read(good.join(&place)).unwrap();
    for (what, plant) in PLANTS.iter().filter(|(what, _)| !what.contains("pipe")) {
        let folder = tempfile::tempdir().unwrap();
        copy(good, folder.path());
        fs::remove_file(folder.path().join(&place)).unwrap();
        plant(&folder.path().join(&place), &good.join(&place));
        let store = StickStore::new(files(folder.path()));
        let mut found = Vec::new();
        if let Ok(file) = store.open(&place, 1 << 20)
            && file.take(1 << 20).read_to_end(&mut found).is_ok()
            && (found == bytes || found.len() == 1 << 20)
        {
            taken.push(*what);
        }
    }
    taken
}

#[test]
fn the_judge_catches_a_reader_that_follows_links_and_opens_devices() {
    let (town, _kiosk) = town();
    let good = town.path("good");
    assert!(taken_in(&good, RealFiles::new).is_empty());
    let caught = taken_in(&good, |root| Guarded::new(root, Trusting(root.to_owned())));
    assert!(caught.contains(&"a link to the genuine one"), "{caught:?}");
    assert!(caught.contains(&"a link to /dev/zero"), "{caught:?}");
}

#[test]
fn odd_names_are_none_of_ours_and_carry_nothing_in() {
    let (mut town, _kiosk) = town();
    let bytes = fs::read(town.path("good").join(FOLDER).join("B0000001.JSL")).unwrap();
    let signature = fs::read(town.path("good").join(FOLDER).join("B0000001.SIG")).unwrap();
    copy(&town.path("good"), &town.path("odd"));
    let folder = town.path("odd").join(FOLDER);
    let long = "B".repeat(251);
    let stems: Vec<OsString> = [
        "b0000001",
        "B1",
        "B00000001",
        "B+000001",
        "B-000001",
        "B 000001",
        "B0000001 ",
        " B0000001",
        "B0000001.JSL",
        "B１１１１１１１",
        "B٠٠٠٠٠٠١",
        "B4294967295",
        "B4294967296",
        "B9999999",
        "B0000000",
        "X0000001",
        "P0000001",
        ".B000001",
        "CON",
        "B0000001\n",
        "B\u{202e}000001",
        long.as_str(),
    ]
    .iter()
    .map(OsString::from)
    .chain([
        OsString::from_vec(b"B000\xff001".to_vec()),
        OsString::from_vec(vec![0xfe; 8]),
    ])
    .collect();
    for stem in &stems {
        for (extension, bytes) in [(".JSL", &bytes), (".SIG", &signature), (".jsl", &bytes)] {
            let mut name = stem.clone();
            name.push(extension);
            fs::write(folder.join(name), bytes).unwrap();
        }
        // Also as a device: a folder with the genuine batch in it.
        let elsewhere = town.path("odd/PINGYI/FROM").join(stem);
        fs::create_dir_all(&elsewhere).unwrap();
        fs::write(elsewhere.join("B0000001.JSL"), &bytes).unwrap();
        fs::write(elsewhere.join("B0000001.SIG"), &signature).unwrap();
    }
    let report = town.load("odd");
    assert_eq!(report.totals().ratings_new, 6);
    let outcomes: Vec<_> = report
        .devices
        .iter()
        .flat_map(|device| &device.batches)
        .collect();
    let new = |outcome: &BatchOutcome| matches!(outcome, BatchOutcome::New { .. });
    assert_eq!(
        outcomes.iter().filter(|batch| new(&batch.outcome)).count(),
        1
    );
    let refused = |outcome: &BatchOutcome| matches!(outcome, BatchOutcome::Refused { .. });
    assert_eq!(
        outcomes
            .iter()
            .filter(|batch| refused(&batch.outcome))
            .count(),
        outcomes.len() - 1
    );
    assert_eq!(town.office.summary().unwrap().ratings, 6);
    println!(
        "odd names: {} as files and as folders, 0 accepted",
        stems.len()
    );
}

/// The most memory this process ever had, in KiB.
fn peak_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// In memory where it can be: a hundred thousand files on a disk take their time.
fn crowd_folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

#[test]
fn a_hundred_thousand_files_and_two_thousand_devices_are_borne() {
    // The peak of memory is the whole process's.
    alone(|| {
        let (mut town, kiosk) = town();
        let folder = crowd_folder();
        let root = folder.path().join("stick");
        copy(&town.path("good"), &root);
        let (from, to) = (root.join(FOLDER), root.join("PINGYI/TO"));
        let jsl = fs::read(from.join("B0000001.JSL")).unwrap();
        let sig = fs::read(from.join("B0000001.SIG")).unwrap();
        let pack_sig = fs::read(to.join("P0000002.SIG")).unwrap();
        let before = peak_kib();
        for number in 2..40_002 {
            // Every other one with a signature that is genuine, and another's.
            fs::write(from.join(format!("B{number:07}.JSL")), &jsl[..64]).unwrap();
            if number % 2 == 0 {
                fs::write(from.join(format!("B{number:07}.SIG")), &sig).unwrap();
            }
            fs::write(to.join(format!("P{:07}.JSL", number + 1)), b"{").unwrap();
            if number % 100 == 0 {
                fs::write(to.join(format!("P{:07}.SIG", number + 1)), &pack_sig).unwrap();
            }
        }
        for number in 0..20_000 {
            fs::write(from.join(format!("{number:0250}")), b"").unwrap();
        }
        let head = town.office.ledger_head().unwrap();
        let mut copied = 0;
        let report = town
            .office
            .load(&root, &mut |at| copied += at.done)
            .unwrap();
        assert_eq!(report.totals().ratings_new, 6);
        assert_eq!(report.devices[0].batches.len(), 40_001);
        assert_ne!(town.office.ledger_head().unwrap(), head);
        // Only the batch whose signature is its own was copied at all.
        assert!(copied < 20 * jsl.len() as u64, "{copied} bytes copied");
        kiosk
            .sync(&Stick::at_folder(&root), false, &mut |_| {})
            .unwrap();
        assert_eq!(kiosk.status().unwrap().last_pack, Some(PackNumber(2)));
        let grown_kib = peak_kib() - before;
        println!(
            "a stick of {} files: peak grown by {grown_kib} KiB",
            40_000 * 2 + 60_000
        );
        assert!(grown_kib < 64 * 1024, "{grown_kib} KiB");
        drop(folder);
        planted_devices(&mut town);
    });
}

/// Two thousand folders, each a device that signed its own request rightly.
fn planted_devices(town: &mut Town) {
    let community = town.office.community().id.clone();
    let folder = crowd_folder();
    for number in 0..2_000_u32 {
        let mut seed = [0; 32];
        seed[..4].copy_from_slice(&number.to_le_bytes());
        let key = SigningKey::from_seed(&seed);
        let device = DeviceId::new(format!("X{number:07}")).unwrap();
        let at = folder.path().join("PINGYI/FROM").join(device.as_str());
        fs::create_dir_all(&at).unwrap();
        let (bytes, signature) = enrol::write(
            &device,
            &community,
            &key,
            None,
            pingyi::domain::device::DeviceFacts::own(pingyi::domain::device::DeviceRole::Lobby),
        )
        .unwrap();
        fs::write(at.join("DEVICE.PUB"), key.public().to_pub_text()).unwrap();
        fs::write(at.join("ENROL.JSL"), bytes).unwrap();
        fs::write(at.join("ENROL.SIG"), signature).unwrap();
    }
    let report = town.office.load(folder.path(), &mut |_| {}).unwrap();
    assert_eq!(report.enrolments.len(), 100);
    let told = report.devices.iter().flat_map(|device| &device.batches);
    let told = told.filter(|batch| {
        matches!(&batch.outcome, BatchOutcome::Refused { reason }
            if reason.key() == "app-office-too-many-waiting")
    });
    assert_eq!(told.count(), 1_900);
    println!("planted devices: 2000, of which 100 wait and 1900 were refused by name");
}

/// What an earlier program said of this device, or somebody planted in its place, gives way to what it says now; a file under the
/// name of a batch stops that batch and no other, and staff are told which.
#[test]
fn what_bears_the_name_of_one_file_stops_no_other() {
    let (town, kiosk) = town();
    let stick = Stick::at_folder(&town.stick("good").root);
    let folder = stick.root.join(FOLDER);
    for name in ["ENROL.JSL", "ENROL.SIG"] {
        fs::write(folder.join(name), b"{\"enrol\":{\"version\":1}}\n").unwrap();
    }
    let report = kiosk.sync(&stick, false, &mut |_| {}).unwrap();
    assert!(report.blocked.is_empty() && report.fault().is_none());
    let said = fs::read_to_string(folder.join("ENROL.JSL")).unwrap();
    assert!(said.contains("\"role\":\"lobby\""), "{said}");

    kiosk
        .submit(&pingyi_kit::town::opinion("灯坏了"), true)
        .unwrap();
    fs::remove_file(folder.join("ENROL.SIG")).unwrap();
    fs::create_dir(folder.join("ENROL.SIG")).unwrap();
    fs::write(folder.join("DEVICE.PUB"), b"junk").unwrap();
    for (plant, name) in [
        (
            (|path| fs::write(path, b"junk").unwrap()) as fn(&Path),
            "B0000001.JSL",
        ),
        (|path| fs::create_dir(path).unwrap(), "B0000001.SIG"),
    ] {
        let place = folder.join(name);
        fs::remove_file(&place).unwrap();
        plant(&place);
        let report = kiosk.sync(&stick, false, &mut |_| {}).unwrap();
        assert_eq!(report.blocked, ["DEVICE.PUB", name], "each is told by name");
        let written: Vec<u32> = report.written.iter().map(|one| one.number.0).collect();
        assert_eq!(written, [2], "and the other batch is there");
        let said = report.fault().unwrap().sentence().say(Lang::Zh);
        assert!(said.contains("DEVICE.PUB"), "{said}");
        if place.is_dir() {
            fs::remove_dir(&place).unwrap();
        } else {
            fs::remove_file(&place).unwrap();
        }
        let report = kiosk.sync(&stick, false, &mut |_| {}).unwrap();
        assert_eq!(
            report.blocked,
            ["DEVICE.PUB"],
            "once it is gone, nothing is lost"
        );
    }
    fs::remove_file(folder.join("DEVICE.PUB")).unwrap();
    fs::remove_dir(folder.join("ENROL.SIG")).unwrap();
    let report = kiosk.sync(&stick, false, &mut |_| {}).unwrap();
    assert!(report.blocked.is_empty() && report.fault().is_none());
}

/// A pack that was damaged on its way beside an older one that reads: the older one is taken, and staff are told which was not.
#[test]
fn a_newer_pack_that_does_not_read_is_told() {
    let (mut town, kiosk) = town();
    town.pack("b").unwrap();
    town.pack("b").unwrap();
    let newest = town.path("b").join("PINGYI/TO/P0000004.JSL");
    let mut bytes = fs::read(&newest).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&newest, &bytes).unwrap();
    let stick = town.stick("b");
    let report = kiosk.sync(&stick, false, &mut |_| {}).unwrap();
    let PackStep::Imported { number, .. } = report.pack else {
        panic!("{:?}", report.pack);
    };
    assert_eq!(number.0, 3);
    let said = report.passed_over.unwrap().say(Lang::Zh);
    assert!(said.contains("回程包 4 更新"), "{said}");
    // The office makes one once more: nothing to tell.
    town.pack("b").unwrap();
    let report = kiosk.sync(&stick, false, &mut |_| {}).unwrap();
    assert_eq!(report.passed_over, None);
}

/// An office that was put back gets its newest pack back from the kiosk; what bears that name stops no batch.
#[test]
fn what_bears_the_name_of_a_pack_that_goes_back_stops_no_batch() {
    let (mut town, kiosk) = town();
    town.pack("b").unwrap();
    let report = kiosk.sync(&town.stick("b"), false, &mut |_| {}).unwrap();
    assert!(matches!(report.pack, PackStep::Imported { .. }));
    let good = town.stick("good");
    let given_back = good.root.join(FOLDER).join("P0000003.JSL");
    fs::write(&given_back, b"junk").unwrap();
    let opinion = pingyi_kit::town::opinion("灯坏了");
    kiosk.submit(&opinion, true).unwrap();
    let report = kiosk.sync(&good, false, &mut |_| {}).unwrap();
    assert_eq!(report.blocked, ["P0000003.JSL"]);
    assert_eq!(report.written.len(), 2);
    // The control.
    fs::remove_file(&given_back).unwrap();
    let report = kiosk.sync(&good, false, &mut |_| {}).unwrap();
    assert!(report.blocked.is_empty() && given_back.exists());
}

//! Sticks that are pulled, full, slow, lying or cut off, at every request of a real sync, load and pack, through
//! the kernel. Needs root, `/dev/fuse` and what every Debian has (`mount`, `unshare`):
//!
//!     cargo test --test promises fuse:: -- --ignored --nocapture
//!
//! Each stick is served by a process of its own (`kit::stick::apart`), so that any of this may be stopped at any time.

use std::io::{self, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use pingyi::courier::batch::MAX_BATCH_BYTES;
use pingyi::courier::pack::MAX_PACK_BYTES;
use pingyi::words::sentence;
use pingyi_kit::stick::apart;
use pingyi_kit::stick::apart::{Share, Stick, alive, apart, count, say, watched};
use pingyi_kit::stick::fuse::Fault;
use pingyi_kit::stick::scene::{Act, Figures, Outcome, Run, Scene, Verdict, judge, said};
use pingyi_kit::stick::vfat::{Cut, Medium, Shape};

/// Mounting and unmounting is partly waiting.
const WORKERS: u64 = 3;

const FAULTS: [Fault; 9] = [
    Fault::Eio,
    Fault::NoSpace,
    Fault::Full,
    Fault::Gone,
    Fault::GoneQuietly,
    Fault::Stall,
    Fault::Lie,
    Fault::Cut,
    Fault::Cut,
];

/// What a run may say about a fault; anything else would send people the wrong way. A single failure may strike
/// the very question whether the stick is there.
fn fits(fault: Fault, key: &str) -> bool {
    let may: &[&str] = match fault {
        Fault::Gone | Fault::Cut => &["vanished"],
        Fault::NoSpace => &["full", "interrupted", "vanished"],
        Fault::Full => &["full"],
        Fault::Eio | Fault::GoneQuietly => &["interrupted", "vanished"],
        // Other bytes than were written are refused, each by what is wrong with it.
        Fault::Lie => return key.starts_with("courier-") && key != "courier-bad-key",
        _ => &["interrupted"],
    };
    key.strip_prefix("courier-stick-")
        .is_some_and(|key| may.contains(&key))
}

/// One run: the act meets `fault` at request `at`; whatever it says is held against the medium, and a second,
/// healthy round completes the job.
fn run(scene: &Scene, fault: Fault, at: u64, seed: u64, figures: &mut Figures) {
    let what = || format!("{} {fault:?} at {at}", scene.name);
    let world = Run::of(scene);
    let mut medium = scene.stick.clone();
    if seed % 2 == 1 {
        medium = medium.with_background(seed);
    }
    let stick = Stick::mount(&world.mount(), medium, fault, at, false);
    let outcome = world.act(scene.act);
    let (end, cut, struck) = stick.pull();
    if !struck && cut.is_none() {
        return; // Such a request carries nothing that this fault could touch.
    }
    let verdict = judge(scene, &outcome, cut.as_ref().unwrap_or(&end));
    assert_eq!(verdict, Verdict::Sound, "{}: {outcome:?}", what());
    figures.note(&outcome);
    if let Err(sentence) = &outcome {
        assert!(said(sentence), "{}: {sentence:?}", what());
        assert!(fits(fault, sentence.key()), "{}: {sentence:?}", what());
    }
    let left = match (fault, cut) {
        (_, Some(cut)) => cut.after(worst(scene, &cut).unwrap_or_else(|| ways(seed))),
        (_, None) => end.after(Cut::Kept),
    };
    figures.set_aside += scene.heal(&world, left, fault == Fault::Lie, &what);
}

/// A way to lose power that leaves a file in part under its final name, where there is one: vfat does that between a
/// rename and the second sync.
fn worst(scene: &Scene, medium: &Medium) -> Option<Cut> {
    (0..12).map(Cut::Mixed).find(|way| {
        let files = medium.after(*way).files();
        let mut due = scene.due.iter();
        due.any(|(path, bytes)| files.get(path).is_some_and(|there| there != bytes))
    })
}

/// What the power takes, in turn.
fn ways(seed: u64) -> Cut {
    match seed % 4 {
        0 => Cut::Lost,
        1 => Cut::Kept,
        2 => Cut::EntriesOnly,
        _ => Cut::Mixed(seed),
    }
}

/// `PINGYI_STICK_EVERY=3` strikes at every third request only, each fault at others: CI has no time for all of them.
fn every() -> u64 {
    std::env::var("PINGYI_STICK_EVERY").map_or(1, |every| every.parse().unwrap())
}

fn every_request(scene: &Scene, share: Share) {
    let world = Run::of(scene);
    let mut stick = Stick::mount(&world.mount(), scene.stick.clone(), Fault::Never, 0, false);
    let outcome = world.act(scene.act);
    let requests = stick.requests();
    let (end, ..) = stick.pull();
    assert!(outcome.is_ok(), "{outcome:?}");
    assert_eq!(judge(scene, &outcome, &end), Verdict::Sound);
    assert!(requests > 20, "{requests}");
    for (turn, fault) in (0..).zip(FAULTS) {
        let mut figures = Figures::default();
        let every = if fault == Fault::Lie { 1 } else { every() };
        for at in (0..requests).filter(|at| share.has(*at) && (at + turn) % every == 0) {
            run(scene, fault, at, at + turn, &mut figures);
            alive();
        }
        count(format!("{turn} {fault:?}"), figures);
    }
    let title = format!("{}, {requests} requests", scene.name);
    count(title, Figures::default());
}

/// Every fault at every request, and the figures of it.
fn every_fault(scene: fn() -> Scene) {
    let Some(figures) = apart(WORKERS, |share| every_request(&scene(), share)) else {
        return;
    };
    let mut all = Figures::default();
    let mut name = String::new();
    for (title, figures) in &figures {
        if title.ends_with("requests") {
            assert!(name.is_empty(), "the workers did not see the same requests");
            name.clone_from(title);
            continue;
        }
        println!("{title}: {figures}");
        assert!(figures.runs > 0, "{title} never struck");
        all.add(figures);
    }
    assert_eq!(figures.len(), FAULTS.len() + 1);
    println!("{name}: {all}");
}

/// What a test does in one worker.
fn alone(body: impl FnOnce()) {
    apart(1, |_| body());
}

#[test]
#[ignore = "the process that serves a stick, when it is told to"]
fn the_stick_itself() {
    apart::be_a_stick();
}

#[test]
#[ignore = "needs root and /dev/fuse"]
fn a_first_sync_survives_every_fault_at_every_request() {
    every_fault(Scene::outbound);
}

#[test]
#[ignore = "needs root and /dev/fuse"]
fn a_sync_with_a_pack_survives_every_fault_at_every_request() {
    every_fault(Scene::returning);
}

#[test]
#[ignore = "needs root and /dev/fuse"]
fn a_load_survives_every_fault_at_every_request() {
    every_fault(Scene::loading);
}

#[test]
#[ignore = "needs root and /dev/fuse"]
fn a_pack_survives_every_fault_at_every_request() {
    every_fault(Scene::packing);
}

// ── the processes themselves ────────────────────────────────────────────────────────────────────

/// The server of a stick is killed in the middle of a sync: the sync ends with a sentence and nothing waits.
#[test]
#[ignore = "needs root and /dev/fuse"]
fn a_stick_whose_server_dies_leaves_nobody_waiting() {
    alone(|| {
        let scene = Scene::outbound();
        for millis in [0, 1, 2, 5, 10, 20] {
            let world = Run::of(&scene);
            let medium = scene.stick.clone();
            let mut stick = Stick::mount(&world.mount(), medium, Fault::Silent, 9, false);
            let outcome = std::thread::scope(|scope| {
                let acting = scope.spawn(|| world.act(scene.act));
                std::thread::sleep(Duration::from_millis(millis));
                stick.lose_the_server();
                acting.join().unwrap()
            });
            assert!(said(&outcome.unwrap_err()));
            drop(stick);
            let what = || format!("a server that died after {millis} ms");
            scene.heal(&world, scene.stick.clone(), false, &what);
        }
    });
}

/// The negative control of the watch: a stick that never answers again. Its worker can't end by itself, and is ended.
#[test]
#[ignore = "needs root and /dev/fuse"]
fn a_worker_that_waits_for_ever_is_ended() {
    let start = Instant::now();
    let patience = Duration::from_secs(5);
    let ended = watched(1, patience, |_| {
        let scene = Scene::outbound();
        let world = Run::of(&scene);
        let stick = Stick::mount(&world.mount(), scene.stick.clone(), Fault::Silent, 9, false);
        say("waiting for a stick that never answers");
        world.act(scene.act).unwrap();
        stick.pull();
    });
    if let Some(ended) = ended {
        assert!(ended.unwrap_err().ends_with("silent and was ended"));
        assert!(start.elapsed() < Duration::from_mins(1));
        let mounts = std::fs::read_to_string("/proc/mounts").unwrap();
        assert!(
            !mounts.lines().any(|line| line.starts_with("stick ")),
            "{mounts}"
        );
    }
}

// ── sticks that are odd from the start ──────────────────────────────────────────────────────────

/// One act on a healthy but odd stick: what it says, and the stick afterwards.
fn odd(scene: &Scene, world: &Run, medium: Medium, read_only: bool) -> (Outcome, Medium) {
    let stick = Stick::mount(&world.mount(), medium, Fault::Never, 0, read_only);
    let outcome = world.act(scene.act);
    let end = stick.pull().0;
    assert_eq!(judge(scene, &outcome, &end), Verdict::Sound, "{outcome:?}");
    if let Err(sentence) = &outcome {
        assert!(said(sentence), "{sentence:?}");
    }
    (outcome, end)
}

#[test]
#[ignore = "needs root and /dev/fuse"]
fn a_stick_with_any_room_is_written_whole_or_called_full() {
    alone(|| {
        let scene = Scene::outbound();
        let (mut full, mut whole) = (0, 0);
        for clusters in 0..40 {
            let world = Run::of(&scene);
            let small = Medium::new(Shape {
                capacity_bytes: clusters * 4096,
                ..Shape::default()
            });
            let (outcome, mut end) = odd(&scene, &world, small, false);
            match outcome {
                Ok(()) => whole += 1,
                Err(sentence) => {
                    assert_eq!(sentence.key(), "courier-stick-full", "{clusters}");
                    full += 1;
                }
            }
            // Somebody makes room.
            end.shape = Shape::default();
            scene.heal(&world, end, false, &|| format!("{clusters} clusters"));
        }
        say(format!(
            "room for 0 to 39 clusters: {full} called full, {whole} whole, none in between"
        ));
        assert!(full > 3 && whole > 3, "{full} {whole}");
    });
}

#[test]
#[ignore = "needs root and /dev/fuse"]
fn a_write_protected_stick_says_so_and_can_still_be_loaded() {
    alone(|| {
        for scene in [Scene::outbound(), Scene::returning(), Scene::packing()] {
            let world = Run::of(&scene);
            let (outcome, end) = odd(&scene, &world, scene.stick.clone(), true);
            assert_eq!(
                outcome.unwrap_err().key(),
                "courier-stick-mounted-read-only",
                "{}",
                scene.name
            );
            scene.heal(&world, end, false, &|| scene.name.to_owned());
        }
        let scene = Scene::loading();
        let world = Run::of(&scene);
        let (outcome, end) = odd(&scene, &world, scene.stick.clone(), true);
        assert_eq!(outcome, Ok(()));
        scene.heal(&world, end, false, &|| scene.name.to_owned());
    });
}

#[test]
#[ignore = "needs root and /dev/fuse"]
fn a_file_too_long_for_the_stick_is_told_and_ours_never_are() {
    alone(|| {
        // FAT takes files of up to 4 GiB.
        const { assert!(MAX_BATCH_BYTES < 1 << 32 && MAX_PACK_BYTES < 1 << 32) };
        for scene in [Scene::outbound(), Scene::packing()] {
            for longest_file_bytes in [0, 1, 4096, 10_000] {
                let world = Run::of(&scene);
                let short = Medium::new(Shape {
                    longest_file_bytes,
                    ..Shape::default()
                });
                let (outcome, mut end) = odd(&scene, &world, short, false);
                assert_eq!(outcome.unwrap_err().key(), "courier-stick-interrupted");
                end.shape = Shape::default();
                scene.heal(&world, end, false, &|| format!("{longest_file_bytes}"));
            }
        }
    });
}

/// Another system may have written the names in small letters; a stick that folds case finds them, and lists
/// them as they are.
#[test]
#[ignore = "needs root and /dev/fuse"]
fn names_in_small_letters_are_the_same_names() {
    alone(|| {
        let whole = Scene::loading();
        let mut small = Medium::new(Shape::default());
        for (path, bytes) in whole.stick.files() {
            small.plant(&path.to_ascii_lowercase(), &bytes);
        }
        let world = Run::of(&whole);
        let (outcome, end) = odd(&whole, &world, small.clone(), false);
        assert_eq!(outcome, Ok(()));
        assert_eq!(
            world.at_office(|office| office.cases().unwrap().len()) as u64,
            whole.opinions
        );
        whole.heal(&world, end, false, &|| {
            "loaded from small letters".to_owned()
        });
        let back = Scene::returning();
        let mut small = Medium::new(Shape::default());
        for (path, bytes) in back.stick.files() {
            small.plant(&path.to_ascii_lowercase(), &bytes);
        }
        let world = Run::of(&back);
        let stick = Stick::mount(&world.mount(), small, Fault::Never, 0, false);
        world.act(Act::Sync).unwrap();
        assert_eq!(
            world.kiosk().status().unwrap().batches_unacknowledged,
            2,
            "the pack was read: only this week's words and ratings are still on their way"
        );
        back.heal(&world, stick.pull().0, false, &|| {
            "synced to small letters".to_owned()
        });
    });
}

// ── negative controls ───────────────────────────────────────────────────────────────────────────

/// Exporters that leave something out. The first leaves out nothing and must pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exporter {
    Careful,
    NoTemporaryName,
    NoSyncBeforeTheRename,
    NoSecondSync,
    NeverSyncs,
    NoReadBack,
    TrustsAnEmptyListing,
}

impl Exporter {
    fn export(self, root: &Path, files: &[(&String, &Vec<u8>)]) -> io::Result<()> {
        let result = files
            .iter()
            .try_for_each(|(path, bytes)| self.file(&root.join(path), bytes));
        if self != Self::TrustsAnEmptyListing {
            return result;
        }
        // "No temporary file is left, so every one was written and renamed."
        let folder = root.join("PINGYI/FROM/LOBBY1");
        let left = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let busy = left.filter(|entry| entry.path().extension().is_some_and(|end| end == "TMP"));
        if busy.count() == 0 { Ok(()) } else { result }
    }

    fn file(self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let folder = path.parent().unwrap();
        std::fs::create_dir_all(folder)?;
        for above in folder.ancestors().take(4) {
            std::fs::File::open(above)?.sync_all()?;
        }
        let temporary = match self {
            Self::NoTemporaryName => path.to_owned(),
            _ => path.with_extension("TMP"),
        };
        let mut file = std::fs::File::create(&temporary)?;
        file.write_all(bytes)?;
        if !matches!(self, Self::NoSyncBeforeTheRename | Self::NeverSyncs) {
            file.sync_all()?;
        }
        if temporary != path {
            std::fs::rename(&temporary, path)?;
        }
        let again = !matches!(
            self,
            Self::NoSecondSync | Self::NoSyncBeforeTheRename | Self::NeverSyncs
        );
        if again {
            file.sync_all()?;
        }
        if self != Self::NeverSyncs {
            std::fs::File::open(folder)?.sync_all()?;
        }
        if self != Self::NoReadBack && std::fs::read(path)? != bytes {
            return Err(io::Error::other("read back other bytes"));
        }
        Ok(())
    }
}

/// How many of an exporter's runs the judge objects to, over every request of its run.
fn caught(scene: &Scene, exporter: Exporter) -> (u64, u64) {
    let files: Vec<_> = scene.due.iter().collect();
    let (mut runs, mut caught, mut all) = (0, 0, 0);
    for fault in [Fault::Never, Fault::Gone, Fault::Cut, Fault::Lie] {
        for at in 0.. {
            let world = Run::of(scene);
            let mut stick = Stick::mount(&world.mount(), scene.stick.clone(), fault, at, false);
            let outcome = exporter.export(&world.mount(), &files);
            if fault == Fault::Never {
                all = stick.requests();
            }
            let (end, cut, _) = stick.pull();
            let outcome = outcome.map_err(|_| sentence!("courier-stick-vanished"));
            let verdict = judge(scene, &outcome, cut.as_ref().unwrap_or(&end));
            alive();
            runs += 1;
            caught += u64::from(verdict != Verdict::Sound);
            if fault == Fault::Never || at + 1 >= all {
                break;
            }
        }
    }
    (caught, runs)
}

#[test]
#[ignore = "needs root and /dev/fuse"]
fn broken_exporters_are_caught() {
    alone(|| {
        let scene = Scene::outbound();
        let (caught_careful, runs) = caught(&scene, Exporter::Careful);
        say(format!(
            "{:?}: caught in {caught_careful} of {runs} runs",
            Exporter::Careful
        ));
        assert_eq!(
            caught_careful, 0,
            "the judge must leave a sound exporter alone"
        );
        for exporter in [
            Exporter::NoTemporaryName,
            Exporter::NoSyncBeforeTheRename,
            Exporter::NoSecondSync,
            Exporter::NeverSyncs,
            Exporter::NoReadBack,
            Exporter::TrustsAnEmptyListing,
        ] {
            let (caught, runs) = caught(&scene, exporter);
            say(format!("{exporter:?}: caught in {caught} of {runs} runs"));
            assert!(caught > 0, "{exporter:?}");
        }
    });
}

/// A kiosk that forgot its sheets when they were written, not when they were acknowledged.
#[test]
#[ignore = "needs root and /dev/fuse"]
fn a_kiosk_that_deletes_too_early_is_caught() {
    alone(|| {
        let scene = Scene::outbound();
        let world = Run::of(&scene);
        let stick = Stick::mount(&world.mount(), scene.stick.clone(), Fault::Never, 0, false);
        world.act(Act::Sync).unwrap();
        stick.pull();
        world.forget_written_sheets();
        // The stick was lost on the way; the next one is empty.
        let lost = Medium::new(Shape::default());
        let healed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            scene.heal(&world, lost, false, &|| {
                "a kiosk that deletes too early".to_owned()
            })
        }));
        let objection = healed.unwrap_err();
        let objection = objection.downcast_ref::<String>().unwrap();
        assert!(objection.contains("a kiosk that deletes too early"));
    });
}

//! Sticks that are pulled, full, slow, lying or cut off, at every request of a real sync, load and pack, through
//! the kernel. Needs root and `/dev/fuse`:
//!
//!     cargo test --test break_stick -- --ignored --nocapture
//!
//! The stick is served by a thread of this process. Do not stop or kill it in the middle (SIGSTOP, `timeout`): a process
//! that waits for a stick it no longer serves cannot end, and everything that reads its `/proc` entry (`ps`) waits with
//! it. The way out is `mount -t fusectl none /sys/fs/fuse/connections`, then `echo 1` into each `abort` there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::wildcard_enum_match_arm,
    clippy::missing_panics_doc,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::unused_self,
    clippy::unnecessary_wraps,
    dead_code,
    missing_docs,
    reason = "a test may stop at the first surprise, and uses its own part of what is shared"
)]

#[path = "support/fuse.rs"]
mod fuse;
#[path = "support/stick_scene.rs"]
mod scene;
#[path = "support/town.rs"]
mod town;
#[path = "support/vfat.rs"]
mod vfat;

use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use fuse::{Fault, Stick};
use pingyi::courier::batch::MAX_BATCH_BYTES;
use pingyi::courier::pack::MAX_PACK_BYTES;
use scene::{Act, Figures, Outcome, Run, Scene, Verdict, judge, said};
use vfat::{Cut, Medium, Shape};

/// Runs at the same time.
const WORKERS: usize = 6;

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
        Fault::Eio => &["interrupted", "vanished"],
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
        (_, Some(cut)) => cut.after(ways(seed)),
        (_, None) => end.after(Cut::Kept),
    };
    figures.set_aside += scene.heal(&world, left, fault == Fault::Lie, &what);
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

fn every_request(scene: &Scene) {
    let world = Run::of(scene);
    let stick = Stick::mount(&world.mount(), scene.stick.clone(), Fault::Never, 0, false);
    let outcome = world.act(scene.act);
    let requests = stick.requests();
    let (end, ..) = stick.pull();
    assert!(outcome.is_ok(), "{outcome:?}");
    assert_eq!(judge(scene, &outcome, &end), Verdict::Sound);
    assert!(requests > 20, "{requests}");
    let mut all = Figures::default();
    for (turn, fault) in (0..).zip(FAULTS) {
        let figures = Mutex::new(Figures::default());
        let next = AtomicU64::new(0);
        // Mounting and unmounting is mostly waiting.
        std::thread::scope(|scope| {
            for _ in 0..WORKERS {
                scope.spawn(|| {
                    let mut own = Figures::default();
                    loop {
                        let at = next.fetch_add(1, Ordering::SeqCst);
                        if at >= requests {
                            break;
                        }
                        run(scene, fault, at, at + turn, &mut own);
                    }
                    figures.lock().unwrap().add(&own);
                });
            }
        });
        let figures = figures.into_inner().unwrap();
        println!("{} {fault:?}: {figures}", scene.name);
        assert!(figures.runs > 0, "{fault:?} never struck");
        all.add(&figures);
    }
    println!("{}, {requests} requests: {all}", scene.name);
}

#[test]
#[ignore = "needs root and /dev/fuse"]
fn a_first_sync_survives_every_fault_at_every_request() {
    every_request(&Scene::outbound());
}

#[test]
#[ignore = "needs root and /dev/fuse"]
fn a_sync_with_a_pack_survives_every_fault_at_every_request() {
    every_request(&Scene::returning());
}

#[test]
#[ignore = "needs root and /dev/fuse"]
fn a_load_survives_every_fault_at_every_request() {
    every_request(&Scene::loading());
}

#[test]
#[ignore = "needs root and /dev/fuse"]
fn a_pack_survives_every_fault_at_every_request() {
    every_request(&Scene::packing());
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
    println!("room for 0 to 39 clusters: {full} called full, {whole} whole, none in between");
    assert!(full > 3 && whole > 3, "{full} {whole}");
}

#[test]
#[ignore = "needs root and /dev/fuse"]
fn a_write_protected_stick_says_so_and_can_still_be_loaded() {
    for scene in [Scene::outbound(), Scene::returning(), Scene::packing()] {
        let world = Run::of(&scene);
        let (outcome, end) = odd(&scene, &world, scene.stick.clone(), true);
        assert_eq!(
            outcome.unwrap_err().key(),
            "courier-stick-read-only",
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
}

#[test]
#[ignore = "needs root and /dev/fuse"]
fn a_file_too_long_for_the_stick_is_told_and_ours_never_are() {
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
}

/// Another system may have written the names in small letters; a stick that folds case finds them, and lists
/// them as they are.
#[test]
#[ignore = "needs root and /dev/fuse"]
fn names_in_small_letters_are_the_same_names() {
    let whole = Scene::loading();
    let mut small = Medium::new(Shape::default());
    for (path, bytes) in whole.stick.files() {
        small.plant(&path.to_ascii_lowercase(), &bytes);
    }
    let world = Run::of(&whole);
    let (outcome, end) = odd(&whole, &world, small.clone(), false);
    assert_eq!(outcome, Ok(()));
    assert_eq!(world.office().cases().unwrap().len() as u64, whole.opinions);
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
        1,
        "the pack was read"
    );
    back.heal(&world, stick.pull().0, false, &|| {
        "synced to small letters".to_owned()
    });
}

// ── negative controls ───────────────────────────────────────────────────────────────────────────

/// Exporters that leave something out. The first leaves out nothing and must pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exporter {
    Careful,
    NoSecondSync,
    RenamesFirst,
    NoFolderSync,
    NeverSyncs,
    FinalNameAtOnce,
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
        if self == Self::FinalNameAtOnce {
            return std::fs::File::create(path)?.write_all(bytes);
        }
        let temporary = path.with_extension("TMP");
        let mut file = std::fs::File::create(&temporary)?;
        file.write_all(bytes)?;
        if !matches!(self, Self::RenamesFirst | Self::NeverSyncs) {
            file.sync_all()?;
        }
        std::fs::rename(&temporary, path)?;
        if matches!(
            self,
            Self::Careful | Self::NoFolderSync | Self::TrustsAnEmptyListing
        ) {
            file.sync_all()?;
        }
        if !matches!(self, Self::NoFolderSync | Self::NeverSyncs) {
            std::fs::File::open(folder)?.sync_all()?;
        }
        Ok(())
    }
}

/// How many of an exporter's runs the judge objects to, over every request of its run.
fn caught(scene: &Scene, exporter: Exporter) -> (u64, u64) {
    let files: Vec<_> = scene.due.iter().collect();
    let (mut runs, mut caught, mut all) = (0, 0, 0);
    for fault in [Fault::Never, Fault::Gone, Fault::Cut] {
        for at in 0.. {
            let world = Run::of(scene);
            let stick = Stick::mount(&world.mount(), scene.stick.clone(), fault, at, false);
            let outcome = exporter.export(&world.mount(), &files);
            if fault == Fault::Never {
                all = stick.requests();
            }
            let (end, cut, _) = stick.pull();
            let outcome =
                outcome.map_err(|_| pingyi::words::Sentence::new("courier-stick-vanished"));
            let verdict = judge(scene, &outcome, cut.as_ref().unwrap_or(&end));
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
    let scene = Scene::outbound();
    let (caught_careful, runs) = caught(&scene, Exporter::Careful);
    println!(
        "{:?}: caught in {caught_careful} of {runs} runs",
        Exporter::Careful
    );
    assert_eq!(
        caught_careful, 0,
        "the judge must leave a sound exporter alone"
    );
    for exporter in [
        Exporter::NoSecondSync,
        Exporter::RenamesFirst,
        Exporter::NeverSyncs,
        Exporter::FinalNameAtOnce,
        Exporter::TrustsAnEmptyListing,
    ] {
        let (caught, runs) = caught(&scene, exporter);
        println!("{exporter:?}: caught in {caught} of {runs} runs");
        assert!(caught > 0, "{exporter:?}");
    }
}

/// A kiosk that forgot its sheets when they were written, not when they were acknowledged.
#[test]
#[ignore = "needs root and /dev/fuse"]
fn a_kiosk_that_deletes_too_early_is_caught() {
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
    assert!(healed.is_err());
}

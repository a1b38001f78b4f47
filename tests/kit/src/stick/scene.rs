//! An office and a kiosk before one of the steps that touch a stick, and the judge of what the step left behind.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use pingyi::app::AppError;
use pingyi::app::kiosk::{Kiosk, PackStep, Tunables};
use pingyi::app::office::{BatchOutcome, LoadReport, Office};
use pingyi::app::settings::Settings;
use pingyi::app::sticks::Stick;
use pingyi::courier::batch::{BatchReader, ExpectedBatch};
use pingyi::courier::keys::PublicKey;
use pingyi::courier::receipt::ReceiptCost;
use pingyi::domain::ids::CommunityId;
use pingyi::domain::time::FixedClock;
use pingyi::fault::Fault as _;
use pingyi::words::{Lang, Sentence};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use super::apart::Stick as Mounted;
use super::fuse::Fault;
use super::vfat::{Cut, Medium, Shape};
use crate::town::{self, Town, copy, opinion, rating};

/// What is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// 同步 at the kiosk.
    Sync,
    /// 装入 at the office.
    Load,
    /// 制作回程包 at the office.
    Pack,
}

/// Where a week stands before the step.
pub struct Scene {
    pub name: &'static str,
    pub act: Act,
    /// The stick as it is plugged in.
    pub stick: Medium,
    /// What the office must have in the end.
    pub opinions: u64,
    pub ratings: u64,
    /// The files that have to be whole on the stick before anybody may say done, byte for byte.
    pub due: BTreeMap<String, Vec<u8>>,
    /// The same where the stick's pack could not be read: a batch vouches for the newest pack that its kiosk has read.
    due_unread: BTreeMap<String, Vec<u8>>,
    device_key: PublicKey,
    community: CommunityId,
    folder: tempfile::TempDir,
}

/// Memory where there is some: what the kiosk's own disk does is another breaker's business.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory).unwrap()
    } else {
        tempfile::tempdir().unwrap()
    }
}

fn submit(kiosk: &Kiosk, opinions: u32, ratings: u32) {
    for number in 0..opinions {
        let card = opinion(&format!("第{number}盏灯坏了"));
        kiosk.submit(&card, true).unwrap();
    }
    for _ in 0..ratings {
        kiosk.submit(&rating(), false).unwrap();
    }
}

impl Scene {
    /// A kiosk with six cards, and an empty stick.
    pub fn outbound() -> Self {
        let mut town = Town::real();
        let kiosk = town.paired();
        submit(&kiosk, 3, 3);
        Self::of("first sync", Act::Sync, town, kiosk, None, (3, 3))
    }

    /// A kiosk whose first batch is acknowledged by the stick's pack, and that has six cards more.
    pub fn returning() -> Self {
        let mut town = Town::real();
        let kiosk = town.paired();
        submit(&kiosk, 3, 3);
        town.sync(&kiosk, "a", true);
        town.load("a");
        town.pack("a").unwrap();
        submit(&kiosk, 2, 4);
        Self::of("second sync", Act::Sync, town, kiosk, Some("a"), (5, 7))
    }

    /// A stick with a batch, at the office.
    pub fn loading() -> Self {
        let mut town = Town::real();
        let kiosk = town.paired();
        submit(&kiosk, 3, 3);
        town.sync(&kiosk, "a", true);
        Self::of("load", Act::Load, town, kiosk, Some("a"), (3, 3))
    }

    /// An office that has loaded and now makes a pack on another stick.
    pub fn packing() -> Self {
        let mut town = Town::real();
        let kiosk = town.paired();
        submit(&kiosk, 3, 3);
        town.sync(&kiosk, "a", true);
        town.load("a");
        Self::of("pack", Act::Pack, town, kiosk, None, (3, 3))
    }

    fn of(
        name: &'static str,
        act: Act,
        town: Town,
        kiosk: Kiosk,
        stick: Option<&str>,
        (opinions, ratings): (u64, u64),
    ) -> Self {
        let folder = folder();
        let community = kiosk.community().id;
        drop(kiosk);
        let mut medium = Medium::new(Shape::default());
        if let Some(stick) = stick {
            plant(&mut medium, &town.path(stick), "");
        }
        let data = town.settings.data_dir.clone();
        drop(town.office);
        copy(&data, &folder.path().join("data"));
        let mut scene = Self {
            name,
            act,
            stick: medium,
            opinions,
            ratings,
            due: BTreeMap::new(),
            due_unread: BTreeMap::new(),
            device_key: pingyi::courier::keys::SigningKey::from_seed(&[0; 32]).public(),
            community,
            folder,
        };
        scene.learn();
        scene
    }

    /// What a healthy run leaves on a folder is what has to be whole on a stick.
    fn learn(&mut self) {
        self.due = self.left_by_a_healthy_run(true);
        self.due_unread = self.left_by_a_healthy_run(false);
    }

    fn left_by_a_healthy_run(&mut self, pack: bool) -> BTreeMap<String, Vec<u8>> {
        let run = Run::of(self);
        let root = run.mount();
        std::fs::create_dir_all(&root).unwrap();
        let mut due = BTreeMap::new();
        for (path, bytes) in self.stick.files() {
            if !pack && path.starts_with("PINGYI/TO/P") {
                continue;
            }
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        run.act(self.act).unwrap();
        let mut after = Medium::new(Shape::default());
        plant(&mut after, &root, "");
        for (path, bytes) in after.files() {
            if let ("DEVICE.PUB", text) = (path.rsplit('/').next().unwrap(), &bytes) {
                let text = String::from_utf8(text.clone()).unwrap();
                self.device_key = text.lines().last().unwrap().parse().unwrap();
            }
            if self.act != Act::Load && !path.ends_with(".TMP") {
                due.insert(path, bytes);
            }
        }
        due
    }

    /// A healthy round after a fault: sync, load, pack, sync. Everything must be at the office exactly once, and
    /// acknowledged. Gives how many interrupted files it had to move aside. On a stick that kept other bytes than
    /// it was given, another stick may be asked for.
    pub fn heal(
        &self,
        run: &Run,
        left: Medium,
        other_stick: bool,
        what: &dyn Fn() -> String,
    ) -> u64 {
        let medium = self.round(run, left, other_stick, what);
        let aside = medium
            .files()
            .keys()
            .filter(|path| path.contains(".X0"))
            .count();
        let (cases, verified) = run.at_office(|office| {
            let verified = office.verify(&mut |_| {}).unwrap();
            (office.cases().unwrap().len() as u64, verified)
        });
        assert_eq!(cases, self.opinions, "{}", what());
        assert!(verified.differences.is_empty(), "{}", what());
        assert_eq!(verified.ratings, self.ratings, "{}", what());
        let status = run.kiosk().status().unwrap();
        assert_eq!(status.batches_unacknowledged, 0, "{}", what());
        aside as u64
    }

    fn round(
        &self,
        run: &Run,
        left: Medium,
        other_stick: bool,
        what: &dyn Fn() -> String,
    ) -> Medium {
        let mount = |medium| Mounted::mount(&run.mount(), medium, Fault::Never, 0, false);
        let mut stick = mount(left);
        if let Err(sentence) = run.act(Act::Sync) {
            assert!(other_stick, "{}: {sentence:?}", what());
            stick.pull();
            stick = mount(Medium::new(Shape::default()));
            run.act(Act::Sync).unwrap();
        }
        run.act(Act::Load).unwrap();
        if let Err(sentence) = run.act(Act::Pack) {
            assert!(other_stick, "{}: {sentence:?}", what());
            stick.pull();
            stick = mount(Medium::new(Shape::default()));
            run.act(Act::Pack).unwrap();
        }
        run.act(Act::Sync).unwrap();
        stick.pull().0
    }
}

fn plant(medium: &mut Medium, from: &Path, below: &str) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{below}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            plant(medium, &entry.path(), &format!("{path}/"));
        } else {
            medium.plant(&path, &std::fs::read(entry.path()).unwrap());
        }
    }
}

/// One trial on a copy of a scene's world.
pub struct Run {
    folder: tempfile::TempDir,
    settings: Settings,
    clock: Arc<FixedClock>,
    /// Unlocked when it is first asked for, and then open as long as the run lasts: a third of the time went there.
    office: Mutex<Option<Office>>,
}

/// What a step says: done, or a sentence.
pub type Outcome = Result<(), Sentence>;

impl Run {
    pub fn of(scene: &Scene) -> Self {
        let folder = folder();
        let data_dir = folder.path().join("data");
        copy(&scene.folder.path().join("data"), &data_dir);
        Self {
            settings: Settings {
                data_dir,
                ..Settings::default()
            },
            clock: Arc::new(FixedClock::new(town::time(town::START))),
            office: Mutex::default(),
            folder,
        }
    }

    pub fn mount(&self) -> PathBuf {
        self.folder.path().join("stick")
    }

    pub fn kiosk(&self) -> Kiosk {
        let parts = Tunables {
            receipt_cost: ReceiptCost::TEST,
            seed: Some(5),
            receipts_ahead: 1,
            // A few cards go the whole way on one day.
            ends_rounds: true,
            fewest_sheets: Arc::new(|_| 1),
            ..Tunables::default()
        };
        Kiosk::open_with(&self.settings, self.clock.clone(), parts).unwrap()
    }

    pub fn at_office<T>(&self, act: impl FnOnce(&mut Office) -> T) -> T {
        let mut office = self.office.lock().unwrap();
        act(office.get_or_insert_with(|| {
            let dir = self.settings.data_dir.join("office");
            Office::unlock(
                &dir,
                "kabo demi tufa zulo rino pega",
                self.clock.clone(),
                &mut rand::rng(),
            )
            .unwrap()
        }))
    }

    /// What a kiosk would do that lets go of its sheets when they are written: the negative control.
    pub fn forget_written_sheets(&self) {
        let path = self.settings.data_dir.join("kiosk/box.db");
        let cardbox = rusqlite::Connection::open(path).unwrap();
        for step in [
            "DELETE FROM rating WHERE batch > 0",
            "DELETE FROM opinion WHERE batch > 0",
            "UPDATE batch SET acknowledged = 1",
        ] {
            assert!(cardbox.execute(step, []).unwrap() > 0, "{step}");
        }
    }

    /// Does it, and says what the program says. A batch that a load refuses is a sentence too.
    pub fn act(&self, act: Act) -> Outcome {
        let root = self.mount();
        let mut quiet = |_| {};
        match act {
            Act::Sync => {
                let report = self
                    .kiosk()
                    .sync(&Stick::at_folder(&root), true, &mut quiet);
                let report = report.map_err(|error| error.sentence())?;
                if let PackStep::Refused(reason) = &report.pack {
                    assert!(said(reason));
                }
                // Not all of it is on the stick.
                report.fault().map_or(Ok(()), |it| Err(it.sentence()))
            }
            Act::Load => told(self.at_office(|office| office.load(&root, &mut quiet))),
            Act::Pack => {
                let mut rng = StdRng::seed_from_u64(77);
                let report = self.at_office(|it| it.make_pack(&root, &mut rng, &mut quiet));
                report.map(drop).map_err(|it| it.sentence())
            }
        }
    }
}

fn told(report: Result<LoadReport, AppError>) -> Outcome {
    let report = report.map_err(|error| error.sentence())?;
    let batches = report.devices.iter().flat_map(|device| &device.batches);
    for batch in batches {
        if let BatchOutcome::Refused { reason } = &batch.outcome {
            return Err(reason.clone());
        }
    }
    Ok(())
}

/// Whether a sentence can be read in both languages.
pub fn said(sentence: &Sentence) -> bool {
    Lang::ALL.into_iter().all(|lang| {
        let text = sentence.say(lang);
        !text.is_empty() && !text.contains('⟦')
    })
}

/// What the judge finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing against it.
    Sound,
    /// It said done, and this file is not whole on the medium after this.
    DoneTooEarly(String, Cut),
    /// This file loads and is not what was written.
    LoadsInPart(String, Cut),
    /// Its final name stood on the first part of this file, before any power was cut.
    PartUnderFinalName(String),
}

/// Holds what a step said against everything the medium may hold when the power goes at its end.
pub fn judge(scene: &Scene, outcome: &Outcome, end: &Medium) -> Verdict {
    let verdict = judge_against(scene, &scene.due, outcome, end);
    match judge_against(scene, &scene.due_unread, outcome, end) {
        Verdict::Sound => Verdict::Sound,
        _ => verdict,
    }
}

fn judge_against(
    scene: &Scene,
    due: &BTreeMap<String, Vec<u8>>,
    outcome: &Outcome,
    end: &Medium,
) -> Verdict {
    let mut cuts = vec![Cut::Lost, Cut::EntriesOnly, Cut::Kept];
    cuts.extend((0..6).map(Cut::Mixed));
    for cut in cuts {
        let files = end.after(cut).files();
        for (path, bytes) in due {
            let there = files.get(path);
            if outcome.is_ok() && there != Some(bytes) {
                return Verdict::DoneTooEarly(path.clone(), cut);
            }
            if there.is_some_and(|there| there != bytes) && scene.loads(&files, path) {
                return Verdict::LoadsInPart(path.clone(), cut);
            }
            // After a power cut vfat itself may do that: such a file must not load, and is set aside.
            let part = there.is_some_and(|it| it.len() < bytes.len() && bytes.starts_with(it));
            if cut == Cut::Kept && part {
                return Verdict::PartUnderFinalName(path.clone());
            }
        }
    }
    Verdict::Sound
}

impl Scene {
    fn loads(&self, files: &BTreeMap<String, Vec<u8>>, path: &str) -> bool {
        let Some(stem) = path.strip_suffix(".JSL") else {
            return false;
        };
        let signature = files.get(&format!("{stem}.SIG"));
        let signature = signature.and_then(|bytes| std::str::from_utf8(bytes).ok());
        let expected = ExpectedBatch {
            community: &self.community,
            device: None,
            number: None,
        };
        let Some(signature) = signature else {
            return false;
        };
        let bytes = Cursor::new(files[path].clone());
        BatchReader::open(bytes, signature, &expected, |_| Some(self.device_key))
            .and_then(|reader| reader.read_items(|_| Ok::<_, pingyi::courier::CourierError>(())))
            .is_ok()
    }
}

/// What came of many runs.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Figures {
    pub runs: u64,
    pub done: u64,
    pub set_aside: u64,
    pub sentences: BTreeSet<String>,
}

impl Figures {
    pub fn note(&mut self, outcome: &Outcome) {
        self.runs += 1;
        match outcome {
            Ok(()) => self.done += 1,
            Err(sentence) => {
                self.sentences.insert(sentence.key().to_owned());
            }
        }
    }

    pub fn add(&mut self, other: &Self) {
        self.runs += other.runs;
        self.done += other.done;
        self.set_aside += other.set_aside;
        self.sentences.extend(other.sentences.iter().cloned());
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} runs, {} done all the same, {} stopped with a sentence ({}); 0 done too early, 0 in part under a final \
             name, 0 loaded in part, 0 lost; {} files that the power cut short moved aside",
            self.runs,
            self.done,
            self.runs - self.done,
            self.sentences.iter().cloned().collect::<Vec<_>>().join(" "),
            self.set_aside,
        )
    }
}

//! A random history of two offices, three kiosks and a few sticks, through the real kiosk and the real office; what
//! happened is noted beside it, so that a judge can say what has to have been counted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use pingyi::app::AppError;
use pingyi::app::kiosk::Kiosk;
use pingyi::app::office::{BatchOutcome, Confidential, LoadReport, Office};
use pingyi::app::sticks::Stick;
use pingyi::courier::batch::{BatchItem, BatchReader, ExpectedBatch};
use pingyi::courier::seal::{open_opinion, open_rating};
use pingyi::courier::vault::Vault;
use pingyi::domain::card::Answer;
use pingyi::domain::ids::{BatchNumber, DeviceId, RootHash, SheetId};
use pingyi::fault::{Fault as _, Kind};
use pingyi::record::{CaseEntry, Record, opinion_place};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

mod template;

use crate::town::{PASSPHRASE, four_weeks_later};
pub use template::Template;
use template::{KIOSKS, OFFICES, STICKS, parts, settings};

fn replace(from: &Path, to: &Path) {
    let _gone = fs::remove_dir_all(to);
    crate::town::copy(from, to);
}

fn hash(bytes: &[u8]) -> [u8; 32] {
    <sha2::Sha256 as sha2::Digest>::digest(bytes).into()
}

/// The hash of every batch file on a stick.
fn batches_in(stick: &Path) -> BTreeSet<[u8; 32]> {
    let folders = KIOSKS.map(|(device, _)| stick.join("PINGYI/FROM").join(device));
    let files = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).into_iter().flatten());
    files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "JSL"))
        .map(|path| hash(&fs::read(path).unwrap()))
        .collect()
}

/// A batch that once lay on a stick.
pub struct Travelled {
    pub kiosk: usize,
    pub number: BatchNumber,
    pub cards: BTreeSet<usize>,
    /// What each rating sheet in it answers.
    pub ratings: BTreeMap<SheetId, Answer>,
    pub root: RootHash,
    bytes: Vec<u8>,
    signature: Vec<u8>,
}

pub struct CardFate {
    pub kiosk: usize,
    /// Its kiosk was set back to a backup from before it.
    pub gone: bool,
}

/// What the last loads of an office said.
#[derive(Default)]
pub struct Told {
    /// Batches refused because the record knows another of that number, or another neighbour.
    pub refused: BTreeSet<(usize, BatchNumber)>,
    pub missing: BTreeSet<(usize, BatchNumber)>,
}

/// A loader that somebody broke, for the negative controls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    Not,
    /// Forgets before every load what it has seen.
    Forgetful,
    /// Loses a case after every load.
    Careless,
    /// Does not say which batches are missing.
    Quiet,
}

pub struct History<'a> {
    template: &'a Template,
    folder: tempfile::TempDir,
    rng: StdRng,
    broken: Broken,
    kiosks: Vec<Option<Kiosk>>,
    offices: Vec<Option<Office>>,
    /// How many cards there were when the backup was made.
    kiosk_backups: BTreeMap<usize, usize>,
    office_backups: BTreeSet<usize>,
    pub cards: Vec<CardFate>,
    pub travelled: BTreeMap<[u8; 32], Travelled>,
    /// Batches that somebody wiped, cut short or wrote over on some stick.
    destroyed: BTreeSet<[u8; 32]>,
    pub restores: u32,
    pub crashes: u32,
    pub log: Vec<String>,
}

impl<'a> History<'a> {
    pub fn new(template: &'a Template, seed: u64, broken: Broken) -> Self {
        let folder = crate::town::folder();
        crate::town::copy(template.folder.path(), folder.path());
        let mut history = Self {
            template,
            folder,
            rng: StdRng::seed_from_u64(seed),
            broken,
            kiosks: Vec::new(),
            offices: Vec::new(),
            kiosk_backups: BTreeMap::new(),
            office_backups: BTreeSet::new(),
            cards: Vec::new(),
            travelled: BTreeMap::new(),
            destroyed: BTreeSet::new(),
            restores: 0,
            crashes: 0,
            log: Vec::new(),
        };
        history.kiosks.resize_with(KIOSKS.len(), || None);
        history.offices.resize_with(OFFICES, || None);
        for stick in 0..STICKS {
            fs::create_dir(history.stick(stick)).unwrap();
        }
        history
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn stick(&self, number: usize) -> PathBuf {
        self.path(&format!("stick{number}"))
    }

    pub fn office_dir(&self, office: usize) -> PathBuf {
        self.path(&format!("office{office}"))
    }

    fn kiosk(&mut self, number: usize) -> &Kiosk {
        if self.kiosks[number].is_none() {
            let settings = settings(self.folder.path(), number);
            let parts = parts(self.rng.random());
            let dir = settings.data_dir.join("kiosk");
            let clock = self.template.clock.clone();
            self.kiosks[number] = Some(Kiosk::open_in_with(&dir, &settings, clock, parts).unwrap());
        }
        self.kiosks[number].as_ref().unwrap()
    }

    pub fn office(&mut self, number: usize) -> &mut Office {
        if self.offices[number].is_none() {
            let clock = self.template.clock.clone();
            self.offices[number] = Some(
                Office::unlock(
                    &self.office_dir(number),
                    PASSPHRASE,
                    clock,
                    &mut rand::rng(),
                )
                .unwrap(),
            );
        }
        self.offices[number].as_mut().unwrap()
    }

    fn note(&mut self, text: String) {
        self.log.push(text);
    }

    /// Lives through `steps` random events.
    pub fn run(&mut self, steps: usize) {
        for _ in 0..steps {
            let kiosk = self.rng.random_range(0..KIOSKS.len());
            let office = self.rng.random_range(0..OFFICES);
            let stick = self.rng.random_range(0..STICKS);
            match self.rng.random_range(0..100) {
                0..25 => self.submit(kiosk),
                25..45 => {
                    let small_crowd = self.rng.random_bool(0.7);
                    let root = self.stick(stick);
                    self.sync(kiosk, &root, small_crowd);
                }
                45..60 => {
                    let root = self.stick(stick);
                    self.load(office, &root);
                }
                60..70 => {
                    let root = self.stick(stick);
                    self.pack(office, &root);
                }
                70..73 => self.by_hand(stick, Self::cut_a_file),
                73..76 => self.by_hand(stick, Self::wipe),
                76..79 => self.load_and_stop(office, stick),
                79..82 => self.load_and_lose_the_commit(office, stick),
                82..83 => self.back_up_kiosk(kiosk),
                83..88 => self.restore_kiosk(kiosk),
                88..89 => self.back_up_office(office),
                89..93 => self.restore_office(office),
                93..95 => {
                    let from = self.rng.random_range(0..STICKS);
                    let (from, to) = (self.stick(from), self.stick(stick));
                    if from != to {
                        self.by_hand(stick, |_, _| crate::town::copy(&from, &to));
                        self.note(format!("{} is copied over stick {stick}", from.display()));
                    }
                }
                _ => self.by_hand(stick, Self::bring_an_old_batch),
            }
        }
    }

    /// Somebody does something to a stick; which batches it no longer holds is remembered.
    fn by_hand(&mut self, stick: usize, done: impl FnOnce(&mut Self, usize)) {
        let before = batches_in(&self.stick(stick));
        done(self, stick);
        let after = batches_in(&self.stick(stick));
        self.destroyed.extend(before.difference(&after));
    }

    /// Whether somebody, and not the program, took the batch off a stick, and no stick holds it now.
    pub fn is_destroyed(&self, batch: &Travelled) -> bool {
        let hash = hash(&batch.bytes);
        let held = |stick| batches_in(&self.stick(stick)).contains(&hash);
        self.destroyed.contains(&hash) && !(0..STICKS).any(held)
    }

    fn wipe(&mut self, stick: usize) {
        fs::remove_dir_all(self.stick(stick)).unwrap();
        fs::create_dir(self.stick(stick)).unwrap();
        self.note(format!("stick {stick} is wiped"));
    }

    /// Told, not drawn: the office is set back behind a batch that its kiosk keeps, or has let go of after four weeks, and the
    /// stick is emptied.
    pub fn the_record_forgets_an_acknowledged_batch(&mut self, is_kept: bool) {
        let root = self.stick(0);
        self.back_up_office(0);
        self.submit(0);
        self.sync(0, &root, true);
        self.load(0, &root);
        self.pack(0, &root);
        self.sync(0, &root, true);
        if !is_kept {
            four_weeks_later(&self.path("kiosk0/kiosk/box.db"));
            self.pack(0, &root);
            self.sync(0, &root, true);
        }
        self.wipe(0);
        self.restore_office(0);
    }

    /// Told, not drawn: a kiosk is set back, and closes another batch under a number it has used.
    pub fn a_kiosk_uses_a_number_twice(&mut self) {
        let (first, second) = (self.stick(0), self.stick(1));
        self.back_up_kiosk(0);
        self.submit(0);
        self.sync(0, &first, true);
        self.restore_kiosk(0);
        self.submit(0);
        self.sync(0, &second, true);
        self.load(0, &first);
        self.load(0, &second);
    }

    fn submit(&mut self, kiosk: usize) {
        for _ in 0..self.rng.random_range(1..=3) {
            let number = self.cards.len();
            let card = serde_json::json!({
                "plan": "h", "revision": 1,
                "ratings": { "p1": { "all": answer(number) } },
                "opinion": { "text": format!("card {number}") },
            });
            let card = serde_json::from_value(card).unwrap();
            self.kiosk(kiosk)
                .submit(&card, number.is_multiple_of(3))
                .unwrap();
            self.cards.push(CardFate { kiosk, gone: false });
            self.note(format!("card {number} at kiosk {kiosk}"));
        }
    }

    fn sync(&mut self, kiosk: usize, root: &Path, small_crowd: bool) {
        let synced = self
            .kiosk(kiosk)
            .sync(&Stick::at_folder(root), small_crowd, &mut |_| {});
        self.note(format!("kiosk {kiosk} to {}: {synced:?}", root.display()));
        match synced {
            Ok(report) => {
                for batch in report.written {
                    self.note_travelled(kiosk, batch.number, root);
                }
            }
            // Another batch or another office's files under its names: nothing is written over.
            Err(error) => assert_eq!(error.kind(), Kind::Stick, "{error}"),
        }
    }

    /// Reads with the office's key which cards a batch on a stick holds.
    fn note_travelled(&mut self, kiosk: usize, number: BatchNumber, root: &Path) {
        let (device, of) = KIOSKS[kiosk];
        let stem = root.join(format!("PINGYI/FROM/{device}/B{:07}", number.0));
        let bytes = fs::read(stem.with_extension("JSL")).unwrap();
        let hash = hash(&bytes);
        if self.travelled.contains_key(&hash) {
            return;
        }
        let signature = fs::read(stem.with_extension("SIG")).unwrap();
        let community = &self.template.communities[of];
        let expected = ExpectedBatch {
            community,
            device: None,
            number: Some(number),
        };
        let text = String::from_utf8(signature.clone()).unwrap();
        let key = Some(self.template.keys[kiosk]);
        let reader = BatchReader::open(Cursor::new(&bytes), &text, &expected, |_| key).unwrap();
        let (mut cards, mut ratings) = (BTreeSet::new(), BTreeMap::new());
        let opening = &self.template.opening[of];
        let root: RootHash = reader
            .read_items(|item| {
                if let BatchItem::Rating { id, sealed } = item {
                    let sheet = open_rating(sealed, opening, community)?;
                    ratings.extend(sheet.answers.into_values().map(|answer| (id, answer)));
                    return Ok(());
                }
                if let BatchItem::Opinion { sealed, .. } = item {
                    let sheet = open_opinion(sealed, opening, community)?;
                    cards.insert(card_of(&sheet.opinion.text));
                }
                Ok::<(), pingyi::courier::CourierError>(())
            })
            .unwrap();
        let travelled = Travelled {
            kiosk,
            number,
            cards,
            ratings,
            root,
            bytes,
            signature,
        };
        self.travelled.insert(hash, travelled);
    }

    pub fn load(&mut self, office: usize, root: &Path) -> Told {
        self.sabotage_before(office);
        let report = self.office(office).load(root, &mut |_| {}).unwrap();
        self.sabotage_after(office);
        let told = told(office, &report);
        self.note(format!(
            "office {office} loads {}: {:?}",
            root.display(),
            report.totals()
        ));
        told
    }

    /// What was written, opened with the office's key.
    pub fn words(&self, office: usize, record: &Record, case: &CaseEntry) -> Confidential {
        let (key, community) = (
            &self.template.opening[office],
            &self.template.communities[office],
        );
        let sealed = record.blob(&case.opinion.words).unwrap().unwrap();
        let words = Vault::new(key, community).open(&opinion_place(case.number), &sealed);
        words.unwrap().into()
    }

    fn sabotage_before(&mut self, office: usize) {
        if self.broken == Broken::Forgetful {
            self.statement(office, "DELETE FROM sheet_seen");
            self.statement(office, "DELETE FROM batch");
        }
    }

    fn sabotage_after(&mut self, office: usize) {
        if self.broken == Broken::Careless {
            self.statement(office, "DELETE FROM opinion_case WHERE number = 2");
        }
    }

    fn statement(&mut self, office: usize, statement: &str) {
        let path = self.office_dir(office).join("office.db");
        let connection = rusqlite::Connection::open(path).unwrap();
        connection.execute(statement, []).unwrap();
    }

    fn pack(&mut self, office: usize, root: &Path) {
        let mut rng = StdRng::seed_from_u64(self.rng.random());
        let made = self.office(office).make_pack(root, &mut rng, &mut |_| {});
        self.note(format!("office {office} packs {}", root.display()));
        if let Err(error) = made {
            // Another office's pack of that number, or a file left of one that was cut. A record that was spoilt signs nothing.
            let is_spoilt = self.broken != Broken::Not && error.kind() == Kind::Differs;
            assert!(is_spoilt || error.kind() == Kind::Stick, "{error}");
        }
    }

    /// The program stops dead in the middle of loading: at its n-th sign of life.
    fn load_and_stop(&mut self, office: usize, stick: usize) {
        self.crashes += 1;
        let root = self.stick(stick);
        let mut left = self.rng.random_range(0..12);
        self.office(office);
        let mut stopped = self.offices[office].take().unwrap();
        let ended = catch_unwind(AssertUnwindSafe(|| {
            stopped.load(&root, &mut |_| {
                assert!(left > 0, "stopped");
                left -= 1;
            })
        }));
        drop(stopped);
        self.note(format!(
            "office {office} stops in loading stick {stick}: {}",
            ended.is_err()
        ));
    }

    /// The power goes after the originals were kept and before the record was committed.
    fn load_and_lose_the_commit(&mut self, office: usize, stick: usize) {
        self.crashes += 1;
        self.offices[office] = None;
        let record = self.office_dir(office).join("office.db");
        let before = fs::read(&record).unwrap();
        let root = self.stick(stick);
        self.load(office, &root);
        self.offices[office] = None;
        fs::write(&record, before).unwrap();
        self.note(format!("office {office} lost that"));
    }

    fn cut_a_file(&mut self, stick: usize) {
        let mut files = Vec::new();
        list(&self.stick(stick), &mut files);
        files.sort();
        if files.is_empty() {
            return;
        }
        let file = &files[self.rng.random_range(0..files.len())];
        let length = fs::metadata(file).unwrap().len();
        let keep = self.rng.random_range(0..=length);
        fs::OpenOptions::new()
            .write(true)
            .open(file)
            .and_then(|file| file.set_len(keep))
            .unwrap();
        self.note(format!("{} is cut to {keep} of {length}", file.display()));
    }

    fn back_up_kiosk(&mut self, kiosk: usize) {
        self.kiosks[kiosk] = None;
        let from = self.path(&format!("kiosk{kiosk}"));
        replace(&from, &self.path(&format!("kept-kiosk{kiosk}")));
        self.kiosk_backups.insert(kiosk, self.cards.len());
        self.note(format!("kiosk {kiosk} is backed up"));
    }

    fn restore_kiosk(&mut self, kiosk: usize) {
        let Some(cards) = self.kiosk_backups.get(&kiosk).copied() else {
            self.back_up_kiosk(kiosk);
            return;
        };
        self.kiosks[kiosk] = None;
        let to = self.path(&format!("kiosk{kiosk}"));
        replace(&self.path(&format!("kept-kiosk{kiosk}")), &to);
        for fate in self
            .cards
            .iter_mut()
            .skip(cards)
            .filter(|fate| fate.kiosk == kiosk)
        {
            fate.gone = true;
        }
        self.restores += 1;
        self.note(format!("kiosk {kiosk} is set back to card {cards}"));
    }

    fn back_up_office(&mut self, office: usize) {
        self.offices[office] = None;
        replace(
            &self.office_dir(office),
            &self.path(&format!("kept-office{office}")),
        );
        self.office_backups.insert(office);
        self.note(format!("office {office} is backed up"));
    }

    fn restore_office(&mut self, office: usize) {
        if !self.office_backups.contains(&office) {
            self.back_up_office(office);
            return;
        }
        self.offices[office] = None;
        replace(
            &self.path(&format!("kept-office{office}")),
            &self.office_dir(office),
        );
        self.restores += 1;
        self.note(format!("office {office} is set back"));
    }

    /// A copy somebody kept of a batch, whole, early or late, over whatever lies there.
    fn bring_an_old_batch(&mut self, stick: usize) {
        if self.travelled.is_empty() {
            return;
        }
        let place = self.rng.random_range(0..self.travelled.len());
        let batch = self.travelled.values().nth(place).unwrap();
        let device = KIOSKS[batch.kiosk].0;
        let folder = self.stick(stick).join("PINGYI/FROM").join(device);
        fs::create_dir_all(&folder).unwrap();
        let stem = folder.join(format!("B{:07}", batch.number.0));
        fs::write(stem.with_extension("JSL"), &batch.bytes).unwrap();
        fs::write(stem.with_extension("SIG"), &batch.signature).unwrap();
        let text = format!(
            "batch {} of kiosk {} on stick {stick}",
            batch.number, batch.kiosk
        );
        self.note(text);
    }

    /// Everything that can still arrive does: what is on the sticks, and three weeks of the routine on a new one.
    pub fn settle(&mut self, office: usize) -> Told {
        let fresh = self.path(&format!("fresh{office}"));
        fs::create_dir(&fresh).unwrap();
        let own: Vec<usize> = (0..KIOSKS.len())
            .filter(|kiosk| KIOSKS[*kiosk].1 == office)
            .collect();
        for kiosk in &own {
            self.submit(*kiosk);
        }
        let mut last = Told::default();
        for week in 0..3 {
            for kiosk in &own {
                self.sync(*kiosk, &fresh, true);
            }
            last = self.load(office, &fresh);
            if week == 0 {
                for stick in 0..STICKS {
                    let root = self.stick(stick);
                    self.load(office, &root);
                }
            }
            self.pack(office, &fresh);
        }
        // And once more, all of it: what was counted stays counted once, what was refused is refused again.
        for stick in 0..STICKS {
            let root = self.stick(stick);
            last.refused.extend(self.load(office, &root).refused);
        }
        let newest = self.load(office, &fresh);
        last.refused.extend(newest.refused);
        last.missing = if self.broken == Broken::Quiet {
            BTreeSet::new()
        } else {
            newest.missing
        };
        last
    }
}

pub fn answer(card: usize) -> &'static str {
    if card.is_multiple_of(3) {
        "good"
    } else {
        "poor"
    }
}

pub fn card_of(text: &str) -> usize {
    text.strip_prefix("card ").unwrap().parse().unwrap()
}

pub fn office_of(kiosk: usize) -> usize {
    KIOSKS[kiosk].1
}

pub fn offices() -> usize {
    OFFICES
}

fn kiosk_named(device: &DeviceId) -> Option<usize> {
    KIOSKS.iter().position(|(name, _)| *name == device.as_str())
}

fn told(office: usize, report: &LoadReport) -> Told {
    let mut told = Told::default();
    for device in &report.devices {
        let Some(kiosk) = kiosk_named(&device.device).filter(|it| office_of(*it) == office) else {
            continue;
        };
        told.missing
            .extend(device.missing.iter().map(|number| (kiosk, *number)));
        for batch in &device.batches {
            if let BatchOutcome::Refused { reason } = &batch.outcome
                && matches!(reason.key(), "record-other-content" | "record-broken-chain")
            {
                told.refused.insert((kiosk, batch.number.unwrap()));
            }
        }
    }
    told
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// Silences the panics that stand for a program that stops.
pub fn hush() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if info.payload().downcast_ref::<&str>() != Some(&"stopped") {
            usual(info);
        }
    }));
}

pub fn error_kind(error: &AppError) -> Kind {
    error.kind()
}

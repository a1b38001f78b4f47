//! The safe writing of `courier::stick` on a stick that keeps and loses what vfat does, cut off after every
//! operation. No FUSE, no kernel: the medium is `kit::stick::vfat`, the program is the real `StickStore`.

use std::cell::RefCell;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::rc::Rc;

use pingyi::courier::CourierError;
use pingyi::courier::access::Access;
use pingyi::courier::files::{Condition, Files, StickFile};
use pingyi::courier::stick::{Put, StickStore};
use pingyi::domain::ids::{BatchNumber, DeviceId, PackNumber};
use pingyi_kit::stick::vfat::{Cut, Medium, Node, ROOT, Shape};

const FOLDER: &str = "PINGYI/FROM/LOBBY1";
const NAME: &str = "B0000042.JSL";
const FINAL: &str = "PINGYI/FROM/LOBBY1/B0000042.JSL";

/// What a broken writer leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Skip {
    Nothing,
    FirstSync,
    SecondSync,
    BothSyncs,
    FolderSync,
    /// Not even the medium's folders, nor the file.
    EverySync,
}

struct Play {
    medium: Medium,
    /// The medium after every operation.
    history: Vec<Medium>,
    skip: Skip,
    renamed: bool,
}

#[derive(Clone)]
struct Sim(Rc<RefCell<Play>>);

impl Sim {
    fn new(medium: Medium, skip: Skip) -> Self {
        Self(Rc::new(RefCell::new(Play {
            medium,
            history: Vec::new(),
            skip,
            renamed: false,
        })))
    }

    fn step<T>(
        &self,
        act: impl FnOnce(&mut Medium) -> Result<T, rustix::io::Errno>,
    ) -> io::Result<T> {
        let mut play = self.0.borrow_mut();
        let done = act(&mut play.medium);
        let now = play.medium.clone();
        play.history.push(now);
        Ok(done?)
    }

    fn sync(&self, node: Node) -> io::Result<()> {
        let (skip, renamed) = {
            let play = self.0.borrow();
            (play.skip, play.renamed)
        };
        let skipped = match skip {
            Skip::FirstSync => !renamed,
            Skip::SecondSync => renamed,
            Skip::BothSyncs | Skip::EverySync => true,
            Skip::Nothing | Skip::FolderSync => false,
        };
        if skipped {
            return Ok(());
        }
        self.step(|medium| medium.sync_file(node))
    }
}

fn parent(path: &Path) -> (&Path, &str) {
    let name = path.file_name().unwrap().to_str().unwrap();
    (path.parent().unwrap_or(Path::new("")), name)
}

impl Files for Sim {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let (above, name) = parent(path);
        let made = self.step(|medium| {
            let above = medium.find(above)?;
            medium.make(above, name, true)
        });
        match made {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        }
    }
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn StickFile>> {
        let (above, name) = parent(path);
        let node = self.step(|medium| {
            let above = medium.find(above)?;
            medium.make(above, name, false)
        })?;
        Ok(Box::new(SimFile {
            sim: self.clone(),
            node,
            at: 0,
        }))
    }
    fn open(&self, path: &Path) -> io::Result<Box<dyn StickFile>> {
        let node = self.step(|medium| medium.find(path))?;
        Ok(Box::new(SimFile {
            sim: self.clone(),
            node,
            at: 0,
        }))
    }
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|medium| {
            let ((from, old), (to, new)) = (parent(from), parent(to));
            let (from, to) = (medium.find(from)?, medium.find(to)?);
            medium.rename((from, old), (to, new))
        })?;
        self.0.borrow_mut().renamed = true;
        Ok(())
    }
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        let skip = self.0.borrow().skip;
        let own = path == Path::new(FOLDER);
        if skip == Skip::EverySync || (own && skip == Skip::FolderSync) {
            return Ok(());
        }
        self.step(|medium| {
            let folder = medium.find(path)?;
            medium.sync_folder(folder)
        })
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        let (above, name) = parent(path);
        self.step(|medium| {
            let above = medium.find(above)?;
            medium.unlink(above, name)
        })
    }
    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        self.step(|medium| {
            let entries = medium.list(medium.find(path)?)?;
            Ok(entries.into_iter().map(|(name, _)| name).collect())
        })
    }
    fn condition(&self) -> Condition {
        Condition::Present {
            access: Access::Writable,
            free_bytes: self.0.borrow().medium.free_bytes(),
        }
    }
}

struct SimFile {
    sim: Sim,
    node: Node,
    at: u64,
}

impl Read for SimFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (node, at) = (self.node, self.at);
        let bytes = self
            .sim
            .step(|medium| medium.read(node, at, buffer.len()))?;
        buffer[..bytes.len()].copy_from_slice(&bytes);
        self.at += bytes.len() as u64;
        Ok(bytes.len())
    }
}

impl Write for SimFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // In pieces, as a busy system may.
        let piece = &bytes[..bytes.len().min(3000)];
        let (node, at) = (self.node, self.at);
        self.sim.step(|medium| medium.write(node, at, piece))?;
        self.at += piece.len() as u64;
        Ok(piece.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for SimFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let SeekFrom::Start(at) = to else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        self.at = at;
        Ok(at)
    }
}

impl StickFile for SimFile {
    fn sync(&mut self) -> io::Result<()> {
        self.sim.sync(self.node)
    }
    fn drop_cache(&mut self) -> io::Result<()> {
        Ok(())
    }
    fn byte_count(&self) -> io::Result<u64> {
        Ok(self.sim.0.borrow().medium.byte_count(self.node)?)
    }
}

fn bytes() -> Vec<u8> {
    (0..9_000_usize)
        .map(|number| b"Qz7+pingyi/"[number * number % 11])
        .collect()
}

fn put(sim: &Sim) -> Result<Put, CourierError> {
    let bytes = bytes();
    StickStore::new(sim.clone()).put(Path::new(FOLDER), NAME, &mut |out| {
        out.write_all(&bytes).map_err(CourierError::stream)
    })
}

fn cuts() -> Vec<Cut> {
    let mut cuts = vec![Cut::Lost, Cut::Kept, Cut::EntriesOnly];
    cuts.extend((0..5).map(Cut::Mixed));
    cuts
}

/// What many power cuts showed.
#[derive(Default, Debug)]
struct Figures {
    states: u64,
    /// Done was said, and the file is not whole.
    early: u64,
    /// Bytes that are not the beginning of the file, under its final name: no later export could tell what it is.
    rubbish: u64,
    /// Nothing, or a beginning: the next export completes it.
    mended: u64,
}

/// Writes once on a stick, with the system writing by itself as `seed` says, and cuts the power after each step.
fn play(skip: Skip, seed: Option<u64>, figures: &mut Figures) {
    let empty = Medium::new(Shape::default());
    let sim = Sim::new(
        seed.map_or_else(|| empty.clone(), |seed| empty.clone().with_background(seed)),
        skip,
    );
    put(&sim).unwrap();
    let whole = bytes();
    let history = std::mem::take(&mut sim.0.borrow_mut().history);
    let last = history.len() - 1;
    for (number, medium) in history.iter().enumerate() {
        for cut in cuts() {
            figures.states += 1;
            let after = medium.after(cut);
            let there = after.files().get(FINAL).cloned();
            figures.early += u64::from(number == last && there.as_ref() != Some(&whole));
            if there.is_some_and(|there| !whole.starts_with(&there)) {
                figures.rubbish += 1;
                continue;
            }
            // Plugged in again: the next export is whole, whatever was left.
            let again = Sim::new(after, Skip::Nothing);
            put(&again)
                .unwrap_or_else(|error| panic!("{skip:?} {seed:?} {number} {cut:?}: {error}"));
            let mended = again.0.borrow().medium.after(Cut::Lost);
            assert_eq!(mended.files()[FINAL], whole);
            figures.mended += 1;
        }
    }
}

fn figures(skip: Skip) -> Figures {
    let mut figures = Figures::default();
    play(skip, None, &mut figures);
    for seed in 0..10 {
        play(skip, Some(seed), &mut figures);
    }
    figures
}

#[test]
fn power_cuts_after_every_operation_leave_the_whole_file_or_what_the_next_export_mends() {
    let figures = figures(Skip::Nothing);
    println!("{figures:?}");
    assert!(figures.states > 1_000, "{figures:?}");
    assert_eq!((figures.early, figures.rubbish), (0, 0), "{figures:?}");
    assert_eq!(figures.mended, figures.states);
}

#[test]
fn a_writer_that_leaves_a_sync_out_is_caught() {
    for skip in [Skip::SecondSync, Skip::BothSyncs, Skip::EverySync] {
        let figures = figures(skip);
        assert!(figures.early > 0, "{skip:?} {figures:?}");
    }
    // Without the first one done is still true, but a file full of rubbish can bear the final name before that.
    let figures = figures(Skip::FirstSync);
    assert!(figures.rubbish > 0, "{figures:?}");
}

#[test]
fn a_listing_after_a_cut_shows_what_was_kept() {
    let sim = Sim::new(Medium::new(Shape::default()), Skip::Nothing);
    put(&sim).unwrap();
    let medium = sim.0.borrow().medium.after(Cut::Lost);
    let folder = medium.find(Path::new(FOLDER)).unwrap();
    let names: Vec<String> = medium
        .list(folder)
        .unwrap()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, [NAME]);
    assert_eq!(medium.list(ROOT).unwrap().len(), 1);
}

/// Another system may have copied the names in small letters; a stick that folds case opens them all the same.
#[test]
fn names_in_small_letters_are_found() {
    let mut medium = Medium::new(Shape::default());
    for name in [
        "b0000042.jsl",
        "B0000007.jsl",
        "b42.jsl",
        "b0000009.jsl.txt",
    ] {
        medium.plant(&format!("pingyi/from/lobby1/{name}"), b"sealed");
    }
    medium.plant("pingyi/to/p0000003.jsl", b"signed");
    let store = StickStore::new(Sim::new(medium, Skip::Nothing));
    let device = store.devices().unwrap();
    assert_eq!(device, [DeviceId::new("LOBBY1").unwrap()]);
    let batches = store.batches(&device[0]).unwrap();
    assert_eq!(batches, [BatchNumber(7), BatchNumber(42)]);
    assert_eq!(store.packs().unwrap(), [PackNumber(3)]);
    assert!(store.open(Path::new(FINAL), 100).is_ok());
}

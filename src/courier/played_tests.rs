//! A stick that is played: a real folder, with every call noted, one answer put in its way, and a condition of its own.

use std::cell::RefCell;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::rc::Rc;

use super::access::Access;
use super::error::CourierError;
use super::files::{Condition, Files, RealFiles, StickFile};
use super::stick::StickStore;
use crate::courier::error::StickError;
use crate::fault::Fault as _;

const FOLDER: &str = "PINGYI/TO";
const NAME: &str = "P0000001.JSL";
const ROOMY: Condition = Condition::Present {
    access: Access::Writable,
    free_bytes: 1 << 30,
};
const FULL: Condition = Condition::Present {
    access: Access::Writable,
    free_bytes: 0,
};
const PROTECTED: Condition = Condition::Present {
    access: Access::Protected,
    free_bytes: 1 << 30,
};

#[derive(Default)]
struct Play {
    notes: Vec<String>,
    /// The step that fails, once, and how.
    trouble: Option<(&'static str, ErrorKind)>,
}

impl Play {
    fn step(&mut self, step: &str, what: impl std::fmt::Display) -> io::Result<()> {
        self.notes.push(format!("{step} {what}"));
        match self.trouble.take_if(|(trouble, _)| *trouble == step) {
            Some((_, kind)) => Err(kind.into()),
            None => Ok(()),
        }
    }
}

struct Played {
    inner: RealFiles,
    play: Rc<RefCell<Play>>,
    says: Condition,
}

struct PlayedFile {
    inner: Box<dyn StickFile>,
    play: Rc<RefCell<Play>>,
}

impl Played {
    fn step(&self, step: &str, path: &Path) -> io::Result<()> {
        self.play.borrow_mut().step(step, path.display())
    }
    fn file(&self, inner: Box<dyn StickFile>) -> Box<dyn StickFile> {
        let play = Rc::clone(&self.play);
        Box::new(PlayedFile { inner, play })
    }
}

impl Files for Played {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.step("make", path)?;
        self.inner.make_folder(path)
    }
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn StickFile>> {
        self.step("create", path)?;
        self.inner.create_new(path).map(|file| self.file(file))
    }
    fn open(&self, path: &Path) -> io::Result<Box<dyn StickFile>> {
        self.step("open", path)?;
        self.inner.open(path).map(|file| self.file(file))
    }
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step("rename", to)?;
        self.inner.rename_new(from, to)
    }
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.step("sync-folder", path)?;
        self.inner.sync_folder(path)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step("remove", path)?;
        self.inner.remove(path)
    }
    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        self.step("list", path)?;
        self.inner.list(path)
    }
    fn condition(&self) -> Condition {
        self.says
    }
}

impl Read for PlayedFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.play.borrow_mut().step("read", buffer.len())?;
        self.inner.read(buffer)
    }
}

impl Write for PlayedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.play.borrow_mut().step("write", bytes.len())?;
        self.inner.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl Seek for PlayedFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

impl StickFile for PlayedFile {
    fn sync(&mut self) -> io::Result<()> {
        self.play.borrow_mut().step("sync", "the file")?;
        self.inner.sync()
    }
    fn drop_cache(&mut self) -> io::Result<()> {
        self.play.borrow_mut().step("forget", "the file")?;
        self.inner.drop_cache()
    }
    fn byte_count(&self) -> io::Result<u64> {
        self.inner.byte_count()
    }
}

/// A stick that holds `there` under the name a pack is put at.
struct Scene {
    folder: tempfile::TempDir,
    play: Rc<RefCell<Play>>,
    store: StickStore<Played>,
}

impl Scene {
    fn new(there: Option<&[u8]>, says: Condition) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join(FOLDER)).unwrap();
        if let Some(bytes) = there {
            std::fs::write(folder.path().join(FOLDER).join(NAME), bytes).unwrap();
        }
        let play = Rc::<RefCell<Play>>::default();
        let store = StickStore::new(Played {
            inner: RealFiles::new(folder.path()),
            play: Rc::clone(&play),
            says,
        });
        Self {
            folder,
            play,
            store,
        }
    }

    fn put(&self, bytes: &[u8]) -> Result<(), CourierError> {
        self.store
            .put(Path::new(FOLDER), NAME, &mut |out| {
                let mut pieces = bytes.chunks(1000);
                pieces
                    .try_for_each(|piece| out.write_all(piece))
                    .map_err(CourierError::stream)
            })
            .map(drop)
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path().join(FOLDER)).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn notes(&self) -> Vec<String> {
        std::mem::take(&mut self.play.borrow_mut().notes)
    }
}

#[test]
fn a_file_is_synced_before_and_after_its_name_and_read_back() {
    let scene = Scene::new(None, ROOMY);
    scene.put(b"whole").unwrap();
    let folders = [
        "make PINGYI",
        "sync-folder ",
        "make PINGYI/TO",
        "sync-folder PINGYI",
        "open PINGYI/TO/P0000001.JSL",
    ];
    let written = [
        "create PINGYI/TO/T0000000.TMP",
        "write 5",
        "sync the file",
        "rename PINGYI/TO/P0000001.JSL",
        "sync the file",
        "sync-folder PINGYI/TO",
        "forget the file",
        "open PINGYI/TO/P0000001.JSL",
        "read 262144",
        "read 262144",
    ];
    assert_eq!(scene.notes(), [&folders[..], &written[..]].concat());
    // There already, put by whomever: on the medium it has to be all the same.
    scene.put(b"whole").unwrap();
    let there = ["read 262144", "read 262144", "sync the file"];
    assert_eq!(scene.notes(), [&folders[..], &there[..]].concat());
}

#[test]
fn the_beginning_of_a_file_is_known_wherever_it_ends() {
    let whole: Vec<u8> = (0..3500_u32).map(|at| at.to_le_bytes()[0]).collect();
    // It is written in pieces of 1,000 bytes; an interrupted export ends in one of them or between two.
    for length in [0, 1, 1000, 1500, 2000, 3499] {
        let scene = Scene::new(Some(&whole[..length]), ROOMY);
        scene.put(&whole).unwrap();
        assert_eq!(scene.names(), [NAME, "P0000001.X00"], "{length}");
    }
    for other in [&whole[1..], &[&whole[..], b"!"].concat()] {
        let scene = Scene::new(Some(other), ROOMY);
        let refused = scene.put(&whole);
        assert!(matches!(
            refused,
            Err(CourierError::Stick(StickError::NameTaken { .. }))
        ));
        assert_eq!(scene.names(), [NAME]);
    }
}

#[test]
fn a_stick_is_written_and_read_in_large_pieces() {
    let scene = Scene::new(None, ROOMY);
    scene.put(&vec![7; 1 << 20]).unwrap();
    let notes = scene.notes();
    let count = |step: &str| notes.iter().filter(|note| note.starts_with(step)).count();
    assert!((2..=9).contains(&count("write")), "{notes:?}");
    assert!((2..=9).contains(&count("read")), "{notes:?}");
}

#[test]
fn what_is_flushed_has_reached_the_stick() {
    let scene = Scene::new(None, ROOMY);
    let put = scene
        .store
        .put(Path::new(FOLDER), NAME, &mut |out| {
            out.write_all(b"who").map_err(CourierError::stream)?;
            out.flush().map_err(CourierError::stream)?;
            assert_eq!(scene.notes().last().unwrap(), "write 3");
            out.write_all(b"le").map_err(CourierError::stream)
        })
        .map(drop);
    put.unwrap();
}

/// What fails, how, on which stick, and the key of the sentence it is told with; none where nothing is told.
type Row = (
    &'static str,
    ErrorKind,
    Condition,
    fn(&Scene) -> Result<(), CourierError>,
    Option<&'static str>,
);

#[test]
fn a_fault_means_what_the_stick_says_of_itself() {
    use ErrorKind::{Interrupted, InvalidData, NotADirectory, NotFound, TimedOut};
    let put = |scene: &Scene| scene.put(b"whole");
    let open = |scene: &Scene| {
        let path = Path::new(FOLDER).join(NAME);
        scene.store.open(&path, 9).map(drop)
    };
    let text = |scene: &Scene| {
        let path = Path::new(FOLDER).join(NAME);
        scene.store.read_text(&path, 9).map(drop)
    };
    let list = |scene: &Scene| scene.store.packs().map(drop);
    let (vanished, full, interrupted, foreign) = (
        Some("courier-stick-vanished"),
        Some("courier-stick-full"),
        Some("courier-stick-interrupted"),
        Some("courier-stick-foreign"),
    );
    let protected = Some("courier-stick-read-only");
    let rows: [Row; 25] = [
        ("make", TimedOut, ROOMY, put, interrupted),
        ("make", NotADirectory, ROOMY, put, foreign),
        // Whether the name is taken is not known then: nothing is written.
        ("open", TimedOut, ROOMY, put, interrupted),
        // No file of ours: a folder, a link or a pipe bears its name.
        ("open", InvalidData, ROOMY, put, Some("courier-name-taken")),
        ("read", TimedOut, ROOMY, put, interrupted),
        ("read", Interrupted, ROOMY, put, None),
        // Here, to move the interrupted export that lies there aside.
        ("rename", TimedOut, ROOMY, put, interrupted),
        ("create", TimedOut, ROOMY, put, interrupted),
        ("create", TimedOut, FULL, put, full),
        ("create", TimedOut, PROTECTED, put, protected),
        ("create", TimedOut, Condition::Gone, put, vanished),
        ("open", NotFound, ROOMY, open, Some("courier-not-there")),
        ("open", NotFound, Condition::Gone, open, vanished),
        ("open", TimedOut, ROOMY, open, interrupted),
        ("open", TimedOut, Condition::Gone, open, vanished),
        ("read", InvalidData, ROOMY, text, Some("courier-not-pingyi")),
        ("read", TimedOut, ROOMY, text, interrupted),
        ("list", NotFound, ROOMY, list, None),
        ("list", NotFound, Condition::Gone, list, vanished),
        ("list", TimedOut, ROOMY, list, interrupted),
        // Who only reads is told neither that it is full nor that it cannot be written.
        ("open", TimedOut, PROTECTED, open, interrupted),
        ("read", TimedOut, PROTECTED, text, interrupted),
        ("read", TimedOut, FULL, text, interrupted),
        ("list", TimedOut, FULL, list, interrupted),
        // Pulled a moment later: opening what was listed tells.
        ("none", TimedOut, Condition::Gone, list, None),
    ];
    for (step, kind, says, act, told) in rows {
        let scene = Scene::new(Some(b"who"), says);
        scene.play.borrow_mut().trouble = Some((step, kind));
        let key = act(&scene).err().map(|error| error.sentence().key());
        assert_eq!(key, told, "{step} {kind:?} {says:?}");
        // What was there is there, by its name or moved aside, and no leftover beside it.
        let there = match (step, told) {
            ("read", None) => vec!["P0000001.JSL", "P0000001.X00"],
            ("create", _) => vec!["P0000001.X00"],
            _ => vec![NAME],
        };
        assert_eq!(scene.names(), there, "{step} {kind:?} {says:?}");
    }
}

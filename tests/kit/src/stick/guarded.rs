//! A real folder with somebody in front of it, who may fail a call, answer it otherwise or only count it: what stands in
//! for a stick's files where no medium of its own ([`super::vfat`]) is wanted.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use pingyi::courier::files::{Condition, Files, RealFiles, StickFile};

/// What is asked of a stick, or of an open file on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call<'a> {
    MakeFolder(&'a Path),
    Create(&'a Path),
    Open(&'a Path),
    /// Under its new name.
    Rename(&'a Path),
    SyncFolder(&'a Path),
    Remove(&'a Path),
    List(&'a Path),
    /// So many bytes, as the next.
    Read(usize),
    Write(usize),
    Seek,
    Sync,
    DropCache,
    ByteCount,
}

/// Who stands in front.
pub trait Guard: Clone + 'static {
    /// Every call passes here first.
    fn pass(&self, _: Call) -> io::Result<()> {
        Ok(())
    }

    /// What becomes of a write.
    fn write(&self, file: &mut dyn StickFile, bytes: &[u8]) -> io::Result<usize> {
        self.pass(Call::Write(bytes.len()))?;
        file.write(bytes)
    }

    /// How a file is opened.
    fn open(&self, folder: &RealFiles, path: &Path) -> io::Result<Box<dyn StickFile>> {
        folder.open(path)
    }

    /// What the stick says of itself.
    fn condition(&self, real: Condition) -> Condition {
        real
    }
}

pub struct Guarded<G> {
    folder: RealFiles,
    guard: G,
}

impl<G: Guard> Guarded<G> {
    pub fn new(root: &Path, guard: G) -> Self {
        Self {
            folder: RealFiles::new(root),
            guard,
        }
    }

    fn file(&self, inner: Box<dyn StickFile>) -> Box<dyn StickFile> {
        let guard = self.guard.clone();
        Box::new(GuardedFile { inner, guard })
    }
}

impl<G: Guard> Files for Guarded<G> {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.guard.pass(Call::MakeFolder(path))?;
        self.folder.make_folder(path)
    }
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn StickFile>> {
        self.guard.pass(Call::Create(path))?;
        Ok(self.file(self.folder.create_new(path)?))
    }
    fn open(&self, path: &Path) -> io::Result<Box<dyn StickFile>> {
        self.guard.pass(Call::Open(path))?;
        Ok(self.file(self.guard.open(&self.folder, path)?))
    }
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.guard.pass(Call::Rename(to))?;
        self.folder.rename_new(from, to)
    }
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.guard.pass(Call::SyncFolder(path))?;
        self.folder.sync_folder(path)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.guard.pass(Call::Remove(path))?;
        self.folder.remove(path)
    }
    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        self.guard.pass(Call::List(path))?;
        self.folder.list(path)
    }
    fn condition(&self) -> Condition {
        self.guard.condition(self.folder.condition())
    }
}

struct GuardedFile<G> {
    inner: Box<dyn StickFile>,
    guard: G,
}

impl<G: Guard> Read for GuardedFile<G> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.guard.pass(Call::Read(buffer.len()))?;
        self.inner.read(buffer)
    }
}

impl<G: Guard> Write for GuardedFile<G> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.guard.write(&mut *self.inner, bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<G: Guard> Seek for GuardedFile<G> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.guard.pass(Call::Seek)?;
        self.inner.seek(to)
    }
}

impl<G: Guard> StickFile for GuardedFile<G> {
    fn sync(&mut self) -> io::Result<()> {
        self.guard.pass(Call::Sync)?;
        self.inner.sync()
    }
    fn drop_cache(&mut self) -> io::Result<()> {
        self.guard.pass(Call::DropCache)?;
        self.inner.drop_cache()
    }
    fn byte_count(&self) -> io::Result<u64> {
        self.guard.pass(Call::ByteCount)?;
        self.inner.byte_count()
    }
}

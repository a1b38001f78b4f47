//! What is written to a stick by one errand, and the only way to learn that the stick may be pulled out.

use std::path::{Path, PathBuf};

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use super::drive;
use super::error::CourierError;
use super::files::RealFiles;
use super::stick::{Produce, Put, StickStore};
use crate::courier::error::StickError;
use crate::words::{Lang, Sentence, sentence};

/// Files on their way to one stick. Each is written, synced, renamed, its folder synced, and read back
/// ([`StickStore::put`]); [`Self::finish`] then reads all of them from the medium once more.
#[derive(Debug)]
pub struct Delivery {
    root: PathBuf,
    store: StickStore<RealFiles>,
    /// Every file, with the SHA-256 that it must read back as.
    files: Vec<(PathBuf, [u8; 32])>,
}

impl Delivery {
    /// To the stick, or the folder standing for one, at `root`.
    #[must_use]
    pub fn to(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            store: StickStore::new(RealFiles::new(root)),
            files: Vec::new(),
        }
    }

    /// The stick, for reading.
    #[must_use]
    pub fn store(&self) -> &StickStore<RealFiles> {
        &self.store
    }

    /// Writes a file, or finds the same bytes there.
    pub fn put(
        &mut self,
        folder: &Path,
        name: &str,
        produce: Produce<'_>,
    ) -> Result<Put, CourierError> {
        let put = self.store.put(folder, name, produce)?;
        let (Put::Written { digest } | Put::AlreadyThere { digest }) = put;
        self.files.push((folder.join(name), digest));
        Ok(put)
    }

    /// [`Self::put`] with bytes that are there already.
    pub fn put_bytes(
        &mut self,
        folder: &Path,
        name: &str,
        bytes: &[u8],
    ) -> Result<Put, CourierError> {
        self.put(folder, name, &mut |out| {
            out.write_all(bytes).map_err(CourierError::stream)
        })
    }

    /// Writes a few bytes in the place of whatever file bears the name.
    pub fn replace(&mut self, folder: &Path, name: &str, bytes: &[u8]) -> Result<(), CourierError> {
        let put = self.store.replace(folder, name, bytes)?;
        let (Put::Written { digest } | Put::AlreadyThere { digest }) = put;
        self.files.push((folder.join(name), digest));
        Ok(())
    }

    /// Sees the stick afresh where udisks2 lets us, reads everything back, and lets go of it.
    pub fn finish(self) -> Result<Delivered, CourierError> {
        let above: Vec<PathBuf> = self.root.parent().map(Path::to_owned).into_iter().collect();
        let mut drive = drive::drives(&above, std::slice::from_ref(&self.root))?
            .into_iter()
            .find(|drive| drive.root == self.root)
            .ok_or(CourierError::Stick(StickError::Vanished))?;
        if let Some(root) = drive::remount(&drive)? {
            drive.root = root;
        }
        // Also where nothing was mounted anew: a stick pulled after the last write must not pass for a written one.
        let store = StickStore::new(RealFiles::new(&drive.root));
        for (path, digest) in &self.files {
            store.verify(path, digest)?;
        }
        drive::release(&drive)?;
        Ok(Delivered(()))
    }
}

/// Everything that was written to a stick was read back from it, and the system has let go of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivered(());

impl Delivered {
    /// Nothing was written, so nothing can be lost: for pictures of screens and for stand-ins.
    #[must_use]
    pub const fn of_nothing() -> Self {
        Self(())
    }

    /// 可以拔出
    #[must_use]
    pub fn sentence(self) -> Sentence {
        sentence!("courier-may-be-pulled")
    }
}

impl Serialize for Delivered {
    /// The sentence, one field a language.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(2))?;
        map.serialize_entry("zh", &self.sentence().say(Lang::Zh))?;
        map.serialize_entry("en", &self.sentence().say(Lang::En))?;
        map.end()
    }
}

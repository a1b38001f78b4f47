//! A stick in memory that keeps and loses what vfat keeps and loses (measured on the kernel's own vfat, and held
//! against it by `tests/nightly/vfat`). What a program sees at once and what is on the medium are two things:
//!
//! - a folder's entries reach the medium when the folder is synced, or a file of it is;
//! - an entry made or moved says "0 bytes" until its file is synced, or the system feels like writing it;
//! - a file's bytes reach the medium sector by sector when the file is synced, or the system feels like it.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use rustix::io::Errno;
use serde::{Deserialize, Serialize};

/// A file or folder; the root is 1.
pub type Node = u64;
/// The root folder.
pub const ROOT: Node = 1;
const SECTOR_BYTES: usize = 512;
const CLUSTER_BYTES: u64 = 4096;

/// A folder's entry: what it points at and how many bytes it admits to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Slot {
    node: Node,
    bytes: usize,
}

type Slots = BTreeMap<String, Slot>;

#[derive(Clone, Serialize, Deserialize)]
enum Kind {
    Folder {
        seen: Slots,
        durable: Slots,
    },
    File {
        #[serde(with = "as_text")]
        seen: Vec<u8>,
        #[serde(with = "as_text")]
        durable: Vec<u8>,
    },
}

/// A file's bytes between two processes: JSON has no bytes.
mod as_text {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        STANDARD.decode(text).map_err(D::Error::custom)
    }
}

/// What the power took with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Everything that was not synced.
    Lost,
    /// Nothing: the system had written all of it.
    Kept,
    /// All bytes that were not synced, while every entry was written: files of the right length full of rubbish.
    EntriesOnly,
    /// Some of it, entry by entry and sector by sector.
    Mixed(u64),
}

/// How a stick is made.
#[derive(Clone, Serialize, Deserialize)]
pub struct Shape {
    /// Bytes it holds.
    pub capacity_bytes: u64,
    /// Longest file, in bytes (4 GiB less one on FAT).
    pub longest_file_bytes: u64,
    /// Whether `b1.jsl` and `B1.JSL` are one name.
    pub folds_case: bool,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            capacity_bytes: 64 << 20,
            longest_file_bytes: u32::MAX.into(),
            folds_case: true,
        }
    }
}

/// The stick.
#[derive(Clone, Serialize, Deserialize)]
pub struct Medium {
    nodes: BTreeMap<Node, Kind>,
    next: Node,
    pub shape: Shape,
    /// The system's own writing in the background, where it is played.
    background: Option<u64>,
}

type Answer<T> = Result<T, Errno>;

impl Medium {
    pub fn new(shape: Shape) -> Self {
        let root = Kind::Folder {
            seen: Slots::new(),
            durable: Slots::new(),
        };
        Self {
            nodes: BTreeMap::from([(ROOT, root)]),
            next: ROOT + 1,
            shape,
            background: None,
        }
    }

    /// From here on the system writes some of what waits, whenever it likes.
    pub fn with_background(mut self, seed: u64) -> Self {
        self.background = Some(seed);
        self
    }

    pub fn is_folder(&self, node: Node) -> bool {
        matches!(self.nodes.get(&node), Some(Kind::Folder { .. }))
    }

    pub fn byte_count(&self, node: Node) -> Answer<u64> {
        Ok(match self.kind(node)? {
            Kind::Folder { .. } => 0,
            Kind::File { seen, .. } => seen.len() as u64,
        })
    }

    pub fn free_bytes(&self) -> u64 {
        let used: u64 = self.nodes.values().map(Kind::used_bytes).sum();
        self.shape.capacity_bytes.saturating_sub(used)
    }

    pub fn lookup(&self, folder: Node, name: &str) -> Answer<Node> {
        let seen = self.seen(folder)?;
        let own = self.spelling(seen, name);
        own.and_then(|name| seen.get(&name))
            .map(|slot| slot.node)
            .ok_or(Errno::NOENT)
    }

    /// The node at a path below the root.
    pub fn find(&self, path: &Path) -> Answer<Node> {
        path.components().try_fold(ROOT, |folder, part| match part {
            Component::Normal(name) => self.lookup(folder, name.to_str().ok_or(Errno::INVAL)?),
            _ => Err(Errno::INVAL),
        })
    }

    pub fn list(&self, folder: Node) -> Answer<Vec<(String, Node)>> {
        let seen = self.seen(folder)?;
        Ok(seen
            .iter()
            .map(|(name, it)| (name.clone(), it.node))
            .collect())
    }

    pub fn make(&mut self, folder: Node, name: &str, as_folder: bool) -> Answer<Node> {
        if self.lookup(folder, name).is_ok() {
            return Err(Errno::EXIST);
        }
        let kind = if as_folder {
            Kind::Folder {
                seen: Slots::new(),
                durable: Slots::new(),
            }
        } else {
            Kind::File {
                seen: Vec::new(),
                durable: Vec::new(),
            }
        };
        if self.free_bytes() < kind.used_bytes() {
            return Err(Errno::NOSPC);
        }
        let node = self.next;
        self.next += 1;
        self.nodes.insert(node, kind);
        let slot = Slot { node, bytes: 0 };
        self.seen_mut(folder)?.insert(name.to_owned(), slot);
        self.meanwhile();
        Ok(node)
    }

    pub fn read(&self, node: Node, offset: u64, bytes: usize) -> Answer<Vec<u8>> {
        let Kind::File { seen, .. } = self.kind(node)? else {
            return Err(Errno::ISDIR);
        };
        let from = usize::try_from(offset).unwrap().min(seen.len());
        let to = from.saturating_add(bytes).min(seen.len());
        Ok(seen[from..to].to_vec())
    }

    pub fn write(&mut self, node: Node, offset: u64, bytes: &[u8]) -> Answer<()> {
        let end = offset + bytes.len() as u64;
        if end > self.shape.longest_file_bytes {
            return Err(Errno::FBIG);
        }
        let before = self.byte_count(node)?;
        let more = clusters(end.max(before)) - clusters(before);
        if more > self.free_bytes() {
            return Err(Errno::NOSPC);
        }
        let Some(Kind::File { seen, .. }) = self.nodes.get_mut(&node) else {
            return Err(Errno::ISDIR);
        };
        let (from, to) = (
            usize::try_from(offset).unwrap(),
            usize::try_from(end).unwrap(),
        );
        if seen.len() < to {
            seen.resize(to, 0);
        }
        seen[from..to].copy_from_slice(bytes);
        self.meanwhile();
        Ok(())
    }

    /// Moves an entry within or between folders; the entry at its new place admits to nothing yet.
    pub fn rename(&mut self, from: (Node, &str), to: (Node, &str)) -> Answer<()> {
        let node = self.lookup(from.0, from.1)?;
        if self.lookup(to.0, to.1).is_ok() {
            return Err(Errno::EXIST);
        }
        self.unlink(from.0, from.1)?;
        let slot = Slot { node, bytes: 0 };
        self.seen_mut(to.0)?.insert(to.1.to_owned(), slot);
        self.meanwhile();
        Ok(())
    }

    pub fn unlink(&mut self, folder: Node, name: &str) -> Answer<()> {
        let own = self
            .spelling(self.seen(folder)?, name)
            .ok_or(Errno::NOENT)?;
        self.seen_mut(folder)?.remove(&own);
        Ok(())
    }

    /// `fsync` of a file: its bytes, and its entry where it is now. Other entries stay as they were.
    pub fn sync_file(&mut self, node: Node) -> Answer<()> {
        if let Some(Kind::File { seen, durable }) = self.nodes.get_mut(&node) {
            durable.clone_from(seen);
        }
        for kind in self.nodes.values_mut() {
            if let Kind::Folder { seen, durable } = kind {
                for (name, slot) in seen.iter_mut().filter(|(_, slot)| slot.node == node) {
                    slot.bytes = usize::MAX;
                    durable.insert(name.clone(), *slot);
                }
            }
        }
        self.meanwhile();
        Ok(())
    }

    /// `fsync` of a folder: its entries, each with the bytes it admits to.
    pub fn sync_folder(&mut self, folder: Node) -> Answer<()> {
        let seen = self.seen(folder)?.clone();
        if let Some(Kind::Folder { durable, .. }) = self.nodes.get_mut(&folder) {
            *durable = seen;
        }
        self.meanwhile();
        Ok(())
    }

    /// What is there when the stick is plugged in again.
    pub fn after(&self, cut: Cut) -> Self {
        let mut fresh = Self::new(self.shape.clone());
        let mut rng = StdRng::seed_from_u64(if let Cut::Mixed(seed) = cut { seed } else { 0 });
        self.copy_folder(ROOT, ROOT, &mut fresh, cut, &mut rng);
        fresh
    }

    /// Puts a file there with its folders, safely on the medium.
    pub fn plant(&mut self, path: &str, bytes: &[u8]) {
        let mut folder = ROOT;
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        for part in folders.split('/').filter(|part| !part.is_empty()) {
            folder = match self.lookup(folder, part) {
                Ok(there) => there,
                Err(_) => self.make(folder, part, true).unwrap(),
            };
        }
        let node = self.make(folder, name, false).unwrap();
        self.write(node, 0, bytes).unwrap();
        *self = self.after(Cut::Kept);
    }

    /// Every file as a program sees it, with its path.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut rest = vec![(String::new(), ROOT)];
        while let Some((path, folder)) = rest.pop() {
            for (name, node) in self.list(folder).unwrap() {
                let path = format!("{path}{name}");
                match self.kind(node).unwrap() {
                    Kind::Folder { .. } => rest.push((format!("{path}/"), node)),
                    Kind::File { seen, .. } => {
                        found.insert(path, seen.clone());
                    }
                }
            }
        }
        found
    }

    fn copy_folder(&self, from: Node, to: Node, fresh: &mut Self, cut: Cut, rng: &mut StdRng) {
        let Ok(Kind::Folder { seen, durable }) = self.kind(from) else {
            return;
        };
        let mut slots = durable.clone();
        for name in seen.keys().chain(durable.keys()) {
            let written = match cut {
                Cut::Lost => false,
                Cut::Kept | Cut::EntriesOnly => true,
                Cut::Mixed(_) => rng.random_bool(0.5),
            };
            if written {
                match seen.get(name) {
                    Some(slot) => slots.insert(name.clone(), self.admits(*slot, cut, rng)),
                    None => slots.remove(name),
                };
            }
        }
        for (name, slot) in slots {
            let is_folder = self.is_folder(slot.node);
            let node = fresh.next;
            fresh.next += 1;
            let kind = match self.kind(slot.node) {
                Ok(Kind::File { seen, durable }) => {
                    let bytes = settle(seen, durable, slot.bytes, cut, rng);
                    Kind::File {
                        seen: bytes.clone(),
                        durable: bytes,
                    }
                }
                _ => Kind::Folder {
                    seen: Slots::new(),
                    durable: Slots::new(),
                },
            };
            fresh.nodes.insert(node, kind);
            let slot_there = Slot {
                node,
                bytes: usize::MAX,
            };
            if let Some(Kind::Folder { seen, durable }) = fresh.nodes.get_mut(&to) {
                seen.insert(name.clone(), slot_there);
                durable.insert(name, slot_there);
            }
            if is_folder {
                self.copy_folder(slot.node, node, fresh, cut, rng);
            }
        }
    }

    /// An entry that the system wrote by itself may say how long its file is, or nothing yet.
    fn admits(&self, slot: Slot, cut: Cut, rng: &mut StdRng) -> Slot {
        let full = match cut {
            Cut::Kept | Cut::EntriesOnly => true,
            Cut::Lost => false,
            Cut::Mixed(_) => rng.random_bool(0.5),
        };
        Slot {
            bytes: if full { usize::MAX } else { slot.bytes },
            ..slot
        }
    }

    /// The system's own writing: now and then an entry, a sector.
    fn meanwhile(&mut self) {
        let Some(seed) = self.background else {
            return;
        };
        self.background = Some(seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
        let mut rng = StdRng::seed_from_u64(seed);
        for kind in self.nodes.values_mut() {
            match kind {
                Kind::Folder { seen, durable } => {
                    for slot in seen.values_mut().filter(|_| rng.random_bool(0.1)) {
                        slot.bytes = usize::MAX;
                    }
                    let names: Vec<String> = seen.keys().chain(durable.keys()).cloned().collect();
                    for name in names {
                        if rng.random_bool(0.15) {
                            match seen.get(&name) {
                                Some(slot) => durable.insert(name, *slot),
                                None => durable.remove(&name),
                            };
                        }
                    }
                }
                Kind::File { seen, durable } => {
                    *durable = settle(seen, durable, usize::MAX, Cut::Mixed(0), &mut rng);
                }
            }
        }
    }

    fn kind(&self, node: Node) -> Answer<&Kind> {
        self.nodes.get(&node).ok_or(Errno::NOENT)
    }

    fn seen(&self, folder: Node) -> Answer<&Slots> {
        match self.kind(folder)? {
            Kind::Folder { seen, .. } => Ok(seen),
            Kind::File { .. } => Err(Errno::NOTDIR),
        }
    }

    fn seen_mut(&mut self, folder: Node) -> Answer<&mut Slots> {
        match self.nodes.get_mut(&folder) {
            Some(Kind::Folder { seen, .. }) => Ok(seen),
            Some(Kind::File { .. }) => Err(Errno::NOTDIR),
            None => Err(Errno::NOENT),
        }
    }

    fn spelling(&self, slots: &Slots, name: &str) -> Option<String> {
        let same = |own: &&String| {
            own.as_str() == name || (self.shape.folds_case && own.eq_ignore_ascii_case(name))
        };
        slots.keys().find(same).cloned()
    }
}

impl Kind {
    fn used_bytes(&self) -> u64 {
        match self {
            Self::Folder { .. } => CLUSTER_BYTES,
            Self::File { seen, .. } => clusters(seen.len() as u64),
        }
    }
}

fn clusters(bytes: u64) -> u64 {
    bytes.div_ceil(CLUSTER_BYTES) * CLUSTER_BYTES
}

/// The bytes of a file on the medium: synced sectors, and of the others what the system had written.
fn settle(seen: &[u8], durable: &[u8], admitted: usize, cut: Cut, rng: &mut StdRng) -> Vec<u8> {
    let length = match cut {
        Cut::Lost => admitted.min(durable.len()),
        _ => admitted.min(seen.len()),
    };
    let mut bytes = vec![0xE5; length];
    for (number, sector) in bytes.chunks_mut(SECTOR_BYTES).enumerate() {
        let newest = match cut {
            Cut::Lost | Cut::EntriesOnly => false,
            Cut::Kept => true,
            Cut::Mixed(_) => rng.random_bool(0.5),
        };
        let source = if newest { seen } else { durable };
        let from = (number * SECTOR_BYTES).min(source.len());
        let have = &source[from..(from + sector.len()).min(source.len())];
        sector[..have.len()].copy_from_slice(have);
    }
    bytes
}

//! What a power cut leaves of a disk: whatever was synced, and of the rest anything.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::disk::{Contents, Op, overwrite};

/// The unit in which a disk writes whole or not at all.
const SECTOR: u64 = 512;

/// What became of that which no sync had made durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// None of it arrived.
    Lost,
    /// All of it arrived.
    Kept,
    /// Of the journal everything, of the rest nothing.
    JournalOnly,
    /// Of the journal nothing, of the rest everything.
    MainOnly,
    /// Each sector of each write arrived or did not, each cut of a file too.
    Torn(u64),
    /// As torn, and some sectors hold neither the old nor the new but noise.
    Garbage(u64),
}

/// Every fate that is tried at every moment at which something was not synced.
pub const FATES: [Fate; 10] = [
    Fate::Lost,
    Fate::Kept,
    Fate::JournalOnly,
    Fate::MainOnly,
    Fate::Torn(1),
    Fate::Torn(2),
    Fate::Torn(3),
    Fate::Garbage(1),
    Fate::Garbage(2),
    Fate::Garbage(3),
];

#[derive(Debug, Clone)]
enum Change {
    Write { at: u64, bytes: Arc<[u8]> },
    Truncate { len: u64 },
}

impl Change {
    fn apply(&self, held: &mut Vec<u8>) {
        match self {
            Self::Write { at, bytes } => overwrite(held, *at, bytes),
            Self::Truncate { len } => held.resize(usize::try_from(*len).unwrap(), 0),
        }
    }
}

#[derive(Debug, Default, Clone)]
struct File {
    durable: Vec<u8>,
    waiting: Vec<Change>,
}

/// A disk as the platters have it, and what has not reached them.
#[derive(Debug, Default, Clone)]
pub struct Platters {
    files: BTreeMap<u32, File>,
    durable_names: BTreeMap<String, u32>,
    waiting_names: Vec<Op>,
    done: u64,
}

/// A stream of numbers that look random; enough for noise, and the same in every run.
pub struct Noise(u64);

impl Noise {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }
}

impl Platters {
    /// A disk that lay still: everything on it is durable. Numbers files as `Disk::load` does.
    pub fn still(contents: &Contents) -> Self {
        let mut platters = Self::default();
        for (number, (name, bytes)) in (0..).zip(contents) {
            platters.durable_names.insert(name.clone(), number);
            let durable = bytes.clone();
            platters.files.insert(
                number,
                File {
                    durable,
                    waiting: Vec::new(),
                },
            );
        }
        platters
    }

    pub fn apply(&mut self, op: &Op) {
        self.done += 1;
        match op {
            Op::Create { file, .. } => {
                self.files.insert(*file, File::default());
                self.waiting_names.push(op.clone());
            }
            Op::Delete { .. } => self.waiting_names.push(op.clone()),
            Op::Write { file, at, bytes } => self.wait(
                *file,
                Change::Write {
                    at: *at,
                    bytes: Arc::clone(bytes),
                },
            ),
            Op::Truncate { file, len } => self.wait(*file, Change::Truncate { len: *len }),
            Op::Sync { file } => {
                let file = self.files.entry(*file).or_default();
                for change in file.waiting.drain(..) {
                    change.apply(&mut file.durable);
                }
            }
            Op::SyncFolder => {
                for op in std::mem::take(&mut self.waiting_names) {
                    rename(&mut self.durable_names, &op);
                }
            }
        }
    }

    fn wait(&mut self, file: u32, change: Change) {
        self.files.entry(file).or_default().waiting.push(change);
    }

    /// Every state a power cut may leave now: each fate of the bytes, and, where the folder waits for its sync,
    /// with and without what was done to it. One state when nothing waits.
    pub fn fates(&self) -> Vec<(Fate, bool)> {
        let bytes_wait = self.files.values().any(|file| !file.waiting.is_empty());
        let fates: &[Fate] = if bytes_wait { &FATES } else { &[Fate::Kept] };
        let folders: &[bool] = if self.waiting_names.is_empty() {
            &[true]
        } else {
            &[true, false]
        };
        let mut all = Vec::new();
        for folder in folders {
            all.extend(fates.iter().map(|fate| (*fate, *folder)));
        }
        all
    }

    /// The disk after a power cut; `folder_kept` tells whether unsynced names were made and removed.
    pub fn after(&self, fate: Fate, folder_kept: bool, seed: u64) -> Contents {
        let mut names = self.durable_names.clone();
        if folder_kept {
            for op in &self.waiting_names {
                rename(&mut names, op);
            }
        }
        let mut noise = Noise::new(seed.wrapping_mul(0x1_0001).wrapping_add(self.done));
        names
            .into_iter()
            .map(|(name, file)| {
                let file = self.files.get(&file).cloned().unwrap_or_default();
                let bytes = file.after(fate, name.ends_with("-journal"), &mut noise);
                (name, bytes)
            })
            .collect()
    }
}

fn rename(names: &mut BTreeMap<String, u32>, op: &Op) {
    match op {
        Op::Create { name, file } => {
            names.insert(name.clone(), *file);
        }
        Op::Delete { name } => {
            names.remove(name);
        }
        Op::Write { .. } | Op::Truncate { .. } | Op::Sync { .. } | Op::SyncFolder => {}
    }
}

impl File {
    fn after(self, fate: Fate, is_journal: bool, noise: &mut Noise) -> Vec<u8> {
        let mut held = self.durable;
        let arrives = match fate {
            Fate::Lost => false,
            Fate::JournalOnly => is_journal,
            Fate::MainOnly => !is_journal,
            Fate::Kept | Fate::Torn(_) | Fate::Garbage(_) => true,
        };
        if !arrives {
            return held;
        }
        if let Fate::Torn(seed) | Fate::Garbage(seed) = fate {
            noise.0 ^= seed << 32;
        }
        let torn = matches!(fate, Fate::Torn(_) | Fate::Garbage(_));
        let garbage = matches!(fate, Fate::Garbage(_));
        for change in &self.waiting {
            match change {
                change if !torn => change.apply(&mut held),
                Change::Truncate { .. } => {
                    if noise.next().is_multiple_of(2) {
                        change.apply(&mut held);
                    }
                }
                Change::Write { at, bytes } => tear(&mut held, *at, bytes, garbage, noise),
            }
        }
        held
    }
}

/// Writes some of a write's sectors, and into others noise when `garbage`.
fn tear(held: &mut Vec<u8>, at: u64, bytes: &[u8], garbage: bool, noise: &mut Noise) {
    let mut from = 0;
    while from < bytes.len() {
        let here = at + from as u64;
        let left = usize::try_from(SECTOR - here % SECTOR).unwrap();
        let piece = &bytes[from..bytes.len().min(from + left)];
        match noise.next() % if garbage { 3 } else { 2 } {
            0 => {}
            1 => overwrite(held, here, piece),
            _ => {
                let rubbish: Vec<u8> = (0..piece.len().div_ceil(8))
                    .flat_map(|_| noise.next().to_le_bytes())
                    .take(piece.len())
                    .collect();
                overwrite(held, here, &rubbish);
            }
        }
        from += piece.len();
    }
}

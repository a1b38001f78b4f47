//! Records a life, pulls the plug after every operation in every way, opens what is left and judges it.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::sync::Arc;

use pingyi::cardbox::CardBox;

use crate::disk::{Build, Contents, Disk, Op, unplug};
use crate::life::{SealedCard, Step, holds, look};
use crate::power::{Fate, Platters};

pub const BOX: &str = "box.db";
/// The card that is submitted to every state: a box that cannot take one is lost too.
const PROBE: u64 = 9_999_999;

/// What was done to a disk, and what was to be seen whenever the box had said yes.
pub struct Recording {
    pub start: Contents,
    pub ops: Vec<Op>,
    /// How many operations had been done when a step came back, and what the box held then.
    pub moments: Vec<(usize, Vec<u8>)>,
}

impl Recording {
    /// Runs `steps` on a disk that holds `start`.
    pub fn of(build: Build, start: Contents, steps: &[Step]) -> Self {
        let disk = Disk::new(build);
        let eye = Disk::new(Build::Real);
        disk.load(start.clone());
        disk.record();
        let mut held = None;
        let mut moments = Vec::new();
        for step in steps {
            step.run(&disk.path(BOX), &mut held).unwrap();
            let done = disk.recorded();
            // Looked at elsewhere, so that looking leaves nothing in the recording.
            eye.load(disk.contents());
            let cardbox = CardBox::open(&eye.path(BOX)).unwrap();
            moments.push((done, look(&cardbox).unwrap()));
        }
        drop(held);
        // Before the first step came back the box held what opening finds.
        let first = moments[0].1.clone();
        moments.insert(0, (0, first));
        let ops = disk.take_ops();
        unplug(&disk);
        unplug(&eye);
        Self {
            start,
            ops,
            moments,
        }
    }

    /// What the box may hold after `done` operations: what it held when the last step came back, and, when the
    /// next one was under way, what that one makes of it.
    fn allowed(&self, done: usize) -> (usize, bool) {
        let last = self
            .moments
            .iter()
            .rposition(|(upto, _)| *upto <= done)
            .unwrap();
        (
            last,
            self.moments[last].0 < done && last + 1 < self.moments.len(),
        )
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Sound,
    /// The box does not open, or does not tell what it holds.
    Unreadable,
    /// SQLite finds the file damaged.
    Damaged,
    /// Something the box had said yes to is gone.
    Lost,
    /// Something is there by halves.
    Torn,
    /// It takes no more cards.
    Unwritable,
}

/// How many states came to what.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    pub verdicts: BTreeMap<Verdict, u64>,
    /// The first states that were not sound.
    pub worst: Vec<String>,
}

impl Tally {
    pub fn states(&self) -> u64 {
        self.verdicts.values().sum()
    }

    pub fn count(&self, verdict: Verdict) -> u64 {
        self.verdicts.get(&verdict).copied().unwrap_or_default()
    }

    pub fn unsound(&self) -> u64 {
        self.states() - self.count(Verdict::Sound)
    }

    pub fn add(&mut self, other: Self) {
        for (verdict, count) in other.verdicts {
            *self.verdicts.entry(verdict).or_default() += count;
        }
        self.worst.extend(other.worst);
        self.worst.truncate(12);
    }

    fn note(&mut self, verdict: Verdict, place: impl FnOnce() -> String) {
        *self.verdicts.entry(verdict).or_default() += 1;
        if verdict != Verdict::Sound && self.worst.len() < 12 {
            self.worst.push(format!("{verdict:?}: {}", place()));
        }
    }
}

impl Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} states, {} not sound", self.states(), self.unsound())?;
        for (verdict, count) in &self.verdicts {
            if *verdict != Verdict::Sound {
                write!(f, ", {verdict:?} {count}")?;
            }
        }
        Ok(())
    }
}

/// How thoroughly a recording is tried.
#[derive(Debug, Clone, Copy)]
pub struct Depth {
    /// Every how many operations the plug is pulled; 1 is after each.
    pub stride: usize,
    /// Of every so many states one is recovered under recording, and the plug pulled after each operation of the
    /// recovery too; 0 is none.
    pub again_every: u64,
}

/// Pulls the plug everywhere, on as many threads as there are processors.
pub fn try_everything(recording: &Recording, build: Build, depth: Depth) -> Tally {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..workers)
            .map(|worker| {
                scope.spawn(move || try_share(recording, build, depth, (worker, workers)))
            })
            .collect();
        let mut tally = Tally::default();
        for handle in handles {
            tally.add(handle.join().unwrap());
        }
        tally
    })
}

fn try_share(recording: &Recording, build: Build, depth: Depth, share: (usize, usize)) -> Tally {
    let disk = Disk::new(build);
    let mut tally = Tally::default();
    let mut platters = Platters::still(&recording.start);
    let mut states = 0_u64;
    for done in 0..=recording.ops.len() {
        if let Some(op) = done.checked_sub(1) {
            platters.apply(&recording.ops[op]);
        }
        let turn = done / depth.stride;
        if !done.is_multiple_of(depth.stride) || turn % share.1 != share.0 {
            continue;
        }
        for (fate, folder_kept) in platters.fates() {
            let contents = platters.after(fate, folder_kept, 1);
            states += 1;
            let place = || {
                format!(
                    "after {done} of {}, {fate:?}, folder kept: {folder_kept}",
                    recording.ops.len()
                )
            };
            if depth.again_every > 0 && states.is_multiple_of(depth.again_every) {
                tally.add(twice(&contents, build, place));
            }
            tally.note(judge(&disk, contents, recording, done), place);
        }
    }
    unplug(&disk);
    tally
}

/// A second power cut, at every moment of the recovery from the first and of the submission after it.
fn twice(contents: &Contents, build: Build, place: impl Fn() -> String) -> Tally {
    let disk = Disk::new(build);
    let recovery = Recording::of(
        build,
        contents.clone(),
        &[Step::Open, Step::Submit(8_888_888)],
    );
    let mut platters = Platters::still(&recovery.start);
    let mut tally = Tally::default();
    for done in 0..=recovery.ops.len() {
        if let Some(op) = done.checked_sub(1) {
            platters.apply(&recovery.ops[op]);
        }
        for (fate, folder_kept) in [
            (Fate::Lost, false),
            (Fate::Kept, true),
            (Fate::Torn(4), true),
            (Fate::Garbage(4), true),
        ] {
            let left = platters.after(fate, folder_kept, 2);
            let here = || format!("{}; again after {done}, {fate:?}", place());
            tally.note(judge(&disk, left, &recovery, done), here);
        }
    }
    unplug(&disk);
    tally
}

/// Opens what is left with the real code: sound, whole, complete, and ready for the next card?
fn judge(disk: &Arc<Disk>, contents: Contents, recording: &Recording, done: usize) -> Verdict {
    disk.load(contents);
    let Ok(mut cardbox) = CardBox::open(&disk.path(BOX)) else {
        return Verdict::Unreadable;
    };
    if cardbox.check().is_err() {
        return Verdict::Damaged;
    }
    let seen = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| look(&cardbox)));
    let Ok(Ok(seen)) = seen else {
        return Verdict::Unreadable;
    };
    let (last, under_way) = recording.allowed(done);
    let is = |moment: usize| recording.moments[moment].1 == seen;
    let is_sound = is(last) || (under_way && is(last + 1));
    if !is_sound {
        return if (0..last).any(is) {
            Verdict::Lost
        } else {
            Verdict::Torn
        };
    }
    let probe = SealedCard::new(PROBE);
    let before = waiting(&cardbox);
    let taken = cardbox.submit(&probe.submission()).is_ok()
        && holds(&cardbox, &probe.ratings[0].1)
        && waiting(&cardbox) == before + 1
        && cardbox.check().is_ok();
    if taken {
        Verdict::Sound
    } else {
        Verdict::Unwritable
    }
}

pub fn waiting(cardbox: &CardBox) -> u64 {
    let waiting = cardbox.waiting_rounds().unwrap_or_default();
    waiting.iter().map(|round| round.counts.submitted).sum()
}

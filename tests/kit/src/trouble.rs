//! A disk that fails, once or from then on, or that has no room: at every call of every step of a life. Whatever
//! happens is told in a sentence, loses nothing, and is over when the trouble is.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::sync::Arc;

use pingyi::cardbox::{CardBox, CardBoxError};
use pingyi::fault::{Fault as _, Kind};
use pingyi::words::Lang;

use crate::crash::BOX;
use crate::disk::{Build, Contents, Disk, Fault, FaultKind, unplug};
use crate::life::{SealedCard, Step, holds, look};
use crate::power::{Fate, Platters};

/// What is wrong with the disk during one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// A call fails; `at` counts the step's own calls (of a full disk: writes).
    Fails(Fault),
    /// So many bytes more than there are, journal included.
    Room(u64),
    /// So many pages more than the box has.
    Pages(u32),
}

/// What troubled steps came to.
#[derive(Debug, Default)]
pub struct Report {
    /// Troubles that hit a call.
    pub injected: u64,
    /// Steps that said no, by sentence.
    pub refused: BTreeMap<&'static str, u64>,
    /// Steps that said yes all the same.
    pub done_anyway: u64,
    /// Steps that said no and were done.
    pub refused_but_done: Vec<String>,
    /// Lost, damaged, without a sentence, or still out of order after the trouble was over.
    pub lost: Vec<String>,
}

impl Report {
    pub fn add(&mut self, other: Self) {
        self.injected += other.injected;
        self.done_anyway += other.done_anyway;
        for (key, count) in other.refused {
            *self.refused.entry(key).or_default() += count;
        }
        self.refused_but_done.extend(other.refused_but_done);
        self.lost.extend(other.lost);
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} injected, {} lost, {} refused but done, {} done all the same, told {:?}",
            self.injected,
            self.lost.len(),
            self.refused_but_done.len(),
            self.done_anyway,
            self.refused
        )
    }
}

/// A life without trouble: what the disk held before and after each step, and what was to be seen.
pub struct Smooth {
    pub steps: Vec<Step>,
    pub disks: Vec<Contents>,
    pub looks: Vec<Vec<u8>>,
}

impl Smooth {
    pub fn of(steps: Vec<Step>) -> Self {
        let disk = Disk::new(Build::Real);
        let mut held = None;
        let (mut disks, mut looks) = (vec![Contents::new()], Vec::new());
        for step in &steps {
            step.run(&disk.path(BOX), &mut held).unwrap();
            disks.push(disk.contents());
            looks.push(look(held.as_ref().unwrap()).unwrap());
        }
        // Before the first step there is nothing, which opening makes an empty box of.
        looks.insert(0, looks[0].clone());
        unplug(&disk);
        Self {
            steps,
            disks,
            looks,
        }
    }
}

/// The bench on which one step at a time meets trouble.
pub struct Bench<'a> {
    smooth: &'a Smooth,
    disk: Arc<Disk>,
    eye: Arc<Disk>,
    /// A program broken on purpose: it takes every no for a yes.
    pub deaf: bool,
    pub report: Report,
}

impl<'a> Bench<'a> {
    pub fn new(smooth: &'a Smooth, build: Build) -> Self {
        Self {
            smooth,
            disk: Disk::new(build),
            eye: Disk::new(Build::Real),
            deaf: false,
            report: Report::default(),
        }
    }

    /// Calls and writes that a step makes when all is well.
    pub fn calls_of(&self, step: usize) -> (u64, u64) {
        let mut held = self.before(step);
        let from = self.disk.calls();
        self.smooth.steps[step]
            .run(&self.disk.path(BOX), &mut held)
            .unwrap();
        let upto = self.disk.calls();
        (upto.0 - from.0, upto.1 - from.1)
    }

    /// The box as it was before a step; closed when the step opens it.
    fn before(&self, step: usize) -> Option<CardBox> {
        self.disk.load(self.smooth.disks[step].clone());
        let opens = self.smooth.steps[step] == Step::Open;
        (!opens).then(|| CardBox::open(&self.disk.path(BOX)).unwrap())
    }

    fn arm(&self, trouble: Trouble, held: Option<&CardBox>) {
        match trouble {
            Trouble::Fails(fault) => {
                let (calls, writes) = self.disk.calls();
                let from = if fault.kind == FaultKind::Full {
                    writes
                } else {
                    calls
                };
                self.disk.fail(Some(Fault {
                    at: from + fault.at,
                    ..fault
                }));
            }
            Trouble::Room(bytes) => self.disk.limit(Some(self.disk.bytes() + bytes)),
            Trouble::Pages(pages) => {
                let cardbox = held.unwrap();
                cardbox
                    .limit_pages(cardbox.pages().unwrap() + pages)
                    .unwrap();
            }
        }
    }

    fn disarm(&self, held: Option<&CardBox>) {
        self.disk.fail(None);
        self.disk.limit(None);
        if let Some(cardbox) = held {
            cardbox.limit_pages(u32::MAX - 1).unwrap();
        }
    }

    /// Runs a step in trouble. Tells whether the step said yes.
    pub fn run(&mut self, step: usize, trouble: Trouble) -> bool {
        let mut held = self.before(step);
        self.disk.record();
        self.arm(trouble, held.as_ref());
        let told = self.smooth.steps[step].run(&self.disk.path(BOX), &mut held);
        let hit = told.is_err() || self.disk.hits() > 0;
        self.report.injected += u64::from(hit);
        let name = format!("{:?} ({step}) with {trouble:?}", self.smooth.steps[step]);
        match &told {
            Ok(()) => self.report.done_anyway += u64::from(hit),
            Err(error) => self.hear(error, trouble, &name),
        }
        // A disk that fails goes on failing: what comes next is told too.
        if let Some(cardbox) = held.as_mut().filter(|_| told.is_err())
            && let Err(error) = cardbox.vacuum()
        {
            self.hear(&error, trouble, &name);
        }
        self.disarm(held.as_ref());
        if let Err(fault) = self.afterwards(step, held, told.is_ok() || self.deaf, &name) {
            self.report.lost.push(format!("{name}: {fault}"));
        }
        told.is_ok()
    }

    fn hear(&mut self, error: &CardBoxError, trouble: Trouble, name: &str) {
        let sentence = error.sentence();
        *self.report.refused.entry(sentence.key()).or_default() += 1;
        let said = Lang::ALL.map(|lang| sentence.say(lang));
        let dumb = said
            .iter()
            .any(|said| said.is_empty() || said.contains('⟦') || said.contains("{ $"));
        let wants_full = !matches!(
            trouble,
            Trouble::Fails(Fault {
                kind: FaultKind::Failing,
                ..
            })
        );
        let right = if wants_full {
            matches!(error, CardBoxError::DiskFull)
        } else {
            error.kind() == Kind::Disk
        };
        if dumb || !right || said[0] == said[1] {
            self.report.lost.push(format!("{name}: told {said:?}"));
        }
    }

    /// The trouble is over: the same connection works, and so does the next start, power cut or not.
    fn afterwards(
        &mut self,
        step: usize,
        held: Option<CardBox>,
        yes: bool,
        name: &str,
    ) -> Result<(), String> {
        let looks = &self.smooth.looks;
        let fail = |what: &str, error: CardBoxError| format!("{what}: {error}");
        // The plug pulled at once: nothing of before is gone, and a yes stands.
        let mut platters = Platters::still(&self.smooth.disks[step]);
        for op in self.disk.take_ops() {
            platters.apply(&op);
        }
        for fate in [Fate::Lost, Fate::Kept, Fate::Torn(1), Fate::Garbage(1)] {
            for folder_kept in [true, false] {
                self.eye.load(platters.after(fate, folder_kept, 3));
                let cardbox =
                    CardBox::open(&self.eye.path(BOX)).map_err(|error| fail("power cut", error))?;
                cardbox.check().map_err(|error| fail("power cut", error))?;
                let seen = look(&cardbox).map_err(|error| fail("power cut", error))?;
                if seen != looks[step + 1] && (yes || seen != looks[step]) {
                    return Err(format!("power cut {fate:?}: not what it held"));
                }
            }
        }
        let mut cardbox = match held {
            Some(cardbox) => cardbox,
            None => {
                CardBox::open(&self.disk.path(BOX)).map_err(|error| fail("opened again", error))?
            }
        };
        let seen = look(&cardbox).map_err(|error| fail("looked at", error))?;
        if seen == looks[step + 1] {
            if !yes && looks[step] != looks[step + 1] {
                self.report.refused_but_done.push(name.to_owned());
            }
        } else if yes || seen != looks[step] {
            return Err("not what it held".to_owned());
        } else if self.smooth.steps[step] != Step::Open {
            // Refused and not done: once more, and it is done.
            let mut again = Some(cardbox);
            self.smooth.steps[step]
                .run(&self.disk.path(BOX), &mut again)
                .map_err(|error| fail("once more", error))?;
            cardbox = again.unwrap();
            if look(&cardbox).map_err(|error| fail("looked at", error))? != looks[step + 1] {
                return Err("once more: something else".to_owned());
            }
        }
        let probe = SealedCard::new(9_999_999);
        cardbox
            .submit(&probe.submission())
            .map_err(|error| fail("the next card", error))?;
        cardbox.check().map_err(|error| fail("afterwards", error))?;
        drop(cardbox);
        let cardbox =
            CardBox::open(&self.disk.path(BOX)).map_err(|error| fail("the next start", error))?;
        cardbox
            .check()
            .map_err(|error| fail("the next start", error))?;
        if holds(&cardbox, &probe.ratings[0].1) {
            Ok(())
        } else {
            Err("the next card is gone".to_owned())
        }
    }
}

/// EIO at every call and ENOSPC at every write of every step, once and from there on.
pub fn fail_everywhere(mut bench: Bench<'_>) -> Report {
    let smooth = bench.smooth;
    for step in 0..smooth.steps.len() {
        let (calls, writes) = bench.calls_of(step);
        for (kind, count) in [(FaultKind::Failing, calls), (FaultKind::Full, writes)] {
            for at in 0..count {
                for lasts in [false, true] {
                    bench.run(step, Trouble::Fails(Fault { at, lasts, kind }));
                }
            }
        }
    }
    bench.report
}

/// Every level between no room and enough, in steps of `grain` bytes; then the same counted in pages.
pub fn fill_everywhere(mut bench: Bench<'_>, grain: u64) -> Report {
    let smooth = bench.smooth;
    for step in 0..smooth.steps.len() {
        let mut room = 0;
        while !bench.run(step, Trouble::Room(room)) {
            room += grain;
        }
        let mut pages = 0;
        while smooth.steps[step] != Step::Open && !bench.run(step, Trouble::Pages(pages)) {
            pages += 1;
        }
    }
    bench.report
}

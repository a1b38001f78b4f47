//! A [`Medium`] mounted through FUSE, so that the real programs meet it through the kernel; at one chosen request
//! it does what sticks do. It speaks the kernel's protocol (`linux/fuse.h`, 7.31) itself: a crate for it would
//! rebuild half of the dependencies for one test, and safe code is enough. Only a process of its own may serve a stick:
//! `apart` says why.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use rustix::io::Errno;
use serde::{Deserialize, Serialize};

use super::vfat::{Medium, Node};

/// As long as a test lasts: the kernel remembers names, as it does for a real stick.
const TTL_SECS: u64 = 3600;
/// Many small requests: more places for a fault to strike.
const MOST_BYTES_WRITTEN: u32 = 4096;

/// What the stick does at the chosen request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// Nothing.
    Never,
    /// That request fails.
    Eio,
    /// That request finds no room.
    NoSpace,
    /// Every request from there on finds no room, and the stick says so.
    Full,
    /// Pulled: everything from there on fails, and folders list as empty without an error.
    Gone,
    /// The same, and the system still answers for it as if it were there.
    GoneQuietly,
    /// That request takes its time.
    Stall,
    /// That request, where it reads or writes, gives or keeps other bytes and says it did not.
    Lie,
    /// Pulled, and what had not been synced is lost: `End::cut` has the medium as it was then.
    Cut,
    /// That request and every one after it is never answered.
    Silent,
}

/// What a request is to do.
enum Gate {
    Go,
    Lie,
    Empty,
    Fail(Errno),
}

struct Inner {
    medium: Medium,
    fault: Fault,
    /// The request that `fault` strikes at, once the requests count.
    armed_at: u64,
    at: u64,
    count: u64,
    struck: bool,
    cut: Option<Medium>,
}

/// How a stick is to be, as its process is told.
#[derive(Serialize, Deserialize)]
pub struct Setup {
    pub place: PathBuf,
    pub medium: Medium,
    pub fault: Fault,
    pub at: u64,
    pub read_only: bool,
}

/// What became of a stick.
#[derive(Serialize, Deserialize)]
pub struct End {
    /// The medium when it was taken out.
    pub medium: Medium,
    /// The medium when the power went, where it did.
    pub cut: Option<Medium>,
    /// Whether the fault struck at all.
    pub struck: bool,
}

/// A stick in this process.
pub struct Served {
    inner: Arc<Mutex<Inner>>,
    device: File,
}

impl Served {
    /// Mounts it. Fails loudly where there is no FUSE.
    pub fn mount(setup: Setup) -> Self {
        let device = File::options().read(true).write(true).open("/dev/fuse");
        let device = device.expect("this test needs root and /dev/fuse");
        let access = if setup.read_only { "ro" } else { "rw" };
        let mounted = Command::new("mount")
            .args(["-i", "-t", "fuse", "-o"])
            .arg(format!("{access},fd=0,rootmode=40000,user_id=0,group_id=0"))
            .arg("stick")
            .arg(&setup.place)
            .stdin(Stdio::from(device.try_clone().unwrap()))
            .status();
        assert!(mounted.unwrap().success(), "this test needs root and FUSE");
        let inner = Inner {
            medium: setup.medium,
            fault: setup.fault,
            armed_at: setup.at,
            at: u64::MAX,
            count: 0,
            struck: false,
            cut: None,
        };
        Self {
            inner: Arc::new(Mutex::new(inner)),
            device,
        }
    }

    /// What counts its requests.
    pub fn counter(&self) -> Counter {
        Counter(Arc::clone(&self.inner))
    }

    /// Answers the kernel until the stick is unmounted.
    pub fn serve(self) -> End {
        serve(self.device, &self.inner);
        let inner = lock(&self.inner);
        End {
            medium: inner.medium.clone(),
            cut: inner.cut.clone(),
            struck: inner.struck,
        }
    }
}

/// Counts a stick's requests.
pub struct Counter(Arc<Mutex<Inner>>);

impl Counter {
    /// From here on the requests count: the mount is up.
    pub fn arm(&self) {
        let mut inner = lock(&self.0);
        inner.count = 0;
        inner.at = inner.armed_at;
    }

    /// Requests so far.
    pub fn count(&self) -> u64 {
        lock(&self.0).count
    }
}

fn lock(inner: &Arc<Mutex<Inner>>) -> MutexGuard<'_, Inner> {
    inner.lock().unwrap()
}

impl Inner {
    /// Counts a request. `carries` says whether it carries a file's bytes.
    fn gate(&mut self, carries: bool) -> Gate {
        let number = self.count;
        self.count += 1;
        let now = number == self.at;
        let from_now_on = number >= self.at;
        let gate = match self.fault {
            Fault::Eio if now => Gate::Fail(Errno::IO),
            Fault::NoSpace if now => Gate::Fail(Errno::NOSPC),
            Fault::Gone | Fault::GoneQuietly | Fault::Cut if from_now_on => {
                if self.fault == Fault::Cut && self.cut.is_none() {
                    self.cut = Some(self.medium.clone());
                }
                // Real sticks give either, whatever was asked.
                Gate::Fail(if number.is_multiple_of(2) {
                    Errno::NODEV
                } else {
                    Errno::IO
                })
            }
            Fault::Silent if from_now_on => loop {
                std::thread::sleep(Duration::from_hours(1));
            },
            Fault::Lie if now && carries => Gate::Lie,
            Fault::Stall if now => {
                std::thread::sleep(Duration::from_millis(20));
                self.struck = true;
                Gate::Go
            }
            _ => Gate::Go,
        };
        self.struck |= !matches!(gate, Gate::Go);
        gate
    }

    fn is_full(&mut self) -> bool {
        let full = self.fault == Fault::Full && self.count > self.at;
        self.struck |= full;
        full
    }

    /// Counts a request that changes the stick.
    fn change(&mut self) -> Result<(), Errno> {
        match self.gate(false) {
            Gate::Fail(errno) => Err(errno),
            _ if self.is_full() => Err(Errno::NOSPC),
            _ => Ok(()),
        }
    }

    /// Counts a request that only looks.
    fn look(&mut self) -> Result<(), Errno> {
        match self.gate(false) {
            Gate::Fail(errno) => Err(errno),
            _ => Ok(()),
        }
    }

    /// Counts a listing: what fails elsewhere is an empty folder here.
    fn listing(&mut self) -> Gate {
        match self.gate(false) {
            Gate::Fail(_) if !matches!(self.fault, Fault::Eio | Fault::NoSpace) => Gate::Empty,
            gate => gate,
        }
    }

    fn attr(&self, node: Node) -> Answer {
        let size = self.medium.byte_count(node)?;
        let mode: u32 = if self.medium.is_folder(node) {
            0o40755
        } else {
            0o100_755
        };
        let mut out = Out::default();
        out.u64s(&[node, size, size.div_ceil(512), 0, 0, 0]);
        out.u32s(&[0, 0, 0, mode, 1, 0, 0, 0, 4096, 0]);
        Ok(out.0)
    }

    fn entry(&self, node: Node) -> Answer {
        let mut out = Out::default();
        out.u64s(&[node, 0, TTL_SECS, TTL_SECS]);
        out.u32s(&[0, 0]);
        out.0.extend(self.attr(node)?);
        Ok(out.0)
    }
}

/// What a request is answered with.
type Answer = Result<Vec<u8>, Errno>;

/// Bytes in the machine's own order, as the kernel wants them.
#[derive(Default)]
struct Out(Vec<u8>);

impl Out {
    fn u64s(&mut self, numbers: &[u64]) {
        self.0
            .extend(numbers.iter().flat_map(|number| number.to_ne_bytes()));
    }
    fn u32s(&mut self, numbers: &[u32]) {
        self.0
            .extend(numbers.iter().flat_map(|number| number.to_ne_bytes()));
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_ne_bytes(bytes[at..at + 4].try_into().unwrap())
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_ne_bytes(bytes[at..at + 8].try_into().unwrap())
}

/// The names, each ended by a zero, from `at` on.
fn names(body: &[u8], at: usize) -> Vec<&str> {
    let names = body[at..].split(|byte| *byte == 0);
    names
        .filter_map(|name| std::str::from_utf8(name).ok())
        .collect()
}

fn serve(mut device: File, inner: &Arc<Mutex<Inner>>) {
    let mut buffer = vec![0; 1 << 20];
    loop {
        let count = match device.read(&mut buffer) {
            Ok(count) => count,
            Err(error) => match Errno::from_io_error(&error) {
                Some(Errno::NODEV) => return,
                Some(Errno::INTR | Errno::NOENT | Errno::AGAIN) => continue,
                _ => panic!("/dev/fuse: {error}"),
            },
        };
        let request = &buffer[..count];
        let (opcode, node) = (u32_at(request, 4), u64_at(request, 16));
        let Some(answer) = answer(&mut lock(inner), opcode, node, &request[40..]) else {
            continue;
        };
        let (error, body) = match answer {
            Ok(body) => (0, body),
            Err(error) => (-error.raw_os_error(), Vec::new()),
        };
        let mut out = Out::default();
        out.u32s(&[
            u32::try_from(16 + body.len()).unwrap(),
            error.cast_unsigned(),
        ]);
        out.u64s(&[u64_at(request, 8)]);
        out.0.extend(body);
        // A request that was interrupted, or a stick that is being unmounted, wants no answer any more.
        let _ = device.write_all(&out.0);
    }
}

/// None: nothing to say. Requests that no program waits for (forgetting, closing) are not counted.
fn answer(inner: &mut Inner, opcode: u32, node: Node, body: &[u8]) -> Option<Answer> {
    Some(match opcode {
        2 | 36 | 42 => return None,
        26 => Ok(hello(body)),
        18 | 29 | 38 => Ok(Vec::new()),
        1 | 3 | 14 | 17 | 20 | 25 | 30 => looks(inner, opcode, node, body),
        4 | 9 | 10 | 12 | 35 | 45 => changes(inner, opcode, node, body),
        15 => reads(inner, node, body),
        16 => writes(inner, node, body),
        27 => match inner.listing() {
            Gate::Fail(error) => Err(error),
            Gate::Go | Gate::Lie | Gate::Empty => Ok(opened()),
        },
        28 => lists(inner, node, body),
        _ => Err(Errno::NOSYS),
    })
}

/// The handshake: protocol 7.31, small writes and little read ahead.
fn hello(body: &[u8]) -> Vec<u8> {
    let mut out = Out::default();
    // Asynchronous reads, writes of more than a page.
    let flags = u32_at(body, 12) & (1 | 1 << 5);
    out.u32s(&[7, 31, MOST_BYTES_WRITTEN, flags, 0, MOST_BYTES_WRITTEN, 1]);
    out.u32s(&[0; 9]);
    out.0
}

fn opened() -> Vec<u8> {
    vec![0; 16]
}

fn looks(inner: &mut Inner, opcode: u32, node: Node, body: &[u8]) -> Answer {
    let looked = inner.look();
    if opcode == 17 {
        if inner.fault != Fault::GoneQuietly {
            looked?;
        }
        let free = if inner.is_full() {
            0
        } else {
            inner.medium.free_bytes() / 512
        };
        let mut out = Out::default();
        out.u64s(&[inner.medium.shape.capacity_bytes / 512, free, free, 0, 0]);
        out.u32s(&[512, 255, 512, 0, 0, 0, 0, 0, 0, 0]);
        return Ok(out.0);
    }
    looked?;
    match opcode {
        1 => {
            let found = inner.medium.lookup(node, names(body, 0)[0])?;
            inner.entry(found)
        }
        3 => attributes(inner, node),
        14 => Ok(opened()),
        20 => inner.medium.sync_file(node).map(|()| Vec::new()),
        30 => inner.medium.sync_folder(node).map(|()| Vec::new()),
        _ => Ok(Vec::new()),
    }
}

fn attributes(inner: &Inner, node: Node) -> Answer {
    let mut out = Out::default();
    out.u64s(&[TTL_SECS, 0]);
    out.0.extend(inner.attr(node)?);
    Ok(out.0)
}

fn changes(inner: &mut Inner, opcode: u32, node: Node, body: &[u8]) -> Answer {
    inner.change()?;
    match opcode {
        4 => attributes(inner, node),
        9 => {
            let made = inner.medium.make(node, names(body, 8)[0], true)?;
            inner.entry(made)
        }
        35 => {
            let made = inner.medium.make(node, names(body, 16)[0], false)?;
            let mut out = inner.entry(made)?;
            out.extend(opened());
            Ok(out)
        }
        10 => inner
            .medium
            .unlink(node, names(body, 0)[0])
            .map(|()| Vec::new()),
        _ => {
            let names = names(body, if opcode == 45 { 16 } else { 8 });
            let (from, to) = ((node, names[0]), (u64_at(body, 0), names[1]));
            inner.medium.rename(from, to).map(|()| Vec::new())
        }
    }
}

fn reads(inner: &mut Inner, node: Node, body: &[u8]) -> Answer {
    let gate = inner.gate(true);
    if let Gate::Fail(error) = gate {
        return Err(error);
    }
    let mut bytes = inner
        .medium
        .read(node, u64_at(body, 8), u32_at(body, 16) as usize)?;
    if let (Gate::Lie, Some(byte)) = (gate, bytes.first_mut()) {
        *byte ^= 1;
    }
    Ok(bytes)
}

fn writes(inner: &mut Inner, node: Node, body: &[u8]) -> Answer {
    let gate = inner.gate(true);
    if let Gate::Fail(error) = gate {
        return Err(error);
    }
    if inner.is_full() {
        return Err(Errno::NOSPC);
    }
    let mut kept = body[40..].to_vec();
    if matches!(gate, Gate::Lie) {
        kept.fill(0);
    }
    inner.medium.write(node, u64_at(body, 8), &kept)?;
    let mut out = Out::default();
    out.u32s(&[u32_at(body, 16), 0]);
    Ok(out.0)
}

fn lists(inner: &mut Inner, node: Node, body: &[u8]) -> Answer {
    let (offset, room) = (u64_at(body, 8), u32_at(body, 16) as usize);
    let entries = match inner.listing() {
        Gate::Fail(error) => return Err(error),
        Gate::Empty => Vec::new(),
        Gate::Go | Gate::Lie => inner.medium.list(node)?,
    };
    let mut out = Out::default();
    for (number, (name, entry)) in (1..).zip(entries).skip(usize::try_from(offset).unwrap()) {
        if out.0.len() + 24 + name.len() + 8 > room {
            break;
        }
        let kind = if inner.medium.is_folder(entry) { 4 } else { 8 };
        out.u64s(&[entry, number]);
        out.u32s(&[u32::try_from(name.len()).unwrap(), kind]);
        out.0.extend(name.as_bytes());
        out.0.resize(out.0.len().next_multiple_of(8), 0);
    }
    Ok(out.0)
}

//! Three kinds of process, so that nothing is left waiting whatever dies, stalls or is killed:
//!
//! - the **judge** is the test as cargo runs it. It touches no stick: it adds up what the workers say, and ends a worker
//!   that says nothing for too long.
//! - a **worker** is the same test once more, in a mount namespace and a process group of its own. It plays the runs.
//! - a **server** for each stick is the same program once more. It answers the kernel and looks at no mount.
//!
//! A thread that waits for a stick cannot be killed before the stick answers or the last process that holds its
//! `/dev/fuse` is gone. When one process did both, it waited for itself, and whatever read its `/proc` entry (`ps`) waited
//! with it. Here a server that ends, however it ends, frees its worker; a worker that ends takes its servers along (they
//! read the end of their orders), and the judge its workers (the same). No mount outlives its namespace, and no
//! namespace its last process.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio, exit};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use serde::{Deserialize, Serialize};

use super::fuse::{End, Fault, Served, Setup};
use super::scene::Figures;
use super::vfat::Medium;

const ROLE: &str = "PINGYI_STICK_ROLE";
const SHARE: &str = "PINGYI_STICK_SHARE";
/// The test that is a stick when it is told to be.
const SERVER: &str = "fuse::the_stick_itself";
/// What begins a line that is meant for the process above: the test harness writes there too.
const MARK: &str = "\u{2}";
/// A worker that says nothing for so long is ended.
pub const PATIENCE: Duration = Duration::from_mins(2);
/// A server lives no longer, whatever happens around it.
const LONGEST_LIFE: Duration = Duration::from_secs(100);

/// What a worker says.
#[derive(Serialize, Deserialize)]
enum Word {
    Alive,
    Says(String),
    Counted(String, Figures),
}

/// Every `of`-th run, beginning with the `number`-th, is this worker's.
#[derive(Clone, Copy)]
pub struct Share {
    pub number: u64,
    pub of: u64,
}

impl Share {
    pub fn has(self, run: u64) -> bool {
        run % self.of == self.number
    }
}

fn tell(word: &impl Serialize) {
    // On a line of its own: the harness does not end its own.
    println!("\n{MARK}{}", serde_json::to_string(word).unwrap());
}

/// What was told on a line.
fn told<T: for<'a> Deserialize<'a>>(line: &str) -> Option<T> {
    Some(serde_json::from_str(line.strip_prefix(MARK)?).unwrap())
}

/// A worker is at work.
pub fn alive() {
    tell(&Word::Alive);
}

/// For the judge to print.
pub fn say(text: impl Into<String>) {
    tell(&Word::Says(text.into()));
}

/// For the judge to add up.
pub fn count(title: impl Into<String>, figures: Figures) {
    tell(&Word::Counted(title.into(), figures));
}

fn this_test() -> String {
    std::thread::current().name().unwrap().to_owned()
}

/// This program once more, as one test of it; `within` is what starts it.
fn this_program(within: &[&str], test: &str, role: &str) -> Command {
    let program = std::env::current_exe().unwrap();
    let words = within.iter().map(OsStr::new).chain([program.as_os_str()]);
    let words: Vec<_> = words.collect();
    let mut command = Command::new(words[0]);
    command
        .args(&words[1..])
        .args([
            test,
            "--exact",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(ROLE, role)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command
}

/// Runs `body` in `workers` worker processes: for the judge what they counted, by title, and nothing in a worker.
pub fn apart(workers: u64, body: impl FnOnce(Share)) -> Option<BTreeMap<String, Figures>> {
    match watched(workers, PATIENCE, body)? {
        Ok(figures) => Some(figures),
        Err(fault) => panic!("{fault}"),
    }
}

/// The same with what went wrong as a value.
pub fn watched(
    workers: u64,
    patience: Duration,
    body: impl FnOnce(Share),
) -> Option<Result<BTreeMap<String, Figures>, String>> {
    if std::env::var_os(ROLE).is_some() {
        let share = std::env::var(SHARE).unwrap();
        let (number, of) = share.split_once('/').unwrap();
        end_with_the_judge();
        body(Share {
            number: number.parse().unwrap(),
            of: of.parse().unwrap(),
        });
        return None;
    }
    let test = this_test();
    let running: Vec<Worker> = (0..workers)
        .map(|number| Worker::start(&test, &format!("{number}/{workers}")))
        .collect();
    let mut sum = BTreeMap::<String, Figures>::new();
    let mut faults = Vec::new();
    std::thread::scope(|scope| {
        let watches: Vec<_> = running
            .into_iter()
            .map(|worker| scope.spawn(move || worker.watch(patience)))
            .collect();
        for watch in watches {
            match watch.join().unwrap() {
                Ok(counted) => {
                    for (title, figures) in counted {
                        sum.entry(title).or_default().add(&figures);
                    }
                }
                Err(fault) => faults.push(fault),
            }
        }
    });
    Some(match faults.pop() {
        None => Ok(sum),
        Some(fault) => Err(fault),
    })
}

/// A worker's orders end when the judge does.
fn end_with_the_judge() {
    std::thread::spawn(|| {
        for _ in std::io::stdin().lines() {}
        exit(1);
    });
}

struct Worker {
    child: Child,
    test: String,
}

impl Worker {
    fn start(test: &str, share: &str) -> Self {
        let within = ["unshare", "--mount", "--propagation", "private"];
        let child = this_program(&within, test, "worker")
            .env(SHARE, share)
            .process_group(0)
            .spawn();
        Self {
            child: child.expect("unshare (Debian's util-linux)"),
            test: test.to_owned(),
        }
    }

    /// Until it ends by itself, or is ended because it is silent.
    fn watch(mut self, patience: Duration) -> Result<Vec<(String, Figures)>, String> {
        let (to, from) = channel();
        let output = self.child.stdout.take().unwrap();
        std::thread::spawn(move || pass_on(output, &to));
        let mut counted = Vec::new();
        loop {
            match from.recv_timeout(patience) {
                Ok(Word::Alive) => {}
                Ok(Word::Says(text)) => println!("{text}"),
                Ok(Word::Counted(title, figures)) => counted.push((title, figures)),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    // Its servers are of its group: with them gone, nothing can keep it waiting.
                    let group = Pid::from_child(&self.child);
                    kill_process_group(group, Signal::KILL).unwrap();
                    self.child.wait().unwrap();
                    return Err(format!("{}: a worker fell silent and was ended", self.test));
                }
            }
        }
        let status = self.child.wait().unwrap();
        if status.success() {
            Ok(counted)
        } else {
            Err(format!("{}: a worker failed: {status}", self.test))
        }
    }
}

fn pass_on(output: ChildStdout, to: &Sender<Word>) {
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        if let Some(word) = told(&line)
            && to.send(word).is_err()
        {
            return;
        }
    }
}

/// What a server is told, and tells.
#[derive(Serialize, Deserialize)]
enum Order {
    Arm,
    Count,
}

#[derive(Serialize, Deserialize)]
enum Reply {
    Up,
    Armed,
    Count(u64),
    End(Box<End>),
}

/// The server's whole life, where this process is one.
pub fn be_a_stick() {
    if std::env::var(ROLE).as_deref() != Ok("server") {
        return;
    }
    // A fault in the server must close /dev/fuse, not leave somebody waiting.
    std::panic::set_hook(Box::new(|fault| {
        eprintln!("the stick's server: {fault}");
        exit(2);
    }));
    std::thread::spawn(|| {
        std::thread::sleep(LONGEST_LIFE);
        exit(3);
    });
    let mut orders = std::io::stdin().lines().map_while(Result::ok);
    let setup: Setup = serde_json::from_str(&orders.next().unwrap()).unwrap();
    let stick = Served::mount(setup);
    let counter = stick.counter();
    std::thread::spawn(move || {
        let end = stick.serve();
        tell(&Reply::End(Box::new(end)));
        exit(0);
    });
    tell(&Reply::Up);
    for order in orders {
        match serde_json::from_str(&order).unwrap() {
            Order::Arm => {
                counter.arm();
                tell(&Reply::Armed);
            }
            Order::Count => tell(&Reply::Count(counter.count())),
        }
    }
    // The worker is gone.
    exit(1);
}

/// A mounted stick, served by a process of its own.
pub struct Stick {
    server: Child,
    orders: ChildStdin,
    replies: BufReader<ChildStdout>,
    place: PathBuf,
    pulled: bool,
}

impl Stick {
    /// Mounts `medium` at `place`.
    pub fn mount(place: &Path, medium: Medium, fault: Fault, at: u64, read_only: bool) -> Self {
        assert!(std::env::var_os(ROLE).is_some(), "a judge touches no stick");
        std::fs::create_dir_all(place).unwrap();
        let mut server = this_program(&[], SERVER, "server").spawn().unwrap();
        let mut stick = Self {
            orders: server.stdin.take().unwrap(),
            replies: BufReader::new(server.stdout.take().unwrap()),
            server,
            place: place.to_owned(),
            pulled: false,
        };
        let place = place.to_owned();
        stick.order(&Setup {
            place,
            medium,
            fault,
            at,
            read_only,
        });
        assert!(matches!(stick.reply(), Reply::Up));
        // The count begins when the mount is up.
        std::fs::metadata(&stick.place).unwrap();
        stick.order(&Order::Arm);
        assert!(matches!(stick.reply(), Reply::Armed));
        stick
    }

    fn order(&mut self, order: &impl Serialize) {
        let line = serde_json::to_string(order).unwrap() + "\n";
        self.orders.write_all(line.as_bytes()).unwrap();
    }

    fn reply(&mut self) -> Reply {
        let mut line = String::new();
        loop {
            line.clear();
            let count = self.replies.read_line(&mut line).unwrap();
            assert!(count > 0, "the stick's server is gone");
            if let Some(reply) = told(line.trim_end()) {
                return reply;
            }
        }
    }

    /// Requests so far.
    pub fn requests(&mut self) -> u64 {
        self.order(&Order::Count);
        match self.reply() {
            Reply::Count(count) => count,
            Reply::Up | Reply::Armed | Reply::End(_) => panic!("asked for the count"),
        }
    }

    /// Ends the server as `kill -9` would, in the middle of whatever it does.
    pub fn lose_the_server(&mut self) {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
    }

    /// Unmounts: the medium at the end, the medium at the power cut, and whether the fault struck at all.
    pub fn pull(mut self) -> (Medium, Option<Medium>, bool) {
        self.unmount("-i");
        let Reply::End(end) = self.reply() else {
            panic!("asked for the end");
        };
        self.server.wait().unwrap();
        (end.medium, end.cut, end.struck)
    }

    fn unmount(&mut self, how: &str) {
        let place = &self.place;
        let status = Command::new("umount").arg(how).arg(place).status();
        assert!(
            status.unwrap().success(),
            "{} is in use",
            self.place.display()
        );
        self.pulled = true;
    }
}

impl Drop for Stick {
    /// A test that stops in the middle leaves no server and no mount.
    fn drop(&mut self) {
        if !self.pulled {
            let _ = self.server.kill();
            let _ = self.server.wait();
            let mut umount = Command::new("umount");
            let _ = umount.arg("-l").arg(&self.place).status();
        }
    }
}

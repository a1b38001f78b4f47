//! `kill -9` of a program that submits, and what its card box holds afterwards.

use std::fmt::{self, Display};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use pingyi::cardbox::{CardBox, Submission};
use pingyi::domain::batch::SEALED_OPINION_BYTES;
use pingyi::domain::receipt::ReceiptNumber;

use crate::life::round;
use crate::power::Noise;

const ROLE: &str = "PINGYI_BREAK_DRIVER";
const FOLDER: &str = "PINGYI_BREAK_FOLDER";
const CARD: &str = r#"{"plan":"s10","revision":1,"opinion":{"text":"三号楼的灯坏了"}}"#;

/// When programs were killed, and what was missing afterwards.
#[derive(Debug, Default)]
pub struct Tally {
    /// Before its transaction reached the disk.
    pub before: usize,
    /// With a journal on the disk: in the middle of the commit.
    pub in_commit: usize,
    /// With the card kept and no receipt printed yet.
    pub kept_unsaid: usize,
    /// After the receipt.
    pub said: usize,
    /// Programs that were faster than the kill.
    pub unhurt: usize,
    /// Receipts without a card, boxes that do not open.
    pub lost: Vec<String>,
}

impl Tally {
    pub fn kills(&self) -> usize {
        self.before + self.in_commit + self.kept_unsaid + self.said
    }

    fn add(&mut self, other: Self) {
        self.before += other.before;
        self.in_commit += other.in_commit;
        self.kept_unsaid += other.kept_unsaid;
        self.said += other.said;
        self.unhurt += other.unhurt;
        self.lost.extend(other.lost);
    }
}

impl Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} kills, {} lost; before the commit {}, in it {}, after it and before the receipt {}, after the receipt \
             {}; {} ended unhurt",
            self.kills(),
            self.lost.len(),
            self.before,
            self.in_commit,
            self.kept_unsaid,
            self.said,
            self.unhurt
        )
    }
}

/// A program that takes one card and prints its receipt.
struct Program {
    command: Box<dyn Fn() -> Command>,
    folder: PathBuf,
}

/// Whether a run is killed at any time, or once its journal lies on the disk.
#[derive(Debug, Clone, Copy)]
enum Aim {
    Time(Duration),
    Commit(Duration),
}

impl Program {
    fn journal_bytes(&self) -> u64 {
        std::fs::metadata(self.folder.join("box.db-journal")).map_or(0, |meta| meta.len())
    }

    fn cards(&self) -> Result<u64, String> {
        let cardbox =
            CardBox::open(&self.folder.join("box.db")).map_err(|error| error.to_string())?;
        cardbox.check().map_err(|error| error.to_string())?;
        let waiting = cardbox
            .waiting_rounds()
            .map_err(|error| error.to_string())?;
        Ok(waiting.iter().map(|round| round.counts.submitted).sum())
    }

    /// Runs it once, killed where `aim` says; returns what it printed, whether it ended by itself, and how long it ran.
    fn run(&self, aim: Option<Aim>) -> (String, bool, Duration) {
        let start = Instant::now();
        let mut child = (self.command)()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // It may be dead before it reads its card.
        let _ = child.stdin.take().unwrap().write_all(CARD.as_bytes());
        match aim {
            None => {}
            Some(Aim::Time(after)) => {
                wait_until(start + after, || child.try_wait().unwrap().is_some());
            }
            Some(Aim::Commit(after)) => {
                let mut until = |lies: bool| {
                    while (self.journal_bytes() > 0) != lies && child.try_wait().unwrap().is_none()
                    {
                        std::thread::sleep(Duration::from_micros(100));
                    }
                };
                until(true);
                wait_until(Instant::now() + after, || false);
            }
        }
        let ended = match aim {
            None => true,
            Some(_) => child.try_wait().unwrap().is_some(),
        };
        if !ended {
            // SIGKILL
            child.kill().unwrap();
        }
        let mut said = String::new();
        child
            .stdout
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        child.wait().unwrap();
        (said, ended, start.elapsed())
    }

    /// Runs and kills it, and judges what it leaves.
    fn try_once(&self, aim: Aim, tally: &mut Tally) {
        let before = self.cards().unwrap();
        // A kill may leave a journal whose head was never written: SQLite passes over it and leaves it where it lies, and
        // the next run would be killed for it before its own commit has begun.
        if self.journal_bytes() > 0 {
            let journal = std::fs::File::create(self.folder.join("box.db-journal"));
            drop(journal.unwrap());
        }
        let (said, ended, _) = self.run(Some(aim));
        let hot = self.journal_bytes() > 0;
        let after = match self.cards() {
            Ok(after) => after,
            Err(error) => return tally.lost.push(format!("{aim:?}: {error}")),
        };
        let receipt = number_in(&said);
        *match (&receipt, ended) {
            (_, true) => &mut tally.unhurt,
            (Some(_), false) => &mut tally.said,
            (None, false) if hot => &mut tally.in_commit,
            (None, false) if after > before => &mut tally.kept_unsaid,
            (None, false) => &mut tally.before,
        } += 1;
        if after - before > 1 || (ended && receipt.is_none()) {
            tally
                .lost
                .push(format!("{aim:?}: {} cards, said {said}", after - before));
        }
        if receipt.is_some() && after != before + 1 {
            tally
                .lost
                .push(format!("{aim:?}: a receipt without its card"));
        }
    }

    /// Kills it `wanted` times: a third at any time of its run, the rest while it commits.
    fn try_often(&self, wanted: usize, seed: u64) -> Tally {
        let mut noise = Noise::new(seed);
        let (said, _, whole) = self.run(None);
        assert!(
            number_in(&said).is_some(),
            "left alone it prints a receipt: {said}"
        );
        let mut tally = Tally::default();
        for turn in 0.. {
            if tally.kills() >= wanted || turn > wanted * 4 {
                break;
            }
            let share = |most: Duration, noise: &mut Noise| {
                most.mul_f64(noise.next() as f64 / u64::MAX as f64)
            };
            let aim = if turn % 3 == 0 {
                Aim::Time(share(whole, &mut noise))
            } else {
                // A commit takes some milliseconds: short delays fall into it, longer ones behind it.
                let most = if turn % 3 == 1 { 4 } else { 40 };
                Aim::Commit(share(Duration::from_millis(most), &mut noise))
            };
            self.try_once(aim, &mut tally);
        }
        tally
    }
}

fn wait_until(end: Instant, mut done: impl FnMut() -> bool) {
    while Instant::now() < end && !done() {
        std::thread::sleep((end - Instant::now()).min(Duration::from_micros(200)));
    }
}

/// The first receipt number in what was printed.
fn number_in(said: &str) -> Option<ReceiptNumber> {
    let digits = |from: usize| said.get(from..from + 24);
    let starts = said.char_indices().map(|(start, _)| start);
    starts.filter_map(digits).find_map(|text| {
        let shaped = text.bytes().enumerate().all(|(place, byte)| {
            if place % 5 == 4 {
                byte == b' '
            } else {
                byte.is_ascii_digit()
            }
        });
        shaped.then(|| ReceiptNumber::parse(text).ok()).flatten()
    })
}

/// `pingyi kiosk submit` in trial mode, `program` as it is built, with its real Argon2: as many kills as asked for.
pub fn real_program(program: &'static str, wanted: usize) -> Tally {
    let workers = 2;
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..workers)
            .map(|worker| {
                scope.spawn(move || {
                    real_program_alone(program, wanted.div_ceil(workers), worker as u64)
                })
            })
            .collect();
        let mut tally = Tally::default();
        for handle in handles {
            tally.add(handle.join().unwrap());
        }
        tally
    })
}

fn real_program_alone(built: &'static str, wanted: usize, seed: u64) -> Tally {
    let home = tempfile::tempdir().unwrap();
    let settings = home.path().join("kiosk.toml");
    std::fs::write(
        &settings,
        format!("data_dir = {:?}\n", home.path().join("data")),
    )
    .unwrap();
    let command = move || {
        let mut command = Command::new(built);
        command.arg("--settings").arg(&settings);
        command
    };
    let submit = {
        let command = command.clone();
        move || {
            let mut command = command();
            command.args(["kiosk", "submit", "--json"]);
            command
        }
    };
    let folder = home.path().join("data/trial/kiosk");
    let program = Program {
        command: Box::new(submit),
        folder,
    };
    // The first run makes the trial office.
    program.run(None);
    program.try_often(wanted, seed)
}

/// A small program, this test's own, that prints before it keeps, or keeps before it prints.
pub fn driver(role: &'static str, wanted: usize) -> Tally {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().to_owned();
    drop(CardBox::open(&folder.join("box.db")).unwrap());
    let there = folder.clone();
    let command = move || {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args([
            "kills::driver",
            "--exact",
            "--ignored",
            "--nocapture",
            "--test-threads",
            "1",
        ]);
        command.env(ROLE, role).env(FOLDER, &there);
        command
    };
    let program = Program {
        command: Box::new(command),
        folder,
    };
    program.try_often(wanted, 7)
}

/// What the driver does.
pub fn drive() {
    let (Ok(role), Ok(folder)) = (std::env::var(ROLE), std::env::var(FOLDER)) else {
        return;
    };
    let mut rng: rand::rngs::StdRng = rand::make_rng();
    let number = ReceiptNumber::random(&mut rng);
    let mut sheet = vec![0; SEALED_OPINION_BYTES];
    rand::Rng::fill_bytes(&mut rng, &mut sheet);
    let say = || {
        println!("\n{}", number.grouped().as_str());
        std::io::stdout().flush().unwrap();
    };
    if role == "speaks-first" {
        say();
    }
    let mut cardbox = CardBox::open(&Path::new(&folder).join("box.db")).unwrap();
    cardbox
        .submit(&Submission {
            round: &round("s10"),
            ratings: &[],
            opinion: Some(&sheet),
            slip: None,
            issued: 1,
            abandoned: 0,
        })
        .unwrap();
    if role == "keeps-first" {
        say();
    }
}

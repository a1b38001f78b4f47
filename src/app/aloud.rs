//! Reading aloud: pieces of text are handed one by one to a program that speaks (named in `kiosk.toml`), on its standard input and
//! never in its arguments, which every account of the computer can read. Which texts those are is the window's affair.

use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::fault::{Fault, Kind};
use crate::words::{Lang, Sentence, aloud, sentence};

/// How often a program that speaks is looked in on.
const LOOK: Duration = Duration::from_millis(20);

/// What `kiosk.toml` says of reading aloud. A command is a program and its arguments; an empty one is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AloudSettings {
    /// What speaks Chinese.
    pub zh: Vec<String>,
    /// What speaks English.
    pub en: Vec<String>,
    /// Whether it may be heard by everybody.
    pub loudspeaker: bool,
    /// What tells, by ending well, that headphones are in.
    pub headset: Vec<String>,
    /// Recordings that stand for texts: `zh/KEY.wav`, `en/KEY.wav`.
    pub recordings: Option<PathBuf>,
    /// What plays a recording that comes on its standard input.
    pub player: Vec<String>,
}

/// One piece of what is read, in order.
#[derive(Debug, Clone)]
pub struct Piece {
    /// What a recording of it would be called.
    pub name: Option<String>,
    /// What it says.
    pub text: Zeroizing<String>,
}

/// Why it was not read.
#[derive(Debug, Error)]
pub enum AloudError {
    /// No headphones are in, and the loudspeaker is not for it.
    #[error("no headphones")]
    NoHeadset,
    /// A program named in `kiosk.toml` does not start.
    #[error("{program}: {source}")]
    NotStarted {
        /// Which.
        program: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// It ended before it had spoken.
    #[error("{program}")]
    Ended {
        /// Which.
        program: String,
    },
}

impl Fault for AloudError {
    fn kind(&self) -> Kind {
        match self {
            Self::NoHeadset => Kind::NotNow,
            Self::NotStarted { .. } | Self::Ended { .. } => Kind::Settings,
        }
    }

    fn sentence(&self) -> Sentence {
        match self {
            Self::NoHeadset => sentence!("app-aloud-no-headset"),
            Self::NotStarted { program, source } => {
                sentence!("app-aloud-not-started", program = program, reason = source)
            }
            Self::Ended { program } => sentence!("app-aloud-ended", program = program),
        }
    }
}

/// What is being read, to be ended from elsewhere.
#[derive(Debug, Default)]
pub struct Reading {
    is_over: AtomicBool,
    child: Mutex<Option<Child>>,
}

impl Reading {
    /// Ends it at once: the program that speaks, with whatever it has started, and all that was to follow.
    pub fn end(&self) {
        self.is_over.store(true, Ordering::SeqCst);
        if let Some(mut child) = self.child().take() {
            if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
                // It may have ended by itself meanwhile.
                let _gone = kill_process_group(group, Signal::KILL);
            }
            let _reaped = child.wait();
        }
    }

    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }

    fn child(&self) -> MutexGuard<'_, Option<Child>> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How a program ended.
enum End {
    Well,
    Badly,
    /// From outside.
    Ended,
}

/// What reads aloud.
#[derive(Debug)]
pub struct Aloud(AloudSettings);

impl Aloud {
    /// As the settings say.
    #[must_use]
    pub fn new(settings: &AloudSettings) -> Self {
        Self(settings.clone())
    }

    /// Whether there is anything that reads this language, and a way to hear it.
    #[must_use]
    pub fn speaks(&self, lang: Lang) -> bool {
        let is_heard = self.0.loudspeaker || !self.0.headset.is_empty();
        is_heard && !self.engine(lang).is_empty()
    }

    fn engine(&self, lang: Lang) -> &[String] {
        match lang {
            Lang::Zh => &self.0.zh,
            Lang::En => &self.0.en,
        }
    }

    /// Reads `pieces`, one after the other, until they are through or `reading` is ended. Slow.
    pub fn read(&self, lang: Lang, pieces: &[Piece], reading: &Reading) -> Result<(), AloudError> {
        for piece in pieces {
            // Headphones may be pulled out between two of them.
            if !self.0.loudspeaker && !matches!(run(&self.0.headset, b"", reading)?, End::Well) {
                return if reading.is_over() {
                    Ok(())
                } else {
                    Err(AloudError::NoHeadset)
                };
            }
            let ended = if let Some(sound) = self.recording(lang, piece) {
                let player = &self.0.player[..];
                (player, run(player, &sound, reading)?)
            } else {
                let said = Zeroizing::new(aloud::as_said(lang, &piece.text) + "\n");
                let engine = self.engine(lang);
                (engine, run(engine, said.as_bytes(), reading)?)
            };
            match ended {
                (_, End::Well) => {}
                (_, End::Ended) => return Ok(()),
                (command, End::Badly) => {
                    let program = command.first().cloned().unwrap_or_default();
                    return Err(AloudError::Ended { program });
                }
            }
        }
        Ok(())
    }

    /// The recording that stands for a piece.
    fn recording(&self, lang: Lang, piece: &Piece) -> Option<Vec<u8>> {
        let (folder, name) = (self.0.recordings.as_ref()?, piece.name.as_ref()?);
        let language = match lang {
            Lang::Zh => "zh",
            Lang::En => "en",
        };
        if self.0.player.is_empty() {
            return None;
        }
        std::fs::read(folder.join(language).join(format!("{name}.wav"))).ok()
    }
}

/// Runs a command to its end, `input` on its standard input.
fn run(command: &[String], input: &[u8], reading: &Reading) -> Result<End, AloudError> {
    let Some((program, arguments)) = command.split_first() else {
        return Ok(End::Badly);
    };
    if reading.is_over() {
        return Ok(End::Ended);
    }
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // A group of its own: what it starts ends with it.
        .process_group(0)
        .spawn()
        .map_err(|source| AloudError::NotStarted {
            program: program.clone(),
            source,
        })?;
    let stdin = child.stdin.take();
    *reading.child() = Some(child);
    if reading.is_over() {
        reading.end();
    }
    if let Some(mut stdin) = stdin {
        // A program that does not listen is told by how it ends.
        let _unheard = stdin.write_all(input);
    }
    loop {
        let mut held = reading.child();
        let Some(child) = held.as_mut() else {
            return Ok(End::Ended);
        };
        let ended = child.try_wait();
        if let Ok(Some(status)) = ended {
            *held = None;
            return Ok(if status.success() {
                End::Well
            } else {
                End::Badly
            });
        }
        drop(held);
        std::thread::sleep(LOOK);
    }
}

#[cfg(test)]
#[path = "aloud_tests.rs"]
mod tests;

//! Where a passphrase comes from: a file, the environment or the terminal, in this order.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::app::AppError;
use crate::app::office::{judge_passphrase, propose_passphrase};
use crate::cli::CliError;
use crate::cli::output::Output;
use crate::words::sentence;

/// Where the passphrase of whoever opens an office is looked for before anyone is asked.
#[derive(Debug)]
pub(crate) struct Source {
    /// `--passphrase-file`, once or twice.
    pub files: Vec<PathBuf>,
    /// What was in the environment, whence `main` has taken it.
    pub environment: Option<Zeroizing<String>>,
}

impl Source {
    /// The passphrase of whoever opens the office.
    pub(super) fn own(&self) -> Result<Zeroizing<String>, CliError> {
        self.known()?.map_or_else(|| asked("口令 passphrase: "), Ok)
    }

    /// The passphrase of who opens it together with them.
    pub(super) fn second(&self) -> Result<Zeroizing<String>, CliError> {
        let asked = || asked("第二个人的口令 second person's passphrase: ");
        self.files
            .get(1)
            .map_or_else(asked, |file| first_line(file))
    }

    /// A new one from the same places; at the terminal it is typed twice.
    pub(super) fn own_new(&self, out: &Output) -> Result<Zeroizing<String>, CliError> {
        self.known()?.map_or_else(|| typed_twice(out), Ok)
    }

    fn known(&self) -> Result<Option<Zeroizing<String>>, CliError> {
        if let Some(file) = self.files.first() {
            return first_line(file).map(Some);
        }
        Ok(self.environment.clone())
    }
}

/// A new passphrase from a file, or typed twice.
pub(super) fn new_one(file: Option<&Path>, out: &Output) -> Result<Zeroizing<String>, CliError> {
    file.map_or_else(|| typed_twice(out), first_line)
}

/// What the office would refuse is told before it is typed again, and one is proposed.
fn typed_twice(out: &Output) -> Result<Zeroizing<String>, CliError> {
    let proposed = propose_passphrase(&mut rand::rng());
    let offer = sentence!("cli-passphrase-proposed", proposed = &*proposed);
    eprintln!("{}", offer.say(out.lang));
    let first = asked("新口令 new passphrase: ")?;
    judge_passphrase(&first).map_err(AppError::from)?;
    if first == asked("再输一次 once more: ")? {
        Ok(first)
    } else {
        Err(CliError::PassphrasesDiffer)
    }
}

/// A secret that stands in the first line of a file, without the mark that some editors begin a file with.
pub(in crate::cli) fn first_line(file: &Path) -> Result<Zeroizing<String>, CliError> {
    let text = std::fs::read_to_string(file).map_err(|source| CliError::File {
        file: file.to_owned(),
        source,
    })?;
    let text = Zeroizing::new(text);
    let line = text.lines().next().unwrap_or_default();
    let line = line.strip_prefix('\u{feff}').unwrap_or(line);
    Ok(Zeroizing::new(line.to_owned()))
}

/// Asked for at the terminal, unseen.
pub(super) fn asked(prompt: &str) -> Result<Zeroizing<String>, CliError> {
    rpassword::prompt_password(prompt)
        .map(Zeroizing::new)
        .map_err(|_| CliError::NoPassphrase)
}

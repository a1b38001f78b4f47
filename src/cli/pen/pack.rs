//! `pen pack-pinyin`, `pen pack-strokes`, `pen judge-pinyin`: makes the data anew, and says how good it is.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use crate::cli::CliError;
use crate::cli::output::Output;
use crate::pen::pinyin::judge::{self, Clause};
use crate::pen::pinyin::{Pinyin, pack};
use crate::pen::strokes;

/// Where everything lies; `assets/pen/PINYIN.md` says where it comes from.
#[derive(Debug, Args)]
pub struct PinyinSources {
    /// `lm_sc.arpa`.
    arpa: PathBuf,
    /// `dict_sc.txt`.
    dictionary: PathBuf,
    /// `assets/pen/community-words.txt`.
    words: PathBuf,
    /// `assets/pen/community-sentences.txt`.
    sentences: PathBuf,
    /// Where the data goes.
    to: PathBuf,
    /// Clauses for judging: sentences that hold one are left out.
    #[arg(long)]
    apart: Vec<PathBuf>,
}

/// Where the strokes lie; `assets/pen/STROKES.md` says where they come from.
#[derive(Debug, Args)]
pub struct StrokeSources {
    /// `stroke.dict.yaml`.
    table: PathBuf,
    /// Where the data goes.
    to: PathBuf,
}

/// What is judged.
#[derive(Debug, Args)]
pub struct Judged {
    /// Clauses: text, syllables, words; `tests/vectors/pen/report.txt`.
    clauses: PathBuf,
    /// Other data than the program carries.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Print what was taken for what.
    #[arg(long)]
    misses: bool,
}

fn read(file: &Path) -> Result<String, CliError> {
    std::fs::read_to_string(file).map_err(|source| CliError::File {
        file: file.to_owned(),
        source,
    })
}

pub(super) fn pinyin(sources: &PinyinSources, out: &mut Output) -> Result<(), CliError> {
    let apart: Vec<String> = sources
        .apart
        .iter()
        .map(|file| read(file))
        .collect::<Result<_, _>>()?;
    let bytes = pack::pack(&pack::Sources {
        arpa: &read(&sources.arpa)?,
        dictionary: &read(&sources.dictionary)?,
        words: &read(&sources.words)?,
        sentences: &read(&sources.sentences)?,
        apart: &apart.concat(),
    })?;
    std::fs::write(&sources.to, &bytes)?;
    out.line(format!("{} bytes", bytes.len()))
}

pub(super) fn strokes(sources: &StrokeSources, out: &mut Output) -> Result<(), CliError> {
    let pinyin = Pinyin::built_in()?;
    let common = |ch: char| pinyin.likelihood(ch.encode_utf8(&mut [0; 4]));
    let bytes = strokes::pack(&read(&sources.table)?, common);
    std::fs::write(&sources.to, &bytes)?;
    out.line(format!("{} bytes", bytes.len()))
}

/// Mean and longest time of a key, in milliseconds, over every key of every clause.
fn key_times(pinyin: &Pinyin, clauses: &[Clause], fuzzy: bool) -> (f64, f64) {
    let (mut keys, mut sum, mut longest) = (0.0, 0.0, 0.0_f64);
    for clause in clauses {
        let letters = clause.syllables.concat();
        for end in 1..=letters.len() {
            let start = Instant::now();
            let typed = letters.get(..end).unwrap_or_default();
            std::hint::black_box(pinyin.convert(typed, "", fuzzy, 50));
            let time = start.elapsed().as_secs_f64() * 1000.0;
            keys += 1.0;
            sum += time;
            longest = longest.max(time);
        }
    }
    (sum / f64::max(keys, 1.0), longest)
}

pub(super) fn judge(judged: &Judged, out: &mut Output) -> Result<(), CliError> {
    let pinyin = match &judged.data {
        Some(file) => Pinyin::open(file)?,
        None => Pinyin::built_in()?,
    };
    let clauses = judge::clauses(&read(&judged.clauses)?);
    let mut misses = Vec::new();
    let figures = judge::judge(&pinyin, &clauses, &mut |meant, found| {
        misses.push(format!("{meant} <- {found}"));
    });
    if judged.misses {
        for miss in misses {
            out.line(miss)?;
        }
    }
    out.line(format!("{} clauses", clauses.len()))?;
    for (name, share) in [
        ("whole clauses right", figures.clauses),
        ("characters right", figures.characters),
        ("accent, --fuzzy: clauses right", figures.accent),
        (
            "accent, --fuzzy: characters right",
            figures.accent_characters,
        ),
        ("no accent, --fuzzy: clauses right", figures.forgiving),
        ("words: first", figures.words_first),
        ("words: in the first five", figures.words_five),
    ] {
        out.line(format!("{:6.2} % {name}", share * 100.0))?;
    }
    for fuzzy in [false, true] {
        let (mean, longest) = key_times(&pinyin, &clauses, fuzzy);
        let name = if fuzzy { ", --fuzzy" } else { "" };
        out.line(format!("{mean:6.2} ms a key, {longest:.2} at most{name}"))?;
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status
        .lines()
        .filter(|line| line.starts_with("VmHWM") || line.starts_with("Rss"))
    {
        out.line(line)?;
    }
    Ok(())
}

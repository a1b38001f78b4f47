//! `pen pinyin`: a line of letters in, a line of candidates out.

use crate::cli::CliError;
use crate::cli::output::Output;
use crate::pen::pinyin::Pinyin;
use crate::words::sentence;

/// The letters of a line as the engine takes them; nothing if it holds anything else.
fn letters(line: &[u8]) -> Option<String> {
    let line = std::str::from_utf8(line).ok()?.trim();
    let letters: String = line
        .to_lowercase()
        .replace('ü', "v")
        .replace([' ', '’'], "'");
    let all_good = letters
        .chars()
        .all(|letter| letter.is_ascii_lowercase() || letter == '\'');
    (all_good && letters.contains(|letter| letter != '\'')).then_some(letters)
}

/// Candidates for every line of letters.
pub(super) fn run(fuzzy: bool, limit: usize, out: &mut Output) -> Result<(), CliError> {
    let pinyin = Pinyin::built_in()?;
    super::answer_lines(out, |line, number| {
        let letters = letters(line).ok_or_else(|| sentence!("cli-pen-letters", line = number))?;
        let candidates = pinyin.convert(&letters, "", fuzzy, limit).candidates;
        Ok(candidates.into_iter().map(|choice| choice.text).collect())
    })
}

//! `pen pinyin`: a line of letters in, a line of candidates out.

use std::io::BufRead;

use crate::cli::CliError;
use crate::cli::output::Output;
use crate::pen::pinyin::Pinyin;
use crate::words::Sentence;

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

/// One line out for every line in: a bad line gives `[]` and a sentence on standard error, and the end is a failure.
pub fn run(fuzzy: bool, limit: usize, out: &mut Output) -> Result<(), CliError> {
    let pinyin = Pinyin::built_in()?;
    let mut count = 0;
    for (at, line) in std::io::stdin().lock().split(b'\n').enumerate() {
        let found: Vec<String> = if let Some(letters) = letters(&line?) {
            pinyin
                .convert(&letters, "", fuzzy, limit)
                .candidates
                .into_iter()
                .map(|choice| choice.text)
                .collect()
        } else {
            count += 1;
            let said = Sentence::new("cli-pen-letters")
                .with("line", at + 1)
                .say(out.lang);
            eprintln!("{said}");
            Vec::new()
        };
        out.line(serde_json::to_string(&found)?)?;
        out.flush()?;
    }
    if count == 0 {
        Ok(())
    } else {
        Err(CliError::PenLines { count })
    }
}

//! Passphrases: what a new one must be, what trying one costs, and how else one that was typed may have been written.

use rand::{CryptoRng, RngExt as _};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::{Confidential, OfficeError};
use crate::courier::keys::PassphraseCost;

/// How well a new one must stand up to whoever tries likely ones first, in bits.
const LEAST_BITS: f64 = 60.0;
/// What a judge gives nothing for: whose program it is stands on the screen.
const KNOWN: [&str; 4] = ["pingyi", "shequ", "juweihui", "pingyiji"];

const WORDS: usize = 6;
const SYLLABLES: usize = 2;
const CONSONANTS: &[u8] = b"bdfghjklmnprstwz";
const VOWELS: &[u8] = b"aeiou";

/// What opens an office: one person's passphrase, and a second person's where the office takes two.
#[derive(Clone, Copy)]
pub struct Passphrases<'a> {
    pub(super) first: &'a str,
    pub(super) second: Option<&'a str>,
}

impl<'a> Passphrases<'a> {
    /// Those of two persons. Who types first sits at the desk.
    #[must_use]
    pub fn of_two(first: &'a str, second: &'a str) -> Self {
        Self {
            first,
            second: Some(second),
        }
    }
}

impl<'a, T: AsRef<str> + ?Sized> From<&'a T> for Passphrases<'a> {
    fn from(first: &'a T) -> Self {
        Self {
            first: first.as_ref(),
            second: None,
        }
    }
}

/// Refuses a new passphrase that is soon guessed, or that an input method may write in two ways. A trial's protects nothing.
pub(super) fn check_new(passphrase: &str, trial: bool) -> Result<(), OfficeError> {
    if trial {
        Ok(())
    } else {
        judge_passphrase(passphrase)
    }
}

/// Refuses what [`super::Office`] takes from nobody as a new passphrase.
pub fn judge_passphrase(passphrase: &str) -> Result<(), OfficeError> {
    let typed = |letter: char| letter == ' ' || letter.is_ascii_graphic();
    if !passphrase.chars().all(typed) {
        return Err(OfficeError::PassphraseLetters);
    }
    if bits(passphrase) < LEAST_BITS {
        return Err(OfficeError::PassphraseWeak);
    }
    Ok(())
}

fn bits(passphrase: &str) -> f64 {
    // The judge knows no more than 64 bits.
    zxcvbn::zxcvbn(passphrase, &KNOWN).guesses_log10() * std::f64::consts::LOG2_10
}

/// Six words of two syllables for those who can think of none: 75 bits, whatever is known of how they are drawn.
#[must_use]
pub fn propose_passphrase(rng: &mut impl CryptoRng) -> Confidential {
    let mut text = Zeroizing::new(String::with_capacity(WORDS * (2 * SYLLABLES + 1)));
    for word in 0..WORDS {
        if word > 0 {
            text.push('-');
        }
        for _ in 0..SYLLABLES {
            for letters in [CONSONANTS, VOWELS] {
                let drawn = letters.get(rng.random_range(0..letters.len()));
                text.extend(drawn.copied().map(char::from));
            }
        }
    }
    text.into()
}

/// What a passphrase costs to try.
pub(super) fn cost_of(trial: bool) -> PassphraseCost {
    if trial {
        PassphraseCost::TRIAL
    } else {
        PassphraseCost::STANDARD
    }
}

/// What was typed, and how else an earlier program may have taken it down: other input methods compose letters or not, or write
/// them wide, and a file may have begun with a mark. As it was typed comes first.
pub(super) fn spellings(typed: &str) -> Vec<Zeroizing<String>> {
    const MARK: char = '\u{feff}';
    let bare = typed.trim_start_matches(MARK);
    let mut all = vec![Zeroizing::new(typed.to_owned())];
    let wide = |letter: char| match letter {
        ' ' => '\u{3000}',
        '!'..='~' => char::from_u32(u32::from(letter) + 0xfee0).unwrap_or(letter),
        other => other,
    };
    let narrow: Zeroizing<String> = Zeroizing::new(bare.nfkc().collect());
    for other in [
        bare.to_owned(),
        bare.nfc().collect(),
        bare.nfd().collect(),
        narrow.to_string(),
        bare.nfkd().collect(),
        narrow.chars().map(wide).collect(),
        std::iter::once(MARK).chain(bare.chars()).collect(),
    ] {
        let other = Zeroizing::new(other);
        if !all.contains(&other) {
            all.push(other);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use rand::SeedableRng as _;

    #[test]
    fn what_is_soon_guessed_is_refused() {
        for weak in [
            "",
            "12345678",
            "        ",
            "123456789012345678",
            "aaaaaaaaaaaaaaaaaaaaaaaa",
            "abcdefghijklmnopqrstuvwxyz",
            "qwertyuiopasdfghjkl",
            "password1234567890",
            "woaini1314woaini1314",
            "pingyipingyipingyi",
            "kou-ling-12345",
            "2026-11-29",
            "four words are plenty",
            "correct horse battery",
        ] {
            assert!(
                matches!(judge_passphrase(weak), Err(OfficeError::PassphraseWeak)),
                "{weak}: {} bits",
                bits(weak)
            );
        }
        for strong in [
            "kabo demi tufa zulo rino pega",
            "7xK!q2Lm#9vR4tZ8wQ3s",
            "lampost giraffe tundra quiver bishop",
        ] {
            judge_passphrase(strong).unwrap();
        }
        check_new("trial", true).unwrap();
    }

    #[test]
    fn what_an_input_method_writes_in_two_ways_is_refused() {
        for letters in [
            "lǜsè-shèqū-zhongguancun-2026",
            "ｋａｂｏ-demi-tufa-zulo-rino",
            "kabo\tdemi tufa zulo rino pega",
            "\u{feff}kabo demi tufa zulo rino pega",
            "一二三四五六七八九十",
        ] {
            let refused = judge_passphrase(letters);
            assert!(matches!(refused, Err(OfficeError::PassphraseLetters)));
        }
    }

    #[test]
    fn what_the_program_proposes_it_takes() {
        let mut rng = rand::rngs::StdRng::seed_from_u64(1);
        for _ in 0..300 {
            let proposed = propose_passphrase(&mut rng);
            assert_eq!(proposed.split('-').count(), WORDS);
            judge_passphrase(&proposed).unwrap();
        }
    }

    #[test]
    fn one_passphrase_is_found_however_it_was_taken_down() {
        let is_found = |typed: &str, kept: &str| {
            spellings(typed)
                .iter()
                .any(|spelling| spelling.as_str() == kept)
        };
        for (typed, kept) in [
            (
                "lǜsè-shèqū-2026",
                "lu\u{308}\u{300}se\u{300}-she\u{300}qu\u{304}-2026",
            ),
            (
                "lu\u{308}\u{300}se\u{300}-she\u{300}qu\u{304}-2026",
                "lǜsè-shèqū-2026",
            ),
            ("口令 one two", "口令\u{3000}ｏｎｅ\u{3000}ｔｗｏ"),
            ("ｏｎｅ two", "one two"),
            ("kou-ling-12345", "\u{feff}kou-ling-12345"),
            ("\u{feff}kou-ling-12345", "kou-ling-12345"),
        ] {
            assert!(is_found(typed, kept), "{typed}");
        }
        assert!(!is_found("One two", "one two"));
        // Whoever types ASCII, as everybody does from now on, waits for little more than one try.
        assert_eq!(spellings("kabo-demi")[0].as_str(), "kabo-demi");
        assert_eq!(spellings("kabo-demi").len(), 3);
    }
}

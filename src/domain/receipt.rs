//! Numbers on paper, of receipts and of voting slips: 20 digits in five groups of four, the last a Damm check digit.
//!
//! H. M. Damm, *Total anti-symmetrische Quasigruppen* (2004): catches every single-digit error and
//! every swap of two neighbours.

use std::fmt;

use rand::{Rng, RngExt};
use thiserror::Error;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::words::{Sentence, sentence};

/// Digits in a receipt number, the check digit included.
pub const DIGITS: usize = 20;
const GROUP: usize = 4;

/// Damm's quasigroup of order 10, from the dissertation's example that is in common use.
const QUASIGROUP: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// A secret on paper. Wiped from memory when dropped. `KIND` is a digit that goes into the check before those printed, so that
/// numbers of two kinds never pass for each other: from another beginning Damm's walk ends elsewhere, whatever the digits.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct PaperNumber<const KIND: u8>([u8; DIGITS]);

/// The secret a resident takes home.
pub type ReceiptNumber = PaperNumber<0>;

/// The secret on a voting slip (评议票).
pub type SlipCode = PaperNumber<1>;

/// The secret with which staff who forgot their PIN set another, once.
pub type PinCode = PaperNumber<2>;

/// Why what was typed is no such number.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReceiptError {
    /// A group (1 to 5) is short or has something that is no digit.
    #[error("group {group} of the number is not four digits")]
    Group {
        /// 1 to 5.
        group: usize,
    },
    /// More than twenty digits.
    #[error("a number has 20 digits, this has {given}")]
    TooLong {
        /// How many were given.
        given: usize,
    },
    /// Twenty digits that do not belong together.
    #[error("the check digit does not match: one digit is wrong or two are swapped")]
    CheckDigit,
}

impl ReceiptError {
    /// What to tell the resident.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::Group { group } => sentence!("domain-receipt-group", group = group),
            Self::TooLong { given } => {
                sentence!("domain-receipt-too-long", given = given)
            }
            Self::CheckDigit => sentence!("domain-receipt-check-digit"),
        }
    }
}

impl<const KIND: u8> PaperNumber<KIND> {
    /// What the check comes to: the check digit after nineteen digits, 0 after twenty that belong together.
    fn check(digits: &[u8]) -> u8 {
        check_digit(std::iter::once(&KIND).chain(digits))
    }

    /// Draws a fresh number.
    pub fn random(rng: &mut impl Rng) -> Self {
        let mut digits = [0u8; DIGITS];
        let [drawn @ .., check] = &mut digits;
        for digit in drawn.iter_mut() {
            *digit = rng.random_range(0..10);
        }
        *check = Self::check(drawn);
        Self(digits)
    }

    /// Reads a number as typed or scanned: spaces, hyphens and full-width digits are welcome.
    pub fn parse(text: &str) -> Result<Self, ReceiptError> {
        let mut digits = [0u8; DIGITS];
        let mut count = 0;
        for character in text.chars() {
            if character.is_whitespace() || matches!(character, '-' | '－' | '·') {
                continue;
            }
            let value = match character {
                '0'..='9' => u32::from(character) - u32::from('0'),
                '０'..='９' => u32::from(character) - u32::from('０'),
                _ => {
                    return Err(ReceiptError::Group {
                        group: (count / GROUP + 1).min(DIGITS / GROUP),
                    });
                }
            };
            if let (Some(place), Ok(value)) = (digits.get_mut(count), u8::try_from(value)) {
                *place = value;
            }
            count += 1;
        }
        if count > DIGITS {
            return Err(ReceiptError::TooLong { given: count });
        }
        if count < DIGITS {
            return Err(ReceiptError::Group {
                group: count / GROUP + 1,
            });
        }
        if Self::check(&digits) != 0 {
            return Err(ReceiptError::CheckDigit);
        }
        Ok(Self(digits))
    }

    /// The twenty digits without spaces; wipe the string after use.
    #[must_use]
    pub fn digits(&self) -> zeroize::Zeroizing<String> {
        zeroize::Zeroizing::new(
            self.0
                .iter()
                .map(|digit| char::from(b'0' + digit))
                .collect(),
        )
    }

    /// The five groups of four, as shown and printed.
    #[must_use]
    pub fn grouped(&self) -> zeroize::Zeroizing<String> {
        let mut text = zeroize::Zeroizing::new(String::with_capacity(DIGITS + 4));
        for (index, digit) in self.0.iter().enumerate() {
            if index > 0 && index % GROUP == 0 {
                text.push(' ');
            }
            text.push(char::from(b'0' + digit));
        }
        text
    }

    /// Every valid number one digit or one swap of neighbours away from twenty mistyped digits, with
    /// the group (1 to 5) in which it differs. At most 39.
    #[must_use]
    pub fn neighbours_of(mistyped: &str) -> Vec<(usize, Self)> {
        let given: Vec<u8> = mistyped
            .bytes()
            .filter(u8::is_ascii_digit)
            .map(|b| b - b'0')
            .collect();
        let Ok(given) = <[u8; DIGITS]>::try_from(given) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for place in 0..DIGITS {
            for value in 0..10 {
                let mut tried = given;
                if let Some(digit) = tried.get_mut(place) {
                    *digit = value;
                }
                if tried != given && Self::check(&tried) == 0 {
                    found.push((place / GROUP + 1, Self(tried)));
                }
            }
            let mut swapped = given;
            if place + 1 < DIGITS {
                swapped.swap(place, place + 1);
                if swapped != given && Self::check(&swapped) == 0 {
                    found.push((place / GROUP + 1, Self(swapped)));
                }
            }
        }
        found
    }
}

impl<const KIND: u8> fmt::Debug for PaperNumber<KIND> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PaperNumber(…)")
    }
}

/// The check digit after these digits (0–9): Damm's, which catches every slip of one digit and every exchange of two that
/// stand side by side.
pub fn check_digit<'a>(digits: impl Iterator<Item = &'a u8>) -> u8 {
    digits.fold(0, |interim, digit| {
        QUASIGROUP
            .get(usize::from(interim))
            .and_then(|row| row.get(usize::from(*digit)))
            .copied()
            .unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    fn numbers() -> impl Iterator<Item = ReceiptNumber> {
        let mut rng = rand::rngs::StdRng::seed_from_u64(7);
        (0..100).map(move |_| ReceiptNumber::random(&mut rng))
    }

    #[test]
    fn neither_kind_passes_for_the_other_and_slips_are_checked_as_well() {
        let mut rng = rand::rngs::StdRng::seed_from_u64(8);
        for number in numbers() {
            assert!(SlipCode::parse(&number.digits()).is_err());
            let code = SlipCode::random(&mut rng);
            assert_eq!(SlipCode::parse(&code.grouped()).as_ref(), Ok(&code));
            assert!(ReceiptNumber::parse(&code.digits()).is_err());
            for place in 0..DIGITS {
                let mut wrong = code.0;
                wrong[place] = (wrong[place] + 1 + u8::try_from(place % 9).unwrap()) % 10;
                let mut swapped = code.0;
                swapped.swap(place, (place + 1).min(DIGITS - 1));
                for other in [wrong, swapped] {
                    let text = PaperNumber::<1>(other).digits();
                    assert_eq!(SlipCode::parse(&text).is_ok(), other == code.0, "{place}");
                }
            }
        }
    }

    #[test]
    fn what_is_shown_reads_back() {
        for number in numbers() {
            assert_eq!(ReceiptNumber::parse(&number.grouped()), Ok(number.clone()));
            assert_eq!(ReceiptNumber::parse(&number.digits()), Ok(number));
        }
    }

    #[test]
    fn every_single_error_and_every_swap_is_caught_and_found_again() {
        for number in numbers() {
            for place in 0..DIGITS {
                for value in 0..10 {
                    let mut wrong = number.0;
                    wrong[place] = value;
                    if wrong != number.0 {
                        assert_mended(wrong, place, &number);
                    }
                }
            }
            for place in 0..DIGITS - 1 {
                let mut swapped = number.0;
                swapped.swap(place, place + 1);
                if swapped != number.0 {
                    assert_mended(swapped, place, &number);
                }
            }
        }
    }

    /// The number is refused, and what is offered instead is valid, holds what was meant, with the group
    /// of the (first) wrong digit, and is never more than there are digits and swaps.
    fn assert_mended(wrong: [u8; DIGITS], place: usize, meant: &ReceiptNumber) {
        let text = PaperNumber::<0>(wrong).digits();
        assert_eq!(ReceiptNumber::parse(&text), Err(ReceiptError::CheckDigit));
        let offered = ReceiptNumber::neighbours_of(&text);
        assert!(offered.contains(&(place / 4 + 1, meant.clone())), "{place}");
        assert!((DIGITS..=39).contains(&offered.len()), "{}", offered.len());
        for (group, number) in offered {
            assert_eq!(ReceiptNumber::parse(&number.digits()).as_ref(), Ok(&number));
            let differs: Vec<usize> = (0..DIGITS)
                .filter(|&at| number.0[at] != wrong[at])
                .collect();
            assert_eq!(differs.first().map(|at| at / 4 + 1), Some(group));
            assert!(matches!(differs[..], [_] | [_, _]), "{differs:?}");
        }
    }

    #[test]
    fn a_valid_number_has_no_neighbours() {
        // Two equal digits side by side are no swap.
        let equal = |number: &ReceiptNumber| number.0.windows(2).any(|two| two[0] == two[1]);
        assert!(numbers().any(|number| equal(&number)));
        for number in numbers() {
            assert_eq!(ReceiptNumber::neighbours_of(&number.digits()), []);
        }
    }

    #[test]
    fn it_is_shown_in_five_groups_of_four_and_no_copy_is_left_behind() {
        let number = PaperNumber::<0>([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
        assert_eq!(*number.grouped(), "0123 4567 8998 7654 3210");
        assert_eq!(*number.digits(), "01234567899876543210");
        // A text that outgrows its room is moved, and where it stood is not wiped.
        for text in [number.grouped(), number.digits()] {
            assert_eq!(text.capacity(), text.len());
        }
    }

    #[test]
    fn the_faulty_group_is_named() {
        assert_eq!(
            ReceiptNumber::parse("1234 56"),
            Err(ReceiptError::Group { group: 2 })
        );
        assert_eq!(
            ReceiptNumber::parse("1234 5x78"),
            Err(ReceiptError::Group { group: 2 })
        );
        // Behind the last group there is no sixth.
        assert_eq!(
            ReceiptNumber::parse(&format!("{}x", "1".repeat(20))),
            Err(ReceiptError::Group { group: 5 })
        );
        assert_eq!(
            ReceiptNumber::parse(&"1".repeat(21)),
            Err(ReceiptError::TooLong { given: 21 })
        );
    }

    #[test]
    fn however_it_is_typed_it_is_the_same_number() {
        for number in numbers().take(3) {
            let wide = |digit: char| char::from_u32(u32::from(digit) - 0x30 + 0xff10).unwrap();
            let full_width: String = number.digits().chars().map(wide).collect();
            let dotted = number.grouped().replace(' ', "·");
            let dashed = number.grouped().replace(' ', "－");
            for typed in [
                full_width,
                dotted,
                dashed,
                format!(" {}\n", *number.digits()),
            ] {
                assert_eq!(
                    ReceiptNumber::parse(&typed).as_ref(),
                    Ok(&number),
                    "{typed}"
                );
            }
        }
    }

    #[test]
    fn only_twenty_digits_have_neighbours() {
        let mut number = numbers().next().unwrap();
        number.0[0] = (number.0[0] + 1) % 10;
        let wrong = number.digits().to_string();
        assert!(!ReceiptNumber::neighbours_of(&wrong).is_empty());
        assert_eq!(ReceiptNumber::neighbours_of(&wrong[1..]), []);
        assert_eq!(ReceiptNumber::neighbours_of(&format!("{wrong}1")), []);
    }

    #[test]
    fn each_fault_has_a_sentence_of_its_own_and_the_number_is_in_none() {
        let number = numbers().next().unwrap();
        assert_eq!(format!("{number:?}"), "PaperNumber(…)");
        for lang in crate::words::Lang::ALL {
            let faults = [
                ReceiptError::Group { group: 2 },
                ReceiptError::TooLong { given: 21 },
                ReceiptError::CheckDigit,
            ];
            let [group, long, check] = faults.map(|fault| fault.sentence().say(lang));
            assert!(group.contains('2') && long.contains("21"), "{group} {long}");
            assert!(check != group && check != long);
        }
    }
}

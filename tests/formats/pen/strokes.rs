//! Strokes: exact codes first, the wildcard, every character of levels 1 and 2, damaged data.

use std::collections::HashSet;
use std::sync::LazyLock;

use pingyi::pen::strokes::{Key, Strokes, StrokesError};
use proptest::prelude::*;

const DATA: &[u8] = include_bytes!("../../../assets/pen/strokes.bin");
static STROKES: LazyLock<Strokes> = LazyLock::new(|| Strokes::built_in().unwrap());

fn keys(letters: &str) -> Vec<Key> {
    letters
        .chars()
        .map(|letter| Key::of(letter).unwrap())
        .collect()
}

fn find(letters: &str, limit: usize) -> Vec<char> {
    STROKES.find(&keys(letters), limit)
}

#[test]
fn exact_codes_stand_before_longer_ones() {
    assert_eq!(find("h", 1), ['一']);
    assert_eq!(find("hs", 2)[0], '十');
    assert!(
        find("pspzspn", 3).contains(&'你'),
        "{:?}",
        find("pspzspn", 3)
    );
    let found = find("szh", 50);
    assert_eq!(found[0], '口', "{found:?}");
    assert!(found.contains(&'中'), "begins so: {found:?}");
}

#[test]
fn the_common_character_stands_first() {
    let found = find("phs", 400);
    let place = |ch| found.iter().position(|found| *found == ch).unwrap();
    assert!(place('我') < place('牤'), "{found:?}");
}

#[test]
fn any_stands_for_one_stroke() {
    for (masked, ch) in [
        ("*spzspn", '你'),
        ("ps*zspn", '你'),
        ("sz*", '口'),
        ("*", '一'),
    ] {
        assert!(
            find(masked, 20).contains(&ch),
            "{masked}: {:?}",
            find(masked, 20)
        );
    }
    let exact: HashSet<char> = find("szh", 500).into_iter().collect();
    let masked: HashSet<char> = find("s*h", 5000).into_iter().collect();
    assert!(exact.is_subset(&masked) && masked.len() > exact.len());
}

#[test]
fn every_character_of_levels_one_and_two_has_a_code_that_finds_it() {
    let levels: HashSet<char> = include_str!("../../vectors/pen/levels.txt")
        .chars()
        .filter(|ch| !ch.is_whitespace())
        .collect();
    assert_eq!(levels.len(), 6500);
    let known: HashSet<char> = STROKES.codes().map(|(ch, _)| ch).collect();
    let mut missing: Vec<&char> = levels.difference(&known).collect();
    missing.sort();
    // rime-stroke has no code for these two of level 2; both are found by hand and by sound.
    assert_eq!(missing, [&'𠳐', &'𥻗']);
    // A sample is asked for; the first page of an exact code is short.
    for (ch, code) in STROKES
        .codes()
        .filter(|(ch, _)| levels.contains(ch))
        .step_by(97)
    {
        assert!(find(code, 40).contains(&ch), "{ch} {code}");
    }
}

#[test]
fn no_keys_or_no_room_nothing() {
    assert!(find("", 10).is_empty());
    assert!(find("h", 0).is_empty());
    assert!(
        find(
            "hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh",
            5
        )
        .is_empty()
    );
    assert!(Key::of('x').is_none());
}

#[test]
fn damaged_data_is_refused() {
    assert!(matches!(
        Strokes::from_bytes(b""),
        Err(StrokesError::Foreign)
    ));
    assert!(matches!(
        Strokes::from_bytes(b"PYHAND01 and more"),
        Err(StrokesError::Foreign)
    ));
    for length in (8..DATA.len()).step_by(1024).chain([DATA.len() - 1]) {
        assert!(matches!(
            Strokes::from_bytes(&DATA[..length]),
            Err(StrokesError::Damaged)
        ));
    }
    let mut bytes = DATA.to_vec();
    for place in (0..24).chain((24..DATA.len()).step_by(30_011)) {
        bytes[place] ^= 1 << (place % 8);
        assert!(Strokes::from_bytes(&bytes).is_err(), "{place}");
        bytes[place] ^= 1 << (place % 8);
    }
    assert!(Strokes::from_bytes(&bytes).is_ok());
}

#[test]
fn data_in_a_file_is_read_like_the_programs_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("strokes.bin");
    assert!(matches!(
        Strokes::open(&file),
        Err(StrokesError::Unreadable(_))
    ));
    std::fs::write(&file, b"something else").unwrap();
    assert!(matches!(Strokes::open(&file), Err(StrokesError::Foreign)));
    std::fs::write(&file, DATA).unwrap();
    let own = Strokes::built_in().unwrap();
    assert!(Strokes::open(&file).unwrap().codes().eq(own.codes()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_found_fits(letters in "[hspnz*]{1,14}", limit in 0_usize..30) {
        let found = find(&letters, limit);
        prop_assert!(found.len() <= limit);
        let fits = |code: &str| code.len() >= letters.len()
            && code.bytes().zip(letters.bytes()).all(|(stroke, key)| key == b'*' || key == stroke);
        for ch in &found {
            prop_assert!(STROKES.codes().any(|(known, code)| known == *ch && fits(code)), "{} {}", ch, letters);
        }
        let once: HashSet<&char> = found.iter().collect();
        prop_assert_eq!(once.len(), found.len());
    }
}

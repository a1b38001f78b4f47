//! Pinyin: whole clauses, words, initials, accents; odd letters, damaged data, nothing remembered.

use std::sync::LazyLock;

use pingyi::pen::pinyin::{Conversion, Pinyin, PinyinError};
use proptest::prelude::*;

const DATA: &[u8] = include_bytes!("../../../assets/pen/pinyin.bin");
static PINYIN: LazyLock<Pinyin> = LazyLock::new(|| Pinyin::built_in().unwrap());

fn convert(letters: &str, fuzzy: bool, limit: usize) -> Conversion {
    PINYIN.convert(letters, "", fuzzy, limit)
}

fn first(letters: &str, fuzzy: bool) -> String {
    convert(letters, fuzzy, 1).candidates[0].text.clone()
}

fn has(letters: &str, text: &str, limit: usize) -> bool {
    let found = convert(letters, false, limit).candidates;
    found.iter().any(|choice| choice.text == text)
}

#[test]
fn whole_clauses_without_separators() {
    for (letters, text) in [
        ("sanhaoloudediantijingchangtingyun", "三号楼的电梯经常停运"),
        ("xiwangwuyejinkuaiweixiu", "希望物业尽快维修"),
    ] {
        let found = convert(letters, false, 5);
        assert!(found.candidates[0].text.starts_with(text), "{found:?}");
        assert_eq!(found.candidates[0].letters, letters.len());
        assert_eq!(found.syllables.concat(), letters);
    }
}

#[test]
fn words_initials_separators_and_u_umlaut() {
    for (letters, text) in [
        ("dt", "电梯"),
        ("wy", "物业"),
        ("dianti", "电梯"),
        ("diant", "电梯"),
        ("xiaoqudt", "小区电梯"),
        ("xiaoqu'dt", "小区电梯"),
        ("xi'an", "西安"),
        ("lvse", "绿色"),
        ("nver", "女儿"),
        ("feixianchongdian", "飞线充电"),
        ("jiazhuangdianti", "加装电梯"),
        ("loudaoduiwu", "楼道堆物"),
    ] {
        assert!(
            has(letters, text, 5),
            "{letters}: {:?}",
            convert(letters, false, 5)
        );
    }
    assert_eq!(convert("xi'an", false, 1).syllables, ["xi", "an"]);
    assert_eq!(convert("diantit", false, 1).syllables, ["dian", "ti", "t"]);
}

#[test]
fn confusions_are_forgiven_at_a_cost() {
    for (accent, exact, text) in [
        ("sanhaolou", "sanhaolou", "三号楼"),
        (
            "xiwangwuyejingkuaiweixiu",
            "xiwangwuyejinkuaiweixiu",
            "希望物业尽快维修",
        ),
        ("lajifenneizan", "lajifenleizhan", "垃圾分类站"),
        ("tinchewei", "tingchewei", "停车位"),
        ("fuwutaidufenhao", "fuwutaiduhenhao", "服务态度很好"),
    ] {
        assert_eq!(first(exact, false), text);
        assert_eq!(first(exact, true), text, "exact letters stay best");
        assert_eq!(first(accent, true), text);
        if accent != exact {
            assert_ne!(first(accent, false), text, "forgiven only when asked");
        }
    }
}

/// The negative control of every accuracy figure: letters of another clause do not give this one.
#[test]
fn development_clauses_come_out() {
    let clauses = include_str!("../../vectors/pen/dev.txt");
    let cases: Vec<(&str, String)> = clauses
        .lines()
        .step_by(4)
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            (fields[0], fields[1].replace(' ', ""))
        })
        .collect();
    let right = |shift: usize| {
        let letters = cases.iter().cycle().skip(shift);
        let pairs = cases.iter().zip(letters);
        pairs
            .filter(|((text, _), (_, letters))| first(letters, false) == *text)
            .count()
    };
    assert!(
        right(0) * 100 >= cases.len() * 80,
        "{} of {}",
        right(0),
        cases.len()
    );
    assert_eq!(right(1), 0);
}

#[test]
fn paging_reaches_every_character_and_longer_words_stand_first() {
    let found = convert("yiyuanhenyuan", false, 5000).candidates;
    let used: Vec<usize> = found.iter().map(|choice| choice.letters).collect();
    assert!(used.is_sorted_by(|a, b| a >= b), "{used:?}");
    for ch in ["一", "亿", "仪", "医", "依", "姨", "弈", "镒", "翊"] {
        let there = found
            .iter()
            .any(|choice| choice.text == ch && choice.letters == 2);
        assert!(there, "{ch}");
    }
    let once: std::collections::HashSet<_> = found.iter().map(|c| (&c.text, c.letters)).collect();
    assert_eq!(once.len(), found.len());
}

#[test]
fn what_stands_before_counts() {
    let after = |before: &str| {
        PINYIN.convert("yuan", before, false, 1).candidates[0]
            .text
            .clone()
    };
    assert_ne!(after("社区医"), after("停车要十"));
    let next = PINYIN.next_words("希望", 20);
    assert_eq!(next.len(), 20);
    assert_ne!(next, PINYIN.next_words("电梯", 20));
    let at_first = PINYIN.next_words("", 20);
    assert!(at_first.iter().any(|word| word == "希望"), "{at_first:?}");
}

#[test]
fn a_word_that_was_begun_is_offered_to_its_end() {
    for (before, rest) in [
        ("电", "梯"),
        ("三号楼的电", "梯"),
        ("希望尽快维", "修"),
        ("加装", "电梯"),
        ("三号楼的楼", "道"),
    ] {
        let next = PINYIN.next_words(before, 5);
        assert!(next.iter().any(|word| word == rest), "{before}: {next:?}");
    }
}

#[test]
fn a_character_fits_what_stands_before_it() {
    let fits = |before: &str, chars: &[char]| PINYIN.fits(before, chars);
    let [lift, light, brother] = fits("三号楼的电", &['梯', '灯', '弟'])[..] else {
        panic!("one for each")
    };
    assert!(
        lift > light && light > brother && lift < 0.1,
        "{lift} {light} {brother}"
    );
    // The first character of a word fits though the word is not whole yet.
    assert!(fits("希望物业尽快", &['维'])[0] > fits("希望物业尽快", &['唯'])[0]);
    assert!(fits("", &[]).is_empty());
}

#[test]
fn a_written_character_has_alternatives() {
    assert_eq!(PINYIN.alternatives("三号楼的电提经常停运", 5, 5)[0], '梯');
    assert_eq!(PINYIN.alternatives("希望物业进快维修", 4, 5)[0], '尽');
    // n for l is a confusion, not the same sound.
    assert!(PINYIN.alternatives("楼上露水", 2, 20).contains(&'漏'));
    assert!(PINYIN.alternatives("abc", 1, 5).is_empty());
    assert!(PINYIN.alternatives("电", 7, 5).is_empty());
}

#[test]
fn letters_that_begin_nothing_are_passed_and_leave_the_rest_alone() {
    let found = convert("dianti123wuye", false, 3);
    assert_eq!(found.candidates[0].text, "电梯123物业");
    assert_eq!(convert("", false, 9), Conversion::default());
    assert_eq!(convert("'''", false, 9), Conversion::default());
    assert_eq!(convert("dianti", false, 0), Conversion::default());
}

#[test]
fn nothing_is_remembered() {
    let fresh = Pinyin::built_in().unwrap();
    let used = Pinyin::built_in().unwrap();
    for letters in ["woxianghumaomao", "zhangsanfeng", "sanhaoloudedianti"] {
        for _ in 0..3 {
            let _ = used.convert(letters, "我家的", true, 20);
        }
        let _ = used.next_words("我家的", 9);
        let _ = used.alternatives("我家的", 1, 9);
    }
    for letters in ["wo", "z", "zhang", "sanhao", "humao"] {
        assert_eq!(
            used.convert(letters, "", true, 50),
            fresh.convert(letters, "", true, 50)
        );
    }
    assert_eq!(used.next_words("我", 50), fresh.next_words("我", 50));
}

#[test]
fn truncated_data_is_refused_at_every_kilobyte() {
    for length in (0..DATA.len()).step_by(1024).chain([DATA.len() - 1]) {
        assert!(Pinyin::from_static(&DATA[..length]).is_err(), "{length}");
    }
    assert!(matches!(
        Pinyin::from_static(b""),
        Err(PinyinError::Foreign)
    ));
    assert!(matches!(
        Pinyin::from_static(&DATA[..40]),
        Err(PinyinError::Damaged)
    ));
}

#[test]
fn flipped_bits_are_refused() {
    let mut bytes = DATA.to_vec();
    let places = (0..16)
        .chain([17, 40, 87, 88])
        .chain((1..12).map(|n| n * (DATA.len() / 12)));
    for place in places.chain([DATA.len() - 1]) {
        bytes[place] ^= 1 << (place % 8);
        assert!(Pinyin::from_bytes(bytes.clone()).is_err(), "{place}");
        bytes[place] ^= 1 << (place % 8);
    }
    assert!(Pinyin::from_bytes(bytes).is_ok());
}

#[test]
fn a_replacement_is_read_from_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("other.bin");
    assert!(matches!(Pinyin::open(&file), Err(PinyinError::Io(_))));
    std::fs::write(&file, DATA).unwrap();
    let other = Pinyin::open(&file).unwrap();
    assert_eq!(
        other.convert("dianti", "", false, 9),
        convert("dianti", false, 9)
    );
    // Renaming a newer file over it leaves the one that is mapped as it was.
    std::fs::write(dir.path().join("new.bin"), b"not it").unwrap();
    std::fs::rename(dir.path().join("new.bin"), &file).unwrap();
    assert_eq!(
        other.convert("dianti", "", false, 9),
        convert("dianti", false, 9)
    );
    assert!(matches!(Pinyin::open(&file), Err(PinyinError::Foreign)));
    std::fs::write(&file, b"").unwrap();
    assert!(matches!(Pinyin::open(&file), Err(PinyinError::Foreign)));
    std::fs::write(&file, &DATA[..DATA.len() - 1]).unwrap();
    assert!(matches!(Pinyin::open(&file), Err(PinyinError::Damaged)));
    assert!(Pinyin::open(dir.path()).is_err());
}

#[test]
fn the_file_is_small_enough() {
    assert!(DATA.len() <= 25_000_000, "{}", DATA.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn any_letters_are_survived(letters in "[a-z]{0,24}|[a-zA-Z0-9' ü电\\-]{0,16}|(zh|sh|ch|ng|n|g|v|'){0,12}", before in "[一-龥，a-c ]{0,9}", fuzzy: bool, limit in 0_usize..40) {
        let found = PINYIN.convert(&letters, &before, fuzzy, limit);
        prop_assert!(found.candidates.len() <= limit);
        for choice in &found.candidates {
            prop_assert!(choice.letters > 0 && choice.letters <= letters.len());
            prop_assert!(letters.is_char_boundary(choice.letters));
            prop_assert!(!choice.text.is_empty());
        }
        if limit > 0 && letters.chars().any(|letter| letter != '\'') {
            prop_assert_eq!(found.candidates[0].letters, letters.len());
            prop_assert_eq!(found.syllables.concat(), letters.replace('\'', ""));
        }
    }

    #[test]
    fn any_text_is_survived(text in "\\PC{0,12}", at in 0_usize..14) {
        prop_assert!(PINYIN.alternatives(&text, at, 8).len() <= 8);
        prop_assert!(PINYIN.next_words(&text, 8).len() <= 8);
    }
}

//! Handwriting: the committed model, odd ink, damaged models.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

use std::sync::LazyLock;

use pingyi::pen::hand::{ModelError, Recogniser, Stroke};
use proptest::prelude::*;

const MODEL: &[u8] = include_bytes!("../assets/pen/hand.bin");
static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(|| Recogniser::built_in().unwrap());

fn line(points: &[[f32; 2]]) -> Stroke {
    points.to_vec()
}

fn first(strokes: &[Stroke]) -> char {
    RECOGNISER.recognise(strokes, 1)[0].ch
}

/// 十, 三 and 口 as anybody would put them down, written here by hand.
fn simple() -> Vec<(char, Vec<Stroke>)> {
    vec![
        (
            '十',
            vec![
                line(&[[10., 50.], [90., 48.]]),
                line(&[[50., 8.], [51., 95.]]),
            ],
        ),
        (
            '三',
            vec![
                line(&[[22., 20.], [78., 18.]]),
                line(&[[28., 50.], [72., 48.]]),
                line(&[[10., 85.], [92., 82.]]),
            ],
        ),
        (
            '口',
            vec![
                line(&[[20., 22.], [26., 84.]]),
                line(&[[20., 22.], [82., 20.], [76., 80.]]),
                line(&[[26., 76.], [76., 76.]]),
            ],
        ),
    ]
}

#[test]
fn simple_characters_whatever_the_order_size_and_place() {
    for (ch, mut strokes) in simple() {
        assert!(
            RECOGNISER
                .recognise(&strokes, 10)
                .iter()
                .any(|c| c.ch == ch),
            "{ch}"
        );
        let before = first(&strokes);
        strokes.reverse();
        for point in strokes.iter_mut().flatten() {
            *point = [point[0] * 8.0 + 512.0, point[1] * 8.0 + 64.0];
        }
        assert_eq!(first(&strokes), before, "{ch}");
    }
}

#[test]
fn no_line_no_candidates() {
    for strokes in [
        vec![],
        vec![vec![]],
        vec![line(&[[3., 3.]])],
        vec![line(&[[f32::NAN, 1.], [2., 2.]])],
    ] {
        assert!(RECOGNISER.recognise(&strokes, 10).is_empty(), "{strokes:?}");
    }
}

#[test]
fn a_damaged_model_is_named() {
    assert_eq!(
        Recogniser::from_bytes(b"").unwrap_err(),
        ModelError::Foreign
    );
    assert_eq!(
        Recogniser::from_bytes(&MODEL[..MODEL.len() / 2]).unwrap_err(),
        ModelError::Damaged
    );
    let mut altered = MODEL.to_vec();
    altered[1000] ^= 1;
    assert_eq!(
        Recogniser::from_bytes(&altered).unwrap_err(),
        ModelError::Damaged
    );
}

#[test]
fn every_class_is_there_and_the_file_is_small() {
    assert!(RECOGNISER.classes() >= 6000, "{}", RECOGNISER.classes());
    assert!(MODEL.len() <= 12_000_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_ink_is_survived(strokes in prop::collection::vec(prop::collection::vec(prop::array::uniform2(any::<f32>()), 0..9), 0..6)) {
        let found = RECOGNISER.recognise(&strokes, 10);
        prop_assert!(found.len() <= 10);
    }
}

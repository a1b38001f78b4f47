//! Handwriting: the committed model, odd ink, damaged models.

use std::sync::LazyLock;

use pingyi::pen::Engines;
use pingyi::pen::hand::{ModelError, Recogniser, Stroke, resample};
use proptest::prelude::*;

const MODEL: &[u8] = include_bytes!("../../../assets/pen/hand.bin");
static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(|| Recogniser::built_in().unwrap());

fn line(points: &[[f32; 2]]) -> Stroke {
    points.to_vec()
}

fn first(strokes: &[Stroke]) -> char {
    RECOGNISER.recognise(strokes, 1)[0].ch
}

/// Characters as anybody would put them down, written here by hand in a square of 100; `;` lifts the pen.
const DRAWN: &str = "
十 10,50 90,48; 50,8 51,95
三 22,20 78,18; 28,50 72,48; 10,85 92,82
口 20,22 26,84; 20,22 82,20 76,80; 26,76 76,76
中 18,30 20,62; 18,30 82,28 78,60; 20,58 78,56; 50,4 50,96
大 12,38 88,34; 50,6 46,50 14,92; 50,46 88,90
木 10,34 90,32; 50,4 50,96; 48,36 12,80; 52,36 90,78
王 16,16 84,14; 24,50 78,48; 10,88 92,86; 50,16 50,86
人 52,8 44,44 10,92; 48,38 90,92
田 16,16 16,88; 16,16 86,16 84,88; 50,18 50,84; 18,50 84,50; 16,84 84,84
上 50,8 50,86; 50,42 80,40; 8,88 94,86
工 18,18 84,16; 50,18 50,84; 8,86 94,84
日 26,10 26,92; 26,10 76,10 74,92; 28,50 74,48; 28,88 74,86
山 50,8 50,78; 16,40 18,82 86,80; 86,38 86,86
电 20,24 22,66; 20,24 80,22 78,62; 22,43 78,42; 22,62 78,60; 50,6 50,80 60,92 90,90 92,74
";

fn drawn() -> Vec<(char, Vec<Stroke>)> {
    let number = |text: &str| text.parse::<f32>().unwrap();
    let point = |pair: &str| {
        let (x, y) = pair.split_once(',').unwrap();
        [number(x), number(y)]
    };
    let character = |row: &str| {
        let (ch, strokes) = row.split_once(' ').unwrap();
        let strokes = strokes
            .split(';')
            .map(|stroke| stroke.split_whitespace().map(point).collect())
            .collect();
        (ch.chars().next().unwrap(), strokes)
    };
    DRAWN
        .lines()
        .filter(|row| !row.is_empty())
        .map(character)
        .collect()
}

/// How many of the characters drawn here come out among the first `limit` after `change`; and which did not.
fn read_right(limit: usize, change: impl Fn(Vec<Stroke>) -> Vec<Stroke>) -> (usize, String) {
    let missed: String = drawn()
        .into_iter()
        .filter(|(ch, strokes)| {
            let found = RECOGNISER.recognise(&change(strokes.clone()), limit);
            !found.iter().any(|candidate| candidate.ch == *ch)
        })
        .map(|(ch, _)| ch)
        .collect();
    (drawn().len() - missed.chars().count(), missed)
}

/// Points close together, each pushed aside by turns: a hand that trembles.
fn shaky(strokes: Vec<Stroke>) -> Vec<Stroke> {
    let tremble = |stroke: Stroke| {
        let push = [[1.5, 0.6], [-0.4, -1.6], [-1.3, 1.2], [0.2, -0.2]];
        resample(&stroke, 3.0)
            .into_iter()
            .zip(push.iter().cycle())
            .map(|([x, y], [dx, dy])| [x + dx, y + dy])
            .collect()
    };
    strokes.into_iter().map(tremble).collect()
}

#[test]
fn what_stands_before_tells_characters_apart_that_look_alike() {
    // 土 or 士: both lines across are as long as each other.
    let ink = [
        line(&[[20.0, 40.0], [80.0, 39.0]]),
        line(&[[50.0, 10.0], [50.0, 88.0]]),
        line(&[[20.0, 88.0], [80.0, 87.0]]),
    ];
    let engines = Engines::built_in().unwrap();
    let first = |before: &str| engines.recognise(&ink, before, 10)[0].ch;
    assert_eq!(first("社区医院的护"), '士');
    assert_eq!(first("花坛里的泥"), '土');
    // It stays a guess about what was drawn: the rest of the word is not read into it.
    assert_ne!(first("三号楼的电"), '梯');
    assert!(engines.recognise(&[], "三号楼的电", 10).is_empty());
}

#[test]
fn drawn_characters_come_first() {
    let (right, missed) = read_right(1, |strokes| strokes);
    assert!(right + 1 >= drawn().len(), "{missed}");
    let (right, missed) = read_right(10, |strokes| strokes);
    assert_eq!(right, drawn().len(), "{missed}");
}

#[test]
fn a_trembling_hand_is_read() {
    let (right, missed) = read_right(10, shaky);
    assert!(right + 1 >= drawn().len(), "{missed}");
}

#[test]
fn a_pen_left_down_between_two_strokes_is_read() {
    let joined = |mut strokes: Vec<Stroke>| {
        let last = strokes.pop().unwrap();
        strokes.last_mut().unwrap().extend(last);
        strokes
    };
    let (right, missed) = read_right(10, joined);
    assert!(right + 2 >= drawn().len(), "{missed}");
}

#[test]
fn the_check_above_can_fail() {
    // Everything on its side is another character.
    let turned = |strokes: Vec<Stroke>| {
        let turn = |stroke: Stroke| stroke.into_iter().map(|[x, y]| [y, 100.0 - x]).collect();
        strokes.into_iter().map(turn).collect()
    };
    let (right, _) = read_right(1, turned);
    assert!(right < drawn().len() / 2, "{right}");
}

#[test]
fn order_size_and_place_do_not_matter() {
    for (ch, mut strokes) in drawn() {
        let before = first(&strokes);
        strokes.reverse();
        for point in strokes.iter_mut().flatten() {
            *point = [point[0] * 8.0 + 512.0, point[1] * 8.0 + 64.0];
        }
        assert_eq!(first(&strokes), before, "{ch}");
    }
}

#[test]
fn what_devices_add_does_not_matter() {
    for (ch, strokes) in drawn() {
        let before = first(&strokes);
        let twice: Vec<Stroke> = strokes
            .iter()
            .map(|stroke| stroke.iter().flat_map(|point| [*point; 3]).collect())
            .chain([Vec::new()])
            .collect();
        assert_eq!(first(&twice), before, "{ch}, every point three times");
    }
    // The dot of 主, a touch only.
    let king = drawn().into_iter().find(|(ch, _)| *ch == '王').unwrap().1;
    let master: Vec<Stroke> = std::iter::once(line(&[[50., 2.]])).chain(king).collect();
    let found = RECOGNISER.recognise(&master, 10);
    assert!(
        found.iter().any(|candidate| candidate.ch == '主'),
        "{found:?}"
    );
    // A very long stroke takes no longer than a character may.
    let scribble: Stroke = (0..200_000_u32)
        .map(|at| {
            [
                f32::from(u8::try_from(at % 251).unwrap()),
                f32::from(u8::try_from(at % 241).unwrap()),
            ]
        })
        .collect();
    assert_eq!(RECOGNISER.recognise(&[scribble], 10).len(), 10);
}

#[test]
fn scores_are_logarithms_of_shares() {
    for (_, strokes) in drawn() {
        let found = RECOGNISER.recognise(&strokes, usize::MAX);
        assert_eq!(found.len(), RECOGNISER.classes());
        assert!(found.iter().all(|candidate| candidate.score <= 0.0));
        assert!(found.is_sorted_by(|a, b| a.score >= b.score));
    }
}

#[test]
fn no_line_no_candidates() {
    for strokes in [
        vec![],
        vec![vec![]],
        vec![line(&[[3., 3.]])],
        vec![line(&[[3., 3.], [3., 3.]])],
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
    // A head that asks for more than the file has, with a sum that fits.
    for at in 8..24 {
        let mut greedy = MODEL[..MODEL.len() - 8].to_vec();
        greedy[at] = 0xff;
        let sum = greedy.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
            (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        greedy.extend(sum.to_le_bytes());
        assert_eq!(
            Recogniser::from_bytes(&greedy).unwrap_err(),
            ModelError::Damaged,
            "{at}"
        );
    }
}

#[test]
fn every_class_is_there_and_the_file_is_small() {
    assert!(RECOGNISER.classes() >= 6560, "{}", RECOGNISER.classes());
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

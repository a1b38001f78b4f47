//! The trainer: the same inputs give the same bytes, and what it makes can read. `cargo test --test formats pen::train::`

use pingyi::pen::hand::Recogniser;
use pingyi::pen::train::{Class, Course, Glyph, glyphs, train};

/// Digits, letters and marks, as this project drew them.
fn drawn() -> Vec<Glyph> {
    glyphs::templates(include_str!("../../../assets/pen/glyphs.txt"))
}

fn model(glyphs: &[Glyph], steps: usize) -> Vec<u8> {
    let classes: Vec<Class> = glyphs
        .iter()
        .map(|glyph| Class {
            ch: glyph.ch,
            share: 1.0,
            forms: vec![(glyph.clone(), 1.0)],
        })
        .collect();
    let course = Course {
        steps,
        refit: steps / 4,
        ..Course::default()
    };
    train(&classes, course, |_| ()).write()
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let glyphs = drawn();
    let once = model(&glyphs, 12);
    assert_eq!(once, model(&glyphs, 12));
    assert_ne!(once, model(&glyphs, 16), "another course");
    assert_ne!(once, model(&glyphs[1..], 12), "other glyphs");
}

#[test]
fn a_short_course_reads_what_it_was_shown() {
    let glyphs = drawn();
    let right = |bytes: &[u8]| {
        let recogniser = Recogniser::from_bytes(bytes).unwrap();
        let reads = |glyph: &&Glyph| {
            let found = recogniser.recognise(&glyph.strokes, 5);
            found.iter().any(|one| one.ch == glyph.ch)
        };
        glyphs.iter().filter(reads).count()
    };
    let (untaught, taught) = (right(&model(&glyphs, 0)), right(&model(&glyphs, 120)));
    assert!(untaught * 3 < glyphs.len(), "{untaught} by chance");
    assert!(taught * 2 > glyphs.len(), "{taught} of {}", glyphs.len());
}

//! Trains the handwriting model: `pen_train HANZI_WRITER_DATA UNIHAN_OTHER_MAPPINGS TEMPLATES MODEL`.
//! assets/pen/SOURCE.md says where the inputs come from.

use std::path::Path;

use pingyi::pen::hand::Recogniser;
use pingyi::pen::train::{Glyph, Hand, Rng, glyphs, train, write_as};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data, unihan, templates, model] = arguments.as_slice() else {
        return Err("four paths are needed".into());
    };
    let table = glyphs::table(&std::fs::read_to_string(unihan)?, 6500);
    let mut known: Vec<Glyph> = table
        .iter()
        .filter_map(|ch| glyphs::medians(Path::new(data), *ch))
        .collect();
    eprintln!("{} of {} characters have medians", known.len(), table.len());
    known.extend(glyphs::templates(&std::fs::read_to_string(templates)?));
    let bytes = train(&known, 24).write();
    std::fs::write(model, &bytes)?;
    let recogniser = Recogniser::from_bytes(&bytes)?;
    eprintln!("{} classes, {} bytes", recogniser.classes(), bytes.len());
    for (name, hand) in [
        ("any", None),
        ("elderly", Some(Hand::ELDERLY)),
        ("joined", Some(Hand::JOINED)),
    ] {
        report(name, hand, &known, &recogniser);
    }
    Ok(())
}

/// Held-out simulated writers (other seeds), every seventh glyph; the glyphs themselves were trained on.
fn report(name: &str, hand: Option<Hand>, known: &[Glyph], recogniser: &Recogniser) {
    let (mut total, mut hits) = (0_u32, [0_u32; 3]);
    for (ch, strokes) in known.iter().step_by(7) {
        let mut rng = Rng::new(u64::from(u32::from(*ch)) << 32 | 0xffff_0000);
        let hand = hand.unwrap_or_else(|| Hand::any(&mut rng));
        let found = recogniser.recognise(&write_as(strokes, hand, &mut rng), 10);
        let rank = found
            .iter()
            .position(|candidate| candidate.ch == *ch)
            .unwrap_or(99);
        total += 1;
        for (hit, limit) in hits.iter_mut().zip([1, 5, 10]) {
            *hit += u32::from(rank < limit);
        }
    }
    eprintln!("{name}: {hits:?} of {total} in the first 1, 5, 10");
}

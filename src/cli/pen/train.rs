//! `pen train`: makes the handwriting model anew; assets/pen/SOURCE.md says where the inputs come from.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::CliError;
use crate::cli::output::Output;
use crate::pen::hand::Recogniser;
use crate::pen::train::{Glyph, Hand, Rng, glyphs, train, write_as};

/// Simulated writers a glyph.
const WRITERS: u64 = 24;
/// Levels 1 and 2 of 通用规范汉字表.
const CHARACTERS: u32 = 6500;

/// Where everything lies.
#[derive(Debug, Args)]
pub struct TrainArguments {
    /// The folder of `hanzi-writer-data`.
    medians: PathBuf,
    /// `Unihan_OtherMappings.txt`.
    unihan: PathBuf,
    /// `assets/pen/glyphs.txt`.
    templates: PathBuf,
    /// Where the model goes.
    model: PathBuf,
}

fn read(file: &Path) -> Result<String, CliError> {
    std::fs::read_to_string(file).map_err(|source| CliError::File {
        file: file.to_owned(),
        source,
    })
}

pub fn run(arguments: &TrainArguments, out: &mut Output) -> Result<(), CliError> {
    let table = glyphs::table(&read(&arguments.unihan)?, CHARACTERS);
    let mut known: Vec<Glyph> = table
        .iter()
        .filter_map(|ch| glyphs::medians(&arguments.medians, *ch))
        .collect();
    out.line(format!(
        "{} of {} characters have medians",
        known.len(),
        table.len()
    ))?;
    known.extend(glyphs::templates(&read(&arguments.templates)?));
    let bytes = train(&known, WRITERS).write();
    std::fs::write(&arguments.model, &bytes)?;
    let recogniser = Recogniser::from_bytes(&bytes)?;
    out.line(format!(
        "{} classes, {} bytes",
        recogniser.classes(),
        bytes.len()
    ))?;
    let hands = [
        ("any", None),
        ("elderly", Some(Hand::ELDERLY)),
        ("joined", Some(Hand::JOINED)),
    ];
    for (name, hand) in hands {
        out.line(report(name, hand, &known, &recogniser))?;
    }
    Ok(())
}

/// Held-out simulated writers (other seeds), every seventh glyph; the glyphs themselves were trained on.
fn report(name: &str, hand: Option<Hand>, known: &[Glyph], recogniser: &Recogniser) -> String {
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
    format!("{name}: {hits:?} of {total} in the first 1, 5, 10")
}

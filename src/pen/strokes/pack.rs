//! Packs the stroke data from rime-stroke's table; never part of the product.

use super::{MAGIC, checksum};

/// Codes the table has not, written by hand: 𬉼 is 火 and 区.
const ADDED: [(char, &str); 1] = [('𬉼', "nppnhpnz")];

/// The bytes of the file. `table` is `stroke.dict.yaml`, `likelihood` how common a character is, if it is known at all.
#[must_use]
pub fn pack(table: &str, likelihood: impl Fn(char) -> Option<f32>) -> Vec<u8> {
    let body = table.split_once("\n...").map_or("", |(_, body)| body);
    let listed = body.lines().filter_map(|line| {
        let (written, code) = line.split_once('\t')?;
        let mut chars = written.chars();
        let ch = chars.next().filter(|_| chars.next().is_none())?;
        Some((ch, code.trim()))
    });
    let mut lines: Vec<(f32, char, &str)> = listed
        .chain(ADDED)
        .filter(|(_, code)| !code.is_empty() && code.bytes().all(|b| b"hspnz".contains(&b)))
        .filter_map(|(ch, code)| {
            let common = likelihood(ch);
            let added = ADDED.iter().any(|(added, _)| *added == ch);
            let usual = ('\u{4e00}'..='\u{9fa5}').contains(&ch) || added;
            (common.is_some() || usual).then_some((common.unwrap_or(-99.0), ch, code))
        })
        .collect();
    lines.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    lines.dedup_by_key(|(_, ch, code)| (*ch, *code));
    let text: String = lines
        .iter()
        .flat_map(|(_, ch, code)| [ch.to_string(), (*code).to_owned(), "\n".to_owned()])
        .collect();
    let mut bytes = MAGIC.to_vec();
    bytes.extend(checksum(text.as_bytes()).to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes
}

//! Batch format, version 1. Frozen: never change what it writes or reads; add `v2.rs` beside it.
//!
//! ```text
//! {"batch":{"format":"pingyi-batch","version":1,"community":…,"device":…,"number":…,"previous":…,"week":…,"counts":{…},"crowd_override":…}}
//! {"rating":"<base64 of 1,024 bytes>"}   … ascending by SHA-256 of the sealed bytes
//! {"opinion":"<base64 of 4,000 bytes>"}  … likewise
//! {"receipt":"<hex of 16 bytes>"}        … ascending
//! {"slip":"<hex of 32 bytes>"}           … ascending
//! {"root":"<hex: SHA-256 of every byte above>"}
//! ```

use serde::{Deserialize, Serialize};

use super::{BatchHeader, Reading};
use crate::domain::batch::{BatchCounts, BatchFacts, MixedFacts};
use crate::domain::ids::{BatchNumber, CommunityId, DeviceId, RootHash};
use crate::domain::time::Week;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderLine {
    batch: WireHeader,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireHeader {
    format: String,
    version: u32,
    community: CommunityId,
    device: DeviceId,
    number: BatchNumber,
    previous: Option<RootHash>,
    week: Week,
    #[serde(with = "WireCounts")]
    counts: BatchCounts,
    crowd_override: bool,
}

/// [`BatchCounts`] as version 1 spells them.
#[derive(Serialize, Deserialize)]
#[serde(remote = "BatchCounts", deny_unknown_fields)]
struct WireCounts {
    issued: u64,
    submitted: u64,
    abandoned: u64,
    slips: u64,
}

/// The header's line; none for a batch that version 1 cannot tell of.
pub(super) fn header_line(format: &str, header: &BatchHeader) -> Option<Vec<u8>> {
    let BatchFacts::Mixed(facts) = header.facts else {
        return None;
    };
    let batch = WireHeader {
        format: format.to_owned(),
        version: 1,
        community: header.community.clone(),
        device: header.device.clone(),
        number: header.number,
        previous: header.previous,
        week: facts.week,
        counts: facts.counts,
        crowd_override: facts.crowd_override,
    };
    serde_json::to_vec(&HeaderLine { batch }).ok()
}

/// Reads the header's line.
pub(super) fn read_header(line: &[u8]) -> Result<Reading, serde_json::Error> {
    let HeaderLine { batch } = serde_json::from_slice(line)?;
    Ok(Reading {
        format: batch.format,
        version: batch.version,
        header: BatchHeader {
            device: batch.device,
            number: batch.number,
            community: batch.community,
            previous: batch.previous,
            facts: BatchFacts::Mixed(MixedFacts {
                week: batch.week,
                counts: batch.counts,
                crowd_override: batch.crowd_override,
            }),
        },
    })
}

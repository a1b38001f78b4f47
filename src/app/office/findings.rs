//! What a recount found to differ.

use std::collections::{BTreeMap, BTreeSet};

use super::{Difference, DifferencePart};
use crate::courier::stick::batch_stem;
use crate::domain::ids::{BatchNumber, DeviceId};

/// What stands where one side has nothing.
pub(super) const NONE: &str = "–";

/// The differences so far.
#[derive(Default)]
pub(super) struct Findings(Vec<Difference>);

impl Findings {
    pub fn note(
        &mut self,
        part: DifferencePart,
        place: String,
        expected: impl ToString,
        found: impl ToString,
    ) {
        self.0.push(Difference {
            part,
            place,
            expected: expected.to_string(),
            found: found.to_string(),
        });
    }

    pub fn compare<T: ToString + PartialEq>(
        &mut self,
        part: DifferencePart,
        place: String,
        expected: T,
        found: T,
    ) {
        if expected != found {
            self.note(part, place, expected, found);
        }
    }

    /// Compares two maps; places read `reply 12`.
    pub fn compare_maps<K: Ord + ToString>(
        &mut self,
        part: DifferencePart,
        what: &str,
        told: &BTreeMap<K, String>,
        held: &BTreeMap<K, String>,
    ) {
        let keys: BTreeSet<&K> = told.keys().chain(held.keys()).collect();
        for key in keys {
            let text = |map: &BTreeMap<K, String>| {
                map.get(key)
                    .map_or_else(|| NONE.to_owned(), |text| brief(text))
            };
            if told.get(key) != held.get(key) {
                let place = format!("{what} {}", key.to_string());
                self.note(part, place, text(told), text(held));
            }
        }
    }

    pub fn into_differences(self) -> Vec<Difference> {
        self.0
    }
}

/// `LOBBY1 B0000042`
pub(super) fn name(device: &DeviceId, number: BatchNumber) -> String {
    format!("{device} {}", batch_stem(number))
}

/// Days and words whole, digests and keys by their beginning.
fn brief(text: &str) -> String {
    let words: Vec<String> = text.split(' ').map(short).collect();
    words.join(" ")
}

pub(super) fn short(digest: &str) -> String {
    digest.chars().take(16).collect()
}

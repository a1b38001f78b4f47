//! Kiosks as witnesses of the office's ledger: what a device has seen of it, and whether a newer pack goes on from there.
//!
//! The ledger is a chain of hashes (SHA-256); its point is its length and the hash of its newest entry. An office that cut or
//! rewrote its ledger, or was set back to an older copy, cannot make the hashes that its devices have seen come again.

use serde::{Deserialize, Serialize};

use super::ids::RootHash;

/// How far a ledger had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerPoint {
    /// How many entries it had.
    pub length: u64,
    /// The hash of the newest.
    pub head: RootHash,
}

/// What a pack tells of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Where it stands.
    pub now: LedgerPoint,
    /// The number of the entry whose hash is the first of `hashes`.
    pub first: u64,
    /// The hashes of the entries from `first` on, up to the newest.
    pub hashes: Vec<RootHash>,
    /// Every time the office went on from an older copy, oldest first.
    pub restored: Vec<Restoration>,
}

/// The office was set back to an older copy of itself, and says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restoration {
    /// How far the ledger had come by the newest pack that it found again; what came after `kept` is lost.
    pub lost: LedgerPoint,
    /// From where it went on.
    pub kept: LedgerPoint,
}

impl Restoration {
    /// Whether what a ledger of so many entries ended with was lost: not the point that was kept, which has to agree.
    #[must_use]
    pub fn covers(&self, length: u64) -> bool {
        self.kept.length < length && length <= self.lost.length
    }
}

/// What a newer pack is to a device that has seen earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Continuation {
    /// Its ledger begins with what the device has seen.
    Extends,
    /// It goes on from an older copy, and says so.
    Restored(Restoration),
    /// It is another ledger than the device has seen.
    Contradicts,
    /// Its hashes do not reach back to what the device has seen.
    OutOfReach,
}

impl Excerpt {
    /// The hash of the ledger when it had so many entries; none where the excerpt does not tell.
    #[must_use]
    pub fn at(&self, length: u64) -> Option<RootHash> {
        if length == self.now.length {
            return Some(self.now.head);
        }
        let index = usize::try_from(length.checked_sub(self.first)?).ok()?;
        self.hashes.get(index).copied()
    }

    /// Whether it leads up to where it says the ledger stands, without a gap.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let count = u64::try_from(self.hashes.len()).unwrap_or(u64::MAX);
        let ends = self.first.checked_add(count) == self.now.length.checked_add(1);
        self.first > 0
            && ends
            && self.hashes.last().is_none_or(|last| *last == self.now.head)
            && self.restored.iter().all(|restored| {
                restored.kept.length <= self.now.length
                    && restored.kept.length < restored.lost.length
            })
    }

    /// Whether the office told this point before it told this: it lies in the ledger, or was lost when the office was set back.
    #[must_use]
    pub fn has_come_by(&self, point: &LedgerPoint) -> bool {
        let is_further_back = point.length < self.first;
        self.agrees(point).unwrap_or(is_further_back)
            || self.restored.iter().any(|it| it.covers(point.length))
    }

    /// What this is to a device that has seen `points`, oldest first.
    #[must_use]
    pub fn continues(&self, points: &[LedgerPoint]) -> Continuation {
        let Some(newest) = points.last() else {
            return Continuation::Extends;
        };
        match self.agrees(newest) {
            Some(true) => return Continuation::Extends,
            None if newest.length < self.first => return Continuation::OutOfReach,
            Some(false) | None => {}
        }
        // Of what the device has seen, that which the office kept has to be there still.
        let mut lately = self.restored.iter().rev();
        let Some(restored) = lately.find(|restored| restored.covers(newest.length)) else {
            return Continuation::Contradicts;
        };
        let kept = points
            .iter()
            .rfind(|point| point.length <= restored.kept.length);
        match kept.map(|point| (point, self.agrees(point))) {
            None | Some((_, Some(true))) => Continuation::Restored(*restored),
            Some((point, None)) if point.length < self.first => Continuation::OutOfReach,
            Some(_) => Continuation::Contradicts,
        }
    }

    /// Whether the ledger had this hash at that length; none where the excerpt does not tell.
    fn agrees(&self, point: &LedgerPoint) -> Option<bool> {
        self.at(point.length).map(|hash| hash == point.head)
    }
}

#[cfg(test)]
#[path = "witness_tests.rs"]
mod tests;

//! What the sheets of batches came to.

use serde::Serialize;

/// How many sheets of which kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SheetCounts {
    /// Rating sheets counted now.
    pub ratings_new: u64,
    /// Rating sheets that were in the record before.
    pub ratings_present: u64,
    /// Opinions that became cases now.
    pub opinions_new: u64,
    /// Opinions that were in the record before.
    pub opinions_present: u64,
    /// Follow-ups of receipts' holders (回访) that are new; those that were there before count as opinions present.
    #[serde(skip_serializing_if = "no_follow_ups")]
    pub follow_ups: u64,
    /// Receipt tags brought.
    pub receipts: u64,
    /// Sheets that could not be opened or do not fit their plan: kept in the original file, not counted.
    pub set_aside: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn no_follow_ups(number: &u64) -> bool {
    *number == 0
}

impl SheetCounts {
    pub(crate) fn add(&mut self, other: Self) {
        self.ratings_new += other.ratings_new;
        self.ratings_present += other.ratings_present;
        self.opinions_new += other.opinions_new;
        self.opinions_present += other.opinions_present;
        self.follow_ups += other.follow_ups;
        self.receipts += other.receipts;
        self.set_aside += other.set_aside;
    }
}

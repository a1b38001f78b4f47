//! Texts that are gone, or others than the ledger names, and rows of which nothing is known.

use super::{LostText, Replay};
use crate::record::{Body, Content, Named};

impl Replay<'_> {
    pub(super) fn note_lost(&mut self, body: &Body, content: &Content) {
        if !matches!(content, Content::Lost) {
            return;
        }
        let (row, digest, what) = match body.named() {
            Named::Plan(plan, revision, digest) => {
                (("plan", format!("{plan} {revision}")), digest, "body")
            }
            Named::Reply(number, digest, _) => {
                (("opinion_case", number.to_string()), digest, "reply")
            }
            Named::Opinion(number, digest) => {
                (("opinion_case", number.to_string()), digest, "words")
            }
            Named::Notice(number, digest) => (("notice", number.to_string()), digest, "text"),
            // What they lack is named where it is read, or by the row that should name it.
            Named::Nothing | Named::Words(_) | Named::Batch | Named::Pack(..) => return,
        };
        let lost = LostText {
            digest: digest.to_owned(),
            what,
            is_named: false,
        };
        self.lost.insert(row, lost);
    }

    pub(super) fn is_unknown(&self, table: &'static str, key: &str) -> bool {
        self.unknown.contains(&(table, key.to_owned()))
    }
}

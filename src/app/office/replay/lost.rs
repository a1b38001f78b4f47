//! Texts that are gone, or others than the ledger names, and rows of which nothing is known.

use super::{LostText, Replay, readable};
use crate::app::AppError;
use crate::app::office::findings::{Findings, NONE};
use crate::domain::ids::{BatchNumber, BlobId, CaseNumber, DeviceId, RootHash};
use crate::record::{Body, CaseHappened, Content, Digested, Named};

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

    /// A batch whose original is gone is acknowledged all the same: as the ledger tells it, and not as anybody wrote it there.
    pub(super) fn check_lost_batch(
        &mut self,
        (device, number): (&DeviceId, BatchNumber),
        (root, sheets): (&RootHash, u64),
        found: &mut Findings,
    ) {
        let held = self.office.record.batch(device, number).ok().flatten();
        self.unchecked_sheets += sheets;
        if held
            .as_ref()
            .is_some_and(|held| held.facts.closed().is_none())
        {
            self.unchecked_receipts += sheets;
        }
        if held.as_ref().map(|held| held.root) != Some(*root) {
            let held = held.map_or_else(|| NONE.to_owned(), |held| held.root.to_string());
            let key = format!("{device} {number}");
            found.note("batch", key, Some("root"), root, held);
        }
    }

    /// The answers to a case of which nothing else is known: the ledger names their texts, but for those of before step 5.
    pub(super) fn note_unknown_reply(&mut self, number: &str, body: &Body) {
        let replies = self.unknown_replies.entry(number.to_owned()).or_default();
        if let Named::Reply(_, digest, names) = body.named() {
            replies.push((names == Digested::Sealed).then(|| digest.to_owned()));
        }
        let Body::Case(told) = body else { return };
        if let CaseHappened::CaseAnswerChanged { .. } | CaseHappened::CaseAnswerWithdrawn { .. } =
            told
        {
            replies.pop();
        }
        if let CaseHappened::CaseAnswerChanged { digest, .. }
        | CaseHappened::CaseFurtherReply { digest, .. } = told
        {
            replies.push(Some(digest.clone()));
        }
    }

    /// The row names its answer by what it is: another answer to the same case would open as well.
    pub(super) fn check_unknown_replies(&mut self, found: &mut Findings) -> Result<(), AppError> {
        for (number, replies) in std::mem::take(&mut self.unknown_replies) {
            let Ok(case) = number.parse() else { continue };
            let told = match replies.last() {
                Some(None) => continue,
                Some(Some(digest)) => BlobId::try_from(digest.clone()).ok(),
                None => None,
            };
            if readable(self.office.record.reply_of(CaseNumber(case)))? != told {
                found.note("opinion_case", number, Some("reply"), "+", NONE);
            }
        }
        Ok(())
    }

    pub(super) fn is_unknown(&self, table: &'static str, key: &str) -> bool {
        self.unknown.contains(&(table, key.to_owned()))
    }
}

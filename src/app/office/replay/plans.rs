//! Plans in a replay: what is counted is counted by them.

use super::Replay;
use crate::app::office::findings::{Findings, NONE};
use crate::domain::ids::{PlanId, PlanRevision};
use crate::record::Content;

impl Replay<'_> {
    /// The plan by which batches that come later are counted: as the record words it, for a text that is another is named.
    pub(super) fn add_plan(
        &mut self,
        plan: &PlanId,
        revision: PlanRevision,
        content: &Content,
        found: &mut Findings,
    ) {
        let Some(entry) = self.plans.remove(&(plan.clone(), revision)) else {
            return;
        };
        let is_read = self.book.add(entry, &self.office.plans_read);
        let added = self.book.get(plan, revision);
        if let Some((name, earlier)) = added.and_then(|added| self.book.exchanged(added)) {
            let key = format!("{plan} {revision}");
            found.note("plan", key, Some("names"), earlier, name);
        }
        if !is_read && matches!(content, Content::Text(_)) {
            let key = format!("{plan} {revision}");
            found.note("plan", key, Some("body"), "TOML", NONE);
        }
    }
}

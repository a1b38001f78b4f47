//! 评议方案: every revision ever used, as its TOML text.

use zeroize::Zeroizing;

use crate::domain::ids::{PlanId, PlanRevision};
use crate::record::sql::{Row, Rows, Table, first, int, text};
use crate::record::{Record, RecordError};

/// A revision of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanEntry {
    /// The plan.
    pub id: PlanId,
    /// Its revision.
    pub revision: PlanRevision,
    /// The TOML text, byte for byte.
    pub toml: String,
    /// Where it came from: `shipped` or a file's name.
    pub source: String,
    /// Whether packs carry it; only of the newest revision is this asked.
    pub enabled: bool,
}

pub(in crate::record) const TABLE: Table = Table {
    name: "plan",
    columns: "id, revision, body, source, enabled",
    keys: 2,
};

fn entry(row: &mut Row) -> Result<PlanEntry, RecordError> {
    Ok(PlanEntry {
        id: row.read()?,
        revision: PlanRevision(row.number()?),
        toml: row.text()?,
        source: row.text()?,
        enabled: row.flag()?,
    })
}

impl Record {
    /// Every revision of every plan, by plan, oldest first.
    pub fn plans(&self) -> Result<Vec<PlanEntry>, RecordError> {
        self.plan_rows()?.whole()
    }

    /// [`Self::plans`], and by name the rows that do not read.
    pub fn plan_rows(&self) -> Result<Rows<PlanEntry>, RecordError> {
        TABLE.rows(self.sql(), "ORDER BY id, revision", &[], entry)
    }

    /// The newest revision of a plan.
    pub fn newest_plan(&self, plan: &PlanId) -> Result<Option<PlanEntry>, RecordError> {
        let tail = "WHERE id = $1 ORDER BY revision DESC LIMIT 1";
        TABLE.first(self.sql(), tail, &[text(plan)], entry)
    }

    /// The text of a revision, whatever stands beside it.
    pub fn plan_toml(
        &self,
        plan: &PlanId,
        revision: PlanRevision,
    ) -> Result<Option<Zeroizing<String>>, RecordError> {
        first(
            self.sql(),
            "SELECT body FROM plan WHERE id = $1 AND revision = $2",
            &[text(plan), int(revision.0)],
            |row| row.text().map(Zeroizing::new),
        )
    }

    /// Adds a revision, which must be newer than the newest known.
    pub(in crate::record) fn add_plan(&self, plan: &PlanEntry) -> Result<(), RecordError> {
        let newest = self.newest_plan(&plan.id)?;
        if newest.is_some_and(|newest| newest.revision >= plan.revision) {
            return Err(RecordError::OldRevision {
                plan: plan.id.clone(),
                revision: plan.revision.0,
            });
        }
        self.sql().execute(
            "INSERT INTO plan (id, revision, body, source, enabled) VALUES ($1, $2, $3, $4, $5)",
            &[
                text(&plan.id),
                int(plan.revision.0),
                text(&plan.toml),
                text(&plan.source),
                int(u8::from(plan.enabled)),
            ],
        )?;
        Ok(())
    }

    /// Lets packs carry a plan, or no longer.
    pub(in crate::record) fn enable_plan(
        &self,
        plan: &PlanId,
        enabled: bool,
    ) -> Result<(), RecordError> {
        let changed = self.sql().execute(
            "UPDATE plan SET enabled = $2 WHERE id = $1",
            &[text(plan), int(u8::from(enabled))],
        )?;
        if changed == 0 {
            return Err(RecordError::UnknownPlan { plan: plan.clone() });
        }
        Ok(())
    }
}

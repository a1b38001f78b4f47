//! 评议方案: every revision ever used, as its TOML text.

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

const TABLE: Table = Table {
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

    /// Adds a revision, which must be newer than the newest known; whether it was new. The same text again
    /// is no fault.
    pub fn add_plan(&self, plan: &PlanEntry) -> Result<bool, RecordError> {
        let newest = first(
            self.sql(),
            "SELECT revision, body FROM plan WHERE id = $1 ORDER BY revision DESC LIMIT 1",
            &[text(&plan.id)],
            |row: &mut Row| Ok((row.number()?, row.text()?)),
        )?;
        if let Some((revision, toml)) = newest {
            if revision == plan.revision.0 && toml == plan.toml {
                return Ok(false);
            }
            if revision >= plan.revision.0 {
                return Err(RecordError::OldRevision {
                    plan: plan.id.clone(),
                    revision: plan.revision.0,
                });
            }
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
        Ok(true)
    }

    /// Lets packs carry a plan, or no longer.
    pub fn enable_plan(&self, plan: &PlanId, enabled: bool) -> Result<(), RecordError> {
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

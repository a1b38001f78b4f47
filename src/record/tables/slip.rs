//! Voting slips: by their tags, never by a person.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::tally::group_text;
use crate::domain::ids::{PackNumber, SlipTag};
use crate::domain::slip::{SlipKey, commitment};
use crate::record::slip_event::SlipEvent;
use crate::record::sql::{Row, Rows, Table, bytes, int, text};
use crate::record::{Record, RecordError};

/// A voting slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipEntry {
    /// What its code is filed under.
    pub tag: SlipTag,
    /// Whose it is.
    pub key: SlipKey,
    /// The day it was printed.
    pub issued_on: NaiveDate,
    /// The first pack that could carry it.
    pub pack: PackNumber,
    /// When and why it became void, if it did.
    pub voided: Option<VoidedSlip>,
}

/// When and why a slip became void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoidedSlip {
    /// The day.
    pub on: NaiveDate,
    /// The first pack that could say so.
    pub pack: PackNumber,
    /// Why, in the clerk's words.
    pub reason: String,
}

pub(in crate::record) const TABLE: Table = Table {
    name: "slip",
    columns: "tag, plan, round, device, voter_group, issued_on, pack, voided_on, voided_pack, reason",
    keys: 1,
};

fn entry(row: &mut Row) -> Result<SlipEntry, RecordError> {
    let tag = SlipTag(row.bytes()?);
    let key = SlipKey {
        plan: row.read()?,
        round: row.read()?,
        device: row.read()?,
        group: row.filled()?,
    };
    let (issued_on, pack) = (row.read()?, PackNumber(row.number()?));
    let on: Option<NaiveDate> = row.filled()?;
    let (voided_pack, reason) = (PackNumber(row.number()?), row.text()?);
    Ok(SlipEntry {
        tag,
        key,
        issued_on,
        pack,
        voided: on.map(|on| VoidedSlip {
            on,
            pack: voided_pack,
            reason,
        }),
    })
}

impl Record {
    /// Every slip, by tag.
    pub fn slips(&self) -> Result<Vec<SlipEntry>, RecordError> {
        self.slip_rows()?.whole()
    }

    /// [`Self::slips`], and by name the rows that do not read.
    pub fn slip_rows(&self) -> Result<Rows<SlipEntry>, RecordError> {
        TABLE.rows(self.sql(), "ORDER BY tag", &[], entry)
    }

    /// One slip.
    pub fn slip(&self, tag: &SlipTag) -> Result<Option<SlipEntry>, RecordError> {
        TABLE.first(self.sql(), "WHERE tag = $1", &[bytes(&tag.0)], entry)
    }

    pub(in crate::record) fn apply_slips(
        &self,
        told: &SlipEvent,
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        match told {
            SlipEvent::SlipsIssued {
                plan,
                round,
                device,
                pack,
                groups,
            } => {
                for issued in groups {
                    let key = SlipKey {
                        plan: plan.clone(),
                        round: *round,
                        device: device.clone(),
                        group: issued.group.clone(),
                    };
                    self.issue_slips(&key, &issued.tags, *pack, on)?;
                    // What was told is what every device will be told of this list.
                    let all = self.tags_of(&key)?;
                    if (all.len() as u64, commitment(&all)) != (issued.number, issued.commitment) {
                        return Err(RecordError::OtherThanNamed);
                    }
                }
                Ok(())
            }
            SlipEvent::SlipsVoided { pack, tags, reason } => tags.iter().try_for_each(|tag| {
                let changed = self.sql().execute(
                    "UPDATE slip SET voided_on = $2, voided_pack = $3, reason = $4
                         WHERE tag = $1 AND voided_on = ''",
                    &[bytes(&tag.0), text(on), int(pack.0), text(reason)],
                )?;
                if changed == 1 {
                    Ok(())
                } else {
                    Err(RecordError::OtherThanNamed)
                }
            }),
        }
    }

    fn issue_slips(
        &self,
        key: &SlipKey,
        tags: &[SlipTag],
        pack: PackNumber,
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        let row = |tag: &SlipTag| {
            vec![
                bytes(&tag.0),
                text(&key.plan),
                text(key.round),
                text(&key.device),
                text(group_text(key.group.as_ref())),
                text(on),
                int(pack.0),
                text(""),
                int(0),
                text(""),
            ]
        };
        let added = TABLE.insert(self.sql(), tags, row, "ON CONFLICT DO NOTHING")?;
        if added == tags.len() as u64 {
            Ok(())
        } else {
            Err(RecordError::OtherThanNamed)
        }
    }

    /// The tags of one list, ascending.
    fn tags_of(&self, key: &SlipKey) -> Result<BTreeSet<SlipTag>, RecordError> {
        let values = [
            text(&key.plan),
            text(key.round),
            text(&key.device),
            text(group_text(key.group.as_ref())),
        ];
        let rows = TABLE.rows(
            self.sql(),
            "WHERE plan = $1 AND round = $2 AND device = $3 AND voter_group = $4",
            &values,
            |row| row.bytes().map(SlipTag),
        )?;
        Ok(rows.whole()?.into_iter().collect())
    }
}

/// Two slips of a group, of which one is void.
#[cfg(test)]
pub(in crate::record) fn sample(
    plan: &crate::domain::ids::PlanId,
    device: &crate::domain::ids::DeviceId,
) -> [SlipEvent; 2] {
    let tags = vec![SlipTag([1; 16]), SlipTag([2; 16])];
    let pack = PackNumber(1);
    let groups = vec![crate::record::IssuedSlips {
        group: Some("party".parse().unwrap()),
        number: 2,
        commitment: commitment(&tags),
        tags: tags.clone(),
    }];
    let issued = SlipEvent::SlipsIssued {
        plan: plan.clone(),
        round: "2026-H2".parse().unwrap(),
        device: device.clone(),
        pack,
        groups,
    };
    let voided = SlipEvent::SlipsVoided {
        pack,
        tags: tags.into_iter().take(1).collect(),
        reason: "印坏了".into(),
    };
    [issued, voided]
}

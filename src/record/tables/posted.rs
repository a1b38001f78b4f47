//! How many people stood behind the figures that were published last, so that no two publications differ by a few.

use std::collections::BTreeMap;

use super::tally::{RaterKey, group_text, rater_key};
use crate::domain::ids::CriterionId;
use crate::record::sql::{Row, Rows, Table, int, text};
use crate::record::{Record, RecordError};

/// What was published about one subject.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Posted {
    /// The notice it was published in.
    pub notice: u32,
    /// How many had rated it.
    pub raters: u64,
    /// How many had answered each criterion.
    pub criteria: BTreeMap<CriterionId, u64>,
    /// Some of them count no more: somebody else had brought them with a device's key.
    pub is_doubted: bool,
}

/// One figure that was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedFigure {
    /// Whom it is about.
    pub key: RaterKey,
    /// How many answered this; how many rated at all where it is none.
    pub criterion: Option<CriterionId>,
    /// How many.
    pub count: u64,
    /// The notice.
    pub notice: u32,
}

impl PostedFigure {
    /// Its primary key in words, separated by spaces.
    #[must_use]
    pub fn row_key(&self) -> String {
        let RaterKey {
            plan,
            revision,
            period,
            subject,
            group,
        } = &self.key;
        let mut key = format!("{plan} {revision} {period} {subject}");
        let group = group.as_ref().map(ToString::to_string);
        let criterion = self.criterion.as_ref().map(ToString::to_string);
        for word in [group, criterion].into_iter().flatten() {
            key.push(' ');
            key.push_str(&word);
        }
        key
    }
}

pub(in crate::record) const TABLE: Table = Table {
    name: "posted",
    columns: "plan, revision, period, subject, voter_group, criterion, count, notice",
    keys: 6,
};

/// A subject's name among the figures published.
fn subject_key(key: &RaterKey) -> String {
    let figure = PostedFigure {
        key: key.clone(),
        criterion: None,
        count: 0,
        notice: 0,
    };
    figure.row_key()
}

fn entry(row: &mut Row) -> Result<PostedFigure, RecordError> {
    Ok(PostedFigure {
        key: rater_key(row)?,
        criterion: row.filled()?,
        count: row.count()?,
        notice: row.number()?,
    })
}

impl Record {
    /// What was published last about each subject.
    pub fn posted(&self) -> Result<BTreeMap<RaterKey, Posted>, RecordError> {
        let mut all: BTreeMap<RaterKey, Posted> = BTreeMap::new();
        for figure in self.posted_rows()?.whole()? {
            let posted = all.entry(figure.key).or_default();
            posted.notice = figure.notice;
            match figure.criterion {
                None => posted.raters = figure.count,
                Some(criterion) => {
                    posted.criteria.insert(criterion, figure.count);
                }
            }
        }
        let doubted = self.doubted_figures()?;
        for (key, posted) in &mut all {
            let notice = doubted.get(&subject_key(key));
            posted.is_doubted = notice == Some(&posted.notice.to_string());
        }
        Ok(all)
    }

    /// Notes of what was published about these subjects that some of it counts no more.
    pub(in crate::record) fn doubt_posted<'a>(
        &self,
        keys: impl Iterator<Item = &'a RaterKey>,
    ) -> Result<(), RecordError> {
        let posted = self.posted()?;
        for key in keys {
            if let Some(posted) = posted.get(key) {
                self.doubt_figures(&subject_key(key), posted.notice)?;
            }
        }
        Ok(())
    }

    /// Every figure of [`Self::posted`], and by name the rows that do not read.
    pub fn posted_rows(&self) -> Result<Rows<PostedFigure>, RecordError> {
        TABLE.rows(self.sql(), "", &[], entry)
    }

    /// Keeps what a notice publishes about a subject, in place of what an earlier one did.
    pub(in crate::record) fn keep_posted(
        &self,
        key: &RaterKey,
        posted: &Posted,
    ) -> Result<(), RecordError> {
        // The raters lie in a row without a criterion: a criterion's id is never empty.
        let raters = std::iter::once((String::new(), posted.raters));
        let criteria = posted.criteria.iter();
        let rows = raters.chain(criteria.map(|(id, count)| (id.to_string(), *count)));
        for (criterion, count) in rows {
            self.sql().execute(
                "INSERT INTO posted (plan, revision, period, subject, voter_group, criterion, count,
                 notice) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (plan, revision, period, subject, voter_group, criterion)
                 DO UPDATE SET count = excluded.count, notice = excluded.notice",
                &[
                    text(&key.plan),
                    int(key.revision.0),
                    text(&key.period),
                    text(&key.subject),
                    text(group_text(key.group.as_ref())),
                    text(criterion),
                    int(count),
                    int(posted.notice),
                ],
            )?;
        }
        Ok(())
    }
}

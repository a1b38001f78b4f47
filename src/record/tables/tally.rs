//! Counts of answers and of raters, without any link to a sheet.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::domain::ballot::{BallotCell, BallotCount, BallotSubject};
use crate::domain::card::{Answer, RatingSheet};
use crate::domain::ids::{CriterionId, GroupId, PlanId, PlanRevision, SubjectId};
use crate::domain::round::RoundId;
use crate::record::event::{Figures, Shown};
use crate::record::round_event::BallotEntry;
use crate::record::sql::{Row, Rows, Table, Value, int, text};
use crate::record::{Record, RecordError, text_digest};

/// Whom a count is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RaterKey {
    /// The plan.
    pub plan: PlanId,
    /// Its revision.
    pub revision: PlanRevision,
    /// The period, e.g. `2026`.
    pub period: String,
    /// The subject.
    pub subject: SubjectId,
    /// The voter group, where the plan has groups.
    pub group: Option<GroupId>,
}

impl RaterKey {
    /// Whom figures that a notice shows are about.
    #[must_use]
    pub fn of_shown(figures: &Figures, shown: &Shown) -> Self {
        Self {
            plan: figures.plan.clone(),
            revision: figures.revision,
            period: figures.period.clone(),
            subject: shown.subject.clone(),
            group: shown.group.clone(),
        }
    }
}

/// What was answered to which criterion. A score and a choice never meet under one criterion.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellKey {
    /// The criterion.
    pub criterion: CriterionId,
    /// The answer.
    pub answer: Answer,
}

/// The counts about one subject.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many rated it.
    pub raters: u64,
    /// How many gave each answer.
    pub cells: BTreeMap<CellKey, u64>,
}

impl Counts {
    /// Adds one sheet to `all`.
    pub fn add(all: &mut BTreeMap<RaterKey, Self>, sheet: RatingSheet, period: &str) {
        let key = RaterKey {
            plan: sheet.plan,
            revision: sheet.revision,
            period: period.to_owned(),
            subject: sheet.subject,
            group: sheet.group,
        };
        let counts = all.entry(key).or_default();
        counts.raters += 1;
        for (criterion, answer) in sheet.answers {
            *counts
                .cells
                .entry(CellKey { criterion, answer })
                .or_default() += 1;
        }
    }
}

impl Counts {
    /// What was voted by hands or on paper in a round comes to.
    #[must_use]
    pub fn of_ballot(
        plan: &PlanId,
        round: RoundId,
        held: &BallotEntry,
    ) -> BTreeMap<RaterKey, Self> {
        let BallotCount {
            group, subjects, ..
        } = &held.ballot;
        let of = |one: &BallotSubject| {
            let key = RaterKey {
                plan: plan.clone(),
                revision: held.revision,
                period: round.to_string(),
                subject: one.subject.clone(),
                group: group.clone(),
            };
            let cell = |cell: &BallotCell| {
                let (criterion, answer) = (cell.criterion.clone(), cell.answer.clone());
                (CellKey { criterion, answer }, cell.count)
            };
            let cells = one.counts.iter().map(cell).collect();
            let raters = one.rated;
            (key, Self { raters, cells })
        };
        subjects.iter().map(of).collect()
    }
}

/// Names every count of one plan in one period: SHA-256, lower-case hex, of a line a count, in order.
#[must_use]
pub fn digest(
    all: &BTreeMap<RaterKey, Counts>,
    plan: &PlanId,
    revision: PlanRevision,
    period: &str,
) -> String {
    let mut text = String::new();
    for (key, counts) in all {
        if (&key.plan, key.revision, key.period.as_str()) != (plan, revision, period) {
            continue;
        }
        let whom = format!("{}/{}", key.subject, group_text(key.group.as_ref()));
        // Into memory, which takes everything.
        let _written = writeln!(text, "{whom} {}", counts.raters);
        for (cell, count) in &counts.cells {
            let answer = answer_text(&cell.answer);
            let _written = writeln!(text, "{whom} {} {answer} {count}", cell.criterion);
        }
    }
    text_digest(&text)
}

fn answer_text(answer: &Answer) -> String {
    match answer {
        // A choice's id may be digits: the mark keeps the two apart.
        Answer::Score(score) => format!("={score}"),
        Answer::Choice(choice) => choice.to_string(),
    }
}

fn answer_from(text: &str) -> Result<Answer, RecordError> {
    let answer = match text.strip_prefix('=') {
        Some(score) => score.parse().map(Answer::Score).ok(),
        None => text.parse().map(Answer::Choice).ok(),
    };
    answer
        .filter(|answer| answer_text(answer) == text)
        .ok_or_else(|| RecordError::damaged("an answer"))
}

pub(super) fn group_text(group: Option<&GroupId>) -> String {
    // A primary key has no place for NULL; a group's id is never empty.
    group.map(ToString::to_string).unwrap_or_default()
}

pub(super) fn rater_key(row: &mut Row) -> Result<RaterKey, RecordError> {
    Ok(RaterKey {
        plan: row.read()?,
        revision: PlanRevision(row.number()?),
        period: row.text()?,
        subject: row.read()?,
        group: row.filled()?,
    })
}

fn key_values(key: &RaterKey) -> Vec<Value> {
    vec![
        text(&key.plan),
        int(key.revision.0),
        text(&key.period),
        text(&key.subject),
        text(group_text(key.group.as_ref())),
    ]
}

pub(in crate::record) const RATERS: Table = Table {
    name: "rater",
    columns: "plan, revision, period, subject, voter_group, count",
    keys: 5,
};
pub(in crate::record) const CELLS: Table = Table {
    name: "tally",
    columns: "plan, revision, period, subject, voter_group, criterion, answer, count",
    keys: 7,
};

fn cell(row: &mut Row) -> Result<(RaterKey, CellKey, u64), RecordError> {
    let key = rater_key(row)?;
    let criterion = row.read()?;
    let answer = answer_from(&row.text()?)?;
    Ok((key, CellKey { criterion, answer }, row.count()?))
}

impl Record {
    /// Adds counts to those in the record.
    pub(in crate::record) fn add_counts(
        &self,
        all: &BTreeMap<RaterKey, Counts>,
    ) -> Result<(), RecordError> {
        self.change_counts(all, int)
    }

    /// Takes counts off those in the record; what comes to nothing leaves no row.
    pub(in crate::record) fn subtract_counts(
        &self,
        all: &BTreeMap<RaterKey, Counts>,
    ) -> Result<(), RecordError> {
        self.change_counts(all, |count| {
            int(i64::try_from(count).map_or(0, |count| -count))
        })?;
        for table in [&RATERS, &CELLS] {
            let statement = format!("DELETE FROM {} WHERE count = 0", table.name);
            self.sql().execute(&statement, &[])?;
        }
        Ok(())
    }

    fn change_counts(
        &self,
        all: &BTreeMap<RaterKey, Counts>,
        by: impl Fn(u64) -> Value,
    ) -> Result<(), RecordError> {
        let raters: Vec<_> = all.iter().collect();
        RATERS.add(self.sql(), &raters, |(key, counts)| {
            let mut row = key_values(key);
            row.push(by(counts.raters));
            row
        })?;
        let cells = all.iter().flat_map(|(key, counts)| {
            let cells = counts.cells.iter();
            cells.map(move |(cell, count)| (key, cell, *count))
        });
        let cells: Vec<_> = cells.collect();
        CELLS.add(self.sql(), &cells, |(key, cell, count)| {
            let mut row = key_values(key);
            let answer = answer_text(&cell.answer);
            row.extend([text(&cell.criterion), text(answer), by(*count)]);
            row
        })
    }

    /// Every count in the record.
    pub fn counts(&self) -> Result<BTreeMap<RaterKey, Counts>, RecordError> {
        let mut all: BTreeMap<RaterKey, Counts> = BTreeMap::new();
        for (key, count) in self.rater_rows()?.whole()? {
            all.entry(key).or_default().raters = count;
        }
        for (key, cell, count) in self.cell_rows()?.whole()? {
            all.entry(key).or_default().cells.insert(cell, count);
        }
        Ok(all)
    }

    /// How many rated each subject, and by name the rows that do not read.
    pub fn rater_rows(&self) -> Result<Rows<(RaterKey, u64)>, RecordError> {
        RATERS.rows(self.sql(), "", &[], |row| {
            Ok((rater_key(row)?, row.count()?))
        })
    }

    /// How many gave each answer, and by name the rows that do not read.
    pub fn cell_rows(&self) -> Result<Rows<(RaterKey, CellKey, u64)>, RecordError> {
        CELLS.rows(self.sql(), "", &[], cell)
    }
}

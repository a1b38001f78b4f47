//! What a plan says of its results once they are there: posted, reported, kept.

use super::Text;

/// 公示: how results are posted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Posting {
    /// The list of those evaluated is posted before the evaluation (S13b).
    pub before: bool,
    /// Results hang for so many working days.
    pub posted_days: Option<u32>,
    /// 异议期: objections are taken for so many working days.
    pub objections_days: Option<u32>,
    /// Where to object.
    pub objections_to: Option<Text>,
    /// Counts of one and two are announced too; only where everybody who votes is entitled by name.
    pub small_counts: bool,
}

/// 评议报告: a report of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What it has to say, a heading an item.
    pub sections: Vec<Text>,
    /// Who approves it.
    pub approve: Option<Text>,
    /// To whom it goes.
    pub to: Text,
    /// Within so many working days of the end.
    pub within_days: Option<u32>,
}

/// 归档: how long the papers of an evaluation are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// 类别, as the archive names it.
    pub class: Text,
    /// For so many years; none is for ever (永久).
    pub years: Option<u32>,
}

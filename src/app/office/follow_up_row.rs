//! 回访, for a page: what was said of a case, and how content people are.

use chrono::NaiveDate;
use serde::Serialize;

use super::Confidential;
use crate::domain::channel::Channel;
use crate::domain::follow_up::{FollowUpFate, Satisfaction};
use crate::record::SatisfactionCount;

/// What was said of a case since.
#[derive(Clone, Serialize)]
pub struct FollowUpRow {
    /// The day the office heard it.
    pub heard_on: NaiveDate,
    /// Of which answer.
    pub reply: u32,
    /// How content the person is.
    pub grade: Option<Satisfaction>,
    /// What they added.
    pub text: Option<Confidential>,
    /// How staff heard it; none where the holder of the receipt said it at a kiosk.
    pub channel: Option<Channel>,
    /// What became of it.
    pub fate: FollowUpFate,
}

impl std::fmt::Debug for FollowUpRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FollowUpRow({}, …)", self.heard_on)
    }
}

/// How content people are with the answers under a plan, and by which way that was heard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SatisfactionRow {
    /// 满意
    pub satisfied: u64,
    /// 基本满意
    pub fairly: u64,
    /// 不满意
    pub dissatisfied: u64,
}

impl SatisfactionRow {
    /// How many there are.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.satisfied + self.fairly + self.dissatisfied
    }

    /// How many are content, fully or fairly.
    #[must_use]
    pub fn content(&self) -> u64 {
        self.satisfied + self.fairly
    }

    pub(super) fn add(&mut self, one: &SatisfactionCount) {
        let place = match one.grade {
            Satisfaction::Satisfied => &mut self.satisfied,
            Satisfaction::Fairly => &mut self.fairly,
            Satisfaction::Dissatisfied => &mut self.dissatisfied,
        };
        *place += one.count;
    }
}

/// 居民回访, and beside it what staff heard: the one never stands for the other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Satisfactions {
    /// What the holders of receipts said at kiosks.
    pub residents: SatisfactionRow,
    /// What staff wrote down.
    pub staff: SatisfactionRow,
}

//! Cases: where an opinion stands with the office, and when it is late.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseStatus {
    /// 已收到
    Received,
    /// 办理中
    InProgress,
    /// 已答复
    Answered,
}

impl CaseStatus {
    /// Whether a case may go from here to `next`: only forwards, and an answer is final. A case may be
    /// answered at once.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        self < next
    }
}

/// Whether the promise was or is being broken: not answered by the end of the due day, or answered after it.
#[must_use]
pub fn is_late(due_on: NaiveDate, answered_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    answered_on.unwrap_or(today) > due_on
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_only_goes_forward() {
        use CaseStatus::{Answered, InProgress, Received};
        for (from, to) in [
            (Received, InProgress),
            (Received, Answered),
            (InProgress, Answered),
        ] {
            assert!(from.may_become(to));
            assert!(!to.may_become(from));
        }
        assert!(!Answered.may_become(Answered));
    }

    #[test]
    fn the_due_day_itself_is_in_time() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        assert!(!is_late(day(23), None, day(23)));
        assert!(is_late(day(23), None, day(24)));
        assert!(!is_late(day(23), Some(day(23)), day(30)));
        assert!(is_late(day(23), Some(day(24)), day(24)));
    }
}

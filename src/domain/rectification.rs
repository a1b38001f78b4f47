//! 整改: how far what an opinion named was set right, and what a plan asks of it.

use chrono::NaiveDate;

use super::calendar::CalendarTable;
use super::named::named;
use super::plan::Rectification;
use crate::words::{Sentence, key};

named!(
    /// How far the measures of a case are.
    MeasuresStanding {
        /// 待定措施: the plan asks for some, and none are set.
        Missing = "missing",
        /// 整改中: set, and nobody has found them done.
        Underway = "underway",
        /// 已完成: somebody found them done.
        Done = "done",
    }
);

impl MeasuresStanding {
    /// Its name for people.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        Sentence::from(match self {
            Self::Missing => key!("domain-measures-missing"),
            Self::Underway => key!("domain-measures-underway"),
            Self::Done => key!("domain-measures-done"),
        })
    }
}

/// What does not fit the rules of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasuresMisfit {
    /// 责任人 is wanted.
    ResponsibleMissing,
    /// 督查人 is wanted.
    InspectorMissing,
    /// Who answers for it does not inspect it.
    SamePerson,
    /// 完成期限 lies before today, or after the last day that the plan allows.
    Due {
        /// The first day that is taken.
        earliest: NaiveDate,
        /// The last day that is taken; none where the plan names none.
        latest: Option<NaiveDate>,
    },
}

impl Rectification {
    /// The last day for measures of a case that was answered on `answered_on`; none where each case sets its own.
    #[must_use]
    pub fn latest(&self, calendar: &CalendarTable, answered_on: NaiveDate) -> Option<NaiveDate> {
        let days = self.within_working_days?;
        Some(calendar.due(answered_on, days).date)
    }
}

/// Whether measures are what `rule` asks, `latest` being the last day that it allows.
pub fn fits(
    rule: Option<&Rectification>,
    (responsible, inspector): (&str, &str),
    due_on: NaiveDate,
    (today, latest): (NaiveDate, Option<NaiveDate>),
) -> Result<(), MeasuresMisfit> {
    let (responsible, inspector) = (responsible.trim(), inspector.trim());
    if responsible.is_empty() && rule.is_some_and(|rule| rule.responsible) {
        return Err(MeasuresMisfit::ResponsibleMissing);
    }
    if inspector.is_empty() && rule.is_some_and(|rule| rule.inspection) {
        return Err(MeasuresMisfit::InspectorMissing);
    }
    if !inspector.is_empty() && inspector == responsible {
        return Err(MeasuresMisfit::SamePerson);
    }
    // Where the last day is over already, what is set late is set for today at least.
    let latest = latest.map(|latest| latest.max(today));
    if due_on < today || latest.is_some_and(|latest| due_on > latest) {
        return Err(MeasuresMisfit::Due {
            earliest: today,
            latest,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn measures_are_held_to_what_the_plan_asks() {
        let rule = |responsible, inspection| Rectification {
            within_working_days: Some(10),
            responsible,
            inspection,
        };
        let strict = rule(true, true);
        let (today, due) = (day("2026-11-30"), day("2026-12-10"));
        let latest = strict.latest(&CalendarTable::built_in(), today);
        assert_eq!(latest, Some(day("2026-12-14")));
        let fits = |rule: Option<&Rectification>, who, due| fits(rule, who, due, (today, latest));
        let late = MeasuresMisfit::Due {
            earliest: today,
            latest,
        };
        for (rule, who, due, wanted) in [
            (&strict, ("王", "李"), due, Ok(())),
            (
                &strict,
                (" ", "李"),
                due,
                Err(MeasuresMisfit::ResponsibleMissing),
            ),
            (
                &strict,
                ("王", ""),
                due,
                Err(MeasuresMisfit::InspectorMissing),
            ),
            (
                &strict,
                ("王", " 王 "),
                due,
                Err(MeasuresMisfit::SamePerson),
            ),
            (&rule(false, false), ("", ""), due, Ok(())),
            (&strict, ("王", "李"), day("2026-11-29"), Err(late)),
            (&strict, ("王", "李"), day("2026-12-15"), Err(late)),
            (&strict, ("王", "李"), day("2026-12-14"), Ok(())),
        ] {
            assert_eq!(fits(Some(rule), who, due), wanted, "{who:?} {due}");
        }
        assert_eq!(fits(None, ("", ""), due), Ok(()));
        // Answered long ago: what is set now can still be done today.
        let over = Some(day("2026-11-02"));
        assert_eq!(
            super::fits(Some(&strict), ("王", "李"), today, (today, over)),
            Ok(())
        );
    }

    #[test]
    fn every_standing_has_a_name_for_people() {
        for standing in MeasuresStanding::ALL {
            for lang in crate::words::Lang::ALL {
                assert!(!standing.sentence().say(lang).is_empty());
            }
        }
    }
}

//! Rounds: one run of a plan, its name and its days.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use chrono::{Datelike as _, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::ids::IdError;
use super::plan::{Cadence, Plan};

/// One run of a plan. Cards are taken on its days, and counted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Its name.
    pub id: RoundId,
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day, included; none is open-ended.
    pub last: Option<NaiveDate>,
}

impl Round {
    /// Whether cards are taken on `day`.
    #[must_use]
    pub fn admits(&self, day: NaiveDate) -> bool {
        self.first <= day && self.last.is_none_or(|last| day <= last)
    }
}

/// A round's name within its plan: `2026`, `2026-H1`, `2026-08`, and `2026-11a` for one that was called besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoundId {
    year: i32,
    part: Part,
    called: Option<char>,
}

/// What of its year a round covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Part {
    Year,
    /// 1 or 2.
    Half(u32),
    /// 1 to 12.
    Month(u32),
}

impl RoundId {
    /// The round of the year that `day` lies in.
    #[must_use]
    pub fn year(day: NaiveDate) -> Self {
        Self::of(day, Part::Year)
    }

    /// The round of the half-year that `day` lies in.
    #[must_use]
    pub fn half_year(day: NaiveDate) -> Self {
        Self::of(day, Part::Half(if day.month() <= 6 { 1 } else { 2 }))
    }

    /// The round of the month that `day` lies in.
    #[must_use]
    pub fn month(day: NaiveDate) -> Self {
        Self::of(day, Part::Month(day.month()))
    }

    fn of(day: NaiveDate, part: Part) -> Self {
        Self {
            year: day.year(),
            part,
            called: None,
        }
    }

    /// The round called besides in the month that `day` lies in, by its letter.
    #[must_use]
    pub fn called(day: NaiveDate, letter: char) -> Self {
        Self {
            called: Some(letter),
            ..Self::month(day)
        }
    }

    /// Whether it was called besides those of its plan's cadence.
    #[must_use]
    pub fn is_called(self) -> bool {
        self.called.is_some()
    }

    /// Whether `day` comes before its first.
    #[must_use]
    pub fn begins_after(self, day: NaiveDate) -> bool {
        self.days().is_some_and(|(first, _)| first > day)
    }

    /// Its first day and the last, by the calendar alone.
    fn days(self) -> Option<(NaiveDate, NaiveDate)> {
        let (first, months) = match self.part {
            Part::Year => (1, 12),
            Part::Half(half) => (half * 6 - 5, 6),
            Part::Month(month) => (month, 1),
        };
        let first = NaiveDate::from_ymd_opt(self.year, first, 1)?;
        let last = first.checked_add_months(Months::new(months))?.pred_opt()?;
        Some((first, last))
    }
}

impl fmt::Display for RoundId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        match self.part {
            Part::Year => {}
            Part::Half(half) => write!(f, "-H{half}")?,
            Part::Month(month) => write!(f, "-{month:02}")?,
        }
        self.called.map_or(Ok(()), |letter| f.write_char(letter))
    }
}

impl FromStr for RoundId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let bad = || IdError {
            kind: "round id",
            given: text.to_owned(),
            rule: "2026, 2026-H1, 2026-08 or 2026-08a",
        };
        let (body, called) = match text.strip_suffix(|last: char| last.is_ascii_lowercase()) {
            Some(body) => (body, text.chars().last()),
            None => (text, None),
        };
        let (year, part) = match body.split_once('-') {
            None => (body, Part::Year),
            Some((year, half)) if half.starts_with('H') => {
                let half = half.trim_start_matches('H').parse().ok();
                (
                    year,
                    Part::Half(half.filter(|half| (1..=2).contains(half)).ok_or_else(bad)?),
                )
            }
            Some((year, month)) => {
                let month = month.parse().ok();
                (
                    year,
                    Part::Month(
                        month
                            .filter(|month| (1..=12).contains(month))
                            .ok_or_else(bad)?,
                    ),
                )
            }
        };
        let id = Self {
            year: year.parse().map_err(|_| bad())?,
            part,
            called,
        };
        // One round has one spelling, and only a month's is called besides.
        let is_called_rightly = called.is_none() || matches!(part, Part::Month(_));
        if id.to_string() == text && year.len() == 4 && is_called_rightly {
            Ok(id)
        } else {
            Err(bad())
        }
    }
}

impl TryFrom<String> for RoundId {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<RoundId> for String {
    fn from(id: RoundId) -> Self {
        id.to_string()
    }
}

impl Plan {
    /// A round by its name, with its days; none where the plan runs no such round.
    #[must_use]
    pub fn round_named(&self, id: RoundId) -> Option<Round> {
        if id.is_called() {
            return self.round_called(id);
        }
        let day = match &self.cadence {
            // One run, whose days do not follow from its name.
            Cadence::Once | Cadence::Term => self.opens.or(self.closes)?,
            Cadence::Always
            | Cadence::Yearly
            | Cadence::HalfYearly
            | Cadence::Quarterly
            | Cadence::Months(_)
            | Cadence::Called => id.days()?.0,
        };
        self.round(day).filter(|round| round.id == id)
    }

    /// A round that is called besides: only slips open its cards, so that it needs no day of its own in any plan, and it is held on
    /// some day of the month it is named after. Whether it may be called is the office's to judge.
    fn round_called(&self, id: RoundId) -> Option<Round> {
        let (first, last) = id.days().filter(|_| self.is_entitled())?;
        Some(Round {
            id,
            first,
            last: Some(last),
        })
    }

    /// Whether its rounds are called besides those of its cadence (不定期), or it has no others.
    #[must_use]
    pub fn is_callable(&self) -> bool {
        let by_rule = self.rules.unscheduled || self.cadence == Cadence::Called;
        by_rule && self.is_entitled()
    }

    /// The round that runs on `day` or, where none does, the first that runs after it; none where the plan runs no more.
    #[must_use]
    pub fn round_from(&self, day: NaiveDate) -> Option<Round> {
        // Every cadence begins a round within a year, or within the years before its first day.
        let days = std::iter::once(self.opens.unwrap_or(day).max(day)).chain((1..=12).filter_map(
            |months| {
                let month = day.with_day(1)?;
                month.checked_add_months(Months::new(months))
            },
        ));
        let mut rounds = days.filter_map(|day| self.round(day));
        rounds.find(|round| {
            let runs = round.last.is_none_or(|last| round.first <= last);
            runs && round.last.is_none_or(|last| day <= last)
        })
    }

    /// The round that `day` belongs to, whether cards are taken on it or not.
    #[must_use]
    pub fn round_of(&self, day: NaiveDate) -> RoundId {
        match &self.cadence {
            Cadence::Yearly => RoundId::year(day),
            Cadence::HalfYearly => RoundId::half_year(day),
            // What is always open runs from month to month, so that its ratings leave once a month.
            Cadence::Always | Cadence::Months(_) | Cadence::Called => RoundId::month(day),
            // A quarter has the name of its first month: no other round of the plan can have it.
            Cadence::Quarterly => RoundId {
                part: Part::Month(day.month0() / 3 * 3 + 1),
                ..RoundId::month(day)
            },
            // One run is one round, however many months it lasts.
            Cadence::Once | Cadence::Term => match self.opens.or(self.closes) {
                Some(date) => RoundId::month(date),
                None => RoundId::year(day),
            },
        }
    }

    /// The round that `day` belongs to, with its days; none where the plan runs none then.
    #[must_use]
    pub fn round(&self, day: NaiveDate) -> Option<Round> {
        let id = self.round_of(day);
        let (first, last) = match &self.cadence {
            Cadence::Once | Cadence::Term => (NaiveDate::MIN, None),
            // Only what calls it opens it.
            Cadence::Called => return None,
            Cadence::Always | Cadence::Yearly | Cadence::HalfYearly => {
                let (first, last) = id.days()?;
                (first, Some(last))
            }
            Cadence::Quarterly => {
                let (first, _) = id.days()?;
                let last = first.checked_add_months(Months::new(3))?.pred_opt()?;
                (first, Some(last))
            }
            Cadence::Months(months) => {
                let index = usize::try_from(day.month0()).unwrap_or_default();
                let runs = months.get(index).copied().unwrap_or(false);
                let (first, last) = id.days().filter(|_| runs)?;
                (first, Some(last))
            }
        };
        Some(Round {
            id,
            first: self.opens.map_or(first, |opens| opens.max(first)),
            last: match (last, self.closes) {
                (Some(last), Some(closes)) => Some(last.min(closes)),
                (last, closes) => last.or(closes),
            },
        })
    }

    /// Whether cards are taken on `day`.
    #[must_use]
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        self.round(day).is_some_and(|round| round.admits(day))
    }

    /// Whether words alone are taken on `day`, as long as the plan runs at all: some rate in their months and listen all year (S15).
    #[must_use]
    pub fn takes_words_on(&self, day: NaiveDate) -> bool {
        let runs = self.opens.is_none_or(|opens| opens <= day)
            && self.closes.is_none_or(|closes| day <= closes);
        runs && self.opinion.is_some() && self.rules.opinions_all_year && !self.is_entitled()
    }

    /// The plan as somebody meets it who may only write: it asks nothing.
    #[must_use]
    pub fn for_words_alone(&self) -> Self {
        Self {
            criteria: Vec::new(),
            ..self.clone()
        }
    }

    /// Whether it asks anything.
    #[must_use]
    pub fn asks(&self) -> bool {
        !self.criteria.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_round_has_one_spelling() {
        for good in [
            "2026", "2026-H1", "2026-H2", "2026-08", "2026-12", "2026-11a", "0001-01",
        ] {
            assert_eq!(good.parse::<RoundId>().unwrap().to_string(), good);
        }
        let bad = [
            "",
            "26",
            "2026-",
            "2026-H",
            "2026-H0",
            "2026-H3",
            "2026-HH1",
            "2026-00",
            "2026-13",
            "2026-8",
            "2026-11A",
            "2026a",
            "2026-H1a",
            "2026-11ab",
            "+202-11",
            "-202",
            "12026",
            "2026-H01",
            "2026-08 ",
            "2026-十",
        ];
        for bad in bad {
            assert!(bad.parse::<RoundId>().is_err(), "{bad}");
        }
        let json = serde_json::to_string(&RoundId::half_year(day("2026-07-01"))).unwrap();
        assert_eq!(json, "\"2026-H2\"");
        assert_eq!(
            serde_json::from_str::<RoundId>(&json).unwrap().to_string(),
            "2026-H2"
        );
    }

    fn plan(cadence: Cadence, opens: Option<&str>, closes: Option<&str>) -> Plan {
        let text = crate::domain::plan::shipped()[0].text;
        Plan {
            cadence,
            opens: opens.map(day),
            closes: closes.map(day),
            ..Plan::parse(text).unwrap()
        }
    }

    #[test]
    fn a_day_belongs_to_one_round_and_cards_are_taken_on_its_days() {
        let mut august = [false; 12];
        august[7] = true;
        #[rustfmt::skip] // one row, one line
        let table = [
            (Cadence::Always, None, None, "2026-08-03", "2026-08", "2026-08-01", "2026-08-31", true),
            (Cadence::Yearly, Some("2026-11-01"), Some("2026-11-30"), "2026-08-03", "2026", "2026-11-01", "2026-11-30", false),
            (Cadence::HalfYearly, None, None, "2026-06-30", "2026-H1", "2026-01-01", "2026-06-30", true),
            (Cadence::HalfYearly, None, None, "2026-07-01", "2026-H2", "2026-07-01", "2026-12-31", true),
            (Cadence::Months(august), Some("2026-08-10"), None, "2026-08-09", "2026-08", "2026-08-10", "2026-08-31", false),
            (Cadence::Months(august), None, None, "2028-08-31", "2028-08", "2028-08-01", "2028-08-31", true),
            (Cadence::Once, Some("2025-11-20"), Some("2026-02-01"), "2026-01-05", "2025-11", "2025-11-20", "2026-02-01", true),
            (Cadence::Term, Some("2027-05-01"), Some("2027-06-10"), "2027-06-10", "2027-05", "2027-05-01", "2027-06-10", true),
            (Cadence::Quarterly, None, None, "2026-09-30", "2026-07", "2026-07-01", "2026-09-30", true),
            (Cadence::Quarterly, None, Some("2026-11-15"), "2026-12-31", "2026-10", "2026-10-01", "2026-11-15", false),
        ];
        for (cadence, opens, closes, on, id, first, last, admits) in table {
            let plan = plan(cadence, opens, closes);
            let round = plan.round(day(on)).unwrap();
            assert_eq!(
                (round.id.to_string().as_str(), round.id),
                (id, plan.round_of(day(on)))
            );
            assert_eq!(
                (round.first, round.last),
                (day(first), Some(day(last))),
                "{id}"
            );
            assert_eq!(
                (round.admits(day(on)), plan.is_open_on(day(on))),
                (admits, admits),
                "{id}"
            );
        }
        let only_august = plan(Cadence::Months(august), None, None);
        assert_eq!(only_august.round(day("2026-09-01")), None);
        assert_eq!(
            only_august.round_of(day("2026-09-01")).to_string(),
            "2026-09"
        );
        assert_eq!(
            plan(Cadence::Called, None, None).round(day("2026-09-01")),
            None
        );
        let once = plan(Cadence::Once, None, None);
        assert!(once.is_open_on(day("1970-01-01")) && once.is_open_on(day("2099-01-01")));
    }

    #[test]
    fn a_round_is_found_by_its_name_and_the_next_one_by_a_day() {
        let mut august = [false; 12];
        august[7] = true;
        #[rustfmt::skip] // one row, one line
        let table = [
            (Cadence::Always, None, None, "2026-08-03", Some("2026-08")),
            (Cadence::Months(august), None, None, "2026-09-03", Some("2027-08")),
            (Cadence::HalfYearly, None, None, "2026-07-01", Some("2026-H2")),
            (Cadence::Quarterly, Some("2026-11-03"), None, "2026-08-03", Some("2026-10")),
            (Cadence::Yearly, Some("2026-11-01"), Some("2026-11-30"), "2026-08-03", Some("2026")),
            (Cadence::Yearly, Some("2026-11-01"), Some("2026-11-30"), "2026-12-01", None),
            (Cadence::Once, Some("2026-11-01"), Some("2026-11-30"), "2026-08-03", Some("2026-11")),
            (Cadence::Once, Some("2026-11-01"), Some("2026-11-30"), "2026-12-03", None),
            (Cadence::Called, None, None, "2026-08-03", None),
        ];
        for (cadence, opens, closes, on, id) in table {
            let plan = plan(cadence, opens, closes);
            let found = plan.round_from(day(on));
            let name = found.as_ref().map(|round| round.id.to_string());
            assert_eq!(name.as_deref(), id, "{cadence:?} {on}");
            if let Some(round) = found {
                assert_eq!(plan.round_named(round.id), Some(round));
            }
        }
        let always = plan(Cadence::Always, None, None);
        assert_eq!(
            always.round_named(RoundId::half_year(day("2026-08-03"))),
            None
        );
    }

    #[test]
    fn a_round_called_besides_runs_in_its_month_where_slips_open_its_cards() {
        let id = RoundId::called(day("2026-11-28"), 'b');
        assert_eq!(
            (id.to_string().as_str(), id.is_called()),
            ("2026-11b", true)
        );
        assert!(!RoundId::month(day("2026-11-28")).is_called());
        let open = plan(Cadence::Yearly, None, None);
        assert_eq!(open.round_named(id), None);
        for cadence in [Cadence::Yearly, Cadence::Called, Cadence::Term] {
            let by_slip = Plan {
                voters: crate::domain::plan::Voters::BySlip,
                ..plan(cadence, Some("2027-01-01"), Some("2027-02-01"))
            };
            let round = by_slip.round_named(id).unwrap();
            assert_eq!(
                (round.first, round.last),
                (day("2026-11-01"), Some(day("2026-11-30")))
            );
            assert!(by_slip.round_of(day("2026-11-28")) != id);
        }
    }
}

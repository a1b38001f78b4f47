//! A year's holidays, as the State Council's notice arranges them: which days are off, and which weekends are worked in exchange.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::fault::NoticeFault;
use super::is_weekend;

/// The holidays that a notice of a whole year names.
pub(super) const HOLIDAYS: [&str; 7] = [
    "元旦",
    "春节",
    "清明节",
    "劳动节",
    "端午节",
    "中秋节",
    "国庆节",
];

/// One holiday, or two that fall together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// As the notice names it: `国庆节、中秋节`.
    pub name: String,
    /// Every day off that the notice names, weekends among them.
    pub off: BTreeSet<NaiveDate>,
    /// Saturdays and Sundays worked in exchange.
    pub worked: BTreeSet<NaiveDate>,
}

impl Holiday {
    /// Whether it is this one, alone or together with another.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.split('、').any(|one| one == name)
    }
}

/// How a year's holidays are arranged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearHolidays {
    /// Which year. The first of its days may lie in the last days of the year before.
    pub year: i32,
    /// In the notice's order.
    pub holidays: Vec<Holiday>,
}

/// Whether the days of a year add up: a notice moves days, it grants none but the holidays by law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HolidaySum {
    /// Mondays to Fridays that are off.
    pub weekdays_off: u64,
    /// Saturdays and Sundays that are worked.
    pub weekends_worked: u64,
    /// Days that the law grants (全国年节及纪念日放假办法).
    pub by_law: u64,
}

impl HolidaySum {
    /// Whether as many are off, less those worked, as the law grants.
    #[must_use]
    pub fn adds_up(self) -> bool {
        self.weekdays_off == self.weekends_worked + self.by_law
    }
}

impl YearHolidays {
    /// The days off, and those worked in exchange.
    pub(super) fn days(&self) -> (BTreeSet<NaiveDate>, BTreeSet<NaiveDate>) {
        let all = self.holidays.iter();
        let off = all.clone().flat_map(|one| &one.off).copied().collect();
        let worked = all.flat_map(|one| &one.worked).copied().collect();
        (off, worked)
    }

    /// The holiday that makes `day` another than its weekday says, and whether it is worked.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<(&Holiday, bool)> {
        self.holidays.iter().find_map(|holiday| {
            let worked = holiday.worked.contains(&day);
            (worked || holiday.off.contains(&day)).then_some((holiday, worked))
        })
    }

    /// What the days come to.
    #[must_use]
    pub fn sum(&self) -> HolidaySum {
        let (off, worked) = self.days();
        HolidaySum {
            weekdays_off: off.iter().filter(|day| !is_weekend(**day)).count() as u64,
            weekends_worked: worked.len() as u64,
            // Two days more since 2025: 除夕 and 5月2日 (国务院令第795号).
            by_law: if self.year < 2025 { 11 } else { 13 },
        }
    }

    /// Every holiday of the year that none of these is.
    #[must_use]
    pub fn lacking(&self) -> Vec<&'static str> {
        let is_named = |name: &str| self.holidays.iter().any(|holiday| holiday.is(name));
        let all = HOLIDAYS.into_iter();
        all.filter(|name| !is_named(name)).collect()
    }

    /// Every day where it belongs: 班 on weekends alone, no day both off and worked, none of another year.
    pub fn check(&self) -> Result<(), NoticeFault> {
        let (off, worked) = self.days();
        if let Some(date) = worked.iter().find(|day| !is_weekend(**day)) {
            return Err(NoticeFault::WorkedWeekday { date: *date });
        }
        if let Some(date) = worked.intersection(&off).next() {
            return Err(NoticeFault::OffAndWorked { date: *date });
        }
        let is_of_year = |day: &NaiveDate| {
            day.year() == self.year || (day.year() == self.year - 1 && day.month() == 12)
        };
        match off.union(&worked).find(|day| !is_of_year(day)) {
            Some(date) => Err(NoticeFault::OtherYear {
                date: *date,
                year: self.year,
            }),
            None => Ok(()),
        }
    }
}

/// Year, holiday, days off by month, weekends worked by month.
type Known = (i32, &'static str, &'static [Days], &'static [Days]);
/// Month, its first day and the last.
type Days = (u32, u32, u32);

/// The State Council's notices for 2025 (国办发明电〔2024〕12号) and 2026 (国办发明电〔2025〕7号).
const KNOWN: &[Known] = &[
    (2025, "元旦", &[(1, 1, 1)], &[]),
    (
        2025,
        "春节",
        &[(1, 28, 31), (2, 1, 4)],
        &[(1, 26, 26), (2, 8, 8)],
    ),
    (2025, "清明节", &[(4, 4, 6)], &[]),
    (2025, "劳动节", &[(5, 1, 5)], &[(4, 27, 27)]),
    (2025, "端午节", &[(5, 31, 31), (6, 1, 2)], &[]),
    (
        2025,
        "国庆节、中秋节",
        &[(10, 1, 8)],
        &[(9, 28, 28), (10, 11, 11)],
    ),
    (2026, "元旦", &[(1, 1, 3)], &[(1, 4, 4)]),
    (2026, "春节", &[(2, 15, 23)], &[(2, 14, 14), (2, 28, 28)]),
    (2026, "清明节", &[(4, 4, 6)], &[]),
    (2026, "劳动节", &[(5, 1, 5)], &[(5, 9, 9)]),
    (2026, "端午节", &[(6, 19, 21)], &[]),
    (2026, "中秋节", &[(9, 25, 27)], &[]),
    (2026, "国庆节", &[(10, 1, 7)], &[(9, 20, 20), (10, 10, 10)]),
];

/// The years that this program was built with.
#[must_use]
pub fn built_in_years() -> Vec<YearHolidays> {
    let mut years: Vec<YearHolidays> = Vec::new();
    for (year, name, off, worked) in KNOWN {
        let days = |parts: &[Days]| -> BTreeSet<NaiveDate> {
            let parts = parts.iter();
            let days = parts.flat_map(|(month, first, last)| {
                (*first..=*last).filter_map(|day| NaiveDate::from_ymd_opt(*year, *month, day))
            });
            days.collect()
        };
        let holiday = Holiday {
            name: (*name).to_owned(),
            off: days(off),
            worked: days(worked),
        };
        match years.last_mut() {
            Some(last) if last.year == *year => last.holidays.push(holiday),
            Some(_) | None => years.push(YearHolidays {
                year: *year,
                holidays: vec![holiday],
            }),
        }
    }
    years
}

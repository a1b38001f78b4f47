//! The notices of 2014 to 2026 as they were published, and as a careless copy leaves them, against the days written by hand.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};

use super::*;

macro_rules! notices {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("../../../tests/vectors/calendars/", $name, ".txt")))),*]
    };
}

/// In the order of their days; a year's second notice after its first.
const NOTICES: [(&str, &str); 16] = notices![
    "2014" "2015" "2015-changed" "2016" "2017" "2018" "2019" "2019-changed" "2020" "2020-changed" "2021" "2022" "2023" "2024"
    "2025" "2026"
];
const EXPECTED: &str = include_str!("../../../tests/vectors/calendars/expected.txt");

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The days of a notice, weekdays off and weekends worked, as they were written by hand.
fn expected(name: &str) -> (BTreeSet<NaiveDate>, BTreeSet<NaiveDate>) {
    let year = &name[..4];
    let line = EXPECTED
        .lines()
        .find(|line| line.starts_with(&format!("{name} off ")));
    let (off, worked) = line.unwrap()[name.len() + 5..]
        .split_once(" worked ")
        .unwrap();
    let days = |days: &str| {
        let days = days.split(' ');
        days.map(|one| {
            day(&if one.len() == 5 {
                format!("{year}-{one}")
            } else {
                one.to_owned()
            })
        })
        .collect()
    };
    (days(off), days(worked))
}

fn found(year: &YearHolidays) -> (BTreeSet<NaiveDate>, BTreeSet<NaiveDate>) {
    let (mut off, worked) = year.days();
    off.retain(|day| !is_weekend(*day));
    (off, worked)
}

/// Every notice, each read where those before it are known.
fn read_all(copied: impl Fn(&str) -> String) -> Vec<(&'static str, NoticeRead)> {
    let (mut known, mut all) = (Vec::<YearHolidays>::new(), Vec::new());
    for (name, text) in NOTICES {
        let read = read_notice(&copied(text), &known);
        let read = read.unwrap_or_else(|fault| panic!("{name}: {fault}"));
        known.retain(|one| one.year != read.year.year);
        known.push(read.year.clone());
        all.push((name, read));
    }
    all
}

fn holds(copied: impl Fn(&str) -> String) {
    for (name, read) in read_all(copied) {
        assert_eq!(found(&read.year), expected(name), "{name}");
        assert_eq!(read.year.year.to_string(), name[..4]);
        assert_eq!(read.amends, name.ends_with("changed"));
    }
}

#[test]
fn every_notice_since_2014_says_its_days() {
    holds(str::to_owned);
    for (name, read) in read_all(str::to_owned) {
        // What is granted besides the law was granted by the second notices alone.
        let special = ["2015-changed", "2020-changed"].contains(&name);
        assert_eq!(
            read.year.sum().adds_up(),
            !special,
            "{name}: {:?}",
            read.year.sum()
        );
        let both = read
            .year
            .holidays
            .iter()
            .filter(|one| one.name.contains('、'))
            .count();
        let together = ["2017", "2020", "2020-changed", "2023", "2025"].contains(&name);
        assert_eq!(both, usize::from(together), "{name}");
    }
}

#[test]
fn what_a_careless_copy_brings_along_is_passed_over() {
    // Half-width, as many a web page has it.
    holds(|text| {
        text.replace('（', "(")
            .replace('）', ")")
            .replace('，', ",")
            .replace('：', ":")
    });
    // Full-width digits, a space between any two characters, lines broken anywhere.
    holds(|text| {
        let wide = |one: char| match one {
            '0'..='9' => char::from_u32(u32::from(one) + 0xFEE0).unwrap(),
            other => other,
        };
        text.chars()
            .map(wide)
            .flat_map(|one| [one, '\u{3000}'])
            .collect()
    });
    holds(|text| {
        let broken = text.chars().enumerate();
        broken
            .flat_map(|(at, one)| [Some(one), (at % 7 == 3).then_some('\n')])
            .flatten()
            .collect()
    });
    // All in one line; dashes for 至; a colon that is lost; numbers of lists, brackets, a byte order mark, marks nobody sees.
    holds(|text| text.replace(['\n', '\r'], ""));
    holds(|text| text.replace('日', "日\u{200B}").replace('月', "\u{A0}月"));
    holds(|text| format!("\u{FEFF}{}", text.replace("日至", "日—")));
    holds(|text| text.replace("节：", "节 ").replace("旦：", "旦\n"));
    holds(|text| {
        text.replace("二、春", "2.春")
            .replace("三、清", "（三）清")
            .replace("四、劳", "— 劳")
    });
    // What stands around it on a page.
    holds(|text| {
        format!(
            "首页 > 政策\n发布时间：2025-11-04 22:15 来源：新华社\n新华社北京11月4日电 {text}\n责任编辑：张三 打印 关闭"
        )
    });
}

#[test]
fn tables_of_holiday_cn_say_the_same_days() {
    for (name, read) in read_all(str::to_owned) {
        let holidays = read.year.holidays.iter();
        let days = holidays.flat_map(|holiday| {
            let off = holiday.off.iter().map(|day| (day, true));
            let days = off.chain(holiday.worked.iter().map(|day| (day, false)));
            days.map(|(day, off)| {
                format!(
                    r#"{{"name": "{}", "date": "{day}", "isOffDay": {off}}}"#,
                    holiday.name
                )
            })
        });
        let days: Vec<String> = days.collect();
        let json = format!(
            "{{\"$schema\": \"…\", \"year\": {}, \"papers\": [\"…\"], \"days\": [{}]}}",
            read.year.year,
            days.join(",\n")
        );
        let again = read_notice(&json, &[]).unwrap();
        assert_eq!(found(&again.year), expected(name), "{name}");
        assert!(!again.amends);
    }
    // holiday-cn tells of 2020 that the Monday after the longer holiday is worked.
    let json = r#"{"year": 2020, "days": [{"name": "春节", "date": "2020-02-02", "isOffDay": true},
        {"name": "春节", "date": "2020-02-03", "isOffDay": false}]}"#;
    let known = read_all(str::to_owned);
    let known: Vec<YearHolidays> = known.into_iter().map(|(_, read)| read.year).collect();
    let read = read_notice(json, &known).unwrap();
    assert!(
        read.year
            .holidays
            .iter()
            .all(|one| !one.worked.contains(&day("2020-02-03")))
    );
    for (wrong, fault) in [
        ("{\"year\": 2027}", "missing field"),
        ("{\"year\": 2027, \"days\": []}", "no day"),
    ] {
        let said = read_notice(wrong, &[]).unwrap_err().to_string();
        assert!(said.contains(fault), "{said}");
    }
}

#[test]
fn what_is_built_in_is_what_the_notices_say() {
    for year in built_in_years() {
        let name = year.year.to_string();
        assert_eq!(found(&year), expected(&name));
        let read = read_all(str::to_owned);
        let read = read.into_iter().find(|(one, _)| *one == name).unwrap().1;
        assert_eq!(year, read.year);
    }
}

/// The notice of 2026 with one thing changed.
fn wrong(what: &str, with: &str) -> NoticeFault {
    let text = NOTICES[15].1;
    assert!(text.contains(what));
    read_notice(&text.replacen(what, with, 1), &[]).unwrap_err()
}

#[test]
fn what_is_wrong_is_named_by_its_sentence() {
    let at = |fault: &NoticeFault, said: &str| {
        assert!(fault.to_string().contains(said), "{fault}");
        for lang in crate::words::Lang::ALL {
            assert!(!fault.sentence().say(lang).is_empty());
        }
    };
    // A weekday, a count, a day that is none, another wording, a slip of the finger.
    let fault = wrong("1月4日（周日）", "1月4日（周六）");
    assert!(matches!(&fault, NoticeFault::Weekday { date, .. } if *date == day("2026-01-04")));
    at(&fault, "1月4日(周六)上班");
    let fault = wrong("3日（周六）放假调休", "2日（周五）放假调休");
    assert!(matches!(fault, NoticeFault::Count { counted: 2, .. }));
    at(&fault, "共3天");
    let fault = wrong("2月14日（周六）、", "2月30日、");
    at(&fault, "2月30日、2月28日(周六)上班");
    let fault = wrong(
        "9月20日（周日）、10月10日（周六）上班",
        "9月20日（周日）及10月10日（周六）照常办公",
    );
    at(&fault, "照常办公");
    assert!(matches!(fault, NoticeFault::NotUnderstood { .. }));
    let fault = wrong("5月1日（周五）至5日（周二）", "5月5日（周二）至1日（周五）");
    assert!(matches!(fault, NoticeFault::Backwards { .. }));
    // 班 on a weekday; off and worked; a weekend that is not there.
    let fault = wrong("5月9日（周六）", "5月8日（周五）");
    assert_eq!(
        fault,
        NoticeFault::WorkedWeekday {
            date: day("2026-05-08")
        }
    );
    let fault = wrong("5月9日（周六）", "5月2日（周六）");
    assert_eq!(
        fault,
        NoticeFault::OffAndWorked {
            date: day("2026-05-02")
        }
    );
    let fault = wrong(
        "6月19日（周五）至21日（周日）放假，共3天",
        "6月18日放假，与周末连休",
    );
    assert!(matches!(fault, NoticeFault::NotBesideWeekend { .. }));
}

#[test]
fn what_is_lost_is_named() {
    // A day of another year.
    let fault = wrong("4月4日（周六）至6日（周一）放假，共3天", "2025年4月5日放假");
    assert_eq!(
        fault,
        NoticeFault::OtherYear {
            date: day("2025-04-05"),
            year: 2026
        }
    );
    // A heading that is lost puts its days where nobody expects them; a holiday that is lost is named.
    let fault = wrong("元旦：", "");
    assert!(
        matches!(fault, NoticeFault::NotUnderstood { .. }),
        "{fault}"
    );
    let fault = wrong("三、清明节：4月4日（周六）至6日（周一）放假，共3天。", "");
    assert!(fault.to_string().contains("清明节"));
    assert!(matches!(fault, NoticeFault::Lacking { year: 2026, .. }));
    let fault = wrong("9月25日（周五）至27日（周日）放假，共3天。", "");
    assert_eq!(
        fault,
        NoticeFault::NoDay {
            name: "中秋节".to_owned()
        }
    );
    // No year, nothing at all, and too much.
    let text = NOTICES[15].1.replace("2026年", "");
    assert_eq!(read_notice(&text, &[]), Err(NoticeFault::NoYear));
    assert!(read_notice("", &[]).is_err());
    assert_eq!(
        read_notice("2026年春节快乐！", &[]),
        Err(NoticeFault::NoDays)
    );
    assert_eq!(
        read_notice(&"休".repeat(40_000), &[]),
        Err(NoticeFault::TooLong)
    );
}

#[test]
fn a_lost_sentence_does_not_add_up() {
    let text = NOTICES[15].1.replacen("5月9日（周六）上班。", "", 1);
    let sum = read_notice(&text, &[]).unwrap().year.sum();
    assert_eq!(
        (sum.weekdays_off, sum.weekends_worked, sum.by_law),
        (19, 5, 13)
    );
    assert!(!sum.adds_up());
}

#[test]
fn no_text_brings_it_down() {
    use rand::{RngExt as _, SeedableRng as _};
    let mut rng = rand::rngs::StdRng::seed_from_u64(15);
    for (_, text) in NOTICES {
        let chars: Vec<char> = text.chars().collect();
        for _ in 0..60 {
            let mut cut = chars.clone();
            for _ in 0..rng.random_range(1..6) {
                let at = rng.random_range(0..cut.len());
                match rng.random_range(0..3) {
                    0 if cut.len() > 1 => drop(cut.remove(at)),
                    1 => cut.insert(at, chars[rng.random_range(0..chars.len())]),
                    _ => cut.truncate(at + 1),
                }
            }
            let cut: String = cut.into_iter().collect();
            // Whatever is read is a year whose days lie where they belong.
            if let Ok(read) = read_notice(&cut, &built_in_years()) {
                let table = CalendarTable::of_years(day("2026-11-30"), &[read.year]);
                assert_eq!(CalendarTable::from_text(&table.to_text()), Ok(table));
            }
        }
    }
}

#[test]
fn a_notice_may_move_days_of_the_year_before() {
    let all: Vec<YearHolidays> = read_all(str::to_owned)
        .into_iter()
        .filter(|(name, _)| ["2018", "2019"].contains(name))
        .map(|(_, read)| read.year)
        .collect();
    let both = CalendarTable::of_years(day("2019-01-01"), &all);
    assert!(both.is_working(day("2018-12-29")) && !both.is_working(day("2018-12-31")));
    let alone = CalendarTable::of_years(day("2019-01-01"), &all[1..]);
    assert!(alone.off.iter().all(|day| day.year() == 2019));
    assert!(alone.is_working(day("2018-12-31")));
}

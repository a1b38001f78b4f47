//! The clerk's list: found by words, by how long is left and by who answers; handed to somebody together.

use pingyi::app::AppError;
use pingyi::app::office::{CasePage, CaseQuery, Changed, Command, OfficeError, OpinionByHand};
use pingyi::domain::case::{CaseFilter, CaseOrder, CaseStatus};
use pingyi::domain::channel::Channel;
use pingyi::domain::ids::CaseNumber;
use pingyi_kit::town::Town;

use super::rounds::{at, differences};

/// Three opinions by telephone, received on other days.
fn office() -> Town {
    let mut town = Town::real();
    at(&mut town, "2026-11-30");
    for (received, words) in [
        ("2026-11-09", "三号楼的电梯停了，老人下不来。\n请尽快修。"),
        ("2026-11-12", "五号楼的 WiFi 天线挡了窗户"),
        ("2026-11-27", "三号楼门口的灯不亮"),
    ] {
        let given = OpinionByHand {
            plan: "s1".parse().unwrap(),
            channel: Channel::Telephone,
            received_on: received.parse().unwrap(),
            category: None,
            subject: None,
            words: words.to_owned().into(),
        };
        town.office.register(&given).unwrap();
    }
    town
}

fn page(town: &Town, change: impl FnOnce(&mut CaseQuery)) -> CasePage {
    let mut query = CaseQuery {
        filter: CaseFilter::All,
        ..CaseQuery::default()
    };
    change(&mut query);
    town.office.case_page(&query).unwrap()
}

fn numbers(page: &CasePage) -> Vec<u32> {
    page.rows.iter().map(|row| row.number.0).collect()
}

fn with_words(town: &Town, words: &str) -> Vec<u32> {
    numbers(&page(town, |query| words.clone_into(&mut query.words)))
}

fn assign(town: &mut Town, cases: &[u32], name: &str) -> Result<usize, AppError> {
    let command = Command::Assign {
        cases: cases.iter().copied().map(CaseNumber).collect(),
        responsible: name.to_owned(),
    };
    let outcome = town.office.run(command, &mut rand::rng(), &mut |_| {})?;
    let Changed::Cases(rows) = outcome.changed else {
        panic!("rows")
    };
    assert!(
        rows.iter()
            .all(|row| row.responsible.as_deref() == Some(name))
    );
    Ok(rows.len())
}

#[test]
fn a_case_is_found_by_all_its_words_and_by_those_of_its_reply() {
    let mut town = office();
    for (words, found) in [
        ("", &[1, 2, 3][..]),
        ("   ", &[1, 2, 3]),
        ("三号楼", &[1, 3]),
        ("三号楼 灯", &[3]),
        ("灯\u{3000}三号楼", &[3]),
        ("wifi", &[2]),
        ("请尽快修", &[1]),
        ("三号楼 天线", &[]),
        ("%", &[]),
    ] {
        assert_eq!(with_words(&town, words), found, "{words}");
    }
    // The list shows its first words, in one line.
    let all = page(&town, |_| {});
    assert_eq!(
        &*all.excerpts[0],
        "三号楼的电梯停了，老人下不来。 请尽快修。"
    );
    // What came since, and what was answered since, is found as well.
    town.office
        .reply(CaseNumber(2), "天线已移到楼顶。")
        .unwrap();
    assert_eq!(with_words(&town, "楼顶"), [2]);
    let found = page(&town, |query| {
        "楼".clone_into(&mut query.words);
        query.filter = CaseFilter::Open;
        query.most = 1;
    });
    assert_eq!((numbers(&found), found.total), (vec![1], 2));
    // Words that are gone are found by nobody, and stop nothing.
    let db = rusqlite::Connection::open(town.at_office("office.db")).unwrap();
    db.execute(
        "DELETE FROM blob WHERE id = (SELECT words FROM opinion_case WHERE number = 3)",
        [],
    )
    .unwrap();
    let path = town.at_office("");
    let clock = town.clock.clone();
    town.office
        .reopen(&path, pingyi_kit::town::PASSPHRASE, clock);
    assert_eq!(with_words(&town, "三号楼"), [1]);
    assert_eq!(&*page(&town, |_| {}).excerpts[1], "");
}

#[test]
fn the_list_is_seen_by_how_long_is_left_and_by_who_answers() {
    let mut town = office();
    // Fifteen working days after the 9th and the 12th of November 2026.
    for (today, filter, seen) in [
        ("2026-11-30", CaseFilter::DueToday, &[1][..]),
        ("2026-11-30", CaseFilter::DueSoon, &[1, 2]),
        ("2026-11-30", CaseFilter::Overdue, &[]),
        ("2026-12-03", CaseFilter::DueToday, &[2]),
        ("2026-12-03", CaseFilter::DueSoon, &[2]),
        ("2026-12-03", CaseFilter::Overdue, &[1]),
        ("2026-12-04", CaseFilter::DueSoon, &[]),
    ] {
        at(&mut town, today);
        let listed = page(&town, |query| query.filter = filter);
        assert_eq!(numbers(&listed), seen, "{today} {filter}");
        assert_eq!(listed.total, seen.len() as u64);
    }
    let own = town.office.people().unwrap()[0].name.clone();
    assert_eq!(assign(&mut town, &[1, 3], &own).unwrap(), 2);
    assert_eq!(assign(&mut town, &[2], "王芳").unwrap(), 1);
    let mine = page(&town, |query| query.filter = CaseFilter::Mine);
    assert_eq!(numbers(&mine), [1, 3]);
    assert!(
        mine.rows
            .iter()
            .all(|row| row.status == CaseStatus::InProgress)
    );
    for (order, listed) in [
        (CaseOrder::Due, [1, 2, 3]),
        (CaseOrder::Newest, [3, 2, 1]),
        (
            CaseOrder::Responsible,
            if own.as_str() < "王芳" {
                [1, 3, 2]
            } else {
                [2, 1, 3]
            },
        ),
    ] {
        assert_eq!(
            numbers(&page(&town, |query| query.order = order)),
            listed,
            "{order}"
        );
    }
    // Together or not at all: one is done with, one is nobody's, and a name has to be given.
    town.office.reply(CaseNumber(3), "灯已换好。").unwrap();
    assert!(assign(&mut town, &[2, 3], "李明").is_err());
    assert!(assign(&mut town, &[2, 99], "李明").is_err());
    let nobody = assign(&mut town, &[2], "  ").unwrap_err();
    assert!(matches!(
        nobody,
        AppError::Office(OfficeError::PersonNameMissing)
    ));
    let case = town.office.case(CaseNumber(2)).unwrap();
    assert_eq!(case.row.responsible.as_deref(), Some("王芳"));
    assert_eq!(differences(&town), [""; 0]);
}

//! A form of a plan loses nothing: fields read from one text and typed into an empty form give the same plan, and a field that
//! is typed changes itself and nothing else.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::explain::tests::{ENTITLED, EVERYTHING};
use super::super::language_tests::known;
use super::super::shipped;
use super::*;

fn texts() -> Vec<&'static str> {
    let shipped = shipped().iter().map(|one| one.text);
    let demo = include_str!("../../../../assets/demo/s6.toml");
    shipped
        .chain([EVERYTHING, ENTITLED, demo, empty()])
        .collect()
}

/// Every field of the form that there is room for in this plan, with what it takes.
fn fields(draft: &PlanDraft) -> Vec<(String, Field)> {
    fn of(draft: &PlanDraft, group: &Group, outer: &str, found: &mut Vec<(String, Field)>) {
        let table = beneath(outer, group.key);
        let tables = if group.is_many {
            let all = 0..draft.count(&table);
            all.map(|index| beneath(&table, &index.to_string()))
                .collect()
        } else {
            vec![table]
        };
        for table in tables {
            let fields = group.fields.iter();
            found.extend(fields.map(|field| (beneath(&table, field.key), *field)));
            for inner in group.inner {
                of(draft, inner, &table, found);
            }
        }
    }
    let mut found = Vec::new();
    for page in PAGES {
        for group in page.groups {
            of(draft, group, "", &mut found);
        }
    }
    found
}

/// A text with the blanks that a form shows as nothing.
fn with_blanks(from: &PlanDraft, place: &str) -> Text {
    let raw = |item: Option<&Item>| item.and_then(Item::as_str).unwrap_or_default().to_owned();
    let item = from.item(place);
    match item.filter(|item| item.is_table_like()) {
        Some(table) => {
            let [zh, en] = ["zh", "en"].map(|lang| raw(table.get(lang)));
            Text { zh, en }
        }
        None => Text {
            zh: raw(item),
            en: String::new(),
        },
    }
}

/// Types one field of `from` into `to`.
fn retype(from: &PlanDraft, to: &mut PlanDraft, place: &str, field: &Field) {
    match field.takes {
        Takes::Line | Takes::Figure | Takes::Moment | Takes::Word(_) | Takes::One(_) => {
            if from.is_there(place) {
                let blank = from.item(place).and_then(Item::as_str) == Some(BLANK);
                let typed = if blank {
                    BLANK.to_owned()
                } else {
                    from.line(place)
                };
                to.set_line(place, &typed, field.takes, field.is_needed);
            }
        }
        Takes::Text | Takes::LongText => {
            if from.is_there(place) {
                to.set_text(place, &with_blanks(from, place), field.is_needed);
            }
        }
        Takes::Texts => {
            for index in 0..from.count(place) {
                to.add_text(place);
                let one = beneath(place, &index.to_string());
                to.set_text(&one, &with_blanks(from, &one), true);
            }
        }
        Takes::YesNo(_) => {
            if let Some(yes) = from.yes(place) {
                to.set_yes(place, yes);
            }
        }
        Takes::Words(_) | Takes::Ids(_) | Takes::Months => {
            for name in from.names(place) {
                to.set_named(place, &name, true);
            }
        }
        Takes::Pair => {
            let ends = ["0", "1"].map(|end| from.line(&beneath(place, end)));
            to.set_pair(place, ends.each_ref().map(String::as_str));
        }
    }
}

fn retype_group(from: &PlanDraft, to: &mut PlanDraft, group: &Group, outer: &str) {
    let table = beneath(outer, group.key);
    if !from.is_table(&table) && !group.is_many {
        // Short for a table: `quorum = 30`.
        return to.set_line(&table, &from.line(&table), Takes::Figure, false);
    }
    let tables = if group.is_many {
        let all = 0..from.count(&table);
        all.map(|index| beneath(&table, &index.to_string()))
            .collect()
    } else if group.key.is_empty() || from.is_there(&table) {
        vec![table.clone()]
    } else {
        Vec::new()
    };
    for one in tables {
        if !group.key.is_empty() {
            to.add(&table, group);
            // What a new item is given beforehand is no part of what is compared.
            for field in group.fields {
                to.forget(&beneath(&one, field.key));
            }
        }
        for field in group.fields {
            retype(from, to, &beneath(&one, field.key), field);
        }
        for inner in group.inner {
            retype_group(from, to, inner, &one);
        }
    }
}

fn retyped(text: &str) -> String {
    let from = PlanDraft::new(text);
    let mut to = PlanDraft::new("format = \"pingyi-plan\"\nversion = 1\n");
    for page in PAGES {
        for group in page.groups {
            retype_group(&from, &mut to, group, "");
        }
    }
    to.whole().to_owned()
}

fn read(text: &str) -> Plan {
    let reading = Plan::read(text);
    reading
        .unwrap_or_else(|faults| panic!("{faults:?}\n{text}"))
        .plan
}

#[test]
fn a_plan_that_is_typed_field_by_field_is_the_same_plan() {
    for text in texts() {
        let typed = retyped(text);
        assert_eq!(read(&typed), read(text), "{typed}");
        // Blanks stay blank, also days.
        let blanks = |text: &str| Plan::read(text).unwrap().blanks.len();
        assert_eq!(blanks(&typed), blanks(text), "{typed}");
    }
}

#[test]
fn what_nobody_changes_stays_as_it_was_written() {
    for text in texts() {
        let mut draft = PlanDraft::new(text);
        for (place, field) in fields(&draft.clone()) {
            match field.takes {
                Takes::Texts => {}
                Takes::Text | Takes::LongText => {
                    draft.set_text(&place, &draft.text(&place), field.is_needed);
                }
                Takes::Line | Takes::Figure | Takes::Moment | Takes::Word(_) | Takes::One(_) => {
                    draft.set_line(&place, &draft.line(&place), field.takes, field.is_needed);
                }
                Takes::YesNo(_) | Takes::Words(_) | Takes::Ids(_) | Takes::Months | Takes::Pair => {
                    let same = draft.clone();
                    retype(&same, &mut draft, &place, &field);
                }
            }
        }
        assert_eq!(draft.whole(), text);
    }
}

/// The keys of a group and of all inside it.
fn note(group: &Group, outer: &str, keys: &mut BTreeSet<String>) {
    let table = beneath(outer, group.key);
    keys.insert(table.clone());
    keys.extend(group.fields.iter().map(|field| beneath(&table, field.key)));
    for inner in group.inner {
        note(inner, &table, keys);
    }
}

#[test]
fn every_word_of_the_plan_language_has_a_field() {
    let mut found: BTreeSet<String> = ["format", "version", "zh", "en"].map(str::to_owned).into();
    let everything = PlanDraft::new(EVERYTHING);
    let mut keys = BTreeSet::new();
    for page in PAGES {
        for group in page.groups {
            note(group, "", &mut keys);
        }
    }
    keys.remove("");
    found.extend(keys);
    assert_eq!(found, known());
    // And each of their faults has a page.
    for (place, _) in fields(&everything) {
        let (_, nearest) = page_of(&PAGES, &place).unwrap_or_else(|| panic!("{place}"));
        assert_eq!(nearest, place);
    }
}

#[test]
fn faults_are_told_where_they_are() {
    let mut draft = PlanDraft::new(empty());
    let places = |draft: &PlanDraft| -> Vec<String> {
        let faults = draft.faults().iter();
        faults.map(|fault| fault.place.clone()).collect()
    };
    let blank = [
        "source",
        "title",
        "summary",
        "criterion.0.name",
        "subject.0.name",
    ];
    assert_eq!(places(&draft), blank);
    draft.set_line("source", "居民公约", Takes::Line, true);
    for place in ["title", "summary", "criterion.0.name", "subject.0.name"] {
        let zh = "环境".to_owned();
        let en = String::new();
        draft.set_text(place, &Text { zh, en }, true);
    }
    assert_eq!(places(&draft), [""; 0]);
    assert!(Plan::take_up(draft.whole()).is_ok(), "{}", draft.whole());
    // A number that is none, a second subject without a name, a day that there is not, a scale that is gone.
    draft.set_line("smallest_crowd", "许多", Takes::Figure, false);
    draft.set_line("opens", "2026-13-01", Takes::Moment, false);
    let (_, subjects) = (PAGES[0], PAGES[1].groups[0]);
    draft.add("subject", subjects);
    draft.set_line("criterion.0.scale", "other", Takes::One(Of::Scales), true);
    let mut found = places(&draft);
    found.sort();
    let expected = [
        "criterion.0.scale",
        "opens",
        "smallest_crowd",
        "subject.0",
        "subject.1",
        "subject.1.name",
    ];
    assert_eq!(found, expected.map(str::to_owned), "{:?}", draft.faults());
    assert_eq!(draft.line("subject.1.id"), "p2");
    // What no field has is told by its line.
    let whole = format!("colour = \"red\"\n{}", draft.whole());
    draft.set_whole(whole);
    assert_eq!(draft.faults()[0].place, "colour");
    assert_eq!(page_of(&PAGES, "colour"), None);
    assert_eq!(
        page_of(&PAGES, "subject.1.name.zh"),
        Some((1, "subject.1.name".into()))
    );
    assert_eq!(page_of(&PAGES, "subject.1"), Some((1, "subject.1".into())));
    assert_eq!(
        page_of(&PAGES, "grading.grade"),
        Some((4, "grading.grade".into()))
    );
    assert_eq!(
        page_of(&PAGES, "organiser.tellers.1.zh"),
        Some((0, "organiser.tellers.1".into()))
    );
    draft.set_whole("title = “甲”".to_owned());
    assert!(!draft.is_form() && draft.plan().is_none());
    assert_eq!(draft.faults()[0].line, 1);
    draft.set_line("title", "乙", Takes::Line, true);
    assert_eq!(draft.whole(), "title = “甲”");
}

#[test]
fn items_change_places_and_go_with_all_that_is_in_them() {
    let text = shipped().iter().find(|one| one.name == "s12").unwrap().text;
    let mut draft = PlanDraft::new(text);
    let before = read(text);
    draft.raise("criterion.2");
    let ids = |plan: &Plan| -> Vec<String> {
        plan.criteria.iter().map(|one| one.id.to_string()).collect()
    };
    assert_eq!(ids(&read(draft.whole())), ["de", "qin", "neng", "ji"]);
    assert_eq!(read(draft.whole()).scales, before.scales);
    draft.raise("criterion.0");
    draft.raise("criterion.9");
    draft.raise("criterion.2");
    assert_eq!(ids(&read(draft.whole())), ids(&before));
    let comments = |text: &str| text.matches('#').count();
    assert_eq!(comments(draft.whole()), comments(text));
    draft.remove("subject.1");
    assert_eq!(draft.count("subject"), 1);
    draft.remove("subject.7");
    draft.remove("subject.0");
    assert!(!draft.is_there("subject"));
    let questions = PAGES[2].groups[1];
    draft.add("scale", questions);
    assert_eq!(draft.line("scale.1.id"), "scale1");
    draft.add("scale.1.choice", questions.inner[0]);
    draft.add("scale.1.choice", questions.inner[0]);
    draft.set_text(
        "scale.1.choice.0.name",
        &Text {
            zh: "好".into(),
            en: "Good".into(),
        },
        true,
    );
    draft.raise("scale.1");
    let plan = draft.plan().unwrap();
    let ids: Vec<&str> = plan.scales.iter().map(|scale| scale.id.as_str()).collect();
    assert_eq!(ids, ["scale1", "level"]);
    assert_eq!(draft.count("scale.0.choice"), 2);
    assert_eq!(draft.text("scale.0.choice.0.name").en, "Good");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Any words in any field of any plan: it says them, no other field says anything else, and no comment goes.
    #[test]
    fn a_field_that_is_typed_changes_itself_alone(
        which in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        words in "[^\\r\\u{0}]{0,12}",
        number in 0..2000_u32,
        day in "20[0-9]{2}-[01][0-9]-[0-3][0-9]",
    ) {
        let texts = texts();
        let text = which.get(&texts);
        let mut draft = PlanDraft::new(*text);
        let all = fields(&draft);
        let (place, field) = at.get(&all).clone();
        let outer = split(&place).0;
        prop_assume!(outer.is_empty() || (draft.is_there(outer) && draft.is_table(outer)));
        let before = draft.clone();
        match field.takes {
            Takes::Text | Takes::LongText => {
                let typed = Text { zh: words.clone(), en: number.to_string() };
                draft.set_text(&place, &typed, field.is_needed);
                prop_assert_eq!(draft.text(&place), typed);
            }
            Takes::Figure | Takes::Moment | Takes::Line | Takes::Word(_) | Takes::One(_) => {
                let typed = if field.takes == Takes::Figure {
                    number.to_string()
                } else if field.takes == Takes::Moment {
                    day
                } else {
                    words.clone()
                };
                draft.set_line(&place, &typed, field.takes, field.is_needed);
                prop_assert_eq!(draft.line(&place), typed);
            }
            Takes::YesNo(_) => {
                draft.set_yes(&place, number % 2 == 0);
                prop_assert_eq!(draft.yes(&place), Some(number % 2 == 0));
            }
            Takes::Words(_) | Takes::Ids(_) | Takes::Months => {
                draft.set_named(&place, "3", true);
                prop_assert!(draft.names(&place).contains(&"3".to_owned()));
            }
            Takes::Pair => {
                draft.set_pair(&place, ["2", &number.to_string()]);
                prop_assert_eq!(draft.line(&beneath(&place, "1")), number.to_string());
            }
            Takes::Texts => {
                draft.add_text(&place);
                let last = beneath(&place, &(draft.count(&place) - 1).to_string());
                let typed = Text { zh: words.clone(), en: String::new() };
                draft.set_text(&last, &typed, true);
                prop_assert_eq!(draft.text(&last), typed);
            }
        }
        for (other, _) in all.iter().filter(|(other, _)| *other != place) {
            let said = |draft: &PlanDraft| {
                (draft.line(other), draft.text(other), draft.names(other), draft.count(other))
            };
            prop_assert_eq!(said(&draft), said(&before), "{}", other);
        }
        let comments = |text: &str| {
            text.lines().filter(|line| line.starts_with('#')).count()
        };
        prop_assert!(comments(draft.whole()) >= comments(text));
        prop_assert!(draft.is_form());
    }
}

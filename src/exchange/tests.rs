//! A plan's questions go out as an XLSForm and come back the same; whatever else comes in is told, and nothing brings the
//! office down.

use proptest::prelude::*;

use super::*;
use crate::domain::plan::{Criterion, ScaleKind, Text, shipped};
use crate::fault::{Fault as _, assert_each_is_told, every_fault};
use crate::words::Lang;

fn plans() -> Vec<Plan> {
    let texts = shipped().iter().map(|one| one.text);
    let demo = include_str!("../../assets/demo/s6.toml");
    texts
        .chain([demo])
        .map(|text| Plan::read(text).unwrap().plan)
        .collect()
}

/// What both languages say alike is said once; spaces around a text are nothing.
fn bare(text: &Text) -> Text {
    let zh = text.zh.trim().to_owned();
    let en = text.en.trim().to_owned();
    let en = if en == zh { String::new() } else { en };
    Text { zh, en }
}

/// The questions of a plan, as far as a form says them.
fn questions(plan: &Plan) -> String {
    let mut plan = plan.clone();
    let is_asked =
        |criteria: &[Criterion], scale: &_| criteria.iter().any(|one| one.scale == *scale);
    let criteria = plan.criteria.clone();
    plan.scales.retain(|scale| is_asked(&criteria, &scale.id));
    plan.scales.sort_by(|a, b| a.id.cmp(&b.id));
    for scale in &mut plan.scales {
        match &mut scale.kind {
            ScaleKind::Named(choices) => {
                for choice in choices {
                    choice.name = bare(&choice.name);
                    choice.weight = None;
                }
            }
            ScaleKind::Score { low, high, .. } => {
                (*low, *high) = (bare(low), bare(high));
            }
        }
    }
    for one in &mut plan.criteria {
        (one.name, one.detail) = (bare(&one.name), bare(&one.detail));
    }
    for one in &mut plan.subjects {
        (one.name, one.role) = (bare(&one.name), bare(&one.role));
    }
    let categories = plan
        .opinion
        .iter_mut()
        .flat_map(|page| &mut page.categories);
    for one in categories {
        one.name = bare(&one.name);
    }
    format!(
        "{:#?}",
        (
            (
                plan.id,
                plan.revision,
                bare(&plan.title),
                bare(&plan.summary),
                plan.skip_allowed
            ),
            (
                plan.scales,
                plan.criteria,
                plan.subjects,
                plan.opinion,
                plan.rules.opinions_all_year
            )
        )
    )
}

fn back(plan: &Plan) -> (Plan, FormRead) {
    let form = write_form(plan).unwrap();
    let read = read_form(&form.bytes).unwrap();
    let again = Plan::read(&read.toml).unwrap_or_else(|faults| panic!("{faults:?}\n{}", read.toml));
    (again.plan, read)
}

#[test]
fn questions_go_out_and_come_back() {
    for plan in plans() {
        let (again, read) = back(&plan);
        assert_eq!(questions(&again), questions(&plan));
        // Nothing of our own form is told to be unread, but for weights.
        let unread = read.unsaid.iter().map(crate::words::Sentence::key);
        let unread: Vec<&str> = unread
            .filter(|key| *key != "exchange-unread-weights")
            .collect();
        assert_eq!(unread, ["exchange-read-blanks"], "{}", plan.id);
        let bytes = |plan: &Plan| write_form(plan).unwrap().bytes;
        assert_eq!(bytes(&plan), bytes(&plan), "the same plan is the same file");
    }
}

#[test]
fn what_a_form_cannot_say_is_named() {
    let plan = |name: &str| {
        let plan = plans().into_iter().find(|plan| plan.id.as_str() == name);
        plan.unwrap()
    };
    let unsaid = |name: &str| -> Vec<&str> {
        let form = write_form(&plan(name)).unwrap();
        form.unsaid
            .iter()
            .map(crate::words::Sentence::key)
            .collect()
    };
    assert_eq!(
        unsaid("s1"),
        [
            "exchange-unsaid-days",
            "exchange-unsaid-follow-up",
            "exchange-unsaid-anonymity"
        ]
    );
    let s12 = unsaid("s12");
    for key in ["voters", "quorum", "grading", "rules"] {
        assert!(
            s12.contains(&format!("exchange-unsaid-{key}").as_str()),
            "{key}"
        );
    }
}

fn page(name: &str, rows: &[&[&str]]) -> Page {
    let row = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
    Page {
        name: name.to_owned(),
        rows: rows.iter().map(row).collect(),
    }
}

fn foreign(pages: &[Page]) -> Result<FormRead, ExchangeError> {
    read_form(&to_workbook(pages).unwrap())
}

/// A form as other programs write them: its sheets `survey` and `choices`.
#[rustfmt::skip]
fn another_form() -> [Page; 2] {
    let survey = page(
        "survey",
        &[
            &[
                "type",
                "name",
                "label",
                "label::Français (fr)",
                "required",
                "relevant",
                "constraint",
                "parameters",
            ],
            &["begin group", "g", "第一组"],
            &[
                "select_one YesNo",
                "Q1_Clean",
                "环境",
                "Propre",
                "yes",
                "${age} > 3",
            ],
            &[
                "range",
                "Q2",
                "服务",
                "",
                "",
                "",
                ". < 5",
                "start=1 end=5 step=1",
            ],
            &[
                "range",
                "Q3",
                "一半",
                "",
                "",
                "",
                "",
                "start=0 end=1 step=0.5",
            ],
            &["select_multiple YesNo", "Q4", "多选"],
            &["integer", "Q5", "年龄"],
            &["select_one missing", "Q6", "=1+1"],
            &["end group"],
            &["geopoint", "where"],
        ],
    );
    let choices = page(
        "Choices",
        &[
            &["list_name", "name", "label"],
            &["YesNo", "1", "是"],
            &["YesNo", "2", "否"],
        ],
    );
    [survey, choices]
}

#[test]
fn a_form_of_another_program_is_read_as_far_as_a_card_goes() {
    let [survey, choices] = another_form();
    let read = foreign(&[survey, choices.clone()]).unwrap();
    let said: Vec<String> = read.unsaid.iter().map(|one| one.say(Lang::Zh)).collect();
    for part in [
        "分组没有保留",
        "第 5 行（range Q3）",
        "第 6 行（select_multiple YesNo Q4）",
        "第 7 行（integer Q5）",
        "选项表 missing 不足两项",
        "第 10 行（geopoint where）",
        "第 3 行的条件（${age} > 3）",
        "Français",
        "constraint",
        "Q1_Clean → q1-clean",
        "有的题必答",
    ] {
        assert!(
            said.iter().any(|one| one.contains(part)),
            "{part}: {said:#?}"
        );
    }
    // The draft has its faults told like any other: a list without choices.
    let draft = crate::domain::plan::draft::PlanDraft::new(read.toml);
    let plan = draft.plan().unwrap();
    let names: Vec<&str> = plan
        .criteria
        .iter()
        .map(|one| one.name.zh.as_str())
        .collect();
    assert_eq!(names, ["环境", "服务", "=1+1"]);
    assert!(
        draft
            .faults()
            .iter()
            .any(|fault| fault.place.starts_with("scale."))
    );
}

#[test]
fn what_a_form_lacks_is_refused_by_name() {
    let [_, choices] = another_form();
    // What it lacks has its own sentence each.
    let refused = |pages: &[Page]| foreign(pages).unwrap_err();
    assert_eq!(
        refused(&[choices]),
        ExchangeError::NoSheet { sheet: "survey" }
    );
    let nameless = page("survey", &[&["type", "label"], &["range", "?"]]);
    let missing = ExchangeError::NoColumn {
        sheet: "survey",
        column: "name",
    };
    assert_eq!(refused(&[nameless]), missing);
    let text_only = page("survey", &[&["type", "name"], &["text", "words"]]);
    assert_eq!(refused(&[text_only]), ExchangeError::NoQuestion);
}

#[test]
fn every_fault_has_its_own_sentence() {
    let text = str::to_owned;
    #[rustfmt::skip] // one row, one line
    let table = every_fault!(ExchangeError:
        NotBuiltIn => "XLSForm";
        NotWorkbook(text("zip")) => ".xlsx";
        TooLarge { kib: 512 } => "512";
        TooManyCells { limit: 77 } => "77";
        NoSheet { sheet: "survey" } => "survey";
        NoColumn { sheet: "survey", column: "name" } => "name";
        NoQuestion => "type";
        Making(text("EIO")) => "EIO";
    );
    assert_each_is_told(&table, ExchangeError::sentence);
}

#[test]
fn what_is_no_form_is_refused() {
    let long = vec![b'P'; 600 * 1024];
    assert!(matches!(
        read_form(&long),
        Err(ExchangeError::TooLarge { .. })
    ));
    for bytes in [&b""[..], b"PK\x03\x04", b"name,label\n1,2\n", &[0; 4096]] {
        assert!(matches!(
            read_form(bytes),
            Err(ExchangeError::NotWorkbook(_))
        ));
    }
    // One cell at the far end of a sheet, and formulas.
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet().set_name("survey").unwrap();
    sheet.write_string(1_048_575, 16_383, "far").unwrap();
    let far = workbook.save_to_buffer().unwrap();
    assert!(matches!(
        read_form(&far),
        Err(ExchangeError::TooManyCells { .. })
    ));
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet().set_name("survey").unwrap();
    for (column, name) in ["type", "name", "label", "parameters"]
        .into_iter()
        .enumerate()
    {
        sheet
            .write_string(0, u16::try_from(column).unwrap(), name)
            .unwrap();
    }
    sheet.write_string(1, 0, "range").unwrap();
    sheet.write_string(1, 1, "q").unwrap();
    let formula = rust_xlsxwriter::Formula::new("=CONCAT(\"服\",\"务\")").set_result("服务");
    sheet.write_formula(1, 2, formula).unwrap();
    let read = read_form(&workbook.save_to_buffer().unwrap()).unwrap();
    assert!(read.toml.contains("服务"), "{}", read.toml);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Any words, also those that look like formulas, in any plan.
    #[test]
    fn any_words_go_out_and_come_back(
        which in any::<prop::sample::Index>(),
        words in "[=+@\\-<>&\"' \\n_a-zA-Z0-9\\u{4e00}-\\u{4eff}\\u{1f600}]{1,40}",
        skip in any::<bool>(),
    ) {
        prop_assume!(!words.trim().is_empty() && !words.contains("__"));
        let mut plan = which.get(&plans()).clone();
        plan.title = Text { zh: words.clone(), en: words.clone() };
        plan.skip_allowed = skip;
        for one in &mut plan.criteria {
            one.detail = Text { zh: words.clone(), en: "x".to_owned() };
        }
        for one in &mut plan.subjects {
            one.name = Text { zh: words.clone(), en: String::new() };
        }
        let (again, _) = back(&plan);
        prop_assert_eq!(questions(&again), questions(&plan));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// A workbook with some bytes changed, cut short or doubled is read or refused.
    #[test]
    fn no_bytes_bring_it_down(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let mut bytes = write_form(&plans()[11]).unwrap().bytes;
        let length = bytes.len();
        for (at, byte) in changes {
            bytes[at.index(length)] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(length));
        }
        let _read_or_refused = read_form(&bytes);
    }

    /// Any cells anywhere.
    #[test]
    fn no_cells_bring_it_down(
        cells in prop::collection::vec(
            prop::collection::vec("(type|name|label|range|select_one a|text|start=0 end=9|note|[a-z:_$={} ]{0,12})", 0..6),
            0..8,
        ),
        lists in prop::collection::vec(prop::collection::vec("(list_name|name|label|a|b|[a-z ]{0,5})", 0..4), 0..6),
    ) {
        let page = |name: &str, rows: Vec<Vec<String>>| Page { name: name.to_owned(), rows };
        let pages = [page("survey", cells), page("choices", lists)];
        if let Ok(read) = read::draft(&pages) {
            // Whatever was read is a draft that a form can show.
            prop_assert!(crate::domain::plan::draft::PlanDraft::new(read.toml).is_form());
        }
    }
}

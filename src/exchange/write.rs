//! The questions of a plan as the pages of an XLSForm, and what of the plan these cannot say.

use super::Page;
use super::ask::{
    CATEGORIES, CATEGORY, CHOICE_COLUMNS, CHOICES, EN, OPINION, SETTING_COLUMNS, SETTINGS, SUBJECT,
    SUBJECTS, SUMMARY, SURVEY, SURVEY_COLUMNS, ZH,
};
use crate::domain::ids::SubjectId;
use crate::domain::plan::{
    Criterion, Formula, Plan, Rules, Scale, ScaleKind, SubjectKind, Text, Voters,
};
use crate::words::{Key, Sentence, key};

/// A row being filled, by the names of its columns.
struct Row<'c> {
    columns: &'c [&'static str],
    cells: Vec<String>,
}

impl<'c> Row<'c> {
    fn new(columns: &'c [&'static str]) -> Self {
        let cells = vec![String::new(); columns.len()];
        Self { columns, cells }
    }

    fn set(mut self, column: &str, value: impl ToString) -> Self {
        let place = self.columns.iter().position(|known| *known == column);
        if let Some(cell) = place.and_then(|place| self.cells.get_mut(place)) {
            *cell = value.to_string();
        }
        self
    }

    /// A text in both languages.
    fn text(self, column: &str, text: &Text) -> Self {
        let zh = self.set(&format!("{column}{ZH}"), &text.zh);
        zh.set(&format!("{column}{EN}"), &text.en)
    }

    /// A text in both languages, in columns of ours.
    fn ours(self, column: &str, text: &Text) -> Self {
        let zh = self.set(&format!("{column}_zh"), &text.zh);
        zh.set(&format!("{column}_en"), &text.en)
    }

    fn some(self, column: &str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.set(column, value),
            None => self,
        }
    }
}

fn page(name: &str, columns: &[&'static str], rows: Vec<Row<'_>>) -> Page {
    let head = columns.iter().map(|column| (*column).to_owned()).collect();
    let rows = rows.into_iter().map(|row| row.cells);
    Page {
        name: name.to_owned(),
        rows: std::iter::once(head).chain(rows).collect(),
    }
}

/// A name that XML allows: it does not begin with a digit.
fn xml_name(id: &str) -> String {
    if id.starts_with(|ch: char| ch.is_ascii_alphabetic()) {
        id.to_owned()
    } else {
        format!("_{id}")
    }
}

pub(super) fn pages(plan: &Plan) -> (Vec<Page>, Vec<Sentence>) {
    let settings = Row::new(&SETTING_COLUMNS)
        .set("form_title", &plan.title.zh)
        .set("form_id", &plan.id)
        .set("version", plan.revision)
        .set("default_language", ZH.trim_start_matches(':'))
        .set("pingyi_title_en", &plan.title.en);
    let pages = vec![
        page(SURVEY, &SURVEY_COLUMNS, survey(plan)),
        page(CHOICES, &CHOICE_COLUMNS, choices(plan)),
        page(SETTINGS, &SETTING_COLUMNS, vec![settings]),
    ];
    (pages, unsaid(plan))
}

fn survey(plan: &Plan) -> Vec<Row<'static>> {
    let row = || Row::new(&SURVEY_COLUMNS);
    let mut rows = vec![
        row()
            .set("type", "note")
            .set("name", SUMMARY)
            .text("label", &plan.summary),
        row()
            .set("type", format!("select_one {SUBJECTS}"))
            .set("name", SUBJECT)
            .text("label", &both(key!("exchange-ask-subject")))
            .set("required", "yes"),
    ];
    rows.extend(plan.criteria.iter().map(|one| question(plan, one)));
    if let Some(page) = &plan.opinion {
        if !page.categories.is_empty() {
            rows.push(
                row()
                    .set("type", format!("select_one {CATEGORIES}"))
                    .set("name", CATEGORY)
                    .text("label", &both(key!("exchange-ask-category"))),
            );
        }
        rows.push(
            row()
                .set("type", "text")
                .set("name", OPINION)
                .text("label", &both(key!("exchange-ask-opinion")))
                .set(
                    "pingyi_all_year",
                    if plan.rules.opinions_all_year {
                        "yes"
                    } else {
                        ""
                    },
                ),
        );
    }
    rows
}

fn both(key: Key) -> Text {
    let sentence = Sentence::from(key);
    let [zh, en] = crate::words::Lang::ALL.map(|lang| sentence.say(lang));
    Text { zh, en }
}

fn kind(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Person => "person",
        SubjectKind::Body => "body",
        SubjectKind::Facility => "facility",
        SubjectKind::Activity => "activity",
    }
}

/// A question about one subject; asked about some only, it is relevant to these.
fn question(plan: &Plan, criterion: &Criterion) -> Row<'static> {
    let row = Row::new(&SURVEY_COLUMNS)
        .set("name", xml_name(criterion.id.as_str()))
        .text("label", &criterion.name)
        .text("hint", &criterion.detail)
        .set("required", if plan.skip_allowed { "no" } else { "yes" })
        .set("relevant", relevant(plan, criterion))
        .some("pingyi_weight", criterion.weight);
    let kinds: Vec<&str> = criterion.kinds.iter().copied().map(kind).collect();
    let subjects: Vec<&str> = criterion.subjects.iter().map(SubjectId::as_str).collect();
    let row = row
        .set("pingyi_kinds", kinds.join(" "))
        .set("pingyi_subjects", subjects.join(" "))
        .set("pingyi_scale", &criterion.scale);
    match plan.scale(&criterion.scale).map(|scale| &scale.kind) {
        Some(ScaleKind::Score {
            min,
            max,
            low,
            high,
        }) => row
            .set("type", "range")
            .set("parameters", format!("start={min} end={max} step=1"))
            .ours("pingyi_low", low)
            .ours("pingyi_high", high),
        Some(ScaleKind::Named(_)) | None => {
            row.set("type", format!("select_one {}", criterion.scale))
        }
    }
}

fn relevant(plan: &Plan, criterion: &Criterion) -> String {
    if criterion.kinds.is_empty() && criterion.subjects.is_empty() {
        return String::new();
    }
    let asked = plan.subjects.iter().filter(|subject| {
        let mut own = plan.criteria_of(subject);
        own.any(|one| one.id == criterion.id)
    });
    let asked: Vec<String> = asked
        .map(|subject| format!("${{{SUBJECT}}} = '{}'", subject.id))
        .collect();
    asked.join(" or ")
}

fn choices(plan: &Plan) -> Vec<Row<'static>> {
    let row = || Row::new(&CHOICE_COLUMNS);
    let mut rows = Vec::new();
    for subject in &plan.subjects {
        rows.push(
            row()
                .set("list_name", SUBJECTS)
                .set("name", &subject.id)
                .text("label", &subject.name)
                .set("pingyi_kind", kind(subject.kind))
                .ours("pingyi_role", &subject.role)
                .some("pingyi_person", subject.person.as_ref()),
        );
    }
    for Scale { id, kind } in &plan.scales {
        let ScaleKind::Named(choices) = kind else {
            continue;
        };
        rows.extend(choices.iter().map(|choice| {
            row()
                .set("list_name", id)
                .set("name", &choice.id)
                .text("label", &choice.name)
                .some("pingyi_weight", choice.weight)
                .set("pingyi_abstain", if choice.abstains { "yes" } else { "" })
        }));
    }
    let categories = plan.opinion.iter().flat_map(|page| &page.categories);
    rows.extend(categories.map(|category| {
        row()
            .set("list_name", CATEGORIES)
            .set("name", &category.id)
            .text("label", &category.name)
            .some("pingyi_term", category.reply_within_working_days)
    }));
    rows
}

/// What a form of questions has no words for.
fn unsaid(plan: &Plan) -> Vec<Sentence> {
    let rules = &plan.rules;
    let about_cards = Rules {
        opinions_all_year: rules.opinions_all_year,
        posting: rules.posting.clone(),
        ..Rules::default()
    };
    let counts_only = matches!(plan.grading.formula, Formula::CountsOnly);
    [
        (true, key!("exchange-unsaid-days")),
        (plan.voters != Voters::Open, key!("exchange-unsaid-voters")),
        (plan.quorum.is_some(), key!("exchange-unsaid-quorum")),
        (!counts_only, key!("exchange-unsaid-grading")),
        (true, key!("exchange-unsaid-follow-up")),
        (true, key!("exchange-unsaid-anonymity")),
        (*rules != about_cards, key!("exchange-unsaid-rules")),
        (
            plan.scales.iter().any(|scale| is_unused(plan, scale)),
            key!("exchange-unsaid-scale"),
        ),
    ]
    .into_iter()
    .filter(|(is_there, _)| *is_there)
    .map(|(_, key)| Sentence::from(key))
    .collect()
}

/// A scale of points on which nothing is asked.
fn is_unused(plan: &Plan, scale: &Scale) -> bool {
    let asked = plan.criteria.iter().any(|one| one.scale == scale.id);
    !asked && matches!(scale.kind, ScaleKind::Score { .. })
}

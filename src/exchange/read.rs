//! A plan drafted from the pages of an XLSForm, and what of the form it cannot say.

use std::collections::{BTreeMap, BTreeSet};

use super::ask::{CATEGORY, CHOICES, OPINION, SETTINGS, SUBJECT, SUMMARY, SURVEY};
use super::table::{Line, Table, slug};
use super::{ExchangeError, FormRead, Page};
use crate::domain::ids::{CategoryId, ChoiceId, CriterionId, ScaleId, SubjectId};
use crate::domain::plan::draft::{self, BLANK};
use crate::domain::plan::{
    Category, Choice, Criterion, Plan, Scale, ScaleKind, Subject, SubjectKind, Text,
};
use crate::words::{Sentence, sentence};

/// Columns of the sheet `survey` that are read; of others that hold something, a sentence says that they are not.
const KNOWN: [&str; 8] = [
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "parameters",
    "required_message",
];

/// What is read of a form.
struct Reading<'p> {
    choices: Option<Table<'p>>,
    plan: Plan,
    unsaid: Vec<Sentence>,
    /// Which identifier each question's name became.
    names: BTreeMap<String, String>,
    taken: BTreeSet<String>,
    /// Whether each question has to be answered.
    required: Vec<bool>,
}

pub(super) fn draft(pages: &[Page]) -> Result<FormRead, ExchangeError> {
    let survey = Table::of(pages, SURVEY).ok_or(ExchangeError::NoSheet { sheet: SURVEY })?;
    survey.has("type", SURVEY)?;
    survey.has("name", SURVEY)?;
    let choices = Table::of(pages, CHOICES);
    if let Some(choices) = &choices {
        choices.has("list_name", CHOICES)?;
        choices.has("name", CHOICES)?;
    }
    let mut reading = Reading {
        choices,
        plan: Plan::read(draft::empty())
            .map_err(|_| ExchangeError::NoQuestion)?
            .plan,
        unsaid: Vec::new(),
        names: BTreeMap::new(),
        taken: BTreeSet::new(),
        required: Vec::new(),
    };
    reading.plan.scales.clear();
    reading.plan.criteria.clear();
    reading.plan.opinion = None;
    if let Some(settings) = Table::of(pages, SETTINGS) {
        reading.settings(&settings);
    }
    let lines: Vec<Line<'_>> = survey.lines().collect();
    // Whom it is about comes first: what is relevant to them names them.
    for line in lines.iter().filter(|line| line.get("name") == SUBJECT) {
        reading.subjects(line);
    }
    for line in &lines {
        reading.line(line);
    }
    for column in survey.others(&KNOWN) {
        let sentence = sentence!("exchange-unread-column", column = column);
        reading.unsaid.push(sentence);
    }
    reading.finish()
}

fn blank() -> Text {
    Text {
        zh: BLANK.to_owned(),
        en: String::new(),
    }
}

fn or_blank(text: Text) -> Text {
    if text.zh.is_empty() { blank() } else { text }
}

fn is_yes(word: &str) -> bool {
    ["yes", "true", "true()", "1"].contains(&word.to_lowercase().as_str())
}

impl<'p> Reading<'p> {
    fn settings(&mut self, settings: &Table<'p>) {
        let Some(line) = settings.lines().next() else {
            return;
        };
        let [zh, en] = [line.get("form_title"), line.get("pingyi_title_en")];
        let [zh, en] = [zh, if en == zh { "" } else { en }].map(str::to_owned);
        self.plan.title = or_blank(Text { zh, en });
        let id = slug(line.get("form_id"), &BTreeSet::new(), "plan");
        if let Ok(id) = id.parse() {
            self.plan.id = id;
        }
        // A revision is a number; a form's version may be anything.
        let revision = line.get("version").parse().ok();
        if let Some(revision) = revision.filter(|number| *number > 0) {
            self.plan.revision.0 = revision;
        }
    }

    fn line(&mut self, line: &Line<'p>) {
        let of = line.get("type").split_whitespace().collect::<Vec<_>>();
        let name = line.get("name");
        match (of.as_slice(), name) {
            ([], _) | (_, SUBJECT) => {}
            (["note"], SUMMARY) => self.plan.summary = or_blank(line.text("label")),
            (["select_one", list, ..], CATEGORY) => self.categories(list),
            (["text"], OPINION) => {
                self.plan.opinion.get_or_insert_default();
                self.plan.rules.opinions_all_year = is_yes(line.get("pingyi_all_year"));
            }
            (["select_one", list, ..], _) => {
                let scale = self.named_scale(list, line);
                self.criterion(line, scale);
            }
            (["range"], _) => {
                let scale = self.score_scale(line);
                self.criterion(line, scale);
            }
            (["begin_group" | "end_group"] | ["begin" | "end", "group"], _) => {
                let sentence = sentence!("exchange-unread-groups");
                if !self.unsaid.contains(&sentence) {
                    self.unsaid.push(sentence);
                }
            }
            _ => self.unread(line),
        }
    }

    /// A line that no card can ask.
    fn unread(&mut self, line: &Line<'_>) {
        self.unsaid.push(sentence!(
            "exchange-unread-line",
            row = line.number,
            kind = line.get("type"),
            name = line.get("name")
        ));
    }

    fn listed(&self, list: &str) -> Vec<Line<'p>> {
        let all = self.choices.iter().flat_map(Table::lines);
        all.filter(|line| line.get("list_name") == list).collect()
    }

    fn subjects(&mut self, line: &Line<'p>) {
        let list = line.get("type").split_whitespace().nth(1);
        let mut taken = BTreeSet::new();
        let mut subjects = Vec::new();
        for one in list.map(|list| self.listed(list)).unwrap_or_default() {
            let id = slug(one.get("name"), &taken, "p");
            taken.insert(id.clone());
            let Ok(id) = SubjectId::new(id) else { continue };
            let kind = one.get("pingyi_kind").parse().unwrap_or(SubjectKind::Body);
            let person = one.get("pingyi_person");
            subjects.push(Subject {
                id,
                kind,
                name: or_blank(one.text("label")),
                role: one.ours("pingyi_role"),
                person: Some(person)
                    .filter(|id| !id.is_empty())
                    .and_then(|id| id.parse().ok()),
                duty_report: None,
            });
        }
        if !subjects.is_empty() {
            self.plan.subjects = subjects;
        }
    }

    fn categories(&mut self, list: &str) {
        let mut taken = BTreeSet::new();
        let mut categories = Vec::new();
        for one in self.listed(list) {
            let id = slug(one.get("name"), &taken, "category");
            taken.insert(id.clone());
            let Ok(id) = CategoryId::new(id) else {
                continue;
            };
            let term = one.get("pingyi_term").parse().ok();
            categories.push(Category {
                id,
                name: or_blank(one.text("label")),
                reply_within_working_days: term.filter(|days| (1..=250).contains(days)),
            });
        }
        self.plan.opinion.get_or_insert_default().categories = categories;
    }

    /// The scale of a list of choices, made once.
    fn named_scale(&mut self, list: &str, line: &Line<'_>) -> Option<ScaleId> {
        let wanted = slug(list, &BTreeSet::new(), "scale");
        let known = self
            .plan
            .scales
            .iter()
            .find(|scale| scale.id.as_str() == wanted);
        if let Some(known) = known {
            return Some(known.id.clone());
        }
        let mut taken = BTreeSet::new();
        let mut choices = Vec::new();
        for one in self.listed(list) {
            let id = slug(one.get("name"), &taken, "choice");
            taken.insert(id.clone());
            let Ok(id) = ChoiceId::new(id) else { continue };
            let weight = one.get("pingyi_weight").parse().ok();
            choices.push(Choice {
                id,
                name: or_blank(one.text("label")),
                weight: weight.filter(|weight| *weight <= 100),
                abstains: is_yes(one.get("pingyi_abstain")),
            });
        }
        if choices.iter().any(|choice| choice.weight.is_some()) {
            // Weights belong to a grade by weighted score, which a form cannot say.
            let sentence = sentence!("exchange-unread-weights", list = list);
            self.unsaid.push(sentence);
            for choice in &mut choices {
                choice.weight = None;
            }
        }
        if choices.len() < 2 {
            let row = line.number;
            self.unsaid
                .push(sentence!("exchange-unread-list", row = row, list = list));
        }
        self.add_scale(&wanted, ScaleKind::Named(choices))
    }

    /// The scale of a range of whole points.
    fn score_scale(&mut self, line: &Line<'_>) -> Option<ScaleId> {
        let parameters: BTreeMap<&str, &str> = line
            .get("parameters")
            .split([' ', ';', ','])
            .filter_map(|pair| pair.split_once('='))
            .collect();
        let number = |key: &str, left_out: u16| match parameters.get(key) {
            Some(text) => text.trim().parse().ok(),
            None => Some(left_out),
        };
        let (min, max) = (number("start", 0)?, number("end", 10)?);
        if number("step", 1)? != 1 || max <= min || max > 100 {
            return None;
        }
        let ends = ["pingyi_low", "pingyi_high"].map(|end| or_blank(line.ours(end)));
        let [low, high] = ends;
        let kind = ScaleKind::Score {
            min,
            max,
            low,
            high,
        };
        let own = line.get("pingyi_scale");
        let known = self
            .plan
            .scales
            .iter()
            .find(|scale| scale.kind == kind && (own.is_empty() || scale.id.as_str() == own));
        if let Some(known) = known {
            return Some(known.id.clone());
        }
        let wanted = if own.is_empty() { "points" } else { own };
        let taken = self.plan.scales.iter().map(|scale| scale.id.to_string());
        let id = slug(wanted, &taken.collect(), "points");
        self.add_scale(&id, kind)
    }

    fn add_scale(&mut self, id: &str, kind: ScaleKind) -> Option<ScaleId> {
        let id = ScaleId::new(id).ok()?;
        self.plan.scales.push(Scale {
            id: id.clone(),
            kind,
        });
        Some(id)
    }

    fn criterion(&mut self, line: &Line<'_>, scale: Option<ScaleId>) {
        let Some(scale) = scale else {
            return self.unread(line);
        };
        let id = slug(line.get("name"), &self.taken, "c");
        self.taken.insert(id.clone());
        self.names.insert(line.get("name").to_owned(), id.clone());
        let Ok(id) = CriterionId::new(id) else { return };
        let list = |key: &str| -> Vec<String> {
            let words = line.get(key).split_whitespace();
            words.map(str::to_owned).collect()
        };
        let kinds = list("pingyi_kinds");
        let own = list("pingyi_subjects");
        let subjects = if kinds.is_empty() && own.is_empty() {
            self.relevant_to(line)
        } else {
            own.iter().filter_map(|id| id.parse().ok()).collect()
        };
        let weight = line.get("pingyi_weight").parse().ok();
        self.required.push(is_yes(line.get("required")));
        self.plan.criteria.push(Criterion {
            id,
            name: or_blank(line.text("label")),
            detail: line.text("hint"),
            scale,
            kinds: kinds.iter().filter_map(|kind| kind.parse().ok()).collect(),
            subjects,
            weight: weight.filter(|weight| (1..=100).contains(weight)),
        });
    }

    /// The subjects that a question is relevant to, where that is all that its condition says.
    fn relevant_to(&mut self, line: &Line<'_>) -> Vec<SubjectId> {
        let condition = line.get("relevant");
        if condition.is_empty() {
            return Vec::new();
        }
        let question = format!("${{{SUBJECT}}}");
        let named = condition.split(" or ").map(|part| {
            let (left, right) = part.split_once('=')?;
            let id = right.trim().trim_matches(['\'', '"']);
            let known = self.plan.subjects.iter().find(|one| one.id.as_str() == id);
            known
                .filter(|_| left.trim() == question)
                .map(|one| one.id.clone())
        });
        let named: Option<Vec<SubjectId>> = named.collect();
        named.unwrap_or_else(|| {
            self.unsaid.push(sentence!(
                "exchange-unread-condition",
                row = line.number,
                condition = condition
            ));
            Vec::new()
        })
    }

    fn finish(mut self) -> Result<FormRead, ExchangeError> {
        if self.plan.criteria.is_empty() {
            return Err(ExchangeError::NoQuestion);
        }
        let changed: Vec<String> = self
            .names
            .iter()
            .filter(|(name, id)| name.trim_start_matches('_') != id.as_str())
            .map(|(name, id)| format!("{name} → {id}"))
            .collect();
        if !changed.is_empty() {
            let names = changed.join(", ");
            self.unsaid
                .push(sentence!("exchange-unread-names", names = names));
        }
        let all = self.required.iter().all(|required| *required);
        let some = self.required.iter().any(|required| *required);
        self.plan.skip_allowed = !all;
        if some && !all {
            self.unsaid.push(sentence!("exchange-unread-required"));
        }
        if let Some(page) = &mut self.plan.opinion
            && page.categories.is_empty()
        {
            // A page of opinions has categories; one is enough.
            page.categories.extend(other());
        }
        self.unsaid.push(sentence!("exchange-read-blanks"));
        Ok(FormRead {
            toml: self.plan.to_toml(),
            unsaid: self.unsaid,
        })
    }
}

/// 其他
fn other() -> Option<Category> {
    Some(Category {
        id: CategoryId::new("other").ok()?,
        name: Text {
            zh: "其他".to_owned(),
            en: "Other".to_owned(),
        },
        reply_within_working_days: None,
    })
}

//! The plan language: which keys there are, and what they mean.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use chrono::NaiveDate;
use toml::de::DeTable;

use super::fault::{PlanFault, PlanFaults};
use super::parse_rules;
use super::reader::{Reader, Section};
use super::rules::Rule;
use super::{
    Cadence, Category, Choice, Criterion, FollowUp, Grading, NamedGrade, OpinionPage, Plan,
    Publication, RateGrade, Scale, ScaleKind, Subject, SubjectKind, Voters,
};
use crate::domain::batch::RATING_PLAIN_BYTES;
use crate::domain::card::{Answer, RatingSheet};
use crate::domain::ids::{ChoiceId, PlanId, PlanRevision};
use crate::words::{Sentence, sentence};

const KEYS: &[&str] = &[
    "format",
    "version",
    "id",
    "revision",
    "title",
    "summary",
    "source",
    "voters",
    "cadence",
    "months",
    "opens",
    "closes",
    "smallest_crowd",
    "skip_allowed",
    "scale",
    "criterion",
    "subject",
    "opinion",
    "grading",
    "follow_up",
    "publication",
];

/// A plan as it reads, and what of it this version does not enforce.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The plan, whole.
    pub plan: Plan,
    /// The rules that keep it from being used, each with its line from 1; none: it can be used.
    pub not_enforced: Vec<(Rule, usize)>,
}

impl Reading {
    /// One fault a rule that is not enforced.
    #[must_use]
    pub fn refusals(&self) -> Vec<PlanFault> {
        let refuse = |(rule, line): &(Rule, usize)| PlanFault {
            line: *line,
            sentence: sentence!("domain-plan-not-enforced", rule = rule.name()),
        };
        self.not_enforced.iter().map(refuse).collect()
    }
}

impl Plan {
    /// Reads a plan that is to be used; the error lists every fault with its line, and every rule that this
    /// version does not enforce.
    pub fn parse(text: &str) -> Result<Self, PlanFaults> {
        let (reading, mut faults) = read(text);
        if let Some(reading) = reading {
            faults.extend(reading.refusals());
            if faults.is_empty() {
                return Ok(reading.plan);
            }
        }
        faults.sort_by_key(|fault| fault.line);
        Err(PlanFaults(faults))
    }

    /// Reads a plan that is to be explained: rules that are not enforced are no faults here.
    pub fn read(text: &str) -> Result<Reading, PlanFaults> {
        match read(text) {
            (Some(reading), faults) if faults.is_empty() => Ok(reading),
            (reading, mut faults) => {
                faults.extend(reading.iter().flat_map(Reading::refusals));
                faults.sort_by_key(|fault| fault.line);
                Err(PlanFaults(faults))
            }
        }
    }
}

/// What could be read, and every fault found on the way.
fn read(text: &str) -> (Option<Reading>, Vec<PlanFault>) {
    let (tree, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader {
        text,
        faults: Vec::new(),
    };
    for error in &errors {
        let at = error.span().map_or(0, |span| span.start);
        reader.fault(at, syntax(text, at, error.message()));
    }
    if !errors.is_empty() {
        return (None, reader.faults);
    }
    let root = Section {
        table: tree.get_ref(),
        place: String::new(),
        at: 0,
    };
    let Some(plan) = plan(&mut reader, &root) else {
        return (None, reader.faults);
    };
    let not_enforced = Rule::not_enforced_in(&plan)
        .into_iter()
        .map(|rule| (rule, reader.line(offset(&root, rule))))
        .collect();
    let reading = Reading { plan, not_enforced };
    (Some(reading), reader.faults)
}

/// Where a plan states a rule.
fn offset(root: &Section<'_>, rule: Rule) -> usize {
    let (key, inner) = rule.place();
    let inner = inner.and_then(|inner| {
        let section = Section {
            table: root.value(key)?.get_ref().as_table()?,
            place: String::new(),
            at: 0,
        };
        section.key_at(inner)
    });
    inner.or_else(|| root.key_at(key)).unwrap_or(root.at)
}

/// A bare `____` is no TOML, but what is wanted is the figure.
fn syntax(text: &str, at: usize, reason: &str) -> Sentence {
    let start = text
        .get(..at)
        .and_then(|t| t.rfind('\n'))
        .map_or(0, |n| n + 1);
    let line = text
        .get(start..)
        .and_then(|t| t.lines().next())
        .unwrap_or_default();
    match line.split_once('=') {
        Some((key, value)) if value.contains("__") => {
            sentence!("domain-plan-figure-missing", key = key.trim())
        }
        _ => sentence!("domain-plan-syntax", reason = reason),
    }
}

fn plan(r: &mut Reader<'_>, s: &Section<'_>) -> Option<Plan> {
    r.keys(s, &[KEYS, &parse_rules::KEYS].concat());
    r.word(s, "format", &["pingyi-plan"]);
    r.figure(s, "version", 1..=1);
    let id: Option<PlanId> = r.id(s, "id");
    let revision = PlanRevision(r.figure(s, "revision", 1..=u32::MAX));
    let scales = scales(r, s);
    let subjects = subjects(r, s);
    let criteria = criteria(r, s, &scales, &subjects);
    let grading = grading(r, s, &scales);
    let (opens, closes) = (date(r, s, "opens"), date(r, s, "closes"));
    let cadence = cadence(r, s);
    let backwards = opens.zip(closes).is_some_and(|(first, last)| last < first);
    if backwards || (cadence == Cadence::Once && closes.is_none()) {
        r.fault(s.at("closes"), sentence!("domain-plan-period"));
    }
    let plan = Plan {
        id: id.or_else(|| PlanId::new("unnamed").ok())?,
        revision,
        title: r.text(s, "title", true),
        summary: r.text(s, "summary", true),
        source: r.string(s, "source"),
        voters: parse_rules::voters(r, s),
        cadence,
        opens,
        closes,
        quorum: parse_rules::quorum(r, s),
        smallest_crowd: r.figure(s, "smallest_crowd", 1..=100_000),
        skip_allowed: r.yes_no(s, "skip_allowed", true),
        rules: parse_rules::rules(r, s, &grading),
        grading,
        scales,
        criteria,
        subjects,
        opinion: opinion(r, s),
        follow_up: follow_up(r, s),
        publication: publication(r, s),
    };
    check_sheets(r, s, &plan);
    Some(plan)
}

fn cadence(r: &mut Reader<'_>, s: &Section<'_>) -> Cadence {
    let words = ["always", "yearly", "half-yearly", "months", "once"];
    match r.word(s, "cadence", &words) {
        "yearly" => Cadence::Yearly,
        "half-yearly" => Cadence::HalfYearly,
        "once" => Cadence::Once,
        "months" => Cadence::Months(months(r, s)),
        _ => Cadence::Always,
    }
}

fn months(r: &mut Reader<'_>, s: &Section<'_>) -> [bool; 12] {
    let mut months = [false; 12];
    let array = s
        .value("months")
        .and_then(|value| value.get_ref().as_array());
    let mut good = array.is_some_and(|array| !array.is_empty());
    for item in array.into_iter().flat_map(|array| array.iter()) {
        let number = item
            .get_ref()
            .as_integer()
            .and_then(|n| n.as_str().parse().ok());
        match number.and_then(|n: usize| months.get_mut(n.checked_sub(1)?)) {
            Some(month) => *month = true,
            None => good = false,
        }
    }
    if !good {
        r.bad(s, "months", "[2, 8] (1–12)");
    }
    months
}

fn date(r: &mut Reader<'_>, s: &Section<'_>, key: &str) -> Option<NaiveDate> {
    let value = s.value(key)?;
    let date = value
        .get_ref()
        .as_datetime()
        .and_then(|date| date.to_string().parse().ok());
    if date.is_none() {
        r.bad(s, key, "2026-02-01");
    }
    date
}

fn scales(r: &mut Reader<'_>, s: &Section<'_>) -> Vec<Scale> {
    let (mut scales, mut seen) = (Vec::new(), BTreeSet::new());
    for one in r.sections(s, "scale", 1) {
        r.keys(&one, &["id", "kind", "choice", "min", "max", "low", "high"]);
        let kind = match r.word(&one, "kind", &["named", "score"]) {
            "score" => score(r, &one),
            _ => ScaleKind::Named(choices(r, &one)),
        };
        if let Some(id) = r.id(&one, "id") {
            r.unique(&one, &mut seen, &id);
            scales.push(Scale { id, kind });
        }
    }
    scales
}

fn score(r: &mut Reader<'_>, s: &Section<'_>) -> ScaleKind {
    let [min, max] = ["min", "max"].map(|key| r.figure(s, key, 0..=100));
    if max <= min {
        r.bad(s, "max", format!("> {min}"));
    }
    ScaleKind::Score {
        min: u16::try_from(min).unwrap_or_default(),
        max: u16::try_from(max).unwrap_or_default(),
        low: r.text(s, "low", true),
        high: r.text(s, "high", true),
    }
}

fn choices(r: &mut Reader<'_>, s: &Section<'_>) -> Vec<Choice> {
    let (mut choices, mut seen) = (Vec::new(), BTreeSet::new());
    for one in r.sections(s, "choice", 2) {
        r.keys(&one, &["id", "name", "weight"]);
        let name = r.text(&one, "name", true);
        if let Some(id) = r.id(&one, "id") {
            r.unique(&one, &mut seen, &id);
            choices.push(Choice {
                id,
                name,
                weight: one
                    .value("weight")
                    .is_some()
                    .then(|| r.figure(&one, "weight", 0..=100)),
            });
        }
    }
    choices
}

impl FromStr for SubjectKind {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "person" => Ok(Self::Person),
            "body" => Ok(Self::Body),
            "facility" => Ok(Self::Facility),
            "activity" => Ok(Self::Activity),
            _ => Err(()),
        }
    }
}

fn subjects(r: &mut Reader<'_>, s: &Section<'_>) -> Vec<Subject> {
    let (mut subjects, mut seen) = (Vec::new(), BTreeSet::new());
    for one in r.sections(s, "subject", 1) {
        r.keys(&one, &["id", "kind", "name", "role"]);
        let word = r.word(&one, "kind", &["person", "body", "facility", "activity"]);
        let name = r.text(&one, "name", true);
        let role = r.text(&one, "role", false);
        if let Some(id) = r.id(&one, "id") {
            r.unique(&one, &mut seen, &id);
            subjects.push(Subject {
                id,
                kind: word.parse().unwrap_or(SubjectKind::Body),
                name,
                role,
            });
        }
    }
    subjects
}

fn criteria(
    r: &mut Reader<'_>,
    s: &Section<'_>,
    scales: &[Scale],
    subjects: &[Subject],
) -> Vec<Criterion> {
    let (mut criteria, mut seen) = (Vec::new(), BTreeSet::new());
    for one in r.sections(s, "criterion", 1) {
        r.keys(
            &one,
            &["id", "name", "detail", "scale", "kinds", "subjects"],
        );
        let (id, scale) = (r.id(&one, "id"), r.id(&one, "scale"));
        let found = Criterion {
            name: r.text(&one, "name", true),
            detail: r.text(&one, "detail", false),
            kinds: r.list(&one, "kinds"),
            subjects: r.list(&one, "subjects"),
            id: match id {
                Some(id) => id,
                None => continue,
            },
            scale: match scale {
                Some(scale) => scale,
                None => continue,
            },
        };
        r.unique(&one, &mut seen, &found.id);
        if !scales.iter().any(|scale| scale.id == found.scale) {
            r.unresolved(&one, "scale", &found.scale);
        }
        for id in &found.subjects {
            if !subjects.iter().any(|subject| subject.id == *id) {
                r.unresolved(&one, "subjects", id);
            }
        }
        criteria.push(found);
    }
    criteria
}

fn opinion(r: &mut Reader<'_>, s: &Section<'_>) -> Option<OpinionPage> {
    let page = r.section(s, "opinion")?;
    r.keys(&page, &["category", "all_year"]);
    let (mut categories, mut seen) = (Vec::new(), BTreeSet::new());
    for one in r.sections(&page, "category", 1) {
        r.keys(&one, &["id", "name"]);
        let name = r.text(&one, "name", true);
        if let Some(id) = r.id(&one, "id") {
            r.unique(&one, &mut seen, &id);
            categories.push(Category { id, name });
        }
    }
    Some(OpinionPage { categories })
}

fn grading(r: &mut Reader<'_>, s: &Section<'_>, scales: &[Scale]) -> Grading {
    let Some(g) = r.section(s, "grading") else {
        let sentence = sentence!("domain-plan-missing", key = "grading");
        r.fault(s.at, sentence);
        return Grading::CountsOnly;
    };
    r.keys(&g, &["kind", "positive", "grade", "assessment_group"]);
    let known: BTreeSet<&ChoiceId> = scales
        .iter()
        .flat_map(|scale| match &scale.kind {
            ScaleKind::Named(choices) => choices.as_slice(),
            ScaleKind::Score { .. } => &[],
        })
        .map(|choice| &choice.id)
        .collect();
    let grading = match r.word(
        &g,
        "kind",
        &["counts-only", "rate", "majority", "weighted-score"],
    ) {
        "rate" => by_rate(r, &g, &known),
        "majority" => by_majority(r, &g, &known),
        "weighted-score" => Grading::WeightedScore {
            grades: thresholds(r, &g),
        },
        _ => Grading::CountsOnly,
    };
    check_weights(r, s, scales, &grading);
    grading
}

/// Weights belong to grading by weighted score, and there every choice has one.
fn check_weights(r: &mut Reader<'_>, s: &Section<'_>, scales: &[Scale], grading: &Grading) {
    let wanted = matches!(grading, Grading::WeightedScore { .. });
    for scale in scales {
        let ScaleKind::Named(choices) = &scale.kind else {
            continue;
        };
        for choice in choices {
            if choice.weight.is_some() != wanted {
                let sentence = if wanted {
                    sentence!("domain-plan-weight-missing", id = choice.id)
                } else {
                    sentence!("domain-plan-weight-unused", id = choice.id)
                };
                r.fault(s.at("scale"), sentence);
            }
        }
    }
}

fn by_rate(r: &mut Reader<'_>, g: &Section<'_>, known: &BTreeSet<&ChoiceId>) -> Grading {
    let positive: Vec<ChoiceId> = r.list(g, "positive");
    if positive.is_empty() {
        r.fault(g.at("positive"), sentence!("domain-plan-no-positive"));
    }
    for id in &positive {
        if !known.contains(id) {
            r.unresolved(g, "positive", id);
        }
    }
    Grading::Rate {
        positive,
        grades: thresholds(r, g),
    }
}

/// Grades from high to low, each with the rate or the score it needs, the last with 0.
fn thresholds(r: &mut Reader<'_>, g: &Section<'_>) -> Vec<RateGrade> {
    let (mut grades, mut seen) = (Vec::new(), BTreeSet::new());
    let (mut above, mut lowest, mut last_at) = (f64::INFINITY, 0.0, g.at);
    for one in r.sections(g, "grade", 2) {
        r.keys(&one, &["id", "name", "at_least"]);
        let name = r.text(&one, "name", true);
        let before = r.faults.len();
        let at_least = r.rate(&one, "at_least");
        (lowest, last_at) = (at_least, one.at("at_least"));
        // A threshold that is asked for stands nowhere in the order, or its neighbour would be blamed.
        if r.faults.len() == before {
            if at_least >= above {
                r.fault(last_at, sentence!("domain-plan-thresholds-order"));
            }
            above = at_least;
        }
        if let Some(id) = r.id(&one, "id") {
            r.unique(&one, &mut seen, &id);
            grades.push(RateGrade { id, name, at_least });
        }
    }
    if lowest > 0.0 {
        r.fault(last_at, sentence!("domain-plan-threshold-last"));
    }
    grades
}

fn by_majority(r: &mut Reader<'_>, g: &Section<'_>, known: &BTreeSet<&ChoiceId>) -> Grading {
    let (mut grades, mut seen) = (BTreeMap::new(), BTreeSet::new());
    for one in r.sections(g, "grade", 2) {
        r.keys(&one, &["id", "name", "choices"]);
        let name = r.text(&one, "name", true);
        let choices: Vec<ChoiceId> = r.list(&one, "choices");
        let Some(id) = r.id::<crate::domain::ids::GradeId>(&one, "id") else {
            continue;
        };
        r.unique(&one, &mut seen, &id);
        for choice in choices {
            let grade = NamedGrade {
                id: id.clone(),
                name: name.clone(),
            };
            if !known.contains(&choice) {
                r.unresolved(&one, "choices", &choice);
            }
            grades.insert(choice, grade);
        }
    }
    for choice in known {
        if !grades.contains_key(*choice) {
            let sentence = sentence!("domain-plan-choice-without-grade", id = choice);
            r.fault(g.at, sentence);
        }
    }
    Grading::Majority { grades }
}

fn follow_up(r: &mut Reader<'_>, s: &Section<'_>) -> FollowUp {
    let days = if let Some(f) = r.section(s, "follow_up") {
        let known = [
            "reply_within_working_days",
            "rectification",
            "right_of_reply",
            "report_to",
        ];
        r.keys(&f, &known);
        r.figure(&f, "reply_within_working_days", 1..=250)
    } else {
        let key = "follow_up.reply_within_working_days";
        r.fault(s.at, sentence!("domain-plan-figure-missing", key = key));
        15
    };
    FollowUp {
        reply_within_working_days: days,
    }
}

fn publication(r: &mut Reader<'_>, s: &Section<'_>) -> Publication {
    let p = r.section(s, "publication");
    let mut yes = |key| p.as_ref().is_some_and(|p| r.yes_no(p, key, false));
    let publication = Publication {
        results: yes("results"),
        opinions: yes("opinions"),
        decisions: yes("decisions"),
    };
    if let Some(p) = &p {
        r.keys(p, &["results", "opinions", "decisions"]);
    }
    publication
}

/// Every subject must have something to answer, and its fullest sheet must fit the sealed size.
fn check_sheets(r: &mut Reader<'_>, s: &Section<'_>, plan: &Plan) {
    let places = s.value("subject").map(toml::Spanned::get_ref);
    for (index, subject) in plan.subjects.iter().enumerate() {
        let at = places
            .and_then(|value| value.get(index))
            .map_or(s.at, |item| item.span().start);
        let answers = plan
            .criteria_of(subject)
            .filter_map(|criterion| {
                let scale = plan.scale(&criterion.scale)?;
                let answer = match &scale.kind {
                    ScaleKind::Score { max, .. } => Answer::Score(*max),
                    ScaleKind::Named(choices) => {
                        let longest = choices.iter().max_by_key(|c| c.id.as_str().len())?;
                        Answer::Choice(longest.id.clone())
                    }
                };
                Some((criterion.id.clone(), answer))
            })
            .collect::<BTreeMap<_, _>>();
        if answers.is_empty() {
            let sentence = sentence!("domain-plan-nothing-to-answer", id = subject.id);
            r.fault(at, sentence);
        }
        let sheet = RatingSheet {
            plan: plan.id.clone(),
            revision: plan.revision,
            subject: subject.id.clone(),
            group: match &plan.voters {
                Voters::Groups(groups) => {
                    let ids = groups.iter().map(|group| group.id.clone());
                    ids.max_by_key(|id| id.as_str().len())
                }
                Voters::Open | Voters::BySlip => None,
            },
            answers,
        };
        let bytes = serde_json::to_string(&sheet).map_or(usize::MAX, |json| json.len());
        if bytes > RATING_PLAIN_BYTES {
            let sentence = sentence!(
                "domain-plan-sheet-too-long",
                id = subject.id,
                given = bytes,
                limit = RATING_PLAIN_BYTES
            );
            r.fault(at, sentence);
        }
    }
}

//! The plan language: which keys there are, and what they mean.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use toml::de::DeTable;

use super::fault::{PlanFault, PlanFaults};
use super::reader::{Reader, Section};
use super::rules::Rule;
use super::{
    Cadence, Category, Choice, Criterion, FEWEST_ABOUT_PERSONS, FEWEST_SHEETS, FollowUp,
    OpinionPage, Plan, Publication, Scale, ScaleKind, Subject, SubjectKind, Voters,
};
use super::{bearing, parse_grading, parse_rules};
use crate::domain::batch::RATING_PLAIN_BYTES;
use crate::domain::card::{Answer, RatingSheet};
use crate::domain::ids::{PlanId, PlanRevision};
use crate::words::{Sentence, sentence};

pub(super) const KEYS: &[&str] = &[
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

pub(super) const SCALE_KEYS: &[&str] = &["id", "kind", "choice", "min", "max", "low", "high"];
pub(super) const CHOICE_KEYS: &[&str] = &["id", "name", "weight", "abstain"];
pub(super) const SUBJECT_KEYS: &[&str] = &["id", "kind", "name", "role", "person", "duty_report"];
pub(super) const CRITERION_KEYS: &[&str] = &[
    "id", "name", "detail", "scale", "kinds", "subjects", "weight",
];
pub(super) const OPINION_KEYS: &[&str] = &["category", "all_year"];
pub(super) const CATEGORY_KEYS: &[&str] = &["id", "name", "reply_within_working_days"];

/// A plan as it reads, and what keeps it from being used.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The plan, whole; `____` stands where it is blank.
    pub plan: Plan,
    /// What the community has still to fill in.
    pub blanks: Vec<PlanFault>,
    /// What screens and receipts cannot bear; asked of a plan that is taken up, not of one in use.
    pub unbearable: Vec<PlanFault>,
    /// The rules that keep it from being used, each with its line from 1; none: it can be used.
    pub not_enforced: Vec<(Rule, usize)>,
}

impl Reading {
    /// One fault a blank, and one a rule that is not enforced, in the order of the file.
    #[must_use]
    pub fn refusals(&self) -> Vec<PlanFault> {
        let refuse = |(rule, line): &(Rule, usize)| PlanFault {
            line: *line,
            place: rule.field(),
            sentence: sentence!("domain-plan-not-enforced", rule = rule.name()),
        };
        let rules = self.not_enforced.iter().map(refuse);
        let mut all: Vec<PlanFault> = self.blanks.iter().cloned().chain(rules).collect();
        all.sort_by_key(|fault| fault.line);
        all
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

    /// [`Self::parse`], and what screens cannot bear is refused too: for a plan that comes into use.
    pub fn take_up(text: &str) -> Result<Self, PlanFaults> {
        let plan = Self::parse(text)?;
        let unbearable = Self::read(text).map(|reading| reading.unbearable)?;
        if unbearable.is_empty() {
            Ok(plan)
        } else {
            Err(PlanFaults(unbearable))
        }
    }

    /// Reads a plan that is to be explained: blanks, and rules that are not enforced, are no faults here.
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

/// What could be read, and everything that keeps it from being taken up, in the order of the text.
pub(super) fn examine(text: &str) -> (Option<Reading>, Vec<PlanFault>) {
    let (reading, mut faults) = read(text);
    if let Some(reading) = &reading {
        faults.extend(reading.refusals());
        faults.extend(reading.unbearable.iter().cloned());
    }
    faults.sort_by_key(|fault| fault.line);
    (reading, faults)
}

/// What could be read, and every fault found on the way.
fn read(text: &str) -> (Option<Reading>, Vec<PlanFault>) {
    let (tree, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader {
        text,
        faults: Vec::new(),
        blanks: Vec::new(),
    };
    for error in &errors {
        let at = error.span().map_or(0, |span| span.start);
        let spot = reader.spot_at(at, String::new());
        reader.fault(spot, syntax(text, at, error.message()));
    }
    if !errors.is_empty() {
        return (None, reader.faults);
    }
    let root = Section {
        table: tree.get_ref(),
        place: String::new(),
        field: String::new(),
        at: 0,
    };
    let Some(plan) = plan(&mut reader, &root) else {
        reader.faults.append(&mut reader.blanks);
        return (None, reader.faults);
    };
    let not_enforced = Rule::not_enforced_in(&plan)
        .into_iter()
        .map(|rule| (rule, reader.line(offset(&root, rule))))
        .collect();
    reader.blanks.sort_by_key(|blank| blank.line);
    let reading = Reading {
        plan,
        unbearable: bearing::doubts(&reader, &root),
        blanks: std::mem::take(&mut reader.blanks),
        not_enforced,
    };
    (Some(reading), reader.faults)
}

/// Where a plan states a rule.
fn offset(root: &Section<'_>, rule: Rule) -> usize {
    let (key, inner) = rule.place();
    let inner = inner.and_then(|inner| {
        let section = Section {
            table: root.value(key)?.get_ref().as_table()?,
            place: String::new(),
            field: String::new(),
            at: 0,
        };
        section.key_at(inner)
    });
    inner.or_else(|| root.key_at(key)).unwrap_or(root.at)
}

/// A bare `____` is no TOML, but what is wanted is the figure; and a sign of a Chinese keyboard is no sign of TOML.
fn syntax(text: &str, at: usize, reason: &str) -> Sentence {
    let start = text
        .get(..at)
        .and_then(|t| t.rfind('\n'))
        .map_or(0, |n| n + 1);
    let line = text
        .get(start..)
        .and_then(|t| t.lines().next())
        .unwrap_or_default();
    if let Some((wide, plain)) = full_width(line) {
        return sentence!("domain-plan-full-width", wide = wide, plain = plain);
    }
    match line.split_once('=') {
        Some((key, value)) if value.contains("__") => {
            sentence!("domain-plan-figure-missing", key = key.trim())
        }
        _ => sentence!("domain-plan-syntax", reason = reason),
    }
}

/// The first full-width sign of a line that stands outside quotes, and what TOML wants there.
fn full_width(line: &str) -> Option<(char, char)> {
    const WIDE: &str = "＝“”‘’，、［］【】｛｝＃．：";
    const PLAIN: &str = "=\"\"'',,[][]{}#.=";
    let mut quoted_by = None;
    for ch in line.chars() {
        match (quoted_by, ch) {
            (None, '#') => return None,
            (None, '"' | '\'') => quoted_by = Some(ch),
            (Some(quote), _) if quote == ch => quoted_by = None,
            (Some(_), _) => {}
            (None, _) => {
                let place = WIDE.chars().position(|wide| wide == ch);
                if let Some(plain) = place.and_then(|place| PLAIN.chars().nth(place)) {
                    return Some((ch, plain));
                }
            }
        }
    }
    None
}

fn lines_before(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').count() - 1
}

/// The text of a plan's file. Chinese editors on Windows write other encodings than UTF-8 unless they are told.
pub fn decode(bytes: &[u8]) -> Result<&str, PlanFaults> {
    let refuse = |line, sentence| {
        Err(PlanFaults(vec![PlanFault {
            line,
            place: String::new(),
            sentence,
        }]))
    };
    // Text has no zero bytes; UTF-16 of anything with a Latin letter has.
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || bytes.contains(&0) {
        return refuse(1, sentence!("domain-plan-utf16"));
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = lines_before(good) + 1;
            refuse(line, sentence!("domain-plan-gbk"))
        }
    }
}

fn plan(r: &mut Reader<'_>, s: &Section<'_>) -> Option<Plan> {
    r.keys(s, &[KEYS, parse_rules::KEYS].concat());
    r.word(s, "format", &["pingyi-plan"]);
    r.figure(s, "version", 1..=1);
    let id: Option<PlanId> = r.id(s, "id");
    let revision = PlanRevision(r.figure(s, "revision", 1..=u32::MAX));
    let scales = scales(r, s);
    let subjects = subjects(r, s);
    let criteria = criteria(r, s, &scales, &subjects);
    let grading = parse_grading::grading(r, s, &scales, &criteria);
    let (opens, closes) = (r.date(s, "opens"), r.date(s, "closes"));
    let cadence = cadence(r, s);
    let backwards = opens.zip(closes).is_some_and(|(first, last)| last < first);
    let is_single = matches!(cadence, Cadence::Once | Cadence::Term);
    if backwards || (is_single && closes.is_none() && s.value("closes").is_none()) {
        r.fault(r.spot(s, "closes"), sentence!("domain-plan-period"));
    }
    let voters = parse_rules::voters(r, s, &subjects);
    let smallest_crowd = if s.value("smallest_crowd").is_some() {
        r.figure(s, "smallest_crowd", 1..=100_000)
    } else if voters == Voters::Open && subjects.iter().any(|one| one.kind == SubjectKind::Person) {
        FEWEST_ABOUT_PERSONS
    } else {
        FEWEST_SHEETS
    };
    let plan = Plan {
        id: id.or_else(|| PlanId::new("unnamed").ok())?,
        revision,
        title: r.text(s, "title", true),
        summary: r.text(s, "summary", true),
        source: r.string(s, "source"),
        voters,
        cadence,
        opens,
        closes,
        quorum: parse_rules::quorum(r, s),
        smallest_crowd,
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
    let words = [
        "always",
        "yearly",
        "half-yearly",
        "quarterly",
        "monthly",
        "months",
        "term",
        "called",
        "once",
    ];
    match r.word(s, "cadence", &words) {
        "yearly" => Cadence::Yearly,
        "half-yearly" => Cadence::HalfYearly,
        "quarterly" => Cadence::Quarterly,
        "monthly" => Cadence::Months([true; 12]),
        "term" => Cadence::Term,
        "called" => Cadence::Called,
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

fn scales(r: &mut Reader<'_>, s: &Section<'_>) -> Vec<Scale> {
    let (mut scales, mut seen) = (Vec::new(), BTreeSet::new());
    for one in r.sections(s, "scale", 1) {
        r.keys(&one, SCALE_KEYS);
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
        r.keys(&one, CHOICE_KEYS);
        let name = r.text(&one, "name", true);
        let weight = r.some_figure(&one, "weight", 0..=100);
        let abstains = r.yes_no(&one, "abstain", false);
        if let Some(id) = r.id(&one, "id") {
            r.unique(&one, &mut seen, &id);
            choices.push(Choice {
                id,
                name,
                weight,
                abstains,
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
        r.keys(&one, SUBJECT_KEYS);
        let word = r.word(&one, "kind", &["person", "body", "facility", "activity"]);
        let name = r.text(&one, "name", true);
        let role = r.text(&one, "role", false);
        let person = one.value("person").and_then(|_| r.id(&one, "person"));
        let duty_report = r.some_text(&one, "duty_report");
        if let Some(id) = r.id(&one, "id") {
            r.unique(&one, &mut seen, &id);
            subjects.push(Subject {
                id,
                kind: word.parse().unwrap_or(SubjectKind::Body),
                name,
                role,
                person,
                duty_report,
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
        r.keys(&one, CRITERION_KEYS);
        let (id, scale) = (r.id(&one, "id"), r.id(&one, "scale"));
        let found = Criterion {
            name: r.text(&one, "name", true),
            detail: r.text(&one, "detail", false),
            kinds: r.list(&one, "kinds"),
            subjects: r.list(&one, "subjects"),
            weight: r.some_figure(&one, "weight", 1..=100),
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
    let weighed = criteria.iter().filter(|one| one.weight.is_some()).count();
    if weighed > 0 && weighed < criteria.len() {
        let sentence = sentence!("domain-plan-criterion-weight");
        r.fault(r.spot(s, "criterion"), sentence);
    }
    criteria
}

fn opinion(r: &mut Reader<'_>, s: &Section<'_>) -> Option<OpinionPage> {
    let page = r.section(s, "opinion")?;
    r.keys(&page, OPINION_KEYS);
    let (mut categories, mut seen) = (Vec::new(), BTreeSet::new());
    for one in r.sections(&page, "category", 1) {
        r.keys(&one, CATEGORY_KEYS);
        let name = r.text(&one, "name", true);
        let days = r.some_figure(&one, "reply_within_working_days", 1..=250);
        if let Some(id) = r.id(&one, "id") {
            r.unique(&one, &mut seen, &id);
            categories.push(Category {
                id,
                name,
                reply_within_working_days: days,
            });
        }
    }
    Some(OpinionPage { categories })
}

fn follow_up(r: &mut Reader<'_>, s: &Section<'_>) -> FollowUp {
    let days = if let Some(f) = r.section(s, "follow_up") {
        r.keys(&f, parse_rules::FOLLOW_UP_KEYS);
        r.figure(&f, "reply_within_working_days", 1..=250)
    } else {
        let key = "follow_up.reply_within_working_days";
        r.fault(
            r.spot(s, key),
            sentence!("domain-plan-figure-missing", key = key),
        );
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
        r.keys(p, parse_rules::PUBLICATION_KEYS);
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
            r.fault(r.spot_at(at, format!("subject.{index}")), sentence);
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
            r.fault(r.spot_at(at, format!("subject.{index}")), sentence);
        }
    }
}

//! Reads what a plan says beyond what this version enforces.

use std::collections::BTreeSet;

use super::reader::{Reader, Section};
use super::rules::{Consequence, Rectification, Rules, Stage};
use super::{Grading, Group, Quorum, Voters};
use crate::domain::channel::Channel;
use crate::domain::ids::GradeId;
use crate::words::sentence;

/// The top-level keys read here.
pub(super) const KEYS: [&str; 7] = [
    "group",
    "quorum",
    "seats_per_neighbourhood",
    "unscheduled",
    "channels",
    "stage",
    "consequence",
];

/// Open, by slip, or in groups whose weights make 100.
pub(super) fn voters(r: &mut Reader<'_>, s: &Section<'_>) -> Voters {
    let word = r.word(s, "voters", &["open", "slip", "groups"]);
    if word != "groups" {
        if s.value("group").is_some() {
            r.bad(s, "voters", "\"groups\"");
        }
        return if word == "slip" {
            Voters::BySlip
        } else {
            Voters::Open
        };
    }
    let (mut groups, mut seen) = (Vec::new(), BTreeSet::new());
    for one in r.sections(s, "group", 2) {
        r.keys(&one, &["id", "name", "weight_percent"]);
        let name = r.text(&one, "name", true);
        let weight_percent = r.figure(&one, "weight_percent", 1..=99);
        if let Some(id) = r.id(&one, "id") {
            r.unique(&one, &mut seen, &id);
            groups.push(Group {
                id,
                name,
                weight_percent,
            });
        }
    }
    let sum: u32 = groups.iter().map(|group| group.weight_percent).sum();
    if !groups.is_empty() && sum != 100 {
        let sentence = sentence!("domain-plan-weights-sum", sum = sum);
        r.fault(s.at("group"), sentence);
    }
    Voters::Groups(groups)
}

/// `30` is so many cards, `"4/5"` a share of the slips given out.
pub(super) fn quorum(r: &mut Reader<'_>, s: &Section<'_>) -> Option<Quorum> {
    let value = s.value("quorum")?;
    let Some(text) = value.get_ref().as_str() else {
        return Some(Quorum::Cards(r.figure(s, "quorum", 1..=100_000)));
    };
    if r.asks_for_blank(s, "quorum", text) {
        return None;
    }
    let share = text
        .split_once('/')
        .and_then(|(part, whole)| Some((part.parse().ok()?, whole.parse().ok()?)))
        .filter(|(part, whole): &(u32, u32)| (1..=*whole).contains(part) && *whole <= 100);
    if share.is_none() {
        r.bad(s, "quorum", "30 | \"4/5\"");
    }
    share.map(|(part, whole)| Quorum::ShareOfSlips(part, whole))
}

pub(super) fn rules(r: &mut Reader<'_>, s: &Section<'_>, grading: &Grading) -> Rules {
    let mut rules = Rules {
        unscheduled: r.yes_no(s, "unscheduled", false),
        seats_per_neighbourhood: seats(r, s),
        channels: channels(r, s),
        stages: stages(r, s),
        consequences: consequences(r, s, grading),
        ..Rules::default()
    };
    if let Some(page) = r.section(s, "opinion") {
        rules.opinions_all_year = r.yes_no(&page, "all_year", false);
    }
    if let Some(g) = r.section(s, "grading") {
        rules.assessment_group = r.yes_no(&g, "assessment_group", false);
    }
    if let Some(f) = r.section(s, "follow_up") {
        rules.right_of_reply = r.yes_no(&f, "right_of_reply", false);
        rules.rectification = rectification(r, &f);
        if f.value("report_to").is_some() {
            rules.report_to = Some(r.text(&f, "report_to", true));
        }
    }
    rules
}

fn seats(r: &mut Reader<'_>, s: &Section<'_>) -> Option<(u32, u32)> {
    let key = "seats_per_neighbourhood";
    let value = s.value(key)?;
    let figures: Option<Vec<u32>> = value.get_ref().as_array().and_then(|array| {
        let figures = array.iter();
        figures
            .map(|item| item.get_ref().as_integer()?.as_str().parse().ok())
            .collect()
    });
    match figures.as_deref() {
        Some([least, most]) if (1..=*most).contains(least) => Some((*least, *most)),
        Some(_) | None => {
            r.bad(s, key, "[2, 3]");
            None
        }
    }
}

fn channels(r: &mut Reader<'_>, s: &Section<'_>) -> Vec<Channel> {
    let words: Vec<String> = r.list(s, "channels");
    let found: Option<Vec<Channel>> = words.iter().map(|word| word.parse().ok()).collect();
    if found.is_none() {
        let known = Channel::ALL.iter().map(|channel| channel.name());
        let known: Vec<&str> = known.collect();
        r.bad(s, "channels", known.join(" | "));
    }
    found.unwrap_or_default()
}

fn stages(r: &mut Reader<'_>, s: &Section<'_>) -> Vec<Stage> {
    let mut stages = Vec::new();
    for one in r.sections(s, "stage", 0) {
        r.keys(&one, &["name"]);
        let name = r.text(&one, "name", true);
        stages.push(Stage { name });
    }
    stages
}

fn consequences(r: &mut Reader<'_>, s: &Section<'_>, grading: &Grading) -> Vec<Consequence> {
    let known = grading.grades();
    let mut found = Vec::new();
    for one in r.sections(s, "consequence", 0) {
        r.keys(&one, &["grade", "periods", "text"]);
        let periods = match one.value("periods") {
            Some(_) => r.figure(&one, "periods", 1..=10),
            None => 1,
        };
        let text = r.text(&one, "text", true);
        if let Some(grade) = r.id::<GradeId>(&one, "grade") {
            if !known.iter().any(|(id, _)| **id == grade) {
                r.unresolved(&one, "grade", &grade);
            }
            found.push(Consequence {
                grade,
                periods,
                text,
            });
        }
    }
    found
}

fn rectification(r: &mut Reader<'_>, f: &Section<'_>) -> Option<Rectification> {
    let one = r.section(f, "rectification")?;
    r.keys(&one, &["within_working_days", "responsible", "inspection"]);
    Some(Rectification {
        within_working_days: one
            .value("within_working_days")
            .is_some()
            .then(|| r.figure(&one, "within_working_days", 1..=250)),
        responsible: r.yes_no(&one, "responsible", false),
        inspection: r.yes_no(&one, "inspection", false),
    })
}

//! Reads what a plan says around its cards.

use std::collections::BTreeSet;

use super::parse_grading::needs;
use super::posting::{Archive, Posting, Report};
use super::reader::{Reader, Section};
use super::rules::{
    AssessmentGroup, Consequence, Entitled, Meeting, Organiser, Proposals, Protection,
    Rectification, Rules, Sample, Stage, StageKind, Validity,
};
use super::{Grading, Group, Quorum, QuorumOf, Subject, Voters};
use crate::domain::channel::Channel;
use crate::domain::exact::{Figure, Threshold};
use crate::domain::ids::{GradeId, SubjectId};
use crate::words::sentence;

/// The top-level keys read here.
pub(super) const KEYS: &[&str] = &[
    "group",
    "quorum",
    "seats_per_neighbourhood",
    "unscheduled",
    "called_by",
    "channels",
    "stage",
    "consequence",
    "organiser",
    "areas",
    "entitled",
    "valid",
    "meeting",
    "proposals",
    "sample",
    "report",
    "protection",
    "archive",
];
pub(super) const GROUP_KEYS: &[&str] = &["id", "name", "weight_percent", "rates"];
pub(super) const QUORUM_KEYS: &[&str] = &["of", "at_least", "more_than"];
pub(super) const STAGE_KEYS: &[&str] = &["name", "kind", "by", "due", "document"];
pub(super) const CONSEQUENCE_KEYS: &[&str] = &["grade", "periods", "text"];
pub(super) const ORGANISER_KEYS: &[&str] = &["body", "chair", "tellers", "overseer"];
pub(super) const ENTITLED_KEYS: &[&str] = &["name", "number", "votes", "seats"];
pub(super) const VALID_KEYS: &[&str] = &["blank", "all_alike", "surplus"];
pub(super) const MEETING_KEYS: &[&str] = &["on", "from", "to", "place", "agenda", "open"];
pub(super) const PROPOSALS_KEYS: &[&str] = &["spoken", "amounts", "minority_reasons"];
pub(super) const SAMPLE_KEYS: &[&str] = &["households", "least_share"];
pub(super) const REPORT_KEYS: &[&str] = &["sections", "approve", "to", "within_days"];
pub(super) const PROTECTION_KEYS: &[&str] = &["to", "telephone", "text"];
pub(super) const ARCHIVE_KEYS: &[&str] = &["class", "years"];
pub(super) const ASSESSMENT_KEYS: &[&str] = &["name", "members", "rule"];
pub(super) const RECTIFICATION_KEYS: &[&str] =
    &["within_working_days", "responsible", "inspection"];
pub(super) const FOLLOW_UP_KEYS: &[&str] = &[
    "reply_within_working_days",
    "extension_working_days",
    "revisit",
    "revisit_within_days",
    "rectification",
    "right_of_reply",
    "tell_within_days",
    "self_review",
    "report_to",
];
pub(super) const PUBLICATION_KEYS: &[&str] = &[
    "results",
    "opinions",
    "decisions",
    "before",
    "posted_days",
    "objections_days",
    "objections_to",
    "small_counts",
];

/// Open, by slip, or in groups whose weights, where they have any, make 100.
pub(super) fn voters(r: &mut Reader<'_>, s: &Section<'_>, subjects: &[Subject]) -> Voters {
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
        r.keys(&one, GROUP_KEYS);
        let name = r.text(&one, "name", true);
        let weight_percent = r.some_figure(&one, "weight_percent", 1..=99);
        let rates: Vec<SubjectId> = r.list(&one, "rates");
        for id in &rates {
            if !subjects.iter().any(|subject| subject.id == *id) {
                r.unresolved(&one, "rates", id);
            }
        }
        if let Some(id) = r.id(&one, "id") {
            r.unique(&one, &mut seen, &id);
            groups.push(Group {
                id,
                name,
                weight_percent,
                rates,
            });
        }
    }
    let weights = groups.iter().filter_map(|group| group.weight_percent);
    let (count, sum) = weights.fold((0, 0), |(count, sum), weight| (count + 1, sum + weight));
    if count > 0 && (sum != 100 || count < groups.len()) {
        let sentence = sentence!("domain-plan-weights-sum", sum = sum);
        r.fault(r.spot(s, "group"), sentence);
    }
    Voters::Groups(groups)
}

/// `30` is so many cards, `"4/5"` a share of the slips given out; a table says of what, and whether more is needed.
pub(super) fn quorum(r: &mut Reader<'_>, s: &Section<'_>) -> Option<Quorum> {
    let value = s.value("quorum")?;
    let of = |of, figure| Quorum {
        of,
        needs: Threshold::at_least(figure),
    };
    if value.get_ref().as_table().is_none() {
        if value.get_ref().as_str().is_some() {
            let share = r.share(s, "quorum")?;
            return Some(of(QuorumOf::Slips, share));
        }
        let cards = Figure::whole(r.figure(s, "quorum", 1..=100_000));
        return Some(of(QuorumOf::Raters, cards));
    }
    let table = r.section(s, "quorum")?;
    r.keys(&table, QUORUM_KEYS);
    let whom = r.named(&table, "of", QuorumOf::ALL)?;
    let key = if table.value("more_than").is_some() {
        "more_than"
    } else {
        "at_least"
    };
    let number = table.value(key).map(|value| value.get_ref().as_integer());
    if let Some(Some(_)) = number {
        let figure = Figure::whole(r.figure(&table, key, 1..=100_000));
        let is_strict = key == "more_than";
        return Some(Quorum {
            of: whom,
            needs: Threshold { figure, is_strict },
        });
    }
    let (needs, _) = needs(r, &table, 1);
    needs.map(|needs| Quorum { of: whom, needs })
}

pub(super) fn rules(r: &mut Reader<'_>, s: &Section<'_>, grading: &Grading) -> Rules {
    let mut rules = Rules {
        organiser: organiser(r, s),
        areas: r.texts(s, "areas"),
        entitled: entitled(r, s),
        validity: validity(r, s),
        meeting: meeting(r, s),
        proposals: proposals(r, s),
        sample: sample(r, s),
        unscheduled: r.yes_no(s, "unscheduled", false),
        called_by: r.some_text(s, "called_by"),
        seats_per_neighbourhood: seats(r, s, "seats_per_neighbourhood"),
        channels: channels(r, s),
        stages: stages(r, s),
        consequences: consequences(r, s, grading),
        report: report(r, s),
        posting: posting(r, s),
        protection: protection(r, s),
        archive: archive(r, s),
        ..Rules::default()
    };
    if let Some(page) = r.section(s, "opinion") {
        rules.opinions_all_year = r.yes_no(&page, "all_year", false);
    }
    if let Some(g) = r.section(s, "grading") {
        rules.assessment_group = assessment_group(r, &g);
    }
    if let Some(f) = r.section(s, "follow_up") {
        rules.extension_working_days = r.some_figure(&f, "extension_working_days", 1..=250);
        rules.revisit = r.yes_no(&f, "revisit", false);
        rules.revisit_within_days = r.some_figure(&f, "revisit_within_days", 1..=250);
        rules.right_of_reply = r.yes_no(&f, "right_of_reply", false);
        rules.tell_within_days = r.some_figure(&f, "tell_within_days", 1..=250);
        rules.self_review = r.yes_no(&f, "self_review", false);
        rules.rectification = rectification(r, &f);
        rules.report_to = r.some_text(&f, "report_to");
    }
    rules
}

fn organiser(r: &mut Reader<'_>, s: &Section<'_>) -> Option<Organiser> {
    let one = r.section(s, "organiser")?;
    r.keys(&one, ORGANISER_KEYS);
    Some(Organiser {
        body: r.text(&one, "body", true),
        chair: r.some_text(&one, "chair"),
        tellers: r.texts(&one, "tellers"),
        overseer: r.some_text(&one, "overseer"),
    })
}

/// A body that votes has no fewer members.
const FEWEST_VOTERS: u32 = 3;

/// Bodies that vote, or watch: only where not everybody may take part.
fn entitled(r: &mut Reader<'_>, s: &Section<'_>) -> Vec<Entitled> {
    let is_open = s.value("voters").and_then(|v| v.get_ref().as_str()) == Some("open");
    if is_open && s.value("entitled").is_some() {
        r.fault(
            r.spot(s, "entitled"),
            sentence!("domain-plan-entitled-open"),
        );
    }
    let mut bodies = Vec::new();
    for one in r.sections(s, "entitled", 0) {
        r.keys(&one, ENTITLED_KEYS);
        let votes = r.yes_no(&one, "votes", true);
        // Of two who vote each knows what the other said.
        let fewest = if votes { FEWEST_VOTERS } else { 1 };
        bodies.push(Entitled {
            name: r.text(&one, "name", true),
            number: r.some_figure(&one, "number", fewest..=100_000),
            votes,
            seats: seats(r, &one, "seats"),
        });
    }
    if !bodies.is_empty() && !bodies.iter().any(|body| body.votes) {
        r.fault(r.spot(s, "entitled"), sentence!("domain-plan-nobody-votes"));
    }
    bodies
}

fn validity(r: &mut Reader<'_>, s: &Section<'_>) -> Option<Validity> {
    let one = r.section(s, "valid")?;
    r.keys(&one, VALID_KEYS);
    let mut word = |key, yes: &'static str, no: &'static str| {
        one.value(key).is_none() || r.word(&one, key, &[yes, no]) == yes
    };
    Some(Validity {
        blank_abstains: word("blank", "abstains", "void"),
        all_alike_void: !word("all_alike", "valid", "void"),
        surplus_void: word("surplus", "void", "noted"),
    })
}

fn meeting(r: &mut Reader<'_>, s: &Section<'_>) -> Option<Meeting> {
    let one = r.section(s, "meeting")?;
    r.keys(&one, MEETING_KEYS);
    let (from, to) = (r.time(&one, "from"), r.time(&one, "to"));
    if let (Some(from), Some(to)) = (from, to)
        && to <= from
    {
        r.bad(&one, "to", format!("> {}", from.format("%H:%M")));
    }
    Some(Meeting {
        on: r.date(&one, "on"),
        hours: from.zip(to),
        place: r.some_text(&one, "place"),
        agenda: r.texts(&one, "agenda"),
        open_to_residents: r.yes_no(&one, "open", false),
    })
}

fn proposals(r: &mut Reader<'_>, s: &Section<'_>) -> Option<Proposals> {
    let one = r.section(s, "proposals")?;
    r.keys(&one, PROPOSALS_KEYS);
    Some(Proposals {
        spoken: r.yes_no(&one, "spoken", false),
        amounts: r.yes_no(&one, "amounts", false),
        minority_reasons: r.yes_no(&one, "minority_reasons", false),
    })
}

fn sample(r: &mut Reader<'_>, s: &Section<'_>) -> Option<Sample> {
    let one = r.section(s, "sample")?;
    r.keys(&one, SAMPLE_KEYS);
    Some(Sample {
        households: r.figure(&one, "households", 1..=100_000),
        least_share: match one.value("least_share") {
            Some(_) => r.share(&one, "least_share"),
            None => None,
        },
    })
}

fn report(r: &mut Reader<'_>, s: &Section<'_>) -> Option<Report> {
    let one = r.section(s, "report")?;
    r.keys(&one, REPORT_KEYS);
    Some(Report {
        sections: r.texts(&one, "sections"),
        approve: r.some_text(&one, "approve"),
        to: r.text(&one, "to", true),
        within_days: r.some_figure(&one, "within_days", 1..=250),
    })
}

fn posting(r: &mut Reader<'_>, s: &Section<'_>) -> Posting {
    let Some(one) = r.section(s, "publication") else {
        return Posting::default();
    };
    let small_counts = one.value("small_counts").is_some()
        && r.word(&one, "small_counts", &["shown", "hidden"]) == "shown";
    let is_open = s.value("voters").and_then(|v| v.get_ref().as_str()) == Some("open");
    if small_counts && is_open {
        let sentence = sentence!("domain-plan-small-counts-open");
        r.fault(r.spot(&one, "small_counts"), sentence);
    }
    Posting {
        before: r.yes_no(&one, "before", false),
        posted_days: r.some_figure(&one, "posted_days", 1..=250),
        objections_days: r.some_figure(&one, "objections_days", 1..=250),
        objections_to: r.some_text(&one, "objections_to"),
        small_counts,
    }
}

fn protection(r: &mut Reader<'_>, s: &Section<'_>) -> Option<Protection> {
    let one = r.section(s, "protection")?;
    r.keys(&one, PROTECTION_KEYS);
    Some(Protection {
        to: r.text(&one, "to", true),
        telephone: one
            .value("telephone")
            .is_some()
            .then(|| r.string(&one, "telephone")),
        text: r.some_text(&one, "text"),
    })
}

fn archive(r: &mut Reader<'_>, s: &Section<'_>) -> Option<Archive> {
    let one = r.section(s, "archive")?;
    r.keys(&one, ARCHIVE_KEYS);
    Some(Archive {
        class: r.text(&one, "class", true),
        years: r.some_figure(&one, "years", 1..=100),
    })
}

/// A bare yes, or who they are and by what rule they settle the grade.
fn assessment_group(r: &mut Reader<'_>, g: &Section<'_>) -> Option<AssessmentGroup> {
    let value = g.value("assessment_group")?;
    if value.get_ref().as_table().is_none() {
        let is_there = r.yes_no(g, "assessment_group", false);
        return is_there.then(AssessmentGroup::default);
    }
    let one = r.section(g, "assessment_group")?;
    r.keys(&one, ASSESSMENT_KEYS);
    Some(AssessmentGroup {
        name: r.text(&one, "name", true),
        members: r.texts(&one, "members"),
        rule: r.text(&one, "rule", false),
    })
}

fn seats(r: &mut Reader<'_>, s: &Section<'_>, key: &str) -> Option<(u32, u32)> {
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
        r.keys(&one, STAGE_KEYS);
        stages.push(Stage {
            name: r.text(&one, "name", true),
            kind: match one.value("kind") {
                Some(_) => r.named(&one, "kind", StageKind::ALL),
                None => None,
            }
            .unwrap_or(StageKind::Other),
            by: r.some_text(&one, "by"),
            due: r.date(&one, "due"),
            document: r.some_text(&one, "document"),
        });
    }
    stages
}

fn consequences(r: &mut Reader<'_>, s: &Section<'_>, grading: &Grading) -> Vec<Consequence> {
    let known = grading.grades();
    let mut found = Vec::new();
    for one in r.sections(s, "consequence", 0) {
        r.keys(&one, CONSEQUENCE_KEYS);
        let periods = r.some_figure(&one, "periods", 1..=10).unwrap_or(1);
        let text = r.text(&one, "text", true);
        if let Some(grade) = r.id::<GradeId>(&one, "grade") {
            if !known.iter().any(|known| known.id == grade) {
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
    r.keys(&one, RECTIFICATION_KEYS);
    Some(Rectification {
        within_working_days: r.some_figure(&one, "within_working_days", 1..=250),
        responsible: r.yes_no(&one, "responsible", false),
        inspection: r.yes_no(&one, "inspection", false),
    })
}

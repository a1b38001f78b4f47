//! What a round puts on the boards: its announcement, and what its results say beside the figures. All of it follows from the
//! plan and from what the ledger told, so that a recount makes it again.

use chrono::NaiveDate;

use super::proposals::proposals_section;
use super::view::StageRow;
use crate::app::office::PlanTally;
use crate::domain::attendance::Attendance;
use crate::domain::document::{Block, Document, Section};
use crate::domain::grade::{Stand, stand};
use crate::domain::ids::GradeId;
use crate::domain::plan::{Meeting, Plan, QuorumOf, Subject, Text, Voters, told_before_cards};
use crate::domain::round::Round;
use crate::record::{RoundEntry, RoundSubject};
use crate::words::{Key, Lang, key, text};

/// The notice before a round.
pub(super) fn announcement(plan: &Plan, round: &Round, issuer: &str, on: NaiveDate) -> Document {
    let lang = crate::app::office::notices::LANG;
    let subjects = plan.subjects.iter().map(|subject| full_name(subject, lang));
    let days = match round.last {
        Some(last) => text!(
            lang,
            "app-round-paper-days",
            first = round.first,
            last = last
        ),
        None => text!(lang, "app-round-paper-from", first = round.first),
    };
    let open = match plan.voters {
        Voters::Open => Some(text!(lang, "app-round-paper-open")),
        Voters::BySlip | Voters::Groups(_) => None,
    };
    let lines = |lines: Vec<String>| lines.into_iter().map(Block::Paragraph).collect();
    let stages = (1..).zip(&plan.rules.stages);
    let stages = stages.map(|stage| stage_line(&StageRow::new(stage, None, on), lang));
    let meeting = plan.rules.meeting.as_ref();
    let meeting = meeting.map_or_else(Vec::new, |one| meeting_lines(one, lang));
    let mut document = Document {
        title: text!(
            lang,
            "app-round-paper-announcement",
            title = plan.title.get(lang),
            round = round.id
        ),
        sections: vec![
            Section {
                heading: None,
                blocks: vec![Block::Paragraph(plan.summary.get(lang).to_owned())],
            },
            section(
                lang,
                key!("app-round-paper-whom"),
                vec![Block::List(subjects.collect())],
            ),
            section(
                lang,
                key!("app-round-paper-when"),
                vec![Block::Paragraph(days)],
            ),
            section(
                lang,
                key!("app-round-paper-how"),
                lines(
                    told_before_cards(plan, lang)
                        .into_iter()
                        .chain(open)
                        .collect(),
                ),
            ),
        ],
    };
    let stages: Vec<String> = stages.collect();
    for (head, said) in [
        (key!("app-round-paper-meeting"), meeting),
        (key!("app-round-paper-stages"), stages),
    ] {
        if !said.is_empty() {
            let blocks = vec![Block::List(said)];
            document.sections.push(section(lang, head, blocks));
        }
    }
    document.sections.push(signed(issuer, on));
    document
}

/// A stage in a line, as a notice or a report says it.
pub(super) fn stage_line(row: &StageRow, lang: Lang) -> String {
    let mut said = row.name.get(lang).to_owned();
    let mut add = |part: String| said.push_str(&part);
    if let Some(by) = &row.by {
        add(text!(lang, "app-round-paper-stage-by", by = by.get(lang)));
    }
    if let Some(document) = &row.document {
        let document = document.get(lang);
        add(text!(
            lang,
            "app-round-paper-stage-document",
            document = document
        ));
    }
    if let Some(due) = row.due {
        add(text!(lang, "app-round-paper-stage-due", day = due));
    }
    if let Some(day) = row.done_on {
        add(text!(lang, "app-round-paper-stage-done", day = day));
    }
    if !row.note.is_empty() {
        add(text!(lang, "app-round-paper-stage-note", note = row.note));
    }
    if row.is_late {
        add(text!(lang, "app-round-paper-stage-late"));
    }
    said
}

/// When and where a sitting is, and what it does.
pub(super) fn meeting_lines(meeting: &Meeting, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    let hour = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
    if let Some(day) = meeting.on {
        lines.push(text!(lang, "app-round-paper-meeting-on", day = day));
    }
    if let Some((from, to)) = meeting.hours {
        lines.push(text!(
            lang,
            "app-round-paper-meeting-hours",
            from = hour(from),
            to = hour(to)
        ));
    }
    if let Some(place) = &meeting.place {
        let place = place.get(lang);
        lines.push(text!(lang, "app-round-paper-meeting-place", place = place));
    }
    let agenda = (1..).zip(&meeting.agenda);
    lines.extend(agenda.map(|(number, item): (u32, &Text)| {
        let item = item.get(lang);
        text!(
            lang,
            "app-round-paper-meeting-item",
            number = number,
            item = item
        )
    }));
    if meeting.open_to_residents {
        lines.push(text!(lang, "app-round-paper-meeting-open"));
    }
    lines
}

/// What the notice of a round's results says beside the figures of `tally`.
pub(in crate::app::office) fn beside_results(
    plan: &Plan,
    entry: &RoundEntry,
    subjects: &[RoundSubject],
    tally: &PlanTally,
) -> Vec<Section> {
    let lang = crate::app::office::notices::LANG;
    let mut sections = turnout(plan, entry, subjects, lang);
    sections.extend(decision(plan, entry, subjects, tally, lang));
    sections.extend(proposals_section(plan, entry, lang));
    let Some(posting) = &entry.posting else {
        return sections;
    };
    let mut lines = Vec::new();
    // The first notice announced it, and the last one is this.
    if let [_, withdrawn @ .., _] = entry.notices.as_slice()
        && !withdrawn.is_empty()
    {
        let numbers: Vec<String> = withdrawn.iter().map(ToString::to_string).collect();
        lines.push(text!(
            lang,
            "app-round-paper-again",
            numbers = numbers.join("、"),
            reason = entry.reason
        ));
    }
    if let Some(until) = posting.until {
        lines.push(text!(
            lang,
            "app-round-paper-posted",
            from = posting.from,
            until = until
        ));
    }
    if let Some(until) = posting.objections_until {
        let whom = plan.rules.posting.objections_to.as_ref();
        let whom = whom.map_or(posting.issuer.as_str(), |whom| whom.get(lang));
        lines.push(text!(
            lang,
            "app-round-paper-objections",
            whom = whom,
            until = until
        ));
    }
    if !lines.is_empty() {
        let blocks = lines.into_iter().map(Block::Paragraph).collect();
        sections.push(section(lang, key!("app-round-paper-posting"), blocks));
    }
    sections.push(signed(&posting.issuer, posting.from));
    sections
}

/// 应到、实到…, and whether the result stands; nothing where nothing was written down and no quorum is asked for.
pub(super) fn turnout(
    plan: &Plan,
    entry: &RoundEntry,
    subjects: &[RoundSubject],
    lang: Lang,
) -> Vec<Section> {
    let figures: Vec<(String, String)> = entry
        .attendance
        .written()
        .map(|(figure, count)| (figure.sentence().say(lang), count.to_string()))
        .collect();
    // How many rated a subject may be too few to be told; by how many came anybody may reckon.
    let raters = plan.quorum.as_ref();
    let is_of_raters = raters.is_some_and(|quorum| quorum.of == QuorumOf::Raters);
    let told = standing(plan, &entry.attendance, subjects).filter(|_| !is_of_raters);
    let mut blocks = Vec::new();
    if !figures.is_empty() {
        blocks.push(Block::Facts(figures));
    }
    blocks.extend(told.map(|told| Block::Paragraph(told.get(lang).to_owned())));
    if blocks.is_empty() {
        return Vec::new();
    }
    vec![section(lang, key!("app-round-paper-turnout"), blocks)]
}

/// Whether the result stands: the sum behind it; none where the plan asks for no quorum.
pub(super) fn standing(
    plan: &Plan,
    attendance: &Attendance,
    subjects: &[RoundSubject],
) -> Option<Text> {
    let raters = subjects.iter().map(|subject| subject.raters).max();
    match stand(plan, &attendance.turnout(raters.unwrap_or(0))) {
        Stand::Stands(told) => told,
        Stand::NoQuorum(told) | Stand::Void(told) | Stand::Open(told) => Some(told),
    }
}

/// The grades of the body that decided, beside those of the vote where the figures tell them.
fn decision(
    plan: &Plan,
    entry: &RoundEntry,
    subjects: &[RoundSubject],
    tally: &PlanTally,
    lang: Lang,
) -> Option<Section> {
    let (body, on) = entry.body.as_ref().zip(entry.decided_on)?;
    let mut lines = vec![text!(
        lang,
        "app-round-paper-decided",
        body = body.name,
        members = body.members.join("、"),
        day = on
    )];
    for subject in &plan.subjects {
        let Some(came) = subjects.iter().find(|one| one.subject == subject.id) else {
            continue;
        };
        let Some(grade) = came
            .grade
            .as_ref()
            .and_then(|grade| grade_name(plan, grade))
        else {
            continue;
        };
        let mut shown = tally.subjects.iter();
        let shown = shown.find(|one| one.subject == subject.id && one.group.is_none());
        let vote = shown.and_then(|one| one.grade_name.as_ref());
        let (name, grade) = (subject.name.get(lang), grade.get(lang));
        lines.push(match vote {
            Some(vote) => text!(
                lang,
                "app-round-paper-beside",
                name = name,
                grade = grade,
                vote = vote.get(lang)
            ),
            None => text!(lang, "app-round-paper-grade", name = name, grade = grade),
        });
        if !came.reason.is_empty() {
            lines.push(text!(lang, "app-round-paper-reason", reason = came.reason));
        }
    }
    let blocks = lines.into_iter().map(Block::Paragraph).collect();
    Some(section(lang, key!("app-round-paper-decision"), blocks))
}

/// A grade's name.
pub(super) fn grade_name<'a>(plan: &'a Plan, grade: &GradeId) -> Option<&'a Text> {
    let mut grades = plan.grading.grades().into_iter();
    grades.find(|one| one.id == *grade).map(|one| &one.name)
}

/// A subject with its office or place.
pub(super) fn full_name(subject: &Subject, lang: Lang) -> String {
    let (name, role) = (subject.name.get(lang), subject.role.get(lang));
    if role.is_empty() {
        name.to_owned()
    } else {
        text!(lang, "app-round-paper-role", name = name, role = role)
    }
}

pub(super) fn section(lang: Lang, heading: Key, blocks: Vec<Block>) -> Section {
    Section {
        heading: Some(crate::words::text(lang, heading)),
        blocks,
    }
}

/// 落款: who gives the notice, and the day.
pub(super) fn signed(issuer: &str, on: NaiveDate) -> Section {
    Section {
        heading: None,
        blocks: vec![
            Block::Byline(issuer.to_owned()),
            Block::Byline(on.to_string()),
        ],
    }
}

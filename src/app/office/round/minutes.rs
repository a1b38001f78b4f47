//! 会议记录: the minutes of a sitting, to be printed and signed.

use std::path::Path;

use super::ballots::ballots_section;
use super::error::RoundError;
use super::held::Held;
use super::papers::{self, section};
use super::proposals::proposals_section;
use super::view::RoundDetail;
use crate::app::AppError;
use crate::app::office::Office;
use crate::app::office::notice_lines::slips_section;
use crate::app::office::notices::LANG;
use crate::courier::keys::write_secret_file;
use crate::domain::document::{Block, Document, Section};
use crate::paper::printed;
use crate::words::{key, text};

impl Office {
    /// Writes the minutes of a sitting that was counted to a new file.
    pub(super) fn minutes(&self, held: &Held, file: &Path) -> Result<(), AppError> {
        if held.plan.rules.meeting.is_none() {
            return Err(RoundError::NoSitting.into());
        }
        if held.subjects.is_empty() {
            return Err(RoundError::NotCounted.into());
        }
        let (plan, round) = held.key();
        let document = minutes_of(
            held,
            &self.round(&plan, Some(round))?,
            &self.issuer(&held.plan),
        );
        Ok(write_secret_file(file, &printed(LANG, &document))?)
    }
}

fn minutes_of(held: &Held, detail: &RoundDetail, issuer: &str) -> Document {
    let plan = &held.plan;
    let mut facts = vec![(text!(LANG, "app-round-paper-organiser"), issuer.to_owned())];
    let organiser = plan.rules.organiser.as_ref();
    if let Some(chair) = organiser.and_then(|organiser| organiser.chair.as_ref()) {
        let chair = chair.get(LANG).to_owned();
        facts.push((text!(LANG, "app-round-paper-chair"), chair));
    }
    if let Some(overseer) = organiser.and_then(|organiser| organiser.overseer.as_ref()) {
        let overseer = overseer.get(LANG).to_owned();
        facts.push((text!(LANG, "app-round-paper-overseer"), overseer));
    }
    let mut sections = vec![Section {
        heading: None,
        blocks: vec![Block::Facts(facts)],
    }];
    if let Some(meeting) = &plan.rules.meeting {
        let lines = papers::meeting_lines(meeting, LANG);
        if !lines.is_empty() {
            let blocks = vec![Block::List(lines)];
            sections.push(section(LANG, key!("app-round-paper-meeting"), blocks));
        }
    }
    sections.extend(proposals_section(plan, &held.entry, LANG));
    sections.extend(papers::turnout(plan, &held.entry, &held.subjects, LANG));
    sections.extend(slips_section(held.slips, LANG));
    sections.extend(ballots_section(
        plan,
        &held.entry.ballots,
        &held.channels,
        LANG,
    ));
    sections.push(results(detail));
    sections.push(signatures(held));
    Document {
        title: text!(
            LANG,
            "app-round-paper-minutes",
            title = plan.title.get(LANG),
            round = held.entry.round
        ),
        sections,
    }
}

/// What was counted: all of it, for a sitting is public among those who held it.
fn results(detail: &RoundDetail) -> Section {
    let none = || "—".to_owned();
    let rows = detail.subjects.iter().map(|subject| {
        let grade = subject.vote_name.as_ref();
        let sum = subject.explained.as_ref();
        vec![
            subject.name.get(LANG).to_owned(),
            subject
                .raters
                .map_or_else(none, |raters| raters.to_string()),
            grade.map_or_else(none, |grade| grade.get(LANG).to_owned()),
            sum.map_or_else(none, |sum| sum.get(LANG).to_owned()),
        ]
    });
    let heads = [
        key!("app-round-paper-whom"),
        key!("app-round-paper-raters"),
        key!("app-round-paper-vote"),
        key!("app-round-paper-sum"),
    ];
    let heads = heads.map(|head| crate::words::text(LANG, head)).to_vec();
    let blocks = vec![Block::Table {
        heads,
        rows: rows.collect(),
    }];
    section(LANG, key!("app-round-paper-results"), blocks)
}

/// A line to sign for the chair, each teller, and whoever wrote it down.
fn signatures(held: &Held) -> Section {
    let organiser = held.plan.rules.organiser.as_ref();
    let named = organiser.map_or(&[][..], |organiser| &organiser.tellers);
    let mut tellers: Vec<&str> = named.iter().map(|teller| teller.get(LANG)).collect();
    // Whoever counted hands or papers signs for them.
    let ballots = held.entry.ballots.iter().filter(|one| one.is_counted());
    for teller in ballots.flat_map(|one| &one.ballot.tellers) {
        if !tellers.contains(&teller.as_str()) {
            tellers.push(teller);
        }
    }
    let mut lines = vec![text!(LANG, "app-round-paper-sign-chair")];
    for name in &tellers {
        lines.push(text!(LANG, "app-round-paper-sign-teller", name = name));
    }
    if tellers.is_empty() {
        lines.push(text!(LANG, "app-round-paper-sign-tellers"));
    }
    lines.push(text!(LANG, "app-round-paper-sign-clerk"));
    section(
        LANG,
        key!("app-round-paper-signatures"),
        lines.into_iter().map(Block::Paragraph).collect(),
    )
}

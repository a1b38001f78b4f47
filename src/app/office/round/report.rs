//! 评议报告: what goes upward, as a file that anybody opens, and its digest in the ledger.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::ballots::ballots_section;
use super::consequence;
use super::error::RoundError;
use super::held::Held;
use super::papers::{self, section};
use super::proposals::proposals_section;
use super::steps::check;
use crate::app::office::folder::replace_secret_file;
use crate::app::office::notices::LANG;
use crate::app::office::tallies::plan_tally;
use crate::app::office::{CaseRow, MeasuresRow, Office, SatisfactionRow};
use crate::app::{AppError, private};
use crate::courier::keys::write_secret_file;
use crate::domain::document::{Block, Document, Section};
use crate::domain::rectification::MeasuresStanding;
use crate::domain::round_status::RoundEvent;
use crate::paper::printed;
use crate::record::{RoundHappened, RoundReport, text_digest};
use crate::words::{key, text};

/// Where reports lie in the office's folder.
pub(in crate::app::office) const REPORTS: &str = "reports";

impl Office {
    /// Writes the report of a round to a new file and keeps a copy; the ledger is told whom it goes to, and its digest.
    pub(super) fn report(
        &self,
        held: &Held,
        to: Option<String>,
        file: &Path,
        texts: &[String],
    ) -> Result<(), AppError> {
        check(Some(held.entry.status), RoundEvent::Reported)?;
        let to = to.filter(|to| !to.trim().is_empty());
        let to = to
            .or_else(|| held.report_to())
            .ok_or(RoundError::ReportTo)?;
        let document = self.report_document(held, &to, texts)?;
        let is_plain = file.extension().is_some_and(|ending| ending == "txt");
        let written = if is_plain {
            format!("{}\n\n{}\n", document.title, document.plain())
        } else {
            printed(LANG, &document)
        };
        write_secret_file(file, &written)?;
        let kept = self.kept_report(held);
        private::own_folder(kept.parent().unwrap_or(&self.dir))?;
        replace_secret_file(&kept, &written)?;
        let (plan, round) = held.key();
        self.note_round(RoundHappened::RoundReported {
            plan,
            round,
            report: RoundReport {
                to,
                digest: text_digest(&written),
            },
        })
    }

    /// The copy of the newest report that lies in the office's folder.
    fn kept_report(&self, held: &Held) -> PathBuf {
        let (plan, round) = held.key();
        self.dir.join(REPORTS).join(format!("{plan}-{round}"))
    }

    /// The newest report as it went upward; none where there is none, or another lies there.
    pub(super) fn report_text(&self, held: &Held) -> Option<String> {
        let (_, report) = held.entry.report.as_ref()?;
        let text = fs::read_to_string(self.kept_report(held)).ok()?;
        (text_digest(&text) == report.digest).then_some(text)
    }

    fn report_document(
        &self,
        held: &Held,
        to: &str,
        texts: &[String],
    ) -> Result<Document, AppError> {
        let (entry, plan) = (&held.entry, &held.plan);
        let on = self.believable_today()?;
        let issuer = self.issuer(plan);
        let mut facts = vec![
            (text!(LANG, "app-round-paper-to"), to.to_owned()),
            (
                text!(LANG, "app-round-paper-plan"),
                plan.title.get(LANG).to_owned(),
            ),
            (text!(LANG, "app-round-paper-round"), days(held)),
        ];
        if let Some(posting) = &entry.posting {
            let until = posting
                .last()
                .map_or_else(|| "—".to_owned(), |day| day.to_string());
            let hung = format!("{} – {until}", posting.from);
            facts.push((text!(LANG, "app-round-paper-posting"), hung));
        }
        let mut sections = vec![Section {
            heading: None,
            blocks: vec![Block::Facts(facts)],
        }];
        sections.extend(papers::turnout(plan, entry, &held.subjects, LANG));
        sections.extend(ballots_section(plan, &entry.ballots, &held.channels, LANG));
        sections.push(self.grades(held)?);
        sections.extend(self.consequences(held)?);
        sections.push(objections(held));
        sections.push(self.handling(held, on)?);
        sections.extend(self.revisited(held)?);
        sections.extend(self.rectified(held, on)?);
        sections.extend(stages(held, on));
        sections.extend(proposals_section(plan, entry, LANG));
        let headings = plan.rules.report.iter().flat_map(|report| &report.sections);
        for (at, heading) in headings.enumerate() {
            let heading = heading.get(LANG).to_owned();
            let said = texts.get(at).map_or("", |said| said.trim());
            if said.is_empty() {
                return Err(RoundError::SectionMissing { heading }.into());
            }
            let lines = said.lines().map(|line| Block::Paragraph(line.to_owned()));
            sections.push(Section {
                heading: Some(heading),
                blocks: lines.collect(),
            });
        }
        if let Some(approve) = plan
            .rules
            .report
            .as_ref()
            .and_then(|report| report.approve.as_ref())
        {
            let line = text!(LANG, "app-round-paper-approve", name = approve.get(LANG));
            sections.push(Section {
                heading: None,
                blocks: vec![Block::Paragraph(line)],
            });
        }
        sections.push(papers::signed(&issuer, on));
        Ok(Document {
            title: text!(
                LANG,
                "app-round-paper-report",
                title = plan.title.get(LANG),
                round = entry.round
            ),
            sections,
        })
    }

    /// Who was rated by how many, and the grades: what too few stand behind is left out here as on the boards.
    fn grades(&self, held: &Held) -> Result<Section, AppError> {
        let tally = plan_tally(&held.tally_of(), &self.record.counts()?);
        let none = || "—".to_owned();
        let mut rows = Vec::new();
        for subject in &held.plan.subjects {
            let came = held.subjects.iter().find(|one| one.subject == subject.id);
            let mut shown = tally.subjects.iter();
            let shown = shown.find(|row| row.subject == subject.id && row.group.is_none());
            let raters = shown.and_then(|row| row.raters);
            let vote = shown.and_then(|row| row.grade_name.as_ref());
            let is_told = held.entry.body.is_some() || raters.is_some();
            let grade = came
                .and_then(|came| came.grade.as_ref())
                .filter(|_| is_told);
            let grade = grade.and_then(|grade| papers::grade_name(&held.plan, grade));
            rows.push(vec![
                papers::full_name(subject, LANG),
                raters.map_or_else(none, |raters| raters.to_string()),
                vote.map_or_else(none, |vote| vote.get(LANG).to_owned()),
                grade.map_or_else(none, |grade| grade.get(LANG).to_owned()),
                came.map(|came| came.reason.clone()).unwrap_or_default(),
            ]);
        }
        let heads = [
            key!("app-round-paper-whom"),
            key!("app-round-paper-raters"),
            key!("app-round-paper-vote"),
            key!("app-round-paper-decision"),
            key!("app-round-paper-why"),
        ];
        let heads = heads.map(|head| crate::words::text(LANG, head)).to_vec();
        let mut blocks = vec![Block::Table { heads, rows }];
        if let Some((body, on)) = held.entry.body.as_ref().zip(held.entry.decided_on) {
            blocks.push(Block::Paragraph(text!(
                LANG,
                "app-round-paper-decided",
                body = body.name,
                members = body.members.join("、"),
                day = on
            )));
        }
        Ok(section(LANG, key!("app-round-paper-results"), blocks))
    }

    fn consequences(&self, held: &Held) -> Result<Option<Section>, AppError> {
        let found = consequence::found(&self.record, &self.book()?, &held.plan, &held.entry)?;
        let line = |one: &super::view::ConsequenceRow| {
            let proof: Vec<String> = one
                .proof
                .iter()
                .map(|proof| format!("{} {} {}", proof.plan, proof.round, proof.grade.get(LANG)))
                .collect();
            text!(
                LANG,
                "app-round-paper-consequence",
                name = one.name.get(LANG),
                text = one.text.get(LANG),
                proof = proof.join("、")
            )
        };
        let lines: Vec<String> = found.iter().map(line).collect();
        let blocks = vec![Block::List(lines)];
        let section = section(LANG, key!("app-round-paper-consequences"), blocks);
        Ok((!found.is_empty()).then_some(section))
    }

    /// How the opinions that came in under the plan meanwhile were answered, and which late.
    fn handling(&self, held: &Held, on: NaiveDate) -> Result<Section, AppError> {
        let cases = self.cases_during(held, on)?;
        let late = cases.iter().filter(|case| case.overdue);
        let late: Vec<String> = late
            .map(|case| {
                let answered = case
                    .answered_on
                    .map_or_else(|| "—".to_owned(), |day| day.to_string());
                text!(
                    LANG,
                    "app-round-paper-late",
                    number = case.number,
                    due = case.due.date,
                    answered = answered
                )
            })
            .collect();
        let answered = cases
            .iter()
            .filter(|case| case.answered_on.is_some())
            .count();
        let counts = text!(
            LANG,
            "app-round-paper-cases",
            received = cases.len(),
            answered = answered,
            late = late.len()
        );
        let mut blocks = vec![Block::Paragraph(counts)];
        if !late.is_empty() {
            blocks.push(Block::List(late));
        }
        Ok(section(LANG, key!("app-round-paper-handling"), blocks))
    }

    /// 回访: how content people are with the answers, the holders of receipts apart from what staff heard; none where nobody said
    /// anything.
    fn revisited(&self, held: &Held) -> Result<Option<Section>, AppError> {
        let all = self.satisfactions(&held.plan.id)?;
        let line = |row: SatisfactionRow, is_holders| {
            let share = row.content() * 1000 / row.all().max(1);
            let rate = format!("{}.{}%", share / 10, share % 10);
            sentence_of(is_holders, row, &rate)
        };
        let mut lines = Vec::new();
        if all.residents.all() > 0 {
            lines.push(line(all.residents, true));
        }
        if all.staff.all() > 0 {
            lines.push(line(all.staff, false));
        }
        let heading = key!("app-round-paper-revisit");
        let is_asked = !lines.is_empty();
        let found = section(LANG, heading, vec![Block::List(lines)]);
        Ok(is_asked.then_some(found))
    }

    /// 整改: how far the measures are, and whose are late; none where the plan asks for none and none were set.
    fn rectified(&self, held: &Held, on: NaiveDate) -> Result<Option<Section>, AppError> {
        let cases = self.cases_during(held, on)?;
        let measures: Vec<_> = cases
            .iter()
            .filter_map(|case| Some((case.number, case.measures.as_ref()?)))
            .collect();
        if measures.is_empty() {
            return Ok(None);
        }
        let count = |standing| {
            let is_it = |(_, one): &&(_, &MeasuresRow)| one.standing == standing;
            measures.iter().filter(is_it).count()
        };
        let late = measures.iter().filter(|(_, one)| one.late);
        let late: Vec<String> = late
            .map(|(number, one)| {
                let due = one
                    .due_on
                    .map_or_else(|| "—".to_owned(), |day| day.to_string());
                let name = Some(&one.responsible).filter(|name| !name.is_empty());
                text!(
                    LANG,
                    "app-round-paper-measures-late",
                    number = number,
                    due = due,
                    name = name.map_or("—", String::as_str)
                )
            })
            .collect();
        let counts = text!(
            LANG,
            "app-round-paper-measures",
            done = count(MeasuresStanding::Done),
            underway = count(MeasuresStanding::Underway),
            missing = count(MeasuresStanding::Missing),
            late = late.len()
        );
        let mut blocks = vec![Block::Paragraph(counts)];
        if !late.is_empty() {
            blocks.push(Block::List(late));
        }
        let heading = key!("app-round-paper-rectification");
        Ok(Some(section(LANG, heading, blocks)))
    }

    /// The cases of the plan that came in from the round's first day until `on`, or until its last day where the next round
    /// follows at once.
    pub(super) fn cases_during(
        &self,
        held: &Held,
        on: NaiveDate,
    ) -> Result<Vec<CaseRow>, AppError> {
        let last = held.entry.last.unwrap_or(on).min(on);
        let mut cases = self.cases()?;
        cases.retain(|case| {
            let during = held.entry.first <= case.received_on && case.received_on <= last;
            case.plan == held.plan.id && during
        });
        Ok(cases)
    }
}

fn days(held: &Held) -> String {
    let entry = &held.entry;
    match entry.last {
        Some(last) => text!(
            LANG,
            "app-round-paper-days",
            first = entry.first,
            last = last
        ),
        None => text!(LANG, "app-round-paper-from", first = entry.first),
    }
}

/// How content people are, in words; 居民回访 where the holders said it themselves.
fn sentence_of(is_holders: bool, row: SatisfactionRow, rate: &str) -> String {
    let SatisfactionRow {
        satisfied,
        fairly,
        dissatisfied,
    } = row;
    if is_holders {
        text!(
            LANG,
            "app-round-paper-revisit-residents",
            all = row.all(),
            satisfied = satisfied,
            fairly = fairly,
            dissatisfied = dissatisfied,
            rate = rate
        )
    } else {
        text!(
            LANG,
            "app-round-paper-revisit-staff",
            all = row.all(),
            satisfied = satisfied,
            fairly = fairly,
            dissatisfied = dissatisfied,
            rate = rate
        )
    }
}

/// The stages of the procedure: what was done when, and what is late.
fn stages(held: &Held, on: NaiveDate) -> Option<Section> {
    let rows = held.stage_rows(on).into_iter();
    let lines: Vec<String> = rows.map(|row| papers::stage_line(&row, LANG)).collect();
    let is_empty = lines.is_empty();
    let blocks = vec![Block::List(lines)];
    let section = section(LANG, key!("app-round-paper-stages"), blocks);
    (!is_empty).then_some(section)
}

/// How many objections, and when each was answered; never what they say.
fn objections(held: &Held) -> Section {
    let line = |one: &crate::record::ObjectionEntry| {
        let answered = one
            .answered_on
            .map_or_else(|| "—".to_owned(), |day| day.to_string());
        text!(
            LANG,
            "app-round-paper-objected",
            number = one.number,
            day = one.received_on,
            answered = answered
        )
    };
    let lines: Vec<String> = held.objections.iter().map(line).collect();
    let blocks = if lines.is_empty() {
        vec![Block::Paragraph(text!(
            LANG,
            "app-round-paper-no-objections"
        ))]
    } else {
        vec![Block::List(lines)]
    };
    section(LANG, key!("app-round-paper-objection"), blocks)
}

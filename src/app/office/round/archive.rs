//! 归档: a round's papers in one folder that stock tools check, in years and without this program.
//!
//! The folder is put together under another name and appears whole; its list, `SHA256SUMS`, and the office's signature over it
//! come last, as in a backup.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::ballots::ballot_line;
use super::error::RoundError;
use super::held::Held;
use super::papers;
use super::report::REPORTS;
use super::steps::check;
use crate::app::office::folder::{remove, sync_folder};
use crate::app::office::listed::{LIST, Listed, copied, list_text, sign_list, written};
use crate::app::office::notices::LANG;
use crate::app::office::tallies::plan_tally;
use crate::app::office::{Office, originals};
use crate::app::{AppError, at, private};
use crate::courier::sign::Purpose;
use crate::courier::stick::batch_stem;
use crate::domain::card::Answer;
use crate::domain::document::{Block, Document};
use crate::domain::round_status::RoundEvent;
use crate::paper::printed;
use crate::record::{
    BallotEntry, RecordError, RoundArchive, RoundHappened, reply_place, statement_place,
    text_digest,
};
use crate::words::{key, text};

/// What the name of every archive folder begins with; plan and round follow.
const NAME: &str = "PINGYI-ARCHIVE-";
/// 归档目录
const CATALOGUE: &str = "CATALOGUE";

/// A folder that is being filled.
struct Folder<'a> {
    at: &'a Path,
    files: Vec<Listed>,
    /// What each file is, in the order of the catalogue.
    catalogue: Vec<(String, String)>,
}

impl Folder<'_> {
    fn write(&mut self, path: &str, what: String, said: &str) -> Result<(), AppError> {
        self.files.push(written(&self.at.join(path), path, said)?);
        self.catalogue.push((path.to_owned(), what));
        Ok(())
    }
}

impl Office {
    /// Puts the papers of a round into a new folder inside `place`; which it is.
    pub(super) fn archive(
        &self,
        held: &Held,
        place: &Path,
        class: Option<String>,
        years: Option<u32>,
    ) -> Result<PathBuf, AppError> {
        check(Some(held.entry.status), RoundEvent::Archived)?;
        let planned = held.plan.rules.archive.as_ref();
        let class = class
            .filter(|class| !class.trim().is_empty())
            .or_else(|| planned.map(|archive| archive.class.get(LANG).to_owned()))
            .ok_or(RoundError::ClassMissing)?;
        let years = years.or_else(|| planned.and_then(|archive| archive.years));
        private::make_folder(place)?;
        let (plan, round) = held.key();
        let whole = place.join(format!("{NAME}{plan}-{round}"));
        if fs::symlink_metadata(&whole).is_ok() {
            return Err(RoundError::ArchiveThere { path: whole }.into());
        }
        let part = place.join(format!("{NAME}{plan}-{round}.part"));
        if fs::symlink_metadata(&part).is_ok() {
            remove(&part)?;
        }
        let digest = match self.fill_archive(held, &part, (&class, years)) {
            Ok(digest) => digest,
            Err(error) => {
                let _gone = remove(&part);
                return Err(error);
            }
        };
        fs::rename(&part, &whole).map_err(at(&whole))?;
        sync_folder(place)?;
        self.note_round(RoundHappened::RoundArchived {
            plan,
            round,
            archive: RoundArchive {
                class,
                years,
                digest,
            },
        })?;
        Ok(whole)
    }

    /// Every paper, the list and its signature; the list's digest.
    fn fill_archive(
        &self,
        held: &Held,
        part: &Path,
        kept_as: (&str, Option<u32>),
    ) -> Result<String, AppError> {
        private::own_folder(part)?;
        let (plan, round) = held.key();
        let on = self.believable_today()?;
        let mut folder = Folder {
            at: part,
            files: Vec::new(),
            catalogue: Vec::new(),
        };
        let toml = self.record.plan_toml(&plan, held.entry.revision)?;
        let toml = toml.ok_or(RecordError::UnknownPlan { plan: plan.clone() })?;
        folder.write("plan.toml", text!(LANG, "app-round-archive-plan"), &toml)?;
        let detail = self.round(&plan, Some(round))?;
        let account = serde_json::to_string_pretty(&detail)
            .map_err(|_| AppError::Machine { what: "a round" })?;
        folder.write(
            "round.json",
            text!(LANG, "app-round-archive-round"),
            &account,
        )?;
        let counts = plan_tally(&held.tally_of(), &self.record.counts()?);
        folder.write(
            "counts.txt",
            text!(LANG, "app-round-archive-counts"),
            &counted(held, &counts),
        )?;
        for number in &held.entry.notices {
            let notice = self.notice(*number)?;
            let said = format!(
                "{}\n{}\n\n{}\n",
                notice.title, notice.posted_on, notice.body
            );
            folder.write(
                &format!("notices/{number:04}.txt"),
                text!(LANG, "app-round-archive-notice", title = notice.title),
                &said,
            )?;
        }
        self.put_words(held, &mut folder)?;
        if let Some(report) = self.report_text(held) {
            let ending = if report.starts_with('<') {
                "html"
            } else {
                "txt"
            };
            let path = format!("{REPORTS}/report.{ending}");
            folder.write(&path, text!(LANG, "app-round-archive-report"), &report)?;
        }
        self.put_originals(held, &mut folder)?;
        let ledger = self.ledger_point()?;
        let ledger = format!("{} {}\n", ledger.length, ledger.head);
        folder.write(
            "ledger-head.txt",
            text!(LANG, "app-round-archive-ledger"),
            &ledger,
        )?;
        let catalogue = catalogue(
            held,
            &folder.catalogue,
            kept_as,
            &self.issuer(&held.plan),
            on,
        );
        let lines = format!("{}\n\n{}\n", catalogue.title, catalogue.plain());
        for (ending, said) in [("txt", lines), ("html", printed(LANG, &catalogue))] {
            let path = format!("{CATALOGUE}.{ending}");
            folder.files.push(written(&part.join(&path), &path, &said)?);
        }
        folder.files.sort_by(|a, b| a.path.cmp(&b.path));
        let list = list_text(&folder.files);
        let purpose = Purpose::Archive { plan, round };
        sign_list(part, &list, &self.signing, &self.community.id, purpose)?;
        sync_folder(part)?;
        Ok(text_digest(&list))
    }

    /// Statements, objections with their answers, and replies that went out about the plan meanwhile.
    fn put_words(&self, held: &Held, folder: &mut Folder<'_>) -> Result<(), AppError> {
        let (plan, round) = held.key();
        for subject in &held.subjects {
            let place = statement_place(&plan, round, &subject.subject);
            if let Some(words) = self.opened(&place, subject.statement)? {
                let path = format!("statements/{}.txt", subject.subject);
                let name = held.subject(&subject.subject)?.name.get(LANG);
                let what = text!(LANG, "app-round-archive-statement", name = name);
                folder.write(&path, what, &format!("{}\n", &*words))?;
            }
        }
        for one in self.round(&plan, Some(round))?.objections {
            let mut said = String::new();
            for (day, words) in [
                (Some(one.received_on), one.text),
                (one.answered_on, one.answer),
            ] {
                if let Some((day, words)) = day.zip(words) {
                    let _infallible = write!(said, "{day}\n{}\n\n", &*words);
                }
            }
            let path = format!("objections/{:04}.txt", one.number);
            let what = text!(LANG, "app-round-archive-objection", number = one.number);
            folder.write(&path, what, &said)?;
        }
        let until = self.believable_today()?;
        for case in self.cases_during(held, until)? {
            let Some(reply) = self.record.case(case.number)?.reply else {
                continue;
            };
            let words = self.words(&reply_place(case.number), &reply)?;
            let path = format!("replies/{:04}.txt", case.number.0);
            let day = case
                .answered_on
                .map_or_else(String::new, |day| day.to_string());
            let what = text!(LANG, "app-round-archive-reply", number = case.number);
            folder.write(&path, what, &format!("{day}\n{}\n", &*words))?;
        }
        Ok(())
    }

    /// The batches of the round, as their devices signed them.
    fn put_originals(&self, held: &Held, folder: &mut Folder<'_>) -> Result<(), AppError> {
        let (plan, round) = held.key();
        for batch in self.record.counting_batches()? {
            if !batch.facts.is_of_round(&plan, round) {
                continue;
            }
            let (original, signature) = originals::paths(&self.dir, &batch.device, batch.number);
            let stem = format!("originals/{}/{}", batch.device, batch_stem(batch.number));
            let what = text!(
                LANG,
                "app-round-archive-original",
                device = batch.device,
                number = batch.number
            );
            for (from, ending) in [(original, "JSL"), (signature, "SIG")] {
                let path = format!("{stem}.{ending}");
                folder
                    .files
                    .push(copied(&from, &folder.at.join(&path), &path)?);
            }
            folder.catalogue.push((stem, what));
        }
        Ok(())
    }
}

/// Every count of the round, the few included: for the archive, never for a board.
fn counted(held: &Held, tally: &crate::app::office::PlanTally) -> String {
    let mut lines = vec![format!(
        "{} {}",
        held.plan.title.get(LANG),
        held.entry.round
    )];
    let whole = tally.subjects.iter().filter(|row| row.group.is_none());
    for row in whole {
        lines.push(String::new());
        lines.push(format!("{} {}", row.name.get(LANG), row.full.raters));
        for (criterion, counts) in row.criteria.iter().zip(&row.full.answers) {
            let answers = criterion.answers.iter().zip(counts);
            let answers: Vec<String> = answers
                .map(|(answer, count)| format!("{} {count}", answer.name.get(LANG)))
                .collect();
            lines.push(format!(
                "{}: {}",
                criterion.name.get(LANG),
                answers.join(" | ")
            ));
        }
        lines.extend(
            row.full
                .explained
                .as_ref()
                .map(|sum| sum.get(LANG).to_owned()),
        );
    }
    for (way, counts) in by_way(held) {
        lines.push(String::new());
        lines.push(way);
        lines.extend(counts);
    }
    lines.push(String::new());
    lines.join("\n")
}

/// What was voted by hand or on paper, count by count: what devices took is the rest of the whole.
fn by_way(held: &Held) -> Vec<(String, Vec<String>)> {
    let counted = held.entry.ballots.iter().filter(|one| one.is_counted());
    let lines = |one: &BallotEntry| {
        let mut lines = Vec::new();
        for said in &one.ballot.subjects {
            let (name, rated) = (said.subject.as_str(), said.rated);
            lines.push(format!("{name} {rated}"));
            lines.extend(said.counts.iter().map(|cell| {
                let answer = match &cell.answer {
                    Answer::Score(score) => score.to_string(),
                    Answer::Choice(choice) => choice.to_string(),
                };
                format!("{name}/{} {answer} {}", cell.criterion, cell.count)
            }));
        }
        (ballot_line(&held.plan, one, LANG), lines)
    };
    counted.map(lines).collect()
}

/// 归档目录
fn catalogue(
    held: &Held,
    files: &[(String, String)],
    (class, years): (&str, Option<u32>),
    issuer: &str,
    on: chrono::NaiveDate,
) -> Document {
    let term = years.map_or_else(
        || text!(LANG, "app-round-archive-for-ever"),
        |years| text!(LANG, "app-round-archive-years", years = years),
    );
    let facts = vec![
        (text!(LANG, "app-round-archive-class"), class.to_owned()),
        (text!(LANG, "app-round-archive-term"), term),
        (
            text!(LANG, "app-round-archive-checked"),
            format!("sha256sum -c {LIST}"),
        ),
    ];
    let heads = [
        key!("app-round-archive-number"),
        key!("app-round-archive-what"),
        key!("app-round-archive-file"),
    ];
    let rows = (1_u32..).zip(files);
    let rows = rows
        .map(|(number, (path, what))| vec![number.to_string(), what.clone(), path.clone()])
        .collect();
    Document {
        title: text!(
            LANG,
            "app-round-archive-title",
            title = held.plan.title.get(LANG),
            round = held.entry.round
        ),
        sections: vec![
            papers::section(
                LANG,
                key!("app-round-archive-kept"),
                vec![Block::Facts(facts)],
            ),
            papers::section(
                LANG,
                key!("app-round-archive-papers"),
                vec![Block::Table {
                    heads: heads.map(|head| crate::words::text(LANG, head)).to_vec(),
                    rows,
                }],
            ),
            papers::signed(issuer, on),
        ],
    }
}

//! A recount from the original batches.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::NaiveDate;

use super::originals::{self, Counted, Found};
use super::plans::PlanBook;
use super::story::{self, Loaded, Story};
use super::{Difference, DifferencePart, Office, VerifyReport};
use crate::app::{AppError, Progress, at};
use crate::domain::card::Answer;
use crate::domain::ids::{BatchNumber, DeviceId, RootHash, SheetId, Tag};
use crate::record::{BatchEntry, CaseEntry, CellKey, Counts, NewCase, RaterKey, text_digest};
use crate::words::Sentence;

/// What stands where one side has nothing.
pub(super) const NONE: &str = "–";
const SHEETS_LISTED: usize = 20;

impl Office {
    /// Opens every original batch again, recounts everything, and names each difference to the record. A record
    /// that differs is no error here: the report says so.
    pub fn verify(&self, progress: &mut dyn FnMut(Progress)) -> Result<VerifyReport, AppError> {
        let batches = self.record.batches()?;
        let ledger = self.record.ledger()?;
        let story = Story::of(&ledger);
        let mut found = Findings::default();
        let mut recount = Recount::default();
        let book = self.book()?;
        let total = batches.len() as u64;
        for (done, entry) in batches.iter().enumerate() {
            progress(Progress {
                done: done as u64,
                total,
                step: Sentence::new("app-office-step-count").with("file", name_of(entry)),
            });
            self.check_batch(entry, &story, &book, &mut recount, &mut found);
        }
        self.check_strays(&batches, &mut found)?;
        let counts = self.record.counts()?;
        let cases = self.record.cases()?;
        let cells = compare_counts(&recount.counts, &counts, &mut found);
        compare_cases(recount.cases.values(), &cases, &mut found);
        compare_sheets(&recount, &self.record.sheets_seen()?, &mut found);
        self.compare_receipts(&recount, &mut found)?;
        story::check_chain(&ledger, &mut found);
        story.check(&self.record, &book, &cases, &batches, &mut found)?;
        if story.community() != Some(&self.community.id) {
            let told = story.community();
            let told = told.map_or_else(|| NONE.to_owned(), ToString::to_string);
            let own = &self.community.id;
            found.note(DifferencePart::Ledger, "community".to_owned(), told, own);
        }
        progress(Progress {
            done: total,
            total,
            step: Sentence::new("app-office-step-compare"),
        });
        Ok(VerifyReport {
            batches: total,
            ratings: recount.ratings,
            opinions: recount.opinions,
            cells,
            cases: cases.len() as u64,
            ledger_entries: ledger.len() as u64,
            ledger_head: self.record.ledger_head()?.to_string(),
            differences: found.0,
        })
    }

    /// Opens one original batch, adds it to the recount and compares it with its entry.
    fn check_batch(
        &self,
        entry: &BatchEntry,
        story: &Story,
        book: &PlanBook,
        sum: &mut Recount,
        found: &mut Findings,
    ) {
        let name = name_of(entry);
        let batch = DifferencePart::Batch;
        // The key stands in the record too: only one the ledger saw accepted is believed.
        if !story.accepted(&entry.device, &entry.signing_key) {
            found.note(batch, format!("{name} key"), NONE, &entry.signing_key);
        }
        let loaded = story.loaded(&entry.device, entry.number);
        if loaded.map(|loaded| loaded.root) != Some(entry.root) {
            let loaded = loaded.map_or_else(|| NONE.to_owned(), |loaded| loaded.root.to_string());
            found.note(batch, format!("{name} ledger"), loaded, entry.root);
        }
        let original = match self.recount(entry, loaded, book, sum) {
            Ok(original) => original,
            Err(error) => {
                // The file is gone, changed or signed by another key: what it held cannot be recounted.
                found.note(batch, name, error.to_string(), entry.root);
                return;
            }
        };
        let header = &original.header;
        let text = |root: &Option<RootHash>| {
            root.as_ref()
                .map_or_else(|| NONE.to_owned(), ToString::to_string)
        };
        let facts = [
            ("root", original.root.to_string(), entry.root.to_string()),
            ("previous", text(&header.previous), text(&entry.previous)),
            ("week", header.week.to_string(), entry.week.to_string()),
            (
                "crowd-override",
                header.crowd_override.to_string(),
                entry.crowd_override.to_string(),
            ),
        ];
        for (fact, expected, value) in facts {
            found.compare(batch, format!("{name} {fact}"), expected, value);
        }
        let figures = [
            ("issued", header.counts.issued, entry.issued),
            ("submitted", header.counts.submitted, entry.submitted),
            ("abandoned", header.counts.abandoned, entry.abandoned),
            ("slips", header.counts.slips, entry.slips),
            ("ratings", original.ratings, entry.ratings),
            ("opinions", original.opinions, entry.opinions),
            ("set-aside", original.sheets.set_aside, entry.set_aside),
        ];
        for (figure, expected, value) in figures {
            found.compare(batch, format!("{name} {figure}"), expected, value);
        }
    }

    /// Counts one original batch by the rules of loading, and adds it to `sum` when it was whole.
    fn recount(
        &self,
        entry: &BatchEntry,
        loaded: Option<&Loaded>,
        book: &PlanBook,
        sum: &mut Recount,
    ) -> Result<Counted, AppError> {
        let reader = originals::open(&self.dir, entry, &self.community.id)?;
        let (mut sheets, mut cases, mut receipts) = (Vec::new(), Vec::new(), Vec::new());
        let known = &sum.sheets;
        let mut take = |found: Found| {
            let (id, case) = match found {
                Found::Rating(id) => (id, None),
                Found::Opinion(id, case) => (id, Some(case)),
                Found::Receipt(tag) => {
                    receipts.push(tag);
                    return Ok(true);
                }
            };
            // A sheet that came in two batches counts once; its case was opened by the one that was loaded first.
            let new = !known.contains(&id);
            if new {
                sheets.push(id);
            }
            cases.extend(case.map(|case| (id, case)));
            Ok(new)
        };
        let counted = originals::count(reader, book, &self.opening, &mut take, &mut |_, _| {})?;
        sum.sheets.extend(sheets);
        for (id, case) in cases {
            let place = loaded.map_or(u64::MAX, |loaded| loaded.place);
            let opened = Opened {
                place,
                on: loaded.map(|loaded| loaded.on),
                case,
            };
            match sum.cases.get(&id) {
                Some(earlier) if earlier.place <= place => {}
                Some(_) | None => {
                    sum.cases.insert(id, opened);
                }
            }
        }
        sum.receipts.extend(receipts);
        sum.ratings += counted.sheets.ratings_new;
        sum.opinions += counted.sheets.opinions_new;
        for (key, counts) in &counted.counts {
            let all = sum.counts.entry(key.clone()).or_default();
            all.raters += counts.raters;
            for (cell, count) in &counts.cells {
                *all.cells.entry(cell.clone()).or_default() += count;
            }
        }
        Ok(counted)
    }

    /// Batches the ledger or the folder knows and the list does not.
    fn check_strays(&self, batches: &[BatchEntry], found: &mut Findings) -> Result<(), AppError> {
        let listed: BTreeSet<String> = batches.iter().map(name_of).collect();
        for name in kept(&self.dir)? {
            if !listed.contains(&name) {
                found.note(DifferencePart::Batch, name, "1", "0");
            }
        }
        Ok(())
    }

    fn compare_receipts(&self, recount: &Recount, found: &mut Findings) -> Result<(), AppError> {
        let recorded: BTreeSet<_> = self.record.receipts()?.into_iter().collect();
        let sheet = DifferencePart::Sheet;
        for tag in recount.receipts.difference(&recorded) {
            found.note(sheet, tag.to_string(), "1", "0");
        }
        for tag in recorded.difference(&recount.receipts) {
            found.note(sheet, tag.to_string(), "0", "1");
        }
        Ok(())
    }
}

/// An opinion of the original batches, and the loading that made a case of it.
struct Opened {
    /// Which entry of the ledger tells of the loading.
    place: u64,
    /// Its day; none where the ledger tells of no such batch.
    on: Option<NaiveDate>,
    case: NewCase,
}

/// The sum of every batch opened so far.
#[derive(Default)]
struct Recount {
    counts: BTreeMap<RaterKey, Counts>,
    cases: BTreeMap<SheetId, Opened>,
    sheets: BTreeSet<SheetId>,
    receipts: BTreeSet<Tag>,
    ratings: u64,
    opinions: u64,
}

/// The original batch files there are, as `LOBBY1 B0000042`.
fn kept(office: &Path) -> Result<Vec<String>, AppError> {
    let batches = office.join("batches");
    let mut names = Vec::new();
    for device in listed(&batches)? {
        for file in listed(&batches.join(&device))? {
            if let Some(stem) = file.strip_suffix(".JSL") {
                names.push(format!("{device} {stem}"));
            }
        }
    }
    names.sort();
    Ok(names)
}

fn listed(folder: &Path) -> Result<Vec<String>, AppError> {
    let mut names = Vec::new();
    if folder.is_dir() {
        for entry in std::fs::read_dir(folder).map_err(at(folder))? {
            let name = entry.map_err(at(folder))?.file_name();
            names.push(name.to_string_lossy().into_owned());
        }
    }
    Ok(names)
}

/// The differences so far.
#[derive(Default)]
pub(super) struct Findings(Vec<Difference>);

impl Findings {
    pub(super) fn note(
        &mut self,
        part: DifferencePart,
        place: String,
        expected: impl ToString,
        found: impl ToString,
    ) {
        self.0.push(Difference {
            part,
            place,
            expected: expected.to_string(),
            found: found.to_string(),
        });
    }

    pub(super) fn compare<T: ToString + PartialEq>(
        &mut self,
        part: DifferencePart,
        place: String,
        expected: T,
        found: T,
    ) {
        if expected != found {
            self.note(part, place, expected, found);
        }
    }
}

/// `LOBBY1 B0000042`
pub(super) fn name(device: &DeviceId, number: BatchNumber) -> String {
    format!("{device} {}", crate::courier::stick::batch_stem(number))
}

fn name_of(entry: &BatchEntry) -> String {
    name(&entry.device, entry.number)
}

/// Compares every count; how many there are.
fn compare_counts(
    recounted: &BTreeMap<RaterKey, Counts>,
    recorded: &BTreeMap<RaterKey, Counts>,
    found: &mut Findings,
) -> u64 {
    let nothing = Counts::default();
    let mut compared = 0;
    let keys: BTreeSet<&RaterKey> = recounted.keys().chain(recorded.keys()).collect();
    for key in keys {
        let expected = recounted.get(key).unwrap_or(&nothing);
        let held = recorded.get(key).unwrap_or(&nothing);
        let whom = whom(key);
        compared += 1;
        found.compare(
            DifferencePart::Raters,
            whom.clone(),
            expected.raters,
            held.raters,
        );
        let cells: BTreeSet<&CellKey> = expected.cells.keys().chain(held.cells.keys()).collect();
        for cell in cells {
            compared += 1;
            let answer = match &cell.answer {
                Answer::Score(score) => score.to_string(),
                Answer::Choice(choice) => choice.to_string(),
            };
            let count = |counts: &Counts| counts.cells.get(cell).copied().unwrap_or(0);
            found.compare(
                DifferencePart::Count,
                format!("{whom} {} {answer}", cell.criterion),
                count(expected),
                count(held),
            );
        }
    }
    compared
}

/// `s1 r1 2026 wang`, and the voter group where there is one.
fn whom(key: &RaterKey) -> String {
    let RaterKey {
        plan,
        revision,
        period,
        subject,
        group,
    } = key;
    let group = group
        .as_ref()
        .map_or_else(String::new, |group| format!("/{group}"));
    format!("{plan} r{revision} {period} {subject}{group}")
}

/// Compares cases by what their sheets say and the day they came. Two residents may write the same: copies are counted.
fn compare_cases<'a>(
    recounted: impl Iterator<Item = &'a Opened>,
    recorded: &[CaseEntry],
    found: &mut Findings,
) {
    let mut left: BTreeMap<(&NewCase, Option<NaiveDate>), u64> = BTreeMap::new();
    for opened in recounted {
        *left.entry((&opened.case, opened.on)).or_default() += 1;
    }
    let mut extra = Vec::new();
    for case in recorded {
        match left.get_mut(&(&case.opinion, Some(case.received_on))) {
            Some(count) if *count > 0 => *count -= 1,
            _ => extra.push(case),
        }
    }
    let mut missing: Vec<(&NewCase, Option<NaiveDate>)> = left
        .into_iter()
        .flat_map(|(case, count)| (0..count).map(move |_| case))
        .collect();
    // Numbers are given one after another and never taken back; a case that is lost or made up has been named already.
    let whole = extra.is_empty() && missing.is_empty();
    let renumbered = (1_u32..)
        .zip(recorded)
        .find(|(number, case)| case.number.0 != *number);
    if let Some((number, case)) = renumbered.filter(|_| whole) {
        found.note(
            DifferencePart::Case,
            case.number.to_string(),
            number,
            case.number,
        );
    }
    for case in extra {
        // The same receipt or the same words on both sides: one case that was changed, not one lost and one made up.
        let opinion = &case.opinion;
        let twin = missing.iter().position(|(lost, _)| {
            (opinion.tag.is_some() && lost.tag == opinion.tag) || *lost == opinion
        });
        let expected = twin.map_or_else(
            || NONE.to_owned(),
            |place| {
                let (lost, on) = missing.swap_remove(place);
                identity(lost, on)
            },
        );
        let held = identity(opinion, Some(case.received_on));
        found.note(
            DifferencePart::Case,
            case.number.to_string(),
            expected,
            held,
        );
    }
    for (case, on) in missing {
        found.note(
            DifferencePart::Case,
            case.plan.to_string(),
            identity(case, on),
            NONE,
        );
    }
}

/// Names a case without saying what was written: the start of the SHA-256 of everything its sheet says, and its day.
fn identity(case: &NewCase, on: Option<NaiveDate>) -> String {
    let field = |text: Option<String>| text.unwrap_or_default();
    let digest = text_digest(&format!(
        "{}\n{}\n{}\n{}\n{}\n{}",
        case.plan,
        field(case.subject.as_ref().map(ToString::to_string)),
        field(case.category.as_ref().map(ToString::to_string)),
        field(case.tag.as_ref().map(ToString::to_string)),
        field(case.reply_key.as_ref().map(ToString::to_string)),
        case.text,
    ));
    let on = on.map_or_else(|| NONE.to_owned(), |on| on.to_string());
    format!("{} {on}", short(&digest))
}

pub(super) fn short(digest: &str) -> String {
    digest.chars().take(16).collect()
}

fn compare_sheets(recount: &Recount, recorded: &[SheetId], found: &mut Findings) {
    let recorded: BTreeSet<SheetId> = recorded.iter().copied().collect();
    let lost = recount.sheets.difference(&recorded).map(|id| (id, 1, 0));
    let extra = recorded.difference(&recount.sheets).map(|id| (id, 0, 1));
    let all: Vec<_> = lost.chain(extra).collect();
    // A whole batch that is gone is not listed sheet by sheet.
    for (id, expected, held) in all.iter().take(SHEETS_LISTED) {
        found.note(DifferencePart::Sheet, id.to_string(), expected, held);
    }
    if all.len() > SHEETS_LISTED {
        let (expected, held) = (recount.sheets.len(), recorded.len());
        found.note(DifferencePart::Sheet, "*".to_owned(), expected, held);
    }
}

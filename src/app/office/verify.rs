//! A recount from the original batches.

use std::collections::BTreeSet;
use std::path::Path;

use super::compare::{Recount, name_of};
use super::findings::{Findings, NONE};
use super::holdings::Holdings;
use super::originals::{self, Counted, Found};
use super::plans::{PlanBook, PlansRead};
use super::story::{self, Loaded, Story};
use super::{DifferencePart, Office, VerifyReport};
use crate::app::{AppError, Progress, at};
use crate::domain::ids::RootHash;
use crate::record::{BatchEntry, PackEntry, genesis};
use crate::words::Sentence;

impl Office {
    /// Opens every original batch again, recounts everything, and names each difference to the record. A record
    /// that differs is no error here: the report says so. Nor is one with rows that do not read: each is named, and
    /// the rest is compared.
    pub fn verify(&self, progress: &mut dyn FnMut(Progress)) -> Result<VerifyReport, AppError> {
        let mut found = Findings::default();
        let held = Holdings::read(&self.record, &mut found)?;
        let story = Story::of(&held.ledger);
        let (book, unread) = PlanBook::readable(held.plans.clone(), &PlansRead::default());
        for plan in unread {
            let place = format!("plan {} r{}", plan.id, plan.revision);
            found.note(DifferencePart::Ledger, place, "TOML", NONE);
        }
        let recount = self.recount_all(&held, &story, &book, progress, &mut found);
        self.check_strays(&held.batches, &mut found)?;
        let cells = recount.compare_counts(&held, &mut found);
        recount.compare_cases(&held, &story, &book, &mut found);
        recount.compare_sheets(&held, &mut found);
        recount.compare_receipts(&held, &mut found);
        story::check_chain(&held.ledger, &mut found);
        story.check(&held, &mut found);
        for pack in &held.packs {
            self.check_pack(pack, &mut found);
        }
        if story.community() != Some(&self.community.id) {
            let told = story.community();
            let told = told.map_or_else(|| NONE.to_owned(), ToString::to_string);
            let own = &self.community.id;
            found.note(DifferencePart::Ledger, "community".to_owned(), told, own);
        }
        let total = held.batches.len() as u64;
        progress(Progress {
            done: total,
            total,
            step: Sentence::new("app-office-step-compare"),
        });
        let newest = held.ledger.last().map_or_else(genesis, |entry| entry.hash);
        Ok(VerifyReport {
            batches: total,
            ratings: recount.ratings,
            opinions: recount.opinions,
            cells,
            cases: held.cases.len() as u64,
            ledger_entries: held.ledger.len() as u64,
            ledger_head: newest.to_string(),
            differences: found.into_differences(),
        })
    }

    /// Recounts every batch in the order they were loaded, and holds what was published in between against the count
    /// so far.
    fn recount_all(
        &self,
        held: &Holdings,
        story: &Story,
        book: &PlanBook,
        progress: &mut dyn FnMut(Progress),
        found: &mut Findings,
    ) -> Recount {
        let mut recount = Recount::default();
        let mut moments = story.moments(held).into_iter().peekable();
        let place = |entry: &BatchEntry| {
            let loaded = story.loaded(&entry.device, entry.number);
            loaded.map_or(u64::MAX, |loaded| loaded.place)
        };
        let mut batches: Vec<&BatchEntry> = held.batches.iter().collect();
        batches.sort_by_key(|entry| place(entry));
        for (done, entry) in batches.iter().enumerate() {
            let before = place(entry);
            while let Some((_, moment)) = moments.next_if(|(at, _)| *at < before) {
                moment.compare(&recount, self, found);
            }
            progress(Progress {
                done: done as u64,
                total: batches.len() as u64,
                step: Sentence::new("app-office-step-count").with("file", name_of(entry)),
            });
            self.check_batch(entry, story, book, &mut recount, found);
        }
        for (_, moment) in moments {
            moment.compare(&recount, self, found);
        }
        recount
    }

    /// Holds a pack against the signed one in the office's folder.
    fn check_pack(&self, entry: &PackEntry, found: &mut Findings) {
        let part = DifferencePart::Ledger;
        let place = format!("pack {} file", entry.number);
        let text = |time: chrono::NaiveDateTime, root: RootHash| format!("{time} {root}");
        match self.kept_pack(entry.number) {
            Ok((time, root)) => {
                let held = text(entry.made_at, entry.root);
                found.compare(part, place, text(time, root), held);
            }
            Err(error) => found.note(part, place, error, text(entry.made_at, entry.root)),
        }
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
                if let Some(loaded) = loaded {
                    sum.miss_cases(loaded);
                }
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
        let Some(loaded) = loaded else {
            return;
        };
        let sheets = &original.sheets;
        for (figure, counted, told) in [
            ("ratings-counted", sheets.ratings_new, loaded.ratings),
            ("cases-opened", sheets.opinions_new, loaded.opinions),
            ("set-aside", sheets.set_aside, loaded.set_aside),
        ] {
            let place = format!("{name} {figure}");
            found.compare(DifferencePart::Ledger, place, counted, told);
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
            // A sheet that came in two batches counts once, with the one that was loaded first.
            let new = !known.contains(&id);
            if new {
                sheets.push(id);
                cases.extend(case);
            }
            Ok(new)
        };
        let counted = originals::count(reader, book, &self.opening, &mut take, &mut |_, _| {})?;
        sum.sheets.extend(sheets);
        if let Some(loaded) = loaded {
            sum.add_cases(cases, loaded);
        }
        sum.receipts.extend(receipts);
        sum.ratings += counted.sheets.ratings_new;
        sum.opinions += counted.sheets.opinions_new;
        sum.add_counts(&counted.counts);
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

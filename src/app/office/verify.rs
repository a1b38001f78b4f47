//! The record held against its ledger and the original batches.

use std::collections::BTreeSet;
use std::path::Path;

use super::findings::{BARE_TABLES, Findings, NONE};
use super::profile::{PROFILE, Profile};
use super::replay::Replay;
use super::{Difference, FolderFault, Office, OfficeError, VerifyReport, signatures, witness};
use crate::app::{AppError, Progress, at};
use crate::courier::stick::batch_stem;
use crate::domain::device::DeviceStanding;
use crate::domain::ids::{BatchNumber, DeviceId, PlanId};
use crate::domain::witness::{Excerpt, LedgerPoint};
use crate::record::{BatchContent, Body, Content, LedgerEntry, RoundHappened, genesis, short};
use crate::words::sentence;

impl Office {
    /// Replays the ledger into an empty record, opening every original batch again, and names each difference to the
    /// record. A record that differs is no error here: the report says so. Nor is one with rows that do not read: they
    /// differ, and the rest is compared.
    pub fn verify(&self, progress: &mut dyn FnMut(Progress)) -> Result<VerifyReport, AppError> {
        Ok(self.verify_and_keep(BTreeSet::new(), progress)?.0)
    }

    /// The same, and what each of the `kept` batches came to.
    pub(super) fn verify_and_keep(
        &self,
        kept: BTreeSet<(DeviceId, BatchNumber)>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(VerifyReport, Vec<BatchContent>), AppError> {
        let mut found = Findings::default();
        let ledger = self.readable_ledger(&mut found)?;
        check_chain(&ledger, &mut found);
        let profile = Profile::read(&self.dir)?;
        let anchor = profile.anchor().ok_or_else(|| FolderFault::FileDamaged {
            path: self.dir.join(PROFILE),
        })?;
        signatures::check(&ledger, anchor, &self.community.id, &mut found);
        self.check_profile(&profile, &mut found)?;
        let mut replay = Replay::run(self, &ledger, kept, progress, &mut found)?;
        self.check_strays(&ledger, &mut found)?;
        let cells = replay.compare(&mut found)?;
        let community = replay.community()?;
        if community.as_deref() != Some(self.community.id.as_str()) {
            let told = community.unwrap_or_else(|| NONE.to_owned());
            let own = &self.community.id;
            found.note("meta", "community", Some("profile"), told, own);
        }
        let is_batch = |event: &Body| matches!(event, Body::BatchLoaded { .. });
        let events = ledger.iter().filter_map(LedgerEntry::parsed);
        let batches = events.filter(|event| is_batch(&event.body)).count() as u64;
        progress(Progress {
            done: batches,
            total: batches,
            step: sentence!("app-office-step-compare"),
        });
        let witnesses = self.check_witnesses(&ledger, &replay, &mut found)?;
        let newest = ledger.last().map_or_else(genesis, |entry| entry.hash);
        let (differences, not_told) = found.finish();
        let report = VerifyReport {
            batches,
            destroyed: replay.destroyed(),
            ratings: replay.recount.ratings,
            opinions: replay.recount.opinions,
            cells,
            cases: u64::from(replay.cases),
            ledger_entries: ledger.len() as u64,
            ledger_head: newest.to_string(),
            witnesses,
            unchecked_sheets: replay.unchecked_sheets,
            unchecked_receipts: replay.unchecked_receipts,
            signed_from: anchor.entry,
            differences,
            not_told,
        };
        Ok((report, replay.kept))
    }

    /// Refuses to sign what the ledger and the originals do not tell: whoever can write to the record's file and knows no passphrase
    /// must not have his rows signed by a clerk who does. To be called in the transaction in which that is read and signed.
    ///
    /// An original that is gone is named by [`Self::verify`]. What can only follow from it stops nothing but the figures of the plan
    /// that they are of: `figures_of` is whose figures are signed, none where none are.
    pub(super) fn check_before_signing(
        &self,
        figures_of: Option<&PlanId>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), AppError> {
        self.record.check_tables()?;
        let report = self.verify(progress)?;
        let gone = report.differences.iter().find(|it| is_original(it));
        let signed = report.differences.iter().filter(|it| !is_beside(it));
        let (mut others, mut follow) = (Vec::new(), Vec::new());
        for difference in signed {
            let follows = gone.is_some() && may_follow(difference);
            (if follows { &mut follow } else { &mut others }).push(difference);
        }
        others.extend(beyond(&follow, &report));
        // A cause before what follows from it: a notice and its figures differ where the plan does.
        if let Some(it) = others
            .into_iter()
            .min_by_key(|it| (is_counted(it), it.table != "plan"))
        {
            let place = format!("{} {}", it.table, it.key);
            return Err(OfficeError::RecordDiffers { place }.into());
        }
        if let (Some(gone), Some(plan)) = (gone, figures_of)
            && follow.iter().any(|it| is_of_plan(it, plan))
        {
            let place = gone.key.clone();
            return Err(FolderFault::OriginalGone { place }.into());
        }
        Ok(())
    }

    /// Refuses to take batches in by keys and plans that the ledger does not tell: what is loaded is told in entries that a person
    /// signs, and a forged batch among them nobody gets out again.
    pub(super) fn check_before_loading(&self) -> Result<(), AppError> {
        let differs = |place: String| Err(OfficeError::RecordDiffers { place }.into());
        self.record.check_tables()?;
        let ledger = self.record.ledger_rows()?;
        if let Some(row) = ledger.damaged.first() {
            return differs(format!("{} {}", row.table, row.row));
        }
        let anchor = Profile::read(&self.dir)?.anchor();
        let Some(anchor) = anchor else {
            return differs(PROFILE.to_owned());
        };
        let told = signatures::accepted_keys(&ledger.sound, anchor, &self.community.id);
        for device in self.record.devices()? {
            let brings = [DeviceStanding::Accepted, DeviceStanding::Retired];
            if brings.contains(&device.standing)
                && told.get(&device.id) != Some(&device.signing_key)
            {
                return differs(format!("device {}", device.id));
            }
        }
        for event in ledger.sound.iter().filter_map(LedgerEntry::parsed) {
            if let Body::PlanAdded { plan, revision, .. } = &event.body
                && matches!(self.record.kept_text(&event.body)?, Content::Lost)
            {
                return differs(format!("plan {plan} {revision}"));
            }
        }
        Ok(())
    }

    /// What devices saw of the ledger, signed by them in batches that lie here, against the ledger; how many agree.
    fn check_witnesses(
        &self,
        ledger: &[LedgerEntry],
        replay: &Replay<'_>,
        found: &mut Findings,
    ) -> Result<u64, AppError> {
        let hashes: Vec<_> = ledger.iter().map(|entry| entry.hash).collect();
        let whole = Excerpt {
            now: LedgerPoint {
                length: hashes.len() as u64,
                head: hashes.last().copied().unwrap_or_else(genesis),
            },
            first: 1,
            hashes,
            restored: self.restorations()?,
        };
        let mut agreeing = 0;
        for (device, number, seen) in &replay.witnesses {
            if witness::agrees(&whole, seen) {
                agreeing += 1;
            } else if let Some(point) = seen.ledger {
                let here = whole.at(point.length);
                let here = here.map_or_else(|| NONE.to_owned(), |hash| short(&hash.to_string()));
                let key = format!("{} {device} {number}", point.length);
                let seen = short(&point.head.to_string());
                found.note("ledger", key, Some("witness"), seen, here);
            }
        }
        Ok(agreeing)
    }

    /// `office.toml` as it lies there against what the ledger was told last, and against what this office was opened with.
    fn check_profile(&self, profile: &Profile, found: &mut Findings) -> Result<(), AppError> {
        let told = self.record.profile_digest()?.unwrap_or_default();
        let digest = profile.digest();
        if told != digest || profile.check(&self.dir, &self.signing).is_err() {
            found.note(
                "meta",
                "profile",
                Some("office.toml"),
                short(&told),
                short(&digest),
            );
        }
        Ok(())
    }

    /// The entries that read; the others are named.
    fn readable_ledger(&self, found: &mut Findings) -> Result<Vec<LedgerEntry>, AppError> {
        let rows = match self.record.ledger_rows() {
            Err(error) if error.is_damage() => {
                found.note("ledger", "*", None, error, NONE);
                return Ok(Vec::new());
            }
            rows => rows?,
        };
        for row in rows.damaged {
            found.note(row.table, row.row, Some("event"), row.expected, NONE);
        }
        Ok(rows.sound)
    }

    /// Originals in the folder of which the ledger does not tell.
    fn check_strays(&self, ledger: &[LedgerEntry], found: &mut Findings) -> Result<(), AppError> {
        let mut told = BTreeSet::new();
        for event in ledger.iter().filter_map(LedgerEntry::parsed) {
            if let Body::BatchLoaded { device, number, .. } = &event.body {
                told.insert((device.to_string(), batch_stem(*number)));
            }
            if let Body::Round(RoundHappened::RoundDestroyed { originals, .. }) = &event.body {
                for gone in originals {
                    told.remove(&(gone.device.to_string(), batch_stem(gone.number)));
                }
            }
        }
        for (device, stem) in kept(&self.dir)? {
            if !told.contains(&(device.clone(), stem.clone())) {
                let key = format!("{device} {stem}");
                found.note("batch", key, Some("original"), NONE, "JSL");
            }
        }
        Ok(())
    }
}

/// An original that is gone, or another.
fn is_original(difference: &Difference) -> bool {
    (difference.table, difference.column) == ("batch", Some("original"))
}

/// Nothing that is signed anew comes from there: files of old packs; what devices have seen, which says of the whole ledger what
/// no pack of it can put right; and what somebody signed as it is: names that a plan exchanged, an
/// answer of a day before its opinion.
fn is_beside(difference: &Difference) -> bool {
    is_original(difference)
        || (difference.table, difference.column) == ("pack", Some("file"))
        || (difference.table, difference.column) == ("plan", Some("names"))
        || (difference.table, difference.column) == ("opinion_case", Some("day"))
        || (difference.table, difference.column) == ("ledger", Some("witness"))
}

/// What is counted from originals.
fn is_counted(difference: &Difference) -> bool {
    match difference.table {
        "receipt" | "sheet_seen" | "rater" | "tally" | "posted" => true,
        "notice" | "round" | "round_subject" => {
            !matches!(difference.column, Some("title" | "body" | "text"))
        }
        _ => false,
    }
}

/// Whether it may come of an original that is gone: the record then knows more than what is left can tell, and never less.
fn may_follow(difference: &Difference) -> bool {
    let is_more = if difference.column.is_none() {
        difference.expected == NONE
    } else {
        let [told, held] = [&difference.expected, &difference.found];
        let counts = told.parse::<u64>().ok().zip(held.parse::<u64>().ok());
        counts.is_none_or(|(told, held)| told <= held)
    };
    // Words are named by what they are: more of them say nothing.
    let is_told = matches!(difference.table, "blob" | "follow_up");
    (is_told && is_more)
        || is_counted(difference)
            && match difference.table {
                "receipt" | "sheet_seen" | "rater" | "tally" => is_more,
                _ => true,
            }
}

/// Tables that know of more sheets or receipts than the originals that are gone held.
fn beyond<'a>(
    follow: &[&'a Difference],
    report: &VerifyReport,
) -> impl Iterator<Item = &'a Difference> {
    let most = |table| match table {
        "receipt" => report.unchecked_receipts,
        _ => report.unchecked_sheets,
    };
    BARE_TABLES.into_iter().filter_map(move |table| {
        let rows: Vec<_> = follow.iter().filter(|it| it.table == table).collect();
        // Where there are many, the last one says how many.
        let last = rows.last()?;
        let all = match (&last.key[..], last.found.parse()) {
            ("*", Ok(all)) => all,
            _ => rows.len() as u64,
        };
        (all > most(table)).then(|| **rows.first().unwrap_or(last))
    })
}

/// Of a plan, whose name the rows of its figures begin with.
fn is_of_plan(difference: &Difference, plan: &PlanId) -> bool {
    let of = difference.key.split(' ').next();
    !BARE_TABLES.contains(&difference.table)
        && difference.table != "notice"
        && of == Some(plan.as_str())
}

/// Follows the chain of hashes.
fn check_chain(ledger: &[LedgerEntry], found: &mut Findings) {
    let mut previous = genesis();
    let mut must_be_whole = false;
    for (number, entry) in (1_u64..).zip(ledger) {
        let place = number.to_string();
        if entry.number != number {
            found.note("ledger", place, Some("number"), number, entry.number);
            return;
        }
        let expected = entry.hash_after(&previous);
        if expected != entry.hash {
            found.note("ledger", place.as_str(), Some("hash"), expected, entry.hash);
        }
        // A program that writes {n, day, by, …} writes nothing else: who continues by hand shall not choose the older form.
        let is_early = entry.is_early();
        if is_early && must_be_whole {
            found.note(
                "ledger",
                place.as_str(),
                Some("event"),
                "{n, day, by, …}",
                "0.1.1",
            );
        }
        must_be_whole |= !is_early && entry.parsed().is_some();
        if entry.parsed().is_none() {
            found.note("ledger", place, Some("event"), "JSON", NONE);
        }
        // From the hash that stands there: one changed entry is one difference.
        previous = entry.hash;
    }
}

/// The original batch files there are: devices and stems.
fn kept(office: &Path) -> Result<Vec<(String, String)>, AppError> {
    let batches = office.join("batches");
    let mut names = Vec::new();
    for device in listed(&batches)? {
        for file in listed(&batches.join(&device))? {
            if let Some(stem) = file.strip_suffix(".JSL") {
                names.push((device.clone(), stem.to_owned()));
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

//! Batch files as they came, and what is in them. Loading and recounting read them by the same rules.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};

use super::plans::PlanBook;
use super::{OfficeError, SheetCounts};
use crate::app::{AppError, at};
use crate::courier::batch::{BatchHeader, BatchItem, BatchReader, ExpectedBatch};
use crate::courier::error::CourierError;
use crate::courier::keyring::OpeningKeys;
use crate::courier::seal::{open_follow_up, open_opinion, open_rating, open_rating_of};
use crate::courier::sign::MAX_SIGNATURE_BYTES;
use crate::courier::stick::batch_stem;
use crate::courier::vault::Vault;
use crate::courier::voice::is_signed;
use crate::domain::batch::{BatchFacts, RoundKey, SEALED_OPINION_BYTES, SEALED_RATING_BYTES};
use crate::domain::card::{OpinionSheet, RatingSheet};
use crate::domain::follow_up::{FollowUp, FollowUpFate};
use crate::domain::ids::{
    BatchNumber, BlobId, CaseNumber, CommunityId, DeviceId, PlanId, RootHash, SheetId,
};
use crate::domain::plan::{Cadence, Plan};
use crate::domain::round::RoundId;
use crate::domain::time::Week;
use crate::record::{
    BatchContent, BatchEntry, Counts, FollowUpEntry, NewCase, NewFollowUp, Opinion, RecordError,
    follow_up_place, opinion_place,
};

/// Of so many sheets at a time is asked which were counted before.
const ASKED_AT_ONCE: usize = 512;
/// Sheets between two reports of progress.
const TICK_SHEETS: u64 = 256;

/// Where the original of a batch and its signature lie in the office's folder.
pub(super) fn paths(office: &Path, device: &DeviceId, number: BatchNumber) -> (PathBuf, PathBuf) {
    let folder = office.join("batches").join(device.as_str());
    let stem = batch_stem(number);
    (
        folder.join(format!("{stem}.JSL")),
        folder.join(format!("{stem}.SIG")),
    )
}

/// Opens the original of a batch, verified against the key that signed it then.
pub(super) fn open(
    office: &Path,
    device: &DeviceId,
    number: BatchNumber,
    signing_key: &str,
    community: &CommunityId,
) -> Result<BatchReader<File>, AppError> {
    let (path, beside) = paths(office, device, number);
    open_at(&path, &beside, (device, number), signing_key, community)
}

/// The root of a batch of the record as it reads at `path`; an error when that is not the batch the record tells of.
pub(super) fn check_at(
    path: &Path,
    signature_path: &Path,
    batch: &BatchEntry,
    community: &CommunityId,
) -> Result<(), AppError> {
    let name = (&batch.device, batch.number);
    let reader = open_at(path, signature_path, name, &batch.signing_key, community)?;
    let root = reader.read_items(|_| Ok::<_, CourierError>(()))?;
    if root == batch.root {
        Ok(())
    } else {
        Err(OfficeError::OriginalDiffers {
            path: path.to_owned(),
        }
        .into())
    }
}

fn open_at(
    path: &Path,
    signature_path: &Path,
    (device, number): (&DeviceId, BatchNumber),
    signing_key: &str,
    community: &CommunityId,
) -> Result<BatchReader<File>, AppError> {
    let mut signature = String::new();
    File::open(signature_path)
        .and_then(|file| {
            file.take(MAX_SIGNATURE_BYTES + 1)
                .read_to_string(&mut signature)
        })
        .map_err(at(signature_path))?;
    let key = signing_key.parse().map_err(|_| RecordError::Damaged {
        expected: "a device's key",
    })?;
    let expected = ExpectedBatch {
        community,
        device: Some(device),
        number: Some(number),
    };
    let file = File::open(path).map_err(at(path))?;
    Ok(BatchReader::open(file, &signature, &expected, |_| {
        Some(key)
    })?)
}

/// What a batch came to.
pub(super) struct Counted {
    pub content: BatchContent,
    /// New, present before, set aside.
    pub sheets: SheetCounts,
    /// A plan, or a revision of one, that sheets answer and the office does not have: they are among those set aside.
    pub unknown: Option<PlanId>,
    /// How many of those set aside no key opens.
    unopened: u64,
    /// In the first batch of a chain: the roots of the device's own batches under its former name.
    pub own: BTreeSet<RootHash>,
}

/// Which of some sheets were counted before.
pub(super) type Known<'a> = dyn FnMut(&[SheetId]) -> Result<BTreeSet<SheetId>, AppError> + 'a;

/// A sheet that opened and fits its plan.
enum Sheet {
    Rating(RatingSheet, RoundId),
    Opinion(Box<OpinionSheet>),
    FollowUp(Box<FollowUp>),
}

/// What a sealed sheet came to.
enum Reading {
    Sheet(Sheet),
    /// No key of this office opens it.
    Unopened,
    /// It does not fit its plan.
    Misfit,
    /// It answers what the office does not have.
    PlanMissing(PlanId),
}

/// How the sheets of a batch are opened and counted.
pub(super) struct Contents<'a> {
    pub book: &'a PlanBook,
    pub opening: &'a OpeningKeys,
    /// Seals the words of new cases for the record.
    pub vault: &'a Vault,
    /// The key that signed the batch.
    pub signing_key: String,
    /// The number of its first new opinion.
    pub first_case: CaseNumber,
}

impl Contents<'_> {
    /// Counts an opened batch. `known` says which of some sheets were counted before: only new ones are counted. It is asked
    /// about many at a time, for each question may go to a server. `tick` hears how far the reading came, in bytes.
    ///
    /// Sheets that do not open or do not fit their plan are set aside and not asked about. As with
    /// [`BatchReader::read_items`], only the final `Ok` says that the batch is whole.
    pub(super) fn read<R: Read + Seek>(
        self,
        reader: BatchReader<R>,
        known: &mut Known<'_>,
        tick: &mut dyn FnMut(u64, u64),
    ) -> Result<Counted, AppError> {
        let header = reader.header().clone();
        let total_bytes = reader.total_bytes();
        let mut counted = Counted {
            content: BatchContent {
                entry: entry(&header, self.signing_key.clone()),
                sheets: Vec::new(),
                cases: Vec::new(),
                follow_ups: Vec::new(),
                receipts: Vec::new(),
                counts: BTreeMap::new(),
            },
            sheets: SheetCounts::default(),
            unknown: None,
            unopened: 0,
            own: BTreeSet::new(),
        };
        let asked = self.asked(&header.facts, &mut counted);
        let mut numbers = (self.first_case.0..).map(CaseNumber);
        let mut opened = Vec::new();
        let root = reader.read_items(|item| {
            let entry = &mut counted.content.entry;
            let (id, sheet) = match item {
                BatchItem::Rating { id, sealed } => {
                    entry.ratings += 1;
                    let sheet = self.rating(sealed, &header, asked);
                    (id, sheet)
                }
                BatchItem::Opinion { id, sealed } => {
                    entry.opinions += 1;
                    (id, self.opinion(sealed, &header.community))
                }
                BatchItem::Receipt(tag) => {
                    counted.sheets.receipts += 1;
                    counted.content.receipts.push(tag);
                    return Ok(());
                }
                BatchItem::Slip(_) => return Ok(()),
                BatchItem::Own(root) => {
                    counted.own.insert(root);
                    return Ok(());
                }
            };
            let (ratings, opinions) = (entry.ratings, entry.opinions);
            match sheet {
                Reading::Unopened => {
                    counted.sheets.set_aside += 1;
                    counted.unopened += 1;
                }
                Reading::Misfit => counted.sheets.set_aside += 1,
                Reading::PlanMissing(plan) => {
                    counted.sheets.set_aside += 1;
                    counted.unknown.get_or_insert(plan);
                }
                Reading::Sheet(sheet) => opened.push((id, sheet)),
            }
            if opened.len() == ASKED_AT_ONCE {
                counted.add(std::mem::take(&mut opened), known, &mut numbers, self.vault)?;
            }
            if (ratings + opinions).is_multiple_of(TICK_SHEETS) {
                // Base64 makes four of three; the rest of a line hardly counts.
                let sealed =
                    ratings * SEALED_RATING_BYTES as u64 + opinions * SEALED_OPINION_BYTES as u64;
                tick((sealed / 3 * 4).min(total_bytes), total_bytes);
            }
            Ok::<_, AppError>(())
        })?;
        counted.add(opened, known, &mut numbers, self.vault)?;
        counted.content.entry.root = root;
        counted.content.entry.set_aside = counted.sheets.set_aside;
        Ok(counted)
    }
}

impl<'a> Contents<'a> {
    /// The revision under which the ratings of a batch of version 2 are counted.
    fn asked(&self, facts: &BatchFacts, counted: &mut Counted) -> Option<&'a Plan> {
        let key = &facts.round()?.key;
        let asked = self.book.asking(&key.plan, &key.shape);
        if asked.is_none() {
            counted.unknown = Some(key.plan.clone());
        }
        asked
    }

    /// Opens a rating sheet; `asked` is the plan whose round its batch tells of.
    fn rating(&self, sealed: &[u8], header: &BatchHeader, asked: Option<&Plan>) -> Reading {
        let Some(round) = header.facts.round() else {
            return self.rating_of_version_1(sealed, header, None);
        };
        let Some(plan) = asked else {
            return Reading::PlanMissing(round.key.plan.clone());
        };
        let opened = open_rating_of(&round.key, sealed, self.opening, &header.community);
        let Ok((subject, answers)) = opened else {
            return self.rating_of_version_1(sealed, header, Some(&round.key));
        };
        let sheet = RatingSheet {
            plan: plan.id.clone(),
            revision: plan.revision,
            subject,
            group: round.key.group.clone(),
            answers,
        };
        match plan.fits(&sheet) {
            Ok(()) => Reading::Sheet(Sheet::Rating(sheet, round.key.round)),
            Err(_) => Reading::Misfit,
        }
    }

    /// Opens a rating sheet of version 1, which names plan and revision itself. One that waited when its kiosk was brought up
    /// to date comes in a batch of a round, and counts there.
    fn rating_of_version_1(
        &self,
        sealed: &[u8],
        header: &BatchHeader,
        round: Option<&RoundKey>,
    ) -> Reading {
        let Ok(sheet) = open_rating(sealed, self.opening, &header.community) else {
            return Reading::Unopened;
        };
        if round.is_some_and(|round| round.plan != sheet.plan) {
            return Reading::Misfit;
        }
        let Some(plan) = self.book.get(&sheet.plan, sheet.revision) else {
            return Reading::PlanMissing(sheet.plan);
        };
        if plan.fits(&sheet).is_err() {
            return Reading::Misfit;
        }
        let round = round.map_or_else(|| period(plan, header.facts.week()), |round| round.round);
        Reading::Sheet(Sheet::Rating(sheet, round))
    }

    fn opinion(&self, sealed: &[u8], community: &CommunityId) -> Reading {
        let Ok(sheet) = open_opinion(sealed, self.opening, community) else {
            return self.follow_up(sealed, community);
        };
        // Under another's tag nobody files.
        if sheet.reply_to.is_some_and(|to| !to.is_whole()) {
            return Reading::Misfit;
        }
        if self.book.newest(&sheet.plan).is_none() {
            return Reading::PlanMissing(sheet.plan);
        }
        if opinion_fits(&sheet, self.book) {
            Reading::Sheet(Sheet::Opinion(Box::new(sheet)))
        } else {
            Reading::Misfit
        }
    }
}

impl Contents<'_> {
    /// Opens a follow-up. Only whoever holds the receipt can have signed it: this office cannot.
    fn follow_up(&self, sealed: &[u8], community: &CommunityId) -> Reading {
        match open_follow_up(sealed, self.opening, community) {
            Ok(said) if is_signed(&said, community) => {
                Reading::Sheet(Sheet::FollowUp(Box::new(said)))
            }
            Ok(_) => Reading::Misfit,
            Err(_) => Reading::Unopened,
        }
    }
}

impl Counted {
    /// Whether it holds a sheet that no key of this office opens.
    pub(super) fn has_unopened(&self) -> bool {
        self.unopened > 0
    }

    /// Counts those of `opened` that are new.
    fn add(
        &mut self,
        opened: Vec<(SheetId, Sheet)>,
        known: &mut Known<'_>,
        numbers: &mut impl Iterator<Item = CaseNumber>,
        vault: &Vault,
    ) -> Result<(), AppError> {
        let ids: Vec<SheetId> = opened.iter().map(|(id, _)| *id).collect();
        let present = known(&ids)?;
        let Self {
            content, sheets, ..
        } = self;
        for (id, sheet) in opened {
            match sheet {
                Sheet::Rating(..) if present.contains(&id) => sheets.ratings_present += 1,
                Sheet::Opinion(_) | Sheet::FollowUp(_) if present.contains(&id) => {
                    sheets.opinions_present += 1;
                }
                Sheet::Rating(sheet, round) => {
                    sheets.ratings_new += 1;
                    content.sheets.push(id);
                    Counts::add(&mut content.counts, sheet, &round.to_string());
                }
                Sheet::Opinion(sheet) => {
                    sheets.opinions_new += 1;
                    content.sheets.push(id);
                    let next = numbers.next();
                    let opened = next.map(|next| (next, new_case(&sheet, next, vault)));
                    content.cases.extend(opened);
                }
                Sheet::FollowUp(said) => {
                    sheets.follow_ups += 1;
                    content.sheets.push(id);
                    content.follow_ups.push(new_follow_up(&said, id, vault));
                }
            }
        }
        Ok(())
    }
}

/// The line of a batch in the list, before its sheets are counted.
fn entry(header: &BatchHeader, signing_key: String) -> BatchEntry {
    BatchEntry {
        device: header.device.clone(),
        number: header.number,
        root: RootHash([0; 32]),
        previous: header.previous,
        signing_key,
        facts: header.facts.clone(),
        ratings: 0,
        opinions: 0,
        set_aside: 0,
    }
}

/// An opinion as the record takes it in.
fn new_case(sheet: &OpinionSheet, number: CaseNumber, vault: &Vault) -> NewCase {
    let sealed = vault.seal(&opinion_place(number), &sheet.opinion.text);
    NewCase {
        opinion: Opinion {
            plan: sheet.plan.clone(),
            subject: sheet.opinion.subject.clone(),
            category: sheet.opinion.category.clone(),
            words: BlobId::of(&sealed),
            tag: sheet.reply_to.map(|to| to.tag),
            reply_key: sheet.reply_to.map(|to| to.key),
            voice: sheet.reply_to.and_then(|to| to.voice),
        },
        sealed,
    }
}

/// A follow-up as the record takes it in: to which case it goes, the record says.
fn new_follow_up(said: &FollowUp, id: SheetId, vault: &Vault) -> NewFollowUp {
    let words = said.text.trim();
    let sealed = (!words.is_empty()).then(|| vault.seal(&follow_up_place(&id), words));
    NewFollowUp {
        entry: FollowUpEntry {
            id,
            voice: Some(said.voice),
            number: None,
            reply: said.reply,
            grade: said.grade,
            words: sealed.as_ref().map(|sealed| BlobId::of(sealed)),
            channel: None,
            heard_on: NaiveDate::default(),
            fate: FollowUpFate::Waiting,
        },
        sealed,
    }
}

/// An opinion sheet names no revision, so what it refers to may stand in any.
fn opinion_fits(sheet: &OpinionSheet, book: &PlanBook) -> bool {
    book.revisions(&sheet.plan)
        .any(|plan| plan.fits_opinion(&sheet.opinion).is_ok())
}

/// The period in which version 1 counted a batch's sheets. A week belongs to the one its Thursday lies in (ISO 8601 gives
/// weeks to years the same way); what is always open, and what ran once without a first or last day, by calendar years.
fn period(plan: &Plan, week: Week) -> RoundId {
    let monday = week.monday();
    let thursday = monday.checked_add_days(Days::new(3)).unwrap_or(monday);
    match plan.cadence {
        Cadence::Always => RoundId::year(thursday),
        Cadence::Yearly
        | Cadence::HalfYearly
        | Cadence::Quarterly
        | Cadence::Months(_)
        | Cadence::Once
        | Cadence::Term
        | Cadence::Called => plan.round_of(thursday),
    }
}

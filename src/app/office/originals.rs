//! Batch files as they came, and what is in them. Loading and recounting read them by the same rules.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use chrono::Days;

use super::plans::PlanBook;
use super::{OfficeError, SheetCounts};
use crate::app::{AppError, at};
use crate::courier::batch::{BatchHeader, BatchItem, BatchReader, ExpectedBatch};
use crate::courier::error::CourierError;
use crate::courier::keys::OpeningKey;
use crate::courier::seal::{open_opinion, open_rating};
use crate::courier::sign::MAX_SIGNATURE_BYTES;
use crate::courier::stick::batch_stem;
use crate::domain::batch::{SEALED_OPINION_BYTES, SEALED_RATING_BYTES};
use crate::domain::card::{OpinionSheet, RatingSheet};
use crate::domain::ids::{BatchNumber, CaseNumber, CommunityId, DeviceId, RootHash, SheetId};
use crate::domain::plan::Plan;
use crate::domain::round::RoundId;
use crate::domain::time::Week;
use crate::record::{BatchContent, BatchEntry, Counts, NewCase, RecordError};

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
}

/// How the sheets of a batch are opened and counted.
pub(super) struct Contents<'a> {
    pub book: &'a PlanBook,
    pub opening: &'a OpeningKey,
    /// The key that signed the batch.
    pub signing_key: String,
    /// The number of its first new opinion.
    pub first_case: CaseNumber,
}

impl Contents<'_> {
    /// Counts an opened batch. `is_known` is asked about each sheet, ascending by identifier: only new ones are counted.
    /// `tick` hears how far the reading came, in bytes.
    ///
    /// Sheets that do not open or do not fit their plan are set aside and not asked about. As with
    /// [`BatchReader::read_items`], only the final `Ok` says that the batch is whole.
    pub fn read<R: Read + Seek>(
        self,
        reader: BatchReader<R>,
        is_known: &mut dyn FnMut(&SheetId) -> Result<bool, AppError>,
        tick: &mut dyn FnMut(u64, u64),
    ) -> Result<Counted, AppError> {
        let header = reader.header().clone();
        let total_bytes = reader.total_bytes();
        let mut sheets = SheetCounts {
            crowd_override: header.crowd_override,
            ..SheetCounts::default()
        };
        let mut content = BatchContent {
            entry: entry(&header, self.signing_key),
            sheets: Vec::new(),
            cases: Vec::new(),
            receipts: Vec::new(),
            counts: BTreeMap::new(),
        };
        let mut numbers = (self.first_case.0..).map(CaseNumber);
        let root = reader.read_items(|item| {
            match item {
                BatchItem::Rating { id, sealed } => {
                    content.entry.ratings += 1;
                    match rating(sealed, self.book, self.opening, &header) {
                        None => sheets.set_aside += 1,
                        Some(_) if is_known(&id)? => sheets.ratings_present += 1,
                        Some((sheet, round)) => {
                            sheets.ratings_new += 1;
                            content.sheets.push(id);
                            Counts::add(&mut content.counts, sheet, &round.to_string());
                        }
                    }
                }
                BatchItem::Opinion { id, sealed } => {
                    content.entry.opinions += 1;
                    match opinion(sealed, self.book, self.opening, &header.community) {
                        None => sheets.set_aside += 1,
                        Some(_) if is_known(&id)? => sheets.opinions_present += 1,
                        Some(case) => {
                            sheets.opinions_new += 1;
                            content.sheets.push(id);
                            content
                                .cases
                                .extend(numbers.next().map(|next| (next, case)));
                        }
                    }
                }
                BatchItem::Receipt(tag) => {
                    sheets.receipts += 1;
                    content.receipts.push(tag);
                }
                BatchItem::Slip(_) => {}
            }
            let (ratings, opinions) = (content.entry.ratings, content.entry.opinions);
            if (ratings + opinions).is_multiple_of(TICK_SHEETS) {
                // Base64 makes four of three; the rest of a line hardly counts.
                let sealed =
                    ratings * SEALED_RATING_BYTES as u64 + opinions * SEALED_OPINION_BYTES as u64;
                tick((sealed / 3 * 4).min(total_bytes), total_bytes);
            }
            Ok::<_, AppError>(())
        })?;
        content.entry.root = root;
        content.entry.set_aside = sheets.set_aside;
        Ok(Counted { content, sheets })
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
        week: header.week,
        issued: header.counts.issued,
        submitted: header.counts.submitted,
        abandoned: header.counts.abandoned,
        slips: header.counts.slips,
        ratings: 0,
        opinions: 0,
        set_aside: 0,
        crowd_override: header.crowd_override,
    }
}

fn rating(
    sealed: &[u8],
    book: &PlanBook,
    opening: &OpeningKey,
    header: &BatchHeader,
) -> Option<(RatingSheet, RoundId)> {
    let sheet = open_rating(sealed, opening, &header.community).ok()?;
    let plan = book.get(&sheet.plan, sheet.revision)?;
    plan.fits(&sheet).ok()?;
    let round = round(plan, header.week);
    Some((sheet, round))
}

fn opinion(
    sealed: &[u8],
    book: &PlanBook,
    opening: &OpeningKey,
    community: &CommunityId,
) -> Option<NewCase> {
    let sheet = open_opinion(sealed, opening, community).ok()?;
    opinion_fits(&sheet, book).then(|| NewCase {
        plan: sheet.plan.clone(),
        subject: sheet.opinion.subject.clone(),
        category: sheet.opinion.category.clone(),
        text: sheet.opinion.text.clone(),
        tag: sheet.reply_to.map(|to| to.tag),
        reply_key: sheet.reply_to.map(|to| to.key),
    })
}

/// An opinion sheet names no revision, so what it refers to may stand in any.
fn opinion_fits(sheet: &OpinionSheet, book: &PlanBook) -> bool {
    book.revisions(&sheet.plan)
        .any(|plan| plan.fits_opinion(&sheet.opinion).is_ok())
}

/// The round a batch's sheets belong to. A week belongs to the one its Thursday lies in (ISO 8601 gives weeks to years the
/// same way).
fn round(plan: &Plan, week: Week) -> RoundId {
    let monday = week.monday();
    plan.round_of(monday.checked_add_days(Days::new(3)).unwrap_or(monday))
}

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
use crate::domain::ids::{BatchNumber, CommunityId, DeviceId, RootHash, SheetId, Tag};
use crate::domain::plan::Plan;
use crate::domain::round::RoundId;
use crate::domain::time::Week;
use crate::record::{BatchEntry, Counts, NewCase, RaterKey, RecordError};

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

/// Opens the original of a batch of the record, verified against the key that signed it then.
pub(super) fn open(
    office: &Path,
    batch: &BatchEntry,
    community: &CommunityId,
) -> Result<BatchReader<File>, AppError> {
    let (path, signature_path) = paths(office, &batch.device, batch.number);
    open_at(&path, &signature_path, batch, community)
}

/// The root of a batch of the record as it reads at `path`; an error when that is not the batch the record tells of.
pub(super) fn check_at(
    path: &Path,
    signature_path: &Path,
    batch: &BatchEntry,
    community: &CommunityId,
) -> Result<(), AppError> {
    let reader = open_at(path, signature_path, batch, community)?;
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
    batch: &BatchEntry,
    community: &CommunityId,
) -> Result<BatchReader<File>, AppError> {
    let mut signature = String::new();
    File::open(signature_path)
        .and_then(|file| {
            file.take(MAX_SIGNATURE_BYTES + 1)
                .read_to_string(&mut signature)
        })
        .map_err(at(signature_path))?;
    let key = batch
        .signing_key
        .parse()
        .map_err(|_| RecordError::Damaged {
            expected: "a device's key",
        })?;
    let expected = ExpectedBatch {
        community,
        device: Some(&batch.device),
        number: Some(batch.number),
    };
    let file = File::open(path).map_err(at(path))?;
    Ok(BatchReader::open(file, &signature, &expected, |_| {
        Some(key)
    })?)
}

/// Something of a batch that counts.
pub(super) enum Found {
    /// A rating sheet that opened and fits its plan.
    Rating(SheetId),
    /// An opinion that opened and fits its plan.
    Opinion(SheetId, NewCase),
    /// The tag of a receipt.
    Receipt(Tag),
}

/// What a batch came to.
#[derive(Debug)]
pub(super) struct Counted {
    pub header: BatchHeader,
    pub root: RootHash,
    /// Of the sheets that `take` said are new.
    pub counts: BTreeMap<RaterKey, Counts>,
    /// New, present before, set aside.
    pub sheets: SheetCounts,
    /// Rating sheets in the file, whatever became of them.
    pub ratings: u64,
    /// Opinion sheets in the file, whatever became of them.
    pub opinions: u64,
}

/// Counts an opened batch. `take` is asked about each sheet and receipt, sheets ascending by identifier, and
/// says whether it is new: only new ones are counted. `tick` hears how far the reading came, in bytes.
///
/// Sheets that do not open or do not fit their plan are set aside and not offered to `take`. As with
/// [`BatchReader::read_items`], only the final `Ok` says that the batch is whole.
pub(super) fn count<R: Read + Seek>(
    reader: BatchReader<R>,
    book: &PlanBook,
    opening: &OpeningKey,
    take: &mut dyn FnMut(Found) -> Result<bool, AppError>,
    tick: &mut dyn FnMut(u64, u64),
) -> Result<Counted, AppError> {
    let header = reader.header().clone();
    let total_bytes = reader.total_bytes();
    let mut counts = BTreeMap::new();
    let mut sheets = SheetCounts {
        crowd_override: header.crowd_override,
        ..SheetCounts::default()
    };
    let (mut ratings, mut opinions) = (0_u64, 0_u64);
    let root = reader.read_items(|item| {
        match item {
            BatchItem::Rating { id, sealed } => {
                ratings += 1;
                match rating(sealed, book, opening, &header) {
                    None => sheets.set_aside += 1,
                    Some((sheet, round)) => {
                        if take(Found::Rating(id))? {
                            sheets.ratings_new += 1;
                            Counts::add(&mut counts, sheet, &round.to_string());
                        } else {
                            sheets.ratings_present += 1;
                        }
                    }
                }
            }
            BatchItem::Opinion { id, sealed } => {
                opinions += 1;
                match opinion(sealed, book, opening, &header.community) {
                    None => sheets.set_aside += 1,
                    Some(case) => {
                        if take(Found::Opinion(id, case))? {
                            sheets.opinions_new += 1;
                        } else {
                            sheets.opinions_present += 1;
                        }
                    }
                }
            }
            BatchItem::Receipt(tag) => {
                sheets.receipts += 1;
                take(Found::Receipt(tag))?;
            }
            BatchItem::Slip(_) => {}
        }
        if (ratings + opinions).is_multiple_of(TICK_SHEETS) {
            // Base64 makes four of three; the rest of a line hardly counts.
            let sealed =
                ratings * SEALED_RATING_BYTES as u64 + opinions * SEALED_OPINION_BYTES as u64;
            tick((sealed / 3 * 4).min(total_bytes), total_bytes);
        }
        Ok::<_, AppError>(())
    })?;
    Ok(Counted {
        header,
        root,
        counts,
        sheets,
        ratings,
        opinions,
    })
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

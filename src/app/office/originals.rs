//! Batch files as they came, and what is in them. Loading and recounting read them by the same rules.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use chrono::{Datelike as _, Days, NaiveDate};

use super::plans::PlanBook;
use super::{OfficeError, SheetCounts};
use crate::app::{AppError, at};
use crate::courier::batch::{BatchHeader, BatchItem, BatchReader, ExpectedBatch};
use crate::courier::error::CourierError;
use crate::courier::keys::OpeningKey;
use crate::courier::seal::{SEALED_OPINION_BYTES, SEALED_RATING_BYTES, open_opinion, open_rating};
use crate::courier::sign::MAX_SIGNATURE_BYTES;
use crate::courier::stick::batch_stem;
use crate::domain::card::{Answer, OpinionSheet, RatingSheet};
use crate::domain::ids::{BatchNumber, CommunityId, DeviceId, RootHash, SheetId, Tag};
use crate::domain::plan::{Cadence, Plan, Scale, ScaleKind, Voters};
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
                    Some((sheet, period)) => {
                        if take(Found::Rating(id))? {
                            sheets.ratings_new += 1;
                            Counts::add(&mut counts, sheet, &period);
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
) -> Option<(RatingSheet, String)> {
    let sheet = open_rating(sealed, opening, &header.community).ok()?;
    let plan = book.get(&sheet.plan, sheet.revision)?;
    rating_fits(&sheet, plan).then(|| (sheet, period(plan, header.week)))
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

/// Whether every answer is to a question this plan asks about this subject, on its scale.
fn rating_fits(sheet: &RatingSheet, plan: &Plan) -> bool {
    let group_fits = match (&plan.voters, &sheet.group) {
        (Voters::Groups(groups), Some(given)) => groups.iter().any(|group| group.id == *given),
        (Voters::Groups(_), None) | (Voters::Open | Voters::BySlip, Some(_)) => false,
        (Voters::Open | Voters::BySlip, None) => true,
    };
    let Some(subject) = plan.subject(&sheet.subject).filter(|_| group_fits) else {
        return false;
    };
    let mut asked = 0;
    let mut answered = 0;
    for criterion in plan.criteria_of(subject) {
        asked += 1;
        if let Some(answer) = sheet.answers.get(&criterion.id) {
            let scale = plan.scale(&criterion.scale);
            if !scale.is_some_and(|scale| answer_fits(answer, scale)) {
                return false;
            }
            answered += 1;
        }
    }
    answered > 0 && answered == sheet.answers.len() && (plan.skip_allowed || answered == asked)
}

fn answer_fits(answer: &Answer, scale: &Scale) -> bool {
    match (answer, &scale.kind) {
        (Answer::Choice(given), ScaleKind::Named(choices)) => {
            choices.iter().any(|choice| choice.id == *given)
        }
        (Answer::Score(given), ScaleKind::Score { min, max, .. }) => (min..=max).contains(&given),
        (Answer::Choice(_), ScaleKind::Score { .. }) | (Answer::Score(_), ScaleKind::Named(_)) => {
            false
        }
    }
}

/// An opinion sheet names no revision, so what it refers to may stand in any.
fn opinion_fits(sheet: &OpinionSheet, book: &PlanBook) -> bool {
    let opinion = &sheet.opinion;
    !opinion.text.trim().is_empty()
        && book.revisions(&sheet.plan).any(|plan| {
            let Some(page) = &plan.opinion else {
                return false;
            };
            let subject = opinion.subject.as_ref();
            let category = opinion.category.as_ref();
            subject.is_none_or(|id| plan.subject(id).is_some())
                && category.is_none_or(|id| page.categories.iter().any(|known| known.id == *id))
        })
}

/// The period a batch's sheets belong to: `2026`, `2026-H2` or `2026-11`.
///
/// A week belongs to the period its Thursday lies in (ISO 8601 gives weeks to years the same way).
pub(super) fn period(plan: &Plan, week: Week) -> String {
    let monday = week.monday();
    let thursday = monday.checked_add_days(Days::new(3)).unwrap_or(monday);
    let month = |date: NaiveDate| format!("{:04}-{:02}", date.year(), date.month());
    match &plan.cadence {
        Cadence::Always | Cadence::Yearly => format!("{:04}", thursday.year()),
        Cadence::HalfYearly => {
            let half = if thursday.month() <= 6 { 1 } else { 2 };
            format!("{:04}-H{half}", thursday.year())
        }
        Cadence::Months(_) => month(thursday),
        // One run is one period, however many months it lasts.
        Cadence::Once => match plan.opens.or(plan.closes) {
            Some(date) => month(date),
            None => format!("{:04}", thursday.year()),
        },
    }
}

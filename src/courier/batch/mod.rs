//! 批次: a closed, signed set of sheets that leaves a device. Dispatch over format versions.

mod lists;
pub mod v1;
pub mod v2;

use std::io::{Read, Seek};

use super::error::CourierError;
use super::keys::PublicKey;
use super::lines::{Bounds, SignedLines};
use super::sign::{Purpose, SignatureFile, Statement};
use crate::courier::error::FormatError;
use crate::courier::suite;
use crate::domain::batch::BatchFacts;
use crate::domain::ids::{BatchNumber, CommunityId, DeviceId, RootHash, SheetId, SlipHash, Tag};

pub use lists::{BatchWriter, WrittenBatch};

const FORMAT: &str = "pingyi-batch";
const OPENING: &str = "{\"batch\":{";
const BOUNDS: Bounds = Bounds {
    file_bytes: MAX_BATCH_BYTES,
    line_bytes: 8 * 1024,
    lines: 1_000_000,
};

/// No batch file is longer.
pub const MAX_BATCH_BYTES: u64 = 512 * 1024 * 1024;

/// What a batch says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchHeader {
    /// Whose batch.
    pub device: DeviceId,
    /// From 1, without gaps.
    pub number: BatchNumber,
    /// Whose cards.
    pub community: CommunityId,
    /// The root of the batch before, none for the first.
    pub previous: Option<RootHash>,
    /// What it says of what it holds.
    pub facts: BatchFacts,
}

/// One entry of a batch, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BatchItem<'a> {
    /// A sealed rating sheet.
    Rating {
        /// SHA-256 of `sealed`.
        id: SheetId,
        /// Exactly 1,024 bytes.
        sealed: &'a [u8],
    },
    /// A sealed opinion sheet.
    Opinion {
        /// SHA-256 of `sealed`.
        id: SheetId,
        /// Exactly 4,000 bytes.
        sealed: &'a [u8],
    },
    /// The tag of a receipt.
    Receipt(Tag),
    /// The hash of a used voting slip.
    Slip(SlipHash),
    /// The root of a batch of the device's former name.
    Own(RootHash),
}

/// What a batch is expected to be, by whoever reads it.
#[derive(Debug, Clone, Copy)]
pub struct ExpectedBatch<'a> {
    /// The community here.
    pub community: &'a CommunityId,
    /// The device whose folder it lies in, where there is one.
    pub device: Option<&'a DeviceId>,
    /// The number in its name, where it has one.
    pub number: Option<BatchNumber>,
}

/// What a `.SIG` claims about its batch, verified: all there is to check before a byte of the batch is read. So what
/// lies beside a signature for something else is never read, nor copied, however long it is.
#[derive(Debug)]
pub struct BatchClaim {
    signature: SignatureFile,
    key: PublicKey,
    statement: Statement,
}

impl BatchClaim {
    /// Verifies the claim in `signature` (the text of a `.SIG`). `key_of` gives the key of an accepted device.
    pub fn verify(
        signature: &str,
        expected: &ExpectedBatch<'_>,
        key_of: impl FnOnce(&DeviceId) -> Option<PublicKey>,
    ) -> Result<Self, CourierError> {
        let signature = SignatureFile::parse(signature)?;
        let claim = signature.claim()?;
        let (device, _) = batch_of(&claim)?;
        let Some(key) = key_of(device) else {
            claim.check_community(expected.community)?;
            return Err(CourierError::Format(FormatError::UnknownDevice {
                device: device.clone(),
            }));
        };
        let statement = signature.verify_claim(&key, Some(expected.community))?;
        check_expected(&statement, expected)?;
        Ok(Self {
            signature,
            key,
            statement,
        })
    }

    /// Verifies `source`, the batch itself, and reads its header.
    pub fn open<R: Read + Seek>(self, source: R) -> Result<BatchReader<R>, CourierError> {
        let Self {
            signature,
            key,
            statement,
        } = self;
        let lines = SignedLines::verify(source, &signature, &key, BOUNDS, OPENING)?;
        open(lines, &statement)
    }
}

/// A header's line, read.
struct Reading {
    format: String,
    version: u32,
    header: BatchHeader,
}

/// The line of a header, in the version that tells of such batches.
fn header_line(header: &BatchHeader) -> Option<Vec<u8>> {
    match header.facts.version() {
        1 => v1::header_line(FORMAT, header),
        _ => v2::header_line(FORMAT, header),
    }
}

/// Reads the header of verified lines, and holds it against what was signed.
fn open<R: Read + Seek>(
    mut lines: SignedLines<R>,
    statement: &Statement,
) -> Result<BatchReader<R>, CourierError> {
    lines.advance()?;
    let read = match statement.version {
        1 => v1::read_header(lines.line()),
        2 => {
            suite::check(lines.line())?;
            v2::read_header(lines.line())
        }
        version => {
            return Err(CourierError::Format(FormatError::UnknownVersion {
                version,
            }));
        }
    };
    let Reading {
        format,
        version,
        header,
    } = read.map_err(|error| CourierError::bad_line(lines.number(), error))?;
    if format != FORMAT {
        return Err(CourierError::Format(FormatError::NotPingyi));
    }
    if version != statement.version {
        return Err(CourierError::Format(FormatError::UnknownVersion {
            version,
        }));
    }
    let (device, number) = batch_of(statement)?;
    if header.community != statement.community {
        return Err(CourierError::Format(FormatError::OtherCommunity {
            given: header.community,
        }));
    }
    if header.device != *device {
        return Err(CourierError::Format(FormatError::DeviceMismatch {
            signed: device.to_string(),
            found: header.device.to_string(),
        }));
    }
    if header.number != number {
        return Err(CourierError::Format(FormatError::NumberMismatch {
            signed: number.0,
            found: header.number.0,
        }));
    }
    lines.keep();
    Ok(BatchReader { header, lines })
}

/// A batch whose signature has been verified.
pub struct BatchReader<R> {
    header: BatchHeader,
    lines: SignedLines<R>,
}

impl<R: Read + Seek> BatchReader<R> {
    /// Verifies `source` against `signature` (the text of its `.SIG`) and reads the header.
    ///
    /// `key_of` gives the key of an accepted device. Nothing of the file is parsed before its signature
    /// has been verified over all of it; memory use does not grow with the file.
    pub fn open(
        source: R,
        signature: &str,
        expected: &ExpectedBatch<'_>,
        key_of: impl FnOnce(&DeviceId) -> Option<PublicKey>,
    ) -> Result<Self, CourierError> {
        BatchClaim::verify(signature, expected, key_of)?.open(source)
    }

    /// What the batch says about itself.
    pub fn header(&self) -> &BatchHeader {
        &self.header
    }

    /// How long the file is.
    pub fn total_bytes(&self) -> u64 {
        self.lines.total_bytes()
    }

    /// Gives every entry to `on`, in order, and returns the root. Only the final `Ok` says that the
    /// batch is whole: what `on` did before an error has to be undone (one batch, one transaction).
    pub fn read_items<E: From<CourierError>>(
        self,
        on: impl FnMut(BatchItem<'_>) -> Result<(), E>,
    ) -> Result<RootHash, E> {
        lists::read_items(&self.header.facts, self.lines, on)
    }
}

impl<R> std::fmt::Debug for BatchReader<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BatchReader({:?})", self.header)
    }
}

fn batch_of(statement: &Statement) -> Result<(&DeviceId, BatchNumber), CourierError> {
    match &statement.purpose {
        Purpose::Batch { device, number } => Ok((device, *number)),
        Purpose::Pack { .. }
        | Purpose::Enrol { .. }
        | Purpose::Seen { .. }
        | Purpose::Backup { .. }
        | Purpose::Archive { .. } => Err(CourierError::Format(FormatError::WrongPurpose {
            given: statement.purpose.word(),
            wanted: "batch",
        })),
    }
}

fn check_expected(statement: &Statement, expected: &ExpectedBatch<'_>) -> Result<(), CourierError> {
    let (device, number) = batch_of(statement)?;
    if let Some(found) = expected.device
        && found != device
    {
        return Err(CourierError::Format(FormatError::DeviceMismatch {
            signed: device.to_string(),
            found: found.to_string(),
        }));
    }
    if let Some(found) = expected.number
        && found != number
    {
        return Err(CourierError::Format(FormatError::NumberMismatch {
            signed: number.0,
            found: found.0,
        }));
    }
    Ok(())
}
